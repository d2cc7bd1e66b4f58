"""The flow that makes the language model: trains it, joins its two parts, measures it, writes its card."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

from flows.server import Api
from flows.training import card, recipe
from flows.training.recipe import Figures

VERSION = "1.2.0"
"""Of the model: higher whenever the weights change."""


_ALONE = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}
"""What makes a training process the same each time (see `flows.training.__main__`)."""


@task(name="train syntax", persist_result=False)
def train_syntax(corpora: str, out: str, epochs: int) -> float:
    """Return the score of the pipeline of syntax, saved in `out`."""
    return _trained("syntax", corpora, out, str(epochs))


@task(name="train names", persist_result=False)
def train_names(corpora: str, syntax: str, out: str, epochs: int) -> float:
    """Return the score of the pipeline of names, saved in `out`; it begins with the vectors of `syntax`."""
    return _trained("names", corpora, syntax, out, str(epochs))


def _trained(*step: str) -> float:
    """Return the score of a step that ran in a process of its own; raises CalledProcessError where it failed."""
    command = [sys.executable, "-m", "flows.training", *step]
    done = subprocess.run(command, env=os.environ | _ALONE, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own
    return float(done.stdout.split()[-1])


@task(name="measure", persist_result=False)
def measure(corpora: str, model: str) -> Figures:
    """Return the figures of a saved model on the test parts."""
    return recipe.figures(Path(corpora), Path(model))


@flow(name="train model", result_serializer="json", persist_result=False)
def train_model(
    corpora: str,
    out: str,
    syntax_epochs: int = recipe.EPOCHS["syntax"],
    name_epochs: int = recipe.EPOCHS["names"],
) -> Figures:
    """Return the figures of the model that was trained on the folder `corpora` and written to `out`.

    Takes about 40 minutes of one core. `out` is replaced when all is done, and not before.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        scores = {
            "syntax": train_syntax(corpora, str(work / "syntax"), syntax_epochs),
            "names": train_names(corpora, str(work / "syntax"), str(work / "names"), name_epochs),
        }
        model = work / "model"
        recipe.join(work / "syntax", work / "names", model, VERSION)
        figures = measure(corpora, str(model))
        card.write_card(model, VERSION, figures, scores)
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(model, out)
    create_markdown_artifact((Path(out) / "README.md").read_text("utf-8"), key="language-model")
    return figures


def train_on(api: Api | None, corpora: str, out: str) -> None:
    """Run `train_model` on our own server at `api`, or on the user's where it is None."""
    ours = {PREFECT_API_URL: api.url, PREFECT_API_AUTH_STRING: api.password} if api else {}
    with temporary_settings(ours):
        train_model(corpora, out)
