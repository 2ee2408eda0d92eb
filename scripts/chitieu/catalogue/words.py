"""The words of names and terms as keys: in one spelling, and without any marks for a search."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_FINAL_Y = re.compile("(?<=[bcdđghklmnpqrstvx])y$")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def spelling(text: str) -> str:
    """The words in small letters, the tone of each behind its letters and y at the end of a syllable as i: equal for
    "hoà" and "hòa", for "tỷ" and "tỉ", not for "hoa".

    >>> spelling("Hàng Hoá") == spelling("hàng  hóa"), spelling("hoá") == spelling("hoa")
    (True, False)
    """
    return " ".join(_tone_last(word) for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()))


def plain(text: str) -> str:
    """The words in small letters without marks, for those who type without them.

    >>> plain("Tỷ lệ hộ nghèo, Đồng Nai")
    'ty le ho ngheo dong nai'
    """
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join(_WORD.findall("".join(letter for letter in bare if not unicodedata.combining(letter))))


@lru_cache(maxsize=20_000)  # Vietnamese has some seven thousand syllables.
def _tone_last(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(letter for letter in letters if letter in _TONES)
    return _FINAL_Y.sub("i", "".join(letter for letter in letters if letter not in _TONES)) + tones
