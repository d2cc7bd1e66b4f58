"""Pairs of event profiles that are not of one event, by what they contain: no build compares them once more."""

from array import array
from collections.abc import Iterable, KeysView
from hashlib import blake2b
from operator import attrgetter

from flows.corpus.event_coref.profile import EventProfile

_BITS = 64
_MASK = (1 << _BITS) - 1
_FACTOR = 0x9E3779B97F4A7C15
"""2**64 by the golden ratio: a pair the other way round is another number."""
_participant = attrgetter("entity_id", "entity_type", "country", "sector", "words", "is_country")
_days = attrgetter("first", "last", "is_explicit", "month_day")


class ComparedPairs:
    """What builds know of pairs of profiles: those that an earlier one has compared in vain, and those of this one.

    A pair is one number made of the digests of both profiles, in their order. A profile's digest covers all that a
    score depends on, so that what is known holds as long as the code is the same; that two of a billion pairs have one
    number has a chance of one in thirty.
    """

    def __init__(self, known: Iterable[int] = ()) -> None:
        """Take the pairs of an earlier build."""
        self._apart: set[int] = set(known)
        self._met: set[int] = set()

    def unknown(self, pairs: KeysView[int]) -> set[int]:
        """Return those of some pairs that have to be compared."""
        apart = self._apart.intersection(pairs)
        self._met |= apart
        return pairs - apart

    def add(self, pair: int) -> None:
        """Keep that a pair is not of one event."""
        self._apart.add(pair)
        self._met.add(pair)

    def to_bytes(self) -> bytes:
        """Return the pairs that this build has met; others are not kept."""
        return array("Q", self._met).tobytes()

    @classmethod
    def from_bytes(cls, stored: bytes) -> "ComparedPairs":
        """Return what `to_bytes` gave."""
        known = array("Q")
        known.frombytes(stored)
        return cls(known)


def pair_part(second: int) -> int:
    """Return what the digest of a pair's second profile adds to that of the first one, by exclusive or."""
    return (second * _FACTOR) & _MASK


def digest(row: EventProfile) -> int:
    """Return a number of 64 bits that is another one for a profile with any other content."""
    content = (
        row.event_id,
        row.event_type,
        row.factuality,
        row.is_definite,
        row.is_series,
        [*map(_participant, row.actors)],
        [*map(_participant, row.recipients)],
        _days(row.days),
        [*map(tuple, sorted(row.places))],
        [(key, [*weights.items()]) for key, weights in row.words],
        *(sorted(each) for each in (row.modes, row.documents, row.dead, row.assaulted, row.triggers)),
        sorted(row.killed),
        sorted(row.injured),
    )
    return int.from_bytes(blake2b(repr(content).encode("utf-8", "surrogatepass"), digest_size=_BITS // 8).digest())
