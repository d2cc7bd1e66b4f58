"""Texts whose repeated fragments begin or end in the middle of lines."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from tests.quality.repair.copies import FEWEST_WORDS, as_it_is, document, fragment, places, with_copies
from tests.quality.repair.furniture import JOINTS, join_pages
from tests.quality.repair.pages import TERMINAL, Row, Sample, is_inside, sample_of
from tests.quality.repair.wrapping import Layout, wrap


def midline_adjacent(rng: Random) -> Sample:
    """Return a text in which a page begins with the last 12-60 words of the page before, and is wrapped from there."""
    paragraphs, rows, layout = document(rng)
    while True:
        at = rng.randrange(6, len(rows) - 2)
        first = next(i for i in range(at, -1, -1) if not is_inside(rows, i))
        words = " ".join(row.text for row in rows[first:at]).split(" ")
        count = rng.randint(12, 60)
        if is_inside(rows, at) and count < len(words) - 1 and not _are_sentences(words, count):
            break
    last = next(i for i in range(at, len(rows) + 1) if not is_inside(rows, i))
    kept, copied = " ".join(words[:-count]), " ".join(words[-count:])
    before = _split_tail(rows[first:at], len(kept))
    rest = " ".join(row.text for row in rows[at:last])
    after = _split_rewrapped(f"{copied} {rest}", len(copied), rows[at], layout, rng)
    pages = [[*rows[:first], *before], [*after, *rows[last:]]]
    return sample_of("midline_adjacent", paragraphs, join_pages(pages, rng.choice(JOINTS[:4]), rng), free=[0])


def _are_sentences(words: Sequence[str], count: int) -> bool:
    """Return whether the last `count` words begin and end with whole sentences."""
    return all(TERMINAL.search(word) for word in (words[-count - 1], words[-1]))


def _split_tail(rows: Sequence[Row], kept: int) -> list[Row]:
    """Return rows split behind `kept` characters of their text; what follows is the source of a fragment."""
    found, offset = [], 0
    for row in rows:
        cut = kept - offset
        if cut <= 0:
            found.append(replace(row, group=0))
        elif cut >= len(row.text):
            found.append(row)
        else:
            found += (
                replace(row, text=row.text[:cut].rstrip()),
                replace(row, text=row.text[cut:].lstrip(), group=0, is_joint=True),
            )
        offset += len(row.text) + 1
    return found


def _split_rewrapped(text: str, copied: int, like: Row, layout: Layout, rng: Random) -> list[Row]:
    """Return the rows of a text of which the first `copied` characters are a copy."""
    found, offset = [], 0
    for line, _ in wrap(text, layout, rng):
        row = replace(like, text=line, blanks=layout.spacing)
        cut = copied - offset
        copy, rest = line[: max(cut, 0)].rstrip(), line[max(cut, 0) :].lstrip()
        if copy:
            found.append(replace(row, text=copy, group=0, member=1, paragraph=None))
        if rest:
            found.append(replace(row, text=rest, is_joint=bool(copy)))
        offset += len(line) + 1
    return found


def midline_stray(rng: Random) -> Sample:
    """Return a text with a stray copy on lines of its own whose first and last line were cut in mid-line."""
    paragraphs, rows, _ = document(rng)
    start, end = fragment(rows, rng)
    head, tail = rows[start].text.split(" "), rows[end - 1].text.split(" ")
    cut, stop = rng.randrange(len(head)), rng.randrange(1, len(tail) + 1)
    copied = list(rows[start:end])
    copied[-1] = replace(copied[-1], text=" ".join(tail[:stop]), is_solid=None)
    copied[0] = replace(copied[0], text=" ".join(head[cut:]))
    before = (rows[start - 1].text.split(" ") + head)[: len(rows[start - 1].text.split(" ")) + cut]
    words = " ".join(row.text for row in copied).split(" ")
    if len(words) < FEWEST_WORDS or _are_sentences([*before, *words], len(words)):
        return midline_stray(rng)
    place = rng.choice(places(rows, start, end))
    return sample_of("midline_stray", paragraphs, with_copies(rows, copied, [place], as_it_is, rng))
