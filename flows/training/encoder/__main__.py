"""One step of the training, `python -m flows.training.encoder STEP SOURCE OUT`; its figures are the last line printed.

`prepare CORPORA PREPARED` cuts the corpora into our tokens; `train PREPARED RUN` trains, or goes on where a run was
stopped, on CUDA where there is a device; `more PREPARED RUN` does so from the shipped weights on; `export RUN MODEL`
writes the files that are shipped; `measure CORPORA MODEL` reads the development and test parts with them. Each step
imports only the libraries that it needs.
"""

import argparse
import json
import logging
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flows.training.encoder.corpora import judged_passages, prepare, tokeniser
from flows.training.encoder.judge import Measures, measures

if TYPE_CHECKING:
    import torch


def main() -> None:
    """Run the step that the arguments name."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    parser = argparse.ArgumentParser(description="Train the encoder.")
    parser.add_argument("step", choices=["prepare", "train", "more", "export", "measure"])
    parser.add_argument("source", type=Path, help="the corpora; the prepared folder; the folder of a trained run")
    parser.add_argument("out", type=Path, help="the folder to write to; the folder of the model to be measured")
    parser.add_argument("--without-dev-names", action="store_true", help="learn nothing from CrossNER and UNER dev")
    arguments = parser.parse_args()
    source, out = arguments.source, arguments.out
    figures: dict[str, object] = {}
    if arguments.step == "prepare":
        _prepare(source, out, with_dev_names=not arguments.without_dev_names)
    elif arguments.step == "train":
        figures = _train(source, out)
    elif arguments.step == "more":
        figures = _more(source, out)
    elif arguments.step == "export":
        _export(source, out)
    else:
        figures = _measured(source, out)._asdict()
    sys.stdout.write(json.dumps(figures) + "\n")


def _prepare(corpora: Path, prepared: Path, *, with_dev_names: bool) -> None:
    """Write the folder `prepared` as a whole, unless it is there."""
    if prepared.is_dir():
        return
    partial = prepared.with_name(prepared.name + ".part")
    shutil.rmtree(partial, ignore_errors=True)
    prepare(corpora, tokeniser(), partial, with_dev_names=with_dev_names)
    partial.rename(prepared)


def _train(prepared: Path, out: Path) -> dict[str, object]:
    """Return on what a network was trained, and its figures on the development parts."""
    from flows.training.encoder.base import base_folder, base_pieces, base_weights
    from flows.training.encoder.recipe import whole
    from flows.training.encoder.run import load_lessons, new_network, run

    folder = base_folder()
    lessons = load_lessons(prepared, base_pieces(folder))
    device, in_words = _device()
    figures = run(lessons, new_network(lessons, base_weights(folder), whole()), whole(), out, device)
    return {"device": in_words, "figures": figures}


def _more(prepared: Path, out: Path) -> dict[str, object]:
    """Return what `_train` does, of a network that begins with the shipped weights."""
    from flows.steps.language.encoder.session import inventory_of_model
    from flows.steps.language.engine import MODEL
    from flows.training.encoder.base import base_folder, base_pieces
    from flows.training.encoder.corpora import with_event_labels
    from flows.training.encoder.recipe import more
    from flows.training.encoder.run import load_lessons, run
    from flows.training.encoder.shipped_weights import shipped_network

    inventory = with_event_labels(inventory_of_model(MODEL))
    lessons = load_lessons(prepared, base_pieces(base_folder()), inventory)
    device, in_words = _device()
    figures = run(lessons, shipped_network(Path(str(MODEL)), inventory, more()), more(), out, device)
    return {"device": in_words, "figures": figures}


def _device() -> "tuple[torch.device, str]":
    import torch

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    in_words = torch.cuda.get_device_name() if device.type == "cuda" else f"{torch.get_num_threads()} cores"
    return device, in_words


def _export(trained: Path, model: Path) -> None:
    from flows.training.encoder.base import base_folder, base_tokenizer
    from flows.training.encoder.checkpoint import load_network
    from flows.training.encoder.export import export
    from flows.training.encoder.recipe import whole
    from flows.training.encoder.run import CHECKPOINT

    network, inventory = load_network(trained / CHECKPOINT)
    export(network, inventory, base_tokenizer(base_folder()), whole().version, model)


def _measured(corpora: Path, model: Path) -> Measures:
    """Return the figures of the files of a model, from raw text."""
    from flows.steps.language.encoder.session import open_encoder

    tokens = tokeniser()
    return measures(open_encoder(model), lambda name: list(judged_passages(corpora, name, tokens)))


if __name__ == "__main__":
    main()
