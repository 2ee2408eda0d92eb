"""The DuckDB that a build works with: offline, of limited memory, and closed to all but the folders named."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

# Nothing is fetched or loaded by itself, whatever a file or a query names.
OFFLINE = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}
# Of a build; what does not fit goes to disk.
MEMORY = {"memory_limit": "5GB"}


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def workbench(folders: Iterable[Path], spill: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory that reaches nothing outside `folders`, and cannot be told to.

    What does not fit into memory goes below `spill` (default: the system's folder for temporary files) and is removed.
    """
    with (
        tempfile.TemporaryDirectory(prefix="chitieu-", dir=spill) as aside,
        duckdb.connect(":memory:", config=OFFLINE | MEMORY) as connection,
    ):
        listed = ", ".join(literal(str(folder)) for folder in folders)
        connection.execute(f"set temp_directory = {literal(aside)}")
        connection.execute(f"set allowed_directories = [{listed}]")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection
