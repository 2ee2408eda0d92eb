"""The context of each figure: its area, period, scenario, what it is compared with, and its indicator.

Every decision carries the words that decided, the name of the rule and a confidence, so that it can be explained.
The rules are of the language, not of a document; what they read from is in `chitieu.reading`. Each question goes from
the nearest words outwards: those of the figure, its clause, the figure it goes on from, the sentence, the text before
it, the headings, the document.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from chitieu.reading.characters.folding import compose, one_spelling
from chitieu.reading.expressions import calendar, comparisons
from chitieu.reading.expressions.cues import ACTUAL, STRETCH, TARGET, Cue, is_expected, is_strong
from chitieu.reading.expressions.places import OWN, UNREGISTERED, Place, is_listed
from chitieu.reading.expressions.times import TimeExpression
from chitieu.reading.indicators import kinds
from chitieu.reading.indicators.terms import TermIndex
from chitieu.reading.indicators.units import unit_meant
from chitieu.reading.outline.paragraphs import Paragraph, Span
from chitieu.reading.outline.surroundings import Surroundings, locate
from chitieu.reading.questions import likelihood
from chitieu.reading.questions.decision import Decision
from chitieu.reading.questions.frames import (
    HEAD_WORDS,
    STATE_KINDS,
    Frame,
    cumulated,
    document_years,
    sentence_frames,
    speaks_of_tasks,
)
from chitieu.reading.questions.indicator import Indicators
from chitieu.reading.questions.page import LOOK_BACK, Page
from chitieu.seeds.registry import Document, Registry

__all__ = ["Context", "Decision", "read_context", "unit_meant"]

_PLAN = r"(?:kế hoạch|kh|dự toán|chỉ tiêu|mục tiêu)"
_NOT_A_RESULT = r"(?:(?!\b(?:đạt|thực hiện|giải ngân|hoàn thành|bằng|vượt|đã|ước)\b)[^;,.:()%]){0,80}$"
_PLAN_BESIDE = re.compile(
    one_spelling(
        # "bằng 95% kế hoạch tỉnh giao (700 tỷ đồng)"
        rf"(?:\b(?:{_PLAN}|nghị quyết|kịch bản)\b(?: [^\W\d_]+){{0,7}}? ?(?:năm (?:19|20)\d\d ?)?\("
        # "(số được giao là 700 tỷ đồng)"
        r"|\((?:số |mức )?(?:được )?giao(?: là)?:? ?"
        # "(HĐND tỉnh giao 5.000 tỷ đồng)"
        r"|\((?:hđnd|hội đồng nhân dân|trung ương|thủ tướng|chính phủ|ubnd|bộ tài chính|tỉnh)"
        r"(?: [^\W\d_]+){0,4} giao(?: là)?:? ?"
        # "(KH là 9,5)"
        rf"|\({_PLAN}\b[^()\d;,%]{{0,40}}(?:năm (?:19|20)\d\d ?)?[^()\d;,%]{{0,12}}"
        # "kế hoạch mà tỉnh đặt ra là 700 tỷ đồng"
        rf"|\b{_PLAN}(?: [^\W\d_]+){{0,6}} (?:đặt ra|đề ra|giao) là "
        # "kế hoạch năm 2025 là 700 tỷ đồng"
        rf"|\b{_PLAN}(?: (?:năm(?: (?:19|20)\d\d)?|giao|là|đề ra|đặt ra|của tỉnh|được giao))*:? ?)$"
    )
)
# "thấp hơn 2% so với chỉ tiêu giao tại Quyết định số 5 (90%)"
_PLAN_BEFORE = re.compile(one_spelling(rf"\b(?:{_PLAN}|nghị quyết)\b[^,;()]*\($"))
_PLAN_IS_SUBJECT = re.compile(
    one_spelling(
        # "Tổng kế hoạch vốn là 700 tỷ đồng"
        rf"(?:^|[;,.:(]\s*)(?:[-+] )?(?:tổng |số |trong đó |mức )*{_PLAN}\b{_NOT_A_RESULT}"
        # "được giao dự toán thu 700 tỷ đồng"
        rf"|\b(?:giao|phân bổ|phê duyệt|thông qua) (?:chỉ tiêu|dự toán|kế hoạch|nhiệm vụ|mục tiêu)\b{_NOT_A_RESULT}"
    )
)
_NOW = re.compile(
    one_spelling(
        r"(?<!đầu năm )(?<!tháng \d )\b(?:đến nay|hiện nay|hiện tại|hiện có|hiện còn|hiện đang)\b"
        r"|(?:^|[.;,:\n] ?)hiện(?= (?:toàn|tỉnh|cả|trên|địa|thành|huyện|xã|ngành|đảng))"
    )
)
_DONE = re.compile(one_spelling(r"[^,;:()]{0,40}\b(đã)\b(?! qua)"))
_LOOKING_BACK = re.compile(one_spelling(r"\b(?:sau|qua)(?: gần| hơn)? \w+ năm (?:triển khai |tổ chức )?thực hiện\b"))
_SAME_PERIOD_BEFORE = re.compile(
    one_spelling(r"(?<!so với )(?<!so )(?<!với )\bcùng kì(?: năm (20\d\d|trước|ngoái))?(?: [^\W\d_]+){0,4}\s*$")
)
_SAME_PERIOD_AFTER = re.compile(one_spelling(r"\s*(?:của )?cùng kì(?: năm (20\d\d|trước|ngoái))?\b"))
_LEVEL_BEFORE = re.compile(one_spelling(r"\b(?:so với|hơn|bằng) (?:mức|con số)(?: tăng| giảm)?\s*$"))
_OF_PAST = re.compile(one_spelling(r"\s*(?:so (?:với )?)?(?:cùng kì|svck|năm trước|năm ngoái)\b"))
_STRIVE = re.compile(one_spelling(r"\b(?:phấn đấu|phân đấu|phân đầu|cố gắng|quyết tâm|nỗ lực)\b"))
_PURPOSE = re.compile(one_spelling(r"\b(?:để|nhằm|hướng tới|hướng đến|tạo tiền đề|tạo đà|tiến tới|phấn đấu)\b"))
_SHARED = re.compile(one_spelling(r"\s*(?:và|,|và tăng|và giảm|, tăng|đến)?\s*"))
_RESPECTIVELY = re.compile(one_spelling(r"\b(?:lần lượt|tương ứng)\b"))
_JOINED = re.compile(one_spelling(r"\bvà\s*$"))
# "Đứng thứ 3 là tỉnh A": what is ranked
_IS = re.compile(one_spelling(r"\b(?:là|thuộc về)(?: (?:tỉnh|thành phố|tp\.?))?\s*$"))
_RIGHT_AFTER = re.compile(one_spelling(r" (?:cho |trong |vào |của )?(?:cả )?"))
_AMOUNTS_TO = re.compile(one_spelling(r"[ :]*(?:(?:là|đạt|khoảng|trên|hơn|gần|dự kiến|ước|được) ?)*"))
_SEASON = re.compile(one_spelling(r"\bvụ (?:lúa )?(?:đông|hè|thu|xuân|mùa|chiêm)\b"))
_PROVINCE = re.compile(one_spelling(r"(?:toàn|trong|của|trên địa bàn) (?:tỉnh|thành phố)"))
# the course planned for each part of a year
_COURSE = re.compile(one_spelling(r"\bkịch bản\b"))
_PHASE = re.compile(one_spelling(r"(?:giai đoạn|thời kì)\b"))
_PARTS = re.compile(one_spelling(r"(?:trong đó|cụ thể|bao gồm|gồm)\b"))
_BY_PERCENT = re.compile(one_spelling(rf"\bvượt (?:mức )?{_PLAN}(?: [^\W\d_]+){{0,3}} $"))
_SAME_PLACE = re.compile(
    one_spelling(r"^(?:trong đó|cụ thể|riêng)\b|\b(?:tỉnh|thành phố|địa phương này|tại đây|trên địa bàn)\b")
)
_COMPARED_NATION = re.compile(
    one_spelling(
        r"(?:thứ \w+|đầu|nhất|t[oố]p \d+|nhóm|so với|bình quân(?: chung)?(?: của)?|mức(?: chung)?|hơn|bằng|"
        r"trong số|/\d+(?:,? (?:tỉnh|thành phố|thành|địa phương))*|"
        r"hạng \d+)\s*(?:của |trong |trên )?$"
    )
)
_RANKED_NATION = re.compile(
    one_spelling(
        r"(?:thứ \w+|đầu|nhất|t[oố]p \d+|so với|hơn|bằng|vượt|hạng \d+|/\d+)(?: mức)?(?: bình quân)?(?: chung)?"
        r"\s*(?:của |trong )?$"
    )
)
# "Xã Bắc Hà (Lào Cai): …": a text about a place below the province, which no registry holds
_BELOW = re.compile(r"\b(?i:huyện|xã|phường|thị trấn|thị xã|quận|đặc khu)\s+(?!\d)[A-ZĐÂĂÊÔƠƯÀ-Ỹ]")
_COUNTED_PLACES = frozenset({"province", "district", "commune", "entity", "village"})
_STATE_NOUN = re.compile(
    one_spelling(
        r"\b(?:tỉ lệ|bình quân đầu người|độ che phủ|quy mô|mật độ|tuổi thọ|nâng tổng số)\b|\b(?:còn|xuống còn)\s*$"
    )
)
_ON_AVERAGE = re.compile(
    one_spelling(r"\b(?:bình quân (?:mỗi|hằng|hàng|một|1) năm|mỗi năm|hằng năm|hàng năm|bình quân giai)\b")
)
# "tăng 12%, cao hơn tốc độ tăng chung": what a figure is compared with is not what it is of
_COMPARES = re.compile(one_spelling(r"\b(?:so với|so cùng|cao hơn|thấp hơn)\b"))
_STATES = frozenset((kinds.LEVEL, kinds.PERCENT))
_PARTS_OF_YEAR = frozenset(
    ("half", "months", "months_open", "months_slash", "months_bare", "months_said", "months_head", "quarter", "month")
)
_OF_PLACE = re.compile(one_spelling(r"\s*(?:của |ở |tại )?(?:bình quân )?(?:chung )?(?:của )?"))
_COMPARED_KINDS = frozenset(
    {kinds.GROWTH, kinds.ATTAINMENT, kinds.DEVIATION, kinds.RANK, kinds.RATIO, kinds.DIFFERENCE}
)
_CARRIED = 0.85

_SENTENCES_BACK = 3
_OPENING = 300
"""Characters at the head of a text in which it says whom it is about."""
LOOK_AHEAD = 3000
"""Characters after a figure in which the time of a text is looked for that has named none before."""

FAR = 6
"""Words between a time and a figure from which on another time right after the figure is nearer."""

LONGEST_ROW = 12
"""Figures that may stand in a row of "lần lượt"."""


class ReadFigure(Protocol):
    """What is needed of a figure (see chitieu.reading.figures); `unit` is the unit as printed."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def component(self) -> int: ...
    @property
    def unit(self) -> str | None: ...


