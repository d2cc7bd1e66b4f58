"""A download of many articles beside as many files: `python -m tests.benchmarks.bench_container [COUNT] [MODEL]`.

Both hold the same articles; computing (CPU) of this process is compared, from listing the seeds to the snapshot, so that
the load of the machine does not matter. Then one article changes. The exit code is 1 where something is not as wanted.
"""

import sys
import tempfile
import time
from pathlib import Path

from flows import pipeline, steps, store
from flows.documents import Batch, part_key
from flows.steps import Options
from flows.steps.language.engine import RULES
from tests.benchmarks.short_news import write

MOST = 1.2
"""How many times the seconds of the files a download may take."""
ARTICLE = """
                    {number} of {count} DOCUMENTS


                    Short News Daily

                    March {day}, 2021

{title}

BYLINE: Per Lie

LENGTH: 88 words


{text}


LOAD-DATE: March {day}, 2021

LANGUAGE: ENGLISH

"""


def download(folder: Path, count: int) -> str:
    """Return a download in the layout of LexisNexis with so many different articles."""
    write(folder, count)
    pieces = []
    for number, path in enumerate(sorted(folder.rglob("*.txt")), 1):
        title, _, text = path.read_text("utf-8").strip().partition("\n")
        day = number % 28 + 1
        pieces.append(ARTICLE.format(number=number, count=count, day=day, title=title, text=text.strip()))
    return "".join(pieces)


def build(seeds: Path, data: Path, options: Options) -> tuple[float, float]:
    """Return the seconds of computing of a build in this process: all of them, and those after the documents."""
    start = time.process_time()
    with store.data_lock(data):
        refs, issues = store.list_seeds(seeds)
        parts = store.PartStore(data)
        keys = {part_key(ref, options): ref for ref in refs}
        for key, ref in keys.items():
            if not parts.has(key):
                parts.put(key, store.packed(steps.process(store.read_seed(seeds, ref), options)))
        places = {key: ref.place for key, ref in keys.items() if ref.place}
        after = time.process_time()
        pipeline.publish(data, [Batch(tuple(keys), 0, places=places)], issues, 5, {})
    end = time.process_time()
    return end - start, end - after


def main(count: int, language_model: str) -> bool:
    """Print the seconds, and return whether they are as wanted."""
    options = Options(language_model)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = download(folder / "short", count)
        for kind in ("warm", "one", "files"):
            (folder / kind).mkdir()
        (folder / "warm" / "a.txt").write_text(text[: text.index("2 of ")], "utf-8")
        (folder / "one" / "download.txt").write_text(text, "utf-8")
        refs, _ = store.list_seeds(folder / "one")
        for number, ref in enumerate(refs):
            (folder / "files" / f"{number:05}.txt").write_bytes(store.read_seed(folder / "one", ref).data)
        build(folder / "warm", folder / "data-warm", options)
        files, _ = build(folder / "files", folder / "data-files", options)
        one, after = build(folder / "one", folder / "data-one", options)
        changed = text.replace("LENGTH: 88 words\n\n\n", "LENGTH: 88 words\n\n\nNobody had expected it. ", 1)
        (folder / "one" / "download.txt").write_text(changed, "utf-8")
        again, _ = build(folder / "one", folder / "data-one", options)
    lines = (
        f"{len(refs)} articles as files, s of computing{files:>12.1f}",
        f"the same as one download, s{one:>22.1f}",
        f"the download by the files{one / files:>24.2f}   at most {MOST}",
        f"after the documents (reconcile to write), s{after:>6.1f}",
        f"one article changed, s{again:>27.1f}   about the line above",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return one <= MOST * files and again <= 1.2 * after + one / len(refs) + 1


if __name__ == "__main__":
    sys.exit(0 if main(int((sys.argv[1:] or ["1000"])[0]), (sys.argv[2:] or [RULES])[0]) else 1)
