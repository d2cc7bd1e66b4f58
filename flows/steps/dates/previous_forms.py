"""Readers of expressions that step away from a date in the text."""

from dataclasses import replace
from datetime import date, timedelta

from flows.steps.dates import values
from flows.steps.dates.amounts import amount, length_code, unit_of
from flows.steps.dates.scene import FINENESS, Answer, Known, Scene, from_document
from flows.steps.dates.steps import MISSING, about, away
from flows.steps.dates.units import moved, unit_at
from flows.steps.dates.values import Value
from schemas.vocab import Anchor, TimexType


def step_from_previous(scene: Scene) -> Answer | None:
    """Return the unit of two years later, counted from the date mentioned before."""
    unit, count = unit_of(scene), amount(scene)
    known, direction = scene.latest(unit), scene.read("move") or scene.read("around")
    if count is None or known is None:
        return Answer(values.unknown(MISSING[unit]))
    answer = _step(known, unit, direction * count)
    if known.value.start is not None and known.value.precision != answer.value.precision:
        answer = replace(answer, value=away(scene, unit, known.value.start, direction * count))
    return about(scene, answer)


def next_to_previous(scene: Scene) -> Answer | None:
    """Return the unit of the next day and that year, or the month or season of August of that year."""
    unit = scene.read("one_unit")
    known = scene.latest(unit)
    if known is None:
        return Answer(values.unknown(MISSING[unit]))
    answer = _step(known, unit, scene.read("step") or 0)
    code = scene.read("day_part")
    if code and answer.value.start is not None:
        return replace(answer, value=values.part_of_day(answer.value.start, code))
    return answer.with_modifier(scene.read("part"))


def part_of_previous(scene: Scene) -> Answer | None:
    """Return the part of the day of that morning."""
    known, code = scene.latest("D"), scene.read("day_part")
    if known is None or known.value.start is None:
        return Answer(Value(timex_type=TimexType.TIME, timex_value=f"XXXX-XX-XXT{code}"))
    day = known.value.start + timedelta(scene.read("step") or 0)
    return Answer(values.part_of_day(day, code), Anchor.PREVIOUS, known.date_id)


def unit_of_text(scene: Scene) -> Answer | None:
    """Return the unit of the end of the year: of the date before it in a story, else the one of the document's day."""
    unit = scene.read("one_unit")
    known = scene.latest(unit) if scene.is_story else None
    if known is not None:
        return _step(known, unit, 0).with_modifier(scene.read("part"))
    if scene.day is None:
        return Answer(values.unknown(MISSING[unit]))
    return from_document(unit_at(unit, scene.day, 0)).with_modifier(scene.read("part"))


def around(scene: Scene) -> Answer | None:
    """Return the unit of two days before Christmas, or the vote; without a date behind it, two days are a length."""
    unit, count = scene.read("unit") or scene.read("one_unit"), amount(scene)
    if scene.happening is not None and count is not None:
        return _after_happening(scene, scene.happening, unit, scene.read("around") * count)
    base = scene.base
    if count is None or base is None or base.value.start is None or base.value.end is None:
        return None if base is not None or "the" in scene.words else Answer(values.duration(length_code(scene)))
    if FINENESS.get(base.value.precision or "", 99) > FINENESS[unit]:
        return None
    steps = scene.read("around") * count
    value = _at_grain(base.value, unit, steps)
    return about(scene, Answer(value, base.anchor, base.anchor_id, base.certainty))


def _after_happening(scene: Scene, known: Known, unit: str, steps: int) -> Answer | None:
    """Return the unit so many steps from the day of a happening; None where that is known less exactly."""
    if not known.value.month_day and FINENESS.get(known.value.precision or "", 99) > FINENESS[unit]:
        return None
    answer = replace(_step(known, unit, steps), anchor=Anchor.EVENT)
    if known.value.start is not None:
        answer = replace(answer, value=away(scene, unit, known.value.start, steps))
    return about(scene, answer)


def _at_grain(value: Value, unit: str, steps: int) -> Value:
    """Return the day that lies so many units from a day, else the unit."""
    if value.start is None:
        return values.unknown(MISSING[unit])
    return (
        values.day(moved(unit, value.start, steps)) if value.start == value.end else unit_at(unit, value.start, steps)
    )


def _step(known: Known, unit: str, steps: int) -> Answer:
    """Return the unit so many steps from a known date; without a year where that has none."""
    value = values.unknown(MISSING[unit])
    before_christ = known.value.year_before_christ
    if known.value.start is not None:
        value = unit_at(unit, known.value.start, steps)
    elif known.value.month_day and unit == "D":
        value = _without_year(*known.value.month_day, steps)
    elif before_christ is not None and unit == "Y" and before_christ > steps:
        value = values.before_christ(before_christ - steps)
    return Answer(value, Anchor.PREVIOUS, known.date_id)


def _without_year(month: int, day: int, steps: int) -> Value:
    """Return month and day so many days on, unless it depends on 29 February."""
    try:
        found = {f"XXXX{date(year, month, day) + timedelta(steps):-%m-%d}" for year in (2019, 2020)}
    except ValueError:
        found = set()
    missing = found.pop() if len(found) == 1 else MISSING["D"]
    return values.unknown(missing, missing)
