"""The dateparser fallback: full days in a notation that the patterns do not cover."""

from datetime import date

from flows.steps.timex import values
from flows.steps.timex.values import Value

_MAX_CHARACTERS = 60
"""Characters of the longest text that is only a date."""
_FIELD_ORDERS = ("MDY", "DMY")


def full_date(text: str) -> Value | None:
    """Return the day of a text that is only a date, None where it is not certain.

    Year, month and day must all be there, and must be the same whether the month or the day is written first.
    """
    text = text.strip()
    if len(text) > _MAX_CHARACTERS or not any(character.isdigit() for character in text):
        return None
    days = {_parsed(text, order) for order in _FIELD_ORDERS}
    day = days.pop()
    return None if day is None or days else values.day(day)


def _parsed(text: str, order: str) -> date | None:
    import dateparser  # slow to load; only odd forms come here

    settings = {
        "STRICT_PARSING": True,
        "PARSERS": ["timestamp", "absolute-time"],
        "DATE_ORDER": order,
        "PREFER_LOCALE_DATE_ORDER": False,
    }
    moment = dateparser.parse(text, languages=["en"], settings=settings)
    return moment.date() if moment else None
