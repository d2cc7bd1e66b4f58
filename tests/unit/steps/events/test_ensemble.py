"""Which candidate wins among the extractors, and what holds for all of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from flows.steps.entities import find_mentions
from flows.steps.events import ensemble, find_events
from flows.steps.events import sentence as sentences
from flows.steps.events.candidate import CandidateSource, EventCandidate
from flows.steps.events.extract import annotated
from flows.steps.events.sentence import AnnotatedSentence
from flows.steps.timex.reference import Reference
from tests.unit.steps.events.test_syntax import coded, read, sides

IN_OFFICE = date(2015, 3, 4)


def sentence(text: str) -> AnnotatedSentence:
    passages = read(text)
    found = find_mentions(passages)
    return next(annotated(passages, found.mentions, found.entities, ())).sentence(0)


@pytest.mark.parametrize(
    ("text", "victim"),
    [
        ("Gunmen shot dead a village chief in Nineveh.", "village chief"),
        ("Israeli troops shot dead a Palestinian teenager in Jenin.", "Palestinian teenager"),
        ("The rebels beat to death a farmer.", "farmer"),
        ("Soldiers shot dead three protesters.", "protesters"),
    ],
)
def test_words_of_a_trigger_are_no_part_of_a_participant(text: str, victim: str) -> None:
    assert sides(text, "ASSAULT")[1] == [victim]


def test_a_cause_is_no_recipient() -> None:
    assert sides("The minister resigned over the arrest of her brother.", "RETREAT") == (["minister"], [])


class Late:
    """An extractor behind the others, which gives the candidates of the tree once more, and one for each other word."""

    def reads(self, _sentence: AnnotatedSentence) -> bool:
        return True

    def candidates(self, found: AnnotatedSentence) -> Iterator[EventCandidate]:
        first = next(ensemble.EXTRACTORS[0].candidates(found))
        for token_index in range(len(found.tokens)):
            yield replace(first, first=token_index, last=token_index + 1, verb=token_index)


def test_a_later_extractor_has_the_words_that_no_earlier_one_took(monkeypatch: pytest.MonkeyPatch) -> None:
    text = sentence("Rebels attacked the base.")
    (own,) = ensemble.by_rules(text)
    monkeypatch.setattr(ensemble, "EXTRACTORS", (*ensemble.EXTRACTORS, Late()))
    found = ensemble.by_rules(text)
    assert [candidate.first for candidate in found] == list(range(len(text.tokens)))
    assert found[own.first] == own
    assert own.source is CandidateSource.SYNTAX


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Rebels attacked the base.", ["syntax"]),
        ("Sudan: Rebel attack on base", ["linear"]),  # a headline, whose tree is not asked
        ("The weather was fine.", []),
    ],
)
def test_candidates_name_their_source(text: str, sources: list[str]) -> None:
    assert [str(candidate.source) for candidate in ensemble.by_rules(sentence(text))] == sources


def test_nobody_acts_on_himself_whatever_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    class Selfish(Late):
        def candidates(self, found: AnnotatedSentence) -> Iterator[EventCandidate]:
            for candidate in ensemble.SyntaxExtractor().candidates(found):
                yield replace(candidate, recipients=candidate.actors)

    monkeypatch.setattr(ensemble, "EXTRACTORS", (Selfish(),))
    assert ensemble.by_rules(sentence("Angela Merkel attacked the base.")) == []


@pytest.mark.parametrize(
    "text", ["Angela Merkel attacked the German chancellor.", "Merkel was killed by the chancellor."]
)
def test_an_office_holder_does_not_attack_herself(text: str) -> None:
    passages = read(f"Angela Merkel, the German chancellor, spoke. {text}")
    found = find_mentions(passages, (IN_OFFICE, IN_OFFICE))
    rows = find_events(passages, found.mentions, found.entities, (), Reference(IN_OFFICE, IN_OFFICE)).events
    pairs = [(row.actor_entity_id, row.recipient_entity_id) for row in rows if row.actor_entity_id]
    assert [pair for pair in pairs if pair[0] == pair[1]] == []


def test_a_sentence_is_tokenised_and_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    spans: list[tuple[int, int]] = []
    built: list[object] = []
    tokenise, build = sentences.tokenise, sentences.AnnotatedParagraph._built
    monkeypatch.setattr(sentences, "tokenise", lambda text, *span: spans.append(span) or tokenise(text, *span))
    monkeypatch.setattr(
        sentences.AnnotatedParagraph, "_built", lambda own, number: built.append(number) or build(own, number)
    )
    coded("Angela Merkel visited Paris. On Monday she condemned Russia. There she condemned Iran, and she met him.")
    assert len(spans) == len(set(spans)) == 3
    assert sorted(built) == [0, 1, 2]
