"""Triggers of one sentence with their participants."""

from collections.abc import Iterator

from flows.steps.events.candidate import CandidateSource, EventCandidate, without_oneself
from flows.steps.events.lexicon import head_nouns
from flows.steps.events.linear import arguments, subjects
from flows.steps.events.linear.candidate import built
from flows.steps.events.linear.conditions import fits, has_object, infinitive, is_verb
from flows.steps.events.linear.light_verbs import light
from flows.steps.events.sentence import AnnotatedSentence, Phrase, modifier_of
from flows.steps.events.triggers import NOUN_CONSTRUCTIONS, Construction, Trigger, TriggerPattern, trigger_index

_CLAUSE_VERBS = frozenset({Construction.VERB_INFINITIVE, Construction.VERB_CLAUSE})


def candidates(sentence: AnnotatedSentence) -> Iterator[EventCandidate]:
    """Yield the triggers of the sentence in order; a word belongs to one trigger at most."""
    table = trigger_index()
    taken: set[int] = set()
    for token_index, token in enumerate(sentence.tokens):
        if token_index in taken or sentence.mention_of[token_index] is not None or token.lower not in table:
            continue
        for pattern in table[token.lower]:
            candidate = _candidate(sentence, token_index, pattern)
            if candidate is not None and taken.isdisjoint((candidate.first, candidate.last - 1)):
                taken.update(_consumed(sentence, candidate))
                yield candidate
                break


def _consumed(sentence: AnnotatedSentence, candidate: EventCandidate) -> range:
    """Return the words no other trigger may use: the trigger, and the infinitive that completes it."""
    if candidate.trigger.construction not in _CLAUSE_VERBS:
        return candidate.tokens
    to = infinitive(sentence, candidate.last)
    return range(candidate.first, candidate.last if to is None else min(to + 3, len(sentence.tokens)))


def _candidate(sentence: AnnotatedSentence, token_index: int, pattern: TriggerPattern) -> EventCandidate | None:
    last = token_index + 1 + len(pattern.rest)
    if sentence.words_in(token_index + 1, last) != pattern.rest:
        return None
    trigger = pattern.trigger
    if not fits(sentence, token_index, last, trigger):
        return None
    if trigger.construction in NOUN_CONSTRUCTIONS:
        found = _noun(sentence, token_index, last, trigger)
    elif not is_verb(sentence, token_index, pattern):
        return None
    elif trigger.construction is Construction.LIGHT_VERB:
        found = light(sentence, token_index, last, pattern)
    else:
        found = _verb(sentence, token_index, last, pattern)
    candidate = without_oneself(found) if found is not None else None
    return candidate if candidate is not None and candidate.is_complete else None


def _verb(sentence: AnnotatedSentence, token_index: int, last: int, pattern: TriggerPattern) -> EventCandidate | None:
    trigger = pattern.trigger
    if pattern.kinds & {"past", "participle"} and subjects.is_passive(sentence, token_index):
        return _passive(sentence, token_index, last, trigger)
    if trigger.construction is Construction.VERB_INTRANSITIVE and not pattern.rest and has_object(sentence, last):
        return None
    actor = subjects.subject(sentence, token_index)
    recipient = _object(sentence, last, trigger)
    if trigger.construction is Construction.VERB_TRANSITIVE and recipient is None and not trigger.reach:
        return None
    return built(sentence, trigger, (token_index, last, token_index), actor, recipient)


def _object(sentence: AnnotatedSentence, last: int, trigger: Trigger) -> Phrase | None:
    if trigger.preps:
        return arguments.after_preposition(sentence, last, trigger.preps)
    if trigger.construction is Construction.VERB_INTRANSITIVE:
        return None
    if trigger.construction is Construction.VERB_CLAUSE and sentence.lower(last) == "that":
        last += 1
    return arguments.object_of(sentence, last, reach=trigger.reach or trigger.construction in _CLAUSE_VERBS)


def _passive(sentence: AnnotatedSentence, token_index: int, last: int, trigger: Trigger) -> EventCandidate | None:
    """Return the candidate of a passive verb, whose subject suffers what the agent does."""
    if trigger.construction not in {Construction.VERB_TRANSITIVE, Construction.VERB_INFINITIVE} or trigger.preps:
        return None
    patient = subjects.subject(sentence, token_index)
    by = arguments.agent(sentence, token_index)
    if patient is None and not trigger.reach:
        return None
    phrases = subjects.coordinated_left(sentence, patient[0]) if patient else _owner(sentence, token_index)
    return EventCandidate(
        trigger=trigger,
        first=token_index,
        last=last,
        verb=token_index,
        actors=arguments.coordinated(sentence, by) if by else (),
        recipients=phrases,
        is_direct=bool(patient),
        source=CandidateSource.LINEAR,
    )


def _owner(sentence: AnnotatedSentence, verb: int) -> tuple[Phrase, ...]:
    """Return whose thing a passive verb acts on ("the Turkish decision was condemned")."""
    owner = modifier_of(sentence, subjects.group_start(sentence, verb))
    return (owner,) if owner else ()


def _noun(sentence: AnnotatedSentence, token_index: int, last: int, trigger: Trigger) -> EventCandidate | None:
    """Return the candidate of a noun: its participants are before it or behind prepositions."""
    if trigger.construction is Construction.NOUN_BETWEEN:
        return _between(sentence, token_index, last, trigger)
    recipient = _directly_after(sentence, last, trigger)
    actor = modifier_of(sentence, token_index) or arguments.after_preposition(sentence, last, ("by",))
    return built(sentence, trigger, (token_index, last, token_index), (actor, True) if actor else None, recipient)


def _directly_after(sentence: AnnotatedSentence, last: int, trigger: Trigger) -> Phrase | None:
    """Return the participant behind the noun's own preposition, which a date or a place may precede, but no verb."""
    if sentence.lower(last) in trigger.preps:
        return arguments.object_of(sentence, last + 1, reach=trigger.reach)
    if sentence.when[last : last + 1] == [True] or sentence.lower(last) in {"in", "by"}:
        return arguments.after_preposition(sentence, last, trigger.preps, reach=trigger.reach)
    return None


def _between(sentence: AnnotatedSentence, token_index: int, last: int, trigger: Trigger) -> EventCandidate | None:
    if sentence.lower(last) not in {"between", "among"}:
        return None
    first = arguments.object_of(sentence, last + 1, reach=False)
    if first is None:
        return None
    pair = arguments.coordinated(sentence, first)
    return (
        EventCandidate(
            trigger=trigger,
            first=token_index,
            last=last,
            verb=token_index,
            actors=pair[:1],
            recipients=pair[1:],
            is_direct=True,
            source=CandidateSource.LINEAR,
        )
        if len(pair) > 1
        else None
    )


def instruments(sentence: AnnotatedSentence, candidate: EventCandidate) -> list[tuple[int, int]]:
    """Return the weapons among the words of a trigger, as half-open ranges of tokens."""
    weapons = head_nouns("weapons")
    return [
        (token_index, token_index + 1)
        for token_index in range(candidate.first, candidate.last)
        if sentence.lower(token_index) in weapons
    ]
