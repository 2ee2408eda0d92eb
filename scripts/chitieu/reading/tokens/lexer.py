"""The lexer of the number grammar: text to tokens that carry the kinds and units of their words, with exact spans."""

import re
from dataclasses import dataclass
from typing import Any

from chitieu.reading.tokens.lexicon import PIECE, Lexicon, Tree, UnitTerm, key_of

_SENTENCE_ENDS = frozenset(".:;!?")
_NAME = r"[^\W\d_a-z][\w&]*(?:[.,/]+\d\w*)*"
_DOCUMENT_TAIL = re.compile(rf"(?:[-–/]{_NAME})+|(?: ?[-–/] ?{_NAME})+")


@dataclass(slots=True)
class Token:
    """A number, a word or phrase of the tables, a mark or a line break; `start` and `end` count code points."""

    start: int
    end: int
    text: str
    key: str
    kind: str
    """number, word, line or mark; for numbers the shape: NUM, YEAR, SLASHED, DATE, MONTH_YEAR, CODED, ODD."""
    kinds: frozenset[str] = frozenset()
    unit: UnitTerm | None = None
    glued: bool = False
    """No blank between this token and the one before it."""

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS


WORD_NUMBERS = {
    word: value
    for value, word in enumerate(("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"), start=1)
    if word != "năm"  # nearly always a year
}
NUMBERS = frozenset({"NUM", "YEAR", "SLASHED", "DATE", "MONTH_YEAR", "CODED", "ODD"})
_NOTHING: frozenset[str] = frozenset()
_CLASSIFIERS = frozenset({"căn", "lớp"})
_THINGS_OF = frozenset({"PLAN", "PROGRAMME"})
"""Phrases that go on from a counted thing: "18 chỉ tiêu kế hoạch", "16 nghị quyết về …"."""


