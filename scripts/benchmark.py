"""How a rebuild scales: synthetic observations through all gates, beside the bare SQL.

    .venv/bin/python scripts/benchmark.py --observations 100000 --observations 1000000

Writes what it measured to docs/performance.json and, from all that is there, docs/performance.md with its plot. The
processes are measured from outside: wall time, processor time of the whole process tree, and the highest sum of the
resident memory of the tree, looked at ten times a second. Documents are absent, so figures are read but not looked up.
"""

import csv
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any

import benchmark_data
import duckdb
import psutil
import typer
from chitieu import transform
from chitieu.project import ROOT, Project
from chitieu.proof import documents, verify
from chitieu.proof.kept import KeptProofs
from chitieu.release import publish
from chitieu.release.published import Release
from chitieu.release.releases import Warehouse
from chitieu.seeds.composed import write_indicators
from chitieu.workbench import literal
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

PAGE, PLOT, FIGURES = "performance.md", "performance.svg", "performance.json"
MOST_FOR_OTHERS = 1_000_000
EVIDENCE = "document_id,place,component,verification,decimals,passage\n"
COLD_READS = 15
EDITS = 3
BEST_OF = 4
MART = "fct_province_year_indicator"
# What both ways must agree on: all tables that hold data, in all their columns.
COMPARED = (
    "fct_observation",
    "fct_check",
    MART,
    "fct_target_attainment",
    "fct_target_ambition",
    "excluded_numeral",
    "dim_area",
    "dim_concept",
    "dim_breakdown",
    "dim_measure",
    "dim_indicator",
    "dim_unit",
    "dim_document",
    "dim_division",
    "bridge_area_succession",
    "bridge_check_observation",
    "bridge_division_area",
    "compared_division",
    "fct_attainment_history",
    "fct_correction",
    "fct_doubt",
    "fct_headline_history",
    "fct_revision",
)
QUERIES = {
    "panel": (
        "one indicator, all provinces, all years",
        f"select area_id, year, scenario, value from {MART} join dim_area using (area_id)"
        " where indicator_id = 'grdp_growth' and area_type = 'province'",
    ),
    "lookup": (
        "one province, all indicators, one year",
        f"select indicator_id, scenario, value from {MART} where area_id = 'VN63_22' and year = 2020",
    ),
    "panel, with names and source": (
        "the same from the view panel",
        "select area_vi, year, scenario, value, unit_vi, figure from panel"
        " where indicator_id = 'grdp_growth' and area_type = 'province'",
    ),
    "lookup, with names and source": (
        "the same from the view panel",
        "select indicator_vi, scenario, value, unit_vi, figure from panel where area_id = 'VN63_22' and year = 2020",
    ),
}


@dataclass(frozen=True)
class Cost:
    """What a process tree took: seconds on the clock and of processors, the highest resident memory in bytes."""

    wall: float
    cpu: float
    memory: int


@dataclass(frozen=True)
class Run:
    """One size measured: each way by name, seconds per step of the rebuild, sizes in bytes, queries in milliseconds."""

    observations: int
    exclusions: int
    documents: int
    areas: int
    measured_on: str
    costs: dict[str, Cost]
    steps: dict[str, float]
    disk: dict[str, int]
    queries: dict[str, float]
    mart_rows: int
    disagreements: dict[str, int]


