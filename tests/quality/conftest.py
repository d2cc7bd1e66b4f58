"""Where labelled data and the client's documents are; tests that need them skip where they are not."""

import os
from pathlib import Path

import pytest

BY_HAND = pytest.mark.skipif("PRESSTABLE_ALL" not in os.environ, reason="takes minutes; PRESSTABLE_ALL=1 runs it")
"""Mark of floors for which the twenty minutes of CI are too short."""


def _folder(variable: str) -> Path:
    folder = os.environ.get(variable)
    if not folder or not Path(folder).is_dir():
        pytest.skip(f"{variable} names no folder")
    return Path(folder)


@pytest.fixture(scope="session")
def bench() -> Path:
    """Return the folder of labelled development data."""
    return _folder("PRESSTABLE_BENCH")


@pytest.fixture(scope="session")
def real_seeds() -> Path:
    """Return the folder of the client's documents."""
    return _folder("PRESSTABLE_REAL_SEEDS")
