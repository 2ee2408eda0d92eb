"""Which indicator each figure is of: by its own words, by those that it goes on from, or by what was spoken of before.

What no term explains is a sign that the figure is of something else, or of a part: then the answer is only a proposal.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from chitieu.catalogue.records import LEVEL
from chitieu.reading.characters.folding import one_spelling
from chitieu.reading.indicators import kinds
from chitieu.reading.indicators.remainder import unexplained
from chitieu.reading.indicators.terms import Asked, Candidate, TermIndex, best
from chitieu.reading.indicators.units import unit_meant
from chitieu.reading.outline.paragraphs import Span
from chitieu.reading.outline.surroundings import Surroundings
from chitieu.reading.questions.decision import Decision
from chitieu.reading.questions.page import LOOK_BACK, Page
from chitieu.seeds.registry import Registry

_EACH_YEAR = re.compile(
    one_spelling(
        r"\s*(?:\b|/)(?:mỗi năm|hằng năm|hàng năm|bình quân (?:mỗi |hằng |hàng |một |1 )?năm|một năm|/ ?năm)\b"
    )
)
_A_YEAR = (one_spelling("/năm"), one_spelling("/ năm"), one_spelling("mỗi năm"))
_ON_AVERAGE = re.compile(one_spelling(r"\bbình quân\b(?! (?:đầu người|theo))"))
_GROWTH_ALONE = re.compile(
    one_spelling(
        r"\b((?:tốc độ |mức |chỉ tiêu |mục tiêu )*tăng trưởng)(?: (?:chung|cả năm|năm nay|này|"
        r"năm (?:19|20)\d\d|bình quân|hằng năm|hàng năm|hai con số|2 con số|là|đạt|ở|mức|khoảng|trên|từ|hơn|dương|cao|"
        r"lên|ít nhất|tối thiểu|của tỉnh|của thành phố|của cả nước|toàn tỉnh|toàn thành phố|cả nước|quý [^\W\d_]+|ước|"
        r"tính|năm|vượt|phấn đấu|dự kiến))*"
        r"[ :,(]*$"
    )
)
_ADDED = re.compile(one_spelling(r"\b(?:có thêm|thêm|công nhận mới|tăng thêm)(?: [^\W\d_]+){0,2}\s*$"))
_ASIDE = re.compile(
    one_spelling(
        r"\b(?:so với|so cùng|svck|so|cao hơn|thấp hơn|nhiều hơn|ít hơn|do|nhờ|vì|"
        r"trong khi)\b|[,;.:(]"
    )
)
_SENTENCES_BACK = 3
_FIGURES_BACK = 12
_NEAR = 1500
"""Characters before a figure in which a figure of the same unit may tell what it is of."""
_COUNTED = {
    "school": "schools",
    "household": "households",
    "village": "villages",
    "commune": "communes",
    "district": "districts",
    "province": "provinces",
    "target": "plan_targets_set",
    "cooperative": "cooperatives",
    "hospital_bed": "hospital_beds",
    "classroom": "classrooms",
    "room": "accommodation_rooms",
    "industrial_park": "industrial_parks",
    "industrial_cluster": "industrial_clusters",
    "flight": "flights_handled",
    "revenue_item": "revenue_items",
    "item": "revenue_items",
}
"""What a number of things is of when nothing else is said of them: "xã có 38 thôn", "11/13 khu công nghiệp"."""
_OF_CROPS = frozenset({"planted_area", "harvested_area", "crop_yield", "crop_output", "new_perennial_planting"})
_INHERITED = ("before_", "after_", "conditional", "rivalled", "maybe_part", "no_account", "place_", "of_")
_MARGIN = 1.5
"""How much better than the next candidate one must be that is not called rivalled."""


class Indicators:
    """The indicators of the figures of one page, each decided with the help of those before it."""

    def __init__(
        self,
        page: Page,
        registry: Registry,
        located: Sequence[Surroundings],
        terms: TermIndex,
        subjects: Sequence[Sequence[Span]],
        figure_kinds: Sequence[str],
        areas: Sequence[Decision],
        periods: Sequence[Decision],
    ) -> None:
        self.page, self.registry, self.located, self.terms = page, registry, located, terms
        self.subjects, self.kinds, self.areas, self.periods = subjects, figure_kinds, areas, periods
        self._decided: dict[int, tuple[str, str | None]] = {}
        self._signs_of: dict[int, tuple[str, ...]] = {}

    def read(self, number: int, unit: str | None, component: int, source: int | None) -> Decision:
        """The indicator of a figure; `source` is the figure that an elliptical one goes on from."""
        asked = self._asked(number, unit, component, source)
        answer = self._by_terms(number, asked) or self._by_growth(number, asked)
        if answer is not None and answer.value:
            answer = self._of_same_crop(number, answer)
        if answer is None or answer.value is None:
            answer = self._by_unit(number, asked) or self._by_count(number, asked) or answer
        if answer is None:
            return Decision(None, "no_term", (), 0.2)
        if answer.rule == "carried" and source is not None:
            # What makes the figure doubtful that it goes on from makes it doubtful too.
            of_source = (one for one in self._signs_of.get(source, ()) if one.startswith(_INHERITED))
            inherited = (one if one.startswith("of_") else f"of_{one}" for one in of_source)
            answer = replace(answer, signs=(*answer.signs, *inherited))
        if component == 1 and answer.value:
            self._decided[number] = answer.value, unit
            self._signs_of[number] = answer.signs
        return answer

    # --- the ways to an answer

    def _by_terms(self, number: int, asked: Asked) -> Decision | None:
        figure = self.located[number]
        governing = [
            Span(max(figure.sentence.start, figure.start - LOOK_BACK), max(figure.after.end, figure.clause.end))
        ]
        if figure.sentence_index >= 0:
            headings = self.page.paragraph(figure.sentence_index).headings
            blocks = (self.page.outline.paragraphs[heading] for heading in headings)
            governing += [Span(block.start, block.end) for block in blocks]
        earlier = self._said_earlier(figure)
        for distance, span in enumerate(self.subjects[number]):
            found = self.terms.candidates(span, figure, governing, asked, earlier)
            chosen, ties = best(found)
            if chosen:
                rule, confidence = ("carried", 0.7) if distance else ("own_words", 0.9)
                signs = self._signs(number, asked, found, distance)
                words = (Span(chosen.start, chosen.end),)
                return Decision(chosen.indicator_id, rule, words, confidence, (), signs)
            if ties:
                tied = tuple(Span(one.start, one.end) for one in found[: len(ties)])
                return Decision(None, "tie", tied, 0.2, ties)
        return None

    def _by_growth(self, number: int, asked: Asked) -> Decision | None:
        """Growth of nothing is that of the economy: "phấn đấu tăng trưởng cả năm đạt 8%"."""
        figure = self.located[number]
        if asked.kind not in (kinds.GROWTH, kinds.PERCENT):
            return None
        growth = _GROWTH_ALONE.search(self.page.folded, figure.before.start, figure.start)
        if not growth:
            return None
        whole = "gdp" if asked.area_type in ("nation", "world") else "grdp"
        measure = "average_growth" if asked.is_yearly else "growth"
        words = (Span(growth.start(1), growth.end(1)),)
        signs = self._remainder(number, words)
        return Decision(f"{whole}_{measure}", "growth_alone", words, 0.7, (), signs)

    def _by_unit(self, number: int, asked: Asked) -> Decision | None:
        """What the last figure in the same unit was of, where nothing else is named: "quyết tâm đạt trên 70 điểm"."""
        if asked.kind not in (kinds.LEVEL, kinds.DIFFERENCE) or asked.component != 1 or asked.unit is None:
            return None
        signs = self._remainder(number, ())
        if signs != ("before_0", "after_0"):
            return None
        catalogue = self.registry.indicators
        for at in range(number - 1, max(-1, number - _FIGURES_BACK), -1):
            if self.located[number].start - self.located[at].end > _NEAR:
                return None
            known, unit = self._decided.get(at, ("", None))
            if unit != asked.unit or self.kinds[at] != kinds.LEVEL or not known:
                continue
            parts = catalogue.grammar.parse(known)
            measure = parts.measure if asked.kind == kinds.LEVEL else "change"
            indicator = catalogue.find(parts.concept_id, parts.breakdown_ids, measure)
            if indicator and unit_meant(unit, indicator, self.registry) is not None:
                words = (Span(self.located[at].start, self.located[at].end),)
                return Decision(indicator.indicator_id, "same_unit", words, 0.5, (), signs)
        return None

    def _by_count(self, number: int, asked: Asked) -> Decision | None:
        """A number of things of which nothing more is said."""
        concept_id = _COUNTED.get(asked.unit or "")
        if concept_id is None or asked.kind != kinds.LEVEL:
            return None
        signs = self._remainder(number, ())
        if asked.component == 1 and signs != ("before_0", "after_0"):
            return None
        figure = self.located[number]
        return Decision(concept_id, "counted", (Span(figure.start, figure.end),), 0.6, (), signs)

    def _of_same_crop(self, number: int, answer: Decision) -> Decision:
        """The answer with the crop and the season that the sentence spoke of before: "gieo cấy 900 ha lúa, năng suất 6
        tấn/ha, sản lượng 5.400 tấn"."""
        catalogue = self.registry.indicators
        parts = catalogue.grammar.parse(answer.value or "")
        if parts.concept_id not in _OF_CROPS or parts.breakdown_ids:
            return answer
        first = self.located[number].first_in_sentence
        for at in range(number - 1, -1, -1):
            if self.located[at].start < first:
                break
            of_other = catalogue.grammar.parse(self._decided[at][0]) if at in self._decided else None
            if of_other is None or of_other.concept_id not in _OF_CROPS or not of_other.breakdown_ids:
                continue
            same = catalogue.find(parts.concept_id, of_other.breakdown_ids, parts.measure)
            if same is not None:
                return replace(answer, value=same.indicator_id, signs=(*answer.signs, "same_crop"))
        return answer

    # --- what is known of a figure

    def _said_earlier(self, figure: Surroundings) -> tuple[Span, ...]:
        """The sentences before a figure's own in its paragraph, as far as one still goes on from them."""
        of_sentence = self.page.outline.paragraph_of_sentence
        here = figure.sentence_index
        if here <= 0 or of_sentence[here - 1] != of_sentence[here]:
            return ()
        end = self.page.outline.sentences[here].start
        first = here - 1
        while first > 0 and of_sentence[first - 1] == of_sentence[here] and here - first < _SENTENCES_BACK:
            first -= 1
        return (Span(max(self.page.outline.sentences[first].start, end - LOOK_BACK // 4), end),)

    def _asked(self, number: int, unit: str | None, component: int, source: int | None) -> Asked:
        figure, folded = self.located[number], self.page.folded
        area = self.registry.areas.get(self.areas[number].value or "")
        value, kind = self.periods[number].value or "", self.kinds[number]
        is_span_of_years = "/" in value and value.replace("/", "").isdigit()
        before, after = folded[figure.before.start : figure.start], folded[figure.end : figure.after.end]
        is_yearly = _EACH_YEAR.search(before) is not None or _EACH_YEAR.match(after) is not None
        if kind in (kinds.GROWTH, kinds.DIFFERENCE):
            is_yearly |= folded[figure.start : figure.end].endswith(_A_YEAR) or (
                is_span_of_years and _ON_AVERAGE.search(before) is not None
            )
        return Asked(
            kind=kind,
            unit=unit,
            component=component,
            area_type=area.area_type if area else "",
            amount=kinds.amount(folded[figure.start : figure.end]),
            is_yearly=is_yearly and kind in (kinds.GROWTH, kinds.DIFFERENCE, kinds.LEVEL),
            follows_growth=source is not None and self._is_headed_by_growth(source),
            follows_share=source is not None and self._decided.get(source, ("",))[0].endswith("_share"),
            is_added=kind == kinds.LEVEL and _ADDED.search(before) is not None,
        )

    def _is_headed_by_growth(self, number: int) -> bool:
        """Whether a figure is a growth said before any level of the sentence."""
        first = self.located[number].first_in_sentence
        at = number
        while at > 0 and self.located[at - 1].start >= first:
            at -= 1
            if self.kinds[at] in (kinds.LEVEL, kinds.PERCENT):
                return False
        return self.kinds[number] == kinds.GROWTH

    # --- signs

    def _signs(self, number: int, asked: Asked, found: Sequence[Candidate], distance: int) -> tuple[str, ...]:
        """What tells how likely the best of the candidates is right."""
        chosen, figure = found[0], self.located[number]
        parts = self.registry.indicators.grammar.parse(chosen.indicator_id)
        others = [
            one
            for one in found[1:]
            if chosen.score - one.score < _MARGIN
            and self.registry.indicators.grammar.parse(one.indicator_id).concept_id != parts.concept_id
        ]
        place = "inside" if chosen.start < figure.end and chosen.end > figure.start else "before"
        if chosen.start >= figure.end:
            place = "behind"
        indicator = self.registry.indicators[chosen.indicator_id]
        is_same = self.registry.dimension(asked.unit or "") == self.registry.dimension(indicator.standard_unit_id)
        around = (*self._said_earlier(figure), Span(figure.sentence.start, figure.start))
        if figure.sentence_index >= 0:
            blocks = (self.page.outline.paragraphs[one] for one in self.page.paragraph(figure.sentence_index).headings)
            around = (*around, *(Span(block.start, block.end) for block in blocks))
        return (
            *self._remainder(number, chosen.words),
            f"hops_{min(distance, 2)}",
            f"term_{min(chosen.term_words, 4)}",
            f"parts_{min(len(parts.breakdown_ids), 2)}",
            f"place_{place}",
            *(("conditional",) if chosen.is_conditional else ()),
            *(("no_account",) if parts.concept_id == "production" else ()),
            *(("maybe_part",) if self.terms.names_a_part(around, parts) else ()),
            *(("rivalled",) if others else ()),
            *(() if is_same else ("loose_unit",)),
            *(("second",) if asked.component == 2 else ()),
            *(("level",) if parts.measure == LEVEL else ()),
        )

    def _remainder(self, number: int, explained: Sequence[Span]) -> tuple[str, str]:
        """How much of the figure's own words nothing explains, before it and right behind it."""
        figure, page = self.located[number], self.page
        behind = _ASIDE.search(page.folded, figure.end, figure.after.end)
        end = behind.start() if behind else figure.after.end
        before = unexplained(page.words, figure.before, explained, page.named)
        after = unexplained(page.words, Span(figure.end, end), explained, page.named)
        return f"before_{min(before, 3)}", f"after_{min(after, 2)}"
