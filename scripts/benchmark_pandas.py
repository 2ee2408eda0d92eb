"""What an analyst would write in pandas: the public tables that the dbt models make, with the same rows and columns.

    python scripts/benchmark_pandas.py SEEDS FOLDER

Reads the same CSV files and writes a Parquet file per table into FOLDER, sorted as the SQL sorts; functions are named
after the models. Views are left out, and documents are absent, so nothing is verified. Numbers are floats rounded to
the six decimals of the warehouse, not decimals: that favours pandas. So does what an analyst does who is told to be
fast: observations, cells and checks are whole numbers until their texts are written, codes are categories, and what is
rare (a second printing, a plan beside a report in one document) is looked for before anything is sorted or joined.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

CELL = ["area_id", "year", "indicator_id", "scenario"]
PLACE = ["area_id", "year", "indicator_id"]
SETTING = ["area_id", "year", "scenario"]
JUMP = 15
CAUTION_PCT, APPROXIMATE_PCT, WEIGHTED_GROWTH = 5, 5, 0.5
OPEN = ["gt", "ge", "lt", "le"]

SUM = "The printed parts, which are all there are, should add up to the printed whole within their rounding."
SHARES = "The printed shares, which are all there are, should add up to 100 within their rounding."
PARTS = "The printed parts of one breakdown together should not be more than the printed whole."
SHARE = "The printed share should be that of the two printed amounts within their rounding."
PLAN = "The printed attainment should be the printed result in per cent of the printed plan within their rounding."
GROWTH = "The printed growth should be that of the printed levels of two years within their rounding."
LIST = "The printed count should be the number of provinces that the document lists."
COVERS = "The printed count should not be less than the number of provinces that the document lists."
BETWEEN = "The whole should grow no less than its slowest part and no more than its fastest."
WEIGHTED = "The growth of the whole should be near that of its parts weighted by their printed shares."
REPEATED = "All printings of one figure should be able to be true together."
BEHIND = "The target should not fall behind the result of the year before it."
CAUTIOUS = "The target is short of the result before it, but by no more than a cautious plan."
JUMPS = f"A share should not move by more than {JUMP} points from one year to the next."
PLAUSIBLE = "The figure should lie in the plausible range of its indicator."
DIGITS = "Figures of two indicators of one theme should not hold the same digits in another order."

# Severity and explanation of each kind of check, in the order of their names.
KINDS = {
    "attainment_of_target": ("error", PLAN),
    "count_covers_list": ("error", COVERS),
    "count_of_list": ("error", LIST),
    "exchanged_digits": ("warning", DIGITS),
    "growth_between_parts": ("warning", BETWEEN),
    "growth_of_levels": ("error", GROWTH),
    "growth_of_weighted_parts": ("warning", WEIGHTED),
    "parts_within_whole": ("error", PARTS),
    "plausible_jump": ("warning", JUMPS),
    "plausible_range": ("warning", PLAUSIBLE),
    "repeated_figures_agree": ("error", REPEATED),
    "share_of_levels": ("error", SHARE),
    "shares_of_whole": ("error", SHARES),
    "sum_of_parts": ("error", SUM),
    "target_below_result": ("warning", BEHIND),
}
KIND = pd.CategoricalDtype(list(KINDS))
VERDICT = pd.CategoricalDtype(["explained", "fail", "pass"])
SCENARIO = pd.CategoricalDtype(["actual", "stretch", "target"])
COMPARATOR = pd.CategoricalDtype(["approx", "eq", "ge", "gt", "le", "lt", "range"])

# What each public table shows, in order.
DIMENSIONS = {
    "dim_area": (
        "areas",
        "area_id name_vi name_en area_type gso_code iso_code valid_from valid_to parent_area_id",
    ),
    "dim_indicator": (
        "indicators",
        "indicator_id name_vi name_en definition theme measure standard_unit_id display_unit_id price_basis better"
        " aggregation minimum maximum plausible_low plausible_high base_indicator_id whole_indicator_id breakdown",
    ),
    "dim_unit": ("units", "unit_id name_vi name_en dimension standard_unit_id factor sdmx_code sdmx_unit_mult"),
    "dim_document": (
        "documents",
        "document_id file_name sha256 title_en issuer published_on published_precision language",
    ),
    "bridge_area_succession": (
        "area_succession",
        "predecessor_area_id successor_area_id effective_on is_same_territory",
    ),
}
OBSERVATION = (
    "observation_id document_id char_start char_end figure component rank_of area_id period period_type year"
    " indicator_id scenario comparator value_low value_high unit_id value_low_std value_high_std decimals"
    " is_approximate compared_with obs_status is_doubted verification passage note"
)
PROVINCE_YEAR_INDICATOR = (
    "area_id year indicator_id scenario comparator value_low value_high value unit_id is_approximate obs_status"
    " is_doubted source_count agreement headline_observation_id"
)
TARGET_ATTAINMENT = (
    "area_id year indicator_id basis target_comparator target_low target_high actual_comparator actual_low"
    " actual_high unit_id verdict attainment_pct obs_status is_doubted target_observation_id actual_observation_id"
    " attainment_observation_id"
)
TARGET_AMBITION = (
    "area_id indicator_id actual_year target_year actual_comparator actual_low actual_high target_comparator"
    " target_low target_high unit_id change_low change_high change_pct_low change_pct_high obs_status is_doubted"
    " actual_observation_id target_observation_id"
)
CHECK = (
    "check_id check_kind area_id year indicator_id expected_low expected_high published verdict severity explanation"
    " observation_ids"
)
EXCLUDED = "document_id char_start char_end figure reason"

# What is known of a figure that speaks for its area, year, indicator and scenario.
HEADLINE = (
    "area_id year indicator_id scenario cell observation comparator value_low_std value_high_std value_std rounding_std"
    " is_open is_approximate obs_status measure better standard_unit_id whole_indicator_id breakdown"
)

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Checks:
    """Checks of some kinds, and which observations are in each, by the number of the row of both."""

    rows: pd.DataFrame
    members: pd.DataFrame


def main(seeds: Path, folder: Path) -> None:
    """Model everything below `seeds` into Parquet files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    reference = reference_tables(seeds / "reference")
    for name, (source, columns) in DIMENSIONS.items():
        write(folder, name, dimension(reference[source], columns.split()), columns)
    write(folder, "excluded_numeral", stg_exclusions(seeds / "exclusions"), EXCLUDED)
    observations = int_observations(stg_observations(seeds / "observations", reference), reference)
    headlines = int_headlines(observations)
    steps = int_target_steps(headlines)
    checks = int_checks(
        [
            int_checks_sums(headlines, reference),
            int_checks_parts(headlines),
            int_checks_quotients(headlines, reference),
            int_checks_counts(observations, reference),
            int_checks_growth_parts(headlines, reference),
            int_checks_repeats(observations, headlines),
            int_checks_steps(steps),
            int_checks_plausible(observations, reference),
            int_checks_digits(observations),
        ],
        reference["check_reviews"],
    )
    observations["is_doubted"] = is_doubted(checks, len(observations))
    write(folder, "fct_check", fct_check(checks, observations), CHECK)
    write(folder, "fct_observation", fct_observation(observations), OBSERVATION)
    panel = fct_province_year_indicator(headlines, observations)
    write(folder, "fct_province_year_indicator", panel, PROVINCE_YEAR_INDICATOR)
    verdicts = int_plan_verdicts(int_plan_pairs(headlines, reference))
    write(folder, "fct_target_attainment", fct_target_attainment(verdicts, observations), TARGET_ATTAINMENT)
    write(folder, "fct_target_ambition", fct_target_ambition(steps, observations), TARGET_AMBITION)


