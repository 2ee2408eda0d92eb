"""The number grammar of the reader: Vietnamese text to figures with exact spans, and to numerals that are no figure.

The way of a numeral: the lexer (figure_words.py) gives tokens with kinds; rules of names and dates (not_figures.py) say whether it
is a figure at all; the grammar (figures.lark, figure_shapes.py) says how far the figure reaches and what stands
where; this module says what it means. Rules of reading: the project's contract, section "fct_observation".

Values are exact decimals in the printed unit. A unit id is composed, `<scale>_<base>[_per_<denominator>]`; whether it is registered is
for the caller to check. "/năm" adds nothing, since figures of a year are the rule. A scale before an unknown noun is multiplied
into the value, since the unit then is only a number of things.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from chitieu.figure_shapes import LONGEST, Endpoint, Shape, shape_of
from chitieu.figure_words import Lexicon, Token, UnitTerm, load_lexicon, tokenise
from chitieu.not_figures import REASONS, Judgement, judge
from chitieu.printed_numbers import Reading, readings

__all__ = ["REASONS", "Alternative", "Figure", "NotAFigure", "read_numerals"]

SCALES = {
    "ten": Decimal(10),
    "hundred": Decimal(100),
    "thousand": Decimal(10**3),
    "ten_thousand": Decimal(10**4),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
}
_POWERS = {2: "hundred", 3: "thousand", 4: "ten_thousand", 5: "hundred_thousand", 6: "million"}
_MONEY = frozenset({"vnd", "usd", "eur", "jpy", "cny", "krw", "lak", "thb", "gbp"})
_RATES = frozenset({"percent", "per_mille", "percentage_point", "basis_point"})
_BOUNDS = ("GE", "LE", "LT", "GT")
_TURNED = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
_WORD_NUMBERS = {
    "đôi": 2,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "rưỡi": Decimal("1.5"),
}
_ENDED = frozenset({"household", "commune", "district", "village", "dwelling"})
_TERMINALS_BY_KIND = ("GE", "LE", "LT", "GT", "APPROX", "FROM", "TO", "UP", "DOWN", "LIGHT")
_MINUS = frozenset("-–−")
_DASHES = frozenset("-–—~÷")
_LOOK_BACK = 18
"""Tokens before a figure in which the word that governs it is looked for."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of a figure, and why it is possible."""

    low: Decimal | None
    high: Decimal | None
    unit: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity as the document prints it; `text` is exactly the document's characters from `start` to `end`."""

    start: int
    end: int
    text: str
    component: int
    """1, or 2 for the second number of a pair such as "26/28"."""
    comparator: str
    """eq, approx, ge, gt, le, lt or range."""
    low: Decimal | None
    high: Decimal | None
    """The interval in `unit`, signed; None is an open end."""
    unit: str | None
    """The composed unit id; None when nothing is printed or the noun is not known."""
    noun: str | None
    """The counted thing as printed, or the first words after a bare number."""
    decimals: int
    is_approximate: bool
    is_estimate: bool
    kind: str
    """level, growth, fall, excess, attainment, proportion, share, ratio, rank, pair or fraction."""
    alternatives: tuple[Alternative, ...]
    words: tuple[Span, ...]
    """Spans of the words that decided."""
    rule: str


