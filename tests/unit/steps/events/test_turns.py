"""Interviews: what a speaker reports is attributed to the speaker."""

import pytest

from flows.steps import process
from flows.steps.options import Options
from flows.steps.read.seed import seed_of

HEAD = "The war in the hills\n\nBy Ana Brandt\n\n12 May 2021\n\nThe general received us in a school on Monday and spoke about the truce, his prisoners and his terms for peace.\n\n"


def attributed(*turns: str) -> list[tuple[str, str | None]]:
    """Return trigger and source of each event in the text of an interview."""
    data = f"{HEAD}{chr(10).join(turn + chr(10) for turn in turns)}".encode()
    outcome = process(seed_of("a.txt", data), Options(language_model="rules"))
    return [(row.trigger, row.attributed_to) for row in outcome.events if row.event_type == "ASSAULT"]


def test_what_a_speaker_reports_is_attributed_to_the_speaker() -> None:
    turns = (
        "ANA BRANDT: Who attacked the convoy, and why did nobody stop it on the road to the lake?",
        "TOMAS REKO: The army attacked the convoy on Monday. Nobody helped the drivers of the trucks.",
        "ANA BRANDT: What happened then, and who told you about it in the night?",
        "TOMAS REKO: Soldiers killed two drivers near the lake, and the others ran into the hills.",
    )
    assert {source for trigger, source in attributed(*turns) if trigger == "killed"} == {"Tomas Reko"}


@pytest.mark.parametrize(
    "turns",
    [
        ("South Sudan: Soldiers killed two drivers near the lake.", "Burkina Faso: Rebels killed three men in the north."),
        ("Key Points: Soldiers killed two drivers near the lake.", "Key Points: Rebels killed three men in the north."),
        ("Q: Who did it?", "A: Soldiers killed two drivers near the lake.", "Q: And then?", "A: Rebels killed three men in the north."),
        ("Soldiers killed two drivers near the lake.", "Rebels killed three men in the north."),
    ],
    ids=["countries", "one label", "letters", "no labels"],
)  # fmt: skip
def test_other_labels_are_no_speakers(turns: tuple[str, ...]) -> None:
    assert {source for _, source in attributed(*turns)} <= {None}
