"""Speed of reading content, in CPU time of one process: `python -m tests.benchmarks.bench_language [FILE ...]`.

Prints the seconds to load the model, tokens a second for the network alone, for the parse and for everything (parse,
dates, names, events), the share of our own code (all but the network and the cutting into tokens), sentences a second
for events, and the memory in use. Every second file is read before, so that tables are loaded, and the others are
measured. Without files the project's own samples are read.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from flows.steps.entities import find_mentions
from flows.steps.events import find_events
from flows.steps.language import engine as engines
from flows.steps.language.encoder.parses import read_texts
from flows.steps.language.encoder.session import open_encoder, runtime
from flows.steps.language.engine import OWN, Engine
from flows.steps.language.tokenizer import make_tokenizer
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


class Clock:
    """CPU seconds spent in functions of others, called from ours."""

    def __init__(self) -> None:
        self.seconds = {"network": 0.0, "tokenizer": 0.0}

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return `function` with its seconds added to those of `name`."""

        def run(*arguments: object) -> Any:
            start = time.process_time()
            result = function(*arguments)
            self.seconds[name] += time.process_time() - start
            return result

        return run

    def timed_items(self, name: str, function: Callable[..., Iterable[Any]]) -> Callable[..., Iterator[Any]]:
        """Return the generator `function` with the seconds of its items added to those of `name`."""

        def run(*arguments: object) -> Iterator[Any]:
            items = iter(function(*arguments))
            step = self.timed(name, lambda: next(items, None))
            while (item := step()) is not None:
                yield item

        return run


def engine_with(clock: Clock) -> Engine:
    """Return our engine, with the seconds of its network and its tokenizer on a clock."""
    encoder = open_encoder(Path(engines.__file__).with_name("model"))
    tokenize = clock.timed("tokenizer", make_tokenizer())
    timed = replace(encoder, run=clock.timed_items("network", encoder.run))
    return Engine(OWN, encoder.version, lambda texts: read_texts(timed, tokenize, OWN, texts), finds_sentences=True)


def say(line: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(line + "\n")


def main(arguments: list[str]) -> None:
    """Print the figures, one a line."""
    runtime()  # the time of the libraries themselves is not that of the model
    import spacy  # noqa: F401
    import tokenizers  # noqa: F401

    start = time.process_time()
    clock = Clock()
    engine = engine_with(clock)
    say(f"loading           {time.process_time() - start:6.2f} s, libraries aside")
    paths = [Path(argument) for argument in arguments] or sorted(SEEDS.rglob("*.txt"))
    found = documents(paths)
    for passages in found[::2]:
        everything(engine.read(passages))
    clock.seconds = dict.fromkeys(clock.seconds, 0.0)
    seconds = dict.fromkeys(("parse", "dates", "names", "events"), 0.0)
    tokens = count = 0
    for passages in found[1::2]:
        start = time.process_time()
        parsed = engine.read(passages)
        seconds["parse"] += time.process_time() - start
        for name, spent in everything(parsed).items():
            seconds[name] += spent
        tokens += sum(len(passage.parse.tokens) for passage in parsed if passage.parse)
        count += sum(len(passage.sentences) for passage in parsed)
    total = sum(seconds.values())
    others = sum(clock.seconds.values())
    say(f"network           {tokens / clock.seconds['network']:6.0f} tokens/s")
    say(f"parse             {tokens / seconds['parse']:6.0f} tokens/s")
    say(f"everything        {tokens / total:6.0f} tokens/s ({tokens} tokens, {count} sentences)")
    for name, spent in seconds.items():
        say(f"  share of {name:<8} {spent / total:6.1%}")
    for name, spent in clock.seconds.items():
        say(f"  share of {name:<9}{spent / total:6.1%}")
    say(
        f"own code          {(total - others) / total:6.1%} of the time; in the parse {(seconds['parse'] - others) / total:.1%}"
    )
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
