"""What the READMEs promise a newcomer: each place named there exists, and the steps listed there are enough.

The changes of `newcomer.toml` touch no file but those that the row of `flows/README.md` lists; they are made in a copy.
"""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from flows.corpus.corrections import apply_corrections
from flows.steps import process
from flows.steps.corrections import Correction
from flows.steps.entities import find_mentions
from flows.steps.entities.offices import holders
from flows.steps.options import DEFAULT
from flows.steps.read.seed import seed_of
from flows.steps.repair import edit_rules, repair
from flows.steps.structure.cues import matches
from flows.steps.structure.cues import table as cues
from flows.steps.timex import Reference, find_dates
from flows.tables import tabulate
from schemas.dictionary import markdown
from tests.builders import document, outcome, passages, read

ROOT = Path(__file__).parents[2]
HOUSE = "flows/README.md"
CHANGES: dict[str, list[dict[str, str]]] = tomllib.loads(Path(__file__).with_name("newcomer.toml").read_text("utf-8"))
UNTRIED = {
    "another language model",
    "a sign of an error page or of a paywall",
    "a kind of export of a database",
    "a page of the explorer",
}
"""Rows of the table without changes: one names a command, two data whose examples and samples are tried, one a page."""
NEW = {"flows/steps/read/tei.py"}
"""Files that the table asks to write."""
TEI = b"<TEI><text><body><p>River talks</p><p>It rained.</p></body></text></TEI>"
IS_PATH = re.compile(r"[\w.<>-]+/[\w./<>-]*|[\w-]+\.(?:py|toml|csv|md)|\.gitattributes|[\w.-]+\.lock")


def table(page: str, head: str) -> dict[str, str]:
    """Return the rows of a table with two columns, by their first cell; `head` is the first cell of its head."""
    lines = (ROOT / page).read_text("utf-8").partition(f"\n| {head} |")[2].splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines[2:]]
    ends = next((number for number, line in enumerate(lines[2:]) if not line.startswith("|")), len(rows))
    return {row[0]: " | ".join(row[1:]) for row in rows[:ends]}


def paths(cell: str) -> Iterator[str]:
    """Yield the paths in backticks; one without a folder is in the folder of the path before, or else in the root."""
    folder = ""
    for path in re.findall(r"`([^`]+)`", cell):
        if IS_PATH.fullmatch(path):
            place = path if "/" in path or not folder or (ROOT / path).exists() else f"{folder}/{path}"
            folder = place.rpartition("/")[0]
            yield place


def named(cell: str) -> list[tuple[str, str]]:
    """Return the names that a cell says are in a file, each with the file: "`RULES` of `flows/...py`"."""
    return re.findall(r"`([A-Z_]+)` of `([^`]+\.py)`", cell)


def is_there(path: str) -> bool:
    """Return whether a path exists; `<table>` in it may be anything."""
    return any(ROOT.glob(re.sub(r"<\w+>", "*", path.rstrip("/"))))


def is_listed(path: str, cell: str) -> bool:
    """Return whether a cell lists a path, or its folder."""
    patterns = [re.sub(r"<\w+>", "*", listed) for listed in paths(cell)]
    return any(path.startswith(one) if one.endswith("/") else Path(path).match(one) for one in patterns)


