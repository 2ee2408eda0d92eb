"""The context of each figure: its area, period, scenario, what it is compared with, and its indicator.

Every decision carries the words that decided, the name of the rule and a confidence, so that it can be explained.
The rules are of the language, not of a document; what they need is in `chitieu.reading`.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from chitieu.reading import comparisons, kinds, periods, scenarios
from chitieu.reading.areas import OWN, UNREGISTERED, Gazetteer, Place, is_listed
from chitieu.reading.folding import Words, compose, fold, one_spelling
from chitieu.reading.outline import Outline, Paragraph, Span
from chitieu.reading.periods import TimeExpression
from chitieu.reading.scenarios import ACTUAL, STRETCH, TARGET, Cue
from chitieu.reading.surroundings import Surroundings, locate
from chitieu.reading.terms import TermIndex, best
from chitieu.reading.units import unit_meant
from chitieu.registry import Document, Registry

__all__ = ["Context", "Decision", "read_context", "unit_meant"]

ABOUT_TO_END = 31
"""Days before its end from which a period is reported on: a conference in December sums up its year."""

_PLAN_BESIDE = re.compile(
    one_spelling(
        r"(?:\b(?:kế hoạch|kh|dự toán|chỉ tiêu|mục tiêu|nghị quyết)\b(?: [^\W\d_]+){0,7}? ?(?:năm (?:19|20)\d\d ?)?\("
        r"|\((?:kế hoạch|kh|dự toán|chỉ tiêu|mục tiêu)\b[^()\d;,%]{0,40}(?:năm (?:19|20)\d\d ?)?[^()\d;,%]{0,12}"
        r"|\b(?:kế hoạch|kh|dự toán|chỉ tiêu|mục tiêu)(?: (?:năm(?: (?:19|20)\d\d)?|giao|là|đề ra|đặt ra|của tỉnh|được giao))*:? ?)$"
    )
)
_ANNOUNCED = re.compile(one_spelling(r"\s*(?:cụ thể|trong đó|theo đó|đó là|như sau|bao gồm)\b"))
_JOINED = re.compile(one_spelling(r"\bvà\s*$"))
_PLAN_IS_SUBJECT = re.compile(
    one_spelling(
        r"(?:^|[;,.:(]\s*)(?:- |\+ )?(?:tổng |số |trong đó |mức )*(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|kh)\b"
        r"(?:(?!\b(?:đạt|thực hiện|giải ngân|hoàn thành|bằng|vượt|đã|ước)\b)[^;,.:()%]){0,80}$"
        r"|\b(?:giao|phân bổ|phê duyệt|thông qua) (?:chỉ tiêu|dự toán|kế hoạch|nhiệm vụ|mục tiêu)\b"
        r"(?:(?!\b(?:đạt|thực hiện|giải ngân|hoàn thành|bằng|vượt|đã|ước)\b)[^;,.:()%]){0,80}$"
    )
)
_SAME_PLACE = re.compile(one_spelling(r"^(?:trong đó|cụ thể|riêng)\b|\b(?:tỉnh|thành phố|địa phương này|tại đây|trên địa bàn)\b"))
_STRIVE = re.compile(one_spelling(r"\b(?:phấn đấu|phân đấu|phân đầu|cố gắng|quyết tâm|nỗ lực)\b"))
_PURPOSE = re.compile(one_spelling(r"\b(?:để|nhằm|hướng tới|hướng đến|tạo tiền đề|tạo đà|tiến tới|phấn đấu)\b"))
_SHARED = re.compile(one_spelling(r"\s*(?:và|và tăng|và giảm|, tăng|đến)?\s*"))
_COMPARED_NATION = re.compile(
    one_spelling(
        r"(?:thứ \d+|thứ \w+|đầu|nhất|top \d+|tốp \d+|nhóm|so với|bình quân(?: chung)?(?: của)?|mức(?: chung)?|hơn|bằng|trong số|/\d+|hạng \d+)"
        r"\s*(?:của |trong )?$"
    )
)


class ReadFigure(Protocol):
    """What is needed of a figure (see chitieu.figures)."""

    start: int
    end: int
    component: int
    unit: str | None


@dataclass(frozen=True)
class Decision:
    """One answer: the value (None where the text does not say), the rule that gave it, the spans of the words that
    decided, a confidence from 0 to 1, and for an indicator the ids that fitted equally well."""

    value: str | None
    rule: str
    words: tuple[Span, ...] = ()
    confidence: float = 0.5
    ties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """What the text says of one figure. `clause` is the part of the sentence that holds it."""

    area: Decision
    period: Decision
    scenario: Decision
    compared_with: Decision
    indicator: Decision
    kind: str
    clause: Span


def read_context(text: str, figures: Sequence[ReadFigure], document: Document, registry: Registry) -> list[Context]:
    """The context of every figure, in the order given. Spans are offsets in `text`."""
    composed, offsets = compose(text)
    if offsets is None:
        return _Reader(text, document, registry).read([(one.start, one.end) for one in figures], figures)
    inverse = {original: here for here, original in reversed(list(enumerate(offsets)))}
    spans = [(inverse.get(one.start, 0), inverse.get(one.end, len(composed))) for one in figures]
    contexts = _Reader(composed, document, registry).read(spans, figures)
    return [_moved(context, offsets) for context in contexts]


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


@dataclass(frozen=True)
class _Frame:
    """The period and scenario in force where a sentence names none, with the words that set them. `is_firm` says that the
    period stands in a heading or at the head of a sentence, so that a time named in passing does not replace it."""

    period: str | None = None
    period_words: Span | None = None
    scenario: str | None = None
    scenario_words: Span | None = None
    is_firm: bool = False


class _Reader:
    """One pass over one text."""

    def __init__(self, text: str, document: Document, registry: Registry) -> None:
        self.text = text
        self.document = document
        self.registry = registry
        self.folded = fold(text)
        self.words = Words(self.folded)
        self.outline = Outline(text)
        self.times = [one for one in periods.find(self.folded, document.published_on)]
        self.time_starts = [one.start for one in self.times]
        self.cues = scenarios.find(self.words)
        self.cue_starts = [one.start for one in self.cues]
        self.gazetteer = Gazetteer(registry, document)
        self.places = self.gazetteer.find(text, self.words)
        self.place_starts = [one.start for one in self.places]
        self.document_years = self._document_years()
        self.heading_frames: dict[int, _Frame] = {}

    # --- looking up ---

    def _times(self, start: int, end: int) -> list[TimeExpression]:
        """Expressions that place something in time, wholly in [start, end)."""
        first, last = bisect_left(self.time_starts, start), bisect_left(self.time_starts, end)
        return [one for one in self.times[first:last] if one.role == "period" and one.end <= end]

    def _cues(self, start: int, end: int) -> list[Cue]:
        first, last = bisect_left(self.cue_starts, start), bisect_left(self.cue_starts, end)
        return [one for one in self.cues[first:last] if one.end <= end]

    def _places(self, start: int, end: int) -> list[Place]:
        first, last = bisect_left(self.place_starts, start), bisect_left(self.place_starts, end)
        return [one for one in self.places[first:last] if one.end <= end]

    def _is_in_other_bracket(self, position: int, figure: Surroundings) -> bool:
        """Whether a word stands in brackets that do not hold the figure."""
        bracket = self.outline.bracket(position)
        return bracket is not None and not bracket.start < figure.start < bracket.end

    # --- what the document and its headings say ---

    def _document_years(self) -> dict[str, int]:
        """The year of results and the year of plans, from the words beside the years of the title and the opening."""
        day = self.document.published_on
        years = {
            ACTUAL: day.year - 1 if day.month <= 2 else day.year,
            TARGET: day.year + 1 if day.month >= 11 else day.year,
        }
        votes: Counter[tuple[str, int]] = Counter()
        for paragraph in self.outline.paragraphs[:4]:
            for time in self._times(paragraph.start, min(paragraph.end, paragraph.start + 1500)):
                if time.year is None or abs(time.year - day.year) > 1 or time.kind not in ("year", "bare_year"):
                    continue
                cues = self._cues(max(paragraph.start, time.start - 120), time.start)
                if cues:
                    votes[cues[-1].scenario or "", time.year] += 1
        for (scenario, year), _ in reversed(votes.most_common()):
            years[scenario] = year
        return years

    def _heading_frame(self, number: int) -> _Frame:
        """What a heading sets; a heading of results and of plans both sets neither."""
        if number not in self.heading_frames:
            paragraph = self.outline.paragraphs[number]
            times = self._times(paragraph.start, paragraph.end)
            cues = self._cues(paragraph.start, paragraph.end)
            values = {time.resolve(self._year_in_force(None)) for time in times}
            said = {cue.scenario for cue in cues}
            one_period = times[0] if len(values) == 1 else None
            self.heading_frames[number] = _Frame(
                period=one_period.resolve(self._year_in_force(None)) if one_period else None,
                period_words=Span(one_period.start, one_period.end) if one_period else None,
                scenario=cues[0].scenario if len(said) == 1 else None,
                scenario_words=Span(cues[0].start, cues[0].end) if len(said) == 1 else None,
                is_firm=True,
            )
        return self.heading_frames[number]

    def _year_in_force(self, period: str | None) -> int:
        if period is not None:
            return periods.year_of(period)
        return self.document.published_on.year

    def _headed(self, paragraph: Paragraph) -> _Frame:
        """The frame that the headings of a paragraph set, the inner before the outer."""
        frame = _Frame()
        for number in reversed(paragraph.headings):
            frame = _joined(frame, self._heading_frame(number))
        return frame

    # --- the pass ---

    def read(self, spans: Sequence[tuple[int, int]], figures: Sequence[ReadFigure]) -> list[Context]:
        """Contexts in the order of the figures; figures of one span (a pair) share what is said of the span."""
        self.units = {span: one.unit for span, one in zip(spans, figures, strict=True) if one.component == 1}
        order = sorted(set(spans))
        named = _merged(
            [Span(one.start, one.end) for one in self.times] + [Span(one.start, one.end) for one in self.places]
        )
        self.located = locate(self.outline, self.words, order, named)
        self.terms = TermIndex(self.registry, self.words, order)
        self.figure_ends = [end for _, end in order]
        self.frames = self._frames()
        self.kinds: list[str] = []
        self.areas: list[Decision] = []
        self.period_decisions: list[Decision] = []
        self.scenario_decisions: list[Decision] = []
        self.subjects: list[tuple[Span, ...]] = []
        for number in range(len(order)):
            self._read_one(number, order[number])
        at = {span: number for number, span in enumerate(order)}
        return [self._context(at[span], one) for span, one in zip(spans, figures, strict=True)]

    def _read_one(self, number: int, span: tuple[int, int]) -> None:
        self.kinds.append(self._kind(number, span))
        self.subjects.append(self._subject(number))
        self.areas.append(self._area(number))
        self.period_decisions.append(self._period(number))
        self.scenario_decisions.append(self._scenario(number))
        self.period_decisions[number] = self._period_of_plan(number)

    def _kind(self, number: int, span: tuple[int, int]) -> str:
        """The kind of a figure; one joined to the figure before by "và" shares its verb ("tăng 5% … và 7% …")."""
        figure = self.located[number]
        unit = self.units.get(span)
        start = figure.before.start
        if figure.bracket and start <= figure.bracket.start + 1:
            previous_end = self.located[figure.previous].end if figure.previous is not None else 0
            start = max(figure.clause.start, min(previous_end, figure.bracket.start))
        kind = kinds.read(self.folded, (start, figure.start), span, figure.after.end, unit)
        if figure.previous is None or kind not in (kinds.PERCENT, kinds.LEVEL):
            return kind
        own_words = self.folded[figure.before.start : figure.start]
        joined = own_words.strip() in ("", "và", one_spelling("lần lượt"))
        before = self.located[figure.previous]
        gap = self.folded[before.end : figure.start]
        follows_and = _JOINED.search(gap) is not None
        is_rate = unit in kinds.PERCENT_UNITS
        strives = figure.is_elliptical and ";" not in gap and _STRIVE.search(own_words) is not None
        if (strives or (joined and follows_and)) and is_rate == (self.units.get((before.start, before.end)) in kinds.PERCENT_UNITS):
            shared = self.kinds[figure.previous]
            return shared if shared in (kinds.GROWTH, kinds.DIFFERENCE) else kind
        return kind

    def _context(self, number: int, figure: ReadFigure) -> Context:
        place = self.located[number]
        return Context(
            area=self.areas[number],
            period=self.period_decisions[number],
            scenario=self.scenario_decisions[number],
            compared_with=self._compared(number) if figure.component == 1 else Decision(None, "no_comparison", (), 0.9),
            indicator=self._indicator(number, figure),
            kind=self.kinds[number],
            clause=place.clause,
        )

    def _frames(self) -> list[_Frame]:
        """For each sentence the frame that the text before it left in force."""
        first_figure: dict[int, int] = {}
        for figure in reversed(self.located):
            first_figure[figure.sentence_index] = figure.start
        frames: list[_Frame] = []
        flow, own, paragraph_number = _Frame(), _Frame(), -1
        for number, sentence in enumerate(self.outline.sentences):
            here = self.outline.paragraph_of_sentence[number]
            if here != paragraph_number:
                before = self.outline.paragraphs[paragraph_number] if paragraph_number >= 0 else None
                if self.outline.paragraphs[here].is_heading:
                    flow = _Frame()
                elif before is not None and not before.is_bullet and not before.is_heading:
                    flow = _joined(_Frame(own.period, own.period_words, is_firm=own.is_firm), flow)
                own, paragraph_number = _Frame(), here
            paragraph = self.outline.paragraphs[here]
            frames.append(_joined(_joined(own, flow), self._headed(paragraph)))
            if not paragraph.is_heading:
                own = _joined(self._set_by(sentence, first_figure.get(number), frames[-1]), own)
        return frames

    def _set_by(self, sentence: Span, first_figure: int | None, frame: _Frame) -> _Frame:
        """What a sentence leaves in force: the time at its head and the word of plan or result before its figures."""
        limit = first_figure if first_figure is not None else min(sentence.end, sentence.start + 60)
        if first_figure is None and self._introduces(sentence):
            limit = sentence.end
        period, period_words, scenario, scenario_words, is_firm = None, None, None, None, False
        reach = limit if frame.period else sentence.end
        for time in self._times(sentence.start, reach):
            is_at_head = len(self.words.range(sentence.start, time.start)) <= 3
            if self.outline.bracket(time.start) or (
                time.kind in ("cutoff", "month_end", "from_now") and not is_at_head
            ):
                continue
            if not is_at_head and frame.period and frame.is_firm and not self._is_same_year(time, frame.period):
                continue
            period = time.resolve(self._year_in_force(frame.period))
            period_words = Span(time.start, time.end)
            announced = any(scenarios.is_strong(cue) for cue in self._cues(sentence.start, time.start))
            is_firm = is_at_head or announced
            break
        for cue in self._cues(sentence.start, limit):
            if scenarios.is_strong(cue) and not self.outline.bracket(cue.start):
                scenario, scenario_words = cue.scenario, Span(cue.start, cue.end)
        if period is not None and scenario is None and period != frame.period:
            scenario = self._by_calendar(period)
            scenario_words = period_words if scenario else None
        return _Frame(period, period_words, scenario, scenario_words, is_firm)

    def _introduces(self, sentence: Span) -> bool:
        """Whether a sentence without figures announces those of the next ("… một số chỉ tiêu năm 2025. Cụ thể: …")."""
        return self.text[sentence.end - 1] == ":" or bool(_ANNOUNCED.match(self.folded, sentence.end))

    def _is_same_year(self, time: TimeExpression, period: str) -> bool:
        is_whole_year = period.isdigit()
        return is_whole_year and periods.year_of(time.resolve(self._year_in_force(period))) == periods.year_of(period)

    def _by_calendar(self, period: str) -> str | None:
        """A period that ended before publication (or is about to end) has results, one that lies ahead has plans."""
        day = self.document.published_on
        if periods.starts_on(period) > day:
            return TARGET
        if periods.ends_on(period) <= day + timedelta(days=ABOUT_TO_END):
            return ACTUAL
        begun = (day - periods.starts_on(period)).days
        whole = (periods.ends_on(period) - periods.starts_on(period)).days
        return TARGET if begun * 4 < whole else None

    # --- area ---

    def _area(self, number: int) -> Decision:
        figure = self.located[number]
        own = Decision(self.document.area_id, "document_area", (), 0.6)
        counted = self.registry.dimension(self.units.get((figure.start, figure.end)) or "")
        counts_places = counted in ("province", "district", "commune", "entity", "village")
        places = [
            place
            for place in self._places(figure.sentence.start, figure.start)
            if not self._is_in_other_bracket(place.start, figure)
        ]
        place = places[-1] if places else None
        if place and place.kind != "own" and is_listed(self.words, place, figure):
            if place.kind == UNREGISTERED:
                if self.gazetteer.names_places_below:
                    return _placed(place, "unregistered_place", 0.5)
            elif not (place.kind == "group" and counts_places) and (place.kind != "nation" or self._governs(place)):
                return _placed(place, "beside_figure", 0.95)
        near = [place for place in places if place.start >= figure.before.start]
        for rule, confidence, group in (("words_before", 0.9, near), ("clause", 0.8, places)):
            if rule == "clause" and figure.is_elliptical and figure.previous is not None:
                inherited = self.areas[figure.previous]
                return replace(inherited, rule="carried_from_figure", confidence=min(inherited.confidence, 0.85))
            for place in reversed(group):
                if place.kind == "group" and counts_places:
                    continue
                if self._governs(place):
                    return _placed(place, rule, confidence)
        if counts_places:
            return own
        carried = self._carried_area(number)
        return carried or own

    def _governs(self, place: Place) -> bool:
        """Whether a place named before a figure is what the figure is for."""
        if place.kind == "nation":
            before = self.folded[max(0, place.start - 40) : place.start]
            return not _COMPARED_NATION.search(before) and self.gazetteer.is_nation_topic(self.folded, place)
        if place.kind == UNREGISTERED:
            return False
        return place.kind != "named" or place.is_topic

    def _carried_area(self, number: int) -> Decision | None:
        """The place at the head of the paragraph, or of the innermost heading that names one."""
        figure = self.located[number]
        if figure.sentence_index < 0:
            return None
        paragraph = self.outline.paragraphs[self.outline.paragraph_of_sentence[figure.sentence_index]]
        head = [
            place
            for place in self._places(paragraph.start, min(figure.start, paragraph.start + 60))
            if place.kind == "named" and place.is_topic and len(self.words.range(paragraph.start, place.start)) <= 3
        ]
        if head:
            return _placed(head[0], "paragraph_head", 0.7)
        if self.gazetteer.is_national and number and self._goes_on_with_place(number, paragraph):
            return replace(self.areas[number - 1], rule="carried_place", confidence=0.6)
        for heading in reversed(paragraph.headings):
            block = self.outline.paragraphs[heading]
            places = [
                place for place in self._places(block.start, block.end) if place.kind in ("named", "nation", "own")
            ]
            if places:
                named = {place.area_id for place in places}
                return _placed(places[0], "heading", 0.7) if len(named) == 1 and places[0].kind != "own" else None
        return None

    def _goes_on_with_place(self, number: int, paragraph: Paragraph) -> bool:
        """Whether a national text still speaks of the province of the figure before: "Trong đó, ngành … của tỉnh tăng …"."""
        figure, before = self.located[number], self.located[number - 1]
        earlier = self.areas[number - 1]
        if earlier.value in (None, self.document.area_id) or before.sentence_index < 0:
            return False
        block = self.outline.paragraphs[self.outline.paragraph_of_sentence[before.sentence_index]]
        named = {place.area_id for place in self._places(before.sentence.start, before.sentence.end) if place.kind == "named"}
        between = [place for place in self._places(before.end, figure.start) if place.kind != OWN]
        if block.headings != paragraph.headings or len(named) > 1 or between:
            return False
        opening = self.folded[figure.sentence.start : figure.start]
        return earlier.rule == "carried_place" or bool(_SAME_PLACE.search(opening))

    # --- period ---

    def _period(self, number: int) -> Decision:
        figure = self.located[number]
        frame = self.frames[figure.sentence_index] if figure.sentence_index >= 0 else _Frame()
        year = self._year_in_force(frame.period)

        def decided(time: TimeExpression, rule: str, confidence: float) -> Decision:
            local = next((one.year for one in reversed(sentence_times) if one.year and one.start < time.start), None)
            value = time.resolve(local or year)
            return Decision(value, rule, (Span(time.start, time.end),), confidence)

        sentence_times = [
            time
            for time in self._times(figure.sentence.start, figure.start)
            if not self._is_in_other_bracket(time.start, figure)
        ]
        near = [time for time in sentence_times if time.start >= figure.before.start]
        if near:
            return decided(near[-1], "words_before", 0.95)
        after = self._times(figure.end, figure.after.end)
        after = [time for time in after if not self._is_in_other_bracket(time.start, figure)]
        of_plan = self.kinds[number] in (kinds.ATTAINMENT, kinds.DEVIATION)
        if after and not of_plan and len(self.words.range(figure.end, after[0].start)) <= 3:
            return decided(after[0], "words_after", 0.9)
        clause_times = [time for time in sentence_times if time.start >= figure.clause.start]
        if clause_times:
            return decided(clause_times[-1], "clause", 0.9)
        if figure.is_elliptical and figure.previous is not None and self._has_period(self._spoken_before(number)):
            inherited = self.period_decisions[self._spoken_before(number)]
            return replace(inherited, rule="carried_from_figure", confidence=min(inherited.confidence, 0.85))
        heads = [time for time in sentence_times if self._is_at_clause_head(time, figure)]
        if heads:
            return decided(heads[-1], "sentence_head", 0.9)
        first_figure = self._first_figure_of_sentence(number)
        heads = [time for time in sentence_times if time.start < first_figure]
        if heads:
            return decided(heads[-1], "sentence", 0.85)
        if after and not _PURPOSE.search(self.folded, figure.end, after[0].start):
            return decided(after[0], "words_after", 0.8)
        if frame.period:
            words = (frame.period_words,) if frame.period_words else ()
            return Decision(frame.period, "carried", words, 0.75)
        return Decision(None, "none", (), 0.0)

    def _has_period(self, number: int) -> bool:
        return self.period_decisions[number].rule != "document_year"

    def _is_at_clause_head(self, time: TimeExpression, figure: Surroundings) -> bool:
        start = self.outline.clause(time.start, figure.sentence).start
        return len(self.words.range(start, time.start)) <= 3

    def _first_figure_of_sentence(self, number: int) -> int:
        while self.located[number].previous is not None:
            number = self.located[number].previous or 0
        return self.located[number].start

    def _period_of_plan(self, number: int) -> Decision:
        """The year of a plan quoted beside a result of a part of the year; without any word of time the document's year."""
        decision = self.period_decisions[number]
        scenario = self.scenario_decisions[number]
        if decision.value is None:
            year = self.document_years[scenario.value or ACTUAL]
            return Decision(str(year), "document_year", (), 0.5)
        if scenario.rule == "plan_beside_result" and decision.rule != "words_before":
            return replace(decision, value=str(periods.year_of(decision.value)), rule="year_of_plan")
        return decision

    # --- scenario ---

    def _scenario(self, number: int) -> Decision:
        figure = self.located[number]
        beside = self._plan_beside(figure, self.kinds[number])
        if beside:
            return Decision(TARGET, "plan_beside_result", (beside,), 0.95)
        stretch = self._stretch(number)
        if stretch:
            return stretch
        cues = [
            cue
            for cue in self._cues(figure.sentence.start, figure.start)
            if not self._is_in_other_bracket(cue.start, figure) and not self._is_measure(cue)
        ]
        strong = _without_attributive(cues, self.text)
        period = self.period_decisions[number]
        own = [cue for cue in strong if cue.start >= figure.clause.start]
        if own and own[-1].words == "đã" and self._lies_ahead(period):
            return Decision(TARGET, "calendar", period.words, 0.8)
        if own:
            return _said(own[-1], "clause", 0.9)
        if figure.is_elliptical and figure.previous is not None and period.rule == "carried_from_figure":
            inherited = self.scenario_decisions[self._spoken_before(number)]
            return replace(inherited, rule="carried_from_figure", confidence=min(inherited.confidence, 0.85))
        if strong:
            return _said(strong[-1], "sentence", 0.85)
        if period.value is not None and period.rule not in ("carried", "none"):
            by_calendar = self._by_calendar(period.value)
            if by_calendar:
                return Decision(by_calendar, "calendar", period.words, 0.8)
        frame = self.frames[figure.sentence_index] if figure.sentence_index >= 0 else _Frame()
        if self._compares_with_past(figure) and frame.scenario != TARGET:
            return Decision(ACTUAL, "comparison", (), 0.75)
        if frame.scenario:
            return Decision(frame.scenario, "carried", (frame.scenario_words,) if frame.scenario_words else (), 0.75)
        if period.value is not None:
            by_calendar = self._by_calendar(period.value)
            if by_calendar:
                return Decision(by_calendar, "calendar", period.words, 0.7)
        weak = [cue for cue in cues if cue.start >= figure.clause.start] or cues
        if weak:
            return _said(weak[-1], "weak_words", 0.6)
        if period.value is None and set(self.document_years) and self._is_task_document():
            return Decision(TARGET, "document_of_tasks", (), 0.5)
        return Decision(ACTUAL, "default", (), 0.5)

    def _lies_ahead(self, period: Decision) -> bool:
        """Whether a period named in the sentence begins after publication, or is a span of years that has just begun."""
        if period.value is None or period.rule in ("carried", "none"):
            return False
        begins_later = periods.starts_on(period.value) > self.document.published_on
        return begins_later or ("/" in period.value and self._by_calendar(period.value) == TARGET)

    def _is_task_document(self) -> bool:
        """Whether the opening speaks of plans more than of results."""
        cues = Counter(
            cue.scenario
            for paragraph in self.outline.paragraphs[:4]
            for cue in self._cues(paragraph.start, paragraph.end)
        )
        return cues[TARGET] > cues[ACTUAL]

    def _compares_with_past(self, figure: Surroundings) -> bool:
        found = comparisons.read(self.folded, figure.after, 0)
        return found is not None and found[0] in ("same_period", "previous_month")

    def _is_measure(self, cue: Cue) -> bool:
        """A plan right after a figure is what the figure measures ("95% kế hoạch"), no sign of a plan."""
        at = bisect_left(self.figure_ends, cue.start) - 1
        return (
            cue.scenario == TARGET and at >= 0 and not self.text[self.figure_ends[at] : cue.start].strip(" \u00a0")
        ) or (at + 1 < len(self.figure_ends) and self.located[at + 1].start <= cue.start < self.figure_ends[at + 1])

    def _plan_beside(self, figure: Surroundings, kind: str) -> Span | None:
        """The plan's name just before a figure: "(KH là 7 …)", "kế hoạch giao (7 …)", "dự toán 7 …"."""
        found = _PLAN_BESIDE.search(self.folded, max(figure.clause.start, figure.start - 90), figure.start)
        if not found and kind == kinds.LEVEL:
            found = _PLAN_IS_SUBJECT.search(self.folded, max(figure.clause.start, figure.start - 120), figure.start)
        if not found:
            return None
        return Span(figure.start - len(found[0].lstrip()), figure.start)

    def _stretch(self, number: int) -> Decision | None:
        """The higher goal named right after a target of the same thing."""
        figure = self.located[number]
        if figure.previous is None or not figure.is_elliptical:
            return None
        if self.scenario_decisions[figure.previous].value not in (TARGET, STRETCH):
            return None
        if self.outline.first_break(self.located[figure.previous].end, figure.start) is not None:
            return None
        found = _STRIVE.search(self.folded, figure.before.start, figure.start)
        same_unit = self.units.get((figure.start, figure.end)) == self.units.get(
            (self.located[figure.previous].start, self.located[figure.previous].end)
        )
        times = self._times(figure.before.start, figure.after.end)
        names_more = self.terms.within(figure.after)
        if found and same_unit and not times and not names_more:
            return Decision(STRETCH, "higher_goal", (Span(found.start(), found.end()),), 0.9)
        return None

    # --- comparison ---

    def _compared(self, number: int) -> Decision:
        figure = self.located[number]
        kind = self.kinds[number]
        if kind not in (kinds.GROWTH, kinds.ATTAINMENT, kinds.DEVIATION, kinds.RANK, kinds.RATIO, kinds.DIFFERENCE):
            return Decision(None, "no_comparison", (), 0.9)
        period = self.period_decisions[number].value
        year = periods.year_of(period) if period else self.document.published_on.year
        places = [("words_after", figure.after, 0.95), ("words_before", figure.before, 0.9)]
        following = number + 1
        if following < len(self.located) and self.located[following].previous == number:
            gap = self.folded[figure.end : self.located[following].start]
            if _SHARED.fullmatch(gap):
                places.append(("shared", self.located[following].after, 0.8))
        if figure.sentence.start < figure.before.start:
            first = self._first_figure_of_sentence(number)
            head = Span(figure.sentence.start, min(first, figure.sentence.start + 60))
            if self.folded[head.start : head.end].startswith("so "):
                places.append(("sentence_head", head, 0.8))
        for rule, span, confidence in places:
            found = comparisons.read(self.folded, span, year)
            if found is None:
                continue
            code, words = found
            if kind in (kinds.RANK,) and code != "nation":
                continue
            if kind == kinds.GROWTH and code.startswith("plan"):
                continue
            if kind == kinds.GROWTH and code == "nation" and "so" not in self.folded[words.start : words.end].split():
                continue
            return Decision(code, rule, (words,), confidence)
        return Decision(None, "not_said", (), 0.7)

    # --- indicator ---

    def _subject(self, number: int) -> tuple[Span, ...]:
        """The stretches of text that may name the figure's subject, its own first."""
        figure = self.located[number]
        own = Span(figure.before.start, figure.after.end)
        if figure.bracket and figure.before.start <= figure.bracket.start + 1:
            previous_end = self.located[figure.previous].end if figure.previous is not None else figure.clause.start
            outer = Span(max(figure.clause.start, min(previous_end, figure.bracket.start)), figure.bracket.start)
            if figure.is_elliptical and (figure.previous is None or self.terms.within(outer)):
                previous = self.subjects[figure.previous] if figure.previous is not None else ()
                return (own, Span(outer.start, figure.after.end), *previous[:2])
        if not figure.is_elliptical:
            return (own,)
        if figure.previous is not None:
            before = self.subjects[self._spoken_before(number)]
            return (own, *before[:3]) if self.terms.within(before[0]) else (own, *before[1:4])
        if figure.sentence.start < figure.before.start and self.terms.within(Span(figure.sentence.start, figure.before.start)):
            return (own, Span(figure.sentence.start, figure.before.start))
        if number and figure.sentence_index > 0:
            before = self.located[number - 1]
            same_paragraph = (
                self.outline.paragraph_of_sentence[before.sentence_index]
                == self.outline.paragraph_of_sentence[figure.sentence_index]
            )
            if same_paragraph:
                previous_sentence = self.outline.sentences[figure.sentence_index - 1]
                last = self.subjects[number - 1][:2] if before.sentence_index == figure.sentence_index - 1 else ()
                return (own, *last, previous_sentence)
        return (own,)

    def _spoken_before(self, number: int) -> int:
        """The figure of the sentence that an elliptical one goes on from: the last that is not in brackets of its own."""
        figure = self.located[number]
        first = at = figure.previous if figure.previous is not None else number
        while at is not None and self._is_in_other_bracket(self.located[at].start, figure):
            at = self.located[at].previous
        return first if at is None else at

    def _indicator(self, number: int, printed: ReadFigure) -> Decision:
        figure = self.located[number]
        governing = [Span(figure.sentence.start, figure.after.end)]
        if figure.sentence_index >= 0:
            paragraph = self.outline.paragraphs[self.outline.paragraph_of_sentence[figure.sentence_index]]
            governing += [
                Span(self.outline.paragraphs[heading].start, self.outline.paragraphs[heading].end)
                for heading in paragraph.headings
            ]
        for rule, span in zip(
            ("own_words", "carried", "carried", "carried", "carried"), self.subjects[number], strict=False
        ):
            candidates = self.terms.candidates(
                span, figure, governing, self.kinds[number], printed.unit, printed.component
            )
            chosen, ties = best(candidates)
            if chosen:
                confidence = 0.9 if rule == "own_words" else 0.7
                return Decision(chosen.indicator_id, rule, (Span(chosen.start, chosen.end),), confidence)
            if ties:
                return Decision(None, "tie", tuple(Span(one.start, one.end) for one in candidates[:2]), 0.2, ties)
        return Decision(None, "no_term", (), 0.2)


