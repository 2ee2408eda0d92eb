"""What a rule is, what it answers, and how it asks for the words beside a number."""

from collections.abc import Callable
from dataclasses import dataclass

from chitieu.reading.tokens.lexer import Token


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why a numeral is no figure, the tokens that make the expression (both included) and those whose words decided."""

    reason: str
    first: int
    last: int
    words: tuple[int, ...]
    rule: str


Rule = Callable[[list[Token], int], Judgement | None]

SENTENCE_ENDS = frozenset(".:;!?…")

DASHES = frozenset("-–—")


def at(tokens: list[Token], place: int) -> Token | None:
    return tokens[place] if 0 <= place < len(tokens) else None


def has(token: Token | None, *kinds: str) -> bool:
    return token is not None and not token.kinds.isdisjoint(kinds)


def key(token: Token | None) -> str:
    return token.key if token is not None else ""


def starts_line(tokens: list[Token], place: int) -> bool:
    before = at(tokens, place - 1)
    return before is None or before.kind == "line"


def is_unit(token: Token | None) -> bool:
    return token is not None and token.unit is not None and token.unit.role != "time"


def is_plain(token: Token | None) -> bool:
    return token is not None and token.kind in ("NUM", "YEAR") and token.text.isdecimal()


def whole(token: Token) -> int:
    """The value of a plain number of at most four digits, else a number too large for any rule."""
    return int(token.text) if token.text.isdecimal() and len(token.text) <= 4 else 10**6


def is_time(token: Token | None) -> bool:
    return has(token, "MONTH", "YEAR", "WEEK", "MINUTE", "QUARTER", "CENTURY") or key(token) in (
        "ngày",
        "ngày đêm",
        "mùa",
        "niên khóa",
        "nhiệm kỳ",
        "vụ mùa",
        "thập niên",
        "thế hệ",
        "năm học",
    )


def clause_before(tokens: list[Token], place: int, reach: int) -> list[Token]:
    """The tokens before a place, nearest first, as far as the last full stop, semicolon or line break."""
    found = []
    for token in reversed(tokens[max(0, place - reach) : place]):
        if token.kind == "line" or token.text in (".", ";"):
            break
        found.append(token)
    return found
