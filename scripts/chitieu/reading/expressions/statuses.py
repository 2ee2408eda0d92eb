"""How firm a source calls a figure: estimated (ước), provisional (sơ bộ) or neither, as the statistics office does."""

import re

from chitieu.reading.characters.folding import fold, one_spelling

_PROVISIONAL = re.compile(one_spelling(r"\bsơ bộ\b(?! kết)[^;.\d]{0,60}$"))
_NEAR = 90
"""Characters before a figure within which the word stands."""

LEAST_FIRM = ("F", "E", "P", "A")
"""Codes of obs_status, the least firm first."""


def status(text: str, start: int, clause_start: int, is_estimate: bool) -> str:
    """The code of obs_status of a figure: E where its words say an estimate, P where they say provisional, else A."""
    if is_estimate:
        return "E"
    return "P" if _PROVISIONAL.search(fold(text[max(clause_start, start - _NEAR) : start])) else "A"


def least_firm(one: str, other: str) -> str:
    """The less firm of two codes: what follows from an estimate is an estimate."""
    return min(one, other, key=LEAST_FIRM.index)
