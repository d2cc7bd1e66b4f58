"""The codebook: a page on each event type for people who code, from PLOVER's tables, our words and our examples."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

from flows.steps.events.triggers import Trigger, triggers
from schemas.data_files import load_toml
from schemas.plover import EventTypeCode, codes
from schemas.vocab import EventType, Factuality

_EXAMPLES = 4
"""Sentences of each kind for a type, of as many different triggers."""
_INTRODUCTION = """\
# Codebook of events

Made by `presstable codebook`; do not edit it by hand.

An event is an act that the text reports of somebody, to somebody, by one of the sixteen types of PLOVER 2.0. Read the
sentence and its context, not what you know. Write the type into `coded_type`; write `none` where the trigger reports no
event of any type. An act that the text only plans, demands, supposes or denies is an event, too, with that factuality:
{factualities}.

Scores run from -10, conflict, to 10, cooperation; a mode has its own. Examples are sentences of our own.
"""


class CodebookEntry(NamedTuple):
    """What a type means, and what it is easily taken for."""

    means: str
    not_: str


@cache
def entries() -> dict[EventType, CodebookEntry]:
    """Return the entry of each event type."""
    return load_toml(files(__package__).joinpath("codebook.toml"), dict[EventType, CodebookEntry])


def codebook() -> str:
    """Return the codebook as Markdown, ending in a line feed."""
    introduction = _INTRODUCTION.format(factualities=", ".join(f"`{word}`" for word in Factuality))
    return "\n".join((introduction, *(line for kind in EventType for line in _section(kind, codes()[kind]))))


def _section(kind: EventType, code: EventTypeCode) -> Iterator[str]:
    entry = entries()[kind]
    yield f"## {kind}\n"
    yield f"{entry.means} {entry.not_}\n"
    needed = " and ".join(sorted(code.needs))
    yield f"Class `{code.quad_class}`, score {code.score:g}; needs {needed or 'no side'}.\n"
    if code.modes:
        yield f"Modes: {', '.join(f'`{mode}` ({score:g})' for mode, score in code.modes.items())}.\n"
    if code.planned_as:
        yield f"Still to come, it is {code.planned_as}.\n"
    if code.refused_as:
        yield f"Refused, it is {code.refused_as}.\n"
    yield from (f"- {sentence}" for sentence in _sentences(kind, "yes"))
    yield from (f"- Not {kind}: {sentence}" for sentence in _sentences(kind, "no"))
    yield ""


def _sentences(kind: EventType, which: str) -> list[str]:
    """Return the first sentence of some triggers of a type, spread over all of them."""
    own: list[Trigger] = [row for row in triggers() if row.event_type == kind and getattr(row, which)]
    step = max(1, len(own) // _EXAMPLES)
    return list(islice(dict.fromkeys(getattr(row, which)[0] for row in own[::step]), _EXAMPLES))
