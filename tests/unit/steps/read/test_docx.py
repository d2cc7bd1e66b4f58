"""Word documents: the accepted text with its roles, everything else in the ledger, and what is refused."""

import zlib
from collections.abc import Mapping

import pytest

from flows.errors import UnusableSeedError
from flows.steps import process
from flows.steps.models import Outcome
from flows.steps.options import Options
from flows.steps.read import SourceText, read
from flows.steps.read.seed import seed_of
from flows.steps.repair import repair
from schemas.vocab import IssueCode, Role
from tests.office_files import STRICT, docx, docx_parts, p, r, table, zipped

PROSE = "The harbour council met on Tuesday and agreed that the old pier must be closed before the winter storms reach the coast of the island again."
SUPER = '<w:vertAlign w:val="superscript"/>'
DEL = "<w:rPr><w:del/></w:rPr>"


def source(body: str, **more: Mapping[str, str] | str | None) -> SourceText:
    return read(seed_of("a.docx", docx(body, **more)))


def text(body: str, **more: Mapping[str, str] | str | None) -> str:
    """Return what is left of a document when the edits of its format are made and its text is repaired."""
    found = source(body, **more)
    return repair(found.text, found.markup).text


def removed(found: SourceText) -> list[tuple[str, str]]:
    return [(edit.rule_id, found.text[edit.start : edit.end]) for edit in found.markup.edits]


def marks(found: SourceText) -> list[tuple[str, str]]:
    return [(str(mark.role), found.text[mark.start : mark.end]) for mark in found.markup.marks]


def outcome_of(data: bytes) -> Outcome:
    return process(seed_of("a.docx", data), Options(language_model="rules"))


def deleted(content: str) -> str:
    return f"<w:del>{r(content, element='delText')}</w:del>"


def field(code: str, shown: str) -> str:
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return f"{sign('begin')}{r(code, element='instrText')}{sign('separate')}{r(shown)}{sign('end')}"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (p("They ", deleted("left"), f"<w:ins>{r('fled')}</w:ins>", " on Monday."), "They fled on Monday."),
        (p("They ", deleted("quietly "), "left."), "They left."),
        (p("They left", deleted(" quietly"), "."), "They left."),
        (p(deleted("Old "), "New text."), "New text."),
        (p(f"<w:moveFrom>{r('Gone. ')}</w:moveFrom>", "Kept.") + p(f"<w:moveTo>{r('Moved.')}</w:moveTo>"), "Kept.\n\nMoved."),
        (p("The first half ", settings=DEL) + p("and the second."), "The first half and the second."),
        (p("One.") + p(deleted("Two."), settings=DEL) + p("Three."), "One.\n\nThree."),
        (p("It held", r(" (check)", "<w:vanish/>"), "."), "It held."),
        (p("It held", r(" (yes)", '<w:vanish w:val="0"/>'), "."), "It held (yes)."),
        (p("in 1995", r("7", SUPER), ", it ended"), "in 1995, it ended"),
        (p("an area of 40 km", r("2", SUPER)), "an area of 40 km2"),
        (p("on the 5", r("th", SUPER), " of May"), "on the 5th of May"),
        (p("a", "<w:r><w:tab/></w:r>", "b", "<w:r><w:noBreakHyphen/></w:r>", "c"), "a b-c"),
        (p("One.", '<w:r><w:br w:type="page"/></w:r>', "Two."), "One.\n\nTwo."),
        (p("One.", "<w:r><w:br/></w:r>", "<w:r><w:br/></w:r>", "Two."), "One.\n\nTwo."),
        (p(" ") + p("One.  ") + p("") + p("Two."), "One.\n\nTwo."),
        (p("See ", field(' HYPERLINK "https://x.example/2" ', "the report"), "."), "See the report."),
        (p("A ", '<w:smartTag w:uri="x">' + r("name") + "</w:smartTag>", "."), "A name."),
        (f"<w:sdt><w:sdtContent>{p('Inside.')}</w:sdtContent></w:sdt>", "Inside."),
        (p("A<b>&c"), "A<b>&c"),
        (p("It ", '<w:r><w:sym w:font="Symbol" w:char="2022"/></w:r>', " held"), "It • held"),
    ],
)  # fmt: skip
def test_the_accepted_text_is_shown(body: str, shown: str) -> None:
    assert text(body) == shown


def test_what_is_not_shown_is_in_the_ledger_with_its_rule() -> None:
    parts = {
        "header1": p("Island Papers"),
        "footer2": p("Page 1"),
        "comments": f'<w:comment w:id="1">{p("Check this.")}</w:comment>',
    }
    found = source(
        p("They ", deleted("left"), "fled."), parts=parts, properties={"dc:title": "Draft", "dc:creator": "A. Brandt"}
    )
    assert [(rule_id, words.strip()) for rule_id, words in removed(found)] == [
        ("deleted_text", "left"),
        ("page_head", "Island Papers"),
        ("page_foot", "Page 1"),
        ("comment", "Check this."),
        ("file_property", "title: Draft\n\nauthor: A. Brandt"),
    ]
    outcome = outcome_of(docx(p("They ", deleted("left"), "fled."), parts=parts))
    assert outcome.documents[0].is_rebuilt_exactly
    assert {"deleted_text", "comment", "page_head", "page_foot"} <= {edit.rule_id for edit in outcome.edits}
    assert [row.text for row in outcome.paragraphs] == ["They fled."]


