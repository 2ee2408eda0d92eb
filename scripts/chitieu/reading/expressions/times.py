"""Expressions of time in folded Vietnamese text, as the contract writes periods.

Each expression has a role: it places a figure in time ("period"), names what a figure is compared with ("compared"), is
part of the name of a document, programme or standard ("naming"), or dates an event ("event"). Only the first places.
"""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from chitieu.reading.characters.folding import one_spelling
from chitieu.reading.tokens.phrases import listed

_TERMS_OF_LOANS = (one_spelling("hạn"), one_spelling("lãi suất"))
_MONTH_IS_REPORTED = 20
"""Day of a month until which texts report on the month before."""
_YEAR = r"(?:19|20)\d\d"
_DAY_MONTH = r"(?:0?[1-9]|[12]\d|3[01])\s?[/.-]\s?(?:0?[1-9]|1[0-2])"
_DATE = rf"{_DAY_MONTH}(?:\s?[/.-]\s?{_YEAR})?(?![\d/])"
_LONG_DATE = rf"(?:0?[1-9]|[12]\d|3[01]) tháng (?:0?[1-9]|1[0-2])(?:,? năm {_YEAR})?"
_NUMBER_NAMES = "một, hai, ba, bốn, năm, sáu, bảy, tám, chín, mười, mười một, mười hai"
_CLOCK = r"(?: \d{1,2}(?: giờ|h|g)(?: ?\d{1,2}(?: phút)?)?,?)?"
_NUMBER_WORDS = {word: number for number, word in enumerate(listed(_NUMBER_NAMES), start=1)} | {"tư": 4, "bẩy": 7}
_COUNT = r"(?:\d{1,2}|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười một|mười hai|mười|hai)"
TERM = 5
"""Years between two congresses of the Party, held in years that end in 0 and 5."""
_CROP = r"vụ(?: sản xuất)?(?: lúa)?(?:[ -](?:đông|hè|thu|xuân|mùa|chiêm|muối|mía))+"
_QUARTER = r"(?:iii|ii|iv|i|[1-4]|một|hai|ba|bốn|tư)"
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4}
_THIS = rf"(?:{_YEAR}|nay|này|qua|trước|ngoái|sau|tới)"


def _of_year(name: str) -> str:
    """A year that may follow a part of a year: "quý I/2024", "tháng 5 năm nay"."""
    return rf"(?:\s?[/.-]\s?(?P<{name}>{_YEAR})\b|,? (?:của )?năm (?P<{name}_word>{_THIS})\b)"


