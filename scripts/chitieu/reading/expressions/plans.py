"""Whose plan a target, or the base of an attainment, is, where the words beside it say so.

"kế hoạch Thủ tướng giao (700 tỷ đồng)", "bằng 110% dự toán HĐND tỉnh giao", "vượt chỉ tiêu Đại hội đề ra".
"""

import re

from chitieu.reading.characters.folding import fold, one_spelling

NEAR = 110
"""Characters beside a figure within which the words that name its plan stand."""

_PLAN = r"\b(?:kế hoạch|kh|dự toán|dt|chỉ tiêu|mục tiêu|nghị quyết|số)\b"
_SAID = r"(?:giao|quyết nghị|thông qua|đề ra|đặt ra)\b"
_BEFORE = re.compile(
    one_spelling(rf"{_PLAN}(?P<giver>(?: [^\W\d_]+){{1,9}}?) {_SAID}[^;.\d%]{{0,24}}$").replace(" ", r"\s+")
)
_AFTER = re.compile(
    one_spelling(rf"\s*(?:so (?:với )?)?(?:tổng |số |các )*{_PLAN}(?P<giver>(?: [^\W\d_]+){{1,9}}?) {_SAID}").replace(
        " ", r"\s+"
    )
)
_GIVERS = (
    ("prime_minister", re.compile(one_spelling(r"thủ tướng|\bttg\b"))),
    ("council", re.compile(one_spelling(r"hội đồng nhân dân|\bhđnd\b"))),
    ("congress", re.compile(one_spelling(r"\bđại hội\b"))),
    ("central", re.compile(one_spelling(r"trung ương|\btw\b|chính phủ|\bbộ\b|quốc hội"))),
    ("own", re.compile(one_spelling(r"\b(?:tỉnh|ubnd|ủy ban nhân dân|thành phố)\b"))),
)


def giver_before(text: str, start: int, clause_start: int) -> str | None:
    """The code of plan_giver that the words before a target name, None where they name nobody."""
    return _giver(_BEFORE.search(fold(text[max(clause_start, start - NEAR) : start])))


def giver_after(text: str, end: int) -> str | None:
    """The code of plan_giver that the words after an attainment name, None where they name nobody."""
    return _giver(_AFTER.match(fold(text[end : end + NEAR])))


def _giver(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    return next((code for code, pattern in _GIVERS if pattern.search(found["giver"])), None)
