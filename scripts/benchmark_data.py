"""Synthetic observations shaped like the real ones, as the seeds of a scratch project.

Real indicators, units, identities and provinces; communes are invented once the provinces are used up. Fifteen years, a
result and a target each, printed in reports and plans of several issuers, a fifth of them twice: as before, rounded, or
(rarely, and reviewed in check_reviews.csv) in conflict. What identities say of figures holds, since it is computed from
them; what is printed rounded agrees within its rounding.
"""

import csv
import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from chitieu.catalogue.compose import Catalogue
from chitieu.project import Project
from chitieu.seeds.composed import observed
from chitieu.seeds.seed_tables import CORRECTIONS, EXCLUSIONS, OBSERVATIONS
from chitieu.workbench import workbench

PARTS = ("seeds", "models", "macros", "tests", "dbt_project.yml", "profiles.yml")
FIRST_YEAR, YEARS = 2009, 15
SPARE = 0.85
"""The share of what could be printed that is: real documents leave gaps."""
REPEATED = 0.2
"""The share of figures that are printed a second time."""
EXCLUSIONS_PER_OBSERVATION = 1.08
"""As in the five documents: 283 numerals that are no figure beside 258 that are."""
ROWS_PER_DOCUMENT = 10_000
OBSERVATIONS_PER_CONFLICT = 20_000

# What is printed after a number. Where the reader of figures knows no such word, the number stands alone.
SUFFIXES = {
    "percent": "%",
    "percentage_point": "%",
    "billion_vnd": " tỷ đồng",
    "billion_usd": " tỷ USD",
    "million_usd": " triệu USD",
    "million_vnd_per_person": " triệu đồng",
    "million_vnd_per_hectare": " triệu đồng/ha",
    "hectare": " ha",
    "thousand_person": " nghìn người",
    "million_visit": " triệu lượt",
    "ten_thousand_tonne": " vạn tấn",
}
# Counted over all provinces by an identity: one more province would break it.
COUNTS_OF_PROVINCES = {
    "provinces_meeting_all_targets",
    "double_digit_growth_provinces",
    "negative_growth_provinces",
    "provinces_with_growth_below_plan",
}
Report = Callable[[str, float], None]
"""Told what is being done and how much of all of it is done, 0 to 1."""


@dataclass(frozen=True)
class Printed:
    """One indicator as it is printed: whole numbers of the last digit, `decimals` digits after the comma.

    `actual` and `target` have the shape areas x years, the year before the first included; None is never printed.
    """

    decimals: int
    actual: np.ndarray | None
    target: np.ndarray | None


def make(source: Path, root: Path, observations: int, report: Report) -> Project:
    """Copy the dbt project in `source` to the empty folder `root` and fill its seeds with so many observations."""
    root.mkdir(parents=True)
    for part in PARTS:
        if (source / part).is_dir():
            shutil.copytree(source / part, root / part, ignore=shutil.ignore_patterns("python", "passages"))
        else:
            shutil.copyfile(source / part, root / part)
    project = Project(root, root / "documents", root / "warehouse")
    indicators = _indicators(project)
    for folder in (project.observations, project.exclusions, project.settlements, project.corrections, project.tables):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    units = pd.read_csv(project.reference / "units.csv").set_index("unit_id")
    per_area = YEARS * sum(2 if one not in ("rank", "plan_attainment") else 1 for one in indicators["measure"])
    areas = _areas(project, max(1, round(observations / (per_area * (1 + REPEATED) * SPARE) + 0.5)))
    report("values", 0.02)
    printed = values(indicators, units, len(areas), np.random.default_rng(20240105))
    with duckdb.connect(str(root / "benchmark_data.duckdb")) as connection:
        connection.execute("set memory_limit = '5GB'; set preserve_insertion_order = false")
        _load_cells(connection, printed, indicators, areas, report)
        # Two at least: what one document says twice does not agree with another.
        parts = max(2, round(observations / ROWS_PER_DOCUMENT / YEARS / 2))
        _print_rows(connection, observations, parts)
        report("places in documents", 0.4)
        _place(connection)
        _write_reviews(connection, project)
        _write_documents(connection, project)
        _write_seeds(connection, project, report)
    (root / "benchmark_data.duckdb").unlink()
    return project


