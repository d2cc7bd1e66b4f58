"""The command on files whose names and texts hold what steers a terminal: none of it reaches a person."""

import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows import cli, pipeline, store
from flows.cli import building, shared
from flows.errors import ContractError, DataLockedError, KnowledgeError, PresstableError, UsageError
from flows.escaping import visible
from flows.server import Api
from schemas.failures import Failure
from tests.flow.conftest import Command

ARTICLE = b"A Border That Stays Shut\n\nBy Ana Novak\n\nMay 3, 2019\n\nIran condemned the \xee\x80\x80United States on Thursday.\n"
NAMES = [
    b"a\x1b[31mb\xe2\x80\xaec.txt",
    b"new\nline.txt",
    b"\xff.txt",
    b"\x1b]0;t\x07.txt",
    b"a\rb\x08\xc2\x9bc.txt",
    b"=1|`<b>[x](y)&#8238;.txt",
]
CONTROLS = [
    chr(code)
    for code in (
        *range(1, 0x20),
        *range(0x7F, 0xA0),
        0x61C,
        0x200B,
        0x200E,
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
        0xDCFF,
    )
]


@pytest.fixture
def named(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        (Path(os.fsdecode(os.fsencode(folder) + b"/" + name))).write_bytes(ARTICLE if number else b"")
    return folder


def run(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    own = (sys.executable, "-c", "from flows.cli import main; main()", *map(str, arguments))
    settings = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    settings["PYTHONPATH"] = str(Path(__file__).parents[2])
    return subprocess.run(own, capture_output=True, env=settings, timeout=120, check=False)


def shown(output: bytes | str) -> str:
    """Return what a terminal gets, once it is found to hold nothing hidden but the ends of lines."""
    text = output if isinstance(output, str) else output.decode("utf-8")
    assert visible(text, "\n") == text
    return text


def test_a_build_of_hostile_names_shows_them_as_marks(named: Path, tmp_path: Path) -> None:
    done = run("build", named, "--data", tmp_path / "data", "--language-model", "rules", "-vv")
    assert done.returncode == 0, done.stderr
    summary, log = shown(done.stdout), shown(done.stderr)
    assert summary.startswith("5 files read (0 unchanged), 2 quarantined.")
    assert len([line for line in summary.splitlines() if line.startswith("Slowest")]) == 1
    assert [line for line in log.splitlines() if not re.match(r"\d\d:\d\d:\d\d (?:INFO|DEBUG) ", line)] == []
    assert "a\\x1b[31mb\\u202ec.txt: 0." in log and "new\\nline.txt: 0." in log
    dataset = store.open_dataset(tmp_path / "data")
    assert "new\nline.txt" in set(dataset.frame("documents")["source_path"]), "the tables hold names as they are"
    page = (tmp_path / "data" / "latest" / "report.html").read_text("utf-8")
    assert visible(page, "\n") == page
    for name in ("a\\x1b[31mb\\u202ec.txt", "new\\nline.txt", "\\xff.txt", "a\\rb\\x08\\x9bc.txt"):
        assert name in page


@pytest.mark.parametrize(
    ("name", "option"), [*((name, ()) for name in NAMES), (NAMES[1], ("--events",)), (NAMES[1], ("--why-not",))]
)
@pytest.mark.usefixtures("kept_workers")
def test_explain_shows_a_hostile_name_and_text_as_marks(
    name: bytes, option: tuple[str, ...], named: Path, command: Command
) -> None:
    file = f"{named}/{os.fsdecode(name)}"
    done = command("explain", file, "--language-model", "rules", *option)
    assert done.returncode == (3 if name == NAMES[0] else 0), done.stderr
    text = shown(done.stdout) + shown(done.stderr)
    if not option or done.returncode:
        assert visible(os.fsdecode(name)) in text
    if "--events" in option and not done.returncode:
        assert "\\ue000" in text


NAME = os.fsdecode(b"n\x1b[31mo\nx\xe2\x80\xae\xff")


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain", NAME),
        ("explain", "a", NAME),
        ("build", NAME),
        ("build", "seeds", "--data", f"{NAME}/data"),
        ("annotate", NAME),
        ("annotate", "--knowledge", NAME),
        ("annotate", "--language-model", NAME),
        ("train", "--corpora", NAME, "--out", "x"),
        ("dictionary", "--out", f"{NAME}/x"),
        (NAME,),
        (f"--{NAME}",),
    ],
)
def test_a_mistake_shows_a_hostile_name_as_marks(
    arguments: tuple[str, ...], command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_bytes(ARTICLE)
    (tmp_path / "a.jsonl").write_text('{"text": "Iran."}\n')
    done = command(*arguments, *(["a.jsonl"] if "--language-model" in arguments else []))
    assert done.returncode == 2
    assert "n\\x1b[31mo" in shown(done.stderr)
    assert "Traceback" not in shown(done.stderr)


@pytest.mark.usefixtures("kept_workers")
def test_annotate_gives_lines_that_a_terminal_can_show(command: Command, tmp_path: Path) -> None:
    text = "Iran condemned Iraq. " + "".join(CONTROLS[:-1])
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": text, "text": text}), "utf-8")
    done = command("annotate", tmp_path / "a.jsonl", "--language-model", "rules")
    (line,) = shown(done.stdout).splitlines()
    assert json.loads(line)["text"] == json.loads(line)["id"] == text


def test_a_traceback_of_a_bug_has_marks() -> None:
    code = "from flows import cli\ndef fail(**_):\n    raise ValueError('a\\x1b[31m\\u202e\\nb')\ncli.app = fail\ncli.main()"
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, check=False)
    assert done.returncode == 1
    assert shown(done.stderr).endswith("ValueError: a\\x1b[31m\\u202e\nb\n")


