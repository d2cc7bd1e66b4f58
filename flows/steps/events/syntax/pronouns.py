"""The antecedent of a pronoun: the subject of a clause above it, the only one before it who fits, or the topic before.

Subjects are taken before others and the sentence before only where its own subject fits, after the centering theory of
Grosz, Joshi and Weinstein (1995); what could be two people is left open.
"""

from collections.abc import Iterator

from flows.steps.events.lexicon import word_class
from flows.steps.events.sentence import AnnotatedSentence, Phrase
from flows.steps.events.syntax.navigation import child, relation
from flows.steps.events.syntax.noun_phrases import actor_at, named

_STEPS, _DEPTH = 12, 4
_SENTENCES = 2
"""Sentences back in which somebody may be named whom a pronoun means: this keeps the time linear."""
_PLURALS = ("men", "people", "children")
"""Ends of plurals that the tagger may take for singulars ("militiamen")."""
_NUMBERS = {
    **dict.fromkeys(("he", "him", "his", "she", "her"), "one"),
    **dict.fromkeys(("it", "its"), "body"),
    **dict.fromkeys(("they", "them", "their"), "many"),
}
"""What each pronoun refers to: one person, one body or country, or several (a body, too: "the police ... they")."""


def antecedent_of(
    sentence: AnnotatedSentence, token_index: int, depth: int = _DEPTH, reach: int = _SENTENCES
) -> tuple[Phrase, ...]:
    """Return whom a pronoun refers to; empty where nobody fits, or where two may be meant.

    Somebody named in a sentence before is a phrase of the pronoun's own token with that mention. A pronoun that is the
    subject of a clause above is the same one, and followed `depth` times at most; the name may be `reach` sentences
    back.
    """
    number = _NUMBERS.get(sentence.lower(token_index))
    if number is None:
        return ()
    for subject, is_speaker in _subjects_above(sentence, token_index):
        if sentence.tokens[subject].pos == "PRON":
            if _NUMBERS.get(sentence.lower(subject)) == number:
                return antecedent_of(sentence, subject, depth - 1, reach) if depth else ()
            continue
        found = named(sentence, subject) if is_speaker else _fitting(sentence, subject, number)
        if found:
            return found
    found = _only_one(sentence, token_index, number)
    before = sentence.before() if reach and not found else None
    return found if before is None else _in_sentence_before(before, token_index, number, depth, reach - 1)


def _subjects_above(sentence: AnnotatedSentence, token_index: int) -> Iterator[tuple[int, bool]]:
    """Yield the subjects before a pronoun of the clauses around it, the innermost first.

    With each comes whether it speaks, and the pronoun is the subject of the content: then number proves nothing, as the
    minister announces what "it", the government, will do. The object of a clause does not refer to its own subject ("X
    attacked him").
    """
    node = token_index
    is_own = sentence.tokens[token_index].dep != "nmod:poss" and relation(sentence, token_index) != "nsubj"
    for _ in range(_STEPS):
        head = sentence.tokens[node].head
        if head == node:
            return
        subject, says = _subject_over(sentence, node, head), _says(sentence, token_index, node, head)
        if relation(sentence, node) == "parataxis" and not says:
            return
        if subject is not None and subject not in {node, token_index} and subject < token_index:
            if not is_own:
                yield subject, says
            is_own = False
        node = head


def _subject_over(sentence: AnnotatedSentence, node: int, head: int) -> int | None:
    """Return whose the clause `node` is below `head`.

    It is the one whose claim is its content ("Iran's claim that it ..."), the subject of the head, or the noun that a
    clause without a subject describes ("X and Y, hunted for their deeds").
    """
    is_description = relation(sentence, node) == "acl" and sentence.tokens[node].dep != "acl:relcl"
    owner = child(sentence, head, "nmod:poss", "amod", "compound") if is_description else None
    found = child(sentence, head, "nsubj") if owner is None else owner
    return head if found is None and is_description and head < node else found


