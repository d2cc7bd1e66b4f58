"""What the pipeline finds in one document, for people: coloured in a terminal, plain when piped."""

import json
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from flows.documents import analysed
from flows.explain.document import explain_seed
from flows.explain.events import explain_events
from flows.steps.options import DEFAULT, Options
from flows.steps.read import Seed
from flows.steps.read.seed import seed_of

__all__ = ["explain", "explain_events", "explain_seed", "print_rows"]


def explain(path: str | Path, options: Options = DEFAULT, console: Console | None = None) -> bool:
    """Print everything that the pipeline finds in one article; return whether it could be used.

    `path` is the article's file; `options` are those of a build; `console` is where to print, standard output if None.
    Raises OSError where the file cannot be read.
    """
    file = Path(path)
    return explain_seed(seed_of(file.name, file.read_bytes()), console, options)


def print_rows(seed: Seed, options: Options = DEFAULT) -> bool:
    """Print all rows of one seed to standard output, as a JSON object with a list for each table.

    Returns whether the seed could be used; days are in ISO 8601.
    """
    outcome = analysed(seed, options).outcome
    print(json.dumps(asdict(outcome), ensure_ascii=True, indent=2, default=str))  # noqa: T201 - ASCII: no control codes
    return bool(outcome.documents)
