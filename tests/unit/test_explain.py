"""What `presstable explain --events` and `--why-not` say of one document."""

from io import StringIO

import pytest
from rich.console import Console

from flows.explain import explain_events, explain_seed
from flows.explain.screen import Mark, marked
from flows.steps.read.seed import seed_of

ARTICLE = """A Border That Stays Shut

June 3, 2019

Norway condemned Sweden on May 2, 2019. The engineers measured the road. Reuters said that Norway condemned Sweden.

The traders wrote letters.
"""


def said(text: str = ARTICLE, *, is_coloured: bool = False, **options: object) -> str:
    stream = StringIO()
    console = Console(
        file=stream, force_terminal=is_coloured, color_system="standard" if is_coloured else None, soft_wrap=True,
        highlight=False,
    )  # fmt: skip
    assert explain_events(seed_of("a.txt", text.encode()), console, **options)  # type: ignore[arg-type]
    return stream.getvalue()


def test_sentence_rule_date_factuality_and_cluster_are_told() -> None:
    lines = said().splitlines()
    first = lines[lines.index("Events") + 2 :]
    assert first[0].split() == ["1", "ACCUSE", "(disapprove)", "Norway", "->", "Sweden"]
    assert first[1].strip() == "[actor: Norway] [ACCUSE: condemned] [recipient: Sweden] on [date: May 2, 2019]."
    told = {words.split()[0]: " ".join(words.split()[1:]) for words in first[2 : first.index("", 2)]}
    assert told["rule"].startswith("ACCUSE")
    assert told["date"] == "2019-05-02 (day) same_clause: 'May 2, 2019' in its clause"
    assert told["factuality"].startswith("asserted")
    assert told["cluster"].startswith("mentioned ")


def test_colours_take_the_place_of_brackets_in_a_terminal() -> None:
    assert "\x1b[" in said(is_coloured=True)
    assert "[actor" not in said(is_coloured=True)
    assert "\x1b[" not in said()


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ([], "ab cd ef"),
        ([Mark(0, 2, "one", "red")], "[one: ab] cd ef"),
        ([Mark(3, 5, "one", "red"), Mark(0, 4, "two", "red")], "ab [one: cd] ef"),
        ([Mark(6, 8, "one", "red"), Mark(0, 2, "two", "red")], "[two: ab] cd [one: ef]"),
        ([Mark(6, 12, "beyond", "red"), Mark(4, 4, "empty", "red")], "ab cd ef"),
    ],
)
def test_stretches_are_marked(marks: list[Mark], shown: str) -> None:
    assert marked(Console(color_system=None), "ab cd ef gh", 0, 8, marks).plain == shown


def test_why_not_shows_each_silent_sentence_with_what_nearly_fired() -> None:
    text = ARTICLE.replace("The engineers measured the road.", "The attack worried the engineers.")
    lines = said(text, has_events=False, has_near_misses=True).splitlines()
    place = next(number for number, line in enumerate(lines) if "The attack worried the engineers." in line)
    assert "attack  ASSAULT.attack_on: nobody is named to whom it is done" in [line.strip() for line in lines[place:]]
    place = next(number for number, line in enumerate(lines) if "The traders wrote letters." in line)
    assert lines[place + 1].strip() == "nothing came near"
    assert not any("on May 2" in line for line in lines)
    assert "Events" not in lines


def test_a_text_without_events_has_none() -> None:
    assert "none" in said("Bread\n\nThe bread was good, and there was enough of it for everybody.\n").splitlines()


@pytest.mark.parametrize("explain", [explain_seed, explain_events])
def test_what_cannot_be_used_is_set_aside(explain: object) -> None:
    stream = StringIO()
    assert not explain(seed_of("a.txt", b""), Console(file=stream))  # type: ignore[operator]
    assert stream.getvalue().startswith("set aside: a.txt: the file is empty")


def test_sides_that_are_named_elsewhere_say_so() -> None:
    text = "Angela Merkel visited Paris. On Monday she condemned Russia. Boko Haram took Gwoza. Soldiers attacked the group."
    lines = [" ".join(words.split()) for words in said(text).splitlines()]
    assert "actor Angela Merkel a pronoun refers to it; named at characters 0-13" in lines
    assert "recipient Boko Haram 'group', which was named before" in lines
