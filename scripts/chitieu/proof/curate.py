"""The command `chitieu curate`: the rows of a new document proposed by the machine, for a person to review.

The two seed files hold the rows in the seeds' own columns. What does not fit there, how sure the machine is and what
is missing, goes to `<document_id>.proposal.csv`, which also remembers what was proposed: a later run compares with it
to tell the rows that a person edited. The page shows the text with every span and its reading, least certain first.
"""

import csv
import difflib
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from jinja2 import Environment, PackageLoader, StrictUndefined
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from chitieu.characters import shown
from chitieu.documents import read_file
from chitieu.errors import InputError, Problem
from chitieu.project import Project
from chitieu.proof import tables
from chitieu.proof.curated_rows import rows_of
from chitieu.proof.proposals import Cells, Joined, Key, Proposal, join, key_of, propose
from chitieu.proof.second_reading import read_document
from chitieu.reading.characters.folding import fold
from chitieu.reading.tokens.lexicon import load_lexicon
from chitieu.seeds.csv_files import file_problems, quoted
from chitieu.seeds.registry import Document, Registry, is_table
from chitieu.seeds.seed_tables import EXCLUSIONS, OBSERVATIONS
from chitieu.seeds.seed_tables import Table as SeedTable
from chitieu.terminal import Terminal, say, terminal

PROPOSAL = ("kind", *OBSERVATIONS.header, "reason", "confidence", "missing", "doubts")

LONG_TEXT = 1_000_000
"""From so many bytes on it is said that the reading takes its time."""

_SIGNS = {"gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ ", "approx": "≈ "}
_DOCUMENT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ID = 100


