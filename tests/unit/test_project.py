"""The project as a package: licences, checksums, what the wheel carries, data files that people can read."""

import re
import tomllib
import zipfile
from email import message_from_string
from pathlib import Path

import pytest
import yaml

from flows.training.card import checksums

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "flows/steps/language/model"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LICENCES = {"Apache-2.0", "CC-BY-SA-4.0", "CC-BY-4.0"}
DATA = {".csv", ".toml", ".md", ".html", ".css", ".js", ".json", ".svg", ".txt"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel as hatchling builds it, without network and without leaving anything in the tree."""
    from hatchling.build import build_wheel

    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        name = build_wheel(str(folder))
    return zipfile.ZipFile(folder / name)


def test_the_licences_are_those_of_the_files() -> None:
    named = {row["SPDX-License-Identifier"] for row in tomllib.loads((ROOT / "REUSE.toml").read_text())["annotations"]}
    assert set(PROJECT["license"].split(" AND ")) == named == LICENCES
    assert {path.name for path in (ROOT / "LICENSES").iterdir()} == {f"{name}.txt" for name in LICENCES}


@pytest.mark.parametrize(
    ("name", "title", "size"),
    [
        ("Apache-2.0", "Apache License", 11_000),
        ("CC-BY-4.0", "Attribution 4.0 International", 18_000),
        ("CC-BY-SA-4.0", "Attribution-ShareAlike 4.0 International", 20_000),
    ],
)
def test_licences_are_there_in_full(name: str, title: str, size: int) -> None:
    text = (ROOT / "LICENSES" / f"{name}.txt").read_text("utf-8")
    assert text.split("\n", 2)[0].strip() == title or text.lstrip().startswith(title)
    assert len(text) > size


def test_paths_of_the_licence_file_exist() -> None:
    rows = tomllib.loads((ROOT / "REUSE.toml").read_text("utf-8"))["annotations"]
    paths = [path for row in rows for path in ([row["path"]] if isinstance(row["path"], str) else row["path"])]
    assert [path for path in paths if not next(ROOT.glob(path), None)] == []


def test_the_shipped_weights_are_those_of_the_checksums() -> None:
    assert (MODEL / "SHA256SUMS").read_text("utf-8") == checksums(MODEL)


def test_a_changed_weight_changes_the_checksums(tmp_path: Path) -> None:
    (tmp_path / "parser").mkdir()
    (tmp_path / "parser/model").write_bytes(b"\x00weights")
    (tmp_path / "README.md").write_text("for people")
    before = checksums(tmp_path)
    (tmp_path / "README.md").write_text("changed")
    assert checksums(tmp_path) == before
    assert before.endswith("  parser/model\n")
    (tmp_path / "parser/model").write_bytes(b"\x01weights")
    assert checksums(tmp_path) != before


def test_the_wheel_carries_code_data_types_and_licences(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    info = next(name.split("/")[0] for name in names if ".dist-info/" in name)
    assert {"flows/py.typed", "presstable/py.typed", "schemas/py.typed", f"{info}/licenses/LICENSE"} <= names
    assert {f"{info}/licenses/LICENSES/{name}.txt" for name in LICENCES} <= names
    tree = (path for folder in ("flows", "presstable", "schemas") for path in (ROOT / folder).rglob("*"))
    wanted = {path.relative_to(ROOT).as_posix() for path in tree if path.suffix in DATA | {".py"}}
    wanted |= {path.relative_to(ROOT).as_posix() for path in MODEL.rglob("*") if path.is_file()}
    assert len(wanted) > 200
    assert sorted(wanted - names) == []


def test_the_wheel_carries_nothing_else(wheel: zipfile.ZipFile) -> None:
    folders = {name.split("/")[0] for name in wheel.namelist()}
    assert {folder for folder in folders if not folder.endswith(".dist-info")} == {"flows", "presstable", "schemas"}
    assert [name for name in wheel.namelist() if name.endswith((".pyc", ".parquet")) or "/tests/" in name] == []


def test_the_metadata_says_what_the_package_is(wheel: zipfile.ZipFile) -> None:
    name = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    found = message_from_string(wheel.read(name).decode("utf-8"))
    assert found["License-Expression"] == PROJECT["license"]
    assert "Typing :: Typed" in found.get_all("Classifier", [])
    assert len(found.get_all("License-File", [])) == 1 + len(LICENCES)


CFF_KEYS = {
    "cff-version", "message", "type", "title", "abstract", "version", "date-released", "license", "authors", "keywords",
}  # fmt: skip
"""Keys of the Citation File Format 1.2.0 that we use; it allows more."""


def test_the_citation_is_of_this_version() -> None:
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert set(found) == CFF_KEYS
    assert (found["cff-version"], found["type"]) == ("1.2.0", "software")
    assert (found["version"], found["keywords"]) == (PROJECT["version"], PROJECT["keywords"])
    assert found["authors"] == PROJECT["authors"]
    assert found["license"] in LICENCES
    assert f"## [{found['version']}] - {found['date-released']}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_workflow_runs_the_checks_on_each_python_that_the_package_names() -> None:
    text = (ROOT / ".github/workflows/test.yml").read_text("utf-8")
    job = yaml.safe_load(text)["jobs"]["test"]
    named = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", line)]
    assert job["strategy"]["matrix"]["python"] == named
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]
    pinned = [re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"]) for step in job["steps"] if "uses" in step]
    assert pinned
    assert all(pinned)


def test_hooks_run_what_make_lint_runs_and_nothing_from_the_network() -> None:
    (repo,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    recipe = makefile.partition("\nlint:")[2].partition("\n\n")[0]
    tools = re.findall(r"\$\(BIN\)/([a-z-]+(?: (?:check|format))?)", recipe)
    assert repo["repo"] == "local"
    assert {hook["language"] for hook in repo["hooks"]} == {"system"}
    found = [re.sub(r"^\.venv/bin/", "", hook["entry"]).partition(" -")[0] for hook in repo["hooks"]]
    assert found == tools
