"""The words of the sentences of event mentions, weighted by how rare they are among all such sentences."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from flows.corpus.event_coref.knowledge import knowledge
from flows.corpus.lexical import rarity, stems
from flows.steps.models import Event, Participant

_TRIGGER_WORD = re.compile(r"[^\W\d_]{4,}")
_TRIGGER_STEM_LETTERS = 4
"""Letters of a trigger that are compared: killed and killing agree."""

StemWeights = Mapping[str, float]
"""Stems of words with their rarity: 1 where at most two sentences contain it, 0 where all do."""


def stem_weights(
    events: Sequence[Event], participants: Mapping[str, Sequence[Participant]], texts: Mapping[str, str]
) -> dict[str, StemWeights]:
    """Return the weighted stems of each event's sentence, without its participants and its trigger, by event id.

    `participants` are rows by event id, `texts` the texts of paragraphs by paragraph id.
    """
    sentences = {
        (row.paragraph_id, row.sentence_start): [
            *stems(texts[row.paragraph_id], knowledge().uninformative, row.sentence_start, row.sentence_end)
        ]
        for row in events
    }
    counts = Counter(stem for found in sentences.values() for stem in {stem for stem, _ in found})
    weights = {stem: rarity(count, len(sentences)) for stem, count in counts.items()}
    return {
        row.event_id: _context_weights(row, sentences[row.paragraph_id, row.sentence_start], participants, weights)
        for row in events
    }


def trigger_stem(trigger: str) -> frozenset[str]:
    """Return the stem of the last content word of a trigger; the set is empty where it has none."""
    words = [word for word in _TRIGGER_WORD.findall(trigger.casefold()) if word not in knowledge().particles]
    return frozenset({words[-1][:_TRIGGER_STEM_LETTERS]} if words else ())


def _context_weights(
    event: Event,
    sentence_stems: Sequence[tuple[str, int]],
    participants: Mapping[str, Sequence[Participant]],
    weights: Mapping[str, float],
) -> StemWeights:
    taken = [(event.trigger_start, event.trigger_end)]
    taken += [(row.start, row.end) for row in participants.get(event.event_id, ())]
    return {
        stem: round(weights[stem], 4)
        for stem, offset in sentence_stems
        if not any(start <= offset < end for start, end in taken)
    }
