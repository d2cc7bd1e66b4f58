"""What `import flows` gives: five public names, imported when first used."""

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import flows
from flows.errors import PresstableError

HEAVY = ("pandas", "pandera", "pyarrow", "prefect", "spacy", "rich", "flows.store", "flows.steps.annotation")


def run(code: str) -> str:
    """Return what a fresh interpreter prints."""
    root = Path(flows.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    return done.stdout.strip()


@pytest.mark.parametrize("statement", ["import flows", "import flows.steps"])
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


@pytest.mark.parametrize("module", ["annotate", "explain", "build"])
def test_a_module_of_the_same_name_does_not_take_the_place_of_a_function(module: str) -> None:
    loads = f"import sys, flows, flows.{module}; from flows.{module} import __name__ as name"
    assert run(f"{loads}; print(type(flows.{module}).__name__, name)") == f"function flows.{module}"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'bake'"):
        _ = flows.bake  # type: ignore[attr-defined]


def test_explain_reads_a_file_and_prints_what_is_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Talks\n\nNorway condemned Sweden on May 2, 2019, and the ministers went home.\n", "utf-8")
    assert flows.explain(path)
    assert "condemned" in capsys.readouterr().out