def _indicators(project: Project) -> pd.DataFrame:
    """The indicators that the texts of the checkout name, by id; those of tables are sums of each other."""
    catalogue = Catalogue.load(project.reference)
    texts, _ = project.texts_and_tables(sorted(project.observations.glob("*.csv")))
    with workbench([project.root / "seeds"]) as con:
        names = observed(con, texts)
    composed = pd.DataFrame([asdict(catalogue[name]) for name in names]).set_index("indicator_id")
    limits = ["minimum", "maximum", "plausible_low", "plausible_high"]
    return composed.astype(dict.fromkeys(limits, float))


def values(
    indicators: pd.DataFrame, units: pd.DataFrame, areas: int, random: np.random.Generator
) -> dict[str, Printed]:
    """What is printed of each indicator: drawn between its plausible limits, or computed where an identity says how."""
    printed: dict[str, Printed] = {}
    years = np.arange(YEARS + 1)
    for name, indicator in indicators.iterrows():
        if name in COUNTS_OF_PROVINCES:
            continue
        factor = float(units.loc[indicator["display_unit_id"], "factor"])
        low = float(np.nan_to_num(indicator["plausible_low"], nan=0.0)) / factor
        high = float(np.nan_to_num(indicator["plausible_high"], nan=max(low, 1.0) * 50)) / factor
        down = indicator["better"] == "down"
        place = random.uniform(0.25, 0.5, (areas, 1))
        if indicator["measure"] in ("level", "count"):
            start = max(low, high / 200) * (high / max(low, high / 200)) ** place
            # A narrow range leaves room for little growth.
            growth = 0.97 if down else min(1.04, (0.95 * high / start.max()) ** (1 / YEARS))
            truth = start * np.power(growth, years)
            actual, target = (truth * random.uniform(*ends, truth.shape) for ends in ((0.995, 1.005), (0.99, 1.02)))
            is_whole = factor == 1 and indicator["display_unit_id"] != "hectare"
            decimals = 0 if is_whole else int(np.clip(3 - np.floor(np.log10(np.median(start))) - 1, 0, 3))
        elif indicator["measure"] == "rank":
            actual, target, decimals = random.uniform(1, 63, (areas, YEARS + 1)), None, 0
        elif indicator["measure"] in ("growth", "change", "ratio"):
            middle = max(0.0, low) + (high - max(0.0, low)) * 0.4 if not down else low * 0.2
            actual, target = (middle * random.uniform(0.6, 1.4, (areas, YEARS + 1)) for _ in range(2))
            decimals = 2
        else:
            step = (high - low) * 0.4 / YEARS * years * (-1 if down else 1 if indicator["better"] == "up" else 0.1)
            actual = low + (high - low) * (place + 0.3 if down else place) + step
            target = actual + random.uniform(0, 0.01, actual.shape) * (high - low) * (-1 if down else 1)
            decimals = int(random.integers(1, 3))
        scale = 10**decimals
        printed[str(name)] = Printed(
            decimals,
            np.rint(actual * scale).astype(np.int64),
            None if target is None else np.rint(target * scale).astype(np.int64),
        )
    printed |= _parts_of_wholes(printed, areas, random)
    printed |= _quotients(printed, indicators)
    return printed


def _each(printed: Printed, compute: Callable[[np.ndarray], np.ndarray], decimals: int | None = None) -> Printed:
    chosen = printed.decimals if decimals is None else decimals
    one, two = (None if part is None else compute(part) for part in (printed.actual, printed.target))
    return Printed(chosen, one, two)


