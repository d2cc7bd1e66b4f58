"""The actor phrase around a head: who a noun names, with what is joined to it."""

from flows.steps.events.lexicon import head_nouns, word_class
from flows.steps.events.sentence import POSSESSIVE, AnnotatedSentence, Phrase
from flows.steps.events.syntax.navigation import case, child, children, conjoined, relation
from flows.steps.lexicon.frequency import frequency
from flows.steps.lexicon.numbers import WORDS

_INSIDE = frozenset({"compound", "amod", "nmod:poss", "nmod:desc", "flat", "nummod", "nmod:unmarked"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})
_CROWDED = frozenset({"nsubj", "nsubj:pass", "obj", "conj", "obl:agent"})
"""Relations in which a quantity alone may mean people."""
_DEPTH = 4
_BEFORE_NOUN = frozenset({"ADJ", "ADV", "NUM"})
_PLAIN = 1000
"""Times that a word is written, in the texts of pyspellchecker, from which it is a word more than a name."""
HYPHENS = frozenset({"-", "‐", "‑"})


def actor_at(sentence: AnnotatedSentence, head: int, depth: int = _DEPTH) -> Phrase | None:
    """Return the actor phrase whose head is the token `head`; None where it names nobody.

    Of "dozens of protesters" and "a group of rebels" the ones counted are meant.
    """
    token = sentence.tokens[head]
    is_crowd = not sentence.when[head] and _is_crowd(sentence, head)
    if sentence.when[head] or not (is_crowd or token.pos in _NOMINAL):
        return None
    if depth and is_measure(sentence, head):
        counted = next(
            (below for below in children(sentence, head, "nmod", "obl") if case(sentence, below) == "of"), None
        )
        found = actor_at(sentence, counted, depth - 1) if counted is not None else None
        if found is not None:
            return found
    if is_crowd:
        end = max([head, *(below for below in children(sentence, head, "nmod") if case(sentence, below) == "of")]) + 1
        return Phrase(head, end, None, is_whole=True)
    head = _called(sentence, head)
    mention = sentence.mention_of[head]
    if mention is None and token.pos == "ADJ" and not _is_bare(sentence, head):  # "military exercises"
        return None
    is_target = mention is None and token.lower in head_nouns("targets")
    if mention is None and not is_target and not _is_actor(sentence, head) and not _is_name(sentence, head):
        return None
    return Phrase(_start(sentence, head), _end(sentence, head), mention, is_target, is_whole=True)


def _is_bare(sentence: AnnotatedSentence, head: int) -> bool:
    """Return whether an adjective has an article of its own and acts, as a noun does: "a tribunal ordered ..."."""
    return relation(sentence, head) == "nsubj" and child(sentence, head, "det") is not None


def _is_crowd(sentence: AnnotatedSentence, head: int) -> bool:
    """Return whether a quantity alone means people as a subject or an object: "thousands marched", "killed 45"."""
    token = sentence.tokens[head]
    if token.dep not in _CROWDED or sentence.mention_of[head] is not None:
        return False
    is_number = (
        token.pos == "NUM" and token.lower != "one" and (token.lower.replace(",", "").isdigit() or token.lower in WORDS)
    )
    is_quantity = is_number or token.lower in word_class("crowds")
    beside = {sentence.lower(head - 1)[-1:], sentence.lower(head + 1)[:1]}
    counted = children(sentence, head, "nmod", "obl", "compound", "flat", "nmod:unmarked")
    nouns = (below for below in counted if case(sentence, below) in {"of", ""})
    is_alone = all(sentence.lower(below) in word_class("crowds") for below in nouns)  # "tens of thousands"
    return is_quantity and is_alone and beside.isdisjoint("$€£¥%")


def _place_called(sentence: AnnotatedSentence, head: int) -> int | None:
    """Return the name of a kind of place: "the town of Goma", "the capital, Bamako"."""
    if sentence.lower(head) not in word_class("place_kinds"):
        return None
    below = (index for index in children(sentence, head, "nmod", "appos") if case(sentence, index) in {"of", ""})
    return next((index for index in below if _is_site(sentence, index)), None)


def _is_site(sentence: AnnotatedSentence, token_index: int) -> bool:
    mention = sentence.mention_of[token_index]
    return mention is not None and mention.entity_id in sentence.known.sites


def _called(sentence: AnnotatedSentence, head: int) -> int:
    """Return the name that a noun is given: "X, the group that ...", "the Minister of Y, X"; else the head itself."""
    if sentence.mention_of[head] is not None:
        return head
    place = _place_called(sentence, head)
    if place is not None:
        return place
    name = sentence.tokens[head].head if relation(sentence, head) == "appos" else _name_behind(sentence, head)
    return name if name is not None and _may_be_called(sentence, head, name) else head


def _name_behind(sentence: AnnotatedSentence, head: int) -> int | None:
    """Return the name behind a noun: in apposition, or that of a person without a preposition ("Minister of Y X")."""
    in_apposition = child(sentence, head, "appos")
    if in_apposition is not None:
        return in_apposition
    behind = (below for below in children(sentence, head, "flat", "nmod") if below > head)
    return next((below for below in behind if not case(sentence, below) and _is_person(sentence, below)), None)


