"""Characters that do more than be read: those that are not shown or turn text round, and those that begin a formula.

Declared once, for Python and for DuckDB, whose regular expressions write a code point in another way.
"""

import re
from typing import Any

_HIDDEN = (
    (0x00, 0x08),  # control characters, but not the tab and the line end
    (0x0B, 0x1F),  # with the escape that begins a command to a terminal
    (0x7F, 0x9F),
    (0xAD, 0xAD),  # soft hyphen
    (0x34F, 0x34F),
    (0x61C, 0x61C),  # Arabic letter mark, which turns text round
    (0x115F, 0x1160),  # fillers of Hangul, as 3164 and FFA0
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),  # marks of Mongolian
    (0x200B, 0x200F),  # spaces of no width, joiners, marks of direction
    (0x2028, 0x202E),  # line ends that no editor counts, embeddings and overrides of direction
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),  # tags and more variation selectors
)
"""Control characters and the default ignorable code points of Unicode, from and to."""

_BLANK = (
    (0x20, 0x20), (0x09, 0x0D), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680),
    (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000),
)  # fmt: skip
"""What a spreadsheet may pass over before it looks at the first sign of a cell."""

FORMULA_SIGNS = "=+-@＝＋－＠\t\r\n"


def _for_python(ranges: tuple[tuple[int, int], ...]) -> str:
    return "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges)


def _for_sql(ranges: tuple[tuple[int, int], ...]) -> str:
    return "".join(rf"\x{{{low:x}}}-\x{{{high:x}}}" for low, high in ranges)


HIDDEN = re.compile(f"[{_for_python(_HIDDEN)}]")
HIDDEN_IN_SQL = f"[{_for_sql(_HIDDEN)}]"

# A spreadsheet takes a text cell that begins so for a formula. The quotes and blanks before it are counted in, so that
# taking one quote off gives back exactly what was stored.
FORMULA = re.compile(f"^['{_for_python(_BLANK)}]*[{re.escape(FORMULA_SIGNS)}]")
FORMULA_IN_SQL = f"^['{_for_sql(_BLANK)}]*[=+\\-@＝＋－＠\\t\\r\\n]"
FORMULA_STARTS = tuple(
    sorted({*map(ord, "'" + FORMULA_SIGNS), *(code for low, high in _BLANK for code in range(low, high + 1))})
)
"""The code points with which such a cell can begin."""


def visible(text: str) -> str:
    r"""A text fit for a terminal or a page: what is hidden stands as it is written in code, like \u200b.

    Tabs and line ends stay, a carriage return only before a line end.
    """
    return HIDDEN.sub(lambda match: _code(match, text), text)


def shown(value: Any) -> Any:
    """What a page makes of a value that its template prints (the `finalize` of Jinja)."""
    # What is marked as safe for HTML stays of its type.
    return type(value)(visible(value)) if isinstance(value, str) else value


def visible_json(text: str) -> str:
    """The same for a JSON text, which still means exactly what it meant."""
    return HIDDEN.sub(lambda match: _utf_16(ord(match.group())), text)


def visible_in_sql(column: str) -> str:
    """SQL for a text column in the same form; no cost but one look at texts that hide nothing."""
    code = "printf(case when unicode(sign) < 65536 then '\\u%04x' else '\\U%08x' end, unicode(sign))"
    spelled = f"case when regexp_matches(sign, '{HIDDEN_IN_SQL}') then {code} else sign end"
    spelled = f"array_to_string(list_transform(regexp_extract_all({column}, '(?s).'), lambda sign: {spelled}), '')"
    return f"case when regexp_matches({column}, '{HIDDEN_IN_SQL}') then {spelled} else {column} end"


def _code(match: re.Match[str], text: str) -> str:
    code = ord(match.group())
    if code == 0x0D and text[match.end() : match.end() + 1] == "\n":
        return "\r"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _utf_16(code: int) -> str:
    units = chr(code).encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