def write(folder: Path, name: str, table: pd.DataFrame, columns: str) -> None:
    """One table as a Parquet file, with these columns in this order."""
    table[columns.split()].to_parquet(folder / f"{name}.parquet", index=False)


# --- Seeds and staging


def read(path: Path, types: dict[str, str]) -> pd.DataFrame:
    """A CSV file in which only an empty cell is NULL."""
    return pd.read_csv(path, dtype=types, engine="pyarrow", keep_default_na=False, na_values=[""])


def reference_tables(folder: Path) -> Tables:
    """The reference seeds by name, sorted by their first column."""
    numbers = ["minimum", "maximum", "plausible_low", "plausible_high", "factor", "member_low", "member_high"]
    tables = {}
    for name in ("areas", "area_succession", "indicators", "units", "documents", "identities", "check_reviews"):
        path = folder / f"{name}.csv"
        with path.open(encoding="utf-8") as stream:
            columns = stream.readline().strip().split(",")
        # Codes are texts: untyped, 01 would become 1.
        tables[name] = read(path, {**dict.fromkeys(columns, "str"), **dict.fromkeys(numbers, "float64")})
        tables[name] = tables[name].sort_values(columns[0], kind="stable", ignore_index=True)
    ids = pd.CategoricalDtype(tables["indicators"]["indicator_id"])
    for name, columns in {
        "indicators": ["indicator_id", "base_indicator_id", "whole_indicator_id"],
        "identities": ["indicator_id", "weighted_by_indicator_id", "relative_to_indicator_id"],
    }.items():
        tables[name] = tables[name].astype(dict.fromkeys(columns, ids))
    tables["indicators"] = tables["indicators"].astype(
        dict.fromkeys(["theme", "measure", "better", "standard_unit_id", "breakdown"], "category")
    )
    tables["identities"] = tables["identities"].astype({"identity_id": "category", "identity_kind": KIND})
    return tables


