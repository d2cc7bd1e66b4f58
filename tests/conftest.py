"""What several kinds of tests share."""

import pytest

from flows import steps
from flows.explain import parts


@pytest.fixture
def explained_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `explain` analyse in this process: a worker takes seconds to start, and tests replace what it calls."""
    monkeypatch.setattr(parts, "analysed", steps.analyse)
