"""The flow that makes the language model: prepares the corpora, trains, exports, measures, and writes the card."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

from flows import store
from flows.server import Api
from flows.training import card

_FIXED = {"PYTHONHASHSEED": "0"}
"""What makes a step the same each time."""
_CODE = ("flows/training", "flows/steps/language/encoder", "flows/steps/language/tokenizer.py")
"""The code that can change what is trained."""
Result = dict[str, Any]


@task(name="prepare corpora", persist_result=False)
def prepare(corpora: str, prepared: str) -> None:
    """Cut the corpora into our tokens, unless that is done."""
    _step("prepare", corpora, prepared)


@task(name="train network", persist_result=False)
def train_network(prepared: str, run: str) -> Result:
    """Return the device on which a network was trained, from the last finished epoch on, and its figures."""
    return _step("train", prepared, run)


@task(name="export model", persist_result=False)
def export(run: str, model: str) -> None:
    """Write the files that are shipped."""
    _step("export", run, model)


@task(name="measure model", persist_result=False)
def measure(corpora: str, model: str) -> Result:
    """Return the figures of the shipped files on the development and test parts."""
    return _step("measure", corpora, model)


def _step(*arguments: str) -> Result:
    """Return what a step of the training prints; it runs in a process of its own, so that its memory is freed.

    Raises CalledProcessError where it failed.
    """
    command = [sys.executable, "-m", "flows.training.encoder", *arguments]
    done = subprocess.run(command, env=os.environ | _FIXED, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own
    result: Result = json.loads(done.stdout.splitlines()[-1])
    return result


def work_folder(corpora: Path, out: Path) -> Path:
    """Return the folder beside `out` in which a stopped training goes on: one for the same corpora and code."""
    digest = sha256(store.code_fingerprint(_CODE).encode())
    for path in sorted(path for path in corpora.iterdir() if path.is_file()):
        digest.update(f"{path.name} {sha256(path.read_bytes()).hexdigest()}\n".encode())
    return out.with_name(f"{out.name}.work") / digest.hexdigest()[:16]


@flow(name="train model", result_serializer="json", persist_result=False)
def train_model(corpora: str, out: str) -> Result:
    """Return the figures of the model that was trained on the folder `corpora` and written to `out`.

    Takes hours of a processor, minutes of an accelerator. `out` is replaced when all is done, and not before; until
    then the folder `<out>.work` beside it has what was reached, so that the next run goes on there.
    """
    target = Path(out).resolve()
    work = work_folder(Path(corpora), target)
    work.mkdir(parents=True, exist_ok=True)
    prepared, run, model = (str(work / name) for name in ("prepared", "run", "model"))
    prepare(corpora, prepared)
    trained = train_network(prepared, run)
    export(run, model)
    figures = measure(corpora, model)
    card.write_card(Path(model), figures, trained["device"])
    shutil.rmtree(target, ignore_errors=True)
    shutil.move(model, target)
    shutil.rmtree(work)
    with suppress(OSError):  # another training goes on there
        work.parent.rmdir()
    create_markdown_artifact((target / "README.md").read_text("utf-8"), key="language-model")
    return figures


def train_on(api: Api | None, corpora: str, out: str) -> None:
    """Run `train_model` on our own server at `api`, or on the user's where it is None."""
    ours = {PREFECT_API_URL: api.url, PREFECT_API_AUTH_STRING: api.password} if api else {}
    with temporary_settings(ours):
        train_model(corpora, out)
