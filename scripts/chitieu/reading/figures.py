"""The number grammar of the reader: Vietnamese text to figures with exact spans, and to numerals that are no figure.

The way of a numeral: `tokens` gives tokens with kinds; rules of names and dates in `exclusions` say whether it is a
figure at all; in `numbers`, the grammar (figures.lark, shapes.py) says how far the figure reaches,
amounts.py composes values and units, meaning.py says what the words around make of it, lists.py what the figures of
a list share. Rules of reading: the project's contract, section "fct_observation".

Values are exact decimals in the printed unit. A unit id is composed, `<scale>_<base>[_per_<denominator>]`; whether
it is registered is for the caller to check. "/năm" adds nothing, since figures of a year are the rule. A scale before
an unknown noun is multiplied into the value, since the unit then is only a number of things.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from chitieu.reading.exclusions.neighbours import Judgement
from chitieu.reading.exclusions.rules import judge
from chitieu.reading.numbers.amounts import RATES, Amount, amount_of, is_compound
from chitieu.reading.numbers.in_words import figure_in_words
from chitieu.reading.numbers.lists import share_units
from chitieu.reading.numbers.meaning import MINUS, Reader
from chitieu.reading.numbers.records import Alternative, Figure, NotAFigure, Span
from chitieu.reading.numbers.shapes import LONGEST, Endpoint, Shape, shape_of
from chitieu.reading.tokens.lexer import Token, is_wrapped, tokenise
from chitieu.reading.tokens.lexicon import Lexicon, load_lexicon

__all__ = ["Alternative", "Figure", "NotAFigure", "read_numerals"]

_TERMINALS_BY_KIND = ("GE", "LE", "LT", "GT", "APPROX", "FROM", "TO", "UP", "DOWN", "LIGHT")
_CONNECTORS = frozenset({*_TERMINALS_BY_KIND, "AND", "RISE", "FALL", "LEVEL"})
_NUMBERS = frozenset({"NUM", "YEAR", "SLASHED"})
_DASHES = frozenset("-–—~÷")
_BLOCK = 20_000
"""Characters read at a time, up to the next line break."""
_MOST_WITHOUT_WORDS = 400
"""Numbers in a row with no word but units and connectors between them: more are the cells of a table or noise."""


def read_numerals(text: str, lexicon: Lexicon | None = None) -> list[Figure | NotAFigure]:
    """All numerals of a text in document order, each exactly once, and the few figures printed in words.

    Both rows of a pair have the same span. Never raises on any text; the time is linear in its length.
    """
    lexicon = lexicon or load_lexicon()
    found: list[Figure | NotAFigure] = []
    for start, end in _blocks(text):
        found.extend(share_units(_read_block(text, tokenise(text, lexicon, start, end)), text))
    return found


def _blocks(text: str) -> Iterator[Span]:
    """Parts of a text that end at a line break: no figure reaches over one, and few tokens are held at a time."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _BLOCK)
        while end >= 0 and is_wrapped(text, end + 1):
            end = text.find("\n", end + 1)
        end = len(text) if end < 0 else end
        yield start, end
        start = end


def _read_block(text: str, tokens: list[Token]) -> list[Figure | NotAFigure]:
    found: list[Figure | NotAFigure] = []
    previous: Judgement | None = None
    place = taken = run_end = 0
    while place < len(tokens):
        token = tokens[place]
        if token.is_number:
            if place >= run_end:
                numbers, run_end = _run_without_words(tokens, place)
                if len(numbers) > _MOST_WITHOUT_WORDS:
                    found.extend(
                        NotAFigure(one.start, one.end, one.text, "unreadable", (), "numbers without a word")
                        for one in numbers
                    )
                    place = taken = run_end
                    continue
            previous = judge(tokens, place, previous)
            if previous:
                first = previous.first if previous.first >= taken else place
                found.append(_not_a_figure(text, tokens, previous, tokens[first].start))
                place = previous.last + 1
            else:
                figures, place = _figures_at(text, tokens, place)
                found.extend(figures)
            taken = place
            continue
        if token.kind == "word":
            found.extend(_digits_in_word(text, token, found))
            figure = figure_in_words(text, tokens, place)
            if figure and not (found and found[-1].end > figure.start):
                found.append(figure)
        place += 1
    return found


