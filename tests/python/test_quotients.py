"""Quotients as the macro `ratio` writes them, beside exact fractions: computed exactly and rounded once."""

import json
import os
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import duckdb
import pytest
from chitieu.project import ROOT
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from oracle import rounded_half_away

# Digits of the quotient, and digits that numerator and denominator may have after the point.
SHAPES = {"ratio": (6, 6), "per_cent": (2, 6), "of_ends": (6, 8)}


@pytest.fixture(scope="session")
def quotients(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A query of all shapes of quotient over a table `given`, as dbt compiles the macro."""
    folder = tmp_path_factory.mktemp("inline")
    shapes = ", ".join(
        f"{{{{ ratio('numerator', 'denominator', {scale}, {places}) }}}} as {name}"
        for name, (scale, places) in SHAPES.items()
    )
    command = [sys.executable, "-m", "dbt.cli.main", "--quiet", "--log-format", "json", "compile"]
    command += ["--inline", f"select {shapes} from given order by place", "--output", "json"]
    command += ["--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
    command += ["--target-path", str(folder), "--log-path", str(folder)]
    environment = {
        **os.environ,
        "CHITIEU_CANDIDATE": str(folder / "chitieu.duckdb"),
        "CHITIEU_WORKINGS": str(folder / "workings.duckdb"),
        "CHITIEU_SEEDS": str(ROOT / "seeds"),
        "DO_NOT_TRACK": "1",
    }
    outcome = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout
    nodes = json.loads((folder / "run_results.json").read_text(encoding="utf-8"))["results"]
    return str(nodes[0]["compiled_code"])


def divided(query: str, pairs: list[tuple[Decimal, Decimal]]) -> list[tuple[Decimal | None, ...]]:
    with duckdb.connect() as connection:
        connection.execute("create table given (place int, numerator decimal(38, 8), denominator decimal(38, 8))")
        connection.executemany(
            "insert into given values (?, cast(? as decimal(38, 8)), cast(? as decimal(38, 8)))",
            [(place, str(one), str(other)) for place, (one, other) in enumerate(pairs)],
        )
        return connection.execute(query).fetchall()


def exactly(numerator: Decimal, denominator: Decimal) -> tuple[Decimal | None, ...]:
    """The quotients of all shapes; NULL by nothing."""
    return tuple(
        None
        if not denominator
        else Decimal(int(rounded_half_away(Fraction(numerator) / Fraction(denominator), scale) * 10**scale)).scaleb(
            -scale
        )
        for scale, _ in SHAPES.values()
    )


# From a millionth to what a nation's budget is in đồng: six decimals, mostly few digits, so that halves are met.
NUMBERS = st.one_of(
    st.integers(-2000, 2000).map(Decimal),
    st.builds(lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**7), 10**7), st.integers(0, 6)),
    st.builds(lambda digits, places: Decimal(digits).scaleb(places), st.integers(-(10**4), 10**4), st.integers(0, 12)),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=20, max_size=120))
# Halves: 1.005 has no exact double; a hundredth and a half; both signs; nothing by something and something by nothing.
@example([(Decimal(201), Decimal(200)), (Decimal(-201), Decimal(200)), (Decimal("0.015"), Decimal(-1))])
@example(
    [(Decimal(0), Decimal(7)), (Decimal(7), Decimal(0)), (Decimal(0), Decimal(0)), (Decimal("0.000001"), Decimal(2))]
)
@example([(Decimal(10) ** 16, Decimal("0.01")), (Decimal(10) ** 15, Decimal(3)), (Decimal(1), Decimal(10) ** 15)])
def test_a_quotient_is_exact_and_rounded_once(quotients: str, pairs: list[tuple[Decimal, Decimal]]) -> None:
    assert divided(quotients, pairs) == [exactly(*pair) for pair in pairs]


def test_a_quotient_of_nothing_known_is_not_known(quotients: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "create table given as select 1 as place, null::decimal(38, 6) as numerator, 2.0 as denominator"
        )
        assert connection.execute(quotients).fetchall() == [(None, None, None)]


def test_a_quotient_that_cannot_be_held_stops_the_build(quotients: str) -> None:
    with pytest.raises(duckdb.Error, match=r"Could not cast|Overflow|out of range"):
        divided(quotients, [(Decimal(10) ** 29, Decimal("0.000001"))])


def test_the_comparison_sees_a_quotient_of_doubles(quotients: str) -> None:
    spoiled = "select round(numerator / denominator, 6), round(numerator / denominator, 2), 0 from given order by place"
    with duckdb.connect() as connection:
        connection.execute("create table given as select 1 as place, 201.0 as numerator, 200.0 as denominator")
        assert connection.execute(spoiled).fetchall()[0][1] != exactly(Decimal(201), Decimal(200))[1]
