"""Errors for people: one tree, one exit code each, and a message that survives on its way."""

import ast
import pickle
import re
from pathlib import Path

import pytest

import flows
from flows import errors
from schemas.failures import Failure
from schemas.vocab import IssueCode

CODE = Path(flows.__file__).parents[1]
KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.PresstableError)]
MADE = [
    errors.NoSeedsError("the folder x is empty; put articles into it"),
    errors.KnowledgeError(["a.csv, row 1: wrong", "a.csv, row 2: wrong"]),
    errors.FileRefusedError(IssueCode.TOO_LARGE, "is too large"),
    errors.UnusableSeedError(IssueCode.EMPTY, "the file is empty"),
    errors.ContractError([Failure("events", "date_start", "is a day", ("evt_1: date_start='x'",), 3)]),
]


def drawn(line: str) -> tuple[int, str, int | None] | None:
    """Return depth, name and exit code of a line of the tree in the docstring."""
    match = re.match(r"    ((?:[|`]   |[|`]-- |    )*)(\w+Error)\s+(\d+)?", line)
    return (len(match[1]) // 4, match[2], int(match[3]) if match[3] else None) if match else None


def test_the_tree_in_the_docstring_is_the_tree_of_the_classes() -> None:
    assert errors.__doc__
    found: dict[str, str] = {}
    path: list[str] = []
    for depth, name, exit_code in filter(None, map(drawn, errors.__doc__.splitlines())):
        path[depth:] = [name]
        found[name] = path[depth - 1] if depth else "Exception"
        assert exit_code in {None, getattr(errors, name).exit_code}
    assert found == {kind.__name__: kind.__base__.__name__ for kind in KINDS}


DATA_FILE_ERRORS = ["schemas/data_files.py: DataFileError", "schemas/typed_values.py: MisfitError"]
"""Faults of the project's own data files, which no user can make; schemas may import nothing of flows."""


def test_no_other_module_has_errors_of_its_own() -> None:
    own = sorted(
        f"{path.relative_to(CODE)}: {node.name}"
        for package in ("flows", "presstable", "schemas")
        for path in (CODE / package).rglob("*.py")
        if path.name != "errors.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "").endswith(("Error", "Exception")) for base in node.bases)
    )  # fmt: skip
    assert own == DATA_FILE_ERRORS


@pytest.mark.parametrize("error", MADE, ids=lambda error: type(error).__name__)
def test_an_error_comes_back_whole_from_another_process(error: errors.PresstableError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))


def test_messages_are_sentences_one_a_line() -> None:
    assert [str(error) for error in MADE] == [
        "the folder x is empty; put articles into it",
        "a.csv, row 1: wrong\na.csv, row 2: wrong",
        "is too large",
        "the file is empty",
        "the tables break their contract, 1 check fails:\nevents.date_start: is a day (3 rows)\n    evt_1: date_start='x'\n    and 2 more",
    ]
