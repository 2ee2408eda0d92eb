"""Code that a document shows, and what it answers: fenced blocks of Markdown, run so that no page can be out of date.

A block of SQL is followed by its answer. A block of Python, or a call of `.venv/bin/chitieu` in a block of sh, is run
where a block of text follows it; without one it is shown only.
"""

import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console

from chitieu.release import query

SHOWN = re.compile(r"^```(sql|python|sh)\n(.*?)^```\n(\n^```text\n.*?^```\n)?", re.DOTALL | re.MULTILINE)
WIDTH = 160

Run = Callable[[str], str]


def refresh(text: str, runs: Mapping[str, Run]) -> str:
    """The page with every answer as it is now; `runs` has a function for `sql`, `python` and `sh`."""

    def shown(match: re.Match[str]) -> str:
        language, code, answer = match.groups()
        if language != "sql" and answer is None:
            return match[0]
        return f"```{language}\n{code}```\n\n```text\n{_tidy(runs[language](code))}\n```\n"

    return SHOWN.sub(shown, text)


def runs_on(warehouse: Path) -> dict[str, Run]:
    """Functions that run code on the current release of `warehouse`, from the folder that holds the warehouse.

    SQL raises duckdb.Error, Python and sh raise subprocess.CalledProcessError.
    """
    return {
        "sql": lambda code: run_sql(warehouse / "current" / "chitieu.duckdb", code),
        "python": lambda code: _run_process(warehouse, [sys.executable, "-c", code]),
        "sh": lambda code: _run_process(warehouse, _command(code)),
    }


def run_sql(database: Path, code: str) -> str:
    """The answer as `chitieu sql` prints it."""
    printed = io.StringIO()
    with query.asking(database.resolve(), code, query.Bounds()) as answer:
        query.print_table(answer, Console(file=printed, width=WIDTH, color_system=None))
    return printed.getvalue()


def _command(code: str) -> list[str]:
    program, *arguments = shlex.split(code)
    if program != ".venv/bin/chitieu":
        raise ValueError(f"only .venv/bin/chitieu is run for a document, not {program}")
    return [sys.executable, "-m", "chitieu.cli", *arguments]


def _run_process(warehouse: Path, command: list[str]) -> str:
    environment = {**os.environ, "CHITIEU_WAREHOUSE": str(warehouse), "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, cwd=warehouse.parent, env=environment, capture_output=True, encoding="utf-8", check=True
    ).stdout


def _tidy(answer: str) -> str:
    """Without the blanks that a terminal pads lines with, and without empty lines around it."""
    return "\n".join(line.rstrip() for line in answer.splitlines()).strip("\n")
