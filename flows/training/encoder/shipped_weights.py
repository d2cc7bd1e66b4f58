"""The weights of a shipped model as floats again, so that a training can go on from them."""

import json
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from flows.steps.language.encoder.outputs import Inventory
from flows.steps.language.encoder.session import LABELS, NETWORK, RELATIONS
from flows.training.encoder.network import TAGS, Network
from flows.training.encoder.recipe import Recipe
from flows.training.encoder.transformer import LAYERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]

_LAYER = ("query", "key", "value", "mixed", "wide", "narrow")
_NORMS = ("after_attention", "after_inner")
_HEADS = ("begins", "arc_head", "arc_dependent", "relation_head", "relation_dependent", "name_hidden", "name")
_TASKS = ("/network/Einsum", "/network/Einsum_1", "/network/Einsum_2")
"""The nodes that mix the layers for each task of language."""


class _Graph:
    """The nodes and constants of an ONNX file by name."""

    def __init__(self, path: Path) -> None:
        import onnx
        from onnx import numpy_helper

        graph = onnx.load(path).graph
        self.constants: Arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
        self.inputs = {node.name: list(node.input) for node in graph.node}

    def product(self, name: str) -> "NDArray[np.float32]":
        """Return the weight of a product, which is kept in eight bits or as it is."""
        if f"{name}/MatMul_quant" not in self.inputs:
            return next(self.constants[each] for each in self.inputs[f"{name}/MatMul"] if each in self.constants)
        weight = self.inputs[f"{name}/MatMul_quant"][1].removesuffix("_quantized")
        steps, zero = (self.constants[f"{weight}_{part}"].astype(np.float32) for part in ("quantized", "zero_point"))
        result: NDArray[np.float32] = (steps - zero) * self.constants[f"{weight}_scale"]
        return result

    def constant(self, node: str) -> "NDArray[np.float32]":
        """Return the first constant that a node reads."""
        return next(self.constants[each] for each in self.inputs[node] if each in self.constants)


def shipped_network(model: Path, inventory: Inventory, recipe: Recipe) -> Network:
    """Return a network with the weights of the model folder `model`; its heads of events are new.

    `inventory` must be that of the model, but for the labels of events. Raises ValueError where it is another.
    """
    labels = json.loads((model / LABELS).read_text("utf-8"))
    for name in (*TAGS, "dep", "name"):
        if tuple(labels[name]) != getattr(inventory, name):
            raise ValueError(f"the model in {model.name} has other labels of {name}")
    network = Network(inventory, recipe.sizes, recipe.dropouts)
    weights = {name: torch.tensor(np.array(value, dtype=np.float32)) for name, value in _language(model).items()}
    missing = network.load_state_dict(weights, strict=False).missing_keys
    if any(not name.startswith("events.") for name in missing):
        raise ValueError(f"the model in {model.name} lacks {missing[0]}")
    return network


def _language(model: Path) -> "Arrays":
    graph = _Graph(model / NETWORK)
    found = _encoder(graph)
    for name in TAGS:
        found[f"tags.{name}.weight"] = graph.product(f"/network/{name}").T
        found[f"tags.{name}.bias"] = graph.constants[f"network.tags.{name}.bias"]
    for name in _HEADS:
        found[f"{name}.weight"] = graph.product(f"/network/{name}").T
        found[f"{name}.bias"] = graph.constants[f"network.{name}.bias"]
    found["arcs"] = graph.product("/network")
    found["root"] = graph.constant("/network/Expand_1")
    found["mixture"] = np.log(np.stack([graph.constant(node) for node in _TASKS]))
    with np.load(model / RELATIONS) as relations:
        found |= {f"relations.{name}": relations[name] for name in ("weight", "bias")}
    return found


def _encoder(graph: _Graph) -> "Arrays":
    constants, found = graph.constants, {}
    for number, part in product(range(LAYERS), _LAYER):
        name = f"encoder.layers.{number}.{part}"
        found[f"{name}.weight"] = graph.product(f"/network/encoder/layers.{number}/{part}").T
        found[f"{name}.bias"] = constants[f"network.{name}.bias"]
    norms = [f"layers.{number}.{part}" for number in range(LAYERS) for part in _NORMS]
    for name in (*norms, "after_embedding"):
        found |= {f"encoder.{name}.{part}": constants[f"network.encoder.{name}.{part}"] for part in ("weight", "bias")}
    steps, scale = (constants[f"network.encoder.pieces.{part}"] for part in ("steps", "scale"))
    found["encoder.pieces.weight"] = steps.astype(np.float32) * scale
    for name in ("shapes", "positions"):
        found[f"encoder.{name}.weight"] = constants[f"network.encoder.{name}.weight"]
    return found
