"""What a figure means among its words: comparator, sign, kind, interval, estimate, other readings.

The rules of reading are those of the project's contract, section "fct_observation".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from chitieu.reading.numbers.amounts import POWERS, RATES, Amount, prefer
from chitieu.reading.numbers.lists import TURNED
from chitieu.reading.numbers.printed_numbers import Reading, readings
from chitieu.reading.numbers.records import Alternative, Figure, NotAFigure
from chitieu.reading.numbers.shapes import Shape
from chitieu.reading.tokens.lexer import Token

_BOUNDS = ("GE", "LE", "LT", "GT")
_PROVINCES = frozenset({Decimal(63), Decimal(34)})
"""How many provinces the country had and has: what "thứ 12/63" ranks, where nothing else is printed."""
MINUS = frozenset("-–−")
_LOOK_BACK = 18
"""Tokens before a figure in which the word that governs it is looked for."""


@dataclass(frozen=True, slots=True)
class _Governor:
    """The word that says what the clause does with a figure: FALL, RISE, REACH …, its place and the distance."""

    kind: str
    place: int
    gap: int


class Reader:
    """What one shape means among its words; its places count the tokens of the block."""

    def __init__(self, text: str, tokens: list[Token], first: int, shape: Shape, ends: list[Amount]) -> None:
        self.text, self.tokens, self.first, self.shape, self.ends = text, tokens, first, shape, ends
        self.start = first + shape.endpoints[0].first
        self.last = first + shape.endpoints[-1].last
        self.openings = [first + k for k in shape.openings]
        self.unit = ends[-1].unit
        self.base = ends[-1].base
        self.is_rate = self.base is not None and self.base.unit_id in RATES
        self.governor = self._governor()
        self.words: list[int] = []

    # -- what stands around it

    def _governor(self) -> _Governor | None:
        gap = 0
        order = ("FALL", "RISE", "LEVEL", "EXCEED", "MULTIPLE", "RANK", "TOP", "SHARE", "REACH")
        begin = min([self.start, *self.openings]) - 1
        if begin >= 0 and self.tokens[begin].key == "cả":
            return None
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
        """The one figure of a single number or a range."""
        kind, rule = self._kind()
        comparator, is_approximate = self._comparator(kind)
        low, high = self._interval(comparator, [end.readings[0] for end in self.ends])
        is_negative = self._is_negative(kind)
        if is_negative:
            low, high, comparator = _turned(low, high, comparator)
        unit = "rank" if kind == "rank" and self.unit is None else self.unit
        decimals = max(end.readings[0].decimals for end in self.ends)
        figure = self._row(1, low, high, unit, comparator, kind, rule, decimals, is_approximate)
        others = tuple(self._alternatives(figure, is_negative))
        return replace(figure, alternatives=others) if others else figure

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
            row = self._row(1, low, high, "fraction", comparator, "fraction", "fraction of a whole")
            return [
                replace(
                    row, start=token.start, end=token.end, text=token.text, noun=None, is_approximate=is_approximate
                )
            ]
        comparator, is_approximate = self._comparator("pair")
        rate = self._rate_per(parts[1][0].value)
        if rate and not is_ranked:
            value = parts[0][0]
            low, high = self._interval(comparator, [value])
            row = self._row(1, low, high, rate, comparator, "level", "rate per round number of people")
            return [replace(row, decimals=value.decimals, is_approximate=is_approximate)]
        top, bottom = (prefer(part, self.base, False)[0] if self.base else part[0] for part in parts)
        low, high = self._interval(comparator, [top])
        whole, _ = self._interval("eq", [bottom])
        if is_ranked:
            ranked = self.unit or ("province" if whole in _PROVINCES else None)
            rows = [
                self._row(1, low, high, "rank", comparator, "rank", "place in an order"),
                self._row(2, whole, whole, ranked, "eq", "rank", "number ranked"),
            ]
            rows = [replace(row, start=token.start, end=token.end, text=token.text) for row in rows]
        else:
            rows = [
                self._row(1, low, high, self.unit, comparator, "pair", "pair"),
                self._row(2, whole, whole, self.unit, "eq", "pair", "pair"),
            ]
        return [
            replace(rows[0], decimals=top.decimals, is_approximate=is_approximate),
            replace(rows[1], decimals=bottom.decimals),
        ]

    def _rate_per(self, bottom: Decimal) -> str | None:
        """The unit of "18,5/100.000 trẻ đẻ sống" or "12,5/1 vạn dân", None unless it is for a power of ten."""
        count = bottom * self.ends[0].factor
        if self.base is None or self.base.plural not in ("people", "live_births", "girls", "students", "households"):
            return None
        power = POWERS.get(count.adjusted())
        if power is None or count != Decimal(10) ** count.adjusted():
            return None
        return f"per_{power}_{self.base.plural}"

    def _row(
        self,
        component: int,
        low: Decimal | None,
        high: Decimal | None,
        unit: str | None,
        comparator: str,
        kind: str,
        rule: str,
        decimals: int = 0,
        is_approximate: bool = False,
    ) -> Figure:
        start, end = self.tokens[self.start].start, self.tokens[self.last].end
        return Figure(
            start=start,
            end=end,
            text=self.text[start:end],
            component=component,
            comparator=comparator,
            low=low,
            high=high,
            unit=unit,
            noun=self.ends[-1].noun,
            decimals=decimals,
            is_approximate=is_approximate,
            is_estimate=self._is_estimate(),
            kind=kind,
            alternatives=(),
            words=tuple((self.tokens[k].start, self.tokens[k].end) for k in sorted(set(self.words))),
            rule=rule,
        )

    def _is_fraction(self, top: Reading, bottom: Reading) -> bool:
        """Small whole numbers before "số", "dân số"; "hơn 2/3" of anything, since a pair has no comparator."""
        if top.decimals or bottom.decimals or not top.value < bottom.value or bottom.value > 10:
            return False
        after = self.tokens[self.last + 1] if self.last + 1 < len(self.tokens) else None
        if any(self.tokens[k].kinds & {"GT", "LT", "APPROX", "GE"} for k in self.openings):
            return True
        if self.unit is not None:
            return False
        if top.value == 1 and self.governor is not None and self.governor.kind in ("SHARE", "REACH"):
            return True
        return after is not None and "WHOLE" in after.kinds

    def _kind(self) -> tuple[str, str]:
        governor = self.governor
        name = governor.kind if governor else ""
        after = self.tokens[self.last + 1] if self.last + 1 < len(self.tokens) else None
        if governor:
            self.words.append(governor.place)
        if name == "MULTIPLE" or (self.base is not None and self.base.unit_id == "times" and name in ("RISE", "FALL")):
            return "ratio", "multiple"
        is_pair = self.tokens[self.first + self.shape.endpoints[0].number].kind == "SLASHED"
        if name in ("RANK", "TOP") and (self.base is None or is_pair):
            return "rank", "place in an order"
        if name in ("FALL", "RISE") and self._is_starting_level():
            return "level", "where a rise or fall begins"
        if name == "FALL":
            return "fall", "word of falling before it"
        if name == "RISE":
            return "growth", "word of rising before it"
        plan = self._after(("PLAN",), 3) if self.is_rate else None
        if name == "EXCEED":
            if self._exceeds_a_plan():
                is_attained = self.is_rate and self.ends[0].readings[0].value >= 100
                return ("attainment" if is_attained else "excess"), "exceeds a plan"
            return "level", "exceeds a mark"
        if plan is not None:
            self.words.append(plan)
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
        if self.is_rate and after is not None and not after.kinds.isdisjoint({"WHOLE", "MEMBERS"}):
            return "share", "percentage of things"
        if self.shape.endpoints[0].sign is not None and self.is_rate:
            minus = self.tokens[self.start].text in MINUS
            return ("fall" if minus else "growth"), "sign before it"
        return "level", "no word that says otherwise"

    def _is_starting_level(self) -> bool:
        """ "giảm từ 25 vụ xuống còn 18 vụ": the first number is where the fall began."""
        if len(self.ends) == 2 or not any(self.tokens[k].key == "từ" for k in self.openings):
            return False
        for k in range(self.last + 1, min(len(self.tokens), self.last + 10)):
            if self.tokens[k].kind == "line" or (self.tokens[k].kind == "mark" and self.tokens[k].text not in "()"):
                return False
            if "LEVEL" in self.tokens[k].kinds:
                return True
        return False

    def _exceeds_a_plan(self) -> bool:
        """ "vượt 5% kế hoạch", "vượt 1.200 tỷ đồng so với dự toán"; "vượt 20.000 tỷ đồng" alone only exceeds a mark."""
        if self.governor is not None and self.tokens[self.governor.place].key not in ("vượt", "vượt thu"):
            return True
        if self._after(("PLAN",), 4) is not None:
            return True
        after = self.tokens[self.last + 1] if self.last + 1 < len(self.tokens) else None
        return after is not None and after.key in ("so với", "so")

    def _comparator(self, kind: str) -> tuple[str, bool]:
        bounds = {
            kind for k in self.openings for kind in ("GE", "LE", "LT", "GT", "APPROX") if kind in self.tokens[k].kinds
        }
        if kind == "ratio" and self.governor and self.governor.gap == 0 and self.governor.place:
            before = self.tokens[self.governor.place - 1]  # "hơn gấp 2 lần"
            bounds |= before.kinds & {"GT", "LT", "APPROX"}
        is_approximate = "APPROX" in bounds
        self.words += [k for k in self.openings if self.tokens[k].kinds & {"GE", "LE", "LT", "GT", "APPROX"}]
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
        if self.governor and self.governor.kind == "EXCEED" and kind == "level":
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
            return self.tokens[self.first + sign].text in MINUS
        return kind == "fall"

    def _is_estimate(self) -> bool:
        for k in range(self.start - 1, max(-1, self.start - 9), -1):
            token = self.tokens[k]
            if "ESTIMATE" in token.kinds:
                return True
            if token.kind in ("line", "mark") or (token.is_number and token.kind not in ("YEAR", "MONTH_YEAR")):
                return False
        return False

    def _alternatives(self, figure: Figure, is_negative: bool) -> Iterator[Alternative]:
        first = [end.readings[0] for end in self.ends]
        printed = TURNED.get(figure.comparator, figure.comparator) if is_negative else figure.comparator
        for position, end in enumerate(self.ends):
            for other in end.readings[1:]:
                if other.habit == "decimal_point" and end.readings[0].habit == "vietnamese" and not self.is_rate:
                    continue
                low, high = self._interval(printed, [*first[:position], other, *first[position + 1 :]])
                if is_negative:
                    low, high, _ = _turned(low, high, printed)
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


def _turned(low: Decimal | None, high: Decimal | None, comparator: str) -> tuple[Decimal | None, Decimal | None, str]:
    """An interval of the other sign: "ít nhất 5" of a fall is at most -5."""
    return None if high is None else -high, None if low is None else -low, TURNED.get(comparator, comparator)
