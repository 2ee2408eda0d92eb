"""Making the site of a release: one process a language, while the build goes on."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from chitieu.errors import GateFailed
from chitieu.project import Project
from chitieu.release.published import DATABASE, SITE
from chitieu.site.words import LANGUAGES

HERE = Path(__file__).parent
STEP = "explorer"


@contextlib.contextmanager
def making(project: Project, folder: Path) -> Iterator[Callable[[], int]]:
    """Let a process for each language write `site/` into a release folder; the function given waits and counts files.

    It raises GateFailed if one of them failed; what it wrote to standard error says why.
    """
    site = folder / SITE
    site.mkdir()
    _write_common(site)
    codes = project.reference / "codes.csv"
    command = [sys.executable, "-m", "chitieu.site.pages", str(folder / DATABASE), str(codes), str(site)]
    processes = [subprocess.Popen([*command, language, str(os.getpid())]) for language in LANGUAGES]

    def finished() -> int:
        for language, process in zip(LANGUAGES, processes, strict=True):
            if status := process.wait():
                reason = f"the process that writes its {language} pages ended with status {status}"
                raise GateFailed(STEP, reason, where="what it wrote to standard error")
        return sum(1 for path in site.rglob("*") if path.is_file())

    try:
        yield finished
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _write_common(site: Path) -> None:
    """The page that asks for a language, and the files that all pages share."""
    shutil.copytree(HERE / "assets", site / "assets", copy_function=shutil.copyfile)
    environment = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, keep_trailing_newline=True)
    (site / "index.html").write_text(environment.get_template("choose.html.j2").render(), encoding="utf-8")
