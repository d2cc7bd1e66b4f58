"""The arguments of a verb: its subject, its objects, the agent of a passive, and what prepositions bring in."""

from collections.abc import Iterator

from flows.steps.events.lexicon import head_nouns, word_class
from flows.steps.events.sentence import AnnotatedSentence, Phrase
from flows.steps.events.syntax.actor_phrases import actors, brought_in, named_within, owner, within
from flows.steps.events.syntax.navigation import RELATIVES, case, child, children, clause, conjoined, is_verb, relation
from flows.steps.events.syntax.noun_phrases import named

_DEPTH = 6
_SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "offer", "ask"})
"""Verbs whose own subject does the act of their infinitive, though they may have an object."""
_FINITE = frozenset({"VBD", "VBP", "VBZ"})
_BY = frozenset({"by"})
_WHERE = frozenset({"in", "at", "near", "on", "over", "outside"})
"""Prepositions whose noun a relative clause seldom refers to: "an attack on mosques in Goma that killed ..."."""
_INSTRUMENTAL = frozenset({"in", "during", "by", "with", "after"})


def is_passive(sentence: AnnotatedSentence, verb: int, depth: int = _DEPTH) -> bool:
    """Return whether a verb is passive: by its helper, as a participle behind its noun, or by its agent."""
    token = sentence.tokens[verb]
    own = {sentence.tokens[below].dep for below in sentence.children[verb]}
    is_finite = "obj" in own or token.tag == "VBD"  # then the relation of the subject is an error of the parser
    if "aux:pass" in own or ("nsubj:pass" in own and not is_finite):
        return True
    if token.tag not in {"VBN", "VBD", "JJ"} or child(sentence, verb, "obj", "nsubj") is not None:
        return False
    if child(sentence, verb, "aux") is not None:
        return False
    if token.dep == "acl" or any(sentence.tokens[below].dep == "obl:agent" for below in sentence.children[verb]):
        return token.tag != "VBD" or token.dep == "acl"
    if token.dep == "conj" and token.tag == "VBN":
        return depth > 0 and is_verb(sentence, token.head) and is_passive(sentence, token.head, depth - 1)
    return token.tag == "VBN" and token.dep in {"xcomp", "advcl"}


def subject(sentence: AnnotatedSentence, verb: int) -> tuple[tuple[Phrase, ...], bool]:
    """Return the acting subject of a verb, and whether it is the verb's own; empty where nobody is named."""
    token_index, is_own = _subject_token(sentence, verb, _DEPTH)
    if token_index is None:
        return (), False
    found = tuple(phrase for phrase in actors(sentence, token_index) if not phrase.is_target) or _behind(
        sentence, token_index
    )
    return found, is_own and bool(found)


def _behind(sentence: AnnotatedSentence, token_index: int) -> tuple[Phrase, ...]:
    """Return who acts by a subject that is a deed or a weapon ("the U.S. strike killed ...")."""
    if (
        sentence.tokens[token_index].lower not in head_nouns("instruments")
        and sentence.tokens[token_index].pos != "NOUN"
    ):
        return ()
    found = () if _is_owned_by_pronoun(sentence, token_index) else owner(sentence, token_index)
    return (
        found
        or brought_in(sentence, children(sentence, token_index, "nmod", "obl"), _BY)
        or _wielder(sentence, token_index)
    )


def _wielder(sentence: AnnotatedSentence, token_index: int) -> tuple[Phrase, ...]:
    """Return who acts by a deed or weapon in the clause above ("X answered with a missile that killed Y")."""
    head = sentence.tokens[token_index].head
    is_wielded = (
        relation(sentence, token_index) == "obl"
        and case(sentence, token_index) in {"with", "by"}
        and is_verb(sentence, head)
    )
    if not is_wielded or not _is_instrument(sentence, token_index):
        return ()
    return actors(sentence, index) if (index := child(sentence, head, "nsubj")) is not None else ()


def _is_owned_by_pronoun(sentence: AnnotatedSentence, token_index: int) -> bool:
    return any(sentence.tokens[below].pos == "PRON" for below in children(sentence, token_index, "nmod:poss"))


def _subject_token(sentence: AnnotatedSentence, verb: int, depth: int) -> tuple[int | None, bool]:
    """Return the token of the subject and whether the verb itself has it; pronouns lead to their antecedents."""
    own = list(children(sentence, verb, "nsubj", "csubj"))
    if own:
        acting = (
            token_index for token_index in own if len(own) > 1 and actors(sentence, token_index)
        )  # "hours after ..., agents arrested"
        return _referent(sentence, verb, next(acting, own[0])), True
    token = sentence.tokens[verb]
    dep, head = relation(sentence, verb), token.head
    if not depth or head == verb or token.dep == "acl:relcl":
        return None, False
    if dep == "acl":
        return None if is_passive(sentence, verb) else _bearer(sentence, head, verb, depth), False
    return _controller(sentence, verb, dep, depth)


