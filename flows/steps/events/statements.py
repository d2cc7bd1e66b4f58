"""Words that only say something: a feeling that is expressed, a comment that is declined."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.events.sentence import AnnotatedSentence
from schemas.data_files import Words, load_toml

_AHEAD = 4
"""Words behind the verb in which its noun is looked for."""


class Statement(NamedTuple):
    """A block of `statements.toml`, whose head explains its keys."""

    verbs: Words
    nouns: Words
    yes: tuple[str, ...]
    no: tuple[str, ...]


@cache
def statements() -> dict[str, Statement]:
    """Return the blocks of `statements.toml`."""
    return load_toml(files(__package__).joinpath("statements.toml"), dict[str, Statement])


def is_statement(sentence: AnnotatedSentence, verb: int) -> bool:
    """Return whether a verb and what follows it are a mere statement; False without a language model."""
    lemma = sentence.tokens[verb].lemma
    behind = {token.lemma for token in sentence.tokens[verb + 1 : verb + 1 + _AHEAD]}
    return any(lemma in kind.verbs and not behind.isdisjoint(kind.nouns) for kind in statements().values())