def _is_person(sentence: AnnotatedSentence, token_index: int) -> bool:
    mention = sentence.mention_of[token_index]
    return mention is not None and mention.entity_id in sentence.known.people


def _may_be_called(sentence: AnnotatedSentence, head: int, name: int) -> bool:
    """Return whether a noun may have this name: people any but a place's, one body that of another body."""
    mention = sentence.mention_of[name]
    if mention is None or sentence.lower(head) in head_nouns("targets") or sentence.tokens[name].text.isupper():
        return False
    is_body = sentence.lower(head) in word_class("bodies")
    return is_body is not (mention.entity_id in sentence.known.people)


def is_measure(sentence: AnnotatedSentence, head: int) -> bool:
    """Return whether a word only counts what "of" brings in behind it."""
    return sentence.tokens[head].lower in word_class("measures") and sentence.mention_of[head] is None


def _is_actor(sentence: AnnotatedSentence, head: int) -> bool:
    """Return whether a noun acts, by itself or with the word before it ("the security service")."""
    word = sentence.lower(head)
    return word in head_nouns("actors") or f"{sentence.lower(head - 1)}-{word}" in head_nouns("paired_actors")


def _is_name(sentence: AnnotatedSentence, head: int) -> bool:
    """Return whether a head is a proper noun that nobody has linked; not in a headline, where everything looks so."""
    token = sentence.tokens[head]
    if sentence.is_headline or token.lower in head_nouns("nameless") or _may_be_a_word(sentence, head):
        return False
    return token.pos == "PROPN" or (token.text.isupper() and token.text.isalpha() and 3 <= len(token.text) <= 6)


def _may_be_a_word(sentence: AnnotatedSentence, head: int) -> bool:
    """Return whether a word has its capital only because it begins the sentence: "Snow blocked the road"."""
    is_first = not any(token.text[0].isalnum() for token in sentence.tokens[:head])
    return is_first and not sentence.tokens[head].text.isupper() and frequency(sentence.lower(head)) >= _PLAIN


def _start(sentence: AnnotatedSentence, head: int, depth: int = _DEPTH) -> int:
    """Return where the words begin that modify a head, articles and numbers outside."""
    start = head
    for below in reversed(sentence.children[head]) if depth else ():
        if (
            below < head
            and sentence.tokens[below].dep in _INSIDE
            and sentence.tokens[below].pos not in {"NUM", "DET", "PRON"}
        ):
            start = min(start, _start(sentence, _possessor(sentence, below, head), depth - 1))
    mention = sentence.mention_of[head]
    while start > 0 and (sentence.mention_of[start - 1] is mention is not None or is_joined(sentence, start)):
        start -= 1
    return start


def _possessor(sentence: AnnotatedSentence, below: int, head: int) -> int:
    """Return whose a noun is by the word before the sign of possession, which the parser may hang on another one."""
    if sentence.tokens[below].dep != "nmod:poss":
        return below
    signs = (token_index for token_index in range(below + 1, head) if sentence.lower(token_index) in POSSESSIVE)
    return next(signs, below + 1) - 1


def is_joined(sentence: AnnotatedSentence, token_index: int) -> bool:
    """Return whether a hyphen joins a token to the one before it ("Iran-backed")."""
    before, token = sentence.tokens[token_index - 1], sentence.tokens[token_index]
    return before.end == token.start and (before.text in HYPHENS or token.text in HYPHENS)


def _end(sentence: AnnotatedSentence, head: int) -> int:
    end = head + 1
    for below in children(sentence, head, "flat", "compound"):
        end = max(end, below + 1) if sentence.tokens[below].pos != "PART" else end
    mention = sentence.mention_of[head]
    while mention is not None and end < len(sentence.tokens) and sentence.mention_of[end] is mention:
        end += 1
    return end


def named(sentence: AnnotatedSentence, head: int) -> tuple[Phrase, ...]:
    """Return the actor phrases of a head and of what is joined to it; a pronoun names nobody."""
    found = (actor_at(sentence, _owned(sentence, token_index)) for token_index in conjoined(sentence, head))
    return tuple(phrase for phrase in found if phrase is not None)


def _owned(sentence: AnnotatedSentence, head: int) -> int:
    """Return the noun whose owner the parser took for the head ("and Iraq's most senior men"), or the head."""
    end = _end(sentence, head)
    if sentence.lower(end) not in POSSESSIVE or sentence.tokens[head].dep == "nmod:poss":
        return head
    token_index = end + 1
    while token_index < len(sentence.tokens) and sentence.tokens[token_index].pos in _BEFORE_NOUN:
        token_index += 1
    while token_index + 1 < len(sentence.tokens) and sentence.tokens[token_index + 1].pos == "NOUN":
        token_index += 1
    return token_index if token_index < len(sentence.tokens) and sentence.tokens[token_index].pos == "NOUN" else head
