"""The score of a pair of event profiles: what supports that both are of one event, in points, and what excludes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.corpus.event_coref.knowledge import knowledge
from flows.corpus.event_coref.participants import Compatibility, ParticipantProfile, compatibilities
from flows.corpus.event_coref.profile import EventProfile
from flows.corpus.event_coref.time_and_place import EventDays, place_points

MERGE_POINTS = 6.0
"""Points from which two mentions are of one event: both participants and a month, one and a day, and a little more.

All points are by judgement, on hand-made cases and a reading of what they merged in 256 newspaper articles (AQUAINT,
TimeBank). ICEWS counts one event of a pair and a code a day as one ("one-a-day filter"); here, too, both participants,
the type and the day are enough where nothing contradicts.
"""
_PARTICIPANT_POINTS = {
    Compatibility.SAME: 2.0,
    Compatibility.RELATED: 1.0,
    Compatibility.UNCERTAIN: -1.0,
    Compatibility.UNKNOWN: 0.0,
}
"""Points of a participant; two that have nothing in common ("a school", "a hospital") contradict, but prove nothing."""
_DATE_POINTS = {3: 3.0, 2: 2.0, 1: 1.0, 0: 0.0}
"""Points of a shared day, week or month: the less exact mention counts."""
_YEARLESS_DAY_POINTS, _YEARLESS_MONTH_POINTS = 2.0, 0.5
"""Points of a shared day and of a shared month where a mention has no year."""
_RAREST_WORD_POINTS, _MOST_WORD_POINTS = 0.5, 2.0
"""Points of a shared word that occurs nowhere else, and of all shared words together at most."""
_NUMBER_POINTS = 1.5
_SAME_DOCUMENT_POINTS = 0.5
_DEFINITE_POINTS = 2.5
"""Points where a document mentions it once more as known ("the attack")."""
_TRIGGER_POINTS = {True: 1.0, False: 0.5}
"""Points of the same trigger, in one document and in two."""
_UNDATED_POINTS = 1.0
"""Points that words, or a definite mention, must give where a mention has no date and nobody dies."""
DEATH = "one death"
"""Name of the points for the death of one person: there is only one such event."""
_DEATH_POINTS, _ASSAULT_POINTS = 4.0, 2.0
"""Points where both mention one person's death; where one mentions only an assault on the person who dies."""


@dataclass(frozen=True, slots=True)
class PairScore:
    """The points of two profiles, by the name of what they are given for."""

    parts: tuple[tuple[str, float], ...]

    @property
    def points(self) -> float:
        """Return the sum."""
        return sum(points for _, points in self.parts)

    @property
    def is_certain(self) -> bool:
        """Return whether only one such event is possible; clusters that exclude each other then have a wrong date."""
        return DEATH in dict(self.parts)


def pair_score(one: EventProfile, other: EventProfile) -> PairScore | None:
    """Return the score of two profiles that are of one event; None where it is not enough.

    Type, factuality, mode, participants, days and places can exclude it, whatever else agrees.
    """
    if (one.event_type, one.factuality) != (other.event_type, other.factuality):
        return None
    if not knowledge().modes_agree(one.event_type, one.modes, other.modes) or one.days.excludes(other.days):
        return None
    participants, places = _participant_points(one, other), place_points(one.places, other.places)
    if participants is None or places is None:
        return None
    parts = {**participants, "place": places, **_other_points(one, other)}
    without_words = sum(parts.values())
    if without_words + _MOST_WORD_POINTS < MERGE_POINTS:
        return None
    parts["words"] = _word_points(one, other)
    is_enough = without_words + round(parts["words"], 2) >= MERGE_POINTS
    if not is_enough or not (parts[DEATH] or _may_be_undated(one, other, parts)):
        return None
    return PairScore(tuple((name, round(points, 2)) for name, points in parts.items() if points))


