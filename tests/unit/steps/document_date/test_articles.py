"""Short articles of several regions and decades: between which days each was written, by its words alone."""

from datetime import date
from importlib.resources import files
from typing import NamedTuple

import pytest

from flows.steps.document_date.decide import date_document
from schemas.data_files import load_toml
from tests.builders import passages


class Article(NamedTuple):
    """A block of `articles.toml`, whose head explains the keys."""

    written: date
    first: str
    last: str
    text: str


ARTICLES = load_toml(files("tests.unit.steps.document_date").joinpath("articles.toml"), dict[str, Article])


@pytest.mark.parametrize("name", ARTICLES)
def test_the_bounds_are_right_and_narrow(name: str) -> None:
    article = ARTICLES[name]
    blocks = [" ".join(block.split()) for block in article.text.split("\n\n")]
    found = date_document(passages(*filter(None, blocks)), "a.txt", ())
    first, last = found.not_before or date.min, found.not_after or date.max
    assert first <= article.written <= last
    assert str(first) >= article.first
    assert not article.last or str(last) <= article.last