def _is_made_to(sentence: AnnotatedSentence, verb: int, head: int, governed: int) -> bool:
    """Return whether an infinitive behind a verb with an object is the object's deed: "forced X to", "let X"."""
    lemma = sentence.tokens[head].lemma
    if relation(sentence, verb) == "xcomp":
        return lemma not in _SUBJECT_CONTROL
    return lemma in word_class("object_control") and head < governed < verb and sentence.tokens[verb].tag == "VB"


def _controller(sentence: AnnotatedSentence, verb: int, dep: str, depth: int) -> tuple[int | None, bool]:
    """Return whose deed a verb without a subject is: the object of "forced X to", or the subject of what governs it."""
    head = sentence.tokens[verb].head
    if dep in {"xcomp", "advcl"} and is_verb(sentence, head):
        governed = child(sentence, head, "obj", "iobj")
        if governed is not None and _is_made_to(sentence, verb, head, governed):
            return governed, False
    is_other = dep == "conj" and sentence.tokens[verb].tag == "VBG" and sentence.tokens[head].tag in _FINITE  # an error
    if is_other or dep not in {"conj", "xcomp", "advcl", "parataxis", "ccomp"}:
        return None, False
    token_index, is_own = _subject_token(sentence, head, depth - 1)
    return token_index, is_own and dep == "conj" and is_verb(sentence, head)


def _bearer(sentence: AnnotatedSentence, noun: int, verb: int, depth: int) -> int | None:
    """Return who acts in a clause behind a noun: the noun ("rebels attacking X"), or whose plan it is."""
    if actors(sentence, verb - 1) and verb - 1 in conjoined(sentence, noun):  # "X and rebels attacking Y"
        return verb - 1
    if any(not phrase.is_target for phrase in actors(sentence, noun)):
        return _identified(sentence, noun)
    if sentence.tokens[verb].tag == "VB":  # "a plan to attack X"
        whose = child(sentence, noun, "nmod:poss")
        if whose is not None and actors(sentence, whose):
            return whose
        above = sentence.tokens[noun].head
        if above != noun and is_verb(sentence, above) and relation(sentence, noun) == "obj":
            return _subject_token(sentence, above, depth - 1)[0]
    return None


def _referent(sentence: AnnotatedSentence, verb: int, token_index: int) -> int | None:
    """Return for a relative pronoun its noun, else the token itself."""
    token = sentence.tokens[token_index]
    if token.lower in RELATIVES and token.pos in {"PRON", "SCONJ", "DET"}:
        return _antecedent(sentence, verb, token_index)
    return token_index


def _antecedent(sentence: AnnotatedSentence, verb: int, pronoun: int) -> int | None:
    """Return the noun that a relative clause modifies: the one right before it, or else the one it hangs on."""
    before = pronoun - 2 if sentence.lower(pronoun - 1) == "," else pronoun - 1
    if before >= 0 and sentence.tokens[before].pos in {"NOUN", "PROPN"}:
        return _identified(sentence, _told_of(sentence, before))
    while relation(sentence, verb) == "conj":
        verb = sentence.tokens[verb].head
    return _identified(sentence, sentence.tokens[verb].head) if relation(sentence, verb) in {"acl", "advcl"} else None


def _identified(sentence: AnnotatedSentence, noun: int) -> int:
    """Return the subject that a noun is said to be ("X is the leading donor, giving ..."), or else the noun itself."""
    who = child(sentence, noun, "nsubj")
    is_same = who is not None and child(sentence, noun, "cop") is not None and actors(sentence, who)
    return who if is_same and who is not None else noun


def _told_of(sentence: AnnotatedSentence, noun: int) -> int:
    """Return the noun whose phrase ends at `noun`; a place that "in" brings in is passed over."""
    for _ in range(_DEPTH):
        head = sentence.tokens[noun].head
        is_part = relation(sentence, noun) in {"appos", "flat", "compound"}
        if head == noun or not (is_part or (case(sentence, noun) in _WHERE and not is_verb(sentence, head))):
            break
        noun = head
    return noun


def objects(sentence: AnnotatedSentence, verb: int) -> list[int]:
    """Return the tokens that a verb acts on: its objects, or in a relative clause the noun before it."""
    found = list(children(sentence, verb, "obj", "iobj"))
    if found:
        return found
    token = sentence.tokens[verb]
    if token.dep == "acl:relcl" and not is_passive(sentence, verb):
        subject_place = child(sentence, verb, "nsubj")
        if subject_place is not None and sentence.tokens[subject_place].lower not in RELATIVES:
            return [token.head]
    for joined in children(sentence, verb, "conj"):
        if (
            is_verb(sentence, joined) and child(sentence, joined, "nsubj") is None and joined - verb <= 3
        ):  # "attacked and killed X"
            return list(children(sentence, joined, "obj"))
    return []


