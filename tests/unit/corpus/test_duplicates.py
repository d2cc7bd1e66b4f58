"""Which documents are copies of which: groups around an original; another issue of a series is no copy."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest

from flows.corpus import merge, reconcile
from flows.corpus.text_comparison import DocumentText, shared_share
from flows.steps import process
from flows.steps.models import Outcome
from flows.steps.read.seed import seed_of

STORY = """The Ferry That Did Not Sail

By Ada Holm

March 4, 2019

The ferry from Bergen to Tromso stayed in port on Monday because its crew refused to carry the weapons that Norway had promised to the coast guard of the north.

Kari Lund, the minister of transport, met the captain on Tuesday and told him that the law left her no choice. He answered that he had read the law and had found nothing about weapons in it.

The union of seamen condemned the government and announced a strike for the end of the week. Fishermen in the two towns said that they would bring bread and letters to the islands themselves, as they had done in the winter when the harbour froze.

Nobody was hurt, and the police arrested no one. The weapons lie in a shed behind the customs house, under a cloth, where children climb on them in the afternoon until a guard sends them home.
"""
HEAD = """The Lake Observer: Weekly Bulletin

{day}

This bulletin lists the incidents that our observers on the shores of the lake reported during the past week. It is sent to members on every Sunday and may be quoted with the name of the office and a link to the page.

Observers are volunteers. They report what they have seen themselves or what two persons independent of each other have told them, and they name no one who has not agreed to be named in public.
"""
FOOT = """
Readers who wish to correct an entry may write to the editor of the bulletin, who answers every letter within a week. Entries that turn out to be wrong are struck from the archive, and the next issue says so on its first page.

The office thanks the fishing cooperatives of both shores, the radio of the lake and the schools that lend us their rooms, without whom none of the issues of the past nine years would have been written, printed or sent to anyone.
"""
INCIDENTS = (
    "On 3 March 2019 gunmen attacked a convoy near Goma and killed four drivers.",
    "On 12 March 2019 the army arrested nine fishermen in Bukavu after a protest.",
    "On 19 March 2019 rebels seized the village of Minova, and 200 families fled.",
    "On 26 March 2019 a mayor from Kigali met traders in Gisenyi about the border.",
    "On 2 April 2019 police in Goma dispersed a march of teachers and wounded three.",
    "On 9 April 2019 Rwanda condemned the shelling of Gisenyi by unknown soldiers.",
    "On 16 April 2019 militias burned seven boats in the port of Kalemie.",
    "On 23 April 2019 Uganda sent 50 engineers to rebuild the pier of Bukavu.",
    "On 30 April 2019 the rebels released eleven hostages close to Uvira.",
    "On 7 May 2019 a drone bombed a depot at Kalemie and destroyed two trucks.",
)
DAYS = ("March 10, 2019", "March 17, 2019", "March 24, 2019", "March 31, 2019", "April 7, 2019", "April 14, 2019",
        "April 21, 2019", "April 28, 2019", "May 5, 2019", "May 12, 2019")  # fmt: skip


def bulletin(number: int, *more: str) -> str:
    return "\n\n".join((HEAD.format(day=DAYS[number]).rstrip(), INCIDENTS[number], *more, FOOT.strip())) + "\n"


def bulletins(count: int) -> dict[str, str]:
    return {f"issue{number}.txt": bulletin(number) for number in range(count)}


def report(day: str, cases: int, published: str) -> str:
    return f"""Situation Report of the Ministry of Health

{published}

The hospital of Bergen admitted {cases} patients with cholera {day}. All of them had drunk water from the old canal, which the city closed in the winter and which boys open again at night to swim in it.

The ministry asks all families to boil their water and to bring anyone who is ill to the hospital before noon, when the doctors change, or after six in the evening. Buses run from the square every hour and cost nothing.

