"""Normalizers of expressions that name a unit of the calendar: days, months, seasons, years and longer."""

import re
from dataclasses import replace
from datetime import date

from flows.steps.timex import values
from flows.steps.timex.context import (
    Resolution,
    ResolutionContext,
    ValueInYear,
    explicit,
    resolve_in_year,
    resolve_shifted,
    resolve_yearless,
)
from flows.steps.timex.tense import ClauseTense, Tense
from flows.steps.timex.values import Value
from schemas.vocab import Anchor

_REPORT = ClauseTense(lambda: Tense.OPEN)
"""The clause of a quarter: reports look ahead to what they will say of one that is over."""
_MONTHS = 12
_AMBIGUOUS_ORDER_CERTAINTY = 0.5
"""Factor on the confidence where day and month may be either way round."""


def year_month_day(context: ResolutionContext) -> Resolution | None:
    """Return the day of 2020-01-05."""
    return explicit(values.day(date(context.number("year"), context.number("month_number"), context.number("day"))))


def numeric_date(context: ResolutionContext) -> Resolution | None:
    """Return the day of 25/12/2019, or both days where day and month may be either way round."""
    first, second = (int(context.groups[group]) for group in ("first", "second"))
    number = context.full_year(context.groups["tail"])
    if not _is_ambiguous(first, second):
        return explicit(values.day(date(number, min(first, second), max(first, second))))
    is_day_first = _order(context, date(number, second, first), date(number, first, second))
    month, day = (second, first) if is_day_first else (first, second)
    if is_day_first is not None:
        return explicit(values.day(date(number, month, day)))
    both = values.either(date(number, first, second), date(number, second, first))
    return Resolution(both, Anchor.EXPLICIT, None, _AMBIGUOUS_ORDER_CERTAINTY)


def _is_ambiguous(first: int, second: int) -> bool:
    """Return whether two numbers may be month and day either way round, and give different days."""
    return first != second and max(first, second) <= _MONTHS


def _order(context: ResolutionContext, day_first: date, month_first: date) -> bool | None:
    """Return whether the day comes first: by the document, or because the past leaves one reading; None if unknown."""
    if context.is_day_first is not None or context.day is None or context.tense != Tense.BACK:
        return context.is_day_first
    has_begun = day_first <= context.day, month_first <= context.day
    return has_begun[0] if has_begun[0] != has_begun[1] else None


def dotted_date(context: ResolutionContext) -> Resolution | None:
    """Return the day of 5.1.2020: with full stops the day comes first."""
    return year_month_day(context)


def month_day(context: ResolutionContext) -> Resolution | None:
    """Return the day of Jan. 5, with or without a year."""
    return _day_of(context, context.meaning_of("month"), context.number("day"))


def _day_of(context: ResolutionContext, month: int, day: int) -> Resolution:
    date(2020, month, day)  # raises ValueError for a day that no year has
    missing = values.unknown(f"XXXX-{month:02}-{day:02}", f"XXXX-{month:02}-{day:02}")

    def make(year: int) -> Value:
        return values.day(date(year, month, day))

    resolution = resolve_in_year(context, make, missing)
    if resolution is None and "shift" in context.groups:
        return resolve_shifted(context, context.meaning_of("shift"), make, missing)
    return resolution or resolve_yearless(context, make, missing)


def day_range(context: ResolutionContext) -> Resolution | None:
    """Return the days of June 6-8 and June 28-July 2; a range over New Year has its year at the end."""
    month, last_month = context.meaning_of("month"), context.meaning_of("month2") or context.meaning_of("month")
    day, last_day = context.number("day"), context.number("day2")

    def make(year: int) -> Value:
        first = values.day(date(year - (month > last_month), month, day))
        return values.between(first, values.day(date(year, last_month, last_day)))

    make(2020)  # raises ValueError for days that no year has
    if "year" in context.groups:
        return explicit(make(context.number("year")))
    return resolve_yearless(
        context, make, values.unknown(f"XXXX-{month:02}-{day:02}/XXXX-{last_month:02}-{last_day:02}")
    )


