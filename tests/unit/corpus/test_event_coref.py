"""Which tellings are of one happening, on records made by hand: no engine is asked."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.corpus.event_coref import clustering
from flows.corpus.event_coref.assign import Clustered, cluster_events
from flows.corpus.event_coref.compared import ComparedPairs
from flows.corpus.event_coref.knowledge import knowledge
from flows.steps.models import DateExpression, Event, Outcome, Paragraph, Participant
from schemas.plover import codes
from tests import builders

NAMED = {
    "Norway": ("country", "NOR", None),
    "Oslo": ("place", "NOR", None),
    "Norwegians": ("nationality_or_group", "NOR", None),
    "Sweden": ("country", "SWE", None),
    "Stockholm": ("place", "SWE", None),
    "Norwegian navy": ("organization", "NOR", "MIL"),
    "Norwegian defence ministry": ("organization", "NOR", "GOV"),
    "Bergen": ("place", "NOR", None),
    "Tromso": ("place", "NOR", None),
    "Ada Holm": ("person", "SWE", "MIL"),
    "Nils Berg": ("person", "SWE", "MIL"),
    "Kari Lund": ("person", "NOR", "GOV"),
    "North Front": ("armed_group", "SWE", "PRM"),
    "Fjord Brigade": ("armed_group", "SWE", "PRM"),
}
UNNAMED = {"Norwegian troops": ("NOR", "MIL"), "Swedish militias": ("SWE", "PRM"), "gunmen": (None, "UAF")}


@dataclass(frozen=True)
class Telling:
    """One sentence with one event; `day` is a day, a month (2020-01), a year, or a day of no year (--05-02)."""

    document: str
    text: str
    trigger: str
    actors: str = ""
    recipients: str = ""
    day: str = ""
    place: str = ""
    event_type: str = "ASSAULT"
    mode: str | None = None
    factuality: str = "asserted"
    basis: str = "same_clause"
    killed: int | None = None
    copies: int | None = None
    written: str = ""


def interval(day: str) -> tuple[date | None, date | None, str]:
    parts = [int(part) for part in day.split("-") if part]
    if day.startswith("--") or not day:
        return None, None, "open"
    if len(parts) == 3:
        return date(*parts), date(*parts), "day"
    if len(parts) == 2:
        last = {1: 31, 5: 31, 6: 30}[parts[1]]
        return date(*parts, 1), date(*parts, last), "month"
    return date(parts[0], 1, 1), date(parts[0], 12, 31), "year"


def home_of(number: int, told: Telling) -> Paragraph:
    copied = None if told.copies is None else f"par_{told.copies}"
    own = {"paragraph_id": f"par_{number}", "position": number, "duplicate_of": copied}
    return builders.paragraph(told.text, told.document, **own)


def sides(number: int, home: Paragraph, role: str, names: str) -> list[Participant]:
    rows = []
    for position, name in enumerate(filter(None, names.split(", "))):
        country, sector = NAMED[name][1:] if name in NAMED else UNNAMED.get(name, (None, None))
        rows.append(
            builders.participant(
                name if name in home.text else "", home, event_id=f"evt_{number}", role=role, position=position, text=name,
                entity_id=name if name in NAMED else None, country=country, sector=sector,
            )
        )  # fmt: skip
    return rows


def event(number: int, home: Paragraph, told: Telling) -> Event:
    first, last, precision = interval(told.day)
    bound = date.fromisoformat(told.written) if told.written else None
    return builders.event(
        home, told.trigger, event_id=f"evt_{number}", cluster_id=f"clu_{number}", event_type=told.event_type,
        event_mode=told.mode, quad_class=codes()[told.event_type].quad_class, factuality=told.factuality,
        actor_name=told.actors or None, recipient_name=told.recipients or None, killed=told.killed,
        date_start=first, date_end=last if first else bound, date_precision=precision,
        date_basis=told.basis if told.day else "document_bound" if bound else "none",
        date_id=f"dat_{number}" if told.day else None, place_name=told.place or None,
        place_country=NAMED[told.place][1] if told.place in NAMED else None,
        place_entity_id=told.place if told.place in NAMED else None,
    )  # fmt: skip


def date_row(number: int, home: Paragraph, told: Telling) -> DateExpression:
    first, last, precision = interval(told.day)
    value = f"XXXX-{told.day[2:]}" if told.day.startswith("--") else told.day
    return builders.date_expression(
        "", home, date_id=f"dat_{number}", text=told.day, timex_value=value, edtf=None, date_start=first,
        date_end=last, precision=precision, anchor="explicit",
    )  # fmt: skip


def outcome(tellings: list[Telling]) -> Outcome:
    rows: list[object] = [
        builders.entity(name, entity_id=name, entity_type=kind, country=country, sector=sector)
        for name, (kind, country, sector) in NAMED.items()
    ]
    for number, told in enumerate(tellings):
        home = home_of(number, told)
        rows += [home, event(number, home, told)]
        rows += sides(number, home, "actor", told.actors) + sides(number, home, "recipient", told.recipients)
        rows += [date_row(number, home, told)] if told.day else []
    return builders.outcome(*rows)


def clustered(*tellings: Telling) -> Clustered:
    return cluster_events(outcome(list(tellings)))


def partition(found: Clustered) -> list[list[int]]:
    groups: dict[str, list[int]] = {}
    for row in found.events:
        groups.setdefault(row.cluster_id, []).append(int(row.event_id.removeprefix("evt_")))
    return sorted(sorted(group) for group in groups.values())


RAID = Telling(
    "a",
    "Norway raided the North Front near Bergen on 4 May 2020.",
    "raided",
    "Norway",
    "North Front",
    "2020-05-04",
    "Bergen",
)
DEATH = Telling("a", "Norway killed Ada Holm on 3 January 2020.", "killed", "Norway", "Ada Holm", "2020-01-03")
BLAME = Telling(
    "a", "Norway condemned Sweden on 4 May 2020.", "condemned", "Norway", "Sweden", "2020-05-04", event_type="ACCUSE"
)
MEETING = Telling(
    "a", "Norway met Sweden on 4 May 2020.", "met", "Norway", "Sweden", "2020-05-04", event_type="CONSULT"
)
LATER = "2021-02-01"


def again(told: Telling, **changes: object) -> Telling:
    return replace(told, **{"document": "b", **changes})  # type: ignore[arg-type]


ONE = {
    "word for word elsewhere": [RAID, again(RAID)],
    "the place is not told": [RAID, again(RAID, place="")],
    "the place is told as the country": [RAID, again(RAID, place="Norway")],
    "the actor is not told, but the place": [RAID, again(RAID, actors="")],
    "a unit of the actor's country": [RAID, again(RAID, actors="Norwegian troops")],
    "another organ of the actor's state": [again(RAID, actors="Norwegian navy"), again(RAID, document="c", actors="Norwegian defence ministry")],
    "the capital acts": [BLAME, again(BLAME, text="Oslo condemned Stockholm on 4 May 2020.", actors="Oslo", recipients="Stockholm")],
    "who meets whom": [MEETING, again(MEETING, actors="Sweden", recipients="Norway")],
    "both parties are named as actors": [MEETING, again(MEETING, actors="Norway, Sweden", recipients="")],
    "the month only, with words that agree": [
        again(RAID, text="Norway raided the North Front near Bergen after the ferry bombing."),
        again(RAID, document="c", text="In May Norway raided the North Front over the ferry bombing.", day="2020-05", place=""),
    ],
    "the day without its year": [RAID, again(RAID, day="--05-04")],
    "killed in a month, a day, and without either": [
        DEATH,
        again(DEATH, text="In January 2020 Ada Holm was killed.", actors="", day="2020-01"),
        again(DEATH, document="c", text="They mourn the killing of Ada Holm.", trigger="killing", actors="", day="", written=LATER),
    ],
    "two die together, each of them told alone": [
        again(DEATH, document="a", text="Ada Holm and Nils Berg were killed.", actors="", recipients="Ada Holm, Nils Berg", day="", written=LATER),
        again(DEATH, document="b"),
        again(DEATH, document="c", text="Nils Berg was killed in January.", actors="", recipients="Nils Berg", day="--01", written=LATER),
    ],
    "the strike that killed": [
        DEATH,
        again(DEATH, document="a", text="The strike on Ada Holm drew protests.", trigger="strike", actors="", day="", written=LATER),
    ],
    "told as known in the same text": [
        RAID,
        again(RAID, document="a", text="Nobody regrets the raid on the North Front.", trigger="raid", actors="", day="", place="", written=LATER),
    ],
    "an unnamed target, described in another way": [
        again(RAID, text="Norway shelled a rural school on 4 May 2020.", trigger="shelled", recipients="rural school", place=""),
        again(RAID, text="On 4 May 2020 Norway shelled a school.", trigger="shelled", recipients="school", place=""),
    ],
    "a plan told twice": [again(RAID, factuality="planned"), again(RAID, document="c", factuality="planned")],
}  # fmt: skip

MANY = {
    "strikes on two towns of one day": [RAID, again(RAID, place="Tromso")],
    "two groups struck on one day": [RAID, again(RAID, recipients="Fjord Brigade", place="")],
    "two people of one army": [DEATH, again(DEATH, recipients="Nils Berg")],
    "two speeches by one person on one day": [
        again(BLAME, document="a", text="Kari Lund criticised in Bergen how fish are counted.", trigger="criticised", actors="Kari Lund", recipients="", place="Bergen"),
        again(BLAME, text="Kari Lund criticised the price of bread.", trigger="criticised", actors="Kari Lund", recipients=""),
    ],
    "a year later": [RAID, again(RAID, day="2021-05-04")],
    "two unnamed targets of one day": [
        again(RAID, text="Norway shelled a school on 4 May 2020.", trigger="shelled", recipients="school", place=""),
        again(RAID, text="On 4 May 2020 Norway shelled a hospital.", trigger="shelled", recipients="hospital", place=""),
    ],
    "gunmen of no country, and a state": [RAID, again(RAID, text="Gunmen raided the North Front near Bergen.", actors="gunmen")],
    "an anniversary": [DEATH, again(DEATH, text="Norwegians marched on 3 January 2021 for Ada Holm.", trigger="marched", actors="Norwegians", recipients="", day="2021-01-03", event_type="PROTEST")],
    "the killing dated on its anniversary": [DEATH, again(DEATH, day="2021-01-03")],
    "plan and execution": [RAID, again(RAID, factuality="planned")],
    "a claim and its denial": [RAID, again(RAID, factuality="denied")],
    "each says the other began": [RAID, again(RAID, actors="North Front", recipients="Norway")],
    "what is only imagined": [again(RAID, factuality="hypothetical"), again(RAID, document="c", factuality="hypothetical")],
    "written before it happened": [RAID, again(RAID, day="", written="2020-05-01")],
    "undated, and nothing but the sides agrees": [BLAME, again(BLAME, text="Norway condemned Sweden again.", day="", written=LATER)],
    "undated series": [
        again(RAID, document="a", text="Norway launched raids on the North Front.", trigger="raids", day="", place=""),
        again(RAID, document="a", text="After the raids on the North Front, Norway slept.", trigger="raids", day="", place=""),
    ],
    "a person survives, and dies": [
        DEATH,
        again(DEATH, text="Ada Holm survived an attempt to assassinate her.", trigger="assassinate", actors="", day="", written=LATER),
        again(DEATH, document="c", text="Norway had tried to murder Ada Holm.", trigger="murder", day="", written=LATER),
    ],
    "another day of no year": [RAID, again(RAID, day="--05-05")],
    "two ways of one type": [again(MEETING, document="a", mode="visit"), again(MEETING, mode="phone")],
    "gunmen in two places": [
        again(RAID, document="a", actors="gunmen", recipients="", place="Bergen"),
        again(RAID, actors="gunmen", recipients="", place="Tromso"),
    ],
    "a state and one of its people, struck on one day": [
        again(DEATH, recipients="Sweden", text="Norway shelled Sweden.", trigger="shelled"), DEATH,
    ],
}  # fmt: skip


@pytest.mark.parametrize("tellings", ONE.values(), ids=ONE)
def test_tellings_of_one_happening(tellings: list[Telling]) -> None:
    assert partition(clustered(*tellings)) == [list(range(len(tellings)))]


@pytest.mark.parametrize("tellings", MANY.values(), ids=MANY)
def test_tellings_of_different_happenings(tellings: list[Telling]) -> None:
    assert partition(clustered(*tellings)) == [[number] for number in range(len(tellings))]


def test_what_fits_two_that_exclude_each_other_joins_neither() -> None:
    tellings = [RAID, again(RAID, place="Tromso"), again(RAID, document="c", place="")]
    assert partition(clustered(*tellings)) == [[0], [1], [2]]


def test_a_death_that_one_misdates_goes_where_most_tell_of_it() -> None:
    month = again(DEATH, document="d", day="2020-01", text="In January Ada Holm was killed.", actors="")
    misread = again(DEATH, day="2020-01-20", actors="")
    agreeing = again(DEATH, document="c", actors="")
    assert partition(clustered(misread, replace(DEATH, actors=""), agreeing, month)) == [[0], [1, 2, 3]]


def test_a_place_that_is_told_decides_between_two() -> None:
    tellings = [RAID, again(RAID, place="Tromso"), again(RAID, document="c")]
    assert partition(clustered(*tellings)) == [[0, 2], [1]]


def test_what_contradicts_one_telling_does_not_come_in_through_another() -> None:
    middle = again(RAID, actors="", text="Somebody raided the North Front on 4 May 2020.", place="Bergen")
    rival = again(RAID, document="c", actors="Fjord Brigade", place="Bergen")
    assert [0, 2] not in [group for group in partition(clustered(RAID, middle, rival)) if len(group) > 1]
    assert all({0, 2} - set(group) for group in partition(clustered(RAID, middle, rival)))


@pytest.mark.parametrize(
    "name", ["killed in a month, a day, and without either", "two die together, each of them told alone"]
)
def test_order_of_the_events_changes_nothing(name: str) -> None:
    made = outcome(ONE[name])
    results = {frozenset(cluster_events(replace(made, events=order)).events) for order in permutations(made.events)}
    assert len(results) == 1


def test_an_undated_telling_takes_the_day_of_its_cluster() -> None:
    _, month, undated = clustered(*ONE["killed in a month, a day, and without either"]).events
    assert (undated.date_start, undated.date_precision, undated.date_basis) == (date(2020, 1, 3), "day", "carried")
    assert undated.date_id == "dat_0"
    assert (month.date_start, month.date_basis) == (date(2020, 1, 1), "same_clause")


def test_a_day_of_the_sentence_that_no_other_telling_agrees_with_is_not_carried() -> None:
    doubtful = replace(DEATH, basis="same_sentence", day="2020-01-05")
    month = again(DEATH, text="In January 2020 Norway killed Ada Holm.", day="2020-01")
    undated = again(DEATH, document="c", day="", written=LATER)
    found = clustered(doubtful, month, undated).events
    assert [str(row.date_start) for row in found] == ["2020-01-05", "2020-01-01", "2020-01-01"]
    assert [row.is_cluster_head for row in found] == [False, True, False]


def test_the_telling_that_knows_most_is_the_head() -> None:
    found = clustered(again(RAID, place=""), again(RAID, document="c", actors=""), RAID).events
    assert [row.is_cluster_head for row in found] == [False, False, True]


def test_a_copied_paragraph_goes_with_its_source_and_does_not_count() -> None:
    bare = replace(BLAME, day="", recipients="")
    found = clustered(bare, again(bare, copies=0), again(bare, document="c", copies=1)).events
    assert len({row.cluster_id for row in found}) == 1
    assert {(row.cluster_mentions, row.cluster_documents) for row in found} == {(1, 1)}
    assert [row.is_cluster_head for row in found] == [True, False, False]


def test_copies_of_an_event_that_the_source_lacks_count_as_one() -> None:
    found = clustered(again(RAID, trigger="near", copies=1), again(RAID, document="c", trigger="on", copies=0)).events
    assert {(row.cluster_mentions, row.cluster_documents) for row in found} == {(1, 1)}


def test_reasons_are_given_in_points() -> None:
    (join,) = clustered(RAID, again(RAID)).merges
    assert dict(join.score.parts)["date"] == 3.0
    assert join.score.points == pytest.approx(sum(points for _, points in join.score.parts))
    assert {join.event_id, join.to_event_id} == {"evt_0", "evt_1"}


def test_no_events_give_no_clusters() -> None:
    assert cluster_events(Outcome()).events == ()


@pytest.mark.parametrize("name", knowledge().patterns)
def test_kinds_find_what_they_must_and_nothing_else(name: str) -> None:
    kind = knowledge().patterns[name]
    assert [text for text in kind.yes if not knowledge().matches(name, text)] == []
    assert [text for text in kind.no if knowledge().matches(name, text)] == []


EACH = tuple({told for tellings in ONE.values() for told in tellings})


@given(st.lists(st.lists(st.sampled_from(EACH), min_size=1, max_size=12), min_size=1, max_size=4))
def test_what_earlier_builds_have_compared_changes_nothing(builds: list[list[Telling]]) -> None:
    stored = b""
    for tellings in builds:
        made, pairs = outcome(tellings), ComparedPairs.from_bytes(stored)
        assert cluster_events(made, pairs) == cluster_events(made)
        stored = pairs.to_bytes()


def test_what_an_earlier_build_has_compared_in_vain_is_not_compared_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    made = outcome([again(BLAME, document=str(number), day=f"2020-05-{number + 1:02}") for number in range(20)])
    pairs = ComparedPairs()
    before = cluster_events(made, pairs)
    monkeypatch.setattr(clustering, "pair_score", lambda one, other: pytest.fail(f"{one} {other}"))
    assert cluster_events(made, ComparedPairs.from_bytes(pairs.to_bytes())) == before


def test_time_grows_with_the_number_of_events_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(clustering, "pair_score", lambda one, other: asked.append((one, other)))
    counts = []
    for size in (400, 800):
        asked.clear()
        clustered(
            *(again(BLAME, document=str(number), day="" if number % 2 else "2020-05-04") for number in range(size))
        )
        counts.append(len(asked))
    assert counts[1] < 3 * counts[0]
