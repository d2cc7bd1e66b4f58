"""The words in which a happening is told, by how rare they are among all tellings."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

from flows.corpus.kinds import knowledge
from flows.steps.records import Event, Participant

_WORD = re.compile(r"[^\W\d_]{5,}")
_STEM = 6
"""Letters of a word that are compared: parliament and parliamentary agree."""
_TRIGGER_WORD = re.compile(r"[^\W\d_]{4,}")
_TRIGGER_STEM = 4
"""Letters of a trigger that are compared: killed and killing agree."""
_FEWEST = 8
"""Sentences from which one can see what is rare."""

Words = Mapping[str, float]
"""Stems with their weights: 1 where two sentences have it, 0 where all do."""


def words_of(
    events: Sequence[Event], sides: Mapping[str, Sequence[Participant]], texts: Mapping[str, str]
) -> dict[str, Words]:
    """Return the words around each event by its id: those of its sentence without its sides and its trigger."""
    sentences = {
        (row.paragraph_id, row.sentence_start): _stems(texts[row.paragraph_id], row.sentence_start, row.sentence_end)
        for row in events
    }
    counts = Counter(stem for found in sentences.values() for stem in {stem for stem, _ in found})
    total = max(len(sentences), _FEWEST)
    weights = {stem: log(total / min(max(count, 2), total)) / log(total / 2) for stem, count in counts.items()}
    return {
        row.event_id: _around(row, sentences[row.paragraph_id, row.sentence_start], sides, weights) for row in events
    }


def _stems(text: str, start: int, end: int) -> list[tuple[str, int]]:
    """Return the stems of the telling words of a sentence, each with its offset in the paragraph."""
    empty = knowledge().empty
    found = ((match[0].casefold(), match.start()) for match in _WORD.finditer(text, start, end))
    return [(word[:_STEM], place) for word, place in found if word not in empty]


def stem_of(trigger: str) -> frozenset[str]:
    """Return the stem of the last word of a trigger that says what happens, if any."""
    words = [word for word in _TRIGGER_WORD.findall(trigger.casefold()) if word not in knowledge().particles]
    return frozenset({words[-1][:_TRIGGER_STEM]} if words else ())


def _around(
    event: Event,
    stems: Sequence[tuple[str, int]],
    sides: Mapping[str, Sequence[Participant]],
    weights: Mapping[str, float],
) -> Words:
    taken = [(event.trigger_start, event.trigger_end)]
    taken += [(row.start, row.end) for row in sides.get(event.event_id, ())]
    return {
        stem: round(weights[stem], 4) for stem, place in stems if not any(start <= place < end for start, end in taken)
    }
