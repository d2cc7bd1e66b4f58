"""Structure: phrases of pages, roles of blocks, pull quotes, and what a document says of itself."""

import pytest

from flows.steps import process
from flows.steps.lexicon.bylines import is_name_line, names_in
from flows.steps.options import Options
from flows.steps.read import read
from flows.steps.read.seed import seed_of
from flows.steps.repair import repair
from flows.steps.structure import Structure, cues, front_matter, structure
from flows.steps.structure.date_lines import is_date_line, is_dated_heading
from flows.steps.structure.front_matter import FrontMatter
from flows.steps.structure.outline import outline_of
from flows.steps.structure.roles import CLASSIFIERS
from flows.steps.text.draft import Draft

PROSE = (
    "The two governments agreed in the spring to open the border for traders and for the families that it has parted "
    "since the war, and both sent engineers to repair the only road between the towns before the summer was over."
)
MORE = (
    "Nothing came of it. The engineers measured the road and went home, the traders wrote letters to both capitals, and "
    "the families waited for an answer that neither of the two ministries in charge of the matter has given to this day."
)


def found(*blocks: str) -> Structure:
    return structure(Draft("\n\n".join(blocks)))


def roles(*blocks: str) -> list[str]:
    return [str(role) for role in found(*blocks).roles]


@pytest.mark.parametrize("kind", cues.table())
def test_cues_match_what_they_must_and_nothing_else(kind: str) -> None:
    examples = cues.table()[kind]
    assert examples.yes and examples.no
    assert [text for text in examples.yes if not cues.matches(kind, text)] == []
    assert [text for text in examples.no if cues.matches(kind, text)] == []


@pytest.mark.parametrize(
    "text", ["a" * 3000, "A " * 1500, "by " * 900, "Read " * 700, "a | b | c\n" * 40, "a » " * 400, "Ana Novak " * 180]
)
def test_cues_answer_at_once_on_odd_text(text: str) -> None:
    assert not any(cues.matches(kind, text) for kind in cues.table())


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Jan 5, 2020", True), ("5 January 2020", True), ("2020-01-05", True), ("Published: Monday, March 3, 2014 | 4 min read", True),
        ("March 2014", True), ("May the force be with you", False), ("On March 3, 2014 the army left.", False), ("2020", False),
    ],
)  # fmt: skip
def test_date_lines(text: str, want: bool) -> None:
    assert is_date_line(text) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("March 2003", True), ("Monday, March 3, 2014", True), ("Updated March 3, 2014", False),
        ("March 3, 2014 at 5:00 pm", False), ("The war of March 2003", False),
    ],
)  # fmt: skip
def test_dated_headings(text: str, want: bool) -> None:
    assert is_dated_heading(text) == want


@pytest.mark.parametrize(("mark", "want"), [("## ", "heading"), ("", "other")])
def test_a_date_between_paragraphs_is_a_heading_where_the_source_marks_it(mark: str, want: str) -> None:
    assert roles("# A Border That Stays Shut", PROSE, f"{mark}March 2003", MORE) == ["title", "body", want, "body"]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("By Ana Novak", ["Ana Novak"]),
        ("by Dr. Ana Novak and Musa al-Keita", ["Ana Novak", "Musa al-Keita"]),
        ("By Ana Novak, Danube News Agency", ["Ana Novak"]),
        ("Éloïse Garnier-Petrov", ["Éloïse Garnier-Petrov"]),
        ("Staff writer", []),
        ("By Ana Novak March 4, 2021", ["Ana Novak"]),
        ("By Ana Novak and Musa Keita Thursday, 4 March 2021", ["Ana Novak", "Musa Keita"]),
        ("By Ana Novak @ananovak Mar. 4", ["Ana Novak"]),
        ("By Ana Novak (@ananovak)", ["Ana Novak"]),
        ("BY ANA NOVAK UPDATED 9:14 AM ET", ["ANA NOVAK"]),
        ("By Ana Novak, Harbour Gazette, 2021-03-04", ["Ana Novak"]),
        ("By Ana Novak an hour ago", ["Ana Novak"]),
        ("Posted on March 4, 2021 by Ana Novak", ["Ana Novak"]),
        ("By Sunday Adeyemi March 4, 2021", ["Sunday Adeyemi"]),
        ("By Joe Friday", ["Joe Friday"]),
        ("By Ana Novak, Friday Okello and Joe Sunday, March 4", ["Ana Novak", "Friday Okello", "Joe Sunday"]),
        ("By April Summers", ["April Summers"]),
        ("By Augustin March", ["Augustin March"]),
        ("Thursday, March 4, 2021", []),
        ("Updated March 4, 2021", []),
    ],
)
def test_names_of_bylines(text: str, want: list[str]) -> None:
    assert list(names_in(text)) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [("Ana Novak", True), ("Ana Novak and Li Wei", True), ("THE END", False), ("Peace Now or never", False)],
)
def test_lines_of_names(text: str, want: bool) -> None:
    assert is_name_line(text) == want


