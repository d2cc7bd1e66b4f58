"""What the encoder is trained and chosen on: the corpora as passages of our tokens, kept in files of one folder.

Preparing needs spaCy's tokenizer; training needs only what was prepared, on any machine.
"""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any, NamedTuple

from flows.steps.language.encoder.events import MUTUAL
from flows.steps.language.encoder.lemmas import lemma_script
from flows.steps.language.encoder.outputs import Inventory
from flows.steps.language.encoder.parses import token_ranges
from flows.steps.language.engine import load
from flows.steps.language.tokenizer import make_tokenizer
from flows.steps.text.passage import Parse
from flows.training.corpora import read_crossner, read_redocred, read_uner, retidied
from flows.training.corpus.checks import ROLES
from flows.training.encoder.alignment import Range, retokenised
from flows.training.encoder.event_lessons import event_lessons, trigger_lessons
from flows.training.encoder.windows import TaughtEvent, TaughtPassage
from flows.training.silver import with_silver
from flows.training.treebanks import read_treebank
from flows.training.words import UNKNOWN, TrainingPassage, TrainingWord, sentence_spans_of, spans_of, text_of
from schemas.vocab import EventType, Factuality

TREEBANKS = ("ewt", "gum")
NAMED = ("crossner_dev", "uner_dev", "gum_dev")
_RARE_SCRIPTS = 3
"""Times that a lemma script occurs in training from which the model learns it."""
_TRAIN, _EVENT_DEV, _FORMAT = "train.jsonl.gz", "events_dev.jsonl.gz", "utf-8"
Tokenise = Callable[[str], list[Range]]


class JudgedPassage(NamedTuple):
    """A passage of gold words, the ranges of tokens in its text, and those of its sentences if they are given."""

    gold: TrainingPassage
    tokens: tuple[Range, ...]
    sentences: tuple[Range, ...] | None = None

    def with_gold_cuts(self) -> "JudgedPassage":
        """Return the passage with tokens and sentences as gold has them."""
        return JudgedPassage(self.gold, tuple(spans_of(self.gold)), tuple(sentence_spans_of(self.gold)))


def tokeniser() -> Tokenise:
    """Return a function from a text to the ranges of its tokens, blanks left out."""
    tokenizer = make_tokenizer()
    return lambda text: token_ranges(tokenizer(text))


def training_passages(corpora: Path, tokens: Tokenise, *, with_dev_names: bool) -> Iterator[TaughtPassage]:
    """Yield what is learnt from: both treebanks with their names, and the corpora of names.

    `with_dev_names` adds the development parts of CrossNER and UNER, for a last run whose settings are chosen.
    """
    ewt = with_silver(read_treebank(corpora / "ewt_train.conllu"))
    for passage in (*ewt, *_gum(corpora, "train")):
        yield TaughtPassage(retokenised(passage, tokens(text_of(passage))), has_syntax=True)
    named = [*read_redocred(corpora / "redocred_dev.json"), *read_redocred(corpora / "redocred_test.json")]
    named += read_crossner(corpora / "crossner_politics_train.txt")
    if with_dev_names:
        named += read_crossner(corpora / "crossner_politics_dev.txt")
        named += 2 * read_uner(corpora / "uner_ewt_dev.iob2")  # little, but the only names of the web by hand
    for passage in named:
        yield TaughtPassage(retokenised(passage, tokens(text_of(passage))), has_syntax=False)


def judged_passages(corpora: Path, name: str, tokens: Tokenise) -> Iterator[JudgedPassage]:
    """Yield the passages of a development or test part, `ewt_dev`, `uner_test` and so on."""
    corpus, part = name.split("_")
    if corpus == "crossner":
        passages = read_crossner(corpora / f"crossner_politics_{part}.txt")
    elif corpus == "uner":
        passages = read_uner(corpora / f"uner_ewt_{part}.iob2")
    elif corpus == "gum":
        passages = _gum(corpora, part)
    else:
        passages = read_treebank(corpora / f"{name}.conllu")
    for passage in passages:
        yield JudgedPassage(passage, tuple(tokens(text_of(passage))))


def _gum(corpora: Path, part: str) -> list[TrainingPassage]:
    return retidied(read_treebank(corpora / f"gum_{part}.conllu", with_entities=True))


