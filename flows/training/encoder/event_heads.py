"""The heads of events in torch: triggers, their types and factuality, and the words that fill their roles."""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from flows.steps.language.encoder.events import REACH, EventLabels
from flows.training.encoder.transformer import LAYERS, WIDTH

_TASKS = 3
_SIDE = 192
"""Features of a pair of words; an even number."""
_TRIGGER_LABELS = 3
"""Outside, first and further word of a trigger."""


class EventOutputs(NamedTuple):
    """Scores by window and word, named as in `flows.steps.language.encoder.outputs.Outputs`."""

    trigger: Tensor
    event_type: Tensor
    factuality: Tensor
    event_side: Tensor
    argument_side: Tensor


class EventHeads(nn.Module):
    """All heads of events, each on a mixture of the layers of the encoder."""

    def __init__(self, labels: EventLabels, dropout: float) -> None:
        super().__init__()
        self.dropout = dropout
        self.mixture = nn.Parameter(torch.zeros(_TASKS, LAYERS + 1))
        self.trigger = _head(256, _TRIGGER_LABELS, dropout)
        self.event_type = _head(256, len(labels.event_type), dropout)
        self.factuality = _head(128, len(labels.factuality), dropout)
        self.event_side, self.argument_side = nn.Linear(WIDTH, _SIDE), nn.Linear(WIDTH, _SIDE)
        self.roles = nn.Linear(_SIDE, len(labels.role))
        self.distance = nn.Embedding(2 * REACH + 1, len(labels.role))
        nn.init.zeros_(self.distance.weight)

    def forward(self, words: Tensor) -> EventOutputs:
        """Return the scores of words whose vectors are `words` (layer, window, word, width)."""
        weights = torch.softmax(self.mixture, dim=1).to(words.dtype)
        found, told, paired = (torch.einsum("l,lbnw->bnw", weights[task], words) for task in range(_TASKS))
        return EventOutputs(
            trigger=self.trigger(found),
            event_type=self.event_type(found),
            factuality=self.factuality(told),
            event_side=self.event_side(paired),
            argument_side=self.argument_side(paired),
        )

    def role_scores(self, outputs: EventOutputs, windows: Tensor, triggers: Tensor) -> Tensor:
        """Return the scores of the roles of each word in events: the words `triggers` of `windows`, by event."""
        own = self._drop(outputs.event_side)[windows, triggers][:, None]
        others = self._drop(outputs.argument_side)[windows]
        half = own.shape[-1] // 2
        features = torch.cat(
            [own[..., :half] * others[..., :half], functional.relu(own[..., half:] + others[..., half:])], -1
        )
        distances = (torch.arange(others.shape[1], device=own.device) - triggers[:, None]).clamp(-REACH, REACH) + REACH
        result: Tensor = self.roles(self._drop(features)) + self.distance(distances)
        return result

    def _drop(self, vectors: Tensor) -> Tensor:
        return functional.dropout(vectors, self.dropout, self.training)


def _head(hidden: int, labels: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(
        nn.Dropout(dropout), nn.Linear(WIDTH, hidden), nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden, labels)
    )
