"""How fast the reader is: MB/s at 0.1, 1 and 10 MB of generated Vietnamese prose, and on texts built to hang it.

.venv/bin/python scripts/benchmark_reader.py [--largest 10]
"""

import argparse
import random
import time
from collections.abc import Callable

from chitieu.reading.figures import read_numerals
from rich.console import Console
from rich.table import Table

SENTENCES = (
    "Sáu tháng đầu năm, huyện trồng mới {a} ha rừng, tăng {b},{c}% so với cùng kỳ; độ che phủ đạt trên {b}%.",
    "Thu ngân sách ước đạt {a}.{d} tỷ đồng, bằng {b},{c}% dự toán, trong đó thu nội địa giảm {c},{b}%.",
    "Đến ngày 15/{c}/2023, lực lượng chức năng xử lý {a} vụ, {b} đối tượng, phạt {a} triệu đồng.",
    "Toàn tỉnh đón khoảng {c},{b} triệu lượt khách, gấp {c},{c} lần năm trước, xếp thứ {c}/63.",
    "Bà con phấn khởi vì đường làng sạch đẹp, chợ quê đông vui, trường lớp khang trang hơn trước.",
    "Nghị quyết số {b}/NQ-HĐND đề ra {b}/{a} chỉ tiêu; thu nhập bình quân {b} triệu đồng/người/năm.",
    "Cán bộ về từng thôn bản, lắng nghe ý kiến của người dân và cùng bàn cách làm ăn mới.",
)
HARD = {
    "one number of a million digits": "0123456789",
    "parentheses only": "(",
    "one endless sentence": "làng quê đổi mới từng ngày và ",
    "openings without a number": "từ trên ",
    "falls and rises": "tăng giảm ",
    "numbers in parentheses": "(1)",
    "numbers joined by dashes": "1-",
}


def prose(megabytes: float, seed: int = 7) -> str:
    """About that many megabytes of shuffled sentences with random numbers; the same for the same seed."""
    source = random.Random(seed)
    lines: list[str] = []
    size = 0
    while size < megabytes * 1_000_000:
        sentence = source.choice(SENTENCES).format(
            a=source.randint(100, 999), b=source.randint(10, 99), c=source.randint(1, 9), d=source.randint(100, 999)
        )
        lines.append(sentence)
        size += len(sentence.encode()) + 1
    return "\n".join(lines)


def seconds_of(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and seconds of the processor: they differ on a machine that others use too."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=float, default=10, help="megabytes of the largest text (default: 10)")
    largest = parser.parse_args().largest
    console = Console()
    read_numerals(prose(0.01))

    table = Table(title="Reading generated prose")
    for heading in ("MB", "numerals", "seconds", "MB/s", "CPU seconds", "MB/CPU s"):
        table.add_column(heading, justify="right")
    for megabytes in (0.1, 1, 10):
        if megabytes > largest:
            continue
        text = prose(megabytes)
        found: list[object] = []
        clock, processor = seconds_of(lambda found=found, text=text: found.extend(read_numerals(text)))
        cells = (f"{clock:.2f}", f"{megabytes / clock:.2f}", f"{processor:.2f}", f"{megabytes / processor:.2f}")
        table.add_row(f"{megabytes:g}", f"{len(found):,}", *cells)
    console.print(table)

    hard = Table(title="One megabyte of text built to hang it")
    hard.add_column("text")
    hard.add_column("seconds", justify="right")
    hard.add_column("CPU seconds", justify="right")
    for name, piece in HARD.items():
        text = piece * (1_000_000 // len(piece.encode()))
        clock, processor = seconds_of(lambda text=text: read_numerals(text))
        hard.add_row(name, f"{clock:.2f}", f"{processor:.2f}")
    console.print(hard)


if __name__ == "__main__":
    main()
