"""A document is a regular file of a stated size, read in time in proportion to it and within the memory there is."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from chitieu.documents import LARGEST_TABLE, LARGEST_TEXT, locate
from chitieu.errors import InputError
from chitieu.project import Project
from chitieu.proof.documents import passage

OPTIONS = ["--document-id", "ha-tinh-2024-01-20", "--area", "VN63_42", "--published-on", "2024-01-20"]


def curate(file: Path | str, folder: Path, **more: object) -> subprocess.CompletedProcess[str]:
    folders = ["--out", str(folder / "seeds"), "--page", str(folder / "page")]
    program = [sys.executable, "-m", "chitieu.cli", "curate", str(file), *OPTIONS, *folders]
    return subprocess.run(program, capture_output=True, text=True, check=False, timeout=300, **more)


def fifo(folder: Path) -> Path:
    os.mkfifo(folder / "fifo.txt")
    return folder / "fifo.txt"


def too_large(folder: Path) -> Path:
    path = folder / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(LARGEST_TEXT + 1)
    return path


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (fifo, "it is a FIFO, no file"),
        (lambda _: Path("/dev/zero"), "it is a device or socket, no file"),
        (lambda folder: folder, "it is a folder, no file"),
        (too_large, "it has 16,000,001 bytes, more than the 16,000,000 that are read"),
    ],
)
def test_curate_refuses_what_is_no_document_at_once(tmp_path: Path, make: Callable[[Path], Path], said: str) -> None:
    result = curate(make(tmp_path), tmp_path)
    assert result.returncode == 2
    assert f":0: {said}; name the file of a document" in result.stderr
    assert not (tmp_path / "seeds").exists()


def test_curate_refuses_a_pipe_at_standard_input(tmp_path: Path) -> None:
    result = curate("/dev/stdin", tmp_path, input="Thu ngân sách đạt 12 tỷ đồng.")
    assert result.returncode == 2
    assert "/dev/stdin:0: it is a FIFO, no file" in result.stderr


def test_a_registered_document_that_is_too_large_is_refused(tmp_path: Path) -> None:
    project = Project(tmp_path, tmp_path, tmp_path / "warehouse")
    project.reference.mkdir(parents=True)
    register = "document_id,file_name\nlarge,large.txt\ntable,table.xlsx\n"
    (project.reference / "documents.csv").write_text(register, encoding="utf-8")
    too_large(tmp_path)
    with (tmp_path / "table.xlsx").open("wb") as stream:
        stream.truncate(LARGEST_TABLE + 1)
    with pytest.raises(InputError) as refused:
        locate(project)
    first, second = str(refused.value).splitlines()
    assert first.startswith("seeds/reference/documents.csv:2: file_name: large.txt is there and has 16,000,001 bytes")
    assert second.startswith("seeds/reference/documents.csv:3: file_name: table.xlsx is there and has 64,000,001 bytes")


READ = """
import resource
from datetime import date
from chitieu.project import ROOT
from chitieu.proof.second_reading import read_document
from chitieu.reading.tokens.lexicon import load_lexicon
from chitieu.seeds.registry import Document, Registry
registry = Registry.load(ROOT / "seeds" / "reference")
document = Document("ha-tinh-2024-01-20", "VN63_42", date(2024, 1, 20))
text = {text}
read_document(text, document, registry, load_lexicon())
"""


@pytest.mark.parametrize(
    "text",
    [
        "chr(10) * 1_000_000",
        "' ' * 1_000_000",
        "'1' * 1_000_000",
        "'a' * 1_000_000",
        "'thu ngân sách tăng khá ' * 20_000",
    ],
)
def test_blank_lines_and_single_lines_are_read_in_linear_time(text: str) -> None:
    def limited() -> None:
        # Measured: below 5 s each. Blank lines once took 52 s for a tenth of these, and four times that for two tenths.
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))

    done = subprocess.run([sys.executable, "-c", READ.format(text=text)], preexec_fn=limited, check=False)
    assert done.returncode == 0


def test_a_passage_amid_many_blanks_is_cut_in_linear_time() -> None:
    blanks = " " * 300_000
    assert passage(f"a{blanks}12{blanks}b", (300_001, 300_003), (0, 600_004)) == f"a{blanks}12{blanks}b"
    assert passage(f"a \n {blanks}12", (300_004, 300_006), (0, 300_006)) == "a 12"


def test_a_text_that_needs_more_memory_than_there_is_gives_one_line(tmp_path: Path) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (300_000_000, 300_000_000))

    path = tmp_path / "long.txt"
    path.write_text("Thu ngân sách đạt 4.825 tỷ đồng, tăng 7,5%; " * 24_000, encoding="utf-8")
    result = curate(path, tmp_path, preexec_fn=limited)
    assert result.returncode == 2
    progress, said = result.stderr.splitlines()
    assert progress.startswith("reading 1.3 million bytes")
    assert said.startswith("chitieu: there is not enough memory; ")
    assert not (tmp_path / "seeds").exists()
