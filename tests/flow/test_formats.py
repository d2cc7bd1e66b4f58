"""Files of word processors go through all commands like others: one of each in a build, in validate and in explain."""

from pathlib import Path

import pytest

from presstable import open_dataset
from tests.flow.conftest import Command
from tests.office_files import docx, epub, odt, p, rtf, tp
from tests.plain_build import build

PROSE = (
    "The harbour council of Vardo met on Tuesday and agreed that the old pier must be closed before the winter storms reach the coast.",
    "Two soldiers of the Congolese army were killed near Goma on Monday when rebels attacked a checkpoint, the governor said.",
    "The United States condemned the attack on Wednesday, and the ministry in Nairobi welcomed the statement a day later.",
)
"""Three paragraphs, of which each file has two in another order, so that none is the copy of another."""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return a folder with a file of each format, and one that is not read."""
    folder = tmp_path / "office"
    folder.mkdir()
    one, two, three = PROSE
    (folder / "a.docx").write_bytes(docx(p("Pier to be closed", style="Title") + p("4 March 2021") + p(one) + p(two)))
    (folder / "b.rtf").write_bytes(
        rtf(rf"Rebels attack a checkpoint near Goma\par 5 March 2021\par {two}\par {three}\par")
    )
    (folder / "c.odt").write_bytes(
        odt(tp("A pier and a statement", "Title") + tp("6 March 2021") + tp(three) + tp(one))
    )
    (folder / "d.epub").write_bytes(epub({"a.xhtml": f"<h1>Storms</h1><p>{three} {two}</p><p>{one}</p>"}))
    (folder / "e.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    return folder


def test_a_build_reads_one_of_each(office: Path, tmp_path: Path) -> None:
    build(office, tmp_path / "data", "rules")
    dataset = open_dataset(tmp_path / "data")
    rows = dataset.frame("documents").set_index("source_path")
    assert list(rows.index) == ["a.docx", "b.rtf", "c.odt", "d.epub"]
    assert rows["title"].tolist() == [
        "Pier to be closed",
        "Rebels attack a checkpoint near Goma",
        "A pier and a statement",
        "Storms",
    ]
    assert rows["is_rebuilt_exactly"].all() and rows["encoding"].isna().all()
    refused = dataset.frame("issues").query("is_quarantined")
    assert refused["source_path"].tolist() == ["e.doc"] and "saved as .docx would be fine" in refused["message"].iloc[0]
    report = (tmp_path / "data" / "latest" / "report.html").read_text("utf-8")
    assert all(name in report for name in ("a.docx", "b.rtf", "c.odt", "d.epub", "e.doc"))


def test_validate_judges_one_of_each(office: Path, command: Command) -> None:
    said = command("validate", office, "--language-model", "rules")
    assert "5 files: " in said.stdout and "1 not usable" in said.stdout
    assert "Word 97 to 2003" in said.stdout


@pytest.mark.parametrize("name", ["a.docx", "b.rtf", "c.odt", "d.epub"])
def test_explain_shows_one_of_each(name: str, office: Path, command: Command) -> None:
    said = command("explain", office / name, "--language-model", "rules")
    assert said.returncode == 0
    assert all(words in said.stdout for words in ("extracted text", "give the source back", "body"))
