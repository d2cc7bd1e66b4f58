"""Readers of quarters that reports compare: the quarter, the year-ago period, a year earlier."""

from datetime import date, timedelta

from flows.steps.dates import values
from flows.steps.dates.previous_forms import step_from_previous
from flows.steps.dates.relative_forms import ago
from flows.steps.dates.scene import Answer, Scene, from_document, stated
from flows.steps.dates.units import unit_at
from flows.steps.dates.values import Value
from schemas.vocab import Anchor

_HALF_A_QUARTER = 45
"""Days before its last day that lie in the middle of a quarter."""


def latest_quarter(scene: Scene) -> Answer | None:
    """Return the quarter of the latest quarter: the one mentioned before, else the last that ended by the day."""
    if scene.quarter is not None:
        return Answer(scene.quarter.value, Anchor.PREVIOUS, scene.quarter.date_id)
    if scene.base is not None and scene.base.value.start is not None:
        middle = scene.base.value.start - timedelta(_HALF_A_QUARTER)
        return Answer(unit_at("Q", middle, 0), scene.base.anchor, scene.base.anchor_id)
    if scene.day is None:
        return Answer(values.unknown("XXXX-QX"))
    return from_document(unit_at("Q", scene.day, -1))


def year_ago_period(scene: Scene) -> Answer | None:
    """Return the quarter a year before the one mentioned before, else the year before the document's."""
    known = scene.quarter
    if known is not None and known.value.start is not None:
        return Answer(unit_at("Q", known.value.start, -4), Anchor.PREVIOUS, known.date_id)
    if scene.day is None:
        return Answer(values.unknown("XXXX"))
    quarterly = "quarter" in scene.words
    return from_document(unit_at("Q", scene.day, -5) if quarterly else values.year(scene.day.year - 1))


def year_ago_in_report(scene: Scene) -> Answer | None:
    """Return the quarter a year before the one that a report is on, else the year before the document's."""
    if scene.quarter is not None:
        return year_ago_period(scene)
    return ago(scene) if "direction" in scene.words else step_from_previous(scene)


def year_of_quarter(scene: Scene) -> Answer | None:
    """Return the quarter of the 1988 period: of that year, and as far on in it as the one mentioned before."""
    known, year = scene.quarter, scene.number("year")
    if known is None or known.value.start is None:
        return stated(values.year(year))
    return Answer(_same_quarter(known.value.start, year), Anchor.PREVIOUS, known.date_id)


def _same_quarter(moment: date, year: int) -> Value:
    return values.quarter(year, (moment.month + 2) // 3)
