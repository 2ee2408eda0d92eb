"""What a sheet shows of a stored number: its number format, printed as Vietnam prints ("." groups, "," is decimal).

The stored double has digits that nobody published (9237935.522733001 under #,##0 is 9.237.936). Only the formats that
tables of figures use are read: sections, colours, literals, grouping, decimals and per cent; a date, a fraction or a
condition is a ValueError, so that no number is shown as it never was.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

GENERAL_DIGITS = 10
"""A cell of format General shows that many significant digits at most."""

_PIECE = re.compile(
    r"\[(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color ?\d+)\]"  # a colour shows nothing
    r'|"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<space>_).|\*.'
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?]+)?)|(?P<percent>%)|(?P<text>@)|(?P<plain>[-+() $!])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a format. `whole` is the fewest digits before the comma; `has_digits` False prints text alone."""

    before: str
    after: str
    has_digits: bool
    whole: int
    decimals: int
    fewest_decimals: int
    is_grouped: bool
    is_percent: bool


def shown(value: Decimal, number_format: str) -> str:
    """The text of a number under a format, without blanks around it; empty where the format hides it.

    >>> shown(Decimal("9237935.522733001"), "#,##0"), shown(Decimal(0), '#,##0;[Red]-#,##0;""')
    ('9.237.936', '')
    """
    if number_format.strip().lower() in ("general", ""):
        return _general(value)
    sections = _sections(number_format)
    is_negative = value < 0
    if value == 0 and len(sections) > 2:
        section = sections[2]
    elif is_negative and len(sections) > 1:
        section, is_negative = sections[1], False
    else:
        section = sections[0]
    printed = _digits(abs(value), section) if section.has_digits else ""
    sign = "-" if is_negative and any(digit in "123456789" for digit in printed) else ""
    return f"{sign}{section.before}{printed}{section.after}".strip()


def _general(value: Decimal) -> str:
    rounded = Decimal(f"{value:.{GENERAL_DIGITS}g}") if value != value.to_integral_value() else value
    whole = f"{rounded:f}"
    return (whole.rstrip("0").rstrip(".") if "." in whole else whole).replace(".", ",")


def _digits(value: Decimal, section: _Section) -> str:
    if section.is_percent:
        value *= 100
    rounded = value.quantize(Decimal(1).scaleb(-section.decimals), ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    whole = whole.lstrip("0").rjust(section.whole, "0") if len(whole.lstrip("0")) < section.whole else whole.lstrip("0")
    kept = fraction.rstrip("0")
    fraction = kept if len(kept) >= section.fewest_decimals else fraction[: section.fewest_decimals]
    if section.is_grouped:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ".", whole)
    return f"{whole},{fraction}" if fraction else whole


@lru_cache(maxsize=256)
def _sections(number_format: str) -> tuple[_Section, ...]:
    return tuple(_section(one, number_format) for one in re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format))


def _section(text: str, number_format: str) -> _Section:
    before, after, digits, is_percent, at = "", "", "", False, 0
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None or (piece["digits"] and digits and not set(piece["digits"]) <= {"?"}):
            raise ValueError(f"the number format {number_format!r} is not one that shows plain numbers")
        literal = piece["quoted"] or piece["escaped"] or piece["plain"] or (" " if piece["space"] else "")
        if piece["digits"] and not digits and set(piece["digits"]) <= {"?"}:
            literal = ""  # "-"?? keeps the room of two digits
        elif piece["digits"]:
            digits = digits or piece["digits"]
        is_percent = is_percent or bool(piece["percent"])
        literal = "%" if piece["percent"] else literal
        before, after = (before, after + literal) if digits else (before + literal, after)
        at = piece.end()
    whole, _, fraction = digits.partition(".")
    if whole.endswith(","):
        raise ValueError(f"the number format {number_format!r} is not one that shows plain numbers: it scales by 1000")
    return _Section(
        before, after, bool(digits), whole.count("0"), len(fraction), fraction.count("0"), "," in whole, is_percent
    )
