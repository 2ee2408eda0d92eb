"""Numerals that are no figure: dates, names, list numbers and the like, each recognised by the words beside it.

A rule is a function of the tokens and the place of a number; it answers None, or the reason with the first and last
token of the expression and the tokens whose words decided. The rules are asked in order and the first answer holds.
Reasons are codes of the list `exclusion_reason` in seeds/reference/codes.csv, which defines them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from chitieu.reading.figure_words import Token, is_day_and_month


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why a numeral is no figure, the tokens that make the expression (both included) and those whose words decided."""

    reason: str
    first: int
    last: int
    words: tuple[int, ...]
    rule: str


Rule = Callable[[list[Token], int], Judgement | None]

_NAMERS = {
    "DOCUMENT": "document_number",
    "PROGRAMME": "programme_name",
    "EVENT": "event_name",
    "ROAD": "road_number",
    "PHONE": "phone",
    "TECHNICAL": "technical_name",
    "PLANT": "technical_name",
    "INSTITUTION": "institution_name",
    "GRADE": "service_level",
    "ADDRESS": "address",
}
_LISTED = frozenset(
    {
        "service_level",
        "document_number",
        "date",
        "address",
        "road_number",
        "programme_name",
        "event_name",
        "technical_name",
        "institution_name",
    }
)
_SENTENCE_ENDS = frozenset(".:;!?…")
_DASHES = frozenset("-–—")


def judge(tokens: list[Token], place: int, previous: Judgement | None = None) -> Judgement | None:
    """The first rule that recognises the number at `place` as no figure, None when none does.

    `previous` is the judgement of the numeral before it: a list of names goes on.
    """
    for rule in RULES:
        found = rule(tokens, place)
        if found:
            return found
    return continued(tokens, place, previous)


def _at(tokens: list[Token], place: int) -> Token | None:
    return tokens[place] if 0 <= place < len(tokens) else None


def _has(token: Token | None, *kinds: str) -> bool:
    return token is not None and not token.kinds.isdisjoint(kinds)


def _key(token: Token | None) -> str:
    return token.key if token is not None else ""


def _starts_line(tokens: list[Token], place: int) -> bool:
    before = _at(tokens, place - 1)
    return before is None or before.kind == "line"


def _is_unit(token: Token | None) -> bool:
    return token is not None and token.unit is not None and token.unit.role != "time"


def _is_plain(token: Token | None) -> bool:
    return token is not None and token.kind in ("NUM", "YEAR") and token.text.isdecimal()


def _whole(token: Token) -> int:
    """The value of a plain number of at most four digits, else a number too large for any rule."""
    return int(token.text) if token.text.isdecimal() and len(token.text) <= 4 else 10**6


def code(tokens: list[Token], place: int) -> Judgement | None:
    """ "176/NQ-HĐND", "68/2022/QH15"."""
    if tokens[place].kind == "CODED":
        return Judgement("document_number", place, place, (place,), "document code")
    return None


def parenthesised_mark(tokens: list[Token], place: int) -> Judgement | None:
    """ "(1) Tổng sản phẩm" orders; "đồng(1)" and "[2]" refer to a footnote."""
    before, after = _at(tokens, place - 1), _at(tokens, place + 1)
    token = tokens[place]
    if before is None or after is None or not _is_plain(token) or _whole(token) > 150:
        return None
    if before.text == "[" and after.text == "]":
        return Judgement("footnote_mark", place, place, (place - 1, place + 1), "number in square brackets")
    if before.text == "(" and after.text == ")":
        if before.glued and place > 1 and tokens[place - 2].kind != "line":
            return Judgement("footnote_mark", place, place, (place - 1, place + 1), "parenthesis glued to a word")
        if _is_count_of_a_name(tokens, place):
            return None
        return Judgement("list_number", place, place, (place - 1, place + 1), "number in parentheses")
    return None


def _is_count_of_a_name(tokens: list[Token], place: int) -> bool:
    """ "Cà Mau (84), Bến Tre (53)": a number behind a name where the list goes on, while "(1) Về kinh tế" orders."""
    named, following = _at(tokens, place - 2), _at(tokens, place + 2)
    if named is None or named.kind != "word" or not named.text[:1].isupper() or named.unit is not None:
        return False
    return following is None or following.kind == "line" or following.text in (",", ";", ".", ")", "…", "và")


def list_number(tokens: list[Token], place: int) -> Judgement | None:
    """ "2.1- Kết quả", "1. Về kinh tế", "3) …" at the start of a line, or after a sentence when a capital follows."""
    token, after = tokens[place], _at(tokens, place + 1)
    if token.kind not in ("NUM",) or after is None or "," in token.text or len(token.text) > 8:
        return None
    parts = token.text.split(".")
    if any(len(part) > 2 for part in parts):
        return None
    following = _at(tokens, place + 2)
    starts = _starts_line(tokens, place)
    if (
        starts
        and after.text in (".", ")", "/", "-", "–", "—", ":")
        and following
        and following.kind in ("word", "mark")
    ):
        if following.text in "\"“'‘(*" or following.kind == "word":
            return Judgement("list_number", place, place, (place + 1,), "number that opens a line")
        return None
    if starts and len(parts) > 1 and after.kind == "word" and after.text[:1].isupper() and not _is_unit(after):
        return Judgement("list_number", place, place, (place + 1,), "number that opens a line")
    before = _at(tokens, place - 1)
    ends = before is not None and before.text in _SENTENCE_ENDS
    if ends and after.text in (".", ")", "-") and following and following.text[:1].isupper() and len(parts) == 1:
        return Judgement("list_number", place, place, (place + 1,), "number that opens a sentence")
    return None


