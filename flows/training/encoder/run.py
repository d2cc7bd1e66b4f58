"""A run from prepared passages to a trained network: windows of each epoch, training, figures, the checkpoint."""

import json
import logging
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from flows.steps.language.encoder.outputs import Inventory
from flows.steps.language.encoder.pieces import ToPieces
from flows.training.augment import names_by_type
from flows.training.encoder.checkpoint import save_network
from flows.training.encoder.corpora import inventory_of, load_event_dev, load_judged, load_training
from flows.training.encoder.judge import Figures, choice, judge, judge_events
from flows.training.encoder.loop import train_network
from flows.training.encoder.network import Network
from flows.training.encoder.recipe import Recipe
from flows.training.encoder.trained import as_encoder
from flows.training.encoder.windows import TaughtPassage, epoch_windows, save_windows

if TYPE_CHECKING:
    from torch import Tensor

_LOG = logging.getLogger(__name__)
CHECKPOINT = "checkpoint"
"""The folder of the trained network in that of its run."""
_EXCHANGED = ("organization", "place")
"""Types whose names are exchanged within the type; people get names that no corpus has."""
_JUDGED_EPOCHS = 5
"""Epochs from one judgement on the development parts to the next."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a run needs beside its recipe: the prepared folder, the passages, their labels, and the word pieces."""

    folder: Path
    taught: Sequence[TaughtPassage]
    inventory: Inventory
    to_pieces: ToPieces

    def write_epoch(self, path: Path, recipe: Recipe, number: int) -> None:
        """Write the windows of the epoch `number`, unless they are there."""
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            others = names_by_type((each.sentences for each in self.taught if each.events is None), _EXCHANGED)
            seed = f"{recipe.seed} {number}"
            taught = list(self._share(recipe.language_share, seed))
            save_windows(path, epoch_windows(taught, self.inventory, self.to_pieces, others, seed))

    def _share(self, share: float, seed: str) -> Iterator[TaughtPassage]:
        """Yield all passages with events, and a share of the others."""
        rng = random.Random(seed)  # noqa: S311  # not for secrets
        return (each for each in self.taught if each.events is not None or rng.random() < share)


def load_lessons(folder: Path, to_pieces: ToPieces, inventory: Inventory | None = None) -> Lessons:
    """Return the lessons in a prepared folder, with the labels that occur in them or those that are given."""
    taught = load_training(folder)
    return Lessons(folder, taught, inventory or inventory_of(taught), to_pieces)


def new_network(lessons: Lessons, weights: "Mapping[str, Tensor]", recipe: Recipe) -> Network:
    """Return an untrained network on the base `weights`."""
    torch.manual_seed(recipe.seed)
    network = Network(lessons.inventory, recipe.sizes, recipe.dropouts)
    network.encoder.load_base(weights)
    return network


def run(
    lessons: Lessons,
    network: Network,
    recipe: Recipe,
    out: Path,
    device: torch.device,
    epochs: Path | None = None,
) -> Figures:
    """Train `network` on `lessons`, keep it in `out`, and return its figures.

    They are those of the development parts. The windows of the epochs are kept in the folder `epochs`, which runs may
    share; in `out` where it is None.
    """
    out.mkdir(parents=True, exist_ok=True)
    paths = [(epochs or out / "epochs") / f"{number:02}.npz" for number in range(recipe.epochs)]
    for number, path in enumerate(paths):
        lessons.write_epoch(path, recipe, number)
    network.to(device)
    begun = {name: value.detach().clone() for name, value in network.state_dict().items()}

    def progress(number: int, trained: Network) -> None:
        if (number + 1) % _JUDGED_EPOCHS == 0 and number + 1 < recipe.epochs:
            _log_figures(out, number + 1, _judged(lessons, trained))

    train_network(network, recipe, paths, out, progress)
    network.load_state_dict(mixed(network.state_dict(), begun, recipe.kept))
    figures = _judged(lessons, network)
    _log_figures(out, recipe.epochs, figures)
    save_network(out / CHECKPOINT, network, lessons.inventory, recipe.sizes)
    return figures


def mixed(trained: "Mapping[str, Tensor]", begun: "Mapping[str, Tensor]", kept: float) -> "dict[str, Tensor]":
    """Return the trained weights with the share `kept` of those at the begin (Wortsman et al. 2022).

    The heads of events stay as they were trained: they begin as noise.
    """
    return {
        name: value if name.startswith("events.") else torch.lerp(value, begun[name], kept)
        for name, value in trained.items()
    }


def _judged(lessons: Lessons, network: Network) -> Figures:
    encoder = as_encoder(network, lessons.inventory, lessons.to_pieces)
    figures = judge(encoder, lambda name: load_judged(lessons.folder, name))
    return figures | {"events": judge_events(encoder, load_event_dev(lessons.folder))}


def _log_figures(out: Path, epochs: int, figures: Figures) -> None:
    line = {"epochs": epochs, "choice": round(choice(figures), 5), **figures}
    with (out / "figures.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    _LOG.info("%s", line)
