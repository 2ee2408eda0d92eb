"""What must be true of a row of a seed file, each rule with what to say when it is not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chitieu.characters import FORMULA_IN_SQL, HIDDEN_IN_SQL
from chitieu.seeds.csv_files import LONGEST_CELL
from chitieu.seeds.seed_tables import OBSERVATIONS, Column, Table
from chitieu.workbench import literal

_YEAR = "(19|20)[0-9]{2}"
_FIRST_DAY, _LAST_DAY = "1800-01-01", "2199-12-31"  # Beyond them a date is a slip, or stands for none.
_MONTH = f"{_YEAR}-(0[1-9]|1[0-2])"
_PATTERNS = {
    "integer": ("0|[1-9][0-9]{0,8}", "is not a whole number", "write digits only, below 1000000000"),
    "power": ("-?[0-9]{1,2}", "is not a power of ten", "write the exponent, like 6 or -3"),
    "component": ("[12]", "is not 1 or 2", "write 1, or 2 for the second number of a pair"),
    "boolean": ("true|false", "is neither true nor false", "write true or false"),
    "decimal": (r"-?[0-9]+(\.[0-9]+)?", "is not a number", "{number_hint}"),
    "date": ("[0-9]{4}-[0-9]{2}-[0-9]{2}", "is not a date", "write it as 2024-01-31"),
    "period": (
        f"{_YEAR}|{_YEAR}-H[12]|{_YEAR}-Q[1-4]|{_MONTH}|{_MONTH}/{_MONTH}|{_YEAR}/{_YEAR}|{_MONTH}-[0-9]{{2}}",
        "is not a period",
        "write 2023, 2023-H1, 2023-Q1, 2023-03, 2023-01/2023-08, 2024/2030 or 2023-12-31",
    ),
    "identifier": ("[A-Za-z0-9_]{1,100}", "is not an identifier", "use letters without accents, digits and _"),
    "document_id": ("[a-z0-9]+(-[a-z0-9]+)*", "is not a document id", "use a-z, 0-9 and single hyphens"),
    "cell": ("[A-Z]{1,3}[1-9][0-9]{0,6}|R[1-9][0-9]{0,6}C[1-9][0-9]{0,4}", "is not a cell", "write C14, or R14C3"),
    "file_name": (
        r"([A-Za-z0-9_-]+/)?[A-Za-z0-9_-][A-Za-z0-9_. -]*",
        "is not a plain file name",
        "name a file of the documents folder, or of a folder in it",
    ),
    "sha256": ("[0-9a-f]{64}", "is not a SHA-256", "write the 64 hexadecimal digits of the file's sha256sum"),
    "language": ("[a-z]{2}", "is not a language", "write a code of two letters, like vi"),
}


@dataclass(frozen=True)
class Rule:
    """What must not be.

    `fault` is a condition in SQL over the cells of a row (and the registries, loaded as tables), true of a faulty one.
    The texts may name cells as {column}, and {known}, {number_hint}.
    """

    column: str
    fault: str
    message: str
    remedy: str
    known: str = ""
    """A query for the values that would be right."""
    why: str = ""
    """A query for the {reason} and the {how} of a cell, which is its parameter."""


def rules_of(table: Table) -> list[Rule]:
    """Every rule for the rows of a table: those of its columns, then those between them."""
    return [rule for column in table.columns for rule in _column_rules(column)] + list(_TABLE_RULES.get(table.name, ()))


def _column_rules(column: Column) -> Iterator[Rule]:
    """The rules that follow from the kind of a column."""
    name, cell = column.name, f"{{{column.name}}}"
    if column.required:
        yield Rule(name, f"{name} = ''", "the cell is empty", "fill it in")
    if column.kind in _PATTERNS:
        pattern, message, remedy = _PATTERNS[column.kind]
        yield Rule(name, f"{name} <> '' and not regexp_full_match({name}, '{pattern}')", f"{cell} {message}", remedy)
    if column.kind == "decimal":
        yield Rule(
            name,
            rf"regexp_full_match({name}, '-?[0-9]+\.[0-9]{{7,}}')",
            f"{cell} has more than 6 decimals",
            "round it to 6, or choose a smaller unit",
        )
        yield Rule(
            name,
            rf"regexp_full_match({name}, '-?0*[1-9][0-9]{{18,}}(\.[0-9]+)?')",
            f"{cell} has more than 18 digits before the point",
            "choose a larger unit",
        )
    elif column.kind == "date":
        yield Rule(name, f"{_matches(column)} and try_cast({name} as date) is null", f"{cell} is no day", "mend it")
        yield Rule(
            name,
            f"{_matches(column)} and {name} not between '{_FIRST_DAY}' and '{_LAST_DAY}'",
            f"{cell} is not from {_FIRST_DAY} to {_LAST_DAY}",
            "write the day itself" + ("" if column.required else "; leave an open end empty"),
        )
    elif column.kind == "period":
        yield Rule(
            name,
            f"{_matches(column)} and length({name}) = 10 and try_cast({name} as date) is null",
            f"{cell} is no day",
            "mend it",
        )
        yield Rule(
            name,
            f"contains({name}, '/') and split_part({name}, '/', 1) >= split_part({name}, '/', 2)",
            f"{cell} ends before it begins",
            "write the earlier end first",
        )
    elif column.kind == "code":
        known = f"select code from codes where codelist = '{column.codelist}'"
        or_year = f" and not regexp_full_match({name}, '{_YEAR}')" if column.or_year else ""
        yield Rule(
            name,
            f"{name} <> ''{or_year} and {name} not in ({known})",
            f"{cell} is not in the code list {column.codelist}",
            "write {known}" + (" or a year" if column.or_year else ""),
            known,
        )
    elif column.kind == "reference":
        table, key = column.refers_to.split(".")
        known = f"select {key} from {table}"
        yield Rule(
            name,
            f"{name} <> '' and {name} not in ({known})",
            f"{cell} is not in {table}",
            f"write {{known}}, or add it to seeds/reference/{table}.csv",
            known,
        )
    elif column.kind == "indicator":
        yield Rule(
            name,
            f"{name} in (select indicator_id from refused_indicators)",
            f"{cell} {{reason}}",
            "{how}",
            why="select reason, remedy from refused_indicators where indicator_id = ?",
        )
    elif column.kind in ("text", "verbatim"):
        yield from _text_rules(column)


def _text_rules(column: Column) -> Iterator[Rule]:
    name, cell = column.name, f"{{{column.name}}}"
    yield Rule(name, f"length({name}) > {LONGEST_CELL}", f"it has more than {LONGEST_CELL:,} characters", "shorten it")
    yield Rule(
        name,
        f"regexp_matches({name}, '{HIDDEN_IN_SQL}')",
        f"{cell} holds a control character or an invisible mark",
        "type the cell anew",
    )
    if column.kind == "text":
        # What a document prints may begin with a sign; what we write need not, and a spreadsheet would run it.
        yield Rule(
            name,
            f"regexp_matches({name}, {literal(FORMULA_IN_SQL)})",
            f"{cell} begins like a formula",
            "begin with a word: spreadsheets run cells that begin with = + - or @",
        )
        yield Rule(
            name,
            f"{name} <> nfc_normalize({name})",
            f"{cell} has letters and accents stored apart",
            "save the file in Unicode form NFC",
        )


def _matches(column: Column) -> str:
    return f"regexp_full_match({column.name}, '{_PATTERNS[column.kind][0]}')"


def _number(column: str) -> str:
    return f"try_cast({column} as decimal(24, 6))"


def _at_most(low: str, high: str) -> Rule:
    return Rule(high, f"{_number(low)} > {_number(high)}", f"{{{high}}} is below {low} {{{low}}}", "exchange them")


def _in_a_circle(table: str, below: str, above: str, message: str) -> Rule:
    """A row from whose `above` the way leads, from row to row, back to its `below`."""
    ways = f"""with recursive way (start, reached) as (
        select {below}, {above} from {table} where {above} <> ''
        union
        select way.start, {table}.{above} from way join {table} on {table}.{below} = way.reached
        where {table}.{above} <> ''
    )
    select start || ' ' || reached from way"""
    return Rule(
        above,
        f"{above} <> '' and ({above} = {below} or {above} || ' ' || {below} in ({ways}))",
        message,
        f"break the circle: no way along {above} may lead back to where it began",
    )


_SPAN_RULES = (
    Rule(
        "char_end",
        "try_cast(char_end as integer) <= try_cast(char_start as integer)",
        "the span ends at {char_end}, not after its start {char_start}",
        "write the end as the first character behind the figure",
    ),
    Rule(
        "figure",
        "try_cast(char_end as integer) > try_cast(char_start as integer)"
        " and length(figure) <> try_cast(char_end as integer) - try_cast(char_start as integer)",
        "{figure} is not as long as its span {char_start} to {char_end}",
        "copy the figure from the document, and count characters, not bytes",
    ),
)
PERMITTED_UNITS = """
    create temp table permitted_units as
    select composed.indicator_id || ' ' || permitted.unit_id as pair
    from composed_indicators as composed
    join units on units.unit_id = composed.standard_unit_id
    join units as permitted on permitted.dimension = units.dimension