def calendar(tokens: list[Token], place: int) -> Judgement | None:
    """Dates in figures: "5/1/2024", "31/12/2023 - 30/6/2024", "tháng 10/2023", "quý 1/2024", "2024-01"."""
    token, before, after = tokens[place], _at(tokens, place - 1), _at(tokens, place + 1)
    if token.kind == "DATE":
        last = place
        if _key(after) in _DASHES and _at(tokens, place + 2) and tokens[place + 2].kind == "DATE":
            last = place + 2
        return Judgement("date", place, last, (place,), "day, month and year")
    if token.kind == "MONTH_YEAR":
        reason = "period" if _has(before, "QUARTER") else "date"
        return Judgement(
            reason, place, place, (place - 1, place) if _has(before, "QUARTER", "MONTH") else (place,), "month and year"
        )
    year = _at(tokens, place + 2)
    joined = _key(after) in ("-", ".") and after is not None and after.glued and year is not None and year.glued
    is_month = _is_plain(token) and token.kind == "NUM" and 1 <= _whole(token) <= 12
    if is_month and joined and year is not None and year.kind == "YEAR" and not _is_unit(_at(tokens, place + 3)):
        reason = "period" if _has(before, "QUARTER") else "date"
        return Judgement(reason, place, place + 2, (place, place + 2), "month and year")
    if token.kind == "YEAR" and _key(after) == "-" and after and after.glued:
        month = _at(tokens, place + 2)
        if month and month.glued and month.text.isdecimal() and len(month.text) == 2 and 1 <= int(month.text) <= 12:
            last = place + 2
            if _key(_at(tokens, place + 3)) == "-" and _is_plain(_at(tokens, place + 4)) and tokens[place + 4].glued:
                last = place + 4
            return Judgement("date", place, last, (place,), "year and month")
    return None


def day(tokens: list[Token], place: int) -> Judgement | None:
    """ "ngày 5/1", "sáng 20/1", "(27/7)", "từ 1/1 đến 30/6", "ngày 15 tháng 6 năm 2023"."""
    token, before, after = tokens[place], _at(tokens, place - 1), _at(tokens, place + 1)
    told = _has(before, "DAY")
    if _has(before, "ROAD"):
        return None
    if token.kind == "SLASHED" and is_day_and_month(token.text):
        if told and not _is_unit(after):
            return Judgement("date", place, place, (place - 1,), "day named before it")
        if _is_unit(after):
            return None
        if _has(before, "UNTIL", "FROM", "TO") or _key(before) in ("đến", "từ", "trước", "sau"):
            return Judgement("date", place, place, (place - 1,), "a time word before it")
        if _key(before) in _DASHES | {"và", ","} and place > 1 and _was_day(tokens, place - 2):
            return Judgement("date", place, place, (place - 2,), "joined to a date")
        numerator, denominator = (int(part) for part in token.text.split("/"))
        if _key(before) == "(" and _key(after) in (")", "-", ",") and (numerator > denominator or _key(after) == ")"):
            return Judgement("date", place, place, (place - 1, place + 1), "day and month in parentheses")
        if (
            numerator > denominator
            and not _has(before, "REACH", "RANK", "SHARE")
            and not _has(after, "PLAN")
            and denominator <= 12
            and not _is_counting(tokens, place)
        ):
            return Judgement("date", place, place, (place,), "more than one whole, a day and month")
        return None
    if token.kind == "NUM" and is_day_and_month(token.text.replace(".", "/")) and not _is_unit(after):
        if told or (_key(before) in _DASHES and place > 1 and _was_day(tokens, place - 2)):
            return Judgement("date", place, place, (place - 1,), "day named before it")
        if (
            _key(before) == "("
            and _key(after) == ")"
            and any("ngày" in one.key for one in tokens[max(0, place - 9) : place])
        ):
            return Judgement("date", place, place, (place - 1, place + 1), "day and month in parentheses")
    if told and _is_plain(token) and 1 <= _whole(token) <= 31 and not _is_unit(after):
        last = place
        if _has(after, "MONTH") and _is_plain(_at(tokens, place + 2)):
            last = place + 2
            year = _at(tokens, place + 4)
            if _has(_at(tokens, place + 3), "YEAR") and year and year.kind == "YEAR":
                last = place + 4
        elif _has(after, "MONTH") and _at(tokens, place + 2) and tokens[place + 2].kind == "MONTH_YEAR":
            last = place + 2
        elif (
            after is not None
            and after.unit is not None
            and _key(before) not in ("ngày", "mùng", "mồng", "đến ngày", "từ ngày")
        ):
            return None
        return Judgement("date", place, last, (place - 1,), "day named before it")
    return None


