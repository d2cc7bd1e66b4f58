"""flows/NIGHTLY.md and prefect.yaml name only what is there: commands, options, parameters, sections of units."""

import inspect
import json
import re
import shlex
from configparser import ConfigParser
from pathlib import Path

import pytest
import typer
import yaml

from flows import cli
from flows.build import build_dataset
from flows.check import validate_seeds

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "flows" / "NIGHTLY.md").read_text("utf-8")
UNITS = re.findall(r"```ini\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = sorted(set(re.findall(r"presstable ((?:build|validate|snapshots|rollback)\b[^\n`>]*)", PAGE)))
FLOWS = {"flows.build.build_dataset": build_dataset, "flows.check.validate_seeds": validate_seeds}
DEPLOYMENTS = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
WRONG_USE = typer.BadParameter.__mro__[1]
"""The error of a command that cannot be parsed; it has no public name in typer."""
OF_THE_COMMAND = {"verbose", "local", "allow_loss", "strict", "as_json", "junit", "list_rules"}
"""Options about the command itself, and those with the same name in command and flow."""


def parsed(words: list[str]) -> None:
    """Parse a command of ours; raises an error of click where it has no such command, option or value."""
    group = typer.main.get_command(cli.app)
    known = group.commands[words[0]]  # type: ignore[attr-defined]
    known.make_context(words[0], words[1:])


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_of_the_page_can_be_parsed(command: str) -> None:
    parsed(shlex.split(command))


def test_a_command_that_is_not_there_cannot_be_parsed() -> None:
    for words in (["build", "seeds", "--no-such-option"], ["build", "--keep", "0"], ["rollback"]):
        with pytest.raises(WRONG_USE):
            parsed(words)


def test_the_page_has_commands_and_units() -> None:
    assert len(COMMANDS) >= 5
    assert len(UNITS) == 3


@pytest.mark.parametrize("text", UNITS)
def test_a_unit_can_be_read_and_runs_something(text: str) -> None:
    unit = ConfigParser(interpolation=None, strict=True)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(text)
    assert unit["Unit"]["Description"]
    assert {"Service", "Timer"} & set(unit.sections())
    assert "Service" not in unit or unit["Service"]["ExecStart"].startswith("/")


def test_the_instructions_of_the_container_file_can_be_carried_out() -> None:
    (text,) = re.findall(r"```dockerfile\n(.*?)```", PAGE, re.DOTALL)
    lines = [line.split(maxsplit=1) for line in text.replace("\\\n", " ").splitlines()]
    assert [name for name, _ in lines] == ["FROM", "COPY", "RUN", "USER", "ENV", "ENTRYPOINT", "CMD"]
    given = dict(lines)
    run = [shlex.split(command) for command in given["RUN"].split("&&")]
    copied = given["COPY"].split()[1]
    assert f"{copied}/requirements.lock" in run[0]
    assert (ROOT / "requirements.lock").read_text("utf-8").count("\nhatchling=="), "there is no isolated build"
    assert run[1][-1] == copied
    assert given["USER"] in run[2]
    assert given["ENV"].split("=")[1] in run[3]
    assert json.loads(given["ENTRYPOINT"]) == ["presstable"]
    words = json.loads(given["CMD"])
    parsed(words)
    (mounted,) = re.findall(r"\ndocker run .*?presstable\n", PAGE, re.DOTALL)
    inside = {volume.split(":")[1] for volume in re.findall(r"-v (\S+)", mounted)}
    assert {words[1], words[words.index("--data") + 1], given["ENV"].split("=")[1]} == inside


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda each: each["name"])
def test_the_parameters_of_a_deployment_are_those_of_its_flow(deployment: dict[str, dict[str, object]]) -> None:
    known = inspect.signature(FLOWS[str(deployment["entrypoint"])].fn).parameters
    assert deployment["parameters"].keys() <= known.keys()
    assert "concurrency_limit" not in deployment, "its slot outlives the machine that holds it"


@pytest.mark.parametrize(("command", "flow"), [("build", build_dataset), ("validate", validate_seeds)])
def test_each_option_of_a_command_is_a_parameter_of_its_flow(command: str, flow: object) -> None:
    renamed = {
        "size_limit": "size_limit_mb",
        "wait": "lock_wait_seconds",
        "keep": "keep_snapshots",
        "document_memory": "document_memory_mb",
    }
    found = typer.main.get_command(cli.app).commands[command]  # type: ignore[attr-defined]
    names = {renamed.get(parameter.name, parameter.name) for parameter in found.params} - {"help"}
    known = set(inspect.signature(flow.fn).parameters)  # type: ignore[attr-defined]
    assert names - OF_THE_COMMAND <= known
    assert {"strict"} <= known


def test_what_a_run_ends_as_is_on_the_page() -> None:
    from flows.runs import WARNINGS

    assert f"| {WARNINGS} |" in PAGE
    assert f'"{WARNINGS}")\n' in PAGE, "the automation for failures names it"
