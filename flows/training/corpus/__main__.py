"""The event corpus at a glance: `python -m flows.training.corpus [check FOLDER | compare FIRST SECOND | words FOLDER]`.

Without a command the counts of what is there. `check` prints the faults of a folder of batches and ends with 1 where it
has one, `compare` the agreement of two annotations, `words` the plain texts with their heads, for a second annotation.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from flows.training.corpus.agreement import agreement
from flows.training.corpus.checks import faults, part_of
from flows.training.corpus.texts import HEAD, LabelledText, read_corpus
from schemas.data_files import DataFileError


def counts(texts: Iterable[LabelledText]) -> Iterator[str]:
    """Yield lines on how many texts and events there are, by kind, part, register, region, type and factuality."""
    texts = list(texts)
    events = [event for text in texts for event in text.events]
    quiet = sum(not text.events for text in texts)
    several = sum(len(text.events) > 1 for text in texts)
    yield f"{len(texts)} texts, {len(events)} events; {quiet} texts without an event, {several} with two or more"
    for name, values in (
        ("kind", (text.head.kind for text in texts)),
        ("part", map(part_of, texts)),
        ("register", (text.head.register for text in texts)),
        ("region", (text.head.region for text in texts)),
        ("no event", (text.no_event for text in texts if text.no_event)),
        ("type", (event.event_type for event in events)),
        ("factuality", (event.factuality for event in events)),
    ):
        yield f"{name:<11}" + ", ".join(f"{value} {count}" for value, count in Counter(values).most_common())


def plain(texts: Iterable[LabelledText]) -> Iterator[str]:
    """Yield the heads and plain words of texts, as a second annotator gets them."""
    for text in texts:
        yield f"{HEAD} " + " ".join(f"{name}={value}" for name, value in text.head._asdict().items())
        yield text.text + "\n"


def main(arguments: list[str]) -> int:
    """Run a command and return the exit code."""
    try:
        lines, code = _answer(arguments)
    except DataFileError as error:
        lines, code = [str(error)], 1
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return code


def _answer(arguments: list[str]) -> tuple[list[str], int]:
    match arguments:
        case []:
            return list(counts(read_corpus())), 0
        case ["check", folder]:
            texts = read_corpus(Path(folder))
            found = list(faults(texts))
            return found or list(counts(texts)), int(bool(found))
        case ["compare", first, second]:
            found_agreement = agreement(read_corpus(Path(first)), read_corpus(Path(second)))
            return [f"{name:<12}{value:.3f}" for name, value in found_agreement._asdict().items()], 0
        case ["words", folder]:
            return list(plain(read_corpus(Path(folder)))), 0
    return [str(__doc__)], 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