@pytest.mark.parametrize(
    ("blocks", "want"),
    [
        ((), []),
        (("Home",), ["title"]),
        ((PROSE,), ["body"]),
        ((PROSE, MORE), ["body", "body"]),
        (("A Border That Stays Shut", PROSE, MORE), ["title", "body", "body"]),
        (("A Border That Stays Shut", "By Ana Novak", "May 3, 2019", PROSE), ["title", "byline", "dateline", "body"]),
        (("A Border That Stays Shut", "Why nobody on either side hurries.", PROSE, MORE), ["title", "subtitle", "body", "body"]),
        (("A Border That Stays Shut", PROSE, "What Comes Next", MORE), ["title", "body", "heading", "body"]),
        ((PROSE, "What comes next?", MORE), ["body", "heading", "body"]),
        ((PROSE, "Nothing.", MORE), ["body", "body", "body"]),
        ((PROSE, "- one point", "- another point", MORE), ["body", "list_item", "list_item", "body"]),
        (("Law passed", "By Sam Lee | Sept. 5th, 2022", PROSE), ["title", "byline", "body"]),
        ((PROSE, "Advertisement", MORE, "The law passed on May 14."), ["body", "navigation", "body", "body"]),
        ((PROSE, "Check Also", "War in the East, May 3, 2024", "The army went on …"), ["body", "navigation", "navigation", "navigation"]),
        ((PROSE, "RECOMMENDED", "Feb 11, 2022", "Li Wei", "TOPICS", "Borders"), ["body"] + ["navigation"] * 5),
        ((PROSE, "Ana Novak is a fellow at the Border Institute. The views expressed are her own."), ["body", "author_note"]),
        ((PROSE, "Ana Novak was a professor of law when the war began, and became a member of the court that ended it.", MORE), ["body"] * 3),
        ((PROSE, "Photo by Ana Novak/AFP via Getty Images"), ["body", "caption"]),
        ((PROSE, "The Border Institute (BI) is an independent, non-partisan research organization."), ["body", "legal_note"]),
        ((PROSE, "This article was originally published in the Danube Review."), ["body", "publication_note"]),
        ((PROSE, "References", "[1] A. Novak, Border Wars, 2014, p. 12."), ["body", "reference", "reference"]),
        ((PROSE, "Previous Navy seizes a boat", "Next Talks resume in the capital"), ["body", "navigation", "navigation"]),
        (("ABOUT THE AUTHOR", "Li Wei grew up on the border and has written three books about it. He lives in the capital.", PROSE, MORE),
         ["navigation", "author_note", "body", "body"]),
    ],
)  # fmt: skip
def test_roles(blocks: tuple[str, ...], want: list[str]) -> None:
    assert roles(*blocks) == want