def dashed_day(tokens: list[Token], place: int) -> Judgement | None:
    """ "ngày 14-5", "29-5-2020", "(28 và 29-5)", "hai ngày 17 - 18/5"."""
    token, before = tokens[place], _at(tokens, place - 1)
    if not _is_plain(token) or not 1 <= _whole(token) <= 31:
        return None
    last = _dashed_date(tokens, place)
    if last and (last == place + 4 or _has(before, "DAY", "UNTIL")):
        return Judgement("date", place, last, (place - 1,), "day and month with a dash")
    after, following = _at(tokens, place + 1), _at(tokens, place + 2)
    if _key(after) not in _DASHES | {"và", ","} or following is None or not following.is_number:
        return None
    is_date = following.kind == "DATE" or (
        following.kind in ("SLASHED", "NUM") and is_day_and_month(following.text.replace(".", "/"))
    )
    if is_date and not _is_unit(_at(tokens, place + 3)) and _names_days(tokens, place):
        return Judgement("date", place, place, (place + 2,), "joined to a date")
    if _names_days(tokens, place) and _dashed_date(tokens, place + 2):
        return Judgement("date", place, _dashed_date(tokens, place + 2) or place, (place + 2,), "joined to a date")
    return None


def _names_days(tokens: list[Token], place: int) -> bool:
    """ "ngày" close before, also in front of a parenthesis."""
    return any(_has(token, "DAY", "UNTIL") or token.key == "ngày" for token in tokens[max(0, place - 3) : place])


def _dashed_date(tokens: list[Token], place: int) -> int | None:
    """The last place of "14-5" or "29-5-2020", all without blanks and with no unit behind."""
    parts = tokens[place : place + 5]
    if len(parts) < 3 or parts[1].text != "-" or not (parts[1].glued and parts[2].glued) or not _is_plain(parts[2]):
        return None
    if not (1 <= _whole(parts[0]) <= 31 and 1 <= _whole(parts[2]) <= 12):
        return None
    if len(parts) == 5 and parts[3].text == "-" and parts[3].glued and parts[4].kind == "YEAR" and parts[4].glued:
        return place + 4
    return None if _is_unit(_at(tokens, place + 3)) else place + 2


def _was_day(tokens: list[Token], place: int) -> bool:
    token = tokens[place]
    if _is_plain(token) and 1 <= _whole(token) <= 31 and _names_days(tokens, place):
        return True
    return token.kind == "DATE" or (
        token.kind == "SLASHED"
        and is_day_and_month(token.text)
        and _has(_at(tokens, place - 1), "DAY", "UNTIL", "FROM")
    )


def _is_counting(tokens: list[Token], place: int) -> bool:
    """A word of result close before: "đạt 12/10" is a pair even when more than planned."""
    return any(_has(token, "REACH", "EXCEED") for token in tokens[max(0, place - 3) : place])


def month_or_quarter(tokens: list[Token], place: int) -> Judgement | None:
    """ "tháng 12", "tháng 1, 2", "quý 2"."""
    token, before, after = tokens[place], _at(tokens, place - 1), _at(tokens, place + 1)
    if not _is_plain(token) or _is_unit(after):
        return None
    if _has(before, "MONTH") and 1 <= _whole(token) <= 12:
        year = _at(tokens, place + 2)
        last = place + 2 if _has(after, "YEAR") and _key(after) == "năm" and year and year.kind == "YEAR" else place
        return Judgement("date", place, last if last == place else place, (place - 1,), "month named before it")
    if _has(before, "QUARTER") and 1 <= _whole(token) <= 4:
        return Judgement("period", place, place, (place - 1,), "quarter named before it")
    if _has(before, "CENTURY"):
        return Judgement("period", place, place, (place - 1,), "century named before it")
    return None


def year(tokens: list[Token], place: int) -> Judgement | None:
    """ "năm 2023", "2021 - 2025", "so với 2022", "năm học 2023/2024"; "2000 người" is a count."""
    token, before, after = tokens[place], _at(tokens, place - 1), _at(tokens, place + 1)
    if token.kind == "SLASHED":
        parts = token.text.split("/")
        if all(len(part) == 4 and part[:2] in ("19", "20") for part in parts):
            return Judgement("period", place, place, (place,), "two years")
        return None
    if token.kind != "YEAR":
        return None
    is_of_quarter = _key(before) == "/" and _has(_at(tokens, place - 3), "QUARTER")
    told = is_of_quarter or _has(before, "YEAR", "SPAN", "DAY", "UNTIL", "MONTH")
    following = _at(tokens, place + 2)
    if (
        _key(after) in _DASHES | {"đến", "tới"}
        and following
        and following.kind == "YEAR"
        and not _is_unit(_at(tokens, place + 3))
    ):
        return Judgement(_span_reason(tokens, place), place, place + 2, (place, place + 2), "two years")
    if (
        _key(after) in _DASHES
        and following is not None
        and _has(following, "YEAR", "SPAN")
        and _at(tokens, place + 3) is not None
        and tokens[place + 3].kind == "YEAR"
        and _key(following) == "năm"
    ):
        return Judgement("year", place, place, (place - 1,), "year")
    if told:
        return Judgement(_span_reason(tokens, place, "year"), place, place, (place - 1,), "year named before it")
    if _is_unit(after) and after is not None and after.unit is not None:
        if after.unit.role in ("unit", "currency", "scale") or _has(
            before, "REACH", "GE", "GT", "LE", "LT", "APPROX", "STOP", "SHARE", "RISE", "FALL"
        ):
            return None
        if after.unit.unit_id in ("province", "district", "commune", "country", "entity") and _key(before) != "tổng số":
            return Judgement("year", place, place, (place,), "a year by its print")
        return None
    return Judgement("year", place, place, (place,), "a year by its print")


