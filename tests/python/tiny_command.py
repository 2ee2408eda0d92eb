"""The command `chitieu` with the cheap steps of a tiny project: `python tiny_command.py build --if-changed`.

Where no library can fake the clock of a process, TINY_CLOCK (`2027-01-01T02:30:00+00:00`) is what this one reads.
"""

import os
from datetime import datetime, tzinfo

import tiny
from chitieu import build, cli
from chitieu.release import published, releases


def set_clock(moment: datetime) -> None:
    """Let every module of the package that asks what time it is hear `moment`."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment

    for module in (build, cli, published, releases):
        module.datetime = Clock


if __name__ == "__main__":
    if "TINY_CLOCK" in os.environ:
        set_clock(datetime.fromisoformat(os.environ["TINY_CLOCK"]))
    build.real_steps = tiny.steps
    cli.app()
