"""Triggers: the words that report an event, read from `triggers/*.toml`."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.events.lexicon import noun_forms, verb_forms
from schemas.data_files import DataFileError, load_folder
from schemas.plover import NeededSide, codes
from schemas.vocab import EventType


class Construction(StrEnum):
    """How a trigger and its participants are connected."""

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
class Trigger:
    """One meaning of some words, which reports an event.

    `verbs` and `nouns` are lemmas (a verb may carry a particle: "carry out"); `noun_forms` are the nouns as written,
    `noun_ends` their last words. `preps` introduce the recipient. With
    `reach`, that may be any actor named in the object ("condemned the attack by X"), not only its head. With `swap` a
    plural subject is both actor and recipient; with `turn` who comes behind the preposition acts ("the withdrawal of
    X"). With `subjects`, one of these nouns must be the subject of the verb ("a bomb exploded"). A word of `unless` up
    to three words behind the trigger rules it out; one of `only` must be among the eight words behind it, or before a
    passive verb.
    """

    rule_id: str
    event_type: EventType
    construction: Construction
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    noun_forms: frozenset[str]
    noun_ends: frozenset[str]
    preps: frozenset[str]
    mode: str | None
    cameo: str | None
    needs: frozenset[NeededSide]
    reach: bool
    swap: bool
    turn: bool
    unless: frozenset[str]
    only: frozenset[str]
    subjects: frozenset[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TriggerPattern:
    """A trigger under one written form: `kinds` are the verb forms it may be, or "noun"; `rest` must follow it."""

    trigger: Trigger
    kinds: frozenset[str]
    rest: tuple[str, ...]


class TriggerBlock(NamedTuple):
    """A block `[TYPE.name]` of a file in `triggers/`: its 16 keys; `triggers/README.md` explains each.

    Without `preps` and `needs` those of the construction and of the event type hold.
    """

    construction: Construction
    yes: tuple[str, ...]
    no: tuple[str, ...]
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    preps: frozenset[str] | None = None
    mode: str | None = None
    cameo: str | None = None
    needs: frozenset[NeededSide] | None = None
    reach: bool = False
    swap: bool = False
    turn: bool = False
    unless: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    subjects: tuple[str, ...] = ()
    general: bool = False

    def check(self) -> None:
        """Refuse a trigger without the words that its construction begins with."""
        key = "nouns" if self.construction in NOUN_CONSTRUCTIONS else "verbs"
        if not getattr(self, key):
            raise ValueError(f"the construction {self.construction} needs the key {key!r} with at least one word")


@cache
def triggers() -> tuple[Trigger, ...]:
    """Return all triggers by event type, the general ones last; of equals in the order of the files and within each."""
    blocks = load_folder(files(__package__).joinpath("triggers"), EventType, TriggerBlock)
    ordered = sorted(blocks.items(), key=lambda item: (item[0][0], item[1].general))
    return tuple(_trigger(event_type, name, block) for (event_type, name), block in ordered)


def _trigger(event_type: EventType, name: str, block: TriggerBlock) -> Trigger:
    code = codes()[event_type]
    if block.mode is not None and block.mode not in code.modes:
        known = ", ".join(code.modes) or "none"
        raise DataFileError(f"triggers, [{event_type}.{name}], key 'mode': {block.mode!r} should be one of {known}.")
    written = frozenset(form for noun in block.nouns for form in noun_forms(noun))
    return Trigger(
        rule_id=f"{event_type}.{name}",
        event_type=event_type,
        construction=block.construction,
        verbs=block.verbs,
        nouns=block.nouns,
        noun_forms=written,
        noun_ends=frozenset(form.split()[-1] for form in written),
        preps=_default_preps(block.construction) if block.preps is None else block.preps,
        mode=block.mode,
        cameo=block.cameo,
        needs=code.needs if block.needs is None else block.needs,
        reach=block.reach,
        swap=block.swap,
        turn=block.turn,
        unless=block.unless,
        only=block.only,
        subjects=frozenset(form for noun in block.subjects for form in noun_forms(noun)),
        yes=block.yes,
        no=block.no,
    )


def _default_preps(construction: Construction) -> frozenset[str]:
    if construction is Construction.NOUN_OF:
        return frozenset({"of"})
    return frozenset({"on", "against"} if construction is Construction.NOUN_ON else ())


@cache
def trigger_index() -> dict[str, tuple[TriggerPattern, ...]]:
    """Return the trigger patterns by the lower-case form of the word where each begins; light verbs come first."""
    found: dict[str, list[TriggerPattern]] = {}
    for trigger in sorted(triggers(), key=_rank):
        for form, pattern in _patterns(trigger):
            found.setdefault(form, []).append(pattern)
    return {form: tuple(sorted(patterns, key=_length)) for form, patterns in found.items()}


def _length(pattern: TriggerPattern) -> int:
    """Sort nouns of more words first: "assassination plot" before "assassination"."""
    return -len(pattern.rest) if pattern.kinds == {"noun"} else 0


def _rank(trigger: Trigger) -> tuple[bool, ...]:
    """Sort the more specific first: a verb with its noun, then with its subject, a particle or a condition."""
    particle = any(" " in verb for verb in trigger.verbs)
    return trigger.construction is not Construction.LIGHT_VERB, not trigger.subjects, not particle, not trigger.only


def _patterns(trigger: Trigger) -> list[tuple[str, TriggerPattern]]:
    if trigger.construction in NOUN_CONSTRUCTIONS:
        return [pair for noun in trigger.nouns for pair in _noun_patterns(trigger, noun)]
    return [pair for verb in trigger.verbs for pair in _verb_patterns(trigger, verb)]


def _noun_patterns(trigger: Trigger, noun: str) -> list[tuple[str, TriggerPattern]]:
    return [
        (first, TriggerPattern(trigger, frozenset({"noun"}), tuple(rest)))
        for first, *rest in map(str.split, noun_forms(noun))
    ]


def _verb_patterns(trigger: Trigger, verb: str) -> list[tuple[str, TriggerPattern]]:
    first, *rest = verb.split()
    kinds: dict[str, set[str]] = {}
    for form, kind in verb_forms(first):
        kinds.setdefault(form, set()).add(kind)
    return [(form, TriggerPattern(trigger, frozenset(kind), tuple(rest))) for form, kind in kinds.items()]
