"""Cases for the fit of probabilities: the signs that a reading showed, and whether it was right. No text is in them."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from chitieu.proof.accuracy import Account
from chitieu.reading.questions.likelihood import FIELDS

REAL = "real:"
"""How the names of passages begin that are real texts: what sure means is measured on them."""
HEADER = ("passage", "row", "field", "right", "signs")


@dataclass(frozen=True)
class Case:
    """One field of one figure of one passage."""

    passage: str
    row: int
    field: str
    is_right: bool
    signs: tuple[str, ...]


def of_account(account: Account, prefix: str = "") -> Iterator[Case]:
    """The cases of figures that were found and whose every field can be judged; `prefix` sets passages apart."""
    for number, one in enumerate(account.judged):
        if one.machine is None or "row" not in one.right:
            continue
        if not one.machine.context.indicator.value:
            continue  # a row without an indicator is never sure, and teaches nothing of the others
        for field in FIELDS:
            yield Case(prefix + one.passage_id, number, field, one.right[field], tuple(one.machine.signs[field]))


def write(cases: Iterable[Case], path: Path) -> None:
    """Write cases as CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for one in cases:
            writer.writerow((one.passage, one.row, one.field, int(one.is_right), " ".join(one.signs)))


def read(path: Path) -> Iterator[Case]:
    """The cases of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            signs = tuple(row["signs"].split())
            yield Case(row["passage"], int(row["row"]), row["field"], row["right"] == "1", signs)
