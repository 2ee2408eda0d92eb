"""Named sets, what a rate is given for, ratings, ordinals, classes of lines."""

from chitieu.reading.exclusions.neighbours import DASHES, Judgement, at, has, is_plain, is_unit, key, starts_line, whole
from chitieu.reading.tokens.lexer import Token


def named_set(tokens: list[Token], place: int) -> Judgement | None:
    """ "6 vùng kinh tế", "9 nhóm nhiệm vụ", "3 khâu đột phá", a motto in quotes: “5 thật”."""
    token, before, after = tokens[place], at(tokens, place - 1), at(tokens, place + 1)
    if not is_plain(token) or whole(token) > 64 or after is None:
        return None
    if (
        key(before) in ("“", '"', "‘", "'", "«")
        and after.kind == "word"
        and not (is_unit(after) and after.unit and after.unit.role != "counted")
    ):
        return Judgement("named_set", place, place, (place - 1, place + 1), "motto in quotes")
    if has(after, "SET") and whole(token) <= 30:
        return Judgement("named_set", place, place, (place + 1,), "a set named after it")
    if starts_line(tokens, place) and has(after, "MOTTO"):
        return Judgement("named_set", place, place, (place + 1,), "a motto as heading")
    goes_on = place > 1 and tokens[place - 2].is_number and has(before, "MOTTO")
    if has(after, "MOTTO") and (goes_on or (place > 0 and has(tokens[place - 1], "MOTTO_OF"))):
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
    token, before = tokens[place], at(tokens, place - 1)
    if token.kind != "NUM":
        return None
    if not (key(before) == "/" or key(before) in ("trên", "mỗi", "tính trên", "cứ")):
        return None
    digits = token.text.replace(".", "").lstrip("0")
    if not (digits[:1] == "1" and digits.strip("0") == "1"):
        return None
    k = place + 1
    while at(tokens, k) is not None and tokens[k].unit is not None and tokens[k].unit.role == "scale":
        k += 1
    unit = at(tokens, k)
    if unit is None or unit.unit is None or unit.unit.unit_id == "percent":
        return None
    is_one = digits == "1" and k == place + 1
    people = unit.unit.plural in ("people", "live_births", "students", "girls")
    if key(before) == "trên" and not (
        (unit.unit.unit_id in ("hectare", "square_kilometre") and is_one)
        or (people and not is_one and unit.key in ("dân", "người dân", "trẻ đẻ sống", "trẻ"))
    ):
        return None
    if key(before) == "/" or people or unit.unit.unit_id in ("hectare", "square_kilometre"):
        return Judgement("unit_denominator", place, place, (place - 1, k), "what the rate is given for")
    return None


def rated(tokens: list[Token], place: int) -> Judgement | None:
    """ "khách sạn 4 sao", "từ 3 sao trở lên"."""
    after = at(tokens, place + 1)
    if has(after, "RATED"):
        return Judgement("service_level", place, place, (place + 1,), "stars")
    following = at(tokens, place + 2)
    if (
        key(after) in DASHES | {"đến", "và", ","}
        and following is not None
        and following.is_number
        and has(at(tokens, place + 3), "RATED")
    ):
        return Judgement("service_level", place, place, (place + 3,), "stars")
    return None


def ordinal(tokens: list[Token], place: int) -> Judgement | None:
    """ "sinh con thứ 3", "năm thứ 2 liên tiếp", "thứ 7, ngày 5/1": no rank unless a word of ranking is beside it."""
    before, after = at(tokens, place - 1), at(tokens, place + 1)
    if key(before) != "thứ" or not is_plain(tokens[place]):
        return None
    earlier = at(tokens, place - 2)
    if (
        has(earlier, "DAY")
        or (key(after) == "," and has(at(tokens, place + 2), "DAY"))
        or (key(after) == "(" and has(at(tokens, place + 2), "DAY"))
    ):
        return Judgement("date", place, place, (place - 1,), "weekday")
    ranked = any(
        has(token, "RANK", "REACH", "RISE") or token.key in ("đứng", "xếp", "đứng vị trí")
        for token in tokens[max(0, place - 5) : place - 1]
    )
    if ranked or has(after, "NATION") or (after is not None and after.key in ("/", "trong", "trên", "về", "toàn")):
        return None
    if key(earlier) in (
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


def voltage(tokens: list[Token], place: int) -> Judgement | None:
    """ "đường dây 500 kV", "máy biến áp 220, 110 kV": the class of a line, no amount."""
    unit = place + 1
    while key(at(tokens, unit)) in (",", "/", "và", "-") and tokens[place + 1].unit is None and unit < place + 5:
        unit += 2
    after = at(tokens, unit)
    if after is not None and after.unit is not None and after.unit.unit_id == "kilovolt":
        return Judgement("technical_name", place, place, (unit,), "class of a line")
    return None
