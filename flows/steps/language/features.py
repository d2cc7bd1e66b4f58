"""Features of our model: each word's form, beginning, end and shape, and the case of the words around it."""

from functools import cache, lru_cache
from os import PathLike
from typing import TYPE_CHECKING, Any

from flows.steps.language.proper import PROPER, retag_proper_nouns

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

EMBEDDING = "presstable.AffixEmbed.v1"
_CACHED = 2**15
_AFFIXES = (slice(0, 1), slice(0, 3), slice(-2, None), slice(-3, None), slice(-4, None))
"""The letters of a word that are features, beside the whole of it and its shape."""
_WINDOW = 17
"""Words whose capitals are counted: eight on each side."""


@cache
def register() -> None:
    """Register our own layers and components with spaCy; needed before a pipeline of ours is made or loaded."""
    from spacy.language import Language
    from spacy.util import registry

    registry.architectures.register(EMBEDDING, func=embedding)
    Language.component(PROPER, func=retag_proper_nouns)


def open_pipeline(path: str | PathLike[str]) -> "Language":
    """Return the spaCy pipeline of a folder or of an installed name; OSError where there is none."""
    import spacy

    register()
    return spacy.load(path)


def embedding(width: int, rows: list[int], widths: list[int], unseen: float) -> Any:
    """Return a layer from documents to vectors of `width` of their tokens.

    `rows` and `widths` are those of the tables of norm, shape, capitals and affixes. In training a share `unseen` of
    the words is hidden, 0 to 1, so that the model learns from their affixes and neighbours.
    """
    from thinc.api import HashEmbed, Maxout, chain, concatenate, list2ragged, ragged2list, with_array

    tables: list[Any] = [
        HashEmbed(size, count, column=column, seed=column + 8, dropout=0.0)
        for column, (count, size) in enumerate(zip(rows, widths, strict=True))
    ]
    mixed = Maxout(width, sum(widths), nP=3, dropout=0.0, normalize=True)
    return chain(_extractor(unseen), list2ragged(), with_array(concatenate(*tables)), with_array(mixed), ragged2list())


@lru_cache(_CACHED)
def affixes(text: str) -> tuple[int, ...]:
    """Return the hashes of the beginnings and ends of a word, whatever its capitals; each digit counts as 0."""
    from spacy.strings import hash_string  # type: ignore[attr-defined]  # there, but not in its stub

    plain = "".join("0" if letter.isdigit() else letter for letter in text.lower())
    return tuple(hash_string(plain[part]) for part in _AFFIXES)


def capitals(doc: "Doc") -> Any:
    """Return a number for each token: its own case, whether it is first or after a mark, and the case around it.

     In a headline or a line in capitals a capital carries no information; the share of capitals among the words around,
    in quarters, shows it.
    """
    import numpy as np

    alpha, title, upper, lower, mark = doc.to_array(["IS_ALPHA", "IS_TITLE", "IS_UPPER", "IS_LOWER", "IS_PUNCT"]).T
    case = np.where(lower, 1, np.where(upper, 2, np.where(title, 3, 4))) * alpha
    window = np.ones(min(_WINDOW, 2 * len(doc) - 1))
    capital = np.convolve(alpha * ((case == 2) | (case == 3)), window, "full")
    words = np.convolve(alpha, window, "full")
    inner = slice(len(window) // 2, len(window) // 2 + len(doc))
    around = (4 * capital[inner] / np.maximum(words[inner], 1)).astype(int)
    before = np.concatenate([[2], mark[:-1]])
    return (around * 15 + case * 3 + before).astype("uint64")


def _extractor(unseen: float) -> Any:
    from thinc.api import Model

    def forward(_: Any, docs: "list[Doc]", is_train: bool) -> Any:  # noqa: FBT001  # the signature is thinc's
        columns = [_columns(doc) for doc in docs]
        if is_train and unseen:
            columns = [_hidden(array, unseen) for array in columns]
        return columns, lambda _: []

    return Model("extract_affixes", forward)


def _columns(doc: "Doc") -> Any:
    """Return an array of the hashes of norm, shape, capitals and affixes, a row for each token."""
    import numpy as np

    if not len(doc):
        return np.zeros((0, 3 + len(_AFFIXES)), dtype="uint64")
    ends = np.array([affixes(token.text) for token in doc], dtype="uint64")
    return np.column_stack([doc.to_array(["NORM", "SHAPE"]), capitals(doc), ends])


def _hidden(columns: Any, share: float) -> Any:
    """Return the columns with the norms of a share of the rows gone."""
    import numpy as np

    columns[np.random.random(len(columns)) < share, 0] = 0  # noqa: NPY002  # the generator that spaCy seeds
    return columns