def dimension(seed: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """A reference seed as it is shown: dates as dates, and the numbers and booleans that are read as texts."""
    shown = seed[columns].copy()
    for column in {"valid_from", "valid_to", "published_on", "effective_on"} & set(columns):
        shown[column] = pd.to_datetime(shown[column])
    if "sdmx_unit_mult" in columns:
        shown["sdmx_unit_mult"] = shown["sdmx_unit_mult"].astype("int32")
    if "is_same_territory" in columns:
        shown["is_same_territory"] = shown["is_same_territory"] == "true"
    return shown


def curated(folder: Path, types: dict[str, str]) -> pd.DataFrame:
    """The rows of all CSV files of a folder, with the document that each is named after."""
    paths = sorted(folder.glob("*.csv"), key=lambda path: path.stem)
    frames = [read(path, types) for path in paths]
    found = pd.concat(frames, ignore_index=True)
    numbers = np.repeat(np.arange(len(frames)), [len(frame) for frame in frames])
    found["document_id"] = pd.Categorical.from_codes(numbers, [path.stem for path in paths])
    return found


def stg_exclusions(folder: Path) -> pd.DataFrame:
    """Numerals that are no figures, in the order of the documents."""
    types = {"char_start": "int32", "char_end": "int32", "figure": "str", "reason": "str"}
    return curated(folder, types).sort_values(["document_id", "char_start"])


def stg_observations(folder: Path, reference: Tables) -> pd.DataFrame:
    """Curated figures with id, year, kind of period and decimals, sorted by id: the row is the number of the figure."""
    texts = ["figure", "area_id", "period", "indicator_id", "scenario", "comparator", "unit_id", "compared_with"]
    types = dict.fromkeys([*texts, "obs_status", "note"], "str") | {"is_approximate": "bool"}
    types |= dict.fromkeys(["char_start", "char_end", "component"], "int32")
    found = curated(folder, types | {"value_low": "float64", "value_high": "float64"})
    found["observation_id"] = joined(found["document_id"], found["char_start"], found["component"])
    found = found.sort_values("observation_id", ignore_index=True)
    found = found.astype(
        {
            "area_id": pd.CategoricalDtype(reference["areas"]["area_id"]),
            "indicator_id": reference["indicators"]["indicator_id"].dtype,
            "unit_id": pd.CategoricalDtype(reference["units"]["unit_id"]),
            "scenario": SCENARIO,
            "comparator": COMPARATOR,
            **dict.fromkeys(["period", "compared_with", "obs_status"], "category"),
        }
    )
    periods = periods_of(found["period"].cat.categories.to_series())
    for column in periods:
        found[column] = looked_up(found["period"], periods[column])
    digits = found["figure"].str.extract(",([0-9]+)", expand=False).str.len().fillna(0).astype("int32")
    found["decimals"] = digits.mask(found["unit_id"] == "fraction", 6)
    return found


def periods_of(periods: pd.Series) -> pd.DataFrame:
    """Each spelling of a period: its kind, the year for which its value counts, and whether it stands for that year."""
    last = periods.str.split("/").str[-1]
    length = periods.str.len()
    kinds = {
        "year": length == 4,
        "years": length == 9,
        "date": length == 10,
        "months": length == 15,
        "half": periods.str.contains("-H.$"),
        "quarter": periods.str.contains("-Q.$"),
        "month": length == 7,
    }
    kind = pd.Series(np.select(list(kinds.values()), list(kinds), ""), dtype="category")
    is_year_end = (kind == "date") & periods.str.endswith("-12-31").to_numpy()
    return pd.DataFrame(
        {
            "period_type": kind,
            "year": last.str[:4].astype("int32").to_numpy(),
            "is_whole_year": (kind == "year") | is_year_end,
        }
    )


# --- What all models share


def joined(*parts: pd.Series | str) -> pd.Series:
    """Texts, codes and numbers as one text, with colons between them."""
    texts = (part if isinstance(part, str) else part.astype("str") for part in parts)
    found = next(texts)
    for text in texts:
        found = found + ":" + text
    return found


def looked_up(codes: pd.Series, table: pd.Series) -> pd.Series:
    """What a table, which has one row per category in order, says of each category."""
    return pd.Series(table.array.take(codes.cat.codes.to_numpy(), allow_fill=True), index=codes.index)


def rounded(numbers: pd.Series, decimals: int = 6) -> pd.Series:
    """Halves away from zero, as SQL rounds. Above a billion it would spoil floats, and nobody prints a digit there."""
    scale = 10.0**decimals
    nearest = np.floor(numbers.abs() * scale + 0.5) / scale
    return nearest.where(numbers >= 0, -nearest).where(numbers.abs() < 1e9, numbers) + 0.0


def ratio(numerator: pd.Series, denominator: pd.Series, decimals: int = 6) -> pd.Series:
    """A quotient rounded once; NULL where nothing is divided by."""
    return rounded(rounded(numerator) / denominator.replace(0, np.nan), decimals)


def of_kind(name: str, found: pd.DataFrame) -> pd.Categorical:
    """The same kind of check for every row."""
    return pd.Categorical.from_codes(np.full(len(found), KIND.categories.get_loc(name), dtype="int8"), dtype=KIND)


def involved(checks: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """The observations of checks that name them in columns."""
    found = [pd.DataFrame({"check": checks.index, "observation": checks[column]}) for column in columns]
    return pd.concat(found, ignore_index=True)


def involved_by(checks: pd.DataFrame, found: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The observations of checks that share a key with them."""
    numbered = checks[key].assign(check=checks.index)
    return numbered.merge(found[[*key, "observation"]], on=key)[["check", "observation"]]


# --- Intermediate: figures


def int_observations(found: pd.DataFrame, reference: Tables) -> pd.DataFrame:
    """Figures with their interval and rounding in the standard unit, and what their indicator is."""
    indicators = reference["indicators"]
    for column in ("measure", "theme", "better", "standard_unit_id", "whole_indicator_id", "breakdown"):
        found[column] = looked_up(found["indicator_id"], indicators[column])
    published_on = pd.to_datetime(reference["documents"].set_index("document_id")["published_on"])
    found["published_on"] = looked_up(found["document_id"], published_on.reindex(found["document_id"].cat.categories))
    factor = looked_up(found["unit_id"], reference["units"]["factor"])
    for end in ("low", "high"):
        # Six decimals as a whole number: then a million times 12.3 is exact.
        found[f"value_{end}_std"] = rounded((found[f"value_{end}"] * 1e6).round() * factor / 1e6)
    found["rounding_std"] = rounded(0.5 * 10.0 ** -found["decimals"] * factor)
    found["is_open"] = found["comparator"].isin(OPEN)
    middle = rounded((found["value_low_std"] + found["value_high_std"]) * 0.5)
    found["value_std"] = middle.fillna(found["value_low_std"]).fillna(found["value_high_std"])
    found["observation"] = found.index
    found["cell"] = found.groupby(CELL, observed=True).ngroup()
    # A pair prints the place and the number ranked in one span.
    span = ["document_id", "char_start"]
    ranks = found.loc[(found["measure"] == "rank") & (found["component"] == 1), [*span, "observation"]]
    ranks = ranks.merge(found.loc[found["component"] == 2, [*span, "value_low"]], on=span).set_index("observation")
    found["rank_of"] = ranks["value_low"].round().astype("Int32").reindex(found.index)
    return found


def int_headlines(observations: pd.DataFrame) -> pd.DataFrame:
    """The printing that speaks for each area, year, indicator and scenario, and how all printings agree."""
    order = ["cell", "rounding_std", "published_on", "document_id", "char_start", "component"]
    whole_years = observations.loc[observations["is_whole_year"], [*HEADLINE.split(), *order[2:]]]
    # Most figures are printed once: only the others need an order.
    is_repeated = whole_years["cell"].duplicated(keep=False)
    printings = whole_years[is_repeated]
    speaking = printings.sort_values(order, ascending=[name != "published_on" for name in order])
    speaking = speaking.drop_duplicates("cell")
    headlines = pd.concat([whole_years[~is_repeated], speaking]).sort_values("cell", ignore_index=True)
    agreement = agreement_of(printings).reindex(headlines["cell"])
    headlines["source_count"] = agreement["source_count"].fillna(1).astype("int32").to_numpy()
    headlines["agreement"] = agreement["agreement"].fillna("single").astype("category").array
    return headlines.drop(columns=order[2:])


def agreement_of(printings: pd.DataFrame) -> pd.DataFrame:
    """How the printings of each figure that is printed more than once agree, by cell."""
    # Rounding widens a number, never an open bound.
    widened = printings["rounding_std"].where(~printings["is_open"], 0)
    allowed = pd.DataFrame(
        {
            "cell": printings["cell"],
            "low": rounded(printings["value_low_std"] - widened),
            "high": rounded(printings["value_high_std"] + widened),
            "is_open": printings["is_open"],
        }
    )
    cells = allowed.groupby("cell").agg(
        source_count=("low", "size"), low=("low", "max"), high=("high", "min"), has_open=("is_open", "max")
    )
    readings = printings.drop_duplicates(["cell", "comparator", "value_low_std", "value_high_std"])
    is_agreed = readings.groupby("cell").size() == 1
    cells["agreement"] = np.select(
        [is_agreed, cells["low"] > cells["high"], cells["has_open"]], ["agree", "conflict", "consistent"], "rounding"
    )
    return cells


# --- Intermediate: plans beside results


def int_target_steps(headlines: pd.DataFrame) -> pd.DataFrame:
    """Targets beside the result of the year before; the higher goal has none, and ranks and attainments no level."""
    usable = headlines[~headlines["measure"].isin(["rank", "plan_attainment"])]
    sides = [*PLACE, "comparator", "value_low_std", "value_high_std", "observation"]
    targets = usable.loc[usable["scenario"] == "target", [*sides, "measure", "better", "standard_unit_id"]]
    results = usable.loc[usable["scenario"] == "actual", sides].assign(year=lambda frame: frame["year"] + 1)
    steps = targets.merge(results, on=PLACE, suffixes=("_target", "_actual"))
    steps = steps.rename(columns=_named_by_side()).rename(columns={"standard_unit_id": "unit_id"})
    steps["change_low"] = rounded(steps["target_low"] - steps["actual_high"])
    steps["change_high"] = rounded(steps["target_high"] - steps["actual_low"])
    return steps


def _named_by_side() -> dict[str, str]:
    names = {"comparator": "comparator", "value_low_std": "low", "value_high_std": "high", "observation": "observation"}
    names["is_approximate"] = "is_approximate"
    return {f"{old}_{side}": f"{side}_{new}" for side in ("target", "actual") for old, new in names.items()}


def int_plan_pairs(headlines: pd.DataFrame, reference: Tables) -> pd.DataFrame:
    """Plans held against results: both printed, the result in per cent of the plan, or targets met of targets set."""
    sides = [*PLACE, "comparator", "value_low_std", "value_high_std", "is_approximate", "observation"]
    described = ["measure", "better", "standard_unit_id"]
    results = headlines.loc[headlines["scenario"] == "actual", [*sides, *described, "whole_indicator_id"]]
    targets = headlines.loc[headlines["scenario"] == "target", sides]
    # An attainment is judged by its own basis; the place in an order has no plan.
    planned = results[~results["measure"].isin(["plan_attainment", "rank"])]
    levels = planned.drop(columns="whole_indicator_id").merge(targets, on=PLACE, suffixes=("_actual", "_target"))

    met = results[results["indicator_id"] == "plan_targets_met"]
    goals = results[sides].rename(columns={"indicator_id": "whole_indicator_id"})
    goals = goals[goals["whole_indicator_id"].isin(met["whole_indicator_id"].unique())]
    counts = met.merge(goals, on=["area_id", "year", "whole_indicator_id"], suffixes=("_actual", "_target"))

    # Held against 100, by the direction of what was planned.
    indicators = reference["indicators"]
    attained = results[results["measure"] == "plan_attainment"].rename(
        columns={name: f"{name}_actual" for name in sides[3:-1]} | {"observation": "attainment_observation"}
    )
    attained["indicator_id"] = looked_up(attained["indicator_id"], indicators["base_indicator_id"])
    attained = attained.dropna(subset="indicator_id")
    attained["better"] = looked_up(attained["indicator_id"], indicators["better"])
    attained = attained.assign(
        comparator_target=pd.Categorical(["eq"], dtype=COMPARATOR).repeat(len(attained)),
        value_low_std_target=100.0,
        value_high_std_target=100.0,
        is_approximate_target=False,
    )
    pairs = pd.concat([attained, levels, counts], keys=["attainment", "level", "target_count"], names=["basis"])
    return pairs.rename(columns={**_named_by_side(), "standard_unit_id": "unit_id"}).reset_index("basis")


def int_plan_verdicts(pairs: pd.DataFrame) -> pd.DataFrame:
    """Plans with a verdict that holds for every value that the two prints allow."""
    ends = {}
    for side in ("actual", "target"):
        # An approximate number may lie a little to either side of what is printed.
        for end, sign in (("low", -1), ("high", 1)):
            number = pairs[f"{side}_{end}"]
            margin = rounded(number.abs() * APPROXIMATE_PCT / 100)
            ends[side, end] = number.where(~pairs[f"{side}_is_approximate"], rounded(number + sign * margin))
    actual_from, actual_to = ends["actual", "low"], ends["actual", "high"]
    target_from, target_to = ends["target", "low"], ends["target", "high"]
    # Which way is good: an open target says so itself, any other one by its indicator.
    target, actual = pairs["target_comparator"], pairs["actual_comparator"]
    up = target.isin(["gt", "ge"]) | (~target.isin(OPEN) & (pairs["better"] == "up"))
    down = target.isin(["lt", "le"]) | (~target.isin(OPEN) & (pairs["better"] == "down"))
    # A bound that is itself excluded.
    is_actual_strict, is_target_strict = actual.isin(["gt", "lt"]), target.isin(["gt", "lt"])
    is_reached, is_short = is_actual_strict | ~is_target_strict, is_actual_strict | is_target_strict
    # A range is reached at its near end. An approximate goal, or a result without an end, must clear the far one.
    is_far = pairs["target_is_approximate"] | actual_from.isna() | actual_to.isna()
    reached_from = target_from.where(~is_far, target_to.fillna(target_from))
    reached_to = target_to.where(~is_far, target_from.fillna(target_to))
    pairs["verdict"] = np.select(
        [
            up & ((actual_from > reached_from) | ((actual_from == reached_from) & is_reached)),
            up & ((actual_to < target_from) | ((actual_to == target_from) & is_short)),
            down & ((actual_to < reached_to) | ((actual_to == reached_to) & is_reached)),
            down & ((actual_from > target_to) | ((actual_from == target_to) & is_short)),
        ],
        ["met", "missed", "met", "missed"],
        "undetermined",
    )
    # Per cent of a growth rate says nothing; an open print has no quotient.
    is_single = (pairs["actual_low"] == pairs["actual_high"]) & (pairs["target_low"] == pairs["target_high"])
    has_quotient = pairs["measure"].isin(["level", "count", "share", "rate"]) & is_single
    quotient = ratio(pairs["actual_low"] * 100, pairs["target_low"], 2)
    pairs["attainment_pct"] = quotient.where(has_quotient).mask(
        pairs["basis"] == "attainment", rounded(pairs["actual_low"], 2)
    )
    return pairs


# --- Intermediate: checks


def int_checks_sums(headlines: pd.DataFrame, reference: Tables) -> Checks:
    """Parts that are all there are make their whole, or 100; only where all are printed."""
    identities = reference["identities"]
    terms = identities.loc[
        identities["identity_kind"].isin(["sum_of_parts", "shares_of_whole"]),
        ["identity_id", "identity_kind", "role", "indicator_id"],
    ]
    # Filed under the whole, or the first share where there is none.
    terms = terms.sort_values(["identity_id", "role", "indicator_id"], ascending=[True, False, True])
    by_identity = terms.groupby("identity_id", observed=True)["indicator_id"]
    filed = pd.DataFrame({"term_count": by_identity.size(), "indicator_id": by_identity.first()})
    printed = terms.merge(headlines, on="indicator_id")
    is_part = printed["role"] == "part"
    key = ["identity_id", *SETTING]
    printed = printed.assign(
        parts_low=printed["value_low_std"].where(is_part, 0),
        parts_high=printed["value_high_std"].where(is_part, 0),
        parts_value=printed["value_std"].where(is_part, 0),
        **{name: printed[f"{name}_std"].where(~is_part) for name in ("value_low", "value_high", "value")},
    )
    groups = printed.groupby(key, observed=True, sort=False)
    # An open end of one part leaves the sum open on that side.
    sums = groups[["parts_low", "parts_high", "parts_value", "rounding_std"]].sum(skipna=False)
    sums[["whole_low", "whole_high", "whole"]] = groups[["value_low", "value_high", "value"]].max()
    sums["size"], sums["identity_kind"] = groups.size(), groups["identity_kind"].first()
    sums = sums.reset_index().join(filed, on="identity_id")
    sums = sums[sums["size"] == sums["term_count"]].reset_index(drop=True)
    is_shares = sums["identity_kind"] == "shares_of_whole"
    rounding = sums["rounding_std"]
    allowed_low, allowed_high = rounded(sums["parts_low"] - rounding), rounded(sums["parts_high"] + rounding)
    rows = sums[PLACE].assign(
        check_id=joined(sums["identity_kind"], sums["identity_id"], sums["area_id"], sums["year"], sums["scenario"]),
        check_kind=sums["identity_kind"],
        expected_low=allowed_low.where(~is_shares, rounded(100 - rounding)),
        expected_high=allowed_high.where(~is_shares, rounded(100 + rounding)),
        published=rounded(sums["parts_value"]).where(is_shares, sums["whole"]),
        is_passed=np.where(
            is_shares,
            ~((allowed_low > 100) | (allowed_high < 100)),
            ~((sums["whole_high"] < allowed_low) | (sums["whole_low"] > allowed_high)),
        ),
    )
    return Checks(rows, involved_by(sums, printed, key))


def int_checks_parts(headlines: pd.DataFrame) -> Checks:
    """The printed parts of one breakdown fit together into the printed whole, also where some are not printed."""
    usable = headlines[headlines["measure"].isin(["level", "count", "share", "rate"])]
    parts = usable.dropna(subset=["whole_indicator_id", "breakdown"])
    wholes = usable.loc[
        usable["indicator_id"].isin(parts["whole_indicator_id"].unique()),
        [*CELL, "value_high_std", "rounding_std", "observation"],
    ].rename(columns={"indicator_id": "whole_indicator_id"})
    setting = ["whole_indicator_id", *SETTING]
    pairs = parts.merge(wholes, on=setting, suffixes=("", "_whole"))
    key = ["breakdown", *setting]
    groups = pairs.assign(part_low=pairs["value_low_std"].fillna(0)).groupby(key, observed=True, sort=False)
    found = groups[["part_low", "value_std", "rounding_std"]].sum()
    # There is one whole.
    found[["whole_high", "whole_rounding", "observation"]] = groups[
        ["value_high_std_whole", "rounding_std_whole", "observation_whole"]
    ].max()
    found = found.reset_index()
    expected = rounded(found["whole_high"] + found["whole_rounding"] + found["rounding_std"])
    named = found["whole_indicator_id"].astype("str") + "/" + found["breakdown"].astype("str")
    rows = found[["area_id", "year"]].assign(
        indicator_id=found["whole_indicator_id"],
        check_id=joined("parts_within_whole", named, found["area_id"], found["year"], found["scenario"]),
        check_kind=of_kind("parts_within_whole", found),
        expected_low=0.0,
        expected_high=expected,
        published=rounded(found["value_std"]),
        is_passed=~(rounded(found["part_low"]) > expected),
    )
    members = [involved_by(found, pairs, key), involved(found, ["observation"])]
    return Checks(rows, pd.concat(members, ignore_index=True))


def int_checks_quotients(headlines: pd.DataFrame, reference: Tables) -> Checks:
    """Printed percentages that follow from two other printed figures; open prints give no quotient."""
    formulas = formulas_of(reference)
    needed = formulas[["indicator_id", "numerator_id", "denominator_id"]].stack().unique()
    closed = headlines[~headlines["is_open"] & headlines["indicator_id"].isin(needed)]
    columns = [*CELL, "value_low_std", "value_high_std", "value_std", "rounding_std", "observation"]
    terms = formulas.merge(closed[columns], on="indicator_id")
    # A goal of attaining the plan is a goal, not the quotient of two prints.
    terms = terms[(terms["identity_kind"] != "attainment_of_target") | (terms["scenario"] == "actual")]
    bounds = closed[[*CELL, "observation"]].assign(
        low=rounded(closed["value_low_std"] - closed["rounding_std"]),
        high=rounded(closed["value_high_std"] + closed["rounding_std"]),
    )
    for name in ("numerator", "denominator"):
        is_other = name == "denominator"
        keyed = terms.assign(
            indicator_id=terms[f"{name}_id"],
            year=terms["year"] - (terms["years_back"] if is_other else 0),
            scenario=terms["denominator_scenario"].fillna(terms["scenario"]) if is_other else terms["scenario"],
        )
        beside = keyed[CELL].merge(bounds, on=CELL, how="left").set_axis(terms.index)
        terms[[name, f"{name}_low", f"{name}_high"]] = beside[["observation", "low", "high"]]
        terms = terms[terms[name].notna()]
    # By a number that rounding may have made of nothing, nothing can be divided.
    terms = terms[terms["denominator_low"] > 0].reset_index(drop=True)
    # Growth is what the quotient adds to 100.
    base = np.where(terms["identity_kind"] == "growth_of_levels", 100, 0)
    low = rounded(ratio(terms["numerator_low"] * 100, terms["denominator_high"]) - base)
    high = rounded(ratio(terms["numerator_high"] * 100, terms["denominator_low"]) - base)
    result_low = rounded(terms["value_low_std"] - terms["rounding_std"])
    result_high = rounded(terms["value_high_std"] + terms["rounding_std"])
    rows = terms[PLACE].assign(
        check_id=joined(terms["identity_kind"], terms["identity_id"], *(terms[name] for name in SETTING)),
        check_kind=terms["identity_kind"],
        expected_low=low,
        expected_high=high,
        published=terms["value_std"],
        is_passed=(result_high >= low) & (result_low <= high),
    )
    return Checks(rows, involved(terms, ["observation", "numerator", "denominator"]))


def formulas_of(reference: Tables) -> pd.DataFrame:
    """What divides what: a share names both; an attainment divides by the plan, a growth by the year before."""
    identities = reference["identities"]
    named = identities[["identity_kind", "identity_id", "indicator_id"]]
    roles = {role: named[identities["role"] == role] for role in ("result", "numerator", "denominator")}
    shares = roles["result"]
    for role in ("numerator", "denominator"):
        term = roles[role][["identity_id", "indicator_id"]].rename(columns={"indicator_id": f"{role}_id"})
        shares = shares.merge(term, on="identity_id")
    bases = named[named["identity_kind"].isin(["attainment_of_target", "growth_of_levels"])]
    base = looked_up(bases["indicator_id"], reference["indicators"]["base_indicator_id"])
    is_growth = bases["identity_kind"] == "growth_of_levels"
    scenario = np.where(is_growth, "actual", "target")
    bases = bases.assign(
        numerator_id=base, denominator_id=base, denominator_scenario=scenario, years_back=is_growth.astype("int32")
    )
    formulas = pd.concat([shares.assign(years_back=0), bases], ignore_index=True)
    return formulas.astype({"denominator_scenario": SCENARIO, "years_back": "int32"})


def int_checks_counts(observations: pd.DataFrame, reference: Tables) -> Checks:
    """Printed counts of provinces that the same document also lists."""
    identities = reference["identities"]
    identities = identities[identities["identity_kind"].isin(["count_of_list", "count_covers_list"])]
    usable = observations[observations["is_whole_year"] & ~observations["is_open"]]
    context = ["document_id", "year", "scenario"]
    columns = [*context, "area_id", "indicator_id", "char_start", "value_std", "observation", "observation_id"]
    counted = identities.loc[identities["role"] == "count", ["identity_id", "identity_kind", "indicator_id"]]
    counts = counted.merge(usable.loc[usable["indicator_id"].isin(counted["indicator_id"]), columns], on="indicator_id")

    members = identities.loc[identities["role"] == "member"].drop(columns=["identity_kind", "role"])
    areas = reference["areas"]
    is_member = usable["indicator_id"].isin(members["indicator_id"])
    is_member &= looked_up(usable["area_id"], areas["area_type"]) == "province"
    listed = members.merge(usable.loc[is_member, columns], on="indicator_id")
    # A member is measured by its own value, or in per cent of the figure beside it.
    wholes = usable.loc[usable["indicator_id"].isin(members["relative_to_indicator_id"].dropna()), columns]
    wholes = wholes.rename(columns={"indicator_id": "relative_to_indicator_id", "value_std": "whole"})
    beside = [*context, "area_id", "char_start", "relative_to_indicator_id"]
    listed = listed.merge(wholes[[*beside, "whole"]], on=beside, how="left")
    is_own = listed["relative_to_indicator_id"].isna()
    measured = listed["value_std"].where(is_own, ratio(listed["value_std"] * 100, listed["whole"]))
    is_out = measured.isna() | (measured < listed["member_low"]) | (measured >= listed["member_high"])
    listed = listed[~is_out]

    key = ["identity_id", *context]
    # A province printed twice is one province.
    lengths = listed.drop_duplicates([*key, "area_id"]).groupby(key, observed=True).size().rename("expected_low")
    counts = counts.join(lengths, on=key)
    counts["expected_low"] = counts["expected_low"].fillna(0)
    counts["expected_high"] = counts["expected_low"].where(counts["identity_kind"] == "count_of_list")
    found = counts.reset_index(drop=True)
    rows = found[PLACE].assign(
        check_id=joined(found["identity_kind"], found["identity_id"], found["observation_id"]),
        check_kind=found["identity_kind"],
        expected_low=found["expected_low"],
        expected_high=found["expected_high"],
        published=found["value_std"],
        is_passed=~((found["value_std"] < found["expected_low"]) | (found["value_std"] > found["expected_high"])),
    )
    members = involved_by(found, listed[[*key, "observation"]], key)
    return Checks(rows, pd.concat([involved(found, ["observation"]), members], ignore_index=True))


def int_checks_growth_parts(headlines: pd.DataFrame, reference: Tables) -> Checks:
    """Growth of a whole between that of its parts, or near that of its parts weighted by their shares."""
    identities = reference["identities"]
    identities = identities[identities["identity_kind"].isin(["growth_between_parts", "growth_of_weighted_parts"])]
    terms = identities.loc[identities["role"] == "part", ["identity_id", "indicator_id", "weighted_by_indicator_id"]]
    parts = terms.merge(headlines, on="indicator_id")
    is_weight = headlines["indicator_id"].isin(terms["weighted_by_indicator_id"].dropna())
    weights = headlines.loc[is_weight, [*CELL, "value_std"]]
    weights = weights.rename(columns={"indicator_id": "weighted_by_indicator_id", "value_std": "weight"})
    parts = parts.merge(weights, on=["weighted_by_indicator_id", *SETTING], how="left")
    parts = parts[parts["weighted_by_indicator_id"].isna() | parts["weight"].notna()]
    key = ["identity_id", *SETTING]
    groups = parts.assign(
        slowest=rounded(parts["value_low_std"] - parts["rounding_std"]),
        fastest=rounded(parts["value_high_std"] + parts["rounding_std"]),
        weighted_low=rounded(parts["value_low_std"] * parts["weight"]),
        weighted_high=rounded(parts["value_high_std"] * parts["weight"]),
    ).groupby(key, observed=True, sort=False)
    combined = groups[["weighted_low", "weighted_high", "weight"]].sum()
    combined[["lows", "highs"]] = groups[["value_low_std", "value_high_std"]].count()
    combined["slowest"], combined["fastest"] = groups["slowest"].min(), groups["fastest"].max()
    part_counts = terms.groupby("identity_id", observed=True).size().rename("part_count")
    combined = combined.reset_index().join(part_counts, on="identity_id")
    # Every part is printed, and closed on both sides.
    combined = combined[combined["lows"].eq(combined["part_count"]) & combined["highs"].eq(combined["part_count"])]
    wholes = identities.loc[identities["role"] == "whole", ["identity_id", "identity_kind", "indicator_id"]]
    wholes = wholes.merge(headlines, on="indicator_id")
    found = wholes.merge(combined, on=key)
    is_between = found["identity_kind"] == "growth_between_parts"
    weighted_low, weighted_high = (ratio(found[f"weighted_{end}"], found["weight"]) for end in ("low", "high"))
    low = found["slowest"].where(is_between, rounded(weighted_low - WEIGHTED_GROWTH))
    high = found["fastest"].where(is_between, rounded(weighted_high + WEIGHTED_GROWTH))
    is_low = rounded(found["value_high_std"] + found["rounding_std"]) < low
    is_high = rounded(found["value_low_std"] - found["rounding_std"]) > high
    rows = found[PLACE].assign(
        check_id=joined(found["identity_kind"], found["identity_id"], *(found[name] for name in SETTING)),
        check_kind=found["identity_kind"],
        expected_low=low,
        expected_high=high,
        published=found["value_std"],
        is_passed=~(is_low | is_high),
    )
    # The doubt of a weighted check falls on the parts.
    members = [involved_by(found, parts, key), involved(found[is_between], ["observation"])]
    return Checks(rows, pd.concat(members, ignore_index=True))


def int_checks_repeats(observations: pd.DataFrame, headlines: pd.DataFrame) -> Checks:
    """Figures printed more than once: all printings can be true together."""
    found = headlines[headlines["source_count"] > 1].reset_index(drop=True)
    names = (found[name] for name in ("indicator_id", "area_id", "year", "scenario"))
    rows = found[PLACE].assign(
        check_id=joined("repeated_figures_agree", *names),
        check_kind=of_kind("repeated_figures_agree", found),
        expected_low=found["value_low_std"],
        expected_high=found["value_high_std"],
        published=found["value_std"],
        is_passed=found["agreement"] != "conflict",
    )
    printings = observations.loc[observations["is_whole_year"], ["cell", "observation"]]
    return Checks(rows, involved_by(found, printings, ["cell"]))


def int_checks_steps(steps: pd.DataFrame) -> Checks:
    """Targets that fall behind the result before them, and shares that jump."""
    is_directed = steps["better"].isin(["up", "down"])
    is_directed &= steps["measure"].isin(["level", "count", "share", "rate", "index"])
    behind = steps[is_directed]
    is_up = behind["better"] == "up"
    falls = (behind["change_high"] < 0).where(is_up, behind["change_low"] > 0)
    # Provinces plan with caution: a plan a little short of the result is a habit, not a slip.
    low, high = (rounded(behind[end].abs() * CAUTION_PCT / 100, 8) for end in ("actual_low", "actual_high"))
    is_cautious = (behind["change_high"] >= -low).where(is_up, behind["change_low"] <= high)
    behind = behind.assign(
        check_kind=of_kind("target_below_result", behind),
        expected_low=behind["actual_low"].where(is_up),
        expected_high=behind["actual_high"].where(~is_up),
        is_passed=~falls | is_cautious,
        is_cautious=falls & is_cautious,
    )
    jumps = steps[steps["measure"].isin(["share", "rate"]) & (steps["unit_id"] == "percent")]
    jumps = jumps.assign(
        check_kind=of_kind("plausible_jump", jumps),
        expected_low=rounded(jumps["actual_low"] - JUMP),
        expected_high=rounded(jumps["actual_high"] + JUMP),
        is_passed=~((jumps["change_low"] > JUMP) | (jumps["change_high"] < -JUMP)),
        is_cautious=False,
    )
    found = pd.concat([behind, jumps], ignore_index=True)
    rows = found[[*PLACE, "check_kind", "expected_low", "expected_high", "is_passed", "is_cautious"]].assign(
        check_id=joined(found["check_kind"], found["indicator_id"], found["area_id"], found["year"]),
        published=found["target_low"].fillna(found["target_high"]),
    )
    return Checks(rows, involved(found, ["actual_observation", "target_observation"]))


def int_checks_plausible(observations: pd.DataFrame, reference: Tables) -> Checks:
    """Each figure against the plausible range of its indicator; amounts and counts of provinces only."""
    indicators = reference["indicators"]
    low = looked_up(observations["indicator_id"], indicators["plausible_low"])
    high = looked_up(observations["indicator_id"], indicators["plausible_high"])
    is_province = looked_up(observations["area_id"], reference["areas"]["area_type"]) == "province"
    is_judged = (low.notna() | high.notna()) & (is_province | ~observations["measure"].isin(["level", "count"]))
    columns = [*PLACE, "observation_id", "observation", "value_low_std", "value_high_std", "value_std"]
    found = observations.loc[is_judged, columns].assign(low=low, high=high).reset_index(drop=True)
    rows = found[PLACE].assign(
        check_id="plausible_range:" + found["observation_id"],
        check_kind=of_kind("plausible_range", found),
        expected_low=found["low"],
        expected_high=found["high"],
        published=found["value_std"],
        is_passed=~((found["value_high_std"] < found["low"]) | (found["value_low_std"] > found["high"])),
    )
    return Checks(rows, involved(found, ["observation"]))


def int_checks_digits(observations: pd.DataFrame) -> Checks:
    """A result and a target of the next year that hold the same digits, with two neighbours exchanged or none."""
    key = ["document_id", "area_id", "theme", "unit_id", "year"]
    columns = [*key, "indicator_id", "figure", "value_std", "observation", "observation_id"]
    usable = observations[(observations["comparator"] == "eq") & observations["is_whole_year"]]
    results = usable.loc[usable["scenario"] == "actual", columns].assign(year=lambda frame: frame["year"] + 1)
    targets = usable.loc[usable["scenario"] == "target", columns]
    # Few documents print both: only their digits are looked at.
    years = [side[["document_id", "year"]].drop_duplicates() for side in (results, targets)]
    both = years[0].merge(years[1], on=["document_id", "year"])
    results, targets = (with_digits(side.merge(both, on=["document_id", "year"])) for side in (results, targets))
    pairs = results.merge(targets, on=[*key, "digits_held"], suffixes=("_result", ""))
    pairs = pairs[pairs["indicator_id_result"].astype("str") != pairs["indicator_id"].astype("str")]
    # Two neighbours a and b exchanged move a number by (a - b) x 9 x 10^k: of a ninth, one digit and zeros are left.
    ninth = (pairs["digits_result"] - pairs["digits"]).abs().to_numpy() // 9
    powers = 10 ** np.arange(19)
    leading = powers[np.maximum(np.searchsorted(powers, ninth, side="right") - 1, 0)]
    pairs = pairs[ninth % leading == 0].reset_index(drop=True)
    rows = pairs[PLACE].assign(
        check_id="exchanged_digits:" + pairs["observation_id_result"] + "/" + pairs["observation_id"],
        check_kind=of_kind("exchanged_digits", pairs),
        expected_low=np.nan,
        expected_high=np.nan,
        published=pairs["value_std"],
        is_passed=pairs["value_std_result"] == pairs["value_std"],
    )
    return Checks(rows, involved(pairs, ["observation_result", "observation"]))


def with_digits(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures of 3 to 18 digits, with their digits as a number and how often each is held, five bits a digit."""
    digits = figures["figure"].str.replace("[^0-9]", "", regex=True)
    is_long = digits.str.len().between(3, 18)
    digits = digits[is_long]
    held = sum(digits.str.count(str(digit)).astype("int64") * 32**digit for digit in range(10))
    return figures[is_long].assign(digits=digits.astype("int64"), digits_held=held)


def int_checks(kinds: list[Checks], reviews: pd.DataFrame) -> Checks:
    """All checks as one, each with the verdict that stands after a curator has looked at it."""
    starts = np.cumsum([0, *(len(checks.rows) for checks in kinds)])
    members = [
        one.members.assign(check=one.members["check"] + start) for one, start in zip(kinds, starts[:-1], strict=True)
    ]
    rows = pd.concat([checks.rows for checks in kinds], ignore_index=True)
    explanations = [explanation for _, explanation in KINDS.values()]
    codes = rows["check_kind"].cat.codes.to_numpy(copy=True)
    codes[rows["is_cautious"].eq(True)] = len(explanations)
    categories = list(dict.fromkeys([*explanations, CAUTIOUS, *reviews["explanation"]]))
    rows["explanation"] = pd.Categorical.from_codes(codes, categories)
    severities = pd.Series([severity for severity, _ in KINDS.values()], dtype="category")
    rows["severity"] = looked_up(rows["check_kind"], severities)
    outcomes = np.where(rows["is_passed"], VERDICT.categories.get_loc("pass"), VERDICT.categories.get_loc("fail"))
    rows["verdict"] = pd.Categorical.from_codes(outcomes, dtype=VERDICT)
    reviewed = rows.loc[rows["check_id"].isin(reviews["check_id"]), ["check_id", "is_passed"]].reset_index()
    reviewed = reviewed.merge(reviews, on="check_id").set_index("index")
    rows.loc[reviewed.index, "explanation"] = reviewed["explanation"]
    failed = reviewed[~reviewed["is_passed"]]
    rows.loc[failed.index, "verdict"] = failed["verdict"]
    return Checks(rows, pd.concat(members, ignore_index=True))


def is_doubted(checks: Checks, observations: int) -> np.ndarray:
    """Whether a check fails on each observation."""
    found = np.zeros(observations, dtype=bool)
    failed = (checks.rows["verdict"] == "fail").to_numpy()
    found[checks.members.loc[failed[checks.members["check"]], "observation"].to_numpy("int64")] = True
    return found


# --- Marts


def fct_check(checks: Checks, observations: pd.DataFrame) -> pd.DataFrame:
    """Checks with the ids of their observations in one text, sorted."""
    ids = observations["observation_id"].array
    # One number holds both: sorted and each once, it gives the members of every check in the order of their ids.
    members = checks.members["check"].to_numpy("int64") * len(ids) + checks.members["observation"].to_numpy("int64")
    check, observation = np.divmod(np.sort(pd.unique(members)), len(ids))
    sizes = np.bincount(check)[check]
    texts = []
    for size in np.unique(sizes):
        numbers = observation[sizes == size].reshape(-1, size)
        text = ids.take(numbers[:, 0])
        for place in range(1, size):
            text = text + ", " + ids.take(numbers[:, place])
        texts.append(pd.Series(text, index=check[sizes == size][::size]))
    return checks.rows.assign(observation_ids=pd.concat(texts)).sort_values("check_id")


def fct_observation(observations: pd.DataFrame) -> pd.DataFrame:
    """Figures as printed and in the standard unit. Documents are absent: none is verified."""
    nothing = pd.Series(None, index=observations.index, dtype="str")
    shown = observations.assign(verification="unverified", passage=nothing)
    return shown.sort_values("cell", kind="stable")


def fct_province_year_indicator(headlines: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """The figure that speaks for each area, year, indicator and scenario; a doubt of any printing is one of it."""
    doubted = observations.loc[observations["is_doubted"] & observations["is_whole_year"], "cell"].unique()
    names = {"value_low_std": "value_low", "value_high_std": "value_high", "value_std": "value"}
    return headlines.rename(columns={**names, "standard_unit_id": "unit_id"}).assign(
        is_doubted=headlines["cell"].isin(doubted),
        headline_observation_id=ids_of(headlines["observation"], observations),
    )


def fct_target_attainment(verdicts: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Plans with their verdicts; a doubt about either side is one about the verdict."""
    sides = [f"{side}_observation" for side in ("target", "actual", "attainment")]
    doubted = [observations["is_doubted"].reindex(verdicts[side], fill_value=False).to_numpy() for side in sides]
    status = observations["obs_status"].take(verdicts[sides[1]].fillna(verdicts[sides[2]]).astype("int64")).array
    shown = verdicts.assign(
        obs_status=status,
        is_doubted=np.logical_or.reduce(doubted),
        **{f"{side}_id": ids_of(verdicts[side], observations) for side in sides},
    )
    return shown.sort_values([*PLACE, "basis"])


def fct_target_ambition(steps: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Targets beside the result before them, the change in per cent too for amounts and counts."""
    has_quotient = steps["measure"].isin(["level", "count"]) & (steps["actual_low"] == steps["actual_high"])
    doubted = observations["is_doubted"].to_numpy()
    shown = steps.rename(columns={"year": "target_year"}).assign(
        actual_year=steps["year"] - 1,
        change_pct_low=ratio(steps["change_low"] * 100, steps["actual_low"], 2).where(has_quotient),
        change_pct_high=ratio(steps["change_high"] * 100, steps["actual_low"], 2).where(has_quotient),
        obs_status=observations["obs_status"].take(steps["actual_observation"]).array,
        is_doubted=doubted[steps["actual_observation"]] | doubted[steps["target_observation"]],
        actual_observation_id=ids_of(steps["actual_observation"], observations),
        target_observation_id=ids_of(steps["target_observation"], observations),
    )
    return shown.sort_values(["area_id", "indicator_id", "target_year"])


def ids_of(numbers: pd.Series, observations: pd.DataFrame) -> pd.Series:
    """The ids of observations by their numbers, NULL where there is none."""
    taken = observations["observation_id"].array.take(numbers.fillna(-1).to_numpy("int64"), allow_fill=True)
    return pd.Series(taken, index=numbers.index)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
