"""Vietnamese text folded to a key that keeps every offset.

The key is lower case, with one spelling where two are in use: the tone mark of "hoà" and "hòa", and i or y at the end
of a syllable ("tỷ" and "tỉ", "bác sỹ" and "bác sĩ"). Vowels keep their marks: "năm" (year) is not "nam" (south).
"""

import re
import unicodedata

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
