"""Triggers of one sentence with their sides."""

from collections.abc import Iterator

from flows.steps.events.candidate import Match
from flows.steps.events.lexicon import head_nouns
from flows.steps.events.linear import arguments as sides
from flows.steps.events.linear import subjects
from flows.steps.events.linear.candidate import built
from flows.steps.events.linear.conditions import fits, has_object, infinitive, is_verb
from flows.steps.events.linear.light_verbs import light
from flows.steps.events.sentence import Chunk, View
from flows.steps.events.triggers import NOUN_CONSTRUCTIONS, Construction, Entry, Sense, index

_CLAUSE_VERBS = frozenset({Construction.VERB_INFINITIVE, Construction.VERB_CLAUSE})


def matches(view: View) -> Iterator[Match]:
    """Yield the triggers of the sentence in order; a word belongs to one trigger at most."""
    table = index()
    taken: set[int] = set()
    for place, token in enumerate(view.tokens):
        if place in taken or view.mention_of[place] is not None or token.lower not in table:
            continue
        for entry in table[token.lower]:
            match = _match(view, place, entry)
            if match is not None and taken.isdisjoint((match.first, match.last - 1)):
                taken.update(_consumed(view, match))
                yield match
                break


def _consumed(view: View, match: Match) -> range:
    """Return the words no other trigger may use: the trigger, and the infinitive that completes it."""
    if match.sense.construction not in _CLAUSE_VERBS:
        return range(match.first, match.last)
    to = infinitive(view, match.last)
    return range(match.first, match.last if to is None else min(to + 3, len(view.tokens)))


def _match(view: View, place: int, entry: Entry) -> Match | None:
    last = place + 1 + len(entry.rest)
    if any(view.lower(place + 1 + step) != word for step, word in enumerate(entry.rest)):
        return None
    sense = entry.sense
    if not fits(view, place, last, sense):
        return None
    if sense.construction in NOUN_CONSTRUCTIONS:
        found = _noun(view, place, last, sense)
    elif not is_verb(view, place, entry):
        return None
    elif sense.construction is Construction.LIGHT_VERB:
        found = light(view, place, last, entry)
    else:
        found = _verb(view, place, last, entry)
    return found if found is not None and _has_needs(found) else None


def _has_needs(match: Match) -> bool:
    needs = match.sense.needs
    return ("actor" not in needs or bool(match.actors)) and ("recipient" not in needs or bool(match.recipients))


def _verb(view: View, place: int, last: int, entry: Entry) -> Match | None:
    sense = entry.sense
    if entry.kinds & {"past", "participle"} and subjects.is_passive(view, place):
        return _passive(view, place, last, sense)
    if sense.construction is Construction.VERB_INTRANSITIVE and not entry.rest and has_object(view, last):
        return None
    actor = subjects.subject(view, place)
    recipient = _object(view, last, sense)
    if sense.construction is Construction.VERB_TRANSITIVE and recipient is None and not sense.reach:
        return None
    return built(view, sense, (place, last, place), actor, recipient)


def _object(view: View, last: int, sense: Sense) -> Chunk | None:
    if sense.preps:
        return sides.after_preposition(view, last, sense.preps)
    if sense.construction is Construction.VERB_INTRANSITIVE:
        return None
    if sense.construction is Construction.VERB_CLAUSE and view.lower(last) == "that":
        last += 1
    return sides.object_of(view, last, reach=sense.reach or sense.construction in _CLAUSE_VERBS)


def _passive(view: View, place: int, last: int, sense: Sense) -> Match | None:
    """Return the match of a passive verb, whose subject suffers what the agent does."""
    if sense.construction not in {Construction.VERB_TRANSITIVE, Construction.VERB_INFINITIVE} or sense.preps:
        return None
    patient = subjects.subject(view, place)
    by = sides.agent(view, place)
    if patient is None and not sense.reach:
        return None
    chunks = subjects.coordinated_left(view, patient[0]) if patient else _owner(view, place)
    return Match(
        sense=sense,
        first=place,
        last=last,
        verb=place,
        actors=sides.coordinated(view, by) if by else (),
        recipients=chunks,
        is_direct=bool(patient),
    )


def _owner(view: View, verb: int) -> tuple[Chunk, ...]:
    """Return whose thing it is that a passive verb tells of ("the Turkish decision was condemned")."""
    owner = sides.modifier_of(view, subjects.group_start(view, verb))
    return (owner,) if owner else ()


def _noun(view: View, place: int, last: int, sense: Sense) -> Match | None:
    """Return the match of a noun that reports an event: its sides stand before it or behind prepositions."""
    if sense.construction is Construction.NOUN_BETWEEN:
        return _between(view, place, last, sense)
    recipient = _directly_after(view, last, sense)
    actor = sides.modifier_of(view, place) or sides.after_preposition(view, last, ("by",))
    return built(view, sense, (place, last, place), (actor, True) if actor else None, recipient)


def _directly_after(view: View, last: int, sense: Sense) -> Chunk | None:
    """Return the side behind the noun's own preposition, which a date or a place may precede, but no verb."""
    if view.lower(last) in sense.preps:
        return sides.object_of(view, last + 1, reach=sense.reach)
    if view.when[last : last + 1] == [True] or view.lower(last) in {"in", "by"}:
        return sides.after_preposition(view, last, sense.preps, reach=sense.reach)
    return None


def _between(view: View, place: int, last: int, sense: Sense) -> Match | None:
    if view.lower(last) not in {"between", "among"}:
        return None
    first = sides.object_of(view, last + 1, reach=False)
    if first is None:
        return None
    pair = sides.coordinated(view, first)
    return (
        Match(sense=sense, first=place, last=last, verb=place, actors=pair[:1], recipients=pair[1:], is_direct=True)
        if len(pair) > 1
        else None
    )


def instruments(view: View, match: Match) -> list[tuple[int, int]]:
    """Return the weapons among the words of a trigger, as half-open ranges of tokens."""
    weapons = head_nouns("weapons")
    return [(place, place + 1) for place in range(match.first, match.last) if view.lower(place) in weapons]