def _span_reason(tokens: list[Token], place: int, default: str = "period") -> str:
    """Years in parentheses after an anniversary belong to it: "80 năm … (1944 - 2024)"."""
    opening = next((k for k in range(place - 1, max(-1, place - 8), -1) if tokens[k].text == "("), None)
    if opening is None or any(tokens[k].text == ")" for k in range(opening, place)):
        return default
    before = tokens[max(0, opening - 14) : opening]
    if any(_has(token, "ANNIVERSARY_OF", "ANNIVERSARY") for token in before):
        return "anniversary"
    return default


def anniversary_dates(tokens: list[Token], place: int) -> Judgement | None:
    """ "80 năm ngày mất … (07/3/1944 - 07/3/2024)"."""
    if tokens[place].kind != "DATE" or _span_reason(tokens, place) != "anniversary":
        return None
    after = _at(tokens, place + 1)
    joined = _key(after) in _DASHES and _at(tokens, place + 2) is not None and tokens[place + 2].kind == "DATE"
    return Judgement("anniversary", place, place + 2 if joined else place, (place,), "dates of an anniversary")


def anniversary(tokens: list[Token], place: int) -> Judgement | None:
    """ "95 năm ngày thành lập", "kỷ niệm 25 năm tái lập tỉnh"."""
    after = _at(tokens, place + 1)
    if not _is_plain(tokens[place]) or _key(after) not in ("năm", "ngày"):
        return None
    before = tokens[max(0, place - 3) : place]
    behind = tokens[place + 2 : place + 5]
    words = [k for k in range(max(0, place - 3), place) if _has(tokens[k], "ANNIVERSARY")]
    words += [k for k in range(place + 2, min(len(tokens), place + 5)) if _has(tokens[k], "ANNIVERSARY_OF")]
    if any(_has(token, "ANNIVERSARY") for token in before) or any(
        _has(token, "ANNIVERSARY_OF") for token in behind[:1]
    ):
        return Judgement("anniversary", place, place, tuple(words), "anniversary named beside it")
    return None


def digit_count(tokens: list[Token], place: int) -> Judgement | None:
    """ "tăng trưởng 2 con số"."""
    if _key(_at(tokens, place + 1)) in ("con số", "chữ số"):
        return Judgement("digit_count", place, place, (place + 1,), "digits counted")
    return None


def clock(tokens: list[Token], place: int) -> Judgement | None:
    """ "8 giờ 30", "lúc 15h", "24/24 giờ", "24/7"."""
    token, before, after = tokens[place], _at(tokens, place - 1), _at(tokens, place + 1)
    if token.text in ("24/7", "24/24", "24/24h"):
        return Judgement("clock_time", place, place, (place,), "round the clock")
    zone = place - 2 if _key(before) in _DASHES | {"+"} else place - 1
    if _key(_at(tokens, zone)) in ("gmt", "utc"):
        return Judgement("clock_time", zone + 1, place, (zone,), "time zone")
    if (
        _has(before, "HOUR")
        and before
        and place > 1
        and tokens[place - 2].is_number
        and _is_plain(token)
        and _whole(token) < 60
    ):
        return Judgement("clock_time", place, place, (place - 1,), "minutes after an hour")
    if _is_plain(token) and _has(after, "HOUR") and not _is_measured(tokens, place):
        return Judgement("clock_time", place, place, (place + 1,), "hour named after it")
    if _is_plain(token) and _key(after) == ":" and after and after.glued:
        minute = _at(tokens, place + 2)
        if minute is not None and minute.glued and _is_plain(minute) and len(minute.text) == 2 and _whole(token) < 24:
            return Judgement("clock_time", place, place + 2, (place + 1,), "hour and minute")
    return None


def _is_measured(tokens: list[Token], place: int) -> bool:
    """A time that is an amount: shortened, average, of prison; "bình quân 1 ngày", "bình quân 10 tháng" are what an
    average is for."""
    if _is_of_prison(tokens, place):
        return True
    if tokens[place].text in ("1", "01") or _is_of_the_calendar(tokens, place):
        return False
    for k in range(place - 1, max(-1, place - 5), -1):
        if tokens[k].key in ("trong", "sau", "qua", "mỗi"):
            return False
        if tokens[k].is_number:
            break
        if _has(tokens[k], "DURATION_MEASURED"):
            return True
    before = _at(tokens, place - 1)
    told = _has(before, "LEVEL", "LT", "LE", "GE", "FROM", "TO") or _key(before) in ("là", "hết", "mất")
    return told and any(_has(token, "DURATION_OF") for token in _clause_before(tokens, place, 24))


def _is_of_prison(tokens: list[Token], place: int) -> bool:
    """ "12 năm tù", "7 năm 6 tháng tù", "từ 6 tháng đến 20 năm tù": the word may follow a second time."""
    for k in (place + 2, place + 4, place + 5):
        if _has(_at(tokens, k), "JAIL"):
            between = tokens[place + 2 : k - 2]
            return all(_key(token) in ("đến", "tới", "và") or token.text in _DASHES for token in between)
    return False


