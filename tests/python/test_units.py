"""What the registry of units promises of each unit: its factor, its SDMX code and multiplier give the same number."""

import csv
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from chitieu import transform
from chitieu.project import ROOT
from test_data_tests import compiled, faultable

__all__ = ["compiled", "faultable"]  # the fixtures

# One fault of each kind that the data test is for, on the built table.
FAULTS = {
    "ten thousand times too large": "sdmx_code = 'HA', sdmx_unit_mult = 6 where unit_id = 'million_square_metre'",
    "a multiplier of another unit": "sdmx_unit_mult = 3 where unit_id = 'million_usd'",
    "no multiplier where one is due": "sdmx_unit_mult = 0 where unit_id = 'kilogram'",
    "a code that nothing stands for": "sdmx_code = 'XXX' where unit_id = 'million_tonne'",
    "a code of another dimension": "sdmx_code = 'VND' where unit_id = 'thousand_tonne'",
    "a factor that its name denies": "factor = 10000, sdmx_unit_mult = 4 where unit_id = 'thousand_person'",
    "a standard that is not one": "factor = 10 where unit_id = 'megawatt'",
    "a standard of another dimension": "standard_unit_id = 'hectare' where unit_id = 'kilometre'",
    "a factor of nothing": "factor = 0 where unit_id = 'eur'",
}


def test_a_code_times_its_power_of_ten_is_the_factor_of_every_unit() -> None:
    with (ROOT / "seeds" / "reference" / "units.csv").open(encoding="utf-8", newline="") as lines:
        units = list(csv.DictReader(lines))
    bases = {
        (row["dimension"], row["sdmx_code"]): Fraction(row["factor"]) for row in units if row["sdmx_unit_mult"] == "0"
    }
    given = {
        row["unit_id"]: bases[row["dimension"], row["sdmx_code"]] * Fraction(10) ** int(row["sdmx_unit_mult"])
        for row in units
    }
    assert {row["unit_id"]: Fraction(row["factor"]) for row in units} == given
    assert len(units) > 180


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_unit_stops_the_release(fault: str, compiled: dict[str, str], faultable: Path) -> None:
    with duckdb.connect(str(faultable)) as connection:
        connection.execute(f"attach '{transform.workings_of(faultable)}' as workings")
        connection.execute("begin transaction")
        connection.execute(f"update dim_unit set {FAULTS[fault]}")
        found = connection.execute(compiled["every_factor_is_exact"]).fetchall()
        connection.execute("rollback")
    assert found


@pytest.mark.parametrize(
    ("value", "decimals", "is_exact"), [("12", 0, True), ("12.5", 1, False), ("0.1", 1, False), ("12", 2, False)]
)
def test_a_digit_that_the_standard_unit_loses_stops_the_release(
    value: str, decimals: int, is_exact: bool, compiled: dict[str, str], faultable: Path
) -> None:
    """Grams of what is counted in tonnes: whole ones can be told, tenths cannot."""
    with duckdb.connect(str(faultable)) as connection:
        connection.execute("begin transaction")
        connection.execute(
            "delete from fct_observation where observation_id not in (select min(observation_id) from fct_observation)"
        )
        connection.execute(
            "update fct_observation set unit_id = 'gram', comparator = 'eq', decimals = $decimals, value_low = $value, "
            "value_high = $value, value_low_std = $value::decimal(24, 6) * 0.000001, "
            "value_high_std = $value::decimal(24, 6) * 0.000001",
            {"value": value, "decimals": decimals},
        )
        found = connection.execute(compiled["every_conversion_is_exact"]).fetchall()
        connection.execute("rollback")
    assert (found == []) == is_exact
