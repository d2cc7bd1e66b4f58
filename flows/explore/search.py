"""Documents by the words in them, the best first: BM25 over documents, with phrases and beginnings of words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from unicodedata import combining, normalize

from flows.explore.database import QueryEngine

_SATURATION, _LENGTH_WEIGHT = 1.2, 0.75
"""The constants k1 and b of BM25 (Robertson and Zaragoza, 2009)."""
MOST_TERMS = 12
_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_WORD = re.compile(r"\w+")
_COUNTS = {
    "word": "SELECT number, count FROM postings WHERE word = $word",
    "prefix": """
        SELECT number, CAST(sum(count) AS INTEGER) AS count FROM postings
        WHERE word >= $word AND word < $word || chr(1114111) GROUP BY number
    """,
    "phrase": """
        SELECT number, CAST(sum((strlen(words) - strlen(replace(words, $needle, ''))) // strlen($needle)) AS INTEGER)
        FROM folded
        WHERE number IN (SELECT number FROM postings WHERE word = $word) AND contains(words, $needle)
        GROUP BY number
    """,
}
"""How often a term is in which document, by its kind; of a phrase `word` is the longest one."""
_PARAGRAPHS = """
    SELECT document_id, paragraph_id, text
    FROM folded JOIN numbered USING (number) JOIN paragraphs USING (document_id, paragraph_id)
    WHERE document_id IN (SELECT unnest($ids)) AND folded.role != 'title'
        AND len(list_filter($terms, lambda term: contains(words, term))) > 0
    ORDER BY position
"""
SNIPPET = 240
"""Characters of a paragraph that a result shows."""


def fold(text: str) -> str:
    """Return a text in lower case without accents, with as many characters as before."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


@cache
def _fold_character(character: str) -> str:
    plain = "".join(part for part in normalize("NFKD", character.lower()) if not combining(part))
    return plain if len(plain) == 1 else character


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """One word, phrase or beginning of a word that is searched for, folded."""

    words: tuple[str, ...]
    is_prefix: bool = False

    @property
    def kind(self) -> str:
        """How it is looked up: a key of the queries that count it."""
        return "phrase" if len(self.words) > 1 else "prefix" if self.is_prefix else "word"

    @property
    def needle(self) -> str:
        """The text to find in `folded.words`."""
        return f" {' '.join(self.words)}" + ("" if self.is_prefix else " ")

    @property
    def pattern(self) -> str:
        """The regular expression that finds it in a text made by `fold`."""
        return r"(?<!\w)" + r"[\W_]+".join(map(re.escape, self.words)) + (r"\w*" if self.is_prefix else r"(?!\w)")


def search_terms(query: str) -> tuple[SearchTerm, ...]:
    """Return what a query asks for: words, "phrases" in quotation marks, and beginnings of words that end in `*`."""
    found = []
    for phrase, word in _TERM.findall(query.replace("“", '"').replace("”", '"')):
        words = tuple(_WORD.findall(fold(phrase or word).replace("_", " ")))
        if words:
            found.append(SearchTerm(words, is_prefix=word.endswith("*")))
    return tuple(dict.fromkeys(found))[:MOST_TERMS]


def ranked(engine: QueryEngine, terms: Sequence[SearchTerm]) -> dict[str, float]:
    """Return the score of each document that has all the terms."""
    engine.index_texts()
    documents = engine.numbered
    mean = sum(row["word_count"] for row in documents) / max(len(documents), 1) or 1
    scores: dict[int, float] = defaultdict(float)
    common = set(range(len(documents)))
    for term in terms:
        values = {"word": max(term.words, key=len)} | ({"needle": term.needle} if term.kind == "phrase" else {})
        counts = engine.pairs(_COUNTS[term.kind], values)
        common &= counts.keys()
        rarity = log(1 + (len(documents) - len(counts) + 0.5) / (len(counts) + 0.5))
        for number in common:
            count = counts[number]
            length = 1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * documents[number]["word_count"] / mean
            scores[number] += rarity * count * (_SATURATION + 1) / (count + _SATURATION * length)
    return {documents[number]["document_id"]: scores[number] for number in common}


def found_in(text: str, terms: Iterable[SearchTerm]) -> list[tuple[int, int]]:
    """Return the ranges of a text that the terms match, in order and apart from one another."""
    folded = fold(text)
    spans = sorted(match.span() for term in terms for match in re.finditer(term.pattern, folded))
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a paragraph in parts; every second one is what was searched for."""

    paragraph_id: str
    parts: tuple[str, ...]


def snippets(engine: QueryEngine, document_ids: Sequence[str], terms: Sequence[SearchTerm]) -> dict[str, Snippet]:
    """Return for each document the paragraph with most of the terms; it has none where only they together match."""
    best: dict[str, tuple[int, Snippet]] = {}
    for row in engine.rows(_PARAGRAPHS, {"ids": list(document_ids), "terms": [term.needle for term in terms]}):
        spans = found_in(row["text"], terms)
        kinds = len({fold(row["text"][start:end]) for start, end in spans})
        if spans and kinds > best.get(row["document_id"], (0, None))[0]:
            best[row["document_id"]] = kinds, Snippet(row["paragraph_id"], tuple(_parts(row["text"], spans)))
    return {document_id: snippet for document_id, (_, snippet) in best.items()}


def _parts(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield a stretch around the first match: text, match, text, match and so on."""
    first = max(0, spans[0][0] - SNIPPET // 3)
    last = min(len(text), first + SNIPPET)
    position, lead = first, "… " if first else ""
    for start, end in spans:
        if end <= last:
            yield lead + text[position:start]
            yield text[start:end]
            position, lead = end, ""
    yield text[position:last] + (" …" if last < len(text) else "")
