"""The command line as a newcomer meets it: what it says, where, and with which exit code."""

import json
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import pytest

from flows import cli, errors
from flows.server import Api
from tests.flow.conftest import Command

ARTICLE = "A Border That Stays Shut\n\nBy Ana Novak\n\nMay 3, 2019\n\nIran condemned the United States on Thursday."


def run(*arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """Return what the command does in a process of its own; most tests run it in theirs (the fixture `command`)."""
    own = (sys.executable, "-c", "from flows.cli import main; main()", *arguments)
    return subprocess.run(own, input=given, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)


@pytest.mark.parametrize("arguments", [(), ("--help",), ("build", "--help"), ("annotate", "--help")])
def test_help_shows_the_usage(arguments: tuple[str, ...], command: Command) -> None:
    said = command(*arguments)
    assert "Usage" in said.stdout + said.stderr


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, flows.cli; print([m for m in ('pandas', 'prefect', 'pyarrow', 'flows.steps') if m in sys.modules])"
    )
    assert (
        subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_explain_needs_neither_prefect_nor_pandas() -> None:
    code = (
        "import sys; from flows.explain import explain_seed; from flows.steps.read.seed import seed_of; "
        f"explain_seed(seed_of('a.txt', {ARTICLE.encode()!r})); "
        "print([m for m in ('pandas', 'prefect', 'pyarrow', 'pandera') if m in sys.modules])"
    )
    said = subprocess.run(
        (sys.executable, "-c", code), capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout
    assert said.splitlines()[-1] == "[]"


def test_explain_is_plain_when_piped(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(ARTICLE, "utf-8")
    said = run("explain", str(file))
    assert said.returncode == 0
    assert "\x1b" not in said.stdout
    for words in (
        "A Border That Stays Shut",
        "Ana Novak  byline",
        "2019-05-03",
        "ACCUSE Iran -> United States",
        "rebuilt     yes",
    ):
        assert words in said.stdout


@pytest.mark.parametrize(
    ("option", "words"),
    [("--events", "[actor: Iran] [ACCUSE: condemned]"), ("--why-not", "Sentences without an event")],
)
@pytest.mark.usefixtures("kept_workers")
def test_explain_tells_why(option: str, words: str, command: Command, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(ARTICLE, "utf-8")
    said = command("explain", file, option)
    assert said.returncode == 0
    assert words in said.stdout
    assert "rebuilt" not in said.stdout


@pytest.mark.parametrize(
    ("arguments", "given", "code", "words"),
    [
        (("explain", "nowhere.txt"), "", 2, "nowhere.txt: No such file"),
        (("build", "nowhere"), "", 2, "nowhere"),
        (("annotate",), "{", 2, "line 1 is no JSON"),
        (("annotate",), '{"text": "\\ud800 Iran"}\n', 2, "half a character"),
        (("annotate",), '{"id": 1}\n', 2, "line 1 has no text"),
        (("annotate",), '{"text": "a", "date": "soon"}\n', 2, "is no day"),
        (("annotate", "nowhere.jsonl"), "", 2, "nowhere.jsonl: No such file or directory; a file of JSON Lines"),
        (("annotate", "latin.txt"), "", 2, "latin.txt: not UTF-8 (unexpected end of data); a file of JSON Lines"),
        (("annotate", "--knowledge", "nowhere.csv"), "", 2, "nowhere.csv: No such file or directory; a readable CSV"),
        (("annotate", "--knowledge", "latin.txt"), "", 2, "latin.txt: byte 3 is not UTF-8"),
        (("annotate", "--language-model", "no_such"), '{"text": "Iran."}', 2, "'no_such'"),
        (("explain", "latin.txt", "--language-model", "no_such"), "", 2, "'no_such'"),
        (("dictionary", "--out", "no/such/folder.md"), "", 2, "no/such/folder.md: No such file or directory"),
        (("train", "--corpora", "nowhere", "--out", "x"), "", 2, "nowhere is no folder with ewt_train.conllu"),
        (("train", "--corpora", ".", "--out", "x"), "", 2, ". is no folder with ewt_train.conllu"),
        (("bild",), "", 2, "No such command"),
    ],
)
def test_a_mistake_gets_one_sentence_and_no_traceback(
    arguments: tuple[str, ...],
    given: str,
    code: int,
    words: str,
    command: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "latin.txt").write_bytes("Café".encode("latin-1"))
    said = command(*arguments, given=given)
    assert said.returncode == code
    assert words in said.stderr
    assert "Traceback" not in said.stderr
    assert said.stdout == ""


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (errors.DataLockedError("wait"), 75, "presstable: wait\n"),
        (errors.ServerError("no server"), 1, "presstable: no server\n"),
        (errors.ContractError([]), 3, "0 checks fail:\nNothing was published.\n"),
        (OSError(28, "No space left on device", "data/x"), 1, "presstable: data/x: No space left on device\n"),
        (OSError("odd"), 1, "presstable: odd\n"),
        (errors.DataFolderError("no folder"), 2, "presstable: no folder\n"),
        (
            PermissionError(13, "Permission denied", "data/x"),
            2,
            "x: Permission denied; one that this user may read and write would be fine\n",
        ),
        (NotADirectoryError(20, "Not a directory", "data/x"), 2, "data/x: Not a directory; a folder would be fine\n"),
    ],
)
def test_each_kind_of_error_has_its_exit_code(
    error: Exception, code: int, words: str, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        if isinstance(error, errors.ContractError):
            error.add_note("Nothing was published.")
        raise error

    monkeypatch.setattr(cli, "app", fail)
    said = command()
    assert (said.returncode, said.stdout) == (code, "")
    assert said.stderr.endswith(words)
    assert "Traceback" not in said.stderr


def test_the_version_is_that_of_the_package(command: Command) -> None:
    assert command("--version").stdout == f"presstable {version('presstable')}\n"


@pytest.mark.parametrize(
    ("arguments", "levels"),
    [
        (("build",), set()),
        (("-v", "build"), {"INFO"}),
        (("build", "-v"), {"INFO"}),
        (("build", "-vv"), {"INFO", "DEBUG"}),
    ],
)
def test_v_shows_on_standard_error_what_a_build_does(
    arguments: tuple[str, ...], levels: set[str], command: Command, api: Api, tmp_path: Path
) -> None:
    assert api
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(ARTICLE, "utf-8")
    given = (*arguments, tmp_path / "seeds", "--data", tmp_path / "data", "--language-model", "rules")
    said = command(*given) if levels else run(*map(str, given))
    assert said.returncode == 0
    logged = [line for line in said.stderr.splitlines() if "Prefect's server at" not in line]  # names that of the test
    assert {line.split()[1] for line in logged} == levels
    assert ("1 files (0 unchanged): 0 page-break fragments" in said.stderr) == ("INFO" in levels)
    assert ("a.txt: 0." in said.stderr) == ("DEBUG" in levels)
    for line in (
        r"Time      start \d+\.\d s, list seeds .*process documents .*reconcile \d.*",
        r"Steps     .*reading \d+%, repair \d.*",
        r"Slowest   a\.txt \d+%",
    ):
        assert re.search(rf"^{line}$", said.stdout, re.MULTILINE), line


def test_a_build_prints_how_long_the_user_has_waited(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(ARTICLE, "utf-8")
    start = perf_counter()
    said = run("build", str(tmp_path / "seeds"), "--data", str(tmp_path / "data"), "--language-model", "rules")
    waited = perf_counter() - start
    printed = float(re.search(r"^new snapshot \w+ in (\S+) s\.$", said.stdout, re.MULTILINE)[1])
    (stages,) = re.findall(r"^Time .*", said.stdout, re.MULTILINE)
    seconds = [float(number) for number in re.findall(r" (\d+\.\d) s", stages)]
    assert 0.5 * waited < printed < waited
    assert abs(sum(seconds) - printed) <= 0.05 * (len(seconds) + 1)


def test_vv_shows_where_an_error_was_raised(command: Command) -> None:
    said = command("-vv", "explain", "nowhere.txt")
    assert said.returncode == 2
    assert "Traceback" in said.stderr
    assert (
        said.stderr.splitlines()[-1]
        == "presstable: nowhere.txt: No such file or directory; a readable article would be fine"
    )


@pytest.mark.usefixtures("kept_workers")
def test_explain_says_why_a_file_cannot_be_used(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"")
    said = command("explain", file)
    assert (said.returncode, said.stdout) == (
        3,
        "quarantined: a.txt: the file is empty; a file with text would be fine\n",
    )


def test_annotate_gives_the_lines_back_with_offsets_into_their_text() -> None:
    text = "Talks failed.\n\nOn May 3, Iran condemned the United States."
    said = run("annotate", given=json.dumps({"id": "x", "text": text, "date": "2019-05-09", "more": 1}) + "\n\n")
    row = json.loads(said.stdout)
    assert (row["id"], row["text"], row["more"]) == ("x", text, 1)
    assert [text[m["start"] : m["end"]] for m in row["mentions"]] == ["Iran", "United States"]
    assert [(text[d["start"] : d["end"]], d["timex_value"]) for d in row["dates"]] == [("May 3", "2019-05-03")]
    (event,) = row["events"]
    assert (event["event_type"], text[event["start"] : event["end"]]) == ("ACCUSE", "condemned")
    assert text[event["sentence_start"] : event["sentence_end"]].startswith("On May 3")
    assert [(side["role"], text[side["start"] : side["end"]]) for side in event["participants"]] == [
        ("actor", "Iran"),
        ("recipient", "United States"),
    ]


def test_dictionary_prints_what_the_readme_of_the_tables_holds(command: Command) -> None:
    assert command("dictionary").stdout == (Path(__file__).parents[2] / "schemas" / "README.md").read_text("utf-8")
    assert json.loads(command("dictionary", "--json").stdout)["resources"]


def test_own_model_is_the_engine_s() -> None:
    from flows.cli.shared import OWN_MODEL
    from flows.steps.language.engine import OWN

    assert OWN_MODEL == OWN