def _parts_of_wholes(printed: dict[str, Printed], areas: int, random: np.random.Generator) -> dict[str, Printed]:
    """Parts that add up to their wholes, or fit into them, in the result as in the target."""
    made: dict[str, Printed] = {}

    def part(whole: str, name: str, share: float) -> None:
        made[name] = _each(made.get(whole, printed[whole]), lambda all_of_it: (all_of_it * share).astype(np.int64))

    def rest(whole: str, other: str, name: str) -> None:
        of, less = printed[whole], made[other]
        made[name] = Printed(of.decimals, of.actual - less.actual, of.target - less.target)

    part("state_budget_revenue", "domestic_revenue", 0.8)
    rest("state_budget_revenue", "domestic_revenue", "trade_revenue")
    part("domestic_revenue", "domestic_revenue_without_land", 0.85)
    part("revoked_projects", "revoked_projects__domestic_sector", 0.6)
    rest("revoked_projects", "revoked_projects__domestic_sector", "revoked_projects__foreign_invested")
    part("revoked_projects", "revoked_projects__outside_industrial_parks", 0.7)
    rest("revoked_projects", "revoked_projects__outside_industrial_parks", "revoked_projects__inside_industrial_parks")
    part("local_budget_expenditure", "development_expenditure", 0.4)
    part("local_budget_expenditure", "regular_expenditure", 0.5)
    part("trained_labour_share", "certified_labour_share", 0.4)
    part("industrial_cluster_land_to_clear", "industrial_cluster_land_cleared", 0.6)
    shape = (areas, YEARS + 1)
    districts = np.repeat(random.integers(8, 20, (areas, 1)), YEARS + 1, axis=1)
    reached = np.minimum(districts, 1 + np.arange(YEARS + 1) // 2 + np.zeros(shape, dtype=np.int64))
    made["districts"] = Printed(0, districts, districts)
    made["new_rural_districts"] = Printed(0, reached, reached)
    part("new_rural_districts", "new_rural_districts__advanced", 0.4)
    part("new_rural_districts", "new_rural_districts__model", 0.3)
    made["underperforming_projects"] = Printed(0, np.full(shape, 15), np.full(shape, 15))
    remaining = np.broadcast_to(12 - np.arange(YEARS + 1) // 2, shape).astype(np.int64)
    made["underperforming_projects_remaining"] = Printed(0, remaining, remaining)
    goals = np.repeat(random.integers(12, 21, (areas, 1)), YEARS + 1, axis=1)
    made["plan_targets_set"] = Printed(0, goals, goals)
    made["plan_targets_met"] = Printed(0, goals - random.integers(0, 3, shape), goals)
    for whole, one, two in (
        (
            "output_value__industry_construction_growth",
            printed["output_value__industry_growth"],
            printed["output_value__construction_growth"],
        ),
    ):
        made[whole] = Printed(2, (one.actual + two.actual) // 2, (one.target + two.target) // 2)
    industry = np.repeat(random.integers(300, 500, (areas, 1)), YEARS + 1, axis=1) + np.arange(YEARS + 1)
    farming = np.repeat(random.integers(100, 250, (areas, 1)), YEARS + 1, axis=1) - np.arange(YEARS + 1)
    shares = {
        "industry_construction": industry,
        "agriculture_fishery": farming,
        "trade_services": 1000 - industry - farming,
    }
    for name, share in shares.items():
        made[f"grdp__{name}_share"] = Printed(1, share, share)
    grown = {**printed, **made}
    for scenario in ("actual", "target"):
        terms = [
            getattr(grown[f"output_value__{name}_growth"], scenario)
            * share
            / 1000
            * 10.0 ** -grown[f"output_value__{name}_growth"].decimals
            for name, share in shares.items()
        ]
        growth = np.rint(sum(terms) * 100).astype(np.int64)
        actual = growth if scenario == "actual" else made["grdp_growth"].actual
        made["grdp_growth"] = Printed(2, actual, growth)
    return made


def _quotients(printed: dict[str, Printed], indicators: pd.DataFrame) -> dict[str, Printed]:
    """What follows from two printed figures, rounded to its last digit: shares, and what the measure says of a base."""
    made: dict[str, Printed] = {}

    def percent(numerator: np.ndarray, denominator: np.ndarray, less: int = 0) -> np.ndarray:
        return np.rint((numerator / np.maximum(denominator, 1) * 100 - less) * 10).astype(np.int64)

    for share, numerator, denominator in (
        (
            "industrial_cluster_land_cleared_share",
            "industrial_cluster_land_cleared",
            "industrial_cluster_land_to_clear",
        ),
        ("new_rural_districts_share", "new_rural_districts", "districts"),
    ):
        one, two = printed[numerator], printed[denominator]
        made[share] = Printed(1, percent(one.actual, two.actual), percent(one.target, two.target))
    for name, indicator in indicators.iterrows():
        base = printed.get(indicator["base_indicator_id"])
        if base is None or base.target is None:
            continue
        measure, before = indicator["measure"], np.roll(base.actual, 1, axis=1)
        prices = indicator["price_basis"], indicators.loc[indicator["base_indicator_id"], "price_basis"]
        same_prices = prices[0] == prices[1] or all(pd.isna(price) for price in prices)
        if measure == "plan_attainment":
            made[name] = Printed(1, percent(base.actual, base.target), None)
        elif measure == "plan_deviation":
            made[name] = Printed(1, percent(base.actual, base.target, 100), None)
        elif measure == "growth" and same_prices:
            made[name] = Printed(1, *(percent(now, before, 100) for now in (base.actual, base.target)))
        elif measure == "ratio" and same_prices:
            multiples = (now / np.maximum(before, 1) * 100 for now in (base.actual, base.target))
            made[name] = Printed(2, *(np.rint(one).astype(np.int64) for one in multiples))
        elif measure == "change":
            made[name] = Printed(base.decimals, base.actual - before, base.target - before)
    return made


def _areas(project: Project, count: int) -> list[str]:
    """The provinces of the time and, for more than those, communes, which are added to areas.csv."""
    path = project.reference / "areas.csv"
    known = [row["area_id"] for row in _rows(path)]
    chosen = ["VN63_22", *(name for name in known if name.startswith("VN63_") and name != "VN63_22")]
    communes = [f"COMMUNE_{number:05}" for number in range(max(0, count - len(chosen)))]
    with path.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for number, area in enumerate(communes):
            name = f"{number + 1:05}"
            parent = chosen[number % len(chosen)]
            writer.writerow([area, f"Xã số {name}", f"Commune {name}", "commune", "", "", "", "", parent])
    return [*chosen, *communes][:count]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _load_cells(
    connection: duckdb.DuckDBPyConnection,
    printed: dict[str, Printed],
    indicators: pd.DataFrame,
    areas: list[str],
    report: Report,
) -> None:
    """Table `cells`: every figure that could be printed, one row each."""
    connection.execute(
        "create table cells (area_id varchar, year integer, indicator_id varchar, scenario varchar, number bigint,"
        " decimals integer, unit_id varchar, suffix varchar, measure varchar, better varchar)"
    )
    names = np.repeat(np.array(areas, dtype=object), YEARS)
    years = np.tile(np.arange(FIRST_YEAR, FIRST_YEAR + YEARS), len(areas))
    for done, (name, one) in enumerate(printed.items()):
        indicator = indicators.loc[name]
        unit = indicator["display_unit_id"]
        for scenario, numbers in (("actual", one.actual), ("target", one.target)):
            if numbers is None or (name == "plan_targets_set" and scenario == "actual"):
                continue  # The number of goals is printed as the second of a pair.
            frame = pd.DataFrame({"area_id": names, "year": years, "number": numbers[:, 1:].reshape(-1)})
            connection.execute(
                "insert into cells select area_id, year, ?, ?, number, ?, ?, ?, ?, ? from frame",
                [name, scenario, one.decimals, unit, SUFFIXES.get(unit, ""), indicator["measure"], indicator["better"]],
            )
        report("values", 0.02 + 0.2 * done / len(printed))
    goals = printed["plan_targets_set"].actual[:, 1:].reshape(-1)
    frame = pd.DataFrame({"area_id": names, "year": years, "goals": goals})  # noqa: F841
    connection.execute("create table goals as select * from frame")


def _print_rows(connection: duckdb.DuckDBPyConnection, observations: int, parts: int) -> None:
    """Table `printings`: exactly so many observations, each in a document."""
    conflicts = max(10, observations // OBSERVATIONS_PER_CONFLICT)
    connection.execute(
        f"""
        create table printings as
        with chosen as (
            select *, hash(area_id, year, indicator_id, scenario) as draw, 0 as repeat from cells
        ),
        again as (
            select * replace (1 as repeat) from chosen
            where hash(draw, 'again') % 1000 < {round(REPEATED * 1000)} and indicator_id <> 'plan_targets_met'
        ),
        pairs as (
            select * from chosen where indicator_id = 'plan_targets_met' and scenario = 'actual'
            order by hash(draw, 'pair') limit {max(1, observations // 400)}
        ),
        others as (
            select * from (
                select * from chosen where not (indicator_id = 'plan_targets_met' and scenario = 'actual')
                union all
                select * from again
            )
            order by hash(draw, repeat, 'chosen')
            limit {observations} - 2 * (select count(*) from pairs)
        )
        select *, false as is_conflict from pairs
        union all
        select * exclude (place), place <= {conflicts} as is_conflict from (
            select *, row_number() over (
                order by repeat = 1 and measure = 'share' and scenario = 'actual' and decimals = 1
                    and number between 300 and 700 desc, hash(draw, 'conflict')
            ) as place
            from others
        )
        """
    )
    connection.execute(
        f"""
        create table documented as
        select * replace (
                -- An open target contradicts nothing on its open side.
                is_conflict and is_again and measure = 'share' and scenario = 'actual' as is_conflict
            ),
            case
                when scenario = 'actual' then 'report-' || (year + 1) || '-' || issuer
                else 'plan-' || year || '-' || issuer
            end as document_id
        from (
            select *,
                -- Only what is printed in full as well can be rounded: an identity would miss its digits.
                repeat = 1 and draw in (select draw from printings where repeat = 0) as is_again,
                -- The second printing is in another document of the year, or further on in the same one.
                1 + (hash(area_id) % {parts}
                    + case when repeat = 1 and draw % 5 > 0 then 1 else 0 end) % {parts} as issuer
            from printings
        )
        """
    )
    connection.execute("drop table cells; drop table printings")


def _place(connection: duckdb.DuckDBPyConnection) -> None:
    """Tables `placed` and `excluded`: what is printed, as text, with the span that it has in its document."""
    connection.execute(
        """
        create table texts as
        with rounded as (
            select * replace (
                -- A second printing has a digit less, if there is one to lose; a conflict is five points away as well.
                case when is_rounded then round(number / 10)::bigint else number end
                    + case when is_conflict then 5 * (10 ** (decimals - 1))::bigint else 0 end as number,
                decimals - is_rounded::integer as decimals
            )
            from (
                select *, is_again and decimals > 0 and (is_conflict or draw % 3 = 0) as is_rounded from documented
            )
        ),
        spelled as (
            select *,
                case when number < 0 then '-' else '' end as sign,
                abs(number) // (10 ** decimals)::bigint as whole,
                case when decimals > 0
                    then lpad((abs(number) % (10 ** decimals)::bigint)::varchar, decimals, '0')
                end as rest,
                case
                    when scenario = 'target' and draw % 20 < 4 then case when better = 'down' then 'le' else 'ge' end
                    when draw % 20 = 5 then 'approx'
                    else 'eq'
                end as comparator
            from rounded
        )
        select *,
            sign || whole || coalesce('.' || rest, '') as cell,
            case
                when indicator_id = 'plan_targets_met' and scenario = 'actual'
                    then number || '/' || (select any_value(goals) from goals
                        where goals.area_id = spelled.area_id and goals.year = spelled.year)
                else replace(format('{:,}', whole), ',', '.') || coalesce(',' || rest, '') || suffix
            end as figure
        from spelled
        """
    )
    connection.execute("drop table documented")
    connection.execute(
        f"""
        create table placed as
        select *,
            (sum(length(figure) + 60) over in_document - length(figure))::integer as char_start,
            row_number() over in_document as place,
            floor({EXCLUSIONS_PER_OBSERVATION} * row_number() over in_document)
                - floor({EXCLUSIONS_PER_OBSERVATION} * (row_number() over in_document - 1)) as excluded_beside
        from texts
        window in_document as (partition by document_id order by area_id, repeat, hash(draw, 'place'))
        """
    )
    connection.execute("drop table texts")


def _write_reviews(connection: duckdb.DuckDBPyConnection, project: Project) -> None:
    rows = connection.execute(
        "select distinct 'repeated_figures_agree:' || indicator_id || ':' || area_id || ':' || year || ':' || scenario"
        " from placed where is_conflict order by all"
    ).fetchall()
    with (project.reference / "check_reviews.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("check_id", "verdict", "explanation", "explanation_vi"))
        said = "fail", "Planted by the benchmark.", "Do phép đo cố ý đặt."
        writer.writerows((check_id, *said) for (check_id,) in rows)


def _write_documents(connection: duckdb.DuckDBPyConnection, project: Project) -> None:
    path = project.reference / "documents.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        header = next(csv.reader(stream))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        for (name,) in connection.execute("select distinct document_id from placed order by all").fetchall():
            kind, year, issuer = name.split("-")
            published = f"{year}-01-20" if kind == "report" else f"{int(year) - 1}-12-20"
            digest = hashlib.sha256(name.encode()).hexdigest()
            title = f"Synthetic {kind} of {year}, issuer {issuer}"
            writer.writerow(
                (name, f"{name}.txt", digest, title, f"Issuer {issuer}", "VN", published, "day", "printed", "", "vi")
            )


def _write_seeds(connection: duckdb.DuckDBPyConnection, project: Project, report: Report) -> None:
    observations = """
        select char_start, char_start + length(figure) as char_end, figure, component, area_id,
            -- The state at the end of a year, and parts of a year, as documents have them now and then.
            case
                when measure = 'share' and draw % 7 = 0 then year || '-12-31'
                when measure in ('growth', 'level') and repeat = 1 and draw % 5 = 0 and scenario = 'actual'
                    then year || '-H1'
                else year::varchar
            end as period,
            indicator_id, scenario, comparator, comparator = 'approx' as is_approximate,
            case when comparator <> 'le' then cell end as value_low,
            case when comparator <> 'ge' then cell end as value_high,
            unit_id,
            case
                when measure in ('plan_attainment', 'plan_deviation') then 'plan'
                when measure in ('growth', 'change', 'ratio', 'rank') then 'previous_year'
            end as compared_with,
            null as plan_giver,
            -- What follows from an estimate is one: so only of shares, from which nothing follows here.
            case when scenario = 'actual' and measure = 'share' and draw % 5 = 0 then 'E' else 'A' end as obs_status,
            null as note
        from (
            select *, 1 as component from placed where document_id = ?1
            union all
            select * replace (
                'plan_targets_set' as indicator_id, split_part(figure, '/', 2) as cell
            ), 2 as component
            from placed
            where document_id = ?1 and indicator_id = 'plan_targets_met' and scenario = 'actual'
        )
        order by char_start, component
    """
    exclusions = """
        select char_start + length(figure) + 10 + 12 * which as char_start,
            char_start + length(figure) + 20 + 12 * which as char_end,
            '15/' || lpad((1 + draw % 12)::varchar, 2, '0') || '/' || year as figure,
            'date' as reason
        from placed, unnest(range(excluded_beside::bigint)) as one(which)
        where document_id = ?1
        order by char_start
    """
    documents = [
        name for (name,) in connection.execute("select distinct document_id from placed order by all").fetchall()
    ]
    connection.execute("create table sorted as from placed order by document_id, char_start; drop table placed")
    connection.execute("alter table sorted rename to placed")
    for done, name in enumerate(documents):
        (project.corrections / f"{name}.csv").write_text(",".join(CORRECTIONS.header) + "\n", encoding="utf-8")
        for folder, query, table in (
            (project.observations, observations, OBSERVATIONS),
            (project.exclusions, exclusions, EXCLUSIONS),
        ):
            columns = ", ".join(table.header)
            path = str(folder / f"{name}.csv").replace("'", "''")
            one = query.replace("?1", f"'{name}'")
            connection.execute(f"copy (select {columns} from ({one})) to '{path}' (format csv, header, nullstr '')")
        report("seeds", 0.5 + 0.5 * (done + 1) / len(documents))
