"""What the words around a figure say that no term explains: the sign that it is of something else, or of a part."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from chitieu.reading.characters.folding import fold
from chitieu.reading.outline.paragraphs import Span
from chitieu.reading.outline.surroundings import PREDICATE
from chitieu.reading.tokens.phrases import Words

_FILLERS = PREDICATE | frozenset(
    fold(
        """
        của ở tại trong cho về đối ngành lĩnh vực khu nhóm mặt hàng loại số lượng mức giá trị toàn trên địa bàn
        đơn vị hiện có được năm tháng nay ngoài cùng theo báo cáo cục thống kê sở ban ubnd uỷ ủy nhờ nên sau
        trước đầu giữa tuy dù mặc góp phần đưa lên tập chủ yếu chính riêng từng cả đều rất vẫn còn lại tiếp bên
        cạnh đồng thời gồm như trong các những một hai ba bốn nhất nhì ước dự kiến chiếm tỉ trọng tổng cộng quy
        mô bình quân người dân đồng triệu tỉ nghìn ngàn usd tấn ha km lượt vụ ca hộ xã huyện tỉnh thành phố
        phường thị trấn thôn bản lần hơn kém so với cùng kì nước quốc gia việt nam giai đoạn thời gian mới ra
        vào
        """
    ).split()
)
"""Words that name nothing by themselves, beside those of saying and comparing."""


def unexplained(words: Words, span: Span, explained: Sequence[Span], named: Sequence[Span]) -> int:
    """How many words of a span name something that neither a term, nor a place or time, nor the language explains.
    `named` are in order and without overlap."""
    starts = [one.start for one in named]

    def is_named(position: int) -> bool:
        at = bisect_right(starts, position) - 1
        return at >= 0 and position < named[at].end

    return sum(
        not words.keys[word].isdigit()
        and words.keys[word] not in _FILLERS
        and not _holds(explained, words.starts[word])
        and not is_named(words.starts[word])
        for word in words.range(span.start, span.end)
    )


def _holds(spans: Iterable[Span], position: int) -> bool:
    return any(one.start <= position < one.end for one in spans)
