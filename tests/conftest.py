"""What several kinds of tests share."""

import pytest

from flows import steps
from flows.explain import document, events


@pytest.fixture
def explained_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `explain` analyse in this process: a worker takes seconds to start, and tests replace what it calls."""
    for module in (document, events):
        monkeypatch.setattr(module, "analysed", steps.analyse)
