"""Sentences from frames: the same frame gives many sentences, the same random state the same one."""

import re
import tomllib
from functools import cache
from pathlib import Path
from random import Random

_SLOT = re.compile(r"\{(\w+)\}")


@cache
def _data() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    found = tomllib.loads((Path(__file__).parent / "negatives.toml").read_text("utf-8"))
    return found["lists"], found["frames"]


def word(name: str, rng: Random) -> str:
    """Return a word of the list called `name`."""
    return rng.choice(_data()[0][name])


def filled(frame: str, rng: Random) -> str:
    """Return a frame with a word drawn for each of its slots, in upper case where it opens the text."""
    text = _SLOT.sub(lambda slot: word(slot[1], rng), frame)
    return text[0].upper() + text[1:] if frame[0] == "{" else text


def sentence(name: str, rng: Random) -> str:
    """Return a sentence from one of the frames called `name`."""
    return filled(rng.choice(_data()[1][name]), rng)


def paragraph(name: str, rng: Random, least: int = 2, most: int = 4) -> str:
    """Return `least` to `most` sentences from frames called `name`."""
    return " ".join(sentence(name, rng) for _ in range(rng.randint(least, most)))


def frames(name: str) -> list[str]:
    """Return the frames called `name`, with their slots open."""
    return _data()[1][name]