def prepare(corpora: Path, tokens: Tokenise, folder: Path, *, with_dev_names: bool) -> None:
    """Write what is learnt from, and the development parts, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    taught = training_passages(corpora, tokens, with_dev_names=with_dev_names)
    _write(folder / _TRAIN, map(_row, (*taught, *event_lessons(_parse, "train"), *trigger_lessons(_parse))))
    _write(folder / _EVENT_DEV, map(_row, event_lessons(_parse, "dev")))
    for name in sorted({*(f"{treebank}_dev" for treebank in TREEBANKS), *NAMED}):
        judged = judged_passages(corpora, name, tokens)
        _write(folder / f"{name}.jsonl.gz", ({"words": _rows(gold), "tokens": at} for gold, at, _ in judged))


def _parse(text: str) -> Parse:
    return next(load().parse([text]))


def load_training(folder: Path) -> list[TaughtPassage]:
    """Return what `prepare` wrote to learn from."""
    return list(map(_taught, _read(folder / _TRAIN)))


def load_event_dev(folder: Path) -> list[TaughtPassage]:
    """Return the development part of the event corpus that `prepare` wrote."""
    return list(map(_taught, _read(folder / _EVENT_DEV)))


def _taught(row: dict[str, Any]) -> TaughtPassage:
    events, is_whole = _events(row.get("events")), row.get("all_events", True)
    return TaughtPassage(_passage(row["words"]), row["syntax"], events, is_whole)


def _row(taught: TaughtPassage) -> dict[str, object]:
    row: dict[str, object] = {"syntax": taught.has_syntax, "words": _rows(taught.sentences)}
    return row if taught.events is None else row | {"events": taught.events, "all_events": taught.has_all_events}


def _events(rows: Sequence[Sequence[Any]] | None) -> tuple[TaughtEvent, ...] | None:
    if rows is None:
        return None
    return tuple(
        TaughtEvent(
            tuple(trigger),
            kind,
            factuality,
            None if roles is None else tuple((role, tuple(words)) for role, words in roles),
        )
        for trigger, kind, factuality, roles in rows
    )


def load_judged(folder: Path, name: str) -> list[JudgedPassage]:
    """Return a development part that `prepare` wrote."""
    rows = _read(folder / f"{name}.jsonl.gz")
    return [JudgedPassage(_passage(row["words"]), tuple((start, end) for start, end in row["tokens"])) for row in rows]


def _rows(passage: TrainingPassage) -> list[list[list[object]]]:
    return [[list(astuple(word)) for word in sentence] for sentence in passage]


def _passage(rows: Sequence[Sequence[Sequence[Any]]]) -> TrainingPassage:
    names = [field.name for field in fields(TrainingWord)]
    return tuple(tuple(TrainingWord(**dict(zip(names, word, strict=True))) for word in sentence) for sentence in rows)


def _write(path: Path, rows: Iterable[dict[str, object]]) -> None:
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode(_FORMAT) + b"\n")


def _read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding=_FORMAT) as file:
        return [json.loads(line) for line in file]


def inventory_of(taught: Iterable[TaughtPassage]) -> Inventory:
    """Return the labels that occur, each head's in order of the alphabet; scripts that are rare are left out.

    Those of events are the whole vocabulary, whether they occur or not.
    """
    gold = (passage for passage in taught if passage.events is None)
    words = [word for passage in gold for sentence in passage.sentences for word in sentence]
    scripts = Counter(lemma_script(word.text, word.lemma) for word in words if word.lemma)
    inventory = Inventory(
        pos=_sorted(word.pos for word in words),
        tag=_sorted(word.tag for word in words),
        morph=("", *_sorted(word.morph for word in words)),
        lemma=tuple(sorted(script for script, count in scripts.items() if count >= _RARE_SCRIPTS)),
        dep=_sorted(word.dep for word in words if word.dep != "ROOT"),
        name=("O", *_sorted(word.entity for word in words if word.entity not in {UNKNOWN, "O"})),
    )
    return with_event_labels(inventory)


def with_event_labels(inventory: Inventory) -> Inventory:
    """Return an inventory with the labels of the heads of events."""
    types, factuality = (tuple(sorted(map(str, labels))) for labels in (EventType, Factuality))
    return inventory._replace(event_type=types, factuality=factuality, role=("", MUTUAL, *sorted(ROLES)))


def _sorted(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({label for label in labels if label}))
