"""Verbs that report an event only with their noun: "imposed sanctions on X", "sanctions were imposed on X"."""

from collections.abc import Iterator

from flows.steps.events.phrases import Chunk, View
from flows.steps.events.senses import Sense
from flows.steps.events.trees import arguments, groups
from flows.steps.events.trees.groups import Sides
from flows.steps.events.trees.tree import child, children, clause, relation

_REACH = 8
"""Words between a verb and its noun in one trigger at most."""
_PARTS = frozenset({"conj", "nmod", "compound", "nummod", "appos", "obj"})
"""Relations inside a noun phrase."""


def light_sides(view: View, place: int, last: int, sense: Sense) -> tuple[Sides, int] | None:
    """Return the sides of a verb with its noun, and where the trigger ends; None where the noun is not there."""
    is_passive = arguments.is_passive(view, place)
    subject = arguments.patient(view, place) if is_passive else None
    heads = [subject] if subject is not None else arguments.objects(view, place)
    noun = next((spot for head in heads for spot in _phrase(view, head) if _is_noun(view, spot, sense)), None)
    if noun is None and not is_passive:
        noun = next((spot for spot in children(view, place, "obl", "xcomp") if _is_noun(view, spot, sense)), None)
    if noun is None:
        return None
    if is_passive:
        actors, is_direct = arguments.agent(view, place), True
    else:
        actors, is_direct = arguments.subject(view, place)
    recipients = (
        arguments.oblique(view, noun, sense.preps)
        or arguments.oblique(view, place, sense.preps)
        or _given(view, place)
        or groups.actors(view, noun)
        or groups.owner(view, noun)
    )
    end = last if is_passive or noun < place or noun - place > _REACH else noun + 1
    return (actors, recipients, is_direct), end


def _phrase(view: View, head: int) -> Iterator[int]:
    """Yield the head of an object, then the nouns below it: of "a round of talks" and "millions in aid"."""
    yield head
    yield from (spot for spot in clause(view, head) if relation(view, spot) in _PARTS)


def _given(view: View, verb: int) -> tuple[Chunk, ...]:
    """Return to whom something is given ("gave Ukraine aid")."""
    place = child(view, verb, "iobj")
    return groups.actors(view, place) if place is not None else ()


def _is_noun(view: View, place: int, sense: Sense) -> bool:
    """Return whether one of the sense's nouns, which may have up to three words, ends at a token."""
    words = [view.lower(place - 2), view.lower(place - 1), view.lower(place)]
    return any(" ".join(words[step:]) in sense.noun_forms for step in range(3))
