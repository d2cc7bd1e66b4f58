"""The date engine against the specification of Microsoft Recognizers-Text, with the differences of convention listed."""

import json
import re
import tomllib
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from flows.steps.models import DateExpression
from flows.steps.timex import Reference, find_dates
from schemas.timex import days_of
from tests.builders import passage
from tests.quality.floors import floor

CASES = 634
_RANGE = re.compile(r"\((.*),(.*),P.*\)")
_STEPS = frozenset({"ago", "in_units", "in_units_of_plan", "from_now", "step_from_previous", "length_beside_date"})
Rows = Sequence[DateExpression]


def found(case: dict[str, Any]) -> tuple[DateExpression, ...]:
    day = date.fromisoformat(case["dct"][:10]) if case["dct"] else None
    text = case["text"]
    return find_dates([passage(text)], Reference(day, day))


def days(gold: dict[str, Any]) -> tuple[date, date] | None:
    try:
        start = date.fromisoformat(gold["resolved_start"][:10])
        end = gold["resolved_end_exclusive"]
        return start, date.fromisoformat(end[:10]) - timedelta(1) if end else start
    except (TypeError, ValueError):
        return None


def fits(template: str, value: str) -> bool:
    """Return whether a value is one of those that a value with X for what is open may be."""
    if weekday := re.fullmatch(r"XXXX-WXX-(\d)", template):
        named = days_of(value)
        return named is not None and named[0] == named[1] and named[0].isoweekday() == int(weekday[1])
    return template == value or (
        "X" in template and re.fullmatch(template.replace("X", "."), value) is not None and "X" not in value
    )


def dated(rows: Rows) -> list[DateExpression]:
    return [row for row in rows if row.date_start is not None and row.date_end is not None]


def ends(gold: dict[str, Any]) -> tuple[str, str] | None:
    match = _RANGE.fullmatch(gold["value"])
    return (match[1], match[2]) if match else None


def parts(rows: Rows) -> list[date]:
    """Return the first days of all parts of the values, in order."""
    named = [days_of(part) for row in dated(rows) for part in row.timex_value.split("/")]
    return [each[0] for each in named if each is not None]


def same_days(gold: dict[str, Any], rows: Rows) -> bool:
    return any((row.date_start, row.date_end) == days(gold) for row in rows)


def open_value(gold: dict[str, Any], rows: Rows) -> bool:
    return any(
        fits(gold["value"], row.timex_value)
        or (row.rule_id == "week_beside_date" and any(fits(gold["value"], f"{day}") for day in days_in(row)))
        for row in rows
    )


def days_in(row: DateExpression) -> list[date]:
    """Return the days of a row, no more than a week."""
    return [row.date_start + timedelta(steps) for steps in range(7)] if row.date_start else []


def range_end(gold: dict[str, Any], rows: Rows) -> bool:
    first_days, said = parts(rows), ends(gold)
    return (
        said is not None
        and len(first_days) > 1
        and fits(said[0], f"{first_days[0]}")
        and fits(said[1], f"{first_days[-1]}")
    )


def two_expressions(gold: dict[str, Any], rows: Rows) -> bool:
    first_days, said, known = parts(rows), ends(gold), dated(rows)
    if said is None or not first_days or not known:
        return False
    behind = max(row.date_end for row in known if row.date_end) + timedelta(1)
    return fits(said[0], f"{first_days[0]}") and fits(said[1], f"{behind}")


def until_now(gold: dict[str, Any], rows: Rows) -> bool:
    first_days, said = parts(rows), ends(gold)
    is_open = any(row.timex_value == "PRESENT_REF" for row in rows)
    return is_open and said is not None and len(first_days) == 1 and any(fits(end, f"{first_days[0]}") for end in said)


def whole_unit(gold: dict[str, Any], rows: Rows) -> bool:
    meant = days(gold)
    return meant is not None and meant[0] == meant[1] and any(
        row.rule_id in _STEPS and row.date_start <= meant[0] <= row.date_end
        for row in dated(rows) if row.date_start and row.date_end
    )  # fmt: skip


def first_day(gold: dict[str, Any], rows: Rows) -> bool:
    meant = days(gold)
    return meant is not None and any(
        row.timex_type == "DURATION" and max(abs(row.date_start - meant[0]), abs(row.date_end - meant[1])).days <= 1
        for row in dated(rows) if row.date_start and row.date_end
    )  # fmt: skip


def either_order(gold: dict[str, Any], rows: Rows) -> bool:
    meant, readings = days(gold), [day for row in rows for day in (row.edtf or "").strip("[]").split(",")]
    return meant is not None and any(day == f"{meant[0]}" or fits(gold["value"], day) for day in readings)


def week_of_weekday(gold: dict[str, Any], rows: Rows) -> bool:
    meant = days(gold)
    return meant is not None and any(
        row.rule_id == "weekday" and abs(row.date_start - meant[0]).days == 7 for row in dated(rows) if row.date_start
    )


def no_such_day(gold: dict[str, Any], rows: Rows) -> bool:
    return gold["resolved_start"] == "not resolved" and not dated(rows)


def neighbours(gold: dict[str, Any], rows: Rows) -> bool:
    meant = days(gold)
    return meant is not None and any(
        row.rule_id == "two_days_running" and meant[0] in {row.date_start, row.date_end} and meant[0] == meant[1]
        for row in rows
    )


Convention = Callable[[dict[str, Any], Rows], bool]
CONVENTIONS: dict[str, Convention] = {
    test.__name__: test
    for test in (
        open_value,
        range_end,
        two_expressions,
        until_now,
        whole_unit,
        first_day,
        either_order,
        week_of_weekday,
        no_such_day,
        neighbours,
    )
}


def is_right(gold: dict[str, Any], rows: Rows) -> bool:
    beside = [row for row in rows if row.start < gold["end"] and gold["start"] < row.end]
    return any(map(partial(_call, gold, beside), (same_days, *CONVENTIONS.values())))


def _call(gold: dict[str, Any], rows: Rows, test: Convention) -> bool:
    return test(gold, rows)


def test_each_convention_is_listed() -> None:
    listed = tomllib.loads((Path(__file__).parent / "recognizers.toml").read_text("utf-8"))
    assert list(listed) == list(CONVENTIONS)


def test_the_specification(bench: Path) -> None:
    lines = (bench / "dates" / "timex_recognizers_spec_en.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    right = [
        is_right(gold, rows)
        for case in cases
        for rows in (found(case),)
        for gold in case["timex"]
        if gold["type"] == "DATE"
    ]
    assert len(right) == CASES
    assert sum(right) / len(right) >= floor("dates.specification")
