"""Numbers that belong to a name: documents, programmes, events, roads, institutions, addresses, varieties."""

from chitieu.reading.exclusions.neighbours import (
    DASHES,
    Judgement,
    at,
    clause_before,
    has,
    is_plain,
    is_time,
    is_unit,
    key,
    whole,
)
from chitieu.reading.tokens.lexer import Token

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


def glued_label(tokens: list[Token], place: int) -> Judgement | None:
    """ "COP28", "QL18", "Covid-19", "5G", "đồng2": letters and digits without a blank."""
    token, before, after = tokens[place], at(tokens, place - 1), at(tokens, place + 1)
    if before is not None and token.glued and before.kind == "word" and before.unit is None:
        reason = next((_NAMERS[kind] for kind in ("ROAD", "EVENT", "PHONE", "DOCUMENT") if kind in before.kinds), None)
        if reason is None:
            small = before.text.islower() and len(before.text) > 1 and whole(token) < 100
            reason = "footnote_mark" if small else "technical_name"
        if reason == "footnote_mark":
            return Judgement(reason, place, place, (place - 1,), "mark glued to a word")
        last = place
        while (
            at(tokens, last + 1) is not None
            and tokens[last + 1].glued
            and tokens[last + 1].kind == "word"
            and tokens[last + 1].unit is None
            and last < place + 4
        ):
            last += 1
            if at(tokens, last + 1) is not None and tokens[last + 1].glued and tokens[last + 1].is_number:
                last += 1
        if key(after) == "+" and at(tokens, place + 2) is not None and tokens[place + 2].is_number:
            last = place + 2
        return Judgement(reason, place - 1, last, (place - 1,), "letters and digits")
    dotted = before is not None and before.text == "." and before.glued and token.glued and place > 1
    if dotted and has(tokens[place - 2], "ROAD") and tokens[place - 2].unit is None:
        return Judgement("road_number", place - 2, place, (place - 2,), "road")
    hyphen = before is not None and before.text in ("-", "–") and before.glued and token.glued and place > 1
    if hyphen and tokens[place - 2].kind == "word" and tokens[place - 2].unit is None:
        reason = next(
            (_NAMERS[kind] for kind in ("EVENT", "ROAD", "DOCUMENT") if kind in tokens[place - 2].kinds),
            "technical_name",
        )
        return Judgement(reason, place - 2, place, (place - 2,), "name and number")
    if key(after) == "g" and after is not None and after.glued and after.text == "G":
        return Judgement("technical_name", place, place + 1, (place + 1,), "digits and letters")
    if (
        after is not None
        and after.glued
        and after.kind == "word"
        and not is_unit(after)
        and not is_time(after)
        and not has(after, "HOUR")
    ):
        if before is not None and has(before, "ROAD"):
            return Judgement("road_number", place, place + 1, (place - 1,), "road")
        if (len(after.text) <= 3 and after.text[:1].isupper()) or len(after.text) == 1:
            last = place + 1
            if at(tokens, last + 1) is not None and tokens[last + 1].glued and tokens[last + 1].is_number:
                last += 1
            return Judgement("technical_name", place, last, (place + 1,), "digits and letters")
    return None


def name(tokens: list[Token], place: int) -> Judgement | None:
    """ "Kế hoạch 3838", "Nghị quyết số 17", "Quốc lộ 1", "cấp độ 3, 4": a name right before a number without a unit."""
    token, after = tokens[place], at(tokens, place + 1)
    if token.kind not in ("NUM", "YEAR", "SLASHED", "ODD"):
        return None
    before = at(tokens, place - 1)
    if "," in token.text and not has(before, "ROAD"):
        return None
    if (before is not None and before.unit is not None) or _opens_range(tokens, place):
        return None
    is_part = (
        has(before, "DOCUMENT") and after is not None and after.unit is not None and after.unit.unit_id == "document"
    )
    numbered = is_part or has(before, "NUMBER_WORD") or (before is not None and before.key.endswith(" số"))
    if before is not None and before.key in ("lần thứ", "kỳ họp thứ", "phiên họp thứ"):
        return Judgement("event_name", place, place, (place - 1,), "ordinal of an event")
    if is_unit(after) and not (
        numbered and before is not None and before.key != "số" and after and after.unit and after.unit.role == "counted"
    ):
        return None
    if before is None:
        return None
    if before.key == "số":
        return _numbered_name(tokens, place)
    if before.key == "hạng" and _is_ranked(at(tokens, place - 2)):
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
    ) and (token.kind == "SLASHED" or whole(token) > 9999):
        return None
    if has(before, "RANK") and (has(after, "NATION") or token.kind == "SLASHED"):
        return None
    following = at(tokens, place + 2)
    has_metres = reason == "road_number" and key(after) == "+" and following is not None and following.is_number
    return Judgement(reason, place, place + 2 if has_metres else place, (place - 1,), "a name before it")


