"""The words of a folded text, and phrases found in them in one pass."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from chitieu.reading.characters.folding import fold

_WORD = re.compile(r"[^\W_]+")
Payload = TypeVar("Payload")


def listed(text: str) -> tuple[str, ...]:
    """The phrases of a list written as text, parted by commas; lines break anywhere."""
    return tuple(" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip())


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


class Phrases(Generic[Payload]):
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
        root = self._root
        for first, key in enumerate(keys):
            node = root.get(key)
            if node is None:
                continue
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
