"""The training of the encoder from the command line: `python -m flows.training.encoder prepare|train|export ...`.

`prepare CORPORA FOLDER` cuts the corpora into our tokens; `train FOLDER OUT` trains, or goes on where a run stopped, on
CUDA where there is a device; `export OUT MODEL` writes the files that are shipped.
"""

import argparse
import json
import logging
import sys
from pathlib import Path

import torch

from flows.training.encoder.base import base_folder, base_pieces, base_tokenizer, base_weights
from flows.training.encoder.checkpoint import load_network
from flows.training.encoder.corpora import prepare, tokeniser
from flows.training.encoder.export import export
from flows.training.encoder.recipe import shipped
from flows.training.encoder.run import CHECKPOINT, load_lessons, run

VERSION = "2.0.0"
"""Of the model: higher whenever the weights change."""


def main() -> None:
    """Run the step that the arguments name."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    parser = argparse.ArgumentParser(description="Train the encoder.")
    parser.add_argument("step", choices=["prepare", "train", "export"])
    parser.add_argument("source", type=Path, help="the corpora; the prepared folder; the folder of a trained run")
    parser.add_argument("out", type=Path, help="the folder to write to")
    parser.add_argument("--without-dev-names", action="store_true", help="learn nothing from CrossNER and UNER dev")
    arguments = parser.parse_args()
    if arguments.step == "prepare":
        prepare(arguments.source, tokeniser(), arguments.out, with_dev_names=not arguments.without_dev_names)
    elif arguments.step == "train":
        _train(arguments.source, arguments.out)
    else:
        network, inventory = load_network(arguments.source / CHECKPOINT)
        export(network, inventory, base_tokenizer(base_folder()), VERSION, arguments.out)


def _train(prepared: Path, out: Path) -> None:
    folder = base_folder()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    figures = run(load_lessons(prepared, base_pieces(folder)), base_weights(folder), shipped(), out, device)
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
