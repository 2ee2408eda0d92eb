"""The lexer of the number grammar: text to tokens that carry the kinds and units of their words, with exact spans.

Two tables hold the language: figure_words.toml (words by kind) and seeds/reference/unit_terms.csv with the columns
`term` (as documents print it, lower case), `role` (scale, unit, currency, counted, time), `unit_id` (the base unit, or
the scale), `ratio_id` and `plural` (the noun inside a composed unit: student_per_class, per_ten_thousand_people).
"""

import csv
import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from chitieu.project import ROOT

WORDS = Path(__file__).with_name("figure_words.toml")
UNIT_TERMS = ROOT / "seeds" / "reference" / "unit_terms.csv"

_PIECE = re.compile(
    r"(?P<number>\d[\d.,/]*\d|\d)|(?P<word>(?:[^\W\d_][\u0300-\u036f]*)+)|(?P<line>\s*\n\s*)|(?P<blank>\s+)|(?P<mark>.)",
    re.DOTALL,
)
_SENTENCE_ENDS = frozenset(".:;!?")
_TONES = {
    old: new
    for plain, marked in (("oa", "òóỏõọ"), ("oe", "òóỏõọ"), ("uy", "ùúủũụ"))
    for old, new in zip(
        [plain[0] + letter for letter in {"oa": "àáảãạ", "oe": "èéẻẽẹ", "uy": "ỳýỷỹỵ"}[plain]],
        [letter + plain[1] for letter in marked],
        strict=True,
    )
}
_NAME = r"[^\W\d_a-z][\w&]*(?:[.,/]+\d\w*)*"
_DOCUMENT_TAIL = re.compile(rf"(?:[-–/]{_NAME})+|(?: ?[-–/] ?{_NAME})+")


@dataclass(frozen=True, slots=True)
class UnitTerm:
    """How a document names a unit, a scale or a counted thing."""

    role: str
    unit_id: str
    ratio_id: str
    plural: str

    @property
    def in_ratio(self) -> str:
        return self.ratio_id or self.unit_id


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


@dataclass(slots=True)
class Node:
    """A word of a phrase: the phrase that ends here, if one does, and the words that may follow."""

    term: str = ""
    found: Any = None
    next: dict[str, "Node"] = field(default_factory=dict)


Tree = dict[str, Node]


class Lexicon:
    """The two tables as trees of words."""

    def __init__(self, kinds: dict[str, list[str]], units: dict[str, UnitTerm]) -> None:
        self.units = _tree(units)
        phrases: dict[str, set[str]] = {}
        for kind, terms in kinds.items():
            for term in terms:
                phrases.setdefault(term, set()).add(kind)
        self.kinds = _tree({term: frozenset(names) for term, names in phrases.items()})
        self.beginnings = self.units.keys() | self.kinds.keys()
        """The words and marks with which a phrase of the tables may begin: most words of a text are none of them."""
        self.glued_units = {term for term in units if re.fullmatch(r"[^\W\d_]+\d", term)}


@lru_cache(maxsize=4)
def load_lexicon(words: Path = WORDS, unit_terms: Path = UNIT_TERMS) -> Lexicon:
    """Reads the tables once; raises OSError when one is missing, KeyError when a column is."""
    with words.open("rb") as file:
        kinds = tomllib.load(file)
    with unit_terms.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        units = {row["term"]: UnitTerm(row["role"], row["unit_id"], row["ratio_id"], row["plural"]) for row in rows}
    return Lexicon(kinds, units)


@lru_cache(maxsize=65536)
def key_of(word: str) -> str:
    """Lower case, composed, tone mark where "hòa" has it: what "Hoà", "HÒA" and their decomposed forms share."""
    word = unicodedata.normalize("NFC", word).lower()
    ending = word[-2:]
    if ending in _TONES and not (ending[0] == "u" and word[-3:-2] == "q"):
        return word[:-2] + _TONES[ending]
    return word


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
    for match in _PIECE.finditer(text, first, last):
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


def _tree(terms: dict[str, Any]) -> Tree:
    tree: Tree = {}
    for term, found in terms.items():
        keys = (key_of(match.group()) for match in _PIECE.finditer(term) if match.lastgroup != "blank")
        branch = tree
        for key in _join_digits(tuple(keys)):
            node = branch.setdefault(key, Node())
            branch = node.next
        node.term, node.found = term, found
    return tree


def _join_digits(keys: tuple[str, ...]) -> tuple[str, ...]:
    """ "m2" is one key, as in a text."""
    joined: list[str] = []
    for key in keys:
        if joined and key.isdecimal() and joined[-1].isalpha():
            joined[-1] += key
        else:
            joined.append(key)
    return tuple(joined)
