"""The flow that judges files before they become seeds, for schedules; `flows.validate` does the work."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from prefect import flow, task
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows import pipeline
from flows.documents import Work, core_count
from flows.errors import UsageError
from flows.escaping import visible
from flows.runs import ended, logged_by_prefect, show_table
from flows.steps.language.engine import OWN, label
from flows.validate import Report, Verdict, rules_with, validate
from flows.validate.output import as_json, in_a_line
from flows.validate.rules import Rules
from flows.workers import Limits


def _run_name() -> str:
    """Return the name of the run that is going on: what it judges."""
    paths = flow_run.parameters["paths"]
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return visible(f"validate {', '.join(paths[:1])}{more}")


@task(name="judge files", task_run_name="judge files", persist_result=False)
def judge_files(
    paths: list[str],
    against: str | None,
    rules: Rules,
    work: Work,
    size_limit: int,
    text_column: str | None,
    today: date | None,
) -> Report:
    """Return the verdicts on all files at or below these paths."""
    return validate(paths, against, rules=rules, work=work, size_limit=size_limit, text_column=text_column, today=today)


@flow(name="validate seeds", flow_run_name=_run_name, result_serializer="json", persist_result=False)
def validate_seeds(
    paths: list[str],
    against: str | None = None,
    severities: str | None = None,
    size_limit_mb: float = 20,
    text_column: str | None = None,
    language_model: str = OWN,
    knowledge: str | None = None,
    document_timeout: float = 120,
    document_memory_mb: int = 1024,
    workers: int | None = None,
    today: date | None = None,
    *,
    strict: bool = False,
) -> State[dict[str, object]]:
    """Judge files, and the files of folders, as the build would judge them; no dataset is written.

    Returns a state with the report in the form of `schemas/validation.schema.json`: *Completed*; *Completed with
    warnings* where a person should look at a file, or with `strict` *Failed*, as always where a file is not usable.
    The findings are a table of the run. The parameters are those of `presstable validate`: `against` is a data folder
    whose documents the files shall not repeat, `severities` a TOML file, `knowledge` a CSV file of actors; dates after
    `today` (the day of the run if None) are found; the others are those of `build_dataset`.

    Raises UsageError where a path does not exist, a folder has no files, or there are no paths; DatasetError where
    there is no dataset in `against`.
    """
    if not paths:
        raise UsageError("there is nothing to validate; the path of a file or of a folder of articles would be fine")
    label(language_model)  # raises where there is none
    rules = rules_with(Path(severities) if severities else None)
    work = Work(
        pipeline.options_of(language_model, knowledge),
        Limits(document_timeout, document_memory_mb),
        workers or core_count(),
    )
    with logged_by_prefect():
        report = judge_files(paths, against, rules, work, int(size_limit_mb * 2**20), text_column, today)
    show_table("validate-seeds", "findings", list(_rows(report)))
    return ended(
        as_json(report),
        in_a_line(report),
        has_warnings=report.verdict == Verdict.USABLE,
        is_failure=report.verdict == Verdict.NOT_USABLE or (strict and report.verdict == Verdict.USABLE),
    )


def _rows(report: Report) -> Iterator[dict[str, object]]:
    """Yield a row for each finding, those of the worst files first."""
    order = (Verdict.NOT_USABLE, Verdict.USABLE, Verdict.GOOD)
    for file in sorted(report.files, key=lambda file: order.index(file.verdict)):
        for finding in file.findings:
            fine = report.rules[finding.rule].fine
            yield {
                "path": file.path,
                "verdict": file.verdict,
                "rule": finding.rule,
                "message": finding.message,
                "fine": fine,
            }
