"""The indicator of a figure: the concept and the breakdowns that the words around it name, and the measure that its
kind makes of them.

Terms are data (seeds/reference/concept_terms.csv and breakdown_terms.csv); chitieu.catalogue composes. Nothing is
invented: parts that do not go together, or whose unit is not the figure's, make no candidate, and of two that fit
equally well neither is taken.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chitieu.catalogue.compose import Catalogue, Indicator
from chitieu.catalogue.ids import Parts
from chitieu.catalogue.records import LEVEL, PART, Term
from chitieu.reading.characters.folding import one_spelling
from chitieu.reading.indicators import kinds
from chitieu.reading.indicators.units import unit_meant
from chitieu.reading.outline.paragraphs import Span
from chitieu.reading.outline.surroundings import Surroundings
from chitieu.reading.tokens.phrases import Phrases, Words
from chitieu.seeds.registry import Registry

_MEASURES = {
    kinds.LEVEL: (LEVEL, "share"),
    kinds.PERCENT: (LEVEL, "share"),
    kinds.GROWTH: ("growth", "change"),
    kinds.ATTAINMENT: ("plan_attainment",),
    kinds.DEVIATION: ("plan_deviation",),
    kinds.RANK: ("rank",),
    kinds.RANK_CHANGE: ("rank_change",),
    kinds.INDEX: ("index",),
    kinds.PLAN_DIFFERENCE: ("plan_difference",),
    kinds.CONTRIBUTION: ("contribution", "contribution_share"),
    kinds.RATIO: ("ratio",),
    kinds.DIFFERENCE: ("change",),
}
_OVER_YEARS = {LEVEL: "yearly_average", "growth": "average_growth", "change": "average_change"}
"""What a measure becomes where it is said of each of several years."""
_DISBURSED = frozenset({"public_investment_disbursement", "oda_disbursement"})
"""What in per cent is of its plan: "giải ngân đạt 62%"."""
_PLANS = frozenset({"public_investment_plan", "medium_term_public_investment"})
"""Concepts that behind a per cent are only what it is held against: "giải ngân 95% kế hoạch vốn"."""
_OF_ADDITIONS = frozenset({"jobs_added"})
"""Concepts that count what is added by themselves: "tạo việc làm tăng thêm cho 35.000 lao động" is their level."""
_BRANCHES = "production"
_LONGEST_SENTENCE = 2_000
"""Characters before and behind a figure's own words that can still be of their sentence."""
_NO_ACCOUNT = frozenset(("", "khu vực"))
"""Terms of a branch that do not say by which account it is measured."""
_ACCOUNTS = ("grdp", "gdp", "output_value", "gross_value_added")
"""Whose growth or share that of a branch may be; which of them, the text before says."""
_ADDED = {"new_rural_communes": "new_rural_communes_added"}
"""The concept that counts those that were added to another ("có thêm 12 xã")."""
_OF_RATE = {"plan_deviation": "plan_difference"}
"""What a measure becomes for a rate in per cent."""
_RATE_OF = {
    "poor_households": "poverty_rate",
    "near_poor_households": "near_poverty_rate",
    "unemployed_persons": "unemployment_rate",
    "health_insurance_participants": "health_insurance_coverage",
    "social_insurance_participants": "social_insurance_coverage",
    "unemployment_insurance_participants": "unemployment_insurance_coverage",
}
"""The rate that a count is in per cent: "giảm 1% hộ nghèo", "95% dân số tham gia bảo hiểm y tế"."""
_RATES = (kinds.PERCENT, kinds.GROWTH)
_POINTS = 10
"""Per cent below which a fall of the poor is in points of their rate: nobody lifts a tenth of the people in a year."""
_INDEX_OF_100 = 60
"""Below it a figure of a price or production index says by how much it rose, not where it stands against 100."""
_TIE = 0.75
_SAID_OF = 4.0
_MOST_NAMED = 4
"""Concepts named before a breakdown that it may be of."""
_BESIDE = 8
"""Characters between a share and what it is of: "90% số chỉ tiêu"."""
_VERB = 2
"""Words that may stand between a subject and its figure."""
_REACH = 200
"""Characters within which words belong to each other."""
_LINKS = frozenset(
    one_spelling(
        "của ở tại trong theo từ sang vào cho về đối với các khu vực ngành lĩnh nhóm mặt hàng sản phẩm thị trường"
    ).split()
)
"""Words that may stand between a concept and its breakdown: "kim ngạch xuất khẩu mặt hàng gỗ sang thị trường Mỹ"."""
_RISE = frozenset(one_spelling("tăng giảm").split())
_GROWTH_BEFORE = tuple(one_spelling(words) for words in ("tăng trưởng", "tốc độ tăng", "tốc độ phát triển"))


