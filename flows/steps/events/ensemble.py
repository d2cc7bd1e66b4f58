"""Which candidate wins among the extractors, and which of them answers a question about an event.

`EXTRACTORS` are in the order in which they are believed: a candidate is taken where no extractor before has one for the
same words. The dependency tree comes first where a language model has given one that can be trusted. One relation in
six of a tree is wrong, and long sentences have more of these: so what the order of words gives is taken where the tree
agrees that the trigger is a verb, or a noun. A further extractor is a further member of `EXTRACTORS`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from flows.steps.events import linear, syntax
from flows.steps.events.alignment import aligned
from flows.steps.events.candidate import CandidateSource, EventCandidate, others, without_oneself
from flows.steps.events.sentence import AnnotatedSentence, Phrase
from flows.steps.events.syntax.arguments import is_accident
from flows.steps.events.syntax.navigation import children, may_be_noun, may_be_verb, relation
from flows.steps.events.triggers import NOUN_CONSTRUCTIONS, Construction
from flows.steps.models import Mention
from schemas.plover import codes
from schemas.vocab import EventType, Factuality, QuadClass


class Extractor(Protocol):
    """A source of candidates."""

    def reads(self, sentence: AnnotatedSentence) -> bool:
        """Return whether the extractor can be trusted with a sentence."""

    def candidates(self, sentence: AnnotatedSentence) -> Iterator[EventCandidate]:
        """Yield the triggers of a sentence with their participants, in order, in tokens of `sentence`."""


class SentenceReader(Protocol):
    """What answers questions about the event whose verb or noun is a token: the package of an extractor."""

    def factuality(self, sentence: AnnotatedSentence, verb: int, *, is_noun: bool = False) -> Factuality:
        """Return the factuality of the event."""

    def is_refusal(self, sentence: AnnotatedSentence, verb: int) -> bool:
        """Return whether what a clause negates is what somebody will not do."""

    def instruments(self, sentence: AnnotatedSentence, candidate: EventCandidate) -> list[tuple[int, int]]:
        """Return what an assault was done with, as half-open ranges of tokens."""

    def speaker(self, sentence: AnnotatedSentence, verb: int) -> Mention | None:
        """Return the name of the source of the report; None where it is the author."""


class SyntaxExtractor:
    """Candidates by the dependency tree."""

    def reads(self, sentence: AnnotatedSentence) -> bool:
        """Return whether there is a tree, and one with the verb of a clause."""
        return sentence.is_tree and syntax.is_sound(sentence)

    def candidates(self, sentence: AnnotatedSentence) -> Iterator[EventCandidate]:
        """Yield the candidates of the tree."""
        return syntax.candidates(sentence)


class LinearExtractor:
    """Candidates by the order of words, as far as a trusted tree does not contradict them."""

    def reads(self, sentence: AnnotatedSentence) -> bool:  # noqa: ARG002 - every sentence has an order of words
        """Return True."""
        return True

    def candidates(self, sentence: AnnotatedSentence) -> Iterator[EventCandidate]:
        """Yield the candidates of the words."""
        if not sentence.is_tree:
            yield from linear.candidates(sentence)
            return
        is_asked = syntax.is_sound(sentence)
        for found in linear.candidates(sentence.flat):
            candidate = aligned(sentence, found)
            if not is_asked or _agrees(sentence, candidate):
                yield candidate


_WHERE, _JOINING = frozenset({"in", "near"}), frozenset({"and", "or", ","})
_LOCAL = frozenset({EventType.PROTEST, EventType.CONSULT, EventType.ASSAULT})
EXTRACTORS: tuple[Extractor, ...] = (SyntaxExtractor(), LinearExtractor())
"""The extractors, the most believed first."""


def by_rules(sentence: AnnotatedSentence) -> list[EventCandidate]:
    """Return the events of a sentence by the rules, in order: of several extractors the first one has each word.

    Nobody does anything to himself, and a candidate that lacks a participant for this is none.
    """
    chosen: list[EventCandidate] = []
    for extractor in EXTRACTORS:
        taken = {token_index for candidate in chosen for token_index in candidate.tokens}
        read = extractor.candidates(sentence) if extractor.reads(sentence) else ()
        clear = (_clear_of_trigger(sentence, candidate) for candidate in read)
        found = (without_oneself(_without_places(sentence, candidate)) for candidate in clear)
        complete = (item for item in found if item.is_complete and not meets_nobody(sentence, item))
        chosen += [item for item in complete if taken.isdisjoint(item.tokens)]
    if sentence.is_tree:
        whole = [
            candidate
            for candidate in _as_deeds(sentence, chosen)
            if not _is_aim_of_meeting(sentence, candidate, chosen)
        ]
        chosen = [_with_aim(sentence, candidate, whole) for candidate in whole]
    return sorted(chosen, key=lambda candidate: candidate.first)


def _clear_of_trigger(sentence: AnnotatedSentence, candidate: EventCandidate) -> EventCandidate:
    """Return a candidate whose participants have no words of its trigger: "shot dead a judge" has shot a judge."""
    sides = (candidate.actors, candidate.recipients)
    if all(phrase.start not in candidate.tokens for side in sides for phrase in side):
        return candidate
    actors, recipients = (tuple(_behind(sentence, phrase, candidate) for phrase in side) for side in sides)
    return replace(candidate, actors=actors, recipients=recipients)


def meets_nobody(sentence: AnnotatedSentence, candidate: EventCandidate) -> bool:
    """Return whether a verb of a mutual act has one side, which is no group: "the court met", not "the ministers"."""
    trigger = candidate.trigger
    is_ruled = trigger.swap and trigger.construction is Construction.VERB_INTRANSITIVE
    is_read = candidate.source is CandidateSource.LEARNED and trigger.event_type == EventType.CONSULT
    is_mutual = is_ruled or (is_read and trigger.construction not in NOUN_CONSTRUCTIONS and trigger.mode != "visit")
    if not is_mutual or candidate.recipients or len(candidate.actors) != 1:
        return False
    (phrase,) = candidate.actors
    last = sentence.tokens[phrase.end - 1]
    is_joined = sentence.lower(sentence.left_edge(phrase.start) - 1) == "and"
    is_many = is_joined or (last.tag in {"NNS", "NNPS"} if last.tag else last.lower.endswith("s"))
    return not is_many


def _is_aim_of_meeting(
    sentence: AnnotatedSentence, candidate: EventCandidate, chosen: Sequence[EventCandidate]
) -> bool:
    """Return whether talks are what a meeting of the sentence is for: "met to talk about shipping"."""
    if candidate.trigger.event_type != EventType.CONSULT or relation(sentence, candidate.verb) not in {
        "advcl",
        "xcomp",
    }:
        return False
    head = sentence.tokens[candidate.verb].head
    return any(other.verb == head and other.trigger.event_type == EventType.CONSULT for other in chosen)


def _as_deeds(sentence: AnnotatedSentence, chosen: Sequence[EventCandidate]) -> list[EventCandidate]:
    """Return candidates in which a deed without an aim that does another is one with it: "an explosion killed ten"."""
    doing = {
        subject: candidate
        for candidate in chosen
        if candidate.trigger.event_type == EventType.ASSAULT
        and candidate.trigger.construction not in NOUN_CONSTRUCTIONS
        for subject in children(sentence, candidate.verb, "nsubj")
    }
    found = list(chosen)
    for noun in chosen:
        verb = doing.get(noun.verb)
        is_noun = noun.trigger.construction in NOUN_CONSTRUCTIONS and noun.trigger.event_type == EventType.ASSAULT
        if verb in found and is_noun and not noun.recipients:
            found.remove(noun)
            found[found.index(verb)] = _with_means(verb, noun)
    return found


def _with_means(verb: EventCandidate, noun: EventCandidate) -> EventCandidate:
    """Return a verb's candidate with the mode and the actors of the deed that is its subject."""
    mode = verb.trigger.mode or noun.trigger.mode
    return replace(verb, trigger=replace(verb.trigger, mode=mode), actors=verb.actors or noun.actors)


