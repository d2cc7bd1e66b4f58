"""Speed of repair with its ledger, in one process: `python -m tests.benchmarks.bench_repair [--largest MB]`.

Prints megabytes a second on clean and on damaged text, the curve over the length of one document, and the ratio to
reading and writing the same files; and to datatrove's FTFY, Gopher and C4 steps where datatrove is installed. Nothing
fails by being slow: figures of one machine say little about another.
"""

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

from flows.steps.assembly import edit_rows, paragraph_rows
from flows.steps.repair import repair
from flows.steps.structure import structure
from tests.quality.repair.articles import articles
from tests.quality.repair.kinds import KINDS, samples

_MEGABYTE = 1_000_000
_WORD = re.compile(r"[a-z]{2,}")
_CURVE = (0.1, 0.3, 1, 3, 10)
"""Megabytes of the documents of the curve."""


def timed(work: Callable[[], object], runs: int = 3) -> float:
    """Return the processor seconds of the fastest of `runs` runs; others on the machine do not count."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def clean_texts() -> list[str]:
    """Return unwrapped articles, and excerpts of them wrapped without any other damage."""
    return ["\n\n".join(article) for article in articles()] + [sample.raw for sample in samples(KINDS["clean"], 60)]


def damaged_texts() -> list[str]:
    """Return texts with duplicates, furniture and broken lines of every kind."""
    kinds = [kind for kind in KINDS.values() if kind.group in {"duplicates", "layout"}]
    return [sample.raw for kind in kinds for sample in samples(kind, 8)]


def long_text(megabytes: float, texts: Sequence[str]) -> str:
    """Return a document of `megabytes` million characters, put together from texts.

    Each time a text is used a third of its words become others, each always the same one, so that the long document
    repeats no more than its parts do, and what a part repeats it still does.
    """
    rng, parts, size = Random(7), [], 0
    while size < megabytes * _MEGABYTE:
        mark = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(4))
        parts.append(_WORD.sub(lambda word, mark=mark: _other(word[0], mark), rng.choice(texts)))  # type: ignore[misc]
        size += len(parts[-1]) + 2
    return "\n\n".join(parts)[: int(megabytes * _MEGABYTE)]


def _other(word: str, mark: str) -> str:
    return word[:-1] + mark if crc32(word.encode()) % 3 == 0 else word


def with_ledger(text: str) -> None:
    """Repair one text and write its paragraphs and its ledger as rows."""
    draft = repair(text)
    found = structure(draft)
    paragraphs, _ = paragraph_rows("doc", draft, found)
    edit_rows("doc", draft, found.blocks, paragraphs)


def _speed(texts: Sequence[str], work: Callable[[str], object], runs: int = 3) -> float:
    size = sum(len(text.encode()) for text in texts) / _MEGABYTE
    return size / timed(lambda: [work(text) for text in texts], runs)


def files_speed(texts: Sequence[str]) -> float:
    """Return the megabytes a second of reading texts from files and writing them to others."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.txt" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, "utf-8")
        size = sum(path.stat().st_size for path in paths) / _MEGABYTE
        return size / timed(
            lambda: [path.with_suffix(".out").write_text(path.read_text("utf-8"), "utf-8") for path in paths]
        )


def datatrove_speed(texts: Sequence[str]) -> float | None:
    """Return the megabytes a second of datatrove's FTFY, Gopher and C4 steps; None where it is not installed."""
    if find_spec("datatrove") is None:
        return None
    from datatrove.data import Document  # type: ignore[import-not-found]
    from datatrove.pipeline.filters import C4QualityFilter, GopherQualityFilter, GopherRepetitionFilter  # type: ignore[import-not-found]
    from datatrove.pipeline.formatters import FTFYFormatter  # type: ignore[import-not-found]

    chain: list[Any] = [FTFYFormatter(), GopherRepetitionFilter(), GopherQualityFilter(), C4QualityFilter()]

    def work(text: str) -> None:
        stream: Any = iter([Document(text=text, id="0")])
        for step in chain:
            stream = step.run(stream)
        list(stream)

    return _speed(texts, work, 1)


def main() -> int:
    """Print all figures; return 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bench_repair", description=__doc__)
    parser.add_argument("--largest", type=float, default=10, help="megabytes of the longest document (default 10)")
    largest = parser.parse_args().largest
    for name, texts in (("clean", clean_texts()), ("damaged", damaged_texts())):
        alone, rows, files = _speed(texts, repair), _speed(texts, with_ledger), files_speed(texts)
        _say(
            f"{name} text, {len(texts)} documents: repair with ledger {alone:.2f} MB/s, with structure and rows {rows:.2f} MB/s"
        )
        _say(f"  reading and writing the same files {files:.0f} MB/s, {files / alone:.0f} times as fast")
        peer = datatrove_speed(texts)
        _say(
            "  datatrove is not installed"
            if peer is None
            else f"  datatrove {peer:.2f} MB/s: repair is {alone / peer:.1f} times as fast"
        )
    for name, texts in (("clean", clean_texts()), ("damaged", damaged_texts())):
        for size in (size for size in _CURVE if size <= largest):
            text = long_text(size, texts)
            seconds = timed(lambda text=text: repair(text), 1)  # type: ignore[misc]
            _say(
                f"one {name} document of {size:>4} MB: {seconds:7.2f} s, {len(text.encode()) / _MEGABYTE / seconds:.2f} MB/s"
            )
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
