"""A tiny project whose steps are cheap, so that publication itself, which is the real code, can be tried many times.

Run as a program it is one build: `python tiny.py ROOT [--keep N] [--wait S] [--if-changed] [--die-at POINT]`.
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from chitieu import build
from chitieu.errors import Busy
from chitieu.gates import Gate
from chitieu.project import Project
from chitieu.release import releases
from chitieu.report import JsonReporter
from chitieu.workbench import literal

OBSERVATIONS = 400


@dataclass(frozen=True)
class TinyProof:
    """A proof that either read everything or had no documents."""

    gate: Gate
    documents_present: bool
    unverified: int
    kept: int = 0


@dataclass(frozen=True)
class TinyTransformed:
    gate: Gate
    models: int
    tests: int
    manifest: Path


def make(root: Path, edition: int = 1) -> Project:
    """A project in `root` whose two tables both tell the edition, so that a mixture of releases would show."""
    project = Project(root=root, documents=root / "documents", warehouse=root / "warehouse")
    project.reference.mkdir(parents=True, exist_ok=True)
    project.observations.mkdir(parents=True, exist_ok=True)
    project.documents.mkdir(parents=True, exist_ok=True)
    (project.documents / "tiny.txt").write_text("Thu ngân sách đạt 12 tỷ đồng.", encoding="utf-8")
    edit(project, edition)
    return project


def edit(project: Project, edition: int) -> None:
    """Change the seeds to another edition."""
    registered = f"document_id,file_name,edition\ntiny,tiny.txt,{edition}\n"
    (project.reference / "documents.csv").write_text(registered, encoding="utf-8")
    rows = [f"o{number:05},{number}.25,{edition}" for number in range(OBSERVATIONS)]
    text = "\n".join(["observation_id,value_low,edition", *rows]) + "\n"
    (project.observations / "tiny.csv").write_text(text, encoding="utf-8")


def transform(project: Project, candidate: Path, evidence: Path) -> TinyTransformed:
    """What dbt leaves behind, by plain SQL: contracts, comments, a view that names its catalog."""
    observations = literal(str(project.observations / "tiny.csv"))
    documents = literal(str(project.reference / "documents.csv"))
    with duckdb.connect(str(candidate), config={"storage_compatibility_version": "v1.2.0"}) as connection:
        catalog = connection.execute("select current_catalog()").fetchone()[0]
        # Made in the reverse of the key's order, as nothing obliges dbt to write in it.
        connection.execute(
            f"""
            create temp view stg_observations as
                select * from read_csv({observations}, types = {{'value_low': 'decimal(24,6)'}});
            create table dim_document (document_id varchar primary key, file_name varchar not null, edition int);
            insert into dim_document from read_csv({documents});
            create table dim_area (area_id varchar primary key, name_vi varchar not null);
            insert into dim_area values ('VN63_33', 'Hưng Yên'), ('VN63_01', 'Hà Nội');
            create table fct_observation (
                observation_id varchar primary key, document_id varchar not null, area_id varchar not null,
                figure varchar not null, value_low decimal(24, 6), edition int, passage varchar
            );
            insert into fct_observation
                select
                    observation_id, 'tiny', case when value_low < 100 then 'VN63_01' else 'VN63_33' end,
                    replace(value_low::varchar, '.', ','), value_low, edition,
                    case observation_id
                        when 'o00001' then '=1+1' when 'o00002' then '''=1+1' when 'o00003' then '-1,02%'
                        when 'o00004' then '' when 'o00005' then '@x, "y"'
                    end
                from stg_observations
                order by observation_id desc;
            create table fct_check (check_id varchar primary key, verdict varchar not null, explanation varchar);
            insert into fct_check
                select 'is_even', case when max(edition) % 2 = 0 then 'pass' else 'fail' end, null from dim_document;
            create view panel as (
                with areas as (select * from "{catalog}"."main"."dim_area")
                select areas.name_vi, observations.value_low, observations.edition, documents.edition as listed_edition
                from "{catalog}"."main"."fct_observation" as observations
                inner join areas on observations.area_id = areas.area_id
                inner join "{catalog}"."main"."dim_document" as documents
                    on observations.document_id = documents.document_id
            );
            comment on table fct_observation is 'One row per printed figure; it''s the first table to ask.';
            comment on column fct_observation.value_low is 'NULL is an open end';
            comment on view panel is 'The first query';
            comment on column panel.name_vi is 'Tên';
            """
        )
    return TinyTransformed(Gate("models", 3, 0, 0.0), models=5, tests=3, manifest=candidate)


def steps(**changed: Callable[..., Any]) -> build.Steps:
    """Cheap steps, any of them replaced by keyword."""
    cheap: dict[str, Callable[..., Any]] = {
        "check_inputs": lambda project: Gate("inputs", 1, 0, 0.0),
        "prove": lambda project: TinyProof(Gate("proof", OBSERVATIONS, 0, 0.0), True, 0),
        "write_evidence": lambda proof, path: path.write_text("document_id\n", encoding="utf-8"),
        "transform": transform,
        "checking_expectations": lambda *_: nullcontext(lambda: Gate("expectations", 5, 0, 0.0)),
        "write_quality_page": lambda project, folder, gates: None,
        "making_site": lambda *_: nullcontext(lambda: 0),
    }
    return build.Steps(**{**cheap, **changed})


def die_at(point: str) -> None:
    """Arrange for SIGKILL at one of the points between two steps of publication."""

    def deadly(function: Callable[..., Any], after: bool) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            if after:
                function(*arguments, **named)
            os.kill(os.getpid(), signal.SIGKILL)

        return wrapped

    when, name = point.split("-")
    owner = releases.Warehouse if hasattr(releases.Warehouse, name) else releases
    setattr(owner, name, deadly(getattr(owner, name), when == "after"))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=Path)
    parser.add_argument("--keep", type=int, default=10)
    parser.add_argument("--wait", type=float, default=0)
    parser.add_argument("--hold", type=float, default=0, help="seconds to spend in a step while the lock is held")
    parser.add_argument("--if-changed", action="store_true")
    parser.add_argument("--die-at")
    asked = parser.parse_args()
    root = asked.root.resolve()
    project = Project(root=root, documents=root / "documents", warehouse=root / "warehouse")
    if asked.die_at:
        die_at(asked.die_at)

    def prove(_: Project) -> TinyProof:
        time.sleep(asked.hold)
        return TinyProof(Gate("proof", OBSERVATIONS, 0, 0.0), True, 0)

    options = build.Options(wait=asked.wait, keep=asked.keep, if_changed=asked.if_changed)
    try:
        return 0 if build.build(project, steps(prove=prove), options, JsonReporter()) else 3
    except Busy:
        return 4


if __name__ == "__main__":
    sys.exit(main())
