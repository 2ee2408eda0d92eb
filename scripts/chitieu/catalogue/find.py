"""Indicators found by words, without accents, in Vietnamese or English, in any order.

The words of a query are explained by the phrases of a concept, of breakdowns and of a measure: their names, ids and
terms. Where nothing explains every word, the concepts nearest in spelling are offered instead.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from chitieu.catalogue.compose import Catalogue, Indicator
from chitieu.catalogue.records import LEVEL, Concept
from chitieu.catalogue.words import plain

NEAREST = 3
_FILLERS = frozenset({"of", "the", "and", "in", "by", "cua", "va"})
_Phrases = Mapping[str, tuple[frozenset[str], ...]]


@dataclass(frozen=True)
class Found:
    """What a query leads to, best first; `is_exact` is False where the indicators are only the nearest there are."""

    indicators: tuple[Indicator, ...]
    is_exact: bool


class Finder:
    """A catalogue prepared for searches."""

    def __init__(self, catalogue: Catalogue) -> None:
        rows = catalogue.rows
        self.catalogue = catalogue
        self._concepts = _phrases(
            ((one.concept_id, _names(one.concept_id, one.name_vi, one.name_en)) for one in rows.concepts),
            ((term.owner_id, term.term) for term in rows.concept_terms),
        )
        self._breakdowns = _phrases(
            ((one.breakdown_id, _names(one.breakdown_id, one.name_vi, one.name_en)) for one in rows.breakdowns),
            ((term.owner_id, term.term) for term in rows.breakdown_terms),
        )
        self._measures = _phrases(
            ((one.measure, (one.measure, *one.terms)) for one in rows.measures if one.measure != LEVEL), ()
        )

    def find(self, query: str, limit: int = 20) -> Found:
        """The indicators whose parts explain every word of the query; else the nearest levels of concepts."""
        words = frozenset(plain(query.replace("_", " ")).split()) - _FILLERS
        named = self.catalogue.get(query.strip())
        found = [named] if named else []
        found += [one for one in self._explained(words) if one != named]
        if found:
            return Found(tuple(found[:limit]), True)
        return Found(tuple(self.catalogue[one.concept_id] for one in self.nearest(query)), False)

    def nearest(self, words: str, count: int = NEAREST) -> list[Concept]:
        """The concepts whose names and terms are most like some words, the likest first; none for no word."""
        query = plain(words)
        texts = {
            (concept_id, number): " ".join(sorted(phrase))
            for concept_id, phrases in self._concepts.items()
            for number, phrase in enumerate(phrases)
        }
        ranked = process.extract(
            " ".join(sorted(query.split())), texts, scorer=fuzz.ratio, limit=count * 20, score_cutoff=1
        )
        ids = dict.fromkeys(key[0] for _, _, key in ranked)
        return [self.catalogue.concepts[concept_id] for concept_id in list(ids)[:count]]

    def _explained(self, words: frozenset[str]) -> Iterator[Indicator]:
        """Indicators whose parts explain every word, those whose concept says most of what was asked for first."""
        ranked: list[tuple[int, float, str, Indicator]] = []
        for concept_id, phrases in self._concepts.items():
            said, phrase = _closest(phrases, words)
            indicator = self._with_the_rest(concept_id, words - said) if said else None
            if indicator is not None:
                ranked.append((-len(said), -len(said) / len(phrase), indicator.indicator_id, indicator))
        # A concept that says fewer of the words than another shares one by chance: "sach" in "ngan sach".
        most = min((row[0] for row in ranked), default=0)
        yield from (one for said, _, _, one in sorted(ranked, key=lambda row: row[:3]) if said == most)

    def _with_the_rest(self, concept_id: str, rest: frozenset[str]) -> Indicator | None:
        """The indicator of a concept whose measure and breakdowns explain the words that are left."""
        measure, rest = self._measure(rest)
        breakdowns: list[str] = []
        while rest:
            said, _, breakdown_id = max(
                ((said, -len(phrase), one) for one, (said, phrase) in self._parts_in(rest)),
                key=lambda row: (len(row[0]), row[1]),
                default=(frozenset(), 0, ""),
            )
            if not said:
                return None
            breakdowns.append(breakdown_id)
            rest -= said
        return self.catalogue.find(concept_id, breakdowns, measure)

    def _parts_in(self, rest: frozenset[str]) -> Iterator[tuple[str, tuple[frozenset[str], frozenset[str]]]]:
        return ((one, _closest(phrases, rest)) for one, phrases in self._breakdowns.items())

    def _measure(self, rest: frozenset[str]) -> tuple[str, frozenset[str]]:
        """The measure that the longest whole phrase names, and the words that it leaves; the level where none does."""
        named = [(phrase, one) for one, some in self._measures.items() for phrase in some if phrase <= rest]
        phrase, measure = max(named, key=lambda pair: len(pair[0]), default=(frozenset(), LEVEL))
        return measure, rest - phrase


def _closest(phrases: tuple[frozenset[str], ...], words: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The words that the best phrase shares with those given, and that phrase: most shared, then least besides."""
    phrase = max(phrases, key=lambda one: (len(one & words), -len(one)))
    return phrase & words, phrase


def _names(identifier: str, name_vi: str, name_en: str) -> tuple[str, ...]:
    return identifier.replace("_", " "), name_vi, name_en


def _phrases(names: Iterable[tuple[str, Iterable[str]]], terms: Iterable[tuple[str, str]]) -> _Phrases:
    """The phrases of each owner as sets of plain words, without repetitions."""
    found: dict[str, dict[frozenset[str], None]] = defaultdict(dict)
    for owner, texts in names:
        found[owner].update(dict.fromkeys(frozenset(plain(text.replace("_", " ")).split()) for text in texts))
    for owner, text in terms:
        found[owner][frozenset(plain(text).split())] = None
    return {owner: tuple(phrase for phrase in phrases if phrase) for owner, phrases in found.items()}
