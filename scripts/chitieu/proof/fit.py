"""Fit the probabilities of chitieu.reading.questions.likelihood, and say how far they can be trusted.

Logistic regressions with scikit-learn, a dependency of development only. What is reported is cross-validated by
passage: each passage is judged by a fit that has not seen it.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from pathlib import Path

from chitieu.proof.cases import REAL, Case
from chitieu.reading.questions.likelihood import FIELDS, FITTED, is_never_sure, row_signs

FOLDS = 8
RIGHT_WHERE_SURE = 0.98
"""Share of rows that must be right where the machine calls itself sure."""
_LOWEST = 0.9
"""Nothing less likely is ever called sure."""
_FEWEST = 40
"""Rows that must be sure before their share of right ones says anything."""
_STRENGTH = 0.2
"""Inverse strength of the regularisation: signs that are seldom seen weigh little."""
_NOTHING = 0.005
"""A weight that says nothing."""
_BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 1.0)

Weights = dict[str, float]
Rows = dict[tuple[str, int], dict[str, Case]]


@dataclass(frozen=True)
class Judged:
    """A row by cross-validation: how likely it was said to be right, whether it was, whether it may be called sure, and
    whether its text is a real one."""

    probability: float
    is_right: bool
    may_be_sure: bool
    is_real: bool


@dataclass(frozen=True)
class Trust:
    """What was found by cross-validation."""

    rows: tuple[Judged, ...]
    level: float

    @property
    def brier(self) -> float:
        return sum((one.probability - one.is_right) ** 2 for one in self.rows) / len(self.rows)

    def sure(self, only_real: bool) -> tuple[int, int, int]:
        """Rows, those called sure, and how many of these are right."""
        rows = [one for one in self.rows if one.is_real or not only_real]
        sure = [one for one in rows if one.may_be_sure and one.probability >= self.level]
        return len(rows), len(sure), sum(one.is_right for one in sure)

    def bins(self) -> list[tuple[str, int, float, float]]:
        """The reliability diagram: rows by probability, with the mean probability and the share that was right."""
        found = []
        for low, high in pairwise(_BINS):
            inside = [one for one in self.rows if low <= one.probability < high or one.probability == high == 1.0]
            if inside:
                mean = sum(one.probability for one in inside) / len(inside)
                found.append(
                    (f"{low:.2f} to {high:.2f}", len(inside), mean, sum(x.is_right for x in inside) / len(inside))
                )
        return found


def fit(cases: Iterable[Case], path: Path = FITTED) -> Trust:
    """Fit all models on all cases, write their numbers, and return how far cross-validation trusts them."""
    rows = rows_of(cases)
    trust = validated(rows)
    weights = {field: _model([(row[field].signs, row[field].is_right) for row in rows.values()]) for field in FIELDS}
    weights |= {"row": _of_rows(rows), "level": {"sure": trust.level}}
    rounded = {
        name: {sign: round(value, 3) for sign, value in sorted(one.items()) if abs(value) >= _NOTHING or not sign}
        for name, one in weights.items()
    }
    path.write_text(json.dumps(rounded, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return trust


def validated(rows: Rows) -> Trust:
    """The probability of each row by a model fitted without its passage, and the level from which on rows are sure."""
    passages = sorted({passage for passage, _ in rows})
    found: list[Judged] = []
    for fold in range(FOLDS):
        held = set(passages[fold::FOLDS])
        weights = _of_rows({key: row for key, row in rows.items() if key[0] not in held})
        for (passage, _), row in rows.items():
            if passage in held:
                signs = {field: case.signs for field, case in row.items()}
                score = weights[""] + sum(weights.get(sign, 0.0) for sign in row_signs(signs))
                found.append(
                    Judged(1 / (1 + exp(-score)), _is_right(row), not is_never_sure(signs), passage.startswith(REAL))
                )
    return Trust(tuple(found), _level(found))


def rows_of(cases: Iterable[Case]) -> Rows:
    """The rows of which every field is known."""
    rows: Rows = defaultdict(dict)
    for case in cases:
        rows[case.passage, case.row][case.field] = case
    return {key: row for key, row in rows.items() if set(row) == set(FIELDS)}


def _is_right(row: dict[str, Case]) -> bool:
    return all(case.is_right for case in row.values())


def _of_rows(rows: Rows) -> Weights:
    return _model(
        [(row_signs({field: one.signs for field, one in row.items()}), _is_right(row)) for row in rows.values()]
    )


def _model(samples: Sequence[tuple[Sequence[str], bool]]) -> Weights:
    """Weights of a logistic regression over signs; that of the empty sign is the intercept."""
    from sklearn.feature_extraction import DictVectorizer  # only where something is fitted
    from sklearn.linear_model import LogisticRegression

    right = [is_right for _, is_right in samples]
    if len(set(right)) == 1:
        return {"": 4.0 if right[0] else -4.0}
    vectors = DictVectorizer()
    table = vectors.fit_transform([dict.fromkeys(signs, 1.0) for signs, _ in samples])
    model = LogisticRegression(C=_STRENGTH, max_iter=3000).fit(table, right)
    names = vectors.get_feature_names_out()
    return {"": float(model.intercept_[0]), **dict(zip(names, map(float, model.coef_[0]), strict=True))}


def _level(found: Sequence[Judged]) -> float:
    """The lowest probability from which on at least 98 of 100 rows of real texts are right; without any, never."""
    real = [one for one in found if one.is_real and one.may_be_sure]
    ranked = sorted(real, key=lambda one: -one.probability)
    level, right = 1.0, 0
    for count, one in enumerate(ranked, start=1):
        right += one.is_right
        if count >= _FEWEST and right / count >= RIGHT_WHERE_SURE:
            level = one.probability
    return round(max(level, _LOWEST), 3)