def patient(sentence: AnnotatedSentence, verb: int, depth: int = _DEPTH) -> int | None:
    """Return the token of the patient of a passive verb."""
    own = list(children(sentence, verb, "nsubj"))
    if own:
        known = (index for index in own if sentence.mention_of[index] is not None)
        return _referent(sentence, verb, next(known, own[0]))
    token = sentence.tokens[verb]
    if relation(sentence, verb) == "acl":
        return token.head
    if token.dep in {"conj", "xcomp", "advcl", "ccomp"} and token.head != verb:
        head = token.head
        if is_passive(sentence, head):
            return patient(sentence, head, depth - 1) if depth else None
        return _subject_token(sentence, head, _DEPTH)[0]
    return None


def agent(sentence: AnnotatedSentence, verb: int) -> tuple[Phrase, ...]:
    """Return the agent of a passive verb: "by X", "in a strike by X", "in an X strike", "by an X missile"."""
    indexes = [
        token_index
        for token_index in clause(sentence, verb)
        if relation(sentence, token_index) in {"obl", "nmod"} and token_index > verb
    ]
    for token_index in indexes:
        if sentence.tokens[token_index].dep == "obl:agent" or case(sentence, token_index) == "by":
            found = () if _is_instrument(sentence, token_index) else actors(sentence, token_index)
            found = found or _behind(sentence, token_index)
            if found and not sentence.when[token_index]:
                return found
    for token_index in indexes:
        if case(sentence, token_index) in _INSTRUMENTAL and _is_instrument(sentence, token_index):
            found = _behind(sentence, token_index)
            if found:
                return found
    return ()


def _is_instrument(sentence: AnnotatedSentence, token_index: int) -> bool:
    return sentence.mention_of[token_index] is None and sentence.tokens[token_index].lower in head_nouns("instruments")


def oblique(sentence: AnnotatedSentence, token_index: int, preps: frozenset[str]) -> tuple[Phrase, ...]:
    """Return the actors that one of the prepositions brings in behind a token, in its clause."""
    below = (
        index
        for index in clause(sentence, token_index)
        if index > token_index and relation(sentence, index) in {"obl", "nmod"}
    )
    return brought_in(sentence, below, preps)


def complement(sentence: AnnotatedSentence, verb: int) -> tuple[Phrase, ...]:
    """Return whom a demand, a threat or an accusation is about: the object, who is to act, or whom it would hit."""
    for token_index in children(sentence, verb, "obj", "iobj"):
        found = within(sentence, token_index)
        if found:
            return found
    found = _spoken_of(sentence, children(sentence, verb, "ccomp", "xcomp", "advcl"))
    for token_index in () if found else clause(sentence, verb):
        if token_index > verb and relation(sentence, token_index) in {"obl", "nmod"} and actors(sentence, token_index):
            return actors(sentence, token_index)
    return found


def content(sentence: AnnotatedSentence, verb: int) -> tuple[Phrase, ...]:
    """Return whom a clause with "that" is about, the content of what somebody agrees to."""
    return _spoken_of(sentence, children(sentence, verb, "ccomp"))


def _spoken_of(sentence: AnnotatedSentence, clauses: Iterator[int]) -> tuple[Phrase, ...]:
    """Return the actors of the first clause that has any: those of its subject, or else the first others."""
    for clausal in clauses:
        who = child(sentence, clausal, "nsubj")
        found = named_within(sentence, who) if who is not None else ()
        for token_index in () if found else clause(sentence, clausal):
            found = found or named(sentence, token_index)
        if found:
            return found
    return ()


def is_accident(sentence: AnnotatedSentence, verb: int) -> bool:
    """Return whether the cause of a verb is a disaster or an accident: "a flood killed", "were killed in a crash"."""
    if is_passive(sentence, verb):
        indexes = [
            token_index
            for token_index in children(sentence, verb, "obl")
            if case(sentence, token_index) in _INSTRUMENTAL
        ]
    else:
        token_index = _subject_token(sentence, verb, _DEPTH)[0]
        indexes = [] if token_index is None else [token_index]
        own = child(sentence, verb, "nsubj")
        if own is not None and sentence.tokens[own].lower in RELATIVES:  # "a fire in the capital that killed"
            indexes += _causes(sentence, own)
    return any(_is_misfortune(sentence, token_index) for token_index in indexes)


def _is_misfortune(sentence: AnnotatedSentence, token_index: int) -> bool:
    word = sentence.lower(token_index)
    pair = f"{sentence.lower(token_index - 1)}-{word}"
    return word in head_nouns("accidents") or pair in head_nouns("accidents")


def _causes(sentence: AnnotatedSentence, before: int) -> list[int]:
    """Return the last noun before a token that may kill: a deed, a weapon, a disaster or an accident."""
    deadly = head_nouns("instruments") | head_nouns("accidents")
    return [token_index for token_index in range(before) if sentence.tokens[token_index].lower in deadly][-1:]


def subject_word(sentence: AnnotatedSentence, verb: int) -> str:
    """Return the head word of who or what does it, lower case: the agent of a passive; "" where nothing is named."""
    if is_passive(sentence, verb):
        token_index = next((index for index in children(sentence, verb, "obl") if case(sentence, index) == "by"), None)
    else:
        token_index = _subject_token(sentence, verb, _DEPTH)[0]
    return sentence.tokens[token_index].lower if token_index is not None else ""