# Trying every form at every character would cost seconds a megabyte: a form begins at one of these words.
_BEGINNINGS = (
    r"(?<!\w)(?=\d|từ|tính|tới|tại|tối|trong|tháng|đến|đầu|vào|ngày|sáng|chiều|giai|thời|nhiệm|các|năm|nửa|hai|ba|bốn|sáu|bảy|"
    r"bẩy|tám|chín|mười|bình|lũy|lũi|luỹ|cộng|chung|qua|sau|ước|kết|quý|niên|vụ|cuối|cả|hết|trước)"
)
_PATTERN = re.compile(
    one_spelling(
        _BEGINNINGS
        + "(?:"
        + "|".join(
            (
                # from one date to another
                rf"(?P<dates>từ (?:ngày )?(?P<from_date>{_DATE}) (?:đến|tới)(?: hết)?(?: ngày)? (?P<to_date>{_DATE}))",
                rf"(?P<to_month_end>từ (?:ngày )?{_DATE} (?:đến|tới) (?:hết|cuối) tháng "
                rf"(?P<to_month>1[0-2]|0?[1-9])\b{_of_year('to_month_year')}?)",
                # to a date
                rf"(?P<cutoff>(?:(?:tính đến|tính tới|đến|tới|tại thời điểm|vào thời điểm|thời điểm)"
                rf"(?: thời điểm)?(?: hết)?"
                rf"{_CLOCK}(?: ngày)?|trước ngày) (?P<cutoff_date>{_DATE}|{_LONG_DATE}))",
                rf"(?P<event>(?:ngày |sáng |chiều |tối )*(?:{_LONG_DATE}|(?<![\d.,/]){_DATE})(?!%))",
                # spans of years
                rf"(?P<years>(?:(?:giai đoạn|thời kì|nhiệm kì|các năm|trong|5 năm|năm)\s*\(?\s*)?"
                rf"(?:năm )?(?<![\d.,/-])(?P<first_year>{_YEAR})\s?(?:-|–|—|đến(?: "
                rf"năm)?)\s?(?P<last_year>{_YEAR})(?![\d/]|\s?-\s?\d))",
                rf"(?P<from_year_to>từ (?:đầu )?năm (?P<start_year>{_YEAR}) (?:đến|tới)(?: hết)?(?: năm)? "
                rf"(?P<end_year>{_YEAR}))",
                rf"(?P<from_now>từ nay (?:đến|tới)(?: hết)?(?: cuối)?(?: năm)? (?P<until_year>{_YEAR}))",
                # months
                rf"(?P<month_span>(?:từ )?tháng (?P<month_a>1[0-2]|0?[1-9])(?:\s?(?:/|-)\s?(?P<month_a_year>{_YEAR}))? "
                rf"(?:đến|tới)(?: hết)? tháng (?P<month_b>1[0-2]|0?[1-9]){_of_year('month_b_year')}?)",
                rf"(?P<half>(?:(?:6|06|sáu) tháng|nửa) (?P<half_side>đầu|cuối)(?: của)? năm(?: "
                rf"(?P<half_year>{_THIS})\b)?)",
                rf"(?P<months>(?<![\d.,/])(?P<month_count>{_COUNT}) tháng (?:(?:đầu|của|đầu của) )?năm "
                rf"(?P<months_year>{_THIS})\b)",
                rf"(?P<months_open>(?<![\d.,/])(?P<open_count>{_COUNT}) tháng (?P<open_side>đầu năm|cuối năm|đầu|cuối|"
                rf"qua))",
                rf"(?P<months_slash>(?<![\d.,/])(?P<slash_count>\d{{1,2}}) tháng\s?/\s?(?P<slash_year>{_YEAR}))",
                rf"(?P<months_bare>\b(?:(?:bình quân|lũy kế|lũi kế|luỹ kế|cộng dồn|tính chung|trong|qua|sau|ước|kết "
                rf"quả)\s)"
                rf"(?P<bare_count>{_COUNT}) tháng(?! (?:(?:đầu |cuối |của )?năm|\d|tới|sau|liên|liền|tuổi|lương|tù|"
                rf"kể|sáp nhập|hoạt động|vận hành|triển khai|thực hiện|thi công|thành lập|đi vào)))",
                rf"(?P<months_said>(?<![\d.,/])\b(?P<said_count>{_COUNT}) tháng(?= (?:ước|đạt|tăng|giảm|là|lên|đã|"
                rf"chỉ|toàn|cả nước|của năm)\b| \d))",
                # from a month of the year until the day of the text
                rf"(?P<since_month>từ (?:đầu )?tháng (?P<since>1[0-2]|0?[1-9])(?: năm (?P<since_year>{_YEAR}))? "
                rf"(?:đến|tới) nay)",
                # "9 tháng, tỉnh thu …", at the head of a sentence
                rf"(?P<months_head>(?:^|(?<=\n)|(?<=[.;:]\s))(?P<head_count>{_COUNT}) tháng(?=,))",
                rf"(?P<quarter>qúy (?P<quarter_number>{_QUARTER})\b{_of_year('quarter_year')}?)",
                rf"(?P<month_end>(?:(?:tính đến|tính tới|đến|tới) (?:hết|cuối)|hết) tháng "
                rf"(?P<end_month>1[0-2]|0?[1-9])\b{_of_year('end_month_year')}?)",
                rf"(?P<month>tháng (?P<month_number>1[0-2]|0?[1-9])(?!\d|,\d|\.(?!{_YEAR}\b)\d)"
                rf"{_of_year('month_year')}?)",
                # years
                rf"(?P<school_year>(?:năm học|niên khóa) (?P<school_a>{_YEAR})\s?[-–]\s?(?P<school_b>{_YEAR}))",
                rf"(?P<season>(?:niên vụ|{_CROP}) "
                rf"(?P<season_a>{_YEAR})\s?[-–]\s?(?P<season_b>{_YEAR}))",
                rf"(?P<season_of_year>{_CROP} (?:năm )?(?P<season_year>{_YEAR})(?![\d/]|\s?[-–]))",
                r"(?P<years_past>(?:trong|qua|sau) (?P<years_count>[2-9]|1\d) năm(?: qua)?\b"
                r"(?! (?:tới|nữa|tiếp|20|19|đầu|cuối|học|tù)))",
                r"(?P<term_end>(?:đến |vào )?cuối nhiệm kì(?! (?:19|20)))",
                r"(?P<past_term>nhiệm kì (?:vừa )?qua\b)",
                r"(?P<next_school_year>năm học (?:tới|mới)\b)",
                rf"(?P<year>(?:năm|cuối năm|đầu năm)\s+(?P<year_number>{_YEAR})(?![\d/]))",
                rf"(?P<bare_year>(?<![\d.,/\-])(?P<bare_number>{_YEAR})(?![\d/%]|[.,]\d|\s?-\s?\d|-[^\W\d]))",
                r"(?P<to_date_this_year>(?:tính )?từ đầu năm(?: (?:đến nay|tới nay|đến thời điểm này)|(?=,)))",
                r"(?P<whole_year>(?:ước )?(?:tính )?(?:chung )?cả năm(?! (?:19|20)\d\d))",
                r"(?P<this_year>(?:trong )?năm (?:nay|này|qua)\b)",
                r"(?P<last_year_word>(?:trong )?năm (?:trước|ngoái)\b)",
                r"(?P<this_quarter>(?:trong )?qúy này\b)",
                r"(?P<this_month>(?:trong )?tháng này\b|trong tháng(?=[\s,:](?!\d))|tháng qua\b)",
            )
        )
        + ")"
    ).replace(" ", r"\s+")
)
_COMPARED = re.compile(
    one_spelling(
        r"(?:(?:so với|so|với|khác với|(?<!sau )(?<!trong )(?<!qua )hơn|bằng|cùng kì|svck|cùng kì của|cùng thời điểm)"
        r"(?: (?:cùng kì|cùng thời điểm|thời điểm|kết quả|thực hiện|ước thực hiện|mức|số|bình quân|kế hoạch|"
        r"cuối|đầu|của|các|trong|"
        r"thời kì|giai đoạn|nhiệm kì|con số))*"
        # "so vụ đông xuân năm trước"
        r"|\bso (?:với )?(?:vụ|tháng|qúy|năm|đầu|cuối)(?: [^\W\d_]+){0,4})\s*$"
    )
)
# "bằng 57% kế hoạch cả năm": the year of the plan, not of the result
_OF_PLAN = re.compile(
    one_spelling(r"%\s*(?:so (?:với )?)?(?:kế hoạch|kh|dự toán|chỉ tiêu|mục tiêu)(?: [^\W\d_]+){0,3}\s*$")
)
# "vượt mục tiêu cả giai đoạn 2021-2025": the plan that a result is measured by
_OF_MEASURE = re.compile(
    one_spelling(
        r"(?<!phấn đấu )(?<!quyết tâm )(?<!sẽ )\b(?:vượt|đạt|hoàn thành|so với)(?: [^\W\d_]+){0,4}? "
        r"(?:mục tiêu|kế hoạch|chỉ tiêu|nghị quyết)(?: [^\W\d_]+){0,2}\s*$"
    )
)
_MULTIPLE_OF = re.compile(one_spelling(r"\bgấp (?:\S+ ){1,4}lần\s*$|\bgấp (?:đôi|ba|rưỡi)\s*$"))
_NAMING = re.compile(
    one_spelling(
        r"(?:\b(?:đại hội|đảng bộ|ban chấp hành|hđnd)[^,;.:%]{0,60},\s*$)|"
        r"\b(?:nghị quyết|quyết định|luật|kết luận|chỉ thị|thông tư|nghị định|thông báo|công văn|văn bản|"
        r"hướng dẫn|quy định|"
        r"tờ trình|đại hội|khóa|kì họp|chuẩn nghèo|(?<!đạt )chuẩn|tiêu chí|chương trình|đề án|quy hoạch|chiến lược|dự "
        r"án|phong trào|"
        r"kế hoạch (?:số|hành động|phát triển kinh tế xã hội 5 năm|5 năm)|cuộc vận động|giá so sánh|giá cố "
        r"định|giá(?= năm))\b"
        r"(?:(?!\b(?:để|nhằm|phấn đấu|phân đấu|đạt|đến|tới|có|là|được|tăng|giảm|trong|xác định|đề ra|đặt ra)\b)"
        r"[^,;.:()%]){0,80}$"
    )
)


