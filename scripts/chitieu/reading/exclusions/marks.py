"""Numbers by their print: document codes, list numbers, footnote marks, telephones, scores, scales of maps."""

from chitieu.reading.exclusions.neighbours import (
    DASHES,
    SENTENCE_ENDS,
    Judgement,
    at,
    has,
    is_plain,
    is_unit,
    key,
    starts_line,
    whole,
)
from chitieu.reading.tokens.lexer import Token


def code(tokens: list[Token], place: int) -> Judgement | None:
    """ "176/NQ-HĐND", "68/2022/QH15"."""
    if tokens[place].kind == "CODED":
        return Judgement("document_number", place, place, (place,), "document code")
    return None


def parenthesised_mark(tokens: list[Token], place: int) -> Judgement | None:
    """ "(1) Tổng sản phẩm" orders; "đồng(1)" and "[2]" refer to a footnote."""
    before, after = at(tokens, place - 1), at(tokens, place + 1)
    token = tokens[place]
    if before is None or after is None or not is_plain(token) or whole(token) > 150:
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
    named, following = at(tokens, place - 2), at(tokens, place + 2)
    if named is None or named.kind != "word" or not named.text[:1].isupper() or named.unit is not None:
        return False
    return following is None or following.kind == "line" or following.text in (",", ";", ".", ")", "…", "và")


def list_number(tokens: list[Token], place: int) -> Judgement | None:
    """ "2.1- Kết quả", "1. Về kinh tế", "3) …" at the start of a line, or after a sentence when a capital follows."""
    token, after = tokens[place], at(tokens, place + 1)
    if token.kind not in ("NUM",) or after is None or "," in token.text or len(token.text) > 8:
        return None
    parts = token.text.split(".")
    if any(len(part) > 2 for part in parts):
        return None
    following = at(tokens, place + 2)
    starts = starts_line(tokens, place)
    if (
        starts
        and after.text in (".", ")", "/", "-", "–", "—", ":")
        and following
        and following.kind in ("word", "mark")
    ):
        if following.text in "\"“'‘(*" or following.kind == "word":
            return Judgement("list_number", place, place, (place + 1,), "number that opens a line")
        return None
    if starts and len(parts) > 1 and after.kind == "word" and after.text[:1].isupper() and not is_unit(after):
        return Judgement("list_number", place, place, (place + 1,), "number that opens a line")
    before = at(tokens, place - 1)
    ends = before is not None and before.text in SENTENCE_ENDS
    if ends and after.text in (".", ")", "-") and following and following.text[:1].isupper() and len(parts) == 1:
        return Judgement("list_number", place, place, (place + 1,), "number that opens a sentence")
    return None


def digit_count(tokens: list[Token], place: int) -> Judgement | None:
    """ "tăng trưởng 2 con số"."""
    if key(at(tokens, place + 1)) in ("con số", "chữ số"):
        return Judgement("digit_count", place, place, (place + 1,), "digits counted")
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
    token, after, following = tokens[place], at(tokens, place + 1), at(tokens, place + 2)
    if not (is_plain(token) and key(after) in DASHES and following is not None and is_plain(following)):
        return None
    if any(token.key in ("tỷ số", "tỉ số", "thắng", "thua", "hòa") for token in tokens[max(0, place - 4) : place]):
        return Judgement("score", place, place + 2, (place - 1,), "score")
    return None


def phone(tokens: list[Token], place: int) -> Judgement | None:
    """A long run of digits that begins with 0, or any number after "điện thoại"."""
    digits = tokens[place].text.replace(".", "")
    if digits.isdecimal() and digits.startswith("0") and len(digits) >= 9:
        return Judgement("phone", place, place, (place,), "digits of a telephone number")
    for k in range(place - 1, max(-1, place - 4), -1):
        if has(tokens[k], "PHONE") and not is_unit(at(tokens, place + 1)):
            return Judgement("phone", place, place, (k,), "telephone named before it")
        if tokens[k].kind == "word" and not tokens[k].kinds:
            break
    return None
