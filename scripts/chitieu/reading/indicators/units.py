"""The unit meant where the print is loose: the dimension of the indicator decides."""

from chitieu.catalogue.compose import Indicator
from chitieu.seeds.registry import Registry

COUNTED = frozenset(
    [
        "person",
        "household",
        "visit",
        "dwelling",
        "enterprise",
        "cooperative",
        "project",
        "target",
        "province",
        "district",
        "commune",
        "village",
        "industrial_cluster",
        "industrial_park",
        "entity",
        "medal",
        "case",
        "school",
        "product",
        "animal",
        "tree",
    ]
)
"""Dimensions of counted things."""

# (printed dimension, the indicator's dimension): how the printed unit becomes the unit meant
_SUFFIXES = {
    ("money_vnd", "money_vnd_per_person"): "_per_person",
    ("money_usd", "money_usd_per_person"): "_per_person",
    ("money_vnd", "money_vnd_per_hectare"): "_per_hectare",
    ("weight", "yield"): "_per_hectare",
    ("area", "area_per_person"): "_per_person",
}
_REPEATED = ("_per_month", "_per_year", "_per_case", "_per_season")
"""What a unit may add that the indicator says anyway."""
_DISPLAY_UNIT = {
    # "tỷ lệ hộ nghèo giảm 1%": a change of a rate is in percentage points
    ("share", "percentage_point"),
    # "35 học sinh" of the pupils of a class, "9,3 bác sĩ" of the doctors of ten thousand people
    ("person", "students_per_class"),
    ("person", "rate_per_people"),
    ("person", "sex_ratio"),
    # "tuổi thọ 75" in years counted
    ("person", "age"),
}


def unit_meant(unit_id: str | None, indicator: Indicator | None, registry: Registry) -> str | None:
    """The unit that a printed unit stands for with an indicator; None where the two cannot go together.

    `unit_id` None is a number printed without a unit: it takes the unit in which the indicator is shown.

    >>> from chitieu.project import ROOT
    >>> registry = Registry.load(ROOT / "seeds" / "reference")
    >>> unit_meant("million_vnd", registry.indicators["grdp_per_capita"], registry)
    'million_vnd_per_person'
    """
    if indicator is None:
        return unit_id
    wanted = registry.dimension(indicator.standard_unit_id)
    if unit_id is None:
        return indicator.display_unit_id if _may_stand_bare(wanted) else None
    printed = registry.dimension(unit_id)
    if printed == wanted:
        return unit_id
    if printed is None:
        # "9,3 triệu đồng/người/tháng" of a wage that is told by the month, "22 tấn/ha/vụ" of a yield by the season
        stripped = next((unit_id.removesuffix(one) for one in _REPEATED if unit_id.endswith(one)), None)
        return unit_id if stripped and unit_meant(stripped, indicator, registry) == stripped else None
    if (printed, wanted) in _SUFFIXES:
        composed = unit_id + _SUFFIXES[(printed or "", wanted or "")]
        return composed if composed in registry.units else None
    return indicator.display_unit_id if (printed, wanted) in _DISPLAY_UNIT else None


def _may_stand_bare(dimension: str | None) -> bool:
    return dimension in COUNTED or dimension in (
        "rank",
        "rate_per_people",
        "sex_ratio",
        "students_per_class",
        "age",
        "score",
        "multiple",
    )