def measured(command: list[str], environment: dict[str, str], log: Path) -> Cost:
    """Run a command to its end and say what it cost; raises RuntimeError with the end of its output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started, highest = time.monotonic(), 0
    with log.open("w", encoding="utf-8") as stream:
        process = psutil.Popen(command, env={**os.environ, **environment}, stdout=stream, stderr=subprocess.STDOUT)
        while True:
            try:
                tree = [process, *process.children(recursive=True)]
                highest = max(highest, sum(_resident(one) for one in tree))
                process.wait(0.1)
                break
            except psutil.TimeoutExpired:
                continue
            except psutil.NoSuchProcess:
                process.wait()
                break
    wall = time.monotonic() - started
    if process.returncode != 0:
        raise RuntimeError(f"{command} ended with {process.returncode}: {log.read_text(encoding='utf-8')[-3000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(round(wall, 2), round(cpu, 2), max(highest, 1))


def _resident(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return 0


def environment_of(project: Project) -> dict[str, str]:
    """What tells the command where a scratch project is."""
    return {
        "CHITIEU_ROOT": str(project.root),
        # A folder that is named must be there; an empty variable names none.
        "CHITIEU_DOCUMENTS": str(project.documents) if project.documents.is_dir() else "",
        "CHITIEU_WAREHOUSE": str(project.warehouse),
        "CHITIEU_SEEDS": str(project.root / "seeds"),
        "CHITIEU_EVIDENCE": str(project.root / "evidence.csv"),
        "CHITIEU_INDICATORS": str(project.root / "indicators.csv"),
        "CHITIEU_CANDIDATE": str(project.root / "floor" / "chitieu.duckdb"),
        "CHITIEU_WORKINGS": str(project.root / "floor" / "workings.duckdb"),
        "DO_NOT_TRACK": "1",
    }


def statements(project: Project) -> dict[str, Path]:
    """The SQL of all seeds and models as dbt compiles it, in order, as JSON lists beside the scratch project.

    "floor" makes tables as dbt does, with the types and keys of their contracts; "bare" has the queries alone.
    """
    (project.root / "evidence.csv").write_text(EVIDENCE, encoding="utf-8")
    write_indicators(project, project.root / "indicators.csv")
    (project.root / "floor").mkdir()
    target = project.root / "floor" / "dbt"
    command = [str(Path(sys.executable).parent / "dbt"), "--quiet", "compile", "--full-refresh"]
    command += ["--project-dir", str(project.root), "--profiles-dir", str(project.root)]
    command += ["--target-path", str(target), "--log-path", str(target)]
    subprocess.run(command, env={**os.environ, **environment_of(project)}, check=True, cwd=project.root)
    for name in ("CHITIEU_CANDIDATE", "CHITIEU_WORKINGS"):
        Path(environment_of(project)[name]).unlink(missing_ok=True)
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    nodes = {name: node for name, node in manifest["nodes"].items() if node["resource_type"] in ("model", "seed")}
    ordered: list[dict[str, Any]] = []
    done: set[str] = set()
    while len(done) < len(nodes):
        for name, node in nodes.items():
            needed = {one for one in node["depends_on"].get("nodes", []) if one in nodes}
            if name not in done and needed <= done:
                ordered.append(node)
                done.add(name)
    schemas = [f"create schema workings.{name}" for name in ("staging", "intermediate", "reference")]
    paths = {}
    for way in ("floor", "bare"):
        paths[way] = project.root / "floor" / f"{way}.json"
        made = [statement for node in ordered for statement in _statements(project, node, way == "floor")]
        paths[way].write_text(json.dumps([*schemas, *made]), encoding="utf-8")
    return paths


def _statements(project: Project, node: dict[str, Any], with_contract: bool) -> list[str]:
    name = f'"{node["database"]}"."{node["schema"]}"."{node["name"]}"'
    if node["resource_type"] == "seed":
        return [_load(project, node, name)]
    kind = "view" if node["config"]["materialized"] == "view" else "table"
    if kind == "table" and with_contract and node["contract"]["enforced"]:
        columns = [_column(column) for column in node["columns"].values()]
        columns += [f"primary key ({', '.join(one['columns'])})" for one in node["constraints"]]
        return [f"create table {name} ({', '.join(columns)})", f"insert into {name} by name {node['compiled_code']}"]
    return [f"create {kind} {name} as {node['compiled_code']}"]


def _column(column: dict[str, Any]) -> str:
    kinds = [one["type"].replace("_", " ") for one in column["constraints"]]
    return " ".join([column["name"], column["data_type"], *kinds])


def _load(project: Project, node: dict[str, Any], name: str) -> str:
    path = project.root / node["original_file_path"]
    types = node["config"]["column_types"]
    with path.open(encoding="utf-8", newline="") as stream:
        columns = ", ".join(f"'{column}': '{types[column]}'" for column in next(csv.reader(stream)))
    source = literal(str(path))
    return (
        f"create table {name} as select * from read_csv({source}, header = true, nullstr = '', auto_detect = false,"
        f" delim = ',', quote = '\"', escape = '\"', columns = {{{columns}}})"
    )


def disagreements(release: Release, floor: Path) -> dict[str, int]:
    """Rows of each table that the SQL alone lacks or has besides, by table.

    Rows are held against each other by their hashes: at ten million observations the texts of all checks would not fit
    into memory twice.
    """
    found = {}
    with duckdb.connect() as connection:
        connection.execute(f"attach {literal(str(release.database))} as release (read_only)")
        connection.execute(f"attach {literal(str(floor))} as floor (read_only)")
        for table in COMPARED:
            found[table] = connection.execute(
                f"select coalesce(sum(abs(surplus)), 0)::bigint from ("
                f"select sum(side) as surplus from ("
                f"select hash(one) as row, 1 as side from release.main.{table} as one"
                f" union all select hash(one), -1 from floor.main.{table} as one) group by row)"
            ).fetchone()[0]
    return found


def cold_reads(database: Path) -> dict[str, float]:
    """Milliseconds of each query of a reader, connection included: the median of connections that are new each time."""
    found = {}
    for name, (_, query) in QUERIES.items():
        seconds = []
        for _ in range(COLD_READS):
            started = time.perf_counter()
            with duckdb.connect(str(database), read_only=True) as connection:
                rows = connection.execute(query).fetchall()
            seconds.append(time.perf_counter() - started)
            assert rows, name
        found[name] = round(statistics.median(seconds) * 1000, 1)
    return found


def run(source: Path, folder: Path, observations: int, report: benchmark_data.Report) -> Run:
    """Make so many observations in the empty `folder` and measure every way of modelling them."""
    root = folder / str(observations)
    project = benchmark_data.make(source, root, observations, lambda what, share: report(what, share * 0.3))
    environment = environment_of(project)
    log = root / "log"
    costs = {}
    command = [str(Path(sys.executable).parent / "chitieu"), "build", "--keep", "1", "--log-format", "json"]
    report("the first build", 0.3)
    costs["first"] = measured(command, environment, log)
    report("the rebuild with all gates", 0.45)
    _edit(project, 1)
    costs["rebuild"] = measured(command, environment, log)
    release = Warehouse(project.warehouse).current()
    assert release is not None
    report("a reader's queries", 0.65)
    queries = cold_reads(release.database)
    scripts = Path(__file__).parent
    floor = root / "floor" / "chitieu.duckdb"
    plans = statements(project)
    if observations > MOST_FOR_OTHERS:
        del plans["bare"]
    for way, plan in reversed(plans.items()):  # The floor last: what it makes is compared.
        report(f"the SQL alone, {way}", 0.7)
        for path in (floor, floor.with_name("workings.duckdb")):
            path.unlink(missing_ok=True)
        command = [sys.executable, str(scripts / "benchmark_floor.py"), str(plan), str(floor)]
        costs[way] = measured(command, environment, log)
    report("comparison", 0.95)
    with publish.reading(release.database) as connection:
        counts = connection.execute(
            f"select (select count(*) from excluded_numeral), (select count(*) from dim_document),"
            f" (select count(distinct area_id) from fct_observation), (select count(*) from {MART})"
        ).fetchone()
    return Run(
        observations=observations,
        exclusions=counts[0],
        documents=counts[1],
        areas=counts[2],
        measured_on=date.today().isoformat(),
        costs=costs,
        steps=release.manifest["seconds"],
        disk={
            "seeds": size(root / "seeds"),
            "release": size(release.folder),
            "database": size(release.database),
            "floor": size(floor),
        },
        queries=queries,
        mart_rows=counts[3],
        disagreements=disagreements(release, floor),
    )


def size(path: Path) -> int:
    """Bytes of a file, or of all files below a folder."""
    return (
        path.stat().st_size if path.is_file() else sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
    )


# --- Today's size


def today(source: Path, folder: Path, report: benchmark_data.Report) -> dict[str, Any]:
    """From an edited CSV to the published release, warm, on a copy of the real project."""
    here = Project.from_environment(source)
    root = folder / "today"
    root.mkdir()
    for part in benchmark_data.PARTS:
        copy = shutil.copytree if (source / part).is_dir() else shutil.copyfile
        copy(source / part, root / part)
    project = Project(root, here.documents, root / "warehouse")
    command = [str(Path(sys.executable).parent / "chitieu"), "build", "--log-format", "json"]
    costs, steps = [], []
    for number in range(EDITS + 1):
        report(f"today's size, edit {number}", number / (EDITS + 2))
        _edit(project, number)
        environment = environment_of(project)
        costs.append(measured(command, environment, root / "log"))
        release = Warehouse(project.warehouse).current()
        assert release is not None
        steps.append(release.manifest["seconds"])
    report("dbt's own start", (EDITS + 1) / (EDITS + 2))
    start = dbt_start(project)
    by_wall = sorted(range(1, EDITS + 1), key=lambda number: costs[number].wall)
    median = by_wall[len(by_wall) // 2]
    return {
        "documents": project.documents.is_dir(),
        "observations": release.manifest["headlines"]["observations"],
        "cold": asdict(costs[0]),
        "warm": asdict(costs[median]),
        "steps": steps[median],
        "dbt_start": start,
        "measured_on": date.today().isoformat(),
    }


def proofs(source: Path, folder: Path) -> dict[str, Any]:
    """Seconds of the proof of all documents, the best of some: on one core, on all of them, and kept from before."""
    project = replace(Project.from_environment(source), warehouse=folder / "proofs")
    kept = KeptProofs(project)
    first = verify.prove(project, kept=kept)
    fewest = documents.FEWEST
    ways = {"one_after_another": (None, sys.maxsize), "side_by_side": (None, fewest), "kept": (kept, fewest)}
    seconds: dict[str, float] = {}
    for way, (store, documents.FEWEST) in ways.items():
        taken = []
        for _ in range(BEST_OF):
            started = time.monotonic()
            assert verify.prove(project, kept=store).evidence == first.evidence
            taken.append(time.monotonic() - started)
        seconds[way] = round(min(taken), 2)
    measured_on = date.today().isoformat()
    return {"documents": len(first.present), "figures": first.verified, **seconds, "measured_on": measured_on}


def _edit(project: Project, number: int) -> None:
    path = sorted(project.observations.glob("*.csv"))[0]
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[0]["note"] = f"Edited for the benchmark, edition {number}."
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def dbt_start(project: Project) -> float:
    """Seconds that dbt takes, warm and in a new process, before and after it runs anything: import, parse, wrap up."""
    seconds = 0.0
    for _ in range(2):  # The first parses everything.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            seconds = pool.submit(_outside_nodes, project).result()
    return round(seconds, 2)


def _outside_nodes(project: Project) -> float:
    candidate = project.root / "start" / "chitieu.duckdb"
    candidate.parent.mkdir(exist_ok=True)
    evidence = candidate.with_name("evidence.csv")
    evidence.write_text(EVIDENCE, encoding="utf-8")
    started = time.monotonic()
    found = transform.run(project, candidate, evidence)
    found.gate.require()
    ran = json.loads((found.manifest.parent / "run_results.json").read_text(encoding="utf-8"))
    return time.monotonic() - started - ran["elapsed_time"]


# --- The page


def load(path: Path) -> dict[str, Any]:
    """What was measured before: runs by number of observations, and today's size."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"runs": {}, "today": None}