@dataclass(frozen=True)
class TermMatch:
    """A term where it stands in the text."""

    start: int
    end: int
    first_word: int
    word_count: int
    term: Term

    @property
    def last_word(self) -> int:
        return self.first_word + self.word_count - 1


@dataclass(frozen=True)
class Asked:
    """What is known of a figure before its indicator is.

    `is_yearly`: said of each of several years; `follows_growth`:
    it goes on from a growth, `follows_share` from a share; `is_added`: it counts what was
    added; `amount`: the first number printed."""

    kind: str
    unit: str | None
    component: int = 1
    area_type: str = ""
    amount: float = 0.0
    is_yearly: bool = False
    follows_growth: bool = False
    follows_share: bool = False
    is_added: bool = False


@dataclass(frozen=True)
class Candidate:
    """An indicator that terms lead to, with the place of the concept's term, the score, the words of its term and of
    its breakdowns, and whether the term means it only beside others."""

    indicator_id: str
    start: int
    end: int
    score: float
    words: tuple[Span, ...] = ()
    term_words: int = 1
    is_conditional: bool = False


@dataclass(frozen=True)
class _Vocabulary:
    """The terms of a catalogue, and the phrases that they require or exclude."""

    concepts: Phrases[Term]
    breakdowns: Phrases[Term]
    conditions: Phrases[str]


@lru_cache(maxsize=4)
def _vocabulary(catalogue: Catalogue) -> _Vocabulary:
    rows = catalogue.rows
    terms = (*rows.concept_terms, *rows.breakdown_terms)
    return _Vocabulary(
        concepts=Phrases((term.term, term) for term in rows.concept_terms),
        breakdowns=Phrases((term.term, term) for term in rows.breakdown_terms),
        conditions=Phrases(
            (phrase, phrase) for phrase in {one for term in terms for one in term.requires + term.excludes}
        ),
    )


@lru_cache(maxsize=50_000)
def _is_part_of(term: str, phrase: str) -> bool:
    return one_spelling(term.lower()) in one_spelling(phrase.lower())


