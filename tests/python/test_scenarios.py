"""Rows that real reports will hold, through all models: what may be said of them, sentence by sentence.

Each file of tests/scenarios holds cases. A case names a sentence, the rows that a curator would write, and what the
public tables say of its areas: all rows of the named tables, in the columns named. Cases share one build, so each has
provinces of its own: P, Q, R and S stand for them, ids that begin with VN for themselves (and no two cases may use
the same). Rows default to a result of the growth of GRDP in 2023, printed in document `a`; `print` is the number in
Vietnamese print, of which the value and the decimals follow.
"""

import csv
import os
import re
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from chitieu.catalogue.compose import Catalogue
from chitieu.project import ROOT
from chitieu.seeds.seed_tables import CORRECTIONS, EXCLUSIONS, OBSERVATIONS, REFERENCE
from dbt_run import run_models

READER_MACROS = ROOT / "scripts" / "chitieu" / "release" / "reader_macros.sql"

FOLDER = ROOT / "tests" / "scenarios"
MODELS = Path(os.environ.get("CHITIEU_MODELS", ROOT))
"""The project whose models are asked; scripts/mutate_models.py names others than this checkout's."""
DOCUMENTS = next(table for table in REFERENCE if table.name == "documents")
STANDARD = {"issuer": "Province", "published_on": "2024-01-05"}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _write(path: Path, header: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: row[name] for name in header if name in row} for row in rows)


