"""One trigger with its actors and recipients, from one of the extractors, and the rules that hold for all of these."""

from dataclasses import dataclass, replace
from enum import StrEnum

from flows.steps.events.sentence import Phrase
from flows.steps.events.triggers import NOUN_CONSTRUCTIONS, Trigger
from flows.steps.text.passage import ReadEvent


class CandidateSource(StrEnum):
    """The extractor that gave a candidate."""

    SYNTAX = "syntax"
    LINEAR = "linear"
    LEARNED = "learned"


@dataclass(frozen=True, slots=True)
class EventCandidate:
    """One trigger: tokens `first` to `last` (half-open), the token of its verb or noun, and its participants.

    `is_direct` is false where the subject was taken from the clause around the verb. `read` is what the language model
    reads at these words.
    """

    trigger: Trigger
    first: int
    last: int
    verb: int
    actors: tuple[Phrase, ...]
    recipients: tuple[Phrase, ...]
    is_direct: bool
    source: CandidateSource
    read: ReadEvent | None = None

    @property
    def tokens(self) -> range:
        """Return the indexes of the tokens of the trigger."""
        return range(self.first, self.last)

    @property
    def lacks_actor(self) -> bool:
        """Return whether the trigger needs an actor that is not there."""
        return "actor" in self.trigger.needs and not self.actors

    @property
    def lacks_recipient(self) -> bool:
        """Return whether the trigger needs a recipient that is not there."""
        return "recipient" in self.trigger.needs and not self.recipients

    @property
    def is_complete(self) -> bool:
        """Return whether all participants that the trigger needs are there."""
        return not (self.lacks_actor or self.lacks_recipient)


def arranged(
    trigger: Trigger, actors: tuple[Phrase, ...], recipients: tuple[Phrase, ...]
) -> tuple[tuple[Phrase, ...], tuple[Phrase, ...]]:
    """Return actors and recipients as the trigger wants them.

    The plural actor of a mutual act without another participant splits in two; of some nouns the recipient acts ("the
    withdrawal of X"), and of some verbs the subject receives ("X received aid from Y"). Nobody does anything to
    himself.
    """
    if trigger.swap and not recipients and len(actors) > 1:
        actors, recipients = actors[:1], actors[1:]
    recipients = others(actors, recipients)
    if not trigger.turn:
        return actors, recipients
    return recipients, () if trigger.construction in NOUN_CONSTRUCTIONS else actors


def others(actors: tuple[Phrase, ...], recipients: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """Return the recipients, each once, that are none of the actors, neither by their words nor as an entity."""
    taken = {phrase.mention.entity_id for phrase in actors if phrase.mention}
    found: list[Phrase] = []
    for phrase in recipients:
        is_taken = phrase.mention is not None and phrase.mention.entity_id in taken
        if phrase not in actors and phrase not in found and not is_taken:
            found.append(phrase)
            taken |= {phrase.mention.entity_id} if phrase.mention else set()
    return tuple(found)


def without_oneself(candidate: EventCandidate) -> EventCandidate:
    """Return a candidate without those recipients who are its actors."""
    recipients = others(candidate.actors, candidate.recipients)
    return candidate if recipients == candidate.recipients else replace(candidate, recipients=recipients)