The canal is to be filled with sand as soon as the parliament in Oslo has voted on the money. Until then two guards walk along it by day, and the ministry asks parents to keep their children at home by night.
"""


def changed(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def cut(text: str, paragraphs: int) -> str:
    return "\n\n".join(text.strip().split("\n\n")[:paragraphs]) + "\n"


REPOST = changed(
    STORY,
    ("The Ferry That Did Not Sail", "Crew in Bergen Refuses a Load of Weapons"),
    ("By Ada Holm", "By our correspondent"),
    ("March 4, 2019", "March 6, 2019"),
    ("stayed in port", "remained in port"),
    ("until a guard sends them home", "till a guard sends them home"),
)
UPDATE = (
    changed(
        STORY,
        ("March 4, 2019", "March 5, 2019"),
        ("Nobody was hurt, and the police arrested no one.", "One man was hurt, and the police arrested two."),
        ("announced a strike for the end of the week", "announced a strike for Friday"),
    )
    + "\nOn Wednesday the governor of the province came to the port and promised to ask the minister once more.\n"
)
SPANISH = """El barco que no zarpó

4 de marzo de 2019

El transbordador de Bergen a Tromso se quedó en el puerto el lunes porque la tripulación se negó a llevar las armas que Noruega había prometido a la guardia costera del norte.

Kari Lund, la ministra de transporte, se reunió con el capitán el martes y le dijo que la ley no le dejaba otra salida. Nadie resultó herido y la policía no detuvo a nadie.
"""
FOOTER = (
    "The Coast Review is published by a foundation in Oslo that takes no money from governments or parties. Its articles"
    " may be printed elsewhere if the author, the review and the day of publication are named at the top of the page, and"
    " if nothing in the text is changed, shortened or translated without the consent of the author."
)
SHORT = {
    "bread.txt": "Bread in Oslo\n\nMay 2, 2019\n\nBakers in Oslo raised the price of bread on Monday for the third time.",
    "snow.txt": "Snow in Tromso\n\nMay 9, 2019\n\nSnow closed the airport of Tromso on Tuesday, and forty flights were lost.",
    "ships.txt": "Ships in Bergen\n\nMay 16, 2019\n\nSweden sent three ships to Bergen for an exercise with the navy.",
}
FIRST_HALF = cut(STORY, 5)
SECOND_HALF = "\n\n".join(STORY.strip().split("\n\n")[4:]) + "\n"
EDITED = changed(STORY, ("March 4, 2019", "March 7, 2019"), ("in the afternoon", "after school"), ("stayed", "lay"))
SHEET = """Country Profile: {country}

Each profile in this series describes a country of the north in a few words. The figures come from the offices of statistics and are rounded, so that they need not add up to the last digit.

{country} has {people} million inhabitants, and its parliament sits in {town}. The prime minister, {name}, met the council of the region for the first time last year and promised to build {schools} new schools.

Readers may copy the profile for their lessons, if they name the series. Teachers can order printed copies from the office in Copenhagen, which sends them once a month and asks for nothing but the postage in return.
"""
UNDATED = (
    "Gunmen attacked a convoy near Goma and killed four drivers.",
    "Police in Bukavu arrested nine fishermen who had protested against a new tax.",
    "Rebels seized Minova, and 200 families fled to the islands.",
)
WEATHER = (
    "Rain fell on both shores, and the nets stayed dry in the huts for most of the time, as they had before.",
    "A strong wind from the south kept the boats from going out, and fish became dear in all the markets.",
    "Fog lay over the water until noon, so that the bell of the church was rung for those who were late.",
)
OPENINGS = (
    "Nothing like it had ever happened on his watch before, the harbour master said to the reporters, and laughed.",
    "It began with a single telephone call that nobody in the ministry wanted to answer on that cold morning.",
    "Old people in the town remember a winter in which the sea froze so hard that carts crossed the fjord.",
)
VOTE = """The commission published the result of the vote in {town} on Sunday night. {name} won with {votes} votes, and the turnout was {share} percent, according to the clerks who counted until midnight.

