"""The loss of a batch of windows: a weighted sum over the heads; a label that teaches nothing adds nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from flows.training.encoder.network import TAGS, Network, Scores
from flows.training.encoder.windows import LABELS, NOTHING, TrainingWindow

if TYPE_CHECKING:
    from numpy.typing import NDArray

_IMPOSSIBLE = -1e4


@dataclass(frozen=True, slots=True)
class WindowBatch:
    """Windows filled up to the longest: pieces by window, first pieces and labels by window and word.

    `roles` are the labels of each word by event, whose triggers are the words `triggers` of the windows `events`.
    """

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    first: Tensor
    labels: dict[str, Tensor]
    events: Tensor
    triggers: Tensor
    roles: Tensor


def gathered(windows: Sequence[TrainingWindow], device: torch.device) -> WindowBatch:
    """Return windows as one batch on a device."""
    ids, mask = _filled([window.ids for window in windows], 0)
    shapes, _ = _filled([window.shapes for window in windows], 0)
    first, _ = _filled([window.first for window in windows], 0)
    labels = {
        name: torch.from_numpy(_filled([window.labels[row] for window in windows], NOTHING)[0]).to(device)
        for row, name in enumerate(LABELS)
    }
    rows = [row for window in windows for row in window.roles]
    events = [number for number, window in enumerate(windows) for _ in window.roles]
    roles = _filled([row[1:] for row in rows], NOTHING)[0] if rows else np.zeros((0, first.shape[1]), dtype=np.int64)
    roles = np.pad(roles, ((0, 0), (0, first.shape[1] - roles.shape[1])), constant_values=NOTHING)
    return WindowBatch(
        ids=torch.from_numpy(ids).to(device),
        shapes=torch.from_numpy(shapes).to(device),
        mask=torch.from_numpy(mask[:, None, None, :]).to(device),
        first=torch.from_numpy(first).to(device),
        labels=labels,
        events=torch.tensor(events, dtype=torch.long, device=device),
        triggers=torch.tensor([int(row[0]) for row in rows], dtype=torch.long, device=device),
        roles=torch.from_numpy(roles).to(device),
    )


def _filled(rows: "Sequence[NDArray[np.int16]]", value: int) -> "tuple[NDArray[np.int64], NDArray[np.bool_]]":
    """Return rows of different lengths as one array filled up with `value`, and where it is not filled."""
    lengths = np.array([len(row) for row in rows])
    mask = np.arange(lengths.max()) < lengths[:, None]
    array = np.full(mask.shape, value, dtype=np.int64)
    array[mask] = np.concatenate(rows)
    return array, mask


def batch_loss(network: Network, batch: WindowBatch, weights: Mapping[str, float], smoothing: float) -> Tensor:
    """Return the loss of a batch; `weights` are those of the heads, `smoothing` spreads a share of each label."""
    scores = network(batch.ids, batch.shapes, batch.mask, batch.first)
    labels = batch.labels
    losses = {name: _cross_entropy(scores.tags[name], labels[name], smoothing) for name in TAGS}
    losses["begins"] = _begins(scores, labels["begins"])
    losses["head"] = _cross_entropy(_within_sentences(scores.arcs, labels["sentence"]), labels["head"], 0.0)
    relations = network.relation_scores(scores, labels["head"].clamp(min=0))
    losses["dep"] = _cross_entropy(relations, labels["dep"], smoothing)
    losses["name"] = _cross_entropy(scores.name, labels["name"], smoothing)
    losses |= {
        name: _cross_entropy(getattr(scores.events, name), labels[name], smoothing)
        for name in ("trigger", "event_type", "factuality")
    }
    if len(batch.events):
        roles = network.events.role_scores(scores.events, batch.events, batch.triggers)
        losses["role"] = _cross_entropy(roles, batch.roles, smoothing)
    return torch.stack([weights[name] * loss for name, loss in losses.items()]).sum()


def _cross_entropy(scores: Tensor, labels: Tensor, smoothing: float) -> Tensor:
    """Return the mean over the labels that teach; 0 where there is none."""
    flat = labels.flatten()
    total = functional.cross_entropy(
        scores.float().flatten(0, 1), flat, ignore_index=NOTHING, reduction="sum", label_smoothing=smoothing
    )
    return total / (flat != NOTHING).sum().clamp(min=1)


def _begins(scores: Scores, labels: Tensor) -> Tensor:
    teaches = (labels != NOTHING).float()
    each = functional.binary_cross_entropy_with_logits(
        scores.begins.float(), labels.clamp(min=0).float(), weight=teaches, reduction="sum"
    )
    return each / teaches.sum().clamp(min=1)


def _within_sentences(arcs: Tensor, sentence: Tensor) -> Tensor:
    """Return the scores of arcs with those from one sentence to another impossible; the root is open to all."""
    same = sentence[:, :, None] == sentence[:, None, :]
    is_open = torch.cat([torch.ones_like(same[..., :1]), same], -1)
    return arcs.float().masked_fill(~is_open, _IMPOSSIBLE)
