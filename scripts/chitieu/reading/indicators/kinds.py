"""What kind of statement a figure makes of its subject: a level, a growth, an attainment of a plan, a rank or a
multiple."""

import re

from chitieu.reading.characters.folding import one_spelling

LEVEL = "level"
PERCENT = "percent"
GROWTH = "growth"
ATTAINMENT = "attainment"
DEVIATION = "deviation"
RANK = "rank"
RANK_CHANGE = "rank_change"
CONTRIBUTION = "contribution"
PLAN_DIFFERENCE = "plan_difference"
INDEX = "index"
RATIO = "ratio"
DIFFERENCE = "difference"

LIGHT_WORDS = 3
"""Words that may stand between "tăng" and the amount of a difference: "tăng thêm được trên 30 xã"."""

PERCENT_UNITS = frozenset({"percent", "per_mille", "percentage_point"})

_RISE_OR_FALL = (
    r"(?:tăng trưởng|gia tăng|tăng thêm|tăng|cắt giảm|sụt giảm|suy giảm|giảm thêm|giảm|hụt thu|hụt|cao hơn|thấp hơn|"
    r"nhiều hơn|ít hơn|âm)"
)
_GOVERNING = re.compile(
    one_spelling(
        rf"(?P<level>(?:giảm|tăng|nâng|đưa|hạ|kéo|rút)\s+(?:\S+\s+){{0,6}}?(?:còn|xuống(?: còn)?|lên(?: đến| "
        rf"tới)?|về)\b"
        rf"|\b(?:chỉ còn|còn|đạt|chiếm|bằng|ở mức|là|đạt mức|được)\b)"
        rf"|(?P<move>\b{_RISE_OR_FALL}\b)|(?P<exceed>\bvượt\b)"
    ).replace(" ", r"\s+")
)
_GROWTH_NOUN = re.compile(
    one_spelling(
        r"\b(?:tốc độ (?:tăng|giảm|phát triển)|tăng trưởng|mức (?:tăng|giảm)|đà tăng|phát triển (?:ổn định|"
        r"khá|mạnh|nhanh)|tỷ lệ (?:tăng|giảm))\b"
    ).replace(" ", r"\s+")
)
_RANK = re.compile(one_spelling(r"(?:thứ|hạng|xếp|vị trí|vị trí số|tốp|top|đứng)\s*$"))
_OF_PLAN = re.compile(
    one_spelling(
        r"\s*(?:so (?:với )?)?(?:tổng |số )?(?:các )?(?:kế hoạch|kh\b|dự toán|dt\b|chỉ tiêu|mục tiêu|nghị "
        r"quyết|kịch bản|vốn (?:được )?giao)"
    ).replace(" ", r"\s+")
)
_CONTRIBUTES = re.compile(one_spelling(r"\b(?:đóng góp|góp|làm (?:tăng|giảm))\b[^;:]{0,60}$"))
_TO_GROWTH = re.compile(
    one_spelling(r"\s*(?:điểm (?:phần trăm|%) )?(?:vào|cho|trong) (?:mức |tốc độ )?(?:tăng trưởng|tăng chung|mức tăng)")
)
_PLACES = re.compile(one_spelling(r"\b(?:bậc|hạng)$"))
_CONTRIBUTES_IT = re.compile(
    one_spelling(r"\b(?:đóng góp|góp)(?: (?:khoảng|trên|gần|hơn|tới|thêm|được|lớn nhất))*\s*$")
)
_OF_BASE = re.compile(
    one_spelling(
        r"\s*(?:so (?:với )?)?(?:mức )?(?:của )?(?:cùng kì|năm trước|tháng trước|năm ngoái|"
        r"bình quân (?:chung )?(?:của )?cả nước|mức bình quân|bình quân chung)\b"
    )
)
_EQUALS = frozenset((one_spelling("bằng"),))
_SHORT = frozenset(one_spelling(words) for words in ("hụt", "hụt thu"))
_SLIGHT = 100
"""Per cent of a plan below which "vượt" says by how much, from which on how much of it is reached."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_FROM_TO = re.compile(one_spelling(r"\s*(?:\([^)]*\)\s*)?(?:năm \d{4} |vào năm \d{4} )?(?:lên|xuống|còn|đến|tới|về)\s"))
_FROM = re.compile(
    one_spelling(r"(?:tăng|giảm|nâng|hạ|kéo giảm|tăng dần|giảm dần)(?: \S+){0,4} từ\s*(?:trên|khoảng|gần|hơn)?\s*$")
)


def read(
    folded: str,
    before: tuple[int, int],
    figure: tuple[int, int],
    after_end: int,
    unit: str | None,
) -> str:
    """The kind of a figure from the verb that governs it, its unit and what follows it in its clause."""
    words_before = folded[before[0] : before[1]]
    words_after = folded[figure[1] : after_end]
    if unit == "times":
        return RATIO
    last = _last(_GOVERNING, _own_part(words_before))
    if unit == "rank" and _PLACES.search(folded, figure[0], figure[1]):
        return RANK_CHANGE if last is not None and last.lastgroup == "move" else RANK
    if unit == "rank" or (unit is None and _RANK.search(words_before)):
        return RANK
    if unit in PERCENT_UNITS and _TO_GROWTH.match(words_after) and _CONTRIBUTES.search(words_before):
        return CONTRIBUTION
    if unit == "percentage_point" and _CONTRIBUTES_IT.search(words_before):
        return CONTRIBUTION
    moves = last is not None and last.lastgroup == "move"
    if _FROM.search(words_before) and _FROM_TO.match(words_after):
        moves = False
    if unit not in PERCENT_UNITS:
        falls_short = last is not None and last[0] in _SHORT
        if (last is not None and last.lastgroup == "exceed" and _OF_PLAN.match(words_after)) or falls_short:
            return PLAN_DIFFERENCE
        is_adjacent = last is not None and len(_own_part(words_before)[last.end() :].split()) <= LIGHT_WORDS
        return DIFFERENCE if moves and is_adjacent else LEVEL
    if _OF_PLAN.match(words_after):
        exceeds = last is not None and last.lastgroup == "exceed" and amount(folded[figure[0] : figure[1]]) < _SLIGHT
        return DEVIATION if moves or exceeds else ATTAINMENT
    if moves:
        return GROWTH
    if _OF_BASE.match(words_after) and last is not None and last[0] in _EQUALS:
        return INDEX
    return GROWTH if _GROWTH_NOUN.search(words_before) else PERCENT


def amount(figure: str) -> float:
    """The first number of a figure as it is printed, for a judgement of its size."""
    found = _NUMBER.search(figure)
    return float(found[0].replace(".", "").replace(",", ".", 1).replace(",", "")) if found else 0.0


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(words):  # noqa: B007
        pass
    return found


_COMPARATORS = frozenset(one_spelling("trên dưới khoảng gần hơn từ ít nhất tối thiểu đa không quá xấp xỉ là").split())


def _own_part(words: str) -> str:
    """The words after the last comma or colon; the verb of an earlier part is not the figure's."""
    parts = [part for part in re.split(r"[,:(]", words) if set(part.split()) - _COMPARATORS]
    return parts[-1] if parts else ""
