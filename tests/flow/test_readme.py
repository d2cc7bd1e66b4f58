"""The snippets of README.md and flows/views/README.md run as written, elsewhere, on tables of the sample documents."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows import documents, pipeline, store
from flows.views.actors import actors_rolled_up
from flows.views.flat import events_flat
from flows.views.icews import events_dyads

ROOT = Path(__file__).parents[2]
PAGES = {name: (ROOT / name).read_text("utf-8") for name in ("README.md", "flows/views/README.md")}
SNIPPET = re.compile(r"```python\n(.*?)```(?:\n\n[^\n]+\n\n```text\n(.*?)```)?", re.DOTALL)
"""Code, and what it prints where a page has that one line below."""
PRINTED = dict(found for page in PAGES.values() for found in SNIPPET.findall(page))
SNIPPETS = list(PRINTED)
OURS = re.compile(r"^(?:from|import) (?:flows|presstable)\b", re.MULTILINE)
RESULTS = (
    "events",
    "mentions",
    "who",
    "what",
    "people",
    "dyads",
    "asserted",
    "flat",
    "wide",
    "clusters",
    "reported_often",
)
"""Names to which the snippets give what they found; none may be empty."""
STRANGER = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"flows", "presstable", "schemas"}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
"""
"""Takes our packages away, as where they are not installed."""


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder outside of the project, with the samples as seeds and their tables as data."""
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
    assert {bool(OURS.search(snippet)) for snippet in SNIPPETS} == {True, False}


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.splitlines()[0])
def test_snippet_runs(snippet: str, workplace: Path) -> None:
    is_ours = OURS.search(snippet)
    counts = f"""
import json
known = globals()
print(json.dumps({{name: len(known[name]) for name in {RESULTS} if name in known}}))
print(repr(known["event"].trigger) if "event" in known else "")
"""
    code = f"{'' if is_ours else STRANGER}\n{snippet}\n{counts}"
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    env |= {"PYTHONPATH": str(ROOT)} if is_ours else {}
    done = subprocess.run(
        (sys.executable, "-c", code), capture_output=True, text=True, cwd=workplace, env=env, check=False
    )
    assert done.returncode == 0, done.stderr
    *printed, found, trigger = done.stdout.removesuffix("\n").split("\n")
    assert all(json.loads(found).values())
    assert "\n".join(printed).strip() or "print(" not in snippet
    assert PRINTED[snippet] in {"", "\n".join((*printed, ""))}
    assert trigger in "\n".join(printed)


VIEWS = [events_flat, events_dyads, actors_rolled_up]
"""The views that flows/views/README.md has as SQL, too, in the order of the page."""


@pytest.mark.parametrize(("number", "view"), list(enumerate(VIEWS)), ids=[view.__name__ for view in VIEWS])
def test_sql_and_function_give_the_same_rows(
    number: int, view, workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import duckdb

    monkeypatch.chdir(workplace)
    queries = re.findall(r"```sql\n(.*?)```", PAGES["flows/views/README.md"], re.DOTALL)
    assert len(queries) == len(VIEWS)
    queried = duckdb.sql(queries[number])
    dataset = store.open_dataset("data")
    made = view({name: dataset.frame(name) for name in dataset})
    assert queried.columns == list(made.columns)
    rows = made.astype(object).where(made.notna(), None).itertuples(index=False, name=None)
    assert queried.fetchall() == list(rows)
    assert len(made) > 10


def test_the_dyads_have_a_side(workplace: Path) -> None:
    dataset = store.open_dataset(workplace / "data")
    made = events_dyads({name: dataset.frame(name) for name in dataset})
    assert made[["Source Name", "Target Name"]].notna().any(axis=1).all()


def test_one_event_of_the_samples_is_reported_by_two_documents(workplace: Path) -> None:
    events = store.open_dataset(workplace / "data").frame("events")
    clusters = {
        key: set(rows["document_title"]) for key, rows in events[events["cluster_documents"] > 1].groupby("cluster_id")
    }
    assert {
        "The grain corridor: a short history",
        "Three hours by the Black Sea, and no grain deal",
    } in clusters.values()


@pytest.mark.slow
def test_frictionless_accepts_the_dataset(workplace: Path) -> None:
    from frictionless import Package

    report = Package(str(workplace / "data" / "latest" / "datapackage.json")).validate()
    errors = [(task.name, error.message) for task in report.tasks for error in task.errors]
    assert (report.valid, errors) == (True, [])
    assert report.stats["tasks"] == len(store.open_dataset(workplace / "data"))
    assert [task.name for task in report.tasks if not task.stats.get("rows")] == ["corrections"]
