"""What holds for all tests."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count no lines in slow tests and in measures of quality: counting takes half as long again, and adds nothing."""
    for item in items:
        if "slow" in item.keywords or "quality" in item.path.parts:
            item.add_marker(pytest.mark.no_cover)
