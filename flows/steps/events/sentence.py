"""A sentence as words and actor phrases, without a parse."""

from bisect import bisect_left
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import cache

from flows.steps.events.lexicon import Token, head_nouns, parsed, tokenise, word_class
from flows.steps.events.parse_repair import mended
from flows.steps.models import DateExpression, Mention
from flows.steps.text.passage import Parse, Span

POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
"""Signs of the possessive, as tokens."""
_MAX_ADJECTIVES = 4


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of words that names an actor; `start` and `end` count tokens, `mention` is the name at its head.

    `is_target` says that the head is something done to, not somebody who acts; `is_whole` that no word of the phrase
    stands outside.
    """

    start: int
    end: int
    mention: Mention | None
    is_target: bool = False
    is_whole: bool = False


class View:
    """One sentence: `tokens`, and for each token what covers it.

    `is_tree` says that the tokens carry a dependency tree; `children` are then the places of each one's dependents,
    and `flat` is the same sentence without it. For pronouns, `people` are the entities that are persons, and `before`
    gives the sentence before.
    """

    __slots__ = (
        "before", "children", "chunk_of", "chunks", "dates", "flat", "is_headline", "is_tree", "mention_of",
        "mentions", "people", "tokens", "when",
    )  # fmt: skip

    def __init__(
        self,
        text: str,
        span: Span,
        mentions: Sequence[Mention],
        dates: Sequence[DateExpression],
        parse: Parse | None = None,
        people: Container[str] = (),
        before: "Callable[[], View] | None" = None,
    ) -> None:
        self.is_tree = parse is not None and bool(parse.tokens)
        self.tokens = mended(parsed(parse, *span)) if parse is not None and parse.tokens else tokenise(text, *span)
        self.children = _children(self.tokens) if self.is_tree else []
        self.flat = View(text, span, mentions, dates) if self.is_tree else self
        self.mentions, self.dates = mentions, dates
        self.people, self.before = people, before
        self.mention_of: list[Mention | None] = [None] * len(self.tokens)
        self.when = [is_when(token) for token in self.tokens]
        words = [token for token in self.tokens if token.text[0].isalpha() and len(token.text) > 3]
        self.is_headline = sum(word.text[0].isupper() for word in words) > 0.7 * len(words)
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

    def phrase_start(self, chunk: Chunk) -> int:
        """Return where the words begin that say whose or what the head is ("Iraq's own security forces")."""
        if chunk.is_whole:
            return chunk.start
        for place in range(chunk.start - 1, max(-1, chunk.start - _MAX_ADJECTIVES - 2), -1):
            word = self.lower(place)
            if word in POSSESSIVE and self.chunk_of[place - 1] is not None and place > 0:
                return self._chunk_start(place - 1)
            if word in word_class("articles"):
                return place + 1
            if not self.is_open(place) or word in word_class("quantities") or (word.endswith("ed") and "-" not in word):
                break
        return chunk.start

    def _chunk_start(self, place: int) -> int:
        chunk = self.chunk_of[place]
        return chunk.start if chunk is not None else place

    def _continues(self, place: int) -> bool:
        word = self.lower(place)
        return (
            self.is_open(place)
            or self.mention_of[place] is not None
            or word in word_class("articles")
            or word in word_class("quantities")
            or word in POSSESSIVE
        )


def _children(tokens: Sequence[Token]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in tokens]
    for place, token in enumerate(tokens):
        if token.head != place:
            found[token.head].append(place)
    return found


def is_when(token: Token) -> bool:
    """Return whether a word is the name of a weekday or, capitalised, of a month."""
    return token.lower in word_class("weekdays") or (token.text[0].isupper() and token.lower in word_class("months"))


@cache
def _closed() -> frozenset[str]:
    names = ("articles", "prepositions", "conjunctions", "boundaries", "pronouns", "auxiliaries", "modals")
    return frozenset().union(*map(word_class, names))


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
        if _is_head(view, place) or _is_unknown_name(view, place, start):
            last = place
        elif not (_is_capital(view, place) or (last == place - 1 and view.lower(place) in POSSESSIVE)):
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
    if word not in head_nouns("actors"):
        return False
    after = view.lower(place + 1)
    return word != "military" or not view.is_open(place + 1) or after in word_class("finite") or after.endswith("ed")


def _is_unknown_name(view: View, place: int, start: int) -> bool:
    """Return whether two or more capitalised words, or an acronym, end here: a name that nobody has linked."""
    text = view.tokens[place].text
    if view.is_headline or not text.isalpha() or view.lower(place) in head_nouns("nameless"):
        return False
    if text.isupper():
        return 3 <= len(text) <= 6
    before = view.tokens[place - 1].text if place > start else ""
    after = view.tokens[place + 1].text if place + 1 < len(view.tokens) else ""
    return before.isalpha() and _is_capital(view, place) and _is_capital(view, place - 1) and not after[:1].isupper()


def _is_capital(view: View, place: int) -> bool:
    if place == 0 and view.lower(0) in word_class("quantities"):
        return False
    return view.tokens[place].text[0].isupper() and view.lower(place) not in _closed()
