"""What an analyst would write in pandas: the marts of figures, plans and ambitions, and the checks on single figures.

    python scripts/benchmark_pandas.py SEEDS FOLDER

Reads the same CSV files and writes Parquet. Numbers are floats, rounded to the six decimals of the warehouse. It does
less than the models: identities between indicators, counts over provinces and exchanged digits are left out.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

CELL = ["area_id", "year", "indicator_id", "scenario"]
TEXT = ["figure", "area_id", "period", "indicator_id", "scenario", "comparator", "unit_id", "compared_with"]
TYPES = {**dict.fromkeys([*TEXT, "obs_status", "note", "reason", "is_approximate"], "str"), "value_low": "float64"}
TYPES["value_high"] = "float64"
JUMP, CAUTION = 15, 0.05


def main(seeds: Path, folder: Path) -> None:
    """Model everything below `seeds` into Parquet files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    observations = standardised(read(seeds / "observations"), seeds / "reference")
    headlines = spoken_for(observations[observations["is_whole_year"]])
    steps = target_steps(headlines)
    checks = pd.concat([plausible(observations, seeds / "reference"), repeats(observations, headlines), *behind(steps)])
    doubted = set(checks.loc[~checks["is_passed"], "observation_id"])
    observations["is_doubted"] = observations["observation_id"].isin(doubted)
    # A doubt about any printing is a doubt about the figure.
    cells = observations.groupby(CELL, sort=False)["is_doubted"].max().rename("is_doubted").reset_index()
    panel = headlines.merge(cells, on=CELL).sort_values(CELL)
    panel = panel.drop(columns=["value_low", "value_high", "unit_id"]).rename(
        columns={
            "value_low_std": "value_low",
            "value_high_std": "value_high",
            "value_std": "value",
            "standard_unit_id": "unit_id",
            "observation_id": "headline_observation_id",
        }
    )
    kept = ["comparator", "value_low", "value_high", "value", "unit_id", "is_approximate", "obs_status", "is_doubted"]
    panel[[*CELL, *kept, "source_count", "agreement", "headline_observation_id"]].to_parquet(
        folder / "fct_province_year_indicator.parquet"
    )
    observations.sort_values("observation_id").to_parquet(folder / "fct_observation.parquet")
    attainment(headlines).to_parquet(folder / "fct_target_attainment.parquet")
    steps.to_parquet(folder / "fct_target_ambition.parquet")
    checks.to_parquet(folder / "fct_check.parquet")
    read(seeds / "exclusions").to_parquet(folder / "excluded_numeral.parquet")


def read(folder: Path) -> pd.DataFrame:
    """The rows of all CSV files of a folder, with the document that each is named after."""
    frames = []
    for path in sorted(folder.glob("*.csv")):
        frame = pd.read_csv(path, dtype=TYPES, keep_default_na=False, na_values=[""])
        frame["document_id"] = path.stem
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def standardised(observations: pd.DataFrame, reference: Path) -> pd.DataFrame:
    """Observations with id, year, decimals and the interval in the standard unit."""
    indicators = pd.read_csv(reference / "indicators.csv")[
        ["indicator_id", "measure", "better", "base_indicator_id", "standard_unit_id"]
    ]
    units = pd.read_csv(reference / "units.csv")[["unit_id", "factor"]]
    documents = pd.read_csv(reference / "documents.csv")[["document_id", "published_on"]]
    found = (
        observations.merge(indicators, on="indicator_id").merge(units, on="unit_id").merge(documents, on="document_id")
    )
    ids = found["document_id"], found["char_start"].astype("str"), found["component"].astype("str")
    found["observation_id"] = ids[0] + ":" + ids[1] + ":" + ids[2]
    last = found["period"].str.split("/").str[-1]
    found["year"] = last.str[:4].astype(int)
    found["is_whole_year"] = (found["period"].str.len() == 4) | found["period"].str.endswith("-12-31")
    digits = found["figure"].str.extract(",([0-9]+)", expand=False).str.len().fillna(0).astype(int)
    found["decimals"] = np.where(found["unit_id"] == "fraction", 6, digits)
    found["is_approximate"] = found["is_approximate"] == "true"
    for end in ("low", "high"):
        found[f"value_{end}_std"] = (found[f"value_{end}"] * found["factor"]).round(6)
    found["rounding_std"] = (0.5 * 10.0 ** -found["decimals"] * found["factor"]).round(6)
    found["is_open"] = found["comparator"].isin(["gt", "ge", "lt", "le"])
    middle = ((found["value_low_std"] + found["value_high_std"]) * 0.5).round(6)
    found["value_std"] = middle.fillna(found["value_low_std"]).fillna(found["value_high_std"])
    return found


