"""What a build does, piece by piece, in plain functions without Prefect; the flow only puts them in order."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from flows import corpus, store
from flows.changes import KEYS, Changes, TableChanges, changes, check_loss, checksums
from flows.documents import Batch, failure, log_failure, part_key, seconds_by_step, slowest_documents
from flows.errors import ContractError, DatasetError, InternalError
from flows.steps import Options, without_search_for_cycles
from flows.steps.corrections import Correction
from flows.steps.entities.knowledge_base import NOTHING
from flows.steps.entities.user_actors import read_user_knowledge
from flows.steps.intake import placed
from flows.steps.models import Issue, Outcome
from flows.workers import in_words
from schemas.vocab import CorrectionStatus, IssueCode

if TYPE_CHECKING:
    import pandas as pd

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class BuildSummary:
    """What a build has done, for people and for the artifact.

    `is_new` is whether readers see other content now; `unfit_count` are corrections that are stale or refused; `failed`
    are the messages of documents that failed inside Presstable; `changes` are those since the snapshot before, None
    where there was none to compare with; `counts` are rows per table; `timings` are seconds per stage of the build;
    `steps` are seconds of computing per step and `slowest` paths with theirs, of documents that were not reused.
    """

    snapshot_id: str
    path: str
    is_new: bool
    seed_count: int
    reused_count: int
    quarantined_count: int
    unfit_count: int
    failed: tuple[str, ...]
    changes: Changes | None
    counts: dict[str, int]
    timings: dict[str, float]
    steps: dict[str, float]
    slowest: dict[str, float]

    def in_a_sentence(self) -> str:
        """Return what came of the build."""
        files = f"{self.seed_count} files read ({self.reused_count} unchanged), {self.quarantined_count} quarantined"
        files += f", {self.unfit_count} corrections not applied" if self.unfit_count else ""
        return f"{files}; snapshot {self.snapshot_id} is {'new' if self.is_new else 'as it was'}"


@contextmanager
def timed(timings: dict[str, float], stage: str) -> Iterator[None]:
    """Put into `timings` how many seconds the work within took."""
    start = perf_counter()
    yield
    timings[stage] = round(perf_counter() - start, 3)


def list_seeds(
    seeds: Path, size_limit: int, text_column: str | None = None
) -> tuple[tuple[store.SeedRef, ...], tuple[Issue, ...]]:
    """Return the seeds of a folder and the issues of other files, as `store.list_seeds` does, and log how many."""
    refs, issues = store.list_seeds(seeds, size_limit, text_column)
    logger.info("%d files to read in %s, %d quarantined", len(refs), seeds, len(issues))
    return refs, issues


def options_of(language_model: str, knowledge: str | None) -> Options:
    """Return the choices of a user, whose actors are in the CSV file `knowledge`; raises KnowledgeError or OSError."""
    return Options(language_model, read_user_knowledge(Path(knowledge)) if knowledge else NOTHING)


def inputs_of(
    refs: Sequence[store.SeedRef], issues: Sequence[Issue], options: Options, corrections: Sequence[Correction] = ()
) -> str:
    """Return the digest of everything that the snapshot of a build depends on, in hexadecimal.

    These are the keys of its parts (made of bytes, paths, language model, knowledge and the code of the steps), the
    places of articles in files that hold several, the issues of files that are no seeds, the corrections, all of our
    code, and the libraries.
    """
    made_by = (store.code_fingerprint(), store.library_versions())
    places = [astuple(ref.place) if ref.place else None for ref in refs]
    wanted = [row.correction_id for row in corrections]
    parts = [part_key(ref, options) for ref in refs]
    facts = (parts, places, [astuple(issue) for issue in issues], wanted, made_by)
    return sha256(json.dumps(facts, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def unchanged(data: Path, inputs: str, seed_count: int, keep: int, timings: Mapping[str, float]) -> BuildSummary | None:
    """Return the summary of a build that has nothing to do; None where a snapshot must be computed.

    There is nothing to do where the last build had the same `inputs` and its snapshot is the latest, whole. The caller
    holds the lock of `data`.
    """
    found = store.repeated(data, inputs, keep)
    if found is None:
        return None
    build, manifest = found
    changed = {name: TableChanges() for name in KEYS}
    logger.info("snapshot %s is as it was: nothing has changed since it was built", build.snapshot_id)
    _log_changes(changed)
    return BuildSummary(
        snapshot_id=build.snapshot_id,
        path=str(data / "snapshots" / build.snapshot_id),
        is_new=False,
        seed_count=seed_count,
        reused_count=seed_count,
        quarantined_count=build.quarantined_count,
        unfit_count=build.unfit_count,
        failed=(),
        changes=changed,
        counts={name: table["rows"] for name, table in manifest["tables"].items()},
        timings=dict(timings),
        steps={},
        slowest={},
    )


def remember(data: Path, inputs: str, summary: BuildSummary) -> None:
    """Keep that a build from `inputs` gives this snapshot; not where a file failed, which is tried again.

    Nor where there is no document: only a build that may publish nothing else gives such a snapshot. The caller holds
    the lock of `data`.
    """
    if not summary.failed and summary.counts["documents"]:
        build = store.LastBuild(inputs, summary.snapshot_id, summary.quarantined_count, summary.unfit_count)
        store.record_build(data, build)


def reconcile(
    data: Path, batched: Sequence[Batch], issues: Sequence[Issue], corrections: Sequence[Correction] = ()
) -> Outcome:
    """Return all rows of a build, brought together across documents and corrected.

    `issues` are those of files that are no seeds, `corrections` all those of the user. Raises LookupError where a part
    is gone, which only happens when somebody removes it during a build.
    """
    failures = (issue for batch in batched for issue in batch.failures)
    kept = store.PartStore(data)
    pairs = corpus.ComparedPairs.from_bytes(kept.read(_pairs_key()) or b"")
    with without_search_for_cycles():
        parts = (part for _, part in gather(data, batched))
        rows = chain([Outcome(issues=(*issues, *failures))], parts)
        outcome = corpus.reconcile(corpus.merge(rows), corrections, pairs)
    kept.put(_pairs_key(), pairs.to_bytes())
    heads = sum(event.is_cluster_head for event in outcome.events)
    copies = sum(document.duplicate_of is not None for document in outcome.documents)
    logger.info(
        "%d documents (copies of others: %d), %d entities, %d events in %d clusters",
        *(len(outcome.documents), copies, len(outcome.entities), len(outcome.events), heads),
    )
    if outcome.corrections:
        counts = Counter(row.status for row in outcome.corrections)
        logger.info("corrections: %s", ", ".join(f"{counts[status]} {status}" for status in CorrectionStatus))
    return outcome


def _pairs_key() -> str:
    """Return the key under which the pairs of events are kept that builds with this very code have compared in vain."""
    made_by = ("compared pairs", store.code_fingerprint(), store.library_versions())
    return sha256(json.dumps(made_by, sort_keys=True).encode()).hexdigest()


def gather(data: Path, batched: Sequence[Batch]) -> Iterator[tuple[str, Outcome]]:
    """Yield key and content of each part of the batches, in their order, each article at its place in its file.

    Raises LookupError where a part is gone, which only happens when somebody removes it during a build.
    """
    parts = store.PartStore(data)
    for batch in batched:
        for key in batch.keys:
            outcome = parts.get(key)
            if outcome is None:
                raise LookupError(f"the part {key} vanished from {data} during the build; build again")
            yield key, placed(outcome, batch.places.get(key))


def _keys(batched: Iterable[Batch]) -> list[str]:
    return [key for batch in batched for key in batch.keys]


def validate(data: Path, outcome: Outcome) -> "dict[str, pd.DataFrame]":
    """Return the frames of a whole build, one per table, once they keep the contract.

    Documents whose rows are those of the latest snapshot of `data`, and which this very code has checked, are not
    checked once more. Raises ContractError, naming everything that is wrong in them.
    """
    from flows import tables  # pandas and pandera: only now, and while the server starts

    try:
        with without_search_for_cycles():
            frames = tables.tabulate(outcome)
            tables.validate(frames, _proven(data))
    except ContractError as error:
        error.add_note("Nothing was published.")
        raise
    logger.info("%d tables keep their contract", len(frames))
    return frames


def _proven(data: Path) -> "dict[str, pd.DataFrame] | None":
    """Return the tables of the latest snapshot if they are whole and made by this very code, None if not."""
    from flows import tables

    try:
        dataset = store.open_dataset(data)
        dataset.verify()
        names = dataset.names if store.is_made_here(dataset.manifest) else ()
        return {name: tables.framed(dataset.table(name)) for name in names} or None
    except (DatasetError, OSError, ValueError):  # none, or a damaged one, which this build replaces
        return None


class Checked(NamedTuple):
    """The tables of a build that keep their contract, and the batches they are of, without the documents at fault."""

    frames: "dict[str, pd.DataFrame]"
    batched: tuple[Batch, ...]


def checked(
    data: Path,
    batched: Sequence[Batch],
    to_outcome: Callable[[Sequence[Batch]], Outcome],
    to_frames: "Callable[[Outcome], dict[str, pd.DataFrame]]",
    timings: dict[str, float],
) -> Checked:
    """Return the tables of these batches; a document that fails even alone is quarantined, and all others go on.

    `to_outcome` reconciles batches, `to_frames` validates the rows; `timings` receives the seconds of both. Raises what
    these raise where no single document is at fault.
    """
    while True:
        try:
            with timed(timings, "reconcile"):
                outcome = to_outcome(batched)
            with timed(timings, "validate"):
                return Checked(to_frames(outcome), tuple(batched))
        except Exception as error:  # noqa: BLE001 - whatever it is: one document may be behind it
            batched = _without_faulty(data, batched, error)


def _without_faulty(data: Path, batched: Sequence[Batch], error: Exception) -> list[Batch]:
    """Return the batches without the documents that fail alone, too; raises `error` where there is none."""
    suspects = error.documents if isinstance(error, ContractError) else None
    faulty: dict[str, Issue] = {}
    for key, part in gather(data, batched):
        document = part.documents[0] if part.documents else None
        if document and (suspects is None or document.document_id in suspects) and (fault := _fault(part)):
            faulty[key] = failure(document.source_path, fault, document.source_part)
            log_failure(faulty[key], fault)
    if not faulty:
        raise error
    return [_without(batch, faulty) for batch in batched]


def _fault(part: Outcome) -> InternalError | None:
    """Return what is wrong with the rows of one document by themselves, if anything is."""
    from flows import tables

    try:
        tables.validate(tables.tabulate(part))
        corpus.reconcile(part)
    except ContractError as error:
        return InternalError(IssueCode.INTERNAL_ERROR, "gave rows that break the contract", "assembly", str(error))
    except Exception as error:  # noqa: BLE001 - it shall end this document and not the build
        return InternalError(IssueCode.INTERNAL_ERROR, f"failed with {in_words(error)}", "reconcile", repr(error))
    return None


def _without(batch: Batch, faulty: Mapping[str, Issue]) -> Batch:
    """Return a batch whose faulty parts, by key, have become issues."""
    good = tuple(key for key in batch.keys if key not in faulty)
    return replace(batch, keys=good, failures=(*batch.failures, *(faulty[key] for key in batch.keys if key in faulty)))


def make_extras(frames: "Mapping[str, pd.DataFrame]") -> dict[str, bytes]:
    """Return the files of a snapshot beside its tables, by name; the same tables give the same bytes."""
    from flows.report import render
    from schemas.dictionary import data_package

    facts = {"made by": f"presstable {store.library_versions()['presstable']}"}
    package = json.dumps(data_package(tuple(frames)), ensure_ascii=False, indent=2)
    return {"datapackage.json": f"{package}\n".encode(), "report.html": render(frames, facts)}


def write(
    data: Path,
    frames: "Mapping[str, pd.DataFrame]",
    batched: Sequence[Batch],
    keep: int,
    parameters: Mapping[str, Any],
    timings: Mapping[str, float],
    max_loss: float | None = None,
) -> BuildSummary:
    """Return the summary of a build, once its frames, which keep the contract, are the latest snapshot of `data`.

    `keep` is the number of snapshots that stay; `parameters` and the `timings` of the stages so far (in seconds) go
    into the manifest; `max_loss` is the share of the documents of the last snapshot that may go, None for all. Parts of
    other documents than those `batched` are removed. The caller holds the lock of `data`. Raises LossError where more
    documents would go; then nothing was published.
    """
    from flows.tables import to_arrow

    start = perf_counter()
    keys = _keys(batched)
    failures = [issue for batch in batched for issue in batch.failures]
    facts: dict[str, Any] = {
        "seed_count": len(keys) + len(failures),
        "reused_count": sum(batch.reused_count for batch in batched),
        "timings": {**timings, "write": 0.0},
        "steps": seconds_by_step(batched),
        "slowest": slowest_documents(batched),
    }
    changed = _changes(data, frames, max_loss)

    def run() -> dict[str, Any]:
        facts["timings"]["write"] = round(perf_counter() - start, 3)
        return {"built_at": datetime.now(UTC).isoformat(timespec="seconds"), "parameters": dict(parameters), **facts}

    published = store.publish(data, to_arrow(frames), make_extras(frames), run, keep)
    store.PartStore(data).prune({*keys, _pairs_key()})
    facts["timings"]["write"] = round(perf_counter() - start, 3)
    _log_published(published, frames["issues"], changed)
    return BuildSummary(
        snapshot_id=published.snapshot_id,
        path=str(published.path),
        is_new=published.is_new,
        quarantined_count=int(frames["issues"]["is_quarantined"].sum()),
        unfit_count=int((frames["corrections"]["status"] != CorrectionStatus.APPLIED).sum()),
        failed=tuple(issue.message for issue in failures),
        changes=changed,
        counts={name: len(frame) for name, frame in frames.items()},
        **facts,
    )


def _log_published(published: store.Published, issues: "pd.DataFrame", changed: Changes | None) -> None:
    """Log the reason for each quarantined file, what the snapshot is, and what changed in it."""
    quarantined = issues[issues["is_quarantined"]]
    for path, message in zip(quarantined["source_path"].tolist(), quarantined["message"].tolist(), strict=True):
        logger.info("quarantined: %s", message if path in message else f"{path}: {message}")
    logger.info("snapshot %s is %s", published.snapshot_id, "new" if published.is_new else "as it was")
    _log_changes(changed or {})


def _log_changes(changed: Changes) -> None:
    for name, change in changed.items():
        logger.info("since the last snapshot: %s %s", name, change)


def _changes(data: Path, frames: "Mapping[str, pd.DataFrame]", max_loss: float | None) -> Changes | None:
    """Return what changes against the last snapshot, None where there is none that can be read; raises LossError."""
    try:
        dataset = store.open_dataset(data)
        before = {name: dataset.frame(name) for name in KEYS}
    except (DatasetError, OSError, ValueError):  # none, or a damaged one, which this build replaces
        before = None
    if max_loss is not None:
        issues = frames["issues"]
        reasons = issues[issues["is_quarantined"]]["message"].tolist()
        known = checksums(before["documents"]) if before else {}
        check_loss(known, checksums(frames["documents"]), max_loss, reasons)
    return changes(before, frames) if before else None


def publish(
    data: Path,
    batched: Sequence[Batch],
    issues: Sequence[Issue],
    keep: int,
    parameters: Mapping[str, Any],
    corrections: Sequence[Correction] = (),
) -> BuildSummary:
    """Return the summary of a build whose documents are processed: reconciles, validates and writes, without Prefect.

    `issues` are those of files that are no seeds, `corrections` all those of the user; the rest as for `write`. Raises
    ContractError; then nothing was published.
    """
    timings: dict[str, float] = {}
    to_outcome = partial(reconcile, data, issues=issues, corrections=corrections)
    good = checked(data, batched, to_outcome, partial(validate, data), timings)
    return write(data, good.frames, good.batched, keep, parameters, timings)
