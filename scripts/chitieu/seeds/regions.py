"""Which provinces make up a region, as official tables group them."""

import csv
from collections.abc import Mapping
from pathlib import Path


def load_members(reference: Path) -> Mapping[str, frozenset[str]]:
    """The areas of each region, of every division; those in force on a day are its members then."""
    members: dict[str, set[str]] = {}
    with (reference / "region_members.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            members.setdefault(row["region_area_id"], set()).add(row["member_area_id"])
    return {region: frozenset(areas) for region, areas in members.items()}
