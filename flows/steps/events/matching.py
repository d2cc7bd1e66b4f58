"""Triggers of one sentence with their sides."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from flows.steps.events import sides
from flows.steps.events.phrases import Chunk, View
from flows.steps.events.senses import NOUN_CONSTRUCTIONS, Construction, Entry, Sense, index
from flows.steps.events.words import word_class
from schemas.vocab import MentionKind

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
    to = _infinitive(view, match.last)
    return range(match.first, match.last if to is None else min(to + 3, len(view.tokens)))


def _match(view: View, place: int, entry: Entry) -> Match | None:
    last = place + 1 + len(entry.rest)
    if any(view.lower(place + 1 + step) != word for step, word in enumerate(entry.rest)):
        return None
    sense = entry.sense
    if not _fits(view, place, last, sense):
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


def _fits(view: View, place: int, last: int, sense: Sense) -> bool:
    """Return whether the words behind the trigger allow the sense; for a passive, those before it may demand it."""
    words = {view.lower(spot) for spot in range(last, last + 3)}
    if not words.isdisjoint(sense.unless):
        return False
    if sense.construction is Construction.VERB_INFINITIVE and _infinitive(view, last) is None:
        return False
    before = {view.lower(spot) for spot in range(place - 7, place)}
    words |= {view.lower(spot) for spot in range(last + 3, last + 8)}
    return not sense.only or not words.isdisjoint(sense.only) or (_is_be(before) and not before.isdisjoint(sense.only))


def _is_be(words: set[str]) -> bool:
    return not words.isdisjoint(word_class("be"))


def _infinitive(view: View, last: int) -> int | None:
    """Return the token of the "to" whose verb completes the trigger, in the same clause."""
    for place in range(last, min(last + 10, len(view.tokens))):
        word = view.lower(place)
        if word == "to" and view.is_open(place + 1) and view.mention_of[place + 1] is None:
            return place
        if word in {",", ";", ".", "that"} or word in word_class("auxiliaries"):
            return None
    return None


def _has_needs(match: Match) -> bool:
    needs = match.sense.needs
    return ("actor" not in needs or bool(match.actors)) and ("recipient" not in needs or bool(match.recipients))


def _is_verb(view: View, place: int, entry: Entry) -> bool:
    """Return whether the word stands where a verb of its form can stand."""
    before = view.lower(place - 1)
    if before in word_class("articles") - {"each", "both", "all"} or before in _NOMINAL_BEFORE or _is_attribute(view, place):
        return False
    if "ing" in entry.kinds:
        return view.lower(place + 1 + len(entry.rest)) != "of"
    helper = view.lower(sides.group_start(view, place)) if sides.group_start(view, place) < place else ""
    if entry.kinds == {"base"}:
        chunk = view.chunk_before(place)
        return before in word_class("modals") or helper in word_class("modals") or (chunk is not None and not helper)
    return before not in word_class("prepositions") or before in {"to", "like"}


def _is_attribute(view: View, place: int) -> bool:
    """Return whether the word only describes what follows: after an adjective of nationality, or in a name."""
    mention = view.mention_of[place - 1] if place else None
    if mention is not None and mention.mention_kind == MentionKind.DEMONYM:
        return not mention.text.lower().endswith(("s", "ese", "sh", "ch"))
    is_capital = view.tokens[place].text[0].isupper()
    if place == 0:
        return view.tokens[0].lower.endswith("ed")
    return is_capital and not view.is_headline


def _verb(view: View, place: int, last: int, entry: Entry) -> Match | None:
    sense = entry.sense
    if entry.kinds & {"past", "participle"} and sides.is_passive(view, place):
        return _passive(view, place, last, sense)
    if sense.construction is Construction.VERB_INTRANSITIVE and not entry.rest and _has_object(view, last):
        return None
    actor = sides.subject(view, place)
    recipient = _object(view, last, sense)
    if sense.construction is Construction.VERB_TRANSITIVE and recipient is None and not sense.reach:
        return None
    return _built(view, sense, (place, last, place), actor, recipient)


def _has_object(view: View, last: int) -> bool:
    """Return whether a noun phrase follows, which an intransitive verb does not take."""
    if last >= len(view.tokens) or view.when[last] or sides.is_adverb(view, last):
        return False
    return view.lower(last) in word_class("articles") or view.chunk_of[last] is not None or view.is_open(last)


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
    patient = sides.subject(view, place)
    by = sides.agent(view, place)
    if patient is None and not sense.reach:
        return None
    chunks = sides.coordinated_left(view, patient[0]) if patient else _owner(view, place)
    return Match(sense, place, last, place, sides.coordinated(view, by) if by else (), chunks, is_direct=bool(patient))


def _owner(view: View, verb: int) -> tuple[Chunk, ...]:
    """Return whose thing it is that a passive verb tells of ("the Turkish decision was condemned")."""
    owner = sides.modifier_of(view, sides.group_start(view, verb))
    return (owner,) if owner else ()


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
        if chunk is not None and (any(view.mention_of[chunk.start : chunk.end]) or _is_given(view, chunk)):
            return chunk
    return None


def _is_given(view: View, chunk: Chunk) -> bool:
    """Return whether an article follows, as in "gave the rebels a deadline"."""
    return view.lower(chunk.end) in word_class("articles")


def _noun_after(view: View, last: int, sense: Sense) -> int | None:
    """Return the token of the sense's noun in the object; no clause or preposition may come before it."""
    for place in range(last, min(last + _LIGHT_GAP, len(view.tokens))):
        if _is_noun(view, place, sense):
            return place
        word = view.lower(place)
        if word in {",", ";", ".", ":"} or word in word_class("boundaries") or word in _barriers():
            return None
    return None


def _is_noun(view: View, place: int, sense: Sense) -> bool:
    """Return whether one of the sense's nouns, which may have up to three words, ends at the token `place`."""
    words = [view.lower(place - 2), view.lower(place - 1), view.lower(place)]
    return any(" ".join(words[step:]) in sense.noun_forms for step in range(3))


@cache
def _barriers() -> frozenset[str]:
    """Return the prepositions that end the object in which a light verb's noun is sought."""
    return word_class("prepositions") - {"of", "with", "than", "about", "over", "up", "on"}


def _light_passive(view: View, place: int, last: int, sense: Sense) -> Match | None:
    start = sides.group_start(view, place)
    noun = next((spot for spot in range(start - 1, max(-1, start - 9), -1) if _is_noun(view, spot, sense)), None)
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
    if sense.turn:
        actors, recipients = recipients, ()
    return Match(sense, first, last, verb, actors, recipients, is_direct=bool(actor and actor[1]))
