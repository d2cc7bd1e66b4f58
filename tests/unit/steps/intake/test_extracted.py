"""Files whose text is extracted: mailboxes, feeds, archives; limits on what an archive unpacks to."""

import io
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from flows.errors import UnusableSeedError
from flows.steps import Options, Outcome, process
from flows.steps.intake import archive, articles_in, placed, seed_of_article
from flows.steps.text.ledger import rebuild

SAMPLES = Path(__file__).with_name("samples")
NOTE = "River talks\n\nNorway met Finland in Oslo on Sunday, and they signed an agreement on fishing in the north.\n"


def rows_of(name: str, data: bytes) -> list[Outcome]:
    items = articles_in(name, data, sha256(data).hexdigest())
    seeds = [(seed_of_article(item, f"doc_{number}"), item.place) for number, item in enumerate(items)]
    return [placed(process(seed, Options("rules")), place) for seed, place in seeds]


def zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return stream.getvalue()


def test_a_mailbox_gives_its_messages_the_page_before_the_plain_text() -> None:
    first, second = (outcome.documents[0] for outcome in rows_of("a.mbox", (SAMPLES / "mailbox.mbox").read_bytes()))
    assert (first.title, first.publisher, str(first.published_start)) == (
        "Border stays shut after a year of talks",
        "The Danube Desk",
        "2019-05-03",
    )
    assert (second.title, second.publisher, str(second.published_start)) == (
        "Harbour workers end their strike",
        None,
        "2020-11-21",
    )


def test_a_feed_gives_its_entries() -> None:
    outcomes = rows_of("a.xml", (SAMPLES / "feed.xml").read_bytes())
    rows = [outcome.documents[0] for outcome in outcomes]
    assert [(row.title, row.authors, row.publisher, str(row.published_start), row.url) for row in rows] == [
        (
            "Border stays shut after a year of talks",
            "Ana Novak | Li Wei",
            "Danube Morning Post",
            "2019-05-03",
            "https://danube.example/border",
        ),
        (
            "Harbour workers end their strike",
            "Per Lie",
            "The Fjord Review",
            "2020-11-21",
            "https://danube.example/strike",
        ),
        (
            "Mayor asks the army to help after the flood",
            None,
            "Danube Morning Post",
            "2021-02-09",
            "https://danube.example/flood",
        ),
    ]
    content = [[row.text for row in outcome.paragraphs if row.role == "body"] for outcome in outcomes]
    assert [len(texts) for texts in content] == [2, 2, 1]


def test_an_attached_message_is_a_document_of_its_own() -> None:
    inner = b"From: a@b.example\nSubject: Inside\nDate: Fri, 3 May 2019 06:30:12 +0000\n\n" + NOTE.encode()
    outer = (
        b"From: c@d.example\nSubject: Fwd: see below\nDate: Sat, 4 May 2019 06:30:12 +0000\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="s"\n\n--s\nContent-Type: text/plain\n\nPlease read it.\n'
        b"--s\nContent-Type: message/rfc822\n\n" + inner + b"\n--s--\n"
    )
    rows = [outcome.documents[0] for outcome in rows_of("a.eml", outer)]
    assert [(row.title, str(row.published_start)) for row in rows] == [
        ("see below", "2019-05-04"),
        ("Inside", "2019-05-03"),
    ]


def test_an_archive_gives_the_documents_of_its_files_and_a_reason_for_the_others() -> None:
    lexis = (SAMPLES / "lexisnexis.txt").read_bytes()
    data = zipped({"a/l.txt": lexis, "2020-01-05 note.txt": NOTE.encode(), "x.pdf": b"%PDF-1.4", ".hidden": b"no"})
    outcomes = rows_of("a.zip", data)
    rows = [row for outcome in outcomes for row in outcome.documents]
    assert [row.source_part_label for row in rows] == ["a/l.txt#1", "a/l.txt#2", "a/l.txt#3", "2020-01-05 note.txt"]
    assert str(rows[3].published_start) == "2020-01-05"
    text = "".join(rebuild(each.paragraphs, each.edits, each.documents[0].raw_start) for each in outcomes[:4])
    assert text == lexis.decode() + NOTE
    (issue,) = outcomes[4].issues
    assert issue.is_quarantined
    assert (issue.source_path, issue.source_part) == ("a.zip", 5)
    assert issue.message.startswith("a.zip#5: 'x.pdf' in an archive is not read")


def test_archives_that_unpack_to_too_much_or_are_damaged_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    with pytest.raises(UnusableSeedError, match="more than"):
        articles_in("a.zip", zipped({"a.txt": b"0" * 2000}), "")
    with pytest.raises(UnusableSeedError, match="unpacked"):
        articles_in("a.zip", b"PK\x03\x04 and no more", "")


@pytest.mark.parametrize(
    "data",
    [b"<note>no feed</note>", b"<rss><channel>", b'<!DOCTYPE x [<!ENTITY a "aa">]><rss><channel/></rss>'],
)
def test_xml_that_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableSeedError, match="no feed"):
        articles_in("a.xml", data, "")
