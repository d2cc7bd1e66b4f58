"""What accompanies the weights: the model card, the licence and the checksums."""

import hashlib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from flows.training.recipe import EPOCHS, Figures

_SYNTAX = {
    "tokens": "tokens",
    "sentences": "sentences",
    "upos": "UPOS",
    "xpos": "XPOS",
    "feats": "features",
    "lemmas": "lemmas",
    "uas": "UAS",
    "las": "LAS",
}
_FOR_PEOPLE = frozenset({"README.md", "LICENSE", "SHA256SUMS"})
"""Files of a model folder that the pipeline does not read."""


def write_card(out: Path, version: str, figures: Figures, scores: Mapping[str, float]) -> None:
    """Write README.md, LICENSE and SHA256SUMS into the model folder `out`; `scores` are those that chose the epochs."""
    template = files(__package__).joinpath("card.md").read_text("utf-8")
    syntax = _table("corpus", _SYNTAX, {name: figures[name] for name in ("ewt", "gum")})
    kinds = {kind: kind for kind in sorted({*figures["uner"], *figures["gum names"]})}
    names = _table("corpus", kinds, {name: figures[name] for name in ("uner", "gum names")})
    text = template.format(
        version=version,
        syntax=syntax,
        names=names,
        epochs=", ".join(f"{count} for {task}" for task, count in EPOCHS.items()),
        scores=", ".join(f"{task} {score:.4f}" for task, score in scores.items()),
    )
    (out / "README.md").write_text(text, "utf-8", newline="\n")
    (out / "LICENSE").write_text(files(__package__).joinpath("licence.txt").read_text("utf-8"), "utf-8", newline="\n")
    (out / "SHA256SUMS").write_text(checksums(out), "utf-8", newline="\n")


def checksums(model: Path) -> str:
    """Return the SHA-256 checksums of the files of a model folder that the pipeline reads.

    One line per file, by path, in the form of `sha256sum`: `sha256sum --check SHA256SUMS` in the folder verifies them.
    """
    paths = sorted(path for path in model.rglob("*") if path.is_file() and path.name not in _FOR_PEOPLE)
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(model).as_posix()}\n" for path in paths
    )


def _table(corner: str, columns: Mapping[str, str], rows: Figures) -> str:
    """Return a Markdown table of percentages; an empty cell where a corpus has no such figure."""
    lines = [f"| {corner} | " + " | ".join(columns.values()) + " |", "|---" * (len(columns) + 1) + "|"]
    for name, figures in rows.items():
        cells = (f"{100 * figures[column]:.1f}" if column in figures else "" for column in columns)
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
