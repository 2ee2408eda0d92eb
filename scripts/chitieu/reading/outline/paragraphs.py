"""Lines, headings, paragraphs and sentences of a text, with breaks of line inside a sentence mended.

Rules of Vietnamese official and news prose:
- a line that ends without a stop and goes on in lower case is the same sentence (a page break, a hard wrap);
- headings are numbered (I-, 1., 2.2-, a), Phần thứ …) or short lines without a final stop; a heading governs until the
  next of its level or above.
"""

import re
from dataclasses import dataclass

MAXIMUM_HEADING = 240

MAXIMUM_PLAIN_HEADING_WORDS = 28

WRAPPED_WIDTH = 160

_ROMAN = r"[IVX]{1,5}"

_MARKERS = (
    (1, re.compile(r"(?:phần|chương|mục)\s+(?:thứ\s+)?[\w]+\b[.:]?", re.IGNORECASE)),
    (2, re.compile(rf"{_ROMAN}\s?[-.–)/]+(?=\s|[^\W\d])")),
    (4, re.compile(r"\d{1,2}(?:\.\d{1,2})+\s?[-.–):]*\s")),
    (3, re.compile(r"\d{1,2}\s?[-.–)/]+\s*(?=[^\W\d]|[\"“(*])")),
    (5, re.compile(r"[a-zđA-HĐ]\s?[-.–)]\s*(?=[^\W\d])")),
    (8, re.compile(r"[-–—+*•●▪]\s*(?=\S)")),
    (9, re.compile(r"\(\d{1,2}\)\s*")),
)

CAPITALS = 1

PLAIN_HEADING = 6

LEAD = 7
"""A short paragraph that ends with a colon: it governs the list under it."""

_TERMINAL = re.compile(r"[.;:!?…,”\"»]\s*$")

_INNER_STOP = re.compile(r"[.!?]\s")

_STOP = re.compile(r"[.!?…]+[\"”’)»]*(?=\s|$)|(?<=[^\W\d_]|[\"”)%])[.!?](?=[^\W\d_]{2})")

_ABBREVIATIONS = frozenset(
    ["tp", "tx", "tt", "q", "p", "h", "x", "ths", "ts", "gs", "pgs", "bs", "cn", "ks", "st", "tr", "nxb", "đ/c", "vd"]
)

_BEFORE_A_NUMBER = frozenset(
    [
        "đạt",
        "tăng",
        "giảm",
        "trên",
        "dưới",
        "khoảng",
        "là",
        "có",
        "được",
        "gần",
        "hơn",
        "bằng",
        "còn",
        "và",
        "với",
        "từ",
        "đến",
        "gồm",
        "thứ",
        "năm",
        "tháng",
        "quý",
        "vượt",
        "chiếm",
        "thêm",
    ]
)


