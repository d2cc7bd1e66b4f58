"""What repair reaches on made and on labelled damage: floors that may only rise; `../floors.toml` holds them.

The numbers to reach stand beside the kinds; `python -m tests.quality.repair` prints both, with 200 documents a kind.
"""

from pathlib import Path

import pytest

from flows.steps.text.draft import Draft, Edit
from tests.quality.floors import section
from tests.quality.repair.body import score_bodies
from tests.quality.repair.hyphens import score_hyphens
from tests.quality.repair.kinds import KINDS, Kind, samples, total
from tests.quality.repair.pages import Sample
from tests.quality.repair.score import Score, is_restored, letters, removed_letters

FLOORS = section("repair")


def holds(found: Score, size: str, kind: Kind) -> None:
    for name, floor in FLOORS[size].get(kind.name, {}).items():
        assert getattr(found, name) is None or getattr(found, name) >= floor, name
    ceiling = FLOORS[size].get("ceilings", {}).get(kind.name, {}).get("harmed", 0.0)
    assert found.harmed <= ceiling * found.documents, "harmed"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_reaches_its_floor(kind: Kind) -> None:
    holds(total(kind, FLOORS["quick"]["documents"]), "quick", kind)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_reaches_its_floor_on_many_documents(kind: Kind) -> None:
    holds(total(kind, FLOORS["full"]["documents"]), "full", kind)


def test_hyphens_of_real_documents(bench: Path) -> None:
    assert score_hyphens(bench / "cleaning" / "hyphens").balanced_accuracy >= FLOORS["labelled"]["floors"]["hyphens"]


def test_bodies_of_real_pages(bench: Path) -> None:
    assert score_bodies(bench / "cleaning" / "article_body_dev.jsonl").f1 >= FLOORS["labelled"]["floors"]["body"]


def true_edits(sample: Sample) -> list[Edit]:
    """Return the edits that remove what the truth of a sample says must go."""
    ranges = [*sample.furniture]
    ranges += [span for group in sample.groups for number, member in group.members.items() if number for span in member]
    return [Edit(start, end, "", "truth") for start, end in sorted(ranges)]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_truth_of_a_sample_restores_its_text(kind: Kind) -> None:
    for sample in samples(kind, 10):
        draft = Draft(sample.raw)
        draft.apply(true_edits(sample))
        assert not sample.paragraphs or is_restored(sample, draft)
        assert not sample.paragraphs or len(sample.ends) == len(sample.paragraphs)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_sample_is_the_same_whenever_it_is_made(kind: Kind) -> None:
    assert list(samples(kind, 3)) == list(samples(kind, 4))[:3]


@pytest.mark.parametrize(
    ("edits", "want"),
    [
        ([], ""),
        ([Edit(0, 4, "", "cut")], "one"),
        ([Edit(3, 4, "\n\n", "space")], ""),
        ([Edit(4, 13, "six", "cut")], "three"),
        ([Edit(4, 7, "SIX", "change")], ""),
        ([Edit(2, 9, "e t", "cut")], "six"),
    ],
)
def test_letters_that_edits_remove_are_seen(edits: list[Edit], want: str) -> None:
    draft = Draft("one six three four")
    draft.apply(edits)
    assert letters("".join(draft.raw[at] for at in sorted(removed_letters(draft)))) == want
