"""Names that stand for something else: offices for their holders, capitals for governments, spellings for the known."""

from datetime import date

import pytest

from flows.steps.entities import LinkedMentions, find_mentions
from flows.steps.entities.groups import government
from flows.steps.entities.knowledge_base import NOTHING, known_actors, surface_forms
from flows.steps.entities.metonyms import capitals
from flows.steps.entities.office_holders import UNDATED, DocumentPeriod
from flows.steps.entities.tables import capital_rows, metonyms, office_mention_words
from flows.steps.entities.tokens import fold
from flows.steps.language.engine import RULES, load
from tests.builders import passages

AUTUMN = (date(2019, 11, 1), date(2019, 11, 3))
OPENING = "Prime Minister Tomas Varga of Iraq spoke in Iraq."


def find(*texts: str, period: DocumentPeriod = UNDATED, engine: str = "presstable") -> LinkedMentions:
    """Return what the paragraphs `texts` of one document name."""
    return find_mentions(load(engine).read(passages(*texts)), period)


def offices(*texts: str, period: DocumentPeriod = UNDATED) -> list[tuple[str, str]]:
    """Return the words of each office and who is meant."""
    found = find(*texts, period=period)
    names = {row.entity_id: row.name for row in found.entities}
    return [(row.text, names[row.entity_id]) for row in found.mentions if row.mention_kind == "role"]


def governments(text: str) -> list[tuple[str, str]]:
    """Return each metonym and what it refers to."""
    found = find(text)
    names = {row.entity_id: row.name for row in found.entities}
    return [(row.text, names[row.refers_to_entity_id]) for row in found.mentions if row.refers_to_entity_id]


@pytest.mark.parametrize("text", office_mention_words().yes)
def test_an_office_names_the_only_holder(text: str) -> None:
    assert offices(f"{OPENING} {text}") == [("prime minister", "Tomas Varga")]


@pytest.mark.parametrize("text", office_mention_words().no)
def test_an_office_that_may_be_anybodys_names_nobody(text: str) -> None:
    assert offices(f"{OPENING} {text}") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Iraqi prime minister left.", [("prime minister", "Adil Abdul-Mahdi")]),
        ("The president of Iraq left.", [("president", "Barham Salih")]),
        ("The German chancellor left.", [("chancellor", "Angela Merkel")]),
        ("Germany voted. The chancellor resigned.", [("chancellor", "Angela Merkel")]),
        ("Germany and Norway voted. The president left.", []),
        ("In 2005 the German chancellor left.", []),
        ("The German president and the Velorian president left.", [("president", "Frank-Walter Steinmeier")]),
        ("The president left.", []),
        ("It is said that he left.", []),
    ],
)
def test_an_office_names_its_holder_of_the_day(text: str, wanted: list[tuple[str, str]]) -> None:
    assert offices(text, period=AUTUMN) == wanted
    assert offices(text) == []


def test_of_two_holders_nobody_is_meant() -> None:
    assert offices("President Lena Holm met President Jan Dahl.", "The president left.") == []


def test_a_holder_over_a_change_of_office_is_nobody() -> None:
    assert offices("The Iraqi prime minister left.", period=(date(2018, 10, 1), date(2018, 11, 30))) == []


def test_a_foreign_holder_is_meant_only_near_by() -> None:
    far = ["President Jean Dupont of France rested.", "French President Jean Dupont rested."]
    between = ["Iraq is hot.", "Iraq is dry.", "Iraqis wait in Iraq.", "Iraqis hope."]
    assert offices(*far, "The president left.") == [("president", "Jean Dupont")]
    assert offices(*far, *between, "The president left.") == []


@pytest.mark.parametrize("text", metonyms().yes)
def test_a_capital_stands_for_its_government(text: str) -> None:
    found = find(text)
    meant = [row for row in found.mentions if row.refers_to_entity_id]
    assert meant
    rows = {row.entity_id: row for row in found.entities}
    for row in meant:
        place, body = rows[row.entity_id], rows[row.refers_to_entity_id or ""]
        assert (row.mention_kind, place.entity_type) == ("metonym", "place")
        assert (body.entity_type, body.sector, body.country) == ("organization", "GOV", place.country)
        assert body.mention_count >= 1


@pytest.mark.parametrize("text", metonyms().no)
def test_a_capital_may_be_a_town(text: str) -> None:
    found = find(text)
    assert found.mentions
    assert not [row for row in found.mentions if row.refers_to_entity_id or row.mention_kind == "metonym"]


def test_names_of_governments() -> None:
    assert governments("Washington and Baghdad rejected the plan.") == [
        ("Washington", "Government of the United States"),
        ("Baghdad", "Government of Iraq"),
    ]
    assert {government(country).country for country in capitals().values()} == set(capitals().values())


def test_capitals_are_known_places() -> None:
    assert [row for row in capital_rows() if fold(row.capital) not in surface_forms(NOTHING)] == []
    assert len(capitals()) == len(set(capitals().values())) == len(capital_rows())


def test_without_a_tree_nothing_stands_for_anything() -> None:
    found = find(OPENING, "Baghdad rejected the plan. The prime minister left.", period=AUTUMN, engine=RULES)
    assert {row.mention_kind for row in found.mentions} <= {"full", "short"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mr. Kassem Suleymany slept.", "Qasem Soleimani"),
        ("Mr. Bashaar el-Assad slept.", "Bashar al-Assad"),
        ("Mr. Vladimeer Putin slept.", "Vladimir Putin"),
    ],
)
def test_a_new_spelling_of_a_known_name(text: str, name: str) -> None:
    (mention,) = find(text).mentions
    (entity,) = find(text).entities
    assert (entity.name, mention.link_method) == (name, "similar")
    assert mention.link_confidence < 0.95
    assert entity.entity_id in known_actors()


@pytest.mark.parametrize("text", ["Mr. Wladyslaw Putin slept.", "Mr. Bashir Assad slept.", "Mr. Putin Varga slept."])
def test_another_name_is_not_the_known_one(text: str) -> None:
    assert not [row for row in find(text).mentions if row.link_method == "similar"]


def test_a_title_before_the_surname_tells_the_sector_of_the_full_name() -> None:
    for texts in (
        ("Commander Bunjaku spoke.", "Afrim Bunjaku left."),
        ("Afrim Bunjaku left.", "Commander Bunjaku spoke."),
    ):
        (entity,) = find(*texts).entities
        assert (entity.name, entity.sector, entity.mention_count) == ("Afrim Bunjaku", "MIL", 2)
