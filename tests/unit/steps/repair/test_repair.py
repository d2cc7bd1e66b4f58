"""Repair rules, one table a rule: text in, text out, the rule that did it."""

import ast
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from flows.steps import process
from flows.steps.options import Options
from flows.steps.read import UnusableSeedError, read
from flows.steps.read.html import HTML_RULES, read_html
from flows.steps.read.markup import LineEnds
from flows.steps.read.seed import seed_of
from flows.steps.repair import RULES, RepairRule, edit_rules, page_breaks, repair
from flows.steps.repair.characters import (
    drop_invisible,
    mend_mojibake,
    plain_line_ends,
    plain_spaces,
    resolve_entities,
    split_ligatures,
)
from flows.steps.repair.furniture import drop_end_marks
from flows.steps.repair.hyphens import mend_hyphens
from flows.steps.repair.markup import resolve_markup
from flows.steps.repair.notes import drop_footnote_markers
from flows.steps.repair.page_breaks import drop_page_break_duplicates
from flows.steps.repair.pages import neighbours, never_after
from flows.steps.repair.repeats import are_alike, find_repeats
from flows.steps.text.draft import Draft, Edit, EditRule

ROOT = Path(__file__).parents[4]
Rule = Callable[[str], Iterable[Edit]]


def applied(rule: Rule, text: str) -> str:
    draft = Draft(text)
    draft.apply(rule(text))
    return draft.text


@pytest.mark.parametrize(
    ("rule", "text", "want"),
    [
        (plain_line_ends, "a\r\nb\rc\u2028d\u2029e\n", "a\nb\nc\nd\n\ne\n"),
        (plain_line_ends, "", ""),
        (drop_invisible, "\ufeffa\x00b\u200bc\x07", "abc"),
        (drop_invisible, "tab\tand\nline\fstay", "tab\tand\nline\fstay"),
        (drop_invisible, "co\xadop", "coop"),
        (drop_invisible, "exam\xad\nple", "exam\xad\nple"),
        (drop_invisible, "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        (plain_spaces, "a\xa0b\u2009c\u3000d", "a b c d"),
        (mend_mojibake, "the city\u00e2\u20ac\u2122s caf\u00c3\u00a9", "the city\u2019s caf\u00e9"),
        (mend_mojibake, "S\u00e3o Tom\u00e9, \u201ccaf\u00e9\u201d na\u00efve", "S\u00e3o Tom\u00e9, \u201ccaf\u00e9\u201d na\u00efve"),
        (resolve_entities, "law &amp; order&nbsp;&#8217; AT&T; &unknown;", "law & order\xa0\u2019 AT&T; &unknown;"),
        (resolve_entities, "&#xD800; &#0;", "&#xD800; &#0;"),
        (split_ligatures, "o\ufb03ce \ufb01le", "office file"),
        (resolve_markup, "[words](https://a.org/b)", "words"),
        (resolve_markup, r"[the Post \(https://a.org/b\)](https://a.org/b)", "the Post"),
        (resolve_markup, r"[\(/a/b\)](#)", "(/a/b)"),
        (resolve_markup, "![a map](maps/a.png) [x](#)", "a map x"),
        (resolve_markup, """![a map](maps/a.png "The border") [x](/y 'to y') [z](/z no)""", "a map x [z](/z no)"),
        (resolve_markup, "[a\fb](/x) [a\\\fb](/x)", "[a\fb](/x) [a\\\fb](/x)"),
        (resolve_markup, r"\$5 \* \[sic\]", "$5 * [sic]"),
        (resolve_markup, "*if* and **only** and _so_", "if and only and so"),
        (resolve_markup, "2 * 3 * 4, snake_case_name, a*b*c", "2 * 3 * 4, snake_case_name, a*b*c"),
        (resolve_markup, "# Title\n#hashtag", "Title\n#hashtag"),
        (resolve_markup, "> quoted\nnot > this", "quoted\nnot > this"),
        (resolve_markup, "a[1](b) f(x)[0](y z)", "a[1](b) f(x)[0](y z)"),
        (resolve_markup, "x <!-- hidden --> y", "x  y"),
        (drop_footnote_markers, "In death [1], he won.[2] They left [3].", "In death, he won. They left."),
        (drop_footnote_markers, "[1] A. Novak, 2014\narray[1]x and [2019] and [sic]", "[1] A. Novak, 2014\narray[1]x and [2019] and [sic]"),
        (drop_end_marks, "The end. \u2756\n\n\u25a0 point\nNo stop \u25a0", "The end.\n\n\u25a0 point\nNo stop \u25a0"),
        (mend_hyphens, "a long-range- missile", "a long-range-missile"),
        (mend_hyphens, "two- and three-day talks, pre- or post-war", "two- and three-day talks, pre- or post-war"),
        (mend_hyphens, "the govern- ment of a government", "the government of a government"),
        (mend_hyphens, "the well- known and well-known man", "the well-known and well-known man"),
        (mend_hyphens, "the exam\xad ple", "the example"),
        (mend_hyphens, "the ambas- sador left", "the ambassador left"),
        (mend_hyphens, "an X9- ray, the mid-- term, don't- be", "an X9- ray, the mid-- term, don't- be"),
        (drop_footnote_markers, "It ended.\t[1] [2] So", "It ended. So"),
        (drop_footnote_markers, "It ended.  [1] So", "It ended.  [1] So"),
        (mend_hyphens, "the ambas-sador and the ambas- sador", "the ambas-sador and the ambas-sador"),
        (mend_hyphens, "A - B, 5- 6, yes - no", "A - B, 5- 6, yes - no"),
        (mend_hyphens, "fighters of the al- Shabaab group", "fighters of the al-Shabaab group"),
    ],
)  # fmt: skip
def test_rule(rule: Rule, text: str, want: str) -> None:
    assert applied(rule, text) == want
    assert applied(rule, want) == want


NARROW = """The two delegations met in the capital for the third time and agreed to
exchange all prisoners whom they had taken since the beginning of the war,
but neither would say when.

Observers of the talks were less hopeful. The last three agreements had been
broken within a week, and the generals who had broken them were still in their
posts.
"""
DOUBLE = NARROW.replace("\n\n", "\n").replace("\n", "\n\n")


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("", []),
        (" \n \n", []),
        ("one", ["one"]),
        ("A Title\n\nby someone who\n\nwrote it", ["A Title", "by someone who", "wrote it"]),
        ("Home\nNews\nSport", ["Home", "News", "Sport"]),
        ("- first point\n- second point", ["- first point", "- second point"]),
        ("Year   Dead   Hurt\n2019   12     40\n2020   30     77", ["Year   Dead   Hurt\n2019   12     40\n2020   30     77"]),
        ("A  line   with gaps", ["A line with gaps"]),
        ("Roses are red,\nViolets are blue,\nSugar is sweet", ["Roses are red,", "Violets are blue,", "Sugar is sweet"]),
        ("---\ntitle: x\ndate: 2019-01-02\n---\nText.", ["---", "title: x", "date: 2019-01-02", "---", "Text."]),
    ],
)  # fmt: skip
def test_layout(text: str, want: list[str]) -> None:
    assert [part for part in repair(text).text.split("\n\n") if part] == want


