"""What the README shows is what happens: each command shown is run, and answers what is printed below it."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from chitieu.project import ROOT

SHOWN = re.compile(r"```sh\n(?P<command>.*?)```\n\n```text\n(?P<output>.*?)```", re.DOTALL)
EXAMPLES = [
    (match["command"], match["output"]) for match in SHOWN.finditer((ROOT / "README.md").read_text(encoding="utf-8"))
]


def test_the_readme_shows_examples() -> None:
    assert len(EXAMPLES) >= 2


@pytest.mark.parametrize(("command", "output"), EXAMPLES)
def test_a_command_of_the_readme_prints_what_is_shown(command: str, output: str, release: Path) -> None:
    program, *arguments = shlex.split(command)
    assert program == ".venv/bin/chitieu"
    answer = subprocess.run(
        [sys.executable, "-m", "chitieu.cli", *arguments],
        env={**os.environ, "CHITIEU_WAREHOUSE": str(release.parents[1]), "COLUMNS": "120"},
        capture_output=True,
        text=True,
        check=True,
    )
    printed = answer.stdout
    if not (release / "manifest.json").read_text(encoding="utf-8").count('"is_verified": true'):
        output = output.replace(" verified", " unverified")
    assert lines(printed) == lines(output)


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text(encoding="utf-8")))
def test_a_link_of_the_readme_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


def lines(text: str) -> list[str]:
    """Its lines without the spaces that a terminal pads them with."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]