def test_styles_give_roles_in_all_languages_and_through_styles_of_users() -> None:
    found = source(
        p("Pier closed", style="Title") + p("Nine to two", style="Subtitle") + p("What next", style="Heading1")
        + p("First", style="ListBullet") + p("A bridge", style="Caption") + p(PROSE)
        + p("Numbered", settings='<w:numPr><w:numId w:val="3"/></w:numPr>')
        + p(PROSE, settings='<w:numPr><w:numId w:val="3"/></w:numPr>')
        + p("Level", settings='<w:outlineLvl w:val="1"/>')
        + p("No level", settings='<w:outlineLvl w:val="9"/>')
    )  # fmt: skip
    assert marks(found) == [
        ("title", "Pier closed"),
        ("subtitle", "Nine to two"),
        ("heading", "What next"),
        ("list_item", "First"),
        ("caption", "A bridge"),
        ("list_item", "Numbered"),
        ("heading", "Level"),
    ]


def test_a_style_may_be_based_on_others_also_in_a_circle() -> None:
    parts = docx_parts(p("Pier closed", style="Mine") + p("Text.", style="Round"))
    more = (
        '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Kop"/><w:basedOn w:val="Heading1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Round"><w:name w:val="Round"/><w:basedOn w:val="Round"/></w:style>'
    )
    parts["word/styles.xml"] = parts["word/styles.xml"].replace("</w:styles>", f"{more}</w:styles>")
    assert marks(read(seed_of("a.docx", zipped(parts)))) == [("heading", "Pier closed")]


def sized(words: str, half_points: int) -> str:
    return p(r(words, f'<w:sz w:val="{half_points}"/>'))


def test_larger_type_is_a_title_or_a_heading() -> None:
    found = source(sized("Pier closed", 36) + p(PROSE) + sized("What next", 28) + p(PROSE))
    assert marks(found) == [("title", "Pier closed"), ("heading", "What next")]
    found = source(sized("Pier closed", 36) + p("The title", style="Title") + p(PROSE))
    assert marks(found) == [("heading", "Pier closed"), ("title", "The title")]
    assert marks(source(sized(PROSE * 3, 40) + p(PROSE * 4))) == []


@pytest.mark.parametrize(
    ("properties", "want"),
    [
        ({"dc:title": "Pier closed in Vardo", "dc:creator": "Ana Brandt"}, [("title", "Pier closed in Vardo"), ("byline", "Ana Brandt")]),
        ({"dc:title": "A letter to my aunt", "dc:creator": "Administrator"}, []),
        ({"dc:title": "Pier", "dc:creator": "Ana"}, []),
    ],
)  # fmt: skip
def test_properties_count_where_the_text_repeats_them(properties: dict[str, str], want: list[tuple[str, str]]) -> None:
    found = source(p("HARBOUR NEWS") + p("Pier closed in Vardo") + p("Ana Brandt") + p(PROSE), properties=properties)
    assert marks(found) == want


def test_properties_alone_make_no_metadata() -> None:
    data = docx(
        p(PROSE),
        properties={
            "dc:title": "A letter to my aunt",
            "dc:creator": "Kim Holm",
            "dcterms:created": "2009-01-02T00:00:00Z",
        },
    )
    row = outcome_of(data).documents[0]
    assert (row.title, row.authors, row.published_start) == (None, None, None)


def test_notes_follow_the_text_as_references_and_their_marks_are_removed() -> None:
    mark = '<w:r><w:{}Reference w:id="{}"/></w:r>'
    parts = {
        "footnotes": f'<w:footnote w:id="-1" w:type="separator">{p("")}</w:footnote><w:footnote w:id="4">{p("See the annual report.")}</w:footnote>',
        "endnotes": f'<w:endnote w:id="4">{p("Interview, May 2020.")}</w:endnote>',
    }
    body = p("It ended in 1995", mark.format("footnote", 4), ", he said", mark.format("endnote", 4), ".")
    found = source(body, parts=parts)
    assert found.text == "It ended in 1995[1], he said[2].\n\n[1] See the annual report.\n\n[2] Interview, May 2020."
    assert marks(found)[-2:] == [("reference", "[1] See the annual report."), ("reference", "[2] Interview, May 2020.")]
    assert text(body, parts=parts).startswith("It ended in 1995, he said.")