def _opens_range(tokens: list[Token], place: int) -> bool:
    """ "công suất phòng 65 - 70%": the unit of the second number makes the first a figure too."""
    following = at(tokens, place + 2)
    joined = key(at(tokens, place + 1)) in DASHES | {"đến", "tới"}
    return joined and following is not None and following.kind == "NUM" and is_unit(at(tokens, place + 3))


def _proper_name(tokens: list[Token], place: int) -> Judgement | None:
    """ "cầu Rạch Miễu 2": a small number right after a name that a bridge, plant, school or project bears."""
    token, before = tokens[place], tokens[place - 1]
    if not (is_plain(token) and whole(token) <= 20 and before.kind == "word" and before.text[:1].isupper()):
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
    token, named = tokens[place], at(tokens, place - 2)
    if not is_plain(token) or named is None or not named.text[:1].isupper() or tokens[place - 1].kind != "word":
        return None
    sentence = clause_before(tokens, place, 25)
    if any(one.key in ("giống", "giống lúa", "giống lai", "giống cây") for one in sentence):
        return Judgement("technical_name", place, place, (place - 2, place - 1), "name of a variety")
    return None


def _is_ranked(before: Token | None) -> bool:
    """ "đứng hạng 5" is a rank, "bác sĩ hạng 3" a grade: a thing before "hạng" has the grade."""
    if before is None or before.kind in ("line", "mark"):
        return True
    return has(before, "REACH", "LEVEL", "RISE", "FALL", "LIGHT") or before.key in ("đứng", "xếp", "ở", "giữ")


def _namer_of(token: Token) -> str | None:
    if has(token, "RANK") and not has(token, "GRADE"):
        return None
    return next((reason for kind, reason in _NAMERS.items() if kind in token.kinds), None)


def _numbered_name(tokens: list[Token], place: int) -> Judgement | None:
    """ "… số 27": the nearest name before "số" in the clause says of what."""
    after = at(tokens, place + 1)
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
    previous = at(tokens, place - 2)
    if previous is not None and previous.kind == "word" and previous.text[:1].isupper():
        return Judgement("technical_name", place, place, (place - 1,), "numbered name")
    if tokens[place - 1].text == "Số":
        return Judgement("document_number", place, place, (place - 1,), "number of the document")
    return None


def programme(tokens: list[Token], place: int) -> Judgement | None:
    """ "Chương trình 1 triệu cây xanh", "Đề án … 01 triệu căn nhà": a goal that is the programme's name."""
    after = at(tokens, place + 1)
    if after is None or after.unit is None or after.unit.role != "scale":
        return None
    unit = at(tokens, place + 2)
    if unit is None or unit.unit is None or unit.unit.role == "currency":
        return None
    for k in range(place - 1, max(-1, place - 9), -1):
        token = tokens[k]
        if (
            token.kind in ("line", "mark")
            or token.is_number
            or has(token, "REACH", "SHARE", "RISE", "FALL")
            or token.key in ("với", "có", "cho", "là", "của")
        ):
            return None
        if has(token, "PROGRAMME") and token.text[:1].isupper():
            return Judgement("programme_name", place, place, (k,), "goal in a programme's name")
    return None
