"""Fit the probabilities of chitieu.reading.questions.likelihood, and say how far they can be trusted.

Logistic regressions with scikit-learn, a dependency of development only. What is reported is cross-validated by
passage: each passage is judged by a fit that has not seen it.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from chitieu.proof.cases import Case
from chitieu.reading.questions.likelihood import FIELDS, FITTED, logarithm

FOLDS = 8
RIGHT_WHERE_SURE = 0.98
"""Share of rows that must be right where the machine calls itself sure."""
_FEWEST = 40
"""Rows that must be sure before their share of right ones says anything."""
_STRENGTH = 0.5
"""Inverse strength of the regularisation: signs that are seldom seen weigh little."""
_SELDOM = 3
"""A sign seen less often is left out."""
_BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 1.0)

Weights = dict[str, float]
Rows = dict[tuple[str, int], dict[str, Case]]


@dataclass(frozen=True)
class Trust:
    """What was found by cross-validation: for each row its probability and whether it was right."""

    rows: tuple[tuple[float, bool], ...]
    level: float

    @property
    def brier(self) -> float:
        return sum((probability - is_right) ** 2 for probability, is_right in self.rows) / len(self.rows)

    @property
    def sure(self) -> tuple[int, int]:
        """Rows called sure, and how many of these are right."""
        known = [is_right for probability, is_right in self.rows if probability >= self.level]
        return len(known), sum(known)

    def bins(self) -> list[tuple[str, int, float, float]]:
        """The reliability diagram: rows by probability, with the mean probability and the share that was right."""
        found = []
        for low, high in pairwise(_BINS):
            inside = [one for one in self.rows if low <= one[0] < high or (high == 1.0 and one[0] == 1.0)]
            if inside:
                mean = sum(probability for probability, _ in inside) / len(inside)
                share = sum(is_right for _, is_right in inside) / len(inside)
                found.append((f"{low:.2f} to {high:.2f}", len(inside), mean, share))
        return found


def fit(cases: Iterable[Case], path: Path = FITTED) -> Trust:
    """Fit all models on all cases, write their numbers, and return how far cross-validation trusts them."""
    rows = _rows(cases)
    trust = validated(rows)
    weights = _models(rows)
    weights["row"]["sure"] = trust.level
    rounded = {name: {sign: round(value, 4) for sign, value in sorted(one.items())} for name, one in weights.items()}
    path.write_text(json.dumps(rounded, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return trust


def validated(rows: Rows) -> Trust:
    """The probability of each row by models fitted without its passage, and the level from which on they are sure."""
    passages = sorted({passage for passage, _ in rows})
    found: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        held = set(passages[fold::FOLDS])
        models = _models({key: row for key, row in rows.items() if key[0] not in held})
        for key, row in rows.items():
            if key[0] in held:
                found.append((_predict(models, row), _is_right(row)))
    return Trust(tuple(found), _level(found))


def _rows(cases: Iterable[Case]) -> Rows:
    rows: Rows = defaultdict(dict)
    for case in cases:
        rows[case.passage, case.row][case.field] = case
    return {key: row for key, row in rows.items() if set(row) == set(FIELDS)}


def _is_right(row: dict[str, Case]) -> bool:
    return all(case.is_right for case in row.values())


def _models(rows: Rows) -> dict[str, Weights]:
    models = {field: _of_field([row[field] for row in rows.values()]) for field in FIELDS}
    samples = [[logarithm(_logit(models[field], row[field].signs)) for field in FIELDS] for row in rows.values()]
    models["row"] = _regression(samples, [_is_right(row) for row in rows.values()], list(FIELDS), 10.0)
    return models


def _of_field(cases: Sequence[Case]) -> Weights:
    counts: dict[str, int] = defaultdict(int)
    for case in cases:
        for sign in set(case.signs):
            counts[sign] += 1
    names = sorted(sign for sign, count in counts.items() if count >= _SELDOM)
    place = {sign: number for number, sign in enumerate(names)}
    samples = []
    for case in cases:
        sample = [0.0] * len(names)
        for sign in case.signs:
            if sign in place:
                sample[place[sign]] = 1.0
        samples.append(sample)
    return _regression(samples, [case.is_right for case in cases], names, _STRENGTH)


def _regression(samples: list[list[float]], right: list[bool], names: list[str], strength: float) -> Weights:
    from sklearn.linear_model import LogisticRegression  # only where something is fitted

    if len(set(right)) == 1:
        return {"": 5.0 if right[0] else -5.0}
    model = LogisticRegression(C=strength, max_iter=2000).fit(samples, right)
    return {"": float(model.intercept_[0]), **dict(zip(names, map(float, model.coef_[0]), strict=True))}


def _logit(weights: Weights, signs: Iterable[str]) -> float:
    from math import exp

    return 1.0 / (1.0 + exp(-(weights[""] + sum(weights.get(sign, 0.0) for sign in signs))))


def _predict(models: dict[str, Weights], row: dict[str, Case]) -> float:
    from math import exp

    weights = models["row"]
    score = weights[""] + sum(
        weights.get(field, 1.0) * logarithm(_logit(models[field], row[field].signs)) for field in FIELDS
    )
    return 1.0 / (1.0 + exp(-score))


def _level(found: Sequence[tuple[float, bool]]) -> float:
    """The lowest probability from which on at least 98 of 100 rows are right."""
    ranked = sorted(found, reverse=True)
    level, right = 1.0, 0
    for count, (probability, is_right) in enumerate(ranked, start=1):
        right += is_right
        if count >= _FEWEST and right / count >= RIGHT_WHERE_SURE:
            level = probability
    return level
