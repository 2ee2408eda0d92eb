"""The composed indicators that a build needs, as the file that its models read."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, fields
from pathlib import Path

from chitieu.catalogue.compose import Catalogue, Indicator

HEADER = tuple(one.name for one in fields(Indicator))


def closure(catalogue: Catalogue, used: Iterable[str]) -> list[Indicator]:
    """The level of every concept, the indicators used and overruled, and all that these are measured against: their
    bases and wholes, and those of these. Sorted by id; raises KeyError for an id that is not composed."""
    wanted = {*catalogue.concepts, *used, *(one.indicator_id for one in catalogue.rows.overrides)}
    found: dict[str, Indicator] = {}
    while wanted:
        indicator = catalogue[wanted.pop()]
        found[indicator.indicator_id] = indicator
        wanted |= {
            one for one in (indicator.base_indicator_id, indicator.whole_indicator_id) if one and one not in found
        }
    return [found[one] for one in sorted(found)]


def write(indicators: Iterable[Indicator], path: Path) -> None:
    """Write the table as CSV, an empty cell for None."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(["" if cell is None else cell for cell in astuple(one)] for one in indicators)
