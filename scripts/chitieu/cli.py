"""The command `chitieu`: what a person or a scheduler types, and the exit status they get."""

import json
import re
import signal
import sys
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import duckdb
import typer
from rich.table import Table
from rich.text import Text
from typer.core import TyperGroup

from chitieu import build
from chitieu.catalogue import command
from chitieu.characters import visible_json
from chitieu.errors import Busy, DamagedRelease, GateFailed, InputError, WrongFolder
from chitieu.project import Project
from chitieu.proof import curate, verify
from chitieu.release import check, diff
from chitieu.release.check import Checked
from chitieu.release.publish import NotPublishable
from chitieu.release.published import DATABASE, SITE, Release
from chitieu.release.query import TABLE_ROWS, Bounds, Refused, asking, print_table, write_csv, write_json
from chitieu.release.releases import ReleaseNotFound, Warehouse
from chitieu.report import JsonReporter, TextReporter
from chitieu.seeds import inputs
from chitieu.site import serving
from chitieu.terminal import let_streams_degrade, say, terminal


class Commands(TyperGroup):
    """The commands, each started with streams that fail on no letter."""

    def main(self, *arguments: Any, **named: Any) -> Any:
        let_streams_degrade()
        return super().main(*arguments, **named)


app = typer.Typer(
    cls=Commands,
    name="chitieu",
    help="The open warehouse of what Vietnam's provinces planned and what they achieved.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)

LONGEST_QUERY = 1_000_000
OK, FAILED, USAGE, UNCHANGED, BUSY = 0, 1, 2, 3, 4


class LogFormat(StrEnum):
    """How a build tells what it does."""

    text = "text"
    json = "json"


class AnswerFormat(StrEnum):
    """How an answer is written."""

    table = "table"
    csv = "csv"
    json = "json"


WarehouseOption = Annotated[
    Path | None,
    typer.Option("--warehouse", help="Folder of the releases.", show_default="$CHITIEU_WAREHOUSE, else warehouse"),
]
DocumentsOption = Annotated[
    Path | None,
    typer.Option("--documents", help="Folder of the documents.", show_default="$CHITIEU_DOCUMENTS, else documents"),
]
ReleaseOption = Annotated[str, typer.Option("--release", help="A release id, its beginning, `current` or `previous`.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON instead of tables.")]
WaitOption = Annotated[
    float, typer.Option("--wait", min=0, metavar="SECONDS", help="Wait so long for a running build.")
]


def examples(*lines: str) -> str:
    """The examples at the end of a command's help."""
    return "\n\n".join(["**Examples**", *(f"`{line}`" for line in lines)])


def fail(message: str, status: int) -> NoReturn:
    """Say what is wrong on standard error and leave with `status`."""
    say(message)
    raise typer.Exit(status)


@contextmanager
def exit_statuses(without_memory: int = FAILED) -> Iterator[None]:
    """Turn what can go wrong into a message on standard error and the exit status of the contract."""
    try:
        yield
    except (
        InputError,
        WrongFolder,
        GateFailed,
        Busy,
        NotPublishable,
        DamagedRelease,
        ReleaseNotFound,
        Refused,
    ) as problem:
        fail(str(problem), problem.exit_status)
    except BrokenPipeError:  # Whoever reads has enough.
        raise
    except (MemoryError, duckdb.OutOfMemoryException):
        fail("chitieu: there is not enough memory; close other programs, raise the limit, or give less", without_memory)
    except BrokenProcessPool:
        fail("chitieu: a process that proves was ended, as a rule for want of memory; make room and try again", FAILED)
    except duckdb.Error as problem:
        fail(f"chitieu: {problem}", FAILED)
    except OSError as problem:
        fail(f"{problem.filename or 'chitieu'}: {problem.strerror or problem}; mend that and try again", FAILED)


@contextmanager
def _naming_a_broken_registry() -> Iterator[None]:
    """Where a command fails, look first whether the registries are what is wrong: they are not checked every time."""
    try:
        yield
    except (typer.Exit, MemoryError, BrokenPipeError):
        raise
    except Exception:
        inputs.check_reference(Project.from_environment())
        raise


@app.command(
    "build",
    epilog=examples(
        "chitieu build",
        "chitieu build --if-changed --wait 600 --log-format json",
        "chitieu build --documents ../shared/documents --warehouse /tmp/warehouse",
    ),
)
def build_command(
    documents: DocumentsOption = None,
    warehouse: WarehouseOption = None,
    if_changed: Annotated[
        bool,
        typer.Option(
            "--if-changed",
            help="Publish nothing (status 3) if inputs, code and versions are the same and the release is whole.",
        ),
    ] = False,
    wait: WaitOption = 0,
    keep: Annotated[int, typer.Option(min=1, help="Releases to keep; the current one is kept in any case.")] = 10,
    accept_shrink: Annotated[
        bool, typer.Option("--accept-shrink", help="Let a document lose more than 5 % of its observations.")
    ] = False,
    accept_unverified: Annotated[
        bool, typer.Option("--accept-unverified", help="Let figures that were not read again replace verified ones.")
    ] = False,
    log_format: Annotated[LogFormat, typer.Option(help="Text for people, JSON lines for machines.")] = LogFormat.text,
) -> None:
    """Rebuild the warehouse, check it, and publish it if every gate passes.

    Status 0: published. 1: a gate failed, nothing published. 2: a broken input file, or a named folder that is not
    there. 3: nothing changed. 4: another build holds the lock.
    """
    with exit_statuses():
        options = build.Options(wait, keep, if_changed, accept_shrink, accept_unverified)
        reporter = JsonReporter() if log_format is LogFormat.json else TextReporter()
        release = build.build(_project(documents, warehouse), build.real_steps(), options, reporter)
    if release is None:
        raise typer.Exit(UNCHANGED)


@app.command(
    "status",
    epilog=examples("chitieu status", "chitieu status --max-age 26h", "chitieu status --all", "chitieu status --json"),
)
def status_command(
    warehouse: WarehouseOption = None,
    max_age: Annotated[
        str | None, typer.Option(metavar="AGE", help="Status 1 if older than this: `26h`, `90m`, `2d`.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="List every release.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show the current release: its id, age, counts and gate results, and whether its files are all there.

    The age counts from the last time it was known to be up to date: its publication, or a later build that found
    nothing changed. Status 1: there is no release, it is damaged, or it is too old.
    """
    with exit_statuses():
        limit = _duration(max_age) if max_age is not None else None
        here = Warehouse(_project(None, warehouse).warehouse)
        _tell_strays(here)
        current = here.find("current") if here.current() or not every else None
        confirmed = here.last_confirmed(current) if current else None
        age = datetime.now(UTC) - confirmed if confirmed else None
        checked = check.check_all(here) if every else [check.check(current)]
        if as_json:
            facts = [_facts(one, one.release == current) for one in checked]
            _print_json({"age_seconds": round(age.total_seconds()) if age is not None else None, "releases": facts})
        elif every:
            terminal().print(_release_list(checked, current))
        else:
            terminal().print(Text(f"Release {current.release_id}", "bold"), _release_card(checked[0], age), sep="\n")
        (current or here.find("current")).require()
        if limit is not None and age is None:
            fail(f"release {current.release_id} is of a time to come: set the clock right, then build anew", FAILED)
        if limit is not None and age > limit:
            fail(
                f"release {current.release_id} is {_spoken(age)} old, more than {max_age}; see why no build came",
                FAILED,
            )


@app.command(
    "check",
    epilog=examples("chitieu check", "chitieu check --deep", "chitieu check previous --deep --json"),
)
def check_command(
    release: Annotated[
        str | None, typer.Argument(metavar="[RELEASE]", help="An id, its beginning, `current` or `previous`.")
    ] = None,
    deep: Annotated[
        bool, typer.Option("--deep", help="Read every byte, open the database and count its rows.")
    ] = False,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold releases against their manifests: each file there and as large as it was, with `--deep` the same bytes.

    Without RELEASE: all of them, and the link `current`. Status 1: something is wrong, and it is said what.
    """
    with exit_statuses():
        here = Warehouse(_project(None, warehouse).warehouse)
        checked = check.check_all(here, deep) if release is None else [check.check(here.find(release), deep)]
        fault = here.link_fault() if release is None else ""
        if as_json:
            _print_json({"current": fault or None, "strays": here.strays(), "releases": [c.as_dict() for c in checked]})
        elif checked:
            terminal().print(check.table(checked, here.current(), deep))
        _tell_strays(here)
        unseen = "readers do not see it; restore its folder from a backup, or remove it"
        damaged = [
            DamagedRelease(one.release.release_id, one.faults, "" if one.release == here.current() else unseen)
            for one in checked
            if one.faults
        ]
        for problem in damaged:
            say(problem)
        if fault:
            here.find("current")
        if damaged:
            raise typer.Exit(FAILED)


@app.command(
    "diff",
    epilog=examples("chitieu diff previous current", "chitieu diff 20260101 20260301 --json > diff.json"),
)
def diff_command(
    before: Annotated[str, typer.Argument(metavar="A", help="The earlier release: an id, its beginning, `previous`.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The later release: an id, its beginning, `current`.")],
    warehouse: WarehouseOption = None,
    limit: Annotated[int, typer.Option(min=0, help="Rows to list per table and kind; JSON always lists all.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """Show what differs between two releases, row by row and field by field."""
    with exit_statuses():
        here = Warehouse(_project(None, warehouse).warehouse)
        earlier, later = (here.find(name).require("parquet/") for name in (before, after))
        found = diff.between(earlier, later, None if as_json else limit)
        if as_json:
            _print_json(found.as_dict())
        else:
            diff.show(found, terminal())


@app.command("serve", epilog=examples("chitieu serve", "chitieu serve --port 8080 --release previous"))
def serve_command(
    warehouse: WarehouseOption = None,
    release: ReleaseOption = "current",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
) -> None:
    """Show a release's explorer on 127.0.0.1, until it is ended with Ctrl-C.

    It opens by a double click on `site/index.html` of a release too.
    """
    with exit_statuses():
        found = Warehouse(_project(None, warehouse).warehouse).find(release).require(f"{SITE}/")
        if not (found.folder / SITE).is_dir():
            fail(f"release {found.release_id} has no explorer; build one with `chitieu build`", FAILED)
        with serving.server(found.folder, port) as server:
            address = f"http://{serving.ADDRESS}:{server.server_port}/"
            # Also where a shell that started it in the background has told it to ignore Ctrl-C.
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.default_int_handler)
            with suppress(KeyboardInterrupt):
                print(f"{address} shows {found.release_id}; Ctrl-C ends it", flush=True)
                server.serve_forever()


@app.command("rollback", epilog=examples("chitieu rollback", "chitieu rollback 20260101T010000Z-0a1b2c3d"))
def rollback_command(
    release: Annotated[str, typer.Argument(metavar="[ID]", help="The release to return to.")] = "previous",
    warehouse: WarehouseOption = None,
    wait: WaitOption = 0,
) -> None:
    """Make an earlier release the current one.

    The newer ones stay, and `chitieu build --if-changed` does not publish the same inputs a second time.
    """
    with exit_statuses():
        here = Warehouse(_project(None, warehouse).warehouse)
        here.find(release)
        try:
            with here.lock(wait):
                here.sweep()
                wanted = here.find(release).require(are_hashed=True)
                here.roll_back(wanted)
        except Busy as problem:
            fail(str(problem), FAILED)
        print(f"current is now {wanted.release_id}")


@app.command(
    "sql",
    epilog=examples(
        'chitieu sql "from panel limit 5"',
        'chitieu sql "select area_id, value from fct_province_year_indicator" --format csv > values.csv',
        "chitieu sql - < queries/fastest_growth.sql",
    ),
)
def sql_command(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="SQL, or `-` to read it from standard input.")],
    warehouse: WarehouseOption = None,
    release: ReleaseOption = "current",
    answer_format: Annotated[
        AnswerFormat, typer.Option("--format", help="How to write the answer.")
    ] = AnswerFormat.table,
    timeout: Annotated[float, typer.Option(min=0, metavar="SECONDS", help="Stop after so long; 0: never.")] = 300,
    max_rows: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="ROWS",
            help="Rows to write at most; 0: all.",
            show_default=f"{TABLE_ROWS:,} in a table, else {Bounds.rows:,}",
        ),
    ] = None,
    memory: Annotated[str, typer.Option(metavar="SIZE", help="Memory to use at most.")] = Bounds.memory,
    temp_disk: Annotated[str, typer.Option(metavar="SIZE", help="Disk to use at most beyond that.")] = Bounds.disk,
) -> None:
    """Ask a release a question: read-only, and without access to other files or the network.

    CSV and JSON are written as the rows come. Status 1: the query is wrong, or a bound was reached, which may be after
    rows were written.
    """
    if max_rows is None:
        max_rows = TABLE_ROWS if answer_format is AnswerFormat.table else Bounds.rows
    bounds = Bounds(max_rows, timeout, _size(memory, "--memory"), _size(temp_disk, "--temp-disk"))
    with exit_statuses(), _stopped_by_signals():
        database = Warehouse(_project(None, warehouse).warehouse).find(release).require(DATABASE).database
        with asking(database, _from_standard_input() if query == "-" else query, bounds) as answer:
            match answer_format:
                case AnswerFormat.table:
                    print_table(answer, terminal())
                case AnswerFormat.csv:
                    write_csv(answer, sys.stdout)
                case AnswerFormat.json:
                    write_json(answer, sys.stdout)
            sys.stdout.flush()


app.command(
    "indicators",
    epilog=examples(
        "chitieu indicators thu noi dia",
        "chitieu indicators growth of retail sales",
        "chitieu indicators grdp_growth --json",
    ),
)(exit_statuses()(_naming_a_broken_registry()(command.command)))


app.command("verify", epilog=examples("chitieu verify", "chitieu verify --explain ha-tinh-2024-01-20:1718:1"))(
    exit_statuses()(verify.command)
)


app.command(
    "curate",
    epilog=examples(
        "chitieu curate report.txt --document-id ha-tinh-2025-01-20 --area VN63_42 --published-on 2025-01-20",
        "chitieu curate news.txt --document-id hue-2024-10-03 --area VN63_46 --published-on 2024-10-03 --out draft",
    ),
)(exit_statuses(without_memory=USAGE)(_naming_a_broken_registry()(curate.command)))


def _project(documents: Path | None, warehouse: Path | None) -> Project:
    """The project of the environment; folders of the command line go before it."""
    return Project.from_environment().moved(documents, warehouse)


def _tell_strays(here: Warehouse) -> None:
    for name in here.strays():
        say(f"{here.folder / 'releases'}: {name!r} is no release; move it away")


def _print_json(value: Any) -> None:
    print(visible_json(json.dumps(value, ensure_ascii=False, indent=2, default=str)))


def _from_standard_input() -> str:
    content = sys.stdin.buffer.read(LONGEST_QUERY + 1)
    if len(content) > LONGEST_QUERY:
        raise Refused(f"the query is longer than {LONGEST_QUERY:,} bytes; ask for less at a time")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise Refused(f"the query is not UTF-8 at byte {problem.start}; save it as UTF-8") from problem


def _size(text: str, option: str) -> str:
    """`2GB`, `500 MB`, `1.5GiB` as DuckDB understands it."""
    if not re.fullmatch(r"\d{1,9}(\.\d{1,3})? ?([KMGT]i?B)", text, re.IGNORECASE):
        raise typer.BadParameter(f"{text!r} is no size; write 500MB or 2GB", param_hint=option)
    return text


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Let Ctrl-C and TERM end what is inside in order, so that nothing is left behind: status 130 and 143."""
    caught: list[int] = []

    def stop(number: int, frame: object) -> None:
        caught.append(number)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except (KeyboardInterrupt, RuntimeError, duckdb.Error) as problem:
        # The engine says in its own words that it was interrupted.
        if not caught:
            raise
        say("chitieu: stopped")
        raise typer.Exit(128 + caught[0]) from problem
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _duration(text: str) -> timedelta:
    """`26h`, `90m`, `1d12h` as a length of time."""
    if not re.fullmatch(r"(\d+(\.\d+)?[smhd])+", text):
        raise typer.BadParameter(f"{text!r} is no age; write 26h, 90m or 2d", param_hint="--max-age")
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    try:
        return sum(
            (timedelta(**{units[unit]: float(number)}) for number, unit in re.findall(r"([\d.]+)([smhd])", text)),
            timedelta(),
        )
    except OverflowError as problem:
        raise typer.BadParameter("so old is nothing; write 26h, 90m or 2d", param_hint="--max-age") from problem


def _spoken(age: timedelta) -> str:
    hours, rest = divmod(int(age.total_seconds()), 3600)
    if hours >= 48:
        return f"{hours // 24} days"
    return f"{hours} h {rest // 60} min" if hours else f"{rest // 60} min {rest % 60} s"


def _facts(checked: Checked, is_current: bool) -> dict[str, Any]:
    """What is told of a release in JSON; where its manifest is broken the faults say so, and the rest is null."""
    release = checked.release
    names = ("content_hash", "is_verified", "unverified_observations", "rows", "gates", "seconds")
    try:
        facts = {name: release.manifest[name] for name in names}
    except DamagedRelease:
        facts = dict.fromkeys(names)
    published = release.published_at.isoformat()
    mine = {"release_id": release.release_id, "is_current": is_current, "published_at": published}
    return {**mine, "faults": checked.faults, **facts}


def _release_card(checked: Checked, age: timedelta | None) -> Table:
    release = checked.release
    card = Table(show_header=False, box=None, padding=(0, 2))
    known = f"up to date {_spoken(age)} ago" if age is not None else "which is ahead of the clock"
    card.add_row("Published", f"{release.published_at:%Y-%m-%d %H:%M} UTC, {known}")
    card.add_row("Files", f"{checked.files}, all there" if not checked.faults else f"{len(checked.faults)} faults")
    try:
        manifest = release.manifest
    except DamagedRelease:
        return card
    unverified = manifest["unverified_observations"]
    card.add_row("Verified", "yes" if manifest["is_verified"] else f"no: {unverified:,} figures not read again")
    for name, rows in manifest["rows"].items():
        card.add_row(name, f"{rows:,} rows")
    for gate in manifest["gates"]:
        card.add_row(f"Gate {gate['name']}", f"passed, {gate['checked']:,} checks, {gate['seconds']:.1f} s")
    return card


def _release_list(checked: list[Checked], current: Release | None) -> Table:
    table = Table("release", "", "files", "observations", "verified", "took")
    for one in checked:
        mark = "current" if one.release == current else ""
        state = "damaged" if one.faults else "all there"
        try:
            manifest = one.release.manifest
        except DamagedRelease:
            table.add_row(one.release.release_id, mark, state)
            continue
        table.add_row(
            one.release.release_id,
            mark,
            state,
            f"{manifest['rows'].get('fct_observation', 0):,}",
            "yes" if manifest["is_verified"] else "no",
            f"{sum(manifest['seconds'].values()):.1f} s",
        )
    return table


if __name__ == "__main__":
    app()
