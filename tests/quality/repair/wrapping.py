"""How text is set, and how lines are broken."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

_UNWRAPPED = 100_000
_SYLLABLE = re.compile(
    r"(?<=[aeiouy])(?=[bcdfghjklmnpqrstvwxz][aeiouy])|(?<=[aeiouy][lmnrstc])(?=[bcdfgmpqtvz][aeiouyl])"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is set: widths in characters, `spacing` and `gap` in empty lines between lines and paragraphs."""

    width: int = _UNWRAPPED
    spacing: int = 0
    gap: int = 1
    indent: int = 0
    first_indent: int = 0
    jitter: int = 0
    hyphens: float = 0.0


def random_layout(rng: Random, spacing: int | None = None) -> Layout:
    """Return a layout of wrapped prose as PDF converters make it; half of them with lines of uneven width."""
    double = rng.random() < 0.4 if spacing is None else bool(spacing)
    gap = (1 if rng.random() < 0.7 else 2) if double else 1
    return Layout(
        rng.randint(60, 120), int(double), gap, indent=rng.choice((0, 0, 0, 4)), jitter=rng.choice((0, 0, 3, 5))
    )


def wrap(text: str, layout: Layout, rng: Random) -> Iterator[tuple[str, bool | None]]:
    """Yield the lines of a paragraph, each with whether its line-end hyphen belongs to a solid word (None: no hyphen)."""
    words, line, limit = text.split(" "), "", _limit(layout, rng)
    while words:
        word = words.pop(0)
        longer = f"{line} {word}" if line else word
        if len(longer) <= limit or not line:
            line = longer
            continue
        head, tail, is_solid = (
            _broken(word, limit - len(line) - 1, rng) if rng.random() < layout.hyphens else ("", word, None)
        )
        yield (f"{line} {head}" if head else line), is_solid
        words.insert(0, tail)
        line, limit = "", _limit(layout, rng)
    if line:
        yield line, None


def _limit(layout: Layout, rng: Random) -> int:
    return layout.width + (rng.randint(-layout.jitter, layout.jitter) if layout.jitter else 0)


def _broken(word: str, room: int, rng: Random) -> tuple[str, str, bool | None]:
    """Return a word in two parts that a line end parts, and whether it is written solid; ("", word, None) if it has none."""
    left, mark, right = word.partition("-")
    if mark and right[:1].isalpha() and left[-1:].isalpha() and len(left) + 1 <= room:
        return left + mark, right, False
    if word.isalpha() and len(word) >= 7:
        places = [m.start() for m in _SYLLABLE.finditer(word) if 2 <= m.start() <= min(len(word) - 3, room - 1)]
        if places:
            at = rng.choice(places)
            return word[:at] + "-", word[at:], True
    return "", word, None
