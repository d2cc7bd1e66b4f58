"""What made a dataset: code and libraries, the same answer everywhere, another one after any change that matters."""

import ast
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from flows.store import ROW_CODE, code_fingerprint, library_versions, row_versions, versions
from flows.store.versions import fingerprint

REQUIRED = {
    "presstable": [
        "first>=1",
        "Second_Reader[fast]<3",
        "typer",
        'third; extra == "test"',
        "not-there; os_name == 'nt'",
    ],
    "first": ["shared (>=2)", 'deep ; python_version >= "3"'],
    "second-reader": ["shared"],
    "shared": ["first"],  # in a circle
    "deep": None,
    "typer": ["under-typer"],
    "under-typer": None,
    "third": None,
    "en_model": ["torch==2"],
    "torch": None,
}
"""An installation: what each package requires."""


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """Let each test, and those after, find out anew."""
    for answer in (code_fingerprint, row_versions, library_versions):
        answer.cache_clear()
    yield
    for answer in (code_fingerprint, row_versions, library_versions):
        answer.cache_clear()


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the installation by REQUIRED; each package has the version 1 of its name."""

    def version(name: str) -> str:
        if name not in REQUIRED:
            raise PackageNotFoundError(name)
        return f"{name} 1"

    monkeypatch.setattr(versions, "requires", REQUIRED.__getitem__)
    monkeypatch.setattr(versions, "version", version)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder with a small package and a single file."""
    for name in ("package/a.py", "package/sub/data.toml", "package/sub/page.html", "other/single.py", "other/more.py"):
        path = tmp_path / "one" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "one"


def taken(home: Path) -> str:
    return fingerprint(home, ("package", "other/single.py"))


def test_does_not_depend_on_where_the_package_lies(home: Path, tmp_path: Path) -> None:
    before = taken(home)
    home.rename(tmp_path / "two")
    assert taken(tmp_path / "two") == before


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("package/a.py", True),
        ("package/sub/data.toml", True),
        ("package/sub/page.html", True),
        ("package/sub/new.csv", True),
        ("other/single.py", True),
        ("other/more.py", False),
        ("package/__pycache__/a.cpython-311.pyc", False),
        ("package/old.pyc", False),
        ("package/.mypy_cache/x.json", False),
    ],
)
def test_changes_with_every_file_that_counts(home: Path, name: str, counts: bool) -> None:
    before = taken(home)
    (home / name).parent.mkdir(exist_ok=True)
    (home / name).write_text("changed")
    assert (taken(home) != before) == counts


def test_changes_with_a_new_name(home: Path) -> None:
    before = taken(home)
    (home / "package" / "a.py").rename(home / "package" / "b.py")
    assert taken(home) != before


def test_our_own_code_has_one_and_the_code_of_rows_another() -> None:
    assert re.fullmatch("[0-9a-f]{64}", code_fingerprint())
    assert code_fingerprint() != code_fingerprint(ROW_CODE)


def imported(path: Path) -> Iterator[str]:
    """Yield the names of the modules that a file imports, at whatever depth."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def contract_modules(paths: list[Path]) -> set[str]:
    """Return the files of `schemas` that some files import, and those that these import in turn."""
    found: set[str] = set()
    while paths:
        for module in imported(paths.pop()):
            file = f"{module.replace('.', '/')}.py"
            if module.startswith("schemas.") and (versions.HOME / file).is_file() and file not in found:
                found.add(file)
                paths.append(versions.HOME / file)
    return found


def test_the_code_of_rows_is_the_steps_and_the_modules_of_the_contract_that_they_import() -> None:
    steps = list((versions.HOME / "flows" / "steps").rglob("*.py"))
    data = {"schemas/plover.toml"}
    assert set(ROW_CODE) == {"flows/steps", *contract_modules(steps), *data}
    read = {path.name for path in (versions.HOME / "schemas").glob("*.toml")}
    assert read == {Path(name).name for name in data}, "a data file of schemas that no key of a part covers"


def test_nothing_that_the_steps_import_is_left_out_of_the_libraries() -> None:
    steps = (versions.HOME / "flows" / "steps").rglob("*.py")
    roots = {module.partition(".")[0].lower() for path in steps for module in imported(path)}
    assert not roots & set(versions.LEFT_OUT)


@pytest.mark.usefixtures("installed")
def test_libraries_of_rows_are_all_that_is_required_in_turn_but_what_is_left_out() -> None:
    names = ("first", "second-reader", "shared", "deep")
    assert row_versions() == {"python": row_versions()["python"]} | {name: f"{name} 1" for name in names}
    assert list(row_versions())[1:] == sorted(names)


@pytest.mark.usefixtures("installed")
def test_an_installed_pipeline_counts_with_what_it_requires() -> None:
    assert row_versions("en_model").keys() - row_versions().keys() == {"en_model", "torch"}


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("name", ["no_such_model", "../a/folder", ""])
def test_a_pipeline_that_is_no_package_adds_nothing(name: str) -> None:
    assert row_versions(name) == row_versions()


@pytest.mark.usefixtures("installed")
def test_the_libraries_of_a_snapshot_are_those_and_what_is_required_itself() -> None:
    assert library_versions().keys() - row_versions().keys() == {"presstable", "typer"}


def test_libraries_that_read_and_parse_are_found_where_they_are_installed() -> None:
    assert {
        "pypdfium2",
        "trafilatura",
        "lxml",
        "numpy",
        "spacy",
        "onnxruntime",
        "tokenizers",
        "regex",
    } <= row_versions().keys()
    assert {"python", "presstable", "pyarrow", "pandas", "pypdfium2", "rensa"} <= library_versions().keys()
