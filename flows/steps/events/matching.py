"""Triggers of one sentence with their sides."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.steps.events import sides
from flows.steps.events.phrases import Chunk, View
from flows.steps.events.senses import NOUN_CONSTRUCTIONS, Construction, Entry, Sense, index
from flows.steps.events.words import word_class

_LIGHT_GAP = 7
_NOMINAL_BEFORE = frozenset({"'s", "’s", "'", "’"})
_CLAUSE_VERBS = frozenset({Construction.VERB_INFINITIVE, Construction.VERB_CLAUSE})


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
    for place in range(match.last, min(match.last + 9, len(view.tokens))):
        if view.lower(place) == "to":
            return range(match.first, min(place + 3, len(view.tokens)))
        if view.lower(place) in {",", ";", "that"}:
            break
    return range(match.first, match.last)


def _match(view: View, place: int, entry: Entry) -> Match | None:
    last = place + 1 + len(entry.rest)
    if any(view.lower(place + 1 + step) != word for step, word in enumerate(entry.rest)):
        return None
    sense = entry.sense
    if not _fits(view, last, sense):
        return None
    if sense.construction in NOUN_CONSTRUCTIONS:
        found = _noun(view, place, last, sense)
    elif not _is_verb(view, place, entry):
        return None
    elif sense.construction is Construction.LIGHT_VERB:
        found = _light(view, place, last, entry)
    else:
        found = _verb(view, place, last, entry)
    return found if found is not None and _has_needs(found) else None


def _fits(view: View, last: int, sense: Sense) -> bool:
    words = {view.lower(place) for place in range(last, last + 3)}
    return words.isdisjoint(sense.unless) and (not sense.only or not words.isdisjoint(sense.only))


def _has_needs(match: Match) -> bool:
    needs = match.sense.needs
    return ("actor" not in needs or bool(match.actors)) and ("recipient" not in needs or bool(match.recipients))


def _is_verb(view: View, place: int, entry: Entry) -> bool:
    """Return whether the word stands where a verb of its form can stand."""
    before = view.lower(place - 1)
    if before in word_class("articles") or before in _NOMINAL_BEFORE:
        return False
    if "ing" in entry.kinds:
        return view.lower(place + 1 + len(entry.rest)) != "of"
    helper = view.lower(sides.group_start(view, place)) if sides.group_start(view, place) < place else ""
    if entry.kinds == {"base"}:
        chunk = view.chunk_before(place)
        return before in word_class("modals") or helper in word_class("modals") or (chunk is not None and not helper)
    return before not in word_class("prepositions") or before in {"to", "like"}


def _verb(view: View, place: int, last: int, entry: Entry) -> Match | None:
    sense = entry.sense
    if entry.kinds & {"past", "participle"} and sides.is_passive(view, place):
        return _passive(view, place, last, sense)
    actor = sides.subject(view, place)
    recipient = _object(view, last, sense)
    if sense.construction is Construction.VERB_TRANSITIVE and recipient is None and not sense.reach:
        return None
    return _built(view, sense, (place, last, place), actor, recipient)


def _object(view: View, last: int, sense: Sense) -> Chunk | None:
    if sense.preps:
        return sides.after_preposition(view, last, sense.preps)
    if sense.construction is Construction.VERB_INTRANSITIVE:
        return None
    return sides.object_of(view, last, reach=sense.reach or sense.construction in _CLAUSE_VERBS)


def _passive(view: View, place: int, last: int, sense: Sense) -> Match | None:
    """Return the match of a passive verb, whose subject suffers what the agent does."""
    if sense.construction is not Construction.VERB_TRANSITIVE or sense.preps:
        return None
    patient = sides.subject(view, place)
    by = sides.agent(view, place)
    if patient is None or (sense.only and not _fits(view, place, sense)):
        return None
    chunks = sides.coordinated_left(view, patient[0])
    return Match(sense, place, last, place, sides.coordinated(view, by) if by else (), chunks, patient[1])


def _light(view: View, place: int, last: int, entry: Entry) -> Match | None:
    """Return the match of a verb that needs its noun: "imposed sanctions on X", "sanctions were imposed on X"."""
    if entry.kinds & {"past", "participle"} and sides.is_passive(view, place):
        return _light_passive(view, place, last, entry.sense)
    noun = _noun_after(view, last, entry.sense)
    if noun is None:
        return None
    actor = sides.subject(view, place)
    recipient = sides.after_preposition(view, noun + 1, entry.sense.preps) or _inside(view, last, noun)
    return _built(view, entry.sense, (place, noun + 1, place), actor, recipient)


def _inside(view: View, last: int, noun: int) -> Chunk | None:
    """Return the actor between a light verb and its noun ("gave Ukraine aid", "expelled two Russian diplomats")."""
    for place in range(last, noun + 1):
        chunk = view.chunk_of[place]
        if chunk is not None and (chunk.mention is not None or any(view.mention_of[chunk.start : chunk.end])):
            return chunk
    return None


def _noun_after(view: View, last: int, sense: Sense) -> int | None:
    """Return the token of the sense's noun in the object; no clause or preposition may come before it."""
    for place in range(last, min(last + _LIGHT_GAP, len(view.tokens))):
        word = view.lower(place)
        if word in sense.noun_forms:
            return place
        blocked = word in {",", ";", ".", ":"} or word in word_class("boundaries")
        if blocked or (word in word_class("prepositions") and word not in {"of", "with", "than", "about", "over", "up"}):
            return None
    return None


def _light_passive(view: View, place: int, last: int, sense: Sense) -> Match | None:
    start = sides.group_start(view, place)
    noun = next((spot for spot in range(start - 1, max(-1, start - 9), -1) if view.lower(spot) in sense.noun_forms), None)
    if noun is None:
        return None
    by = sides.agent(view, place)
    recipient = sides.after_preposition(view, last, sense.preps) or sides.after_preposition(view, noun + 1, sense.preps)
    return _built(view, sense, (place, last, place), (by, True) if by else None, recipient)


def _noun(view: View, place: int, last: int, sense: Sense) -> Match | None:
    """Return the match of a noun that reports an event: its sides stand before it or behind prepositions."""
    if sense.construction is Construction.NOUN_BETWEEN:
        return _between(view, place, last, sense)
    recipient = _directly_after(view, last, sense)
    actor = sides.modifier_of(view, place) or sides.after_preposition(view, last, ("by",))
    return _built(view, sense, (place, last, place), (actor, True) if actor else None, recipient)


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
    return Match(sense, place, last, place, pair[:1], pair[1:], is_direct=True) if len(pair) > 1 else None


def _built(
    view: View,
    sense: Sense,
    places: tuple[int, int, int],
    actor: tuple[Chunk, bool] | None,
    recipient: Chunk | None,
) -> Match:
    """Return the match with coordinated sides; a plural actor of a mutual act without another side splits in two."""
    first, last, verb = places
    actors = sides.coordinated_left(view, actor[0]) if actor else ()
    recipients = sides.coordinated(view, recipient) if recipient else ()
    if sense.swap and not recipients and len(actors) > 1:
        actors, recipients = actors[:1], actors[1:]
    recipients = tuple(chunk for chunk in recipients if chunk not in actors)
    return Match(sense, first, last, verb, actors, recipients, is_direct=bool(actor and actor[1]))