def tokenise(text: str, lexicon: Lexicon, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of a text, or of a part of it, in order; blanks are left out, a phrase of the tables is one token."""
    pieces = _pieces(text, lexicon, start, len(text) if end is None else end)
    tokens: list[Token] = []
    position = 0
    while position < len(pieces):
        piece = pieces[position]
        length = 1
        if piece.key in lexicon.beginnings and piece.kind in ("word", "mark"):
            length = _recognise(pieces, position, tokens[-1] if tokens else None, lexicon)
            if length > 1:
                last = pieces[position + length - 1]
                piece.text, piece.end = text[piece.start : last.end], last.end
        tokens.append(piece)
        position += length
    return tokens


def _pieces(text: str, lexicon: Lexicon, first: int, last: int) -> list[Token]:
    pieces: list[Token] = []
    skip_to = end = 0
    for match in PIECE.finditer(text, first, last):
        group, (start, stop) = match.lastgroup, match.span()
        if group == "blank" or start < skip_to:
            continue
        if group == "line" and pieces and is_wrapped(text, stop) and pieces[-1].text not in _SENTENCE_ENDS:
            continue
        glued = start == end
        end = stop
        raw = match.group()
        if group == "number":
            previous = pieces[-1] if pieces else None
            if glued and previous and previous.kind == "word" and previous.key + raw in lexicon.glued_units:
                previous.key, previous.text, previous.end = previous.key + raw, previous.text + raw, stop
                continue
            kind = _shape(raw)
            tail = _DOCUMENT_TAIL.match(text, stop, last)
            if tail and _is_code(tail.group(), previous):
                kind, end = "CODED", tail.end()
                skip_to = end
            pieces.append(Token(start, end, text[start:end], raw, kind, glued=glued))
        else:
            pieces.append(
                Token(start, stop, raw, key_of(raw) if group == "word" else raw, group or "mark", glued=glued)
            )
    return pieces


def is_wrapped(text: str, after: int) -> bool:
    """Whether a line break before this place only wraps a sentence: the next line goes on in lower case."""
    return after < len(text) and text[after].islower()


def _is_code(tail: str, previous: Token | None) -> bool:
    """ "/NQ-HĐND" is the tail of a document's number; " - HD" only after "số", since a dash also ends a clause."""
    letters = tail.strip(" -–/")
    if not ((letters[:2].isupper() and len(letters) > 1) or (letters[:1].isupper() and "/" in letters)):
        return False
    if key_of(letters) in {"usd", "vnd", "vnđ", "mw", "kwh", "km", "ha"}:
        return False
    return " " not in tail or (previous is not None and previous.key == "số")


def _shape(printed: str) -> str:
    """The kind of a number by its print alone."""
    parts = printed.split("/")
    if len(parts) == 1:
        if len(printed) == 4 and printed.isdecimal() and printed[:2] in ("18", "19", "20"):
            return "YEAR"
        day = printed.split(".")
        if len(day) == 3 and len(day[2]) == 4 and _is_day(*day[:2]):
            return "DATE"
        if len(day) == 2 and len(day[1]) == 4 and day[1][:2] in ("19", "20") and _between(day[0], 1, 12):
            return "MONTH_YEAR"
        return "NUM"
    if len(parts) == 2 and all(parts):
        if len(parts[1]) == 4 and parts[1].isdecimal() and parts[1][:2] in ("19", "20") and _between(parts[0], 1, 12):
            return "MONTH_YEAR"
        return "SLASHED"
    if len(parts) == 3 and _is_day(*parts[:2]) and parts[2].isdecimal() and len(parts[2]) in (2, 4):
        return "DATE"
    return "ODD"


def _is_day(day: str, month: str) -> bool:
    return _between(day, 1, 31) and _between(month, 1, 12)


def _between(digits: str, low: int, high: int) -> bool:
    return digits.isdecimal() and len(digits) <= 2 and low <= int(digits) <= high


def is_day_and_month(printed: str) -> bool:
    """Whether "5/1" can be a day and a month."""
    parts = printed.split("/")
    return len(parts) == 2 and _is_day(*parts)


def _recognise(pieces: list[Token], position: int, before: Token | None, lexicon: Lexicon) -> int:
    """Marks the piece with its kinds or its unit and returns the pieces that its phrase takes."""
    piece = pieces[position]
    kind_length, kind_key, kinds = _longest(lexicon.kinds, pieces, position)
    if _may_be_unit(before):
        unit_length, unit_key, unit = _thing_counted(lexicon.units, pieces, position)
        is_thing = unit is not None and unit.role == "counted" and kinds is not None and kinds <= _THINGS_OF
        if unit and (unit_length >= kind_length or unit.role == "scale" or is_thing):
            piece.unit, piece.key = unit, unit_key
            if kinds and kind_length == unit_length:
                piece.kinds = kinds
            return unit_length
    if kinds:
        piece.kinds, piece.key = kinds, kind_key
        return kind_length
    return 1


def _thing_counted(units: Tree, pieces: list[Token], position: int) -> tuple[int, str, Any]:
    """The longest unit, but the classifier alone before a longer noun: "20 căn | nhà ở xã hội", "3 lớp | học sinh"."""
    found = _longest(units, pieces, position)
    if found[0] == 2 and pieces[position].key in _CLASSIFIERS:
        classifier = units[pieces[position].key]
        if classifier.term and _longest(units, pieces, position + 1)[0] > 1:
            return 1, classifier.term, classifier.found
    return found


def _may_be_unit(before: Token | None) -> bool:
    """A unit follows a number, a scale, a slash or "mỗi"; elsewhere the same word is only a word."""
    if before is None:
        return False
    if before.is_number or (before.unit is not None and before.unit.role == "scale"):
        return True
    return before.key in ("/", "mỗi", "không còn") or before.key in WORD_NUMBERS


def _longest(tree: Tree, pieces: list[Token], position: int) -> tuple[int, str, Any]:
    """The longest phrase of the tree that begins at a piece: its length in pieces, its term and what the table says."""
    best: tuple[int, str, Any] = (0, "", None)
    length = 0
    node = tree.get(pieces[position].key)
    while node is not None:
        length += 1
        if node.term:
            best = (length, node.term, node.found)
        if position + length >= len(pieces):
            break
        node = node.next.get(pieces[position + length].key)
    return best