def _is_of_the_calendar(tokens: list[Token], place: int) -> bool:
    """ "bình quân 6 tháng đầu năm", "bình quân 5 năm 2021-2025", "tăng 3 tháng liên tiếp": a span of the calendar."""
    unit, following = _at(tokens, place + 1), _at(tokens, place + 2)
    if _key(unit) not in ("tháng", "năm", "quý", "tuần", "mùa", "vụ"):
        return False
    if _key(_at(tokens, place - 1)) in ("bình quân", "trung bình"):
        return True
    return following is not None and (
        following.kind in ("YEAR", "MONTH_YEAR") or _has(following, "OF_CALENDAR", "YEAR")
    )


def duration(tokens: list[Token], place: int) -> Judgement | None:
    """ "6 tháng đầu năm", "kế hoạch 5 năm", "từ 2 đến 3 năm"; "rút ngắn 5 ngày" and "12 năm tù" are amounts."""
    token, after = tokens[place], _at(tokens, place + 1)
    if token.kind not in ("NUM", "YEAR", "SLASHED") or after is None:
        return None
    following = _at(tokens, place + 2)
    if after.key == "ngày" and following is not None and following.is_number:
        return None
    if _is_time(after) and not _is_measured(tokens, place):
        return Judgement("period", place, place, (place + 1,), "a length of time")
    joined = after.text in _DASHES or after.key in ("đến", "tới", "hoặc", "và", ",")
    if joined and following is not None and following.kind == "NUM" and _is_time(_at(tokens, place + 3)):
        if _is_measured(tokens, place):
            return None
        return Judgement("period", place, place + 2, (place + 3,), "a length of time")
    return None


def _is_time(token: Token | None) -> bool:
    return _has(token, "MONTH", "YEAR", "WEEK", "MINUTE", "QUARTER", "CENTURY") or _key(token) in (
        "ngày",
        "ngày đêm",
        "mùa",
        "niên khóa",
        "nhiệm kỳ",
        "vụ mùa",
        "thập niên",
        "thế hệ",
        "năm học",
    )


def _clause_before(tokens: list[Token], place: int, reach: int) -> list[Token]:
    """The tokens before a place, nearest first, as far as the last full stop, semicolon or line break."""
    found = []
    for token in reversed(tokens[max(0, place - reach) : place]):
        if token.kind == "line" or token.text in (".", ";"):
            break
        found.append(token)
    return found


def age_group(tokens: list[Token], place: int) -> Judgement | None:
    """ "trẻ em dưới 5 tuổi", "từ 15 tuổi trở lên"; "tuổi thọ trung bình 75 tuổi" is a figure."""
    token, after = tokens[place], _at(tokens, place + 1)
    if token.kind not in ("NUM", "SLASHED") or "," in token.text:
        return None
    last = place
    if after is not None and after.key != "tuổi":
        following = _at(tokens, place + 2)
        joined = after.text in _DASHES or after.key in ("đến", "tới")
        if not (
            joined and following is not None and following.kind == "NUM" and _key(_at(tokens, place + 3)) == "tuổi"
        ):
            return None
        last = place + 2
    elif after is None:
        return None
    if any(_has(before, "DURATION_MEASURED") for before in _clause_before(tokens, place, 10)):
        return None
    return Judgement("age_group", place, last, (last + 1,), "age of those counted")


def named_set(tokens: list[Token], place: int) -> Judgement | None:
    """ "6 vùng kinh tế", "9 nhóm nhiệm vụ", "3 khâu đột phá", a motto in quotes: “5 thật”."""
    token, before, after = tokens[place], _at(tokens, place - 1), _at(tokens, place + 1)
    if not _is_plain(token) or _whole(token) > 64 or after is None:
        return None
    if (
        _key(before) in ("“", '"', "‘", "'", "«")
        and after.kind == "word"
        and not (_is_unit(after) and after.unit and after.unit.role != "counted")
    ):
        return Judgement("named_set", place, place, (place - 1, place + 1), "motto in quotes")
    if _has(after, "SET") and _whole(token) <= 30:
        return Judgement("named_set", place, place, (place + 1,), "a set named after it")
    if _starts_line(tokens, place) and _has(after, "MOTTO"):
        return Judgement("named_set", place, place, (place + 1,), "a motto as heading")
    goes_on = place > 1 and tokens[place - 2].is_number and _has(before, "MOTTO")
    if _has(after, "MOTTO") and (goes_on or (place > 0 and _has(tokens[place - 1], "MOTTO_OF"))):
        return Judgement("named_set", place, place, (place - 1, place + 1), "motto")
    if (
        token.text in ("63", "34")
        and after.unit
        and (after.unit.unit_id == "province" or after.key in ("tỉnh ủy", "tỉnh ủy, thành ủy"))
    ):
        return Judgement("named_set", place, place, (place + 1,), "all provinces of the country")
    return None