def save(measurements: dict[str, Any], docs: Path) -> None:
    """Write the figures, the page and its plot."""
    from benchmark_page import page, plot

    docs.mkdir(exist_ok=True)
    (docs / FIGURES).write_text(json.dumps(measurements, indent=1) + "\n", encoding="utf-8")
    (docs / PAGE).write_text(page(measurements, {name: says for name, (says, _) in QUERIES.items()}), encoding="utf-8")
    (docs / PLOT).write_text(plot(measurements), encoding="utf-8")


def machine() -> str:
    """This machine in a few words."""
    memory = psutil.virtual_memory().total / 2**30
    versions = f"Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    return f"{os.cpu_count()} cores, {memory:.0f} GiB of memory, {versions}"


@contextmanager
def showing(console: Console) -> Iterator[Callable[[str], benchmark_data.Report]]:
    """A progress bar for each run."""
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console) as progress:

        def start(title: str) -> benchmark_data.Report:
            task = progress.add_task(title, total=1.0)
            return lambda what, share: progress.update(task, description=f"{title}: {what}", completed=share)

        yield start


def main(
    observations: Annotated[list[int] | None, typer.Option(min=1000, help="How many; may be given repeatedly.")] = None,
    today_too: Annotated[bool, typer.Option("--today", help="Measure an edit of the real project as well.")] = False,
    proofs_too: Annotated[bool, typer.Option("--proofs", help="Measure the proof of the real documents.")] = False,
    scratch: Annotated[Path | None, typer.Option(help="Where the scratch projects go, removed at the end.")] = None,
    docs: Annotated[Path, typer.Option(help="Where the page goes.")] = ROOT / "docs",
    note: Annotated[str, typer.Option(help="What else the machine was doing, for the page.")] = "",
) -> None:
    """Measure rebuilds of so many synthetic observations and write docs/performance.md."""
    measurements = load(docs / FIGURES)
    measurements["machine"], measurements["note"] = machine(), note
    with (
        tempfile.TemporaryDirectory(prefix="chitieu-benchmark-", dir=scratch) as name,
        showing(Console()) as start,
    ):
        for size_of_run in observations or []:
            found = run(ROOT, Path(name), size_of_run, start(f"{size_of_run:,} observations"))
            shutil.rmtree(Path(name) / str(size_of_run))
            measurements["runs"][str(size_of_run)] = asdict(found)
            save(measurements, docs)
        if today_too:
            measurements["today"] = today(ROOT, Path(name), start("today's size"))
        if proofs_too:
            measurements["proofs"] = proofs(ROOT, Path(name))
        save(measurements, docs)


if __name__ == "__main__":
    typer.run(main)
