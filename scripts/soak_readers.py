"""Readers of a soak: processes that query without pause. A failure counts unless the release was harmed then."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from chitieu.project import ROOT
from soak_project import Subject

READER = ROOT / "tests" / "python" / "reader.py"
GRACE = 3.0  # seconds: a query that began while the release was harmed may fail so much later


class Readers:
    """What the readers of a subject saw, once they have stopped."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._processes: list[subprocess.Popen[str]] = []
        self._excuses: list[tuple[float, float]] = []
        self.queries = 0
        self.editions: set[str] = set()
        self.excused_failures = 0
        self.failures: list[str] = []

    @contextmanager
    def reading(self, number: int) -> Iterator[None]:
        """So many readers at work; then they stop and tell."""
        self._processes = [self._start() for _ in range(number)]
        yield
        for reader in self._processes:
            self._hear(reader)

    @contextmanager
    def excused(self, is_so: bool = True) -> Iterator[None]:
        """A time in which what readers read is harmed: failing then is right. One that crashed begins anew."""
        begun = time.monotonic()
        try:
            yield
        finally:
            if is_so:
                self._excuses.append((begun, time.monotonic() + GRACE))
                for number, reader in enumerate(self._processes):
                    if reader.poll() is not None:
                        self.excused_failures += 1
                        self._processes[number] = self._start()

    def _start(self) -> subprocess.Popen[str]:
        command = [sys.executable, READER, self._subject.database, self._subject.query]
        reader = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert reader.stdout.readline() == "ready\n"
        return reader

    def _hear(self, reader: subprocess.Popen[str]) -> None:
        told, _ = reader.communicate("stop\n")
        if reader.returncode != 0:
            self.failures.append(f"a reader ended with status {reader.returncode}")
            return
        report = json.loads(told)
        self.queries += report["queries"]
        self.editions.update(map(str, report["editions"]))
        for at, failure in report["failures"]:
            if any(begun <= at <= ended for begun, ended in self._excuses):
                self.excused_failures += 1
            else:
                self.failures.append(f"reader: {failure}")