@dataclass(frozen=True)
class Context:
    """What the text says of one figure. `kind` is one of chitieu.reading.kinds, `clause` the part of the sentence that
    holds the figure."""

    area: Decision
    period: Decision
    scenario: Decision
    compared_with: Decision
    indicator: Decision
    kind: str
    clause: Span


def read_context(text: str, figures: Sequence[ReadFigure], document: Document, registry: Registry) -> list[Context]:
    """The context of every figure, in the order given. Spans are offsets in `text`; the time is linear in its
    length."""
    composed, offsets = compose(text)
    reader = _Reader(Page(composed, document, registry), registry)
    if offsets is None:
        return reader.read([(one.start, one.end) for one in figures], figures)
    spans = [(bisect_left(offsets, one.start), bisect_left(offsets, one.end)) for one in figures]
    return [_moved(context, offsets) for context in reader.read(spans, figures)]


def _moved(context: Context, offsets: Sequence[int]) -> Context:
    """A context of the composed text with its spans as offsets of the original."""

    def moved(decision: Decision) -> Decision:
        return replace(decision, words=tuple(Span(offsets[span.start], offsets[span.end]) for span in decision.words))

    return Context(
        area=moved(context.area),
        period=moved(context.period),
        scenario=moved(context.scenario),
        compared_with=moved(context.compared_with),
        indicator=moved(context.indicator),
        kind=context.kind,
        clause=Span(offsets[context.clause.start], offsets[context.clause.end]),
    )