@pytest.mark.parametrize(
    "text", [NARROW, DOUBLE, NARROW.replace("\n", "\r\n"), NARROW.replace("prisoners", "pris-\noners")]
)
def test_wrapped_lines_become_paragraphs(text: str) -> None:
    parts = repair(text).text.split("\n\n")
    assert len(parts) == 2
    assert parts[0].startswith("The two delegations met") and parts[0].endswith("but neither would say when.")
    assert parts[1].startswith("Observers of the talks") and parts[1].endswith("were still in their posts.")


PAGE = """The commission counted forty attacks in the north in the first half of the
year and published their names, but it did not say who had ordered them, and
the ministry that had promised to answer its letters by the spring never did.
Lawyers for the families then went to the court in the capital, which took
the case in June and heard the first witnesses behind closed doors.
"""
LATER = """
A second report was to follow in the autumn. It has been announced for every
month since then, and its authors say that the last chapter is being read by
people who have no interest in seeing it printed.
"""
FRAGMENT = "\n".join(PAGE.splitlines()[1:4]) + "\n"


def test_a_fragment_that_a_page_break_repeats_is_removed_with_its_twin() -> None:
    draft = repair(PAGE + LATER + FRAGMENT + "Nobody in the valley waits for it any more, and the road is open.\n")
    assert draft.text.count("who had ordered them") == 1
    removed = next(change for change in draft.changes if change.rule_id == "page_break_duplicate")
    assert removed.kept_copy is not None
    kept = draft.raw[removed.kept_copy[0] : removed.kept_copy[1]]
    assert draft.raw[removed.raw_start : removed.raw_end].split() == (kept + ".").replace("did..", "did.").split() or (
        kept.split()[:5] == draft.raw[removed.raw_start :].split()[:5]
    )


