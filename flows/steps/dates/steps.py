"""What forms that step away from a date have in common."""

from datetime import date

from flows.steps.dates.scene import Answer, Scene
from flows.steps.dates.units import moved, unit_at
from flows.steps.dates.values import Value
from schemas.vocab import TimexModifier

MISSING = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "F": "XXXX-WXX",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
    "E": "XXX",
    "C": "XX",
}
"""TIMEX3 values of units of which nothing is known."""
_LITTLE = {"W": ("D", 1), "F": ("D", 2), "M": ("W", 1), "Q": ("M", 1), "Y": ("M", 2), "E": ("Y", 1), "C": ("E", 1)}
"""How much less than so many units "nearly" so many are, by judgement."""


def away(scene: Scene, unit: str, moment: date, steps: int) -> Value:
    """Return the unit so many units away, or somewhat less behind words such as nearly.

    Nearly two years after January 2020 is the end of 2021, not 2022.
    """
    if scene.read("approximation") != TimexModifier.LESS_THAN or unit not in _LITTLE:
        return unit_at(unit, moment, steps)
    smaller, count = _LITTLE[unit]
    return unit_at(unit, moved(smaller, moved(unit, moment, steps), -count if steps > 0 else count), 0)


def about(scene: Scene, answer: Answer) -> Answer:
    """Return the answer, marked APPROX where a word such as nearly stands before the amount."""
    return answer.with_modifier(TimexModifier.APPROX if scene.read("approximation") else None)