@dataclass(frozen=True)
class TimeExpression:
    """An expression of time. `year` None waits for the year in force; `value` is a template with "{year}" then."""

    start: int
    end: int
    kind: str
    role: str
    value: str
    year: int | None

    def resolve(self, year: int) -> str:
        """The period, with the year in force for an expression that names none."""
        own = self.year if self.year is not None else year
        return self.value.format(year=own, previous=own - 1)


def find(folded: str, published_on: date) -> list[TimeExpression]:
    """All expressions of time of a folded text, left to right; what they mean may hang on the day of publication."""
    expressions: list[TimeExpression] = []
    for found in _PATTERN.finditer(folded):
        expression = _read(found, published_on)
        if expression is None:
            continue
        if expression.kind == "this_month":
            expression = _of_month_spoken_of(expression, expressions, published_on)
        before = folded[max(0, found.start() - 110) : found.start()].replace("\n", " ")
        expressions.append(replace(expression, role=_role(expression, before, found[0])))
    return expressions


def _of_month_spoken_of(
    expression: TimeExpression, before: Sequence[TimeExpression], published_on: date
) -> TimeExpression:
    """ "Trong tháng" in a text of June on the month of May is May: the month named last, if it is just over."""
    named = next((one for one in reversed(before) if one.kind == "month"), None)
    if named is None or published_on.day > _MONTH_IS_REPORTED:
        return expression
    month = named.resolve(published_on.year)
    last = f"{published_on.year}-{published_on.month - 1:02d}"
    return replace(expression, value=month.replace(str(published_on.year), "{year}")) if month == last else expression


