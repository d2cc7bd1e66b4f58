"""A trigger and the participants found around it become a candidate."""

from flows.steps.events.candidate import Candidate, CandidateSource, arranged
from flows.steps.events.linear import arguments as sides
from flows.steps.events.linear import subjects
from flows.steps.events.sentence import AnnotatedSentence, Phrase
from flows.steps.events.triggers import Trigger


def built(
    sentence: AnnotatedSentence,
    trigger: Trigger,
    indexes: tuple[int, int, int],
    actor: tuple[Phrase, bool] | None,
    recipient: Phrase | None,
) -> Candidate:
    """Return the candidate with coordinated participants, arranged as the trigger wants them."""
    first, last, verb = indexes
    actors = subjects.coordinated_left(sentence, actor[0]) if actor else ()
    recipients = sides.coordinated(sentence, recipient) if recipient else ()
    actors, recipients = arranged(trigger, actors, recipients)
    return Candidate(
        trigger=trigger,
        first=first,
        last=last,
        verb=verb,
        actors=actors,
        recipients=recipients,
        is_direct=bool(actor and actor[1]),
        source=CandidateSource.LINEAR,
    )
