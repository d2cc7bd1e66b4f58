"""RTF files: control words to text with roles, everything else in the ledger, and what is refused."""

import pytest

from flows.errors import UnusableSeedError
from flows.steps import process
from flows.steps.options import Options
from flows.steps.read import SourceText, read
from flows.steps.read.office_text import OFFICE_RULES
from flows.steps.read.seed import seed_of
from flows.steps.repair import repair
from schemas.vocab import IssueCode, Role
from tests.office_files import rtf

PROSE = "The harbour council met on Tuesday and agreed that the old pier must be closed before the winter storms reach the coast of the island again."


def source(body: str, head: str = "", page: int = 1252) -> SourceText:
    return read(seed_of("a.rtf", rtf(body, head, page=page)))


def text(body: str, head: str = "", page: int = 1252) -> str:
    """Return what is left of a document when the edits of its format are made and its text is repaired."""
    found = source(body, head, page)
    return repair(found.text, found.markup).text


def removed(found: SourceText) -> list[tuple[str, str]]:
    return [(edit.rule_id, found.text[edit.start : edit.end].strip()) for edit in found.markup.edits]


def marks(found: SourceText) -> list[tuple[str, str]]:
    return [(str(mark.role), found.text[mark.start : mark.end]) for mark in found.markup.marks]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (r"One.\par Two.\par", "One.\n\nTwo."),
        ("One.\\\nTwo.", "One.\n\nTwo."),
        ("One \nand\r\n two.", "One and two."),
        (r"One.\line\line Two.", "One.\n\nTwo."),
        (r"One.\page Two.", "One.\n\nTwo."),
        (r"caf\'e9 and {\b bold}\i  slanted\i0 .", "café and bold slanted."),
        (r"caf\u233?, caf\u233\'e9, {\uc0 caf\u233 }, {\uc2 caf\u233??}", "café, café, café, café"),
        (r"a \u-10179?\u-8704? face", "a 😀 face"),
        (r"\ldblquote At last\rdblquote  \emdash  it\rquote s over", "“At last” — it’s over"),
        (r"{\f1\'cc\'ee\'f1\'ea\'e2\'e0}, \'e9", "Москва, é"),
        (r"a\~b, co\-op, well\_known, \{c\}, d\\e", "a b, coop, well-known, {c}, d\\e"),
        (r"They {\deleted left}{\revised fled}.", "They fled."),
        (r"The first half {\deleted\par}and the second.", "The first half and the second."),
        (r"It held{\v  draft}\v  more\v0 .", "It held."),
        (r"in 1995{\super 7}, it ended", "in 1995, it ended"),
        (r"40 km{\super 2} on the 5{\super th}", "40 km2 on the 5th"),
        (r'See {\field{\*\fldinst HYPERLINK "https://x.example/2"}{\fldrslt the report}}.', "See the report."),
        (r"A {\*\unknown{\b secret} word}picture{\pict\pngblip 89504e47}{\*\shppict{\pict 00}}.", "A picture."),
        (r"A {\pict\bin6 {}\\{}}b.", "A b."),
        (r"{\upr{caf?}{\*\ud{caf\u233?}}} held", "café held"),
        (r"A {\object{\*\objdata 0105}{\result shown}} thing", "A shown thing"),
        (r"A box{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt We will not go.\par}}{\shprslt again}} here.\par Then.", "A box here.\n\nWe will not go.\n\nThen."),
        (r"\trowd\intbl Date\cell Place\cell Killed\cell\row\trowd\intbl 3 May\cell Goma\par town\cell 2\cell\row\pard After.", "Date | Place | Killed\n3 May | Goma town | 2\n\nAfter."),
        (r"\trowd\intbl Menu\cell One.\par\cell\row\pard After.", "Menu\n\nOne.\n\nAfter."),
        (r"{\xe index}{\tc contents}{\bkmkstart b}Text{\bkmkend b}", "Text"),
        (r"One {unclosed {\b group", "One unclosed group"),
        ("One\x00 two", "One two"),
        (r"One \'zz two\'4", "One zz two4"),
        (r"One} {\b two", "One"),
    ],
)  # fmt: skip
def test_the_text_is_shown(body: str, shown: str) -> None:
    assert text(body) == shown


@pytest.mark.parametrize(
    ("page", "data", "shown"),
    [
        (1251, rb"\'cf\'ee\'eb\'fc\'f1\'ea\'e8\'e5", "Польские"),
        (1250, rb"\'bfo\'b3nierze", "żołnierze"),
        (936, rb"\'ca\'bf\'b1\'f8", "士兵"),
        (932, rb"\'95\'ba\'8em", "兵士"),
        (65001, rb"caf\'c3\'a9", "café"),
        (1252, rb"a\'81b\'93c", "a\x81b“c"),
        (99999, rb"caf\'e9", "café"),
    ],
)
def test_bytes_are_read_by_the_code_page_of_the_file(page: int, data: bytes, shown: str) -> None:
    assert read(seed_of("a.rtf", rb"{\rtf1\ansi\ansicpg%d %s}" % (page, data))).text == shown


