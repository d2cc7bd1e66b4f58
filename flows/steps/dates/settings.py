"""The paragraphs of a document with what their words say about how their time expressions are to be resolved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from flows.steps.dates.happenings import Named, Told, named_behind, tellings
from flows.steps.dates.places import Place
from flows.steps.dates.speech import speeches
from flows.steps.ids import content_id
from flows.steps.language.passages import Passage, Span

Ends = tuple[date | None, date | None]
"""The first and the last day that a document may be of."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A paragraph with its expressions, in a document of the days `ends`.

    By the offset where an expression starts: `speeches` has the date of the attribution of what it stands in, `named`
    the happening that it counts from, `told` the happenings that it dates. `told_in` has the latter by sentence.
    """

    passage: Passage
    places: Sequence[Place]
    ends: Ends
    speeches: Mapping[int, Place]
    named: Mapping[int, Named]
    told: dict[int, list[Told]] = field(default_factory=dict)
    told_in: dict[Span, list[Told]] = field(default_factory=dict)

    def identity(self, start: int, end: int) -> str:
        """Return the id of the expression from `start` to `end`."""
        return content_id("dat", self.passage.document_id, self.passage.paragraph_id, start, end)


def settings(passages: Sequence[Passage], placed: Sequence[Sequence[Place]], ends: Ends) -> list[Setting]:
    """Return the setting of each paragraph; `placed` are the expressions of each."""
    found = [
        Setting(
            passage=passage,
            places=places,
            ends=ends,
            speeches=speeches(passage, places),
            named=dict(_named(passage.text, places)),
        )
        for passage, places in zip(passages, placed, strict=True)
    ]
    wanted = frozenset(named.happening for setting in found for named in setting.named.values())
    for setting in found if wanted else ():
        for told in tellings(setting.passage, setting.places, wanted):
            setting.told.setdefault(told.place.found.start, []).append(told)
            setting.told_in.setdefault(told.place.sentence, []).append(told)
    return found


def _named(text: str, found: Sequence[Place]) -> Iterator[tuple[int, Named]]:
    """Yield the happenings that expressions count from, unless another date stands between."""
    for place, behind in pairwise([*found, None]):
        named = named_behind(text, place) if place is not None and place.base is None else None
        if place is not None and named is not None and (behind is None or behind.found.start >= named.end):
            yield place.found.start, named