def denominator(tokens: list[Token], place: int) -> Judgement | None:
    """ "số bác sĩ/01 vạn dân", "bình quân trên 1 ha": what the rate is given for, printed before its number."""
    token, before = tokens[place], _at(tokens, place - 1)
    if token.kind != "NUM":
        return None
    if not (_key(before) == "/" or _key(before) in ("trên", "mỗi", "tính trên", "cứ")):
        return None
    digits = token.text.replace(".", "").lstrip("0")
    if not (digits[:1] == "1" and digits.strip("0") == "1"):
        return None
    k = place + 1
    while _at(tokens, k) is not None and tokens[k].unit is not None and tokens[k].unit.role == "scale":
        k += 1
    unit = _at(tokens, k)
    if unit is None or unit.unit is None or unit.unit.unit_id == "percent":
        return None
    is_one = digits == "1" and k == place + 1
    people = unit.unit.plural in ("people", "live_births", "students", "girls")
    if _key(before) == "trên" and not (
        (unit.unit.unit_id in ("hectare", "square_kilometre") and is_one)
        or (people and not is_one and unit.key in ("dân", "người dân", "trẻ đẻ sống", "trẻ"))
    ):
        return None
    if _key(before) == "/" or people or unit.unit.unit_id in ("hectare", "square_kilometre"):
        return Judgement("unit_denominator", place, place, (place - 1, k), "what the rate is given for")
    return None


def rated(tokens: list[Token], place: int) -> Judgement | None:
    """ "khách sạn 4 sao", "từ 3 sao trở lên"."""
    after = _at(tokens, place + 1)
    if _has(after, "RATED"):
        return Judgement("service_level", place, place, (place + 1,), "stars")
    following = _at(tokens, place + 2)
    if (
        _key(after) in _DASHES | {"đến", "và", ","}
        and following is not None
        and following.is_number
        and _has(_at(tokens, place + 3), "RATED")
    ):
        return Judgement("service_level", place, place, (place + 3,), "stars")
    return None


def map_scale(tokens: list[Token], place: int) -> Judgement | None:
    """ "quy hoạch phân khu tỷ lệ 1/2.000"."""
    token = tokens[place]
    if token.kind != "SLASHED" or not token.text.startswith("1/"):
        return None
    digits = token.text[2:].replace(".", "")
    if digits.isdecimal() and digits.endswith("00") and digits[:1] in "125":
        return Judgement("technical_name", place, place, (place,), "scale of a map")
    return None


def score(tokens: list[Token], place: int) -> Judgement | None:
    """ "thắng 3-1", "tỷ số 2 - 0"."""
    token, after, following = tokens[place], _at(tokens, place + 1), _at(tokens, place + 2)
    if not (_is_plain(token) and _key(after) in _DASHES and following is not None and _is_plain(following)):
        return None
    if any(token.key in ("tỷ số", "tỉ số", "thắng", "thua", "hòa") for token in tokens[max(0, place - 4) : place]):
        return Judgement("score", place, place + 2, (place - 1,), "score")
    return None


def glued_label(tokens: list[Token], place: int) -> Judgement | None:
    """ "COP28", "QL18", "Covid-19", "5G", "đồng2": letters and digits without a blank."""
    token, before, after = tokens[place], _at(tokens, place - 1), _at(tokens, place + 1)
    if before is not None and token.glued and before.kind == "word" and before.unit is None:
        reason = next((_NAMERS[kind] for kind in ("ROAD", "EVENT", "PHONE", "DOCUMENT") if kind in before.kinds), None)
        if reason is None:
            small = before.text.islower() and len(before.text) > 1 and _whole(token) < 100
            reason = "footnote_mark" if small else "technical_name"
        if reason == "footnote_mark":
            return Judgement(reason, place, place, (place - 1,), "mark glued to a word")
        last = place
        while (
            _at(tokens, last + 1) is not None
            and tokens[last + 1].glued
            and tokens[last + 1].kind == "word"
            and tokens[last + 1].unit is None
            and last < place + 4
        ):
            last += 1
            if _at(tokens, last + 1) is not None and tokens[last + 1].glued and tokens[last + 1].is_number:
                last += 1
        if _key(after) == "+" and _at(tokens, place + 2) is not None and tokens[place + 2].is_number:
            last = place + 2
        return Judgement(reason, place - 1, last, (place - 1,), "letters and digits")
    dotted = before is not None and before.text == "." and before.glued and token.glued and place > 1
    if dotted and _has(tokens[place - 2], "ROAD") and tokens[place - 2].unit is None:
        return Judgement("road_number", place - 2, place, (place - 2,), "road")
    hyphen = before is not None and before.text in ("-", "–") and before.glued and token.glued and place > 1
    if hyphen and tokens[place - 2].kind == "word" and tokens[place - 2].unit is None:
        reason = next(
            (_NAMERS[kind] for kind in ("EVENT", "ROAD", "DOCUMENT") if kind in tokens[place - 2].kinds),
            "technical_name",
        )
        return Judgement(reason, place - 2, place, (place - 2,), "name and number")
    if _key(after) == "g" and after is not None and after.glued and after.text == "G":
        return Judgement("technical_name", place, place + 1, (place + 1,), "digits and letters")
    if (
        after is not None
        and after.glued
        and after.kind == "word"
        and not _is_unit(after)
        and not _is_time(after)
        and not _has(after, "HOUR")
    ):
        if before is not None and _has(before, "ROAD"):
            return Judgement("road_number", place, place + 1, (place - 1,), "road")
        if (len(after.text) <= 3 and after.text[:1].isupper()) or len(after.text) == 1:
            last = place + 1
            if _at(tokens, last + 1) is not None and tokens[last + 1].glued and tokens[last + 1].is_number:
                last += 1
            return Judgement("technical_name", place, last, (place + 1,), "digits and letters")
    return None


