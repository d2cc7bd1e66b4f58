"""Verbs that report an event only with their noun: "imposed sanctions on X", "sanctions were imposed on X"."""

from collections.abc import Iterator

from flows.steps.events.sentence import Chunk, View
from flows.steps.events.syntax import actor_phrases as groups
from flows.steps.events.syntax import arguments
from flows.steps.events.syntax.actor_phrases import Sides
from flows.steps.events.syntax.navigation import case, child, children, clause, is_verb, may_be_noun, relation
from flows.steps.events.triggers import Sense

_REACH = 8
"""Words between a verb and its noun in one trigger at most."""
_NOT_OF_THE_DEED = frozenset({"to", "after", "before", "during", "since", "until", "through"})
"""Prepositions that bring in a receiver, a time or a way, and never what is done: "sent a note to the envoy"."""
_PARTS = frozenset({"conj", "nmod", "compound", "nummod", "appos", "obj"})
"""Relations inside a noun phrase."""


def light_sides(view: View, verb: int, last: int, sense: Sense) -> tuple[Sides, int] | None:
    """Return the sides of a verb with its noun, and where the trigger ends; None where the noun is not there.

    The trigger's own words reach from the verb to the token before `last`.
    """
    is_passive = arguments.is_passive(view, verb)
    noun = _noun(view, verb, last, sense, is_passive=is_passive)
    if noun is None:
        return None
    if is_passive:
        actors, is_direct = arguments.agent(view, verb), True
    else:
        actors, is_direct = arguments.subject(view, verb)
    recipients = (
        arguments.oblique(view, noun, sense.preps)
        or arguments.oblique(view, verb, sense.preps)
        or _given(view, verb)
        or groups.actors(view, noun)
        or groups.owner(view, noun)
    )
    end = last if is_passive or noun < verb or noun - verb > _REACH else noun + 1
    return (actors, recipients, is_direct), end


def _noun(view: View, verb: int, last: int, sense: Sense, *, is_passive: bool) -> int | None:
    """Return the noun of a trigger, in its object or brought in by a preposition."""
    subject = arguments.patient(view, verb) if is_passive else None
    governor = next((spot for spot in range(last - 1, verb, -1) if is_verb(view, spot)), verb)  # "failed to reach"
    heads = [subject] if subject is not None else arguments.objects(view, governor)
    noun = next((spot for head in heads for spot in _phrase(view, head) if _is_noun(view, spot, sense)), None)
    if noun is not None or is_passive:
        return noun
    foreign = _NOT_OF_THE_DEED - {view.lower(spot) for spot in range(verb, last)}
    brought = (spot for spot in children(view, governor, "obl", "xcomp") if case(view, spot) not in foreign)
    return next((spot for spot in brought if _is_noun(view, spot, sense)), None)


def _phrase(view: View, head: int) -> Iterator[int]:
    """Yield the head of an object, then the nouns below it, names aside: of "a round of talks", "millions in aid"."""
    yield head
    below = (spot for spot in clause(view, head) if relation(view, spot) in _PARTS)
    yield from (spot for spot in below if view.mention_of[spot] is None)


def _given(view: View, verb: int) -> tuple[Chunk, ...]:
    """Return to whom something is given ("gave Ukraine aid")."""
    place = child(view, verb, "iobj")
    return groups.actors(view, place) if place is not None else ()


def _is_noun(view: View, place: int, sense: Sense) -> bool:
    """Return whether one of the sense's nouns, which may have up to three words, ends at a token.

    An infinitive is none ("urged them to stop" asks for no stop), unless it is listed with its "to".
    """
    words = [view.lower(place - 2), view.lower(place - 1), view.lower(place)]
    found = [form for step in range(3) if (form := " ".join(words[step:])) in sense.noun_forms]
    token = view.tokens[place]
    is_noun = may_be_noun(view, place) or token.tag in {"VBG", "CD"} or token.lower.endswith("s")
    return any(is_noun or form.startswith("to ") for form in found)
