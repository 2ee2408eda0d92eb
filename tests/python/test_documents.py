"""A registered document is a readable file or absent; anything else in its place is an error, never waited for."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from chitieu.documents import locate
from chitieu.errors import InputError
from chitieu.project import Project
from chitieu.release.releases import Warehouse
from typer.testing import Result

Run = Callable[..., Result]


def folder(path: Path) -> None:
    path.mkdir()


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def circle(path: Path) -> None:
    path.symlink_to(path.name)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def listening(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # the path of a socket must be short
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.chdir(before)


IN_ITS_PLACE = {
    os.mkfifo: "is a FIFO, no file",
    folder: "is a folder, no file",
    dangling: "is a link that leads nowhere",
    circle: "cannot be read: Too many levels of symbolic links",
    device: "is a device or socket, no file",
    listening: "is a device or socket, no file",
}


@pytest.mark.parametrize("command", ["build", "verify"])
@pytest.mark.parametrize("kind", IN_ITS_PLACE)
def test_what_stands_in_the_place_of_a_document_is_named_with_its_line_in_the_registry(
    run: Run, tiny_project: Project, monkeypatch: pytest.MonkeyPatch, kind: Callable[[Path], None], command: str
) -> None:
    # The tiny seeds do not pass the real gate that `verify` asks first, and need not for this.
    monkeypatch.setattr("chitieu.seeds.inputs.check", lambda _: None)
    monkeypatch.setattr("chitieu.proof.verify.Registry.load", lambda _: None)
    monkeypatch.setattr("chitieu.proof.verify.load_lexicon", lambda **_: None)
    document = tiny_project.documents / "tiny.txt"
    document.unlink()
    kind(document)
    refused = run(command)
    assert refused.exit_code == 2
    place = "seeds/reference/documents.csv:2: file_name: tiny.txt is there and "
    assert refused.stderr.startswith(place + IN_ITS_PLACE[kind])
    assert Warehouse(tiny_project.warehouse).releases() == []


def test_a_link_to_a_document_is_a_document_and_an_absent_one_none(tiny_project: Project) -> None:
    document = tiny_project.documents / "tiny.txt"
    assert locate(tiny_project) == {"tiny.txt": document}
    document.rename(tiny_project.root / "elsewhere.txt")
    assert locate(tiny_project) == {"tiny.txt": None}
    document.symlink_to(tiny_project.root / "elsewhere.txt")
    assert locate(tiny_project) == {"tiny.txt": document}


def test_a_document_that_may_not_be_read_is_an_error(tiny_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, flags: int) -> int:
        assert flags & os.O_NONBLOCK, "a FIFO put there meanwhile must not be waited for"
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("chitieu.documents.os.open", refuse)
    with pytest.raises(InputError, match=r"tiny\.txt is there and cannot be read: Permission denied"):
        locate(tiny_project)


def test_every_document_at_fault_is_named(tiny_project: Project) -> None:
    registry = tiny_project.reference / "documents.csv"
    registry.write_text("document_id,file_name,edition\na,a.txt,1\nb,b.txt,1\nc,c.txt,1\n", encoding="utf-8")
    for name in ("a.txt", "c.txt"):
        (tiny_project.documents / name).mkdir()
    with pytest.raises(InputError) as refused:
        locate(tiny_project)
    assert [(problem.line, problem.message.split()[0]) for problem in refused.value.problems] == [
        (2, "a.txt"),
        (4, "c.txt"),
    ]
