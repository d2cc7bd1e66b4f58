"""Normalizers of quarters that reports compare: the quarter, the year-ago period, a year earlier."""

from datetime import date, timedelta

from flows.steps.timex import values
from flows.steps.timex.arithmetic import unit_at
from flows.steps.timex.context import Resolution, ResolutionContext, explicit, from_document
from flows.steps.timex.normalize.anaphoric import step_from_previous
from flows.steps.timex.normalize.deictic import ago
from flows.steps.timex.values import Value
from schemas.vocab import Anchor

_HALF_A_QUARTER = 45
"""Days before its last day that lie in the middle of a quarter."""


def latest_quarter(context: ResolutionContext) -> Resolution | None:
    """Return the quarter of the latest quarter: the one mentioned before, else the last that ended by the day."""
    if context.quarter is not None:
        return Resolution(context.quarter.value, Anchor.PREVIOUS, context.quarter.date_id)
    if context.base is not None and context.base.value.start is not None:
        middle = context.base.value.start - timedelta(_HALF_A_QUARTER)
        return Resolution(unit_at("Q", middle, 0), context.base.anchor, context.base.anchor_id)
    if context.day is None:
        return Resolution(values.unknown("XXXX-QX"))
    return from_document(unit_at("Q", context.day, -1))


def year_ago_period(context: ResolutionContext) -> Resolution | None:
    """Return the quarter a year before the one mentioned before, else the year before the document's."""
    antecedent = context.quarter
    if antecedent is not None and antecedent.value.start is not None:
        return Resolution(unit_at("Q", antecedent.value.start, -4), Anchor.PREVIOUS, antecedent.date_id)
    if context.day is None:
        return Resolution(values.unknown("XXXX"))
    quarterly = "quarter" in context.groups
    return from_document(unit_at("Q", context.day, -5) if quarterly else values.year(context.day.year - 1))


def year_ago_in_report(context: ResolutionContext) -> Resolution | None:
    """Return the quarter a year before the one that a report is on, else the year before the document's."""
    if context.quarter is not None:
        return year_ago_period(context)
    return ago(context) if "direction" in context.groups else step_from_previous(context)


def year_of_quarter(context: ResolutionContext) -> Resolution | None:
    """Return the quarter of the 1988 period: of that year, and as far on in it as the one mentioned before."""
    antecedent, year = context.quarter, context.number("year")
    if antecedent is None or antecedent.value.start is None:
        return explicit(values.year(year))
    return Resolution(_same_quarter(antecedent.value.start, year), Anchor.PREVIOUS, antecedent.date_id)


def _same_quarter(moment: date, year: int) -> Value:
    return values.quarter(year, (moment.month + 2) // 3)
