"""How much the rules count beside the probabilities of the language model, and from where on an event is taken."""

import math
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from schemas.data_files import load_toml
from schemas.vocab import Factuality

_SMALLEST = 1e-4
"""Probability below which labels count as equally unlikely."""


class Trust(NamedTuple):
    """The content of `trust.toml`, whose head explains each key."""

    ruled: float
    read: float
    read_known: float
    rule_type: float
    known_word: float
    rule_factuality: dict[Factuality, float]


@cache
def trust() -> Trust:
    """Return the content of `trust.toml`."""
    return load_toml(files(__package__).joinpath("trust.toml"), Trust)


def likeliest(shares: Mapping[str, float], favoured: Collection[str], bonus: float) -> str:
    """Return the likeliest label, where those that are favoured have a bonus on the logarithm of their probability."""
    scores = {label: math.log(max(share, _SMALLEST)) for label, share in shares.items()}
    for label in favoured:
        scores[label] = scores.get(label, math.log(_SMALLEST)) + bonus
    return max(scores, key=scores.__getitem__)
