"""Short news articles by the thousand, made by chance from a number: 10,000 of them name thousands of people.

Each has a title, a dateline and three or four paragraphs. A fifth reports an incident that some others report, too, in
other words; one in twenty is a copy of an earlier one with a sentence less. The first articles are the same however
many are made, so that 1,000 are a part of 10,000.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import NamedTuple

from flows.steps.entities.tables import city_rows
from tests.benchmarks.hard_texts import ACTS, NOUNS, OPENINGS

_FIRST_DAY = date(2004, 1, 1)
_DAYS = 5_000
_COPIES = 0.05
_INCIDENTS = 0.2
_COUNTRIES = ("Sudan", "Norway", "Colombia", "Syria", "Ukraine", "Kenya", "Iraq", "Peru", "Libya", "Jordan", "Japan")
_TAILS = (
    "witnesses said",
    "according to a statement",
    "a spokesman said",
    "state television reported",
    "local media reported",
    "two officials said on condition of anonymity",
)


class Incident(NamedTuple):
    """What several articles report: an act in words, and its day."""

    act: str
    day: date


class _Names(NamedTuple):
    given: tuple[str, ...]
    family: tuple[str, ...]
    cities: tuple[str, ...]


@cache
def _names() -> _Names:
    lists = tomllib.loads(files("flows.training").joinpath("names.toml").read_text("utf-8")).values()
    given, family = (sorted({name for group in lists for name in group.get(kind, ())}) for kind in ("given", "family"))
    cities = sorted({row.name for row in city_rows() if row.name.isascii() and " " not in row.name})
    return _Names(tuple(given), tuple(family), tuple(cities[::7]))


def _act(rng: Random) -> str:
    names = _names()
    country, other = rng.sample(_COUNTRIES, 2)
    return rng.choice(ACTS).format(
        noun=rng.choice(NOUNS),
        place=rng.choice(names.cities),
        country=country,
        other=other,
        name=f"{rng.choice(names.given)} {rng.choice(names.family)}",
        number=rng.randint(2, 400),
    )


def _incident(number: int) -> Incident:
    rng = Random(f"incident {number}")
    return Incident(_act(rng), _FIRST_DAY + timedelta(rng.randrange(_DAYS)))


def _sentence(rng: Random) -> str:
    opening = f"{rng.choice(OPENINGS)}, " if rng.random() < 0.4 else ""
    tail = f", {rng.choice(_TAILS)}" if rng.random() < 0.5 else ""
    text = f"{opening}{_act(rng)}{tail}"
    return f"{text[0].upper()}{text[1:]}."


def article(number: int) -> str:
    """Return an article; the same for the same number."""
    rng = Random(f"article {number}")
    if number and rng.random() < _COPIES:
        paragraphs = article(rng.randrange(number)).split("\n\n")
        return "\n\n".join([*paragraphs[:-1], paragraphs[-1].split(". ")[0].rstrip(".\n") + "."]) + "\n"
    day = _FIRST_DAY + timedelta(rng.randrange(_DAYS))
    lead = _sentence(rng)
    if rng.random() < _INCIDENTS:
        act, happened = _incident(rng.randrange(1 + number // 10))
        day = happened + timedelta(rng.randrange(3))
        lead = f"On {happened.day} {happened:%B %Y}, {act}, {rng.choice(_TAILS)}."
    names = _names()
    title = f"{rng.choice(names.cities)} {rng.choice(NOUNS)} report, case {number}"
    first = f"{rng.choice(names.cities).upper()}, {day.day} {day:%B %Y} - {lead}"
    others = (" ".join(_sentence(rng) for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(2, 3)))
    return "\n\n".join([title, first, *others]) + "\n"


def articles(count: int, first: int = 0) -> Iterator[tuple[str, str]]:
    """Yield file name and text of `count` articles, from the number `first` on."""
    for number in range(first, first + count):
        yield f"{number:06d}.txt", article(number)


def write(folder: Path, count: int, first: int = 0) -> None:
    """Write articles into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in articles(count, first):
        (folder / name).write_text(text, "utf-8")
