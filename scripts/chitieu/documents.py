"""The registered documents on disk: absent, present, or there and of no use, which is a fault and no absence."""

import csv
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from chitieu.errors import InputError, Problem, WrongFolder
from chitieu.project import Project

REGISTRY = "seeds/reference/documents.csv"


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


def _fault(path: Path) -> str:
    """Why a path that exists cannot be read as a document, as the end of a sentence; "" if it can."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a FIFO"}
            return f"is {kinds.get(stat.S_IFMT(mode), 'a device or socket')}, no file"
        # Should it be exchanged for a FIFO meanwhile, that is not waited for either.
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
    except FileNotFoundError:
        return "is a link that leads nowhere"
    except OSError as problem:
        return f"cannot be read: {problem.strerror}"
    return ""
