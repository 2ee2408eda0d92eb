"""How likely it is that what was read is right: probabilities fitted on annotated text, from signs with names.

A sign is a short word for something true of a reading: the rule that decided, how far its words stand from the figure,
a word that no term explains. Each field has a logistic model over its signs, the row one over the fields' logarithms.
The numbers are in fitted.json, written by scripts/reader_report.py (chitieu.proof.fit); no text is kept in them.
"""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import exp, log
from pathlib import Path

from chitieu.reading.outline.paragraphs import Span
from chitieu.reading.questions.decision import Decision

FITTED = Path(__file__).with_name("fitted.json")
FIELDS = ("value", "period", "scenario", "area", "indicator")
_LEAST = 1e-4
_DISTANCES = (12, 40, 120, 400)


@lru_cache(maxsize=1)
def _fitted() -> Mapping[str, Mapping[str, float]]:
    return json.loads(FITTED.read_text(encoding="utf-8")) if FITTED.exists() else {}


def sure_level() -> float:
    """The probability from which on a row is called sure: there, text that the fit had not seen was right in 98 of 100
    rows."""
    return _fitted().get("row", {}).get("sure", 1.0)


def probability(field: str, signs: Iterable[str]) -> float:
    """How likely a field is right that shows some signs; signs that the fit never saw count for nothing."""
    weights = _fitted().get(field, {})
    return _logistic(weights.get("", 0.0) + sum(weights.get(sign, 0.0) for sign in signs))


def row_probability(fields: Mapping[str, float]) -> float:
    """How likely all fields of a row are right together."""
    weights = _fitted().get("row", {})
    return _logistic(weights.get("", 0.0) + sum(weights.get(name, 1.0) * logarithm(fields[name]) for name in FIELDS))


def logarithm(probability: float) -> float:
    return log(max(_LEAST, probability))


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
