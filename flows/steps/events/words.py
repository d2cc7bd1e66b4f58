"""Words of a sentence, and the forms of the verbs and nouns that the trigger files name."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from flows.steps.events.codes import load_toml
from flows.steps.language.passages import Parse, ParsedToken
from flows.steps.language.sentences import abbreviations

_WORDS = r"(?:[A-Z]\.){2,}(?:-\w+)*|\d+(?:[.,]\d+)*|\w+n['’]t\b|\w+(?:-\w+)*|['’]s?\b|[^\w\s]"
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign; `start` and `end` are offsets into the paragraph.

    Where a language model has read the sentence, `lemma`, `pos`, `tag` and `dep` are what it says, and `head` is the
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


def parsed(parse: Parse, start: int, end: int) -> list[Token]:
    """Return the tokens of a parse from `start` to `end`; a head outside makes a root."""
    first = bisect_left(parse.tokens, start, key=_start)
    last = bisect_left(parse.tokens, end, key=_start)
    return [_parsed(token, place, first, last - first) for place, token in enumerate(parse.tokens[first:last])]


def _parsed(token: ParsedToken, place: int, first: int, count: int) -> Token:
    head = token.head - first
    is_root = not 0 <= head < count
    return Token(
        text=token.text,
        lower=token.text.lower(),
        start=token.start,
        end=token.end,
        lemma=token.lemma.lower(),
        pos=token.pos,
        tag=token.tag,
        dep="root" if is_root else token.dep,
        head=place if is_root else head,
    )


def _start(token: ParsedToken) -> int:
    return token.start


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """Return the words and signs of `text` from `start` to `end`."""
    return [
        Token(text=m[0], lower=m[0].lower(), start=m.start(), end=m.end()) for m in _token().finditer(text, start, end)
    ]


@cache
def _token() -> re.Pattern[str]:
    """Return the pattern of a token; an abbreviated title keeps its full stop."""
    titles = "|".join(sorted(map(re.escape, abbreviations()["before_name"])))
    return re.compile(rf"\b(?:{titles})\.|{_WORDS}")


@cache
def word_class(name: str) -> frozenset[str]:
    """Return a closed class of `grammar.toml`; raises KeyError for an unknown name."""
    return frozenset(load_toml("grammar.toml")[name].split())


@cache
def head_nouns(name: str) -> frozenset[str]:
    """Return a class of `nouns.toml`, singular and plural; raises KeyError for an unknown name."""
    return frozenset(form for noun in load_toml("nouns.toml")[name].split() for form in noun_forms(noun))


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
    irregular = _irregular().get(verb, [past, past])
    yield verb, "base"
    yield noun_forms(verb)[-1], "s"
    yield irregular[0], "past"
    yield irregular[1], "participle"
    yield (irregular[2] if len(irregular) > 2 else stem + "ing"), "ing"


@cache
def _irregular() -> dict[str, list[str]]:
    return load_toml("verbs.toml")


def _regular_past(verb: str, stem: str) -> str:
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    return (verb + "d") if verb.endswith("e") else stem + "ed"
