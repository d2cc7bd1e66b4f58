"""Trigger senses: the words that report an event, read from `triggers/*.toml`."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from flows.steps.events.codes import codes
from flows.steps.events.words import noun_forms, verb_forms


class Construction(StrEnum):
    """How a trigger stands to its sides."""

    VERB_TRANSITIVE = "verb_transitive"
    VERB_INTRANSITIVE = "verb_intransitive"
    VERB_INFINITIVE = "verb_infinitive"
    VERB_CLAUSE = "verb_clause"
    LIGHT_VERB = "light_verb"
    NOUN_OF = "noun_of"
    NOUN_ON = "noun_on"
    NOUN_BETWEEN = "noun_between"


NOUN_CONSTRUCTIONS = frozenset({Construction.NOUN_OF, Construction.NOUN_ON, Construction.NOUN_BETWEEN})


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of some words.

    `verbs` and `nouns` are lemmas (a verb may carry a particle: "carry out"). `preps` introduce the other side. With
    `reach`, that side may be any actor named in the object ("condemned the attack by X"), not only its head. With
    `swap` a plural subject is both sides; with `turn` the side behind the preposition acts ("the withdrawal of X").
    With `subjects`, one of these nouns must be the subject of the verb ("a bomb exploded"). A word of `unless` up to
    three words behind the trigger rules the sense out; one of `only` must stand among the eight words behind it, or
    before a passive verb.
    """

    rule_id: str
    event_type: str
    construction: Construction
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    noun_forms: frozenset[str]
    preps: frozenset[str]
    mode: str | None
    cameo: str | None
    needs: frozenset[str]
    reach: bool
    swap: bool
    turn: bool
    unless: frozenset[str]
    only: frozenset[str]
    subjects: frozenset[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A sense under one written form: `kinds` are the verb forms it may be, or "noun"; `rest` must follow it."""

    sense: Sense
    kinds: frozenset[str]
    rest: tuple[str, ...]


@cache
def senses() -> tuple[Sense, ...]:
    """Return all senses, in the order of the file names and within each file."""
    folder = files(__package__).joinpath("triggers")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    return tuple(
        _sense(event_type, name, row)
        for file in names
        for event_type, block in tomllib.loads(folder.joinpath(file).read_text("utf-8")).items()
        for name, row in block.items()
    )


def _sense(event_type: str, name: str, row: dict[str, Any]) -> Sense:
    construction = Construction(row["construction"])
    return Sense(
        rule_id=f"{event_type}.{name}",
        event_type=event_type,
        construction=construction,
        verbs=tuple(row.get("verbs", ())),
        nouns=tuple(row.get("nouns", ())),
        noun_forms=frozenset(form for noun in row.get("nouns", ()) for form in noun_forms(noun)),
        preps=frozenset(row.get("preps", _default_preps(construction))),
        mode=row.get("mode"),
        cameo=row.get("cameo"),
        needs=frozenset(row.get("needs", codes()[event_type].needs)),
        reach=row.get("reach", False),
        swap=row.get("swap", False),
        turn=row.get("turn", False),
        unless=frozenset(row.get("unless", ())),
        only=frozenset(row.get("only", ())),
        subjects=frozenset(form for noun in row.get("subjects", ()) for form in noun_forms(noun)),
        yes=tuple(row["yes"]),
        no=tuple(row["no"]),
    )


def _default_preps(construction: Construction) -> tuple[str, ...]:
    if construction is Construction.NOUN_OF:
        return ("of",)
    return ("on", "against") if construction is Construction.NOUN_ON else ()


@cache
def index() -> dict[str, tuple[Entry, ...]]:
    """Return the senses by the lower-case form of the word where each begins; light verbs come first."""
    found: dict[str, list[Entry]] = {}
    for sense in sorted(senses(), key=_rank):
        for form, entry in _entries(sense):
            found.setdefault(form, []).append(entry)
    return {form: tuple(sorted(entries, key=_length)) for form, entries in found.items()}


def _length(entry: Entry) -> int:
    """Sort nouns of more words first: "assassination plot" before "assassination"."""
    return -len(entry.rest) if entry.kinds == {"noun"} else 0


def _rank(sense: Sense) -> tuple[bool, ...]:
    """Sort the more specific first: a verb with its noun, then with its subject, a particle or a condition."""
    particle = any(" " in verb for verb in sense.verbs)
    return sense.construction is not Construction.LIGHT_VERB, not sense.subjects, not particle, not sense.only


def _entries(sense: Sense) -> list[tuple[str, Entry]]:
    if sense.construction in NOUN_CONSTRUCTIONS:
        return [pair for noun in sense.nouns for pair in _noun_entries(sense, noun)]
    return [pair for verb in sense.verbs for pair in _verb_entries(sense, verb)]


def _noun_entries(sense: Sense, noun: str) -> list[tuple[str, Entry]]:
    return [
        (first, Entry(sense, frozenset({"noun"}), tuple(rest))) for first, *rest in map(str.split, noun_forms(noun))
    ]


def _verb_entries(sense: Sense, verb: str) -> list[tuple[str, Entry]]:
    first, *rest = verb.split()
    kinds: dict[str, set[str]] = {}
    for form, kind in verb_forms(first):
        kinds.setdefault(form, set()).add(kind)
    return [(form, Entry(sense, frozenset(kind), tuple(rest))) for form, kind in kinds.items()]
