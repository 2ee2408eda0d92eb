"""Indicators found by words, without accents, in Vietnamese or English, in any order.

The words of a query are explained by the phrases of a concept, of breakdowns and of a measure: their names, ids and
terms. A phrase may hold words that were not asked for, and the fewer of them the better. Where nothing explains every
word, the concepts nearest in spelling are offered instead.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from chitieu.catalogue.compose import Catalogue, Indicator
from chitieu.catalogue.records import LEVEL, Breakdown, Concept, Term
from chitieu.catalogue.words import plain

NEAREST = 3
_FILLERS = frozenset({"of", "the", "and", "in", "by", "to", "cua", "va", "sang"})
_FARTHEST = 2
"""How much worse than the best answer another may be."""
_WAYS = 3
"""In how many ways words may be explained by breakdowns, at each step."""

Words = frozenset[str]
_Way = tuple[int, tuple[str, ...]]
"""What speaks against breakdowns, and these."""


@dataclass(frozen=True)
class Found:
    """What a query leads to, best first; `is_exact` is False where the indicators are only the nearest there are."""

    indicators: tuple[Indicator, ...]
    is_exact: bool


@dataclass(frozen=True)
class _Phrase:
    """Words for something; conditional ones mean it only beside others."""

    owner: str
    words: Words
    is_conditional: bool = False

    def cost(self, asked: Words) -> int:
        """What speaks against it: words that were not asked for, and a condition."""
        return len(self.words - asked) + self.is_conditional


class _Phrases:
    """Phrases by their words."""

    def __init__(self, phrases: Iterable[_Phrase]) -> None:
        self.all = [phrase for phrase in dict.fromkeys(phrases) if phrase.words]
        self._with: dict[str, list[_Phrase]] = defaultdict(list)
        for phrase in self.all:
            for word in phrase.words:
                self._with[word].append(phrase)

    def sharing(self, words: Words) -> Iterator[_Phrase]:
        """The phrases that hold one of the words at least."""
        return iter({phrase for word in words for phrase in self._with.get(word, ())})


class Finder:
    """A catalogue prepared for searches."""

    def __init__(self, catalogue: Catalogue) -> None:
        rows = catalogue.rows
        self.catalogue = catalogue
        self._concepts = _Phrases(
            [
                *(_Phrase(one.concept_id, words) for one in rows.concepts for words in _named(one.concept_id, one)),
                *(_of_term(term) for term in rows.concept_terms),
            ]
        )
        self._breakdowns = _Phrases(
            [
                *(
                    _Phrase(one.breakdown_id, words)
                    for one in rows.breakdowns
                    for words in _named(one.breakdown_id, one)
                ),
                *(_of_term(term) for term in rows.breakdown_terms),
            ]
        )
        self._measures = _Phrases(
            _Phrase(one.measure, _words(text))
            for one in rows.measures
            if one.measure != LEVEL
            for text in (one.measure, *one.terms)
        )
        self._ways: dict[tuple[Words, frozenset[str]], list[_Way]] = {}
        self._dimensions: dict[str, frozenset[str]] = {}

    def find(self, query: str, limit: int = 20) -> Found:
        """The indicators whose parts explain every word of the query; else the nearest levels of concepts."""
        named = self.catalogue.get(query.strip())
        found = [named] if named else []
        found += [one for one in self._explained(_words(query)) if one != named]
        if found:
            return Found(tuple(found[:limit]), True)
        return Found(tuple(self.catalogue[one.concept_id] for one in self.nearest(query)), False)

    def nearest(self, words: str, count: int = NEAREST) -> list[Concept]:
        """The concepts whose names and terms are most like some words, the likest first; none for no word."""
        query = " ".join(sorted(_words(words)))
        if not query:
            return []
        texts = {number: " ".join(sorted(phrase.words)) for number, phrase in enumerate(self._concepts.all)}
        ranked = process.extract(query, texts, scorer=fuzz.ratio, limit=count * 20)
        ids = dict.fromkeys(self._concepts.all[number].owner for _, _, number in ranked)
        return [self.catalogue.concepts[concept_id] for concept_id in list(ids)[:count]]

    def _explained(self, words: Words) -> Iterator[Indicator]:
        """Indicators whose parts explain every word, those with the fewest words besides first."""
        best: dict[str, tuple[int, int, str]] = {}
        for phrase in self._concepts.sharing(words):
            measure, rest = self._measure(words - phrase.words)
            for cost, breakdowns in self._parts(rest, self._dimensions_of(phrase.owner)):
                indicator = self.catalogue.find(phrase.owner, breakdowns, measure)
                if indicator is not None:
                    rank = (phrase.cost(words) + cost, -len(phrase.words & words), indicator.indicator_id)
                    best[indicator.indicator_id] = min(rank, best.get(indicator.indicator_id, rank))
        ranked = sorted(best.values())
        yield from (self.catalogue[one] for cost, _, one in ranked if cost <= ranked[0][0] + _FARTHEST)

    def _parts(self, rest: Words, dimensions: frozenset[str]) -> list[_Way]:
        """The breakdowns of some dimensions that explain some words, in a few ways, each with what speaks against it:
        the more words one explains the better, and a word that it adds counts twice."""
        if not rest:
            return [(0, ())]
        if (rest, dimensions) not in self._ways:
            fitting = [
                one
                for one in self._breakdowns.sharing(rest)
                if self.catalogue.breakdowns[one.owner].breakdown_dimension in dimensions
            ]
            fitting.sort(key=lambda one: (-len(one.words & rest), one.cost(rest), one.owner))
            first = {one.owner: one for one in reversed(fitting[: 2 * _WAYS])}
            self._ways[rest, dimensions] = sorted(
                (1 + 2 * phrase.cost(rest) + cost, (phrase.owner, *others))
                for phrase in first.values()
                for cost, others in self._parts(rest - phrase.words, dimensions)
            )[:_WAYS]
        return self._ways[rest, dimensions]

    def _dimensions_of(self, concept_id: str) -> frozenset[str]:
        """The dimensions that a concept is known to be broken down by."""
        if concept_id not in self._dimensions:
            fitting = (one for one in self.catalogue.dimensions if self.catalogue.fits(concept_id, one))
            self._dimensions[concept_id] = frozenset(fitting)
        return self._dimensions[concept_id]

    def _measure(self, rest: Words) -> tuple[str, Words]:
        """The measure that the longest whole phrase names, and the words that it leaves; the level where none does."""
        whole = (phrase for phrase in self._measures.sharing(rest) if phrase.words <= rest)
        named = min(whole, key=lambda one: (-len(one.words), one.owner), default=None)
        return (named.owner, rest - named.words) if named else (LEVEL, rest)


def _named(identifier: str, one: Concept | Breakdown) -> tuple[Words, ...]:
    return tuple(_words(text) for text in (identifier, one.name_vi, one.name_en))


def _of_term(term: Term) -> _Phrase:
    return _Phrase(term.owner_id, _words(term.term), bool(term.requires))


def _words(text: str) -> Words:
    return frozenset(plain(text.replace("_", " ")).split()) - _FILLERS
