"""Names as the whole product finds them, on labelled text: `python -m tests.quality.names` prints all figures.

Exact ends and types on the development part of GUM and the test part of UNER English EWT, articles and possessives
aside; overlaps on re3d; and how often the names are right to which the product gives a certain confidence.
"""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from flows.steps.entities import find_mentions
from flows.steps.language.engine import OWN, load
from flows.steps.text.passage import Span
from flows.training.corpora import read_uner, retidied
from flows.training.encoder.judge import UNER_TYPES
from flows.training.score import Tally, gold_names
from flows.training.treebanks import read_treebank
from flows.training.words import TrainingPassage, text_of
from schemas.vocab import MentionKind
from tests.builders import passage

TYPES = UNER_TYPES | {"armed_group": "ORG", "country": "LOC"}
RE3D = {"PER": "Person", "ORG": "Organisation", "LOC": "Location"}
PRONOUNS = frozenset({"i", "he", "she", "we", "they", "you", "it", "his", "her", "our", "their", "my", "who"})
BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)


class FoundName(NamedTuple):
    """A name that the product finds: where, PER, ORG or LOC, its confidence, and whether nothing but the model has it."""

    start: int
    end: int
    kind: str
    confidence: float
    is_new: bool


def found_names(text: str) -> list[FoundName]:
    """Return the people, organisations and places that the product names in a text."""
    found = find_mentions(load(OWN).read([passage(text)]))
    types = {entity.entity_id: TYPES.get(entity.entity_type) for entity in found.entities}
    return [
        FoundName(*_bare(text, row.start, row.end), kind, row.link_confidence, row.recogniser == "model")
        for row in found.mentions
        if row.mention_kind != MentionKind.ROLE and (kind := types[row.entity_id])
    ]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a range without an article before and a possessive behind: corpora differ on both."""
    start += 4 * text[start:end].lower().startswith("the ")
    return start, end - 2 * text[start:end].endswith(("'s", "’s"))


def gum(bench: Path) -> list[TrainingPassage]:
    """Return the development part of GUM with its names."""
    return retidied(read_treebank(bench / "language/gum_dev.conllu", with_entities=True))


def uner(bench: Path) -> list[TrainingPassage]:
    """Return the test part of UNER English EWT."""
    return read_uner(bench / "language/uner_ewt_test.iob2")


def judged(passages: Iterable[TrainingPassage]) -> Iterator[tuple[list[FoundName], set[tuple[int, int, str]]]]:
    """Yield for each passage the names that the product finds and the labelled ones."""
    for one in passages:
        text = text_of(one)
        gold = {(*_bare(text, int(start), int(end)), str(kind)) for start, end, kind in gold_names(one, TYPES)}  # type: ignore[call-overload]
        yield found_names(text), gold


def strict(passages: Iterable[TrainingPassage]) -> dict[str, float]:
    """Return F1 of names with both ends and the type right, by type and over all."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for found, gold in judged(passages):
        given = {(name.start, name.end, name.kind) for name in found}
        for kind in ("PER", "ORG", "LOC"):
            for key in ("all", kind):
                tallies[key].add([n for n in given if n[2] == kind], [n for n in gold if n[2] == kind])
    return {kind: tally.f1 for kind, tally in tallies.items()}


def relaxed(bench: Path) -> dict[str, float]:
    """Return F1 by type on re3d, where any overlap with the right type counts.

    Labels count for recall where they have a capital and are no pronoun: re3d also marks "I" and "the villagers".
    """
    rows = [json.loads(line) for line in (bench / "entities/re3d_dev.jsonl").read_text("utf-8").splitlines()]
    given = [found_names(row["text"]) for row in rows]
    return {kind: _relaxed(rows, given, kind) for kind in RE3D}


def _relaxed(rows: list[dict[str, Any]], given: list[list[FoundName]], kind: str) -> float:
    precision, recall = [], []
    for row, names in zip(rows, given, strict=True):
        gold = [(label["begin"], label["end"]) for label in row["entities"] if label["type"] == RE3D[kind]]
        own = [(name.start, name.end) for name in names if name.kind == kind]
        precision += [_overlaps(span, gold) for span in own]
        recall += [_overlaps(span, own) for span in gold if _is_proper(row["text"][slice(*span)])]
    right, reached = sum(precision) / len(precision), sum(recall) / len(recall)
    return 2 * right * reached / (right + reached)


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _is_proper(text: str) -> bool:
    return not text.islower() and text.lower() not in PRONOUNS


def reliability(passages: Iterable[TrainingPassage]) -> dict[float, tuple[int, float, float]]:
    """Return by lowest confidence of a band: how many names only the model has, mean confidence, share that is right."""
    bands: dict[float, list[tuple[float, bool]]] = defaultdict(list)
    for found, gold in judged(passages):
        for name in found:
            if name.is_new:
                band = max(low for low in BANDS if name.confidence >= low)
                bands[band].append((name.confidence, (name.start, name.end, name.kind) in gold))
    return {
        band: (len(rows), sum(share for share, _ in rows) / len(rows), sum(right for _, right in rows) / len(rows))
        for band, rows in sorted(bands.items())
    }


def _line(name: str, figures: Mapping[str, float]) -> str:
    return f"{name}: " + ", ".join(f"{kind} {value:.3f}" for kind, value in figures.items()) + "\n"


def main() -> None:
    """Print all figures for the data in the folder PRESSTABLE_BENCH."""
    bench = Path(os.environ["PRESSTABLE_BENCH"])
    sys.stdout.write(_line("GUM dev, exact", strict(gum(bench))))
    sys.stdout.write(_line("UNER EWT test, exact", strict(uner(bench))))
    sys.stdout.write(_line("re3d, overlaps", relaxed(bench)))
    for band, (count, mean, right) in reliability(gum(bench)).items():
        sys.stdout.write(f"confidence from {band}: {count} names, mean {mean:.2f}, right {right:.2f}\n")


if __name__ == "__main__":
    main()
