"""Text of before Unicode: letters of the TCVN3 fonts told from their place, judged by how Vietnamese the outcome is.

A workbook does not say that its text is such: its bytes are Western letters ("Bé Tµi chÝnh" is "Bộ Tài chính"). Both
readings are tried on all texts of a sheet, and the one with the greater share of Vietnamese syllables is taken.
"""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

UNICODE = "unicode"
TCVN3 = "tcvn3"

_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    "(?:iêu|yêu|oai|oay|oeo|uây|uôi|ươi|ươu|uya|uyu|oao|ia|ya|ua|ưa"
    "|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|y"
    "|(?:uyê|iê|yê|uô|ươ|oa|oă|oe|oo|uâ|uê|uy|uơ|[aăâeêioôơuư])(?:ch|ng|nh|[cmnpt])?)"
)
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


def is_syllable(word: str) -> bool:
    """Whether a word is spelled as a Vietnamese syllable, with at most one tone.

    >>> is_syllable("chính"), is_syllable("chÝnh"), is_syllable("plan")
    (True, False, False)
    """
    apart = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", _TONE.sub("", apart))
    return len(_TONE.findall(apart)) <= 1 and _SYLLABLE.fullmatch(bare) is not None


def vietnamese_share(texts: Sequence[str]) -> float:
    """The share of Vietnamese syllables among the words of some texts; 0 if there is no word."""
    words = [word for text in texts for word in _WORD.findall(unicodedata.normalize("NFC", text).replace("\u00ad", ""))]
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def from_tcvn3(text: str) -> str:
    """The text meant by the letters of a TCVN3 font, in Unicode.

    >>> from_tcvn3("Bé Tµi chÝnh")
    'Bộ Tài chính'
    """
    return text.translate(_letters())


def encoding_of(texts: Sequence[str]) -> str:
    """The encoding that makes the texts more Vietnamese; Unicode when neither does."""
    as_they_are = vietnamese_share(texts)
    return TCVN3 if vietnamese_share([from_tcvn3(text) for text in texts]) > as_they_are else UNICODE


@cache
def _letters() -> dict[int, str]:
    table = tomllib.loads(files(__package__).joinpath("tcvn3.toml").read_text(encoding="utf-8"))
    # Not .split() alone: the letter for ắ is no blank, but a soft hyphen stands for ư.
    written, meant = (re.split("[ \n]+", table[name].strip(" \n")) for name in ("written", "meant"))
    return str.maketrans(dict(zip(written, meant, strict=True)))
