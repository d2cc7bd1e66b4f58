"""Clean texts: the original articles of this folder, as lists of paragraphs."""

from functools import cache
from pathlib import Path
from random import Random


@cache
def articles() -> tuple[tuple[str, ...], ...]:
    """Return all articles, each as its paragraphs: the title, then text with a short heading here and there."""
    text = (Path(__file__).parent / "articles.txt").read_text("utf-8")
    parts = text.split("# ")[1:]
    return tuple(tuple(block.strip() for block in part.split("\n\n") if block.strip()) for part in parts)


def prose(rng: Random, least_words: int = 0) -> list[str]:
    """Return an article, or several one after the other until there are `least_words`."""
    order = rng.sample(articles(), len(articles()))
    paragraphs: list[str] = []
    for article in order:
        paragraphs += article
        if sum(len(paragraph.split()) for paragraph in paragraphs) >= least_words:
            break
    return paragraphs


def excerpt(rng: Random, least: int, most: int) -> list[str]:
    """Return `least` to `most` paragraphs that follow each other in one article."""
    article = rng.choice(articles())
    count = min(rng.randint(least, most), len(article))
    start = rng.randrange(len(article) - count + 1)
    return list(article[start : start + count])
