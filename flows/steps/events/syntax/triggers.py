"""Triggers of one sentence with their participants, by its tree."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.steps.events.candidate import CandidateSource, EventCandidate, arranged
from flows.steps.events.lexicon import head_nouns
from flows.steps.events.sentence import AnnotatedSentence
from flows.steps.events.syntax import actor_phrases, arguments, noun_phrases
from flows.steps.events.syntax.actor_phrases import Arguments
from flows.steps.events.syntax.light_verbs import light_arguments
from flows.steps.events.syntax.navigation import case, child, children, is_verb, may_be_noun, may_be_verb
from flows.steps.events.syntax.nouns import noun_arguments
from flows.steps.events.syntax.verbs import verb_arguments
from flows.steps.events.triggers import NOUN_CONSTRUCTIONS, Construction, Trigger, TriggerPattern, trigger_index

_AHEAD, _BEHIND = 8, 7
"""Words behind and before a trigger that conditions look at."""
_NEAR = 3
_NOTHING_NEAR = "none of the words that it needs is near"
_WITH = frozenset({"with", "by", "using", "from"})
TokenRange = tuple[int, int]
_WORDS, _OBJECTS, _PARTICIPANTS = 1, 2, 3
"""Stages of an attempt: its words are looked at, then its objects, then its participants."""


@dataclass(frozen=True, slots=True)
class CandidateAttempt:
    """A word that may be a trigger: the candidate, or why there is none, and at which stage that showed."""

    token_index: int
    trigger: Trigger
    candidate: EventCandidate | None
    reason: str = ""
    stage: int = 0


def candidates(sentence: AnnotatedSentence) -> Iterator[EventCandidate]:
    """Yield the candidates of a sentence by its tree, in order; a word belongs to one trigger at most."""
    return (attempt.candidate for attempt in attempts(sentence) if attempt.candidate is not None)


def attempts(sentence: AnnotatedSentence) -> Iterator[CandidateAttempt]:
    """Yield each trigger whose words occur in the sentence, with its candidate or the reason why it has none."""
    taken: set[int] = set()
    for token_index in range(len(sentence.tokens)):
        if token_index in taken or sentence.mention_of[token_index] is not None:
            continue
        for end, pattern in _patterns(sentence, token_index):
            attempt = _attempt(sentence, token_index, end, pattern)
            if attempt is None or (attempt.candidate is not None and not taken.isdisjoint(attempt.candidate.tokens)):
                continue
            yield attempt
            if attempt.candidate is not None:
                taken.update(attempt.candidate.tokens)
                break


def _patterns(sentence: AnnotatedSentence, token_index: int) -> Iterator[tuple[int, TriggerPattern]]:
    """Yield the patterns that begin with a word, or with words that hyphens join ("gang-raped"), and its end."""
    end = token_index + 1
    while end < len(sentence.tokens) and noun_phrases.is_joined(sentence, end):
        end += 1
    table = trigger_index()
    if end > token_index + 1:
        joined = "".join(token.lower for token in sentence.tokens[token_index:end])
        yield from ((end, pattern) for pattern in table.get(joined, ()))
    yield from ((token_index + 1, pattern) for pattern in table.get(sentence.lower(token_index), ()))


def _attempt(
    sentence: AnnotatedSentence, token_index: int, end: int, pattern: TriggerPattern
) -> CandidateAttempt | None:
    """Return what comes of a trigger whose first word is at `token_index` to `end`; None where its words are not."""
    last = _last(sentence, end, pattern)
    if last is None:
        return None
    trigger = pattern.trigger
    is_noun = trigger.construction in NOUN_CONSTRUCTIONS
    core = last - 1 if is_noun else _core(sentence, end - 1)
    wrong = _wrong_class(sentence, core, is_noun=is_noun) or _ruled_out(sentence, (token_index, last, core), trigger)
    if wrong:
        return CandidateAttempt(token_index, trigger, None, wrong, _WORDS)
    if trigger.construction is Construction.LIGHT_VERB:
        return _light(sentence, (token_index, end, last), trigger)
    found_arguments = (
        noun_arguments(sentence, core, trigger) if is_noun else verb_arguments(sentence, core, last, trigger)
    )
    if isinstance(found_arguments, str):
        return CandidateAttempt(token_index, trigger, None, found_arguments, _OBJECTS)
    return _judged(token_index, _candidate(sentence, trigger, (token_index, last, core), found_arguments))


def _light(sentence: AnnotatedSentence, indexes: tuple[int, int, int], trigger: Trigger) -> CandidateAttempt:
    """Return what comes of a verb that needs a noun; its first word is at the first to the second of `indexes`."""
    token_index, end, last = indexes
    found = light_arguments(sentence, end - 1, last, trigger)
    if found is None:
        return CandidateAttempt(token_index, trigger, None, "its noun is not there")
    found_arguments, behind = found
    bad = sorted(trigger.unless.intersection(sentence.words_in(behind, behind + _NEAR)))
    if bad:
        return CandidateAttempt(token_index, trigger, None, f"ruled out by the word {bad[0]!r}", _OBJECTS)
    return _judged(token_index, _candidate(sentence, trigger, (token_index, behind, end - 1), found_arguments))


def _core(sentence: AnnotatedSentence, token_index: int) -> int:
    """Return the token that holds the clause of a trigger: that of "is ready to" is the adjective."""
    token = sentence.tokens[token_index]
    return token.head if token.dep == "cop" else token_index


def _last(sentence: AnnotatedSentence, end: int, pattern: TriggerPattern) -> int | None:
    """Return where the trigger's words end; a particle may follow the object ("pulled troops out")."""
    last = end + len(pattern.rest)
    if sentence.words_in(end, last) == pattern.rest:
        return last
    if len(pattern.rest) == 1 and is_verb(sentence, end - 1):
        particles = children(sentence, end - 1, "compound:prt", "advmod", "xcomp")
        if any(sentence.tokens[index].lower == pattern.rest[0] for index in particles):
            return end
    return None