@pytest.mark.parametrize("title", ["Army Takes Marra", "Army takes the town of Marra after a week of fighting"])
@pytest.mark.parametrize(
    ("line", "want", "authors"),
    [
        ("By Ana Novak March 4, 2021", "byline", "Ana Novak"),
        ("By Ana Novak and Musa Keita Updated 9:14 AM ET, Thu March 4, 2021", "byline", "Ana Novak | Musa Keita"),
        ("BY ANA NOVAK THURSDAY, MARCH 4, 2021", "byline", "ANA NOVAK"),
        ("By Ana Novak @ananovak 4 March 2021", "byline", "Ana Novak"),
        ("By Ana Novak 04/03/2021 09:14 GMT", "byline", "Ana Novak"),
        ("By Ana van der Novak March 4, 2021", "byline", "Ana van der Novak"),
        ("Ana Novak (Nairobi), 4 March 2021", "byline", "Ana Novak"),
        ("March 4, 2021 by Ana Novak", "byline", "Ana Novak"),
        ("Published Thursday, March 4, 2021, by Ana Novak and Musa Keita", "byline", "Ana Novak | Musa Keita"),
        ("Ana Novak, 4 March 2021", "byline", "Ana Novak"),
        ("Ana Novak 4 March 2021", "byline", "Ana Novak"),
        ("Ana Novak and Musa Keita - March 4, 2021", "byline", "Ana Novak | Musa Keita"),
        ("Ana Novak | Harbour Gazette | 4 March 2021", "byline", "Ana Novak"),
        ("Ana Novak, Nairobi, 4 March 2021", "byline", "Ana Novak"),
        ("Addis Ababa, 4 March 2021", "dateline", None),
        ("New York, March 4, 2021", "dateline", None),
        ("Opinion | Middle East | 4 March 2021", "navigation", None),
        ("By Main Ingredient:", "other", None),
        ("By March 4, 2021 the army had left the town.", "subtitle", None),
        ("By Ana Novak March 4, 2021 the army had left.", "subtitle", None),
    ],
)
def test_lines_with_a_day_below_the_title(line: str, want: str, authors: str | None, title: str) -> None:
    got = found(title, line, PROSE, MORE)
    assert [str(role) for role in got.roles] == ["title", want, "body", "body"]
    assert (got.metadata.authors and got.metadata.authors.value) == authors


def test_a_title_that_ends_with_a_day_stays_one() -> None:
    assert roles("Kampala Attack, 4 March 2021", PROSE, MORE) == ["title", "body", "body"]


@pytest.mark.parametrize(
    ("head", "want"),
    [
        (("Rebels free nun", "By Ana Brandt", "March 4, 2021", "Rebels freed a nun."), ["body"]),
        (("Rebels free nun", "By Ana Brandt", "The army fled.", "Nobody died."), ["body", "body"]),
        (
            ("Rebels free nun", "March 4, 2021", "“I am glad.”", "Photo: AFP", "She smiled."),
            ["body", "caption", "body"],
        ),
        (("Will the truce hold?", "By Ana Brandt", "The guns are silent…"), ["body"]),
        (
            (
                "Soldiers die in attack",
                "By Ana Brandt",
                "Rebels killed two soldiers near the town on Tuesday, the army and two officials said.",
            ),
            ["body"],
        ),
        (
            (
                "Soldiers die in attack",
                "By Ana Brandt",
                "The truce divides power on paper; whether it holds depends on money and guns.",
            ),
            ["subtitle"],
        ),
        (("Soldiers die in attack", "Two men fell on Tuesday.", "The army said so."), ["subtitle", "body"]),
        (("Rebels free nun", "By Ana Brandt", "What happened?"), ["heading"]),
        (("Rebels free nun", "By Ana Brandt", "Opinion"), ["other"]),
        (("Home", "News", "Sign in.", "Rebels free the nun of Marra", "By Ana Brandt"), ["byline"]),
    ],
)
def test_finished_sentences_below_the_head_are_text(head: tuple[str, ...], want: list[str]) -> None:
    assert roles(*head, PROSE, MORE)[len(head) - len(want) :] == [*want, "body", "body"]


def test_a_pull_quote_points_at_its_source_wherever_it_stands() -> None:
    quote = "The two governments agreed in the spring to open the border for traders."
    for blocks in ((MORE, quote, PROSE), (PROSE, quote, MORE)):
        got = found(*blocks)
        assert got.roles[1] == "pull_quote"
        assert got.blocks[got.kept_copies[1].position].text == PROSE


def test_a_paragraph_said_twice_stays_a_paragraph() -> None:
    got = found(PROSE, MORE, PROSE)
    assert list(got.roles) == ["body", "body", "body"]
    assert got.kept_copies[2].position == 0


def test_metadata_comes_with_its_place() -> None:
    text = (
        "A Border That Stays Shut\n\nBy Ana Novak and Li Wei\n\n"
        + PROSE
        + "\n\nFirst published by [the Danube Review](https://d.example/2019/05/03/border)."
    )
    draft = repair(text)
    facts = structure(draft).metadata
    assert facts.title and facts.authors and facts.publisher and facts.url
    assert facts.authors.value == "Ana Novak | Li Wei"
    assert draft.text[facts.authors.start : facts.authors.end] == "Ana Novak and Li Wei"
    assert (facts.publisher.value, facts.url.value) == ("Danube Review", "https://d.example/2019/05/03/border")
    assert draft.text[facts.title.start : facts.title.end] == facts.title.value


