"""Normalizers of expressions that count from a date in the text (anaphoric expressions)."""

from dataclasses import replace
from datetime import date, timedelta

from flows.steps.timex import values
from flows.steps.timex.arithmetic import unit_at
from flows.steps.timex.context import GRANULARITY_RANK, Antecedent, Resolution, ResolutionContext, from_document
from flows.steps.timex.normalize.deictic import weekday
from flows.steps.timex.steps import (
    MISSING,
    amount,
    amount_away,
    finest_unit,
    length_code,
    moved_by_amount,
    parts_of_amount,
    with_approximation,
)
from flows.steps.timex.values import Value
from schemas.vocab import Anchor, Precision, TimexType


def step_from_previous(context: ResolutionContext) -> Resolution | None:
    """Return the unit of two years later, counted from the date mentioned before."""
    unit, count = finest_unit(context), amount(context)
    antecedent, direction = context.latest(unit), context.meaning_of("move") or context.meaning_of("around")
    if count is None or antecedent is None:
        return Resolution(values.unknown(MISSING[unit]))
    resolution, start = _step_from(antecedent, unit, direction * count), antecedent.value.start
    is_compound = len(parts_of_amount(context) or ()) > 1
    if start is not None and (is_compound or antecedent.value.precision != resolution.value.precision):
        resolution = replace(resolution, value=amount_away(context, start, direction))
    return with_approximation(context, resolution)


def next_to_previous(context: ResolutionContext) -> Resolution | None:
    """Return the unit of the next day and that year, or the month or season of August of that year."""
    unit = context.meaning_of("one_unit")
    antecedent = context.latest(unit)
    if antecedent is None:
        return Resolution(values.unknown(MISSING[unit]))
    resolution = _step_from(antecedent, unit, context.meaning_of("step") or 0)
    code = context.meaning_of("day_part")
    if code and resolution.value.start is not None:
        return replace(resolution, value=values.part_of_day(resolution.value.start, code))
    return resolution.with_modifier(context.meaning_of("part"))


def weekday_beside_previous(context: ResolutionContext) -> Resolution | None:
    """Return the day of the following Monday: the first after the date mentioned before, or after the document's."""
    number, is_ahead = context.meaning_of("weekday"), context.meaning_of("step") > 0
    antecedent = context.latest("D")
    start = context.day if antecedent is None else antecedent.value.start
    if start is None:
        return Resolution(values.unknown(f"XXXX-WXX-{number}"))
    day = _next_weekday(start, number, is_ahead=is_ahead)
    code = context.meaning_of("day_part")
    value = values.part_of_day(day, code) if code else values.day(day)
    return from_document(value) if antecedent is None else Resolution(value, Anchor.PREVIOUS, antecedent.date_id)


def part_of_previous(context: ResolutionContext) -> Resolution | None:
    """Return the part of the day of that morning."""
    antecedent, code = context.latest("D"), context.meaning_of("day_part")
    if antecedent is None or antecedent.value.start is None:
        return Resolution(Value(timex_type=TimexType.TIME, timex_value=f"XXXX-XX-XXT{code}"))
    day = antecedent.value.start + timedelta(context.meaning_of("step") or 0)
    return Resolution(values.part_of_day(day, code), Anchor.PREVIOUS, antecedent.date_id)


def unit_of_text(context: ResolutionContext) -> Resolution | None:
    """Return the unit of the end of the year: of the date before it in a narrative, else of the document's day."""
    unit = context.meaning_of("one_unit")
    antecedent = context.latest(unit) if context.is_narrative else None
    if antecedent is not None:
        return _step_from(antecedent, unit, 0).with_modifier(context.meaning_of("part"))
    if context.day is None:
        return Resolution(values.unknown(MISSING[unit]))
    return from_document(unit_at(unit, context.day, 0)).with_modifier(context.meaning_of("part"))


def around(context: ResolutionContext) -> Resolution | None:
    """Return the unit of two days before Christmas, or the vote; without a date behind it, two days are a length."""
    unit, count, direction = finest_unit(context), amount(context), context.meaning_of("around")
    if context.event_anchor is not None and count is not None:
        return _after_event(context, context.event_anchor, unit, direction * count)
    base = context.base
    if count is None or base is None or base.value.start is None or base.value.end is None:
        return (
            None if base is not None or "the" in context.groups else Resolution(values.duration(length_code(context)))
        )
    if GRANULARITY_RANK.get(base.value.precision or "", 99) > GRANULARITY_RANK[unit]:
        return None
    away = moved_by_amount(context, base.value.start, direction)
    value = values.day(away) if base.value.start == base.value.end else unit_at(unit, away, 0)
    return with_approximation(context, Resolution(value, base.anchor, base.anchor_id, base.certainty))


def weekday_beside_date(context: ResolutionContext) -> Resolution | None:
    """Return the day of the Friday before Christmas; without a date behind it, that of Friday."""
    base = context.base
    if base is None:
        return weekday(context)
    if base.value.start is None or base.value.end is None:
        return None
    number, is_ahead = context.meaning_of("weekday"), context.meaning_of("around") > 0
    start = base.value.end if is_ahead else base.value.start
    return replace(base, value=values.day(_next_weekday(start, number, is_ahead=is_ahead)))


def _next_weekday(start: date, number: int, *, is_ahead: bool) -> date:
    """Return the first such weekday after a day, or the last before it."""
    gap = number - start.isoweekday() if is_ahead else start.isoweekday() - number
    return start + timedelta(((gap - 1) % 7 + 1) * (1 if is_ahead else -1))


def eve(context: ResolutionContext) -> Resolution | None:
    """Return the day of the eve of May 3: the one before the date behind it; None without one."""
    base = context.base
    if base is None or base.value.start is None or base.value.precision != Precision.DAY:
        return None
    return replace(base, value=values.day(base.value.start - timedelta(1)))


def _after_event(context: ResolutionContext, antecedent: Antecedent, unit: str, steps: int) -> Resolution | None:
    """Return the unit so many steps from the day of an event; None where that is known less exactly."""
    if (
        not antecedent.value.month_day
        and GRANULARITY_RANK.get(antecedent.value.precision or "", 99) > GRANULARITY_RANK[unit]
    ):
        return None
    resolution = replace(_step_from(antecedent, unit, steps), anchor=Anchor.EVENT)
    if antecedent.value.start is not None:
        resolution = replace(resolution, value=amount_away(context, antecedent.value.start, 1 if steps > 0 else -1))
    return with_approximation(context, resolution)


def _step_from(antecedent: Antecedent, unit: str, steps: int) -> Resolution:
    """Return the unit so many steps from an antecedent; without a year where that has none."""
    value = values.unknown(MISSING[unit])
    before_christ = antecedent.value.year_before_christ
    if antecedent.value.start is not None:
        value = unit_at(unit, antecedent.value.start, steps)
    elif antecedent.value.month_day and unit == "D":
        value = _without_year(*antecedent.value.month_day, steps)
    elif before_christ is not None and unit == "Y" and before_christ > steps:
        value = values.before_christ(before_christ - steps)
    return Resolution(value, Anchor.PREVIOUS, antecedent.date_id)


def _without_year(month: int, day: int, steps: int) -> Value:
    """Return month and day so many days on, unless it depends on 29 February."""
    try:
        days = {f"XXXX{date(year, month, day) + timedelta(steps):-%m-%d}" for year in (2019, 2020)}
    except ValueError:
        days = set()
    missing = days.pop() if len(days) == 1 else MISSING["D"]
    return values.unknown(missing, missing)