TO_ADD, TO_LOOK, OF_README = table(HOUSE, "to add"), table(HOUSE, "what is wrong"), table("README.md", "to add")
CELLS = {
    f"{page}: {name}": cell
    for page, rows in ((HOUSE, TO_ADD), (HOUSE, TO_LOOK), ("README.md", OF_README))
    for name, cell in rows.items()
}
STEPS = re.findall(r"^\| \w+ \| `(steps/[\w./]+)` \|", (ROOT / HOUSE).read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_every_place_that_is_named_exists(cell: str) -> None:
    found = [path for path in paths(cell) if path not in NEW]
    assert [path for path in found if not is_there(path)] == []
    assert [name for name, path in named(cell) if f"\n{name}: " not in (ROOT / path).read_text("utf-8")] == []


def keys_of(path: str) -> set[str]:
    """Return the keys of a TOML file, the columns of a CSV file, the words of `.gitattributes`; those of a folder."""
    place = ROOT / path
    if place.is_dir():
        return {key for file in place.glob("*.toml") for key in keys_of(str(file))}
    text = place.read_text("utf-8")
    found = {".toml": re.findall(r"^(\w+) =", text, re.MULTILINE), ".csv": text.partition("\n")[0].split(",")}
    return set(found.get(place.suffix, text.split() if place.name == ".gitattributes" else []))


@pytest.mark.parametrize("cell", TO_ADD.values(), ids=TO_ADD)
def test_keys_and_columns_that_are_named_are_in_a_listed_file(cell: str) -> None:
    keys = set(re.findall(r"`([a-z_]+)`", cell))
    listed = [path for path in paths(cell) if path not in NEW and (ROOT / path).exists()]
    assert sorted(keys.difference(*map(keys_of, listed) if keys else ())) == []


def test_the_finder_finds_what_is_missing() -> None:
    assert [*paths("`a/b.csv` or `c.csv`, `RULES` of `flows/x.py`; `make lock`")] == [
        "a/b.csv",
        "a/c.csv",
        "flows/x.py",
    ]
    assert not is_there("flows/steps/nowhere.py")
    assert is_there("schemas/<table>.py")
    assert named("its entry in `RULES` of `flows/x.py`") == [("RULES", "flows/x.py")]


def test_the_steps_of_the_road_exist() -> None:
    assert len(STEPS) > 8
    assert [step for step in STEPS if not (ROOT / "flows" / step).exists()] == []


def test_every_row_is_tried() -> None:
    assert {*CHANGES, *UNTRIED} == {*TO_ADD}


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_but_the_listed_files_is_touched(name: str) -> None:
    touched = [change["path"] for change in CHANGES[name]]
    assert [path for path in touched if not is_listed(path, TO_ADD[name])] == []


def linked(text: str) -> list[tuple[str, str | None, str | None]]:
    """Return type, country and sector of what a text names."""
    return [(row.entity_type, row.country, row.sector) for row in find_mentions(passages(text)).entities]


def has_column(name: str) -> bool:
    """Return whether rows of the road and of the builders have a column, and the dictionary explains it."""
    frames = [tabulate(rows)["documents"] for rows in (read("It rained."), outcome(document()))]
    return all(name in frame for frame in frames) and name in markdown()


def becomes_of(kind: str) -> list[str]:
    """Return what becomes of a correction of an event, by its kind."""
    row = Correction(
        kind=kind,
        source_path="a.txt",
        quote="Norway met Sweden",
        trigger="met",
        value="denied",
        author="A. Holm",
        day=date(2026, 11, 28),
        reason="so",
    )
    return [
        found.status
        for found in apply_corrections(read("Norway met Sweden on 9 June 2020.", "a.txt"), [row]).corrections
    ]


PROBES: dict[str, tuple[Callable[[], object], object]] = {
    "a repair rule": (
        lambda: (repair("It held\u2e19.").text, "ankerfold_mark" in {rule.rule_id for rule in edit_rules()}),
        ("It held.", True),
    ),
    "a phrase of a site": (lambda: "ankerfold_picks" in cues() and matches("ankerfold_picks", "Ankerfold picks"), True),
    "an actor": (lambda: linked("They met the Ankerfold Band."), [("armed_group", None, "REB")]),
    "a place": (lambda: linked("They met at Ankerfold Air Base."), [("facility", "AFG", None)]),
    "a term of office, a known date of death": (
        lambda: [who.name for who in holders("defence_minister", "AFG", date(1850, 6, 1), date(1850, 6, 2))],
        ["Mohammed Fahim"],
    ),
    "an event trigger": (
        lambda: [row.rule_id for row in read("Norway ankerfolded Sweden on 9 June 2020.").events],
        ["CONSULT.ankerfold"],
    ),
    "a rule for time expressions": (
        lambda: [(row.rule_id, row.timex_value) for row in find_dates(passages("It rained on ankerday."), Reference())],
        [("ankerday", "2001-09-11")],
    ),
    "a kind of correction": (lambda: becomes_of("ankerfold"), ["applied"]),
    "a column": (lambda: has_column("ankerfold_count"), True),
    "a format (`.tei`)": (
        lambda: [row.text for row in process(seed_of("a.tei", TEI), DEFAULT).paragraphs],
        ["River talks", "It rained."],
    ),
}
"""What to look at once the changes of a row are made, and what is there then and not before."""


def probed() -> dict[str, bool]:
    """Return for each row whether its changes have come to something."""
    return {name: probe() == wanted for name, (probe, wanted) in PROBES.items()}


def test_before_the_changes_nothing_of_them_is_there() -> None:
    assert probed() == dict.fromkeys(CHANGES, False)


def change(path: Path, after: str | None, text: str) -> None:
    """Put text behind the one line `after`, or at the end; the file may be new."""
    old = path.read_text("utf-8") if path.exists() else ""
    if after is None:
        path.write_text(old + text, "utf-8")
        return
    assert old.splitlines().count(after) == 1, f"{path}: {after}"
    path.write_text(old.replace(f"{after}\n", f"{after}\n{text}", 1), "utf-8")


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bool]:
    """Return what the probes give in a copy with all changes."""
    copy = tmp_path_factory.mktemp("newcomer")
    for folder in ("flows", "schemas", "tests/contracts"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("tests/builders.py", "README.md"):
        shutil.copy(ROOT / file, copy / file)
    for row in CHANGES.values():
        for one in row:
            change(copy / one["path"], one.get("after"), one["text"])
    script = "import json; from tests.contracts import test_newcomer as t; print(json.dumps(t.probed()))"
    done = subprocess.run([sys.executable, "-c", script], cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGES)
def test_the_steps_are_enough(name: str, changed: dict[str, bool]) -> None:
    assert changed[name]
