"""The outcome of one gate of a build."""

from dataclasses import asdict, dataclass, field
from typing import Any

from chitieu.errors import GateFailed


@dataclass(frozen=True)
class Gate:
    """What a gate checked: how many things, how many of them failed, in how many seconds, and what is worth saying."""

    name: str
    checked: int
    failed: int
    seconds: float
    details: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """True if something was checked and nothing failed: a gate that looked at nothing proves nothing."""
        return self.checked > 0 and self.failed == 0

    def require(self, where: str = "") -> "Gate":
        """This gate if it passed, else GateFailed with the first details; `where` says where to look."""
        if self.passed:
            return self
        if self.checked == 0:
            raise GateFailed(self.name, "it checked nothing, so it proves nothing", self.details[:20], where)
        raise GateFailed(self.name, f"{self.failed} of {self.checked} checks failed", self.details[:20], where)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the manifest, `passed` included."""
        return {**asdict(self), "passed": self.passed}