def test_links_have_their_targets_and_nothing_else_is_loaded() -> None:
    link = f'<w:hyperlink r:id="r9">{r("the report")}</w:hyperlink>'
    found = source(p("See ", link, "."), links={"r9": "https://x.example/1"})
    assert [(found.text[mark.start : mark.end], mark.target) for mark in found.markup.links] == [
        ("the report", "https://x.example/1")
    ]
    parts = docx_parts(p("Text.", f'<w:hyperlink r:id="none">{r(" More.")}</w:hyperlink>'))
    parts["word/_rels/document.xml.rels"] = (
        '<Relationships xmlns="x"><Relationship Id="r1" Type="y/subDocument" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    )
    assert read(seed_of("a.docx", zipped(parts))).text == "Text. More."


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('We will not go.')}</w:txbxContent>"
    both = f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    old = f"<w:r><mc:AlternateContent><mc:Choice/><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    for runs in (both, old):
        assert text(p("She ", runs, "spoke.") + p("Then.")) == "She spoke.\n\nWe will not go.\n\nThen."


def test_a_table_stays_a_table_and_one_that_only_places_text_does_not() -> None:
    data = table(("Date", "Place", "Killed"), ("3 May", "Goma", p("2") + p("(one child)")))
    found = source(p(PROSE) + data + p(PROSE))
    assert marks(found) == [("table", "Date | Place | Killed\n3 May | Goma | 2 (one child)")]
    assert [row.role for row in outcome_of(docx(p(PROSE) + data)).paragraphs] == [Role.BODY, Role.TABLE]
    page = table((p("Menu") + p("Contact"), p(PROSE) + p(PROSE)), ("Foot", "Right"))
    assert text(page) == f"Menu\n\nContact\n\n{PROSE}\n\n{PROSE}\n\nFoot\n\nRight"
    assert text(table((p(PROSE),), (p(PROSE),))) == f"{PROSE}\n\n{PROSE}"
    assert source(table(("a", "b"), ("c", table(("d", "e"))))).text == "a | b\nc | d e"


def test_a_table_of_contents_is_navigation() -> None:
    contents = f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>{p("What next 4")}</w:sdtContent></w:sdt>'
    assert marks(source(contents + p(PROSE))) == [("navigation", "What next 4")]


def test_strict_documents_are_read_alike() -> None:
    assert text(p("They ", deleted("left"), "fled."), namespace=STRICT) == "They fled."


def locked(data: bytes) -> bytes:
    """Return a ZIP archive whose parts are marked as encrypted."""
    at, made = data.find(b"PK\x01\x02"), bytearray(data)
    while at >= 0:
        made[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    return bytes(made)


def with_main(content: str | bytes) -> bytes:
    return zipped(docx_parts("") | {"word/document.xml": content})  # type: ignore[dict-item]


DEEP = "<a>" * 2000 + "</a>" * 2000
ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", IssueCode.EMPTY),
        (b"PK\x03\x04" + bytes(60), IssueCode.DAMAGED),
        (b"plain text", IssueCode.DAMAGED),
        (docx(p(PROSE))[:900], IssueCode.DAMAGED),
        (zipped({"other.xml": "<a/>"}), IssueCode.DAMAGED),
        (locked(docx(p(PROSE))), IssueCode.ENCRYPTED),
        (OLE, IssueCode.BINARY),
        (OLE + "EncryptedPackage".encode("utf-16-le"), IssueCode.ENCRYPTED),
        (with_main("<a><b></a>"), IssueCode.DAMAGED),
        (with_main(""), IssueCode.DAMAGED),
        (with_main(ENTITIES), IssueCode.DAMAGED),
        (with_main(OUTSIDE), IssueCode.DAMAGED),
        (with_main(DEEP), IssueCode.DAMAGED),
        (with_main(b"<a>" + b" " * (65 << 20) + b"</a>"), IssueCode.DAMAGED),
        (docx(p(" ") + p("")), IssueCode.NO_TEXT),
        (docx(p(deleted("All gone."))), IssueCode.NO_TEXT),
    ],
    ids=["empty", "no archive", "text", "cut", "other archive", "locked", "old", "password", "no XML", "no content",
         "entities", "outside", "deep", "bomb", "no text", "all deleted"],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_one_sentence(data: bytes, code: IssueCode) -> None:
    with pytest.raises(UnusableSeedError) as caught:
        read(seed_of("a.docx", data))
    assert caught.value.code == code
    assert "\n" not in str(caught.value) and "would be fine" in str(caught.value)


def test_a_part_with_other_bytes_than_its_sum_is_refused() -> None:
    data = docx(p(PROSE))
    packed = zlib.compress(docx_parts(p(PROSE))["word/document.xml"].encode())[2:12]
    broken = data.replace(packed, bytes(len(packed)))
    with pytest.raises(UnusableSeedError, match="damaged"):
        read(seed_of("a.docx", broken if broken != data else data[:300] + bytes(40) + data[340:]))


def test_a_document_under_its_old_ending_is_read_by_its_content() -> None:
    assert read(seed_of("a.doc", docx(p("Text.")))).text == "Text."
    with pytest.raises(UnusableSeedError, match=r"Word 97 to 2003, which is not read; .* \.docx would be fine"):
        read(seed_of("a.doc", OLE))