def _cases() -> list[dict[str, Any]]:
    return [
        case
        for path in sorted(FOLDER.glob("*.yml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]
    ]


CASES = _cases()
_PROVINCES = [
    row["area_id"] for row in _rows(ROOT / "seeds" / "reference" / "areas.csv") if row["area_type"] == "province"
]
_CATALOGUE = Catalogue.load(ROOT / "seeds" / "reference")


def _areas_of() -> list[dict[str, str]]:
    """For each case the provinces behind P, Q, R and S; those that another case names by its id are left to it."""
    named = {area for case in CASES for area in re.findall(r"VN\d\d_\d\d", str(case))}
    free = (one for one in _PROVINCES if one.startswith("VN63") and one not in named)
    letters = [{str(row.get("area", "P")) for row in case["rows"]} for case in CASES]
    return [{letter: next(free) for letter in sorted(used) if not letter.startswith("VN")} for used in letters]


AREAS = _areas_of()


def _value(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def _observation(row: dict[str, Any], number: int, areas: dict[str, str]) -> dict[str, Any]:
    """The seed row of a row of a case."""
    figure = str(row["print"])
    ends = [_value(one) for one in re.findall(r"\d[\d.,]*", figure)]
    sign = -1 if row.get("falls") else 1
    low, high = sorted((sign * ends[0], sign * ends[-1]))
    comparator = row.get("comparator", "range" if len(ends) == 2 else "eq")
    indicator = row.get("indicator", "grdp_growth")
    area = row.get("area", "P")
    return {
        "char_start": number,
        "char_end": number + len(figure),
        "figure": figure,
        "component": row.get("component", 1),
        "area_id": areas.get(area, area),
        "period": row.get("period", 2023),
        "indicator_id": indicator,
        "scenario": row.get("scenario", "actual"),
        "comparator": comparator,
        "is_approximate": str(row.get("about", comparator == "approx")).lower(),
        "value_low": "" if comparator in ("lt", "le") else low,
        "value_high": "" if comparator in ("gt", "ge") else high,
        "unit_id": row.get("unit", _CATALOGUE[indicator].display_unit_id),
        "compared_with": row.get("compared_with", ""),
        "plan_giver": row.get("plan_giver", ""),
        "obs_status": row.get("status", "A"),
        "note": row.get("note", ""),
    }


def write_seeds(folder: Path, known_on: date = date.max) -> Path:
    """The seeds of all cases, beside the real registries, as far as their documents were published by a day."""
    shutil.copytree(ROOT / "seeds" / "reference", folder / "reference")
    documents = []
    corrections: dict[str, list[dict[str, Any]]] = {}
    for number, (case, areas) in enumerate(zip(CASES, AREAS, strict=True)):
        used = {str(row.get("in", "a")) for row in case["rows"]} | set(case.get("documents", {}))
        for name in sorted(used):
            said = {**STANDARD, **case.get("documents", {}).get(name, {})}
            if date.fromisoformat(str(said["published_on"])) > known_on:
                continue
            document_id = f"case-{number}-{name}"
            replaces = said.get("supersedes")
            documents.append(
                {
                    "document_id": document_id,
                    "file_name": f"{document_id}.txt",
                    "sha256": "0" * 64,
                    "title_en": case["sentence"],
                    "issuer_area_id": "VN",
                    "published_precision": "day",
                    "published_basis": "printed",
                    "supersedes_document_id": f"case-{number}-{replaces}" if replaces else "",
                    "language": "vi",
                    **{key: str(value) for key, value in said.items() if key in ("issuer", "published_on")},
                }
            )
            rows = [
                _observation(row, 100 * place, areas)
                for place, row in enumerate(case["rows"])
                if str(row.get("in", "a")) == name
            ]
            _write(folder / "observations" / f"{document_id}.csv", OBSERVATIONS.header, rows)
            _write(folder / "exclusions" / f"{document_id}.csv", EXCLUSIONS.header, [])
            corrections[document_id] = [
                {**one, "corrected_on": "2024-06-01", "corrected_by": "test", "component": 1, "evidence": "a test"}
                for one in case.get("corrections", [])
            ]
            _write(folder / "corrections" / f"{document_id}.csv", CORRECTIONS.header, corrections[document_id])
    _write(folder / "reference" / "documents.csv", DOCUMENTS.header, documents)
    reviews = folder / "reference" / "check_reviews.csv"
    reviews.write_text(reviews.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_seeds(tmp_path_factory.mktemp("scenarios") / "seeds")


@pytest.fixture(scope="module")
def built_cases(seeds: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The public tables of all cases."""
    candidate = run_models(seeds, seeds.parent / "chitieu.duckdb", MODELS)
    with duckdb.connect(str(candidate), read_only=True) as connection:
        yield connection


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def differing(number: int, connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, list[str], list[str]]]:
    """The tables that do not say what a case expects, with the rows found and those wanted."""
    case, areas = CASES[number], AREAS[number]
    own = set(areas.values()) | set(re.findall(r"VN\d\d_\d\d", str(case)))
    for table, expected in case["expect"].items():
        name, _, condition = table.partition(" where ")
        columns = list(dict.fromkeys(column for row in expected for column in row)) or ["*"]
        found = connection.execute(
            f"select {', '.join(columns)} from {name} where area_id in ({', '.join(repr(one) for one in sorted(own))})"
            + (f" and ({condition})" if condition else "")
        ).fetchall()
        wanted = sorted(
            str(tuple(areas.get(str(row.get(column)), _plain(row.get(column))) for column in columns))
            for row in expected
        )
        rows = sorted(str(tuple(_plain(cell) for cell in row)) for row in found)
        if rows != wanted:
            yield table, rows, wanted


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["sentence"] for case in CASES])
def test_nothing_false_is_said_of(number: int, built_cases: duckdb.DuckDBPyConnection) -> None:
    for table, rows, wanted in differing(number, built_cases):
        assert rows == wanted, f"{CASES[number]['sentence']}: {table}"


SHOWN = {
    "panel": (
        "panel_as_of",
        "area_id, year, indicator_id, scenario, comparison, comparator, value, value_low, value_high, obs_status, "
        "is_doubted, source_count, document_count, agreement, plan_giver, known_from, observation_id",
    ),
    "fct_target_attainment": (
        "attainment_as_of",
        "area_id, period, indicator_id, basis, comparison, plan_giver, verdict, attainment_pct, obs_status, "
        "is_doubted, target_agreement, actual_agreement, known_from, target_observation_id, actual_observation_id, "
        "attainment_observation_id",
    ),
    "printings": ("observations_as_of", "observation_id, known_from, known_until, is_doubted"),
}


@pytest.mark.parametrize("day", ["2024-01-20", "2025-12-31"])
def test_a_day_shows_what_was_to_be_seen_on_it(day: str, seeds: Path, tmp_path: Path, built_cases) -> None:
    """The macros, asked of all documents for a day, against a warehouse made of the documents published by then."""
    known_on = date.fromisoformat(day)
    then = run_models(write_seeds(tmp_path / "seeds", known_on), tmp_path / "chitieu.duckdb", MODELS)
    now = tmp_path / "now" / "chitieu.duckdb"
    now.parent.mkdir()
    shutil.copyfile(seeds.parent / "chitieu.duckdb", now)
    with duckdb.connect(str(now)) as connection:
        connection.execute(READER_MACROS.read_text(encoding="utf-8"))
        for table, (macro, columns) in SHOWN.items():
            shown = connection.execute(f"select {columns} from {macro}('{day}')").fetchall()
            seen = duckdb.connect(str(then), read_only=True).execute(f"select {columns} from {table}").fetchall()
            assert sorted(map(str, shown)) == sorted(map(str, seen)), table
            assert len(shown) > 10


def test_each_sentence_stands_once() -> None:
    sentences = [case["sentence"] for case in CASES]
    assert len(sentences) == len(set(sentences)) > 30
