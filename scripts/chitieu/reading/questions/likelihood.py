"""How likely it is that what was read is right: probabilities fitted on annotated text, from signs with names.

A sign is a short word for something true of a reading: the rule that decided, how far its words stand from the figure,
a word that no term explains. Each field has a logistic model over its signs, and so has the row over those of all its
fields. The numbers are in fitted.json, written by scripts/reader_report.py (chitieu.proof.fit); no text is in them.
"""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import exp
from pathlib import Path

from chitieu.reading.outline.paragraphs import Span
from chitieu.reading.questions.decision import Decision

FITTED = Path(__file__).with_name("fitted.json")
FIELDS = ("value", "period", "scenario", "area", "indicator")
FAR = "from_afar"
FROM_AFAR = frozenset(("carried", "document_year", "paragraph", "said_later", "programme", "plan_ahead", "end_of_span"))
"""Rules of a period that no word of its sentence names: on real texts one in four of them was wrong."""
NEVER_SURE = frozenset(
    (FAR, "opens_below", "maybe_part", "of_maybe_part", "rivalled", "of_rivalled", "no_account", "of_no_account")
)
"""Signs that a person must look whatever the numbers say: a period from afar, a text of a district, a part named
nearby, a near rival."""
_DISTANCES = (12, 40, 120, 400)


@lru_cache(maxsize=1)
def _fitted() -> Mapping[str, Mapping[str, float]]:
    return json.loads(FITTED.read_text(encoding="utf-8")) if FITTED.exists() else {}


def sure_level() -> float:
    """The probability from which on a row is called sure: there, real texts that the fit had not seen were right in 98
    rows of 100."""
    return _fitted().get("level", {}).get("sure", 1.0)


def probability(field: str, signs: Iterable[str]) -> float:
    """How likely a field is right that shows some signs; signs that the fit never saw count for nothing."""
    weights = _fitted().get(field, {})
    return _logistic(weights.get("", 0.0) + sum(weights.get(sign, 0.0) for sign in signs))


def row_probability(signs: Mapping[str, Iterable[str]]) -> float:
    """How likely all fields of a row are right together, from the signs of each."""
    return probability("row", row_signs(signs))


def row_signs(signs: Mapping[str, Iterable[str]]) -> list[str]:
    """The signs of all fields, each with its field's name."""
    return [f"{field}:{sign}" for field in FIELDS for sign in signs[field]]


def is_never_sure(signs: Mapping[str, Iterable[str]]) -> bool:
    """Whether a row shows a sign that forbids to call it sure."""
    return any(sign in NEVER_SURE for field in FIELDS for sign in signs[field])


def _logistic(score: float) -> float:
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, score))))


# --- signs


def signs_of_place(decision: Decision, figure: Span, clause: Span) -> list[str]:
    """The rule of a decision, and where the words that decided stand."""
    signs = [f"rule_{decision.rule}"]
    if decision.words:
        words = decision.words[0]
        distance = figure.start - words.end if words.end <= figure.start else words.start - figure.end
        signs.append(f"far_{sum(distance > step for step in _DISTANCES)}")
        signs.append("behind" if words.start >= figure.end else "ahead")
        signs.append("in_clause" if clause.start <= words.start < clause.end else "outside")
    return signs


def grain(period: str) -> str:
    """The kind of a period, for a sign."""
    if period.isdigit():
        return "year"
    if "/" in period:
        return "years" if period.replace("/", "").isdigit() else "months"
    if period.count("-") == 2:
        return "day"
    return period[5:6] if period[5:6] in ("H", "Q") else "month"
