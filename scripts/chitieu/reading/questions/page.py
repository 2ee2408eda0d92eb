"""One text prepared for reading: its outline, its words of time, plan and place, found by offset in logarithmic
time."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

from chitieu.reading.characters.folding import fold
from chitieu.reading.expressions import calendar
from chitieu.reading.expressions.cues import ACTUAL, TARGET, Cue, is_expected
from chitieu.reading.expressions.cues import find as find_cues
from chitieu.reading.expressions.places import Gazetteer, Place
from chitieu.reading.expressions.times import TimeExpression
from chitieu.reading.expressions.times import find as find_times
from chitieu.reading.outline.outline import Outline
from chitieu.reading.outline.paragraphs import Paragraph, Span
from chitieu.reading.outline.surroundings import Surroundings
from chitieu.reading.tokens.phrases import Words
from chitieu.seeds.registry import Document, Registry

ABOUT_TO_END = 31
"""Days before its end from which a period is reported on: a conference in December sums up its year."""

LOOK_BACK = 4000
"""Characters before a figure in which its sentence is searched; longer sentences are tables run together."""

Found = TypeVar("Found", TimeExpression, Cue, Place)


class Page:
    """A text in composed form with everything that its figures are read from."""

    def __init__(self, text: str, document: Document, registry: Registry) -> None:
        self.text = text
        self.document = document
        self.folded = fold(text)
        self.words = Words(self.folded)
        self.outline = Outline(text)
        self.gazetteer = Gazetteer(registry, document)
        found = find_times(self.folded, document.published_on)
        self._times = [time for time in found if time.role == "period"]
        self._named_times = [time for time in found if time.role == "naming" and time.kind == "years"]
        self._cues = find_cues(self.words)
        self._places = self.gazetteer.find(text, self.words)
        self._time_starts = [time.start for time in self._times]
        self._cue_starts = [cue.start for cue in self._cues]
        self._place_starts = [place.start for place in self._places]
        self.named = _merged([*(Span(time.start, time.end) for time in found), *map(_span, self._places)])
        """What is no subject of its own: places and times, in order and without overlap."""

    def times(self, start: int, end: int) -> list[TimeExpression]:
        """The expressions in [start, end) that place something in time."""
        return _inside(self._times, self._time_starts, start, end)

    def named_terms(self, start: int, end: int) -> list[TimeExpression]:
        """Spans of years in [start, end) that name a congress or programme ("Nghị quyết Đại hội nhiệm kỳ
        2020-2025")."""
        return [time for time in self._named_times if start <= time.start and time.end <= end]

    def cues(self, start: int, end: int) -> list[Cue]:
        """The words of plan or result in [start, end)."""
        return _inside(self._cues, self._cue_starts, start, end)

    def places(self, start: int, end: int) -> list[Place]:
        """The places named in [start, end)."""
        return _inside(self._places, self._place_starts, start, end)

    def said_before(self, found: Sequence[Found], figure: Surroundings) -> list[Found]:
        """Those of the found words that do not stand in brackets of their own, away from the figure."""
        return [one for one in found if not self.is_in_other_bracket(one.start, figure)]

    def is_in_other_bracket(self, position: int, figure: Surroundings) -> bool:
        """Whether a position lies in brackets that do not hold the figure."""
        bracket = self.outline.bracket(position)
        return bracket is not None and not bracket.start < figure.start < bracket.end

    def paragraph(self, sentence_index: int) -> Paragraph:
        return self.outline.paragraphs[self.outline.paragraph_of_sentence[sentence_index]]

    def year_in_force(self, period: str | None) -> int:
        """The year of a period, or of the publication."""
        return self.document.published_on.year if period is None else calendar.year_of(period)

    def resolve(self, time: TimeExpression, frame_period: str | None, year: int | None = None) -> str:
        """The period that an expression means where another is in force; "trong tháng" is the month spoken of."""
        month = calendar.month_of(frame_period) if frame_period and time.kind == "this_month" else None
        if time.kind == "term_end" and frame_period and "/" in frame_period:
            return str(calendar.year_of(frame_period))
        return month or time.resolve(self.year_in_force(frame_period) if year is None else year)

    def by_calendar(self, period: str) -> str | None:
        """A period that ended before publication (or is about to end) has results, one that lies ahead has
        plans; a year
        that has just begun too. None in the middle of a period."""
        day = self.document.published_on
        first, last = calendar.starts_on(period), calendar.ends_on(period)
        if first > day:
            return TARGET
        if last <= day + timedelta(days=ABOUT_TO_END):
            return ACTUAL
        return TARGET if (day - first) * 4 < last - first else None

    def scenario_of(self, cue: Cue, period: str | None) -> str:
        """What a cue says of a period: "dự kiến cả năm đạt 7%" in the course of the year estimates its result, which
        the contract counts as actual; of a year that lies ahead, or has just begun, it is a plan."""
        if not is_expected(cue) or period is None or self.by_calendar(period) == TARGET:
            return cue.scenario
        return ACTUAL


def _inside(found: Sequence[Found], starts: Sequence[int], start: int, end: int) -> list[Found]:
    return [one for one in found[bisect_left(starts, start) : bisect_left(starts, end)] if one.end <= end]


def _span(place: Place) -> Span:
    return Span(place.start, place.end)


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
