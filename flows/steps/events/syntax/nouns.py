"""The sides of a noun that reports an event: "Iran's attack on X", "the killing of X by Y", "talks between X and Y"."""

from flows.steps.events.lexicon import word_class
from flows.steps.events.sentence import Chunk, View
from flows.steps.events.syntax import actor_phrases as groups
from flows.steps.events.syntax import arguments
from flows.steps.events.syntax.actor_phrases import Sides
from flows.steps.events.syntax.fallback import owner_before
from flows.steps.events.syntax.navigation import case, child, children, is_verb, relation
from flows.steps.events.triggers import Construction, Sense
from schemas.vocab import EventType

_BY = frozenset({"by"})
_BETWEEN = frozenset({"between", "among"})


def noun_sides(view: View, noun: int, sense: Sense) -> Sides | str:
    """Return actors, recipients and whether the actor is certain, or why the noun tells no event here."""
    if sense.construction is Construction.NOUN_BETWEEN:
        return _between(view, noun)
    owners = (
        groups.owner(view, noun)
        or owner_before(view, noun)
        or groups.brought_in(view, children(view, noun, "nmod", "obl"), _BY)
    )
    verb = support_verb(view, noun)
    actors = owners or (_carrier(view, verb) if verb is not None else ())
    recipients = _recipients(view, noun, verb, sense)
    if sense.event_type == EventType.REQUEST and not recipients:
        recipients = _granting(view, noun)
    return actors, recipients, bool(owners)


def _recipients(view: View, noun: int, verb: int | None, sense: Sense) -> tuple[Chunk, ...]:
    below = [place for place in children(view, noun, "nmod", "obl") if case(view, place) in sense.preps]
    reach = groups.within if sense.reach else groups.actors
    found = next((chunks for place in below if (chunks := reach(view, place))), ())
    if found:
        return found
    return arguments.oblique(view, verb, sense.preps - {"of"}) if verb is not None else ()


def _granting(view: View, noun: int) -> tuple[Chunk, ...]:
    """Return who did what a request had asked for: the subject of "X returned at Y's request"."""
    if case(view, noun) not in word_class("granting"):
        return ()
    place = noun
    while view.tokens[place].head != place:
        place = view.tokens[place].head
        subject = child(view, place, "nsubj")
        if subject is not None:
            return groups.actors(view, subject)
    return ()


def _carrier(view: View, verb: int) -> tuple[Chunk, ...]:
    """Return who carries out what the noun says."""
    if arguments.is_passive(view, verb):
        return arguments.agent(view, verb)
    return arguments.subject(view, verb)[0]


def _between(view: View, noun: int) -> Sides | str:
    places = [place for place in children(view, noun, "nmod", "obl") if case(view, place) in _BETWEEN]
    verb = support_verb(view, noun)
    if not places and verb is not None:
        places = [place for place in children(view, verb, "obl") if case(view, place) in _BETWEEN]
    pair = groups.actors(view, places[0]) if places else ()
    return (pair[:1], pair[1:], True) if len(pair) > 1 else "no two sides follow"


def support_verb(view: View, noun: int) -> int | None:
    """Return the verb that only carries out what a noun says ("launched an attack"), None where there is none."""
    head = view.tokens[noun].head
    if head == noun - 1 and relation(view, head) == "xcomp":  # "carried out drone strikes", where "drone" is no verb
        head = view.tokens[head].head
    is_carried = head != noun and is_verb(view, head) and relation(view, noun) in {"obj", "nsubj"}
    return head if is_carried and view.tokens[head].lemma in word_class("support_verbs") else None
