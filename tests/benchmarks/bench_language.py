"""Speed of reading content, in CPU time of one process: `python -m tests.benchmarks.bench_language [FILE ...]`.

Prints tokens a second for the parse and for everything (parse, dates, names, events), the share of our own code on top
of the parse, sentences a second for events, the seconds to load the model, and the memory in use. Without files the
project's own samples are read, ten times over.
"""

import resource
import sys
import time
from pathlib import Path

from flows.steps.entities import find_mentions
from flows.steps.events import find_events
from flows.steps.language.engine import load
from flows.steps.text.passage import Passage
from flows.steps.timex import find_dates
from flows.steps.timex.reference import Reference
from tests.builders import passage

SEEDS = Path(__file__).parents[2] / "seeds"


def documents(paths: list[Path]) -> list[list[Passage]]:
    """Return the paragraphs of each file as passages."""
    texts = [path.read_text("utf-8", errors="replace") for path in paths]
    return [
        [
            passage(text, paragraph_id=f"par_{place}", document_id=f"doc_{number}")
            for place, text in enumerate(part.strip() for part in whole.split("\n\n"))
            if text
        ]
        for number, whole in enumerate(texts)
    ]


def say(line: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(line + "\n")


def main(arguments: list[str]) -> None:
    """Print the figures, one a line."""
    import spacy  # noqa: F401  - its own time is not the model's

    start = time.process_time()
    engine = load()
    say(f"loading           {time.process_time() - start:6.2f} s, spaCy aside")
    paths = [Path(argument) for argument in arguments] or 10 * sorted(SEEDS.rglob("*.txt"))
    found = documents(paths)
    for passages in found[:2]:
        everything(engine.read(passages))
    seconds = dict.fromkeys(("parse", "dates", "names", "events"), 0.0)
    tokens = count = 0
    for passages in found:
        start = time.process_time()
        parsed = engine.read(passages)
        seconds["parse"] += time.process_time() - start
        for name, spent in everything(parsed).items():
            seconds[name] += spent
        tokens += sum(len(passage.parse.tokens) for passage in parsed if passage.parse)
        count += sum(len(passage.sentences) for passage in parsed)
    total = sum(seconds.values())
    say(f"parse             {tokens / seconds['parse']:6.0f} tokens/s")
    say(f"everything        {tokens / total:6.0f} tokens/s ({tokens} tokens, {count} sentences)")
    for name, spent in seconds.items():
        say(f"  share of {name:<8} {spent / total:6.1%}")
    say(f"own code on top   {(total - seconds['parse']) / total:6.1%} of the time")
    say(f"events            {count / seconds['events']:6.0f} sentences/s beyond the parse")
    say(f"memory            {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB at most")


def everything(passages: tuple[Passage, ...]) -> dict[str, float]:
    """Return the seconds that each step took."""
    times = [time.process_time()]
    dates = find_dates(passages, Reference())
    times.append(time.process_time())
    names = find_mentions(passages)
    times.append(time.process_time())
    find_events(passages, names.mentions, names.entities, dates, Reference())
    times.append(time.process_time())
    return {name: end - start for name, start, end in zip(("dates", "names", "events"), times, times[1:], strict=False)}


if __name__ == "__main__":
    main(sys.argv[1:])
