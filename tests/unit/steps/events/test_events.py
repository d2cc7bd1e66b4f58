"""Events: sides, factuality, dates, places, numbers, and rows that agree with each other."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.steps.entities import find_mentions
from flows.steps.events import Coded, find_events
from flows.steps.events.factuality import cues
from flows.steps.events.lexicon import noun_forms, verb_forms
from flows.steps.events.triggers import triggers
from flows.steps.language.engine import OWN, RULES, load
from flows.steps.models import DateExpression, Event
from flows.steps.text.passage import Passage
from flows.steps.timex.reference import Reference
from schemas.plover import codes
from schemas.vocab import EventType, Factuality
from tests import builders

DAY = date(2019, 5, 6)
WORDS = [
    "Iran",
    "Turkey",
    "attacked",
    "killed",
    "said",
    "that",
    "by",
    "of",
    "the",
    "and",
    ",",
    ".",
    "to",
    "will",
    "sanctions",
    "on",
    "imposed",
    "talks",
    "between",
    "12",
    "rebels",
    "'s",
    "U.S.",
    "if",
    "é",
    "😀",
]


def passage_of(text: str) -> Passage:
    return builders.passage(text, raw_start=7)


def dated(passage: Passage, words: str, *, known: bool = True) -> DateExpression:
    home = builders.paragraph(passage.text, passage.document_id, paragraph_id=passage.paragraph_id)
    unknown = {} if known else {"date_start": None, "date_end": None, "precision": None}
    return builders.date_expression(
        words, home, date_id=f"dat_{words}", **{"date_start": DAY, "date_end": DAY, **unknown}
    )


def coded(
    text: str,
    *words: str,
    reference: Reference | None = None,
    known: bool = True,
    language_model: str = RULES,
) -> Coded:
    passage = passage_of(text)
    passages = load(language_model).read([passage])
    found = find_mentions(passages)
    dates = [dated(passage, word, known=known) for word in words]
    return find_events(passages, found.mentions, found.entities, dates, reference or Reference())


def first(text: str, event_type: str, *words: str, language_model: str = RULES) -> Event:
    events = coded(text, *words, language_model=language_model).events
    return next(event for event in events if event.event_type == event_type)


def sides(text: str, event_type: str, language_model: str) -> tuple[list[str], list[str]]:
    event = first(text, event_type, language_model=language_model)
    rows = [row for row in coded(text, language_model=language_model).participants if row.event_id == event.event_id]
    actors, recipients = ([row.text for row in rows if row.role == role] for role in ("actor", "recipient"))
    return actors, recipients


@pytest.mark.parametrize(
    "text",
    ["", " ", "?!", "Iran", "killed", "killed by", "the attack on", "U.S.", "’s", "said that", "🚀 attacked 🚀."],
)
def test_fragments_give_no_event(text: str) -> None:
    assert coded(text) == Coded()


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "recipients"),
    [
        ("Turkey attacked Syria.", "ASSAULT", ["Turkey"], ["Syria"]),
        ("Syria was attacked by Turkey.", "ASSAULT", ["Turkey"], ["Syria"]),
        ("Protesters and students were arrested.", "COERCE", [], ["Protesters", "students"]),
        ("Two soldiers were killed in a raid by gunmen.", "ASSAULT", ["gunmen"], ["soldiers"]),
        ("The Turkish raid that killed two farmers angered Greece.", "ASSAULT", ["Turkish"], ["farmers"]),
        ("China's detention of two lawyers went on.", "COERCE", ["China"], ["lawyers"]),
        ("Talks between Peru and Chile began.", "CONSULT", ["Peru"], ["Chile"]),
        ("Norway and Sweden signed a treaty.", "SUPPORT", ["Norway"], ["Sweden"]),
        ("Criticism of Kenya by Uganda grew.", "ACCUSE", ["Uganda"], ["Kenya"]),
        ("Russia, which borders Finland, condemned Poland.", "ACCUSE", ["Russia"], ["Poland"]),
        ("Rebels attacked a camp, killing at least 12 soldiers.", "ASSAULT", ["Rebels"], ["camp"]),
        ("India said it had expelled two Pakistani diplomats.", "SANCTION", ["India"], ["Pakistani diplomats"]),
        ("Chad's elite soldiers attacked Sudan.", "ASSAULT", ["Chad's elite soldiers"], ["Sudan"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language_model", [RULES, OWN])
def test_sides(text: str, event_type: str, actors: list[str], recipients: list[str], language_model: str) -> None:
    assert sides(text, event_type, language_model) == (actors, recipients)


@pytest.mark.parametrize("block", ["denied", "negated", "demanded", "planned", "hypothetical"])
def test_factuality_cues_show_and_spare_their_examples(block: str) -> None:
    row = cues()[Factuality(block)]
    assert [told(text) for text in row.yes] == [block] * len(row.yes)
    assert block not in [told(text) for text in row.no]


def told(text: str) -> str:
    return first(text, "ASSAULT").factuality


@pytest.mark.parametrize(
    ("text", "said_by"),
    [
        ("Jordan said that Syria attacked Turkey.", "Jordan"),
        ("Syria attacked Turkey, Jordan said.", "Jordan"),
        ("According to Jordan, Syria attacked Turkey.", "Jordan"),
        ("Syria attacked Turkey.", None),
        ("Syria attacked Turkey, he said.", None),
    ],
)
@pytest.mark.parametrize("language_model", [RULES, OWN])
def test_attribution(text: str, said_by: str | None, language_model: str) -> None:
    assert first(text, "ASSAULT", language_model=language_model).attributed_to == said_by


@pytest.mark.parametrize(
    ("text", "word", "basis", "is_dated"),
    [
        ("Syria attacked Turkey on Monday.", "Monday", "same_clause", True),
        ("On Monday, Syria attacked Turkey.", "Monday", "same_clause", True),
        ("Prices rose on Monday, while Syria attacked Turkey.", "Monday", "same_sentence", True),
        ("Syria has attacked Turkey since Monday.", "Monday", "none", False),
        ("Prices rose on Monday. Syria attacked Turkey.", "Monday", "none", False),
    ],
)
def test_date_basis(text: str, word: str, basis: str, is_dated: bool) -> None:
    event = first(text, "ASSAULT", word)
    assert (event.date_basis, event.date_start == event.date_end == DAY) == (basis, is_dated)


@pytest.mark.parametrize("bound", [Reference(DAY, DAY), Reference(not_after=DAY)])
def test_event_without_date_is_bounded_by_the_document(bound: Reference) -> None:
    event = coded("Syria attacked Turkey.", reference=bound).events[0]
    assert (event.date_start, event.date_end, event.date_precision, event.date_basis) == (
        None, DAY, "open", "document_bound",
    )  # fmt: skip


def test_unresolved_date_is_linked_but_gives_no_day() -> None:
    event = coded("Syria attacked Turkey on Monday.", "Monday", known=False).events[0]
    assert (event.date_id, event.date_start, event.date_end, event.date_precision) == ("dat_Monday", None, None, "open")


def test_place_and_victims() -> None:
    event = first("Gunmen killed 12 people and wounded more than 1,100 in Kabul.", "ASSAULT")
    assert (event.place_name, event.killed, event.injured) == ("Kabul", 12, 1100)
    assert first("Three soldiers were killed by gunmen in Kabul.", "ASSAULT").killed == 3
    assert first("Gunmen killed 12 soldiers, 40 percent of the unit.", "ASSAULT").killed == 12


def test_a_text_without_full_stops_takes_no_longer_than_one_with_them() -> None:
    assert coded("Syria attacked Turkey and " * 4000).events == ()
    assert len(coded("Syria attacked Turkey. " * 400).events) == 400


def test_future_cooperation_is_an_agreement() -> None:
    event = coded("Japan will provide aid to Kenya.").events[0]
    assert (event.event_type, event.factuality, event.quad_class) == ("AGREE", "planned", "verbal_cooperation")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_rows_agree_on_any_text(words: list[str]) -> None:
    text = " ".join(words)
    found = coded(text)
    assert found == coded(text)
    assert len({event.event_id for event in found.events}) == len(found.events)
    for event in found.events:
        assert text[event.trigger_start : event.trigger_end] == event.trigger
        assert (event.raw_start, event.raw_end) == (event.trigger_start + 7, event.trigger_end + 7)
    keys = [(row.event_id, row.role, row.position) for row in found.participants]
    assert len(set(keys)) == len(keys)
    assert all(text[row.start : row.end] == row.text != "" for row in found.participants)


def test_flat_sides_equal_the_first_participants() -> None:
    found = coded("Turkish police arrested two Syrian activists and a nurse.")
    event, by_role = found.events[0], {(row.role, row.position): row for row in found.participants}
    assert event.actor_name == by_role["actor", 0].text
    assert event.actor_country == by_role["actor", 0].country == "TUR"
    assert event.recipient_sector == by_role["recipient", 0].sector


def test_codes_cover_the_types_and_every_sense_uses_a_known_mode() -> None:
    assert set(codes()) == set(EventType)
    assert {sense.event_type for sense in triggers()} == set(EventType)
    for sense in triggers():
        codes()[sense.event_type].score_of(sense.mode)


def test_unknown_mode_is_an_error() -> None:
    with pytest.raises(KeyError):
        replace(codes()[EventType.AID], modes={}).score_of("visit")


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("attack", {"attack", "attacks", "attacked", "attacking"}),
        ("strike", {"strike", "strikes", "struck", "striking"}),
        ("accuse", {"accuse", "accuses", "accused", "accusing"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("agree", {"agree", "agrees", "agreed", "agreeing"}),
    ],
)
def test_verb_forms(verb: str, forms: set[str]) -> None:
    assert {form for form, _ in verb_forms(verb)} == forms


def test_noun_forms() -> None:
    assert [noun_forms(noun) for noun in ("raid", "army", "air strike", "clash")] == [
        ("raid", "raids"), ("army", "armies"), ("air strike", "air strikes"), ("clash", "clashes"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Police arrested 50 activists.", 50),
        ("Police arrested at least 1,200 activists.", 1200),
        ("Police arrested three young activists.", 3),
        ("Police arrested two hundred activists.", 200),
        ("Police arrested 1.5 million activists.", 1_500_000),
        ("Police arrested a thousand activists.", 1000),
        ("Police arrested 12 of the activists.", 12),
        ("Police arrested dozens of activists.", None),
        ("Police arrested activists.", None),
        ("Police arrested the 2019 activists.", None),
    ],
)
@pytest.mark.parametrize("language_model", [RULES, OWN])
def test_sides_are_counted(text: str, number: int | None, language_model: str) -> None:
    rows = [row for row in coded(text, language_model=language_model).participants if row.role == "recipient"]
    assert [row.quantity for row in rows] == [number]