@dataclass(frozen=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together. `level` is 0 for plain prose, else the rank of its mark; `headings` are indexes of
    the headings that govern it, outermost first."""

    start: int
    end: int
    is_heading: bool
    level: int
    headings: tuple[int, ...]

    @property
    def is_bullet(self) -> bool:
        return not self.is_heading and self.level > 0


def _marker(line: str) -> tuple[int, int]:
    """The level of a line's mark and the length of the mark; (0, 0) without one."""
    for level, pattern in _MARKERS:
        found = pattern.match(line)
        if found:
            return level, found.end()
    return 0, 0


def _lines(text: str) -> list[Span]:
    lines: list[Span] = []
    for line in re.finditer(r"[^\n\r\f\v\u2028\u2029]+", text):
        stripped = line[0].strip()
        if stripped:
            start = line.start() + len(line[0]) - len(line[0].lstrip())
            lines.append(Span(start, start + len(stripped)))
    return lines


def _wrap_width(lines: list[Span]) -> int:
    """The width at which a text was wrapped, 0 if its lines are whole paragraphs."""
    widths = sorted(line.end - line.start for line in lines)
    if len(widths) < 6:
        return 0
    widest = widths[len(widths) * 95 // 100]
    middle = widths[len(widths) // 2]
    return widest if widest <= WRAPPED_WIDTH and middle >= 0.6 * widest and widest >= 40 else 0


def _joins(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether the next line goes on with the sentence of this one."""
    here, there = text[line.start : line.end], text[following.start : following.end]
    if _TERMINAL.search(here) and not here.endswith(","):
        return False
    if _marker(there)[0]:
        return False
    first = there[0]
    if first.islower():
        return True
    is_adjacent = text.count("\n", line.end, following.start) <= 1
    length = line.end - line.start
    if here.endswith(",") and length > 60:
        return True
    if first.isdigit() and here.split()[-1].lower() in _BEFORE_A_NUMBER:
        return True
    return bool(width) and is_adjacent and length >= 0.75 * width


def paragraphs_of(text: str) -> list[Paragraph]:
    lines = _lines(text)
    width = _wrap_width(lines)
    blocks: list[Span] = []
    at = 0
    while at < len(lines):
        start = at
        while at + 1 < len(lines) and _joins(text, lines[at], lines[at + 1], width):
            at += 1
        blocks.append(Span(lines[start].start, lines[at].end))
        at += 1
    paragraphs: list[Paragraph] = []
    governing: list[tuple[int, int]] = []
    for number, block in enumerate(blocks):
        body = text[block.start : block.end]
        level, length = _marker(body)
        is_heading = _is_heading(body, level, length, number, len(blocks))
        if is_heading:
            rank = level or _plain_rank(body)
            governing = [one for one in governing if one[0] < rank]
            paragraphs.append(Paragraph(block.start, block.end, True, rank, tuple(one[1] for one in governing)))
            governing.append((rank, number))
        else:
            paragraphs.append(Paragraph(block.start, block.end, False, level, tuple(one[1] for one in governing)))
    return paragraphs


def _plain_rank(body: str) -> int:
    """An unnumbered heading in capitals heads a part of the text; one with a colon heads the list under it."""
    if body.isupper():
        return CAPITALS
    return LEAD if body.endswith(":") else PLAIN_HEADING


def _is_heading(body: str, level: int, mark_length: int, number: int, count: int) -> bool:
    """A numbered line, or a short line without a final stop, that something follows."""
    if number + 1 == count or len(body) > MAXIMUM_HEADING + 80 or _has_inner_stop(body, mark_length):
        return False
    if re.search(r"[.;!?…,]$", body):
        return False
    if 1 <= level <= 5:
        return True
    opens = number == 0 or body[0].isupper() or body[0].isdigit() or body[0] in '"“'
    return level == 0 and opens and len(body.split()) <= MAXIMUM_PLAIN_HEADING_WORDS


def _has_inner_stop(body: str, start: int) -> bool:
    return any(
        re.search(r"[^\W_/]*$", body[: stop.start()])[0].lower() not in _ABBREVIATIONS
        for stop in _INNER_STOP.finditer(body, start)
    )


def sentences_of(text: str, start: int, end: int) -> list[Span]:
    sentences: list[Span] = []
    at = start
    for stop in _STOP.finditer(text, start, end):
        before = text[max(at, stop.start() - 4) : stop.start()]
        word = re.search(r"[^\W_/]*$", before)[0]
        following = text[stop.end() : stop.end() + 3].lstrip()
        if stop[0] == "." and (word.lower() in _ABBREVIATIONS or stop.start() - at < 2):
            continue
        if stop[0] == "." and word.isdigit() and stop.start() - len(word) <= at:
            continue
        if following and (following[0].islower() or (stop[0].startswith(("…", "...")) and following[0] in ",;)")):
            continue
        sentences.append(Span(at, stop.end()))
        at = stop.end()
        while at < end and text[at].isspace():
            at += 1
    if at < end:
        sentences.append(Span(at, end))
    return sentences
