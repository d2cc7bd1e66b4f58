"""Names in text: what is found, what is left alone, and what it is linked to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.steps.entities import LinkedMentions, find_mentions
from flows.steps.entities.actor_phrases import describe
from flows.steps.entities.tokens import fold
from tests.builders import passages


def find(*texts: str) -> LinkedMentions:
    """Return what the paragraphs `texts` of one document name; raw offsets lie 100 behind."""
    return find_mentions(passages(*texts, raw_start=100))


def pairs(*texts: str) -> list[tuple[str, str]]:
    """Return text and entity name of each mention."""
    found = find(*texts)
    by_id = {entity.entity_id: entity.name for entity in found.entities}
    return [(mention.text, by_id[mention.entity_id]) for mention in found.mentions]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "...",
        "He said that she and I would go.",
        "turkey and china on the table",
        "Us and them.",
        "THEY TOLD US ALL",
        "In May we met.",
        "The ministry, the army and the party met.",
        "I",
        "al-",
        "'s",
        "A.B.C.",
    ],
)
def test_nothing_is_named(text: str) -> None:
    assert find(text) == LinkedMentions()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Iraq\u2019s army", [("Iraq", "Iraq")]),
        ("the U.S.-led force", [("U.S.", "United States")]),
        ("Iran-backed men", [("Iran", "Iran")]),
        ("anti-Iran talk", [("Iran", "Iran")]),
        ("the post-Islamic State years", [("Islamic State", "Islamic State")]),
        ("Saudi-Iranian talks", [("Saudi", "Saudis"), ("Iranian", "Iranians")]),
        ("Kata\u2019ib Hezbollah fired", [("Kata\u2019ib Hezbollah", "Kata'ib Hezbollah")]),
        (
            "Kataib Hizballah and Kataeb Hizbullah",
            [
                ("Kataib Hizballah", "Kata'ib Hezbollah"),
                ("Kataeb Hizbullah", "Kata'ib Hezbollah"),
            ],
        ),
        ("Ghasem Suleimani went", [("Ghasem Suleimani", "Qasem Soleimani")]),
        ("Moqtada al Sadr spoke", [("Moqtada al Sadr", "Muqtada al-Sadr")]),
        ("BAGHDAD (Wire) - Rain fell", [("BAGHDAD", "Baghdad")]),
        ("Recep Tayyip Erdo\u011fan left", [("Recep Tayyip Erdo\u011fan", "Recep Tayyip Erdogan")]),
        ("the United\nStates", [("United\nStates", "United States")]),
        (
            "the Washington Post office in Washington",
            [("Washington Post", "The Washington Post"), ("Washington", "Washington, D.C.")],
        ),
        ("Mr. Jack London slept", [("Jack London", "Jack London")]),
        ("South Korean ships near North Korea", [("South Korean", "South Koreans"), ("North Korea", "North Korea")]),
    ],
)
def test_known_names(text: str, wanted: list[tuple[str, str]]) -> None:
    assert pairs(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A note from Maj. Gen. Odd Varga arrived.", "Odd Varga"),
        ("President Lena O'Dowd\u2019s plane landed.", "Lena O'Dowd"),
        ("The unit's head Samir al-Quraini resigned.", "Samir al-Quraini"),
        ("Friends of Zaydun al-Quraini waited.", "Zaydun al-Quraini"),
        ("Then Maria J. von der Heide spoke.", "Maria J. von der Heide"),
        ("Then Prime Minister Tomas Varga Tuesday resigned.", "Tomas Varga"),
        ("Dr. Varga came.", "Varga"),
    ],
)
def test_people_by_rule(text: str, wanted: str) -> None:
    assert (wanted, wanted) in pairs(text)


@pytest.mark.parametrize(
    "text",
    [
        "Crowds gathered in Tal al-Quraini.",
        "The General Staff met.",
        "Will they come?",
        "Mark the date.",
        "Minister Varga's Rise And Fall Surprise All",
        "The May Day parade.",
        "Secretary General Assembly",
    ],
)
def test_no_person(text: str) -> None:
    assert not [entity.name for entity in find(text).entities if entity.entity_type == "person" and " " in entity.name]


def test_a_surname_means_who_was_named_in_full_anywhere_in_the_document() -> None:
    assert pairs("Varga left early.", "It was Prime Minister Tomas Varga.", "We saw Varga\u2019s car.") == [
        ("Varga", "Tomas Varga"),
        ("Tomas Varga", "Tomas Varga"),
        ("Varga", "Tomas Varga"),
    ]


def test_a_surname_with_an_article_is_known_without_it() -> None:
    assert [text for text, _ in pairs("Gen. Samir al-Quraini left. Quraini and al-Quraini are one.")] == [
        "Samir al-Quraini",
        "Quraini",
        "al-Quraini",
    ]


def test_a_shared_surname_is_left_open_with_a_note() -> None:
    found = find("Mr. Tomas Varga met Mrs. Lena Varga. Then Varga left.")
    assert [mention.text for mention in found.mentions] == ["Tomas Varga", "Lena Varga"]
    assert found.notes == ("Varga: may be Lena Varga, Tomas Varga",)


def test_a_known_surname_gives_way_to_its_bearer_in_the_document() -> None:
    found = find("The singer Maria Trump sang. Trump bowed.")
    assert [mention.text for mention in found.mentions] == ["Maria Trump"]
    assert found.notes


def test_an_acronym_in_brackets_stands_for_the_name_before_it() -> None:
    found = find("The Northern Fisheries Council (NFC) met.", "The NFC agreed.")
    assert len(found.entities) == 1
    assert [(mention.text, mention.mention_kind) for mention in found.mentions] == [
        ("Northern Fisheries Council", "full"),
        ("NFC", "acronym"),
        ("NFC", "acronym"),
    ]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Iraq's Interior Ministry", "IRQ"),
        ("the Iraqi Interior Ministry", "IRQ"),
        ("the Interior Ministry", None),
    ],
)
def test_a_body_takes_the_country_of_its_owner(text: str, country: str | None) -> None:
    ministry = next(entity for entity in find(f"Aides at {text} resigned.").entities if "Ministry" in entity.name)
    assert (ministry.country, ministry.sector) == (country, "GOV")


def test_rows_say_where_and_how() -> None:
    found = find("Gen. Qasim Soleimani met Iraqis.")
    first, second = found.mentions
    assert (first.start, first.end, first.raw_start, first.raw_end) == (5, 20, 105, 120)
    assert (first.mention_kind, first.link_method, first.recogniser) == ("full", "knowledge", "knowledge")
    assert second.mention_kind == "demonym"
    people = {entity.name: entity for entity in found.entities}
    assert people["Qasem Soleimani"].aliases == "Qasim Soleimani"
    assert (people["Iraqis"].entity_type, people["Iraqis"].country) == ("nationality_or_group", "IRQ")
    assert people["Iraqis"].entity_id != "Q796"


@given(st.lists(st.text(alphabet="US.' \u2019-aIlraqGen(ABC)\U0001f600\u0130\u00df\n", max_size=60), max_size=4))
def test_offsets_hold_on_any_text(texts: list[str]) -> None:
    found = find(*texts)
    ids = [entity.entity_id for entity in found.entities]
    assert ids == sorted(set(ids))
    assert {mention.entity_id for mention in found.mentions} == set(ids)
    assert sum(entity.mention_count for entity in found.entities) == len(found.mentions)
    position = (-1, 0)
    for mention in found.mentions:
        number = int(mention.paragraph_id.removeprefix("par_"))
        assert texts[number][mention.start : mention.end] == mention.text != ""
        assert (number, mention.start) >= position
        position = (number, mention.end)


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("", (None, None)),
        ("they", (None, None)),
        ("Iran", ("IRN", None)),
        ("Iran-backed militias", (None, "PRM")),
        ("Iraqi security forces", ("IRQ", "MIL")),
        ("U.S.-led coalition forces", (None, "MIL")),
        ("protesters", (None, "CVL")),
        ("lawmakers", (None, "LEG")),
        ("police", (None, "COP")),
        ("Hamas officials", ("PSE", "REB")),
        ("a former Velorian minister", (None, "ELI")),
        ("Russia's ambassador to Poland", ("RUS", "GOV")),
        ("anti-Iran protesters in Iraq", ("IRQ", "CVL")),
        ("FRENCH POLICE", ("FRA", "COP")),
    ],
)
def test_describe(phrase: str, wanted: tuple[str | None, str | None]) -> None:
    assert describe(phrase) == wanted


def test_a_people_before_a_known_name_of_its_country_makes_no_other_body() -> None:
    found = find("The Iraqi Badr Organization and the Badr Organization met.")
    assert {entity.name for entity in found.entities} >= {"Badr Organization"}
    assert not any(entity.name.startswith("Iraqi Badr") for entity in found.entities)
