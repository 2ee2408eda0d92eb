"""The floor of a rebuild: the SQL that dbt compiled, run straight in DuckDB, without dbt, keys or gates.

    python scripts/benchmark_floor.py STATEMENTS DATABASE

STATEMENTS is a JSON list of SQL, in order, as `benchmark.statements` makes it.
"""

import json
import sys
from pathlib import Path

import duckdb


def main(statements: Path, database: Path) -> None:
    with duckdb.connect(str(database), config={"memory_limit": "5GB"}) as connection:
        connection.execute(f"attach '{database.with_name('workings.duckdb')}' as workings")
        for statement in json.loads(statements.read_text(encoding="utf-8")):
            connection.execute(statement)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
