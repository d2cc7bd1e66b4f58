"""Hidden characters: which they are, how they are marked, and that no way to a person leaves one out."""

import ast
import json
import logging
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import flows
from flows.escaping import RecordMarker, markdown, visible, visible_json

NUMBER_SIGNS = {"\u0600", "\u06dd", "\u070f", "\u08e2"}
"""Characters of category Cf that have a shape; others of their blocks do, too."""
EVERY = [chr(code) for code in range(sys.maxunicode + 1)]
HIDDEN = [character for character in EVERY if visible(character) != character]
TEXTS = st.text(st.sampled_from([*"ab \\", *HIDDEN[:70], *"\u061c\u200b\u202e\u2028\u2066\udcff\ue000\U000e0041"]))


@pytest.mark.parametrize("category", ["Cc", "Cs", "Co", "Zl", "Zp"])
def test_every_character_of_a_category_without_a_shape_is_hidden(category):
    assert {character for character in EVERY if unicodedata.category(character) == category} <= set(HIDDEN)


def test_format_characters_are_hidden_unless_they_are_signs_of_numbers_or_joiners_of_hieroglyphs():
    shown = {name for name in EVERY if unicodedata.category(name) == "Cf"} - set(HIDDEN)
    assert shown > NUMBER_SIGNS
    words = ("SIGN", "MARK", "END OF AYAH", "JOINER", "INSERT", "OVERLAY", "SEGMENT", "MIRROR", "HIEROGLYPH")
    assert all(any(word in unicodedata.name(name) for word in words) for name in shown)


def test_letters_spaces_and_signs_are_shown():
    shown = {name for name in EVERY if unicodedata.category(name)[0] in "LNPSZ"}
    assert shown.intersection(HIDDEN) == set("\u115f\u1160\u3164\uffa0\u2028\u2029"), "fillers of Hangul have no width"
    assert visible("naïve 漢字 שלום ❤️") == "naïve 漢字 שלום ❤️"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("", ""),
        ("a.txt", "a.txt"),
        ("a\x1b[31mb\u202ec.txt", "a\\x1b[31mb\\u202ec.txt"),
        ("\x1b]8;;http://x\x1b\\y\x07", "\\x1b]8;;http://x\\x1b\\y\\x07"),
        ("a\r\n\tb\x08\x7f\x9b\x85", "a\\r\\n\\tb\\x08\\x7f\\x9b\\x85"),
        (b"\xff.txt".decode("utf-8", "surrogateescape"), "\\xff.txt"),
        ("\ud800", "\\ud800"),
        ("\u2028\ufeff\ue000\U000e0041", "\\u2028\\ufeff\\ue000\\U000e0041"),
        ("\\x1b", "\\x1b"),
    ],
)
def test_marks(text, want):
    assert visible(text) == want


@given(TEXTS)
def test_what_is_visible_stays_so_and_can_be_printed(text):
    once = visible(text)
    assert visible(once) == once
    assert all(character.isprintable() for character in once)
    assert visible(text, "\n").count("\n") == text.count("\n")
    once.encode()


@given(st.text(st.characters()))
def test_escaped_json_is_one_line_of_the_same_value(text):
    line = visible_json(json.dumps({text: text}, ensure_ascii=False))
    assert json.loads(line) == {text: text}
    assert visible(line) == line
    assert len(line.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("more/river.txt", "more/river.txt"),
        ("a|b", "a\\|b"),
        ("a\\|b", "a\\\\\\|b"),
        ("`x` [y](z) <b>", "\\`x\\` \\[y\\](z) \\<b\\>"),
        ("&#8238; &amp;", "\\&\\#8238; \\&amp;"),
        ("https://x.org www.x.org a@x.org", "https\\://x.org www\\.x.org a\\@x.org"),
        ("a\nb\x1b", "a\\\\nb\\\\x1b"),
    ],
)
def test_markdown_shows_a_text_as_it_is(text, want):
    assert markdown(text) == want


def logged(record):
    RecordMarker().handle(record)
    return logging.Formatter("%(levelname)s %(message)s").format(record)


def record(message, *arguments, error=None):
    trace = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("flows", logging.INFO, "a.py", 1, message, arguments, trace)


@pytest.mark.parametrize("character", HIDDEN[:70])
def test_a_record_is_one_line_whatever_it_names(character):
    assert logged(record("%s: %d", f"a{character}b", 1)) == f"INFO a{visible(character)}b: 1"


@pytest.mark.parametrize("is_first", [True, False])
def test_a_traceback_keeps_its_lines_and_nothing_else_also_if_another_handler_made_it(is_first):
    with pytest.raises(ValueError, match="a") as caught:
        raise ValueError("a\x1b[31m\rb")
    found = record("it failed", error=caught.value)
    found.stack_info = "Stack:\n\x1b"
    if not is_first:
        logging.Formatter().format(found)
    text = logged(found)
    assert text.startswith("INFO it failed\nTraceback")
    assert text.endswith("\nValueError: a\\x1b[31m\\rb\nStack:\n\\x1b")
    assert visible(text, "\n") == text


PRINTING = {"print", "echo", "Text"}
AT_THE_BOUNDARY = {
    "flows/cli/__init__.py": {"echo"},
    "flows/cli/building.py": {"echo"},
    "flows/cli/coding.py": {"echo"},
    "flows/cli/history.py": {"echo"},
    "flows/cli/reading.py": {"echo"},
    "flows/cli/shared.py": {"echo"},
    "flows/explain/__init__.py": {"print"},  # JSON in ASCII
    "flows/explain/screen.py": {"print", "Text"},
    "flows/explain/events.py": {"print"},  # an empty line
}


def test_only_the_modules_at_the_boundary_print():
    root = Path(flows.__file__).parents[1]
    found = {}
    for path in (root / "flows").rglob("*.py"):
        name = str(path.relative_to(root))
        if "training" in name:
            continue
        calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        names = {getattr(call, "attr", getattr(call, "id", "")) for call in calls} & PRINTING
        if names:
            found[name] = names
    assert found == AT_THE_BOUNDARY
