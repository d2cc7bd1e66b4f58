"""Stems and rarities, which decide how much a shared word counts."""

import pytest

from flows.corpus.lexical import plain_words, rarity, stem_set, stems


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("He met 12345 men on 4 May.", []),
        ("snake_case99 words", [("snake", 0), ("words", 13)]),
        ("Parliament, parliamentary", [("parlia", 0), ("parlia", 12)]),
        ("GROẞER", [("grosse", 0)]),
        ("l'Étranger arrive", [("étrang", 2), ("arrive", 11)]),
    ],
)
def test_long_words_give_their_first_letters_and_where_they_begin(text: str, found: list[tuple[str, int]]) -> None:
    assert list(stems(text)) == found
    assert stem_set(text) == {stem for stem, _ in found}


def test_only_words_between_the_offsets_count_and_none_that_are_ignored() -> None:
    text = "Before them soldiers marched behind tanks"
    assert list(stems(text, frozenset({"behind"}), 7, 35)) == [("soldie", 12), ("marche", 21)]


@pytest.mark.parametrize(
    ("holders", "texts", "expected"),
    [(0, 100, 1.0), (1, 100, 1.0), (2, 100, 1.0), (100, 100, 0.0), (200, 100, 0.0), (10, 100, 0.5886), (3, 4, 0.7075)],
)
def test_the_rarest_count_most_and_few_texts_as_eight(holders: int, texts: int, expected: float) -> None:
    assert rarity(holders, texts) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("“No,” it said –\n4.5 km", ("no", "it", "said", "45", "km")),
        ("GROẞ und İ\u3000x", ("gross", "und", "i̇", "x")),
    ],
)
def test_plain_words_are_in_lower_case_without_punctuation(text: str, words: tuple[str, ...]) -> None:
    assert plain_words(text) == words
