"""Months and weekdays of English, in lower case, each with its number."""

from collections.abc import Iterable

MONTHS = {
    name: number
    for number, name in enumerate(
        """january february march april may june july august september october november december""".split(),  # noqa: SIM905
        1,
    )
}
SHORT_MONTHS = {name[:3]: number for name, number in MONTHS.items() if name != "may"} | {"sept": 9}
"""Abbreviations, without their full stops; May has none."""
WEEKDAYS = {
    name: number
    for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split(), 1)  # noqa: SIM905
}
"""Weekdays by their numbers in ISO 8601: Monday is 1."""
SHORT_WEEKDAYS = {name[:3]: number for name, number in WEEKDAYS.items()} | {"tues": 2, "thur": 4, "thurs": 4}
"""Abbreviations, without their full stops."""

VERBS_TOO = frozenset({"march", "may"})
"""Months that are verbs as well: in text without capitals, or in capitals alone, they need not be months."""
OTHER_WORDS_TOO = frozenset({"april", "august", "june"})
"""Months that are names of people or an adjective as well: alone they need not be months, even with a capital."""


def any_of(names: Iterable[str]) -> str:
    """Return the alternatives of a regular expression for one of some names, the longest first."""
    return "|".join(sorted(names, key=lambda name: (-len(name), name)))
