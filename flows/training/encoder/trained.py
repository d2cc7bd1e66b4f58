"""A network in torch as the encoder that the engine uses."""

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
import torch

from flows.steps.language.encoder.events import RoleWeights
from flows.steps.language.encoder.outputs import Inventory, LastLayers, Outputs, Relations
from flows.steps.language.encoder.pieces import ToPieces, Window
from flows.steps.language.encoder.reading import Encoder
from flows.training.encoder.losses import gathered
from flows.training.encoder.network import LEMMAS, TAGS, Network, Scores
from flows.training.encoder.windows import LABELS, TrainingWindow

_WINDOWS_AT_ONCE = 32


def as_encoder(network: Network, inventory: Inventory, to_pieces: ToPieces) -> Encoder:
    """Return a network in torch as the encoder that the engine uses."""
    weight, bias = (value.detach().float().cpu().numpy() for value in network.relations.parameters())
    heads = network.events
    of_roles = (heads.roles.weight, heads.roles.bias, heads.distance.weight)
    roles = RoleWeights(*(value.detach().float().cpu().numpy() for value in of_roles))
    last = LastLayers(Relations(weight, bias), roles)
    return Encoder(to_pieces, lambda windows: _outputs(network, windows), inventory, last)


def _outputs(network: Network, windows: Iterable[Window]) -> Iterator[Outputs]:
    device = next(network.parameters()).device
    waiting = iter(windows)
    while group := list(islice(waiting, _WINDOWS_AT_ONCE)):
        batch = gathered([_unlabelled(each) for each in group], device)
        with torch.no_grad():
            scores = network(batch.ids, batch.shapes, batch.mask, batch.first)
        for index, each in enumerate(group):
            yield _output(scores, index, len(each.first))


def _unlabelled(window: Window) -> TrainingWindow:
    ids, shapes, first = (np.array(values, dtype=np.int16) for values in window)
    labels = np.zeros((len(LABELS), len(first)), dtype=np.int16)
    return TrainingWindow(ids, shapes, first, labels, np.zeros((0, len(first) + 1), dtype=np.int16))


def _output(scores: Scores, index: int, count: int) -> Outputs:
    """Return the outputs of the window `index` of a batch, which has `count` words."""
    cells = {name: scores.tags[name][index, :count].argmax(-1) for name in TAGS}
    cells["lemma"] = scores.tags["lemma"][index, :count].topk(LEMMAS, -1).indices
    cells["begins"] = scores.begins[index, :count].sigmoid()
    cells["arcs"] = scores.arcs[index, :count, : count + 1]
    cells["dependent"] = scores.dependent[index, :count]
    cells["head"] = scores.head[index, : count + 1]
    cells["name"] = scores.name[index, :count]
    cells |= {name: tensor[index, :count] for name, tensor in scores.events._asdict().items()}
    return Outputs(**{name: tensor.cpu().numpy() for name, tensor in cells.items()})
