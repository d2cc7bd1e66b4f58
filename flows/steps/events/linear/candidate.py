"""A trigger and the participants found around it become a candidate."""

from flows.steps.events.candidate import CandidateSource, EventCandidate, arranged
from flows.steps.events.linear import arguments, subjects
from flows.steps.events.sentence import AnnotatedSentence, Phrase
from flows.steps.events.triggers import Trigger


def built(
    sentence: AnnotatedSentence,
    trigger: Trigger,
    indexes: tuple[int, int, int],
    actor: tuple[Phrase, bool] | None,
    recipient: Phrase | None,
) -> EventCandidate:
    """Return the candidate with coordinated participants, arranged as the trigger wants them."""
    first, last, verb = indexes
    actors = subjects.coordinated_left(sentence, actor[0]) if actor else ()
    recipients = arguments.coordinated(sentence, recipient) if recipient else ()
    actors, recipients = arranged(trigger, actors, recipients)
    return EventCandidate(
        trigger=trigger,
        first=first,
        last=last,
        verb=verb,
        actors=actors,
        recipients=recipients,
        is_direct=bool(actor and actor[1]),
        source=CandidateSource.LINEAR,
    )
