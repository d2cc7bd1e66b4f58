"""The sides of a verb: its subject, its objects, who did what a passive tells, and what prepositions bring in."""

from collections.abc import Iterator

from flows.steps.events.lexicon import head_nouns, word_class
from flows.steps.events.sentence import Chunk, View
from flows.steps.events.syntax.actor_phrases import actors, brought_in, named_within, owner, within
from flows.steps.events.syntax.navigation import RELATIVES, case, child, children, clause, conjoined, is_verb, relation
from flows.steps.events.syntax.noun_phrases import named

_DEPTH = 6
_SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "offer", "ask"})
"""Verbs whose own subject does what their infinitive says, though they may have an object."""
_FINITE = frozenset({"VBD", "VBP", "VBZ"})
_BY = frozenset({"by"})
_WHERE = frozenset({"in", "at", "near", "on", "over", "outside"})
"""Prepositions whose noun a relative clause seldom tells of: "an attack on mosques in Goma that killed ..."."""
_INSTRUMENTAL = frozenset({"in", "during", "by", "with", "after"})


def is_passive(view: View, verb: int, depth: int = _DEPTH) -> bool:
    """Return whether a verb is passive: by its helper, as a participle behind its noun, or by its agent."""
    token = view.tokens[verb]
    own = {view.tokens[below].dep for below in view.children[verb]}
    if "aux:pass" in own or ("nsubj:pass" in own and "obj" not in own):  # one with an object is an error of the parser
        return True
    if token.tag not in {"VBN", "VBD", "JJ"} or child(view, verb, "obj", "nsubj") is not None:
        return False
    if child(view, verb, "aux") is not None:
        return False
    if token.dep == "acl" or any(view.tokens[below].dep == "obl:agent" for below in view.children[verb]):
        return token.tag != "VBD" or token.dep == "acl"
    if token.dep == "conj" and token.tag == "VBN":
        return depth > 0 and is_verb(view, token.head) and is_passive(view, token.head, depth - 1)
    return token.tag == "VBN" and token.dep in {"xcomp", "advcl"}


def subject(view: View, verb: int) -> tuple[tuple[Chunk, ...], bool]:
    """Return who does what the verb tells, and whether it is the verb's own subject; empty where nobody is named."""
    place, is_own = _subject_token(view, verb, _DEPTH)
    if place is None:
        return (), False
    found = tuple(chunk for chunk in actors(view, place) if not chunk.is_target) or _behind(view, place)
    return found, is_own and bool(found)


def _behind(view: View, place: int) -> tuple[Chunk, ...]:
    """Return who stands behind a subject that is a deed or a weapon ("the U.S. strike killed ...")."""
    if view.tokens[place].lower not in head_nouns("instruments") and view.tokens[place].pos != "NOUN":
        return ()
    found = () if _is_owned_by_pronoun(view, place) else owner(view, place)
    return found or brought_in(view, children(view, place, "nmod", "obl"), _BY) or _wielder(view, place)


def _wielder(view: View, place: int) -> tuple[Chunk, ...]:
    """Return who acts by a deed or weapon in the clause above ("X answered with a missile that killed Y")."""
    head = view.tokens[place].head
    is_wielded = relation(view, place) == "obl" and case(view, place) in {"with", "by"} and is_verb(view, head)
    if not is_wielded or not _is_instrument(view, place):
        return ()
    return actors(view, spot) if (spot := child(view, head, "nsubj")) is not None else ()


def _is_owned_by_pronoun(view: View, place: int) -> bool:
    return any(view.tokens[below].pos == "PRON" for below in children(view, place, "nmod:poss"))


def _subject_token(view: View, verb: int, depth: int) -> tuple[int | None, bool]:
    """Return the token of the subject and whether the verb itself has it; pronouns lead to whom they stand for."""
    own = list(children(view, verb, "nsubj", "csubj"))
    if own:
        acting = (place for place in own if len(own) > 1 and actors(view, place))  # "hours after ..., agents arrested"
        return _referent(view, verb, next(acting, own[0])), True
    token = view.tokens[verb]
    dep, head = relation(view, verb), token.head
    if not depth or head == verb or token.dep == "acl:relcl":
        return None, False
    if dep == "acl":
        return None if is_passive(view, verb) else _bearer(view, head, verb, depth), False
    return _controller(view, verb, dep, depth)