class TermIndex:
    """All terms found in one text, and the rules that choose among them."""

    def __init__(
        self, registry: Registry, words: Words, figures: Sequence[tuple[int, int]], named: Sequence[Span] = ()
    ) -> None:
        """`named` are spans of areas and times in order: a word inside a name ("Nam Định") is no term."""
        self.registry = registry
        self.catalogue = registry.indicators
        self.words = words
        self.figures = list(figures)
        vocabulary = _vocabulary(self.catalogue)
        self._concepts = _found(vocabulary.concepts, words, named)
        self._breakdowns = _found(vocabulary.breakdowns, words, named)
        self._conditions: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._all_conditions = vocabulary.conditions.find(words)
        self._condition_starts = [match.start for match in self._all_conditions]
        self._said_in: dict[Span, frozenset[str]] = {}
        for match in self._all_conditions:
            self._conditions[match.payload].append((match.start, match.end))

    def within(self, span: Span) -> list[TermMatch]:
        """The terms of concepts and of breakdowns that lie in a span."""
        return [*_within(self._concepts, span), *_within(self._breakdowns, span)]

    def names_a_part(self, spans: Sequence[Span], parts: Parts) -> bool:
        """Whether some text names a breakdown that an indicator could have and has not: it may be of that part."""
        has = {self.catalogue.breakdowns[one].breakdown_dimension for one in parts.breakdown_ids}
        return any(
            self._dimension(one) not in has
            and self.catalogue.dimensions[self._dimension(one)].role == PART
            and self.catalogue.fits(parts.concept_id, self._dimension(one))
            for span in spans
            for one in _within(self._breakdowns, span)
        )

    def _said(self, span: Span) -> frozenset[str]:
        """The phrases of conditions that stand in a span; asked again for every term of a sentence."""
        if span not in self._said_in:
            first = bisect_left(self._condition_starts, span.start)
            last = bisect_left(self._condition_starts, span.end)
            found = self._all_conditions[first:last]
            self._said_in[span] = frozenset(match.payload for match in found if match.end <= span.end)
        return self._said_in[span]

    def _fitting(self, matches: Iterable[TermMatch], own: Span, governing: Sequence[Span]) -> list[TermMatch]:
        """Matches whose `requires` stands in the governing words (sentence and headings), whose `excludes` does not
        stand in `own`."""
        said = [self._said(_near(span, own)) for span in governing]
        return [
            match
            for match in matches
            if (not match.term.requires or any(not one.isdisjoint(match.term.requires) for one in said))
            and not any(self._hides(phrase, match, own) for phrase in match.term.excludes)
        ]

    def _hides(self, phrase: str, match: TermMatch, own: Span) -> bool:
        """Whether an excluded phrase keeps a term from meaning anything: one that holds the term ("khu công nghiệp")
        where the term stands in it, any other anywhere in the figure's own words."""
        if phrase not in self._conditions:
            return False
        if not _is_part_of(match.term.term, phrase):
            return phrase in self._said(own)
        return any(start <= match.start and match.end <= end for start, end in self._conditions.get(phrase, ()))

    def candidates(
        self,
        own: Span,
        figure: Surroundings,
        governing: Sequence[Span],
        asked: Asked,
        earlier: Sequence[Span] = (),
    ) -> list[Candidate]:
        """Indicators that the terms in `own` lead to, fit for the figure's kind and unit and for the type of its area,
        best first. `governing` are the sentence and its headings, `earlier` what was said before the sentence."""
        kind = asked.kind
        concepts = self._fitting(_within(self._concepts, own), own, governing)
        concepts = [one for one in concepts if not self._names_the_plan(one, asked, figure)]
        breakdowns = self._fitting(_within(self._breakdowns, own), own, governing)
        found: dict[str, Candidate] = {}

        def take(match: TermMatch, parts: Iterable[TermMatch], score: float) -> None:
            parts = tuple(parts)
            concept_id = match.term.owner_id
            if concept_id == _BRANCHES and match.term.term in _NO_ACCOUNT:
                concept_id = self._account_meant(figure, (*earlier, governing[0]), asked)
            indicator = self._composed(concept_id, parts, match, asked)
            best = found.get(indicator.indicator_id) if indicator else None
            if indicator and (best is None or score > best.score):
                words = tuple(Span(one.start, one.end) for one in (match, *parts))
                found[indicator.indicator_id] = Candidate(
                    indicator.indicator_id,
                    match.start,
                    match.end,
                    score,
                    words,
                    match.word_count + sum(part.word_count for part in parts),
                    bool(match.term.requires),
                )

        kept = [
            match
            for match in concepts
            if not (kind in _RATES and self._counts_those_that_grow(match))
            and not any(_holds(other, match) and not self._counts_another(other, kind, figure) for other in concepts)
        ]
        parts_of: dict[str, dict[str, TermMatch]] = defaultdict(dict)
        for match in kept:
            of_concept = parts_of[match.term.owner_id]
            for part in self._parts_of(match, breakdowns, figure):
                known = of_concept.get(self._dimension(part))
                if known is None or self._is_below(part, known):
                    of_concept[self._dimension(part)] = part
        for match in kept:
            parts = tuple(parts_of[match.term.owner_id].values())
            score = self._score(match, figure) + 2.0 * sum(part.word_count for part in parts)
            take(match, parts, score + self._said_last(match, figure, governing) + self._growth_of(match, kind))
        if not found:
            before = [part for part in breakdowns if part.end <= figure.start or self._is_counted(part, figure)]
            done: set[int] = set()
            for part, concept, others in self._parts_alone(before, concepts, own, governing, earlier):
                if part.start not in done:
                    take(concept, (part, *others), self._score(part, figure))
                    done.update((part.start,) if found else ())
        return sorted(found.values(), key=lambda one: -one.score)

    # --- which breakdowns are of which concept

    def _parts_of(
        self, match: TermMatch, breakdowns: Sequence[TermMatch], figure: Surroundings | None
    ) -> list[TermMatch]:
        """The breakdowns that stand right behind a concept, or right before it, one of a dimension; before a figure
        whose own unit names the concept they may be its subject ("cấp trung học là 42 học sinh")."""
        fitting = [one for one in breakdowns if self.catalogue.fits(match.term.owner_id, self._dimension(one))]
        # "khách quốc tế" holds "khách", and says of which: a part is never filed under its whole.
        free = _longest([one for one in fitting if not _overlaps(one, match) or _holds(one, match)])
        taken: dict[str, TermMatch] = {}
        last, first = match.last_word, match.first_word
        for part in sorted(free, key=lambda one: one.first_word):
            between = self.words.keys[last + 1 : part.first_word]
            if _holds(part, match):
                taken.setdefault(self._dimension(part), part)
            elif part.first_word > last and len(between) <= len(_LINKS) and _LINKS.issuperset(between):
                dimension = self._dimension(part)
                if dimension not in taken:
                    taken[dimension] = part
                    last = part.last_word
        is_of_unit = figure is not None and match.end > figure.start
        for part in sorted(free, key=lambda one: -one.last_word):
            is_before = part.last_word == first - 1
            is_subject = is_of_unit and figure is not None and self._stands_before(part, figure)
            if (is_before or is_subject) and self._dimension(part) not in taken:
                taken[self._dimension(part)] = part
                first = part.first_word if is_before else first
        return list(taken.values())

    def _parts_alone(
        self,
        breakdowns: Sequence[TermMatch],
        concepts: Sequence[TermMatch],
        own: Span,
        governing: Sequence[Span],
        earlier: Sequence[Span],
    ) -> Iterator[tuple[TermMatch, TermMatch, list[TermMatch]]]:
        """Breakdowns without a concept of their own, each with the concept that was last named before them and its
        breakdowns of other dimensions."""
        named = [one for one in concepts if any(_holds(one, part) for part in breakdowns)]
        for part in _longest([one for one in breakdowns if not any(_overlaps(one, held) for held in named)]):
            for before in self._named_before(part, own, governing, earlier):
                if self.catalogue.fits(before.term.owner_id, self._dimension(part)):
                    near = _within(self._breakdowns, Span(max(0, before.start - _REACH), before.end + _REACH))
                    others = self._parts_of(before, self._fitting(near, own, governing), None)
                    yield part, before, [one for one in others if self._dimension(one) != self._dimension(part)]
            default = self.catalogue.dimensions[self._dimension(part)].default_concept_id
            if default:
                yield part, TermMatch(part.start, part.end, part.first_word, 0, Term(default, "", (), ())), []

    def _named_before(
        self, part: TermMatch, own: Span, governing: Sequence[Span], earlier: Sequence[Span]
    ) -> Iterator[TermMatch]:
        """The concepts named before a breakdown, the last first: in the sentence, else in those before, else in the
        headings, the innermost first."""
        for number, span in enumerate((governing[0], *earlier, *governing[1:])):
            reach = Span(span.start, part.start) if number == 0 else span
            named = self._fitting(_within(self._concepts, reach), own, governing)
            named = [one for one in named if not any(_holds(other, one) for other in named)]
            yield from reversed(named[-_MOST_NAMED:])

    def _stands_before(self, part: TermMatch, figure: Surroundings) -> bool:
        """Whether a breakdown is the subject of a figure: before it, with no more than a verb between."""
        between = len(self.words.range(part.end, figure.start))
        return part.end <= figure.start and between <= _VERB

    def _is_counted(self, part: TermMatch, figure: Surroundings) -> bool:
        """Whether a breakdown is what a figure counts: right behind it ("1.326 ca sốt xuất huyết")."""
        return figure.start <= part.start and len(self.words.range(figure.end, part.start)) <= 1

    def _names_the_plan(self, match: TermMatch, asked: Asked, figure: Surroundings) -> bool:
        """Whether a word for planned targets only says what a figure is held against ("đạt 110% chỉ tiêu"): it names
        them where they are counted, and in per cent where they stand right behind ("90% chỉ tiêu đạt kế hoạch")."""
        is_behind = match.start >= figure.end and asked.kind in (kinds.ATTAINMENT, kinds.DEVIATION)
        if is_behind and match.term.owner_id in _PLANS:
            return True
        unit_id = self.catalogue.concepts[match.term.owner_id].standard_unit_id
        if self.registry.dimension(unit_id) != "target" or asked.unit is None:
            return False
        if self.registry.dimension(asked.unit) == "target":
            return False
        return not (asked.kind == kinds.PERCENT and 0 <= match.start - figure.end <= _BESIDE)

    def _is_below(self, part: TermMatch, other: TermMatch) -> bool:
        """Whether a breakdown is a narrower one of another ("tiểu học" of "phổ thông")."""
        above = self.catalogue.breakdowns[part.term.owner_id].parent_breakdown_id
        while above is not None and above != other.term.owner_id:
            above = self.catalogue.breakdowns[above].parent_breakdown_id
        return above is not None

    def _dimension(self, part: TermMatch) -> str:
        return self.catalogue.breakdowns[part.term.owner_id].breakdown_dimension

    def _account_meant(self, figure: Surroundings, said: Sequence[Span], asked: Asked) -> str:
        """The account that a branch is a part of: the one that was named last; a contribution to growth is to the
        product of the area."""
        before = [
            one
            for span in said
            for one in _within(self._concepts, Span(span.start, min(span.end, figure.start)))
            if one.term.owner_id in _ACCOUNTS and self._is_free(one, said)
        ]
        named = max(before, key=lambda one: one.start).term.owner_id if before else None
        if named is None and asked.kind == kinds.CONTRIBUTION:
            return "gdp" if asked.area_type in ("nation", "world") else "grdp"
        return named or _BRANCHES

    def _is_free(self, match: TermMatch, said: Sequence[Span]) -> bool:
        return bool(self._fitting([match], said[-1], said))

    # --- what they make together

    def _composed(
        self, concept_id: str, parts: Iterable[TermMatch], match: TermMatch, asked: Asked
    ) -> Indicator | None:
        """The indicator of a concept with breakdowns that a figure of this kind, unit and area is of; of several
        measures the first that fits."""
        if concept_id in _RATE_OF and asked.unit in kinds.PERCENT_UNITS and self._is_of_rate(asked):
            concept_id = _RATE_OF[concept_id]
        if asked.is_added:
            concept_id = _ADDED.get(concept_id, concept_id)
        concept = self.catalogue.concepts[concept_id]
        if concept.area_type and (concept.area_type == "nation") != (asked.area_type in ("nation", "world")):
            return None
        breakdown_ids = {part.term.owner_id for part in parts}
        for measure in self._measures(concept_id, match, asked):
            indicator = self._in_its_currency(concept_id, breakdown_ids, measure, asked.unit)
            if asked.component == 2:
                if asked.kind == kinds.RANK:
                    return indicator
                whole = self.catalogue.get(indicator.whole_indicator_id or "") if indicator else None
                return whole if whole and indicator and whole.measure == indicator.measure else None
            if indicator and unit_meant(asked.unit, indicator, self.registry) is not None:
                return indicator
        return None

    @staticmethod
    def _is_of_rate(asked: Asked) -> bool:
        """Whether a figure in per cent beside a count is of its rate: "giảm 1,5% hộ nghèo", but not "giảm 20%"."""
        return asked.kind == kinds.PERCENT or (asked.kind == kinds.GROWTH and asked.amount < _POINTS)

    def _measures(self, concept_id: str, match: TermMatch, asked: Asked) -> tuple[str, ...]:
        """The measures that a figure may have of a concept, the likeliest first."""
        kind = asked.kind
        if asked.component == 2:
            return ("ranked_entities",) if kind == kinds.RANK else (LEVEL,)
        if kind == kinds.RANK and (asked.follows_growth or self._names_growth(match)):
            return ("growth_rank",)
        concept = self.catalogue.concepts[concept_id]
        is_rate = concept.kind == "rate" and concept.standard_unit_id == "percent"
        measures = _MEASURES[kind]
        if kind == kinds.PERCENT:
            is_rise = concept.kind == "index" and concept.standard_unit_id == "percent" and asked.amount < _INDEX_OF_100
            if is_rise or (self._names_growth(match) and not is_rate):
                measures = ("growth",)
            if concept_id in _DISBURSED:
                measures = ("plan_attainment",)
        if asked.unit == "percentage_point" and kind == kinds.GROWTH and not is_rate:
            measures = ("growth_change", "share_change")
        if kind == kinds.DIFFERENCE and concept_id in _OF_ADDITIONS:
            measures = (LEVEL,)
        if asked.follows_share and kind == kinds.GROWTH and not is_rate:
            measures = ("share_change",)
        if is_rate:
            measures = tuple(_OF_RATE.get(one, one) for one in measures)
        if asked.is_yearly:
            measures = tuple(_OVER_YEARS.get(one, one) for one in measures)
        return measures

    def _in_its_currency(
        self, concept_id: str, breakdown_ids: set[str], measure: str, unit: str | None
    ) -> Indicator | None:
        """The indicator, or where the figure is in another currency the one in that."""
        indicator = self.catalogue.find(concept_id, breakdown_ids, measure)
        if indicator is None or unit_meant(unit, indicator, self.registry) is not None:
            return indicator
        for currency in self.catalogue.currencies(concept_id):
            other = self.catalogue.find(concept_id, breakdown_ids | {currency}, measure)
            if other is not None and unit_meant(unit, other, self.registry) is not None:
                return other
        return indicator

    def _names_growth(self, match: TermMatch) -> bool:
        """Whether the term itself or the words right before it say growth ("tăng trưởng kinh tế (kế hoạch 8%)")."""
        if _RISE & set(one_spelling(match.term.term.lower()).split()):
            return True
        before = self.words.folded[max(0, match.start - 24) : match.start].rstrip()
        return before.endswith(_GROWTH_BEFORE)

    def _growth_of(self, match: TermMatch, kind: str) -> float:
        """A concept that growth is said of goes before what else stands there ("tăng trưởng kinh tế đạt 8%")."""
        return _SAID_OF if kind == kinds.GROWTH and self._names_growth(match) else 0.0

    def _said_last(self, match: TermMatch, figure: Surroundings, governing: Sequence[Span]) -> float:
        """Of two terms that need other words, the one whose words were said last before the figure goes first."""
        places = [
            start
            for phrase in match.term.requires
            for start, _ in self._conditions.get(phrase, ())
            if governing[0].start <= start < figure.start
        ]
        return 4.0 * (1.0 - min(1.0, (figure.start - max(places)) / _REACH)) if places else 0.0

    def _counts_those_that_grow(self, match: TermMatch) -> bool:
        """Whether a term counts those that grow ("7 địa phương tăng trưởng …"): the rates beside it are theirs."""
        return self.catalogue.concepts[match.term.owner_id].kind == "count" and self._names_growth(match)

    def _counts_another(self, match: TermMatch, kind: str, figure: Surroundings) -> bool:
        """Whether a term counts things by what a shorter one in it names ("7 địa phương tăng trưởng …"): that does not
        hide the shorter from a rate, nor from a figure after the counted noun."""
        if self.catalogue.concepts[match.term.owner_id].kind == "count" and kind in _RATES:
            return True
        at = bisect_left(self.figures, (match.end, 0)) - 1
        return at >= 0 and self.figures[at][1] > match.start and self.figures[at] != (figure.start, figure.end)

    def _score(self, match: TermMatch, figure: Surroundings) -> float:
        """Longer terms, terms with a condition, and terms nearer to the figure score higher; after it, a little
        lower."""
        score = 2.0 * match.word_count + (1.0 if match.term.requires else 0.0)
        if match.start < figure.end and match.end > figure.start:
            return score + 2.0
        if match.start >= figure.end and not self.words.folded[figure.end : match.start].strip():
            return score + 1.0
        if match.end <= figure.start:
            between = figure.start - match.end
            return score - min(3.0, between / 40)
        between = match.start - figure.end
        return score - 1.5 - min(3.0, between / 20)


