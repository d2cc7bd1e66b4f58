"""Triggers of one sentence with their sides, by its tree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flows.steps.events.candidate import Match
from flows.steps.events.sentence import View
from flows.steps.events.syntax import arguments
from flows.steps.events.syntax import noun_phrases as heads
from flows.steps.events.syntax.actor_phrases import Sides
from flows.steps.events.syntax.fallback import further, is_sound
from flows.steps.events.syntax.light_verbs import light_sides
from flows.steps.events.syntax.navigation import child, children, is_verb, may_be_noun, may_be_verb
from flows.steps.events.syntax.nouns import noun_sides
from flows.steps.events.syntax.verbs import verb_sides
from flows.steps.events.triggers import NOUN_CONSTRUCTIONS, Construction, Entry, Sense, index
from schemas.plover import codes
from schemas.vocab import EventType, QuadClass

_AHEAD, _BEHIND = 8, 7
"""Words behind and before a trigger that conditions look at."""
_NEAR = 3
_WORDS, _OBJECTS, _SIDES = 1, 2, 3
"""Steps of an attempt: its words are looked at, then its objects, then its sides."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A word that may be a trigger: the match, or why it is none, and after how many steps that showed."""

    place: int
    sense: Sense
    match: Match | None
    reason: str = ""
    steps: int = 0


def matches(view: View) -> Iterator[Match]:
    """Yield the triggers of the sentence in order; a word belongs to one trigger at most."""
    tried = attempts(view) if is_sound(view) else ()
    found = [attempt.match for attempt in tried if attempt.match is not None]
    taken = {place for match in found for place in range(match.first, match.last)}
    found += [match for match in further(view) if taken.isdisjoint(range(match.first, match.last))]
    yield from sorted((_with_aim(view, match, found) for match in found), key=lambda match: match.first)


def _with_aim(view: View, match: Match, found: Sequence[Match]) -> Match:
    """Return an assault with those whom it aimed at, too: "stormed the park to besiege the embassy"."""
    if match.sense.event_type != EventType.ASSAULT or match.sense.construction in NOUN_CONSTRUCTIONS:
        return match
    near = (match.verb, *children(view, match.verb, "obj"))  # the parser hangs "to besiege" on the verb or the object
    aims = {below for place in near for below in children(view, place, "advcl", "xcomp", "acl")}
    meant = [
        chunk
        for other in found
        if other.verb in aims
        and codes()[other.sense.event_type].quad_class == QuadClass.MATERIAL_CONFLICT
        and any(view.lower(mark) == "to" for mark in children(view, other.verb, "mark"))
        for chunk in other.recipients
        if chunk not in (*match.actors, *match.recipients)
    ]
    return replace(match, recipients=(*match.recipients, *meant))


def attempts(view: View) -> Iterator[Attempt]:
    """Yield each sense whose words stand in the sentence, with its match or the reason why it has none."""
    taken: set[int] = set()
    for place in range(len(view.tokens)):
        if place in taken or view.mention_of[place] is not None:
            continue
        for end, entry in _entries(view, place):
            attempt = _attempt(view, place, end, entry)
            if attempt is None or (attempt.match is not None and not taken.isdisjoint(_own(attempt.match))):
                continue
            yield attempt
            if attempt.match is not None:
                taken.update(_own(attempt.match))
                break


def _entries(view: View, place: int) -> Iterator[tuple[int, Entry]]:
    """Yield the senses that begin with a word, or with words that hyphens join to it ("gang-raped"), and its end."""
    end = place + 1
    while end < len(view.tokens) and heads.is_joined(view, end):
        end += 1
    table = index()
    if end > place + 1:
        joined = "".join(token.lower for token in view.tokens[place:end])
        yield from ((end, entry) for entry in table.get(joined, ()))
    yield from ((place + 1, entry) for entry in table.get(view.lower(place), ()))


def _own(match: Match) -> range:
    return range(match.first, match.last)


def _attempt(view: View, place: int, end: int, entry: Entry) -> Attempt | None:
    """Return what comes of a sense whose first word is at `place` to `end`; None where its words are not all there."""
    last = _last(view, end, entry)
    if last is None:
        return None
    sense = entry.sense
    is_noun = sense.construction in NOUN_CONSTRUCTIONS
    core = last - 1 if is_noun else _core(view, end - 1)
    wrong = _wrong_class(view, core, is_noun=is_noun) or _ruled_out(view, (place, last, core), sense)
    if wrong:
        return Attempt(place, sense, None, wrong, _WORDS)
    if sense.construction is Construction.LIGHT_VERB:
        return _light(view, (place, end, last), sense)
    sides = noun_sides(view, core, sense) if is_noun else verb_sides(view, core, last, sense)
    if isinstance(sides, str):
        return Attempt(place, sense, None, sides, _OBJECTS)
    return _judged(place, _match(sense, (place, last, core), sides))


