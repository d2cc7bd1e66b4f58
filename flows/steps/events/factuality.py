"""The cues of factuality, one file for both readers, and what they indicate for a whole sentence.

`syntax.factuality` looks for the lemmas that govern a trigger in the dependency tree, `linear.factuality` for words
before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from flows.steps.events.sentence import AnnotatedSentence
from schemas.data_files import load_toml
from schemas.vocab import Factuality


@dataclass(frozen=True, slots=True)
class GoverningCues:
    """Lemmas and words above a trigger in its tree, by their part; the head of `factuality.toml` explains each key."""

    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    denying: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()
    with_: dict[str, frozenset[str]] = field(default_factory=dict)
    yes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrecedingCues:
    """Sequences of words before a trigger, by where they are looked for; see the head of `factuality.toml`."""

    before: tuple[str, ...] = ()
    noun: tuple[str, ...] = ()
    governing: tuple[str, ...] = ()
    adjacent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactualityCues:
    """A block of `factuality.toml`: the cues of one factuality; `yes` and `no` are sentences for the tests."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    tree: GoverningCues
    words: PrecedingCues
    saying: tuple[str, ...] = ()
    judging: tuple[str, ...] = ()


@cache
def cues() -> dict[Factuality, FactualityCues]:
    """Return the blocks of `factuality.toml` beside this module, the strongest first."""
    return load_toml(files(__package__).joinpath("factuality.toml"), dict[Factuality, FactualityCues])


def of_sentence(sentence: AnnotatedSentence, verb: int) -> Factuality | None:
    """Return the factuality of a whole sentence around the verb; None where it asserts.

    It may be a question, begin "had it ...", or judge what it reports: "it is false that ...".
    """
    words = [token.lower for token in sentence.tokens]
    is_unreal = words[:1] == ["had"] and "have" in words
    if words[-1:] == ["?"] or is_unreal:
        return Factuality.HYPOTHETICAL
    for name, block in cues().items():
        if contains_cue(words[:verb], block.saying):
            return name
    return next((name for name, block in cues().items() if contains_cue(words[verb + 1 :], block.judging)), None)


def contains_cue(words: Sequence[str], sequences: Sequence[str]) -> bool:
    """Return whether one of the cues, sequences of words, occurs among lower-case words."""
    held = set(words)
    return any(cue[0] in held and _occurs(cue, words) for cue in map(_split, sequences))


@cache
def _split(cue: str) -> tuple[str, ...]:
    return tuple(cue.split())


def _occurs(cue: tuple[str, ...], words: Sequence[str]) -> bool:
    size = len(cue)
    return any(tuple(words[first : first + size]) == cue for first in range(len(words) - size + 1))
