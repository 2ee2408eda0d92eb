"""The reference seeds in memory: areas, units, closed code lists, documents, and the catalogue of indicators."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from chitieu.catalogue.compose import Catalogue
from chitieu.catalogue.records import read_rows


@dataclass(frozen=True)
class Area:
    """A territory with the days on which its borders were in force; None is an open end."""

    area_id: str
    name_vi: str
    name_en: str
    area_type: str
    gso_code: str | None
    iso_code: str | None
    valid_from: date | None
    valid_to: date | None
    parent_area_id: str | None

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Unit:
    """A unit; a value times `factor` is the value in `standard_unit_id`."""

    unit_id: str
    name_vi: str
    name_en: str
    dimension: str
    standard_unit_id: str
    factor: Decimal
    sdmx_code: str | None
    sdmx_unit_mult: int | None


@dataclass(frozen=True)
class Code:
    """One member of a closed list."""

    codelist: str
    code: str
    name_vi: str
    name_en: str
    description: str
    description_vi: str = ""


@dataclass(frozen=True)
class Document:
    """A source document; `area_id` is the issuer's own area, `published_on` the last day its date can be."""

    document_id: str
    area_id: str
    published_on: date
    published_precision: str = "day"
    file_name: str = ""
    sha256: str = ""
    title_en: str = ""
    issuer: str = ""
    language: str = "vi"


@dataclass(frozen=True)
class Registry:
    """Everything of seeds/reference, keyed by id in the files' order; indicators are composed as they are asked for."""

    areas: dict[str, Area]
    indicators: Catalogue
    units: dict[str, Unit]
    codes: dict[str, dict[str, Code]]
    documents: dict[str, Document]

    @classmethod
    def load(cls, reference_dir: Path) -> "Registry":
        """Read the reference CSV files; a missing file is an OSError, an unreadable row a ValueError `file:line: …`."""
        codes: dict[str, dict[str, Code]] = {}
        for code in read_rows(reference_dir / "codes.csv", lambda row: Code(**row)):
            codes.setdefault(code.codelist, {})[code.code] = code
        return cls(
            areas={area.area_id: area for area in read_rows(reference_dir / "areas.csv", _area)},
            indicators=Catalogue.load(reference_dir),
            units={unit.unit_id: unit for unit in read_rows(reference_dir / "units.csv", _unit)},
            codes=codes,
            documents={one.document_id: one for one in read_rows(reference_dir / "documents.csv", _document)},
        )

    def dimension(self, unit_id: str) -> str | None:
        """The dimension of a unit, None for a unit that the registry does not hold."""
        unit = self.units.get(unit_id)
        return unit.dimension if unit else None


def _text(value: str) -> str | None:
    return value or None


def _date(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _area(row: dict[str, str]) -> Area:
    return Area(
        area_id=row["area_id"],
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        area_type=row["area_type"],
        gso_code=_text(row["gso_code"]),
        iso_code=_text(row["iso_code"]),
        valid_from=_date(row["valid_from"]),
        valid_to=_date(row["valid_to"]),
        parent_area_id=_text(row["parent_area_id"]),
    )


def _unit(row: dict[str, str]) -> Unit:
    return Unit(
        unit_id=row["unit_id"],
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        dimension=row["dimension"],
        standard_unit_id=row["standard_unit_id"],
        factor=Decimal(row["factor"]),
        sdmx_code=_text(row["sdmx_code"]),
        sdmx_unit_mult=int(row["sdmx_unit_mult"]) if row["sdmx_unit_mult"] else None,
    )


def _document(row: dict[str, str]) -> Document:
    return Document(
        document_id=row["document_id"],
        area_id=row["issuer_area_id"],
        published_on=date.fromisoformat(row["published_on"]),
        published_precision=row["published_precision"],
        file_name=row["file_name"],
        sha256=row["sha256"],
        title_en=row["title_en"],
        issuer=row["issuer"],
        language=row["language"],
    )
