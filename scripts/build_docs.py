"""Write the generated pages of docs/ anew, and the answers that every page shows: `python scripts/build_docs.py`."""

from typing import Annotated

import typer
from chitieu.manual import dictionary
from chitieu.project import Project


def main(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; status 1 if a page is stale.")] = False,
) -> None:
    """Write docs/ anew from the current release.

    Example: python scripts/build_docs.py --check
    """
    project = Project.from_environment()
    stale = dictionary.stale_pages(project, project.warehouse)
    for path, text in stale.items():
        typer.echo(f"{'stale' if check else 'written'}: {path.relative_to(project.root)}")
        if check:
            continue
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    raise typer.Exit(1 if check and stale else 0)


if __name__ == "__main__":
    typer.run(main)
