"""A trained network kept as safetensors in half precision, with its inventory and the settings of its heads."""

import json
from pathlib import Path

import torch

from flows.steps.language.encoder.outputs import Inventory
from flows.training.encoder.network import Dropouts, HeadSizes, Network

_WEIGHTS, _SETTINGS = "weights.safetensors", "settings.json"
_NONE = Dropouts(0.0, 0.0, 0.0, 0.0, 0.0)


def save_network(folder: Path, network: Network, inventory: Inventory, sizes: HeadSizes) -> None:
    """Write a network into `folder`."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    state = {name: value.detach().cpu().to(torch.float16).contiguous() for name, value in network.state_dict().items()}
    save_file(state, folder / _WEIGHTS)
    settings = {"inventory": inventory._asdict(), "sizes": sizes._asdict()}
    (folder / _SETTINGS).write_text(json.dumps(settings, ensure_ascii=False), "utf-8")


def load_network(folder: Path) -> tuple[Network, Inventory]:
    """Return the network that `save_network` wrote, ready to be used, and its inventory."""
    from safetensors.torch import load_file

    settings = json.loads((folder / _SETTINGS).read_text("utf-8"))
    inventory = Inventory(**{name: tuple(labels) for name, labels in settings["inventory"].items()})
    network = Network(inventory, HeadSizes(**settings["sizes"]), _NONE)
    network.load_state_dict({name: value.float() for name, value in load_file(folder / _WEIGHTS).items()})
    network.eval()
    return network, inventory
