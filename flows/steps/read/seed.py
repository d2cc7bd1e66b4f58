"""What goes into the pipeline of one document, and what reading makes of it."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from flows.steps.read.markup import PLAIN, Markup, ReplacedCharacter


@dataclass(frozen=True)
class Article:
    """One document of a file that holds several, without its place there: the same article of another file is equal.

    `text` is the decoded text of the article alone, to which the raw offsets in its rows refer; `encoding` is that of
    the file, None where the text was extracted by a library. `markup` is what the file adds to it; where the article
    `is_page`, its text is the source of a page, still to be read. `name` is the name of a file that the article was in
    the file, as in an archive; empty where it had none. `replaced` are the halves of characters that became U+FFFD.
    `refusal` is why the article cannot be read, if so.
    """

    text: str
    encoding: str | None
    media_type: str
    is_guessed: bool = False
    markup: Markup = PLAIN
    is_page: bool = False
    name: str = ""
    replaced: tuple[ReplacedCharacter, ...] = ()
    refusal: str | None = None

    @cached_property
    def sha256(self) -> str:
        """Return the SHA-256 of the text in hexadecimal; the id of the document is made from it."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 in hexadecimal of everything that the rows of the article depend on."""
        facts = (
            self.text,
            self.encoding,
            self.media_type,
            self.is_guessed,
            self.markup,
            self.is_page,
            self.name,
            self.replaced,
            self.refusal,
        )
        return sha256(repr(facts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Seed:
    """One input file: path below the seeds folder (with `/`), bytes, id, and SHA-256 of the bytes in hexadecimal.

    Of a file with several documents it is one of them, `article`; then bytes and SHA-256 are those of its text.
    """

    path: str
    data: bytes
    document_id: str
    sha256: str
    article: Article | None = None

    @property
    def name(self) -> str:
        """Return the path of the file that the document was when it was saved; empty where it was none."""
        return self.path if self.article is None else self.article.name


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
