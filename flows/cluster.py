"""Documents that are processed on a Dask cluster, batch by batch, as they are on this machine.

The workers of the cluster read the seeds and write the parts by themselves, so both folders lie on storage that all of
them share; what travels is paths, keys and issues. Each has a pool of its own (`flows.workers`), so that the limits of
a document hold there, too. Dask is imported for a cluster alone, and sends pickled objects: its network is trusted.
"""

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flows import store
from flows.documents import Batch, Work, process_batch, report_batch, row_maker, workers_for
from flows.errors import ClusterError

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_TIMEOUT = 5.0
"""Seconds within which the scheduler must answer."""
_RETRIES = 2
"""Times that Dask gives a batch to a worker again that was lost in it; the parts that it has stored are kept."""


class Folders(NamedTuple):
    """The folders of a build, as absolute paths that are the same on all machines of a cluster."""

    seeds: Path
    data: Path


class _Running:
    """The batches of a build that a cluster has been given."""

    def __init__(self, client: "Client", folders: Folders, total: int, work: Work) -> None:
        self._client = client
        self._process = partial(process_there, folders, total, work)
        self._futures: dict[store.SeedRef, Future[Batch]] = {}

    def begin(self, refs: Sequence[store.SeedRef]) -> None:
        """Give a batch to the cluster."""
        self._futures[refs[0]] = self._client.submit(self._process, refs, pure=False, retries=_RETRIES)

    def result(self, refs: Sequence[store.SeedRef]) -> Batch:
        """Return what a batch gave; raises what processing it raised, and then a second call tries again."""
        from distributed import KilledWorker

        if refs[0] not in self._futures:
            self.begin(refs)
        try:
            batch: Batch = self._futures.pop(refs[0]).result()
        except KilledWorker as error:
            raise ClusterError("the workers of the Dask cluster ended again and again; their logs have why") from error
        return batch


_running: dict[tuple[str, Path], _Running] = {}
"""What clusters work on now, by their addresses and the data folder."""


@contextmanager
def processing(seeds: Path, data: Path, parts: Sequence[Sequence[store.SeedRef]], work: Work) -> Iterator[None]:
    """Be ready for `batch_of` within: with a pool of this machine, or all batches `parts` on the cluster of `work`.

    Raises ClusterError where the cluster cannot be used.
    """
    if work.cluster is None:
        with workers_for(work.options.language_model, work.worker_count) as pool:  # one for all batches
            try:
                yield
            except BaseException:  # cancelled, among others: threads of tasks would wait for the documents at work
                pool.close()
                raise
        return
    folders = Folders(seeds.resolve(), data.resolve())
    with connected(work.cluster) as client, _lost_is_an_error(work.cluster):
        _check(client, folders, work)
        running = _Running(client, folders, sum(map(len, parts)), work)
        for refs in parts:
            running.begin(refs)
        _running[work.cluster, data] = running
        try:
            yield
        finally:
            del _running[work.cluster, data]


def batch_of(seeds: Path, data: Path, refs: Sequence[store.SeedRef], total: int, work: Work) -> Batch:
    """Return what `process_batch` gives for a batch; within `processing`, which decides where it is processed."""
    if work.cluster is None:
        return process_batch(seeds, data, refs, total, work)
    batch = _running[work.cluster, data].result(refs)
    report_batch(refs, batch, total)
    return batch


@contextmanager
def connected(address: str) -> "Iterator[Client]":
    """Yield a client of the Dask scheduler at an address such as tcp://host:8786, which has a worker at least.

    Raises ClusterError where Dask is not installed, or nothing answers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError('--cluster needs the library for Dask: pip install "presstable[cluster]"') from error
    try:
        client = Client(address, timeout=CONNECT_TIMEOUT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        said = f"no Dask scheduler answers at {address}; tcp://host:8786 would be fine where one is started there"
        raise ClusterError(said) from error
    with client:
        if not client.scheduler_info(n_workers=-1)["workers"]:
            raise ClusterError(f"the Dask cluster at {address} has no workers; start some with: dask worker {address}")
        yield client


@contextmanager
def _lost_is_an_error(address: str) -> Iterator[None]:
    """Raise a ClusterError where the scheduler is lost within."""
    from distributed import CancelledError
    from distributed.comm.core import CommClosedError

    try:
        yield
    except (CancelledError, CommClosedError) as error:
        raise ClusterError(f"the Dask cluster at {address} was lost during the build; nothing was published") from error


def _check(client: "Client", folders: Folders, work: Work) -> None:
    """Return if all workers see both folders and give the same rows as this machine; raises ClusterError if not."""
    parts = folders.data / "parts"
    parts.mkdir(exist_ok=True)
    mark = parts / f".shared.{secrets.token_hex(8)}"
    mark.touch()
    try:
        answers: dict[str, tuple[bool, str]] = client.run(look_around, folders, mark, work.options.language_model)
    except ImportError as error:
        raise ClusterError("the workers of the Dask cluster lack presstable; install the same version there") from error
    finally:
        mark.unlink()
    own = row_maker(work.options.language_model)
    for worker, (sees_all, maker) in sorted(answers.items()):
        if not sees_all:
            where = f"{folders.seeds} and {folders.data}"
            raise ClusterError(f"the Dask worker {worker} lacks {where}; storage that all machines share would be fine")
        if maker != own:
            said = f"the Dask worker {worker} has another presstable, Python or library"
            raise ClusterError(f"{said}; the same versions on all machines would be fine")


def look_around(folders: Folders, mark: Path, language_model: str) -> tuple[bool, str]:
    """Return whether this worker sees seeds and `mark` and may write there, and what makes its rows."""
    sees_all = folders.seeds.is_dir() and mark.is_file() and os.access(mark.parent, os.W_OK)
    return sees_all, row_maker(language_model)


def process_there(folders: Folders, total: int, work: Work, refs: Sequence[store.SeedRef]) -> Batch:
    """Return what a batch gave; called on a worker of a cluster, which has as many processes as threads."""
    from distributed import get_worker

    threads = get_worker().state.nthreads
    _hold_pool(work.options.language_model, threads)
    there = replace(work, cluster=None, worker_count=threads)
    return process_batch(folders.seeds, folders.data, refs, total, there)


@cache
def _hold_pool(language_model: str, worker_count: int) -> ExitStack:
    """Open a pool that stays for the life of this process, whose end ends it, too."""
    stack = ExitStack()
    stack.enter_context(workers_for(language_model, worker_count))
    return stack
