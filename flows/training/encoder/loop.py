"""A training run: epochs of windows in a folder, one state after each, so that a run that was stopped goes on."""

import logging
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch

from flows.training.encoder.losses import batch_loss, gathered
from flows.training.encoder.network import Network
from flows.training.encoder.optimise import Optimiser
from flows.training.encoder.recipe import Recipe
from flows.training.encoder.windows import TrainingWindow, load_windows

_LOG = logging.getLogger(__name__)
_STATE = "state.pt"
Progress = Callable[[int, Network], None]


def train_network(network: Network, recipe: Recipe, epochs: Sequence[Path], out: Path, progress: Progress) -> None:
    """Train `network` in place on the windows of `epochs`, one file for each; at the end it has the mean weights.

    Each epoch has seeds of its own and its state is saved in `out`: a stopped run goes on at the next epoch as if it
    had not been stopped. `progress` is called after each epoch with its number and the network of mean weights.
    """
    device = next(network.parameters()).device
    steps = sum(len(_batches(load_windows(path), recipe, 0)) for path in epochs[:1]) * len(epochs)
    optimiser = Optimiser(network, recipe, steps)
    begin = _resumed(optimiser, out / _STATE)
    for number in range(begin, len(epochs)):
        torch.manual_seed(recipe.seed * 1000 + number)
        _train_epoch(network, optimiser, recipe, load_windows(epochs[number]), number, device)
        _save_state(out / _STATE, number + 1, optimiser)
        with_mean(network, optimiser, lambda number=number: progress(number, network))  # type: ignore[misc]
    network.load_state_dict(optimiser.mean)
    network.eval()


def with_mean(network: Network, optimiser: Optimiser, action: Callable[[], None]) -> None:
    """Run `action` while `network` has the mean weights."""
    trained = {name: value.detach().clone() for name, value in network.state_dict().items()}
    network.load_state_dict(optimiser.mean)
    network.eval()
    action()
    network.load_state_dict(trained)


def _resumed(optimiser: Optimiser, path: Path) -> int:
    """Load a saved state, if there is one, and return the number of the next epoch."""
    if not path.is_file():
        return 0
    state = torch.load(path, map_location=next(optimiser.network.parameters()).device, weights_only=True)
    optimiser.load(state)
    return int(state["epoch"])


def _save_state(path: Path, epoch: int, optimiser: Optimiser) -> None:
    partial = path.with_suffix(".part")
    torch.save({"epoch": epoch, **optimiser.state()}, partial)
    partial.replace(path)


def _is_fast_in_bfloat16(device: torch.device) -> bool:
    """Return whether a device computes in bfloat16 itself; a processor that must imitate it is ten times slower."""
    return device.type == "cuda" or bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())  # noqa: SLF001  # the only way


def _train_epoch(
    network: Network,
    optimiser: Optimiser,
    recipe: Recipe,
    windows: list[TrainingWindow],
    number: int,
    device: torch.device,
) -> None:
    network.train()
    began, total, pieces = time.monotonic(), torch.zeros((), device=device), 0
    in_bfloat16 = recipe.bfloat16 and _is_fast_in_bfloat16(device)
    batches = _batches(windows, recipe, number)
    for group in batches:
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=in_bfloat16):
            loss = batch_loss(network, gathered(group, device), recipe.weights, recipe.smoothing)
        optimiser.step(loss)
        total += loss.detach()
        pieces += sum(len(window.ids) for window in group)
    rate = pieces / (time.monotonic() - began)
    _LOG.info("epoch %d: loss %.4f, %.0f pieces a second", number + 1, float(total) / len(batches), rate)


def _batches(windows: list[TrainingWindow], recipe: Recipe, number: int) -> list[list[TrainingWindow]]:
    """Return windows of about the same length together, the batches in random order."""
    rng = random.Random(f"{recipe.seed} {number}")  # noqa: S311  # not for secrets
    windows = sorted(windows, key=lambda window: len(window.ids) + rng.random() * 12)
    batches: list[list[TrainingWindow]] = [[]]
    longest = 0
    for window in windows:
        longest = max(longest, len(window.ids))
        if batches[-1] and longest * (len(batches[-1]) + 1) > recipe.pieces_a_batch:
            batches.append([])
            longest = len(window.ids)
        batches[-1].append(window)
    rng.shuffle(batches)
    return batches
