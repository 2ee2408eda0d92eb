"""Hours of the clock, lengths of time and ages."""

from chitieu.reading.exclusions.neighbours import (
    DASHES,
    Judgement,
    at,
    clause_before,
    has,
    is_plain,
    is_time,
    key,
    whole,
)
from chitieu.reading.tokens.lexer import Token


def clock(tokens: list[Token], place: int) -> Judgement | None:
    """ "8 giờ 30", "lúc 15h", "24/24 giờ", "24/7"."""
    token, before, after = tokens[place], at(tokens, place - 1), at(tokens, place + 1)
    if token.text in ("24/7", "24/24", "24/24h"):
        return Judgement("clock_time", place, place, (place,), "round the clock")
    zone = place - 2 if key(before) in DASHES | {"+"} else place - 1
    if key(at(tokens, zone)) in ("gmt", "utc"):
        return Judgement("clock_time", zone + 1, place, (zone,), "time zone")
    if (
        has(before, "HOUR")
        and before
        and place > 1
        and tokens[place - 2].is_number
        and is_plain(token)
        and whole(token) < 60
    ):
        return Judgement("clock_time", place, place, (place - 1,), "minutes after an hour")
    if is_plain(token) and has(after, "HOUR") and not _is_measured(tokens, place):
        return Judgement("clock_time", place, place, (place + 1,), "hour named after it")
    if is_plain(token) and key(after) == ":" and after and after.glued:
        minute = at(tokens, place + 2)
        if minute is not None and minute.glued and is_plain(minute) and len(minute.text) == 2 and whole(token) < 24:
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
        if has(tokens[k], "DURATION_MEASURED"):
            return True
    before = at(tokens, place - 1)
    told = has(before, "LEVEL", "LT", "LE", "GE", "FROM", "TO") or key(before) in ("là", "hết", "mất")
    return told and any(has(token, "DURATION_OF") for token in clause_before(tokens, place, 24))


def _is_of_prison(tokens: list[Token], place: int) -> bool:
    """ "12 năm tù", "7 năm 6 tháng tù", "từ 6 tháng đến 20 năm tù": the word may follow a second time."""
    for k in (place + 2, place + 4, place + 5):
        if has(at(tokens, k), "JAIL"):
            between = tokens[place + 2 : k - 2]
            return all(key(token) in ("đến", "tới", "và") or token.text in DASHES for token in between)
    return False


def _is_of_the_calendar(tokens: list[Token], place: int) -> bool:
    """ "bình quân 6 tháng đầu năm", "bình quân 5 năm 2021-2025", "tăng 3 tháng liên tiếp": a span of the calendar."""
    unit, following = at(tokens, place + 1), at(tokens, place + 2)
    if key(unit) not in ("tháng", "năm", "quý", "tuần", "mùa", "vụ"):
        return False
    if key(at(tokens, place - 1)) in ("bình quân", "trung bình"):
        return True
    return following is not None and (following.kind in ("YEAR", "MONTH_YEAR") or has(following, "OF_CALENDAR", "YEAR"))


def duration(tokens: list[Token], place: int) -> Judgement | None:
    """ "6 tháng đầu năm", "kế hoạch 5 năm", "từ 2 đến 3 năm"; "rút ngắn 5 ngày" and "12 năm tù" are amounts."""
    token, after = tokens[place], at(tokens, place + 1)
    if token.kind not in ("NUM", "YEAR", "SLASHED") or after is None:
        return None
    following = at(tokens, place + 2)
    if after.key == "ngày" and following is not None and following.is_number:
        return None
    if is_time(after) and not _is_measured(tokens, place):
        return Judgement("period", place, place, (place + 1,), "a length of time")
    joined = after.text in DASHES or after.key in ("đến", "tới", "hoặc", "và", ",")
    if joined and following is not None and following.kind == "NUM" and is_time(at(tokens, place + 3)):
        if _is_measured(tokens, place):
            return None
        return Judgement("period", place, place + 2, (place + 3,), "a length of time")
    return None


def age_group(tokens: list[Token], place: int) -> Judgement | None:
    """ "trẻ em dưới 5 tuổi", "từ 15 tuổi trở lên"; "tuổi thọ trung bình 75 tuổi" is a figure."""
    token, after = tokens[place], at(tokens, place + 1)
    if token.kind not in ("NUM", "SLASHED") or "," in token.text:
        return None
    last = place
    if after is not None and after.key != "tuổi":
        following = at(tokens, place + 2)
        joined = after.text in DASHES or after.key in ("đến", "tới")
        if not (joined and following is not None and following.kind == "NUM" and key(at(tokens, place + 3)) == "tuổi"):
            return None
        last = place + 2
    elif after is None:
        return None
    if any(has(before, "DURATION_MEASURED") for before in clause_before(tokens, place, 10)):
        return None
    return Judgement("age_group", place, last, (last + 1,), "age of those counted")