"""
# What the second reading compares (chitieu.proof.agreement): the columns of an observation but its note, and the reason
# of an exclusion.
_SETTLED = (*OBSERVATIONS.header[:-1], "reason")
_OPEN_END = "the open end of an interval is empty"
_FIGURE_RULES = (
    *(
        Rule(
            column,
            f"comparator in {comparators} and {column} = ''",
            "the cell is empty, though comparator is {comparator}",
            "write the printed number",
        )
        for column, comparators in (
            ("value_low", "('gt', 'ge', 'eq', 'approx', 'range')"),
            ("value_high", "('lt', 'le', 'eq', 'approx', 'range')"),
        )
    ),
    *(
        Rule(
            column,
            f"comparator in {comparators} and {column} <> ''",
            f"{{{column}}} is filled in, though comparator is {{comparator}}",
            f"leave it empty: {_OPEN_END}",
        )
        for column, comparators in (("value_high", "('gt', 'ge')"), ("value_low", "('lt', 'le')"))
    ),
    Rule(
        "value_high",
        f"comparator in ('eq', 'approx') and {_number('value_low')} <> {_number('value_high')}",
        "{value_high} differs from value_low {value_low}, though comparator is {comparator}",
        "write the printed number in both, or comparator range",
    ),
    Rule(
        "value_high",
        f"comparator = 'range' and {_number('value_low')} >= {_number('value_high')}",
        "{value_high} is not above value_low {value_low}",
        "write the lower end of the range in value_low",
    ),
    Rule(
        "is_approximate",
        "comparator = 'approx' and is_approximate = 'false'",
        "it is false, though comparator is approx",
        "write true, or another comparator",
    ),
    Rule(
        "is_approximate",
        "comparator = 'eq' and is_approximate = 'true'",
        "it is true, though comparator is eq",
        "write comparator approx",
    ),
    Rule(
        "unit_id",
        "indicator_id in (select indicator_id from composed_indicators) and unit_id in (select unit_id from units)"
        " and indicator_id || ' ' || unit_id not in (select pair from permitted_units)",
        "{unit_id} does not measure {indicator_id}",
        "choose a unit of the dimension of the indicator's standard unit, or another indicator",
    ),
    Rule(
        "indicator_id",
        "indicator_id in (select indicator_id from composed_indicators where area_type = 'nation')"
        " and area_id in (select area_id from areas where area_type not in ('nation', 'world'))",
        "{indicator_id} is a figure of the nation, {area_id} is no nation",
        "write the indicator of a province, like grdp for gdp, or the area that is meant",
    ),
    Rule(
        "indicator_id",
        "indicator_id in (select indicator_id from composed_indicators where area_type = 'province')"
        " and area_id in (select area_id from areas where area_type in ('nation', 'world'))",
        "{indicator_id} is a figure of a province, {area_id} is none",
        "write the indicator of the nation, like gdp for grdp, or the area that is meant",
    ),
)
_TABLE_RULES: dict[str, tuple[Rule, ...]] = {
    "observations": (*_SPAN_RULES, *_FIGURE_RULES),
    "cell_observations": (
        *_FIGURE_RULES,
        Rule(
            "cell",
            "count(*) over (partition by file, sheet, cell, component) > 1",
            "the cell {cell} of sheet {sheet} is here again",
            "keep one of the rows",
        ),
    ),
    "exclusions": _SPAN_RULES,
    "settlements": (
        Rule(
            "field",
            f"field not in {_SETTLED}",
            "{field} is no column of a curated row",
            f"write one of {', '.join(_SETTLED)}",
        ),
    ),
    "areas": (
        Rule("valid_to", "valid_from > valid_to and valid_to <> ''", "it is before valid_from", "exchange them"),
        _in_a_circle("areas", "area_id", "parent_area_id", "{area_id} is its own ancestor"),
    ),
    "area_succession": (
        _in_a_circle(
            "area_succession",
            "predecessor_area_id",
            "successor_area_id",
            "{predecessor_area_id} comes after its successor {successor_area_id}",
        ),
    ),
    "divisions": (
        Rule("valid_to", "valid_from > valid_to and valid_to <> ''", "it is before valid_from", "exchange them"),
    ),
    "region_members": (
        _in_a_circle(
            "region_members",
            "member_area_id",
            "region_area_id",
            "{member_area_id} is a part of its part {region_area_id}",
        ),
    ),
    "documents": (
        _in_a_circle(
            "documents",
            "document_id",
            "supersedes_document_id",
            "{document_id} supersedes a document that supersedes it",
        ),
    ),
    "units": (Rule("factor", f"{_number('factor')} <= 0", "{factor} is not above 0", "write the exact factor"),),
    "identities": (_at_most("member_low", "member_high"),),
}


def number_hint(cell: str) -> str:
    """How a number in Vietnamese print is written in a seed; a lone "1,234" or "1.234.567" is not guessed at."""
    plain = "write digits with a point before the decimals and nothing else, like 1234.5"
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})*,[0-9]+", cell) and not re.fullmatch(r"-?[0-9]{1,3},[0-9]{3}", cell):
        return f"{plain}: here {cell.replace('.', '').replace(',', '.')}"
    return plain