def month_of_year(context: ResolutionContext) -> Resolution | None:
    """Return the month of June 2014 and of October last year."""
    return _in_year(
        context, lambda year: values.month(year, context.meaning_of("month")), f"XXXX-{context.meaning_of('month'):02}"
    )


def _in_year(context: ResolutionContext, make: ValueInYear, missing: str) -> Resolution:
    """Return the resolution in the year named or told, or else as of a date without a year."""
    unknown = values.unknown(missing, _edtf_of(missing))
    resolution = resolve_in_year(context, make, unknown) or resolve_yearless(context, make, unknown)
    return resolution.with_modifier(context.meaning_of("part"))


def _edtf_of(missing: str) -> str | None:
    """Return the EDTF of a value without its year; quarters and seasons have numbers there."""
    return missing if re.fullmatch(r"XXXX-\d\d", missing) else None


def month(context: ResolutionContext) -> Resolution | None:
    """Return the month of October."""
    return month_of_year(context)


def shifted_month(context: ResolutionContext) -> Resolution | None:
    """Return the month of last May: the one before, in or after the document's month."""
    number, shift = context.meaning_of("month"), context.meaning_of("shift")
    missing = f"XXXX-{number:02}"
    return resolve_shifted(
        context, shift, lambda year: values.month(year, number), values.unknown(missing, missing)
    ).with_modifier(context.meaning_of("part"))


def month_range(context: ResolutionContext) -> Resolution | None:
    """Return the months of June-August 1992; a range over New Year has its year at the end."""
    first, last = context.meaning_of("month"), context.meaning_of("month2")

    def make(year: int) -> Value:
        return values.between(values.month(year - (first > last), first), values.month(year, last))

    if "year" in context.groups:
        return explicit(make(context.number("year")))
    return resolve_yearless(context, make, values.unknown(f"XXXX-{first:02}/XXXX-{last:02}"))


def numeric_month(context: ResolutionContext) -> Resolution | None:
    """Return the month of 2015-12."""
    return explicit(values.month(context.number("year"), context.number("month_number")))


def numeric_day(context: ResolutionContext) -> Resolution | None:
    """Return the day of on 11/20, or both days where day and month may be either way round."""
    first, second = int(context.groups["first"]), int(context.groups["second"])
    if not _is_ambiguous(first, second):
        return _day_of(context, min(first, second), max(first, second))
    month_first, day_first = _day_of(context, first, second), _day_of(context, second, first)
    if context.is_day_first is not None:
        return day_first if context.is_day_first else month_first
    if month_first.value.start is None or day_first.value.start is None:
        return Resolution(values.unknown("XXXX-XX-XX"))
    both = values.either(month_first.value.start, day_first.value.start)
    return Resolution(both, month_first.anchor, month_first.anchor_id, _AMBIGUOUS_ORDER_CERTAINTY)


def numeric_range(context: ResolutionContext) -> Resolution | None:
    """Return the days of 5/1-5/7/2020; where both orders of day and month are possible, the shorter range is meant."""
    if "tail2" in context.groups:
        readings = _readings(context, int(context.groups["tail2"]))
        certainty = 1.0 if len(readings) == 1 else _AMBIGUOUS_ORDER_CERTAINTY
        return replace(explicit(readings[0]), certainty=certainty) if readings else None
    return resolve_yearless(context, lambda year: _readings(context, year)[0], values.unknown("XXXX-XX-XX/XXXX-XX-XX"))


