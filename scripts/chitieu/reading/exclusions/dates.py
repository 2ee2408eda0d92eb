"""Days, months, quarters, years and anniversaries."""

from chitieu.reading.exclusions.neighbours import DASHES, Judgement, at, has, is_plain, is_unit, key, whole
from chitieu.reading.tokens.lexer import Token, is_day_and_month


def calendar(tokens: list[Token], place: int) -> Judgement | None:
    """Dates in figures: "5/1/2024", "31/12/2023 - 30/6/2024", "tháng 10/2023", "quý 1/2024", "2024-01"."""
    token, before, after = tokens[place], at(tokens, place - 1), at(tokens, place + 1)
    if token.kind == "DATE":
        last = place
        if key(after) in DASHES and at(tokens, place + 2) and tokens[place + 2].kind == "DATE":
            last = place + 2
        return Judgement("date", place, last, (place,), "day, month and year")
    if token.kind == "MONTH_YEAR":
        reason = "period" if has(before, "QUARTER") else "date"
        return Judgement(
            reason, place, place, (place - 1, place) if has(before, "QUARTER", "MONTH") else (place,), "month and year"
        )
    year = at(tokens, place + 2)
    joined = key(after) in ("-", ".") and after is not None and after.glued and year is not None and year.glued
    is_month = is_plain(token) and token.kind == "NUM" and 1 <= whole(token) <= 12
    if is_month and joined and year is not None and year.kind == "YEAR" and not is_unit(at(tokens, place + 3)):
        reason = "period" if has(before, "QUARTER") else "date"
        return Judgement(reason, place, place + 2, (place, place + 2), "month and year")
    if token.kind == "YEAR" and key(after) == "-" and after and after.glued:
        month = at(tokens, place + 2)
        if month and month.glued and month.text.isdecimal() and len(month.text) == 2 and 1 <= int(month.text) <= 12:
            last = place + 2
            if key(at(tokens, place + 3)) == "-" and is_plain(at(tokens, place + 4)) and tokens[place + 4].glued:
                last = place + 4
            return Judgement("date", place, last, (place,), "year and month")
    return None


def day(tokens: list[Token], place: int) -> Judgement | None:
    """ "ngày 5/1", "sáng 20/1", "(27/7)", "từ 1/1 đến 30/6", "ngày 15 tháng 6 năm 2023"."""
    token, before, after = tokens[place], at(tokens, place - 1), at(tokens, place + 1)
    told = has(before, "DAY")
    if has(before, "ROAD"):
        return None
    if token.kind == "SLASHED" and is_day_and_month(token.text):
        if told and not is_unit(after):
            return Judgement("date", place, place, (place - 1,), "day named before it")
        if is_unit(after):
            return None
        if has(before, "UNTIL", "FROM", "TO") or key(before) in ("đến", "từ", "trước", "sau"):
            return Judgement("date", place, place, (place - 1,), "a time word before it")
        if key(before) in DASHES | {"và", ","} and place > 1 and _was_day(tokens, place - 2):
            return Judgement("date", place, place, (place - 2,), "joined to a date")
        numerator, denominator = (int(part) for part in token.text.split("/"))
        if key(before) == "(" and key(after) in (")", "-", ",") and (numerator > denominator or key(after) == ")"):
            return Judgement("date", place, place, (place - 1, place + 1), "day and month in parentheses")
        if (
            numerator > denominator
            and not has(before, "REACH", "RANK", "SHARE")
            and not has(after, "PLAN")
            and denominator <= 12
            and not _is_counting(tokens, place)
        ):
            return Judgement("date", place, place, (place,), "more than one whole, a day and month")
        return None
    if token.kind == "NUM" and is_day_and_month(token.text.replace(".", "/")) and not is_unit(after):
        if told or (key(before) in DASHES and place > 1 and _was_day(tokens, place - 2)):
            return Judgement("date", place, place, (place - 1,), "day named before it")
        if (
            key(before) == "("
            and key(after) == ")"
            and any("ngày" in one.key for one in tokens[max(0, place - 9) : place])
        ):
            return Judgement("date", place, place, (place - 1, place + 1), "day and month in parentheses")
    if told and is_plain(token) and 1 <= whole(token) <= 31 and not is_unit(after):
        last = place
        if has(after, "MONTH") and is_plain(at(tokens, place + 2)):
            last = place + 2
            year = at(tokens, place + 4)
            if has(at(tokens, place + 3), "YEAR") and year and year.kind == "YEAR":
                last = place + 4
        elif has(after, "MONTH") and at(tokens, place + 2) and tokens[place + 2].kind == "MONTH_YEAR":
            last = place + 2
        elif (
            after is not None
            and after.unit is not None
            and key(before) not in ("ngày", "mùng", "mồng", "đến ngày", "từ ngày")
        ):
            return None
        return Judgement("date", place, last, (place - 1,), "day named before it")
    return None


