"""Whether a CSV file can be read at all: its bytes, its header, its cells; and where a record stands in it."""

import csv
import re
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chitieu.characters import visible
from chitieu.errors import Problem

BLOCK = 64 * 1024
# No cell of a seed file needs a page of text. Without a limit one cell of 100 MB would be read, sorted and published.
LONGEST_LINE = BLOCK
LONGEST_CELL = 2_000
SHOWN_PER_FILE = 20

_BLANKS_AND_QUOTE = re.compile(r'(?:^|,)[ \t]+"')
_CELL = re.compile(r'("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|\Z)')


@dataclass(frozen=True)
class Record:
    """A row of a CSV file with the physical line (1-based) at which each of its cells begins."""

    cells: tuple[str, ...]
    lines: tuple[int, ...]


def quoted(cell: str, longest: int = 60) -> str:
    """A cell fit for a terminal: quoted, cut, with nothing in it that moves a cursor or turns the text round."""
    text = cell if len(cell) <= longest else cell[: longest - 1] + "…"
    # On one line: neither may a line end forge one.
    shown = visible(text.replace("\r\n", "\\u000d\\u000a"))
    return "'" + shown.replace("\n", "\\u000a").replace("\t", "\\u0009") + "'"


def file_problems(path: Path, shown: str, header: Sequence[str]) -> list[Problem]:
    """What keeps a file from being read: encoding, header, the number of cells of a row and the quotes."""
    problem = _byte_problem(path, shown, header)
    if problem:
        return [problem]
    with path.open(encoding="utf-8", newline="") as lines:
        found = _header_problems(lines.readline(), shown, header)
    if not found and not _has_structure(path, len(header)):
        found = _structure_problems(path, shown, header)
    return found or list(_blanks_before_quotes(path, shown, header))


def _has_structure(path: Path, columns: int) -> bool:
    """Whether every row has so many cells and every quote closes, without saying where not: several times as fast."""
    csv.field_size_limit(BLOCK)
    with path.open(encoding="utf-8", newline="") as lines:
        try:
            return set(map(len, csv.reader(lines, strict=True))) <= {0, columns}
        except csv.Error:
            return False


def _blanks_before_quotes(path: Path, shown: str, header: Sequence[str]) -> Iterator[Problem]:
    """Cells with blanks before a quote, which is a quote to Python and opens a quoted cell to DuckDB."""
    with path.open(encoding="utf-8", newline="") as lines:
        if not any(_BLANKS_AND_QUOTE.search(line) for line in lines):
            return  # Nearly always; what is found may still be in the middle of a quoted cell.
    text = path.read_text(encoding="utf-8")
    line, column = 1, 0
    for cell, end in _CELL.findall(text):
        if cell[:1] in (" ", "\t") and cell.lstrip(" \t").startswith('"'):
            message = f"{quoted(cell)} has blanks before its quote"
            yield Problem(shown, line, header[column], message, "remove the blanks, or put the whole cell in quotes")
        line, column = line + cell.count("\n") + end.count("\n"), column + 1 if end == "," else 0


def _structure_problems(path: Path, shown: str, header: Sequence[str]) -> list[Problem]:
    """Rows with too few or too many cells and quotes that do not close; at most the first `SHOWN_PER_FILE`."""
    problems: list[Problem] = []
    for record in _records(path):
        if isinstance(record, _Broken):
            problems.append(_broken_quote(path, shown, header, record))
            break
        count = len(record.cells)
        if count == len(header):
            continue
        column = header[count] if count < len(header) else f"cell {len(header) + 1}"
        remedy = f"give it the {len(header)} cells {', '.join(header)}; put a cell that holds a comma in quotes"
        if record.lines[-1] > record.lines[0]:
            remedy += f"; a quote that opens on line {record.lines[0]} may not be closed there"
        problems.append(
            Problem(shown, record.lines[0], column, f"the row has {count} cells, not {len(header)}", remedy)
        )
        if len(problems) == SHOWN_PER_FILE:
            break
    return problems


def find_records(path: Path, rows: Iterable[int]) -> dict[int, Record]:
    """The wanted rows (1 is the first below the header) with the lines of their cells."""
    wanted = set(rows)
    found: dict[int, Record] = {}
    for number, record in enumerate(_records(path), start=1):
        if isinstance(record, _Broken) or len(found) == len(wanted):
            break
        if number in wanted:
            found[number] = record
    return found


@dataclass(frozen=True)
class _Broken:
    line: int
    reason: str