def _may_be_undated(one: EventProfile, other: EventProfile, parts: Mapping[str, float]) -> bool:
    """Return whether days or words are enough; a series without a day is no single event that could recur."""
    undated = [row for row in (one, other) if not row.days.grade]
    is_strong = parts["words"] + parts["definite mention"] >= _UNDATED_POINTS
    return not undated or (is_strong and not any(row.is_series for row in undated))


def are_incompatible(aspect: str, one: EventProfile, other: EventProfile) -> bool:
    """Return whether two profiles exclude each other by one aspect alone: actors, recipients, places or modes."""
    if aspect == "places":
        return place_points(one.places, other.places) is None
    if aspect == "modes":
        return not knowledge().modes_agree(one.event_type, one.modes, other.modes)
    ones, others = getattr(one, aspect), getattr(other, aspect)
    return compatibilities(ones, others, is_actor=aspect == "actors")[0] is Compatibility.INCOMPATIBLE


def _participant_points(one: EventProfile, other: EventProfile) -> dict[str, float] | None:
    """Return the points of actor and recipient, None where one of them excludes that it is one event."""
    if one.is_reciprocal:
        points = _reciprocal_points(one.actors + one.recipients, other.actors + other.recipients)
        return None if points is None else {"participants": points}
    actor = compatibilities(one.actors, other.actors, is_actor=True)[0]
    if actor is Compatibility.INCOMPATIBLE:
        return None
    recipient = compatibilities(one.recipients, other.recipients, is_actor=False)[0]
    if recipient is Compatibility.INCOMPATIBLE:
        return None
    return {"actor": _PARTICIPANT_POINTS[actor], "recipient": _PARTICIPANT_POINTS[recipient]}


def _reciprocal_points(ones: Sequence[ParticipantProfile], others: Sequence[ParticipantProfile]) -> float | None:
    """Return the points of the participants of a reciprocal event: of two at most."""
    found = compatibilities(ones, others, is_actor=True)
    if found[0] is Compatibility.INCOMPATIBLE:
        return None
    return sum(_PARTICIPANT_POINTS[each] for each in found[:2])


def _other_points(one: EventProfile, other: EventProfile) -> dict[str, float]:
    """Return the points for all but participants, place and words."""
    is_one_document = bool(one.documents & other.documents)
    return {
        "date": _date_points(one.days, other.days),
        "numbers": _NUMBER_POINTS * bool(one.killed & other.killed or one.injured & other.injured),
        "same document": _SAME_DOCUMENT_POINTS * is_one_document,
        "definite mention": _DEFINITE_POINTS * (is_one_document and (one.is_definite or other.is_definite)),
        "same trigger": _TRIGGER_POINTS[is_one_document] * bool(one.triggers & other.triggers),
        DEATH: _death_points(one, other),
    }


def _date_points(one: EventDays, other: EventDays) -> float:
    """Return the points of days that do not exclude each other."""
    if one.month_day is None and other.month_day is None:
        return _DATE_POINTS[min(one.grade, other.grade)]
    if not (one.grade and other.grade):
        return 0.0
    return _YEARLESS_DAY_POINTS if one.is_day and other.is_day else _YEARLESS_MONTH_POINTS


def _word_points(one: EventProfile, other: EventProfile) -> float:
    """Return the points of the words of those two sentences that share most; two events of a sentence share nothing."""
    pairs = [(left, right) for key, left in one.words for other_key, right in other.words if key != other_key]
    return min(max((_shared_points(left, right) for left, right in pairs), default=0.0), _MOST_WORD_POINTS)


def _shared_points(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    fewer, more = (left, right) if len(left) <= len(right) else (right, left)
    if fewer.keys().isdisjoint(more):
        return 0.0
    return _RAREST_WORD_POINTS * sum(weight for stem, weight in fewer.items() if stem in more)


def _death_points(one: EventProfile, other: EventProfile) -> float:
    if one.dead & other.dead:
        return _DEATH_POINTS
    return _ASSAULT_POINTS if one.dead & other.assaulted or one.assaulted & other.dead else 0.0
