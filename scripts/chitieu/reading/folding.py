"""Vietnamese text folded to a key that keeps every offset, and phrases found in it in one pass.

The key is lower case, with one spelling where two are in use: the tone mark of "hoà" and "hòa", and i or y at the end
of a syllable ("tỷ" and "tỉ", "bác sỹ" and "bác sĩ"). Vowels keep their marks: "năm" (year) is not "nam" (south).
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Payload = TypeVar("Payload")

TONES = ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323")


def _toned(letter: str) -> str:
    return "".join(unicodedata.normalize("NFC", letter + tone) for tone in TONES)


_TONE_ON_SECOND = re.compile(f"(o[{_toned('a')}{_toned('e')}]|u[{_toned('y')}])")
_SECOND_TO_FIRST = {
    first + unicodedata.normalize("NFC", second + tone): unicodedata.normalize("NFC", first + tone) + second
    for first, second in (("o", "a"), ("o", "e"), ("u", "y"))
    for tone in TONES
}
_FINAL_Y = re.compile(f"(?<=[bcdđghklmnpqrstvx])[y{_toned('y')}](?![^\\W\\d_])")
_Y_TO_I = dict(zip("y" + _toned("y"), "i" + _toned("i"), strict=True))
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """The key of a text, as long as the text itself; the text should be in composed form (see `compose`)."""
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return one_spelling(folded)


def one_spelling(text: str) -> str:
    """Lower-case text, or a pattern for folded text, with one spelling of each syllable."""
    text = _TONE_ON_SECOND.sub(lambda pair: _SECOND_TO_FIRST[pair[0]], text)
    return _FINAL_Y.sub(lambda letter: _Y_TO_I[letter[0]], text)


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a list written as text, parted by commas; lines break anywhere."""
    return tuple(" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip())


def compose(text: str) -> tuple[str, list[int] | None]:
    """The text with letters and their marks composed, and for each of its characters the offset in the original.

    The offsets are None where nothing had to be composed, which is the rule.
    """
    if unicodedata.is_normalized("NFC", text):
        return text, None
    composed: list[str] = []
    offsets: list[int] = []
    for cluster in re.finditer(r".[\u0300-\u036f]*", text, re.DOTALL):
        letters = unicodedata.normalize("NFC", cluster[0])
        composed.append(letters)
        offsets.extend([cluster.start()] * len(letters))
    return "".join(composed), [*offsets, len(text)]


@dataclass(frozen=True)
class Match(Generic[Payload]):
    """A phrase found: its offsets, its first word and the number of its words, and what it stands for."""

    start: int
    end: int
    first_word: int
    word_count: int
    payload: Payload


class Words:
    """The words of a folded text with their offsets."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.keys: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for word in _WORD.finditer(folded):
            self.keys.append(word[0])
            self.starts.append(word.start())
            self.ends.append(word.end())

    def range(self, start: int, end: int) -> range:
        """Indexes of the words that begin in [start, end)."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))


class Lexicon(Generic[Payload]):
    """Phrases with payloads, found in one pass over the words: time is linear in the text, whatever their number.

    What stands between the words of a phrase (spaces, commas, hyphens, line breaks) does not count.
    """

    _END = ""

    def __init__(self, entries: Iterable[tuple[str, Payload]]) -> None:
        self._root: dict = {}
        for phrase, payload in entries:
            node = self._root
            for word in _WORD.findall(fold(unicodedata.normalize("NFC", phrase))):
                node = node.setdefault(word, {})
            if node is not self._root:
                node.setdefault(self._END, []).append(payload)

    def find(self, words: Words) -> list[Match[Payload]]:
        """Every occurrence of every phrase, overlapping ones too, ordered by start and then by length."""
        found: list[Match[Payload]] = []
        keys, count = words.keys, len(words.keys)
        for first in range(count):
            node = self._root.get(keys[first])
            at = first
            while node is not None:
                for payload in node.get(self._END, ()):
                    found.append(Match(words.starts[first], words.ends[at], first, at - first + 1, payload))
                at += 1
                node = node.get(keys[at]) if at < count else None
        return found

    def find_longest(self, words: Words) -> list[Match[Payload]]:
        """Occurrences that lie in no longer one, from left to right without overlap."""
        kept: list[Match[Payload]] = []
        for match in sorted(self.find(words), key=lambda one: (one.start, -one.end)):
            if not kept or match.start >= kept[-1].end or (match.start, match.end) == (kept[-1].start, kept[-1].end):
                kept.append(match)
        return kept
