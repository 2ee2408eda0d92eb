"""Periods as the contract writes them: their first day, their last day and their year."""

import calendar
import re
from datetime import date


def ends_on(period: str) -> date:
    """The last day of a period as the contract writes it.

    >>> ends_on("2023-H1"), ends_on("2021/2025")
    (datetime.date(2023, 6, 30), datetime.date(2025, 12, 31))
    """
    last = period.rsplit("/", 1)[-1]
    year, _, part = last.partition("-")
    if not part:
        month = 12
    elif part.startswith("H"):
        month = int(part[1:]) * 6
    elif part.startswith("Q"):
        month = int(part[1:]) * 3
    elif "-" in part:
        return date.fromisoformat(last)
    else:
        month = int(part)
    return date(int(year), month, calendar.monthrange(int(year), month)[1])


def starts_on(period: str) -> date:
    """The first day of a period; a cut-off date is its own."""
    first = period.split("/", 1)[0]
    year, _, part = first.partition("-")
    if "-" in part:
        return date.fromisoformat(first)
    if part.startswith("H"):
        return date(int(year), int(part[1:]) * 6 - 5, 1)
    if part.startswith("Q"):
        return date(int(year), int(part[1:]) * 3 - 2, 1)
    return date(int(year), int(part) if part else 1, 1)


def earlier(period: str, years: int) -> str:
    """The same part of the year some years before.

    >>> earlier("2023-01/2023-10", 1)
    '2022-01/2022-10'
    """
    return re.sub(r"\b(?:19|20)\d\d\b", lambda year: str(int(year[0]) - years), period)


def month_of(period: str) -> str | None:
    """The month at the end of a period that names one, None for years, halves and quarters.

    >>> month_of("2024-01/2024-04"), month_of("2024-09-12"), month_of("2024-Q1")
    ('2024-04', '2024-09', None)
    """
    last = period.rsplit("/", 1)[-1]
    return last[:7] if len(last) >= 7 and last[5:7].isdigit() else None


def year_of(period: str) -> int:
    """The year that a period counts for: the last of an interval."""
    return ends_on(period).year
