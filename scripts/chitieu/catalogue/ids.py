"""The id of an indicator: `<concept>[__<breakdown>…][_<suffix of the measure>]`, made and read back by one rule.

Breakdowns are sorted, so that one indicator has one id. Reading back is certain because no concept and no breakdown
ends like a measure (chitieu.catalogue.check sees to it).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from chitieu.catalogue.records import LEVEL

JOINT = "__"


@dataclass(frozen=True)
class Parts:
    """What an indicator is composed of."""

    concept_id: str
    breakdown_ids: tuple[str, ...] = ()
    measure: str = LEVEL


class NotComposed(ValueError):
    """No indicator: the reason, and what to do."""

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

    def compose(self, parts: Parts) -> str:
        """The id of the parts, which must be known."""
        return JOINT.join((parts.concept_id, *sorted(parts.breakdown_ids))) + self._suffixes[parts.measure]

    def parse(self, indicator_id: str) -> Parts:
        """The parts of an id; raises NotComposed if it has none, has several, or is not written as it is composed."""
        readings = list(self._readings(indicator_id))
        if len(readings) > 1:
            spelt = " or ".join(f"{one.concept_id} with measure {one.measure}" for one in readings)
            raise NotComposed(f"{indicator_id} can be read as {spelt}", "rename the concept or the breakdown")
        if not readings:
            raise NotComposed(self._why_unread(indicator_id), "`chitieu indicators WORDS` finds what there is")
        parts = readings[0]
        written = self.compose(parts)
        if len(set(parts.breakdown_ids)) < len(parts.breakdown_ids):
            raise NotComposed(f"{indicator_id} names a breakdown twice", "name it once")
        if written != indicator_id:
            raise NotComposed(f"the breakdowns of {indicator_id} are not in order", f"write {written}")
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

    def _why_unread(self, indicator_id: str) -> str:
        concept, *breakdowns = indicator_id.split(JOINT)
        if breakdowns and concept not in self._concepts:
            return f"{concept} in {indicator_id} is no concept"
        unknown = next((one for one in breakdowns[:-1] if one not in self._breakdowns), None)
        if unknown is not None:
            return f"{unknown} in {indicator_id} is no breakdown"
        if breakdowns:
            return f"{breakdowns[-1]} in {indicator_id} is no breakdown, nor one with a measure"
        return f"{indicator_id} is no concept, nor one with a measure"
