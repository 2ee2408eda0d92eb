"""A printed number and what it can mean: "." groups thousands and "," is the decimal sign, but slips occur in the wild.

Only the characters between two blanks are judged here ("17.946", "12.2", "126,484"); words and units are not.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

MOST_DIGITS = 24
"""A longer run of digits is an identifier, no quantity: nothing in national accounts needs more."""

_VIETNAMESE = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POINT = re.compile(r"\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a printed number: its value, the digits after its decimal sign, and the habit that gives it."""

    value: Decimal
    decimals: int
    habit: str


@lru_cache(maxsize=1 << 16)
def readings(printed: str) -> tuple[Reading, ...]:
    """All meanings of a number without "/", the one of the Vietnamese rule first; empty when none fits.

    >>> [str(r.value) for r in readings("3.338,5")], [str(r.value) for r in readings("3,338")]
    (['3338.5'], ['3.338', '3338'])
    """
    if sum(character.isdecimal() for character in printed) > MOST_DIGITS:
        return ()
    found = []
    if _VIETNAMESE.fullmatch(printed) and not _groups_nothing(printed, "."):
        found.append(_reading(printed, ".", ",", "vietnamese"))
    if "," in printed and _ENGLISH.fullmatch(printed) and not _groups_nothing(printed, ","):
        found.append(_reading(printed, ",", ".", "english"))
    if _POINT.fullmatch(printed):
        found.append(_reading(printed, ",", ".", "decimal_point"))
        if found[0].habit != "vietnamese":
            found.append(_reading(printed, ".", ",", "grouping_slip"))
    return tuple(found)


def _groups_nothing(printed: str, sign: str) -> bool:
    """ "0.125" is no thousand: a number does not begin with an empty group."""
    return printed.startswith("0") and sign in printed


def _reading(printed: str, group: str, decimal: str, habit: str) -> Reading:
    plain = printed.replace(group, "")
    whole, _, fraction = plain.partition(decimal)
    return Reading(Decimal(f"{whole}.{fraction}" if fraction else whole), len(fraction), habit)