class _Reader:
    """One pass over the figures of one page, each decided with the help of those before it."""

    def __init__(self, page: Page, registry: Registry) -> None:
        self.page = page
        self.registry = registry
        self.document_years = document_years(page)
        self.below = ("opens_below",) if _BELOW.search(page.text, 0, _OPENING) else ()

    def read(self, spans: Sequence[tuple[int, int]], figures: Sequence[ReadFigure]) -> list[Context]:
        """Contexts in the order of the figures; figures of one span (a pair) share what is said of the span."""
        self.unit_of = {span: one.unit for span, one in zip(spans, figures, strict=True) if one.component == 1}
        order = sorted(set(spans))
        self.located = locate(self.page.outline, self.page.words, order, self.page.named)
        self.starts = [start for start, _ in order]
        self.ends = [end for _, end in order]
        self.terms = TermIndex(self.registry, self.page.words, order, self.page.named)
        first_figures = {figure.sentence_index: figure.start for figure in reversed(self.located)}
        cues = self.page.cues(0, len(self.page.text))
        self.measures = frozenset(cue.start for cue in cues if self._is_measure(cue))
        self.frames = sentence_frames(self.page, first_figures)
        self.kinds: list[str] = []
        self.subjects: list[tuple[Span, ...]] = []
        self.areas: list[Decision] = []
        self.periods: list[Decision] = []
        self.scenarios: list[Decision] = []
        for number in range(len(order)):
            self.kinds.append(self._kind(number))
            self.subjects.append(self._subject(number))
            self.areas.append(self._area(number))
            self.periods.append(self._period(number))
            self.scenarios.append(self._scenario(number))
            self.periods[number] = self._of_same_period(number) or self._period_of_plan(number)
        at = {span: number for number, span in enumerate(order)}
        self.indicators = Indicators(
            self.page, self.registry, self.located, self.terms, self.subjects, self.kinds, self.areas, self.periods
        )
        return [self._context(at[span], one) for span, one in zip(spans, figures, strict=True)]

    def _context(self, number: int, figure: ReadFigure) -> Context:
        is_first = figure.component == 1
        return Context(
            area=replace(self.areas[number], signs=self.below),
            period=self.periods[number],
            scenario=self.scenarios[number],
            compared_with=self._compared(number) if is_first else Decision(None, "no_comparison", (), 0.9),
            indicator=self.indicators.read(number, figure.unit, figure.component, self._goes_on_from(number)),
            kind=self.kinds[number],
            clause=self.located[number].clause,
        )

    # --- what several questions need ---

    def _unit(self, number: int) -> str | None:
        return self.unit_of.get((self.located[number].start, self.located[number].end))

    def _frame(self, figure: Surroundings) -> Frame:
        return self.frames[figure.sentence_index] if figure.sentence_index >= 0 else Frame()

    def _sentence_start(self, figure: Surroundings) -> int:
        return max(figure.sentence.start, figure.start - LOOK_BACK)

    def _goes_on_from(self, number: int) -> int | None:
        """The figure that an elliptical one goes on from: the last of the sentence not in brackets of its own."""
        figure = self.located[number]
        if not figure.is_elliptical or figure.previous is None:
            return None
        at: int | None = figure.previous
        for _ in range(LOOK_BACK // 100):
            if at is None or not self.page.is_in_other_bracket(self.located[at].start, figure):
                break
            at = self.located[at].previous
        return figure.previous if at is None else at

    def _kind(self, number: int) -> str:
        """The kind of a figure; one joined to the figure before by "và" shares its verb ("tăng 5% … và 7% …")."""
        figure, folded = self.located[number], self.page.folded
        unit, start = self._unit(number), figure.before.start
        if figure.bracket and start <= figure.bracket.start + 1:
            start = self._outer_start(figure)
        kind = kinds.read(folded, (start, figure.start), (figure.start, figure.end), figure.after.end, unit)
        if figure.previous is None or kind not in (kinds.PERCENT, kinds.LEVEL):
            return kind
        own_words = folded[figure.before.start : figure.start]
        gap = folded[self.located[figure.previous].end : figure.start]
        strives = figure.is_elliptical and ";" not in gap and _STRIVE.search(own_words) is not None
        joins = own_words.strip() in ("", "và", one_spelling("lần lượt")) and _JOINED.search(gap) is not None
        both_rates = (unit in kinds.PERCENT_UNITS) == (self._unit(figure.previous) in kinds.PERCENT_UNITS)
        shared = self.kinds[figure.previous]
        return shared if (strives or joins) and both_rates and shared in (kinds.GROWTH, kinds.DIFFERENCE) else kind

    def _outer_start(self, figure: Surroundings) -> int:
        """Where the words before a figure's bracket begin."""
        assert figure.bracket is not None
        previous_end = self.located[figure.previous].end if figure.previous is not None else figure.clause.start
        return max(figure.clause.start, figure.bracket.start - LOOK_BACK // 8, min(previous_end, figure.bracket.start))

    # --- area ---

    def _area(self, number: int) -> Decision:
        figure = self.located[number]
        own = Decision(self.page.document.area_id, "document_area", (), 0.6)
        counts_places = self.registry.dimension(self._unit(number) or "") in _COUNTED_PLACES
        named = self.page.said_before(self.page.places(self._sentence_start(figure), figure.start), figure)
        places = [place for place in named if not (place.kind == "group" and counts_places)]
        if places and places[-1].kind != OWN and is_listed(self.page.words, places[-1], figure):
            if places[-1].kind == UNREGISTERED and self.page.gazetteer.names_places_below:
                return _placed(places[-1], "unregistered_place", 0.5)
            if places[-1].kind == "named" or self._governs(places[-1], _RANKED_NATION):
                return _placed(places[-1], "beside_figure", 0.95)
        if _LEVEL_BEFORE.search(self.page.folded, figure.before.start, figure.start):
            for place in self.page.places(figure.end, figure.end + 40)[:1]:
                if _OF_PLACE.fullmatch(self.page.folded, figure.end, place.start) and place.kind in ("nation", "named"):
                    return _placed(place, "words_after", 0.8)
        shared = self._respective(number, places)
        if shared:
            return _placed(shared, "respectively", 0.9)
        for place in reversed(places):
            if place.start >= figure.before.start and self._governs(place):
                return _placed(self._province_meant(place), "words_before", 0.9)
        source = self._goes_on_from(number)
        if source is not None and not self.page.is_in_other_bracket(self.located[source].start, figure):
            return _carried(self.areas[source])
        if self.kinds[number] == kinds.RANK and figure.previous is None:
            for place in self.page.places(figure.end, figure.after.end):
                if place.kind == "named" and _IS.search(self.page.folded, figure.end, place.start):
                    return _placed(place, "words_after", 0.8)
        for place in reversed(places):
            if self._governs(place):
                return _placed(self._province_meant(place), "sentence", 0.8)
        return own if counts_places else self._carried_area(number) or own

    def _respective(self, number: int, places: Sequence[Place]) -> Place | None:
        """The place of a figure in a row of as many figures as places ("A và B đạt lần lượt 5% và 6%")."""
        first, last = number, number
        while number - first < LONGEST_ROW and self._is_joined_to_next(first - 1):
            first -= 1
        figure = self.located[first]
        if not _RESPECTIVELY.search(self.page.folded, max(figure.clause.start, figure.start - 60), figure.start):
            return None
        while last - first < LONGEST_ROW and self._is_joined_to_next(last):
            last += 1
        named = [place for place in places if place.kind == "named" and place.start >= figure.clause.start]
        count = last - first + 1
        return named[number - first] if count > 1 and len(named) == count else None

    def _is_joined_to_next(self, number: int) -> bool:
        """Whether nothing but a comma or "và" stands between a figure and the next."""
        if not 0 <= number < len(self.located) - 1:
            return False
        return _SHARED.fullmatch(self.page.folded, self.ends[number], self.located[number + 1].start) is not None

    def _governs(self, place: Place, excluded: re.Pattern[str] = _COMPARED_NATION) -> bool:
        """Whether a place named before a figure is what the figure is for; `excluded` are words before "cả nước" that
        make it what the figure is compared with."""
        if place.kind == "nation":
            before = self.page.folded[max(0, place.start - 40) : place.start]
            return not excluded.search(before) and self.page.gazetteer.is_nation_topic(self.page.folded, place)
        return place.is_topic or place.kind not in (UNREGISTERED, "named")

    def _province_meant(self, place: Place) -> Place:
        """The province that "toàn tỉnh" or "của tỉnh" stands for in a national text: the last that was named."""
        if not self.page.gazetteer.is_national or not _PROVINCE.fullmatch(self.page.folded, place.start, place.end):
            return place
        named = self.page.places(max(0, place.start - LOOK_BACK // 4), place.start)
        provinces = [one for one in named if one.kind == "named" and one.area_id]
        return provinces[-1] if provinces else place

    def _carried_area(self, number: int) -> Decision | None:
        """The place at the head of the paragraph, or of the innermost heading that names one."""
        figure = self.located[number]
        if figure.sentence_index < 0:
            return None
        paragraph = self.page.paragraph(figure.sentence_index)
        for place in self.page.places(paragraph.start, min(figure.start, paragraph.start + 60)):
            is_at_head = len(self.page.words.range(paragraph.start, place.start)) <= HEAD_WORDS
            if place.kind == "named" and place.is_topic and is_at_head:
                return _placed(place, "paragraph_head", 0.7)
        if self.page.gazetteer.is_national and number and self._goes_on_with_place(number, paragraph):
            return replace(self.areas[number - 1], rule="carried_place", confidence=0.6)
        for heading in reversed(paragraph.headings):
            block = self.page.outline.paragraphs[heading]
            places = [one for one in self.page.places(block.start, block.end) if one.kind in ("named", "nation", OWN)]
            if places:
                is_one = len({place.area_id for place in places}) == 1
                return _placed(places[0], "heading", 0.7) if is_one and places[0].kind != OWN else None
        return None

    def _goes_on_with_place(self, number: int, paragraph: Paragraph) -> bool:
        """Whether a national text still speaks of the province of the figure before ("Trong đó, … của tỉnh tăng …")."""
        figure, before, earlier = self.located[number], self.located[number - 1], self.areas[number - 1]
        if earlier.value in (None, self.page.document.area_id) or before.sentence_index < 0:
            return False
        if self.page.paragraph(before.sentence_index).headings != paragraph.headings:
            return False
        in_sentence = self.page.places(self._sentence_start(before), before.sentence.end)
        if len({place.area_id for place in in_sentence if place.kind == "named"}) > 1:
            return False
        own_sentence = max(before.end, self._sentence_start(figure))
        if any(place.kind != OWN for place in self.page.places(own_sentence, figure.start)):
            return False
        opening = self.page.folded[self._sentence_start(figure) : figure.start]
        return earlier.rule == "carried_place" or bool(_SAME_PLACE.search(opening))

    # --- period ---

    def _period(self, number: int) -> Decision:
        figure, frame = self.located[number], self._frame(self.located[number])
        times = self.page.said_before(self.page.times(self._sentence_start(figure), figure.start), figure)
        after = self.page.said_before(self.page.times(figure.end, figure.after.end), figure)

        def decided(time: TimeExpression, rule: str, confidence: float) -> Decision:
            earlier = (one.year for one in reversed(times) if one.year and one.start < time.start)
            value = self.page.resolve(time, frame.period, next(earlier, None))
            return Decision(value, rule, (Span(time.start, time.end),), confidence)

        if after and times and self._is_of_figure_before(times[-1], figure):
            return decided(after[0], "words_after", 0.9)
        if after and _LEVEL_BEFORE.search(self.page.folded, figure.before.start, figure.start):
            return decided(after[0], "words_after", 0.8)
        if after and times and self._is_nearer(after[0], times[-1], number):
            return decided(after[0], "words_after", 0.85)
        beside = self._state_in_brackets(figure)
        if beside:
            return decided(beside, "words_before", 0.9)
        if times and times[-1].start >= figure.before.start:
            return decided(times[-1], "words_before", 0.95)
        names_plan_year = self.kinds[number] in (kinds.ATTAINMENT, kinds.DEVIATION)
        if after and not names_plan_year and len(self.page.words.range(figure.end, after[0].start)) <= HEAD_WORDS:
            return decided(after[0], "words_after", 0.9)
        if times and times[-1].start >= figure.clause.start:
            return decided(times[-1], "clause", 0.9)
        clause_start = max(figure.clause.start, figure.start - LOOK_BACK // 8)
        times = [time for time in times if not self._is_other_season(time, figure)]
        if frame.period:
            times = [time for time in times if not self._is_over_with_its_clause(time, figure)]
        since = max((time.end for time in times), default=0)
        is_now = _NOW.search(self.page.folded, max(clause_start, since), figure.start) is not None
        if is_now:
            times = [time for time in times if not self._begins_later(time)]
        source = self._goes_on_from(number)
        if source is not None and not is_now and self.periods[source].rule != "document_year":
            return _carried(self.periods[source])
        total = cumulated(self.page, times)
        if total is not None:
            return decided(total, "cumulated", 0.8)
        heads = [time for time in times if self._is_at_clause_head(time, figure)]
        if heads:
            return decided(heads[-1], "sentence_head", 0.9)
        before_figures = [time for time in times if time.start < figure.first_in_sentence]
        if before_figures:
            return decided(before_figures[-1], "sentence", 0.85)
        if after and not _PURPOSE.search(self.page.folded, figure.end, after[0].start):
            return decided(after[0], "words_after", 0.8)
        programme = self._years_of_programme(figure)
        if programme:
            return decided(programme, "programme", 0.7)
        source = self._sum_of_parts(number)
        if source is not None:
            return _carried(self.periods[source])
        if is_now and frame.period and self._is_shorter_or_longer(frame.period) and self.kinds[number] in _STATES:
            # what is so now, said under the heading of a span of years or of months: the state of the day
            return Decision(str(self.page.document.published_on.year), "now", (), 0.7)
        if frame.period and self._is_state_at_end_of(frame.period, number):
            return Decision(str(calendar.year_of(frame.period)), "end_of_span", frame.period_words, 0.7)
        if frame.period and not (is_now and calendar.starts_on(frame.period) > self.page.document.published_on):
            return Decision(frame.period, "carried", frame.period_words, 0.75)
        return Decision(None, "not_said", (), 0.0)

    def _is_state_at_end_of(self, period: str, number: int) -> bool:
        """Whether a rate or an amount per head is told of a span of years: it is that of the last of them."""
        figure = self.located[number]
        if not ("/" in period and period.replace("/", "").isdigit()) or self.kinds[number] not in _STATES:
            return False
        words = self.page.folded[figure.before.start : figure.start]
        return _STATE_NOUN.search(words) is not None and _ON_AVERAGE.search(words) is None

    @staticmethod
    def _is_shorter_or_longer(period: str) -> bool:
        """Whether a period is neither a year nor a day."""
        return not period.isdigit() and not ("/" not in period and period.count("-") == 2)

    def _is_over_with_its_clause(self, time: TimeExpression, figure: Surroundings) -> bool:
        """Whether the day of a state, named inside an earlier part of the sentence, is only that part's: "tổng đàn tại
        thời điểm 1/4 là 794 con; sản lượng …"."""
        if time.kind not in STATE_KINDS or ";" not in self.page.text[time.end : figure.start]:
            return False
        return len(self.page.words.range(figure.sentence.start, time.start)) > HEAD_WORDS

    def _is_other_season(self, time: TimeExpression, figure: Surroundings) -> bool:
        """Whether a season gave way to another: "vụ xuân 2022-2023 gieo 5 ha; vụ mùa gieo 7 ha"."""
        is_season = time.kind in ("season", "season_of_year")
        return is_season and _SEASON.search(self.page.folded, time.end, figure.start) is not None

    def _is_nearer(self, after: TimeExpression, before: TimeExpression, number: int) -> bool:
        """Whether a time stands right after a figure and the one before it far away: "quý I tạo đà cho mức tăng 10%
        trong cả năm 2025"."""
        figure, words = self.located[number], self.page.words
        is_adjacent = _RIGHT_AFTER.fullmatch(self.page.folded, figure.end, after.start) is not None
        return is_adjacent and len(words.range(before.end, figure.start)) > FAR

    def _state_in_brackets(self, figure: Surroundings) -> TimeExpression | None:
        """The day of a state, in brackets of its own among the words of a figure: "giải ngân (đến 30/11) đạt 40%"."""
        for time in reversed(self.page.times(figure.before.start, figure.start)):
            bracket = self.page.outline.bracket(time.start)
            if bracket and bracket.end <= figure.start and time.kind in STATE_KINDS:
                return time
        return None

    def _years_of_programme(self, figure: Surroundings) -> TimeExpression | None:
        """The years in the name of a programme whose amount a figure is: "chương trình giai đoạn 2021-2025: 5 tỷ"."""
        named = self.page.named_terms(figure.before.start, figure.start)
        if not named or not _PHASE.match(self.page.folded, named[-1].start):
            return None
        return named[-1] if _AMOUNTS_TO.fullmatch(self.page.folded, named[-1].end, figure.start) else None

    def _sum_of_parts(self, number: int) -> int | None:
        """The first figure of the sentence, or of the one before, whose parts a figure tells ("Trong đó, …")."""
        figure, first = self.located[number], self._first_of_sentence(number)
        if first < number and self.periods[first].rule == "programme":
            reach = max(self.ends[first], figure.start - LOOK_BACK)
            if _PARTS.search(self.page.folded, reach, figure.start):
                return first
        if number == 0 or not _PARTS.match(self.page.folded, figure.sentence.start):
            return None
        at = self._before_in_paragraph(first)
        if at is None or self.located[at].sentence_index != figure.sentence_index - 1:
            return None
        return self._first_of_sentence(at)

    def _first_of_sentence(self, number: int) -> int:
        return bisect_left(self.starts, self.located[number].first_in_sentence)

    def _begins_later(self, time: TimeExpression) -> bool:
        return time.year is not None and time.year > self.page.document.published_on.year

    def _is_of_figure_before(self, time: TimeExpression, figure: Surroundings) -> bool:
        """Whether a time right after another figure is that one's ("từ 6% năm 2020 xuống 2% năm 2024")."""
        if figure.previous is None:
            return False
        end = self.located[figure.previous].end
        return time.start >= end and not self.page.folded[end : time.start].strip()

    def _is_at_clause_head(self, time: TimeExpression, figure: Surroundings) -> bool:
        start = self.page.outline.clause(time.start, figure.sentence).start
        return len(self.page.words.range(start, time.start)) <= HEAD_WORDS

    def _before_in_paragraph(self, number: int) -> int | None:
        """The figure before, if it stands in the same paragraph, outside brackets of its own and is no plan beside a
        result."""
        paragraphs = self.page.outline.paragraph_of_sentence
        here = self.located[number].sentence_index
        for at in range(number - 1, max(-1, number - LONGEST_ROW), -1):
            before = self.located[at]
            if here < 0 or before.sentence_index < 0 or paragraphs[before.sentence_index] != paragraphs[here]:
                return None
            if self.scenarios[at].rule != "plan_beside_result" and before.bracket is None:
                return at
        return None

    def _of_same_period(self, number: int) -> Decision | None:
        """The period a year or more before, of a figure that others are compared with: "(cùng kỳ năm 2022 tăng 9%)"."""
        figure, period = self.located[number], self.periods[number]
        folded, first = self.page.folded, figure.bracket.start + 1 if figure.bracket else figure.clause.start
        found = _SAME_PERIOD_BEFORE.search(folded, max(first, figure.start - 60), figure.start)
        if not found and _LEVEL_BEFORE.search(folded, max(first, figure.start - 30), figure.start):
            found = _SAME_PERIOD_AFTER.match(folded, figure.end)
        source = figure.previous
        base = self.periods[source].value if source is not None else period.value
        if not found or not base:
            return None
        named = found[1] or ""
        step = calendar.year_of(base) - int(named) if named.isdigit() else 1
        if step < 1:
            return None
        words = (Span(found.start(), found.end()),)
        return Decision(calendar.earlier(base, step), "same_period", words, 0.8)

    def _period_of_plan(self, number: int) -> Decision:
        """The year of a plan quoted beside a result of a part of the year; without a word of time the document's
        year."""
        period, scenario = self.periods[number], self.scenarios[number]
        if period.value is None:
            before = self._before_in_paragraph(number)
            if before is not None and self.scenarios[before].value == scenario.value:
                rule = "said_later" if self.periods[before].rule == "said_later" else "paragraph"
                return replace(self.periods[before], rule=rule, confidence=0.5)
            later = self._said_later(number) if scenario.value == ACTUAL else None
            if later:
                return later
            year = self.document_years[TARGET if scenario.value in (TARGET, STRETCH) else ACTUAL]
            return Decision(str(year), "document_year", (), 0.5)
        is_span_of_years = "/" in period.value and period.value.replace("/", "").isdigit()
        is_of_part = any(_COURSE.search(self.page.folded, span.start, span.end) for span in scenario.words)
        is_beside_result = scenario.rule == "plan_beside_result" and not is_of_part
        if is_beside_result and period.rule != "words_before" and not is_span_of_years:
            return replace(period, value=str(calendar.year_of(period.value)), rule="year_of_plan")
        is_over = "-" in period.value and calendar.ends_on(period.value) <= self.page.document.published_on
        is_beside = self.located[number].bracket is not None
        if scenario.value == TARGET and is_over and period.rule.startswith("carried") and not is_beside:
            # A plan is not made for what is over: the period of the results before it does not hold for it.
            return Decision(str(self.document_years[TARGET]), "plan_ahead", scenario.words, 0.6)
        return period

    def _said_later(self, number: int) -> Decision | None:
        """The part of a year that a text which has named no time yet names first: a title has the time of its text
        ("Thu ngân sách tăng 5%. Theo báo cáo, 8 tháng năm 2022 …")."""
        figure, day = self.located[number], self.page.document.published_on
        for time in self.page.times(figure.end, figure.end + LOOK_AHEAD):
            cues = [cue for cue in self.page.cues(max(0, time.start - 60), time.start) if cue.scenario == TARGET]
            if time.kind not in _PARTS_OF_YEAR or cues:
                continue
            period = self.page.resolve(time, None)
            if calendar.starts_on(period) <= day and calendar.year_of(period) >= day.year - 1:
                return Decision(period, "said_later", (Span(time.start, time.end),), 0.6)
        return None

    # --- scenario ---

    def _scenario(self, number: int) -> Decision:
        figure, period = self.located[number], self.periods[number]
        beside = self._plan_beside(figure, self.kinds[number])
        if beside:
            return Decision(TARGET, "plan_beside_result", (beside,), 0.95)
        stretch = self._stretch(number)
        if stretch:
            return stretch
        cues = self.page.said_before(self.page.cues(self._sentence_start(figure), figure.start), figure)
        cues = [cue for cue in cues if cue.start not in self.measures]
        strong = self._without_attributive(cues)
        if self._frame(figure).scenario == TARGET:
            # "các xã đã đạt chuẩn" in an earlier clause of a plan
            strong = [cue for cue in strong if cue.start >= figure.clause.start or not cue.words.startswith("đã")]
        if strong and strong[-1].start >= figure.clause.start:
            is_estimate = any(one_spelling("ước") in cue.words.split() for cue in strong)
            if strong[-1].words == "đã" and not is_estimate and self._lies_ahead(period):
                return Decision(TARGET, "calendar", period.words, 0.8)
            return self._expected(number, strong) or _said(strong[-1], "clause", 0.9)
        source = self._goes_on_from(number)
        if source is not None and period.rule == "carried_from_figure":
            return _carried(self.scenarios[source])
        if strong:
            return self._expected(number, strong) or _said(strong[-1], "sentence", 0.85)
        frame = self._frame(figure)
        done = _DONE.match(self.page.folded, figure.end, figure.after.end)
        if done and frame.scenario != TARGET:
            return Decision(ACTUAL, "words_after", (Span(done.start(1), done.end(1)),), 0.8)
        looking_back = _LOOKING_BACK.search(self.page.folded, self._sentence_start(figure), figure.start)
        if looking_back:
            return Decision(ACTUAL, "looking_back", (Span(looking_back.start(), looking_back.end()),), 0.8)
        by_calendar = self.page.by_calendar(period.value) if period.value else None
        if by_calendar and period.rule != "carried":
            return Decision(by_calendar, "calendar", period.words, 0.8)
        if frame.scenario != TARGET and self._is_compared_with_past(figure):
            return Decision(ACTUAL, "comparison", (), 0.75)
        says_plan = bool(cues) and cues[-1].scenario == TARGET and cues[-1].start >= figure.clause.start
        if says_plan and period.rule not in ("carried", "carried_from_figure") and self._is_not_over(period):
            return _said(cues[-1], "weak_words", 0.6)
        if frame.scenario:
            return Decision(frame.scenario, "carried", frame.scenario_words, 0.75)
        if by_calendar:
            return Decision(by_calendar, "calendar", period.words, 0.7)
        if cues:
            return _said(cues[-1], "weak_words", 0.6)
        before = self._before_in_paragraph(number)
        if before is not None and self.scenarios[before].value != STRETCH:
            return replace(self.scenarios[before], rule="paragraph", confidence=0.5)
        if period.value is None and speaks_of_tasks(self.page):
            return Decision(TARGET, "document_of_tasks", (), 0.5)
        return Decision(ACTUAL, "default", (), 0.5)

    def _expected(self, number: int, strong: Sequence[Cue]) -> Decision | None:
        """The result that is expected of a period in its course ("dự kiến cả năm đạt 7%"), not under words of plan."""
        figure, period = self.located[number], self.periods[number]
        plans = [cue for cue in strong if cue.scenario == TARGET and not is_expected(cue)]
        if not is_expected(strong[-1]) or plans or self._frame(figure).scenario == TARGET:
            return None
        scenario = self.page.scenario_of(strong[-1], period.value)
        return Decision(scenario, "expected", (Span(strong[-1].start, strong[-1].end),), 0.75)

    def _is_not_over(self, period: Decision) -> bool:
        return period.value is not None and calendar.ends_on(period.value) > self.page.document.published_on

    def _lies_ahead(self, period: Decision) -> bool:
        """Whether a period named in the sentence begins after publication, or is a span of years that has just
        begun."""
        if period.value is None or period.rule not in ("words_before", "words_after", "clause"):
            return False
        begins_later = calendar.starts_on(period.value) > self.page.document.published_on
        return begins_later or ("/" in period.value and self.page.by_calendar(period.value) == TARGET)

    def _is_compared_with_past(self, figure: Surroundings) -> bool:
        found = comparisons.read(self.page.folded, figure.after, 0)
        return found is not None and found[0] in ("same_period", "previous_month")

    def _is_measure(self, cue: Cue) -> bool:
        """A plan in or right after a figure is what the figure measures ("95% kế hoạch", "26/28 chỉ tiêu")."""
        at = bisect_left(self.ends, cue.start) - 1
        if at + 1 < len(self.ends) and self.located[at + 1].start <= cue.start:
            return True
        return cue.scenario == TARGET and at >= 0 and not self.page.text[self.ends[at] : cue.start].strip()

    def _without_attributive(self, cues: Sequence[Cue]) -> list[Cue]:
        """The strong cues, without the "đã" that describes a noun inside a plan ("phấn đấu … các dự án đã khởi
        công")."""
        strong: list[Cue] = []
        for cue in cues:
            if not is_strong(cue):
                continue
            is_inside_plan = (
                strong and strong[-1].scenario == TARGET and ";" not in self.page.text[strong[-1].end : cue.start]
            )
            if is_inside_plan and cue.scenario == ACTUAL and cue.words.startswith("đã"):
                continue
            strong.append(cue)
        return strong

    def _plan_beside(self, figure: Surroundings, kind: str) -> Span | None:
        """The plan's name just before a figure: "(KH là 7 …)", "kế hoạch giao (7 …)", "dự toán 7 …"."""
        if kind != kinds.LEVEL and _BY_PERCENT.search(self.page.folded, figure.before.start, figure.start):
            return None
        found = _PLAN_BESIDE.search(self.page.folded, max(figure.clause.start, figure.start - 90), figure.start)
        if not found and figure.bracket and figure.start <= figure.bracket.start + 2 and figure.previous is not None:
            found = _PLAN_BEFORE.search(self.page.folded, self.located[figure.previous].end, figure.start)
        if not found and kind == kinds.LEVEL:
            start = max(figure.clause.start, figure.start - 120)
            found = _PLAN_IS_SUBJECT.search(self.page.folded, start, figure.start)
        return Span(figure.start - len(found[0].lstrip()), figure.start) if found else None

    def _stretch(self, number: int) -> Decision | None:
        """The higher goal named right after a target of the same thing ("7,5%, phấn đấu trên 8%")."""
        figure = self.located[number]
        if figure.previous is None or not figure.is_elliptical:
            return None
        before = self.located[figure.previous]
        found = _STRIVE.search(self.page.folded, figure.before.start, figure.start)
        if (
            found is None
            or self.scenarios[figure.previous].value not in (TARGET, STRETCH)
            or self._unit(number) != self._unit(figure.previous)
            or self.page.outline.first_break(before.end, figure.start) is not None
            or self.page.times(figure.before.start, figure.after.end)
            or self.terms.within(figure.after)
        ):
            return None
        return Decision(STRETCH, "higher_goal", (Span(found.start(), found.end()),), 0.9)

    # --- comparison ---

    def _compared(self, number: int) -> Decision:
        figure, kind, period = self.located[number], self.kinds[number], self.periods[number].value
        if kind not in _COMPARED_KINDS and not _OF_PAST.match(self.page.folded, figure.end):
            return Decision(None, "no_comparison", (), 0.9)
        for rule, span, confidence in self._comparing_words(number, figure):
            found = comparisons.read(self.page.folded, span, self.page.year_in_force(period))
            if found is None:
                continue
            code, words = found
            said_so = "so" in self.page.folded[words.start : words.end].split()
            fits_rank = kind != kinds.RANK or code == "nation"
            fits_growth = kind != kinds.GROWTH or not (code.startswith("plan") or (code == "nation" and not said_so))
            if fits_rank and fits_growth:
                return Decision(code, rule, (words,), confidence)
        return Decision(None, "not_said", (), 0.7)

    def _comparing_words(self, number: int, figure: Surroundings) -> list[tuple[str, Span, float]]:
        """Where a comparison may stand, nearest first: after the figure, before it, after the figure that it is
        joined to,
        or at the head of the sentence ("So với cùng kỳ, …")."""
        places = [("words_after", figure.after, 0.95), ("words_before", figure.before, 0.9)]
        if number + 1 < len(self.located) and self.located[number + 1].previous == number:
            following = self.located[number + 1]
            if _SHARED.fullmatch(self.page.folded, figure.end, following.start):
                places.append(("shared", following.after, 0.8))
        head = Span(figure.sentence.start, min(figure.first_in_sentence, figure.sentence.start + 60))
        if self.page.folded.startswith("so ", head.start, head.end):
            places.append(("sentence_head", head, 0.8))
        return places

    # --- indicator ---

    def _subject(self, number: int) -> tuple[Span, ...]:
        """The stretches of text that may name the figure's subject, its own first, then those it goes on from."""
        figure = self.located[number]
        compared = _COMPARES.search(self.page.folded, figure.end, figure.after.end)
        own = Span(figure.before.start, compared.start() if compared else figure.after.end)
        if not figure.is_elliptical:
            return (own,)
        if figure.bracket and figure.before.start <= figure.bracket.start + 1:
            outer = Span(self._outer_start(figure), figure.bracket.start)
            if figure.previous is None or self.terms.within(outer):
                before = self.subjects[figure.previous][:2] if figure.previous is not None else ()
                return (own, Span(outer.start, figure.after.end), *before)
        source = self._goes_on_from(number)
        if source is not None:
            before = self.subjects[source]
            return (own, *before[:3]) if self.terms.within(before[0]) else (own, *before[1:4])
        opening = Span(self._sentence_start(figure), figure.before.start)
        if self.terms.within(opening):
            return (own, opening)
        return (own, *self._subject_of_sentence_before(number))

    def _subject_of_sentence_before(self, number: int) -> tuple[Span, ...]:
        """What the sentence before spoke of, in the same paragraph ("So với cùng kỳ tăng 5%.")."""
        figure = self.located[number]
        if number == 0 or figure.sentence_index <= 0:
            return ()
        before = self.located[number - 1]
        of_sentence = self.page.outline.paragraph_of_sentence
        if of_sentence[figure.sentence_index - 1] != of_sentence[figure.sentence_index]:
            return ()
        sentence = self.page.outline.sentences[figure.sentence_index - 1]
        last = self.subjects[number - 1][:2] if before.sentence_index == figure.sentence_index - 1 else ()
        return (*last, Span(max(sentence.start, sentence.end - LOOK_BACK // 8), sentence.end))


def _placed(place: Place, rule: str, confidence: float) -> Decision:
    return Decision(place.area_id, rule, (Span(place.start, place.end),), confidence)


def _said(cue: Cue, rule: str, confidence: float) -> Decision:
    return Decision(cue.scenario, rule, (Span(cue.start, cue.end),), confidence)


def _carried(decision: Decision) -> Decision:
    is_far = decision.rule in likelihood.FROM_AFAR or likelihood.FAR in decision.signs
    signs = (likelihood.FAR,) if is_far else ()
    return replace(decision, rule="carried_from_figure", confidence=min(decision.confidence, _CARRIED), signs=signs)
