"""How good a trained encoder is on raw text: F1 as for every pipeline, and one number that chooses among runs."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import torch

from flows.steps.language.encoder.outputs import Inventory, Outputs, ReadWindow, Relations
from flows.steps.language.encoder.pieces import ToPieces, Window
from flows.steps.language.encoder.reading import CutText, Encoder
from flows.training.encoder.corpora import NAMED, TREEBANKS, JudgedPassage
from flows.training.encoder.losses import gathered
from flows.training.encoder.network import LEMMAS, TAGS, Network, Scores
from flows.training.encoder.windows import LABELS, TrainingWindow
from flows.training.recipe import UNER_TYPES
from flows.training.score import Item, SyntaxScore, Tally, gold_items, gold_names
from flows.training.words import UNKNOWN, TrainingPassage, spans_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_WINDOWS_AT_ONCE = 32
Figures = dict[str, dict[str, float]]


def as_encoder(network: Network, inventory: Inventory, to_pieces: ToPieces) -> Encoder:
    """Return a network in torch as the encoder that the engine uses."""
    weight, bias = (value.detach().float().cpu().numpy() for value in network.relations.parameters())
    return Encoder(to_pieces, lambda windows: _outputs(network, windows), inventory, Relations(weight, bias))


def _outputs(network: Network, windows: Iterable[Window]) -> Iterator[Outputs]:
    device = next(network.parameters()).device
    waiting = iter(windows)
    while group := list(islice(waiting, _WINDOWS_AT_ONCE)):
        batch = gathered([_unlabelled(each) for each in group], device)
        with torch.no_grad():
            scores = network(batch.ids, batch.shapes, batch.mask, batch.first)
        for index, each in enumerate(group):
            yield _output(scores, index, len(each.first))


def _unlabelled(window: Window) -> TrainingWindow:
    ids, shapes, first = (np.array(values, dtype=np.int16) for values in window)
    return TrainingWindow(ids, shapes, first, np.zeros((len(LABELS), len(first)), dtype=np.int16))


def _output(scores: Scores, index: int, count: int) -> Outputs:
    """Return the outputs of the window `index` of a batch, which has `count` words."""
    cells = {name: scores.tags[name][index, :count].argmax(-1) for name in TAGS}
    cells["lemma"] = scores.tags["lemma"][index, :count].topk(LEMMAS, -1).indices
    cells["begins"] = scores.begins[index, :count].sigmoid()
    cells["arcs"] = scores.arcs[index, :count, : count + 1]
    cells["dependent"] = scores.dependent[index, :count]
    cells["head"] = scores.head[index, : count + 1]
    cells["name"] = scores.name[index, :count]
    return Outputs(**{name: tensor.cpu().numpy() for name, tensor in cells.items()})


def judge(encoder: Encoder, part: "Callable[[str], Sequence[JudgedPassage]]", suffix: str = "dev") -> Figures:
    """Return F1 by corpus and by what is scored, from raw text; `part` returns the passages of `ewt_dev` and so on."""
    figures = {name: score_trees(encoder, part(f"{name}_{suffix}")).figures() for name in TREEBANKS}
    for name in NAMED:
        corpus = name.split("_")[0]
        if suffix == "dev" or corpus != "crossner":
            tallies = score_named(encoder, part(f"{corpus}_{suffix}"), UNER_TYPES)
            figures[f"{corpus} names"] = {kind: round(tally.f1, 4) for kind, tally in tallies.items()}
    return figures


def choice(figures: Figures) -> float:
    """Return the number that chooses: the mean of that of syntax and that of names, 0 to 1."""
    trees = [figures[name][key] for name in TREEBANKS for key in ("upos", "las", "las")]
    names = [value["all"] for name, value in figures.items() if name.endswith(" names")]
    return sum(trees) / len(trees) / 2 + sum(names) / len(names) / 2


def read_passages(encoder: Encoder, passages: Sequence[JudgedPassage]) -> Iterator[ReadWindow]:
    """Yield the analysis of the raw text of each passage."""
    return encoder.read(CutText(text_of(gold), tokens) for gold, tokens in passages)


def score_trees(encoder: Encoder, passages: Sequence[JudgedPassage]) -> SyntaxScore:
    """Return how well the encoder analyses the raw text of `passages`."""
    score = SyntaxScore()
    for passage, read in zip(passages, read_passages(encoder, passages), strict=True):
        gold = gold_items(passage.gold)
        for name, items in _read_items(passage.tokens, read).items():
            getattr(score, name).add(items, gold[name])
    return score


def _read_items(tokens: Sequence[tuple[int, int]], read: ReadWindow) -> dict[str, list[Item]]:
    words = list(zip(tokens, enumerate(read.words), strict=True))
    above = [None if word.head == index else tokens[word.head] for _, (index, word) in words]
    return {
        "tokens": list(tokens),
        "sentences": [(tokens[start][0], tokens[end - 1][1]) for start, end in read.sentences],
        "upos": [(*span, word.pos) for span, (_, word) in words],
        "xpos": [(*span, word.tag) for span, (_, word) in words],
        "feats": [(*span, word.morph) for span, (_, word) in words],
        "lemmas": [(*span, word.lemma) for span, (_, word) in words],
        "uas": [(*span, head) for (span, _), head in zip(words, above, strict=True)],
        "las": [(*span, head, word.dep.split(":")[0]) for (span, (_, word)), head in zip(words, above, strict=True)],
    }


def score_named(encoder: Encoder, passages: Sequence[JudgedPassage], types: "Mapping[str, str]") -> dict[str, Tally]:
    """Return a tally of exact names by type, and of all under `all`; names where gold is unknown do not count."""
    tallies = {kind: Tally() for kind in ("all", *sorted(set(types.values())))}
    for passage, read in zip(passages, read_passages(encoder, passages), strict=True):
        unknown = _unknown(passage.gold)
        spans = ((passage.tokens[name.start][0], passage.tokens[name.end - 1][1], name.kind) for name in read.names)
        given: list[Item] = [
            (start, end, types[kind])
            for start, end, kind in spans
            if kind in types and not any(start < after and before < end for before, after in unknown)
        ]
        gold = list(gold_names(passage.gold, types))
        tallies["all"].add(given, gold)
        for kind in set(types.values()):
            tallies[kind].add([n for n in given if n[2] == kind], [n for n in gold if n[2] == kind])
    return tallies


def _unknown(passage: TrainingPassage) -> list[tuple[int, int]]:
    """Return the ranges of the words whose label the corpus leaves open."""
    words = [word for sentence in passage for word in sentence]
    return [span for span, word in zip(spans_of(passage), words, strict=True) if word.entity == UNKNOWN]