def _run_without_words(tokens: list[Token], place: int) -> tuple[list[Token], int]:
    """The numbers from a place on with no word but units and connectors between them, and the place after them."""
    end = place
    while end < len(tokens) and (
        tokens[end].kind != "word" or tokens[end].unit is not None or not tokens[end].kinds.isdisjoint(_CONNECTORS)
    ):
        end += 1
    return [token for token in tokens[place:end] if token.is_number], end


def _not_a_figure(text: str, tokens: list[Token], judgement: Judgement, start: int) -> NotAFigure:
    end = tokens[judgement.last].end
    words = tuple((tokens[k].start, tokens[k].end) for k in judgement.words if 0 <= k < len(tokens))
    return NotAFigure(start, end, text[start:end], judgement.reason, words, judgement.rule)


def _digits_in_word(text: str, token: Token, found: list[Figure | NotAFigure]) -> Iterator[NotAFigure]:
    """The "2" of a "m2" that stands without a number."""
    if token.text[-1].isdecimal() and not (found and found[-1].end > token.start):
        yield NotAFigure(token.start, token.end, token.text, "unit_symbol", (), "symbol of a unit")


def _figures_at(text: str, tokens: list[Token], place: int) -> tuple[list[Figure | NotAFigure], int]:
    """The figures at a number and the place after them."""
    first = _first_opening(tokens, place)
    kinds = []
    for k in range(first, min(len(tokens), place + LONGEST)):
        kind = _terminal(tokens, k, place)
        if kind is None or (kinds and kind in _NUMBERS and kinds[-1] in _NUMBERS):
            break
        kinds.append(kind)
    shape = shape_of(tuple(kinds))
    for endpoint in shape.endpoints if shape else ():
        if endpoint.further and not is_compound(tokens, first, endpoint):
            shape = shape_of(tuple(kinds[: endpoint.further[0][0]]))
            break
    token = tokens[place]
    if shape is None or first + shape.endpoints[0].number != place:
        return [NotAFigure(token.start, token.end, token.text, "unreadable", (), "no number by any rule")], place + 1
    if any(endpoint.pers for endpoint in shape.endpoints):
        shape = replace(shape, endpoints=tuple(_without_pairs(tokens, first, one) for one in shape.endpoints))
    ends = [amount_of(text, tokens, first, endpoint) for endpoint in shape.endpoints]
    if any(not end.readings for end in ends[:1]) and token.kind != "SLASHED":
        return [NotAFigure(token.start, token.end, token.text, "unreadable", (), "no number by any rule")], place + 1
    if len(ends) == 2 and not _is_range(tokens, first, shape, ends):
        shape = Shape(
            shape.endpoints[:1], tuple(k for k in shape.openings if k < shape.endpoints[0].number), None, None, 0
        )
        ends = ends[:1]
    reader = Reader(text, tokens, first, shape, ends)
    after = first + shape.endpoints[-1].last + 1
    if token.kind == "SLASHED":
        return reader.slashed(), after
    return [reader.figure()], after


def _without_pairs(tokens: list[Token], first: int, endpoint: Endpoint) -> Endpoint:
    """ "5 vụ/7 đối tượng" are two figures: a rate is given for one or a power of ten, never for a "100%"."""
    for position, per in enumerate(endpoint.pers):
        denominator = tokens[first + per.unit].unit
        is_share = denominator is not None and denominator.unit_id in RATES
        if per.number is not None and (is_share or not _is_round(tokens[first + per.number].text)):
            return replace(endpoint, pers=endpoint.pers[:position])
    return endpoint


def _is_round(printed: str) -> bool:
    digits = printed.replace(".", "").lstrip("0")
    return digits.startswith("1") and not digits.strip("10") and digits.count("1") == 1


def _first_opening(tokens: list[Token], place: int) -> int:
    """Walks left over the words that open a figure ("đạt từ trên"); a loose word before "trên" ends the walk."""
    first = place
    if place and tokens[place - 1].text in MINUS | {"+"} and tokens[place].glued and _is_sign(tokens, place - 1):
        first = place - 1
    loose = False
    k = first - 1
    while k >= 0 and first - k < 7:
        token = tokens[k]
        if not token.kinds & {"GE", "LE", "LT", "GT", "APPROX", "FROM", "LIGHT", "TO"}:
            break
        if token.key == "trên" and _is_on_or_of(tokens, k):
            break
        if loose and token.kinds & {"GT", "LT", "APPROX", "FROM"}:
            break
        loose = loose or token.key in ("là", "có", "đạt", "được", "thêm", "cả", "đến", "tới")
        k -= 1
    k += 1
    while k < first and not tokens[k].kinds & {"GE", "LE", "LT", "GT", "APPROX", "FROM"}:
        k += 1
    return k