def test_lines_that_overlap_at_a_page_break_are_printed_once() -> None:
    lines = PAGE.splitlines()
    text = "\n".join((*lines[:3], "", *lines[1:])) + "\n" + LATER
    assert repair(text).text.count("who had ordered them") == 1


REFRAIN = "We will not leave this square until the last of them has gone and the law is ours again."


@pytest.mark.parametrize(
    "text",
    [
        f"The crowd began. {REFRAIN}\n\nThen the speaker came. {REFRAIN}\n\nNight fell.",
        f"{REFRAIN}\n\nThe speaker waited.\n\n{REFRAIN}\n",
        f"{REFRAIN}\n{REFRAIN}\n",
        "- The parties shall inform the commission within thirty days of any change in the number of soldiers\n- The parties shall inform the commission within thirty days of any change in the number of vehicles\n",
        "Q. Did you or anyone known to you give the order to open fire on the crowd that day in the square?\nA. No.\nQ. Did you or anyone known to you give the order to open fire on the crowd that day in the square?\nA. Never.\n",
    ],
)
def test_what_is_meant_twice_stays_twice(text: str) -> None:
    assert not list(drop_page_break_duplicates(text))
    assert repair(text).text.split() == text.split()


def pages(foot: str, count: int = 4) -> str:
    """Return a text of several pages, each with the given foot."""
    words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"]
    return "\n\n".join(
        "\n".join(
            (
                *(f"Line {word} of {number * 7} pages tells what {word} {number} did" for word in words),
                foot.format(number=number),
            )
        )
        for number in range(1, count + 1)
    )


@pytest.mark.parametrize("foot", ["- {number} -", "Page {number} of 4", "{number}", "The Border Report | {number}"])
def test_page_numbers_go_and_text_stays(foot: str) -> None:
    text = repair(pages(foot)).text
    assert f"\n{foot.format(number=2)}\n" not in text
    assert text.count("Line alpha of") == 4


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 the army left.\n\n12\n\nThe next line.",
        "1. One point is short.\n2. Two points follow.\n3. Three is the last.",
        "Dead:\n1\n2\n3\n4",
        "\n".join(
            f"Article {n}\n" + "\n".join(f"{w} {n} rule is set out here." for w in "abcdefgh") for n in range(1, 6)
        ),
        "\n".join(f"{n}\n" + "\n".join(f"{w} {n} rule is set out here." for w in "abcdefgh") for n in range(1, 6)),
    ],
)
def test_numbers_that_count_nothing_stay(text: str) -> None:
    assert repair(text).text.split() == text.split()


def test_words_that_never_follow_each_other() -> None:
    for rule in neighbours().rules:
        assert rule.yes
        assert rule.no
        for examples, want in ((rule.yes, True), (rule.no, False)):
            for left, right in map(str.split, examples):
                assert (right in never_after().get(left, ())) == want, (left, right)


@pytest.mark.parametrize(
    ("left", "right", "want"),
    [
        ("harbour", "harbour", True), ("barn", "bam", True), ("could", "coulcl", True), ("been", "heeri", True),
        ("modern", "modem", True), ("1989", "1998", False), ("miners", "farmers", False), ("butter", "crumbs", False),
        ("of", "in", False), ("the", "fhc", True),
    ],
)  # fmt: skip
def test_misread_words(left: str, right: str, want: bool) -> None:
    assert are_alike(left, right) == want


def test_repeats_are_found_in_linear_time() -> None:
    assert find_repeats(["same"] * 50_000) != []
    assert find_repeats([str(number) for number in range(100_000)]) == []
    assert len(find_repeats([str(number % 5_000) for number in range(50_000)])) >= 1


@pytest.mark.parametrize(("rule", "edit_rule"), [(rule, each) for rule in RULES for each in rule.edit_rules])
def test_the_example_of_a_rule_id_is_what_its_rule_does(rule: RepairRule, edit_rule: EditRule) -> None:
    draft = Draft(edit_rule.before)
    edits = list(rule.find(edit_rule.before))
    draft.apply(edits)
    assert draft.text == edit_rule.after
    assert edit_rule.rule_id in {edit.rule_id for edit in edits}
    assert {edit.rule_id for edit in edits} <= {each.rule_id for each in rule.edit_rules}