def best(candidates: Sequence[Candidate]) -> tuple[Candidate | None, tuple[str, ...]]:
    """The best candidate, or None and the ids that tie."""
    if not candidates:
        return None, ()
    ties = tuple(one.indicator_id for one in candidates if candidates[0].score - one.score < _TIE)
    return (candidates[0], ()) if len(ties) == 1 else (None, ties)


def _found(terms: Phrases[Term], words: Words, named: Sequence[Span]) -> list[TermMatch]:
    found = (
        TermMatch(match.start, match.end, match.first_word, match.word_count, match.payload)
        for match in terms.find(words)
    )
    return [match for match in found if not _inside(match, named)]


def _inside(match: TermMatch, named: Sequence[Span]) -> bool:
    """Whether a term is only a part of a name; one that fills it may still mean what it says ("trong nước")."""
    at = bisect_right(named, match.start, key=lambda span: span.start) - 1
    return at >= 0 and match.end <= named[at].end and (match.start, match.end) != (named[at].start, named[at].end)


def _near(span: Span, own: Span) -> Span:
    """Of a text without a stop, what is near the figure's own words: a sentence is never so long."""
    if span.end - span.start <= _LONGEST_SENTENCE:
        return span
    start = max(span.start, min(own.start, span.end) - _LONGEST_SENTENCE)
    return Span(start, max(start, min(span.end, own.end + _LONGEST_SENTENCE)))


def _within(matches: Sequence[TermMatch], span: Span) -> list[TermMatch]:
    first = bisect_left(matches, span.start, key=lambda match: match.start)
    last = bisect_left(matches, span.end, key=lambda match: match.start)
    return [match for match in matches[first:last] if match.end <= span.end]


def _longest(matches: Sequence[TermMatch]) -> list[TermMatch]:
    return [match for match in matches if not any(_holds(other, match) for other in matches)]


def _holds(longer: TermMatch, shorter: TermMatch) -> bool:
    return longer.start <= shorter.start and shorter.end <= longer.end and longer.word_count > shorter.word_count


def _overlaps(one: TermMatch, other: TermMatch) -> bool:
    return one.start < other.end and other.start < one.end
