"""The settings of a training run, read from `recipe.toml` and `more.toml`."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.training.encoder.network import Dropouts, HeadSizes
from schemas.data_files import load_toml


class Recipe(NamedTuple):
    """The settings of a run: how long and how fast, what is dropped, how wide the heads are, and what weighs how much.

    Rates are those at the end of the warm-up; they fall in a straight line to 0. `version` is that of the model.
    `kept` is the share of the weights at the begin in those at the end, but for the heads of events.
    `language_share` is the share of the passages without events that each epoch has.
    """

    version: str
    seed: int
    epochs: int
    pieces_a_batch: int
    rate: float
    layer_decay: float
    head_rate: float
    event_rate: float
    language_share: float
    weight_decay: float
    warm_up: float
    average: float
    kept: float
    smoothing: float
    bfloat16: bool
    dropouts: Dropouts
    sizes: HeadSizes
    weights: dict[str, float]


@cache
def whole() -> Recipe:
    """Return the settings of a training from the base model on."""
    return load_toml(files(__package__).joinpath("recipe.toml"), Recipe)


@cache
def more() -> Recipe:
    """Return the settings of a training that goes on from the shipped weights."""
    return load_toml(files(__package__).joinpath("more.toml"), Recipe)
