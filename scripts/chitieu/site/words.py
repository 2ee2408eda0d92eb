"""What the pages say in one language: phrases, names of codes, numbers, values and dates as people write them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

LANGUAGES = ("vi", "en")
"""The order of the pairs in words.toml."""

_BEFORE = {"ge": "≥\u202f", "gt": ">\u202f", "le": "≤\u202f", "lt": "<\u202f"}


@dataclass(frozen=True)
class Words:
    """One language. `codes` gives the name of a code by its list and itself."""

    language: str
    phrases: Mapping[str, str]
    codes: Mapping[tuple[str, str], str]

    def __getitem__(self, name: str) -> str:
        return self.phrases[name]

    def say(self, name: str, /, **filled: Any) -> Markup:
        """A phrase with its braces filled in; whole numbers are written as numbers, the rest is escaped."""
        shown = {key: self.number(value) if isinstance(value, int) else escape(value) for key, value in filled.items()}
        return Markup(escape(self.phrases[name])).format(**shown)

    def code(self, codelist: str, code: str | None) -> str:
        """The name of a code; the code itself where it has none, nothing for None."""
        return "" if code is None else self.codes.get((codelist, code), code.replace("_", " "))

    def number(self, value: Decimal | int) -> str:
        """Thousands apart, no zeros at the end: 1.234,5 in Vietnamese and 1,234.5 in English."""
        text = f"{value:,}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        if text.startswith("-"):
            text = "\u2212" + text[1:]
        return text.translate({44: ".", 46: ","}) if self.language == "vi" else text

    def value(self, comparator: str, low: Decimal | None, high: Decimal | None, is_approximate: bool = False) -> str:
        """What a figure says: a number, an open bound, a range, about a number."""
        if comparator == "range" and low is not None and high is not None:
            text = f"{self.number(low)}\u2013{self.number(high)}"
        else:
            bound = low if low is not None else high
            text = "" if bound is None else _BEFORE.get(comparator, "") + self.number(bound)
        return f"≈\u202f{text}" if is_approximate else text

    def day(self, day: date | None, precision: str = "day") -> str:
        """A date as far as it is known: 31/12/2023 in Vietnamese and 31 December 2023 in English."""
        if day is None:
            return ""
        if precision == "year":
            return str(day.year)
        if self.language == "vi":
            return f"{day.month}/{day.year}" if precision == "month" else f"{day.day}/{day.month}/{day.year}"
        month = f"{_MONTHS[day.month - 1]} {day.year}"
        return month if precision == "month" else f"{day.day} {month}"

    def period(self, period: str) -> str:
        """A period as people write it: 2021–2025 for 2021/2025."""
        return period.replace("/", "\u2013")


_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def read(language: str, codes: Mapping[tuple[str, str], str]) -> Words:
    """The words of a language."""
    phrases = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return Words(language, {name: pair[LANGUAGES.index(language)] for name, pair in phrases.items()}, codes)
