"""What goes into the pipeline of one document, and what reading makes of it."""

from dataclasses import dataclass
from hashlib import sha256

from flows.steps.read.markup import PLAIN, Markup, ReplacedCharacter


@dataclass(frozen=True, slots=True)
class Seed:
    """One input file: path below the seeds folder (with `/`), bytes, id, and SHA-256 of the bytes in hexadecimal."""

    path: str
    data: bytes
    document_id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """The raw text of a seed, to which all raw offsets refer, with what its format adds to the characters.

    `text.encode(encoding)` gives the bytes back exactly; `encoding` is None where the text was extracted by a library.
    `replaced` are the lone surrogates for which the text, or the metadata, have U+FFFD.
    """

    text: str
    encoding: str | None
    is_guessed: bool
    media_type: str
    markup: Markup = PLAIN
    replaced: tuple[ReplacedCharacter, ...] = ()


def seed_of(path: str, data: bytes) -> Seed:
    """Return the seed of one file on its own: its id follows from its bytes."""
    digest = sha256(data).hexdigest()
    return Seed(path, data, f"doc_{digest[:16]}", digest)
