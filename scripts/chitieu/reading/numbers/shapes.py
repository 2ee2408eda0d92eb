"""The shape of a figure: what figures.lark says of the kinds of the tokens at a numeral, not of its words."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lark import Lark, Token, Transformer, UnexpectedInput
from lark.lexer import Lexer

GRAMMAR = Path(__file__).with_name("figures.lark")
LONGEST = 24
"""Tokens of one figure at most; bounds the work at each numeral, so that reading stays linear in the text."""


@dataclass(frozen=True, slots=True)
class Per:
    """A denominator: the places of its number, its scales and its unit among the tokens read."""

    number: int | None
    scales: tuple[int, ...]
    unit: int


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A number with what is printed around it, as places among the tokens read."""

    sign: int | None
    number: int
    scales: tuple[int, ...]
    further: tuple[tuple[int, tuple[int, ...]], ...]
    """Numbers that go on at smaller scales, each with the places of its scales."""
    unit: int | None
    is_time: bool
    pers: tuple[Per, ...]

    @property
    def first(self) -> int:
        return self.number if self.sign is None else self.sign

    @property
    def last(self) -> int:
        if self.pers:
            return self.pers[-1].unit
        if self.unit is not None:
            return self.unit
        if self.further:
            place, scales = self.further[-1]
            return scales[-1] if scales else place
        return self.scales[-1] if self.scales else self.number


@dataclass(frozen=True, slots=True)
class Shape:
    """One endpoint, or two joined to a range, the words that open it and the word that closes it."""

    endpoints: tuple[Endpoint, ...]
    openings: tuple[int, ...]
    join: int | None
    closing: int | None
    length: int


class _Kinds(Lexer):
    """Hands the kinds to the parser as they are; a token's value is its place."""

    def __init__(self, lexer_conf: object) -> None:
        pass

    def lex(self, kinds: tuple[str, ...]) -> Iterator[Token]:
        for place, kind in enumerate(kinds):
            yield Token(kind, place)  # type: ignore[arg-type]


class _ToShape(Transformer):
    def number(self, parts: list) -> tuple:
        return ("number", int(parts[0]))

    def sign(self, parts: list) -> tuple:
        return ("sign", int(parts[0]))

    def scale(self, parts: list) -> tuple:
        return ("scale", tuple(int(part) for part in parts))

    def per_unit(self, parts: list) -> Per:
        number = next((int(part) for part in parts if isinstance(part, Token) and part.type == "NUM"), None)
        scales = next((part[1] for part in parts if isinstance(part, tuple)), ())
        return Per(number, scales, int(parts[-1]))

    per_time = per_unit

    def measured(self, parts: list) -> tuple:
        return ("unit", int(parts[0]), False, tuple(parts[1:]))

    def lasting(self, parts: list) -> tuple:
        return ("unit", int(parts[0]), True, ())

    def further(self, parts: list) -> tuple:
        return ("further", (int(parts[0]), parts[1][1] if len(parts) > 1 else ()))

    def endpoint(self, parts: list) -> Endpoint:
        named = {part[0]: part[1:] for part in parts if part[0] != "further"}
        unit, is_time, pers = named.get("unit", (None, False, ()))
        return Endpoint(
            sign=named.get("sign", (None,))[0],
            number=named["number"][0],
            scales=named.get("scale", ((),))[0],
            further=tuple(part[1] for part in parts if part[0] == "further"),
            unit=unit,
            is_time=is_time,
            pers=pers,
        )

    def bound(self, parts: list) -> Token:
        return parts[0]

    def opening(self, parts: list) -> tuple:
        return ("opening", int(parts[0]))

    def closing(self, parts: list) -> tuple:
        return ("closing", int(parts[0]))

    def join(self, parts: list) -> tuple:
        return ("join", int(parts[0]))

    def single(self, parts: list) -> list:
        return list(parts)

    range = single

    def start(self, parts: list) -> Shape:
        flat = [part for item in parts for part in (item if isinstance(item, list) else [item])]
        marks = [part for part in flat if isinstance(part, tuple)]
        return Shape(
            endpoints=tuple(part for part in flat if isinstance(part, Endpoint)),
            openings=tuple(place for name, place in marks if name == "opening"),
            join=next((place for name, place in marks if name == "join"), None),
            closing=next((place for name, place in marks if name == "closing"), None),
            length=0,
        )


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(GRAMMAR.read_text(encoding="utf-8"), parser="lalr", lexer=_Kinds)


@lru_cache(maxsize=1 << 16)
def shape_of(kinds: tuple[str, ...]) -> Shape | None:
    """The shape of the longest beginning of `kinds` that the grammar accepts, None when it accepts none.

    The answer depends on the kinds alone, and few sequences of kinds occur: most calls are answered from the cache.
    """
    length = min(len(kinds), LONGEST)
    while length:
        try:
            tree = _parser().parse(kinds[:length])  # type: ignore[arg-type]
        except UnexpectedInput as refused:
            place = getattr(getattr(refused, "token", None), "value", None)
            length = min(length - 1, place) if isinstance(place, int) else length - 1
        else:
            shape = _ToShape().transform(tree)
            return Shape(shape.endpoints, shape.openings, shape.join, shape.closing, length)
    return None