def _role(expression: TimeExpression, before: str, text: str) -> str:
    if expression.role == "event":
        return "event"
    if expression.kind == "whole_year" and _OF_PLAN.search(before):
        return "compared"
    if _COMPARED.search(before) and expression.kind != "whole_year":
        # "với" alone also joins ("cùng với năm 2023 …"): only with a word of comparison does it compare
        words = before.split()
        if words[-1:] != ["với"] or words[-2:-1] in (["so"], ["khác"]):
            return "compared"
    if _MULTIPLE_OF.search(before) or (expression.kind == "years" and _OF_MEASURE.search(before)):
        return "compared"
    if expression.kind in ("last_year_word",):
        return "compared" if one_spelling("cùng kì") in before[-12:] else "period"
    if expression.kind in ("years", "event", "year", "bare_year") and _NAMING.search(before):
        return "naming"
    if expression.kind == "bare_year" and not re.search(
        one_spelling(
            r"(?:đến|trong|của|từ|và|pci|papi|index|sipas|dti|pii|ddci|pgi|grdp|gdp|iip|cpi|,|"
            r"\(|hết|cuối|đầu|sang|bước vào|kh|kế hoạch|tới|vào)\s*$"
        ),
        before,
    ):
        return "naming" if before.strip() else "period"
    return "period"


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBER_WORDS.get(word, 0)


def _year_word(word: str | None, published_on: date) -> int | None:
    if word is None:
        return None
    if word.isdigit():
        return int(word)
    if word in ("trước", "ngoái"):
        return published_on.year - 1
    if word in ("sau", "tới"):
        return published_on.year + 1
    return published_on.year


