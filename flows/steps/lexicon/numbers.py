"""Numbers in words, and whole numbers in digits and in words: "1,200", "twenty-five", "two dozen"."""

UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORDS = {word: number for number, word in enumerate(("zero", *UNITS, *TEENS))} | {
    word: 10 * number for number, word in enumerate(TENS, 2)
}
"""Numbers of one word."""
MOST_PEOPLE = 1_000_000_000
"""The largest number that may be one of people; a larger one in a text about people is no count of them."""
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
"""Words that multiply the number before them."""
_DIGITS = r"\d{1,3}(?:,\d{3})+|\d+"
_WORD, _SCALE = "|".join(WORDS), "dozen|hundred|thousand"
PATTERN = rf"(?:{_DIGITS}|(?:{_WORD})(?:-(?:{_WORD}))?|an?(?= (?:{_SCALE})\b))(?: (?:{_SCALE})\b)*"
"""A regular expression of a number of people, without its end, millions excepted; case is to be ignored."""


def number(text: str) -> int | None:
    """Return the number that `PATTERN` has found, None where it is larger than `MOST_PEOPLE`.

    Raises ValueError for anything else.
    """
    first, *scales = text.lower().split()
    found = sum(_value(part) for part in first.split("-"))
    for scale in scales:
        found *= SCALES[scale]
    return people(found)


def _value(word: str) -> float:
    return 1 if word in {"a", "an"} else WORDS[word] if word in WORDS else float(word.replace(",", ""))


def people(count: float) -> int | None:
    """Return a number as one of people; None where it is no whole number, or too large for that."""
    return int(count) if count <= MOST_PEOPLE and count == int(count) else None
