"""A sentence as words and actor phrases, without a parse."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from flows.steps.events.words import Token, head_nouns, tokenise, word_class
from flows.steps.language.passages import Span
from flows.steps.records import DateExpression, Mention

_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_MAX_ADJECTIVES = 4


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of words that names an actor; `start` and `end` count tokens, `mention` is the name at its head."""

    start: int
    end: int
    mention: Mention | None
    is_target: bool = False


class View:
    """One sentence: `tokens`, and for each token what covers it."""

    __slots__ = ("chunk_of", "chunks", "dates", "mention_of", "mentions", "tokens", "when")

    def __init__(self, text: str, span: Span, mentions: Sequence[Mention], dates: Sequence[DateExpression]) -> None:
        self.tokens = tokenise(text, *span)
        self.mentions, self.dates = mentions, dates
        self.mention_of: list[Mention | None] = [None] * len(self.tokens)
        self.when = [is_when(token) for token in self.tokens]
        starts = [token.start for token in self.tokens]
        for mention in mentions:
            for place in _covered(starts, mention.start, mention.end):
                self.mention_of[place] = mention
        for date in dates:
            for place in _covered(starts, date.start, date.end):
                self.when[place] = True
        self.chunks = _chunks(self)
        self.chunk_of: list[Chunk | None] = [None] * len(self.tokens)
        for chunk in self.chunks:
            self.chunk_of[chunk.start : chunk.end] = [chunk] * (chunk.end - chunk.start)

    def lower(self, place: int) -> str:
        """Return the word at `place` in lower case, or "" outside the sentence."""
        return self.tokens[place].lower if 0 <= place < len(self.tokens) else ""

    def chunk_before(self, place: int) -> Chunk | None:
        """Return the actor phrase that ends right before the token `place`."""
        return self.chunk_of[place - 1] if 0 < place <= len(self.tokens) else None

    def is_open(self, place: int) -> bool:
        """Return whether the token may be a noun, a verb or an adjective."""
        word = self.lower(place)
        return bool(word) and word[0].isalnum() and word not in _closed() and not self.when[place]

    def left_edge(self, place: int) -> int:
        """Return where the noun phrase that holds the token `place` begins, as far as closed classes show."""
        left = place
        while left > 0 and place - left <= _MAX_ADJECTIVES + 4 and self._continues(left - 1):
            left -= 1
        return left

    def _continues(self, place: int) -> bool:
        word = self.lower(place)
        return (
            self.is_open(place)
            or self.mention_of[place] is not None
            or word in word_class("articles")
            or word in word_class("quantities")
            or word in _POSSESSIVE
        )


def is_when(token: Token) -> bool:
    """Return whether a word is the name of a weekday or, capitalised, of a month."""
    return token.lower in word_class("weekdays") or (token.text[0].isupper() and token.lower in word_class("months"))


_CLOSED: set[str] = set()


def _closed() -> set[str]:
    if not _CLOSED:
        for name in ("articles", "prepositions", "conjunctions", "boundaries", "pronouns", "auxiliaries", "modals"):
            _CLOSED.update(word_class(name))
    return _CLOSED


def _covered(starts: Sequence[int], start: int, end: int) -> range:
    return range(bisect_left(starts, start), bisect_left(starts, end))


def _chunks(view: View) -> tuple[Chunk, ...]:
    found: list[Chunk] = []
    place = 0
    while place < len(view.tokens):
        chunk = _chunk_at(view, place)
        place = chunk.end if chunk else place + 1
        if chunk:
            found.append(chunk)
    return tuple(found)


def _chunk_at(view: View, start: int) -> Chunk | None:
    """Return the actor phrase that begins at the token `start`: names, titles and heads in one run."""
    last = None
    place = start
    while place < len(view.tokens) and not view.when[place]:
        if _is_head(view, place):
            last = place
        elif not (_is_capital(view, place) or (last == place - 1 and view.lower(place) in _POSSESSIVE)):
            break
        place += 1
    if last is None:
        return None
    is_target = view.mention_of[last] is None and view.lower(last) in head_nouns("targets")
    return Chunk(start, last + 1, view.mention_of[last], is_target)


def _is_head(view: View, place: int) -> bool:
    word = view.lower(place)
    if view.mention_of[place] is not None or word in head_nouns("targets"):
        return True
    return word in head_nouns("actors") and not (word in {"force", "people"} and view.lower(place - 1) == "to")


def _is_capital(view: View, place: int) -> bool:
    return view.tokens[place].text[0].isupper() and view.lower(place) not in _closed()
