"""Words of a sentence, and the forms of the verbs and nouns that the trigger files name."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.language.sentences import abbreviations
from flows.steps.lexicon.calendar import MONTHS, SHORT_MONTHS, WEEKDAYS
from flows.steps.lexicon.numbers import WORDS
from flows.steps.lexicon.saying import saying
from flows.steps.text.passage import Parse, ParsedToken
from schemas.data_files import DataFileError, Words, load_toml

_WORDS = r"(?:[A-Z]\.){2,}(?:-\w+)*|\d+(?:[.,]\d+)*|\w+n['’]t\b|\w+(?:-\w+)*|['’]s?\b|[^\w\s]"
_VOWELS = "aeiou"
_NUMBERS = {
    "quantities": frozenset(word for word, number in WORDS.items() if 1 <= number <= 12 or number in {20, 30, 40, 50}),
    "measures": frozenset(word for word, number in WORDS.items() if 1 <= number <= 10),
}
"""Numbers that belong to classes: before a noun ("twelve soldiers"), or as the head of a phrase ("ten of them")."""


@dataclass(frozen=True, slots=True)
class SentenceToken:
    """One word or sign; `start` and `end` are offsets into the paragraph.

    Where a language model has read the sentence, `lemma`, `pos`, `tag` and `dep` come from it, and `head` is the
    place of the head among the tokens of the sentence (its own at the root); else they are empty.
    """

    text: str
    lower: str
    start: int
    end: int
    lemma: str = ""
    pos: str = ""
    tag: str = ""
    dep: str = ""
    head: int = -1


class _Grammar(NamedTuple):
    """The classes of `grammar.toml`."""

    articles: Words
    quantities: Words
    prepositions: Words
    post_modifiers: Words
    conjunctions: Words
    boundaries: Words
    pronouns: Words
    auxiliaries: Words
    be: Words
    modals: Words
    adverbs: Words
    finite: Words
    not_adverbs: Words
    measures: Words
    support_verbs: Words
    relating: Words
    other_times: Words
    group_nouns: Words
    group_adjectives: Words
    object_control: Words
    granting: Words
    bodies: Words
    place_kinds: Words
    place_parts: Words
    directions: Words
    crowds: Words
    times: Words
    occurrence_verbs: Words


class _Nouns(NamedTuple):
    """The classes of `nouns.toml`, singular."""

    actors: Words
    paired_actors: Words
    targets: Words
    instruments: Words
    weapons: Words
    nameless: Words
    accidents: Words


def parsed(parse: Parse, start: int, end: int) -> list[SentenceToken]:
    """Return the tokens of a parse from `start` to `end`; a head outside makes a root."""
    first = bisect_left(parse.tokens, start, key=_start)
    last = bisect_left(parse.tokens, end, key=_start)
    return [
        _parsed(token, token_index, first, last - first) for token_index, token in enumerate(parse.tokens[first:last])
    ]


def _parsed(token: ParsedToken, token_index: int, first: int, count: int) -> SentenceToken:
    head = token.head - first
    is_root = not 0 <= head < count
    return SentenceToken(
        text=token.text,
        lower=token.text.lower(),
        start=token.start,
        end=token.end,
        lemma=token.lemma.lower(),
        pos=token.pos,
        tag=token.tag,
        dep="root" if is_root else token.dep,
        head=token_index if is_root else head,
    )


def _start(token: ParsedToken) -> int:
    return token.start


def tokenise(text: str, start: int, end: int) -> list[SentenceToken]:
    """Return the words and signs of `text` from `start` to `end`."""
    return [
        SentenceToken(text=m[0], lower=m[0].lower(), start=m.start(), end=m.end())
        for m in _token().finditer(text, start, end)
    ]


@cache
def _token() -> re.Pattern[str]:
    """Return the pattern of a token; an abbreviated title keeps its full stop."""
    titles = "|".join(sorted(map(re.escape, abbreviations().before_name)))
    return re.compile(rf"\b(?:{titles})\.|{_WORDS}")


@cache
def word_class(name: str) -> frozenset[str]:
    """Return a closed class of `grammar.toml` or of the lexicon; raises AttributeError for an unknown name."""
    found: frozenset[str] = _of_lexicon()[name] if name in _of_lexicon() else getattr(_grammar(), name)
    return found | _NUMBERS.get(name, frozenset())


@cache
def _of_lexicon() -> dict[str, frozenset[str]]:
    """Return the classes that other packages use, too; "may" is a modal verb here, even with a capital."""
    months = frozenset({*MONTHS, *SHORT_MONTHS}) - {"may"}
    return {"months": months, "weekdays": frozenset(WEEKDAYS), "saying": saying().governing}


@cache
def head_nouns(name: str) -> frozenset[str]:
    """Return a class of `nouns.toml`, singular and plural; raises AttributeError for an unknown name."""
    return frozenset(form for noun in getattr(_nouns(), name) for form in noun_forms(noun))


@cache
def _grammar() -> _Grammar:
    return load_toml(files(__package__).joinpath("grammar.toml"), _Grammar)


@cache
def _nouns() -> _Nouns:
    found = load_toml(files(__package__).joinpath("nouns.toml"), _Nouns)
    return found._replace(nameless=found.nameless | MONTHS.keys())


def noun_forms(noun: str) -> tuple[str, ...]:
    """Return the singular and the regular plural of a noun; of several words only the last one changes."""
    if noun.endswith(("s", "sh", "ch", "x")):
        return (noun,) if noun.endswith("ies") else (noun, noun + "es")
    if noun.endswith("y") and noun[-2] not in _VOWELS:
        return noun, noun[:-1] + "ies"
    return noun, noun + "s"


def verb_forms(verb: str) -> Iterator[tuple[str, str]]:
    """Yield each form of a verb with its kind: base, s, past, participle or ing.

    Irregular forms come from `verbs.toml`; a doubled consonant counts as irregular.
    """
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    past = _regular_past(verb, stem)
    irregular = _irregular().get(verb, (past, past))
    yield verb, "base"
    yield noun_forms(verb)[-1], "s"
    yield irregular[0], "past"
    yield irregular[1], "participle"
    yield (irregular[2] if len(irregular) > 2 else stem + "ing"), "ing"


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    found = load_toml(files(__package__).joinpath("verbs.toml"), dict[str, tuple[str, ...]])
    for verb, forms in found.items():
        if len(forms) not in {2, 3}:
            wanted = "its past, its participle and, where it is irregular, its form in -ing"
            raise DataFileError(f"events/verbs.toml, key {verb!r}: it should be {wanted}.")
    return found


def _regular_past(verb: str, stem: str) -> str:
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    return (verb + "d") if verb.endswith("e") else stem + "ed"
