"""Numerals that are no figure: dates, names, list numbers and the like, each recognised by the words beside it.

A rule is a function of the tokens and the place of a number; it answers None, or the reason with the first and last
token of the expression and the tokens whose words decided. The rules are asked in order and the first answer holds.
Reasons are codes of the list `exclusion_reason` in seeds/reference/codes.csv, which defines them.
"""

from chitieu.reading.exclusions import dates, durations, marks, names, sets
from chitieu.reading.exclusions.neighbours import Judgement, Rule, at, is_plain, is_time, is_unit
from chitieu.reading.tokens.lexer import Token

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


def judge(tokens: list[Token], place: int, previous: Judgement | None = None) -> Judgement | None:
    """The first rule that recognises the number at `place` as no figure, None when none does.

    `previous` is the judgement of the numeral before it: a list of names goes on.
    """
    for rule in RULES:
        found = rule(tokens, place)
        if found:
            return found
    return continued(tokens, place, previous)


def continued(tokens: list[Token], place: int, previous: Judgement | None) -> Judgement | None:
    """ "cấp độ 3, 4", "Điều 5 và 6", "tháng 1, 2": a list goes on with the reason of the number before."""
    before, after = at(tokens, place - 1), at(tokens, place + 1)
    if previous is None or previous.last != place - 2 or previous.reason not in _LISTED or before is None:
        return None
    if not is_plain(tokens[place]) or is_unit(after) or is_time(after):
        return None
    if before.key not in (",", "và", "-", "–", "đến", "hoặc", ";") or previous.rule == "day, month and year":
        return None
    return Judgement(previous.reason, place, place, previous.words, "list continued")


RULES: tuple[Rule, ...] = (
    marks.code,
    marks.parenthesised_mark,
    marks.list_number,
    marks.phone,
    dates.anniversary_dates,
    dates.calendar,
    dates.anniversary,
    durations.clock,
    marks.digit_count,
    marks.map_scale,
    dates.dashed_day,
    dates.day,
    dates.month_or_quarter,
    dates.year,
    sets.rated,
    durations.age_group,
    marks.score,
    sets.denominator,
    durations.duration,
    names.glued_label,
    sets.ordinal,
    names.programme,
    sets.voltage,
    sets.named_set,
    names.name,
    dates.days_named,
)
"""In the order they are asked: print before words, the closest words before the farther."""
