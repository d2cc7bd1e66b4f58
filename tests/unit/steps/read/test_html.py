"""Web pages: what is shown and what is not, roles by markup, stated facts, and pages that try to break the reader."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.errors import UnusableSeedError
from flows.steps.assembly import edit_rows, paragraph_rows
from flows.steps.read import read
from flows.steps.read.html import read_html
from flows.steps.read.html_cues import class_role, table
from flows.steps.read.seed import seed_of
from flows.steps.repair import repair
from flows.steps.structure import Structure, structure
from flows.steps.text.draft import Draft
from flows.steps.text.ledger import is_rebuilt
from schemas.vocab import Basis, IssueCode, Role

ROOT = Path(__file__).parents[4]
GOLDEN = ROOT / "tests" / "golden" / "formats"
PROSE = (
    "The council of the valley met on Monday and decided, after a long debate, to open the old bridge to carts again.",
    "Its chair said that the repairs had cost more than anybody had expected, and that a toll would be asked for.",
    "Farmers on the far bank welcomed the news; they had been driving around the lake since the flood of last spring.",
)


def shown(source: str) -> list[str]:
    """Return the paragraphs of a page, and hold it to being rebuilt exactly."""
    decoded = read_html(source.encode())
    draft = repair(decoded.text, decoded.markup)
    found = structure(draft, decoded.markup)
    rows, _ = paragraph_rows("doc_0", draft, found)
    assert is_rebuilt(source, rows, edit_rows("doc_0", draft, found.blocks, rows))
    return [row.text for row in rows]


def structured(source: str) -> Structure:
    decoded = read_html(source.encode())
    return structure(repair(decoded.text, decoded.markup), decoded.markup)


def article(inside: str, head: str = "", outside: str = "") -> str:
    """Return a page with three paragraphs of text around `inside`."""
    first, second, third = (f"<p>{text}</p>" for text in PROSE)
    body = f"<article><h1>The bridge opens again</h1>{first}{inside}{second}{third}</article>{outside}"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("source", "paragraphs"),
    [
        ("<p>One<p>Two", ["One", "Two"]),
        ("One<br>two", ["One", "two"]),
        ("One<br><br>two", ["One", "two"]),
        ("<p>w<b>or</b>d</p>", ["word"]),
        ("<p>one\n\t two <i> three</i></p>", ["one two three"]),
        ("<p>a&nbsp;b &amp; c&lt;d&gt; &#8217;&#x2019; &copy 2020</p>", ["a b & c<d> ’’ © 2020"]),
        ("<p>AT&T, Q&A; &bogus; a < b and 3 > 2 <3</p>", ["AT&T, Q&A; &bogus; a < b and 3 > 2 <3"]),
        ("<p>a</p><!-- <p>b</p> --><p>c</p>", ["a", "c"]),
        ("<p>a</p><!-- never closed <p>b</p>", ["a", "b"]),
        ('<script>var a = "</b><p>x</p>";</script><p>a</p>', ["a"]),
        ("<script>'<!--'</script><p>a</p><script>'-->'</script>", ["a"]),
        ("<p>a</p><script>never closed <p>b</p>", ["a"]),
        ("<title>t<p>a</p>", ["t", "a"]),
        ("<p title='a > b'>c</p>", ["c"]),
        ('<p title="a>b</p><p>c</p>', ["b", "c"]),
        ("<p>a <", ["a <"]),
        ("<p>a</p><p hidden>b</p><div style='DISPLAY: none'>c<p>d</p></div><p>e</p>", ["a", "e"]),
        ("<p>a <span hidden>b <span>c</span> d</span> e</p>", ["a e"]),
        ("<template><p>a</p></template><svg><title>x</title><text>b</text></svg><p>c</p>", ["c"]),
        ("</div></p><p>a</p></body></html> ", ["a"]),
        ("<ul><li>one<li>two<ul><li>three</ul></ul>", ["one", "two", "three"]),
        ("<table><tr><td>a<td>b<td>c<tr><td>d<td>e<td>f</table>", ["a | b | c\nd | e | f"]),
        ("<table><tr><td><table><tr><td><p>a</p></table></table><p>b</p>", ["a", "b"]),
        ("<pre>one line\nanother line\n\nthird</pre>", ["one line", "another line", "third"]),
        ("<p>&nbsp;</p><p>a</p><p> </p>", ["a"]),
        ("\ufeff<p>a\u200bb</p>", ["ab"]),
        ("<P CLASS=x>a</P ><BR/><BR/>b", ["a", "b"]),
    ],
)
def test_shown_text(source: str, paragraphs: list[str]) -> None:
    assert shown(source) == paragraphs


@pytest.mark.parametrize(
    ("inside", "role"),
    [
        ("<h2>X of the bridge</h2>", Role.HEADING),
        ("<ul><li>x pays one coin</li><li>y pays two coins</li></ul>", Role.LIST_ITEM),
        ("<figure><figcaption>x under the bridge</figcaption></figure>", Role.CAPTION),
        ('<div class="pull-quote">x had cost more than anybody thought</div>', Role.PULL_QUOTE),
        ('<aside class="related"><h3>x</h3><p>y on Monday</p></aside>', Role.NAVIGATION),
        ("<nav><p>x</p></nav>", Role.NAVIGATION),
        ("<footer>x</footer>", Role.NAVIGATION),
        ("<table><tr><td>x</td><td>1</td><td>2</td></tr><tr><td>y</td><td>3</td><td>4</td></tr></table>", Role.TABLE),
        ("<p>x.</p>", Role.BODY),
    ],
)
def test_role_by_markup(inside: str, role: Role) -> None:
    page = article("", outside=inside) if inside.startswith("<footer") else article(inside)
    found = structured(page)
    roles = {
        block.text[0]: role for block, role in zip(found.blocks, found.roles, strict=True) if block.text[0] in "xXy"
    }
    assert set(roles.values()) == {role}


def test_text_outside_the_article_is_no_content() -> None:
    banner = "<div class='cookie-banner'><p>This page stores small files on your disk and asks you to agree to that.</p></div>"
    found = structured(article("", outside=banner))
    assert found.roles[-1] == Role.NAVIGATION
    assert found.roles[:2] == (Role.TITLE, Role.BODY)


def test_an_aside_that_is_text_of_the_article_stays_in_the_body() -> None:
    text = "A second bridge, further down, was lost to the same flood and will not be built again before the next year."
    found = structured(article(f'<div class="promo-block"><p>{text}</p></div>'))
    roles = [role for block, role in zip(found.blocks, found.roles, strict=True) if block.text == text]
    assert roles == [Role.BODY]


def author(value: str, more: str = "", end: str = "") -> str:
    return f'<script type="application/ld+json">[{{"@type": "NewsArticle", {more} "author": {value}}}{end}]</script>'


JSON_LD = (
    '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Valley Post"}, {"@type": ["NewsArticle"],'
    '"headline": "The bridge opens ag\\u0061in", "datePublished": "2020-05-06T23:30:00-05:00",'
    '"author": [{"name": "Ana Novak"}, {"name": "Li Wei"}], "publisher": {"name": "Valley Post"}}]}</script>'
)


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        (JSON_LD, "authors", "Ana Novak | Li Wei"),
        (JSON_LD, "publisher", "Valley Post"),
        (JSON_LD, "date", "2020-05-06"),
        (JSON_LD, "title", "The bridge opens again"),
        (author('{"@type": "Person", "givenName": "Ana", "familyName": "Novak"}'), "authors", "Ana Novak"),
        (author('{"familyName": "Novak", "additionalName": "M.", "givenName": "Ana"}'), "authors", "Ana M. Novak"),
        (
            author('[{"name": "", "givenName": "Ana", "familyName": "Novak"}, {"name": "Li Wei"}]'),
            "authors",
            "Ana Novak | Li Wei",
        ),
        (author('{"@type": "Person", "familyName": "Novak"}'), "authors", None),
        (author('{"@type": "Organization", "name": "Valley Post"}'), "authors", None),
        (author('{"@type": "Organization", "name": "Valley Post"}'), "publisher", "Valley Post"),
        (author('{"@type": ["NewsMediaOrganization"], "name": "Valley Post"}'), "authors", None),
        (
            author('[{"@type": "Organization", "name": "Valley Post"}, {"@type": "Person", "name": "Ana Novak"}]'),
            "authors",
            "Ana Novak",
        ),
        (author('{"@type": ["Person", "Organization"], "name": "Ana Novak"}'), "authors", "Ana Novak"),
        (
            author('{"@type": "Organization", "name": "Valley Post"}', '"publisher": {"name": "Post Group"},'),
            "publisher",
            "Post Group",
        ),
        (author('{"name": "Valley Post"}', '"publisher": {"name": "Valley Post"},'), "authors", None),
        (
            author('{"@id": "#ana"}', end=', {"@id": "#ana", "@type": "Person", "name": "Ana Novak"}'),
            "authors",
            "Ana Novak",
        ),
        (author('"Ana Novak, March 4, 2021"'), "authors", "Ana Novak"),
        (author('"March 4, 2021"'), "authors", None),
        ('<meta name=author content="Ana Novak @ananovak">', "authors", "Ana Novak"),
        (
            '<meta property="og:site_name" content="Valley Post"><meta name=author content="valley post">',
            "authors",
            None,
        ),
        ('<meta name=author content="By Ana Novak">', "authors", "Ana Novak"),
        ('<meta name=author content="https://x.example/ana">', "authors", None),
        ('<meta name=author content="admin">', "authors", None),
        ('<meta property="og:site_name" content="Tom &amp; Co">', "publisher", "Tom & Co"),
        ("<link rel=canonical href=https://x.example/a>", "url", "https://x.example/a"),
        ('<link rel=canonical href="/a">', "url", None),
        ('<meta property="article:published_time" content="2020-05-06T10:00Z">', "date", "2020-05-06"),
        ('<meta property="article:modified_time" content="2020-05-06">', "date", None),
        ('<meta name="date" content="2020-05-06">', "date", "2020-05-06"),
        ('<time datetime="2020-05-06T10:00">Wednesday</time>', "date", "2020-05-06"),
        (
            "<title>Tolls &ndash; now | Valley Post</title><meta property=og:site_name content='Valley Post'>",
            "title",
            "Tolls – now",
        ),
        ("<title>Tolls | again</title>", "title", "Tolls | again"),
        ('<script type="application/ld+json">{"@type": "Article", "headline": }</script>', "title", None),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script>", "title", None),
    ],
)
def test_stated_fact(head: str, field: str, value: str | None) -> None:
    decoded = read_html(article("", head=head).encode())
    facts = [fact for fact in decoded.markup.metadata if fact.field == field]
    assert (facts[0].value if facts else None) == value
    if field == "date" and value:
        assert decoded.text[facts[0].start : facts[0].end] == value


@pytest.mark.parametrize(
    ("head", "title", "code"),
    [
        ('<script type="application/ld+json">{"@type": "Article", "headline": "The \\ud800 bridge"}</script>', "The \ufffd bridge", "U+D800"),
        ('<script type="application/ld+json">{"@type": "Article", "headline": "The \\ud83d\\ude00 bridge"}</script>', "The 😀 bridge", None),
        ("<title>The &#xD800; bridge</title>", "The &#xD800; bridge", None),
        ('<meta property="og:title" content="The &#55296; &amp; bridge&#0;">', "The &#55296; & bridge&#0;", None),
    ],
)  # fmt: skip
def test_half_a_character_in_a_stated_fact_is_reported_or_stays_as_it_is_written(
    head: str, title: str, code: str | None
) -> None:
    source = read(seed_of("a.html", article("", head=head).encode()))
    fact = next(fact for fact in source.markup.metadata if fact.field == "title")
    assert fact.value == title
    assert fact.value.encode()
    assert [(replaced.start, replaced.end, replaced.code) for replaced in source.replaced] == (
        [(fact.start, fact.end, code)] if code else []
    )


def test_the_date_of_publication_is_told_from_others() -> None:
    head = '<meta name="date" content="2019-01-01"><meta property="article:published_time" content="2020-05-06">'
    facts = read_html(article("", head=head).encode()).markup.metadata
    assert [fact.value for fact in facts if fact.field == "date"] == ["2020-05-06"]


def test_a_title_on_the_page_is_its_own_evidence() -> None:
    found = structured(article("", head="<title>The bridge opens again - Valley Post</title>"))
    assert found.metadata.title is not None
    assert (found.metadata.title.value, found.metadata.title.basis) == ("The bridge opens again", Basis.TITLE_BLOCK)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<meta charset=utf-8><p>é".encode(), "utf-8"),
        ("<meta charset=iso-8859-1><p>é".encode(), "utf-8"),
        ("<meta charset=iso-8859-1><p>“é”".encode("cp1252"), "cp1252"),
        ('<meta http-equiv=x content="text/html; charset=windows-1251"><p>Мир'.encode("cp1251"), "cp1251"),
        ("<meta charset=punycode><p>“é” and nothing else in this text".encode("cp1252"), "cp1252"),
        ("<meta charset=nonsense><p>“é” and nothing else in this text".encode("cp1252"), "cp1252"),
        ("\ufeff<p>é".encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_encoding(data: bytes, encoding: str) -> None:
    decoded = read_html(data)
    assert decoded.encoding == encoding
    assert decoded.text.encode(encoding) == data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", IssueCode.EMPTY),
        (b"<html><body></body></html>", IssueCode.NO_TEXT),
        (b"<p>&nbsp;</p><script>text</script><!-- text -->", IssueCode.NO_TEXT),
        (b"<title></title><div hidden>text</div>", IssueCode.NO_TEXT),
        (b"%PDF-1.7 <p>text</p>", IssueCode.BINARY),
        (bytes(range(256)) * 8, IssueCode.BINARY),
    ],
)
def test_a_page_that_cannot_be_used(data: bytes, code: IssueCode) -> None:
    with pytest.raises(UnusableSeedError) as caught:
        read(seed_of("a.html", data))
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("role", table().classes)
def test_class_names_of_the_data(role: str) -> None:
    rule = table().classes[role]
    assert [name for name in rule.yes if class_role(name) != role] == []
    assert [name for name in rule.no if rule.pattern.search(name.replace("-", " ").lower())] == []


PIECES = st.sampled_from(
    [*"<>&;\"'/= \n", "<p>", "</p>", "<br>", "<div>", "</div>", "<b>", "</b>", "<li>", "<td>", "<tr>", "<a href=x>", "</a>",
     "<script>", "</script>", "<!--", "-->", "<h1>", "</h1>", "<nav>", "</nav>", "<span hidden>", "</span>", "<pre>", "&amp;",
     "&nbsp;", "&#0;", "&#55296;", "word ", "Two words. ", "goes on", "😀", "\r\n", "\xa0", "<title>", "</title>"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_page_is_rebuilt(soup: str) -> None:
    shown(f"text {soup}")


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<div></i>",
        '<a "',
        "<a b='>",
        '<a ">" ',
        "<!--",
        "<",
        "<title>",
        "<svg>",
        "<b><p hidden>",
        "<![CDATA[",
        "<a a=b a=c>",
    ],
)
def test_hostile_pages_take_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        source = "<p>text</p>" + unit * (size // len(unit))
        started = time.process_time()
        decoded = read_html(source.encode())
        repair(decoded.text, decoded.markup)
        return time.process_time() - started

    seconds(1000)
    small, large = seconds(50_000), seconds(400_000)
    assert large < 8 * 4 * max(small, 0.02)


@pytest.mark.slow
def test_five_megabytes_of_open_elements() -> None:
    started = time.process_time()
    assert read_html(("<p>text</p>" + "<div>" * 1_000_000).encode()).markup.edits
    assert time.process_time() - started < 60


@pytest.mark.parametrize("name", ["gulf_accord_page.html", "finland_old_page.html"])
def test_sample(name: str) -> None:
    """A missing golden file is written, and the test fails until somebody has read it."""
    decoded = read_html((ROOT / "seeds" / name).read_bytes())
    draft = repair(decoded.text, decoded.markup)
    found = structure(draft, decoded.markup)
    lines = [
        f"{fact.field}: {fact.value}  <- {decoded.text[fact.start : fact.end]!r}" for fact in decoded.markup.metadata
    ]
    lines += [f"{role:16} {block.text!r}" for block, role in zip(found.blocks, found.roles, strict=True)]
    lines += [
        f"{change.rule_id:16} {draft.raw[change.raw_start : change.raw_end]!r} -> {change.replacement!r}"
        for change in draft.changes
    ]
    got = "\n".join(lines) + "\n"
    want = GOLDEN / f"{name}.golden"
    if not want.exists():
        want.write_text(got, "utf-8")
        pytest.fail(f"wrote {want.name}: read it, and commit it if it is right")
    assert got == want.read_text("utf-8")


@pytest.mark.parametrize("control", ["\0", "\x1d", "\ufffe", "&#1;", "&#xD800;"])
def test_a_control_character_keeps_no_library_from_reading_a_page(control: str) -> None:
    """lxml moves the text behind a style into its parent, where it takes no character that XML forbids."""
    page = f'<meta name="date" content="1 BC"><p><style>p {{}}</style>One {control} two.</p><p>{"Three. " * 40}</p>'
    assert read_html(page.encode("utf-8", "surrogatepass")).text == page


@pytest.mark.parametrize(
    ("source", "want"),
    [
        ("in 1995<sup>7</sup>, it", "in 1995, it"),
        ("March 2020.<sup><a href='#f1'>12</a></sup> The", "March 2020. The"),
        ("in 2019<a href='#f4'><sup>4</sup></a> and", "in 2019 and"),
        ("paid 320<sup>1</sup> dollars", "paid 320 dollars"),
        ("killed 45<span><sup>12</sup></span> people", "killed 45 people"),
        ("said<sup>[1]</sup><sup>[2]</sup> so", "said so"),
        ("said<sup>1,2</sup> so", "said so"),
        ("said.<sup>a</sup> So", "said. So"),
        ("the council&nbsp;<sup>3</sup> met", "the council met"),
        ("the accord<a href='#fn3'>3</a> of 1995<a href='#_ftn4'>[4]</a> ended", "the accord of 1995 ended"),
        ("ended<sup class='reference'><a href='#cite_note-3'><span>[</span>3<span>]</span></a></sup>.", "ended."),
        ("the 5<sup>th</sup> army", "the 5th army"),
        ("le 1<sup>er</sup> mai, XVIII<sup>e</sup>", "le 1er mai, XVIIIe"),
        ("12 km<sup>2</sup> of land", "12 km2 of land"),
        ("2 × 10<sup>6</sup> men", "2 × 106 men"),
        ("the <sup>14</sup>C dates", "the 14C dates"),
        ("M<sup>c</sup>Donald", "McDonald"),
        ("x<sup>2</sup> + y<sup>2</sup>", "x2 + y2"),
        ("<sup>7</sup> See the report.", "7 See the report."),
        ("page <a href='?p=2'>2</a> <a href='#p3'>3</a>", "page 2 3"),
        ("see <a href='#n5'>note 5</a>", "see note 5"),
    ],
)  # fmt: skip
def test_the_marks_of_notes_are_no_part_of_words(source: str, want: str) -> None:
    decoded = read_html(f"<p>{source}</p>".encode())
    draft = Draft(decoded.text)
    draft.apply(decoded.markup.edits)
    assert draft.text == want


WORD = """<html xmlns:w="urn:schemas-microsoft-com:office:word"><body><p class=MsoTitle>Army takes Marra<o:p></o:p></p>
<p class=MsoNormal>Residents who ran to the hills <del cite="mailto:x">left</del><ins cite="mailto:x">fled</ins> at dawn, the council
said.<span style='mso-comment-continuation:1'><a href="#_msocom_1">[AB1]</a></span> Nobody knows where they are now.</p>
<p class=MsoListParagraph><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times"'>&nbsp;&nbsp; </span></span>The governor flew to the town.</p>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>Check this.</p></div></div></body></html>"""


