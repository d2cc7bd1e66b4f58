"""Every rule that looks into a file: what it finds, and what looks alike and is fine."""

import re
from datetime import date
from pathlib import Path

import pytest

from flows.errors import UsageError
from flows.steps import Options
from flows.steps.read.seed import seed_of
from flows.validate.findings import examine
from flows.validate.rules import FindingSeverity, rules_with, standard_rules
from flows.validate.signs import signs

TODAY = date(2024, 6, 1)
BODY = """Delegates from Kenya and Norway met in Nairobi on Tuesday to discuss fishing rights along the coast. They agreed to
share data on catches and to patrol the waters together from May. The minister said that the talks had been long and
difficult, but that both sides wanted a result before the season began.

Fishermen had blocked the harbour for nine days in January. They demanded lower fees and protection from foreign
trawlers, which they accuse of emptying the sea. The government promised to answer before the end of the month, and
opened the harbour again with the help of the navy."""
ARTICLE = f"Kenya and Norway agree on fishing\n\nBy Ada Example\n\n3 March 2021\n\n{BODY}\n"
FRENCH = """Les délégués du Kenya et de la Norvège se sont réunis mardi à Nairobi pour parler des droits de pêche le long de la
côte. Ils ont décidé de partager leurs données et de surveiller les eaux ensemble à partir du mois de mai. Le ministre a
dit que les discussions avaient été longues et difficiles, mais que les deux parties voulaient un résultat."""
TABLE = "\n".join(["day,place,killed", *(f"2021-03-{day:02},Nairobi,{day}" for day in range(1, 9))])
CODE = "import os\n\ndef main():\n    path = os.getcwd()\n    for name in os.listdir(path):\n        print(name)\n\nmain()\n"
QUOTED = '"{0}," the minister said. "{0}," he said again, and left the room without another word to the reporters.'
BAD_UTF_16 = b"\xff\xfeA\x00\x00\xd8A\x00" * 30
REPEAT = "The harbour was opened again on the ninth day with the help of the navy and of two ships of the coast guard."


def without(line: str) -> str:
    return ARTICLE.replace(line, "")


