"""Texts that repeat themselves on purpose: nothing may be removed from any of them, however it is wrapped."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from tests.quality.repair.articles import articles, excerpt
from tests.quality.repair.pages import Row, Sample, sample_of
from tests.quality.repair.vocabulary import filled, frames, paragraph, sentence, word
from tests.quality.repair.wrapping import Layout, random_layout, wrap

Blocks = list[str]
"""Paragraphs; one with line feeds keeps its lines and stands in rows of its own."""


def refrains(rng: Random) -> Blocks:
    """Return strophes or paragraphs of a speech that each end, or begin, with one sentence."""
    refrain, is_last, alone = sentence("refrain", rng), rng.random() < 0.6, rng.random() < 0.4
    blocks = []
    for _ in range(rng.randint(3, 7)):
        text = paragraph("plain", rng)
        parts = [text, refrain] if is_last else [refrain, text]
        blocks += parts if alone else [" ".join(parts)]
    return blocks


def anaphora(rng: Random) -> Blocks:
    """Return sentences with one long beginning, in one paragraph or in many."""
    stem = sentence("anaphora", rng)
    found = [f"{stem} {sentence('anaphora_end', rng)}" for _ in range(rng.randint(4, 8))]
    return found if rng.random() < 0.5 else [" ".join(found), paragraph("plain", rng)]


def list_stems(rng: Random) -> Blocks:
    """Return a list whose items share a long stem."""
    stem, mark = sentence("stem", rng), rng.choice(("- {}", "\u2022 {}", "{n}. {}", "({n}) {}", "{}"))
    items = [
        mark.format(f"{stem} {word('thing', rng)} in {word('place', rng)}{rng.choice(('.', ';'))}", n=number)
        for number in range(1, rng.randint(5, 12))
    ]
    return ["\n".join(items)] if rng.random() < 0.5 else items


def recipes(rng: Random) -> Blocks:
    """Return recipes with ingredients in rows and steps in the same words."""
    steps = [sentence("step", rng) for _ in range(2)]
    blocks = []
    for _ in range(rng.randint(2, 3)):
        rows = [f"{word('number', rng)} {word('unit', rng)} {word('food', rng)}" for _ in range(rng.randint(4, 8))]
        blocks += [f"{word('food', rng).capitalize()} cake from {word('place', rng)}", "\n".join(rows)]
        blocks += [steps[0], sentence("step", rng), steps[1]]
    return blocks


def tables(rng: Random) -> Blocks:
    """Return a table in which rows recur, once more with the same head."""
    gap = rng.choice(("    ", "\t", " | "))
    head = gap.join(("District", "Office in charge", "Spring", "Autumn", "Remarks"))
    pool = [
        gap.join(
            (
                word("place", rng),
                word("body", rng),
                word("number", rng),
                word("number", rng),
                "no remarks were received",
            )
        )
        for _ in range(6)
    ]
    return ["\n".join((head, *(rng.choice(pool) for _ in range(rng.randint(6, 14))))) for _ in range(2)]


def provisos(rng: Random) -> Blocks:
    """Return articles of a contract that end with one proviso."""
    proviso = sentence("proviso", rng)
    return [
        f"{number}. {word('body', rng).capitalize()} shall {word('act', rng)} within {word('number', rng)} days of a "
        f"request by {word('body', rng)}, {proviso}{rng.choice(('.', ';'))}"
        for number in range(1, rng.randint(5, 9))
    ]


def questions(rng: Random) -> Blocks:
    """Return a hearing in which one question is put to several witnesses."""
    question, marks = sentence("question", rng), rng.choice((("Q. ", "A. "), ("", ""), ("THE CHAIR: ", "WITNESS: ")))
    blocks = []
    for _ in range(rng.randint(3, 7)):
        blocks += [marks[0] + question, marks[1] + sentence("answer", rng)]
    return blocks


def quotations(rng: Random) -> Blocks:
    """Return a report that quotes one statement twice in full, the second time to hold it against the speaker."""
    said, person = sentence("quotation", rng), word("person", rng)
    later = rng.choice(
        (
            f'{word("number", rng)} months later the words of {person} are remembered in {word("place", rng)}: "{said}." ',
            f'It was {person} who had told the hall that "{said}", and it is the hall that remembers. ',
            f"Asked about the promise that {said}, {person} left the room. ",
        )
    )
    opening = f"On that day {person} told reporters that {said}. "
    return [opening + paragraph("plain", rng), *_plain(rng, 1, 4), later + paragraph("plain", rng)]


def standard_sentences(rng: Random) -> Blocks:
    """Return sections that all end with one standard sentence."""
    standard, tail = sentence("standard", rng), rng.random() < 0.5
    blocks = []
    for _ in range(rng.randint(3, 6)):
        text = paragraph("plain", rng)
        blocks += [f"{text} {standard}"] if tail else [word("place", rng), text, standard]
    return blocks


def verse(rng: Random) -> Blocks:
    """Return strophes with a burden of two to four lines."""
    lines = [filled(frame, rng) for frame in frames("verse")]
    burden = lines[: rng.randint(2, 4)]
    strophes = []
    for _ in range(rng.randint(3, 6)):
        own = [filled(frame, rng) for frame in rng.sample(frames("verse"), 4)]
        strophes.append("\n".join((*own, *burden)))
    return strophes


def speeches(rng: Random) -> Blocks:
    """Return a speech that builds up by saying whole sentences again and again, some of them in a row."""
    first, second = sentence("refrain", rng), sentence("anaphora", rng) + " " + sentence("anaphora_end", rng)
    blocks = ["Friends, neighbours, " + word("plural", rng) + " of " + word("place", rng) + "!"]
    blocks += [
        f"{second} {paragraph('plain', rng, 1, 2)} {first}" + (f" {first}" if rng.random() < 0.3 else "")
        for _ in range(rng.randint(3, 5))
    ]
    return blocks


def two_reports(rng: Random) -> Blocks:
    """Return two reports of one event that share sentences, word for word or with a word changed."""
    shared = [filled(frame, rng) for frame in frames("report")]
    one = [f"{sentence('plain', rng)} {text}" for text in rng.sample(shared, 4)]
    two = [f"{_varied(text, rng)} {sentence('plain', rng)}" for text in rng.sample(shared, 4)]
    return [f"First report, {word('month', rng)}", *one, f"Second report, {word('month', rng)}", *two]


def _varied(text: str, rng: Random) -> str:
    """Return a sentence as it is, or with one of its words exchanged for another."""
    words = text.split(" ")
    if rng.random() < 0.5:
        words[rng.randrange(2, len(words) - 2)] = word("adjective", rng)
    return " ".join(words)


def form_letters(rng: Random) -> Blocks:
    """Return letters that differ in names and places alone."""
    sentences = [filled(frame, rng) for frame in rng.sample(frames("letter"), 3)]
    blocks = []
    for _ in range(rng.randint(2, 4)):
        blocks += [f"Dear {word('person', rng)},"]
        blocks += [f"{text[0].upper()}{text[1:]}." for text in sentences]
        blocks += [
            f"Your claim about {word('thing', rng)} has the number {word('number', rng)}.",
            "Yours sincerely,",
            word("person", rng),
        ]
    return blocks


MAKERS: dict[str, Callable[[Random], Blocks]] = {
    "refrains": refrains,
    "anaphora": anaphora,
    "list_stems": list_stems,
    "recipes": recipes,
    "tables": tables,
    "provisos": provisos,
    "questions": questions,
    "quotations": quotations,
    "standard": standard_sentences,
    "verse": verse,
    "speeches": speeches,
    "two_reports": two_reports,
    "form_letters": form_letters,
}


def negative(kind: str, rng: Random) -> Sample:
    """Return a text of a kind, alone or among other prose, wrapped or not, some with form feeds."""
    blocks = MAKERS[kind](rng)
    if rng.random() < 0.5:
        blocks = [*excerpt(rng, 1, 4), *blocks, *rng.choice(articles())[-rng.randint(1, 3) :]]
    layout = Layout() if rng.random() < 0.4 else random_layout(rng)
    return sample_of(kind, (), _with_feeds(_rows(blocks, layout, rng), rng))


def _rows(blocks: Sequence[str], layout: Layout, rng: Random) -> list[Row]:
    """Return the rows of blocks; what is in rows already stays so, unless a row is too wide for the page."""
    rows: list[Row] = []
    hanging = rng.choice((0, 2, 3))
    for position, block in enumerate(blocks):
        items = block.split("\n")
        for number, item in enumerate(items):
            is_column = "\t" in item or "    " in item or " | " in item
            lines = [item] if is_column else [line for line, _ in wrap(item, layout, rng)]
            for count, line in enumerate(lines):
                blanks = layout.spacing if count or number else layout.gap * (position > 0)
                indent = layout.indent + (hanging if count and len(items) > 1 else 0)
                rows.append(Row(line, position, blanks, indent))
    return rows


def _with_feeds(rows: list[Row], rng: Random) -> list[Row]:
    """Return rows with form feeds every 20 to 40 lines, in a fifth of the texts."""
    if rng.random() >= 0.2:
        return rows
    step = rng.randint(20, 40)
    return [replace(row, feed=index > 0 and index % step == 0) for index, row in enumerate(rows)]


def _plain(rng: Random, least: int, most: int) -> Blocks:
    return [paragraph("plain", rng) for _ in range(rng.randint(least, most))]
