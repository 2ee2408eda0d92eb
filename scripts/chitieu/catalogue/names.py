"""The names of an indicator in both languages, composed so that they can be read aloud."""

from collections.abc import Sequence

from chitieu.catalogue.records import Breakdown, Concept, Dimension, Measure

LANGUAGES = ("vi", "en")

_PROPER = frozenset({"Internet", "Party", "Vietnam", "Việt"})
"""First words that keep their capital inside a sentence; abbreviations and names of several words keep it anyway."""
_NUMBER = "số "
_COUNTED_ALREADY = ("số ", "lượt ", "dân số", "lực lượng", "tổng ", "đàn ", "biên chế", "nhân lực", "nhân khẩu")
"""Vietnamese names of counts that need no "số" before them, since they begin with a number or a mass of things."""


def in_sentence(name: str) -> str:
    """A name as it stands inside a sentence: its first letter small, unless it begins with a proper name.

    >>> in_sentence("Tổng thu ngân sách"), in_sentence("GRDP bình quân đầu người")
    ('tổng thu ngân sách', 'GRDP bình quân đầu người')
    """
    first = name.split(" ", 1)[0]
    if first in _PROPER or any(letter.isupper() for letter in first[1:]):
        return name
    return name[:1].lower() + name[1:]


def capital(name: str) -> str:
    """A name with a capital first letter."""
    return name[:1].upper() + name[1:]


def level(concept: Concept, divided: Sequence[tuple[Dimension, Breakdown]], language: str) -> str:
    """The name of a concept, or of the part of it that breakdowns in the dimensions' order leave."""
    name = of(concept, language)
    for dimension, breakdown in divided:
        name = _pattern(dimension, language).format(whole=name, part=of(breakdown, language))
    return name


def measured(measure: Measure, name: str, is_count: bool, language: str) -> str:
    """The name of what a measure says of a quantity with its own name."""
    template = measure.name_vi if language == "vi" else measure.name_en
    if template == "{indicator}":
        return name
    inner = in_sentence(name)
    if language == "vi" and measure.measure.startswith("share"):
        inner = inner.removeprefix(_NUMBER)  # "tỷ lệ hộ nghèo", but "tốc độ tăng số hộ nghèo"
    elif language == "vi" and is_count and not inner.startswith(_COUNTED_ALREADY):
        inner = _NUMBER + inner
    return template.format(indicator=inner)


def of_part(measure: Measure, part: Breakdown, whole: str, language: str) -> str:
    """The name of what a measure says of a part beside its whole ("share of wood in exports")."""
    template = (measure.part_name_vi if language == "vi" else measure.part_name_en) or "{part}, {whole}"
    return capital(template.format(part=of(part, language), whole=in_sentence(whole)))


def of(named: Concept | Breakdown | Dimension, language: str) -> str:
    """The name of a record as it stands in the registry."""
    return named.name_vi if language == "vi" else named.name_en


def defined(known: Concept | Measure, language: str) -> str:
    """The definition of a record."""
    return known.definition_vi if language == "vi" else known.definition


def _pattern(dimension: Dimension, language: str) -> str:
    return dimension.pattern_vi if language == "vi" else dimension.pattern_en