def _is_on_or_of(tokens: list[Token], place: int) -> bool:
    """ "45 trên 50 xã" is of, "10 người trên 2 tàu" is on: not more than; "mỗi hộ trên 50 triệu đồng" is."""
    before = tokens[place - 1] if place else None
    if before is None or before.is_number:
        return before is not None
    counted = before.unit is not None and before.unit.role == "counted" and place > 1
    return counted and tokens[place - 2].is_number and tokens[place - 2].text.lstrip("0") != "1"


def _is_sign(tokens: list[Token], place: int) -> bool:
    """A dash is a minus when it joins nothing: not after a number, a glued word or a line break."""
    if place == 0:
        return False
    before = tokens[place - 1]
    if before.kind == "line":
        return False
    if tokens[place].text == "+":
        return not before.is_number
    if tokens[place].glued and before.kind in ("word", "NUM", "YEAR"):
        return False
    return not (before.is_number or before.unit is not None) or (not tokens[place].glued and before.unit is None)


def _terminal(tokens: list[Token], k: int, place: int) -> str | None:
    """The terminal of figures.lark for a token, None where the figure must end."""
    token = tokens[k]
    if token.is_number:
        return token.kind if token.kind in ("NUM", "YEAR", "SLASHED") else None
    if token.kind == "line":
        return None
    if k < place and token.text in MINUS:
        return "MINUS"
    if token.text == "+":
        return "PLUS"
    if token.unit is not None and k > place:
        return {"scale": "SCALE", "time": "TIME"}.get(token.unit.role, "UNIT")
    if token.text == "/":
        return "SLASH"
    if token.text in _DASHES:
        return "DASH"
    if k > place and token.key == "trên" and _is_denominator(tokens, k + 1):
        return "SLASH"
    for kind in _TERMINALS_BY_KIND:
        if kind in token.kinds:
            if kind == "TO" and k < place:
                return "LIGHT"
            return kind
    return None


def _is_denominator(tokens: list[Token], place: int) -> bool:
    """ "trên 1 ha", "trên 1 vạn dân", "trên 1.000 dân": one, or a power of ten of people or land."""
    if place + 1 >= len(tokens) or tokens[place].kind != "NUM":
        return False
    if not _is_round(tokens[place].text):
        return False
    digits = tokens[place].text.replace(".", "").lstrip("0")
    unit = tokens[place + 1].unit
    if unit is not None and unit.role == "scale" and place + 2 < len(tokens):
        unit = tokens[place + 2].unit
    return unit is not None and (
        unit.plural in ("people", "live_births") or (digits == "1" and unit.unit_id == "hectare")
    )


def _is_range(tokens: list[Token], first: int, shape: Shape, ends: list[Amount]) -> bool:
    """Whether two joined numbers are the ends of one interval."""
    low, high = shape.endpoints
    kinds = {tokens[first + end.number].kind for end in (low, high)}
    if "SLASHED" in kinds or not ends[1].readings or (kinds == {"NUM", "YEAR"} and ends[1].base is None):
        return False
    if low.unit is not None and _is_in_a_row(tokens, first + low.first, first + high.last):
        return False
    if low.unit is not None and high.unit is None:
        return False
    if low.unit is not None and ends[0].base != ends[1].base:
        return False
    if low.unit is None and low.scales and not high.scales:
        return False
    bottom, top = (
        _size(end, other, bool(point.scales))
        for end, other, point in zip(ends, reversed(ends), (low, high), strict=True)
    )
    return bottom < top


def _is_in_a_row(tokens: list[Token], start: int, last: int) -> bool:
    """ "15% - 45% - 40%" are the parts of a whole: the dash goes on with a third number, or came from one."""
    before, after = tokens[max(0, start - 2) : start], tokens[last + 1 : last + 3]
    comes = len(before) == 2 and before[1].text in _DASHES and before[0].unit is not None
    return comes or (len(after) == 2 and after[0].text in _DASHES and after[1].is_number)


def _size(end: Amount, other: Amount, is_scaled: bool) -> Decimal:
    return end.readings[0].value * (end.factor if is_scaled or end.base is not None else other.factor)
