"""The consumer's gate in a process of its own, which loads Great Expectations (4 s) while dbt is still at work.

Run as a program it is that process: it loads, waits for one request on standard input and answers on standard output.
When the build dies, the process ends at once, whatever it is doing: Linux kills it, and elsewhere the closing of the
pipe tells it, once it has loaded.
"""

import contextlib
import ctypes
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from chitieu.errors import GateFailed
from chitieu.gates import Gate
from chitieu.project import Project

_PR_SET_PDEATHSIG = 1  # of <sys/prctl.h>


class Waiting:
    """A process that has begun to load and waits for what to check."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "chitieu.release.expectations_process", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    @contextlib.contextmanager
    def checking(
        self, project: Project, parquet: Path, previous: Path | None, accept_shrink: bool
    ) -> Iterator[Callable[[], Gate]]:
        """Let the process check while the build goes on; the function given waits for what it found.

        That is what `expectations.check` returns or raises; GateFailed as well if the process came to an end.
        """
        request = pickle.dumps((project, parquet, previous, accept_shrink))
        # A pipe that broke is told by the status below.
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(len(request).to_bytes(8) + request)
            self._process.stdin.flush()
        try:
            yield self._answer
        finally:
            self.dismiss()

    def _answer(self) -> Gate:
        # Standard input stays open: its end would tell the process that the build has died.
        answer = self._process.stdout.read()
        self._process.wait()
        if self._process.returncode != 0 or not answer:
            reason = f"the process that checks ended with status {self._process.returncode}"
            raise GateFailed("expectations of readers", reason, where="what it wrote to standard error")
        kind, value = pickle.loads(answer)
        if kind == "failed":
            raise GateFailed(*value)
        return value

    def dismiss(self) -> None:
        """End the process, asked or not."""
        self._process.kill()
        self._process.wait()


def main() -> None:
    """Load, then answer one request; `sys.argv` names the build."""
    be_killed_with(int(sys.argv[1]))
    import great_expectations  # noqa: F401

    from chitieu.release import expectations

    size = int.from_bytes(sys.stdin.buffer.read(8))
    if not size:
        return
    request = pickle.loads(sys.stdin.buffer.read(size))
    threading.Thread(target=_end_with_the_build, daemon=True).start()
    answer: tuple[str, Any]
    with contextlib.redirect_stdout(sys.stderr):
        try:
            answer = "passed", expectations.check(*request)
        except GateFailed as failed:
            answer = "failed", (failed.gate, failed.reason, failed.rows, failed.where)
    sys.stdout.buffer.write(pickle.dumps(answer))
    sys.stdout.buffer.flush()
    os._exit(0)


def be_killed_with(build: int) -> None:
    """Have Linux kill this process when its build dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != build:  # It died before it could be asked for.
            os._exit(1)


def _end_with_the_build() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    main()
