"""A reader that queries without pause until it is told to stop: `python reader.py DATABASE [QUERY]`.

Prints `ready` after its first answer and, once a line comes on standard input, one JSON report, in which failures stand
with their time on the monotonic clock. Each query opens the
database anew, by turns through the link `current` and by the path it resolves to, and gives the number of rows and the
list of editions that the tables tell: two of them are a mixture.
"""

import json
import sys
import threading
import time
from pathlib import Path

import duckdb

QUERY = """
    select
        (select count(*) from panel),
        list_distinct((select list(edition) || list(listed_edition) from panel))
"""


def main() -> None:
    path, query = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else QUERY
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
    queries, failures, editions, count = 0, [], set(), None
    is_last = False
    while not is_last:
        is_last = stop.is_set()  # one more answer after the word to stop, so that the last release is seen
        try:
            opened = path if queries % 2 else path.resolve()
            with duckdb.connect(str(opened), read_only=True) as connection:
                rows, seen = connection.execute(query).fetchone()
        except Exception as problem:
            failures.append((time.monotonic(), repr(problem)))
            continue
        count = count or rows
        if rows != count or len(seen) != 1:
            failures.append((time.monotonic(), f"a mixture: {rows} rows of editions {seen}"))
        editions.update(seen)
        queries += 1
        if queries == 1:
            print("ready", flush=True)
    print(json.dumps({"queries": queries, "failures": failures, "editions": sorted(editions)}))


if __name__ == "__main__":
    main()
