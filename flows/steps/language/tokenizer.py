"""English text cut into tokens as the Universal Dependencies treebanks do it."""

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from schemas.data_files import load_toml

if TYPE_CHECKING:
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc

    Exceptions = dict[str, list[dict[int, str]]]

_OPENING = r"""\(\[\{<"'“‘«„`"""
_CLOSING = r"""\)\]\}>"'”’»"""
_CURRENCY = r"\$|£|€|¥|₹|₪|₽|US\$|C\$|A\$"
_CLITICS = r"(?i:['’](?:s|m|d|re|ve|ll)|n['’]t)"
_UNITS = r"(?i:km|kg|mm|cm|mph|bn|mn|mw|kw|kwh|gb|mb|am|pm|a\.m\.|p\.m\.|ft|lbs?)|[kKmM]|°|º|%"
_NUMBER = r"[+-]?\d[\d.,:]*"
_HYPHEN = "[-‐‑–—]"
_PHONE = r"\(?(?:\d-)?\d{3}\)?[-/](?:\d{3}-)?\d{4}|\d-(?:\d{3}-){1,2}\d{4}|\d-\d{4}|\d{5}-\d{4}"
_DATE = r"\d{1,2}-\d{1,2}-\d{4}|\d{4}-\d{2}-\d{2}"
_PLURAL = r"\d+['’]s"
_ADDRESS = r"https?://\S*[^\s.,;:!?)\]>\"'”’»]"
_INITIALS = r"(?:[^\W\d_]\.){2,}"
_SUFFIX_REACH = 60
"""Characters at the end of a token in which a suffix is looked for; none that means anything is longer."""


class Conventions(NamedTuple):
    """The content of `tokenizer.toml`; `examples` are texts with their tokens, parted by blanks."""

    bound_prefixes: tuple[str, ...]
    with_stop: tuple[str, ...]
    together: dict[str, str]
    examples: dict[str, str]


@cache
def conventions() -> Conventions:
    """Return the content of `tokenizer.toml`."""
    return load_toml(files(__package__).joinpath("tokenizer.toml"), Conventions)


def make_tokenizer() -> "Tokenizer":
    """Return a tokenizer with a vocabulary of its own."""
    from spacy.lang.en import English
    from spacy.tokenizer import Tokenizer
    from spacy.vocab import create_vocab

    tokenizer = Tokenizer(
        create_vocab("en", English.Defaults),
        prefix_search=re.compile(_prefixes()).search,
        suffix_search=re.compile(_suffixes()).search,
        infix_finditer=re.compile(_infixes()).finditer,
        token_match=re.compile(rf"^(?:{_PHONE}|{_DATE}|{_PLURAL}|{_ADDRESS}|{_INITIALS})$").match,
        url_match=English.Defaults.url_match,
    )
    bound_affixes(tokenizer)
    tokenizer.rules = _exceptions(English.Defaults.tokenizer_exceptions)
    return tokenizer


def bound_affixes(tokenizer: "Tokenizer") -> None:
    """Let a tokenizer look for affixes at the edges of a token alone; it can not be saved then.

    It does so again for each affix that it finds, and each time searches the whole token for what only the beginning or
    the end can match: a time that grows with the square of the brackets that follow each other without a blank.
    """
    from spacy.tokenizer import Tokenizer

    if not isinstance(tokenizer, Tokenizer) or not tokenizer.prefix_search or not tokenizer.suffix_search:
        return
    suffix_search = tokenizer.suffix_search
    tokenizer.prefix_search = tokenizer.prefix_search.__self__.match  # all its alternatives begin with ^
    tokenizer.suffix_search = lambda token: suffix_search(token[-_SUFFIX_REACH:])


def words(doc: "Doc") -> list[str]:
    """Return the texts of the tokens of `doc` that are not white space."""
    return [token.text for token in doc if not token.is_space]


