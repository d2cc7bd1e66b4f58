"""What the product does to a damaged text, against the truth: letters and digits of the raw text, one by one."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

from flows.steps.repair import repair
from flows.steps.structure import Structure, structure
from flows.steps.text.draft import Draft, TextChange
from schemas.vocab import Role
from tests.quality.repair.pages import Group, Sample

_COVERED = 0.95
"""Share of the letters of a copy that must be removed for it to be found, and of a removal that must be a copy."""


@dataclass(slots=True)
class Score:
    """Counts of one sample, or sums of many; `right`, `wrong` and `missed` are letters and digits.

    `copies`, `found`: fragments to remove, and those removed. `cuts`, `true_cuts`: removals of text that is no page
    furniture, and those that hit copies. `ends_*`: paragraph ends. `harmed`: documents from which text was removed.
    """

    documents: int = 0
    words: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    copies: int = 0
    found: int = 0
    cuts: int = 0
    true_cuts: int = 0
    harmed: int = 0
    exact: int = 0
    judged: int = 0
    ends_want: int = 0
    ends_got: int = 0
    ends_shared: int = 0
    hyphens: int = 0
    hyphens_right: int = 0
    quotes: int = 0
    quotes_named: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, item.name) + getattr(other, item.name) for item in fields(self)))

    @property
    def recall(self) -> float | None:
        """Return the share of copies found; None where there are none."""
        return self.found / self.copies if self.copies else None

    @property
    def precision(self) -> float | None:
        """Return the share of removals that hit copies; None where nothing was removed."""
        return self.true_cuts / self.cuts if self.cuts else None

    @property
    def ends_f1(self) -> float | None:
        """Return the F1 of paragraph ends; None where they are not judged."""
        total = self.ends_want + self.ends_got
        return 2 * self.ends_shared / total if total else None

    @property
    def false_removals(self) -> float:
        """Return removals of true text per 100,000 words."""
        return 100_000 * (self.cuts - self.true_cuts) / self.words if self.words else 0.0

    @property
    def is_perfect(self) -> bool:
        """Return whether nothing was removed wrongly or missed and, where paragraphs are known, all are as they were."""
        return not self.wrong and not self.missed and self.exact == self.judged


def score(sample: Sample) -> Score:
    """Return how well the product repairs one sample."""
    draft = repair(sample.raw)
    result = Score(documents=1, words=len(sample.raw.split()))
    _score_removals(sample, draft, result)
    result.hyphens = len(sample.hyphens)
    result.hyphens_right = sum(hyphen_goes(draft, at) == is_solid for at, is_solid in sample.hyphens)
    if sample.paragraphs:
        _score_paragraphs(sample, draft, structure(draft), result)
    return result


def letters(text: str) -> str:
    """Return a text without all that is no letter and no digit."""
    return "".join(filter(str.isalnum, text))


def is_restored(sample: Sample, draft: Draft) -> bool:
    """Return whether the repaired text has the letters and digits of the clean one, in order."""
    return bool(sample.paragraphs) and letters(draft.text) == letters("".join(sample.paragraphs))


def removed_letters(draft: Draft) -> set[int]:
    """Return the raw offsets of the letters and digits that the repaired text no longer has."""
    return {at for change in draft.changes for at in _lost(draft.raw, change)}


def _lost(raw: str, change: TextChange) -> Iterator[int]:
    """Yield what a change removed: what is left of its raw text without what its replacement keeps at either end."""
    start, end, kept = change.raw_start, change.raw_end, letters(change.replacement)
    places = [at for at in range(start, end) if raw[at].isalnum()]
    if len(places) <= len(kept):
        return
    head = next((i for i, sign in enumerate(kept) if raw[places[i]] != sign), len(kept))
    rest = len(kept) - head
    tail = next((i for i in range(rest) if raw[places[-1 - i]] != kept[-1 - i]), rest)
    yield from places[head : len(places) - tail]


def _letters_in(raw: str, ranges: Iterable[tuple[int, int]]) -> set[int]:
    return {at for start, end in ranges for at in range(start, end) if raw[at].isalnum()}


def _score_removals(sample: Sample, draft: Draft, result: Score) -> None:
    """Count letters and fragments removed rightly, wrongly and not."""
    removed = removed_letters(draft)
    furniture = _letters_in(sample.raw, sample.furniture)
    copies = [copy for group in sample.groups for copy in _to_remove(sample.raw, group, removed)]
    wanted = furniture.union(*copies)
    cuts = list(_runs(sample.raw, sorted(removed - furniture), furniture))
    result.copies, result.cuts = len(copies), len(cuts)
    if is_restored(sample, draft):
        result.right, result.found, result.true_cuts = len(removed), len(copies), len(cuts)
        return
    result.right, result.wrong, result.missed = len(removed & wanted), len(removed - wanted), len(wanted - removed)
    result.found = sum(len(copy & removed) >= _COVERED * len(copy) for copy in copies)
    result.true_cuts = sum(sum(at in wanted for at in cut) >= _COVERED * len(cut) for cut in cuts)
    result.harmed = int(result.wrong > 0)


def _to_remove(raw: str, group: Group, removed: set[int]) -> list[set[int]]:
    """Return the copies of a fragment that must go: all but one, which the product may choose where the group is free."""
    members = {number: _letters_in(raw, ranges) for number, ranges in sorted(group.members.items())}
    kept = min(members, key=lambda number: len(members[number] & removed)) if group.is_free else 0
    return [found for number, found in members.items() if number != kept]


def _runs(raw: str, places: Sequence[int], furniture: set[int]) -> Iterator[list[int]]:
    """Yield removed letters in runs between which no letter stays, page furniture aside."""
    run: list[int] = list(places[:1])
    for left, right in pairwise(places):
        if any(raw[at].isalnum() and at not in furniture for at in range(left + 1, right)):
            yield run
            run = []
        run.append(right)
    if run:
        yield run


def hyphen_goes(draft: Draft, at: int) -> bool:
    """Return whether the repaired text lacks the hyphen at the raw offset `at`."""
    index = bisect_right([change.raw_start for change in draft.changes], at) - 1
    if index < 0 or draft.changes[index].raw_end <= at:
        return False
    return not any(mark in draft.changes[index].replacement for mark in "-\xad‐")


def _score_paragraphs(sample: Sample, draft: Draft, found: Structure, result: Score) -> None:
    """Count paragraphs restored exactly, their ends, and pull quotes named such."""
    texts = [block.text for block in found.blocks]
    result.judged, result.exact = 1, int(texts == list(sample.paragraphs))
    if is_restored(sample, draft):
        want, got = _ends(sample.paragraphs), _ends(texts)
    else:
        offsets = draft.offsets()
        spans = [offsets.span(block.start, block.end) for block in found.blocks]
        want = set(sample.ends[:-1])
        got = {at for span in spans[:-1] if (at := _last_letter(sample.raw, span)) is not None}
    result.ends_want, result.ends_got, result.ends_shared = len(want), len(got), len(want & got)
    roles = {block.text: role for block, role in zip(found.blocks, found.roles, strict=True)}
    result.quotes = len(sample.quotes)
    result.quotes_named = sum(roles.get(sample.paragraphs[at]) == Role.PULL_QUOTE for at in sample.quotes)


def _ends(texts: Sequence[str]) -> set[int]:
    """Return after how many letters and digits each paragraph but the last ends."""
    found, count = set(), 0
    for text in texts[:-1]:
        count += len(letters(text))
        found.add(count)
    return found


def _last_letter(raw: str, span: tuple[int, int]) -> int | None:
    return next((at for at in range(span[1] - 1, span[0] - 1, -1) if raw[at].isalnum()), None)
