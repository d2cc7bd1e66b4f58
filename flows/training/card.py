"""What accompanies the weights: the model card, the licence and the checksums."""

import hashlib
import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

_TREES = {
    "tokens": "tokens",
    "sentences": "sentences",
    "upos": "UPOS",
    "xpos": "XPOS",
    "feats": "features",
    "lemmas": "lemmas",
    "uas": "UAS",
    "las": "LAS",
    "gold_las": "LAS with gold tokens and sentences",
}
_NAMES = {"all": "all", "PER": "person", "ORG": "organization", "LOC": "place and facility"}
_SURE = {"probability": "mean probability", "right": "right"}
_FOR_PEOPLE = frozenset({"README.md", "LICENSE", "SHA256SUMS"})
"""Files of a model folder that the engine does not read."""
Figures = Mapping[str, Mapping[str, float]]


def write_card(out: Path, measures: Mapping[str, Figures], device: str) -> None:
    """Write README.md, LICENSE and SHA256SUMS into the model folder `out`.

    `measures` are the fields of `flows.training.encoder.judge.Measures`; `device` is what the training ran on.
    """
    template = files(__package__).joinpath("card.md").read_text("utf-8")
    sure = {f"{name}, {figures['names']:.0f} names": figures for name, figures in measures["sure"].items()}
    text = template.format(
        version=json.loads((out / "labels.json").read_text("utf-8"))["version"],
        device=device,
        trees=_table("part", _TREES, measures["trees"]),
        names=_table("part", _NAMES, measures["names"]),
        sure=_table("probability", _SURE, sure),
    )
    (out / "README.md").write_text(text, "utf-8", newline="\n")
    (out / "LICENSE").write_text(files(__package__).joinpath("licence.txt").read_text("utf-8"), "utf-8", newline="\n")
    (out / "SHA256SUMS").write_text(checksums(out), "utf-8", newline="\n")


def checksums(model: Path) -> str:
    """Return the SHA-256 checksums of the files of a model folder that the engine reads.

    One line per file, by path, in the form of `sha256sum`: `sha256sum --check SHA256SUMS` in the folder verifies them.
    """
    paths = sorted(path for path in model.rglob("*") if path.is_file() and path.name not in _FOR_PEOPLE)
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(model).as_posix()}\n" for path in paths
    )


def _table(corner: str, columns: Mapping[str, str], rows: Figures) -> str:
    """Return a Markdown table of percentages; an empty cell where a row has no such figure."""
    lines = [f"| {corner} | " + " | ".join(columns.values()) + " |", "|---" * (len(columns) + 1) + "|"]
    for name, figures in rows.items():
        cells = (f"{100 * figures[column]:.1f}" if column in figures else "" for column in columns)
        lines.append(f"| {name.replace('_', ' ')} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