@dataclass(frozen=True)
class Card:
    """One row on the page: what is proposed or written, what to do about it, and its state.

    `state` is one of missing, doubtful, sure, excluded, edited.
    """

    cells: Cells
    state: str
    confidence: float
    missing: tuple[str, ...]
    doubts: tuple[str, ...]
    why: tuple[tuple[str, str], ...]

    @property
    def anchor(self) -> str:
        return f"c{self.cells['char_start']}"

    @property
    def reading(self) -> str:
        """The row in a few words."""
        cells = self.cells
        if "reason" in cells:
            return cells["reason"] or "no figure"
        ends = dict.fromkeys(one for one in (cells["value_low"], cells["value_high"]) if one)
        sign = _SIGNS.get(cells["comparator"], "")
        return f"{sign}{' to '.join(ends)} {cells['unit_id'].replace('_', ' ') or '?'}".strip()


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; with a card it is a span."""

    text: str
    card: Card | None = None


@dataclass(frozen=True)
class Curation:
    """What one run wrote."""

    document: Document
    joined: Joined
    cards: tuple[Card, ...]
    files: tuple[Path, ...]


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The document: a text in UTF-8, or a table.")],
    document_id: Annotated[str, typer.Option(metavar="ID", help="Its id: issuer and date, like ha-tinh-2024-01-20.")],
    area: Annotated[str, typer.Option(metavar="AREA_ID", help="The area of its issuer, like VN63_42 or VN.")],
    published_on: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The day on which it was published.")],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for observations/ and exclusions/.", show_default="seeds"),
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the page and what was proposed.", show_default="proposals"),
    ] = None,
) -> None:
    """Propose the rows of a new document, for a person to review.

    Every numeral becomes an observation or an exclusion; what the machine does not know stays empty. Run again, it
    keeps as they are the rows that were edited or taken out. The rows of a table (.xls, .xlsx, .csv) follow from its
    map in tables/, which a person draws; what reads otherwise or does not add up is said.
    Status 0: written. 2: the file or an option is wrong.
    """
    project = Project.from_environment()
    registry = Registry.load(project.reference)
    document = _document(registry, file, document_id, area, published_on)
    out, page = out or project.root / "seeds", page or project.root / "proposals"
    content = _content(file)
    if is_table(file.name):
        tables.show(tables.curate_table(project, registry, document, file, out), terminal())
        return
    text = _text(file, content)
    with _waiting(len(content)):
        curation = curate(project, registry, document, text, out, page)
    _show(curation, content)


def curate(project: Project, registry: Registry, document: Document, text: str, out: Path, page: Path) -> Curation:
    """Read a text, join the proposal to what is in `out`, and write seeds, page and the proposal itself.

    Raises InputError if a seed file that is there cannot be read.
    """
    name = document.document_id
    lexicon = load_lexicon(unit_terms=project.reference / "unit_terms.csv")
    proposals = propose(read_document(text, document, registry, lexicon), registry)
    memory = page / f"{name}.proposal.csv"
    targets = {OBSERVATIONS: out / "observations" / f"{name}.csv", EXCLUSIONS: out / "exclusions" / f"{name}.csv"}
    here = {table: _rows(path, table) for table, path in targets.items()}
    joined = join(proposals, _remembered(memory), here[OBSERVATIONS], here[EXCLUSIONS])
    cards = tuple(_cards(joined, proposals))
    html = page / f"{name}.html"
    _write(targets[OBSERVATIONS], _csv(OBSERVATIONS.header, joined.observations))
    _write(targets[EXCLUSIONS], _csv(EXCLUSIONS.header, joined.exclusions))
    _write(html, _html(document, text, cards))
    # Last: it says what the files before it hold, so a run that was cut off loses no edit.
    _write(memory, _csv(PROPOSAL, (_remember(one) for one in proposals)))
    return Curation(document, joined, cards, (*targets.values(), html, memory))


# --- input


def _document(registry: Registry, file: Path, document_id: str, area: str, published_on: str) -> Document:
    problems = []
    if not _DOCUMENT_ID.fullmatch(document_id) or len(document_id) > _LONGEST_ID:
        remedy = "use a-z, 0-9 and single hyphens, like ha-tinh-2024-01-20"
        problems.append(Problem("--document-id", 0, "", f"{quoted(document_id)} is no document id", remedy))
    day = None
    try:
        day = date.fromisoformat(published_on)
    except ValueError:
        remedy = "write the day as 2024-01-31; of a date known to the month only, the month's last day"
        problems.append(Problem("--published-on", 0, "", f"{quoted(published_on)} is no day", remedy))
    place = registry.areas.get(area)
    if place is None:
        problems.append(Problem("--area", 0, "", f"{quoted(area)} is no area", _areas_like(registry, area, day)))
    elif day is not None and not place.is_valid_on(day):
        until = f"from {place.valid_from or '…'} to {place.valid_to or '…'}"
        remedy = _areas_like(registry, place.name_vi, day)
        problems.append(Problem("--area", 0, "", f"{area} ({place.name_vi}) was there {until}", remedy))
    if problems or day is None:
        raise InputError(problems)
    return Document(document_id, area, day, file_name=file.name, issuer=place.name_vi if place else "")


def _areas_like(registry: Registry, wanted: str, day: date | None) -> str:
    """Advice: the areas whose id or name is like what was typed."""
    valid = [one for one in registry.areas.values() if day is None or one.is_valid_on(day)]
    names = {fold(one.name_vi): one for one in valid} | {one.name_en.lower(): one for one in valid}
    names |= {one.area_id.lower(): one for one in valid}
    close = difflib.get_close_matches(fold(wanted), list(names), n=3, cutoff=0.6)
    found = {names[name].area_id: names[name].name_vi for name in close}
    if not found:
        return "write an area_id of seeds/reference/areas.csv, like VN63_42, or add the area there"
    return "write " + " or ".join(f"{area_id} ({name})" for area_id, name in found.items())


def _content(file: Path) -> bytes:
    """What is in a file: never what comes out of a pipe or a device, which would have to be waited for."""
    try:
        return read_file(file)
    except (OSError, ValueError) as error:
        raise _refuse(file, 0, str(error), "name the file of a document, or divide it") from error


def _refuse(file: Path, line: int, message: str, remedy: str) -> InputError:
    return InputError([Problem(quoted(str(file), longest=200)[1:-1], line, "", message, remedy)])


@contextmanager
def _waiting(size: int) -> Iterator[None]:
    """Say that a long text takes its time; on a terminal something moves meanwhile."""
    if size < LONG_TEXT:
        yield
        return
    said = f"reading {size / 1e6:.1f} million bytes, which takes some seconds for each"
    console = Terminal(stderr=True, markup=False, highlight=False)
    if not console.is_terminal:
        say(said)
        yield
        return
    with Progress(SpinnerColumn(), TextColumn(said), TimeElapsedColumn(), console=console, transient=True) as progress:
        progress.add_task(said, total=None)
        yield


def _text(file: Path, content: bytes) -> str:
    def refuse(line: int, message: str, remedy: str) -> InputError:
        return _refuse(file, line, message, remedy)

    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start} (0x{content[error.start]:02x}) is not UTF-8"
        raise refuse(line, message, "save the document as a text file in UTF-8") from error
    if not text.strip():
        raise refuse(0, "the file is empty", "give the text of a document")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise refuse(line, "there is a NUL character", "save the document as plain text in UTF-8")
    return text


def _rows(path: Path, table: SeedTable) -> list[Cells]:
    if not path.is_file():
        return []
    problems = file_problems(path, str(path), table.header)
    if problems:
        raise InputError(problems)
    rows = []
    for row in rows_of(path):
        for column in ("char_start", "char_end"):
            if not row[column].isdecimal():
                fault = f"{quoted(row[column])} is not a whole number"
                raise InputError([Problem(str(path), row.line, column, fault, "mend it, then run this again")])
        rows.append(row.cells)
    return rows


def _remember(one: Proposal) -> Cells:
    known = {"kind": one.kind, **one.cells, "confidence": f"{one.confidence:.2f}"}
    known |= {"missing": "; ".join(one.missing), "doubts": "; ".join(one.doubts)}
    return {column: known.get(column, "") for column in PROPOSAL}


def _remembered(path: Path) -> list[Cells] | None:
    """The rows of the last proposal in the seeds' own columns; None if there was none that can be read."""
    if not path.is_file() or file_problems(path, str(path), PROPOSAL):
        return None
    tables = {"observation": OBSERVATIONS, "exclusion": EXCLUSIONS}
    return [
        {column: row[column] for column in tables[row["kind"]].header} for row in rows_of(path) if row["kind"] in tables
    ]


