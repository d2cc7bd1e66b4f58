"""Completeness: notices in place of an article, and articles of which only the beginning is there."""

import pytest

from flows.steps import Options, process
from flows.steps.read.seed import seed_of
from flows.steps.structure import structure
from flows.steps.structure.completeness import shortfall, signs
from flows.steps.text.draft import Draft

LEAD = (
    "The two governments agreed in the spring to open the border for traders and for the families that it has parted "
    "since the war, and both sent engineers to repair the only road between the towns before the summer was over."
)
MORE = (
    "Nothing came of it. The engineers measured the road and went home, the traders wrote letters to both capitals, and "
    "the families waited for an answer that neither of the two ministries in charge of the matter has given to this day."
)
ARTICLE = ("A Border That Stays Shut", LEAD, MORE)


def code(*blocks: str) -> str | None:
    got = structure(Draft("\n\n".join(blocks)))
    found = shortfall(got.blocks, got.roles)
    return None if found is None else str(found.code)


@pytest.mark.parametrize("name", signs())
def test_signs_match_their_examples(name: str) -> None:
    sign = signs()[name]
    assert [text for text in sign.yes if not sign.find(text)] == []
    assert [text for text in sign.no if sign.find(text)] == []
    assert [pattern.pattern for pattern in sign.patterns if not any(map(pattern.search, sign.yes))] == []


@pytest.mark.parametrize(
    "blocks",
    [
        ("This article cannot be shown because of a fault in the file. Please try again later.",),
        ("A Border That Stays Shut", "This article could not be loaded."),
        ("A Border That Stays Shut", "We are sorry.", "The document you asked for is temporarily unavailable."),
        ("Error", "An internal error occurred while your request was handled.", "Reference 48-113"),
        ("A Border That Stays Shut", "By Ana Novak", "May 3, 2019", "The full text is not available in your country."),
        ("Oops! Something went wrong.",),
        ("404 Not Found", "What you asked for is not here."),
        ("The Border Review", "Sorry, the page you are looking for has been moved or no longer exists."),
        ("A Border That Stays Shut", "For copyright reasons this text was removed from the archive."),
    ],
)
def test_a_notice_in_place_of_an_article_is_reported(blocks: tuple[str, ...]) -> None:
    assert code(*blocks) == "error_page"


@pytest.mark.parametrize(
    "blocks",
    [
        ARTICLE,
        ("Treaty Lost", "The document could not be found in the archive, the ministry said on Tuesday."),
        ("Talks Fail", "The two sides failed to agree on a text. An error in the map was one reason."),
        (*ARTICLE, "This video is not available in your country."),
        ("404 People Arrested", "The police arrested 404 people in the capital on Sunday."),
        ("A Border That Stays Shut", LEAD, "The page with the map is missing from the copy that we have."),
    ],
)
def test_an_article_that_speaks_of_documents_is_none(blocks: tuple[str, ...]) -> None:
    assert code(*blocks) is None


@pytest.mark.parametrize(
    "blocks",
    [
        (*ARTICLE[:2], "Continue reading with a subscription", "Already a subscriber? Log in"),
        (*ARTICLE[:2], "You have read 3 of 3 free articles this month."),
        (*ARTICLE[:2], "Subscribe now for unlimited access. Only $1 a month."),
        (*ARTICLE[:2], "To read the rest, log in or register.", "Unlock this story with a free account"),
        (*ARTICLE[:2], "This article is exclusive to our subscribers."),
        (ARTICLE[0], LEAD.removesuffix("before the summer was over.") + "..."),
        (ARTICLE[0], LEAD, "The engineers measured the road and […]"),
    ],
)
def test_an_article_of_which_only_the_beginning_is_there_is_reported(blocks: tuple[str, ...]) -> None:
    assert code(*blocks) == "cut_off"


@pytest.mark.parametrize(
    "blocks",
    [
        ARTICLE,
        ("Already a subscriber? Log in", "Subscribe to continue reading", *ARTICLE),
        (*ARTICLE, *(f"{LEAD} This was year {year} of the plan." for year in range(10)), "Subscribe now for unlimited access."),
        (*ARTICLE, "Both parties continue to read the agreement in their own way."),
        (*ARTICLE, "Subscribe to our newsletter"),
        (*ARTICLE[:2], "Read the full story here.", MORE),
        (*ARTICLE, "The talks in the north went on until late on Sunday and the army ...", "In the south nobody came to the talks and the ..."),
    ],
)  # fmt: skip
def test_a_whole_article_is_whole(blocks: tuple[str, ...]) -> None:
    assert code(*blocks) is None


def test_the_issue_has_the_place_of_the_sign() -> None:
    text = "\n\n".join((*ARTICLE[:2], "Continue reading with a subscription"))
    issues = process(seed_of("a.txt", text.encode()), Options(language_model="rules")).issues
    [found] = [issue for issue in issues if issue.code == "cut_off"]
    assert text[found.raw_start : found.raw_end] == "Continue reading with a subscription"
    assert not found.is_quarantined