def spoken_for(observations: pd.DataFrame) -> pd.DataFrame:
    """The printing that speaks for each area, year, indicator and scenario, and how all printings agree."""
    order = [*CELL, "rounding_std", "published_on", "document_id", "char_start", "component"]
    ascending = [name != "published_on" for name in order]
    headlines = observations.sort_values(order, ascending=ascending).drop_duplicates(CELL)
    widened = np.where(observations["is_open"], 0, observations["rounding_std"])
    allowed = observations[CELL].assign(
        low=(observations["value_low_std"] - widened).round(6),
        high=(observations["value_high_std"] + widened).round(6),
        is_open=observations["is_open"],
        reading=observations["comparator"]
        + " "
        + observations["value_low_std"].fillna(np.inf).astype("str")
        + " | "
        + observations["value_high_std"].fillna(np.inf).astype("str"),
    )
    printings = (
        allowed.groupby(CELL, sort=False)
        .agg(
            source_count=("low", "size"),
            reading_count=("reading", "nunique"),
            low=("low", "max"),
            high=("high", "min"),
            has_open=("is_open", "max"),
        )
        .reset_index()
    )
    printings["agreement"] = np.select(
        [
            printings["source_count"] == 1,
            printings["reading_count"] == 1,
            printings["low"] > printings["high"],
            printings["has_open"],
        ],
        ["single", "agree", "conflict", "consistent"],
        "rounding",
    )
    return headlines.merge(printings[[*CELL, "source_count", "agreement"]], on=CELL)


def plausible(observations: pd.DataFrame, reference: Path) -> pd.DataFrame:
    """Each figure against the plausible range of its indicator; amounts and counts of provinces only."""
    ranges = pd.read_csv(reference / "indicators.csv")[["indicator_id", "plausible_low", "plausible_high"]]
    areas = pd.read_csv(reference / "areas.csv")[["area_id", "area_type"]]
    found = observations.merge(ranges.dropna(how="all", subset=["plausible_low", "plausible_high"]), on="indicator_id")
    found = found.merge(areas, on="area_id")
    found = found[(found["area_type"] == "province") | ~found["measure"].isin(["level", "count"])]
    is_low = found["value_high_std"] < found["plausible_low"]
    is_high = found["value_low_std"] > found["plausible_high"]
    return _checks(found, "plausible_range", ~(is_low | is_high))


def repeats(observations: pd.DataFrame, headlines: pd.DataFrame) -> pd.DataFrame:
    """Figures printed more than once: all printings can be true together."""
    repeated = headlines.loc[headlines["source_count"] > 1, [*CELL, "agreement"]]
    found = observations[observations["is_whole_year"]].merge(repeated, on=CELL)
    return _checks(found, "repeated_figures_agree", found["agreement"] != "conflict")


def target_steps(headlines: pd.DataFrame) -> pd.DataFrame:
    """Targets beside the result of the year before."""
    usable = headlines[~headlines["measure"].isin(["rank", "plan_attainment"])]
    results = usable.loc[usable["scenario"] == "actual"].assign(year=lambda frame: frame["year"] + 1)
    steps = usable[usable["scenario"] == "target"].merge(
        results[["area_id", "year", "indicator_id", "value_low_std", "value_high_std", "observation_id"]],
        on=["area_id", "year", "indicator_id"],
        suffixes=("", "_before"),
    )
    steps["change_low"] = (steps["value_low_std"] - steps["value_high_std_before"]).round(6)
    steps["change_high"] = (steps["value_high_std"] - steps["value_low_std_before"]).round(6)
    return steps


def behind(steps: pd.DataFrame) -> list[pd.DataFrame]:
    """Targets that fall behind the result before them, and shares that jump."""
    directed = steps[
        steps["better"].isin(["up", "down"]) & steps["measure"].isin(["level", "count", "share", "rate", "index"])
    ]
    falls = directed["change_high"] < -CAUTION * directed["value_low_std_before"].abs()
    rises = directed["change_low"] > CAUTION * directed["value_high_std_before"].abs()
    is_behind = np.where(directed["better"] == "up", falls, rises)
    shares = steps[steps["measure"].isin(["share", "rate"]) & (steps["standard_unit_id"] == "percent")]
    jumps = (shares["change_low"] > JUMP) | (shares["change_high"] < -JUMP)
    return [_checks(directed, "target_below_result", ~is_behind), _checks(shares, "plausible_jump", ~jumps)]


def attainment(headlines: pd.DataFrame) -> pd.DataFrame:
    """Plans held against results where both are printed."""
    usable = headlines[~headlines["measure"].isin(["rank", "plan_attainment"])]
    key = ["area_id", "year", "indicator_id"]
    pairs = usable[usable["scenario"] == "actual"].merge(
        usable.loc[
            usable["scenario"] == "target", [*key, "comparator", "value_low_std", "value_high_std", "observation_id"]
        ],
        on=key,
        suffixes=("", "_target"),
    )
    up = np.where(pairs["comparator_target"].isin(["gt", "ge"]), True, pairs["better"] == "up")
    down = np.where(pairs["comparator_target"].isin(["lt", "le"]), True, pairs["better"] == "down")
    pairs["verdict"] = np.select(
        [
            up & (pairs["value_low_std"] >= pairs["value_low_std_target"]),
            up & (pairs["value_high_std"] < pairs["value_low_std_target"]),
            down & (pairs["value_high_std"] <= pairs["value_high_std_target"]),
            down & (pairs["value_low_std"] > pairs["value_high_std_target"]),
        ],
        ["met", "missed", "met", "missed"],
        "undetermined",
    )
    pairs["attainment_pct"] = (pairs["value_low_std"] * 100 / pairs["value_low_std_target"]).round(2)
    return pairs


def _checks(found: pd.DataFrame, kind: str, is_passed: pd.Series) -> pd.DataFrame:
    return found[[*CELL, "observation_id"]].assign(check_kind=kind, is_passed=is_passed)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