def name(tokens: list[Token], place: int) -> Judgement | None:
    """ "Kế hoạch 3838", "Nghị quyết số 17", "Quốc lộ 1", "cấp độ 3, 4": a name right before a number without a unit."""
    token, after = tokens[place], _at(tokens, place + 1)
    if token.kind not in ("NUM", "YEAR", "SLASHED", "ODD"):
        return None
    before = _at(tokens, place - 1)
    if "," in token.text and not _has(before, "ROAD"):
        return None
    if (before is not None and before.unit is not None) or _opens_range(tokens, place):
        return None
    is_part = (
        _has(before, "DOCUMENT") and after is not None and after.unit is not None and after.unit.unit_id == "document"
    )
    numbered = is_part or _has(before, "NUMBER_WORD") or (before is not None and before.key.endswith(" số"))
    if before is not None and before.key in ("lần thứ", "kỳ họp thứ", "phiên họp thứ"):
        return Judgement("event_name", place, place, (place - 1,), "ordinal of an event")
    if _is_unit(after) and not (
        numbered and before is not None and before.key != "số" and after and after.unit and after.unit.role == "counted"
    ):
        return None
    if before is None:
        return None
    if before.key == "số":
        return _numbered_name(tokens, place)
    if before.key == "hạng" and _is_ranked(_at(tokens, place - 2)):
        return None
    reason = _namer_of(before)
    if reason is None:
        return _proper_name(tokens, place)
    if reason in (
        "service_level",
        "technical_name",
        "institution_name",
        "address",
        "programme_name",
        "event_name",
    ) and (token.kind == "SLASHED" or _whole(token) > 9999):
        return None
    if _has(before, "RANK") and (_has(after, "NATION") or token.kind == "SLASHED"):
        return None
    following = _at(tokens, place + 2)
    has_metres = reason == "road_number" and _key(after) == "+" and following is not None and following.is_number
    return Judgement(reason, place, place + 2 if has_metres else place, (place - 1,), "a name before it")


def _opens_range(tokens: list[Token], place: int) -> bool:
    """ "công suất phòng 65 - 70%": the unit of the second number makes the first a figure too."""
    following = _at(tokens, place + 2)
    joined = _key(_at(tokens, place + 1)) in _DASHES | {"đến", "tới"}
    return joined and following is not None and following.kind == "NUM" and _is_unit(_at(tokens, place + 3))


def _proper_name(tokens: list[Token], place: int) -> Judgement | None:
    """ "cầu Rạch Miễu 2": a small number right after a name that a bridge, plant, school or project bears."""
    token, before = tokens[place], tokens[place - 1]
    if not (_is_plain(token) and _whole(token) <= 20 and before.kind == "word" and before.text[:1].isupper()):
        return _variety(tokens, place)
    for k in range(place - 2, max(-1, place - 8), -1):
        if tokens[k].kind in ("line", "mark") or tokens[k].is_number:
            return None
        for kind in ("PLANT", "INSTITUTION", "PROGRAMME", "ROAD", "ADDRESS"):
            if kind in tokens[k].kinds:
                reason = "institution_name" if kind == "INSTITUTION" else "technical_name"
                return Judgement(reason, place, place, (k, place - 1), "name that ends in a number")
    return None


def _variety(tokens: list[Token], place: int) -> Judgement | None:
    """ "giống lúa Khang dân 18": the number ends the name that a variety bears."""
    token, named = tokens[place], _at(tokens, place - 2)
    if not _is_plain(token) or named is None or not named.text[:1].isupper() or tokens[place - 1].kind != "word":
        return None
    sentence = _clause_before(tokens, place, 25)
    if any(one.key in ("giống", "giống lúa", "giống lai", "giống cây") for one in sentence):
        return Judgement("technical_name", place, place, (place - 2, place - 1), "name of a variety")
    return None


def _is_ranked(before: Token | None) -> bool:
    """ "đứng hạng 5" is a rank, "bác sĩ hạng 3" a grade: a thing before "hạng" has the grade."""
    if before is None or before.kind in ("line", "mark"):
        return True
    return _has(before, "REACH", "LEVEL", "RISE", "FALL", "LIGHT") or before.key in ("đứng", "xếp", "ở", "giữ")


def _namer_of(token: Token) -> str | None:
    if _has(token, "RANK") and not _has(token, "GRADE"):
        return None
    return next((reason for kind, reason in _NAMERS.items() if kind in token.kinds), None)


def _numbered_name(tokens: list[Token], place: int) -> Judgement | None:
    """ "… số 27": the nearest name before "số" in the clause says of what."""
    after = _at(tokens, place + 1)
    for k in range(place - 2, max(-1, place - 10), -1):
        token = tokens[k]
        if token.kind == "line" or token.text in ".;:":
            break
        reason = _namer_of(token)
        if reason:
            return Judgement(reason, place, place, (k, place - 1), "numbered name")
        if token.is_number and k < place - 4:
            break
    if after is not None and after.kind == "word" and after.text[:1].isupper():
        return Judgement("address", place, place, (place - 1,), "house number")
    previous = _at(tokens, place - 2)
    if previous is not None and previous.kind == "word" and previous.text[:1].isupper():
        return Judgement("technical_name", place, place, (place - 1,), "numbered name")
    if tokens[place - 1].text == "Số":
        return Judgement("document_number", place, place, (place - 1,), "number of the document")
    return None


