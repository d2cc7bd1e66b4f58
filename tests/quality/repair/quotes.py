"""Texts with pull quotes: sentences of the text set once more as paragraphs of their own. Nothing may be removed."""

import re
from collections.abc import Callable
from random import Random

from tests.quality.repair.articles import prose
from tests.quality.repair.pages import Sample, lay_out, sample_of
from tests.quality.repair.wrapping import Layout, random_layout

_SENTENCE = re.compile(r"(?<=[.!?] )[A-Z][^.!?\"]{50,180}[.!?](?= |$)")


def pull_quote(kind: str, *, is_before: bool, is_short: bool) -> Callable[[Random], Sample]:
    """Return a maker of texts with one or two quotes, one or two paragraphs before or after their sources."""

    def make(rng: Random) -> Sample:
        paragraphs = prose(rng)
        found = [
            (i, match[0])
            for i, text in enumerate(paragraphs)
            for match in _SENTENCE.finditer(text)
            if 2 < i < len(paragraphs) - 2
        ]
        chosen = sorted(rng.sample(found, min(len(found), rng.randint(1, 2))), reverse=True)
        quotes: list[str] = []
        for position, sentence in chosen:
            quotes.append(_shortened(sentence, rng) if is_short else sentence)
            distance = rng.randint(0, 1)
            paragraphs.insert(position - distance if is_before else position + 1 + distance, quotes[-1])
        layout = Layout() if rng.random() < 0.4 else random_layout(rng)
        places = [paragraphs.index(quote) for quote in quotes]
        return sample_of(kind, paragraphs, lay_out(paragraphs, [layout], rng), quotes=places)

    return make


def _shortened(sentence: str, rng: Random) -> str:
    """Return a sentence without its beginning, its end or a piece of its middle, as an editor trims it."""
    words = sentence[:-1].split(" ")
    if len(words) < 14:
        return sentence
    cut = rng.randint(2, 4)
    form = rng.choice(("head", "tail", "middle"))
    if form == "head":
        words = words[cut:]
    elif form == "tail":
        words = words[:-cut]
    else:
        at = rng.randint(5, len(words) - 5 - cut)
        del words[at : at + cut]
    text = " ".join(words).strip(",;:")
    return text[0].upper() + text[1:] + sentence[-1]


KINDS: dict[str, Callable[[Random], Sample]] = {
    "quote_before": pull_quote("quote_before", is_before=True, is_short=False),
    "quote_after": pull_quote("quote_after", is_before=False, is_short=False),
    "quote_before_short": pull_quote("quote_before_short", is_before=True, is_short=True),
    "quote_after_short": pull_quote("quote_after_short", is_before=False, is_short=True),
}