def _is_made_to(view: View, verb: int, head: int, governed: int) -> bool:
    """Return whether an infinitive behind a verb with an object is the object's deed: "forced X to", "let X"."""
    lemma = view.tokens[head].lemma
    if relation(view, verb) == "xcomp":
        return lemma not in _SUBJECT_CONTROL
    return lemma in word_class("object_control") and head < governed < verb and view.tokens[verb].tag == "VB"


def _controller(view: View, verb: int, dep: str, depth: int) -> tuple[int | None, bool]:
    """Return whose deed a verb without a subject is: the object of "forced X to", or the subject of what governs it."""
    head = view.tokens[verb].head
    if dep in {"xcomp", "advcl"} and is_verb(view, head):
        governed = child(view, head, "obj", "iobj")
        if governed is not None and _is_made_to(view, verb, head, governed):
            return governed, False
    is_other = dep == "conj" and view.tokens[verb].tag == "VBG" and view.tokens[head].tag in _FINITE  # an error
    if is_other or dep not in {"conj", "xcomp", "advcl", "parataxis", "ccomp"}:
        return None, False
    place, is_own = _subject_token(view, head, depth - 1)
    return place, is_own and dep == "conj" and is_verb(view, head)


def _bearer(view: View, noun: int, verb: int, depth: int) -> int | None:
    """Return who does what a clause behind a noun tells: the noun ("rebels attacking X"), or whose plan it is."""
    if actors(view, verb - 1) and verb - 1 in conjoined(view, noun):  # "X and rebels attacking Y"
        return verb - 1
    if any(not chunk.is_target for chunk in actors(view, noun)):
        return noun
    if view.tokens[verb].tag == "VB":  # "a plan to attack X"
        whose = child(view, noun, "nmod:poss")
        if whose is not None and actors(view, whose):
            return whose
        above = view.tokens[noun].head
        if above != noun and is_verb(view, above) and relation(view, noun) == "obj":
            return _subject_token(view, above, depth - 1)[0]
    return None


def _referent(view: View, verb: int, place: int) -> int | None:
    """Return for a relative pronoun its noun, else the token itself."""
    token = view.tokens[place]
    if token.lower in RELATIVES and token.pos in {"PRON", "SCONJ", "DET"}:
        return _antecedent(view, verb, place)
    return place


def _antecedent(view: View, verb: int, pronoun: int) -> int | None:
    """Return the noun that a relative clause tells of: the one right before it, or else the one it hangs on."""
    before = pronoun - 2 if view.lower(pronoun - 1) == "," else pronoun - 1
    if before >= 0 and view.tokens[before].pos in {"NOUN", "PROPN"}:
        return _told_of(view, before)
    while relation(view, verb) == "conj":
        verb = view.tokens[verb].head
    return view.tokens[verb].head if relation(view, verb) in {"acl", "advcl"} else None


def _told_of(view: View, noun: int) -> int:
    """Return the noun whose phrase ends at `noun`; a place that "in" brings in is passed over."""
    for _ in range(_DEPTH):
        head = view.tokens[noun].head
        is_part = relation(view, noun) in {"appos", "flat", "compound"}
        if head == noun or not (is_part or (case(view, noun) in _WHERE and not is_verb(view, head))):
            break
        noun = head
    return noun


def objects(view: View, verb: int) -> list[int]:
    """Return the tokens that a verb acts on: its objects, or in a relative clause the noun before it."""
    found = list(children(view, verb, "obj", "iobj"))
    if found:
        return found
    token = view.tokens[verb]
    if token.dep == "acl:relcl" and not is_passive(view, verb):
        subject_place = child(view, verb, "nsubj")
        if subject_place is not None and view.tokens[subject_place].lower not in RELATIVES:
            return [token.head]
    for joined in children(view, verb, "conj"):
        if (
            is_verb(view, joined) and child(view, joined, "nsubj") is None and joined - verb <= 3
        ):  # "attacked and killed X"
            return list(children(view, joined, "obj"))
    return []


