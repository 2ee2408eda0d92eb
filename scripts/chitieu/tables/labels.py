"""The second reading of the rows: which area a name in the first columns means, by the registry's names alone.

One name can mean several areas: Đắk Lắk before 2004 is another territory than Đắk Lắk since. A table lists one
division whole, so the division is the one whose provinces are exactly those listed.
"""

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from chitieu.reading.characters.folding import fold
from chitieu.seeds.registry import Area, Registry
from chitieu.tables.cells import Sheet

_PREFIXES = ("thành phố", "tp.", "tp", "tỉnh")


def key_of(name: str) -> str:
    """The letters of a name, folded: what stands between them does not count.

    >>> key_of("TP.Hồ Chí Minh"), key_of("Ðà Nẵng"), key_of("Hoà Bình")
    ('tphồchíminh', 'đànẵng', 'hòabình')
    """
    composed = unicodedata.normalize("NFC", name).replace("Ð", "Đ").replace("ð", "đ")
    return "".join(letter for letter in fold(composed) if letter.isalpha())


@dataclass(frozen=True)
class Names:
    """The names of areas by their keys, and the members of each region."""

    by_key: dict[str, tuple[Area, ...]]
    members: Mapping[str, frozenset[str]]
    areas: Mapping[str, Area]

    @classmethod
    def of(cls, registry: Registry, members: Mapping[str, frozenset[str]]) -> "Names":
        """The names of the nation, of regions and provinces; others stand in no table."""
        spellings = tomllib.loads(files(__package__).joinpath("area_spellings.toml").read_text(encoding="utf-8"))
        named: dict[str, list[Area]] = {}
        for area in registry.areas.values():
            if area.area_type in ("nation", "region", "province"):
                bare = area.name_vi.split(" (")[0]
                for name in (bare, *spellings.get(bare, ())):
                    named.setdefault(key_of(name), []).append(area)
        return cls({key: tuple(areas) for key, areas in named.items()}, members, registry.areas)

    def candidates(self, label: str) -> tuple[Area, ...]:
        """Every area that a label can mean: the longest name with which it begins, and nothing Vietnamese behind it."""
        keys = [key_of(label)]
        keys += [key_of(label.strip()[len(one) :]) for one in _PREFIXES if label.strip().lower().startswith(one)]
        for key in keys:
            for length in range(len(key), 1, -1):
                if key[:length] in self.by_key and key[length:].isascii():
                    return self.by_key[key[:length]]
        return ()


def labels_of(sheet: Sheet, column: int, rows: Iterable[int]) -> dict[int, str]:
    """The label of each row: its own cell and those below it that stand alone in their row, up to the next label."""
    listed = sorted(rows)
    taken = {row for row, where in sheet.cells if where != column}
    found = {}
    for row, following in zip(listed, [*listed[1:], listed[-1] + 1], strict=True):
        texts = [sheet.text(row, column)]
        for below in range(row + 1, following):
            if below in taken:
                break
            texts.append(sheet.text(below, column))
        found[row] = " ".join(text for text in texts if text)
    return found


def read_labels(labels: Mapping[int, str], names: Names, day: date) -> dict[int, str]:
    """The area that each row names, empty where none or more than one is meant.

    `day` decides among the divisions when the rows are not exactly the provinces of one.
    """
    candidates = {row: names.candidates(label) for row, label in labels.items()}
    in_force = _division(candidates, names, day)
    found = {}
    for row, areas in candidates.items():
        provinces = [area for area in areas if area.area_type == "province" and area.is_valid_on(in_force)]
        others = [area for area in areas if area.area_type != "province"]
        found[row] = (provinces or others or [None])[0] if len(provinces or others) <= 1 else None
    for row, areas in candidates.items():
        regions = [area for area in areas if area.area_type == "region"]
        if len(regions) > 1:
            found[row] = _region(regions, block_below(row, found), names, in_force)
    return {row: area.area_id if area else "" for row, area in found.items()}


def _division(candidates: Mapping[int, tuple[Area, ...]], names: Names, day: date) -> date:
    """The first day of the division whose provinces are those that the rows name; `day` if there is none."""
    listed = {area.area_id for areas in candidates.values() for area in areas if area.area_type == "province"}
    provinces = [area for area in names.areas.values() if area.area_type == "province"]
    for start in sorted({area.valid_from for area in provinces if area.valid_from}):
        division = {area.area_id for area in provinces if area.is_valid_on(start)}
        named = sum(
            any(area.area_id in division for area in areas)
            for areas in candidates.values()
            if any(area.area_type == "province" for area in areas)
        )
        rows = sum(any(area.area_type == "province" for area in areas) for areas in candidates.values())
        if division <= listed and named == rows == len(division):
            return start
    return day


def block_below(row: int, found: Mapping[int, Area | None]) -> list[str]:
    """The provinces below a row, up to the next region or nation."""
    block = []
    for below in sorted(one for one in found if one > row):
        area = found[below]
        if area is not None and area.area_type != "province":
            break
        if area is not None:
            block.append(area.area_id)
    return block


def _region(regions: list[Area], block: list[str], names: Names, in_force: date) -> Area | None:
    """The region whose members are the provinces that stand below it."""
    fitting = [area for area in regions if members_on(names, area.area_id, in_force) == set(block)]
    return fitting[0] if len(fitting) == 1 else None


def members_on(names: Names, region: str, day: date) -> set[str]:
    """The provinces of a region that were in force on a day."""
    return {one for one in names.members.get(region, ()) if names.areas[one].is_valid_on(day)}