def page(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{body}</p></body></html>"


HITS = {
    "empty": [("a.txt", b""), ("a.md", b" \n\n ")],
    "binary": [
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
        ("b.md", b"PK\x03\x04" + bytes(range(200)) * 9),
    ],
    "undecodable": [("a.txt", BAD_UTF_16), ("b.md", BAD_UTF_16 * 2)],
    "unsupported_format": [("a.pages", b"PK\x03\x04"), ("b.exe", b"MZ")],
    "damaged": [("a.pdf", b"%PDF-1.4\nnothing"), ("b.pdf", ARTICLE.encode()), ("c.docx", b"PK\x03\x04")],
    "error_page": [
        ("a.html", page("404 Not Found", "The page that you asked for is not here.").encode()),
        ("b.txt", b"Access Denied\n\nYou don't have permission to access this server.\n"),
        ("c.html", page("Just a moment...", "Please enable JavaScript and cookies to continue.").encode()),
    ],
    "not_prose": [
        ("a.txt", TABLE.encode()),
        ("b.txt", b'{"articles": [{"title": "Talks", "text": "They met."}]}'),
        ("c.txt", CODE.encode()),
        ("d.txt", TABLE.replace(",", "\t").encode()),
        ("e.txt", b'{"id": 1, "text": "They met."}\n{"id": 2, "text": "They left."}\n'),
    ],
    "several_articles": [
        ("a.txt", f"1 of 2 DOCUMENTS\n\n{ARTICLE}\n2 of 2 DOCUMENTS\n\n{ARTICLE}".encode()),
        ("b.txt", f"{ARTICLE}\nEnd of Document\n\n{ARTICLE}\nEnd of Document\n".encode()),
    ],
    "cut_off": [
        ("a.txt", f"{ARTICLE}\nSubscribe to continue reading.\n".encode()),
        ("b.txt", ARTICLE.replace("with the help of the navy.", "with the ...").encode()),
        ("c.txt", ARTICLE.replace("with the help of the navy.", "with the").encode()),
    ],
    "too_short": [
        ("a.txt", b"Talks resume\n\n3 March 2021\n\nThe two sides met again in Nairobi.\n"),
        ("b.md", b"# Talks\n\nThey met.\n"),
    ],
    "mostly_not_content": [
        (
            "a.html",
            (
                "<html><body><nav>"
                + "".join(f"<a href='/{n}'>Story number {n} of today</a> " for n in range(60))
                + f"</nav><article><h1>Talks resume</h1><p>{BODY[:200]}.</p></article></body></html>"
            ).encode(),
        ),
        (
            "b.html",
            (
                f"<html><body><article><h1>Ferry sinks</h1><p>{BODY[:160]}.</p></article><footer>"
                + "".join(
                    f"<p>Office {n}: <a href='/o/{n}'>Harbour Street {n}, open from 9 to 17</a></p>" for n in range(60)
                )
                + "</footer></body></html>"
            ).encode(),
        ),
    ],
    "not_english": [
        ("a.txt", f"Accord sur la pêche\n\n{FRENCH}\n".encode()),
        ("b.md", f"# Accord\n\n{FRENCH}\n".encode()),
    ],
    "future_date": [
        ("a.txt", ARTICLE.replace("2021", "2031").encode()),
        ("b.txt", ARTICLE.replace("3 March 2021", "2 June 2024").encode()),
    ],
    "date_bounds_only": [("a.txt", without("3 March 2021\n\n").replace("in January", "in January 2020").encode())],
    "no_date": [("a.txt", without("3 March 2021\n\n").encode()), ("b.md", f"# Fishing\n\n{BODY}\n".encode())],
    "no_title": [("a.txt", BODY.encode()), ("b.txt", f"{BODY}\n\n{BODY[:300]}.\n".encode())],
    "mojibake": [
        ("a.txt", ARTICLE.replace("Nairobi", "ValparaÃ­so").encode()),
        ("b.txt", ARTICLE.replace("that the talks", "the minister’s talks".encode().decode("cp1252")).encode()),
    ],
    "replacement_characters": [
        ("a.txt", ARTICLE.replace("Nairobi", "Bogot\ufffd").encode()),
        ("b.md", ARTICLE.replace("navy", "na\ufffdy").encode()),
    ],
    "guessed_encoding": [
        ("a.txt", ARTICLE.replace("Nairobi", "Bogotá").encode("cp1252")),
        ("b.txt", ARTICLE.replace("minister", "“minister”").encode("cp1252")),
    ],
    "suspected_repeat": [("a.txt", f"{ARTICLE}\n{REPEAT}\n\nThe season began late.\n\n{REPEAT}\n".encode())],
}
MISSES = {
    "empty": [("a.txt", b"x"), ("a.txt", b".")],
    "binary": [("a.txt", ARTICLE.encode()), ("a.txt", ARTICLE.replace("navy", "navy \x1b[31m").encode())],
    "undecodable": [
        ("a.txt", ARTICLE.encode("utf-16")),
        ("a.txt", ARTICLE.replace("Nairobi", "Bogotá").encode("cp1252")),
    ],
    "unsupported_format": [("a.txt", ARTICLE.encode()), ("a.md", ARTICLE.encode())],
    "damaged": [("a.txt", b"%PDF is the beginning of a file"), ("a.txt", ARTICLE.encode())],
    "error_page": [
        ("a.txt", b"404 people arrested\n\n404 people were arrested on Sunday in Nairobi.\n"),
        ("b.txt", ARTICLE.replace("Kenya and Norway agree on fishing", "Ministry: access denied to ships").encode()),
    ],
    "not_prose": [
        ("a.txt", ARTICLE.encode()),
        (
            "b.txt",
            (
                "\n".join(["Kenya, Norway, and Iran agreed, he said.", "Chad, Niger, and Mali refused, she said."] * 4)
            ).encode(),
        ),
        ("c.md", f"# Fishing\n\n{BODY}\n\n| day | killed |\n|---|---|\n| 1 | 2 |\n".encode()),
    ],
    "several_articles": [
        ("a.txt", f"{ARTICLE}\nEnd of Document\n".encode()),
        ("b.txt", ARTICLE.replace("nine days", "3 of 10 documents were forged").encode()),
    ],
    "cut_off": [
        ("a.txt", ARTICLE.encode()),
        ("b.txt", ARTICLE.replace("the navy.", 'the navy, "the best of all".').encode()),
        ("c.txt", ARTICLE.replace("They agreed to", "They joined to read and to").encode()),
    ],
    "too_short": [("a.txt", ARTICLE.encode()), ("b.txt", f"Fishing\n\n{BODY}".encode())],
    "mostly_not_content": [("a.txt", ARTICLE.encode()), ("b.html", page("Fishing", BODY).encode())],
    "not_english": [("a.txt", ARTICLE.encode()), ("b.txt", ARTICLE.replace("Nairobi", "Saint-Étienne").encode())],
    "future_date": [
        ("a.txt", ARTICLE.replace("3 March 2021", "1 June 2024").encode()),
        ("b.txt", ARTICLE.replace("in May", "in May 2030").encode()),
    ],
    "date_bounds_only": [("a.txt", ARTICLE.encode()), ("b.txt", without("3 March 2021\n\n").encode())],
    "no_date": [("a.txt", ARTICLE.encode()), ("b.txt", ARTICLE.replace("3 March 2021", "2021-03-03").encode())],
    "no_title": [("a.txt", ARTICLE.encode()), ("b.md", f"# Fishing\n\n{BODY}\n".encode())],
    "mojibake": [
        ("a.txt", ARTICLE.replace("Nairobi", "Valparaíso").encode()),
        ("b.txt", ARTICLE.replace("that", "’that’").encode()),
    ],
    "replacement_characters": [("a.txt", ARTICLE.encode()), ("b.txt", ARTICLE.replace("fees", "fees (?)").encode())],
    "guessed_encoding": [("a.txt", ARTICLE.replace("Nairobi", "Bogotá").encode()), ("b.txt", ARTICLE.encode("utf-16"))],
    "suspected_repeat": [("a.txt", ARTICLE.encode()), ("b.txt", f"{ARTICLE}\n{REPEAT}\n".encode())],
}


def found(name: str, data: bytes) -> set[str]:
    candidate = examine(lambda _: None, seed_of(name, data), Options("rules"), TODAY)
    return {finding.rule for finding in candidate.findings}


@pytest.mark.parametrize(("rule", "name", "data"), [(rule, *file) for rule, files in HITS.items() for file in files])
def test_a_rule_finds(rule: str, name: str, data: bytes) -> None:
    assert rule in found(name, data)


@pytest.mark.parametrize(("rule", "name", "data"), [(rule, *file) for rule, files in MISSES.items() for file in files])
def test_a_rule_passes_over_what_looks_alike(rule: str, name: str, data: bytes) -> None:
    assert rule not in found(name, data)


def test_an_article_is_good() -> None:
    assert found("a.txt", ARTICLE.encode()) == set()


IN_FOLDERS = {
    *("unreadable", "not_a_regular_file", "outside_seeds", "changed", "too_large", "exact_copy", "near_copy"),
    "divided",
}
BY_FAULT = {"internal_error", "not_rebuilt", "encrypted", "no_text", "conflicting_dates"}


def test_every_rule_is_tried() -> None:
    assert HITS.keys() == MISSES.keys() == standard_rules().keys() - IN_FOLDERS - BY_FAULT


@pytest.mark.parametrize("name", signs())
def test_signs_match_their_examples(name: str) -> None:
    sign = signs()[name]
    assert [text for text in sign.yes if not sign.find(text)] == []
    assert [text for text in sign.no if sign.find(text)] == []
    assert [pattern.pattern for pattern in sign.patterns if not any(map(pattern.search, sign.yes))] == []


def test_severities_are_the_users(tmp_path: Path) -> None:
    file = tmp_path / "severities.toml"
    file.write_text('no_date = "not_usable"\nno_title = "ignore"\n', "utf-8")
    rules = rules_with(file)
    assert (rules["no_date"].severity, rules["no_title"].severity) == ("not_usable", "ignore")
    assert rules["empty"] == standard_rules()["empty"]
    assert rules_with(None) == standard_rules()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('no_dat = "look"', "no rule 'no_dat'"),
        ('no_date = "bad"', "no_date"),
        ("no_date", "TOML"),
        (None, "cannot be read"),
    ],
)
def test_a_wrong_file_of_severities_is_refused(tmp_path: Path, text: str | None, said: str) -> None:
    file = tmp_path / "severities.toml"
    if text is not None:
        file.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=re.escape(said)):
        rules_with(file)


def test_rules_have_a_sentence_and_severities() -> None:
    for rule in standard_rules().values():
        assert rule.what.endswith(".")
        assert rule.severity != FindingSeverity.IGNORE
