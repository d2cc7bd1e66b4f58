"""What is taken of the events that the rules and the language model propose, and with which sides.

The rules (`ensemble`) give a candidate for words that somebody has listed; the model reads any words. `trust.toml` has
the probabilities from which each is taken. Without what a model reads, the rules decide alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.events import learned, syntax
from flows.steps.events.candidate import CandidateSource, EventCandidate, others, without_oneself
from flows.steps.events.ensemble import by_rules, meets_nobody
from flows.steps.events.sentence import AnnotatedSentence, Phrase
from flows.steps.events.syntax.arguments import is_accident
from flows.steps.events.syntax.navigation import relation
from flows.steps.events.triggers import Trigger
from flows.steps.events.trust import trust
from schemas.data_files import Words, load_toml
from schemas.vocab import EventType

_INSIDE = frozenset({"amod", "compound", "nsubj", "obj", "acl", "xcomp"})
"""Relations between words of one deed: "a targeted killing", "the blast killed", "that killed", "kept shops shut"."""
_WORTH_TELLING = 0.2
"""Probability from which what was read and not taken is a near miss."""
_AHEAD = 4
"""Words behind the verb of a statement in which its noun is looked for."""


class Statement(NamedTuple):
    """A block of `statements.toml`, whose head explains its keys."""

    verbs: Words
    nouns: Words
    yes: tuple[str, ...]
    no: tuple[str, ...]


@cache
def statements() -> dict[str, Statement]:
    """Return the blocks of `statements.toml`."""
    return load_toml(files(__package__).joinpath("statements.toml"), dict[str, Statement])


def _is_statement(sentence: AnnotatedSentence, verb: int) -> bool:
    """Return whether a verb and what follows it are a mere statement; False without a language model."""
    lemma = sentence.tokens[verb].lemma
    behind = {token.lemma for token in sentence.tokens[verb + 1 : verb + 1 + _AHEAD]}
    return any(lemma in kind.verbs and not behind.isdisjoint(kind.nouns) for kind in statements().values())


def candidates(sentence: AnnotatedSentence) -> list[EventCandidate]:
    """Return the events of a sentence, in order: those of the rules, and what the language model reads beside them.

    A candidate of the rules carries what was read at its words; of one that is hardly an event for the model, and of
    what is read without a rule, only the likely ones are taken.
    """
    ruled = [replace(item, read=learned.read_for(sentence, item)) for item in by_rules(sentence)]
    if sentence.read_events is None:
        return ruled
    read = list(learned.candidates(sentence))
    kept = [_with_read_sides(sentence, item, read) for item in ruled if _is_likely(sentence, item)]
    taken = {index for item in kept for index in (*item.tokens, item.verb)}
    likely = (item for item in read if taken.isdisjoint(item.tokens) and _is_likely(sentence, item))
    found = list(kept)
    for item in sorted(likely, key=_share, reverse=True):
        if not _is_idle(sentence, item) and not _tells_another(sentence, item, found):
            found.append(_parted(_without_pronouns(sentence, item)))
    return sorted(found, key=lambda candidate: candidate.first)


def unsure(sentence: AnnotatedSentence) -> Iterator[tuple[Trigger, str, str]]:
    """Yield what is not likely enough to be taken, but not far from it: a trigger, its words, and how likely it is."""
    taken = {index for item in candidates(sentence) for index in (*item.tokens, item.verb)}
    ruled = (replace(item, read=learned.read_for(sentence, item)) for item in by_rules(sentence))
    for item in (*ruled, *learned.candidates(sentence)) if sentence.read_events is not None else ():
        if taken.isdisjoint(item.tokens):
            taken |= set(item.tokens)
            words = " ".join(token.text for token in sentence.tokens[item.first : item.last])
            share, least = _weighed(sentence, item)
            if item.source is not CandidateSource.LEARNED or share >= _WORTH_TELLING:
                yield item.trigger, words, f"the language model gives it {share:.2f}, and {least:.2f} is needed"


def _weighed(sentence: AnnotatedSentence, candidate: EventCandidate) -> tuple[float, float]:
    """Return how likely a candidate is for the language model, and how likely it must be."""
    if candidate.source is not CandidateSource.LEARNED or candidate.read is None:
        return _share(candidate), trust().ruled
    least = trust().read_known if learned.known_types(sentence, candidate.tokens) else trust().read
    return candidate.read.probability * candidate.read.types[candidate.trigger.event_type], least


def _is_likely(sentence: AnnotatedSentence, candidate: EventCandidate) -> bool:
    share, least = _weighed(sentence, candidate)
    return share >= least


def _is_idle(sentence: AnnotatedSentence, candidate: EventCandidate) -> bool:
    """Return whether the rules know that what was read is no event: an accident, a mere statement, a lonely meeting."""
    is_assault = candidate.trigger.event_type == EventType.ASSAULT
    is_harm = is_assault and sentence.is_tree and is_accident(sentence, candidate.verb)
    return is_harm or _is_statement(sentence, candidate.verb) or meets_nobody(sentence, candidate)


def _tells_another(sentence: AnnotatedSentence, candidate: EventCandidate, kept: Sequence[EventCandidate]) -> bool:
    """Return whether what was read belongs to a deed that is found already: "targeted killing", "the blast killed"."""
    token = sentence.tokens[candidate.verb]
    return any(
        item.trigger.event_type == candidate.trigger.event_type
        and (
            (token.head in (*item.tokens, item.verb) and relation(sentence, candidate.verb) in _INSIDE)
            or (sentence.tokens[item.verb].head == candidate.verb and relation(sentence, item.verb) in _INSIDE)
        )
        for item in kept
    )


def _parted(candidate: EventCandidate) -> EventCandidate:
    """Return a candidate whose sides differ: of a mutual act the first acts, towards the others."""
    if len(candidate.actors) > 1 and set(candidate.recipients) == set(candidate.actors):
        return replace(candidate, actors=candidate.actors[:1], recipients=candidate.actors[1:])
    return without_oneself(candidate)


def _share(candidate: EventCandidate) -> float:
    return candidate.read.probability if candidate.read is not None else 0.0


def _with_read_sides(
    sentence: AnnotatedSentence, candidate: EventCandidate, proposals: Iterable[EventCandidate]
) -> EventCandidate:
    """Return a candidate of the rules with the side that it lacks, as it is read in one of `proposals`."""
    if candidate.read is None or (candidate.actors and candidate.recipients):
        return candidate
    own = next(item for item in proposals if item.read is candidate.read)
    read = _without_pronouns(sentence, own)
    actors = candidate.actors or others(candidate.recipients, read.actors)
    return replace(candidate, actors=actors, recipients=candidate.recipients or others(actors, read.recipients))


def _without_pronouns(sentence: AnnotatedSentence, candidate: EventCandidate) -> EventCandidate:
    """Return a candidate with those whom its pronouns mean, and without a pronoun that means nobody known."""
    actors, recipients = (
        tuple(found for phrase in phrases for found in _meant(sentence, phrase))
        for phrases in (candidate.actors, candidate.recipients)
    )
    return replace(candidate, actors=actors, recipients=recipients)


def _meant(sentence: AnnotatedSentence, phrase: Phrase) -> tuple[Phrase, ...]:
    is_pronoun = phrase.end == phrase.start + 1 and sentence.tokens[phrase.start].pos == "PRON"
    return syntax.antecedent_of(sentence, phrase.start) if is_pronoun else (phrase,)
