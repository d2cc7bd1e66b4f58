"""The model card: the README and the licence in the folder of the weights."""

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


def write_card(out: Path, version: str, figures: Figures, scores: Mapping[str, float]) -> None:
    """Write README.md and LICENSE into the model folder `out`; `scores` are those that chose the epochs."""
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


def _table(corner: str, columns: Mapping[str, str], rows: Figures) -> str:
    """Return a Markdown table of percentages; an empty cell where a corpus has no such figure."""
    lines = [f"| {corner} | " + " | ".join(columns.values()) + " |", "|---" * (len(columns) + 1) + "|"]
    for name, figures in rows.items():
        cells = (f"{100 * figures[column]:.1f}" if column in figures else "" for column in columns)
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