def _wrong_class(sentence: AnnotatedSentence, token_index: int, *, is_noun: bool) -> str:
    token = sentence.tokens[token_index]
    if is_noun:
        if not may_be_noun(sentence, token_index):
            return f"{token.text!r} is no noun here"
        return f"{token.text!r} only describes another noun" if token.dep in {"compound", "nmod:desc"} else ""
    if not may_be_verb(sentence, token_index):
        return f"{token.text!r} is no verb here"
    if token.dep in {"amod", "compound", "case", "aux"}:
        return f"{token.text!r} only describes another word"
    return ""


def _ruled_out(sentence: AnnotatedSentence, indexes: tuple[int, int, int], trigger: Trigger) -> str:
    """Return why the words around the trigger forbid the trigger; "" where they do not."""
    token_index, last, core = indexes
    bad = sorted(trigger.unless.intersection(sentence.words_in(last, last + _NEAR)))
    if bad:
        return f"ruled out by the word {bad[0]!r}"
    if trigger.construction is Construction.VERB_INFINITIVE and not _has_infinitive(sentence, core):
        return "no infinitive follows"
    if trigger.subjects and arguments.subject_word(sentence, core) not in trigger.subjects:
        return "its subject is none of those it needs"
    return "" if not trigger.only or _is_demanded(sentence, token_index, last, trigger) else _NOTHING_NEAR


def _is_demanded(sentence: AnnotatedSentence, token_index: int, last: int, trigger: Trigger) -> bool:
    """Return whether one of the words that the trigger needs is behind it, or before a passive verb."""
    words = sentence.words_in(last, last + _AHEAD)
    if is_verb(sentence, token_index) and arguments.is_passive(sentence, token_index):
        words = words + sentence.words_in(token_index - _BEHIND, token_index)
    return not trigger.only.isdisjoint(words)


def _has_infinitive(sentence: AnnotatedSentence, verb: int) -> bool:
    """Return whether an infinitive with "to" completes a verb, which a clause with a subject does not."""
    return any(
        any(sentence.lower(mark) == "to" for mark in children(sentence, below, "mark"))
        or (sentence.tokens[below].tag == "VB" and child(sentence, below, "nsubj") is None)
        for below in children(sentence, verb, "xcomp", "advcl", "ccomp", "acl")
    )


def _candidate(
    sentence: AnnotatedSentence, trigger: Trigger, indexes: tuple[int, int, int], found: Arguments
) -> EventCandidate:
    actors, recipients, is_direct = found
    if trigger.swap and len(actors) == 1 and not recipients:
        actors = actor_phrases.sent_by(sentence, actors[0]) or actors
    actors, recipients = arranged(trigger, actors, recipients)
    first, last, verb = indexes
    return EventCandidate(
        trigger=trigger,
        first=first,
        last=last,
        verb=verb,
        actors=actors,
        recipients=recipients,
        is_direct=is_direct,
        source=CandidateSource.SYNTAX,
    )


def _judged(token_index: int, candidate: EventCandidate) -> CandidateAttempt:
    if candidate.lacks_actor:
        return CandidateAttempt(token_index, candidate.trigger, None, "nobody is named who does it", _PARTICIPANTS)
    if candidate.lacks_recipient:
        reason = "nobody is named to whom it is done"
        return CandidateAttempt(token_index, candidate.trigger, None, reason, _PARTICIPANTS)
    return CandidateAttempt(token_index, candidate.trigger, candidate)


def instruments(sentence: AnnotatedSentence, candidate: EventCandidate) -> list[TokenRange]:
    """Return the weapons of an assault, in order, as half-open ranges of tokens; their modifiers belong to them."""
    indexes = set(range(candidate.first, candidate.last)) | {candidate.verb}
    nouns = indexes | {below for token_index in indexes for below in _with_tools(sentence, token_index)}
    found = nouns | {below for noun in nouns for below in children(sentence, noun, "compound", "amod", "nmod:desc")}
    weapons = sorted(token_index for token_index in found if sentence.lower(token_index) in head_nouns("weapons"))
    return [(_tool_start(sentence, token_index), token_index + 1) for token_index in weapons]


def _with_tools(sentence: AnnotatedSentence, token_index: int) -> Iterator[int]:
    """Yield the subject and objects of a token, and what "with" or "by" brings in."""
    yield from children(sentence, token_index, "obj", "nsubj")
    yield from (below for below in children(sentence, token_index, "obl", "nmod") if case(sentence, below) in _WITH)


def _tool_start(sentence: AnnotatedSentence, token_index: int) -> int:
    before = [below for below in children(sentence, token_index, "compound") if below < token_index]
    return min(before, default=token_index)
