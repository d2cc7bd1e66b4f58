"""What speaks for two tellings being of one happening, in points, and what excludes it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.corpus.happenings import Happening
from flows.corpus.kinds import knowledge
from flows.corpus.parties import Party, Tie, tie_sides
from flows.corpus.spans import Days, place_points

ENOUGH = 6.0
"""Points from which two tellings are of one happening: both sides and a month, one side and a day, and a little more.

All points are by judgement, on hand-made cases and a reading of what they put together in 256 newspaper articles
(AQUAINT, TimeBank). ICEWS counts one event of a pair and a code a day as one ("one-a-day filter"); here, too, both
sides, the type and the day are enough where nothing speaks against it.
"""
_SIDE = {Tie.SAME: 2.0, Tie.RELATED: 1.0, Tie.VAGUE: -1.0, Tie.UNKNOWN: 0.0}
"""Points of a side; two that have nothing in common ("a school", "a hospital") speak against it, but prove nothing."""
_DAYS = {3: 3.0, 2: 2.0, 1: 1.0, 0: 0.0}
"""Points of a shared day, week or month: the less exact telling counts."""
_YEARLESS_DAY, _YEARLESS_MONTH = 2.0, 0.5
"""Points of a shared day and of a shared month where a telling does not say the year."""
_RAREST, _WORDS = 0.5, 2.0
"""Points of a shared word that nobody else uses, and of all shared words together at most."""
_NUMBERS = 1.5
_DOCUMENT = 0.5
_KNOWN = 2.5
"""Points where a document tells it once more as known ("the attack")."""
_TRIGGER = {True: 1.0, False: 0.5}
"""Points of the same trigger, in one document and in two."""
_STRONG = 1.0
"""Points that words, or being told as known, must give where a telling has no date and nobody dies."""
ONCE = "dies once"
_DEATH, _BLOW = 4.0, 2.0
"""Points where both tell of one person's death; where one tells only of an assault on the person who dies."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The points of two tellings, by what they are given for."""

    parts: tuple[tuple[str, float], ...]

    @property
    def points(self) -> float:
        """Return the sum."""
        return sum(points for _, points in self.parts)

    @property
    def is_certain(self) -> bool:
        """Return whether there can be but one such happening: then clusters that exclude each other misread its day."""
        return ONCE in dict(self.parts)


def fit(one: Happening, other: Happening) -> Fit | None:
    """Return what speaks for one happening; None where it is not enough.

    Type, factuality, mode, sides, days and places can exclude it, whatever else agrees.
    """
    if (one.event_type, one.factuality) != (other.event_type, other.factuality):
        return None
    if not knowledge().modes_agree(one.event_type, one.modes, other.modes) or one.days.excludes(other.days):
        return None
    sides, places = _sides(one, other), place_points(one.places, other.places)
    if sides is None or places is None:
        return None
    parts = {**dict(sides), "place": places, **dict(_common(one, other))}
    if sum(parts.values()) + _WORDS < ENOUGH:
        return None
    parts["words"] = _words(one, other)
    if not parts[ONCE] and not _may_be_undated(one, other, parts):
        return None
    found = Fit(tuple((name, round(points, 2)) for name, points in parts.items() if points))
    return found if found.points >= ENOUGH else None


def _may_be_undated(one: Happening, other: Happening, parts: Mapping[str, float]) -> bool:
    """Return whether days or words tell enough; a series without a day is no happening that one could tell again."""
    undated = [row for row in (one, other) if not row.days.grade]
    is_strong = parts["words"] + parts["told as known"] >= _STRONG
    return not undated or (is_strong and not any(row.is_series for row in undated))


def differ(aspect: str, one: Happening, other: Happening) -> bool:
    """Return whether two happenings exclude each other by their actors, recipients, places or modes alone."""
    if aspect == "places":
        return place_points(one.places, other.places) is None
    if aspect == "modes":
        return not knowledge().modes_agree(one.event_type, one.modes, other.modes)
    ones, others = getattr(one, aspect), getattr(other, aspect)
    return tie_sides(ones, others, is_actor=aspect == "actors")[0] is Tie.CONTRARY


def _sides(one: Happening, other: Happening) -> tuple[tuple[str, float], ...] | None:
    """Return the points of the sides, None where one of them excludes that it is one happening."""
    if one.is_reciprocal:
        points = _together(one.actors + one.recipients, other.actors + other.recipients)
        return None if points is None else (("sides", points),)
    actors = tie_sides(one.actors, other.actors, is_actor=True)
    recipients = tie_sides(one.recipients, other.recipients, is_actor=False)
    if Tie.CONTRARY in {actors[0], recipients[0]}:
        return None
    return ("actor", _SIDE[actors[0]]), ("recipient", _SIDE[recipients[0]])


def _together(ones: Sequence[Party], others: Sequence[Party]) -> float | None:
    """Return the points of the parties that do something together: of two at most."""
    ties = tie_sides(ones, others, is_actor=True)
    return None if ties[0] is Tie.CONTRARY else sum(_SIDE[found] for found in ties[:2])


def _common(one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
    """Yield the points for all but sides, place and words."""
    yield "date", _days(one.days, other.days)
    yield "numbers", _NUMBERS * bool(one.killed & other.killed or one.injured & other.injured)
    is_one_document = bool(one.documents & other.documents)
    yield "same document", _DOCUMENT * is_one_document
    yield "told as known", _KNOWN * (is_one_document and (one.is_known or other.is_known))
    yield "same trigger", _TRIGGER[is_one_document] * bool(one.triggers & other.triggers)
    yield ONCE, _death(one, other)


def _days(one: Days, other: Days) -> float:
    """Return the points of days that do not exclude each other."""
    if one.month_day is None and other.month_day is None:
        return _DAYS[min(one.grade, other.grade)]
    if not (one.grade and other.grade):
        return 0.0
    return _YEARLESS_DAY if one.is_day and other.is_day else _YEARLESS_MONTH


def _words(one: Happening, other: Happening) -> float:
    """Return the points of the words of those two sentences that share most; two events of a sentence share nothing."""
    pairs = ((left, right) for place, left in one.words for elsewhere, right in other.words if place != elsewhere)
    return min(max((_shared(left, right) for left, right in pairs), default=0.0), _WORDS)


def _shared(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    fewer, more = sorted((left, right), key=len)
    return _RAREST * sum(weight for stem, weight in fewer.items() if stem in more)


def _death(one: Happening, other: Happening) -> float:
    if one.dead & other.dead:
        return _DEATH
    return _BLOW if one.dead & other.struck or one.struck & other.dead else 0.0
