"""What a growth, change, attainment or rank is compared with."""

import re

from chitieu.reading.characters.folding import one_spelling
from chitieu.reading.outline.paragraphs import Span

_PATTERN = re.compile(
    one_spelling(
        r"(?P<same_part>so (?:với )?(?:kết quả |thực hiện |mức )?(?:của )?(?:\d{1,2} tháng(?: đầu)?|qúy \S+|"
        r"tháng \d{1,2}|nửa đầu)(?: của)?"
        r"(?: ?/ ?| năm )(?P<part_year>(?:19|20)\d\d|trước|ngoái))"
        r"|(?P<same_period>(?:so (?:với )?)?(?:cùng kì|cùng thời điểm|svck)(?: (?:của )?(?:năm "
        r")?(?P<same_year>(?:19|20)\d\d|trước|ngoái))?)"
        r"|(?P<previous_month>so (?:với )?tháng (?:trước|liền kề))"
        r"|(?P<previous_year>so (?:với )?(?:cuối |đầu )?(?:kết quả |thực hiện |ước thực hiện |ước |mức |số )*(?:của )?"
        r"(?:năm )?(?P<year>(?:19|20)\d\d|trước|ngoái)\b)"
        r"|(?P<nation>(?:so (?:với )?)?(?:(?:mức )?bình quân |mức )?(?:chung )?(?:của )?(?:cả nước|toàn quốc))"
        r"|(?P<plan>(?:kế hoạch|\bkh\b|dự toán|\bdt\b|chỉ tiêu|nghị quyết|mục tiêu|kịch bản)"
        r"(?P<giver>(?: [^\W\d_]+){0,7}))"
    ).replace(" ", r"\s+")
)
_GIVERS = (
    ("plan_prime_minister", re.compile(one_spelling(r"thủ tướng|\bttg\b"))),
    ("plan_council", re.compile(one_spelling(r"hội đồng nhân dân|\bhđnd\b"))),
    ("plan_central", re.compile(one_spelling(r"trung ương|\btw\b|chính phủ|bộ tài chính|bộ giao|quốc hội"))),
)
_GIVEN = re.compile(one_spelling(r"\b(?:giao|quyết nghị|đề ra|phân bổ|thông qua)\b"))


def read(folded: str, span: Span, period_year: int) -> tuple[str, Span] | None:
    """The comparison that a stretch of folded text names first, as a code of codes.csv or a year, and its words."""
    found = _PATTERN.search(folded, span.start, span.end)
    if not found:
        return None
    where = Span(found.start(), found.end())
    if found["same_part"]:
        year = found["part_year"]
        return ("same_period" if not year.isdigit() or int(year) == period_year - 1 else year), where
    if found["same_period"]:
        return "same_period", where
    if found["previous_month"]:
        return "previous_month", where
    if found["previous_year"]:
        year = found["year"]
        if not year.isdigit() or int(year) == period_year - 1:
            return "previous_year", where
        return year, where
    if found["nation"]:
        return "nation", where
    giver = re.split(one_spelling(r"\b(?:tăng|giảm|đạt|bằng|so|và|cao|thấp|trong|nhưng)\b"), found["giver"])[0]
    if _GIVEN.search(giver):
        for code, pattern in _GIVERS:
            if pattern.search(giver):
                return code, where
    return "plan", where