# --- output


def _csv(header: Iterable[str], rows: Iterable[Cells]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(header), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="")
    part.replace(path)


def _cards(joined: Joined, proposals: Iterable[Proposal]) -> Iterable[Card]:
    """A card for every row written, in the order of the text."""
    by_key: dict[Key, Proposal] = {one.key: one for one in proposals}
    for cells in sorted((*joined.observations, *joined.exclusions), key=lambda one: int(one["char_start"])):
        key = key_of(cells)
        proposal = by_key.get(key)
        if key in joined.edited or proposal is None:
            yield Card(cells, "edited", 1.0, (), (), ())
            continue
        state = "excluded" if proposal.kind == "exclusion" else "sure"
        if proposal.missing:
            state = "missing"
        elif not proposal.is_sure:
            state = "doubtful"
        yield Card(cells, state, proposal.confidence, proposal.missing, proposal.doubts, proposal.why)


def _pieces(text: str, cards: Iterable[Card]) -> Iterable[Piece]:
    """The text cut at its spans; the second number of a pair shares the span of the first."""
    at = 0
    for card in cards:
        start, end = int(card.cells["char_start"]), int(card.cells["char_end"])
        if start < at or end <= start or end > len(text):
            continue
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], card)
        at = end
    if at < len(text):
        yield Piece(text[at:])


def _html(document: Document, text: str, cards: tuple[Card, ...]) -> str:
    environment = Environment(
        loader=PackageLoader("chitieu.proof", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=shown,
    )
    order = {"missing": 0, "doubtful": 1, "sure": 2, "edited": 3, "excluded": 4}
    ranked = sorted(cards, key=lambda one: (order[one.state], one.confidence, int(one.cells["char_start"])))
    counts = {state: sum(card.state == state for card in cards) for state in order}
    return environment.get_template("curate.html.j2").render(
        document=document, pieces=list(_pieces(text, cards)), cards=ranked, counts=counts
    )


def _show(curation: Curation, content: bytes) -> None:
    console = terminal()
    states: dict[str, int] = {}
    for card in curation.cards:
        states[card.state] = states.get(card.state, 0) + 1
    table = Table("rows", "", title=f"Proposed for {curation.document.document_id}", show_header=False)
    names = {
        "missing": "to complete: a cell is empty",
        "doubtful": "to look at: weak grounds or another reading",
        "sure": "read without doubt",
        "edited": "kept as a person wrote them",
        "excluded": "numerals that are no figure",
    }
    for state, name in names.items():
        table.add_row(str(states.get(state, 0)), name)
    console.print(table)
    for path in curation.files:
        console.print(f"wrote {path}", markup=False)
    document = curation.document
    sha256 = hashlib.sha256(content).hexdigest()
    console.print("then register the document in seeds/reference/documents.csv:", markup=False)
    cells = [document.document_id, document.file_name, sha256, "", document.issuer, document.area_id]
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([*cells, document.published_on.isoformat(), "day", "vi"])
    console.print(line.getvalue(), markup=False)