@pytest.mark.parametrize(
    ("byline", "meta", "want"),
    [
        ("By Ana Novak", "Syndication desk feed", "Ana Novak"),
        ("By Ana Novak", "Harbour Admin", "Ana Novak"),
        ("By A. M. Novak", "Ana Novak", "A. M. Novak"),
        ("By Ana Novak", "Harbour House", "Ana Novak"),
        ("By Ana Novak, Harbour Press Agency", "Harbour Press Agency", "Ana Novak"),
        ("By Ana Novak and Li Wei", "Ana Novak", "Ana Novak"),
        ("By staff writers", "Musa Keita", "Musa Keita"),
        ("March 4, 2021", "Musa Keita", "Musa Keita"),
        ("", "Musa Keita", "Musa Keita"),
    ],
)
def test_a_byline_goes_before_an_author_whom_the_page_does_not_show(byline: str, meta: str, want: str) -> None:
    page = f"""<html><head><title>A Border That Stays Shut</title><meta name="author" content="{meta}"></head><body>
        <article><h1>A Border That Stays Shut</h1><p class="byline">{byline}</p><p>{PROSE}</p><p>{MORE}</p></article>
        <footer>Copyright 2021 Harbour House</footer>"""
    source = read(seed_of("a.html", page.encode()))
    authors = structure(repair(source.text, source.markup), source.markup).metadata.authors
    assert authors is not None and authors.value == want


def test_front_matter_is_believed() -> None:
    text = (
        f"---\ntitle: A Border\nauthor: [Ana Novak, 'Li Wei']\nsource: Danube Review\n---\n# Another Title\n\n{PROSE}\n"
    )
    facts = structure(repair(text)).metadata
    assert facts.title and facts.authors and facts.publisher
    assert (facts.title.value, facts.authors.value, facts.publisher.value) == (
        "A Border",
        "Ana Novak | Li Wei",
        "Danube Review",
    )


@pytest.mark.parametrize(
    ("lines", "field", "want"),
    [
        ("summary: >\n  Nobody hurries\n  on either side.", "subtitle", "Nobody hurries on either side."),
        ("summary: >-\n  Nobody hurries.\n\n  Why?", "subtitle", "Nobody hurries. Why?"),
        ("summary: |\n  Nobody: not one.\n  - Why?", "subtitle", "Nobody: not one. - Why?"),
        ("summary: Nobody hurries\n  on either side.", "subtitle", "Nobody hurries on either side."),
        ('summary: "Nobody hurries\n  on either side."', "subtitle", "Nobody hurries on either side."),
        ("summary:\n  Nobody hurries.", "subtitle", "Nobody hurries."),
        ("author:\n  - Ana Novak\n  - Li Wei", "authors", "Ana Novak | Li Wei"),
        ("author:\n- Ana Novak\n- Li Wei", "authors", "Ana Novak | Li Wei"),
        ("author:\n  - name: Ana Novak\n    url: https://a.example\n  - 'Li Wei'", "authors", "Ana Novak | Li Wei"),
        ("author:\n  - twitter: ana\n    name: Ana Novak", "authors", "Ana Novak"),
        ("author:\n  name: Ana Novak\n  url: https://a.example", "authors", "Ana Novak"),
        ("author:\n  - name: Ana Novak\n    desks:\n      - World\n      - War", "authors", "Ana Novak"),
        ("author:\n  - Ana Novak: reporter", "authors", "Ana Novak: reporter"),
        ("summary:\n  Nobody hurries: why?", "subtitle", "Nobody hurries: why?"),
        ("author:\n  - given: Ana\n    family: Novak", "authors", "Ana Novak"),
        ("author: {name: Ana Novak, twitter: ana}", "authors", "Ana Novak"),
        ("author: [{name: Ana Novak}, 'Wei, Li']", "authors", "Ana Novak | Wei, Li"),
        ("author: [\n  Ana Novak,\n  Li Wei\n]", "authors", "Ana Novak | Li Wei"),
        ("author: Ana Novak  # of the desk", "authors", "Ana Novak"),
        ("author: 'Ana O''Novak'", "authors", "Ana O'Novak"),
        ('title: "A Border: #1 \\"shut\\""', "title", 'A Border: #1 "shut"'),
        ("publisher:\n  name: Danube Review\n  url: https://d.example", "publisher", "Danube Review"),
        ("image:\n  url: https://d.example/i.png\nurl: https://d.example/a", "url", "https://d.example/a"),
        ("tags:\n  - author: no\nauthor: Ana Novak", "authors", "Ana Novak"),
        ("summary: >\nauthor: Ana Novak", "authors", "Ana Novak"),
    ],
)
def test_front_matter_in_the_forms_of_yaml(lines: str, field: str, want: str) -> None:
    raw = f"---\n{lines}\nlayout: post\n---\n\n# A Border That Stays Shut\n\n{PROSE}\n"
    stated = structure(repair(raw)).stated
    assert stated[field].value == want
    assert want.split(maxsplit=1)[0] in raw[stated[field].start : stated[field].end]


