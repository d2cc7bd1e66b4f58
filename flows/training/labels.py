"""From the labels of the corpora to the types of this project, by the tables of `labels.toml`."""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.entities.tables import demonym_rows
from flows.steps.entities.tables import titles as title_groups
from flows.training.words import UNKNOWN, LabelledName
from schemas.data_files import load_toml
from schemas.vocab import EntityType

_CUED = ("named_event", "work_or_law")
_HYPHENS = re.compile(r" ?([-–]) ?")


class LabelCue(NamedTuple):
    """Words that make a name one of a type, with names that must and must not become one."""

    words: frozenset[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


class LabelTables(NamedTuple):
    """The content of `labels.toml`: the types of each corpus's labels, and words that settle what these leave open."""

    peoples: tuple[str, ...]
    not_given: frozenset[str]
    knowledge: dict[EntityType, str]
    corpora: dict[str, dict[str, str]]
    cues: dict[str, LabelCue]


@cache
def tables() -> LabelTables:
    """Return the content of `labels.toml`."""
    return load_toml(files(__package__).joinpath("labels.toml"), LabelTables)


@cache
def demonyms() -> frozenset[str]:
    """Return the words for peoples, as the knowledge base has them: "Iraqi", "Iraqis", "South African"."""
    names = (form for row in demonym_rows() for form in (row.name, *row.forms))
    return frozenset([*names, *tables().peoples])


@cache
def titles() -> frozenset[str]:
    """Return the titles that precede names, without their full stops."""
    return frozenset(title.replace(".", "") for group in title_groups().values() for title in group.titles)


def settled(corpus: str, label: str, words: Sequence[str]) -> str | None:
    """Return the type of the name `words` that a corpus calls `label`: `-` where unknown, None where it is no name."""
    kind = tables().corpora[corpus].get(label)
    return None if kind is None else settled_by_words(kind, words)


def settled_by_words(kind: str, words: Sequence[str]) -> str:
    """Return the type of the name `words` of a `kind`, which may be `?` for one that only the words settle."""
    written = _HYPHENS.sub(r"\1", " ".join(words))
    if written in demonyms() and kind != "person":
        return "nationality_or_group"
    if kind == "place" and is_cued("facility", words):
        return "facility"
    if kind == "?":
        return next((cue for cue in _CUED if is_cued(cue, words)), UNKNOWN)
    return str(kind)


def is_cued(kind: str, words: Sequence[str]) -> bool:
    """Return whether a name of two words or more contains a cue that it is of type `kind`."""
    cues = tables().cues[kind].words
    if len(words) < 2:
        return False
    if kind != "facility":
        return not set(words).isdisjoint(cues)
    stop = words.index("of") if "of" in words else len(words)
    return words[max(0, stop - 1)] in cues


def tidied(words: Sequence[str], names: Sequence[LabelledName]) -> list[LabelledName]:
    """Return `names` without articles, titles and possessives at their edges, and peoples that no name holds."""
    kept = [trimmed for name in names if (trimmed := _trimmed(words, name))]
    taken = {index for start, end, _ in kept for index in range(start, end)}
    for start in range(len(words)):
        for length in (3, 2, 1):
            span = range(start, min(start + length, len(words)))
            if (
                taken.isdisjoint(span)
                and "".join(
                    " " * (index > start and "-" not in words[index - 1 : index + 1]) + words[index] for index in span
                )
                in demonyms()
            ):
                kept.append(LabelledName(start, span.stop, "nationality_or_group"))
                taken.update(span)
    return sorted(kept)


def _trimmed(words: Sequence[str], name: LabelledName) -> LabelledName | None:
    start, end, kind = name
    if words[start].lower() in {"the", "a", "an"}:
        start += 1
    while kind == "person" and (length := title_length(words, start, end)):
        start += length
    if kind == "person" and _is_role(words[start:end]):
        return None
    while end > start and words[end - 1] in {"'s", "’s", "'", "’"}:
        end -= 1
    return LabelledName(start, end, kind) if start < end else None


def _is_role(words: Sequence[str]) -> bool:
    """Return whether what is left of a person is a title alone, or what a title is of ("of the Interior")."""
    return bool(words) and (" ".join(words).replace(".", "") in titles() or words[0] in {"of", "for", "and"})


def title_length(words: Sequence[str], start: int, end: int) -> int:
    """Return how many words from `start` are a title of the name `start` to `end`; 0 where the title is all of it."""
    for length in (3, 2, 1):
        if start + length < end and " ".join(words[start : start + length]).replace(".", "") in titles():
            return length
    return 0
