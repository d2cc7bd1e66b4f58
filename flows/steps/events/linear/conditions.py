"""Whether a trigger's words stand where its sense wants them."""

from flows.steps.events.lexicon import word_class
from flows.steps.events.linear import arguments as sides
from flows.steps.events.linear import subjects
from flows.steps.events.sentence import POSSESSIVE, View
from flows.steps.events.triggers import Construction, Entry, Sense
from schemas.vocab import MentionKind

_SUBJECT = 6
"""Words before a verb in which its subject is looked for."""


def fits(view: View, place: int, last: int, sense: Sense) -> bool:
    """Return whether the words behind the trigger allow the sense; for a passive, those before it may demand it."""
    words = {view.lower(spot) for spot in range(last, last + 3)}
    if not words.isdisjoint(sense.unless):
        return False
    if sense.construction is Construction.VERB_INFINITIVE and infinitive(view, last) is None:
        return False
    if sense.subjects and sense.subjects.isdisjoint(view.lower(spot) for spot in range(place - _SUBJECT, place)):
        return False
    before = {view.lower(spot) for spot in range(place - 7, place)}
    words |= {view.lower(spot) for spot in range(last + 3, last + 8)}
    return not sense.only or not words.isdisjoint(sense.only) or (_is_be(before) and not before.isdisjoint(sense.only))


def _is_be(words: set[str]) -> bool:
    return not words.isdisjoint(word_class("be"))


def infinitive(view: View, last: int) -> int | None:
    """Return the token of the "to" whose verb completes the trigger, in the same clause."""
    for place in range(last, min(last + 10, len(view.tokens))):
        word = view.lower(place)
        if word == "to" and view.is_open(place + 1) and view.mention_of[place + 1] is None:
            return place
        if word in {",", ";", ".", "that"} or word in word_class("auxiliaries"):
            return None
    return None


def is_verb(view: View, place: int, entry: Entry) -> bool:
    """Return whether the word stands where a verb of its form can stand."""
    before = view.lower(place - 1)
    if before in word_class("articles") - {"each", "both", "all"} or before in POSSESSIVE or _is_attribute(view, place):
        return False
    if "ing" in entry.kinds:
        return view.lower(place + 1 + len(entry.rest)) != "of"
    helper = view.lower(subjects.group_start(view, place)) if subjects.group_start(view, place) < place else ""
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


def has_object(view: View, last: int) -> bool:
    """Return whether a noun phrase follows, which an intransitive verb does not take."""
    if last >= len(view.tokens) or view.when[last] or sides.is_adverb(view, last):
        return False
    return view.lower(last) in word_class("articles") or view.chunk_of[last] is not None or view.is_open(last)