def _says(sentence: AnnotatedSentence, token_index: int, node: int, head: int) -> bool:
    """Return whether a verb of saying governs the clause `node`, whose subject the pronoun is."""
    is_content = relation(sentence, node) in {"ccomp", "parataxis"} and sentence.tokens[head].lemma in word_class(
        "saying"
    )
    return is_content and relation(sentence, token_index) == "nsubj" and _clause_of(sentence, token_index) == node


def _clause_of(sentence: AnnotatedSentence, token_index: int) -> int:
    """Return the first verb of those that a subject is joined to."""
    verb = sentence.tokens[token_index].head
    for _ in range(_STEPS):
        if relation(sentence, verb) != "conj":
            break
        verb = sentence.tokens[verb].head
    return verb


def _fitting(sentence: AnnotatedSentence, head: int, number: str) -> tuple[Phrase, ...]:
    """Return who a head names, where a pronoun of this number may refer to it."""
    found = named(sentence, head)
    if len(found) > 1:
        return found if number == "many" else ()
    return found if found and _is_of(sentence, head, found[0], number) else ()


def _is_of(sentence: AnnotatedSentence, head: int, phrase: Phrase, number: str) -> bool:
    if phrase.is_target:
        return False
    is_plural = sentence.tokens[head].tag in {"NNS", "NNPS"} or sentence.lower(head).endswith(_PLURALS)
    if phrase.mention is not None:
        is_person = phrase.mention.entity_id in sentence.known.people
        return is_plural if number == "many" else is_person is (number == "one")
    is_body = sentence.lower(head) in word_class("bodies")
    if number == "one":
        return not is_plural and not is_body
    return is_body if number == "body" else is_plural or is_body


def _only_one(sentence: AnnotatedSentence, token_index: int, number: str) -> tuple[Phrase, ...]:
    """Return who alone is named before a pronoun in its sentence and fits."""
    owned = sentence.tokens[token_index].head
    heads = (index for index in range(token_index) if index != owned and _is_free(sentence, index))
    found = {_key(phrases): phrases for index in heads if (phrases := _fitting(sentence, index, number))}
    return next(iter(found.values())) if len(found) == 1 else ()


def _is_free(sentence: AnnotatedSentence, token_index: int) -> bool:
    """Return whether a token heads a phrase of its own, and is no part of another noun ("the Iran deal")."""
    return (
        relation(sentence, token_index) in {"nsubj", "obj", "obl", "iobj", "nmod"}
        and actor_at(sentence, token_index) is not None
    )


def _key(phrases: tuple[Phrase, ...]) -> tuple[object, ...]:
    return tuple(phrase.mention.entity_id if phrase.mention else phrase.start for phrase in phrases)


def _may_be_two(sentence: AnnotatedSentence) -> bool:
    """Return whether a sentence names more than one person."""
    return len({mention.entity_id for mention in sentence.mentions if mention.entity_id in sentence.known.people}) > 1


def _in_sentence_before(
    before: AnnotatedSentence, token_index: int, number: str, depth: int, reach: int
) -> tuple[Phrase, ...]:
    """Return the subject of the sentence before, where it is named and fits, and is its only person."""
    if not before.is_tree:
        return ()
    root = next((index for index, token in enumerate(before.tokens) if token.head == index), None)
    subject = child(before, root, "nsubj") if root is not None else None
    found = _topic(before, subject, number, depth, reach) if subject is not None else ()
    if not all(phrase.mention for phrase in found) or (number == "one" and _may_be_two(before)):
        return ()
    return tuple(Phrase(token_index, token_index + 1, phrase.mention, is_whole=True) for phrase in found)


def _topic(sentence: AnnotatedSentence, subject: int, number: str, depth: int, reach: int) -> tuple[Phrase, ...]:
    """Return who a subject names, or refers to if it is such a pronoun itself."""
    if sentence.tokens[subject].pos != "PRON":
        return _fitting(sentence, subject, number)
    is_same = _NUMBERS.get(sentence.lower(subject)) == number
    return antecedent_of(sentence, subject, depth - 1, reach) if is_same and depth else ()
