"""How the weights are changed: rates by layer, a warm-up and a straight fall, and a running mean of all weights."""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from flows.training.encoder.network import Network
from flows.training.encoder.recipe import Recipe
from flows.training.encoder.transformer import LAYERS

_CLIPPED = 1.0
_BETAS = (0.9, 0.98)


class Optimiser:
    """AdamW (Loshchilov and Hutter 2019) with a rate for each layer, and the running mean of the weights."""

    def __init__(self, network: Network, recipe: Recipe, steps: int) -> None:
        self.network, self.recipe, self.steps = network, recipe, steps
        self.step_number = 0
        is_cuda = next(network.parameters()).is_cuda
        self._adam = torch.optim.AdamW(list(_groups(network, recipe)), betas=_BETAS, fused=is_cuda)
        self._peaks = [group["lr"] for group in self._adam.param_groups]
        self.mean = {name: value.detach().clone() for name, value in network.state_dict().items()}

    def step(self, loss: Tensor) -> None:
        """Change the weights by the gradients of `loss`."""
        self.step_number += 1
        for group, peak in zip(self._adam.param_groups, self._peaks, strict=True):
            group["lr"] = peak * self._share()
        self._adam.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), _CLIPPED)
        self._adam.step()
        self._update_mean()

    def _share(self) -> float:
        warm = max(1, round(self.recipe.warm_up * self.steps))
        if self.step_number <= warm:
            return self.step_number / warm
        return max(0.0, (self.steps - self.step_number) / max(1, self.steps - warm))

    def _update_mean(self) -> None:
        """Move the mean towards the weights; early on it forgets faster, so that it holds no untrained weights."""
        decay = min(self.recipe.average, (1 + self.step_number) / (10 + self.step_number))
        state = self.network.state_dict()
        torch._foreach_lerp_(list(self.mean.values()), [state[name] for name in self.mean], 1 - decay)

    def state(self) -> dict[str, Any]:
        """Return what a run needs to go on."""
        return {
            "network": self.network.state_dict(),
            "adam": self._adam.state_dict(),
            "mean": self.mean,
            "step": self.step_number,
        }

    def load(self, state: dict[str, Any]) -> None:
        """Go on from a state."""
        self.network.load_state_dict(state["network"])
        self._adam.load_state_dict(state["adam"])
        self.mean, self.step_number = state["mean"], state["step"]


def _groups(network: Network, recipe: Recipe) -> Iterator[dict[str, Any]]:
    """Yield the weights in groups of one rate; vectors (biases, norms) do not decay."""
    by_rate: dict[tuple[float, float], list[Tensor]] = {}
    for name, value in network.named_parameters():
        decay = recipe.weight_decay if value.ndim > 1 else 0.0
        by_rate.setdefault((_rate(name, recipe), decay), []).append(value)
    for (rate, decay), values in by_rate.items():
        yield {"params": values, "lr": rate, "weight_decay": decay}


def _rate(name: str, recipe: Recipe) -> float:
    if name.startswith("events."):
        return recipe.event_rate
    if name == "encoder.shapes.weight" or not name.startswith("encoder."):
        return recipe.head_rate
    below = LAYERS - int(name.split(".")[2]) - 1 if name.startswith("encoder.layers.") else LAYERS
    return recipe.rate * recipe.layer_decay**below
