"""What a person should look at: the issues, the worst first, each with its document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.explore.database import Conditions, PageOfRows, QueryEngine, Row
from flows.explore.documents import page_of

PAGE_SIZE = 100
_LIST = """
    SELECT issues.*, title FROM issues LEFT JOIN documents USING (document_id) {where}
    ORDER BY is_quarantined DESC, CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END,
        issues.source_path, issue_id
    LIMIT $size OFFSET $skipped
"""
_CODES = """
    SELECT code, severity, count(*) AS count FROM issues GROUP BY code, severity
    ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, count DESC, code
"""


@dataclass(frozen=True, slots=True)
class MatterList:
    """One page of the issues, and how many there are of each code."""

    page: PageOfRows
    codes: Sequence[Row]
    code: str


def list_matters(engine: QueryEngine, parameters: Mapping[str, str]) -> MatterList:
    """Return one page of the issues that an address asks for; raises UsageError where a value cannot be read."""
    conditions = Conditions()
    if code := parameters.get("code", ""):
        conditions.add("code", "code = $code", code=code)
    number = page_of(parameters)
    rows = engine.rows(
        _LIST.format(where=conditions.where()),
        conditions.values | {"size": PAGE_SIZE, "skipped": (number - 1) * PAGE_SIZE},
    )
    total = engine.value(f"SELECT count(*) FROM issues {conditions.where()}", conditions.values)
    return MatterList(PageOfRows(rows, number, PAGE_SIZE, total), engine.rows(_CODES), code)
