"""What is in force where a sentence says nothing of it: the period and the scenario of the text before it.

Headings set a frame for all under them; the time at the head of a sentence sets one for the sentences and the plain
paragraphs that follow; a list item sets one for itself alone. A time named in passing holds only until the next,
and does
not replace one that a heading or the head of a sentence has set.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chitieu.reading.characters.folding import one_spelling
from chitieu.reading.expressions import calendar
from chitieu.reading.expressions.cues import ACTUAL, TARGET, is_strong
from chitieu.reading.expressions.times import TimeExpression
from chitieu.reading.outline.paragraphs import Paragraph, Span
from chitieu.reading.questions.page import Page

HEAD_WORDS = 3
"""Words that may stand before the time at the head of a sentence or clause: "Tính chung đến hết năm 2025, …"."""

_ANNOUNCED = re.compile(one_spelling(r"\s*(?:cụ thể|trong đó|theo đó|đó là|như sau|bao gồm)\b"))
_SUMMED_UP = re.compile(one_spelling(r"\b(?:tính chung|lũy kế|lũi kế|luỹ kế|cộng dồn|tính cả)\b[^,;.]*$"))
_OPENS = re.compile(one_spelling(r"(?:(?:như vậy|và|dự kiến|dự báo|dự ước|trong|đưa|kết quả),? ?)*"))
_ASIDE = one_spelling("riêng")
STATE_KINDS = ("cutoff", "month_end", "from_now")
_OPENING_PARAGRAPHS = 4
_OPENING = 1500


@dataclass(frozen=True)
class Frame:
    """A period and a scenario in force, with the words that set them. `is_firm`: set by a heading or a
    sentence's head; `is_state`: the state of a day ("đến 31/12"), which under a heading does not outlast its
    paragraph; `is_aside`: "riêng tháng 5, …", which never does."""

    period: str | None = None
    period_words: tuple[Span, ...] = ()
    scenario: str | None = None
    scenario_words: tuple[Span, ...] = ()
    is_firm: bool = False
    is_state: bool = False
    is_aside: bool = False

    def within(self, outer: "Frame") -> "Frame":
        """This frame, completed by the one around it; a new period does not keep an old scenario."""
        source = self if self.period else outer
        is_new = self.scenario or (self.period and outer.period and self.period != outer.period)
        said = self if is_new else outer
        return replace(source, scenario=said.scenario, scenario_words=said.scenario_words)


def sentence_frames(page: Page, first_figures: Mapping[int, int]) -> list[Frame]:
    """The frame in force at each sentence. `first_figures` gives the start of the first figure of a sentence."""
    outline = page.outline
    headings: dict[int, Frame] = {}
    frames: list[Frame] = []
    flow, own, current = Frame(), Frame(), -1
    for number, sentence in enumerate(outline.sentences):
        here = outline.paragraph_of_sentence[number]
        paragraph = outline.paragraphs[here]
        if here != current:
            before = outline.paragraphs[current] if current >= 0 else None
            if paragraph.is_heading:
                flow = Frame()
                headings[here] = _heading_frame(page, paragraph)
            elif before is not None and not before.is_bullet and not before.is_heading:
                is_headed = any(headings[heading].period for heading in paragraph.headings)
                is_over = own.is_aside or (own.is_state and is_headed)
                flow = flow if is_over else _outlasting(own).within(flow)
            own, current = Frame(), here
        headed = Frame()
        for heading in reversed(paragraph.headings):
            headed = headed.within(headings[heading])
        frames.append(own.within(flow).within(headed))
        if not paragraph.is_heading:
            said = _set_by(page, sentence, first_figures.get(number), frames[-1])
            # "Riêng tháng 6 đạt 58 triệu USD." says nothing of the sentences after it.
            own = replace(own, is_aside=True) if said.is_aside and own.period else said.within(own)
    return frames


def document_years(page: Page) -> dict[str, int]:
    """The year of the results and the year of the plans of a document, from the years of its opening and the
    words before
    them ("tổng kết năm …, triển khai nhiệm vụ năm …"); without any, from the day of publication."""
    day = page.document.published_on
    years = {
        ACTUAL: day.year - 1 if day.month <= 2 else day.year,
        TARGET: day.year + 1 if day.month >= 11 else day.year,
    }
    votes: Counter[tuple[str, int]] = Counter()
    for paragraph in page.outline.paragraphs[:_OPENING_PARAGRAPHS]:
        for time in page.times(paragraph.start, min(paragraph.end, paragraph.start + _OPENING)):
            if time.year is None or abs(time.year - day.year) > 1 or time.kind not in ("year", "bare_year"):
                continue
            cues = page.cues(max(paragraph.start, time.start - 120), time.start)
            if cues:
                votes[cues[-1].scenario, time.year] += 1
    for (scenario, year), _ in reversed(votes.most_common()):
        years[scenario] = year
    return years


def speaks_of_tasks(page: Page) -> bool:
    """Whether the opening speaks of plans more than of results."""
    opening = page.outline.paragraphs[:_OPENING_PARAGRAPHS]
    said = Counter(cue.scenario for paragraph in opening for cue in page.cues(paragraph.start, paragraph.end))
    return said[TARGET] > said[ACTUAL]


def _outlasting(own: Frame) -> Frame:
    """What of a paragraph's frame holds for the next: its period, not its scenario."""
    return Frame(own.period, own.period_words, is_state=own.is_state)


