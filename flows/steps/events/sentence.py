"""Sentences as words and actor phrases, with mentions, dates and, where a language model has read them, a tree."""

from bisect import bisect_left
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple, TypeVar

from flows.steps.events.lexicon import SentenceToken, head_nouns, parsed, tokenise, word_class
from flows.steps.events.parse_repair import mended
from flows.steps.models import DateExpression, Mention
from flows.steps.text.passage import Passage, ReadEvent, Span

POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
"""Signs of the possessive, as tokens."""
_MAX_ADJECTIVES = 4
_Row = TypeVar("_Row", Mention, DateExpression, ReadEvent)


class KnownIds(NamedTuple):
    """Ids of entities by what they are: `people`, and `sites`, which are places and buildings but no countries."""

    people: Container[str] = ()
    sites: Container[str] = ()


_NOTHING = KnownIds()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of words that names an actor; `start` and `end` count tokens, `mention` is the name at its head.

    `is_target` means that the head is something done to, not somebody who acts; `is_whole` that all words of the phrase
    lie inside.
    """

    start: int
    end: int
    mention: Mention | None
    is_target: bool = False
    is_whole: bool = False


class AnnotatedSentence:
    """One sentence: `tokens`, and for each token what covers it.

    `is_tree` states that the tokens carry a dependency tree; `children` are then the indexes of each one's dependents,
    and `flat` is the same sentence without it. `known` are the people and places among the entities; `before`
    gives the sentence before. `read_events` is what the language model takes for events, in order; None where it looks
    for none.
    """

    __slots__ = (
        "before", "children", "dates", "flat", "is_headline", "is_tree", "known", "mention_of", "mentions",
        "phrase_of", "phrases", "read_events", "tokens", "when", "words",
    )  # fmt: skip

    def __init__(
        self,
        words: Sequence[SentenceToken],
        mentions: Sequence[Mention],
        dates: Sequence[DateExpression],
        tree: Sequence[SentenceToken] = (),
        known: KnownIds = _NOTHING,
        before: "Callable[[], AnnotatedSentence | None]" = lambda: None,
        read_events: Sequence[ReadEvent] | None = None,
    ) -> None:
        self.is_tree = bool(tree)
        self.tokens = tree or words
        self.words = tuple(token.lower for token in self.tokens)
        self.children = _children(self.tokens) if self.is_tree else []
        self.flat = AnnotatedSentence(words, mentions, dates) if self.is_tree else self
        self.mentions, self.dates = mentions, dates
        self.known, self.before = known, before
        self.read_events = read_events
        self.is_headline = _is_headline(self.tokens)
        self.mention_of: list[Mention | None] = [None] * len(self.tokens)
        self.when = [is_when(token) for token in self.tokens]
        starts = [token.start for token in self.tokens]
        for mention in mentions:
            for token_index in _covered(starts, mention.start, mention.end):
                self.mention_of[token_index] = mention
        for date in dates:
            for token_index in _covered(starts, date.start, date.end):
                self.when[token_index] = True
        self.phrases = _phrases(self)
        self.phrase_of: list[Phrase | None] = [None] * len(self.tokens)
        for phrase in self.phrases:
            self.phrase_of[phrase.start : phrase.end] = [phrase] * (phrase.end - phrase.start)

    def lower(self, token_index: int) -> str:
        """Return the word at `token_index` in lower case, or "" outside the sentence."""
        return self.words[token_index] if 0 <= token_index < len(self.words) else ""

    def words_in(self, start: int, end: int) -> tuple[str, ...]:
        """Return the words from the token `start` to `end` in lower case, as far as they are in the sentence."""
        return self.words[max(start, 0) : max(end, 0)]

    def phrase_before(self, token_index: int) -> Phrase | None:
        """Return the actor phrase that ends right before the token `token_index`."""
        return self.phrase_of[token_index - 1] if 0 < token_index <= len(self.tokens) else None

    def is_open(self, token_index: int) -> bool:
        """Return whether the token may be a noun, a verb or an adjective."""
        word = self.lower(token_index)
        return bool(word) and word[0].isalnum() and word not in _closed() and not self.when[token_index]

    def left_edge(self, token_index: int) -> int:
        """Return where the noun phrase that holds the token `token_index` begins, as far as closed classes show."""
        left = token_index
        while left > 0 and token_index - left <= _MAX_ADJECTIVES + 4 and self._continues(left - 1):
            left -= 1
        return left

    def phrase_start(self, phrase: Phrase) -> int:
        """Return where the words begin that modify the head ("Iraq's own security forces")."""
        if phrase.is_whole:
            return phrase.start
        for token_index in range(phrase.start - 1, max(-1, phrase.start - _MAX_ADJECTIVES - 2), -1):
            word = self.lower(token_index)
            if word in POSSESSIVE and self.phrase_of[token_index - 1] is not None and token_index > 0:
                return self._start_of_phrase(token_index - 1)
            if word in word_class("articles"):
                return token_index + 1
            if (
                not self.is_open(token_index)
                or word in word_class("quantities")
                or (word.endswith("ed") and "-" not in word)
            ):
                break
        return phrase.start

    def _start_of_phrase(self, token_index: int) -> int:
        phrase = self.phrase_of[token_index]
        return phrase.start if phrase is not None else token_index

    def _continues(self, token_index: int) -> bool:
        word = self.lower(token_index)
        return (
            self.is_open(token_index)
            or self.mention_of[token_index] is not None
            or word in word_class("articles")
            or word in word_class("quantities")
            or word in POSSESSIVE
        )


class AnnotatedParagraph:
    """The sentences of one paragraph by number, from 0; the words of each are found once, and each is built once."""

    def __init__(
        self,
        passage: Passage,
        mentions: Sequence[Mention],
        dates: Sequence[DateExpression],
        known: KnownIds,
    ) -> None:
        """Take the mentions and dates of the passage, in order of their start, and what their entities are."""
        self._passage, self._mentions, self._dates, self._known = passage, mentions, dates, known
        self._words: dict[int, list[SentenceToken]] = {}
        self._sentences: dict[int, AnnotatedSentence] = {}

    def words(self, number: int) -> list[SentenceToken]:
        """Return the words and signs of a sentence, without a tree."""
        if number not in self._words:
            self._words[number] = tokenise(self._passage.text, *self._passage.sentences[number])
        return self._words[number]

    def sentence(self, number: int) -> AnnotatedSentence:
        """Return a sentence with those of the mentions and dates that lie in it."""
        if number not in self._sentences:
            self._sentences[number] = self._built(number)
        return self._sentences[number]

    def _built(self, number: int) -> AnnotatedSentence:
        parse, span = self._passage.parse, self._passage.sentences[number]
        return AnnotatedSentence(
            words=self.words(number),
            mentions=_within(self._mentions, span),
            dates=_within(self._dates, span),
            tree=mended(parsed(parse, *span)) if parse is not None and parse.tokens else (),
            known=self._known,
            before=partial(self._before, number),
            read_events=self.read_events(number),
        )

    def read_events(self, number: int) -> Sequence[ReadEvent] | None:
        """Return what the language model takes for events in a sentence, in order; None where it looks for none."""
        parse = self._passage.parse
        if parse is None or parse.events is None:
            return None
        return _within(parse.events, self._passage.sentences[number])

    def _before(self, number: int) -> AnnotatedSentence | None:
        return self.sentence(number - 1) if number else None


def _within(rows: Sequence[_Row], span: Span) -> list[_Row]:
    first, last = bisect_left(rows, span[0], key=_start), bisect_left(rows, span[1], key=_start)
    return [row for row in rows[first:last] if row.end <= span[1]]


def _start(row: Mention | DateExpression | ReadEvent) -> int:
    return row.start


def _is_headline(tokens: Sequence[SentenceToken]) -> bool:
    """Return whether most of the longer words have a capital."""
    words = [token for token in tokens if token.text[0].isalpha() and len(token.text) > 3]
    return sum(word.text[0].isupper() for word in words) > 0.7 * len(words)


def _children(tokens: Sequence[SentenceToken]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in tokens]
    for token_index, token in enumerate(tokens):
        if token.head != token_index:
            found[token.head].append(token_index)
    return found


def is_when(token: SentenceToken) -> bool:
    """Return whether a word is the name of a weekday or, capitalised, of a month."""
    return token.lower in word_class("weekdays") or (token.text[0].isupper() and token.lower in word_class("months"))


@cache
def _closed() -> frozenset[str]:
    names = ("articles", "prepositions", "conjunctions", "boundaries", "pronouns", "auxiliaries", "modals")
    return frozenset().union(*map(word_class, names))


def _covered(starts: Sequence[int], start: int, end: int) -> range:
    return range(bisect_left(starts, start), bisect_left(starts, end))


def _phrases(sentence: AnnotatedSentence) -> tuple[Phrase, ...]:
    found: list[Phrase] = []
    token_index = 0
    while token_index < len(sentence.tokens):
        phrase = _phrase_at(sentence, token_index)
        token_index = phrase.end if phrase else token_index + 1
        if phrase:
            found.append(phrase)
    return tuple(found)


def _phrase_at(sentence: AnnotatedSentence, start: int) -> Phrase | None:
    """Return the actor phrase that begins at the token `start`: names, titles and heads in one run."""
    last = None
    token_index = start
    while token_index < len(sentence.tokens) and not sentence.when[token_index]:
        if _is_head(sentence, token_index) or _is_unknown_name(sentence, token_index, start):
            last = token_index
        elif not (
            _is_capital(sentence, token_index)
            or (last == token_index - 1 and sentence.lower(token_index) in POSSESSIVE)
        ):
            break
        token_index += 1
    if last is None:
        return None
    is_target = sentence.mention_of[last] is None and sentence.lower(last) in head_nouns("targets")
    return Phrase(start, last + 1, sentence.mention_of[last], is_target)


def _is_head(sentence: AnnotatedSentence, token_index: int) -> bool:
    word = sentence.lower(token_index)
    if sentence.mention_of[token_index] is not None or word in head_nouns("targets"):
        return True
    after = sentence.lower(token_index + 1)
    if word in word_class("crowds"):  # "thousands marched"
        return after in word_class("finite") or after.endswith("ed")
    if word not in head_nouns("actors"):
        return False
    return (
        word != "military"
        or not sentence.is_open(token_index + 1)
        or after in word_class("finite")
        or after.endswith("ed")
    )


def _is_unknown_name(sentence: AnnotatedSentence, token_index: int, start: int) -> bool:
    """Return whether two or more capitalised words, or an acronym, end here: a name that nobody has linked."""
    text = sentence.tokens[token_index].text
    if (
        not text[0].isupper()
        or sentence.is_headline
        or not text.isalpha()
        or sentence.lower(token_index) in head_nouns("nameless")
    ):
        return False
    if text.isupper():
        return 3 <= len(text) <= 6
    before = sentence.tokens[token_index - 1].text if token_index > start else ""
    after = sentence.tokens[token_index + 1].text if token_index + 1 < len(sentence.tokens) else ""
    return (
        before.isalpha()
        and _is_capital(sentence, token_index)
        and _is_capital(sentence, token_index - 1)
        and not after[:1].isupper()
    )


def _is_capital(sentence: AnnotatedSentence, token_index: int) -> bool:
    if not sentence.tokens[token_index].text[0].isupper():
        return False
    word = sentence.words[token_index]
    return word not in _closed() and (token_index > 0 or word not in word_class("quantities"))


def modifier_of(sentence: AnnotatedSentence, noun: int) -> Phrase | None:
    """Return the actor before a noun, with or without 's, adjectives and dates between ("U.S. deadly strikes")."""
    for position in range(noun - 1, max(-1, noun - 6), -1):
        phrase = sentence.phrase_of[position]
        if phrase is not None:
            return None if phrase.is_target else phrase
        word = sentence.lower(position)
        if not (sentence.is_open(position) or sentence.when[position] or word in POSSESSIVE or word.isdigit()):
            return None
    return None
