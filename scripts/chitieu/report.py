"""What a build says while it works: lines for people, or JSON lines for machines."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol, TextIO, cast

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from chitieu.characters import visible_json
from chitieu.terminal import Terminal, say


@dataclass
class Step:
    """One step of a build. Whoever runs it says in `outcome` what came of it, and in `facts` the same as numbers."""

    name: str
    outcome: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    def done(self, outcome: str, **facts: Any) -> None:
        self.outcome, self.facts = outcome, facts


class Log:
    """A stream whose reader may go away, or whose disk may fill: what is told of a build must not end the build.

    The first failure is told on standard error, then nothing more is written.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._is_lost = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        if not self._is_lost:
            self._try(lambda: self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        if not self._is_lost:
            self._try(self._stream.flush)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except OSError as problem:
            self._is_lost = True
            _to_standard_error(f"nobody hears what the build says ({problem.strerror}); it goes on")
            # What is still in its buffer would fail once more when the interpreter closes it.
            with suppress(OSError, ValueError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, self._stream.fileno())
                os.close(nowhere)


def _to_standard_error(text: str) -> None:
    say(f"chitieu: {text}")


class Reporter(Protocol):
    """Where a build tells what it does."""

    def step(self, name: str) -> Any:
        """A context manager around one step, giving the Step to fill in."""

    def note(self, event: str, text: str, **facts: Any) -> None:
        """Something worth saying between steps."""

    def alert(self, event: str, text: str, **facts: Any) -> None:
        """Something that a person should see who does not read what a build says: it goes to standard error too."""

    def published(self, title: str, rows: list[tuple[str, str]], **facts: Any) -> None:
        """What was published."""


class TextReporter:
    """Lines for people: one per finished step and, where a terminal is there, a spinner with a running clock."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Terminal(highlight=False, markup=False, file=cast(TextIO, Log()))

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        step = Step(name)
        start = time.monotonic()
        mark = ("✗", "red")
        try:
            if self.console.is_terminal:
                columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
                with Progress(*columns, console=self.console, transient=True) as progress:
                    progress.add_task(name, total=None)
                    yield step
            else:
                yield step
            mark = ("✓", "green")
        finally:
            step.seconds = time.monotonic() - start
            took = f" {name:<28} {step.seconds:6.1f} s  "
            self.console.print(Text.assemble(mark, took, (step.outcome, "dim")), soft_wrap=True)

    def note(self, event: str, text: str, **facts: Any) -> None:
        self.console.print(f"  {text}", markup=False, style="yellow")

    def alert(self, event: str, text: str, **facts: Any) -> None:
        _to_standard_error(text)

    def published(self, title: str, rows: list[tuple[str, str]], **facts: Any) -> None:
        table = Table(show_header=False, box=None, padding=(0, 2))
        for name, value in rows:
            table.add_row(Text(name), Text(value))
        self.console.print("", Text(title, "bold"), table, sep="\n")


class JsonReporter:
    """One JSON object a line: time (UTC), event, and its facts."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = cast(TextIO, Log(stream))

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        step = Step(name)
        start = time.monotonic()
        self._write("step started", step=name)
        try:
            yield step
        except BaseException as problem:
            self._write("step failed", step=name, reason=str(problem) or type(problem).__name__)
            raise
        step.seconds = time.monotonic() - start
        self._write("step finished", step=name, seconds=round(step.seconds, 3), outcome=step.outcome, **step.facts)

    def note(self, event: str, text: str, **facts: Any) -> None:
        self._write(event, message=text, **facts)

    def alert(self, event: str, text: str, **facts: Any) -> None:
        self.note(event, text, **facts)
        _to_standard_error(text)

    def published(self, title: str, rows: list[tuple[str, str]], **facts: Any) -> None:
        self._write("published", **facts)

    def _write(self, event: str, **facts: Any) -> None:
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **facts}
        text = json.dumps(line, ensure_ascii=False, default=str)
        print(visible_json(text), file=self.stream, flush=True)