def _heading_frame(page: Page, paragraph: Paragraph) -> Frame:
    """What a heading sets; one of two years sets no period, one of results and of plans no scenario."""
    times = page.times(paragraph.start, paragraph.end) or page.named_terms(paragraph.start, paragraph.end)
    cues = page.cues(paragraph.start, paragraph.end)
    times = [time for time in times if time.kind != "season"] or times
    values = {time.resolve(page.year_in_force(None)) for time in times}
    is_one_period = len(values) == 1
    is_one_scenario = len({cue.scenario for cue in cues}) == 1
    return Frame(
        period=values.pop() if is_one_period else None,
        period_words=(Span(times[0].start, times[0].end),) if is_one_period else (),
        scenario=cues[0].scenario if is_one_scenario else None,
        scenario_words=(Span(cues[0].start, cues[0].end),) if is_one_scenario else (),
        is_firm=True,
    )


def _set_by(page: Page, sentence: Span, first_figure: int | None, frame: Frame) -> Frame:
    """What a sentence leaves in force: its time and its word of plan or result, both before its first figure."""
    limit = first_figure if first_figure is not None else min(sentence.end, sentence.start + 60)
    if first_figure is None and _introduces(page, sentence):
        limit = sentence.end
    cues = [cue for cue in page.cues(sentence.start, limit) if is_strong(cue)]
    said = next((cue for cue in reversed(cues) if not page.outline.bracket(cue.start)), None)
    scenario_words: tuple[Span, ...] = (Span(said.start, said.end),) if said else ()
    summed_up = _summed_up(page, sentence)
    times = [summed_up] if summed_up else page.times(sentence.start, limit)
    if not times and not frame.period:
        # said after the figures only: of two the last, as in "từ 6% năm 2020 xuống 2% năm 2024"
        times = page.times(sentence.start, sentence.end)
        times = times[-1:] if first_figure is not None else times
    terms = page.named_terms(sentence.start, sentence.end) if times else []
    if first_figure is None and len({time.resolve(0) for time in (*times, *terms)}) > 1:
        widest = _sums_up(page, [*times, *terms])
        if widest is not None:
            times = [widest]
        elif len(page.words.range(sentence.start, times[0].start)) > HEAD_WORDS:
            # "tổng kết năm 2023, triển khai nhiệm vụ năm 2024" sets neither
            return Frame()
        times = times[:1]
    for time in times:
        words_before = page.words.range(_head(page, sentence.start, time.start), time.start)
        is_at_head = time is summed_up or len(words_before) <= HEAD_WORDS
        if page.outline.bracket(time.start) or (time.kind in STATE_KINDS and not is_at_head):
            continue
        if time.kind in ("season", "season_of_year") and frame.period:
            continue
        if time.kind == "whole_year" and frame.period and not _OPENS.fullmatch(page.folded, sentence.start, time.start):
            # "năng suất cả năm đạt 6 tấn" among the results of nine months
            continue
        period = page.resolve(time, frame.period)
        is_kept = frame.is_firm and not frame.is_state and frame.period
        if is_kept and not is_at_head and not _narrows(period, frame.period):
            continue
        words = (Span(time.start, time.end),)
        scenario = page.scenario_of(said, period) if said else None
        if scenario is None and period != frame.period:
            scenario = page.by_calendar(period)
            scenario_words = words if scenario else ()
        is_aside = page.folded.startswith(_ASIDE, sentence.start)
        is_announced = any(is_strong(cue) for cue in page.cues(sentence.start, time.start))
        is_firm = (is_at_head and not is_aside) or is_announced
        return Frame(period, words, scenario, scenario_words, is_firm, time.kind in STATE_KINDS, is_aside)
    return Frame(scenario=page.scenario_of(said, frame.period) if said else None, scenario_words=scenario_words)