def test_a_page_that_word_saved_has_its_accepted_text_and_no_signs_of_word() -> None:
    decoded = read_html(WORD.encode())
    draft = repair(decoded.text, decoded.markup)
    assert draft.text.split("\n\n") == [
        "Army takes Marra",
        "Residents who ran to the hills fled at dawn, the council said. Nobody knows where they are now.",
        "The governor flew to the town.",
    ]
    removed = {
        change.rule_id: draft.raw[change.raw_start : change.raw_end]
        for change in draft.changes
        if change.rule_id == "deleted_text"
    }
    assert removed == {"deleted_text": "left"}
    assert list(structure(draft, decoded.markup).roles) == ["title", "body", "list_item"]


@pytest.mark.parametrize("name", ["twitter-tweet", "instagram-media", "fb-post"])
def test_a_post_that_a_page_shows_is_no_statement_of_its_author(name: str) -> None:
    text = "The mediators of the union, who had brought both sides together in January, lost touch with the boats in a storm on Tuesday."
    page = f'<html><body><article><h1>Boats lost</h1><p>{text}</p><blockquote class="{name}"><p>Rwanda must stop arming M23.</p>— Army (@army)</blockquote><p>{text[::-1]}</p><p>{text} It rained.</p></article></body></html>'
    decoded = read_html(page.encode())
    roles = structure(repair(decoded.text, decoded.markup), decoded.markup).roles
    assert list(roles) == ["title", "body", "pull_quote", "pull_quote", "body", "body"]
