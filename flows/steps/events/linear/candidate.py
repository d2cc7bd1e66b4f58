"""A trigger and the sides found around it become a match."""

from flows.steps.events.candidate import Match
from flows.steps.events.linear import arguments as sides
from flows.steps.events.linear import subjects
from flows.steps.events.sentence import Chunk, View
from flows.steps.events.triggers import Sense


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
    return Match(
        sense=sense,
        first=first,
        last=last,
        verb=verb,
        actors=actors,
        recipients=recipients,
        is_direct=bool(actor and actor[1]),
    )