def _exceptions(theirs: "Exceptions") -> "Exceptions":
    """Return what is cut in a way of its own: those exceptions of spaCy that follow the treebanks, and our own."""
    from spacy.attrs import ORTH

    rules = {text: parts for text, parts in theirs.items() if _is_kept(text, [part[ORTH] for part in parts])}
    for word in conventions().with_stop:
        rules[word] = [{ORTH: word}]
    for text, pieces in conventions().together.items():
        rules[text] = [{ORTH: piece} for piece in pieces.split()]
    return rules


def _is_kept(text: str, pieces: list[str]) -> bool:
    """Return whether an exception of spaCy follows the treebanks: its "id", "were" and "7am" do not."""
    if text.startswith(")"):
        return False
    return any(mark in text for mark in "'’:;()") or (len(pieces) == 1 and len(text) > 1)


def _prefixes() -> str:
    return "|".join([
        rf"^(?:{_CURRENCY})",
        r"^[*=_~#<>-]{2,}|^\${2,}|^#(?![^\W\d])",
        r"^\.{2,}|^[!?]+",
        rf"^[{_OPENING}{_CLOSING}…,;:%&*/~|¿¡]|^@(?=\d)|^\+(?!\d)",
        rf"^{_HYPHEN}(?=[^-])",
    ])  # fmt: skip


def _suffixes() -> str:
    return "|".join([
        r"(?<![.])\.[!?]+$|[!?]+$|(?<=\.[A-Z]\.)\.$|(?<=\bInc\.)\.$|(?<!Inc)(?<!\.[A-Z])\.{2,}$|…$",
        r"[*=_~#<>-]{2,}$",
        rf"{_CLITICS}$",
        rf"[{_CLOSING}{_OPENING},;:*&~|]$|(?<=\w\w\w){_HYPHEN}$",
        rf"(?<=\d)(?:{_UNITS})$",
        r"(?<=[^\W_][^\W_])\.$|(?<=['’][^\W_])\.$|(?<=[\d%)\]}\"'”’»])\.$|(?<![^\W_]\.[^\W_])(?<=^[^\WA-Z_])\.$",
        r"(?<=\d)\+$",
    ])  # fmt: skip


def _infixes() -> str:
    bound = "".join(rf"(?<!(?<![\w-])(?i:{word}))" for word in conventions().bound_prefixes)
    return "|".join([
        r"\.{2,}|…|--+|[*=_~]{2,}",
        rf"(?<=[\w.){_CLOSING}%]){bound}{_HYPHEN}(?=[\w({_OPENING}$€£])",
        r"(?<=\w)[!?]+(?=\w)",
        r"(?<=[^\W\d][^\W\d])/(?=\w)|(?<=[^\W\d]\.)/(?=\w)|(?<=\d)/(?=[^\W\d]{2})|(?<=[a-z])&(?=\w)|(?<=\w)&(?=[a-z])|(?<=\d)°",
        rf"[.,;:!?]+(?=[{_CLOSING}\[(]+[\w(\[])|(?<=\w)[()\[\]{{}}<>](?=[\w\d])|(?<=[.,;:!?])[{_CLOSING}\[(]+|(?<=[a-z])[:;,](?=[^\W\d_])|(?<=[^\W\d_][^\W\d_]),(?=[^\W\d_])",
        r"(?<=[)\]])[,.;:]|(?<=\w)[)\]](?=[(\[])|(?<=[)\]])[(\[](?=\w)",
        r"(?<=[a-z][a-z])[.,](?=\d{1,3}(?!\w))|(?<=[a-z][a-z])\.(?=[A-Z][a-z])",
        rf"(?<=\w)[\"“”](?=[\w<]|{_HYPHEN})|(?<=[\"”])<",
        rf"(?<=\d)(?=(?i:am|pm)(?:$|{_HYPHEN}))|(?<={_HYPHEN})[$€£](?=\d)",
    ])  # fmt: skip