def _light(view: View, places: tuple[int, int, int], sense: Sense) -> Attempt:
    """Return what comes of a verb that needs a noun; its first word is at the first to the second of `places`."""
    place, end, last = places
    found = light_sides(view, end - 1, last, sense)
    if found is None:
        return Attempt(place, sense, None, "its noun is not there")
    sides, behind = found
    bad = sorted({view.lower(spot) for spot in range(behind, behind + _NEAR)} & sense.unless)
    if bad:
        return Attempt(place, sense, None, f"ruled out by the word {bad[0]!r}", _OBJECTS)
    return _judged(place, _match(sense, (place, behind, end - 1), sides))


def _core(view: View, place: int) -> int:
    """Return the token that holds the clause of a trigger: that of "is ready to" is the adjective."""
    token = view.tokens[place]
    return token.head if token.dep == "cop" else place


def _last(view: View, end: int, entry: Entry) -> int | None:
    """Return where the trigger's words end; a particle may stand behind the object ("pulled troops out")."""
    if all(view.lower(end + step) == word for step, word in enumerate(entry.rest)):
        return end + len(entry.rest)
    if len(entry.rest) == 1 and is_verb(view, end - 1):
        particles = children(view, end - 1, "compound:prt", "advmod", "xcomp")
        if any(view.tokens[spot].lower == entry.rest[0] for spot in particles):
            return end
    return None


def _wrong_class(view: View, place: int, *, is_noun: bool) -> str:
    token = view.tokens[place]
    if is_noun:
        if not may_be_noun(view, place):
            return f"{token.text!r} is no noun here"
        return f"{token.text!r} only describes another noun" if token.dep in {"compound", "nmod:desc"} else ""
    if not may_be_verb(view, place):
        return f"{token.text!r} is no verb here"
    if token.dep in {"amod", "compound", "case", "aux"}:
        return f"{token.text!r} only describes another word"
    return ""


def _ruled_out(view: View, places: tuple[int, int, int], sense: Sense) -> str:
    """Return why the words around the trigger forbid the sense; "" where they do not."""
    place, last, core = places
    near = {view.lower(spot) for spot in range(last, last + _NEAR)}
    bad = sorted(near & sense.unless)
    if bad:
        return f"ruled out by the word {bad[0]!r}"
    if sense.construction is Construction.VERB_INFINITIVE and not _has_infinitive(view, core):
        return "no infinitive follows"
    if sense.subjects and arguments.subject_word(view, core) not in sense.subjects:
        return "its subject is none of those it needs"
    words = near | {view.lower(spot) for spot in range(last, last + _AHEAD)}
    if is_verb(view, place) and arguments.is_passive(view, place):
        words |= {view.lower(spot) for spot in range(place - _BEHIND, place)}
    return "" if not sense.only or not words.isdisjoint(sense.only) else "none of the words stand here that it needs"


def _has_infinitive(view: View, verb: int) -> bool:
    """Return whether an infinitive with "to" completes a verb, which a clause with a subject does not."""
    return any(
        any(view.lower(mark) == "to" for mark in children(view, below, "mark"))
        or (view.tokens[below].tag == "VB" and child(view, below, "nsubj") is None)
        for below in children(view, verb, "xcomp", "advcl", "ccomp", "acl")
    )


def _match(sense: Sense, places: tuple[int, int, int], sides: Sides) -> Match:
    """Return the match; a plural actor of a mutual act without another side splits in two."""
    actors, recipients, is_direct = sides
    if sense.swap and not recipients and len(actors) > 1:
        actors, recipients = actors[:1], actors[1:]
    acting = {chunk.mention.entity_id for chunk in actors if chunk.mention}
    recipients = tuple(
        chunk
        for chunk in recipients
        if chunk not in actors and not (chunk.mention and chunk.mention.entity_id in acting)
    )
    if sense.turn:
        actors, recipients = recipients, ()
    first, last, verb = places
    return Match(
        sense=sense, first=first, last=last, verb=verb, actors=actors, recipients=recipients, is_direct=is_direct
    )


def _judged(place: int, match: Match) -> Attempt:
    needs = match.sense.needs
    if "actor" in needs and not match.actors:
        return Attempt(place, match.sense, None, "nobody is named who does it", _SIDES)
    if "recipient" in needs and not match.recipients:
        return Attempt(place, match.sense, None, "nobody is named to whom it is done", _SIDES)
    return Attempt(place, match.sense, match)
