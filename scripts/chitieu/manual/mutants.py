"""What the page of planted slips says: how many of those in tests/mutants.csv were noticed, and why not the others."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

Row = dict[str, str]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def figures(root: Path) -> dict[str, Any]:
    """The figures of the last run of `make mutants`.

    Raises ValueError where a survivor has no line in tests/surviving_mutants.csv.
    """
    rows = _rows(root / "tests" / "mutants.csv")
    known = {
        (row["model"], row["operator"], row["line"]): row for row in _rows(root / "tests" / "surviving_mutants.csv")
    }
    survivors = []
    for row in rows:
        if row["noticed_by"] != "survived":
            continue
        reason = known.get((row["model"], row["operator"], row["before"]))
        if reason is None:
            raise ValueError(
                f"tests/mutants.csv: nothing notices {row['operator']} in {row['model']}, line {row['line']}; "
                "write a test that does, or a line with the reason in tests/surviving_mutants.csv"
            )
        survivors.append(row | {"kind": reason["kind"], "reason": reason["reason"]})
    equivalent = [row for row in survivors if row["kind"] == "equivalent"]
    noticed = [row for row in rows if row["noticed_by"] != "survived"]
    counted = len(rows) - len(equivalent)
    planted, seen, same = (Counter(row["operator"] for row in some) for some in (rows, noticed, equivalent))
    return {
        "noticed": len(noticed),
        "counted": counted,
        "per_cent": round(100 * len(noticed) / counted),
        "equivalent": len(equivalent),
        "files": len({row["model"] for row in rows}),
        "noticed_by": Counter(row["noticed_by"] for row in noticed).most_common(),
        "operators": [
            {"operator": name, "planted": count, "noticed": seen[name], "equivalent": same[name]}
            for name, count in sorted(planted.items())
        ],
        "survivors": survivors,
    }
