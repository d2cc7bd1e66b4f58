"""Live blogs: each post has its time above it, and words of time in it count from its day."""

import pytest

from flows.steps import process
from flows.steps.models import Outcome
from flows.steps.options import Options
from flows.steps.read.seed import seed_of

HEAD = "Live: Storm reaches the coast of Vardo\n\nBy Ana Brandt\n\n4 March 2021\n\n"
POSTS = (
    ("Harbour reopened", "Two ferries left the harbour this morning, the council said."),
    ("Mayor speaks to residents", "The mayor said that he would meet the governor tomorrow."),
    ("Governor arrives", "The governor of the province was seen in the town yesterday."),
)


def outcome(*stamps: str, head: str = HEAD, tail: str = "") -> Outcome:
    posts = "".join(f"{stamp}\n{title}\n\n{text}\n\n" for stamp, (title, text) in zip(stamps, POSTS, strict=False))
    return process(seed_of("a.txt", f"{head}{posts}{tail}".encode()), Options(language_model="rules"))


STAMPS = [
    ("18:42", "17:15", "15:03"),
    ("18.42", "17.15", "Posted at 14:20 3 Mar"),
    ("6:42 pm", "5:15 p.m. GMT", "3pm"),
    ("09:30 4 March", "22:15 3 March", "17:02 2 March"),
    ("March 4, 2021 9:30 am", "March 3, 2021 at 10:15 pm", "March 2, 2021, 5:02 pm"),
    ("1h ago 14.05 GMT", "2h ago 13.20 GMT", "3h ago 12.40 GMT"),
    ("Thursday 18:42", "Updated 17:15", "4 March, 15:03"),
]


@pytest.mark.parametrize("stamps", STAMPS)
def test_all_posts_are_content_below_their_times(stamps: tuple[str, ...]) -> None:
    rows = outcome(*stamps, tail="Share this post\n\nCopy link\n").paragraphs
    content = [row.text for row in rows if row.is_content]
    assert [text for _, text in POSTS] == [text for text in content if text.endswith(".")][-3:]
    assert {row.role for row in rows if row.text in stamps} == {"heading"}
    assert not {"Share this post", "Copy link"} & set(content)


def test_words_of_time_count_from_the_day_of_their_post() -> None:
    found = outcome("09:30 4 March", "22:15 3 March", "Posted at 17:02 2 Mar")
    dates = {row.text: str(row.date_start) for row in found.dates}
    assert (dates["this morning"], dates["tomorrow"], dates["yesterday"]) == ("2021-03-04", "2021-03-04", "2021-03-01")


ARTICLE = (
    "The council of the island met on Tuesday and agreed that the pier must be closed before the winter storms. " * 5
)


@pytest.mark.parametrize(
    ("stamps", "head", "tail"),
    [
        (("18:42", "17:15", "15:03"), f"{HEAD}{ARTICLE}\n\n", ""),
        (("18:42", "17:15"), HEAD, ""),
        (("18:42", "17:15", "15:03"), HEAD, "3 Comments\n"),
        (("Part 1", "Part 2", "Part 3"), HEAD, ""),
    ],
    ids=["comments below an article", "two times", "comments by their heading", "no times"],
)
def test_what_is_no_live_blog(stamps: tuple[str, ...], head: str, tail: str) -> None:
    found = outcome(*stamps, head=head, tail=tail)
    assert [row.role for row in found.paragraphs if row.text == "15:03"] != ["heading"]


def test_a_timetable_is_no_live_blog() -> None:
    text = "Trains of the island line\n\n08:10\n\nVardo\n\n09:20\n\nSake\n\n10:15\n\nGoma\n\n11:40\n\nBukavu\n"
    rows = process(seed_of("a.txt", text.encode()), Options(language_model="rules")).paragraphs
    assert "heading" not in {row.role for row in rows if row.text[0].isdigit()}
