"""The event corpus: its format, its rules, and what is in it."""

from pathlib import Path

import pytest

from flows.training.corpus.__main__ import main
from flows.training.corpus.agreement import agreement, kappa
from flows.training.corpus.checks import faults, part_of
from flows.training.corpus.texts import LabelledText, read_batch, read_corpus
from schemas.data_files import DataFileError

HEAD = "%% id=x-1 topic=port-strike register=wire region=south-america decade=1990s"
WORDS = "[a Dockworkers] [1 walked out] at [p the port of [b Duqm]] [t on Monday], [s a union] said."
EVENT = "1 PROTEST/strike asserted actor=a place=p date=t recipient=b says=s"


def batch(tmp_path: Path, *lines: str) -> tuple[LabelledText, ...]:
    (tmp_path / "b.txt").write_text("\n".join(lines), "utf-8")
    return tuple(read_batch(tmp_path / "b.txt"))


def test_a_text_is_read(tmp_path: Path) -> None:
    (text,) = batch(tmp_path, HEAD, WORDS, EVENT)
    assert text.text == "Dockworkers walked out at the port of Duqm on Monday, a union said."
    assert (text.words_of("p"), text.words_of("b"), text.words_of("1")) == ("the port of Duqm", "Duqm", "walked out")
    (event,) = text.events
    assert (event.event_type, event.mode, event.factuality) == ("PROTEST", "strike", "asserted")
    assert event.roles["actor"] == ("a",)
    assert list(faults([text])) == []


def test_a_passage_has_paragraphs_and_groups(tmp_path: Path) -> None:
    lines = ("[a Rebels] [1 shelled] [b Duqm].", "[c They] [2 withdrew] after [3 the attack].")
    events = ("1 ASSAULT asserted actor=a recipient=b", "2 RETREAT asserted actor=c", "3 ASSAULT asserted")
    (text,) = batch(tmp_path, f"{HEAD} kind=passage", *lines, *events, "same a c", "one 1 3")
    assert text.text.split("\n\n") == ["Rebels shelled Duqm.", "They withdrew after the attack."]
    assert (text.same, text.one) == ((("a", "c"),), (("1", "3"),))


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ((WORDS, EVENT.replace("PROTEST/strike", "PROTEST/visit")), "mode 'visit' of PROTEST should be one of"),
        ((WORDS, EVENT.replace("asserted", "sure")), "factuality 'sure' should be one of"),
        ((WORDS, EVENT.replace(" says=s", "")), "nothing uses the words marked with s"),
        ((WORDS, EVENT.replace("says=s", "says=s,z")), "no words are marked with z"),
        ((WORDS, EVENT.replace("1 PROTEST", "2 PROTEST")), "nothing uses the words marked with 1"),
        (("Snow fell on the whole of the coast.",), "a text has events, or else the line 'none REASON'"),
        (("Snow fell on the whole of the coast.", "none snow"), "reason 'snow' should be one of"),
        ((WORDS, "1 Protest asserted actor=a"), "a sentence is one line"),
    ],
)
def test_faults_are_said(tmp_path: Path, lines: tuple[str, ...], what: str) -> None:
    assert any(what in fault for fault in faults(batch(tmp_path, HEAD, *lines)))


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (("[a Rebels fled.", "none history"), "a bracket stays open"),
        (("a] Rebels fled.", "none history"), "closes that was not opened"),
        (("[a Rebels] and [a gangs] fled.", "none history"), "the label a is there twice"),
        (("[a Rebels] [1 fled].", "1 RETREAT asserted actor=a actor=a"), "names a role twice"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, lines: tuple[str, ...], what: str) -> None:
    with pytest.raises(DataFileError, match=what):
        batch(tmp_path, HEAD, *lines)


def test_agreement_of_two_annotations(tmp_path: Path) -> None:
    first = batch(tmp_path, HEAD, WORDS, EVENT)
    other = batch(tmp_path, HEAD, "[a Dockworkers] [1 walked] out at the port of Duqm.", "1 REJECT planned actor=a")
    assert agreement(first, first) == (1, 1.0, 1.0, 1.0, 1.0, 1.0)
    found = agreement(first, other)
    assert (found.type_kappa, found.triggers, found.actors, found.recipients, found.factuality) == (0, 1, 1, 0, 0)
    assert kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]) == pytest.approx(0.5)


def test_our_corpus_keeps_to_its_rules(capsys: pytest.CaptureFixture[str]) -> None:
    texts = read_corpus()
    assert list(faults(texts)) == []
    assert {part_of(text) for text in texts} == {"train", "dev", "test"}
    assert main([]) == 0
    assert capsys.readouterr().out.startswith(f"{len(texts)} texts, ")