@pytest.mark.parametrize(
    "value", ["[" * 3000 + "]" * 3000, "{" * 3000 + "}" * 3000, "'" * 9001, "[" + "'," * 9000 + "]"]
)
def test_odd_front_matter_is_read(value: str) -> None:
    assert structure(repair(f"---\ntitle: {value}\n---\n\n{PROSE}\n")).roles[-1] == "body"


def test_of_two_statements_of_one_field_the_first_counts_for_the_columns_and_for_the_date() -> None:
    text = "---\n\nauthor: Ana Novak\n\nby: Li Wei\n\ndate: 2020-01-05\n\npublished: 2021-01-05\n\n---\n\n"
    draft = Draft(text + f"A Border That Stays Shut\n\n{PROSE}\n\n{MORE}")
    got = structure(draft)
    assert {field: stated.value for field, stated in got.stated.items()} == {
        "authors": "Ana Novak",
        "date": "2020-01-05",
    }
    assert got.metadata.authors == got.stated["authors"]
    assert draft.raw[got.stated["date"].start : got.stated["date"].end] == "2020-01-05"


@pytest.mark.parametrize("author", ['""', "''", "[]", '["", Li Wei]'])
def test_an_author_without_a_name_makes_no_paragraph_a_note_on_the_author(author: str) -> None:
    assert roles("---", f"author: {author}", "---", "A Border That Stays Shut", PROSE, MORE)[3:] == [
        "title",
        "body",
        "body",
    ]


def test_a_field_of_front_matter_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    plain = front_matter._plain
    monkeypatch.setattr(front_matter, "_plain", lambda value: parsed.append(value) or plain(value))
    seed = seed_of("a.md", f"---\ntitle: A Border\nauthor: Ana Novak\ndate: 2020-01-05\n---\n\n{PROSE}\n".encode())
    assert process(seed, Options(language_model="rules")).documents[0].authors == "Ana Novak"
    assert parsed == ["A Border", "Ana Novak", "2020-01-05"]


def test_a_quote_of_a_quote_is_a_quote_whichever_comes_first() -> None:
    words = PROSE.split()
    long, short = " ".join(words[4:24]), " ".join(words[6:18])
    for quotes in ((long, short), (short, long)):
        blocks = ("A Border That Stays Shut", MORE, *(f"{quote}." for quote in quotes), PROSE)
        assert roles(*blocks) == ["title", "body", "pull_quote", "pull_quote", "body"]


def test_classifiers_leave_the_outline_as_it_is_and_may_be_asked_in_any_order() -> None:
    blocks = (
        "A Border That Stays Shut",
        "Why nobody hurries on either side.",
        "By Ana Novak",
        PROSE,
        "What Comes Next",
        MORE,
        "Read more",
        "Of this and that",
    )
    draft = Draft("\n\n".join(blocks))
    outline = outline_of(structure(draft).blocks, FrontMatter())
    with pytest.raises(AttributeError):
        outline.first = 0  # type: ignore[misc]
    proposed = [classify(outline) for classify in CLASSIFIERS]
    assert [classify(outline) for classify in CLASSIFIERS[::-1]] == proposed[::-1]
    assert all(proposed)
