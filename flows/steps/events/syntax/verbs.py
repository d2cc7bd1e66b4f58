"""The sides of a verb that reports an event by itself: "attacked X", "was condemned by X", "threatened to ..."."""

from flows.steps.events.sentence import Chunk, View
from flows.steps.events.syntax import actor_phrases as groups
from flows.steps.events.syntax import arguments
from flows.steps.events.syntax.actor_phrases import Sides
from flows.steps.events.syntax.navigation import case, children
from flows.steps.events.triggers import Construction, Sense

_CLAUSE_VERBS = frozenset({Construction.VERB_INFINITIVE, Construction.VERB_CLAUSE})


def verb_sides(view: View, place: int, last: int, sense: Sense) -> Sides | str:
    """Return the sides of a verb that is a trigger by itself, or why it reports no event here.

    The trigger's own words end before the token `last`.
    """
    if arguments.is_passive(view, place):
        return _passive(view, place, sense)
    actors, is_direct = arguments.subject(view, place)
    if not actors and arguments.is_accident(view, place):
        return "an accident does it"
    if sense.construction is Construction.VERB_INTRANSITIVE:
        if not sense.preps and arguments.objects(view, place):
            return "it has an object, which this meaning does not take"
        recipients = arguments.oblique(view, place, sense.preps) if sense.preps else ()
        return actors, recipients or arguments.content(view, place), is_direct
    if sense.construction in _CLAUSE_VERBS:
        recipients = arguments.oblique(view, place, sense.preps) if sense.preps else ()
        return actors, recipients or arguments.complement(view, place), is_direct
    return _transitive(view, _acted_on(view, place, last), sense, actors, is_direct=is_direct, place=place)


def _acted_on(view: View, place: int, last: int) -> list[int]:
    """Return the tokens that a verb acts on; behind an object of its own words ("seized control of") what these do."""
    found = arguments.objects(view, place)
    own = [spot for spot in found if place < spot < last]
    if not own:
        return found
    word = view.lower(last - 1)
    return [
        below for spot in (*own, place) for below in children(view, spot, "nmod", "obl") if case(view, below) == word
    ]


def _transitive(
    view: View, found: list[int], sense: Sense, actors: tuple[Chunk, ...], *, is_direct: bool, place: int
) -> Sides | str:
    if sense.preps:
        recipients = arguments.oblique(view, place, sense.preps)
    else:
        reach = groups.within if sense.reach else groups.actors
        recipients = next((chunks for spot in found if (chunks := reach(view, spot))), ())
    if not recipients and not sense.reach:
        return "its object is nobody and nothing that can be acted on" if found else "it has no object"
    return actors, recipients, is_direct


def _passive(view: View, place: int, sense: Sense) -> Sides | str:
    """Return the sides of a passive verb, whose subject suffers what the agent does."""
    if sense.construction not in {Construction.VERB_TRANSITIVE, Construction.VERB_INFINITIVE} or sense.preps:
        return "it is passive, which this meaning is not"
    if arguments.is_accident(view, place):
        return "an accident does it"
    suffering = arguments.patient(view, place)
    reach = groups.within if sense.reach else groups.actors
    recipients = reach(view, suffering) if suffering is not None else ()
    if not recipients and not sense.reach:
        return "its subject is nobody and nothing that can be acted on"
    return arguments.agent(view, place), recipients, bool(recipients)
