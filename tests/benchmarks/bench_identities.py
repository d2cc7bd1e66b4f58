"""Time of joining entities across documents, for a person to read: `python -m tests.benchmarks.bench_identities`.

The names are made of given and family names of many origins, with cities as more family names; one in five is another
spelling of a name before it, one in twenty has only an initial, one in twenty is a family name alone. The time must grow with the number of names.
"""

import sys
import time
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from itertools import islice
from random import Random

from flows.corpus.entity_resolution.blocking import match_entities
from flows.steps.entities.knowledge_base import words
from flows.steps.entities.tables import city_rows
from flows.steps.models import Entity
from tests.builders import entity

SIZES = (1_000, 10_000, 100_000)
RESPELLED = (("ou", "u"), ("ee", "i"), ("k", "q"), ("ss", "s"), ("i", "y"), ("u", "o"), ("ei", "ay"), ("v", "w"))
"""Letters that transliterations write in two ways."""


def names(seed: int) -> Iterator[str]:
    """Yield names without end, the same for the same seed."""
    random = Random(seed)
    lists = tomllib.loads(files("flows.training").joinpath("names.toml").read_text("utf-8"))
    given = sorted({*words("given"), *(name for group in lists.values() for name in group.get("given", ()))})
    family = sorted({name for group in lists.values() for name in group.get("family", ())})
    family += [row.name for row in city_rows() if " " not in row.name]
    before = "Adel Karim"
    while True:
        chance = random.random()
        if chance < 0.2:
            yield before.replace(*random.choice(RESPELLED))
        elif chance < 0.25:
            yield f"{before[0]}. {before.rsplit(maxsplit=1)[-1]}"
        elif chance < 0.3:
            yield before.rsplit(maxsplit=1)[-1]
        else:
            before = f"{random.choice(given)} {random.choice(family)}"
            yield before if random.random() < 0.9 else before.replace(" ", f" {random.choice(given)} ")


def distinct(count: int) -> list[Entity]:
    """Return `count` people with names that differ; every third has a country."""
    found = dict.fromkeys(islice(names(1), count * 3))
    countries = ("IRQ", "USA", None, None, None, None)
    return [
        entity(
            name,
            entity_id=f"ent_{index:016x}",
            entity_type="person",
            country=countries[index % 6],
            mention_count=1 + index % 3,
        )
        for index, name in enumerate(islice(found, count))
    ]


def main() -> None:
    """Write a line a size."""
    match_entities(distinct(10), frozenset())
    for size in SIZES:
        rows = distinct(size)
        start = time.process_time()
        found = match_entities(rows, frozenset())
        taken = time.process_time() - start
        sys.stdout.write(
            f"{len(rows):>7} names: {taken:.2f} s, {found.pairs} pairs compared ({found.pairs / len(rows):.2f} a name), "
            f"{len(found.same)} joined, {len(found.ambiguous)} ambiguous\n"
        )


if __name__ == "__main__":
    main()