def dashed_day(tokens: list[Token], place: int) -> Judgement | None:
    """ "ngày 14-5", "29-5-2020", "(28 và 29-5)", "hai ngày 17 - 18/5"."""
    token, before = tokens[place], at(tokens, place - 1)
    if not is_plain(token) or not 1 <= whole(token) <= 31:
        return None
    last = _dashed_date(tokens, place)
    if last and (last == place + 4 or has(before, "DAY", "UNTIL")):
        return Judgement("date", place, last, (place - 1,), "day and month with a dash")
    after, following = at(tokens, place + 1), at(tokens, place + 2)
    if key(after) not in DASHES | {"và", ","} or following is None or not following.is_number:
        return None
    is_date = following.kind == "DATE" or (
        following.kind in ("SLASHED", "NUM") and is_day_and_month(following.text.replace(".", "/"))
    )
    if is_date and not is_unit(at(tokens, place + 3)) and _names_days(tokens, place):
        return Judgement("date", place, place, (place + 2,), "joined to a date")
    if _names_days(tokens, place) and _dashed_date(tokens, place + 2):
        return Judgement("date", place, _dashed_date(tokens, place + 2) or place, (place + 2,), "joined to a date")
    return None


def _names_days(tokens: list[Token], place: int) -> bool:
    """ "ngày" close before, also in front of a parenthesis."""
    return any(has(token, "DAY", "UNTIL") or token.key == "ngày" for token in tokens[max(0, place - 3) : place])


def _dashed_date(tokens: list[Token], place: int) -> int | None:
    """The last place of "14-5" or "29-5-2020", all without blanks and with no unit behind."""
    parts = tokens[place : place + 5]
    if len(parts) < 3 or parts[1].text != "-" or not (parts[1].glued and parts[2].glued) or not is_plain(parts[2]):
        return None
    if not (1 <= whole(parts[0]) <= 31 and 1 <= whole(parts[2]) <= 12):
        return None
    if len(parts) == 5 and parts[3].text == "-" and parts[3].glued and parts[4].kind == "YEAR" and parts[4].glued:
        return place + 4
    return None if is_unit(at(tokens, place + 3)) else place + 2


def _was_day(tokens: list[Token], place: int) -> bool:
    token = tokens[place]
    if is_plain(token) and 1 <= whole(token) <= 31 and _names_days(tokens, place):
        return True
    return token.kind == "DATE" or (
        token.kind == "SLASHED" and is_day_and_month(token.text) and has(at(tokens, place - 1), "DAY", "UNTIL", "FROM")
    )


def _is_counting(tokens: list[Token], place: int) -> bool:
    """A word of result close before: "đạt 12/10" is a pair even when more than planned."""
    return any(has(token, "REACH", "EXCEED") for token in tokens[max(0, place - 3) : place])


def month_or_quarter(tokens: list[Token], place: int) -> Judgement | None:
    """ "tháng 12", "tháng 1, 2", "quý 2"."""
    token, before, after = tokens[place], at(tokens, place - 1), at(tokens, place + 1)
    if not is_plain(token) or is_unit(after):
        return None
    if has(before, "MONTH") and 1 <= whole(token) <= 12:
        year = at(tokens, place + 2)
        last = place + 2 if has(after, "YEAR") and key(after) == "năm" and year and year.kind == "YEAR" else place
        return Judgement("date", place, last if last == place else place, (place - 1,), "month named before it")
    if has(before, "QUARTER") and 1 <= whole(token) <= 4:
        return Judgement("period", place, place, (place - 1,), "quarter named before it")
    if has(before, "CENTURY"):
        return Judgement("period", place, place, (place - 1,), "century named before it")
    return None


