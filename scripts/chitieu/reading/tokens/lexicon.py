"""The tables that hold the language of numerals, as trees of words.

Two tables: language/numerals.toml (words by kind) and seeds/reference/unit_terms.csv with the columns `term` (as
documents print it, lower case), `role` (scale, unit, currency, counted, time), `unit_id` (the base unit, or the scale),
`ratio_id` and `plural` (the noun inside a composed unit: student_per_class, per_ten_thousand_people).
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

WORDS = Path(__file__).parents[1] / "language" / "numerals.toml"

UNIT_TERMS = ROOT / "seeds" / "reference" / "unit_terms.csv"

PIECE = re.compile(
    r"(?P<number>\d[\d.,/]*\d|\d)|(?P<word>(?:[^\W\d_][\u0300-\u036f]*)+)|(?P<line>\s*\n\s*)|(?P<blank>\s+)|(?P<mark>.)",
    re.DOTALL,
)
_TONES = {
    old: new
    for plain, marked in (("oa", "òóỏõọ"), ("oe", "òóỏõọ"), ("uy", "ùúủũụ"))
    for old, new in zip(
        [plain[0] + letter for letter in {"oa": "àáảãạ", "oe": "èéẻẽẹ", "uy": "ỳýỷỹỵ"}[plain]],
        [letter + plain[1] for letter in marked],
        strict=True,
    )
}


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


def _tree(terms: dict[str, Any]) -> Tree:
    tree: Tree = {}
    for term, found in terms.items():
        keys = (key_of(match.group()) for match in PIECE.finditer(term) if match.lastgroup != "blank")
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
