"""What the contract promises readers of each public table, said once more from the reader's side of the publication."""

from dataclasses import dataclass, field

YEAR = "(?:19|20)[0-9]{2}"


@dataclass(frozen=True)
class Promise:
    """What a reader relies on in one table.

    `filled` are the columns that are never NULL, beside those of the key. `lists` says which closed list of codes.csv a
    column keeps to, `words` the same for lists that only the contract closes. `interval` names the lower and the upper
    end of a value in the indicator's standard unit; `unit` is "any of its dimension" or "standard".
    """

    table: str
    key: tuple[str, ...]
    filled: tuple[str, ...]
    lists: dict[str, str] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    interval: tuple[str, str] | None = None
    unit: str | None = None
    may_be_empty: bool = False

    @property
    def columns(self) -> list[str]:
        """Every column that is looked at."""
        interval = self.interval or ()
        unit = ("indicator_id", "unit_id") if self.unit else ()
        return list(dict.fromkeys([*self.key, *self.filled, *self.lists, *self.words, *interval, *unit]))

    @property
    def never_null(self) -> list[str]:
        return list(dict.fromkeys([*self.key, *self.filled]))


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PROMISES = (
    Promise(
        "dim_area",
        key=("area_id",),
        filled=_names("name_vi name_en area_type"),
        lists={"area_type": "area_type"},
    ),
    Promise(
        "bridge_area_succession",
        key=_names("predecessor_area_id successor_area_id effective_on"),
        filled=_names("is_same_territory is_whole"),
    ),
    Promise(
        "dim_division",
        key=("division_id",),
        filled=_names("name_vi name_en valid_from province_count"),
    ),
    Promise("bridge_division_area", key=_names("division_id area_id"), filled=()),
    Promise("compared_division", key=_names("indicator_id year"), filled=("division_id",)),
    Promise(
        "dim_concept",
        key=("concept_id",),
        filled=_names(
            "name_vi name_en definition definition_vi theme kind dimension standard_unit_id display_unit_id better"
            " aggregation"
        ),
        lists={
            "theme": "theme",
            "kind": "concept_kind",
            "better": "better",
            "aggregation": "aggregation",
            "price_basis": "price_basis",
        },
    ),
    Promise(
        "dim_breakdown",
        key=("breakdown_id",),
        filled=_names("breakdown_dimension name_vi name_en dimension_vi dimension_en role"),
        lists={"role": "breakdown_role"},
    ),
    Promise("dim_measure", key=("measure",), filled=_names("name_vi name_en better aggregation kinds")),
    Promise(
        "dim_indicator",
        key=("indicator_id",),
        filled=_names(
            "name_vi name_en definition definition_vi theme concept_id measure standard_unit_id display_unit_id better"
            " aggregation"
        ),
        lists={
            "theme": "theme",
            "measure": "measure",
            "better": "better",
            "aggregation": "aggregation",
            "price_basis": "price_basis",
        },
    ),
    Promise(
        "dim_unit",
        key=("unit_id",),
        filled=_names("name_vi name_en dimension standard_unit_id factor"),
    ),
    Promise(
        "dim_document",
        key=("document_id",),
        filled=_names("file_name sha256 title_en issuer published_on published_precision published_basis language"),
        lists={"published_precision": "published_precision", "published_basis": "published_basis"},
    ),
    Promise(
        "fct_observation",
        key=("observation_id",),
        filled=_names(
            "document_id locator figure component area_id period period_type year indicator_id scenario"
            " comparator unit_id decimals is_approximate comparison obs_status known_from is_doubted verification"
        ),
        lists={
            "scenario": "scenario",
            "comparator": "comparator",
            "compared_with": "compared_with",
            "plan_giver": "plan_giver",
            "obs_status": "obs_status",
        },
        words={
            "period_type": ("year", "half", "quarter", "month", "months", "years", "date"),
            "verification": ("verified", "unverified"),
        },
        interval=("value_low_std", "value_high_std"),
        unit="any of its dimension",
    ),
    Promise(
        "fct_province_year_indicator",
        key=_names("area_id year indicator_id scenario comparison"),
        filled=_names(
            "is_default comparator value unit_id is_low_included is_high_included is_approximate obs_status is_doubted"
            " source_count document_count agreement known_from headline_observation_id"
        ),
        lists={
            "scenario": "scenario",
            "comparator": "comparator",
            "obs_status": "obs_status",
            "plan_giver": "plan_giver",
        },
        words={"agreement": ("single", "agree", "rounding", "consistent", "revised", "conflict")},
        interval=("value_low", "value_high"),
        unit="standard",
    ),
    Promise(
        "fct_headline_history",
        key=_names("area_id year indicator_id scenario comparison known_from"),
        filled=_names("comparator value unit_id obs_status agreement known_until headline_observation_id"),
        interval=("value_low", "value_high"),
        unit="standard",
        may_be_empty=True,
    ),
    Promise(
        "fct_revision",
        key=_names("area_id period indicator_id scenario comparison revised_on"),
        filled=_names("kind from_comparator to_comparator difference known_from from_observation_id to_observation_id"),
        words={"kind": ("revised", "corrected", "raised_target")},
        may_be_empty=True,
    ),
    Promise(
        "fct_correction",
        key=("observation_id",),
        filled=_names("document_id evidence corrected_by corrected_on"),
        may_be_empty=True,
    ),
    Promise(
        "fct_doubt",
        key=_names("observation_id check_id known_from"),
        filled=_names("area_id year indicator_id scenario comparison"),
        may_be_empty=True,
    ),
    Promise(
        "bridge_check_observation",
        key=_names("check_id observation_id"),
        filled=("role",),
        words={"role": ("accused", "witness")},
        may_be_empty=True,
    ),
    Promise(
        "fct_target_attainment",
        key=_names("area_id period indicator_id basis comparison"),
        filled=_names("year unit_id verdict is_default actual_agreement known_from"),
        words={
            "basis": ("level", "attainment", "target_count"),
            "verdict": ("met", "missed", "undetermined"),
        },
        may_be_empty=True,
    ),
    Promise(
        "fct_attainment_history",
        key=_names("area_id period indicator_id basis comparison known_from"),
        filled=_names("unit_id verdict known_until"),
        words={"verdict": ("met", "missed", "undetermined")},
        may_be_empty=True,
    ),
    Promise(
        "fct_target_ambition",
        key=_names("area_id indicator_id target_year comparison"),
        filled=_names("unit_id actual_observation_id target_observation_id"),
        unit="standard",
        may_be_empty=True,
    ),
    Promise(
        "fct_check",
        key=("check_id",),
        filled=_names(
            "check_kind area_id year indicator_id published verdict severity explanation explanation_vi observation_ids"
        ),
        words={"verdict": ("pass", "fail", "explained")},
        may_be_empty=True,
    ),
    Promise(
        "excluded_numeral",
        key=_names("document_id locator"),
        filled=_names("reason"),
        lists={"reason": "exclusion_reason"},
        may_be_empty=True,
    ),
)
