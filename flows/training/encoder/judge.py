"""How good an encoder is on raw text: F1 by corpus, and one number that chooses among runs."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flows.steps.language.encoder.events import EventInWindow
from flows.steps.language.encoder.outputs import ReadWindow
from flows.steps.language.encoder.reading import CutText, Encoder
from flows.training.encoder.corpora import NAMED, TREEBANKS, JudgedPassage
from flows.training.encoder.windows import TaughtEvent, TaughtPassage
from flows.training.score import Item, SyntaxScore, Tally, gold_items, gold_names
from flows.training.words import UNKNOWN, TrainingPassage, spans_of, text_of

UNER_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC", "facility": "LOC"}
"""UNER has three types, buildings among its places."""
_TREES = ("ewt_dev", "gum_dev", "ewt_test", "gum_test")
_NAMES = ("gum_dev", "gum_test", "uner_test")
"""Parts that the card has figures of: those from which nothing is learnt."""
_PROBABILITIES = (0.9, 0.8, 0.0)
"""Lower bounds of the groups of names by probability."""
_LIKELY = 0.5
"""Probability from which a trigger counts as found."""
_SIDES = frozenset({"actor", "recipient", "mutual"})
Pairs = list[tuple[TaughtEvent, EventInWindow]]
Figures = dict[str, dict[str, float]]
Part = Callable[[str], Sequence[JudgedPassage]]


class Measures(NamedTuple):
    """The figures of a model by part: F1 of trees and names, and shares of right names by probability."""

    trees: Figures
    names: Figures
    sure: Figures


def measures(encoder: Encoder, part: Part) -> Measures:
    """Return the figures of the card from raw text; `part` returns the passages of `ewt_dev` and so on."""
    trees = {}
    for name in _TREES:
        passages = part(name)
        with_gold = score_trees(encoder, [each.with_gold_cuts() for each in passages])
        trees[name] = score_trees(encoder, passages).figures() | {"gold_las": round(with_gold.las.f1, 4)}
    names = {name: _rounded(score_named(encoder, part(name), UNER_TYPES)) for name in _NAMES}
    return Measures(trees, names, shares_by_probability(encoder, part(_NAMES[0])))


def judge(encoder: Encoder, part: Part) -> Figures:
    """Return F1 on the development parts, from raw text; `part` returns the passages of `ewt_dev` and so on."""
    figures = {name: score_trees(encoder, part(f"{name}_dev")).figures() for name in TREEBANKS}
    for name in NAMED:
        figures[f"{name.split('_')[0]} names"] = _rounded(score_named(encoder, part(name), UNER_TYPES))
    return figures


def _rounded(tallies: Mapping[str, Tally]) -> dict[str, float]:
    return {kind: round(tally.f1, 4) for kind, tally in tallies.items()}


def choice(figures: Figures) -> float:
    """Return the number that chooses: the mean of that of syntax and that of names, 0 to 1."""
    trees = [figures[name][key] for name in TREEBANKS for key in ("upos", "las", "las")]
    names = [value["all"] for name, value in figures.items() if name.endswith(" names")]
    return sum(trees) / len(trees) / 2 + sum(names) / len(names) / 2


def read_passages(encoder: Encoder, passages: Sequence[JudgedPassage]) -> Iterator[ReadWindow]:
    """Yield the analysis of the raw text of each passage."""
    return encoder.read(CutText(text_of(gold), tokens, sentences) for gold, tokens, sentences in passages)


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


def score_named(encoder: Encoder, passages: Sequence[JudgedPassage], types: Mapping[str, str]) -> dict[str, Tally]:
    """Return a tally of exact names by type, and of all under `all`; names where gold is unknown do not count."""
    tallies = {kind: Tally() for kind in ("all", *sorted(set(types.values())))}
    for passage, read in zip(passages, read_passages(encoder, passages), strict=True):
        given: list[Item] = [name[:3] for name in _read_names(passage, read, types)]
        gold = list(gold_names(passage.gold, types))
        tallies["all"].add(given, gold)
        for kind in set(types.values()):
            tallies[kind].add([n for n in given if n[2] == kind], [n for n in gold if n[2] == kind])
    return tallies


def shares_by_probability(encoder: Encoder, passages: Sequence[JudgedPassage]) -> Figures:
    """Return, for names of a probability from a bound up to the next, how many there are, and the share that is right.

    Beside them is their mean probability, which that share would be if probabilities were what they are called.
    """
    found: dict[float, list[tuple[float, bool]]] = {bound: [] for bound in _PROBABILITIES}
    for passage, read in zip(passages, read_passages(encoder, passages), strict=True):
        gold = set(gold_names(passage.gold, UNER_TYPES))
        for *name, probability in _read_names(passage, read, UNER_TYPES):
            bound = next(each for each in _PROBABILITIES if probability >= each)
            found[bound].append((probability, tuple(name) in gold))
    return {
        f"from {bound}": {
            "names": len(pairs),
            "probability": round(sum(probability for probability, _ in pairs) / max(1, len(pairs)), 4),
            "right": round(sum(is_right for _, is_right in pairs) / max(1, len(pairs)), 4),
        }
        for bound, pairs in found.items()
    }


def _read_names(
    passage: JudgedPassage, read: ReadWindow, types: Mapping[str, str]
) -> Iterator[tuple[int, int, str, float]]:
    """Yield range, type and probability of the names whose type is in `types`, but where gold is unknown."""
    unknown = _unknown(passage.gold)
    for name in read.names:
        start, end = passage.tokens[name.start][0], passage.tokens[name.end - 1][1]
        if name.kind in types and not any(start < after and before < end for before, after in unknown):
            yield start, end, types[name.kind], name.probability


def _unknown(passage: TrainingPassage) -> list[tuple[int, int]]:
    """Return the ranges of the words whose label the corpus leaves open."""
    words = [word for sentence in passage for word in sentence]
    return [span for span, word in zip(spans_of(passage), words, strict=True) if word.entity == UNKNOWN]


def judge_events(encoder: Encoder, passages: Sequence[TaughtPassage]) -> dict[str, float]:
    """Return F1 of triggers and of the words of sides, and the shares of right types and factuality, 0 to 1."""
    cut = [CutText(text_of(passage.sentences), spans_of(passage.sentences)) for passage in passages]
    read = [[event for event in each.events if event.probability >= _LIKELY] for each in encoder.read(cut)]
    pairs = [pair for passage, found in zip(passages, read, strict=True) for pair in _pairs(passage, found)]
    count = sum(len(passage.events or ()) for passage in passages) + sum(map(len, read))
    figures = {
        "triggers": 2 * len(pairs) / max(1, count),
        "types": _share(gold.event_type == _likeliest(found.types) for gold, found in pairs),
        "factuality": _share(gold.factuality == _likeliest(found.factuality) for gold, found in pairs),
        "sides": _sides(pairs),
    }
    return {name: round(value, 4) for name, value in figures.items()}


def _pairs(passage: TaughtPassage, found: Iterable[EventInWindow]) -> Iterator[tuple[TaughtEvent, EventInWindow]]:
    """Yield each event of a passage with the first of those found that has a word of its trigger."""
    waiting = list(found)
    for event in passage.events or ():
        near = next((each for each in waiting if not set(event.trigger).isdisjoint(range(each.start, each.end))), None)
        if near is not None:
            waiting.remove(near)
            yield event, near


def _likeliest(shares: dict[str, float]) -> str:
    return max(shares, key=shares.__getitem__)


def _share(right: Iterable[bool]) -> float:
    values = list(right)
    return sum(values) / max(1, len(values))


def _sides(pairs: Pairs) -> float:
    """Return F1 of the words of actors and recipients."""
    shared = total = 0
    for gold, found in pairs:
        wanted = {index for role, words in gold.roles or () if role in _SIDES for index in words}
        given = {index for role, start, end in found.roles if role in _SIDES for index in range(start, end)}
        shared += 2 * len(wanted & given)
        total += len(wanted) + len(given)
    return shared / max(1, total)
