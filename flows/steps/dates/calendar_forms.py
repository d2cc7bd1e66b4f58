"""Readers of expressions that name a place on the calendar: days, months, seasons, years and longer."""

import re
from collections.abc import Callable
from datetime import date

from flows.steps.dates import values
from flows.steps.dates.numbers import full_year
from flows.steps.dates.scene import Answer, Scene, from_document, shifted, stated, yearless
from flows.steps.dates.values import Value
from schemas.vocab import Anchor

Maker = Callable[[int], Value]
"""The value of something that every year has, in a given year."""
_EITHER = 0.5
"""What remains of the confidence where only one of two days can be right."""


def year_month_day(scene: Scene) -> Answer | None:
    """Return the day of 2020-01-05."""
    return stated(values.day(date(scene.number("year"), scene.number("month_number"), scene.number("day"))))


def numeric_date(scene: Scene) -> Answer | None:
    """Return the day of 25/12/2019, or both days where day and month may be either way round."""
    first, second, tail = (int(scene.words[group]) for group in ("first", "second", "tail"))
    number = tail if len(scene.words["tail"]) == 4 else full_year(tail)
    if first != second and max(first, second) <= 12:
        return Answer(
            values.either(date(number, first, second), date(number, second, first)), Anchor.EXPLICIT, None, _EITHER
        )
    return stated(values.day(date(number, min(first, second), max(first, second))))


def dotted_date(scene: Scene) -> Answer | None:
    """Return the day of 5.1.2020: with full stops the day comes first."""
    return year_month_day(scene)


def month_day(scene: Scene) -> Answer | None:
    """Return the day of Jan. 5, with or without a year."""
    return _day_of(scene, scene.read("month"), scene.number("day"))


def _day_of(scene: Scene, month: int, day: int) -> Answer:
    date(2020, month, day)  # raises ValueError for a day that no year has
    if "year" in scene.words:
        return stated(values.day(date(scene.number("year"), month, day)))
    missing = f"XXXX-{month:02}-{day:02}"
    known = scene.latest("Y") if "that" in scene.words else None
    if known is not None and known.value.start is not None:
        return Answer(values.day(date(known.value.start.year, month, day)), Anchor.PREVIOUS, known.date_id)
    if "shift" in scene.words:
        return shifted(
            scene,
            scene.read("shift"),
            lambda year: values.day(date(year, month, day)),
            values.unknown(missing, missing),
        )
    return yearless(scene, lambda year: values.day(date(year, month, day)), values.unknown(missing, missing))


def day_range(scene: Scene) -> Answer | None:
    """Return the days of June 6-8 and June 28-July 2; a range over New Year has its year at the end."""
    month, last_month = scene.read("month"), scene.read("month2") or scene.read("month")
    last = _day_of(scene, last_month, scene.number("day2"))
    if "year" in scene.words and month > last_month:
        start = values.day(date(scene.number("year") - 1, month, scene.number("day")))
        return stated(values.between(start, last.value))
    first = _day_of(scene, month, scene.number("day"))
    return Answer(values.between(first.value, last.value), first.anchor, first.anchor_id)


def month_of_year(scene: Scene) -> Answer | None:
    """Return the month of June 2014 and of October last year."""
    return _in_year(scene, lambda year: values.month(year, scene.read("month")), f"XXXX-{scene.read('month'):02}")


def _in_year(scene: Scene, make: Maker, missing: str) -> Answer:
    """Return the answer for the stated year, for last, this or next year, or for that year."""
    if "year" in scene.words:
        return stated(make(scene.number("year"))).with_modifier(scene.read("part"))
    known = scene.latest("Y") if "that" in scene.words else None
    if known is not None and known.value.start is not None:
        return Answer(make(known.value.start.year), Anchor.PREVIOUS, known.date_id).with_modifier(scene.read("part"))
    if scene.day is None or "that" in scene.words:
        return Answer(values.unknown(missing, _edtf_of(missing)))
    return from_document(make(scene.day.year + scene.read("shift"))).with_modifier(scene.read("part"))


def _edtf_of(missing: str) -> str | None:
    """Return the EDTF of a value without its year; quarters and seasons have numbers there."""
    return missing if re.fullmatch(r"XXXX-\d\d", missing) else None


def month(scene: Scene) -> Answer | None:
    """Return the month of October."""
    number = scene.read("month")
    missing = f"XXXX-{number:02}"
    answer = yearless(scene, lambda year: values.month(year, number), values.unknown(missing, missing))
    return answer.with_modifier(scene.read("part"))


