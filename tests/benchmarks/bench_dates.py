"""Speed of the date engine, for a person to read: `python -m tests.benchmarks.bench_dates FILE...`.

Times finding and resolving on the given texts, and on texts made to be hard, at two sizes: the time must grow with the
length. Without files only the hard texts are run.
"""

import sys
import time
from datetime import date
from pathlib import Path

from flows.steps.timex import Reference, find_dates
from tests.builders import passage

HARD = ("1234567890", "last ", "May ", "January 5 ", "12/", "2014-", "1.1.", "two days before ", "9/11 ", "a ")
SIZES = (250_000, 1_000_000)
SAMPLE = 20_000
"""Characters that dateparser is given, which is slow."""
DAY = Reference(date(2020, 1, 5), date(2020, 1, 5))


def seconds(text: str) -> tuple[float, int]:
    """Return the CPU seconds that a text takes as one paragraph, and how many expressions it has."""
    body = passage(text)
    start = time.process_time()
    rows = find_dates([body], DAY)
    return time.process_time() - start, len(rows)


def dateparser_speed(text: str) -> float:
    """Return the megabytes a second of dateparser's own search."""
    from dateparser.search import search_dates

    search_dates("Talks began on May 3, 2018.", languages=["en"])
    start = time.process_time()
    search_dates(text, languages=["en"])
    return len(text.encode()) / 1e6 / (time.process_time() - start)


def main(paths: list[str]) -> None:
    """Write a line a text."""
    seconds("“It began on May 3, 2018,” he said two days after the vote of 7 June.")
    for path in paths:
        text = Path(path).read_text("utf-8")
        taken, count = seconds(text)
        speed = len(text.encode()) / 1e6 / taken
        ratio = speed / dateparser_speed(text[:SAMPLE])
        sys.stdout.write(f"{path}: {speed:.2f} MB/s, {count} expressions, {ratio:.0f} times dateparser.search\n")
    for piece in HARD:
        taken_by_size = [seconds(piece * (size // len(piece)))[0] for size in SIZES]
        sys.stdout.write(f"{piece!r}: {' '.join(f'{taken:.2f} s' for taken in taken_by_size)} for {SIZES}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
