"""The pieces of a build that need neither disk nor Prefect."""

from dataclasses import replace

import pytest

from flows import corpus, pipeline
from flows.steps import Options
from flows.steps.ids import make_issue
from flows.steps.records import Outcome
from flows.store import SeedRef

REF = SeedRef("a.txt", "0" * 64, "doc_0", 5)


@pytest.mark.parametrize(
    ("count", "size", "lengths"), [(0, 3, []), (1, 3, [1]), (3, 3, [3]), (4, 3, [3, 1]), (3, 1, [1, 1, 1])]
)
def test_batches_keep_all_and_their_order(count: int, size: int, lengths: list[int]) -> None:
    refs = [replace(REF, path=str(number)) for number in range(count)]
    found = pipeline.batches(refs, size)
    assert [len(batch) for batch in found] == lengths
    assert [ref for batch in found for ref in batch] == refs


@pytest.mark.parametrize("change", [{"path": "b.txt"}, {"sha256": "1" * 64}, {"document_id": "doc_1"}])
def test_the_key_of_a_part_follows_from_all_that_matters(change: dict[str, str]) -> None:
    assert pipeline.part_key(REF) == pipeline.part_key(replace(REF))
    assert pipeline.part_key(REF) != pipeline.part_key(replace(REF, **change))


@pytest.mark.parametrize("of", ["code_fingerprint", "library_versions"])
def test_the_key_of_a_part_changes_with_what_made_it(monkeypatch: pytest.MonkeyPatch, of: str) -> None:
    keys = []
    for answer in ("one", "another"):
        monkeypatch.setattr(pipeline.store, of, lambda answer=answer: answer)
        pipeline.maker.cache_clear()
        keys.append(pipeline.part_key(REF))
    pipeline.maker.cache_clear()
    assert keys[0] != keys[1]


def test_outcomes_are_merged_in_order() -> None:
    issues = [make_issue(name, "read", "empty", "error", "It is empty.") for name in "cab"]
    merged = corpus.merge([Outcome(), *(Outcome(issues=(issue,)) for issue in issues)])
    assert merged == Outcome(issues=tuple(issues))


def test_progress_is_told_to_nobody_by_default() -> None:
    told: list[str] = []
    with pipeline.watched_by(lambda stage, _done, _total: told.append(stage)):
        pipeline._progress.get()("documents", 1, 1)
    pipeline._progress.get()("documents", 1, 1)
    assert told == ["documents"]


def test_the_key_of_a_part_follows_from_the_options() -> None:
    assert pipeline.part_key(REF) != pipeline.part_key(REF, Options(language_model="rules"))