The law gives the losers ten days to complain to the court. Ballots are kept in sealed boxes in the cellar of the town hall for one year, and anyone who has voted may ask to see the record of the station where it was done.

The commission thanks the helpers, who worked without pay, and the schools, which gave their rooms.
"""


def framed(content: str, day: str = "") -> str:
    return f"{HEAD.format(day=day).rstrip()}\n\n{content}\n{FOOT}"


def reopened(number: int) -> str:
    parts = STORY.strip().split("\n\n")
    return "\n\n".join((*parts[:2], f"March {5 + number}, 2019", OPENINGS[number], *parts[3:])) + "\n"


NUMBERED = changed(UPDATE, ("March 5, 2019", "March 9, 2019"), ("arrested two", "arrested five"))

CASES: dict[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "nothing": ({}, {}),
    "two issues of a bulletin": (bulletins(2), {}),
    "three issues of a bulletin": (bulletins(3), {}),
    "ten issues of a bulletin": (bulletins(10), {}),
    "an issue and its repost among other issues": (
        bulletins(4) | {"repost.txt": "Seen on the web\n\n" + bulletin(2)},
        {"repost.txt": "issue2.txt"},
    ),
    "an issue that was sent thrice among other issues": (
        bulletins(3) | {"j.txt": bulletin(1) + "\n", "k.txt": bulletin(1).replace("a protest", "the protest")},
        {"j.txt": "issue1.txt", "k.txt": "issue1.txt"},
    ),
    "an issue and its corrected version": (
        bulletins(3) | {"right.txt": bulletin(1).replace("nine fishermen", "ten fishermen")},
        {"right.txt": "issue1.txt"},
    ),
    "two issues with the same incident and one more": (
        {"a.txt": bulletin(0), "b.txt": bulletin(0, "The number of wounded is not known.")},
        {"b.txt": "a.txt"},
    ),
    "daily reports with another day and number": (
        {
            "a.txt": report("on 3 May 2019", 12, "May 4, 2019"),
            "b.txt": report("on 4 May 2019", 14, "May 5, 2019"),
            "c.txt": report("on 5 May 2019", 9, "May 6, 2019"),
        },
        {},
    ),
    "daily reports that count from the day before": (
        {"a.txt": report("yesterday", 12, "May 4, 2019"), "b.txt": report("yesterday", 14, "May 5, 2019")},
        {},
    ),
    "a report with a corrected number": (
        {
            "a.txt": report("on 3 May 2019", 12, "May 4, 2019"),
            "b.txt": report("on 3 May 2019", 14, "May 5, 2019"),
        },
        {"b.txt": "a.txt"},
    ),
    "a repost with another headline": ({"a.txt": STORY, "b.txt": REPOST}, {"b.txt": "a.txt"}),
    "an updated story": ({"a.txt": STORY, "b.txt": UPDATE}, {"b.txt": "a.txt"}),
    "a story, its update and the update of that": (
        {"a.txt": STORY, "b.txt": UPDATE, "c.txt": NUMBERED},
        {"b.txt": "a.txt", "c.txt": "a.txt"},
    ),
    "five outlets with one story": (
        {"a.txt": STORY, "b.txt": REPOST, "c.txt": UPDATE, "d.txt": EDITED, "e.txt": STORY + "\n"},
        {"b.txt": "a.txt", "c.txt": "a.txt", "d.txt": "a.txt", "e.txt": "a.txt"},
    ),
    "a translation": ({"a.txt": STORY, "b.txt": SPANISH}, {}),
    "a copy of a copy that was cut": (
        {"a.txt": STORY, "b.txt": REPOST, "c.txt": cut(REPOST, 6)},
        {"b.txt": "a.txt", "c.txt": "a.txt"},
    ),
    "the cut copy comes first": (
        {"a.txt": cut(STORY, 6), "b.txt": STORY, "c.txt": REPOST},
        {"b.txt": "a.txt", "c.txt": "a.txt"},
    ),
    "both halves of a story that was printed whole before": (
        {"a.txt": STORY, "b.txt": FIRST_HALF, "c.txt": SECOND_HALF},
        {"b.txt": "a.txt", "c.txt": "a.txt"},
    ),
    "a text like a copy, but not like the original of it": (
        {"a.txt": FIRST_HALF, "b.txt": changed(STORY, ("4, 2019", "5, 2019")), "c.txt": changed(SECOND_HALF, ("The union", "March 8, 2019\n\nThe union"))},
        {"b.txt": "a.txt"},
    ),
    "two issues without a date": ({f"{i}.txt": framed(text) for i, text in enumerate(UNDATED[:2])}, {}),
    "three issues without a date": ({f"{i}.txt": framed(text) for i, text in enumerate(UNDATED)}, {}),
    "three issues without names, numbers or events": (
        {f"{i}.txt": framed(text, DAYS[i]) for i, text in enumerate(WEATHER)},
        {},
    ),
    "profiles of two countries": (
        {
            "n.txt": SHEET.format(country="Norway", people=5, town="Oslo", name="Kari Lund", schools=30),
            "s.txt": SHEET.format(country="Sweden", people=10, town="Stockholm", name="Nils Berg", schools=45),
        },
        {},
    ),
    "results of two votes": (
        {
            "b.txt": VOTE.format(town="Bergen", name="Kari Lund", votes="12,400", share=61),
            "t.txt": VOTE.format(town="Tromso", name="Nils Berg", votes="8,120", share=55),
        },
        {},
    ),
    "a story with three other openings": (
        {"a.txt": STORY} | {f"{i}.txt": reopened(i) for i in range(3)},
        {f"{i}.txt": "a.txt" for i in range(3)},
    ),
    "a repost weeks later": (
        {"a.txt": STORY, "b.txt": changed(STORY, ("4, 2019", "25, 2019"), ("stayed in", "lay in"), ("met the", "saw the"))},
        {"b.txt": "a.txt"},
    ),
    "copies under other teasers": (
        {
            "a.txt": STORY + "\nRead more: Turkey bombed a depot near Kobani and killed nine guards.\n",
            "b.txt": REPOST + "\nSee also: Kenya arrested twelve protesters in Nairobi after a march of teachers.\n",
        },
        {"b.txt": "a.txt"},
    ),
    "one footer under different notes": (
        {path: f"{text}\n\n{FOOTER}\n" for path, text in SHORT.items()},
        {},
    ),
    "one footer under two different notes": (
        {path: f"{text}\n\n{FOOTER}\n" for path, text in list(SHORT.items())[:2]},
        {},
    ),
}  # fmt: skip


@cache
def processed(path: str, text: str) -> Outcome:
    return process(seed_of(path, text.encode()))


def built(texts: Mapping[str, str]) -> Outcome:
    return reconcile(merge(processed(path, text) for path, text in texts.items()))


@pytest.mark.parametrize(("texts", "expected"), CASES.values(), ids=CASES)
def test_copies_point_at_their_original(texts: Mapping[str, str], expected: Mapping[str, str]) -> None:
    outcome = built(texts)
    paths = {row.document_id: row.source_path for row in outcome.documents}
    assert {row.source_path: paths[row.duplicate_of] for row in outcome.documents if row.duplicate_of} == expected


def test_no_original_is_a_copy_and_every_copy_has_a_similarity() -> None:
    outcome = built({"a.txt": STORY, "b.txt": REPOST, "c.txt": cut(REPOST, 6), "d.txt": EDITED, "e.txt": UPDATE})
    rows = {row.document_id: row for row in outcome.documents}
    copies = [row for row in rows.values() if row.duplicate_of]
    assert len(copies) == 4
    assert {rows[row.duplicate_of or ""].duplicate_of for row in copies} == {None}
    assert all(0.7 <= (row.duplicate_similarity or 0) <= 1 for row in copies)
    by_id = {row.paragraph_id: row for row in outcome.paragraphs}
    copied = [row for row in outcome.paragraphs if row.duplicate_of]
    assert len(copied) > 8
    assert {by_id[row.duplicate_of or ""].duplicate_of for row in copied} == {None}


def copied_texts(outcome: Outcome) -> list[tuple[str, str]]:
    texts = {row.paragraph_id: row.text for row in outcome.paragraphs}
    return [(row.text, texts[row.duplicate_of]) for row in outcome.paragraphs if row.duplicate_of]


def test_a_paragraph_that_changes_twice_points_at_the_first_form() -> None:
    first, second, third = "in the afternoon", "on sunny afternoons", "on most sunny afternoons"
    other = "Notes on a Harbour\n\nApril 1, 2019\n\n" + STORY.strip().split("\n\n")[-1].replace(first, second)
    outcome = built(
        {
            "a.txt": STORY,
            "b.txt": changed(STORY, ("4, 2019", "5, 2019"), (first, second)),
            "c.txt": other,
            "d.txt": changed(STORY, ("4, 2019", "7, 2019"), (first, third)),
        }
    )
    targets = {copy: original for copy, original in copied_texts(outcome) if "children climb" in copy}
    assert len(targets) == 2
    assert all(first in original for original in targets.values())


def test_an_incident_of_another_day_is_no_copied_paragraph() -> None:
    frame = (
        STORY.replace("March 4, 2019", "March {day}, 2019")
        + "\nOn {day} March 2019 gunmen near {town} killed {number} drivers who had brought bread and letters to the islands in the cold.\n"
    )
    outcome = built(
        {
            "a.txt": frame.format(day=4, town="Goma", number=3),
            "b.txt": frame.format(day=5, town="Bukavu", number=5),
        }
    )
    assert not [copy for copy, _ in copied_texts(outcome) if "gunmen" in copy]
    assert [copy for copy, _ in copied_texts(outcome) if "children climb" in copy]


def test_the_same_words_about_another_yesterday_are_no_copied_paragraph() -> None:
    sentence = (
        "The hospital of Bergen admitted twelve patients with cholera yesterday, who had drunk from the old canal."
    )
    note = "Ships in {town}\n\nMay {day}, 2019\n\n{sentence}\n\n{town} is a port with {number} piers and a market.\n"
    days = {"a.txt": ("Oslo", 4), "b.txt": ("Tromso", 9), "c.txt": ("Stavanger", 4)}
    outcome = built(
        {
            path: note.format(town=town, day=day, sentence=sentence, number=len(town))
            for path, (town, day) in days.items()
        }
    )
    paths = {row.document_id: row.source_path for row in outcome.documents}
    assert [paths[row.document_id] for row in outcome.paragraphs if row.duplicate_of] == ["c.txt"]


def test_time_grows_with_the_documents_and_not_with_their_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.corpus import duplicates

    compared: list[int] = []

    def counted(one: DocumentText, other: DocumentText) -> float:
        compared.append(1)
        return shared_share(one, other)

    monkeypatch.setattr(duplicates, "shared_share", counted)
    first = processed("issue.txt", bulletin(0))
    outcome = merge(numbered(first, number) for number in range(400))
    reconcile(outcome)
    assert 399 <= len(compared) <= 400 * 20


def numbered(outcome: Outcome, number: int) -> Outcome:
    """Return one issue of a long series: the frame of a bulletin and an incident of its own."""
    names = {row.paragraph_id: f"par_{number}_{row.position}" for row in outcome.paragraphs}
    incident = " ".join(f"{word}{number}" for word in INCIDENTS[0].split()[3:])
    return Outcome(
        documents=tuple(
            replace(row, document_id=f"doc_{number}", source_path=f"{number}.txt") for row in outcome.documents
        ),
        paragraphs=tuple(
            replace(
                row,
                document_id=f"doc_{number}",
                paragraph_id=names[row.paragraph_id],
                text=incident if row.text == INCIDENTS[0] else row.text,
            )
            for row in outcome.paragraphs
        ),
    )