def _months(first: int, last: int) -> str:
    if (first, last) == (1, 12):
        return "{year}"
    if (first, last) in ((1, 6), (7, 12)):
        return "{year}-H" + ("1" if first == 1 else "2")
    if first % 3 == 1 and last == first + 2:
        return "{year}-Q" + str(last // 3)
    if first == last:
        return f"{{year}}-{first:02d}"
    return f"{{year}}-{first:02d}/{{year}}-{last:02d}"


def _date_parts(text: str) -> tuple[int, int, int | None]:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    return numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else None


def _read(found: re.Match[str], published_on: date) -> TimeExpression | None:
    """One expression from the named groups of the pattern; None for a number that is no time."""
    kind = found.lastgroup or ""
    groups = found.groupdict()
    value, year, role = "{year}", None, "period"
    if kind == "event":
        role = "event"
    elif kind == "dates":
        (_, first_month, first_year), (_, last_month, last_year) = map(
            _date_parts, (groups["from_date"], groups["to_date"])
        )
        year = last_year
        if last_month > 12 or first_month > 12:
            return None
        if first_year is None or last_year is None or first_year == last_year:
            value = _months(first_month, last_month) if first_month <= last_month else "{year}"
        else:
            value = f"{first_year}-{first_month:02d}/{{year}}-{last_month:02d}"
    elif kind == "to_month_end":
        first_month, month = _date_parts(found[0])[1], int(groups["to_month"])
        year = _year_word(groups["to_month_year"] or groups["to_month_year_word"], published_on)
        value = _months(first_month, month) if first_month <= month else "{year}"
    elif kind == "cutoff":
        day, month, year = _date_parts(groups["cutoff_date"])
        value = f"{{year}}-{month:02d}-{day:02d}"
        try:
            date(year or 2024, month, day)
        except ValueError:
            return None
    elif kind == "month_end":
        month = int(groups["end_month"])
        year = _year_word(groups["end_month_year"] or groups["end_month_year_word"], published_on)
        value = f"{{year}}-{month:02d}-{calendar.monthrange(year or published_on.year, month)[1]:02d}"
    elif kind in ("years", "from_year_to", "school_year", "season"):
        first, last = {
            "years": ("first_year", "last_year"),
            "from_year_to": ("start_year", "end_year"),
            "school_year": ("school_a", "school_b"),
            "season": ("season_a", "season_b"),
        }[kind]
        year = int(groups[last])
        if not 0 < year - int(groups[first]) <= 60:
            return None
        value = groups[first] + "/{year}"
    elif kind == "from_now":
        year = int(groups["until_year"])
        value = f"{published_on.year}/{{year}}" if year > published_on.year else "{year}"
    elif kind == "month_span":
        year = _year_word(groups["month_b_year"] or groups["month_b_year_word"], published_on)
        first, last = int(groups["month_a"]), int(groups["month_b"])
        if groups["month_a_year"] and year and int(groups["month_a_year"]) != year:
            value = f"{groups['month_a_year']}-{first:02d}/{{year}}-{last:02d}"
        elif first > last:
            value = f"{{previous}}-{first:02d}/{{year}}-{last:02d}"
        else:
            value = _months(first, last)
    elif kind == "half":
        year = _year_word(groups["half_year"], published_on)
        value = "{year}-H" + ("1" if groups["half_side"] == "đầu" else "2")
    elif kind in ("months", "months_open", "months_slash", "months_bare", "months_said", "months_head"):
        name, year_name = {
            "months": ("month_count", "months_year"),
            "months_open": ("open_count", ""),
            "months_slash": ("slash_count", "slash_year"),
            "months_bare": ("bare_count", ""),
            "months_said": ("said_count", ""),
            "months_head": ("head_count", ""),
        }[kind]
        count = _number(groups[name])
        if kind == "months_said" and found.string[: found.start()].rstrip().endswith(_TERMS_OF_LOANS):
            return None
        if not 2 <= count <= 12:
            return None
        year = _year_word(groups.get(year_name), published_on)
        value = _months(13 - count, 12) if "cuối" in (groups.get("open_side") or "") else _months(1, count)
    elif kind == "since_month":
        year, first = published_on.year, int(groups["since"])
        if first > published_on.month or int(groups["since_year"] or year) != year:
            return None
        value = _months(first, published_on.month)
    elif kind == "quarter":
        word = groups["quarter_number"]
        quarter = int(word) if word.isdigit() else _QUARTERS[word]
        year = _year_word(groups["quarter_year"] or groups["quarter_year_word"], published_on)
        value = f"{{year}}-Q{quarter}"
    elif kind == "month":
        year = _year_word(groups["month_year"] or groups["month_year_word"], published_on)
        value = f"{{year}}-{int(groups['month_number']):02d}"
    elif kind in ("year", "bare_year"):
        year = int(groups["year_number"] or groups["bare_number"])
    elif kind == "term_end":
        year = published_on.year - published_on.year % TERM + TERM
    elif kind == "past_term":
        year = published_on.year + -published_on.year % TERM
        if year > published_on.year + 1:
            return None
        value = f"{year - TERM}/{{year}}"
    elif kind == "season_of_year":
        year = int(groups["season_year"])
    elif kind == "years_past":
        year = published_on.year - (1 if published_on.month <= 2 else 0)
        value = f"{year - int(groups['years_count']) + 1}/{{year}}"
    elif kind == "next_school_year":
        year, value = published_on.year + 1, "{previous}/{year}"
    elif kind == "this_year":
        year = published_on.year - (1 if "qua" in found[0] and published_on.month <= 2 else 0)
    elif kind == "last_year_word":
        year = published_on.year - 1
    elif kind == "to_date_this_year":
        year, value = published_on.year, _months(1, published_on.month)
    elif kind == "this_quarter":
        year, value = published_on.year, f"{{year}}-Q{(published_on.month + 2) // 3}"
    elif kind == "this_month":
        year, value = published_on.year, f"{{year}}-{published_on.month:02d}"
    return TimeExpression(found.start(), found.end(), kind, role, value, year)
