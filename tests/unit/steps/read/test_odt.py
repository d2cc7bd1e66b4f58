"""OpenDocument texts: the accepted text with its roles, everything else in the ledger, and what is refused."""

import pytest

from flows.errors import UnusableSeedError
from flows.steps import process
from flows.steps.options import Options
from flows.steps.read import SourceText, read
from flows.steps.read.seed import seed_of
from flows.steps.repair import repair
from schemas.vocab import IssueCode
from tests.office_files import odt, odt_parts, tp, zipped

PROSE = "The harbour council met on Tuesday and agreed that the old pier must be closed before the winter storms reach the coast of the island again."
STYLES = (
    '<style:style style:family="text" style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:family="text" style:name="T2"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:family="paragraph" style:name="P1" style:parent-style-name="Heading_20_1"/>'
    '<style:style style:family="paragraph" style:name="P2" style:parent-style-name="P2"/>'
    '<style:style style:family="paragraph" style:name="P3"><style:text-properties fo:font-size="20pt"/></style:style>'
)


def source(body: str, **more: str) -> SourceText:
    return read(seed_of("a.odt", odt(body, styles=STYLES, **more)))


def text(body: str, **more: str) -> str:
    """Return what is left of a document when the edits of its format are made and its text is repaired."""
    found = source(body, **more)
    return repair(found.text, found.markup).text


def removed(found: SourceText) -> list[tuple[str, str]]:
    return [(edit.rule_id, found.text[edit.start : edit.end].strip()) for edit in found.markup.edits]


def marks(found: SourceText) -> list[tuple[str, str]]:
    return [(str(mark.role), found.text[mark.start : mark.end]) for mark in found.markup.marks]


def deletion(content: str) -> str:
    return f'<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>{content}</text:deletion></text:changed-region></text:tracked-changes>'


CHANGE = '<text:change text:change-id="c1"/>'


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (tp("One.") + tp("") + tp(" Two. "), "One.\n\nTwo."),
        (tp("A\n   <text:span>bold\n</text:span> word"), "A bold word"),
        (tp("One<text:line-break/><text:line-break/>Two"), "One\n\nTwo"),
        (tp('a<text:tab/>b<text:s text:c="3"/>c'), "a b c"),
        (deletion(tp("left")) + tp(f"They {CHANGE}fled."), "They fled."),
        (deletion(tp("the end.") + tp("A whole one.") + tp("The start ")) + tp(f"Here is {CHANGE}and more."), "Here is and more."),
        (deletion(tp("Gone.")) + tp("One.") + CHANGE + tp("Two."), "One.\n\nTwo."),
        (deletion("<text:list><text:list-item>" + tp("Item") + "</text:list-item></text:list>") + tp(f"Here{CHANGE}."), "Here."),
        (tp('It held<text:span text:style-name="T2"> draft</text:span>.'), "It held."),
        (tp("One.") + '<text:section text:display="none">' + tp("Hidden.") + "</text:section>" + tp("Two."), "One.\n\nTwo."),
        (tp('in 1995<text:span text:style-name="T1">7</text:span>, it ended'), "in 1995, it ended"),
        (tp('40 km<text:span text:style-name="T1">2</text:span>'), "40 km2"),
        (tp("A box<draw:frame><draw:text-box>" + tp("We go.") + "</draw:text-box></draw:frame> here.") + tp("Then."), "A box here.\n\nWe go.\n\nThen."),
        (tp("A shape<draw:custom-shape>" + tp("We go.") + "</draw:custom-shape> here."), "A shape here.\n\nWe go."),
        ("<draw:frame><draw:text-box>" + tp("On the page.") + "</draw:text-box></draw:frame>" + tp("Text."), "On the page.\n\nText."),
        (tp('See <text:a xlink:href="https://x.example/1">the report</text:a>.'), "See the report."),
        (tp("<text:ruby><text:ruby-base>word</text:ruby-base><text:ruby-text>sound</text:ruby-text></text:ruby>"), "word"),
        (tp("a &lt;b&gt; &amp; c"), "a <b> & c"),
    ],
)  # fmt: skip
def test_the_accepted_text_is_shown(body: str, shown: str) -> None:
    assert text(body) == shown


