"""The trained network as it is shipped: one ONNX file in whole numbers of eight bits, its labels and its vocabulary."""

import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from flows.steps.language.encoder.outputs import Inventory, Outputs
from flows.steps.language.encoder.session import LABELS, NETWORK, RELATIONS, ROLES, VOCABULARY, runtime
from flows.training.card import checksums
from flows.training.encoder.network import LEMMAS, Network

_OPSET = 17
_STEPS = 127
"""Steps of an eight-bit weight on each side of 0."""
_IN_FLOATS = "/network/encoder/layers.0/narrow/MatMul"
"""The one product whose activations eight bits do not hold: a few large ones take the steps of all others."""
INPUTS = ("ids", "shapes", "first")


class SlimEmbedding(nn.Module):
    """The vectors of pieces in eight bits, with a scale for each piece: a quarter of the size."""

    def __init__(self, full: nn.Embedding) -> None:
        super().__init__()
        weight = full.weight.detach()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / _STEPS
        self.register_buffer("steps", torch.round(weight / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """Return the vectors of pieces."""
        steps, scale = self.get_buffer("steps"), self.get_buffer("scale")
        return steps[ids].float() * scale[ids]


class ShippedNetwork(nn.Module):
    """The network as it is used: one window in, the outputs of its words out."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, shapes: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """Return the outputs in the order of `Outputs`, without the dimension of windows."""
        scores = self.network(ids[None], shapes[None], None, first[None])
        tags = scores.tags
        return (
            tags["pos"][0].argmax(-1),
            tags["tag"][0].argmax(-1),
            tags["morph"][0].argmax(-1),
            tags["lemma"][0].topk(LEMMAS, -1).indices,
            scores.begins[0].sigmoid(),
            scores.arcs[0],
            scores.dependent[0],
            scores.head[0],
            scores.name[0],
            *(each[0] for each in scores.events),
        )


def export(network: Network, inventory: Inventory, tokenizer: dict[str, Any], version: str, folder: Path) -> None:
    """Write the network, its labels, its vocabulary and their checksums into `folder`; `version` is the model's own."""
    runtime()  # before any other part of it is imported
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as work:
        whole = Path(work) / "whole.onnx"
        whole.write_bytes(to_onnx(network))
        quantize_dynamic(
            whole,
            folder / NETWORK,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,  # processors without VNNI overflow with all eight bits
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=[_IN_FLOATS],
        )
    weight, bias = (value.detach().numpy() for value in network.relations.parameters())
    np.savez(folder / RELATIONS, weight=weight, bias=bias)
    heads = network.events
    roles = {"weight": heads.roles.weight, "bias": heads.roles.bias, "distance": heads.distance.weight}
    np.savez(folder / ROLES, **{name: value.detach().numpy() for name, value in roles.items()})
    (folder / LABELS).write_text(_lines({"version": version} | inventory._asdict()), "utf-8", newline="\n")
    (folder / VOCABULARY).write_text(json.dumps(tokenizer, ensure_ascii=False), "utf-8", newline="\n")
    (folder / "SHA256SUMS").write_text(checksums(folder), "utf-8", newline="\n")


def to_onnx(network: Network) -> bytes:
    """Return the network as ONNX in float32, but for the vectors of pieces; `network` has eight-bit vectors after."""
    network.eval()
    network.encoder.pieces = SlimEmbedding(network.encoder.pieces)
    pieces, words = 12, 7
    example = (
        torch.randint(5, 9000, (pieces,)),
        torch.ones(pieces, dtype=torch.long),
        torch.arange(1, words + 1),
    )
    axes = {name: {0: "pieces"} for name in ("ids", "shapes")} | {
        name: {0: "words"} for name in ("first", *Outputs._fields)
    }
    axes["arcs"] |= {1: "words and root"}
    axes["head"] = {0: "words and root"}
    content = io.BytesIO()
    torch.onnx.export(
        ShippedNetwork(network),
        example,
        content,
        input_names=list(INPUTS),
        output_names=list(Outputs._fields),
        dynamic_axes=axes,
        opset_version=_OPSET,
        dynamo=False,
    )
    return content.getvalue()


def _lines(inventory: dict[str, Any]) -> str:
    rows = (f"  {json.dumps(name)}: {json.dumps(labels, ensure_ascii=False)}" for name, labels in inventory.items())
    return "{\n" + ",\n".join(rows) + "\n}\n"