def _readings(context: ResolutionContext, year: int) -> list[Value]:
    """Return the possible ranges that end in a year, the shortest first."""
    start, end = ((int(context.groups[f"first{which}"]), int(context.groups[f"second{which}"])) for which in ("", "2"))
    month_first, day_first = (start, end), (start[::-1], end[::-1])
    orders = {True: (day_first,), False: (month_first,), None: (month_first, day_first)}[context.is_day_first]
    ranges = []
    for (month, day), (last_month, last_day) in orders:
        first_year = int(context.groups.get("tail", year - ((month, day) > (last_month, last_day))))
        if max(month, last_month) <= _MONTHS:
            first, last = date(first_year, month, day), date(year, last_month, last_day)
            ranges.append((last - first, values.between(values.day(first), values.day(last))))
    return [value for _, value in sorted(ranges, key=lambda pair: pair[0])]


def season_of_year(context: ResolutionContext) -> Resolution | None:
    """Return the season of summer of 2019."""
    code = context.meaning_of("season")
    return _in_year(context, lambda year: values.season(year, code), f"XXXX-{code}")


def shifted_season(context: ResolutionContext) -> Resolution | None:
    """Return the season of last spring."""
    code = context.meaning_of("season")
    return resolve_shifted(
        context, context.meaning_of("shift"), lambda year: values.season(year, code), values.unknown(f"XXXX-{code}")
    )


def season(context: ResolutionContext) -> Resolution | None:
    """Return the season of in the summer."""
    return season_of_year(context)


def quarter(context: ResolutionContext) -> Resolution | None:
    """Return the quarter of the third quarter, with or without a year."""
    number = _which(context, last=4)
    return _in_year(replace(context, clause=_REPORT), lambda year: values.quarter(year, number), f"XXXX-Q{number}")


def half(context: ResolutionContext) -> Resolution | None:
    """Return the half of the first half of 2018."""
    number = _which(context, last=2)
    return _in_year(context, lambda year: values.half(year, number), f"XXXX-H{number}")


def _which(context: ResolutionContext, last: int) -> int:
    """Return the number of a quarter or half within its year, of which it has `last`."""
    return last if "final" in context.groups else context.meaning_of("ordinal") or context.number("number_q")


def year(context: ResolutionContext) -> Resolution | None:
    """Return the year of 2003, of late 2014 and of 79 AD."""
    number = context.number("number_ad" if "number_ad" in context.groups else "year")
    return explicit(values.year(number)).with_modifier(context.meaning_of("part"))


def before_christ(context: ResolutionContext) -> Resolution | None:
    """Return the year of 480 BC."""
    return explicit(values.before_christ(context.number("number_bc")))


def long_before_christ(context: ResolutionContext) -> Resolution | None:
    """Return the decade of the 470s BC, the century of the 4th century BC."""
    if "decade" in context.groups:
        return explicit(values.long_before_christ(f"{context.number('decade'):03}"))
    number = context.meaning_of("century_word") or context.number("century")
    return explicit(values.long_before_christ(f"{number - 1:02}")).with_modifier(context.meaning_of("part2"))


def year_range(context: ResolutionContext) -> Resolution | None:
    """Return the years of 2018-2022 and 2018-19."""
    first, tail = context.number("year"), context.groups["tail"]
    last = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    return explicit(values.between(values.year(first), values.year(last))) if first < last else None


def decade(context: ResolutionContext) -> Resolution | None:
    """Return the decade of the 1990s, the '90s and the nineties; the twenties alone are of either century."""
    part = context.meaning_of("part") or context.meaning_of("part2")
    if "decade" in context.groups:
        return explicit(values.decade(context.number("decade"))).with_modifier(part)
    tens = context.meaning_of("decade_word") or context.number("tens")
    if tens == 2:
        return None
    return explicit(values.decade(190 + tens)).with_modifier(part)


def century_of_years(context: ResolutionContext) -> Resolution | None:
    """Return the century of the 1300s."""
    part = context.meaning_of("part") or context.meaning_of("part2")
    return explicit(values.century(context.number("century"))).with_modifier(part)


def century(context: ResolutionContext) -> Resolution | None:
    """Return the century of the 19th century, which is 18 in TIMEX3."""
    number = context.meaning_of("century_word") or context.number("century")
    return explicit(values.century(number - 1)).with_modifier(context.meaning_of("part2"))