def shifted_month(scene: Scene) -> Answer | None:
    """Return the month of last May: the one before, in or after the document's month."""
    number, shift = scene.read("month"), scene.read("shift")
    missing = f"XXXX-{number:02}"
    return shifted(
        scene, shift, lambda year: values.month(year, number), values.unknown(missing, missing)
    ).with_modifier(scene.read("part"))


def month_range(scene: Scene) -> Answer | None:
    """Return the months of June-August 1992; a range over New Year has its year at the end."""
    first, last = scene.read("month"), scene.read("month2")

    def make(year: int) -> Value:
        return values.between(values.month(year - (first > last), first), values.month(year, last))

    if "year" in scene.words:
        return stated(make(scene.number("year")))
    return yearless(scene, make, values.unknown(f"XXXX-{first:02}/XXXX-{last:02}"))


def numeric_month(scene: Scene) -> Answer | None:
    """Return the month of 2015-12."""
    return stated(values.month(scene.number("year"), scene.number("month_number")))


def numeric_day(scene: Scene) -> Answer | None:
    """Return the day of on 11/20, or both days where day and month may be either way round."""
    first, second = int(scene.words["first"]), int(scene.words["second"])
    if first != second and max(first, second) <= 12:
        one, other = _day_of(scene, first, second), _day_of(scene, second, first)
        if one.value.start is None or other.value.start is None:
            return Answer(values.unknown("XXXX-XX-XX"))
        return Answer(values.either(one.value.start, other.value.start), one.anchor, one.anchor_id, _EITHER)
    return _day_of(scene, min(first, second), max(first, second))


def season_of_year(scene: Scene) -> Answer | None:
    """Return the season of summer of 2019."""
    code = scene.read("season")
    return _in_year(scene, lambda year: values.season(year, code), f"XXXX-{code}")


def shifted_season(scene: Scene) -> Answer | None:
    """Return the season of last spring."""
    code = scene.read("season")
    return shifted(scene, scene.read("shift"), lambda year: values.season(year, code), values.unknown(f"XXXX-{code}"))


def season(scene: Scene) -> Answer | None:
    """Return the season of in the summer."""
    code = scene.read("season")
    answer = yearless(scene, lambda year: values.season(year, code), values.unknown(f"XXXX-{code}"))
    return answer.with_modifier(scene.read("part"))


def quarter(scene: Scene) -> Answer | None:
    """Return the quarter of the third quarter, with or without a year."""
    number = scene.read("ordinal") or scene.number("number_q")
    if "year" in scene.words or "shift" in scene.words:
        return _in_year(scene, lambda year: values.quarter(year, number), f"XXXX-Q{number}")
    return yearless(scene, lambda year: values.quarter(year, number), values.unknown(f"XXXX-Q{number}"))


def half(scene: Scene) -> Answer | None:
    """Return the half of the first half of 2018."""
    number = scene.read("ordinal") or scene.number("number_q")
    return _in_year(scene, lambda year: values.half(year, number), f"XXXX-H{number}")


def year(scene: Scene) -> Answer | None:
    """Return the year of 2003 and of late 2014."""
    return stated(values.year(scene.number("year"))).with_modifier(scene.read("part"))


def before_christ(scene: Scene) -> Answer | None:
    """Return the year of 480 BC."""
    return stated(values.before_christ(scene.number("number_bc")))


def year_range(scene: Scene) -> Answer | None:
    """Return the years of 2018-2022 and 2018-19."""
    first, tail = scene.number("year"), scene.words["tail"]
    last = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    return stated(values.between(values.year(first), values.year(last))) if first < last else None


def decade(scene: Scene) -> Answer | None:
    """Return the decade of the 1990s, the '90s and the nineties; the twenties alone are of either century."""
    part = scene.read("part") or scene.read("part2")
    if "decade" in scene.words:
        return stated(values.decade(scene.number("decade"))).with_modifier(part)
    tens = scene.read("decade_word") or scene.number("tens")
    if tens == 2:
        return None
    return stated(values.decade(190 + tens)).with_modifier(part)


def century(scene: Scene) -> Answer | None:
    """Return the century of the 19th century, which is 18 in TIMEX3."""
    number = scene.read("century_word") or scene.number("century")
    return stated(values.century(number - 1)).with_modifier(scene.read("part2"))
