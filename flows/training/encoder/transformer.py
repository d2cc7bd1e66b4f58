"""The encoder itself in torch: embeddings and layers of BERT (Devlin et al. 2019), with the shapes of words added."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, LAYERS, ATTENTIONS, INNER = 384, 6, 12, 1536
_SHAPES = 16
_POSITIONS = 512
_VOCABULARY = 30522
_EPSILON = 1e-12
_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "after_attention": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "after_inner": "output.LayerNorm",
}
"""Our names for the parts of a layer, and those of the base model."""


class EncoderLayer(nn.Module):
    """One layer: attention over the pieces of a window, then two dense layers, each added to what came in."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mixed = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.after_attention = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.after_inner = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.dropout = dropout

    def forward(self, vectors: Tensor, mask: Tensor | None) -> Tensor:
        """Return the vectors (window, piece, width) after this layer; `mask` is true where there is a piece."""
        drop = self.dropout if self.training else 0.0
        attended = functional.scaled_dot_product_attention(
            self._split(self.query(vectors)),
            self._split(self.key(vectors)),
            self._split(self.value(vectors)),
            attn_mask=mask,
            dropout_p=drop,
        )
        mixed = self.mixed(attended.transpose(1, 2).flatten(2))
        vectors = self.after_attention(vectors + functional.dropout(mixed, drop, self.training))
        inner = self.narrow(functional.gelu(self.wide(vectors)))
        result: Tensor = self.after_inner(vectors + functional.dropout(inner, drop, self.training))
        return result

    def _split(self, vectors: Tensor) -> Tensor:
        """Return vectors of shape (window, attention, piece, width of an attention)."""
        return vectors.unflatten(-1, (ATTENTIONS, WIDTH // ATTENTIONS)).transpose(1, 2)


class Transformer(nn.Module):
    """Embeddings of pieces, positions and shapes, and the layers above them."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.pieces = nn.Embedding(_VOCABULARY, WIDTH)
        self.shapes = nn.Embedding(_SHAPES, WIDTH)
        nn.init.zeros_(self.shapes.weight)
        self.positions = nn.Embedding(_POSITIONS, WIDTH)
        self.after_embedding = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.layers = nn.ModuleList(EncoderLayer(dropout) for _ in range(LAYERS))
        self.dropout = dropout

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None) -> list[Tensor]:
        """Return the vectors of the pieces before the first layer and after each."""
        position = torch.arange(ids.shape[1], device=ids.device)
        vectors = self.after_embedding(self.pieces(ids) + self.shapes(shapes) + self.positions(position))
        vectors = functional.dropout(vectors, self.dropout, self.training)
        reached = [vectors]
        for layer in self.layers:
            reached.append(layer(reached[-1], mask))
        return reached

    def load_base(self, weights: Mapping[str, Tensor]) -> None:
        """Take the weights of the base model; the shapes keep theirs."""
        types = weights["embeddings.token_type_embeddings.weight"][0]
        own = {
            "pieces.weight": weights["embeddings.word_embeddings.weight"],
            "positions.weight": weights["embeddings.position_embeddings.weight"] + types,
            "shapes.weight": self.shapes.weight.detach(),
            "after_embedding.weight": weights["embeddings.LayerNorm.weight"],
            "after_embedding.bias": weights["embeddings.LayerNorm.bias"],
        }
        for number in range(LAYERS):
            for ours, theirs in _NAMES.items():
                for part in ("weight", "bias"):
                    own[f"layers.{number}.{ours}.{part}"] = weights[f"encoder.layer.{number}.{theirs}.{part}"]
        self.load_state_dict({name: tensor.float() for name, tensor in own.items()})
