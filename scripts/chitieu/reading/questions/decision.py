"""An answer to a question of context, with all that it rests on."""

from dataclasses import dataclass

from chitieu.reading.outline.paragraphs import Span


@dataclass(frozen=True)
class Decision:
    """One answer: the value (None where the text does not say), the rule that gave it, the spans of the words that
    decided, a confidence from 0 to 1, for an indicator the ids that fitted equally well, and the signs that tell how
    likely it is right (see chitieu.reading.sure)."""

    value: str | None
    rule: str
    words: tuple[Span, ...] = ()
    confidence: float = 0.5
    ties: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