def _records(path: Path) -> Iterator[Record | _Broken]:
    csv.field_size_limit(BLOCK)
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        next(reader, None)
        while True:
            first_line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield _Broken(first_line, str(error))
                return
            if not cells:  # DuckDB passes over an empty line as well, so the rows keep the same numbers.
                continue
            starts, line = [], first_line
            for cell in cells:
                starts.append(line)
                line += cell.count("\n")
            yield Record(tuple(cells), tuple(starts))


def _broken_quote(path: Path, shown: str, header: Sequence[str], broken: _Broken) -> Problem:
    with path.open(encoding="utf-8", newline="") as lines:
        text = next(line for number, line in enumerate(lines, start=1) if number == broken.line)
    column = _column_at(header, text)
    if "field limit" in broken.reason:
        message = f"the cell is longer than {BLOCK:,} characters, or a quote that opens here is never closed"
        return Problem(
            shown, broken.line, column, message, f"shorten it to {LONGEST_CELL:,} characters, or close the quote"
        )
    message = "a quote opens here that is never closed, or more text follows a closed one"
    return Problem(shown, broken.line, column, message, 'close it, and write a quote inside a quoted cell twice ("")')


def _column_at(header: Sequence[str], text: str) -> str:
    """The column in which a text that begins a row ends."""
    cells = next(csv.reader([text.replace("\0", "")[:BLOCK]]), [""])
    return header[len(cells) - 1] if len(cells) <= len(header) else f"cell {len(cells)}"


def _byte_problem(path: Path, shown: str, header: Sequence[str]) -> Problem | None:
    """The first byte that no seed file may hold: after it nothing else in the file can be trusted."""
    decoder = getincrementaldecoder("utf-8")()
    line, line_start, offset, returns, newlines = 1, 0, 0, 0, 0

    def problem(at: int, message: str, remedy: str) -> Problem:
        before = block[: max(0, at - offset)]
        number = line + before.count(b"\n")
        start = offset + before.rfind(b"\n") + 1 if b"\n" in before else line_start
        with path.open("rb") as again:
            again.seek(start)
            prefix = again.read(min(at - start, BLOCK)).decode("utf-8", errors="replace")
        return Problem(shown, number, _column_at(header, prefix), message, remedy)

    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if offset == 0 and block.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
                return problem(0, "the file begins with a byte order mark", "save it as UTF-8 without BOM")
            if b"\0" in block:
                return problem(offset + block.index(b"\0"), "there is a NUL byte", "remove it; save the file as UTF-8")
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                at = offset - pending + error.start
                message = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
                return problem(at, message, "save the file as UTF-8")
            last_newline = block.rfind(b"\n")
            if last_newline == -1 and offset + len(block) - line_start > LONGEST_LINE:
                message = f"the line is longer than {LONGEST_LINE:,} bytes"
                return problem(line_start + LONGEST_LINE, message, f"keep each cell below {LONGEST_CELL:,} characters")
            count = block.count(b"\n")
            line, newlines, returns = line + count, newlines + count, returns + block.count(b"\r")
            if last_newline != -1:
                line_start = offset + last_newline + 1
            offset += len(block)
        block = b""
        if decoder.getstate()[0]:
            return problem(offset, "the last character is cut off", "save the file as UTF-8")
    if returns not in (0, newlines):
        message = "the file mixes line ends (CR and LF)"
        return Problem(shown, 1, "", message, "save it with one kind of line end, best LF")
    return None


def _header_problems(first_line: str, shown: str, header: Sequence[str]) -> list[Problem]:
    whole = f"write the header {','.join(header)}"
    if not first_line.strip():
        return [Problem(shown, 1, header[0], "the header is missing", whole)]
    try:
        found = next(csv.reader([first_line], strict=True))
    except csv.Error:
        return [Problem(shown, 1, header[0], "the header has a quote that does not close", whole)]
    if tuple(found) == tuple(header):
        return []
    if len(found) == 1 and len(re.split(r"[;\t|]", first_line)) > 1:
        return [Problem(shown, 1, header[0], "the columns are not separated by commas", "save the file with commas")]
    surplus = list(found)
    problems = []
    for column in header:
        if column in surplus:
            surplus.remove(column)
        else:
            problems.append(Problem(shown, 1, column, "the column is missing", whole))
    for column in surplus:
        reason = "the column is there twice" if column in header else "the contract has no such column"
        problems.append(Problem(shown, 1, quoted(column), reason, f"remove it; {whole}"))
    if not problems:
        at = next(index for index, column in enumerate(header) if found[index] != column)
        message = f"{quoted(found[at])} stands where {header[at]} belongs"
        problems.append(Problem(shown, 1, header[at], message, f"put the columns in this order: {','.join(header)}"))
    return problems[:SHOWN_PER_FILE]
