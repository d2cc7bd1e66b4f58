"""The flow that judges candidates, and what runs show: states, tables, names; on our own server."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from prefect.client.schemas.objects import State
from prefect.settings import (
    PREFECT_API_AUTH_STRING,
    PREFECT_API_URL,
    temporary_settings,
)

from flows import documents, runs
from flows.check import validate_seeds
from flows.errors import UsageError
from flows.server import Api
from tests.flow.test_build import ask
from tests.unit.validate.test_rules import ARTICLE

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "validation.schema.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def on_our_server(api: Api) -> Iterator[None]:
    with (
        temporary_settings({PREFECT_API_URL: api.url, PREFECT_API_AUTH_STRING: api.password}),
        documents.workers_for("rules", 1),
    ):
        yield


def judge(*paths: Path, **options: Any) -> State[Any]:
    return validate_seeds(
        [str(path) for path in paths],
        language_model="rules",
        workers=1,
        today=date(2024, 6, 1),
        return_state=True,
        **options,
    )


@pytest.fixture
def candidates(tmp_path: Path) -> Path:
    """Return a folder with an article, a copy of it and an empty file."""
    for name in ("article.txt", "copy.txt"):
        (tmp_path / name).write_text(ARTICLE, "utf-8")
    (tmp_path / "empty.txt").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("names", "strict", "kind", "name", "said"),
    [
        (["article.txt"], True, "COMPLETED", "Completed", "1 file: 1 good, 0 usable, look at it, 0 not usable"),
        (["article.txt", "copy.txt"], False, "COMPLETED", runs.WARNINGS, "2 files: 1 good, 1 usable, look at it, 0 not usable"),
        (["article.txt", "copy.txt"], True, "FAILED", "Failed", "2 files: 1 good, 1 usable, look at it, 0 not usable"),
        (["empty.txt"], False, "FAILED", "Failed", "1 file: 0 good, 0 usable, look at it, 1 not usable"),
    ],
)  # fmt: skip
def test_the_worst_verdict_gives_the_state(
    candidates: Path, names: list[str], strict: bool, kind: str, name: str, said: str
) -> None:
    state = judge(*(candidates / each for each in names), strict=strict)
    assert (state.type, state.name, state.message) == (kind, name, said)
    jsonschema.validate(json.loads(json.dumps(state.result(raise_on_failure=False), default=str)), SCHEMA)


def test_the_findings_are_a_table_and_the_run_has_a_name(api: Api, candidates: Path) -> None:
    state = judge(candidates / "article.txt", candidates / "copy.txt", candidates / "empty.txt")
    (found,) = ask(api, "artifacts/latest/filter", {"artifacts": {"key": {"any_": ["validate-seeds"]}}})
    rows = json.loads(str(found["data"]))
    assert [(Path(row["path"]).name, row["verdict"], row["rule"]) for row in rows] == [
        ("empty.txt", "not usable", "empty"),
        ("copy.txt", "usable, look at it", "exact_copy"),
    ]
    assert all(row["fine"] for row in rows)
    run = str(state.state_details.flow_run_id)
    (flow_run,) = ask(api, "flow_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})
    assert flow_run["name"] == f"validate {candidates / 'article.txt'} and 2 more"


def test_a_mistake_fails_the_run_with_its_sentence(tmp_path: Path) -> None:
    state = judge(tmp_path / "nowhere")
    assert "nowhere" in str(state.message)
    with pytest.raises(UsageError, match="nothing to validate"):
        validate_seeds([])


def test_a_long_table_is_cut_and_its_cells_have_neither_hidden_characters_nor_links(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[tuple[list[dict[str, str]], str]] = []
    monkeypatch.setattr(
        runs, "create_table_artifact", lambda table, *, description, **_: made.append((table, description))
    )
    runs.show_table("a-table", "rows", [{"path": f"{n}\x1b[31m [x](http://y)"} for n in range(runs.MOST_ROWS + 1)])
    ((table, description),) = made
    assert description == "501 rows, the first 500"
    assert len(table) == runs.MOST_ROWS
    assert table[0]["path"] == "0\\x1b[31m [x] (http://y)"