def continued(tokens: list[Token], place: int, previous: Judgement | None) -> Judgement | None:
    """ "cấp độ 3, 4", "Điều 5 và 6", "tháng 1, 2": a list goes on with the reason of the number before."""
    before, after = _at(tokens, place - 1), _at(tokens, place + 1)
    if previous is None or previous.last != place - 2 or previous.reason not in _LISTED or before is None:
        return None
    if not _is_plain(tokens[place]) or _is_unit(after) or _is_time(after):
        return None
    if before.key not in (",", "và", "-", "–", "đến", "hoặc", ";") or previous.rule == "day, month and year":
        return None
    return Judgement(previous.reason, place, place, previous.words, "list continued")


def ordinal(tokens: list[Token], place: int) -> Judgement | None:
    """ "sinh con thứ 3", "năm thứ 2 liên tiếp", "thứ 7, ngày 5/1": no rank unless a word of ranking is beside it."""
    before, after = _at(tokens, place - 1), _at(tokens, place + 1)
    if _key(before) != "thứ" or not _is_plain(tokens[place]):
        return None
    earlier = _at(tokens, place - 2)
    if (
        _has(earlier, "DAY")
        or (_key(after) == "," and _has(_at(tokens, place + 2), "DAY"))
        or (_key(after) == "(" and _has(_at(tokens, place + 2), "DAY"))
    ):
        return Judgement("date", place, place, (place - 1,), "weekday")
    ranked = any(
        _has(token, "RANK", "REACH", "RISE") or token.key in ("đứng", "xếp", "đứng vị trí")
        for token in tokens[max(0, place - 5) : place - 1]
    )
    if ranked or _has(after, "NATION") or (after is not None and after.key in ("/", "trong", "trên", "về", "toàn")):
        return None
    if _key(earlier) in (
        "con",
        "vụ",
        "năm",
        "lần",
        "quý",
        "người",
        "bên",
        "ngôi",
        "đợt",
        "dự án",
        "tháng",
        "ngày",
        "nhiệm kỳ",
        "cháu",
        "thế hệ",
        "mũi",
        "họp",
        "phiên",
    ):
        return Judgement("ordinal", place, place, (place - 1,), "ordinal")
    return None


def programme(tokens: list[Token], place: int) -> Judgement | None:
    """ "Chương trình 1 triệu cây xanh", "Đề án … 01 triệu căn nhà": a goal that is the programme's name."""
    after = _at(tokens, place + 1)
    if after is None or after.unit is None or after.unit.role != "scale":
        return None
    unit = _at(tokens, place + 2)
    if unit is None or unit.unit is None or unit.unit.role == "currency":
        return None
    for k in range(place - 1, max(-1, place - 9), -1):
        token = tokens[k]
        if (
            token.kind in ("line", "mark")
            or token.is_number
            or _has(token, "REACH", "SHARE", "RISE", "FALL")
            or token.key in ("với", "có", "cho", "là", "của")
        ):
            return None
        if _has(token, "PROGRAMME") and token.text[:1].isupper():
            return Judgement("programme_name", place, place, (k,), "goal in a programme's name")
    return None


def voltage(tokens: list[Token], place: int) -> Judgement | None:
    """ "đường dây 500 kV", "máy biến áp 220, 110 kV": the class of a line, no amount."""
    unit = place + 1
    while _key(_at(tokens, unit)) in (",", "/", "và", "-") and tokens[place + 1].unit is None and unit < place + 5:
        unit += 2
    after = _at(tokens, unit)
    if after is not None and after.unit is not None and after.unit.unit_id == "kilovolt":
        return Judgement("technical_name", place, place, (unit,), "class of a line")
    return None


def days_named(tokens: list[Token], place: int) -> Judgement | None:
    """ "trong 2 ngày 12, 13/10": the days are named behind their number."""
    following = _at(tokens, place + 2)
    if _is_plain(tokens[place]) and _key(_at(tokens, place + 1)) == "ngày" and following and following.is_number:
        return Judgement("period", place, place, (place + 1,), "days named after it")
    return None


def phone(tokens: list[Token], place: int) -> Judgement | None:
    """A long run of digits that begins with 0, or any number after "điện thoại"."""
    digits = tokens[place].text.replace(".", "")
    if digits.isdecimal() and digits.startswith("0") and len(digits) >= 9:
        return Judgement("phone", place, place, (place,), "digits of a telephone number")
    for k in range(place - 1, max(-1, place - 4), -1):
        if _has(tokens[k], "PHONE") and not _is_unit(_at(tokens, place + 1)):
            return Judgement("phone", place, place, (k,), "telephone named before it")
        if tokens[k].kind == "word" and not tokens[k].kinds:
            break
    return None


RULES: tuple[Rule, ...] = (
    code,
    parenthesised_mark,
    list_number,
    phone,
    anniversary_dates,
    calendar,
    anniversary,
    clock,
    digit_count,
    map_scale,
    dashed_day,
    day,
    month_or_quarter,
    year,
    rated,
    age_group,
    score,
    denominator,
    duration,
    glued_label,
    ordinal,
    programme,
    voltage,
    named_set,
    name,
    days_named,
)
"""In the order they are asked: print before words, the closest words before the farther."""