def year(tokens: list[Token], place: int) -> Judgement | None:
    """ "năm 2023", "2021 - 2025", "so với 2022", "năm học 2023/2024"; "2000 người" is a count."""
    token, before, after = tokens[place], at(tokens, place - 1), at(tokens, place + 1)
    if token.kind == "SLASHED":
        parts = token.text.split("/")
        if all(len(part) == 4 and part[:2] in ("19", "20") for part in parts):
            return Judgement("period", place, place, (place,), "two years")
        return None
    if token.kind != "YEAR":
        return None
    is_of_quarter = key(before) == "/" and has(at(tokens, place - 3), "QUARTER")
    told = is_of_quarter or has(before, "YEAR", "SPAN", "DAY", "UNTIL", "MONTH")
    following = at(tokens, place + 2)
    if (
        key(after) in DASHES | {"đến", "tới"}
        and following
        and following.kind == "YEAR"
        and not is_unit(at(tokens, place + 3))
    ):
        return Judgement(_span_reason(tokens, place), place, place + 2, (place, place + 2), "two years")
    if (
        key(after) in DASHES
        and following is not None
        and has(following, "YEAR", "SPAN")
        and at(tokens, place + 3) is not None
        and tokens[place + 3].kind == "YEAR"
        and key(following) == "năm"
    ):
        return Judgement("year", place, place, (place - 1,), "year")
    if told:
        return Judgement(_span_reason(tokens, place, "year"), place, place, (place - 1,), "year named before it")
    if is_unit(after) and after is not None and after.unit is not None:
        if after.unit.role in ("unit", "currency", "scale") or has(
            before, "REACH", "GE", "GT", "LE", "LT", "APPROX", "STOP", "SHARE", "RISE", "FALL"
        ):
            return None
        if after.unit.unit_id in ("province", "district", "commune", "country", "entity") and key(before) != "tổng số":
            return Judgement("year", place, place, (place,), "a year by its print")
        return None
    return Judgement("year", place, place, (place,), "a year by its print")


def _span_reason(tokens: list[Token], place: int, default: str = "period") -> str:
    """Years in parentheses after an anniversary belong to it: "80 năm … (1944 - 2024)"."""
    opening = next((k for k in range(place - 1, max(-1, place - 8), -1) if tokens[k].text == "("), None)
    if opening is None or any(tokens[k].text == ")" for k in range(opening, place)):
        return default
    before = tokens[max(0, opening - 14) : opening]
    if any(has(token, "ANNIVERSARY_OF", "ANNIVERSARY") for token in before):
        return "anniversary"
    return default


def anniversary_dates(tokens: list[Token], place: int) -> Judgement | None:
    """ "80 năm ngày mất … (07/3/1944 - 07/3/2024)"."""
    if tokens[place].kind != "DATE" or _span_reason(tokens, place) != "anniversary":
        return None
    after = at(tokens, place + 1)
    joined = key(after) in DASHES and at(tokens, place + 2) is not None and tokens[place + 2].kind == "DATE"
    return Judgement("anniversary", place, place + 2 if joined else place, (place,), "dates of an anniversary")


def anniversary(tokens: list[Token], place: int) -> Judgement | None:
    """ "95 năm ngày thành lập", "kỷ niệm 25 năm tái lập tỉnh"."""
    after = at(tokens, place + 1)
    if not is_plain(tokens[place]) or key(after) not in ("năm", "ngày"):
        return None
    before = tokens[max(0, place - 3) : place]
    behind = tokens[place + 2 : place + 5]
    words = [k for k in range(max(0, place - 3), place) if has(tokens[k], "ANNIVERSARY")]
    words += [k for k in range(place + 2, min(len(tokens), place + 5)) if has(tokens[k], "ANNIVERSARY_OF")]
    if any(has(token, "ANNIVERSARY") for token in before) or any(has(token, "ANNIVERSARY_OF") for token in behind[:1]):
        return Judgement("anniversary", place, place, tuple(words), "anniversary named beside it")
    return None


def days_named(tokens: list[Token], place: int) -> Judgement | None:
    """ "trong 2 ngày 12, 13/10": the days are named behind their number."""
    following = at(tokens, place + 2)
    if is_plain(tokens[place]) and key(at(tokens, place + 1)) == "ngày" and following and following.is_number:
        return Judgement("period", place, place, (place + 1,), "days named after it")
    return None