def _without_places(sentence: AnnotatedSentence, candidate: EventCandidate) -> EventCandidate:
    """Return a protest, meeting or assault without recipients that are only its place: "a strike in Nairobi"."""
    if candidate.trigger.event_type not in _LOCAL or candidate.trigger.mode == "visit":  # a visitor has a host
        return candidate
    kept: list[Phrase] = []
    is_where = False
    for phrase in candidate.recipients:
        before = sentence.lower(sentence.left_edge(phrase.start) - 1)
        is_site = phrase.mention is not None and phrase.mention.entity_id in sentence.known.sites
        is_where = is_site and (before in _WHERE or (is_where and before in _JOINING))
        if not is_where:
            kept.append(phrase)
    return candidate if len(kept) == len(candidate.recipients) else replace(candidate, recipients=tuple(kept))


def _behind(sentence: AnnotatedSentence, phrase: Phrase, candidate: EventCandidate) -> Phrase:
    """Return a phrase that begins in the trigger as it goes on behind it, articles and numbers outside."""
    if phrase.start not in candidate.tokens or phrase.end <= candidate.last:
        return phrase
    start = candidate.last
    while start + 1 < phrase.end and sentence.tokens[start].pos in {"NUM", "DET", "PRON"}:
        start += 1
    return replace(phrase, start=start)


