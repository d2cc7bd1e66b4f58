"""The fingerprint of the code: the same everywhere, another one after any change."""

import re
from pathlib import Path

import pytest

from flows.store import code_fingerprint, library_versions
from flows.store.versions import fingerprint


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a small package."""
    for name in ("a.py", "sub/data.toml", "sub/page.html"):
        path = tmp_path / "one" / "package" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "one" / "package"


def test_does_not_depend_on_where_the_package_lies(package: Path, tmp_path: Path) -> None:
    before = fingerprint([package])
    package.parent.rename(tmp_path / "two")
    assert fingerprint([tmp_path / "two" / "package"]) == before


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("a.py", True),
        ("sub/data.toml", True),
        ("sub/page.html", True),
        ("sub/new.csv", True),
        ("__pycache__/a.cpython-311.pyc", False),
        ("old.pyc", False),
        (".mypy_cache/x.json", False),
    ],
)
def test_changes_with_every_file_that_counts(package: Path, name: str, counts: bool) -> None:
    before = fingerprint([package])
    (package / name).parent.mkdir(exist_ok=True)
    (package / name).write_text("changed")
    assert (fingerprint([package]) != before) == counts


def test_changes_with_a_new_name(package: Path) -> None:
    before = fingerprint([package])
    (package / "a.py").rename(package / "b.py")
    assert fingerprint([package]) != before


def test_our_own_code_has_one() -> None:
    assert re.fullmatch("[0-9a-f]{64}", code_fingerprint())
    assert {"python", "pyarrow", "pandas"} <= library_versions().keys()
