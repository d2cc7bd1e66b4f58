"""Reading: every encoding is explicit and reversible, and what cannot be used is refused with one sentence."""

import codecs

import pytest

from flows.errors import UnusableSeedError
from flows.steps.read import READERS, read
from flows.steps.read.seed import seed_of
from schemas.vocab import IssueCode

TEXT = "The café in Kraków – closed since May – opens again. “At last,” says Zoë.\r\nAnd 😀 too."


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (TEXT.encode(), "utf-8", TEXT),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8", "\ufeff" + TEXT),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le", "\ufeff" + TEXT),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be", "\ufeff" + TEXT),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32-le", "\ufeff" + TEXT),
        (TEXT.encode("utf-16-le"), "utf-16-le", TEXT),
        (TEXT.encode("utf-16-be"), "utf-16-be", TEXT),
        (TEXT.encode("utf-32-be"), "utf-32-be", TEXT),
        ("It’s a “naïve” plan – they said – of the café’s owner, and it failed. ".encode("cp1252") * 3, "cp1252", None),
        (b"plain", "utf-8", "plain"),
    ],
)
def test_decoding_is_explicit_and_reversible(data: bytes, encoding: str, text: str | None) -> None:
    source = read(seed_of("a.txt", data))
    assert source.encoding == encoding
    assert source.text.encode(source.encoding) == data
    assert text is None or source.text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Les députés ont été réunis à Orléans, où la séance a duré jusqu'à la nuit. Le préfet a refusé.", "cp1252"),
        ("Après la fête, les élèves sont rentrés. Un cœur a été volé à la cathédrale.", "iso8859_15"),
        ("El año pasado los niños y las niñas volvieron a la región, según dijo el gobierno. ¿Qué pasó?", "cp1252"),
        ("El año pasado los niños y las niñas volvieron a la región, según dijo el gobierno. ¿Qué pasó?", "mac_roman"),
        ("Não há decisão sobre a eleição, disse o ministro. Os deputados saíram da reunião às pressas.", "cp1252"),
        ("Il presidente è arrivato nella città e ha detto che così non può continuare. Perché?", "cp1252"),
        ("Die Truppen rückten über die Brücke in die Stadt und stießen auf heftigen Widerstand.", "cp1252"),
        ("Die Truppen rückten über die Brücke in die Stadt und stießen auf heftigen Widerstand.", "cp850"),
        ("The envoy met Zoë Müller, José Núñez and François Côté in Málaga on Monday.", "cp1252"),
        ("Søren Ørsted and Åse Bjørnson said that the café in Malmö was “très chic”.", "cp1252"),
        ("Солдаты заняли город после недели боёв. Министр сказал, что перемирие держится.", "koi8_r"),
        ("Солдаты заняли город после недели боёв. Министр сказал, что перемирие держится.", "cp866"),
        ("Солдаты заняли город после недели боёв. Министр сказал, что перемирие держится.", "cp1251"),
        ("Солдати зайняли місто після тижня боїв. Міністр сказав, що перемир'я тримається.", "koi8_u"),
        ("Wojska zajęły miasto po tygodniu walk. Minister powiedział, że żołnierze są bezpieczni.", "cp1250"),
        ("Vojáci obsadili město po týdnu bojů. Ministr řekl, že příměří trvá.", "cp1250"),
        (
            "A katonák elfoglalták a várost egy hét harc után. A miniszter szerint a tűzszünet érvényes és hogy nem.",
            "cp1250",
        ),
        ("Soldaţii au ocupat oraşul după o săptămână de lupte. Ministrul a spus că armistiţiul ţine.", "cp1250"),
        ("Οι στρατιώτες κατέλαβαν την πόλη μετά από μια εβδομάδα μαχών.", "cp1253"),
        ("士兵在一周的战斗之后占领了这座城市。部长说停火仍在继续。", "gb18030"),
    ],
)
def test_short_texts_in_legacy_encodings(text: str, encoding: str) -> None:
    assert read(seed_of("a.txt", text.encode(encoding))).text == text


def test_a_legacy_encoding_is_marked_as_guessed() -> None:
    text = "Польские войска вошли в город, и жители встретили их молча. Так говорят все газеты. " * 5
    source = read(seed_of("a.txt", text.encode("cp1251")))
    assert (source.text, source.is_guessed) == (text, True)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", IssueCode.EMPTY),
        ("a.txt", b" \n\t\n", IssueCode.EMPTY),
        ("a.txt", codecs.BOM_UTF16_LE + b"a\x00\x00\xd8b\x00", IssueCode.UNDECODABLE),
        ("a.txt", codecs.BOM_UTF8 + b"a\xffb", IssueCode.UNDECODABLE),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), IssueCode.BINARY),
        ("a.txt", b"%PDF-1.7 text", IssueCode.BINARY),
        ("a.txt", bytes(range(256)) * 8, IssueCode.BINARY),
        ("a.md", bytes(1000), IssueCode.BINARY),
        ("a.txt", b"a\f" * 2000, IssueCode.BINARY),
        ("a.pages", b"text", IssueCode.UNSUPPORTED_FORMAT),
        ("a", b"text", IssueCode.UNSUPPORTED_FORMAT),
    ],
)
def test_what_cannot_be_used_is_refused(name: str, data: bytes, code: IssueCode) -> None:
    with pytest.raises(UnusableSeedError) as caught:
        read(seed_of(name, data))
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("suffix", READERS)
def test_the_ending_of_a_file_name_may_be_in_capitals(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(READERS, suffix, READERS[suffix]._replace(decode=READERS[".txt"].decode))
    assert read(seed_of(f"A{suffix.upper()}", b"text")).text == "text"


@pytest.mark.parametrize("head", ["<!DOCTYPE html><html>", "\n<html lang=en>", '<?xml version="1.0"?><!doctype HTML>'])
def test_a_page_saved_as_text_is_read_as_a_page(head: str) -> None:
    source = read(seed_of("a.txt", f"{head}<body><p>Talks began.</p></body></html>".encode()))
    assert source.media_type == "text/html"
    assert read(seed_of("a.txt", b"The tag <html> begins a page.")).media_type == "text/plain"
