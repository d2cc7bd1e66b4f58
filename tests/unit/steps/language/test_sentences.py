"""Sentences: what ends one and what does not."""

import pytest

from flows.steps.language.identify import language_of
from flows.steps.language.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        (),
        ("No end",),
        ("He went to the U.S.", "The U.S. Navy left on Jan. 5.", "It rained."),
        ("Gen. Ana B. Novak met Mr. Wei.", "They talked."),
        ('"No!" he said.', "She left…", "“Yes.”", "So be it."),
        ("It cost $1.5 million, i.e. nothing.", "Then it grew?", "Yes."),
        ("The talks ended [2].", "Nothing came of it."),
        ("At 5 p.m. they left.", "In the E.U. members agreed."),
        ("No. 5 won.", "See p. 12 for more."),
    ],
)
def test_sentences(parts: tuple[str, ...]) -> None:
    text = " ".join(parts)
    assert [text[start:end] for start, end in sentences(text)] == list(parts)


def test_sentences_of_long_text_take_linear_time() -> None:
    assert len(sentences("A b. " * 50_000)) == 50_000
    assert len(sentences(" " * 200_000 + "x." + " " * 200_000)) == 1


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("", None),
        ("Home", None),
        ("The army left the city on Monday, and the talks that were to follow have not begun.", "en"),
        ("Die Armee verließ die Stadt am Montag, nachdem die Regierung es ihr befohlen hatte.", "de"),
        ("Le gouvernement a annoncé lundi que les négociations avec les rebelles étaient suspendues.", "fr"),
    ],
)
def test_language(text: str, want: str | None) -> None:
    assert language_of(text) == want
