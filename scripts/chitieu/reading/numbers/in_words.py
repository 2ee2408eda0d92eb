"""The few figures printed in words: "gấp đôi", "một nửa", "không còn hộ nghèo", "giảm chín vụ", "hai triệu lượt"."""

from dataclasses import replace
from decimal import Decimal

from chitieu.reading.exclusions.names import programme
from chitieu.reading.numbers.amounts import SCALES
from chitieu.reading.numbers.records import Figure
from chitieu.reading.tokens.lexer import WORD_NUMBERS, Token

_MULTIPLES = {**WORD_NUMBERS, "đôi": 2, "năm": 5, "rưỡi": Decimal("1.5")}
_COUNTED = frozenset(
    {
        "case",
        "person",
        "commune",
        "district",
        "province",
        "project",
        "enterprise",
        "cooperative",
        "household",
        "dwelling",
        "school",
        "village",
        "vehicle",
        "vessel",
        "medal",
        "industrial_cluster",
        "industrial_park",
        "rank",
    }
)
"""What is counted in words after a word of change; "hai bên", "ba nội dung" are no statistics."""
_ENDED = frozenset({"hộ nghèo", "hộ cận nghèo", "hộ đói", "nhà tạm", "nhà dột nát"})
"""What a report says is no more; a bare "xã" is not enough: "không còn xã dưới 10 tiêu chí"."""


def figure_in_words(text: str, tokens: list[Token], place: int) -> Figure | None:
    """ "gấp đôi" is two times, "không còn hộ nghèo" no household, "một nửa" a half; nothing less certain is read."""
    token = tokens[place]
    if "HALF" in token.kinds:
        half = _in_words(text, tokens, place, place, Decimal("0.5"), "fraction", "fraction", "half in words")
        if place and "FALL" in tokens[place - 1].kinds:
            return replace(half, low=-Decimal("0.5"), high=-Decimal("0.5"), kind="fall")
        return half
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if after is None:
        return None
    if "MULTIPLE" in token.kinds and after.key in _MULTIPLES:
        value = Decimal(_MULTIPLES[after.key])
        return _in_words(text, tokens, place, place + 1, value, "times", "ratio", "multiple in words")
    if token.key == "không còn" and after.unit is not None and after.key in _ENDED:
        none = _in_words(text, tokens, place, place + 1, Decimal(0), after.unit.unit_id, "level", "none left")
        return replace(none, noun=after.text)
    if token.key in WORD_NUMBERS and after.unit is not None:
        return _counted(text, tokens, place)
    return None


def _counted(text: str, tokens: list[Token], place: int) -> Figure | None:
    """ "giảm chín vụ", "thêm hai xã", and a scaled amount anywhere: "hơn một triệu lượt khách", "hai tỷ đồng"."""
    value, last, scales = Decimal(WORD_NUMBERS[tokens[place].key]), place + 1, []
    while last < len(tokens) and tokens[last].unit is not None and tokens[last].unit.unit_id in SCALES:
        scales.append(tokens[last].unit.unit_id)
        last += 1
    unit = tokens[last].unit if last < len(tokens) else None
    before = tokens[place - 1] if place else None
    if unit is None or unit.role in ("scale", "time") or before is None or programme(tokens, place):
        return None
    changed = not before.kinds.isdisjoint({"FALL", "RISE", "LEVEL"}) or before.key == "thêm"
    if not scales and not (changed and unit.unit_id in _COUNTED and tokens[place].key != "một"):
        return None
    if before.key in ("mỗi", "từng", "hàng", "hằng", "thứ", "vài") or before.is_number:
        return None
    kind = "fall" if "FALL" in before.kinds else "growth" if "RISE" in before.kinds else "level"
    if kind == "fall":
        value = -value
    name = "_".join([*scales, unit.unit_id])
    figure = _in_words(text, tokens, place, last, value, name, kind, "amount in words")
    return replace(figure, noun=tokens[last].text if unit.role == "counted" else None)


def _in_words(
    text: str, tokens: list[Token], first: int, last: int, value: Decimal, unit: str, kind: str, rule: str
) -> Figure:
    start, end = tokens[first].start, tokens[last].end
    comparator, low, high, is_approximate = "eq", value, value, False
    before = tokens[first - 1] if first else None
    deciding = [(start, end)]
    if before is not None and before.kinds & {"APPROX", "GT", "LT"} and rule != "none left":
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
