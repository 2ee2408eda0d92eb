"""The few figures printed in words: "gấp đôi", "một nửa", "không còn hộ nghèo"."""

from dataclasses import replace
from decimal import Decimal

from chitieu.figure_records import Figure
from chitieu.figure_words import Token

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
    if "MULTIPLE" in token.kinds and after.key in _WORD_NUMBERS:
        value = Decimal(_WORD_NUMBERS[after.key])
        return _in_words(text, tokens, place, place + 1, value, "times", "ratio", "multiple in words")
    if token.key == "không còn" and after.unit is not None and after.key in _ENDED:
        none = _in_words(text, tokens, place, place + 1, Decimal(0), after.unit.unit_id, "level", "none left")
        return replace(none, noun=after.text)
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
