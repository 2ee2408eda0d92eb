"""Where a figure stands: its sentence, its clause, and the words before and after it that are its own."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from chitieu.reading.characters.folding import fold
from chitieu.reading.outline.outline import Outline
from chitieu.reading.outline.paragraphs import Span
from chitieu.reading.tokens.phrases import Words

REACH = 600
"""Characters before or after a figure in which its own words are looked for; no name of an indicator is longer."""

_PART = re.compile(r",(?!\d)|[();:]|\s[-–—]\s|\s(?:và|trong đó|riêng)\s")
_MARK = re.compile(r",(?!\d)|[();:]")
PREDICATE = frozenset(
    fold(
        """
        đạt được là tăng giảm thêm bằng vượt chiếm ước khoảng trên dưới hơn gần xấp xỉ còn lên xuống đến tới từ
        ở mức và với trong đó riêng cụ thể gồm có đứng thứ xếp hạng vị trí cao thấp nhất ít tối thiểu đa không
        quá phấn phân đấu mục tiêu kế hoạch kh so cùng kỳ năm trước ngoái tương đương ứng gấp lần lượt chỉ đã
        sẽ hoàn thành thực hiện tiếp tục nữa cả nước toàn quốc quý tháng ngày dự toán giao trung ương thủ tướng
        chính phủ hđnd hội đồng nhân dân tỉnh huyện xã phố tp điểm phần trăm trưởng mới rất khá mạnh nhẹ nhanh
        sâu đều bình quân mỗi hàng hằng kết quả này các địa phương bao như vậy nhưng song tuy nhiên thời ngoài
        ra qua đây đề nâng đưa duy trì giữ vững dẫn đầu theo sau lại nghị quyết cụm khi nay tức hay hoặc tỷ lệ
        chung tổng tính cuối âm dương trở yêu cầu chưa tốt đơn sơ bộ kiến tâm bởi vì do để mà thì cũng vẫn luôn
        đang rồi nhiều số lớn nhỏ kém lũy cộng dồn hụt sụt suy tiết kiệm cắt kéo tốc độ đà chênh
        """
    ).split()
)
"""Words that say something of a subject and are none: verbs of reaching and changing, comparisons, givers of plans."""


@dataclass(frozen=True)
class Surroundings:
    """One figure's place. `before` and `after` are the words between it and its neighbours in the clause; `previous` is
    the index of the figure before it in the same sentence, `first_in_sentence` where the first of them begins;
    `is_elliptical` says that the words before it name nothing, so
    that it speaks of what the figure before it spoke of."""

    start: int
    end: int
    sentence_index: int
    sentence: Span
    clause: Span
    before: Span
    after: Span
    bracket: Span | None
    previous: int | None
    first_in_sentence: int
    is_elliptical: bool


def locate(
    outline: Outline, words: Words, spans: Sequence[tuple[int, int]], named: Sequence[Span]
) -> list[Surroundings]:
    """The surroundings of figures given as distinct spans in order; `named` are spans of areas and times, which are no
    subject of their own."""
    starts: list[int] = []
    limits: list[int] = []
    sentences: list[tuple[int, Span, Span, Span | None]] = []
    for number, (start, _) in enumerate(spans):
        index = outline.sentence_index(start)
        sentence = outline.sentences[index] if index >= 0 else Span(0, len(outline.text))
        clause = outline.clause(start, sentence)
        bracket = outline.bracket(start)
        sentences.append((index, sentence, clause, bracket))
        left = max(clause.start, start - REACH, bracket.start + 1 if bracket else 0)
        if number and sentences[number - 1][0] == index:
            previous_end = spans[number - 1][1]
            if previous_end > left or (bracket is None and previous_end > clause.start):
                left = max(left, _part(outline, previous_end, start))
        starts.append(min(left, start))
        limits.append(_reach_of_previous(outline.text, spans[number - 1][1], starts[-1], start) if number else start)
    named_starts = [span.start for span in named]
    located: list[Surroundings] = []
    for number, (start, end) in enumerate(spans):
        index, sentence, clause, bracket = sentences[number]
        right = min(clause.end, end + REACH, bracket.end - 1 if bracket else clause.end)
        if number + 1 < len(spans) and sentences[number + 1][0] == index:
            is_same_clause = sentences[number + 1][2] == clause
            right = max(end, min(right, limits[number + 1] if is_same_clause else right))
        before = Span(starts[number], start)
        has_previous = number > 0 and sentences[number - 1][0] == index
        located.append(
            Surroundings(
                start=start,
                end=end,
                sentence_index=index,
                sentence=sentence,
                clause=clause,
                before=before,
                after=Span(end, max(end, right)),
                bracket=bracket,
                previous=number - 1 if has_previous else None,
                first_in_sentence=located[-1].first_in_sentence if has_previous else start,
                is_elliptical=_names_nothing(words, before, named, named_starts),
            )
        )
    return located


def _part(outline: Outline, previous_end: int, start: int) -> int:
    """Where the words of the next figure begin: after the first comma, bracket or conjunction between two figures."""
    found = _PART.search(outline.text, previous_end, start)
    while found and outline.bracket(found.start()) and found[0] not in "()":
        found = _PART.search(outline.text, found.end(), start)
    return found.end() if found else previous_end


def _reach_of_previous(text: str, previous_end: int, own_start: int, start: int) -> int:
    """How far the words after the figure before may reach: to a comma or bracket rather than to an "và" inside a
    name."""
    if own_start <= previous_end:
        return start
    mark = _MARK.search(text, previous_end, start)
    return mark.start() if mark else own_start


def _names_nothing(words: Words, before: Span, named: Sequence[Span], named_starts: Sequence[int]) -> bool:
    at = bisect_left(named_starts, before.start)
    for word in words.range(before.start, before.end):
        while at < len(named) and named[at].end <= words.starts[word]:
            at += 1
        if at < len(named) and named[at].start <= words.starts[word]:
            continue
        key = words.keys[word]
        if key not in PREDICATE and not key.isdigit():
            return False
    return True
