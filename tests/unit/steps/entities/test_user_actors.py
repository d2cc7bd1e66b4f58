"""A user's own actors: what is refused, in which words, and what wins."""

from pathlib import Path

import pytest

from flows.steps.entities.knowledge_base import NOTHING, surface_forms
from flows.steps.entities.user_actors import KnowledgeError, parse_knowledge, read_user_knowledge

HEADER = "name,entity_type,wikidata_id,country,sector,aliases\n"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ["my.csv, row 1: the column name is missing", "my.csv, row 1: the column entity_type is missing"]),
        ("name,kind\nA,person\n", ["row 1: the column entity_type is missing", "row 1: there is no column 'kind'"]),
        (HEADER + "Blue Union,army,,,,\n", ["my.csv, row 2, column entity_type: 'army' is none of"]),
        (HEADER + ",person,,,,\n", ["my.csv, row 2, column name: it is empty"]),
        (HEADER + "A B,person,,Iraq,,\n", ["row 2, column country: 'Iraq' is no ISO 3166-1 alpha-3 code; write IRQ."]),
        (HEADER + "A B,person,,IRG,,\n", ["row 2, column country: 'IRG' is no ISO 3166-1 alpha-3 code; did you mean"]),
        (HEADER + "A B,person,458,,,\n", ["row 2, column wikidata_id: '458' is no Wikidata id such as Q458"]),
        (HEADER + "A B,person,Q0458,,,\n", ["row 2, column wikidata_id: 'Q0458' is no Wikidata id"]),
        (HEADER + "A B,person,,,CIA,\n", ["row 2, column sector: 'CIA' is none of PLOVER's"]),
        (HEADER + "A B,person,,,,\nA B,place,,,,\n", ["row 3, column name: 'A B' is in row 2 already"]),
        (HEADER + "A B,person,,,,C\nD,place,,,,C\n", ["row 3, column aliases: 'C' is in row 2 already"]),
        (HEADER + "A B,person,Q5,,,\nD,place,Q5,,,\n", ["row 3, column wikidata_id: Q5 is in row 2, too"]),
        (HEADER + "A B,person,,,,C,D\n", ["my.csv, row 2: there are more cells than columns"]),
        (HEADER + '"A B,person,,,,C\n', ["my.csv, row"]),
        (
            HEADER + ",army,,,,\nE,person,,XX,,\n",
            ["row 2, column name", "row 2, column entity_type", "row 3, column country"],
        ),
    ],
)
def test_each_fault_is_one_sentence(text: str, sentences: list[str]) -> None:
    with pytest.raises(KnowledgeError) as caught:
        parse_knowledge(text.encode(), "my.csv")
    assert len(caught.value.problems) == len(sentences)
    for problem, sentence in zip(caught.value.problems, sentences, strict=True):
        assert sentence in problem
        assert "my.csv" in problem and problem.endswith((".", "?"))


def test_other_encodings_are_refused() -> None:
    with pytest.raises(KnowledgeError, match=r"my\.csv: byte 58 is not UTF-8"):
        parse_knowledge((HEADER + "Le Caf\xe9,facility,,,,\n").encode("cp1252"), "my.csv")


@pytest.mark.parametrize(
    "text", [HEADER, "entity_type,name\nperson,Ada Quill\n", "\ufeff" + HEADER + "Ada Quill,person,,,,\n"]
)
def test_what_is_good_is_taken(text: str) -> None:
    own = parse_knowledge(text.encode(), "my.csv")
    assert {thing.name for thing, _ in own.entries} <= {"Ada Quill"}


def test_users_win_over_ours(tmp_path: Path) -> None:
    path = tmp_path / "my.csv"
    path.write_text(
        HEADER + "Hamas,organization,,PSE,PTY,Quill Club\nNorth Pact,organization,Q7184,,MIL,NATO | The Pact\n", "utf-8"
    )
    found = surface_forms(read_user_knowledge(path))
    assert (found["Hamas"].entity.sector, found["Quill Club"].entity.name) == ("PTY", "Hamas")
    assert found["North Atlantic Treaty Organization"].entity.name == found["The Pact"].entity.name == "North Pact"
    assert found["Hezbollah"] == surface_forms(NOTHING)["Hezbollah"]
    assert surface_forms(NOTHING)["Hamas"].entity.sector == "REB"


def test_files_with_the_same_bytes_share_one_index() -> None:
    first, second = (parse_knowledge((HEADER + "Ada Quill,person,,,,\n").encode(), name) for name in ("a.csv", "b.csv"))
    assert surface_forms(first) is surface_forms(second)
    assert surface_forms(first) is not surface_forms(NOTHING)
    assert "Ada Quill" in surface_forms(first) and "Ada Quill" not in surface_forms(NOTHING)
