"""The shipped encoder opened: files compared with their checksums, the network run by onnxruntime on one core."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from flows.errors import UnusableWeightsError
from flows.steps.language.encoder.events import RoleWeights
from flows.steps.language.encoder.outputs import Inventory, LastLayers, Outputs, Relations
from flows.steps.language.encoder.pieces import ToPieces, Window, word_pieces
from flows.steps.language.encoder.reading import Encoder

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

NETWORK, LABELS, RELATIONS, ROLES, VOCABULARY = (
    "encoder.onnx", "labels.json", "relations.npz", "roles.npz", "tokenizer.json"
)  # fmt: skip
_SUMS = "SHA256SUMS"


def open_encoder(folder: Traversable) -> Encoder:
    """Return the encoder of a model folder; UnusableWeightsError where a file is not what SHA256SUMS records."""
    content = _checked(folder)
    session = _session(content[NETWORK])
    with np.load(BytesIO(content[RELATIONS])) as arrays, np.load(BytesIO(content[ROLES])) as of_roles:
        relations = Relations(arrays["weight"], arrays["bias"])
        roles = RoleWeights(of_roles["weight"], of_roles["bias"], of_roles["distance"])
    inventory, version = _labels(content[LABELS])
    return Encoder(
        to_pieces=_pieces(content[VOCABULARY]),
        run=lambda windows: _outputs(session, windows),
        inventory=inventory,
        last=LastLayers(relations, roles),
        version=version,
    )


def inventory_of_model(folder: Traversable) -> Inventory:
    """Return the labels of a model folder."""
    return _labels(folder.joinpath(LABELS).read_bytes())[0]


def _labels(content: bytes) -> tuple[Inventory, str]:
    labels = json.loads(content)
    version = labels.pop("version")
    return Inventory(**{name: tuple(values) for name, values in labels.items()}), version


def _sums(folder: Traversable) -> dict[str, str]:
    lines = folder.joinpath(_SUMS).read_text("utf-8").splitlines()
    return {name: value for value, name in (line.split("  ") for line in lines)}


def _checked(folder: Traversable) -> dict[str, bytes]:
    """Return the content of the files of a model by name."""
    sums = _sums(folder)
    content = {name: folder.joinpath(name).read_bytes() for name in (NETWORK, LABELS, RELATIONS, ROLES, VOCABULARY)}
    for name, data in content.items():
        if hashlib.sha256(data).hexdigest() != sums.get(name):
            raise UnusableWeightsError(f"{name} of the language model is not the file that {_SUMS} records")
    return content


def runtime() -> Any:
    """Return the module onnxruntime, which reports to nobody.

    Left to itself it would, from its import on, start a thread that a fork loses, write into the cache folder of the
    user, and send its makers which models run on which machine. It reads the variable once.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    return onnxruntime


def _session(network: bytes) -> "InferenceSession":
    onnxruntime = runtime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # each window has its own length
    session: InferenceSession = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    return session


def _pieces(vocabulary: bytes) -> ToPieces:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(vocabulary.decode("utf-8"))
    return word_pieces(lambda word: list(tokenizer.encode(word, add_special_tokens=False).ids))


def _outputs(session: "InferenceSession", windows: Iterable[Window]) -> Iterator[Outputs]:
    """Yield the outputs of each window, which is run alone.

    The quantised network scales its activations by the largest of a run: beside other windows, one window's outputs
    would depend on them.
    """
    for window in windows:
        ids, shapes, first = (np.array(values, dtype=np.int64) for values in window)
        arrays = session.run(list(Outputs._fields), {"ids": ids, "shapes": shapes, "first": first})
        yield Outputs(**dict(zip(Outputs._fields, arrays, strict=True)))