@pytest.mark.parametrize("control", CONTROLS)
def test_every_control_character_is_marked_in_messages_summary_and_log(
    control: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = f"a{control}b"
    for error in (UsageError(f"{name}: wrong"), DataLockedError(name), OSError(2, "No such file", name)):
        assert message_of(error, capsys).count("\n") == 1
    failure = Failure("events", "date_start", "is a day", (f"evt_1: {name!r}",), 1)
    for listed in (KnowledgeError(["one", name.replace("\n", "")]), ContractError([failure])):
        assert message_of(listed, capsys).count("\n") == 2 + isinstance(listed, ContractError)
    assert visible(summary_of(name), "\n") == summary_of(name)
    assert summary_of(name).count("\n") == summary_of("ab").count("\n")
    shared.log(1)
    logging.getLogger("flows.pipeline").warning("%s", name)
    assert capsys.readouterr().err.endswith(f" WARNING {visible(name)}\n")
    logging.getLogger("flows").handlers = []


def message_of(error: Exception, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what the end of the command by an error prints."""
    with pytest.raises(SystemExit):
        cli._end(error, str(error) if isinstance(error, PresstableError) else f"{error.filename}: x", 1)  # type: ignore[attr-defined]
    said = capsys.readouterr().err
    assert visible(said, "\n") == said
    return said


def built(name: str) -> pipeline.BuildSummary:
    counts = dict.fromkeys(("documents", "paragraphs", "entities", "events", "issues"), 1)
    return pipeline.BuildSummary(
        snapshot_id="x", path=f"data/{name}", is_new=True, seed_count=1, reused_count=0, quarantined_count=0,
        unfit_count=0,
        failed=(f"{name}: it failed",), changes=None, counts=counts, timings={"write": 1.0}, steps={"reading": 1.0}, slowest={name: 1.0},
    )  # fmt: skip


def summary_of(name: str) -> str:
    return building.as_text(built(name), Path("data"), 1.0)


@pytest.mark.parametrize("name", [f"a{control}b" for control in CONTROLS] + ["a|b", "`a`", "[a](b)", "<b>", "a\\|b"])
def test_every_control_and_markup_is_plain_in_the_artifact(api: str, name: str) -> None:
    assert api
    from flows.runs import as_markdown

    table = as_markdown(built(name))
    assert visible(table, "\n") == table
    assert table.count("\n") == as_markdown(built("ab")).count("\n")
    for line in table.splitlines():
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == 3
        assert not re.search(r"(?<!\\)(?:\\\\)*[`<\[]", line)


def test_a_server_of_the_users_own_gets_marks(api: Api, named: Path, tmp_path: Path) -> None:
    code = "import sys; from flows import launch; launch.build(*sys.argv[1:], language_model='rules')"
    settings = {
        **api.environment,
        "PREFECT_LOGGING_TO_API_ENABLED": "true",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    odd = tmp_path / "x\x1b[31my"
    named.rename(odd)
    done = subprocess.run(
        [sys.executable, "-c", code, str(odd), str(tmp_path / "data")], env=os.environ | settings, check=True,
        capture_output=True, timeout=120,
    )  # fmt: skip
    assert done.stdout == b""
    shown(done.stderr)
    from tests.flow.test_build import ask, task_runs

    (flow_run, *_) = ask(api, "flow_runs/filter", {"sort": "START_TIME_DESC", "limit": 1})
    which = {"flow_runs": {"id": {"any_": [flow_run["id"]]}}}
    names = [str(run["name"]) for run in task_runs(api, 5, which)]
    assert "process documents from \\x1b]0;t\\x07.txt" in names
    logs = ask(api, "logs/filter", {"logs": {"flow_run_id": {"any_": [flow_run["id"]]}}})
    assert any("x\\x1b[31my" in str(log["message"]) for log in logs)
    for text in (*names, *(str(log["message"]) for log in logs)):
        assert visible(text, "\n") == text