def test_what_is_not_shown_is_in_the_ledger_with_its_rule() -> None:
    body = r"{\header Island Papers\par}{\footerf Page {\field{\*\fldinst PAGE}{\fldrslt 1}}}They {\deleted left}fled.{\*\annotation{\*\atnid x} Check this.}\par"
    head = r"{\info{\title Draft}{\author Ana Brandt}{\creatim\yr2021\mo3\dy4\hr9}{\*\company Ours}}"
    found = source(body, head)
    assert removed(found) == [
        ("deleted_text", "left"),
        ("page_head", "Island Papers"),
        ("page_foot", "Page 1"),
        ("comment", "Check this."),
        ("file_property", "title: Draft\n\nauthor: Ana Brandt\n\ncreated: 2021-03-04"),
    ]
    outcome = process(seed_of("a.rtf", rtf(body, head)), Options(language_model="rules"))
    assert outcome.documents[0].is_rebuilt_exactly
    assert outcome.documents[0].published_start is None
    assert [row.text for row in outcome.paragraphs] == ["They fled."]


@pytest.mark.parametrize("rule", OFFICE_RULES, ids=lambda rule: rule.rule_id)
def test_the_examples_of_the_rules_are_true(rule) -> None:
    before = rule.before.replace(r"{\title Draft}", r"{\info{\title Draft}}")
    assert text(before) == rule.after
    assert rule.rule_id in dict(removed(source(before)))


def test_styles_sizes_and_lists_give_roles() -> None:
    assert marks(source(
        rf"\pard\s2\fs40 Pier closed\par\pard\plain {PROSE}\par\pard\s1\fs32 What next\par\pard\plain"
        rf"\pard{{\listtext 1.\tab}}\ls1 First\par\pard\plain\outlinelevel1 Level\par\pard\plain {PROSE}\par\pard\plain\fs30 Larger\par"
    )) == [("title", "Pier closed"), ("heading", "What next"), ("list_item", "First"), ("heading", "Level"), ("heading", "Larger")]  # fmt: skip
    assert marks(source(rf"{{\fs40 Pier closed}}\par {PROSE}\par")) == [("title", "Pier closed")]


def test_notes_follow_the_text_as_references() -> None:
    body = r"It ended in 1995{\super\chftn}{\footnote{\super\chftn} See the report.}, he said{\super\chftn}{\footnote\ftnalt{\super\chftn} Interview.}.\par Then."
    found = source(body)
    assert found.text == "It ended in 1995[1], he said[2].\n\nThen.\n\n[1] See the report.\n\n[2] Interview."
    assert marks(found) == [("reference", "[1] See the report."), ("reference", "[2] Interview.")]
    assert text(body).startswith("It ended in 1995, he said.")


def test_links_have_their_targets() -> None:
    found = source(r'See {\field{\*\fldinst{HYPERLINK "https://x.example/1" \\l "a"}}{\fldrslt{\ul the report}}}.')
    assert [(found.text[mark.start : mark.end], mark.target) for mark in found.markup.links] == [
        ("the report", "https://x.example/1")
    ]


def test_properties_count_where_the_text_repeats_them() -> None:
    head = r"{\info{\title Pier closed in Vardo}{\author Ana Brandt}}"
    found = source(rf"HARBOUR NEWS\par Pier closed in Vardo\par Ana Brandt\par 4 March 2021\par {PROSE}\par", head)
    assert marks(found) == [("title", "Pier closed in Vardo"), ("byline", "Ana Brandt")]
    outcome = process(
        seed_of("a.rtf", rtf(rf"Pier closed in Vardo\par Ana Brandt\par 4 March 2021\par {PROSE}\par {PROSE}\par")),
        Options(language_model="rules"),
    )
    row = outcome.documents[0]
    assert (row.title, row.authors, str(row.published_start), row.media_type) == (
        "Pier closed in Vardo",
        "Ana Brandt",
        "2021-03-04",
        "application/rtf",
    )
    assert [row.role for row in outcome.paragraphs][:3] == [Role.TITLE, Role.BYLINE, Role.DATELINE]


def test_half_a_character_is_replaced_and_reported() -> None:
    found = source(r"a w\u-10179?rd")
    assert found.text == "a w\ufffdrd"
    assert [half.code for half in found.replaced] == ["U+D83D"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", IssueCode.EMPTY),
        (b"plain text", IssueCode.DAMAGED),
        (rb"{\rtf1 }", IssueCode.NO_TEXT),
        (rb"{\rtf1{\pict 00}{\header Only this}}", IssueCode.NO_TEXT),
        (rb"{\rtf1 " + b"{" * 5000 + b"text", IssueCode.DAMAGED),
    ],
    ids=["empty", "text", "nothing", "a picture", "deep"],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(data: bytes, code: IssueCode) -> None:
    with pytest.raises(UnusableSeedError) as caught:
        read(seed_of("a.rtf", data))
    assert caught.value.code == code
    assert "\n" not in str(caught.value) and "would be fine" in str(caught.value)


@pytest.mark.parametrize("name", ["a.doc", "a.txt", "a.rtf"])
def test_the_content_counts_and_not_the_ending(name: str) -> None:
    assert read(seed_of(name, rtf("Text."))).media_type == "application/rtf"
    page = b"<html><body><p>Talks began.</p></body></html>"
    assert read(seed_of(name, page)).media_type == "text/html"
