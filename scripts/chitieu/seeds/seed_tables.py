"""The columns of every seed file, declared once: names, order, kinds and what they refer to.

The kinds are those of the contract: `integer`, `boolean`, `decimal` (decimal(24,6)), `date`, `period`, `component`,
`text` (free text of ours), `verbatim` (text of a document, or a value quoted), `identifier`, `document_id`,
`cell` (of a sheet), `file_name`, `sha256`, `language`, `code` (a member of `codelist` in seeds/reference/codes.csv),
`reference` (a value of `refers_to`, "table.column") and `indicator` (an id that the catalogue composes).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column of a seed file. `or_year` admits a year beside the codes;"""

    name: str
    kind: str
    required: bool = True
    codelist: str = ""
    refers_to: str = ""
    or_year: bool = False


@dataclass(frozen=True)
class Table:
    """A kind of seed file: its columns in their order and the columns that no two of its rows share."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _code(name: str, codelist: str = "", required: bool = True, or_year: bool = False) -> Column:
    return Column(name, "code", required, codelist=codelist or name, or_year=or_year)


def _reference(name: str, refers_to: str, required: bool = True) -> Column:
    return Column(name, "reference", required, refers_to=refers_to)


_LIMITS = (
    Column("minimum", "decimal", required=False),
    Column("maximum", "decimal", required=False),
    Column("plausible_low", "decimal", required=False),
    Column("plausible_high", "decimal", required=False),
)

_FIGURE = (
    Column("figure", "verbatim"),
    Column("component", "component"),
    _reference("area_id", "areas.area_id"),
    Column("period", "period"),
    Column("indicator_id", "indicator"),
    _code("scenario"),
    _code("comparator"),
    Column("is_approximate", "boolean"),
    Column("value_low", "decimal", required=False),
    Column("value_high", "decimal", required=False),
    _reference("unit_id", "units.unit_id"),
    _code("compared_with", required=False, or_year=True),
    _code("plan_giver", required=False),
    _code("obs_status"),
    Column("note", "text", required=False),
)

OBSERVATIONS = Table(
    "observations",
    (Column("char_start", "integer"), Column("char_end", "integer"), *_FIGURE),
    key=("char_start", "char_end", "component"),
)

CELL_OBSERVATIONS = Table(
    "cell_observations",
    (Column("sheet", "verbatim", required=False), Column("cell", "cell"), *_FIGURE),
    key=("sheet", "cell", "component"),
)
"""The observations of a document that is a table: it has a map in seeds/tables."""

EXCLUSIONS = Table(
    "exclusions",
    (
        Column("char_start", "integer"),
        Column("char_end", "integer"),
        Column("figure", "verbatim"),
        _code("reason", "exclusion_reason"),
    ),
    key=("char_start", "char_end"),
)

CELL_EXCLUSIONS = Table(
    "cell_exclusions",
    (
        Column("sheet", "verbatim", required=False),
        Column("cells", "verbatim"),
        _code("reason", "exclusion_reason"),
        Column("note", "text", required=False),
    ),
    key=("sheet", "cells"),
)

SETTLEMENTS = Table(
    "settlements",
    (
        Column("char_start", "integer"),
        Column("component", "component"),
        Column("field", "identifier"),
        Column("machine_value", "verbatim", required=False),
        Column("person_value", "verbatim", required=False),
        Column("reason", "text"),
    ),
    key=("char_start", "component", "field"),
)

CORRECTIONS = Table(
    "corrections",
    (
        Column("char_start", "integer"),
        Column("component", "component"),
        Column("printed_low", "decimal", required=False),
        Column("printed_high", "decimal", required=False),
        Column("corrected_low", "decimal", required=False),
        Column("corrected_high", "decimal", required=False),
        Column("evidence", "text"),
        Column("corrected_by", "text"),
        Column("corrected_on", "date"),
    ),
    key=("char_start", "component"),
)

REFERENCE = (
    Table(
        "codes",
        (
            Column("codelist", "identifier"),
            Column("code", "identifier"),
            Column("name_vi", "text"),
            Column("name_en", "text"),
            Column("description", "text"),
            Column("description_vi", "text", required=False),
        ),
        key=("codelist", "code"),
    ),
    Table(
        "areas",
        (
            Column("area_id", "identifier"),
            Column("name_vi", "text"),
            Column("name_en", "text"),
            _code("area_type"),
            Column("gso_code", "verbatim", required=False),
            Column("iso_code", "verbatim", required=False),
            Column("valid_from", "date", required=False),
            Column("valid_to", "date", required=False),
            _reference("parent_area_id", "areas.area_id", required=False),
        ),
        key=("area_id",),
    ),
    Table(
        "area_succession",
        (
            _reference("predecessor_area_id", "areas.area_id"),
            _reference("successor_area_id", "areas.area_id"),
            Column("effective_on", "date"),
            Column("is_same_territory", "boolean"),
            Column("is_whole", "boolean"),
        ),
        key=("predecessor_area_id", "successor_area_id", "effective_on"),
    ),
    Table(
        "divisions",
        (
            Column("division_id", "identifier"),
            Column("name_vi", "text"),
            Column("name_en", "text"),
            Column("valid_from", "date"),
            Column("valid_to", "date", required=False),
            Column("province_count", "integer"),
        ),
        key=("division_id",),
    ),
    Table(
        "region_members",
        (
            _reference("region_area_id", "areas.area_id"),
            _reference("member_area_id", "areas.area_id"),
        ),
        key=("region_area_id", "member_area_id"),
    ),
    Table(
        "units",
        (
            Column("unit_id", "identifier"),
            Column("name_vi", "text"),
            Column("name_en", "text"),
            Column("dimension", "identifier"),
            _reference("standard_unit_id", "units.unit_id"),
            Column("factor", "decimal"),
            Column("sdmx_code", "identifier", required=False),
            Column("sdmx_unit_mult", "power", required=False),
        ),
        key=("unit_id",),
    ),
    Table(
        "unit_terms",
        (
            Column("term", "verbatim"),
            Column("role", "identifier"),
            Column("unit_id", "identifier", required=False),
            Column("ratio_id", "identifier", required=False),
            Column("plural", "identifier", required=False),
        ),
        key=("term", "role"),
    ),
    Table(
        "concepts",
        (
            Column("concept_id", "identifier"),
            Column("name_vi", "text"),
            Column("name_en", "text"),
            Column("definition", "text"),
            Column("definition_vi", "text"),
            _code("theme"),
            Column("official_code", "verbatim", required=False),
            _code("kind", "concept_kind"),
            _reference("standard_unit_id", "units.unit_id"),
            _reference("display_unit_id", "units.unit_id"),
            _code("price_basis", required=False),
            _code("growth_price_basis", "price_basis", required=False),
            _code("better"),
            _code("aggregation"),
            *_LIMITS,
            _reference("whole_concept_id", "concepts.concept_id", required=False),
            _code("area_type", required=False),
        ),
        key=("concept_id",),
    ),
    Table(
        "concept_terms",
        (
            _reference("concept_id", "concepts.concept_id"),
            Column("term", "text"),
            Column("requires", "text", required=False),
            Column("excludes", "text", required=False),
        ),
        key=("concept_id", "term", "requires", "excludes"),
    ),
    Table(
        "breakdown_dimensions",
        (
            Column("breakdown_dimension", "identifier"),
            Column("name_vi", "text"),
            Column("name_en", "text"),
            _code("role", "breakdown_role"),
            Column("pattern_vi", "text"),
            Column("pattern_en", "text"),
            _reference("default_concept_id", "concepts.concept_id", required=False),
        ),
        key=("breakdown_dimension",),
    ),
    Table(
        "breakdowns",
        (
            Column("breakdown_id", "identifier"),
            _reference("breakdown_dimension", "breakdown_dimensions.breakdown_dimension"),
            Column("name_vi", "text"),
            Column("name_en", "text"),
            _reference("parent_breakdown_id", "breakdowns.breakdown_id", required=False),
        ),
        key=("breakdown_id",),
    ),
    Table(
        "breakdown_terms",
        (
            _reference("breakdown_id", "breakdowns.breakdown_id"),
            Column("term", "text"),
            Column("requires", "text", required=False),
            Column("excludes", "text", required=False),
        ),
        key=("breakdown_id", "term", "requires", "excludes"),
    ),
    Table(
        "breakdown_units",
        (
            _reference("breakdown_id", "breakdowns.breakdown_id"),
            _reference("concept_unit_id", "units.unit_id"),
            _reference("unit_id", "units.unit_id"),
        ),
        key=("breakdown_id", "concept_unit_id"),
    ),
    Table(
        "breakdown_fits",
        (
            _reference("breakdown_dimension", "breakdown_dimensions.breakdown_dimension"),
            _reference("concept_id", "concepts.concept_id"),
        ),
        key=("breakdown_dimension", "concept_id"),
    ),
    Table(
        "measures",
        (
            Column("measure", "identifier"),
            Column("suffix", "identifier", required=False),
            _code("published_as", "measure", required=False),
            Column("name_vi", "text"),
            Column("name_en", "text"),
            Column("part_name_vi", "text", required=False),
            Column("part_name_en", "text", required=False),
            Column("definition", "text", required=False),
            Column("definition_vi", "text", required=False),
            _reference("unit_id", "units.unit_id", required=False),
            _code("price_basis", "measure_price_basis", required=False),
            _code("better", "measure_better"),
            _code("aggregation", "measure_aggregation"),
            *_LIMITS,
            Column("kinds", "verbatim"),
            Column("terms", "text", required=False),
        ),
        key=("measure",),
    ),
    Table(
        "partitions",
        (
            Column("partition_id", "identifier"),
            _reference("whole_concept_id", "concepts.concept_id", required=False),
            _reference("whole_breakdown_id", "breakdowns.breakdown_id", required=False),
            _reference("part_concept_id", "concepts.concept_id", required=False),
            _reference("part_breakdown_id", "breakdowns.breakdown_id", required=False),
            Column("is_optional", "boolean"),
        ),
        key=("partition_id", "part_concept_id", "part_breakdown_id"),
    ),
    Table(
        "indicators",
        (
            Column("indicator_id", "identifier"),
            Column("name_vi", "text", required=False),
            Column("name_en", "text", required=False),
            Column("definition", "text", required=False),
            Column("definition_vi", "text", required=False),
            _reference("display_unit_id", "units.unit_id", required=False),
            _code("price_basis", required=False),
            _code("better", required=False),
            _code("aggregation", required=False),
            *_LIMITS,
        ),
        key=("indicator_id",),
    ),
    Table(
        "documents",
        (
            Column("document_id", "document_id"),
            Column("file_name", "file_name"),
            Column("sha256", "sha256"),
            Column("title_en", "text"),
            Column("issuer", "text"),
            _reference("issuer_area_id", "areas.area_id"),
            Column("published_on", "date"),
            _code("published_precision"),
            _code("published_basis"),
            _reference("supersedes_document_id", "documents.document_id", required=False),
            Column("language", "language"),
        ),
        key=("document_id",),
    ),
    Table(
        "identities",
        (
            Column("identity_id", "identifier"),
            _code("identity_kind"),
            _code("role", "identity_role"),
            # Judged with the catalogue (chitieu.catalogue.check), which must be right itself first.
            Column("indicator_id", "identifier"),
            Column("weighted_by_indicator_id", "identifier", required=False),
            Column("relative_to_indicator_id", "identifier", required=False),
            Column("member_low", "decimal", required=False),
            Column("member_high", "decimal", required=False),
        ),
        key=("identity_id", "role", "indicator_id"),
    ),
    Table(
        "check_reviews",
        (
            Column("check_id", "verbatim"),
            Column("verdict", "identifier"),
            Column("explanation", "text"),
            Column("explanation_vi", "text"),
        ),
        key=("check_id",),
    ),
)


def rows_of(table: Table) -> str:
    """SQL for the rows of the CSV files given as its parameter: every cell as text, empty for none.

    Columns: those of the table, `file` (its name) and `row_number` (over all files, in their order).
    """
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in table.header)
    cells = ", ".join(f"coalesce({name}, '') as {name}" for name in table.header)
    return f"""(
        select {cells}, parse_filename(filename) as file, row_number() over () as row_number
        from read_csv(?, columns = {{{columns}}}, header = true, auto_detect = false, delim = ',', quote = '"',
            escape = '"', strict_mode = true, null_padding = false, max_line_size = 200000, filename = true)
    )"""
