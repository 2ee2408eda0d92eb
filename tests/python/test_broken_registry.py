"""A broken registry is named with file, line and column by every command that reads it, and is no traceback."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from chitieu.project import ROOT

COMMANDS = {
    "curate": ["--document-id", "ha-tinh-2025-01-20", "--area", "VN63_42", "--published-on", "2025-01-20"],
    "verify": ["--explain", "ha-tinh-2024-01-20:1718:1"],
    "indicators": ["grdp", "growth"],
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Registries alone, with one text."""
    shutil.copytree(ROOT / "seeds" / "reference", tmp_path / "seeds" / "reference")
    (tmp_path / "documents").mkdir()
    (tmp_path / "text.txt").write_text("Thu ngân sách đạt 12 tỷ đồng.", encoding="utf-8")
    return tmp_path


def run(checkout: Path, command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CHITIEU_ROOT": str(checkout)}
    for name in ("CHITIEU_DOCUMENTS", "CHITIEU_WAREHOUSE"):
        environment.pop(name, None)
    file = [str(checkout / "text.txt")] if command == "curate" else []
    arguments = [sys.executable, "-m", "chitieu.cli", command, *file, *COMMANDS[command]]
    return subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("command", "name", "old", "new", "place"),
    [
        ("curate", "concepts.csv", b"\n", b"\n\xff", "2: "),
        ("curate", "units.csv", b",standard_unit_id,", b",standard_unit,", "1: "),
        ("curate", "areas.csv", b"1997-01-01,", b"1997-13-01,", "3: valid_from: "),
        ("verify", "concepts.csv", b"\ngrdp,", b'\n"grdp,', "2: "),
        ("verify", "units.csv", b",standard_unit_id,", b",standard_unit,", "1: "),
        # It reads the catalogue, and neither units nor areas.
        ("indicators", "concepts.csv", b"\ngrdp,", b'\n"grdp,', "2: "),
        ("indicators", "measures.csv", b"-100,", b"a hundred,", "3: minimum: "),
    ],
)
def test_a_broken_registry_is_named(
    checkout: Path, command: str, name: str, old: bytes, new: bytes, place: str
) -> None:
    path = checkout / "seeds" / "reference" / name
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))
    result = run(checkout, command)
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    assert f"seeds/reference/{name}:{place}" in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_registry_that_is_not_there_is_named(checkout: Path, command: str) -> None:
    (checkout / "seeds" / "reference" / "concepts.csv").unlink()
    result = run(checkout, command)
    assert result.returncode == 2, result.stderr
    assert result.stderr.startswith("seeds/reference/concepts.csv:0: ")
