"""The registered documents on disk: absent, present, or there and of no use, which is a fault and no absence."""

import csv
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from chitieu.errors import InputError, Problem, WrongFolder
from chitieu.project import Project
from chitieu.seeds.registry import is_table

REGISTRY = "seeds/reference/documents.csv"
LARGEST_TEXT = 16_000_000
"""Bytes of a text: a book of 5,000 pages. The reader takes some seconds and 60 MB of memory for each million."""
LARGEST_TABLE = 64_000_000
"""Bytes of a workbook or a CSV file."""


def require_folder(project: Project) -> None:
    """Raise WrongFolder when a folder of documents was named that is not there; without a name it may be absent."""
    if project.are_documents_named and not project.documents.is_dir():
        raise WrongFolder(
            f"{project.documents}: there is no such folder; name the folder of the documents, with --documents or "
            "CHITIEU_DOCUMENTS, or name none to do without them"
        )


def locate(project: Project) -> dict[str, Path | None]:
    """The path of every registered file by its name, None for one that is absent.

    Raises WrongFolder when a folder of documents was named that is not there, and InputError when something of a
    registered name is there that is no regular file, or cannot be read. Nothing is waited for: a FIFO is not opened.
    """
    require_folder(project)
    found: dict[str, Path | None] = {}
    problems = []
    for name, line in _registered(project):
        path = project.documents / name
        found[name] = path if os.path.lexists(path) else None
        if found[name] and (fault := _fault(path)):
            remedy = "put the document itself there, or take away what is in its place"
            problems.append(Problem(REGISTRY, line, "file_name", f"{name} is there and {fault}", remedy))
    if problems:
        raise InputError(problems)
    return found


def _registered(project: Project) -> Iterator[tuple[str, int]]:
    """The file names of the registry, in its order, with the lines that a person finds them on."""
    with (project.reference / "documents.csv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        for row in rows:
            yield row["file_name"], rows.line_num


def read_file(path: Path) -> bytes:
    """The bytes of a document, registered or not; raises ValueError, with what is wrong with it, if it is none.

    Nothing is waited for, and no more is read than a document may have.
    """
    if fault := _fault(path):
        raise ValueError(f"it {fault}")
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as stream:
        if fault := _fault_of(os.fstat(stream.fileno()), path.name):
            raise ValueError(f"it {fault}")
        return stream.read(_largest(path.name))


def _largest(name: str) -> int:
    return LARGEST_TABLE if is_table(name) else LARGEST_TEXT


def _fault_of(found: os.stat_result, name: str) -> str:
    if not stat.S_ISREG(found.st_mode):
        kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a FIFO"}
        return f"is {kinds.get(stat.S_IFMT(found.st_mode), 'a device or socket')}, no file"
    if found.st_size > _largest(name):
        return f"has {found.st_size:,} bytes, more than the {_largest(name):,} that are read"
    return ""


def _fault(path: Path) -> str:
    """Why a path that exists cannot be read as a document, as the end of a sentence; "" if it can."""
    try:
        # Looked at first: to open a device may do something. A FIFO put there meanwhile is not waited for either.
        if fault := _fault_of(path.stat(), path.name):
            return fault
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(handle, "rb"):
            return _fault_of(os.fstat(handle), path.name)
    except FileNotFoundError:
        return "is a link that leads nowhere"
    except OSError as problem:
        return f"cannot be read: {problem.strerror}"
    return ""
