"""Numbers in digits and in words."""

from functools import lru_cache

from flows.steps.timex.lexicon import words

_SHORT_YEAR_PIVOT = 69
"""Two-digit years from here on are of the 1900s (POSIX strptime)."""

_DIGIT_OF = str.maketrans("loi|", "1011")
"""Digits by the letters for which a scan takes them."""


@lru_cache(maxsize=4096)  # a chronology names few years, each again and again
def year_number(text: str) -> int:
    """Return the year of 2014, '98, 20 14, l998, nineteen ninety-six and two thousand and three.

    Raises ValueError for others.
    """
    digits = "".join(character for character in text if character.isdigit())
    if 0 < len(digits) < len(text):
        digits = "".join(character for character in text.translate(_DIGIT_OF) if character.isdigit())
    if len(digits) > 2:
        return int(digits)
    return full_year(int(digits)) if digits else _spelled(text)


def full_year(short: int) -> int:
    """Return the year that two digits abbreviate."""
    return short + (1900 if short >= _SHORT_YEAR_PIVOT else 2000)


def _spelled(text: str) -> int:
    parts = [part for part in text.replace("-", " ").split() if part not in {"and", "the", "year"}]
    scale = next((size for word, size in (("thousand", 1000), ("hundred", 100)) if word in parts), None)
    if scale is None:
        return _sum(parts[:1]) * 100 + _sum(parts[1:])
    middle = parts.index("thousand" if scale == 1000 else "hundred")
    return _sum(parts[:middle]) * scale + _sum(parts[middle + 1 :])


def _sum(parts: list[str]) -> int:
    number_words = words()["number"]
    try:
        return sum(int(number_words.get(part, 0) if part in {"o", "oh"} else number_words[part]) for part in parts)
    except KeyError as error:
        raise ValueError(f"{error} is no number") from error


def whole_number(text: str) -> int:
    """Return the number of 12, 1,200 or twenty-one; raises ValueError for others."""
    plain = text.replace(",", "")
    return int(plain) if plain.isdigit() else _sum(text.replace("-", " ").split())


def years_in(groups: dict[str, str]) -> tuple[int, ...]:
    """Return the year that an expression names by the groups of its rule, if it names one."""
    try:
        return (year_number(groups["year"]),) if "year" in groups else ()
    except ValueError:
        return ()
