"""Slips that can be made in a model: which operators there are, where each applies, and which mutants are drawn."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEED = "20261124"

Change = Callable[[re.Match[str]], str]
_OPPOSITE = {"min": "max(", "max": "min(", "least": "greatest(", "greatest": "least("}
_OTHER = {
    "actual": "'target'",
    "target": "'actual'",
    "part": "'whole'",
    "whole": "'part'",
    "up": "'down'",
    "down": "'up'",
}

# A pattern of the source as it is written, Jinja and all, and what is put in its place.
OPERATORS: dict[str, tuple[str, Change]] = {
    "a condition dropped": (r"(?m)^ +(?:and|or) (?!.*\bend\b)[^\n]+\n", lambda found: ""),
    "a filter dropped": (r"\bwhere(\s+)(?!true\b)[^\n]+(?=\n)", lambda found: f"where{found[1]}true"),
    "and made or": (r"(?<=[a-z0-9)'}]) and (?=[a-z({])", lambda found: " or "),
    "not dropped": (r"\bnot (?=[a-z_.]+\.?is_|is_|coalesce|\(|exists)", lambda found: ""),
    "null turned": (r"\bis (not )?null\b", lambda found: "is null" if found[1] else "is not null"),
    "inner join made left": (r"\binner join\b", lambda found: "left join"),
    "left join made inner": (r"\bleft join\b", lambda found: "inner join"),
    "a key left out of a partition": (
        r"partition by ([a-z_., ]+), ([a-z_.]+)(?= order|\))",
        lambda found: f"partition by {found[1]}",
    ),
    "a key left out of a group": (r"group by ([a-z_.]+), ", lambda found: "group by "),
    "distinct dropped": (r"\bdistinct\s", lambda found: ""),
    "rows kept distinct": (r"\bunion all\b", lambda found: "union"),
    "a branch of a union dropped": (
        r"\bunion(?: all)?\n\s+select\n(?:(?!\bunion\b|\n\)|\Z).)+",
        lambda found: "",
    ),
    "a bound made lax": (r" (<|>) (?=[a-z0-9({'])", lambda found: f" {found[1]}= "),
    "a bound made strict": (r" (<|>)= (?=[a-z0-9({'-])", lambda found: f" {found[1]} "),
    "least and greatest exchanged": (r"\b(min|max|least|greatest)\(", lambda found: _OPPOSITE[found[1]]),
    "an order turned": (r" desc\b(?! nulls)", lambda found: ""),
    "a constant moved": (r"(?<=[-+*=<>( ]) ?\b(100|0\.5|1)\b(?=[ ,)\n])", lambda found: f" {float(found[1]) + 1:g}"),
    "a default turned": (r"\b(true|false)\)", lambda found: {"true": "false)", "false": "true)"}[found[1]]),
    "another side": (r"'(actual|target|part|whole|up|down)'", lambda found: _OTHER[found[1]]),
    "a sign turned": (r"(?<=[a-z)}]) (\+|-) (?=[a-z({0-9])", lambda found: " - " if found[1] == "+" else " + "),
    "a branch dropped": (r"(?m)^ +when [^\n]+ then [^\n]+\n", lambda found: ""),
    "a code left out of a list": (r"\bin \(('[a-z_]+'), ", lambda found: "in ("),
    "two columns exchanged": (
        r"(?m)^    ((?:[a-z_]+\.)?([a-z_]+)),\n    ((?:[a-z_]+\.)?([a-z_]+))(?=,?$)",
        lambda found: f"    {found[3]} as {found[2]},\n    {found[1]} as {found[4]}",
    ),
}
_COMMENT = re.compile(r"--[^\n]*|\{#.*?#\}|\{% macro (?:spark__|_times_within).*?endmacro %\}", re.DOTALL)
"""What no test reads: comments, and what only Spark runs."""


@dataclass(frozen=True)
class Mutant:
    """One slip: the operator, the file, the line and what stands there, and what is put between `start` and `end`."""

    model: str
    line: int
    operator: str
    before: str
    after: str
    start: int
    end: int

    @property
    def name(self) -> tuple[str, str, str]:
        """What tells it from others, and stays when lines move."""
        return self.model, self.operator, self.before

    def spoil(self, text: str) -> str:
        """The source with the slip in it."""
        return text[: self.start] + self.after + text[self.end :]


def files() -> list[Path]:
    """The models, and the macros that stand in them; readme is text, whose queries its own test runs."""
    macros = [ROOT / "macros" / f"{name}.sql" for name in ("arithmetic", "intervals", "printed")]
    return sorted(path for path in (ROOT / "models").rglob("*.sql") if path.stem != "readme") + macros


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file, in the order of operators and places.

    Comments are left alone, and so is the order in which a table is written, which no reader may rely on.
    """
    text = path.read_text(encoding="utf-8")
    spared = [found.span() for found in _COMMENT.finditer(text)]
    written = text.rfind("\norder by ")
    for operator, (pattern, change) in OPERATORS.items():
        for found in re.finditer(pattern, text, re.DOTALL if "union" in operator else 0):
            is_spared = any(start <= found.start() < end for start, end in spared)
            if is_spared or 0 <= written < found.start():
                continue
            begin = text.rfind("\n", 0, found.start()) + 1
            line = text[begin : text.find("\n", found.end() - found[0].endswith("\n"))]
            yield Mutant(
                path.relative_to(ROOT).as_posix(),
                text.count("\n", 0, found.start()) + 1,
                operator,
                " ".join(line.split()),
                change(found),
                *found.span(),
            )


def drawn(path: Path) -> Iterator[Mutant]:
    """The mutants of a file in the order of the draw: one of each operator in turn, operators and places shuffled.

    A hash shuffles, so that a line more in a model leaves the others where they were.
    """
    by_operator: dict[str, list[Mutant]] = {}
    for one in mutants_of(path):
        by_operator.setdefault(one.operator, []).append(one)
    queues = [by_operator[name] for name in sorted(by_operator, key=lambda name: _shuffled(path.name, name))]
    for queue in queues:
        queue.sort(key=lambda one: _shuffled(*one.name, one.after))
    while queues:
        for queue in queues:
            yield queue.pop()
        queues = [queue for queue in queues if queue]


def _shuffled(*of: str) -> str:
    return hashlib.sha256(" ".join((SEED, *of)).encode()).hexdigest()