@pytest.mark.parametrize("edit_rule", HTML_RULES)
def test_the_example_of_a_rule_id_of_pages_is_what_reading_does(edit_rule: EditRule) -> None:
    markup = read_html(edit_rule.before.encode()).markup
    draft = Draft(edit_rule.before)
    draft.apply(markup.edits)
    assert draft.text == edit_rule.after
    assert edit_rule.rule_id in {edit.rule_id for edit in markup.edits}


def rule_ids_in_calls(folder: Path) -> set[str]:
    """Return the strings that modules pass as the rule id of an `Edit`."""
    calls = (node for path in folder.rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    edits = (node for node in calls if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Edit")
    given = ([*edit.args[3:4], *(word.value for word in edit.keywords if word.arg == "rule_id")] for edit in edits)
    return {value.value for values in given for value in values if isinstance(value, ast.Constant)}


def test_each_rule_id_is_in_the_catalogue_once() -> None:
    listed = [edit_rule.rule_id for edit_rule in edit_rules()]
    assert len(listed) == len(set(listed))
    assert rule_ids_in_calls(ROOT / "flows" / "steps") > {"line_end", "html_entity", "hyphen_close"}
    assert rule_ids_in_calls(ROOT / "flows" / "steps") <= set(listed)
    for path in (ROOT / "seeds").iterdir():
        try:
            source = read(seed_of(path.name, path.read_bytes()))
        except UnusableSeedError:
            continue
        assert {change.rule_id for change in repair(source.text, source.markup).changes} <= set(listed), path.name


@pytest.mark.parametrize("line_ends", LineEnds)
def test_texts_of_each_kind_of_line_ends_are_reflowed_once_after_their_characters_are_plain(
    line_ends: LineEnds,
) -> None:
    names = [rule.find.__name__ for rule in RULES if line_ends in rule.line_ends]
    assert sum(name.startswith("reflow") for name in names) == 1
    assert names[:6] == [
        "mend_mojibake",
        "resolve_entities",
        "split_ligatures",
        "plain_line_ends",
        "drop_invisible",
        "plain_spaces",
    ]
    assert names[-1] == "mend_hyphens"
    has_pages = line_ends not in {LineEnds.BLOCKS, LineEnds.ROWS}
    assert ("drop_furniture" in names) == ("drop_page_break_duplicates" in names) == has_pages


def test_invisible_characters_in_a_row_are_one_edit() -> None:
    edits = list(drop_invisible("\ufeff\u200ba\u200b\u202e\u200bb\u200b\xad \nc"))
    assert [(edit.start, edit.end, edit.rule_id, edit.evidence) for edit in edits] == [
        (0, 1, "byte_order_mark", "U+FEFF"),
        (1, 2, "invisible_character", "U+200B"),
        (3, 6, "invisible_character", "U+200B U+202E"),
        (7, 8, "invisible_character", "U+200B"),
    ]


def test_thousands_of_short_lines_are_rows_and_stay_as_they_are() -> None:
    words = "".join(f"# word {number % 10}\n" for number in range(4000))
    draft = repair(f"\n{words}\n \n\n{words}")
    assert draft.text == f"{words}\n{words}".strip()
    assert {change.rule_id for change in draft.changes} == {"paragraph_break"}


def test_a_text_of_one_line_is_not_searched_for_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy that goes begins a line, and not the first one."""
    monkeypatch.setattr(page_breaks, "layout_of", None)
    assert not list(drop_page_break_duplicates("the talks began in Oslo today, and " * 20))


@pytest.mark.parametrize(
    "text", ["[]()", "[a\f?]()", "![x\f y]()\f\fof", "one [a\\\fb](/x) two", "[a&#12;b](c)", "[](/x) text",
             "[a kid&#<!-- x -->8233;b](/x)", "[one&#<!-- x -->8233;two&#<!-- x -->8233;three](/x) four"]
)  # fmt: skip
def test_links_that_are_empty_or_hold_a_page_break_leave_a_ledger_that_rebuilds_the_text(text: str) -> None:
    outcome = process(seed_of("a.md", text.encode()), Options(language_model="rules"))
    assert [document.is_rebuilt_exactly for document in outcome.documents] == [True]
    assert all(edit.evidence != "" for edit in outcome.edits)


def test_a_repeat_within_one_replaced_place_is_one_issue_at_most() -> None:
    text = f"[**Every yearling {'a-' * 200}a**](/x) and more.\n"
    issues = process(seed_of("a.md", text.encode()), Options("rules")).issues
    assert len({issue.issue_id for issue in issues}) == len(issues)