def _summed_up(page: Page, sentence: Span) -> TimeExpression | None:
    """The time with which a sentence sums up, and goes on: "quý II tăng 2%, tính chung 6 tháng tăng 3%"."""
    for time in reversed(page.times(sentence.start, sentence.end)):
        is_aside = page.outline.bracket(time.start) is not None
        if not is_aside and _SUMMED_UP.search(page.folded, max(sentence.start, time.start - 20), time.end):
            return time
    return cumulated(page, page.times(sentence.start, sentence.end))


def cumulated(page: Page, times: Sequence[TimeExpression]) -> TimeExpression | None:
    """The months since January that a sentence goes on to after the last of them: "tháng 9 ước 5,7 tỷ USD, đưa kim
    ngạch 9 tháng lên 46,3 tỷ USD"."""
    if len(times) < 2 or times[0].kind != "month" or not times[-1].kind.startswith(("months", "half")):
        return None
    year = times[0].year or page.document.published_on.year
    month, months = times[0].resolve(year), times[-1].resolve(year)
    is_longer = calendar.starts_on(months) < calendar.starts_on(month)
    return times[-1] if is_longer and calendar.ends_on(months) == calendar.ends_on(month) else None


def _sums_up(page: Page, times: Sequence[TimeExpression]) -> TimeExpression | None:
    """The longest of times that end on one day: "tình hình tháng 10 và 10 tháng năm 2024"."""
    year = next((time.year for time in times if time.year is not None), page.document.published_on.year)
    spans = [time.resolve(year) for time in times]
    if len({calendar.ends_on(span) for span in spans}) > 1:
        return None
    return min(zip(spans, times, strict=True), key=lambda one: calendar.starts_on(one[0]))[1]


def _head(page: Page, start: int, position: int) -> int:
    """Where the clause of a position begins, behind words that introduce it: "Theo báo cáo của tỉnh, năm 2023 …"."""
    breaks = [page.folded.rfind(sign, start, position) for sign in (", ", ": ")]
    return max(start, *(at + 2 for at in breaks))


def _narrows(period: str, frame_period: str) -> bool:
    """Whether a period is a part of a frame's whole year: "6 tháng đầu năm" under the heading of the year."""
    return frame_period.isdigit() and str(calendar.year_of(period)) == frame_period


def _introduces(page: Page, sentence: Span) -> bool:
    """Whether a sentence without figures announces those of the next ("… một số chỉ tiêu năm 2025. Cụ thể: …")."""
    return page.text[sentence.end - 1] == ":" or bool(_ANNOUNCED.match(page.folded, sentence.end))
