"""Tests over several columns of a row: each takes series and returns a boolean series, true where the row is right."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import pandas as pd

from schemas.plover import codes
from schemas.vocab import SIDES

Series: TypeAlias = pd.Series
"""A column of a frame; rule functions take columns and return a boolean series of the same index."""
RowTest = Callable[..., pd.Series]
"""A test over columns of a row, as `columns.rule` takes it."""


def ordered(start: Series, end: Series) -> Series:
    """Return where `start` is not after `end`."""
    return start <= end


def before(start: Series, end: Series) -> Series:
    """Return where `start` is before `end`, so that the range is not empty."""
    return start < end


def within(outer_start: Series, start: Series, end: Series, outer_end: Series) -> Series:
    """Return where the range `start` to `end` is inside the outer range."""
    return (outer_start <= start) & (end <= outer_end)


def as_long_as(text: Series, start: Series, end: Series) -> Series:
    """Return where `text` has as many code points as the range."""
    return text.str.len() == end - start


def spans(start: Series, end: Series, length: Series) -> Series:
    """Return where the range is as long as `length`."""
    return end - start == length


def begins_whole(part: Series, start: Series) -> Series:
    """Return where there is a number of a part, or the range begins at 0."""
    return part.notna() | (start == 0)


def both_or_none(left: Series, right: Series) -> Series:
    """Return where both are given, or none is."""
    return left.isna() == right.isna()


def only_with(dependent: Series, other: Series) -> Series:
    """Return where `dependent` is null or `other` is given."""
    return dependent.isna() | other.notna()


def differs(left: Series, right: Series) -> Series:
    """Return where the two values differ."""
    return left != right


def given_for(members: frozenset[str]) -> RowTest:
    """Return a test that the second column is given wherever the first holds one of `members`."""

    def test(kind: Series, dependent: Series) -> Series:
        return ~kind.isin(members) | dependent.notna()

    return test


def null_for(members: frozenset[str]) -> RowTest:
    """Return a test that the second column is null wherever the first holds one of `members`."""

    def test(kind: Series, dependent: Series) -> Series:
        return ~kind.isin(members) | dependent.isna()

    return test


def mapped(values: dict[str, Any]) -> RowTest:
    """Return a test that the second column is the value in `values` of the first."""

    def test(kind: Series, dependent: Series) -> Series:
        expected = pd.Series([values.get(key) for key in kind.tolist()], index=kind.index, dtype=dependent.dtype)
        return expected == dependent

    return test


def mode_belongs(event_type: Series, mode: Series) -> Series:
    """Return where the mode is null or one of the event type's."""
    pairs = zip(event_type.tolist(), mode.tolist(), strict=True)
    return pd.Series([pd.isna(found) or found in _modes(kind) for kind, found in pairs], index=mode.index)


def _modes(kind: Any) -> Mapping[str, float]:
    code = codes().get(kind)
    return {} if code is None else code.modes


def score_agrees(event_type: Series, mode: Series, score: Series) -> Series:
    """Return where the score is that of the mode, or without a mode the base score of the event type."""
    rows = zip(event_type.tolist(), mode.tolist(), score.tolist(), strict=True)
    return pd.Series([_is_score(*row) for row in rows], index=score.index)


def _is_score(kind: Any, mode: Any, score: Any) -> bool:
    """Return whether the score agrees; true where the type or the mode is wrong, which their own columns report."""
    code = codes().get(kind)
    if code is None or pd.isna(score):
        return True
    own: float = code.score if pd.isna(mode) else code.modes.get(mode, score)
    return bool(score == own)


def code_agrees(role: Series, country: Series, sector: Series, code: Series) -> Series:
    """Return where the code of an actor or recipient is made of country and sector, and other roles have none."""
    joined = (country.fillna("") + " " + sector.fillna("")).str.strip()
    expected = joined.where(role.isin(SIDES), "")
    return code.fillna("") == expected