def patient(view: View, verb: int, depth: int = _DEPTH) -> int | None:
    """Return the token of who suffers what a passive verb tells."""
    own = list(children(view, verb, "nsubj"))
    if own:
        known = (spot for spot in own if view.mention_of[spot] is not None)
        return _referent(view, verb, next(known, own[0]))
    token = view.tokens[verb]
    if relation(view, verb) == "acl":
        return token.head
    if token.dep in {"conj", "xcomp", "advcl", "ccomp"} and token.head != verb:
        head = token.head
        if is_passive(view, head):
            return patient(view, head, depth - 1) if depth else None
        return _subject_token(view, head, _DEPTH)[0]
    return None


def agent(view: View, verb: int) -> tuple[Chunk, ...]:
    """Return who did what a passive verb tells: "by X", "in a strike by X", "in an X strike", "by an X missile"."""
    places = [place for place in clause(view, verb) if relation(view, place) in {"obl", "nmod"} and place > verb]
    for place in places:
        if view.tokens[place].dep == "obl:agent" or case(view, place) == "by":
            found = () if _is_instrument(view, place) else actors(view, place)
            found = found or _behind(view, place)
            if found and not view.when[place]:
                return found
    for place in places:
        if case(view, place) in _INSTRUMENTAL and _is_instrument(view, place):
            found = _behind(view, place)
            if found:
                return found
    return ()


def _is_instrument(view: View, place: int) -> bool:
    return view.mention_of[place] is None and view.tokens[place].lower in head_nouns("instruments")


def oblique(view: View, place: int, preps: frozenset[str]) -> tuple[Chunk, ...]:
    """Return the actors that one of the prepositions brings in behind a token, in its clause."""
    below = (spot for spot in clause(view, place) if spot > place and relation(view, spot) in {"obl", "nmod"})
    return brought_in(view, below, preps)


def complement(view: View, verb: int) -> tuple[Chunk, ...]:
    """Return whom a demand, a threat or an accusation is about: the object, who is to act, or whom it would hit."""
    for place in children(view, verb, "obj", "iobj"):
        found = within(view, place)
        if found:
            return found
    found = _spoken_of(view, children(view, verb, "ccomp", "xcomp", "advcl"))
    for place in () if found else clause(view, verb):
        if place > verb and relation(view, place) in {"obl", "nmod"} and actors(view, place):
            return actors(view, place)
    return found


def content(view: View, verb: int) -> tuple[Chunk, ...]:
    """Return whom a clause with "that" is about, which says what somebody agrees to."""
    return _spoken_of(view, children(view, verb, "ccomp"))


def _spoken_of(view: View, clauses: Iterator[int]) -> tuple[Chunk, ...]:
    """Return the actors of the first clause that has any: those of its subject, or else the first others."""
    for clausal in clauses:
        who = child(view, clausal, "nsubj")
        found = named_within(view, who) if who is not None else ()
        for place in () if found else clause(view, clausal):
            found = found or named(view, place)
        if found:
            return found
    return ()


def is_accident(view: View, verb: int) -> bool:
    """Return whether a disaster or an accident does what a verb tells: "a flood killed", "were killed in a crash"."""
    if is_passive(view, verb):
        places = [place for place in children(view, verb, "obl") if case(view, place) in _INSTRUMENTAL]
    else:
        place = _subject_token(view, verb, _DEPTH)[0]
        places = [] if place is None else [place]
        own = child(view, verb, "nsubj")
        if own is not None and view.tokens[own].lower in RELATIVES:  # "a fire in the capital that killed"
            places += _causes(view, own)
    return any(view.tokens[place].lower in head_nouns("accidents") for place in places)


def _causes(view: View, before: int) -> list[int]:
    """Return the last noun before a token that may kill: a deed, a weapon, a disaster or an accident."""
    deadly = head_nouns("instruments") | head_nouns("accidents")
    return [place for place in range(before) if view.tokens[place].lower in deadly][-1:]


def subject_word(view: View, verb: int) -> str:
    """Return the head word of who or what does it, lower case: the agent of a passive; "" where nothing is named."""
    if is_passive(view, verb):
        place = next((spot for spot in children(view, verb, "obl") if case(view, spot) == "by"), None)
    else:
        place = _subject_token(view, verb, _DEPTH)[0]
    return view.tokens[place].lower if place is not None else ""