def _agrees(sentence: AnnotatedSentence, candidate: EventCandidate) -> bool:
    """Return whether the tree allows a candidate of the words: its class of word, no accident, and its reach."""
    if candidate.trigger.construction in NOUN_CONSTRUCTIONS:
        may_be = may_be_noun(sentence, candidate.verb)
    else:
        may_be = may_be_verb(sentence, candidate.verb) and not is_accident(sentence, candidate.verb)
    return may_be and not _reaches_too_far(sentence, candidate)


def _reaches_too_far(sentence: AnnotatedSentence, candidate: EventCandidate) -> bool:
    """Return whether the participant that a preposition brings in comes behind the "to" of an infinitive."""
    if not candidate.recipients or not candidate.trigger.preps:
        return False
    between = sentence.tokens[candidate.last : candidate.recipients[0].start]
    return any(token.lower == "to" and token.pos == "PART" for token in between)


def _with_aim(
    sentence: AnnotatedSentence, candidate: EventCandidate, chosen: Sequence[EventCandidate]
) -> EventCandidate:
    """Return an assault with those whom it aimed at, too: "stormed the park to besiege the embassy"."""
    if candidate.trigger.event_type != EventType.ASSAULT or candidate.trigger.construction in NOUN_CONSTRUCTIONS:
        return candidate
    verb = candidate.verb
    near = (verb, *children(sentence, verb, "obj"))  # the parser hangs "to besiege" on the verb or the object
    aims = {below for index in near for below in children(sentence, index, "advcl", "xcomp", "acl")}
    meant = tuple(
        phrase
        for other in chosen
        if other.verb in aims
        and codes()[other.trigger.event_type].quad_class == QuadClass.MATERIAL_CONFLICT
        and any(sentence.lower(mark) == "to" for mark in children(sentence, other.verb, "mark"))
        for phrase in other.recipients
        if phrase not in candidate.recipients
    )
    return replace(candidate, recipients=(*candidate.recipients, *others(candidate.actors, meant)))


def reader_of(sentence: AnnotatedSentence) -> SentenceReader:
    """Return what answers questions about the events of a sentence: its tree, or else the order of its words."""
    return syntax if sentence.is_tree else linear


def may_share(sentence: AnnotatedSentence, verb: int, token_index: int) -> bool:
    """Return whether the date that begins at a token may date the event of a verb; without a tree any may."""
    return not sentence.is_tree or syntax.may_share(sentence, verb, token_index)


def is_narrated(sentence: AnnotatedSentence, verb: int) -> bool:
    """Return whether the main clause reports a verb in the simple past; without a tree that is not known."""
    return sentence.is_tree and syntax.is_narrated(sentence, verb)


def same_time(sentence: AnnotatedSentence, verb: int) -> int | None:
    """Return the verb of the event at the same time ("the night X was killed"); None where none is known."""
    return syntax.same_time(sentence, verb) if sentence.is_tree else None
