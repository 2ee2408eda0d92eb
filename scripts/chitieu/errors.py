"""What can stop a build, each with the exit status of the contract: broken input 2, a failed gate 1, a held lock 4."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault of an input file, at the physical line (1-based) where a person finds it in an editor.

    `file` is relative to the checkout; `line` 0 and an empty `column` mean the file as a whole.
    """

    file: str
    line: int
    column: str
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: {self.column}: " if self.column else f"{self.file}:{self.line}: "
        return f"{place}{self.message}; {self.remedy}"


class InputError(Exception):
    """Input that must not be loaded. `problems` are those shown; `total` counts all of them, shown or not."""

    exit_status = 2

    def __init__(self, problems: Iterable[Problem], total: int | None = None) -> None:
        self.problems = list(problems)
        self.total = max(total or 0, len(self.problems))
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems]
        if self.total > len(self.problems):
            lines.append(f"and {self.total - len(self.problems)} more of the same kinds; mend the ones above first")
        return "\n".join(lines)


class GateFailed(Exception):
    """A gate stopped the release: the reason, the first rows that show it, and where to look."""

    exit_status = 1

    def __init__(self, gate: str, reason: str, rows: Sequence[str] = (), where: str = "") -> None:
        self.gate = gate
        self.reason = reason
        self.rows = list(rows)
        self.where = where
        super().__init__(gate, reason, self.rows, where)

    def __str__(self) -> str:
        lines = [f"gate {self.gate} failed: {self.reason}", *(f"  {row}" for row in self.rows)]
        if self.where:
            lines.append(f"  look at: {self.where}")
        return "\n".join(lines)


class DamagedRelease(Exception):
    """A release that is not as it was published: which one, and each thing that is wrong with it."""

    exit_status = 1

    def __init__(self, release_id: str, faults: Sequence[str], remedy: str = "") -> None:
        self.release_id = release_id
        self.faults = list(faults)
        self.remedy = remedy or (
            "publish it anew with `chitieu build`, or return to another with `chitieu rollback ID` "
            "(`chitieu check` tells which are whole)"
        )
        super().__init__(release_id, self.faults, self.remedy)

    def __str__(self) -> str:
        shown = "; ".join(self.faults[:5]) + (f"; and {len(self.faults) - 5} more" if len(self.faults) > 5 else "")
        return f"release {self.release_id} is not whole: {shown}; {self.remedy}"


class WrongFolder(Exception):
    """A folder that was named is not there, or cannot serve for what it is named for."""

    exit_status = 2


class Busy(Exception):
    """Another build holds the lock."""

    exit_status = 4