def test_what_is_not_shown_is_in_the_ledger_with_its_rule() -> None:
    body = deletion(tp("left")) + tp(
        f"They {CHANGE}fled<office:annotation><dc:creator>A</dc:creator>{tp('Check this.')}</office:annotation>."
    )
    more = {
        "pages": f"<style:header>{tp('Island Papers')}</style:header><style:footer>{tp('Page <text:page-number>1</text:page-number>')}</style:footer>",
        "properties": "<dc:title>Draft</dc:title><meta:initial-creator>Ana Brandt</meta:initial-creator>",
    }
    assert removed(source(body, **more)) == [
        ("deleted_text", "left"),
        ("page_head", "Island Papers"),
        ("page_foot", "Page 1"),
        ("comment", "Check this."),
        ("file_property", "title: Draft\n\nauthor: Ana Brandt"),
    ]
    outcome = process(seed_of("a.odt", odt(body, **more)), Options(language_model="rules"))
    assert outcome.documents[0].is_rebuilt_exactly
    assert [row.text for row in outcome.paragraphs] == ["They fled."]


def test_styles_lists_and_tables_give_roles() -> None:
    cell = "<table:table-cell>{}</table:table-cell>".format
    rows = [
        f"<table:table-row>{''.join(cell(tp(word)) for word in words)}</table:table-row>"
        for words in (("Date", "Place", "Killed"), ("3 May", "Goma", "2"))
    ]
    body = (
        tp("Pier closed", "Title") + tp("Nine to two", "Subtitle") + tp("What next", "P1") + '<text:h text:outline-level="1">Level</text:h>'
        + tp("Round", "P2") + f"<text:list><text:list-header>{tp('Head')}</text:list-header><text:list-item>{tp('First')}</text:list-item></text:list>"
        + f"<table:table><table:table-header-rows>{rows[0]}</table:table-header-rows>{rows[1]}</table:table>"
        + f"<text:table-of-content><text:index-body>{tp('What next 4')}</text:index-body></text:table-of-content>" + tp(PROSE)
    )  # fmt: skip
    assert marks(source(body)) == [
        ("title", "Pier closed"),
        ("subtitle", "Nine to two"),
        ("heading", "What next"),
        ("heading", "Level"),
        ("list_item", "First"),
        ("table", "Date | Place | Killed\n3 May | Goma | 2"),
        ("navigation", "What next 4"),
    ]
    assert marks(source(tp("Pier closed", "P3") + tp(PROSE))) == [("title", "Pier closed")]


def test_notes_and_links() -> None:
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>".format
    found = source(
        tp(f'It ended in 1995{note(tp("See the report."))}, <text:a xlink:href="https://x.example/1">he said</text:a>.')
    )
    assert found.text == "It ended in 1995[1], he said.\n\n[1] See the report."
    assert marks(found) == [("reference", "[1] See the report.")]
    assert [(found.text[mark.start : mark.end], mark.target) for mark in found.markup.links] == [
        ("he said", "https://x.example/1")
    ]


LOCKED = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", IssueCode.EMPTY),
        (b"plain text", IssueCode.DAMAGED),
        (zipped({"other.xml": "<a/>"}), IssueCode.DAMAGED),
        (zipped(odt_parts(tp("Text.")) | {"META-INF/manifest.xml": LOCKED}), IssueCode.ENCRYPTED),
        (zipped({"content.xml": "<a><b></a>"}), IssueCode.DAMAGED),
        (zipped({"content.xml": "<a><body><spreadsheet/></body></a>"}), IssueCode.NO_TEXT),
        (odt(tp(" ")), IssueCode.NO_TEXT),
    ],
    ids=["empty", "text", "other archive", "password", "no XML", "a spreadsheet", "no text"],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(data: bytes, code: IssueCode) -> None:
    with pytest.raises(UnusableSeedError) as caught:
        read(seed_of("a.odt", data))
    assert caught.value.code == code
    assert "\n" not in str(caught.value) and "would be fine" in str(caught.value)


def test_a_document_type_without_entities_is_fine() -> None:
    parts = odt_parts(tp("Text."))
    parts["META-INF/manifest.xml"] = '<!DOCTYPE m PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd"><m/>'
    assert read(seed_of("a.odt", zipped(parts))).text == "Text."
