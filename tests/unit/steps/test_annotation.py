"""One way from paragraphs to annotations: the same conditions for builds, `annotate` and `explain`, from one parse."""

import ast
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from flows import steps
from flows.annotate import annotate as annotate_text
from flows.explain import explain_events
from flows.steps import annotation
from flows.steps.annotation import Annotations, annotate
from flows.steps.entities.actor_phrases import describe
from flows.steps.entities.user_actors import parse_knowledge
from flows.steps.events.extract import LONGEST
from flows.steps.language.engine import load
from flows.steps.options import DEFAULT, Options
from flows.steps.read.seed import seed_of
from flows.steps.timex import Reference
from tests.builders import passage

pytestmark = pytest.mark.usefixtures("explained_here")

ROOT = Path(__file__).parents[3]
DAY = date(2019, 6, 3)
REFERENCE = Reference(start=DAY, end=DAY, not_before=DAY, not_after=DAY)
OWN = parse_knowledge(
    b"name,entity_type,country,sector\nQuill Order,armed_group,NOR,REB\nquillers,armed_group,NOR,REB\n", "my.csv"
)


def annotated(text: str, *, options: Options = DEFAULT, day: date | None = DAY) -> Annotations:
    return annotate([passage(text)], REFERENCE if day else Reference(), (day, day), options)


def missed(found: Annotations) -> set[tuple[str, str]]:
    return {(miss.rule_id, miss.reason) for miss in found.near_misses()}


def explained(text: str, **options: object) -> list[str]:
    stream = StringIO()
    explain_events(seed_of("a.txt", text.encode()), Console(file=stream, soft_wrap=True), **options)  # type: ignore[arg-type]
    return [line.strip() for line in stream.getvalue().splitlines()]


def test_an_empty_document_has_no_annotations() -> None:
    found = annotate([], Reference(), (None, None))
    assert (found, list(found.near_misses())) == (Annotations(), [])


def test_near_misses_know_who_held_an_office_when_the_text_was_written() -> None:
    """Angela Merkel was chancellor then, and nobody attacks herself."""
    text = "Angela Merkel attacked the German chancellor."
    reason = ("ASSAULT.attack", "nobody is named to whom it is done")
    assert reason in missed(annotated(text))
    assert reason not in missed(annotated(text, day=None))


def test_near_misses_know_what_is_a_date() -> None:
    reason = "its object is nobody and nothing that can be acted on"
    assert ("THREATEN.threaten_person", reason) in missed(annotated("Norway threatened Easter."))


def test_near_misses_know_the_actors_of_the_user() -> None:
    text = "It was the attack on quillers."
    reason = ("ASSAULT.attack_on", "nobody is named to whom it is done")
    assert reason in missed(annotated(text))
    assert reason not in missed(annotated(text, options=Options(knowledge=OWN)))


def test_a_sentence_that_is_too_long_for_events_says_so() -> None:
    found = annotated("Envoys of " + "the third, " * (LONGEST // 11 + 1) + "and the last town met.")
    assert found.events == ()
    assert [miss.rule_id for miss in found.near_misses()] == ["too_long"]


def test_near_misses_and_events_come_from_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    read = steps.read
    monkeypatch.setattr(steps, "read", lambda seed: calls.append("read") or read(seed))
    monkeypatch.setattr(annotation, "load", lambda name: calls.append("parse") or load(name))
    text = "A Threat\n\nJune 3, 2019\n\nNorway condemned Sweden. Norway threatened Easter.\n"
    lines = explained(text, has_events=True, has_near_misses=True)
    assert calls == ["read", "parse"]
    assert {"Events", "Sentences without an event"} <= set(lines)


def test_near_misses_are_looked_for_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("nobody asked")

    monkeypatch.setattr(annotation, "find_near_misses", refuse)
    assert explained("A Threat\n\nNorway condemned Sweden.\n")


def test_a_text_in_another_language_says_why_it_has_no_near_misses() -> None:
    text = "Der Krieg\n\nDie Regierung hat am Montag die Angriffe der Armee auf das Dorf und die Stadt verurteilt.\n"
    lines = explained(text, has_events=False, has_near_misses=True)
    assert "none: events are looked for in English content only (language of this text: de)" in lines


def test_a_build_and_the_annotate_command_find_the_same() -> None:
    text = "Norway condemned Sweden on Monday. The German chancellor visited Oslo. Rebels attacked the army."
    outcome = steps.process(seed_of("a.txt", f"A Threat\n\nJune 3, 2019\n\n{text}\n".encode()))
    built = {(row.event_type, row.actor_name, row.recipient_name, row.date_start) for row in outcome.events}
    told = {
        (
            row["event_type"],
            row["actor_name"],
            row["recipient_name"],
            row["date_start"] and date.fromisoformat(row["date_start"]),
        )
        for row in annotate_text(text, DAY)["events"]
    }
    assert built == told
    assert len(built) == 3


def test_actors_of_a_user_are_known_where_they_are_passed_and_nowhere_else() -> None:
    text = "Quill Order fighters attacked a village."
    with_own, without = (annotated(text, options=options) for options in (Options(knowledge=OWN), Options()))
    assert [row.name for row in with_own.entities] == ["Quill Order"]
    assert [(row.actor_country, row.actor_sector) for row in with_own.events] == [("NOR", "REB")]
    assert [row.actor_country for row in without.events] == [None]
    assert describe("Quill Order men", OWN) == ("NOR", "REB")
    assert describe("Quill Order men") == (None, None)


def test_what_is_known_is_an_argument_everywhere() -> None:
    """No module of the steps keeps something in a context variable."""
    found = [
        f"{path.name}:{node.lineno}"
        for path in sorted((ROOT / "flows" / "steps").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.Name, ast.Attribute)) and "ContextVar" in ast.unparse(node)
    ]
    assert found == []
