"""Parts: they come back exactly as they were stored, or not at all."""

import zlib
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.steps.models import Document, Outcome
from flows.store import PartStore
from flows.store.parts import _decode, _encode, packed
from tests.builders import paragraph

KEY = "0123456789abcdef"
CELLS: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(st.characters(codec=None), max_size=5) | st.sampled_from(["\ud83d\ude00", "\ud800", "1999-01-01"]),
    int: st.integers(),
    float: st.floats(allow_nan=False),
    bool: st.booleans(),
    date: st.dates(),
    type(None): st.none(),
}
PARAGRAPH = paragraph("A text.")


def records(record: type) -> st.SearchStrategy[Any]:
    """Return records of one table with any value that their types allow."""
    hints = get_type_hints(record)
    cells = [st.one_of([CELLS[kind] for kind in get_args(hints[f.name]) or (hints[f.name],)]) for f in fields(record)]
    return st.tuples(*cells).map(lambda values: record(*values))


OUTCOMES = st.builds(
    Outcome,
    **{
        name: st.lists(records(get_args(hint)[0]), max_size=2).map(tuple)
        for name, hint in get_type_hints(Outcome).items()
    },
)


@pytest.fixture
def store(tmp_path: Path) -> PartStore:
    """Return an empty store."""
    return PartStore(tmp_path)


def stored(tmp_path: Path) -> list[str]:
    return sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())


@given(OUTCOMES)
def test_any_outcome_comes_back_exactly(outcome: Outcome) -> None:
    back = _decode(_encode(outcome))
    assert back == outcome
    assert repr(back) == repr(outcome)  # types, too: 1 is not 1.0 and not True


def test_stores_under_a_key_and_leaves_no_other_files(store: PartStore, tmp_path: Path) -> None:
    assert store.get(KEY) is None
    store.put(KEY, packed(Outcome(paragraphs=(PARAGRAPH,))))
    store.put(KEY, packed(Outcome(paragraphs=(PARAGRAPH,))))
    assert store.get(KEY) == Outcome(paragraphs=(PARAGRAPH,))
    assert stored(tmp_path) == [f"parts/01/{KEY}"]


def test_the_same_outcome_gives_the_same_bytes(store: PartStore, tmp_path: Path) -> None:
    store.put(KEY, packed(Outcome(paragraphs=(PARAGRAPH,))))
    before = (tmp_path / "parts" / "01" / KEY).read_bytes()
    store.put(KEY, packed(Outcome(paragraphs=(replace(PARAGRAPH),))))
    assert (tmp_path / "parts" / "01" / KEY).read_bytes() == before


def test_every_truncation_and_every_changed_byte_is_a_miss(store: PartStore, tmp_path: Path) -> None:
    store.put(KEY, packed(Outcome(paragraphs=(PARAGRAPH,))))
    path = tmp_path / "parts" / "01" / KEY
    whole = path.read_bytes()
    broken = [whole[:size] for size in range(len(whole))]
    broken += [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(len(whole))]
    for data in [*broken, whole + b"\0", b"not a part", zlib.compress(b"{}")]:
        path.write_bytes(data)
        assert store.get(KEY) is None
        assert not store.has(KEY)
    path.write_bytes(whole)
    assert store.get(KEY) is not None
    assert store.has(KEY)


def test_a_part_under_another_key_is_a_miss(store: PartStore, tmp_path: Path) -> None:
    store.put(KEY, packed(Outcome()))
    other = KEY[:-1] + "0"
    (tmp_path / "parts" / "01" / KEY).rename(tmp_path / "parts" / "01" / other)
    assert store.get(other) is None


def test_a_folder_in_the_place_of_a_part_is_a_miss(store: PartStore, tmp_path: Path) -> None:
    (tmp_path / "parts" / "01" / KEY).mkdir(parents=True)
    assert store.get(KEY) is None


@pytest.mark.parametrize(
    "change", [('"position"', '"place"'), ('"paragraph_id",', ""), ('"issues"', '"notes"'), ('"text",', '"text","x",')]
)
def test_other_columns_than_those_of_the_records_are_a_miss(change: tuple[str, str]) -> None:
    data = _encode(Outcome()).decode()
    assert change[0] in data
    assert _decode(data.replace(*change).encode()) is None


@pytest.mark.parametrize("key", ["", "0123", "../../etc", "ABCDEF0123", "0123456/", "0" * 129, "0123456789\n"])
def test_keys_that_are_no_digests_are_refused(store: PartStore, key: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        store.put(key, packed(Outcome()))
    with pytest.raises(ValueError, match="no key"):
        store.get(key)


def test_what_would_not_come_back_is_refused(store: PartStore, tmp_path: Path) -> None:
    bad = replace(PARAGRAPH, text=datetime(2001, 2, 3))  # noqa: DTZ001
    with pytest.raises(TypeError, match="datetime"):
        store.put(KEY, packed(Outcome(paragraphs=(bad,))))
    assert stored(tmp_path) == []


def test_prune_removes_what_is_not_kept_and_half_written_parts(store: PartStore, tmp_path: Path) -> None:
    keys = [f"{number:02x}{KEY}" for number in range(5)]
    for key in keys:
        store.put(key, packed(Outcome()))
    (tmp_path / "parts" / "00" / f".{KEY}.beef").write_bytes(b"half")
    assert store.prune({keys[1], keys[3], "ffff0000"}) == 3
    assert stored(tmp_path) == [f"parts/01/{keys[1]}", f"parts/03/{keys[3]}"]


def test_pruning_an_empty_store_removes_nothing(store: PartStore) -> None:
    assert store.prune(set()) == 0


def test_every_field_type_has_a_strategy() -> None:
    assert {kind for hint in get_type_hints(Document).values() for kind in get_args(hint) or (hint,)} <= set(CELLS)
