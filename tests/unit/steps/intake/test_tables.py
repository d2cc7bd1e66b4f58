"""Tables and JSON with a column of texts: which column it is, and that quotes and escapes are undone in the ledger."""

import csv
import io
import json
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.errors import UnusableSeedError
from flows.steps import Options, process
from flows.steps.intake import PlacedArticle, articles_in, placed, seed_of_article
from flows.steps.text.ledger import rebuild

LONG = "The two towns agreed to mend the road before the winter, and both of them sent engineers to measure it there."
OTHER = (
    "Workers of three harbours ended a strike of nine days after their union had signed an agreement with the owners."
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from('",\n'), max_size=30)


def divided(name: str, text: str, column: str | None = None) -> tuple[PlacedArticle, ...]:
    data = text.encode()
    return articles_in(name, data, sha256(data).hexdigest(), column)


def shown(item: PlacedArticle) -> str:
    """Return the text of an article once its edits are applied."""
    pieces, position = [], 0
    for edit in item.article.markup.edits:
        pieces += [item.article.text[position : edit.start], edit.replacement]
        position = edit.end
    return "".join([*pieces, item.article.text[position:]])


def as_csv(rows: list[list[str]], **options: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n", **options).writerows(rows)  # type: ignore[arg-type]
    return stream.getvalue()


@pytest.mark.parametrize(
    ("names", "row", "column"),
    [
        (["id", "text"], ["1", LONG], None),
        (["note", "story_text"], ["a short note", LONG], None),
        (["summary", "body"], [OTHER, LONG], None),
        (["body", "summary"], ["no", LONG], None),
        (["text", "translation"], [OTHER, LONG], "translation"),
    ],
)
def test_the_column_of_texts_is_found_by_name_and_content(names: list[str], row: list[str], column: str | None) -> None:
    for name, text in (("a.csv", as_csv([names, row])), ("a.jsonl", json.dumps(dict(zip(names, row, strict=True))))):
        (item,) = divided(name, text, column)
        assert shown(item) == LONG


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_separators_and_line_ends(separator: str, line_end: str) -> None:
    text = as_csv([["title", "text", "n"], ["A, b", f"{LONG}\n\n{LONG}", "1"], ["C", OTHER, ""]], delimiter=separator)
    items = divided("a.csv", text.replace("\n", line_end))
    assert [shown(item).replace("\r", "") for item in items] == [f"A, b\n\n{LONG}\n\n{LONG}", f"C\n\n{OTHER}"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "id,country\n1,Norway\n2,Chad\n"),
        ("a.csv", f"1,2\n3,{LONG}\n"),
        ("a.json", json.dumps({"type": "FeatureCollection", "features": [1, 2]})),
        ("a.jsonl", "[1, 2, 3]"),
        ("a.jsonl", "{broken"),
    ],
)
def test_a_table_without_texts_is_refused(name: str, text: str) -> None:
    with pytest.raises(UnusableSeedError, match="text-column"):
        divided(name, text)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4))
def test_cells_come_out_as_they_were_written(rows: list[tuple[str, str]]) -> None:
    texts = [f"{LONG} {before} x{after}" for before, after in rows]
    table = [["title", "text"], *([f"t{number}", text] for number, text in enumerate(texts))]
    found = divided("a.csv", as_csv(table))
    assert [shown(item) for item in found] == [f"t{number}\n\n{text}" for number, text in enumerate(texts)]
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    assert [shown(item) for item in divided("a.jsonl", lines)] == texts
    listed = json.dumps([{"text": text, "n": 1.5, "x": {"text": [1]}} for text in texts], ensure_ascii=False, indent=1)
    assert [shown(item) for item in divided("a.json", listed)] == texts


def test_half_a_character_becomes_a_sign_and_an_issue() -> None:
    text = json.dumps({"text": f"{LONG} Half \ud83d gone, whole \U0001f600 kept."})
    (item,) = divided("a.jsonl", text)
    outcome = placed(process(seed_of_article(item, "doc_0"), Options("rules")), item.place)
    assert "replaced_surrogate" in {issue.code for issue in outcome.issues}
    assert "Half \ufffd gone, whole \U0001f600 kept." in outcome.paragraphs[0].text
    assert rebuild(outcome.paragraphs, outcome.edits) == text