def _joined(inner: _Frame, outer: _Frame) -> _Frame:
    """The inner frame, completed by the outer; a new period does not keep an old scenario."""
    period, period_words = (inner.period, inner.period_words) if inner.period else (outer.period, outer.period_words)
    is_firm = inner.is_firm if inner.period else outer.is_firm
    if inner.scenario or (inner.period and outer.period and inner.period != outer.period):
        return _Frame(period, period_words, inner.scenario, inner.scenario_words, is_firm)
    return _Frame(period, period_words, outer.scenario, outer.scenario_words, is_firm)


def _merged(spans: list[Span]) -> list[Span]:
    """Spans in order, overlapping ones as one."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _placed(place: Place, rule: str, confidence: float) -> Decision:
    return Decision(place.area_id, rule, (Span(place.start, place.end),), confidence)


def _said(cue: Cue, rule: str, confidence: float) -> Decision:
    return Decision(cue.scenario, rule, (Span(cue.start, cue.end),), confidence)


def _without_attributive(cues: Sequence[Cue], text: str) -> list[Cue]:
    """The strong cues, without the "đã" that only describes a noun inside a plan ("phấn đấu … các dự án đã khởi công")."""
    strong: list[Cue] = []
    for cue in cues:
        if not scenarios.is_strong(cue):
            continue
        if (
            cue.words == "đã"
            and strong
            and strong[-1].scenario == TARGET
            and ";" not in text[strong[-1].end : cue.start]
        ):
            continue
        strong.append(cue)
    return strong
