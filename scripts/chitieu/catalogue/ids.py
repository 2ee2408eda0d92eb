"""The id of an indicator: `<concept>[__<breakdown>…][_<suffix of the measure>]`, made and read back by one rule.

Breakdowns are sorted, so that one indicator has one id. Reading back is certain because no concept and no breakdown
ends like a measure (chitieu.catalogue.check sees to it).
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from chitieu.catalogue.records import LEVEL

JOINT = "__"
_PLAIN = re.compile("[a-z0-9_]{1,100}")
_ALIKE = 75
"""From which likeness in per cent on a known id is offered for an unknown one."""


@dataclass(frozen=True)
class Parts:
    """What an indicator is composed of."""

    concept_id: str
    breakdown_ids: tuple[str, ...] = ()
    measure: str = LEVEL


class NotComposed(ValueError):
    """No indicator: the reason, to be read behind the id, and what to do. Neither repeats what is not plain."""

    def __init__(self, reason: str, remedy: str) -> None:
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{reason}; {remedy}")


class Grammar:
    """The rule over given vocabularies: concepts, breakdowns, and measures with their suffixes ("" of the level)."""

    def __init__(self, concepts: Collection[str], breakdowns: Collection[str], suffixes: Mapping[str, str]) -> None:
        self._concepts = concepts
        self._breakdowns = breakdowns
        self._suffixes = dict(suffixes)
        self._parsed: dict[str, Parts] = {}

    def compose(self, parts: Parts) -> str:
        """The id of the parts, which must be known."""
        return JOINT.join((parts.concept_id, *sorted(parts.breakdown_ids))) + self._suffixes[parts.measure]

    def parse(self, indicator_id: str) -> Parts:
        """The parts of an id; raises NotComposed if it has none, has several, or is not written as it is composed."""
        if indicator_id in self._parsed:
            return self._parsed[indicator_id]
        readings = list(self._readings(indicator_id))
        if len(readings) > 1:
            spelt = " or ".join(f"{one.concept_id} with measure {one.measure}" for one in readings)
            raise NotComposed(f"can be read as {spelt}", "rename the concept or the breakdown")
        if not readings:
            raise self._unread(indicator_id)
        parts = readings[0]
        written = self.compose(parts)
        if len(set(parts.breakdown_ids)) < len(parts.breakdown_ids):
            raise NotComposed("names a breakdown twice", "name it once")
        if written != indicator_id:
            raise NotComposed("has its breakdowns out of order", f"write {written}")
        self._parsed[indicator_id] = parts
        return parts

    def _readings(self, indicator_id: str) -> Iterable[Parts]:
        *before, last = indicator_id.split(JOINT)
        if before and (before[0] not in self._concepts or any(one not in self._breakdowns for one in before[1:])):
            return
        known = self._breakdowns if before else self._concepts
        for measure, suffix in self._suffixes.items():
            if not last.endswith(suffix):
                continue
            stem = last.removesuffix(suffix)
            if stem in known:
                yield Parts(before[0], (*before[1:], stem), measure) if before else Parts(stem, (), measure)

    def _unread(self, indicator_id: str) -> NotComposed:
        """Which part of an id is unknown, and the known ones most like it."""
        concept, *breakdowns = indicator_id.split(JOINT)
        if not breakdowns:
            return NotComposed("is no concept, nor one with a measure", self._alike(concept, self._concepts, True))
        if concept not in self._concepts:
            return NotComposed(f"begins with no concept{_shown(concept)}", self._alike(concept, self._concepts, False))
        *inner, last = breakdowns
        unknown = next((one for one in inner if one not in self._breakdowns), None)
        if unknown is not None:
            remedy = self._alike(unknown, self._breakdowns, False)
            return NotComposed(f"names no breakdown{_shown(unknown)}", remedy)
        remedy = self._alike(last, self._breakdowns, True)
        return NotComposed(f"names no breakdown{_shown(last)}, nor one with a measure", remedy)

    def _alike(self, unknown: str, known: Collection[str], with_measure: bool) -> str:
        """What to write instead: the ids most like an unknown one, if any are, and where to look."""
        suffixes = self._suffixes.values() if with_measure else ("",)
        written = [one + suffix for one in known for suffix in suffixes] if _PLAIN.fullmatch(unknown) else []
        alike = process.extract(unknown, written, scorer=fuzz.ratio, limit=2, score_cutoff=_ALIKE)
        look = "`chitieu indicators WORDS` finds what there is"
        return f"write {' or '.join(one for one, _, _ in alike)}: {look}" if alike else look


def _shown(part: str) -> str:
    return f" {part}" if _PLAIN.fullmatch(part) else ""
