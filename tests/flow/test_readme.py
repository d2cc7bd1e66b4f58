"""The snippets of the README run as they stand, on a dataset built from the sample documents."""

import re
from pathlib import Path

import pytest

from flows import pipeline, store

ROOT = Path(__file__).parents[2]
SNIPPETS = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    with store.data_lock(folder / "data"):
        refs, issues = store.list_seeds(folder / "seeds")
        batch = pipeline.process_batch(folder / "seeds", folder / "data", refs, len(refs))
        pipeline.publish(folder / "data", [batch], issues, 1, {})
    return folder


def test_there_are_snippets_for_each_way_in() -> None:
    for words in ("open_dataset", "pd.read_parquet", "duckdb.sql", "pl.scan_parquet", ".decode("):
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
    for name in ("events", "mentions", "who", "what", "people"):
        if name in names:
            assert len(names[name])  # type: ignore[arg-type]
