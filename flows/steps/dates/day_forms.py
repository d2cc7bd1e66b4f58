"""Readers of days that have a name, and of days, weeks and months counted within a longer unit."""

from dataclasses import replace
from datetime import date, timedelta

from flows.steps.dates import values
from flows.steps.dates.amounts import amount
from flows.steps.dates.holidays import holiday, nth_weekday
from flows.steps.dates.scene import Answer, Scene, from_document, shifted, stated, yearless
from flows.steps.dates.units import moved
from flows.steps.dates.values import Value
from schemas.vocab import Anchor, Precision

_MONTHS_TO_MEET = 28
"""Months within which most days of the month have been each weekday."""


def named_day(scene: Scene) -> Answer | None:
    """Return the day of Christmas, last Thanksgiving and Easter 2019."""
    rule = scene.read("holiday")

    def make(year: int) -> Value:
        return holiday(rule, year)

    if "year" in scene.words:
        return stated(make(scene.number("year")))
    missing = values.unknown("XXXX-XX-XX")
    if "shift" not in scene.words:
        return yearless(scene, make, missing)
    if scene.words["shift"] == "this" and scene.day is not None:
        return from_document(make(scene.day.year))
    return shifted(scene, scene.read("shift"), make, missing)


def september_11(scene: Scene) -> Answer | None:
    """Return the day of 9/11."""
    return stated(values.day(date(2001, 9, 11))) if scene.words else None


def named_weekend(scene: Scene) -> Answer | None:
    """Return the days of Labor Day weekend: Saturday and Sunday next to the day, and the days that join them to it."""
    answer = named_day(scene)
    if answer is None or answer.value.start is None:
        return None
    day = answer.value.start
    saturday = day + timedelta((6 - day.isoweekday()) if day.isoweekday() > 2 else -day.isoweekday() - 1)
    ends = min(day, saturday), max(day, saturday + timedelta(1))
    return replace(answer, value=values.between(values.day(ends[0]), values.day(ends[1])))


def ranked_week_of_month(scene: Scene) -> Answer | None:
    """Return the week of the last week of this month."""
    if scene.day is None:
        return Answer(values.unknown("XXXX-WXX"))
    month = moved("M", scene.day.replace(day=1), scene.read("shift"))
    return from_document(values.week(nth_weekday(month.year, month.month, 4, scene.read("rank"))))


def day_of_month(scene: Scene) -> Answer | None:
    """Return the day of on the 7th: of the month before it in the sentence or above it, else the nearest."""
    number = scene.number("day")
    known = scene.same_sentence or scene.heading if "shift" not in scene.words else None
    if (
        known is not None
        and known.value.start is not None
        and known.value.precision in {Precision.DAY, Precision.MONTH}
    ):
        return Answer(values.day(known.value.start.replace(day=number)), Anchor.PREVIOUS, known.date_id)
    if scene.day is None:
        return Answer(values.unknown(f"XXXX-XX-{number:02}", f"XXXX-XX-{number:02}"))
    moment = scene.day
    if "shift" in scene.words:
        return from_document(values.day(moved("M", moment.replace(day=1), scene.read("shift")).replace(day=number)))
    if number > moment.day and not scene.is_future:
        moment = moment.replace(day=1) - timedelta(1)
    if number < moment.day and scene.is_future:
        moment = values.months(moment.year, moment.month, 1)[1] + timedelta(1)
    return from_document(values.day(moment.replace(day=number)))


def ranked_weekday(scene: Scene) -> Answer | None:
    """Return the day of the first Monday in August, the week of the last week of July."""
    number, rank = scene.read("month"), scene.read("rank")

    def make(year: int) -> Value:
        if "weekday" in scene.words:
            return values.day(nth_weekday(year, number, scene.read("weekday"), rank))
        return values.week(nth_weekday(year, number, 4, rank))

    if "year" in scene.words:
        return stated(make(scene.number("year")))
    return yearless(scene, make, values.unknown(f"XXXX-{number:02}"))


def weekday_and_day(scene: Scene) -> Answer | None:
    """Return the day of Friday the 13th: the one nearest to the document's day."""
    weekday, number = scene.read("weekday") or scene.read("short_weekday"), scene.number("day")
    if scene.day is None:
        return Answer(values.unknown(f"XXXX-XX-{number:02}", f"XXXX-XX-{number:02}"))
    months = range(-_MONTHS_TO_MEET, _MONTHS_TO_MEET + 1)
    starts = (moved("M", scene.day.replace(day=1), steps) for steps in months)
    days = [start + timedelta(number - 1) for start in starts]
    met = [day for day in days if day.day == number and day.isoweekday() == weekday]
    today = scene.day
    near = min(met, key=lambda day: abs(day - today), default=None)
    return None if near is None else from_document(values.day(near))


def weekday_of_week(scene: Scene) -> Answer | None:
    """Return the day of Tuesday of last week."""
    weekday = scene.read("weekday") or scene.read("short_weekday")
    if scene.day is None:
        return Answer(values.unknown(f"XXXX-WXX-{weekday}"))
    monday = scene.day - timedelta(scene.day.weekday() - 7 * scene.read("shift"))
    return from_document(values.day(monday + timedelta(weekday - 1)))


def _year_of(scene: Scene) -> int | None:
    """Return the stated year, or the document's, last or next year; None where that is unknown."""
    if "year" in scene.words:
        return scene.number("year")
    return None if scene.day is None else scene.day.year + (scene.read("shift") or 0)


def ranked_unit(scene: Scene) -> Answer | None:
    """Return the week or month of the first week of 2021 and of week 31."""
    digits = "".join(character for character in scene.words["rank"] if character.isdigit())
    number = int(digits) if digits else scene.read("rank")
    year = _year_of(scene)
    if year is None:
        return Answer(values.unknown("XXXX-WXX"))
    if scene.read("one_unit") == "M":
        value = values.month(year, number if number > 0 else 12)
    else:
        value = values.week(
            date.fromisocalendar(year, number if number > 0 else date(year, 12, 28).isocalendar().week, 1)
        )
    return stated(value) if "year" in scene.words else from_document(value)


def units_at_an_end(scene: Scene) -> Answer | None:
    """Return the days of the first nine months of 2018."""
    count, year = amount(scene), _year_of(scene)
    if count is None or year is None:
        return None
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    if scene.words["side"] == "first":
        end = moved(scene.read("unit"), start, count)
    else:
        start = moved(scene.read("unit"), end, -count)
    value = values.between(values.day(start), values.day(end - timedelta(1)))
    return stated(value) if "year" in scene.words else from_document(value)
