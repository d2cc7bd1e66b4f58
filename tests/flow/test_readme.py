"""The snippets of README.md and flows/views/README.md run as written, on a dataset built from the sample documents."""

import re
from pathlib import Path

import pytest

from flows import documents, pipeline, store

ROOT = Path(__file__).parents[2]
PAGES = {name: (ROOT / name).read_text("utf-8") for name in ("README.md", "flows/views/README.md")}
SNIPPETS = [snippet for page in PAGES.values() for snippet in re.findall(r"```python\n(.*?)```", page, re.DOTALL)]


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    with store.data_lock(folder / "data"):
        refs, issues = store.list_seeds(folder / "seeds")
        batch = documents.process_batch(folder / "seeds", folder / "data", refs, len(refs))
        pipeline.publish(folder / "data", [batch], issues, 1, {})
    return folder


def test_there_are_snippets_for_each_way_in() -> None:
    for words in ("open_dataset", "pd.read_parquet", "duckdb.sql", "pl.scan_parquet", ".decode(", "event_clusters("):
        assert any(words in snippet for snippet in SNIPPETS)


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.splitlines()[0])
def test_snippet_runs(
    snippet: str, workplace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(workplace)
    names: dict[str, object] = {}
    exec(compile(snippet, "README.md", "exec"), names)
    if "print(" in snippet:
        said = capsys.readouterr().out.strip()
        assert said
        assert repr(names["event"].trigger) in said  # type: ignore[attr-defined]
    for name in ("events", "mentions", "who", "what", "people", "dyads", "asserted", "clusters"):
        if name in names:
            assert len(names[name])  # type: ignore[arg-type]


def test_sql_and_function_give_the_same_dyads(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    from flows.views.icews import events_dyads

    monkeypatch.chdir(workplace)
    (sql,) = re.findall(r"```sql\n(.*?)```", PAGES["flows/views/README.md"], re.DOTALL)
    queried = duckdb.sql(sql)
    dataset = store.open_dataset("data")
    made = events_dyads({name: dataset.frame(name) for name in dataset})
    assert queried.columns == list(made.columns)
    rows = made.astype(object).where(made.notna(), None).itertuples(index=False, name=None)
    assert queried.fetchall() == list(rows)
    assert len(made) > 10
    assert made[["Source Name", "Target Name"]].notna().any(axis=1).all()
