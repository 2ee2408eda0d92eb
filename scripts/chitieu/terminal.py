"""Where what is said meets a terminal: nothing hidden goes out raw, and a poor encoding takes away no answer."""

import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from chitieu.characters import visible


class Terminal(Console):
    """A console that shows what is hidden in a text, whatever it is part of; only its own commands go out as such."""

    def render_str(self, text: str, **more: Any) -> Text:
        # Before it is measured, so that a column is as wide as what is shown in it.
        return super().render_str(visible(text), **more)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)


def terminal(**more: Any) -> Terminal:
    """Standard output, where brackets in a text are no markup; cut to its width for people, in a pipe or file not."""
    width = {} if sys.stdout.isatty() else {"width": 10_000}
    return Terminal(highlight=False, markup=False, **(width | more))


def say(text: object) -> None:
    """Write a line to standard error; that nobody hears it is no fault."""
    with suppress(OSError):
        print(visible(str(text)), file=sys.stderr)


def let_streams_degrade() -> None:
    r"""Let output in an encoding that has no Vietnamese letters write them as \u1ed9, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
