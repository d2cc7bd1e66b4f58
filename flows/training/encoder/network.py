"""The network in torch: the encoder with heads of tags, sentence starts, arcs, relations, names and events."""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from flows.steps.language.encoder.outputs import Inventory
from flows.training.encoder.event_heads import EventHeads, EventOutputs
from flows.training.encoder.transformer import LAYERS, WIDTH, Transformer

_MASK = 103
"""The piece that takes the place of one that is hidden in training."""
_TASKS = 3
TAGS = ("pos", "tag", "morph", "lemma")
LEMMAS = 4
"""Lemma scripts that are given for each word, the likeliest first."""


class HeadSizes(NamedTuple):
    """Widths of the hidden layers of arcs and names, features of relations (an even number)."""

    arcs: int
    relations: int
    names: int


class Dropouts(NamedTuple):
    """Shares, 0 to 1: in the encoder, of vectors of words, in heads, of pieces that are hidden, in heads of events."""

    encoder: float
    words: float
    heads: float
    pieces: float
    events: float


class Scores(NamedTuple):
    """Scores by window and word; `arcs` have a row for each word, a column for the root and each word."""

    tags: dict[str, Tensor]
    begins: Tensor
    arcs: Tensor
    dependent: Tensor
    head: Tensor
    name: Tensor
    events: EventOutputs


class Network(nn.Module):
    """The encoder with all heads: what is trained."""

    def __init__(self, inventory: Inventory, sizes: HeadSizes, dropouts: Dropouts) -> None:
        super().__init__()
        self.encoder = Transformer(dropouts.encoder)
        self.mixture = nn.Parameter(torch.zeros(_TASKS, LAYERS + 1))
        self.tags = nn.ModuleDict({name: nn.Linear(WIDTH, len(getattr(inventory, name))) for name in TAGS})
        self.begins = nn.Linear(WIDTH, 1)
        self.root = nn.Parameter(torch.randn(WIDTH) * 0.02)
        self.arc_head, self.arc_dependent = nn.Linear(WIDTH, sizes.arcs), nn.Linear(WIDTH, sizes.arcs)
        self.arcs = nn.Parameter(torch.empty(sizes.arcs + 1, sizes.arcs))
        nn.init.xavier_uniform_(self.arcs)
        self.relation_head = nn.Linear(WIDTH, sizes.relations)
        self.relation_dependent = nn.Linear(WIDTH, sizes.relations)
        self.relations = nn.Linear(sizes.relations, len(inventory.dep))
        self.name_hidden = nn.Linear(WIDTH, sizes.names)
        self.name = nn.Linear(sizes.names, len(inventory.name))
        self.events = EventHeads(inventory.of_events, dropouts.events)
        self.dropouts = dropouts

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None, first: Tensor) -> Scores:
        """Return the scores of the words whose first pieces are `first` (window, word).

        `ids` and `shapes` are those of the pieces (window, piece); `mask` is true where a window has a piece.
        """
        if self.training and self.dropouts.pieces:
            hidden = torch.rand(ids.shape, device=ids.device) < self.dropouts.pieces
            ids = torch.where(hidden, torch.full_like(ids, _MASK), ids)
        layers = torch.stack(self.encoder(ids, shapes, mask))
        at = first[None, :, :, None].expand(layers.shape[0], -1, -1, WIDTH)
        words = torch.gather(layers, 2, at)
        weights = torch.softmax(self.mixture, dim=1).to(words.dtype)
        tagged, joined, named = (
            self._drop(torch.einsum("l,lbnw->bnw", weights[task], words), self.dropouts.words) for task in range(_TASKS)
        )
        return self._scores(tagged, joined, named, self.events(words))

    def _scores(self, tagged: Tensor, joined: Tensor, named: Tensor, events: EventOutputs) -> Scores:
        with_root = torch.cat([self.root.to(joined.dtype).expand(joined.shape[0], 1, WIDTH), joined], 1)
        above = self._hidden(self.arc_head(with_root))
        below = self._hidden(self.arc_dependent(joined))
        biased = torch.cat([below, torch.ones_like(below[..., :1])], -1)
        arcs = biased @ self.arcs.to(biased.dtype) @ above.transpose(1, 2) / self.arcs.shape[1] ** 0.5
        return Scores(
            tags={name: layer(tagged) for name, layer in self.tags.items()},
            begins=self.begins(tagged).squeeze(-1),
            arcs=arcs,
            dependent=self.relation_dependent(joined),
            head=self.relation_head(with_root),
            name=self.name(self._hidden(self.name_hidden(named))),
            events=events,
        )

    def relation_scores(self, scores: Scores, heads: Tensor) -> Tensor:
        """Return the scores of the relations of each word to its head (window, word), 0 for the root."""
        at = heads[..., None].expand(-1, -1, scores.head.shape[-1])
        above, below = torch.gather(scores.head, 1, at), scores.dependent
        half = below.shape[-1] // 2
        features = torch.cat(
            [below[..., :half] * above[..., :half], functional.relu(below[..., half:] + above[..., half:])], -1
        )
        result: Tensor = self.relations(self._drop(features, self.dropouts.heads))
        return result

    def _hidden(self, vectors: Tensor) -> Tensor:
        return self._drop(functional.gelu(vectors), self.dropouts.heads)

    def _drop(self, vectors: Tensor, share: float) -> Tensor:
        return functional.dropout(vectors, share, self.training)
