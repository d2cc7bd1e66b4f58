"""Electronic books: chapters in reading order, their markup in the ledger, and what is refused."""

import pytest

from flows.errors import UnusableSeedError
from flows.steps import process
from flows.steps.options import Options
from flows.steps.read import SourceText, read
from flows.steps.read.seed import seed_of
from flows.steps.repair import repair
from schemas.vocab import IssueCode
from tests.office_files import epub, epub_parts, zipped

PROSE = "The harbour council met on Tuesday and agreed that the old pier must be closed before the winter storms reach the coast of the island again."
CHAPTERS = {
    "nav.xhtml": "<nav><ol><li><a href='b.xhtml'>The storm</a></li></ol></nav>",
    "b two.xhtml": f"<h1>The storm</h1><p>{PROSE}</p><aside><p>{PROSE}</p></aside>",
    "a.xhtml": f"<h1>The calm</h1><p>It ended in 1995<sup>7</sup>, he said.</p><ul><li>First</li></ul><table><tr><td>a</td><td>b</td></tr></table><p>{PROSE}</p>",
}
METADATA = (
    "<dc:title>Years of Storms</dc:title><dc:creator>Ana Brandt</dc:creator><dc:creator>Joel Okello</dc:creator><dc:publisher>Harbour House</dc:publisher>"
    '<dc:date opf:event="modification">2022-01-01</dc:date><dc:date>2021-03-04T00:00:00+00:00</dc:date>'
)


def source(data: bytes) -> SourceText:
    return read(seed_of("a.epub", data))


def test_chapters_are_read_in_the_order_of_the_spine() -> None:
    found = source(epub(CHAPTERS, METADATA))
    draft = repair(found.text, found.markup)
    assert draft.text.split("\n\n") == [
        "The storm",
        "The storm",
        PROSE,
        PROSE,
        "The calm",
        "It ended in 1995, he said.",
        "First",
        "a | b",
        PROSE,
    ]
    assert [str(mark.role) for mark in found.markup.marks] == ["navigation", "heading", "heading", "list_item", "table"]
    assert found.encoding is None and found.text.count("<html") == 3


def test_the_package_states_the_facts_of_the_book() -> None:
    outcome = process(seed_of("a.epub", epub(CHAPTERS, METADATA)), Options(language_model="rules"))
    row = outcome.documents[0]
    assert (row.title, row.authors, row.publisher) == ("Years of Storms", "Ana Brandt | Joel Okello", "Harbour House")
    assert (str(row.published_start), row.media_type, row.is_rebuilt_exactly) == (
        "2021-03-04",
        "application/epub+zip",
        True,
    )
    assert outcome.paragraphs[-1].section == "The calm"
    assert "file_property" in {edit.rule_id for edit in outcome.edits}
    text = read(seed_of("a.epub", epub(CHAPTERS, METADATA))).text
    assert text[row.title_start : row.title_end] == "Years of Storms"


def test_a_year_alone_is_no_day() -> None:
    outcome = process(seed_of("a.epub", epub(CHAPTERS, "<dc:date>2021</dc:date>")), Options(language_model="rules"))
    assert outcome.documents[0].published_start is None


def encryption(algorithm: str) -> dict[str, str]:
    return {
        "META-INF/encryption.xml": f'<e:encryption xmlns:e="x"><EncryptedData xmlns="y"><EncryptionMethod Algorithm="{algorithm}"/></EncryptedData></e:encryption>'
    }


def test_hidden_fonts_are_no_protection() -> None:
    assert source(zipped(epub_parts(CHAPTERS) | encryption("http://www.idpf.org/2008/embedding"))).text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", IssueCode.EMPTY),
        (b"plain text", IssueCode.DAMAGED),
        (zipped({"other.xml": "<a/>"}), IssueCode.DAMAGED),
        (zipped(epub_parts(CHAPTERS) | encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")), IssueCode.ENCRYPTED),
        (zipped(epub_parts({"../../secret.xhtml": "<p>x</p>"})), IssueCode.NO_TEXT),
        (epub({"a.xhtml": "<p><img src='a.png'/></p>"}), IssueCode.NO_TEXT),
        (epub({"nav.xhtml": "<nav>Contents</nav>"}), IssueCode.NO_TEXT),
        (epub({}), IssueCode.NO_TEXT),
    ],
    ids=["empty", "text", "other archive", "protected", "outside", "pictures", "contents alone", "no chapters"],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(data: bytes, code: IssueCode) -> None:
    with pytest.raises(UnusableSeedError) as caught:
        source(data)
    assert caught.value.code == code
    assert "\n" not in str(caught.value) and "would be fine" in str(caught.value)
