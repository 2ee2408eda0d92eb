"""The indicator of a figure: the terms of the registry in the words that govern it, and which of them fits best.

Terms are data (seeds/reference/indicator_terms.csv). A term of an indicator also leads to the indicators whose
base it is
(growth, attainment, rank …), unless those have terms of their own. Nothing is invented: without a term that fits
the kind
and the unit of the figure there is no indicator, and of two that fit equally well neither is taken.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from chitieu.reading.indicators import kinds
from chitieu.reading.indicators.units import unit_meant
from chitieu.reading.outline.paragraphs import Span
from chitieu.reading.outline.surroundings import Surroundings
from chitieu.reading.tokens.phrases import Phrases, Words
from chitieu.seeds.registry import Indicator, IndicatorTerm, Registry

_MEASURES = {
    kinds.LEVEL: {"level", "count", "rate", "index", "share"},
    kinds.PERCENT: {"share", "rate", "index"},
    kinds.GROWTH: {"growth", "change"},
    kinds.ATTAINMENT: {"plan_attainment"},
    kinds.DEVIATION: {"plan_deviation"},
    kinds.RANK: {"rank"},
    kinds.RATIO: {"ratio"},
    kinds.DIFFERENCE: {"change"},
}
_TIE = 0.75


@dataclass(frozen=True)
class TermMatch:
    start: int
    end: int
    term: IndicatorTerm
    word_count: int


@dataclass(frozen=True)
class Candidate:
    """An indicator that a term leads to, with the term's place and its score."""

    indicator_id: str
    start: int
    end: int
    score: float


class TermIndex:
    """All terms found in one text, and the rules that choose among them."""

    def __init__(self, registry: Registry, words: Words, figures: Sequence[tuple[int, int]]) -> None:
        self.registry = registry
        self.words = words
        self._matches = [
            TermMatch(match.start, match.end, match.payload, match.word_count)
            for match in Phrases((term.term, term) for term in registry.terms).find(words)
        ]
        self.figures = list(figures)
        self._starts = [match.start for match in self._matches]
        self._longest = max((match.end - match.start for match in self._matches), default=0)
        self._derived: dict[str, list[Indicator]] = defaultdict(list)
        with_terms = {term.indicator_id for term in registry.terms}
        for indicator in registry.indicators.values():
            if indicator.base_indicator_id and indicator.indicator_id not in with_terms:
                self._derived[indicator.base_indicator_id].append(indicator)
        conditions = {phrase for term in registry.terms for phrase in (*term.requires, *term.excludes)}
        self._conditions: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for match in Phrases((phrase, phrase) for phrase in conditions).find(words):
            self._conditions[match.payload].append((match.start, match.end))

    def within(self, span: Span) -> list[TermMatch]:
        """The term matches that lie in a span."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return [match for match in self._matches[first:last] if match.end <= span.end]

    def _stands(self, phrase: str, spans: Sequence[Span]) -> bool:
        places = self._conditions.get(phrase, [])
        for span in spans:
            at = bisect_left(places, (span.start, 0))
            if at < len(places) and places[at][1] <= span.end:
                return True
        return False

    def candidates(
        self, own: Span, figure: Surroundings, governing: Sequence[Span], kind: str, unit: str | None, component: int
    ) -> list[Candidate]:
        """Indicators that the terms in `own` lead to, fit for the figure's kind and unit, best first.

        `requires` of a term is looked for in the governing words (sentence and headings), `excludes` in `own` alone.
        """
        matches = [
            match
            for match in self.within(own)
            if (not match.term.requires or any(self._stands(phrase, governing) for phrase in match.term.requires))
            and not any(self._stands(phrase, (own,)) for phrase in match.term.excludes)
        ]
        found: dict[str, Candidate] = {}
        for match in matches:
            if any(_holds(other, match) and not self._counts_another(other, kind, figure) for other in matches):
                continue
            for indicator in self._leads_to(match.term, kind, component):
                if unit_meant(unit, indicator, self.registry) is None:
                    continue
                score = self._score(match, figure)
                best = found.get(indicator.indicator_id)
                if best is None or score > best.score:
                    found[indicator.indicator_id] = Candidate(indicator.indicator_id, match.start, match.end, score)
        return sorted(found.values(), key=lambda one: -one.score)

    def _counts_another(self, match: TermMatch, kind: str, figure: Surroundings) -> bool:
        """Whether a term counts things by what a shorter one in it names ("7 địa phương tăng trưởng …"): that
        does not hide
        the shorter from a rate, nor from a figure after the counted noun."""
        indicator = self.registry.indicators.get(match.term.indicator_id)
        if indicator and indicator.measure == "count" and kind in (kinds.PERCENT, kinds.GROWTH):
            return True
        at = bisect_left(self.figures, (match.end, 0)) - 1
        return at >= 0 and self.figures[at][1] > match.start and self.figures[at] != (figure.start, figure.end)

    def _leads_to(self, term: IndicatorTerm, kind: str, component: int) -> list[Indicator]:
        """The indicators that a term of one may mean in a figure of a kind."""
        indicator = self.registry.indicators.get(term.indicator_id)
        if indicator is None:
            return []
        if component == 2:
            if kind == kinds.RANK:
                return [indicator] if indicator.measure == "count" else []
            whole = self.registry.indicators.get(indicator.whole_indicator_id or "")
            return [whole] if whole and whole.measure == indicator.measure else []
        measures = _MEASURES[kind]
        if indicator.measure in measures or (kind == kinds.PERCENT and _names_growth(indicator, term)):
            return [indicator]
        if kind == kinds.DEVIATION:
            return []
        return [one for one in self._derived.get(indicator.indicator_id, ()) if one.measure in measures]

    def _score(self, match: TermMatch, figure: Surroundings) -> float:
        """Longer terms, terms with a condition, and terms nearer to the figure score higher; after it, a little
        lower."""
        score = 2.0 * match.word_count + (1.0 if match.term.requires else 0.0)
        if match.start < figure.end and match.end > figure.start:
            return score + 2.0
        if match.end <= figure.start:
            between = figure.start - match.end
            return score - min(3.0, between / 40)
        between = match.start - figure.end
        return score - 1.5 - min(3.0, between / 20)


def _holds(longer: TermMatch, shorter: TermMatch) -> bool:
    return longer.start <= shorter.start and shorter.end <= longer.end and longer.word_count > shorter.word_count


def _names_growth(indicator: Indicator, term: IndicatorTerm) -> bool:
    """Whether the term itself says growth ("tăng trưởng âm"), so that a percentage beside it is one."""
    return indicator.measure == "growth" and any(word in term.term.lower().split() for word in ("tăng", "giảm"))


def best(candidates: Sequence[Candidate]) -> tuple[Candidate | None, tuple[str, ...]]:
    """The best candidate, or None and the ids that tie."""
    if not candidates:
        return None, ()
    ties = tuple(one.indicator_id for one in candidates if candidates[0].score - one.score < _TIE)
    return (candidates[0], ()) if len(ties) == 1 else (None, ties)
