"""One trigger with its sides."""

from dataclasses import dataclass

from flows.steps.events import sides, subjects
from flows.steps.events.phrases import Chunk, View
from flows.steps.events.senses import Sense


@dataclass(frozen=True, slots=True)
class Match:
    """One trigger: tokens `first` to `last` (half-open), the verb's token, and the sides found.

    `is_direct` is false where the subject was taken from the clause around the verb.
    """

    sense: Sense
    first: int
    last: int
    verb: int
    actors: tuple[Chunk, ...]
    recipients: tuple[Chunk, ...]
    is_direct: bool


def built(
    view: View,
    sense: Sense,
    places: tuple[int, int, int],
    actor: tuple[Chunk, bool] | None,
    recipient: Chunk | None,
) -> Match:
    """Return the match with coordinated sides; a plural actor of a mutual act without another side splits in two."""
    first, last, verb = places
    actors = subjects.coordinated_left(view, actor[0]) if actor else ()
    recipients = sides.coordinated(view, recipient) if recipient else ()
    if sense.swap and not recipients and len(actors) > 1:
        actors, recipients = actors[:1], actors[1:]
    recipients = tuple(chunk for chunk in recipients if chunk not in actors)
    if sense.turn:
        actors, recipients = recipients, ()
    return Match(sense, first, last, verb, actors, recipients, is_direct=bool(actor and actor[1]))
