"""What all explanations print in the same way: headings, lines of name and value, marked text.

No other module makes text for the console: here hidden characters get their marks, before anything is measured or
coloured. So each line of an explanation is one of its own, whatever a document holds.
"""

from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from flows.escaping import visible
from flows.steps.models import Outcome

Part = str | tuple[str, str] | Text
"""A text, a text with its style, or what `coloured` and `marked` return."""


class Mark(NamedTuple):
    """A half-open range of a text, its label, and its colour."""

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
    show(console, (words, "bold underline"))


def show(console: Console, *parts: Part) -> None:
    """Print one line made of parts."""
    shown = [part if isinstance(part, Text) else _styled(part) for part in parts]
    console.print(Text.assemble(*shown))


def _styled(part: str | tuple[str, str]) -> tuple[str, str]:
    text, style = (part, "") if isinstance(part, str) else part
    return visible(text), style


def coloured(text: str, ranges: Iterable[tuple[int, int, str]], *, style: str = "", indent: int = 0) -> Text:
    """Return a text in a style, with ranges of it (start, end, colour) in colour; later ones cover earlier ones.

    Lines of the text after the first begin below it, at the column `indent`; without `indent` it is one line.
    """
    shown = [_shown(character, indent) for character in text]
    found = Text("".join(shown), style=style)
    starts = list(accumulate(map(len, shown), initial=0))
    for start, end, colour in ranges:
        found.stylize(colour, starts[start], starts[end])
    return found


def _shown(character: str, indent: int) -> str:
    return f"\n{'':{indent}}" if character == "\n" and indent else visible(character)


def line(console: Console, name: str, value: object, note: str = "", *, indent: int = 0) -> None:
    """Print a name, its value, and a note on it; `indent` are blanks before the name."""
    label = (f"{'':{indent}}{name:<12}", "dim")
    show(console, label, str(value), (f"  {note}" if note else "", "dim"))


def is_quarantined_seed(console: Console, outcome: Outcome) -> bool:
    """Return whether the seed could not be used; then the reason is printed."""
    for issue in outcome.issues:
        if issue.is_quarantined:
            show(console, (f"quarantined: {issue.message}", "bold red"))
            return True
    return False


def marked(console: Console, text: str, start: int, end: int, marks: Iterable[Mark]) -> Text:
    """Return `text[start:end]` with ranges in colour; in brackets, with their labels, where there are no colours.

    Offsets are those of `text`. Of ranges that overlap the first of `marks` is shown.
    """
    shown: list[Mark] = []
    for mark in marks:
        is_free = all(mark.end <= other.start or other.end <= mark.start for other in shown)
        if start <= mark.start < mark.end <= end and is_free:
            shown.append(mark)
    is_coloured = console.color_system is not None and not console.no_color
    found, position = Text(), start
    for mark in sorted(shown):
        words = visible(text[mark.start : mark.end])
        found.append(visible(text[position : mark.start]))
        found.append(words if is_coloured else f"[{mark.label}: {words}]", style=mark.colour)
        position = mark.end
    return found.append(visible(text[position:end]))
