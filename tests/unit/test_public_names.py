"""What `import presstable` and `import flows` give: public names that are imported when first used."""

import inspect
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import flows
import presstable
from flows.errors import PresstableError

HEAVY = (
    *("pandas", "pandera", "pyarrow", "prefect", "spacy", "onnxruntime", "tokenizers", "rich"),
    *("flows.store", "flows.steps.annotation"),
)


def run(code: str) -> str:
    """Return what a fresh interpreter prints."""
    root = Path(flows.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    return done.stdout.strip()


@pytest.mark.parametrize("statement", ["import flows", "import flows.steps", "import presstable"])
def test_importing_the_package_loads_nothing_heavy(statement: str) -> None:
    assert run(f"import sys; {statement}; print([name for name in {HEAVY!r} if name in sys.modules])") == "[]"


@pytest.mark.parametrize("name", ["annotate", "build", "explain", "open_dataset"])
def test_a_public_name_is_a_documented_function(name: str) -> None:
    found = getattr(flows, name)
    assert inspect.isfunction(found)
    assert found.__name__ == name
    assert (found.__doc__ or "").startswith(("Return ", "Print "))
    assert name in dir(flows)
    assert name in flows.__all__


def test_errors_share_a_base_that_is_public() -> None:
    assert flows.PresstableError is PresstableError


@pytest.mark.parametrize("name", presstable.__all__)
def test_each_name_for_analysts_is_there_and_documented(name: str) -> None:
    found = getattr(presstable, name)
    assert name in dir(presstable)
    assert found.__doc__
    if inspect.isfunction(found):
        assert found.__doc__.startswith(("Return ", "Print ", "Write "))
        assert f"`{name}(" in (presstable.__doc__ or "")


def test_analysts_and_flows_share_their_names() -> None:
    assert set(flows.__all__) < set(presstable.__all__)
    assert all(getattr(presstable, name) is getattr(flows, name) for name in flows.__all__)


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((Path(flows.__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    assert presstable.__version__ == project["version"]


@pytest.mark.parametrize("module", ["annotate", "explain", "build"])
def test_a_module_of_the_same_name_does_not_take_the_place_of_a_function(module: str) -> None:
    loads = f"import sys, flows, flows.{module}; from flows.{module} import __name__ as name"
    assert run(f"{loads}; print(type(flows.{module}).__name__, name)") == f"function flows.{module}"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'bake'"):
        _ = flows.bake  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="has no attribute 'bake'"):
        _ = presstable.bake  # type: ignore[attr-defined]


def test_explain_reads_a_file_and_prints_what_is_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Talks\n\nNorway condemned Sweden on May 2, 2019, and the ministers went home.\n", "utf-8")
    assert flows.explain(path)
    assert "condemned" in capsys.readouterr().out
