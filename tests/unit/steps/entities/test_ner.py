"""Names that a language model proposes: which are believed, what type they get, and what they take the place of."""

from dataclasses import replace

import pytest

from flows.steps.entities.candidates import Candidate
from flows.steps.entities.knowledge_base import NOTHING, NamedEntity
from flows.steps.entities.ner import merged, ner_candidates
from flows.steps.entities.passage_view import passage_view
from flows.steps.language.engine import RULES, load
from flows.steps.text.passage import NamedSpan
from schemas.vocab import EntityType, MentionKind
from tests.builders import passage


def proposed(text: str, *names: tuple[str, str, float | None]) -> list[tuple[str, str, float]]:
    """Return the words, type and confidence of each candidate where a model finds `names` in `text`."""
    (read,) = load(RULES).read([passage(text)])
    assert read.parse is not None
    spans = tuple(NamedSpan(text.index(name), text.index(name) + len(name), kind, share) for name, kind, share in names)
    view = passage_view(replace(read, parse=replace(read.parse, names=spans)), NOTHING)
    (found,) = ner_candidates([view])
    return [(text[row.start : row.end], row.entity.entity_type, row.confidence) for row in found]


@pytest.mark.parametrize(
    ("text", "name", "share", "wanted"),
    [
        ("Gloriana left.", "Gloriana", 0.95, ["Gloriana"]),
        ("Gloriana left.", "Gloriana", 0.5, []),
        ("Talks With The Harran Front Collapse", "Harran Front", 0.75, []),
        ("Talks With The Harran Front Collapse", "Harran Front", 0.9, ["Harran Front"]),
        ("they left.", "they", 0.95, []),
        ("The President left.", "President", 0.95, []),
        ("It was Dr. Varga's.", "Dr. Varga's", 0.95, ["Varga"]),
    ],
)
def test_names_that_are_believed(text: str, name: str, share: float, wanted: list[str]) -> None:
    assert [words for words, _, _ in proposed(text, (name, "person", share))] == wanted


def test_a_known_name_of_the_same_kind_is_that_entity() -> None:
    assert [row[1] for row in proposed("It crossed Iraq.", ("Iraq", "place", 0.9))] == [EntityType.COUNTRY]


def test_confidence_is_below_the_probability_and_grows_with_it() -> None:
    shares = [proposed("It was Harran.", ("Harran", "place", share))[0][2] for share in (0.7, 0.9, 0.97, 0.995)]
    assert shares == sorted(shares)
    assert shares[0] < 0.5 < shares[2] < 0.97


def test_a_model_without_probabilities_is_believed_as_one_that_gives_nine_in_ten() -> None:
    unstated, stated = (proposed("It was Harran.", ("Harran", "place", share)) for share in (None, 0.9))
    assert unstated == stated != []


def candidate(start: int, end: int, kind: str, *, known: bool = False, share: float = 0.0, rule: str = "") -> Candidate:
    entity = NamedEntity(name=f"{start}-{end}", entity_type=kind)
    return Candidate(
        start=start,
        end=end,
        entity=entity,
        kind=MentionKind.FULL,
        recogniser=rule or ("model" if share else "head_rule"),
        confidence=0.8,
        is_known=known,
        probability=share,
    )


PLACE, BODY, PERSON = EntityType.PLACE, EntityType.ORGANIZATION, EntityType.PERSON


@pytest.mark.parametrize(
    ("ruled", "name", "is_kept"),
    [
        (candidate(8, 12, PLACE, known=True), candidate(0, 12, BODY, share=0.9), True),  # Library of the Netherlands
        (candidate(8, 12, PERSON, known=True), candidate(0, 12, BODY, share=0.9), False),  # a known person inside
        (candidate(0, 12, BODY), candidate(0, 4, PLACE, share=0.9), False),  # U.S. in U.S. Embassy
        (candidate(0, 12, PLACE), candidate(0, 12, BODY, share=0.9), True),  # a rule's type against the model's
        (candidate(0, 12, PLACE, known=True), candidate(0, 12, BODY, share=0.9), False),
        (candidate(0, 12, PERSON, rule="title_rule"), candidate(0, 12, BODY, share=0.9), False),
        (candidate(0, 8, BODY), candidate(4, 12, BODY, share=0.9), True),  # overlapping, neither inside the other
        (candidate(0, 8, BODY, known=True), candidate(4, 12, BODY, share=0.9), False),
        (candidate(0, 8, BODY), candidate(4, 12, BODY, share=0.6), False),  # not sure enough
        (candidate(0, 8, BODY), candidate(9, 12, BODY, share=0.6), True),  # nothing in its way
    ],
)
def test_names_beside_those_of_rules(ruled: Candidate, name: Candidate, *, is_kept: bool) -> None:
    assert (name in merged([ruled], [name])) == is_kept
    assert merged([ruled], []) == [ruled]
