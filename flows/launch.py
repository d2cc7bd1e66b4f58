"""Start what a build needs, in the order that takes the least time, then build."""

from pathlib import Path

from flows import server, store
from flows.documents import Progress, core_count, watched_by, workers_for
from flows.errors import UsageError
from flows.pipeline import BuildSummary
from flows.steps.language.engine import OWN, label


def build(
    seeds: str = "seeds",
    data: str = "data",
    *,
    size_limit_mb: float = 20,
    keep_snapshots: int = 5,
    lock_wait_seconds: float = 0,
    language_model: str = OWN,
    knowledge: str | None = None,
    document_timeout: float = 120,
    document_memory_mb: int = 1024,
    workers: int | None = None,
    max_loss: float = 0.2,
    allow_loss: bool = False,
    strict: bool = False,
    local: bool = False,
    progress: Progress | None = None,
) -> BuildSummary:
    """Return what was built from `seeds` into `data`; the parameters are those of `flows.build.build_dataset`.

    With `local` Prefect's server is ours, whatever the user has set. `progress` is called for each document that is
    done. Raises what `build_dataset` raises, UsageError where a path is not UTF-8, ServerError where our server did
    not start, and UnreachableServerError where the user's does not answer.
    """
    for path in filter(None, (seeds, data, knowledge)):
        _check_name(path)
    _check_early(Path(seeds), Path(data), lock_wait_seconds)
    label(language_model)  # raises where there is none
    workers = workers or core_count()
    api = server.ensure_api(local=local)
    with workers_for(language_model, workers), watched_by(progress):  # they load while the server starts
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
            document_timeout=document_timeout,
            document_memory_mb=document_memory_mb,
            workers=workers,
            max_loss=max_loss,
            allow_loss=allow_loss,
            strict=strict,
        )


def train(corpora: str, out: str, *, local: bool = False) -> str:
    """Return the card of the language model that was trained on the folder `corpora` and written to `out`.

    Raises ServerError or UnreachableServerError where there is no server of Prefect, as `build` does, and
    CalledProcessError where a step of the training failed.
    """
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


def _check_early(seeds: Path, data: Path, lock_wait_seconds: float) -> None:
    """Raise now what would otherwise be raised some seconds later, when the server has started."""
    store.check_seeds(seeds)
    store.check_folders(seeds, data)
    with store.data_lock(data, lock_wait_seconds):
        pass
