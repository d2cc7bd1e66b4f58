"""One passage made ready for finding names."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from flows.steps.entities.knowledge_base import UserActors
from flows.steps.entities.tokens import fold
from flows.steps.text.passage import Passage

_LONG_WORD = re.compile(r"[A-Za-z]{4,}")
_TITLE_CASE_SHARE = 0.6
_HEADLINE_WORDS = 3
_OPENING_MARKS = 4


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage with its text in ordinary case (`written`), and the same folded.

    Folded text has plain quotes, and Latin letters without accents. All have the same length. `actors` are those that
    a user adds to the knowledge base.
    """

    passage: Passage
    written: str
    folded: str
    is_upper: bool
    is_title_case: bool
    actors: UserActors

    def starts_sentence(self, position: int) -> bool:
        """Return whether `position` is the first letter of a sentence, opening quotes and brackets aside."""
        sentences = self.passage.sentences
        index = bisect_right(sentences, position, key=lambda span: span[0]) - 1
        start = sentences[index][0] if index >= 0 else 0
        return position - start <= _OPENING_MARKS and not self.folded[start:position].strip(" \"'([")


def passage_view(passage: Passage, actors: UserActors) -> PassageView:
    """Return the view of `passage`; `actors` are those that a user adds to the knowledge base."""
    written = passage.text if passage.parse is None else passage.parse.text
    folded = fold(written)
    words = _LONG_WORD.findall(folded)
    raised = sum(word[0].isupper() for word in words)
    is_headline = not folded.rstrip().endswith((".", "!", "?", '"', ":", ";", ",")) and len(words) > _HEADLINE_WORDS
    return PassageView(
        passage=passage,
        written=written,
        folded=folded,
        is_upper=folded.isupper() and len(words) > 1,
        is_title_case=is_headline and raised >= _TITLE_CASE_SHARE * len(words),
        actors=actors,
    )
