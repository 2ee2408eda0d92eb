"""The outline of a text: paragraphs, sentences, clauses and brackets, found by offset.

Clauses end at ";" and at list marks "(1)"; a comma or a bracket parts only what stands between two figures, since names
hold commas too.
"""

import re
from bisect import bisect_left, bisect_right

from chitieu.reading.outline.paragraphs import Span, paragraphs_of, sentences_of

_LIST_MARK = re.compile(r"(?<![\w)])\((?:\d{1,2}|[a-zđ]|[ivx]{1,4})\)(?=\s|[^\W\d])")
_BREAK = re.compile(";+")


class Outline:
    """Paragraphs, sentences and clauses of one text, found by offset in logarithmic time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs = paragraphs_of(text)
        self.sentences: list[Span] = []
        self.paragraph_of_sentence: list[int] = []
        for number, paragraph in enumerate(self.paragraphs):
            for sentence in sentences_of(text, paragraph.start, paragraph.end):
                self.sentences.append(sentence)
                self.paragraph_of_sentence.append(number)
        self._sentence_starts = [sentence.start for sentence in self.sentences]
        self.clause_breaks = sorted({*(one.end() for one in _BREAK.finditer(text)), *_list_marks(text)})
        self.brackets = _brackets(text)
        self._bracket_starts = [bracket.start for bracket in self.brackets]

    def sentence_index(self, position: int) -> int:
        """The index of the sentence at or before a position; -1 before the first."""
        return bisect_right(self._sentence_starts, position) - 1

    def clause(self, position: int, sentence: Span) -> Span:
        """The part of the sentence between the clause breaks around a position."""
        after = bisect_right(self.clause_breaks, position)
        start = max(sentence.start, self.clause_breaks[after - 1]) if after else sentence.start
        end = min(sentence.end, self.clause_breaks[after]) if after < len(self.clause_breaks) else sentence.end
        return Span(start, end)

    def bracket(self, position: int) -> Span | None:
        """The innermost pair of round brackets around a position; brackets that never close are none."""
        at = bisect_right(self._bracket_starts, position) - 1
        steps = 0
        while at >= 0 and steps < 8:
            if self.brackets[at].start <= position < self.brackets[at].end:
                return self.brackets[at]
            at, steps = at - 1, steps + 1
        return None

    def first_break(self, start: int, end: int) -> int | None:
        """The first clause break in (start, end]."""
        at = bisect_left(self.clause_breaks, start + 1)
        return self.clause_breaks[at] if at < len(self.clause_breaks) and self.clause_breaks[at] <= end else None


def _list_marks(text: str) -> list[int]:
    return [mark.start() for mark in _LIST_MARK.finditer(text)]


def _brackets(text: str) -> list[Span]:
    """Pairs of round brackets within one line, outer and inner, by their start; list marks are none."""
    marks = set(_list_marks(text))
    pairs: list[Span] = []
    opened: list[int] = []
    for sign in re.finditer(r"[()\n]", text):
        if sign[0] == "\n":
            opened.clear()
        elif sign[0] == "(":
            opened.append(sign.start())
        elif opened:
            start = opened.pop()
            if start not in marks:
                pairs.append(Span(start, sign.end()))
    return sorted(pairs, key=lambda pair: (pair.start, -pair.end))
