"""The verdicts on files that may become seeds, judged as the build would judge them; nothing is written."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from flows import documents, store, workers
from flows.errors import QuarantineError, UsageError
from flows.steps import Outcome
from flows.steps.models import Document
from flows.validate.copies import NOTHING, copies, of_dataset
from flows.validate.findings import ExaminedFile, examine, quarantine_finding
from flows.validate.rules import Finding, Rules, Verdict, shown, standard_rules, verdict

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FileReport:
    """The verdict on one file, its findings, the worst first, and its document where it gave one."""

    path: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The verdicts on all files, in the order of their paths, and the rules that gave them."""

    files: tuple[FileReport, ...]
    rules: Rules

    @property
    def verdict(self) -> Verdict:
        """Return the worst verdict; that on no file is good."""
        found = {file.verdict for file in self.files}
        return next((each for each in (Verdict.NOT_USABLE, Verdict.USABLE) if each in found), Verdict.GOOD)

    def count(self, wanted: Verdict) -> int:
        """Return how many files have a verdict."""
        return sum(file.verdict == wanted for file in self.files)


def validate(
    paths: Iterable[str | Path],
    against: str | Path | None = None,
    *,
    rules: Rules | None = None,
    work: documents.Work = documents.STANDARD,
    size_limit: int = store.SIZE_LIMIT,
    text_column: str | None = None,
    today: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Return the verdicts on files, and on the files of folders, as candidates for seeds.

    `against` is the data folder of a dataset whose documents they shall not repeat; `rules` have severities (ours if
    None); `work` is how documents are processed; files above `size_limit` bytes are not usable; dates after `today`
    are found; `text_column` is the column of tables that has the texts; `progress` is called with the number of files
    that are done and of all.

    Raises UsageError where a path does not exist, a folder has no files or the dataset lies in it, and DataFolderError
    where there is no dataset.
    """
    roots = [Path(path) for path in paths]
    if against is not None:
        for folder in filter(Path.is_dir, roots):
            store.check_apart(folder, Path(against))
    there = of_dataset(store.open_dataset(against)) if against is not None else NOTHING
    rules = rules or standard_rules()
    listed = [file for path in roots for file in _listed(path, size_limit, text_column)]
    day = today or date.today()  # noqa: DTZ011 - the reader's own day
    found: list[tuple[str, ExaminedFile]] = []
    for candidate in _examined(listed, work, day):
        found.append(candidate)
        if progress:
            progress(len(found), len(listed))
    repeated = copies([(path, candidate.outcome) for path, candidate in found], there)
    reports = [_report(path, candidate, repeated.get(path, []), rules) for path, candidate in found]
    return Report(tuple(sorted(reports, key=lambda report: report.path)), rules)


class _Listed(NamedTuple):
    """A file to judge: its path as it was given, and the folder and reference to read it by, or what is against it.

    Of a file with several articles it is one of them, and `article_count` is how many the file has.
    """

    path: str
    root: Path
    ref: store.SeedRef | Finding
    article_count: int = 1


def _listed(path: Path, size_limit: int, text_column: str | None) -> Iterator[_Listed]:
    """Yield each file at or below a path."""
    try:
        list_all = store.list_seeds if path.is_dir() else store.list_file
        refs, issues = list_all(path, size_limit, text_column)
    except UsageError as error:
        raise UsageError(f"{path}: {error}; an article, or a folder of articles, would be fine") from error
    root = path if path.is_dir() else path.parent
    yield from (_Listed(str(root / issue.source_path), root, quarantine_finding(issue)) for issue in issues)
    numbers = Counter(ref.path for ref in refs)
    yield from (_Listed(str(root / ref.name), root, ref, numbers[ref.path]) for ref in refs)


def _examined(listed: Sequence[_Listed], work: documents.Work, today: date) -> Iterator[tuple[str, ExaminedFile]]:
    """Yield path, rows and findings of each file, in order; as many at a time as there are workers."""
    with documents.workers_for(work.options.language_model, work.worker_count) as pool:
        threads = ThreadPoolExecutor(pool.size, "candidate")
        try:
            yield from threads.map(partial(_examine_one, pool, work, today), listed)
        finally:
            threads.shutdown(cancel_futures=True)


def _examine_one(pool: workers.Pool, work: documents.Work, today: date, item: _Listed) -> tuple[str, ExaminedFile]:
    if isinstance(item.ref, Finding):
        return item.path, ExaminedFile(Outcome(), (item.ref,))
    try:
        seed = store.read_seed(item.root, item.ref)
        limits = documents.limits_for(item.ref.size, work.limits)
        candidate: ExaminedFile = pool.call(limits, examine, seed, work.options, today, item.ref.place)
    except QuarantineError as error:
        finding = quarantine_finding(documents.failure(item.ref.path, error, item.ref.part))
        return item.path, ExaminedFile(Outcome(), (finding,))
    if item.ref.part == 1:
        said = f"the file has {item.article_count:,} articles; each becomes a document of its own"
        candidate = candidate._replace(findings=(*candidate.findings, Finding("divided", said)))
    return item.path, candidate


def _report(path: str, candidate: ExaminedFile, repeated: Sequence[Finding], rules: Rules) -> FileReport:
    found = shown([*candidate.findings, *repeated], rules)
    document = candidate.outcome.documents[0] if candidate.outcome.documents else None
    return FileReport(path, verdict(found, rules), found, document)
