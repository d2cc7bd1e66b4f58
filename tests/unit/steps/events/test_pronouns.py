"""Sides that are not named where they act: pronouns, "the group", "legislators"; and lists of demands."""

import pytest

from flows.steps.events.discourse import DiscourseContext
from flows.steps.events.lexicon import SentenceToken
from flows.steps.events.parse_repair import mended
from tests.unit.steps.events.test_syntax import coded, first, sides

IN_ONE_SENTENCE = [
    ("Turkey said it had attacked the rebels.", "ASSAULT", ["Turkey"], ["rebels"]),
    ("The army resumed its attack on the village.", "ASSAULT", ["army"], ["village"]),
    ("Angela Merkel condemned the raid and ended her visit to Norway.", "CONSULT", ["Angela Merkel"], ["Norway"]),
]
ACROSS_SENTENCES = [
    ("Angela Merkel visited Paris. On Monday she condemned Russia.", "ACCUSE", "Angela Merkel", "Russia"),
    ("The United States sent a note. On Monday it condemned Russia.", "ACCUSE", "United States", "Russia"),
]
NOBODY = [
    "A storm came. It attacked the village.",
    "Angela Merkel wrote to Emmanuel Macron. The weather was fine. The mayor slept. They attacked the village.",
    "Angela Merkel wrote to Emmanuel Macron. He attacked the village.",
]


@pytest.mark.parametrize(("text", "event_type", "actors", "recipients"), IN_ONE_SENTENCE)
def test_pronouns_in_a_sentence(text: str, event_type: str, actors: list[str], recipients: list[str]) -> None:
    assert sides(text, event_type) == (actors, recipients)


@pytest.mark.parametrize(("text", "event_type", "actor", "recipient"), ACROSS_SENTENCES)
def test_pronouns_across_sentences(text: str, event_type: str, actor: str, recipient: str) -> None:
    event = first(text, event_type)
    assert (event.actor_name, event.recipient_name) == (actor, recipient)


@pytest.mark.parametrize("text", NOBODY)
def test_pronouns_that_may_be_nobody(text: str) -> None:
    assert [event.actor_name for event in coded(text).events if event.event_type == "ASSAULT"] in ([], [None])


def test_what_stands_for_a_pronoun_is_shown_where_it_is_named() -> None:
    text = "Angela Merkel visited Paris. On Monday she condemned Russia."
    found = coded(text)
    accused = next(event for event in found.events if event.event_type == "ACCUSE")
    actor = next(row for row in found.participants if row.event_id == accused.event_id and row.role == "actor")
    assert (actor.text, text[actor.start : actor.end]) == ("Angela Merkel", "Angela Merkel")


def test_nobody_attacks_himself() -> None:
    found = sides("Emmanuel Macron met the king after rebels attacked him.", "ASSAULT")
    assert found[0] == ["rebels"]
    assert "rebels" not in found[1]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Boko Haram took the town. Soldiers attacked the group on Monday.", "Boko Haram"),
        ("Boko Haram and Hezbollah met. Soldiers attacked the group on Monday.", "group"),
        ("Boko Haram took the town. Soldiers attacked a group on Monday.", "group"),
        ("Boko Haram took the town. Soldiers attacked the church group on Monday.", "church group"),
    ],
)
def test_the_group_is_the_one_that_was_named(text: str, name: str) -> None:
    event = next(row for row in coded(text).events if row.trigger == "attacked")
    assert event.recipient_name == name


def test_bodies_without_a_country_are_of_the_state_told_of_before() -> None:
    text = "Chad's police arrested two farmers. Police arrested a teacher on Monday."
    assert [event.actor_country for event in coded(text).events] == ["TCD", "TCD"]


def test_two_states_leave_the_country_open() -> None:
    context = DiscourseContext({"one": None, "two": "one"}, {})
    context.note("one", "TCD", "COP")
    assert context.country("two", "COP") == "TCD"
    context.note("one", "SDN", "COP")
    assert context.country("two", "COP") is None
    assert context.country("three", "COP") is None


def test_each_demand_of_a_list_belongs_to_the_first_one() -> None:
    def token(text: str, tag: str, dep: str, head: int) -> SentenceToken:
        return SentenceToken(text, text, 0, 0, text, "VERB", tag, dep, head)

    demanded = token("demanded", "VBD", "root", 0)
    government = token("government", "NN", "nsubj", 2)
    cancel, remove = token("cancel", "VB", "ccomp", 0), token("remove", "VB", "parataxis", 0)
    found = mended([demanded, government, cancel, remove])
    assert [(row.dep, row.head) for row in found] == [("root", 0), ("nsubj", 2), ("ccomp", 0), ("conj", 2)]


def test_an_object_does_what_it_was_allowed_to_do() -> None:
    text = "The guards let armed militias breach the embassy."
    assert sides(text, "ASSAULT")[0] == ["armed militias"]


def test_a_request_is_made_to_who_followed_it() -> None:
    assert sides("French troops returned to Mali at Bamako's request for help.", "REQUEST")[1] == ["French troops"]


def test_a_name_beside_a_title_is_the_side() -> None:
    event = first("Russia's president, Vladimir Putin, condemned the United States.", "ACCUSE")
    assert event.actor_name == "Vladimir Putin"


def test_an_assault_is_also_on_those_whom_it_aims_at() -> None:
    found = sides("Militias stormed the compound to blockade the American embassy.", "ASSAULT")
    assert found[1] == ["compound", "American embassy"]
