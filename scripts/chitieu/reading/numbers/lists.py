"""What the figures of a list share: a unit named once at its end, and a fall said once at its beginning."""

from dataclasses import replace
from decimal import Decimal

from chitieu.reading.numbers.amounts import RATES, SCALES
from chitieu.reading.numbers.records import Alternative, Figure, NotAFigure

TURNED = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
_EQUIVALENT = frozenset({"hay", "tương ứng", "tương đương", "=", "tức", "hay là", "tương đương với", "tương ứng với"})
_LIST_JOINTS = frozenset(
    {
        ",",
        ";",
        "và",
        "hoặc",
        "hay",
        ", và",
        "và khoảng",
        "trong",
        "trong số",
        "trong tổng số",
        "trên tổng số",
        "lên",
        "xuống",
        "xuống còn",
        "lên đến",
        "lên tới",
        "trên",
    }
)


def share_units(found: list[Figure | NotAFigure], text: str) -> list[Figure | NotAFigure]:
    """A list names its unit once: "A 15/15, B 18/18 chỉ tiêu", "tăng 5,2 và 6,3%", "9 bác sĩ và 31 giường/vạn dân"."""
    shared = list(found)
    for k in range(len(shared) - 2, -1, -1):
        figure, following = shared[k], shared[k + 1]
        if not isinstance(figure, Figure) or not isinstance(following, Figure) or following.unit is None:
            continue
        between = text[figure.end : following.start]
        joint = between.strip().lower()
        if figure.kind == following.kind == "pair":
            if (
                figure.unit is None
                and figure.noun is None
                and (figure.start == following.start or _is_one_list(between))
            ):
                shared[k] = replace(figure, unit=following.unit, rule="unit of its list")
        elif joint in _LIST_JOINTS and figure.kind not in ("pair", "rank", "fraction"):
            if figure.unit is None and figure.noun is None and following.kind not in ("pair", "rank", "ratio"):
                scale = _scale(following.unit) if figure.text[-1].isalpha() else Decimal(1)
                shared[k] = replace(
                    figure,
                    low=None if figure.low is None else figure.low / scale,
                    high=None if figure.high is None else figure.high / scale,
                    unit=following.unit,
                    noun=following.noun,
                    alternatives=(),
                    rule="unit of its list",
                )
            elif figure.noun is not None and following.unit.startswith("per_") and joint == "và":
                shared[k] = replace(figure, unit=following.unit, rule="denominator of its list")
    for k in range(1, len(shared)):
        shared[k] = _fall_continued(shared[k - 1], shared[k], text)
    return shared


def _scale(unit: str) -> Decimal:
    """What the scales at the beginning of a unit id multiply to, since "5,2 triệu" before it was read in full."""
    factor = Decimal(1)
    while name := next((name for name in sorted(SCALES, key=len, reverse=True) if unit.startswith(f"{name}_")), None):
        factor, unit = factor * SCALES[name], unit.removeprefix(f"{name}_")
    return factor


def _is_one_list(between: str) -> bool:
    """Names and commas only: no end of a sentence and no line break."""
    return len(between) < 60 and not any(mark in between for mark in ".;:\n")


def _opens_parenthesis(joint: str) -> bool:
    """ "giảm 8 người bị thương (16,3%": a few words, then the parenthesis that says the same in per cent."""
    words, opened, inside = joint.partition("(")
    return (
        bool(opened)
        and len(words) < 40
        and not set(words) & set(",;.:)")
        and inside.strip() in {"", "=", "bằng", *_EQUIVALENT}
    )


def _fall_continued(before: Figure | NotAFigure, figure: Figure | NotAFigure, text: str) -> Figure | NotAFigure:
    """ "giảm 15 vụ (5,2%)": the percentage in parentheses falls too; "giảm 10 vụ, 5 người chết": so does the list."""
    if (
        not isinstance(before, Figure)
        or not isinstance(figure, Figure)
        or before.kind not in ("fall", "growth")
        or figure.kind != "level"
    ):
        return figure
    joint = text[before.end : figure.start].strip().lower()
    in_parentheses = figure.unit in RATES and (_opens_parenthesis(joint) or joint in _EQUIVALENT)
    in_list = joint in (",", "và") and before.noun is not None and figure.noun is not None and figure.unit not in RATES
    in_aspects = figure.unit in RATES and before.unit in RATES and joint.startswith("về ") and joint.endswith(" và")
    in_parentheses = in_parentheses or in_aspects
    if not (in_parentheses or in_list) or figure.comparator == "range":
        return figure
    if before.kind == "growth":
        return replace(figure, kind="growth", rule="growth continued") if in_parentheses else figure
    low = None if figure.high is None else -figure.high
    high = None if figure.low is None else -figure.low
    other = Alternative(figure.low, figure.high, figure.unit, "fall not continued")
    return replace(
        figure,
        low=low,
        high=high,
        comparator=TURNED.get(figure.comparator, figure.comparator),
        kind="fall",
        alternatives=(*figure.alternatives, other),
        rule="fall continued",
    )
