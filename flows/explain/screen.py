"""How things look that all explanations show."""

from collections.abc import Iterable
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from flows.steps.models import Outcome


class Mark(NamedTuple):
    """A stretch of a text, half-open, what it is, and its colour."""

    start: int
    end: int
    label: str
    colour: str


def screen() -> Console:
    """Return where explanations go: standard output, without line breaks of its own."""
    return Console(highlight=False, soft_wrap=True)


def heading(console: Console, words: str) -> None:
    """Print a heading."""
    console.print()
    console.print(Text(words, style="bold underline"))


def line(console: Console, name: str, value: object, note: str = "", *, indent: int = 0) -> None:
    """Print a name, its value, and a note on it."""
    label = (f"{'':{indent}}{name:<12}", "dim")
    console.print(Text.assemble(label, str(value), (f"  {note}" if note else "", "dim")))


def is_set_aside(console: Console, outcome: Outcome) -> bool:
    """Return whether the seed could not be used; then the reason is printed."""
    for issue in outcome.issues:
        if issue.is_quarantined:
            console.print(Text(f"set aside: {issue.message}", style="bold red"))
            return True
    return False


def marked(console: Console, text: str, start: int, end: int, marks: Iterable[Mark]) -> Text:
    """Return `text[start:end]` with stretches in colour; in brackets, with their labels, where there are no colours.

    Offsets are those of `text`. Of stretches that overlap the first of `marks` is shown.
    """
    shown: list[Mark] = []
    for mark in marks:
        is_free = all(mark.end <= other.start or other.end <= mark.start for other in shown)
        if start <= mark.start < mark.end <= end and is_free:
            shown.append(mark)
    is_coloured = console.color_system is not None and not console.no_color
    found, position = Text(), start
    for mark in sorted(shown):
        words = text[mark.start : mark.end]
        found.append(text[position : mark.start])
        found.append(words if is_coloured else f"[{mark.label}: {words}]", style=mark.colour)
        position = mark.end
    return found.append(text[position:end])
