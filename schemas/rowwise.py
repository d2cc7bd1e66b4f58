"""Tests over several columns of a row: each takes series and returns a boolean series, true where the row is right."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from schemas.plover import codes

Columns = Any
"""A pandas series; ArrowDtype series are not typed more narrowly."""


def ordered(start: Columns, end: Columns) -> Columns:
    """Return where `start` does not lie behind `end`."""
    return start <= end


def before(start: Columns, end: Columns) -> Columns:
    """Return where `start` lies before `end`, so that there is something between them."""
    return start < end


def within(outer_start: Columns, start: Columns, end: Columns, outer_end: Columns) -> Columns:
    """Return where the range `start` to `end` lies in the outer range."""
    return (outer_start <= start) & (end <= outer_end)


def as_long_as(text: Columns, start: Columns, end: Columns) -> Columns:
    """Return where `text` has as many code points as the range."""
    return text.str.len() == end - start


def both_or_none(left: Columns, right: Columns) -> Columns:
    """Return where both are given, or none is."""
    return left.isna() == right.isna()


def only_with(dependent: Columns, other: Columns) -> Columns:
    """Return where `dependent` is null or `other` is given."""
    return dependent.isna() | other.notna()


def differs(left: Columns, right: Columns) -> Columns:
    """Return where the two values differ."""
    return left != right


def given_exactly_for(members: frozenset[str]) -> Any:
    """Return a test that the second column is given exactly where the first holds one of `members`."""

    def test(kind: Columns, dependent: Columns) -> Columns:
        return kind.isin(members) == dependent.notna()

    return test


def given_for(members: frozenset[str]) -> Any:
    """Return a test that the second column is given wherever the first holds one of `members`."""

    def test(kind: Columns, dependent: Columns) -> Columns:
        return ~kind.isin(members) | dependent.notna()

    return test


def null_for(members: frozenset[str]) -> Any:
    """Return a test that the second column is null wherever the first holds one of `members`."""

    def test(kind: Columns, dependent: Columns) -> Columns:
        return ~kind.isin(members) | dependent.isna()

    return test


def mapped(values: dict[str, Any]) -> Any:
    """Return a test that the second column holds what `values` gives for the first."""

    def test(kind: Columns, found: Columns) -> Columns:
        expected = pd.Series([values.get(key) for key in kind.tolist()], index=kind.index, dtype=found.dtype)
        return expected == found

    return test


def mode_belongs(event_type: Any, mode: Any) -> Any:
    """Return where the mode is null or one of the event type's."""
    pairs = zip(event_type.tolist(), mode.tolist(), strict=True)
    return pd.Series([pd.isna(found) or found in _modes(kind) for kind, found in pairs], index=mode.index)


def _modes(kind: Any) -> Mapping[str, float]:
    code = codes().get(kind)
    return {} if code is None else code.modes


def score_agrees(event_type: Any, mode: Any, score: Any) -> Any:
    """Return where the score is that of the mode, or without a mode the base score of the event type."""
    rows = zip(event_type.tolist(), mode.tolist(), score.tolist(), strict=True)
    return pd.Series([_is_score(*row) for row in rows], index=score.index)


def _is_score(kind: Any, mode: Any, score: Any) -> bool:
    """Return whether the score agrees, as far as the others can be told: their faults are told at their columns."""
    code = codes().get(kind)
    if code is None or pd.isna(score):
        return True
    own: float = code.score if pd.isna(mode) else code.modes.get(mode, score)
    return bool(score == own)
