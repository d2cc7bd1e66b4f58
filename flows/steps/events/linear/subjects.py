"""The subject of a verb: found by walking left from its verb group."""

from flows.steps.events.lexicon import head_nouns, word_class
from flows.steps.events.linear.arguments import is_adverb
from flows.steps.events.sentence import POSSESSIVE, AnnotatedSentence, Phrase, modifier_of
from flows.steps.lexicon.saying import saying

_STEPS = 14
_SHARING = frozenset({"and", "but", "to", "or", "by", "it", "he", "she", "they", ",", ")"})
_PRONOUNS = frozenset({"it", "he", "she", "they"})
_RELATIVES = frozenset({"that", "who", "which"})


def group_start(sentence: AnnotatedSentence, verb: int) -> int:
    """Return where the verb group begins: its auxiliaries and adverbs included."""
    token_index = verb
    while token_index > 0 and _is_helper(sentence, token_index - 1):
        token_index -= 1
    return token_index


def _is_helper(sentence: AnnotatedSentence, token_index: int) -> bool:
    word = sentence.lower(token_index)
    return sentence.mention_of[token_index] is None and (
        word in word_class("auxiliaries") or word.endswith(("n't", "n’t")) or is_adverb(sentence, token_index)
    )


def is_passive(sentence: AnnotatedSentence, verb: int) -> bool:
    """Return whether a participle is passive: after a form of "be", or followed by "by" without a helper."""
    start = group_start(sentence, verb)
    helpers = [sentence.lower(token_index) for token_index in range(start, verb)]
    if any(word in word_class("be") for word in helpers[-3:]):
        return True
    return sentence.lower(verb + 1) == "by" and not any(word in {"has", "have", "had"} for word in helpers)


def subject(sentence: AnnotatedSentence, verb: int) -> tuple[Phrase, bool] | None:
    """Return the subject of the verb and whether it comes right before it (else the sentence's own is taken)."""
    token_index = _before_asides(sentence, group_start(sentence, verb) - 1)
    word = sentence.lower(token_index)
    if not word or (word in _PRONOUNS and not _is_reported(sentence, token_index)):
        return None
    if word == "to" and sentence.phrase_before(token_index) is not None:
        return _controller(sentence, token_index)
    if word in _SHARING or _is_loose_ing(sentence, verb, token_index):
        return _shared(sentence, verb)
    if word in _RELATIVES:
        token_index -= 2 if sentence.lower(token_index - 1) == "," else 1
    return _antecedent(sentence, token_index)


def _before_asides(sentence: AnnotatedSentence, token_index: int) -> int:
    """Return the first token at or left of `token_index` that is no date, no adverb and in no aside; -1 if none is."""
    for _ in range(_STEPS):
        opened = _opening(sentence, token_index) if sentence.lower(token_index) in {",", ")"} else None
        if opened is not None:
            token_index = opened - 1
        elif token_index >= 0 and _is_aside(sentence, token_index):
            token_index -= 1
        else:
            return token_index
    return -1


def _is_aside(sentence: AnnotatedSentence, token_index: int) -> bool:
    return is_adverb(sentence, token_index) or (
        sentence.lower(token_index) in {"on", "in"} and sentence.when[token_index + 1]
    )


def _is_loose_ing(sentence: AnnotatedSentence, verb: int, token_index: int) -> bool:
    """Return whether an -ing form shares its clause's subject: not after a name, "for", "of" or "from"."""
    is_free = sentence.phrase_of[token_index] is None and sentence.lower(token_index) not in {"for", "of", "from"}
    return sentence.tokens[verb].lower.endswith("ing") and is_free and group_start(sentence, verb) == verb


def _controller(sentence: AnnotatedSentence, to: int) -> tuple[Phrase, bool] | None:
    """Return who is to act in "allowed X to ...": the phrase right before the "to", unless a preposition holds it."""
    phrase = sentence.phrase_before(to)
    if phrase is None or sentence.lower(sentence.left_edge(phrase.start) - 1) in word_class("prepositions"):
        return _shared(sentence, to)
    return phrase, True


def _is_reported(sentence: AnnotatedSentence, pronoun: int) -> bool:
    """Return whether the pronoun follows a verb of saying, whose subject it then refers to."""
    return any(sentence.lower(token_index) in saying().repeating for token_index in range(pronoun - 3, pronoun))


def _opening(sentence: AnnotatedSentence, closing: int) -> int | None:
    """Return the comma or bracket that opens an aside closed at `closing`, if a name or a head precedes it."""
    pair = "(" if sentence.lower(closing) == ")" else ","
    for token_index in range(closing - 1, max(-1, closing - _STEPS), -1):
        if sentence.lower(token_index) == pair:
            return token_index if sentence.phrase_of[token_index - 1] is not None and token_index > 0 else None
    return None


def _antecedent(sentence: AnnotatedSentence, last: int) -> tuple[Phrase, bool] | None:
    """Return the actor of the noun phrase that ends at the token `last`."""
    head = _head_of(sentence, last)
    if head is not None:
        return head, True
    if sentence.lower(last) not in head_nouns("instruments"):
        return None
    modifier = modifier_of(sentence, last)
    return (modifier, True) if modifier else None


def _head_of(sentence: AnnotatedSentence, last: int) -> Phrase | None:
    """Return the first actor of "X of Y in Z", walking left from its end; None where its head is no actor."""
    phrase = sentence.phrase_of[last] if last >= 0 else None
    for _ in range(4):
        edge = sentence.left_edge(last)
        if sentence.lower(edge - 1) not in word_class("post_modifiers") or edge < 2 or sentence.when[edge - 2]:
            return phrase
        if sentence.lower(edge - 2) in word_class("quantities"):
            return phrase
        if not (sentence.is_open(edge - 2) or sentence.mention_of[edge - 2]) or sentence.lower(edge - 2).isdigit():
            return None if phrase is None or edge >= 2 else phrase
        last = edge - 2
        phrase = sentence.phrase_of[last]
    return None


def _shared(sentence: AnnotatedSentence, verb: int) -> tuple[Phrase, bool] | None:
    """Return the subject that a second, reduced or infinite verb shares with its clause."""
    for phrase in sentence.phrases:
        if phrase.end > verb:
            return None
        edge = sentence.left_edge(phrase.start)
        if sentence.lower(edge - 1) in word_class("prepositions") or phrase.is_target:
            continue
        if sentence.lower(phrase.end) not in POSSESSIVE:
            return phrase, False
    return None


def coordinated_left(sentence: AnnotatedSentence, last: Phrase) -> tuple[Phrase, ...]:
    """Return the phrases that "and" joins into one subject, the first one first."""
    edge = sentence.left_edge(last.start)
    if sentence.lower(edge - 1) != "and":
        return (last,)
    token_index = edge - 1 - (sentence.lower(edge - 2) == ",")
    before = sentence.phrase_before(token_index)
    if before is None or sentence.lower(sentence.left_edge(before.start) - 1) in word_class("prepositions"):
        return (last,)
    return (before, last)
