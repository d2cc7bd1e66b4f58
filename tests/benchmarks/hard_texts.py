"""Texts made to be hard for one step or another, and ordinary news to compare them with; all of a given length."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import chain, count, repeat
from random import Random
from typing import NamedTuple

SURNAMES = ("Marek", "Osei", "Lindqvist", "Tanaka", "Herrera", "Novak", "Haddad", "Petrov", "Okafor", "Silva", "Kaya")
GIVEN = ("Anna", "Omar", "Ivan", "Grace", "Luis", "Mei", "Sara", "Karim", "Elena", "Tom", "Noor", "Piotr")
PLACES = ("Khartoum", "Oslo", "Bogota", "Damascus", "Manila", "Kyiv", "Nairobi", "Baghdad", "Lima", "Juba", "Tripoli")
COUNTRIES = ("Sudan", "Norway", "Colombia", "Syria", "the Philippines", "Ukraine", "Kenya", "Iraq", "Peru", "Libya")
NOUNS = ("bridge", "market", "village", "road", "hospital", "harbour", "school", "depot", "border post", "pipeline")
OPENINGS = ("On Monday", "Last week", "Two days later", "In March", "Yesterday", "After the vote", "At the time")
ACTS = (
    "government forces attacked a {noun} near {place}, officials said",
    "{name} met the foreign minister of {country} in {place}",
    "protesters in {place} demanded that {name} resign over the {noun}",
    "{country} imposed sanctions on {other} after the {noun} was shelled",
    "{number} people were killed when rebels seized the {noun}",
    "the president of {country} called on {other} to withdraw from the {noun}",
    '"We shall rebuild the {noun}," {name} told reporters in {place}',
    "police arrested {number} demonstrators outside the {noun} in {place}",
)


def _sentence(rng: Random) -> str:
    act = rng.choice(ACTS).format(
        noun=rng.choice(NOUNS),
        place=rng.choice(PLACES),
        country=rng.choice(COUNTRIES),
        other=rng.choice(COUNTRIES),
        name=f"{rng.choice(GIVEN)} {rng.choice(SURNAMES)}",
        number=rng.randint(2, 400),
    )
    opening = f"{rng.choice(OPENINGS)}, " if rng.random() < 0.4 else ""
    text = opening + act
    return f"{text[0].upper()}{text[1:]}."


def _news(rng: Random) -> Iterator[str]:
    """Yield paragraphs of news without end, each with a blank line behind it."""
    while True:
        yield " ".join(_sentence(rng) for _ in range(rng.randint(2, 5))) + "\n\n"


def _words(rng: Random) -> Iterator[str]:
    """Yield sentences of news without end, on one line."""
    while True:
        yield _sentence(rng) + " "


def _days(form: str, step: int = 1) -> Iterator[str]:
    """Yield days from 1990 on in a form of `strftime`, and from 1990 again after some decades."""
    first = date(1990, 1, 1)
    for number in count():
        yield (first + timedelta(number * step % 12_000)).strftime(form)


def _numbers() -> Iterator[str]:
    for number in count(1):
        yield f"{number * 7919 % 100_003} "


def _lines_with_hyphens(rng: Random) -> Iterator[str]:
    for sentence in _words(rng):
        for word in sentence.split():
            yield f"{word[:-2]}-\n{word[-2:]} " if len(word) > 6 else f"{word} "


def _pages(rng: Random) -> Iterator[str]:
    """Yield the pages of a journal with its running header and the number of each page."""
    for number in count(1):
        yield f"THE HARBOUR REVIEW    {number}\n\n"
        for _ in range(8):
            yield f"{_sentence(rng)}\n{_sentence(rng)}\n"
        yield f"\n{number}\n\n"


def _printed_twice(rng: Random) -> Iterator[str]:
    """Yield wrapped lines, some of which the next page prints once more."""
    line: list[str] = []
    for word in (word for sentence in _words(rng) for word in sentence.split()):
        line.append(word)
        if len(line) == 14:
            text = " ".join(line) + "\n"
            line = []
            yield text
            if rng.random() < 0.2:
                yield text


def _copies(rng: Random) -> Iterator[str]:
    """Yield paragraphs of which every second one repeats one before it."""
    seen: list[str] = []
    for paragraph in _news(rng):
        seen.append(paragraph)
        yield paragraph
        yield rng.choice(seen)


def _names(rng: Random) -> Iterator[str]:
    for number in count():
        letters = "".join(chr(97 + number // 20**power % 20) for power in range(4))
        yield f"{rng.choice(GIVEN)} {letters.title()} {rng.choice(SURNAMES)}, "


def _wrapped(open_with: str, inside: Callable[[Random], Iterator[str]], close_with: str) -> Callable[[int], str]:
    """Return what makes a text of a length between two pieces of markup."""

    def make(size: int) -> str:
        room = size - len(open_with) - len(close_with)
        return open_with + _cut(inside(Random(1)), room) + close_with

    return make


def _deep_html(size: int) -> str:
    depth = size // 24
    return "<p>Talks began.</p>" + "<div><b>" * depth + "x" + "</b></div>" * depth


def _cut(pieces: Iterator[str], size: int) -> str:
    found, length = [], 0
    while length < size:
        piece = next(pieces)
        found.append(piece)
        length += len(piece)
    return "".join(found)[:size]


class HardText(NamedTuple):
    """A text of any length: the name of its file, and what makes it."""

    file_name: str
    make: Callable[[int], str]


def _of(pieces: Callable[[Random], Iterator[str]], file_name: str = "hard.txt") -> HardText:
    return HardText(file_name, lambda size: _cut(pieces(Random(1)), size))


def _again(piece: str, file_name: str = "hard.txt") -> HardText:
    return _of(lambda _: repeat(piece), file_name)


def _html_rows(rng: Random) -> Iterator[str]:
    for number, sentence in enumerate(_words(rng)):
        yield f"<tr><td>{number}</td><td><a href='/n/{number}'>{sentence}</a></td></tr>"


def _links(rng: Random) -> Iterator[str]:
    for number, sentence in enumerate(_words(rng)):
        yield f"[{sentence.strip()}](https://example.org/{number}) "


ORDINARY = _of(_news)
"""News as a person would write it, to which the others are compared."""
ORDINARY_PAGE = HardText(
    "hard.html", _wrapped("<html><body>", lambda rng: (f"<p>{p}</p>" for p in _news(rng)), "</body></html>")
)
"""The same as a page, to which other pages are compared: a text needs no parser of HTML."""
HARD_TEXTS: dict[str, HardText] = {
    "one_line": _of(_words),
    "one_sentence": _of(lambda rng: (sentence.replace(". ", ", and ") for sentence in _words(rng))),
    "one_word": _again("a"),
    "short_paragraphs": _of(lambda rng: (f"{rng.choice(NOUNS)} {number}\n\n" for number in count())),
    "short_lines": _of(lambda rng: (f"{rng.choice(NOUNS)} {number}\n" for number in count())),
    "equal_lines": _again("Talks began in Oslo today.\n"),
    "equal_paragraphs": _again("Talks began in Oslo today.\n\n"),
    "copied_paragraphs": _of(_copies),
    "demands": _of(
        lambda rng: (f"The {rng.choice(NOUNS)} fell.\n\nSubscribe to continue reading.\n\n" for _ in count())
    ),
    "printed_twice": _of(_printed_twice),
    "periodic": _again("abc abd abe "),
    "equal_words": _again("so "),
    "sentences_of_a_word": _again("No. "),
    "blank_lines": _again(" \n"),
    "blanks": _of(lambda _: chain(["Talks began. "], repeat(" "))),
    "brackets": _again("([{<"),
    "closing_brackets": _again(")]} "),
    "notes_in_brackets": _again("a (b [1]) "),
    "quotes": _again('"so" '),
    "opening_quotes": _again("“a "),
    "apostrophes": _again("'a "),
    "capitals": _again("THE CITY OF OSLO FELL. "),
    "capital_letters": _again("A.B. "),
    "names": _of(_names),
    "known_names": _again("Barack Obama, the president of the United States, Iran and Vladimir Putin, "),
    "attacks": _again("Iran attacked Iraq and Iraq attacked Iran and "),
    "numbers": _of(lambda _: _numbers()),
    "digits": _again("1234567890"),
    "iso_dates": _of(lambda _: _days("%Y-%m-%d ")),
    "iso_date_lines": _of(lambda _: _days("%Y-%m-%d\n\n")),
    "months": _of(lambda _: _days("%B %Y ", 31)),
    "years": _of(lambda _: (f"{1900 + number % 120} " for number in count())),
    "days_of_months": _of(lambda _: _days("%B %d, ")),
    "weekday_dates": _of(lambda _: _days("%A, %B %d, %Y, ")),
    "weekday_sentences": _of(lambda _: _days("The talks of %A, %B %d, %Y failed. ")),
    "yesterdays": _of(lambda _: _days("yesterday, %B %d, %Y, ")),
    "datelines": _of(lambda _: _days("Posted on %B %d, %Y\n\n")),
    "days_after": _again("two days after the attack "),
    "said_on_days": _of(lambda _: _days('"It fell on Monday," he said on %B %d. ')),
    "month_lists": _again("March, "),
    "years_later": _again("is still weak two years later "),
    "pipes": _again("|a"),
    "table": _again("| a | 1 |\n"),
    "hyphens": _again("-"),
    "hyphens_at_line_ends": _of(_lines_with_hyphens),
    "running_headers": _of(_pages),
    "form_feeds": _again("a\f"),
    "addresses": _again("https://example.org/2020/01/02/a "),
    "controls": _again("a\u200b\u00ad\u202e"),
    "mojibake": _again("Ã©â€™ "),
    "accents": _again("e\u0301"),
    "markdown_links": _of(_links, "hard.md"),
    "markdown_brackets": _again("[", "hard.md"),
    "markdown_emphasis": _again("**a _b ", "hard.md"),
    "markdown_headings": _again("# a\n", "hard.md"),
    "markdown_quotes": _again("> ", "hard.md"),
    "markdown_front_matter": HardText("hard.md", _wrapped("---\n", lambda _: repeat("a: b\n"), "---\nTalks began.\n")),
    "html_paragraphs": ORDINARY_PAGE,
    "html_table": HardText("hard.html", _wrapped("<table>", _html_rows, "</table>")),
    "html_deep": HardText("hard.html", _deep_html),
    "html_spans": HardText("hard.html", _wrapped("<p>", lambda _: repeat("<span>a</span> "), "</p>")),
    "html_entities": HardText("hard.html", _wrapped("<p>", lambda _: repeat("&amp;&#8217;"), "</p>")),
}