@dataclass(frozen=True, slots=True)
class NotAFigure:
    """A numeral that measures nothing, with one of REASONS."""

    start: int
    end: int
    text: str
    reason: str
    words: tuple[Span, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class _Amount:
    """One endpoint understood: its readings before the scale, its scale and its unit."""

    readings: tuple[Reading, ...]
    factor: Decimal
    scale: str
    base: UnitTerm | None
    unit: str | None
    noun: str | None


def read_numerals(text: str, lexicon: Lexicon | None = None) -> list[Figure | NotAFigure]:
    """All numerals of a text in document order, each exactly once, and the few figures printed in words.

    Both rows of a pair have the same span. Never raises on any text; the time is linear in its length.
    """
    tokens = tokenise(text, lexicon or load_lexicon())
    found: list[Figure | NotAFigure] = []
    previous: Judgement | None = None
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.is_number:
            previous = judge(tokens, place, previous)
            if previous:
                first = tokens[previous.first]
                found.append(_not_a_figure(text, tokens, previous, first.start))
                place = previous.last + 1
            else:
                figures, place = _figures_at(text, tokens, place)
                found.extend(figures)
            continue
        if token.kind == "word":
            found.extend(_digits_in_word(text, token, found))
            figure = _figure_in_words(text, tokens, place)
            if figure and not (found and found[-1].end > figure.start):
                found.append(figure)
        place += 1
    return _share_units(found, text)


def _not_a_figure(text: str, tokens: list[Token], judgement: Judgement, start: int) -> NotAFigure:
    end = tokens[judgement.last].end
    words = tuple((tokens[k].start, tokens[k].end) for k in judgement.words if 0 <= k < len(tokens))
    return NotAFigure(start, end, text[start:end], judgement.reason, words, judgement.rule)


def _digits_in_word(text: str, token: Token, found: list[Figure | NotAFigure]) -> Iterator[NotAFigure]:
    """The "2" of a "m2" that stands without a number."""
    if token.text[-1].isdecimal() and not (found and found[-1].end > token.start):
        yield NotAFigure(token.start, token.end, token.text, "unit_symbol", (), "symbol of a unit")


def _figures_at(text: str, tokens: list[Token], place: int) -> tuple[list[Figure | NotAFigure], int]:
    """The figures at a number and the place after them."""
    first = _first_opening(tokens, place)
    kinds = []
    for k in range(first, min(len(tokens), place + LONGEST)):
        kind = _terminal(tokens, k, place)
        if kind is None:
            break
        kinds.append(kind)
    shape = shape_of(tuple(kinds))
    token = tokens[place]
    if shape is None or first + shape.endpoints[0].number != place:
        return [NotAFigure(token.start, token.end, token.text, "unreadable", (), "no number by any rule")], place + 1
    ends = [_amount(text, tokens, first, endpoint) for endpoint in shape.endpoints]
    if any(not end.readings for end in ends[:1]) and token.kind != "SLASHED":
        return [NotAFigure(token.start, token.end, token.text, "unreadable", (), "no number by any rule")], place + 1
    if len(ends) == 2 and not _is_range(tokens, first, shape, ends):
        shape = Shape(
            shape.endpoints[:1], tuple(k for k in shape.openings if k < shape.endpoints[0].number), None, None, 0
        )
        ends = ends[:1]
    reader = _Reader(text, tokens, first, shape, ends)
    after = first + shape.endpoints[-1].last + 1
    if token.kind == "SLASHED":
        return reader.slashed(), after
    return [reader.figure()], after


def _first_opening(tokens: list[Token], place: int) -> int:
    """Walks left over the words that open a figure ("đạt từ trên"); a loose word before "trên" ends the walk."""
    first = place
    if place and tokens[place - 1].text in _MINUS | {"+"} and tokens[place].glued and _is_sign(tokens, place - 1):
        first = place - 1
    loose = False
    k = first - 1
    while k >= 0 and first - k < 7:
        token = tokens[k]
        if not token.kinds & {"GE", "LE", "LT", "GT", "APPROX", "FROM", "LIGHT", "TO"}:
            break
        if loose and token.kinds & {"GT", "LT", "APPROX", "FROM"}:
            break
        loose = loose or token.key in ("là", "có", "đạt", "được", "thêm", "cả", "đến", "tới")
        k -= 1
    k += 1
    while k < first and not tokens[k].kinds & {"GE", "LE", "LT", "GT", "APPROX", "FROM"}:
        k += 1
    return k


def _is_sign(tokens: list[Token], place: int) -> bool:
    """A dash is a minus when nothing stands before it that it could join or open: not after a number, word or line break."""
    if place == 0:
        return False
    before = tokens[place - 1]
    if before.kind == "line":
        return False
    if tokens[place].text == "+":
        return not before.is_number
    if tokens[place].glued and before.kind in ("word", "NUM", "YEAR"):
        return False
    return not (before.is_number or before.unit is not None) or (not tokens[place].glued and before.unit is None)


def _terminal(tokens: list[Token], k: int, place: int) -> str | None:
    """The terminal of figures.lark for a token, None where the figure must end."""
    token = tokens[k]
    if token.is_number:
        return token.kind if token.kind in ("NUM", "YEAR", "SLASHED") else None
    if token.kind == "line":
        return None
    if k < place and token.text in _MINUS:
        return "MINUS"
    if token.text == "+":
        return "PLUS"
    if token.unit is not None and k > place:
        return {"scale": "SCALE", "time": "TIME"}.get(token.unit.role, "UNIT")
    if token.text == "/":
        return "SLASH"
    if token.text in _DASHES:
        return "DASH"
    if k > place and token.key == "trên" and _is_denominator(tokens, k + 1):
        return "SLASH"
    for kind in _TERMINALS_BY_KIND:
        if kind in token.kinds:
            if kind == "TO" and k < place:
                return "LIGHT"
            return kind
    return None


def _is_denominator(tokens: list[Token], place: int) -> bool:
    """ "trên 1 ha", "trên 1 vạn dân", "trên 1.000 dân": one, or a power of ten of people or land."""
    if place + 1 >= len(tokens) or tokens[place].kind != "NUM":
        return False
    digits = tokens[place].text.replace(".", "").lstrip("0")
    if digits.strip("0") != "1":
        return False
    unit = tokens[place + 1].unit
    if unit is not None and unit.role == "scale" and place + 2 < len(tokens):
        unit = tokens[place + 2].unit
    return unit is not None and (
        unit.plural in ("people", "live_births") or (digits == "1" and unit.unit_id == "hectare")
    )


def _amount(text: str, tokens: list[Token], first: int, endpoint: Endpoint) -> _Amount:
    number = tokens[first + endpoint.number]
    scales = [tokens[first + k].unit.unit_id for k in endpoint.scales]
    factor = Decimal(1)
    for scale in scales:
        factor *= SCALES[scale]
    term = tokens[first + endpoint.unit].unit if endpoint.unit is not None else None
    name = "_".join(_scale_names(scales))
    possible = readings(number.text) if number.kind != "SLASHED" else ()
    if term is None:
        noun = _unknown_noun(text, tokens, first + endpoint.last + 1)
        if scales and scales[-1] == "billion" and noun is None:
            return _Amount(possible, factor, name, None, f"{name}_vnd", None)
        return _Amount(possible, factor, name, None, None, noun)
    unit = _compose(tokens, first, endpoint, name, term)
    noun = tokens[first + endpoint.unit].text if endpoint.unit is not None and term.role == "counted" else None
    return _Amount(_prefer(possible, term, bool(scales)), factor, name, term, unit, noun)


def _scale_names(scales: list[str]) -> list[str]:
    """ "nghìn tỷ" is thousand_billion; "chục nghìn" ten_thousand; "trăm triệu" hundred_million."""
    return scales


def _prefer(possible: tuple[Reading, ...], term: UnitTerm, is_scaled: bool) -> tuple[Reading, ...]:
    """Puts first the reading that the unit allows: things and unscaled money have no thousandths, few rates exceed a thousand."""
    if len(possible) < 2:
        return possible
    whole_only = term.role == "counted" or (term.role == "currency" and not is_scaled)
    if whole_only and not is_scaled and possible[0].habit == "vietnamese" and possible[0].decimals == 3:
        return tuple(sorted(possible, key=lambda reading: reading.decimals))
    if term.unit_id in _RATES and possible[0].value >= 1000 and possible[0].value % 10:
        return tuple(sorted(possible, key=lambda reading: reading.value))
    return possible


def _compose(tokens: list[Token], first: int, endpoint: Endpoint, scale: str, term: UnitTerm) -> str:
    base = f"{scale}_{term.unit_id}" if scale else term.unit_id
    ratio = f"{scale}_{term.in_ratio}" if scale else term.in_ratio
    unit = base
    for per in endpoint.pers:
        denominator = tokens[first + per.unit].unit
        if denominator is None or denominator.unit_id == "year":
            continue
        count = Decimal(1)
        if per.number is not None:
            possible = readings(tokens[first + per.number].text)
            count = possible[0].value if possible else Decimal(1)
        for k in per.scales:
            scale_term = tokens[first + k].unit
            count *= SCALES[scale_term.unit_id] if scale_term else 1
        power = _POWERS.get(count.adjusted()) if count > 1 else None
        if power is None:
            unit = f"{ratio if unit == base else unit}_per_{denominator.in_ratio}"
        elif term.role == "counted" and denominator.plural == "people":
            unit = f"per_{power}_people"
        else:
            unit = f"{term.plural or term.in_ratio}_per_{power}_{denominator.plural or denominator.in_ratio}"
    return unit


def _unknown_noun(text: str, tokens: list[Token], place: int) -> str | None:
    """Up to two words after a number that no table knows, as far as they can be a noun."""
    end = place
    while end < len(tokens) and end < place + 2 and tokens[end].kind == "word" and not tokens[end].kinds:
        end += 1
    return text[tokens[place].start : tokens[end - 1].end] if end > place else None


def _is_range(tokens: list[Token], first: int, shape: Shape, ends: list[_Amount]) -> bool:
    """Whether two joined numbers are the ends of one interval."""
    low, high = shape.endpoints
    kinds = {tokens[first + end.number].kind for end in (low, high)}
    if "SLASHED" in kinds or not ends[1].readings or (kinds == {"NUM", "YEAR"} and ends[1].base is None):
        return False
    if low.unit is not None and high.unit is None:
        return False
    if low.unit is not None and ends[0].base != ends[1].base:
        return False
    if low.unit is None and low.scales and not high.scales:
        return False
    bottom, top = (
        _size(end, other, bool(point.scales))
        for end, other, point in zip(ends, reversed(ends), (low, high), strict=True)
    )
    return bottom < top


def _size(end: _Amount, other: _Amount, is_scaled: bool) -> Decimal:
    return end.readings[0].value * (end.factor if is_scaled or end.base is not None else other.factor)


@dataclass(frozen=True, slots=True)
class _Governor:
    """The word that says what the clause does with a figure: FALL, RISE, REACH …, its place and the distance."""

    kind: str
    place: int
    gap: int


class _Reader:
    """What one shape means among its words."""

    def __init__(self, text: str, tokens: list[Token], first: int, shape: Shape, ends: list[_Amount]) -> None:
        self.text, self.tokens, self.first, self.shape, self.ends = text, tokens, first, shape, ends
        self.start = first + shape.endpoints[0].first
        self.last = first + shape.endpoints[-1].last
        self.openings = [first + k for k in shape.openings]
        self.unit = ends[-1].unit
        self.base = ends[-1].base
        self.is_rate = self.base is not None and self.base.unit_id in _RATES
        self.governor = self._governor()
        self.words: list[int] = []

    # -- what stands around it

    def _governor(self) -> _Governor | None:
        gap = 0
        order = ("FALL", "RISE", "LEVEL", "EXCEED", "MULTIPLE", "RANK", "TOP", "SHARE", "REACH")
        begin = min([self.start, *self.openings]) - 1
        for k in range(begin, max(-1, begin - _LOOK_BACK), -1):
            token = self.tokens[k]
            if token.kind == "line" or (token.is_number and token.kind not in ("YEAR", "MONTH_YEAR")):
                return None
            if token.kind == "mark" and not (token.text == ":" and k == begin):
                return None
            for kind in order:
                if kind in token.kinds:
                    if gap and kind in ("FALL", "RISE") and not self.is_rate:
                        return None
                    return _Governor(kind, k, gap) if not gap or kind in ("FALL", "RISE", "SHARE") else None
            if (
                token.is_number
                or token.kind == "mark"
                or token.kinds & {"PASS", "LIGHT", "APPROX", "YEAR", "ESTIMATE", "PLAN"}
            ):
                continue
            if token.kinds & {"STOP"} or gap >= 8:
                return None
            gap += 1
        return None

    def _before(self, kind: str, reach: int) -> int | None:
        for k in range(self.start - 1, max(-1, self.start - 1 - reach), -1):
            token = self.tokens[k]
            if token.kind in ("line", "mark") or token.is_number:
                return None
            if kind in token.kinds:
                return k
        return None

    def _after(self, kinds: tuple[str, ...], reach: int) -> int | None:
        for k in range(self.last + 1, min(len(self.tokens), self.last + 1 + reach)):
            token = self.tokens[k]
            if token.kind in ("line", "mark") or token.is_number:
                return None
            if any(kind in token.kinds for kind in kinds):
                return k
        return None

    # -- what it says

    def figure(self) -> Figure:
        kind, rule = self._kind()
        comparator, is_approximate = self._comparator(kind)
        negative = self._is_negative(kind)
        reading = self.ends[-1].readings[0]
        low, high = self._interval(comparator, [end.readings[0] for end in self.ends])
        if negative:
            low, high = (None if high is None else -high), (None if low is None else -low)
            comparator = _TURNED.get(comparator, comparator)
        noun = self.ends[-1].noun
        unit = self.unit
        if kind == "rank" and unit is None:
            unit = "rank"
        decimals = max(end.readings[0].decimals for end in self.ends)
        figure = Figure(
            start=self.tokens[self.start].start,
            end=self.tokens[self.last].end,
            text=self.text[self.tokens[self.start].start : self.tokens[self.last].end],
            component=1,
            comparator=comparator,
            low=low,
            high=high,
            unit=unit,
            noun=noun,
            decimals=decimals,
            is_approximate=is_approximate,
            is_estimate=self._is_estimate(),
            kind=kind,
            alternatives=(),
            words=(),
            rule=rule,
        )
        del reading
        return replace(figure, alternatives=tuple(self._alternatives(figure, negative)), words=self._word_spans())

    def slashed(self) -> list[Figure | NotAFigure]:
        """ "26/28 chỉ tiêu": two rows; "2/3 số xã": a fraction; "thứ 9/114": a rank and the number ranked."""
        token = self.tokens[self.first + self.shape.endpoints[0].number]
        parts = [readings(part) for part in token.text.split("/")]
        if not all(parts) or parts[1][0].value == 0:
            return [NotAFigure(token.start, token.end, token.text, "unreadable", (), "no number by any rule")]
        kind, _ = self._kind()
        is_ranked = kind == "rank"
        if not is_ranked and self._is_fraction(*(part[0] for part in parts)):
            value = (parts[0][0].value / parts[1][0].value).quantize(Decimal("0.000001"))
            comparator, is_approximate = self._comparator("fraction")
            low, high = self._interval(comparator, [Reading(value, 6, "fraction")])
            figure = self._row(1, low, high, "fraction", comparator, is_approximate, "fraction", "fraction of a whole")
            return [replace(figure, end=token.end, text=token.text, noun=None)]
        comparator, is_approximate = self._comparator("pair")
        rows = []
        for component, part in enumerate(parts, start=1):
            value = _prefer(part, self.base, False)[0] if self.base else part[0]
            amount = value.value
            unit = self.unit
            if unit is None and self.ends[0].factor != 1:
                amount *= self.ends[0].factor
            if is_ranked:
                unit = "rank" if component == 1 else self.unit
            own = comparator if component == 1 else "eq"
            low, high = (amount, amount) if own in ("eq", "approx") else self._interval(own, [Reading(amount, 0, "")])
            row = self._row(
                component,
                low,
                high,
                unit,
                own,
                is_approximate and component == 1,
                "rank" if is_ranked else "pair",
                "pair",
            )
            rows.append(replace(row, decimals=value.decimals))
        if is_ranked:
            rows = [replace(row, end=token.end, text=token.text) for row in rows]
        return rows

    def _row(
        self,
        component: int,
        low: Decimal | None,
        high: Decimal | None,
        unit: str | None,
        comparator: str,
        is_approximate: bool,
        kind: str,
        rule: str,
    ) -> Figure:
        start, end = self.tokens[self.start].start, self.tokens[self.last].end
        return Figure(
            start,
            end,
            self.text[start:end],
            component,
            comparator,
            low,
            high,
            unit,
            self.ends[0].noun,
            0,
            is_approximate,
            self._is_estimate(),
            kind,
            (),
            self._word_spans(),
            rule,
        )

    def _is_fraction(self, top: Reading, bottom: Reading) -> bool:
        """Small whole numbers before "số", "dân số", "diện tích"; "hơn 2/3" of anything, since a pair has no comparator."""
        if top.decimals or bottom.decimals or not top.value < bottom.value or bottom.value > 10:
            return False
        after = self.tokens[self.last + 1] if self.last + 1 < len(self.tokens) else None
        if any(self.tokens[k].kinds & {"GT", "LT", "APPROX", "GE"} for k in self.openings):
            return True
        if self.unit is not None:
            return False
        return after is not None and after.key in (
            "số",
            "tổng số",
            "tổng",
            "diện tích",
            "dân số",
            "chặng",
            "thời gian",
            "quãng",
            "lực lượng",
            "nhu cầu",
            "sản lượng",
            "vốn",
            "khối lượng",
            "giá trị",
            "số lượng",
            "chiều",
            "lượng",
            "công suất",
            "phiếu",
            "tổng diện tích",
        )

    def _kind(self) -> tuple[str, str]:
        governor = self.governor
        name = governor.kind if governor else ""
        after = self.tokens[self.last + 1] if self.last + 1 < len(self.tokens) else None
        if governor:
            self_words = [governor.place]
        else:
            self_words = []
        self._decided = self_words
        if name == "MULTIPLE" or (self.base is not None and self.base.unit_id == "times" and name in ("RISE", "FALL")):
            return "ratio", "multiple"
        is_pair = self.tokens[self.first + self.shape.endpoints[0].number].kind == "SLASHED"
        if name in ("RANK", "TOP") and (self.base is None or is_pair):
            return "rank", "place in an order"
        if name == "FALL":
            return "fall", "word of falling before it"
        if name == "RISE":
            return "growth", "word of rising before it"
        plan = self._after(("PLAN",), 3) if self.is_rate else None
        if name == "EXCEED":
            if self.is_rate or self._after(("PLAN",), 4) is not None:
                is_attained = self.is_rate and self.ends[0].readings[0].value >= 100
                return ("attainment" if is_attained else "excess"), "exceeds a plan"
            return "level", "exceeds a mark"
        if plan is not None:
            self._decided = [*self_words, plan]
            return "attainment", "percentage of a plan"
        if (
            self.is_rate
            and name == "REACH"
            and governor
            and self.tokens[governor.place].key in ("bằng", "tương đương với")
        ):
            return "proportion", "percentage of another figure"
        if name == "SHARE":
            return "share", "share of a whole"
        if (
            self.is_rate
            and after is not None
            and (after.key in ("số", "tổng số", "tổng", "dân số", "diện tích") or self._is_counted(after))
        ):
            return "share", "percentage of things"
        if self.shape.endpoints[0].sign is not None and self.is_rate:
            minus = self.tokens[self.start].text in _MINUS
            return ("fall" if minus else "growth"), "sign before it"
        return "level", "no word that says otherwise"

    @staticmethod
    def _is_counted(token: Token) -> bool:
        return token.key in (
            "xã",
            "huyện",
            "hộ",
            "người",
            "dân",
            "trường",
            "học sinh",
            "lao động",
            "doanh nghiệp",
            "thôn",
            "cán bộ",
            "địa phương",
        )

    def _comparator(self, kind: str) -> tuple[str, bool]:
        bounds = {
            kind for k in self.openings for kind in ("GE", "LE", "LT", "GT", "APPROX") if kind in self.tokens[k].kinds
        }
        is_approximate = "APPROX" in bounds
        self.words = [k for k in self.openings if self.tokens[k].kinds & {"GE", "LE", "LT", "GT", "APPROX"}]
        if len(self.ends) == 2:
            return "range", is_approximate
        closing = self.first + self.shape.closing if self.shape.closing is not None else None
        if closing is not None:
            self.words.append(closing)
            return ("ge" if "UP" in self.tokens[closing].kinds else "le"), is_approximate
        for name in _BOUNDS:
            if name in bounds:
                return name.lower(), is_approximate
        if is_approximate:
            return "approx", True
        if self.governor and self.governor.kind == "EXCEED" and kind == "level" and self.governor.gap == 0:
            return "gt", False
        if self.governor and self.governor.kind == "TOP":
            return "le", False
        opened = [self.tokens[k].key for k in self.openings]
        if opened == ["từ"] and self.governor and self.governor.kind == "REACH" and not self._goes_on():
            return "ge", False
        return "eq", False

    def _goes_on(self) -> bool:
        """ "đạt từ 5% năm 2020 lên 7%": another end follows, so "từ" opens no bound."""
        return any(
            self.tokens[k].kinds & {"TO", "LEVEL"} for k in range(self.last + 1, min(len(self.tokens), self.last + 8))
        )

    def _interval(self, comparator: str, values: list[Reading]) -> tuple[Decimal | None, Decimal | None]:
        scale = Decimal(1) if self.unit is not None else self.ends[-1].factor
        high = values[-1].value * scale
        if comparator == "range":
            low_end, high_end = self.ends
            own = self.shape.endpoints[0]
            low = values[0].value * scale
            if own.scales or own.unit is not None:
                low = values[0].value * low_end.factor / high_end.factor * scale
            return low, high
        if comparator in ("gt", "ge"):
            return high, None
        if comparator in ("lt", "le"):
            return None, high
        return high, high

    def _is_negative(self, kind: str) -> bool:
        sign = self.shape.endpoints[0].sign
        if sign is not None:
            return self.tokens[self.first + sign].text in _MINUS
        return kind == "fall"

    def _is_estimate(self) -> bool:
        for k in range(self.start - 1, max(-1, self.start - 9), -1):
            token = self.tokens[k]
            if "ESTIMATE" in token.kinds:
                return True
            if token.kind in ("line", "mark") or (token.is_number and token.kind not in ("YEAR", "MONTH_YEAR")):
                return False
        return False

    def _alternatives(self, figure: Figure, negative: bool) -> Iterator[Alternative]:
        first = [end.readings[0] for end in self.ends]
        for position, end in enumerate(self.ends):
            for other in end.readings[1:]:
                if other.habit == "decimal_point" and end.readings[0].habit == "vietnamese" and not self.is_rate:
                    continue
                values = [*first[:position], other, *first[position + 1 :]]
                low, high = self._interval(
                    figure.comparator if not negative else _TURNED.get(figure.comparator, figure.comparator), values
                )
                if negative:
                    low, high = (None if high is None else -high), (None if low is None else -low)
                yield Alternative(low, high, figure.unit, f"{other.habit}: {other.value}")
        if figure.unit is None and figure.kind in ("growth", "fall", "share", "attainment") and figure.noun is None:
            yield Alternative(figure.low, figure.high, "percent", "missing %")
        if figure.unit is not None and self.base is None and figure.kind != "rank":
            value = figure.low if figure.low is not None else figure.high
            yield Alternative(value, value, None, "currency not printed")
        if figure.kind == "attainment" and self.governor and self.governor.kind == "EXCEED" and figure.low is not None:
            yield Alternative(figure.low + 100, figure.low + 100, "percent", "exceeding by it")
        if figure.kind == "excess" and self.is_rate and figure.low is not None:
            yield Alternative(figure.low + 100, figure.low + 100, "percent", "attainment")

    def _word_spans(self) -> tuple[Span, ...]:
        places = sorted({*self.words, *getattr(self, "_decided", [])})
        return tuple((self.tokens[k].start, self.tokens[k].end) for k in places)


def _figure_in_words(text: str, tokens: list[Token], place: int) -> Figure | None:
    """ "gấp đôi" is two times, "không còn hộ nghèo" no household, "một nửa" a half; nothing less certain is read."""
    token = tokens[place]
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if after is None:
        return None
    if "MULTIPLE" in token.kinds and after.key in _WORD_NUMBERS:
        return _in_words(
            text, tokens, place, place + 1, Decimal(_WORD_NUMBERS[after.key]), "times", "ratio", "multiple in words"
        )
    if token.key == "không còn" and after.unit is not None and after.unit.unit_id in _ENDED:
        figure = _in_words(text, tokens, place, place + 1, Decimal(0), after.unit.unit_id, "level", "none left")
        return replace(figure, noun=after.text)
    if "HALF" in token.kinds:
        return _in_words(text, tokens, place, place, Decimal("0.5"), "fraction", "fraction", "half in words")
    return None


def _in_words(
    text: str, tokens: list[Token], first: int, last: int, value: Decimal, unit: str, kind: str, rule: str
) -> Figure:
    start, end = tokens[first].start, tokens[last].end
    comparator, low, high, is_approximate = "eq", value, value, False
    before = tokens[first - 1] if first else None
    deciding = [(start, end)]
    if before is not None and before.kinds & {"APPROX", "GT", "LT"} and kind != "level":
        deciding.insert(0, (before.start, before.end))
        comparator = next(name for name in ("gt", "lt", "approx") if name.upper() in before.kinds)
        is_approximate = comparator == "approx"
        low, high = (None if comparator == "lt" else value), (None if comparator == "gt" else value)
    decimals = max(0, -value.as_tuple().exponent)
    return Figure(
        start,
        end,
        text[start:end],
        1,
        comparator,
        low,
        high,
        unit,
        None,
        decimals,
        is_approximate,
        False,
        kind,
        (),
        tuple(deciding),
        rule,
    )


_LIST_JOINTS = frozenset({",", ";", "và", "hoặc", "hay", ", và", "và khoảng"})


def _share_units(found: list[Figure | NotAFigure], text: str) -> list[Figure | NotAFigure]:
    """A list names its unit once: "Phú Thọ 15/15, Hậu Giang 18/18 chỉ tiêu", "tăng 5,2 và 6,3%", "9,3 bác sĩ và 31 giường/1 vạn dân"."""
    shared = list(found)
    for k in range(len(shared) - 2, -1, -1):
        figure, following = shared[k], shared[k + 1]
        if not isinstance(figure, Figure) or not isinstance(following, Figure) or following.unit is None:
            continue
        between = text[figure.end : following.start]
        joint = between.strip().lower()
        if figure.kind == following.kind == "pair":
            if (
                figure.unit is None
                and figure.noun is None
                and (figure.start == following.start or _is_one_list(between))
            ):
                shared[k] = replace(figure, unit=following.unit, rule="unit of its list")
        elif joint in _LIST_JOINTS and figure.kind not in ("pair", "rank", "fraction"):
            if figure.unit is None and figure.noun is None and following.kind not in ("pair", "rank", "ratio"):
                shared[k] = replace(
                    figure, unit=following.unit, noun=following.noun, alternatives=(), rule="unit of its list"
                )
            elif figure.noun is not None and following.unit.startswith("per_") and joint == "và":
                shared[k] = replace(figure, unit=following.unit, rule="denominator of its list")
    for k in range(1, len(shared)):
        shared[k] = _fall_continued(shared[k - 1], shared[k], text)
    return shared


def _is_one_list(between: str) -> bool:
    """Names and commas only: no end of a sentence and no line break."""
    return len(between) < 60 and not any(mark in between for mark in ".;:\n")


def _fall_continued(before: Figure | NotAFigure, figure: Figure | NotAFigure, text: str) -> Figure | NotAFigure:
    """ "giảm 15 vụ (5,2%)": the percentage in parentheses falls too; "giảm 10 vụ, 5 người chết": so does the list."""
    if (
        not isinstance(before, Figure)
        or not isinstance(figure, Figure)
        or before.kind != "fall"
        or figure.kind != "level"
    ):
        return figure
    joint = text[before.end : figure.start].strip().lower()
    in_parentheses = (
        joint
        in ("(", "(tương ứng", "(tương đương", "(tương ứng giảm", "hay", "tương ứng", "tương đương", "=", "/", "(bằng")
        and figure.unit in _RATES
    )
    in_list = joint in (",", "và") and before.noun is not None and figure.noun is not None and figure.unit not in _RATES
    if not (in_parentheses or in_list) or figure.comparator == "range":
        return figure
    low = None if figure.high is None else -figure.high
    high = None if figure.low is None else -figure.low
    other = Alternative(figure.low, figure.high, figure.unit, "fall not continued")
    return replace(
        figure,
        low=low,
        high=high,
        comparator=_TURNED.get(figure.comparator, figure.comparator),
        kind="fall",
        alternatives=(*figure.alternatives, other),
        rule="fall continued",
    )
