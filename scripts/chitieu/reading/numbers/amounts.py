"""One end of a figure understood: its value in all readings, its scale and its composed unit id."""

from dataclasses import dataclass
from decimal import Decimal

from chitieu.reading.numbers.printed_numbers import Reading, readings
from chitieu.reading.numbers.shapes import Endpoint
from chitieu.reading.tokens.lexer import Token
from chitieu.reading.tokens.lexicon import UnitTerm

SCALES = {
    "ten": Decimal(10),
    "hundred": Decimal(100),
    "thousand": Decimal(10**3),
    "ten_thousand": Decimal(10**4),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
}
POWERS = {2: "hundred", 3: "thousand", 4: "ten_thousand", 5: "hundred_thousand", 6: "million"}
RATES = frozenset({"percent", "per_mille", "percentage_point", "basis_point"})


@dataclass(frozen=True, slots=True)
class Amount:
    """One endpoint understood: its readings before the scale, its scale and its unit."""

    readings: tuple[Reading, ...]
    factor: Decimal
    scale: str
    base: UnitTerm | None
    unit: str | None
    noun: str | None


def amount_of(text: str, tokens: list[Token], first: int, endpoint: Endpoint) -> Amount:
    number = tokens[first + endpoint.number]
    scales = [tokens[first + k].unit.unit_id for k in endpoint.scales]
    factor = _factor(tokens, first, endpoint.scales)
    term = tokens[first + endpoint.unit].unit if endpoint.unit is not None else None
    name = "_".join(scales)
    possible = readings(number.text) if number.kind != "SLASHED" else ()
    if endpoint.further:
        value = possible[0].value
        for place, smaller in endpoint.further:
            value += Decimal(tokens[first + place].text) * _factor(tokens, first, smaller) / factor
        possible = (Reading(value, max(0, -int(value.normalize().as_tuple().exponent)), "compound"),)
    if term is None:
        noun = _unknown_noun(text, tokens, first + endpoint.last + 1)
        after = first + endpoint.last + 1
        is_price = after < len(tokens) and tokens[after].text == "/"
        if scales and noun is None and (scales[-1] == "billion" or (scales[-1] == "million" and is_price)):
            return Amount(possible, factor, name, None, f"{name}_vnd", None)
        return Amount(possible, factor, name, None, None, noun)
    unit = _compose(tokens, first, endpoint, name, term)
    noun = tokens[first + endpoint.unit].text if endpoint.unit is not None and term.role == "counted" else None
    return Amount(prefer(possible, term, bool(scales)), factor, name, term, unit, noun)


def _factor(tokens: list[Token], first: int, scales: tuple[int, ...]) -> Decimal:
    factor = Decimal(1)
    for k in scales:
        term = tokens[first + k].unit
        factor *= SCALES[term.unit_id] if term is not None else 1
    return factor


def is_compound(tokens: list[Token], first: int, endpoint: Endpoint) -> bool:
    """ "1 tỷ 200 triệu", "2 nghìn 150" are one amount: whole numbers, each smaller than one of the scale before it."""
    whole = readings(tokens[first + endpoint.number].text)
    if not whole or whole[0].decimals:
        return False
    larger = _factor(tokens, first, endpoint.scales)
    for place, scales in endpoint.further:
        rest, factor = tokens[first + place].text, _factor(tokens, first, scales)
        if not (rest.isdecimal() and len(rest) <= 3) or Decimal(rest) * factor >= larger:
            return False
        if not scales and not (len(rest) == 3 and larger == SCALES["thousand"]):
            return False
        larger = factor
    return True


def prefer(possible: tuple[Reading, ...], term: UnitTerm, is_scaled: bool) -> tuple[Reading, ...]:
    """Puts first what the unit allows: things and plain money have no thousandths, few rates pass a thousand."""
    if len(possible) < 2:
        return possible
    whole_only = term.role == "counted" or (term.role == "currency" and not is_scaled)
    if whole_only and not is_scaled and possible[0].habit == "vietnamese" and possible[0].decimals == 3:
        return tuple(sorted(possible, key=lambda reading: reading.decimals))
    if term.unit_id in RATES and possible[0].value >= 1000 and possible[0].value % 10:
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
        power = POWERS.get(count.adjusted()) if count > 1 else None
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
