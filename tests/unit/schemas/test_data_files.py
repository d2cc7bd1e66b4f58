"""Data files are read by one loader, which says where a file does not fit: file, block, key, and what would be fine."""

import ast
import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import pytest

import flows
import schemas
from flows.steps.entities import tables
from flows.steps.events import triggers
from flows.steps.events.triggers import TriggerBlock
from flows.steps.structure import cues
from flows.steps.timex import lexicon
from schemas.data_files import DataFileError, Words, compiled, load_folder, load_grid, load_table, parse_toml
from schemas.plover import EventTypeCode
from schemas.vocab import EventType

ROOTS = [Path(package.__file__).parent for package in (flows, schemas)]
READERS = {
    "schemas/data_files.py",
    "flows/chosen_api.py",  # reads the profiles of Prefect, a file of somebody else's that may be missing or broken
    "flows/views/spreadsheets.py",  # writes CSV
}


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Inner(NamedTuple):
    id: str
    size: int = 0

    def check(self) -> None:
        if self.size < 0:
            raise ValueError("the size should not be below 0")


@dataclass(frozen=True)
class Outer:
    name: str = ""
    share: float = 0.5
    is_on: bool = False
    words: Words = frozenset()
    some: frozenset[str] = frozenset()
    pair: tuple[str, int] = ("", 0)
    pattern: Annotated[re.Pattern[str], re.IGNORECASE] | None = None
    colour: Colour | None = None
    steps: dict[int, str] = field(default_factory=dict)
    colours: dict[Colour, float] = field(default_factory=dict)
    inner: tuple[Inner, ...] = ()
    day: date | None = None
    value: str | int = 0
    kind: Literal["", "x"] = ""
    with_: str = ""


def test_values_are_what_the_hints_say() -> None:
    text = """
        name = "a"
        share = 1
        is_on = true
        words = "b a"
        some = ["x"]
        pair = ["p", 2]
        pattern = "AB"
        colour = "red"
        steps = { 3 = "near" }
        colours = { blue = 2 }
        inner = [{ id = "i", size = 4 }, { id = "j" }]
        day = 2014-09-08
        value = "text"
        kind = "x"
        with = "on"
    """
    found = parse_toml(text, "a.toml", Outer)
    assert found == Outer(
        "a", 1.0, True, frozenset({"a", "b"}), frozenset({"x"}), ("p", 2), re.compile("AB", re.IGNORECASE),
        Colour.RED, {3: "near"}, {Colour.BLUE: 2.0}, (Inner("i", 4), Inner("j")), date(2014, 9, 8), "text", "x", "on",
    )  # fmt: skip
    assert isinstance(found.share, float)
    assert parse_toml("", "a.toml", Outer) == Outer()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nane = 'a'", "f.toml: there is no key 'nane'; did you mean 'name'?"),
        ("name = 1", "f.toml, key 'name': 1 should be a text."),
        ("name = true", "f.toml, key 'name': True should be a text."),
        ("share = '1'", "f.toml, key 'share': '1' should be a number."),
        ("share = true", "f.toml, key 'share': True should be a number."),
        ("is_on = 1", "f.toml, key 'is_on': 1 should be true or false."),
        ("words = ['a']", "f.toml, key 'words': ['a'] should be one text, with blanks between the words."),
        ("words = 'a b a'", "f.toml, key 'words': 'a' should be there once, and is there twice."),
        ("some = 'a'", "f.toml, key 'some': 'a' should be a list, in square brackets."),
        ("some = ['a', 'a']", "f.toml, key 'some': 'a' should be there once, and is there twice."),
        ("some = ['a', 1]", "f.toml, key 'some': 1 should be a text."),
        ("pair = ['a']", "f.toml, key 'pair': ['a'] should be a list of 2."),
        ("pair = ['a', 'b']", "f.toml, key 'pair': 'b' should be a whole number."),
        ("pattern = '('", ("f.toml, key 'pattern': '(' should be a regular expression, and is none "
         "(missing ), unterminated subpattern at position 0).")),
        ("pattern = 1", "f.toml, key 'pattern': 1 should be a regular expression, as a text."),
        ("colour = 'green'", "f.toml, key 'colour': 'green' should be one of red, blue."),
        ("colour = 1", "f.toml, key 'colour': 1 should be one of red, blue."),
        ("kind = 'y'", "f.toml, key 'kind': 'y' should be one of x."),
        ("[steps]\na = 'b'", "f.toml, [steps]: 'a' should be a whole number."),
        ("[colours]\ngreen = 1", "f.toml, [colours]: 'green' should be one of red, blue."),
        ("[colours]\nred = 'a'", "f.toml, [colours], key 'red': 'a' should be a number."),
        ("[[inner]]\nid = 'i'\nsize = 1.5", "f.toml, [inner.i], key 'size': 1.5 should be a whole number."),
        ("[[inner]]\nsize = 1", "f.toml, [inner.1]: the key 'id' is missing; the block should have it."),
        ("[[inner]]\nid = 'i'\nage = 1", "f.toml, [inner.i]: there is no key 'age'; the keys are id, size."),
        ("[[inner]]\nid = 'i'\n[[inner]]\nid = 'i'",
         "f.toml, [inner.i]: there are two blocks of this id; give one of them another."),
        ("[[inner]]\nid = 'i'\nsize = -1", "f.toml, [inner.i]: the size should not be below 0."),
        ("inner = [1]", "f.toml, key 'inner': 1 should be a table of keys and values."),
        ("steps = 1", "f.toml, key 'steps': 1 should be a table of keys and values."),
        ("day = '2014-09-08'", "f.toml, key 'day': '2014-09-08' should be a day."),
        ("value = 1.5", "f.toml, key 'value': 1.5 should be a text or a whole number."),
        ("name = ", "f.toml: it should be TOML, and is not (Invalid value (at end of document))."),
        ("[a]\n[a]", "f.toml: it should be TOML, and is not (Cannot declare ('a',) twice (at line 2, column 3))."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(DataFileError) as caught:
        parse_toml(text, "f.toml", Outer)
    assert str(caught.value) == sentence


TRIGGER = """
[ACCUSE.accuse_crime]
construction = "verb_transitive"
verbs = ["charge"]
yes = ["Prosecutors charged the minister."]
no = ["The hotel charged a fee."]
"""


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("yes =", "unles = ['a']\nyes =", "[ACCUSE.accuse_crime]: there is no key 'unles'; did you mean 'unless'?"),
        ("yes =", "prep = ['of']\nyes =", "[ACCUSE.accuse_crime]: there is no key 'prep'; did you mean 'preps'?"),
        ("verbs =", "verb =", "[ACCUSE.accuse_crime]: there is no key 'verb'; did you mean 'verbs'?"),
        ("yes =", "reach = 'yes'\nyes =", "[ACCUSE.accuse_crime], key 'reach': 'yes' should be true or false."),
        ("['charge']", "'charge'", "[ACCUSE.accuse_crime], key 'verbs': 'charge' should be a list, in square brackets."),
        ("yes =", "needs = ['agent']\nyes =",
         "[ACCUSE.accuse_crime], key 'needs': 'agent' should be one of actor, recipient."),
        ("verb_transitive", "verb",
         ("[ACCUSE.accuse_crime], key 'construction': 'verb' should be one of verb_transitive, verb_intransitive, "
         "verb_infinitive, verb_clause, light_verb, noun_of, noun_on, noun_between.")),
        ("verb_transitive", "noun_of",
         "[ACCUSE.accuse_crime]: the construction noun_of needs the key 'nouns' with at least one word."),
        ("no = ['The hotel charged a fee.']", "",
         "[ACCUSE.accuse_crime]: the key 'no' is missing; the block should have it."),
    ],
)  # fmt: skip
def test_a_trigger_with_a_slip_is_refused(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    folder = tmp_path / "triggers"
    folder.mkdir()
    text = TRIGGER.replace('"', "'")
    assert old in text
    folder.joinpath("a.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DataFileError) as caught:
        load_folder(folder, EventType, TriggerBlock)
    assert str(caught.value) == f"triggers/a.toml, {sentence}"


def test_a_trigger_of_one_name_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml"):
        tmp_path.joinpath(name).write_text(TRIGGER, "utf-8")
    with pytest.raises(DataFileError) as caught:
        load_folder(tmp_path, EventType, TriggerBlock)
    sentence = "[ACCUSE.accuse_crime]: a.toml has a block of this name too; give one of them another name."
    assert str(caught.value) == f"{tmp_path.name}/b.toml, {sentence}"


def test_a_general_trigger_gives_way_to_the_others_of_its_type_in_any_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "triggers"
    folder.mkdir()
    general = TRIGGER.replace("accuse_crime", "accuse").replace("yes =", "general = true\nyes =")
    other_type = TRIGGER.replace("ACCUSE.accuse_crime", "SANCTION.charge")
    for name, text in (("a", other_type), ("b", general), ("c", TRIGGER)):
        folder.joinpath(f"{name}.toml").write_text(text, "utf-8")
    monkeypatch.setattr(triggers, "files", lambda _: tmp_path)
    found = [sense.rule_id for sense in triggers.triggers.__wrapped__()]
    assert found == ["ACCUSE.accuse_crime", "ACCUSE.accuse", "SANCTION.charge"]


def test_a_trigger_of_no_event_type_is_refused(tmp_path: Path) -> None:
    tmp_path.joinpath("a.toml").write_text(TRIGGER.replace("[ACCUSE", "[ACUSE"), "utf-8")
    with pytest.raises(DataFileError, match=re.escape("/a.toml: 'ACUSE' should be one of AGREE, CONSULT")):
        load_folder(tmp_path, EventType, TriggerBlock)


def test_a_plover_type_with_a_misspelt_key_is_refused() -> None:
    text = "[AGREE]\nquad_class = 'verbal_cooperation'\nscore = 2.5\nneeds = ['actor']\nrefusd_as = 'REJECT'"
    with pytest.raises(DataFileError) as caught:
        parse_toml(text, "schemas/plover.toml", dict[EventType, EventTypeCode])
    sentence = "schemas/plover.toml, [AGREE]: there is no key 'refusd_as'; did you mean 'refused_as'?"
    assert str(caught.value) == sentence


ACTORS = (
    "name,entity_type,wikidata_id,country,sector,aliases,source\n"
    "Order of the Quill,armed_group,Q7,IRQ,REB,Quill Order|QO,memory\n"
)
OFFICES = "person,role,country,since,until,source\nAda Quill,president,USA,2001,2002,memory\n"
CITIES = "name,country,population,geonames_id,problem,aliases,source\nQuelltal,,1000,7,,,geonames\n"
DEATHS = "person,died,source\nAda Quill,2001-02-03,memory\n"


@pytest.mark.parametrize(
    ("table", "text", "sentence"),
    [
        ("actors", ACTORS + "Ink Front,armed_group,Q7,,,,memory\n",
         "row 3: row 2 has the same wikidata_id 'Q7'; keep one of the two."),
        ("actors", ACTORS + ",armed_group,,,,,memory\n", "row 3, column name: it is empty, and should not be."),
        ("actors", ACTORS + "Ink Front,army,,,,,memory\n",
         ("row 3, column entity_type: 'army' should be one of person, organization, armed_group, country, place, "
         "facility, nationality_or_group, named_event, work_or_law.")),
        ("actors", ACTORS + "Ink Front,armed_group,,,\n", "row 3: it has 5 cells, and should have 7."),
        ("actors", ACTORS + "Ink Front,armed_group,,,,a,b,memory\n", "row 3: it has 8 cells, and should have 7."),
        ("actors", ACTORS.replace("sector", "secter"),
         "row 1: there is no column 'secter'; did you mean 'sector'?"),
        ("actors", ACTORS.replace("sector,aliases", "aliases,sector"),
         "row 1: the columns should be name, entity_type, wikidata_id, country, sector, aliases, source."),
        ("offices", OFFICES + "Ada Quill,president,USA,2001,..,memory\n",
         ("row 3: row 2 has the same person 'Ada Quill', role 'president', country 'USA', since '2001'; "
         "keep one of the two.")),
        ("cities", CITIES + "Rivertal,,many,8,,,geonames\n", "row 3, column population: 'many' should be a whole number."),
        ("cities", CITIES + "Rivertal,,1000,8,persn,,geonames\n",
         "row 3, column problem: 'persn' should be one of person, sentence_start, acronym, article."),
        ("deaths", DEATHS + "Ida Quill,2001-02-03,\n", "row 3, column source: it is empty, and should not be."),
        ("deaths", DEATHS + "Ida Quill,2001-02-03,hearsay\n",
         "row 3, column source: 'hearsay' should be one of memory, iso3166, geonames."),
        ("actors", ACTORS + "Ink Front,armed_group,,,,,\n", "row 3, column source: it is empty, and should not be."),
        ("deaths", DEATHS + "Ida Quill,2001-02,memory\n", "row 3, column died: '2001-02' should be a day such as 2014-09-08."),
        ("deaths", "", "it is empty, and should have a row with the names of its columns."),
        ("deaths", DEATHS + '"Ida Quill,2001-02-03,memory\n',
         "row 3: this is no CSV (unexpected end of data); close the quotes."),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_named(tmp_path: Path, table: str, text: str, sentence: str) -> None:
    kinds: dict[str, Any] = {
        "actors": (tables.ActorRow, ("wikidata_id",)),
        "offices": (tables.OfficeRow, ("person", "role", "country", "since")),
        "cities": (tables.CityRow, ("name",)),
        "deaths": (tables.DeathRow, ("person",)),
    }
    path = tmp_path / "knowledge" / f"{table}.csv"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    with pytest.raises(DataFileError) as caught:
        load_table(path, *kinds[table])
    assert re.sub("[:,] ", " ", str(caught.value), count=1) == f"knowledge/{table}.csv {sentence}"


@pytest.mark.parametrize("name", ["actors", "offices"])
def test_the_shipped_tables_are_read_with_their_keys(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of the shipped file with a row twice is refused by the function that reads it."""
    shipped = Path(tables.__file__).parent / "knowledge" / f"{name}.csv"
    lines = shipped.read_text("utf-8").splitlines()
    number = max(number for number, line in enumerate(lines) if name != "actors" or re.search(",Q[0-9]+,", line))
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / f"{name}.csv").write_text("\n".join([*lines, lines[number]]), "utf-8")
    monkeypatch.setattr(tables, "files", lambda _package: tmp_path)
    read: Any = {"actors": tables.actor_rows, "offices": tables.office_rows}[name]
    with pytest.raises(DataFileError, match=rf"knowledge/{name}\.csv, row {len(lines) + 1}: row {number + 1} has the"):
        read.__wrapped__()


def test_cells_are_what_the_hints_say(tmp_path: Path) -> None:
    path = tmp_path / "actors.csv"
    path.write_text(ACTORS + '"Front, Ink",person,,,,,memory\n\n', "utf-8")
    quill, ink = load_table(path, tables.ActorRow, ("wikidata_id",))
    assert quill == ("Order of the Quill", "armed_group", "Q7", "IRQ", "REB", ("Quill Order", "QO"), "memory")
    assert ink == ("Front, Ink", "person", None, None, None, (), "memory")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("apart,behind,NN\n1,a,3\n", "row 1: it should begin with the columns apart, before."),
        ("apart,before,NN\n1,a,3\n1,a,4\n", "row 3: an earlier row is of 1 a too; keep one of them."),
        ("apart,before,NN\n1,a,x\n", "row 2: all but its labels should be whole numbers."),
        ("apart,before,NN\n1,a\n", "row 2: it has 2 cells, and should have 3."),
    ],
)
def test_a_grid_that_does_not_fit_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "g.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(DataFileError) as caught:
        load_grid(path, ("apart", "before"))
    assert str(caught.value) == f"{tmp_path.name}/g.csv, {sentence}"


def test_a_pattern_put_together_from_parts_is_named() -> None:
    with pytest.raises(DataFileError, match=r"^dates/a\.toml, \[rule\.b\]: '\[' should be a regular expression"):
        compiled("[", "dates/a.toml, [rule.b]")


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ("word = 1", "structure/cues.toml, [teaser.parts], key 'word': 1 should be a text or a list."),
        ("word = ['a', 1]", "structure/cues.toml, [teaser.parts], key 'word': 1 should be a text."),
        ("wrd = 'a'",
         "structure/cues.toml, [teaser]: the pattern names a part {word}, but the parts are wrd."),
    ],
)  # fmt: skip
def test_a_part_of_a_pattern_that_does_not_fit_is_named(parts: str, sentence: str) -> None:
    text = f"[teaser]\npattern = '{{word}}'\nyes = []\nno = []\n[teaser.parts]\n{parts}"
    with pytest.raises(DataFileError) as caught:
        parse_toml(text, "structure/cues.toml", dict[str, cues.Cue])
    assert str(caught.value) == sentence


def test_parts_of_a_pattern_are_texts_or_alternatives() -> None:
    text = "[teaser]\npattern = '{one}{two}'\nyes = []\nno = []\nparts = { one = 'a', two = ['b', 'c'] }"
    found = parse_toml(text, "cues.toml", dict[str, cues.Cue])
    assert found["teaser"].parts == {"one": "a", "two": ("b", "c")}


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("{noun}", "the pattern names a part {noun}, but the parts are dash, verb."),
        ("@nuon", "@nuon is no group of words.toml and none of [parts]."),
        ("[{verb}", "'[a|b' should be a regular expression, and is none (unterminated character set at position 0)."),
    ],
)
def test_a_rule_of_dates_with_a_wrong_pattern_is_named(pattern: str, problem: str) -> None:
    block = lexicon.RuleBlock("year", "year", ("0",), pattern, (), (), parts={"verb": ("a", "b")})
    with pytest.raises(DataFileError) as caught:
        lexicon._rule(block, {"dash": "-"})
    assert str(caught.value) == f"timex/patterns.toml, [rule.year]: {problem}"


def test_text_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"person,died\n\xff")
    with pytest.raises(DataFileError, match="byte 12 is not UTF-8; save the file as UTF-8"):
        load_table(path, tables.DeathRow)


def test_no_other_module_reads_toml_or_csv() -> None:
    found = set()
    for root in ROOTS:
        for path in root.rglob("*.py"):
            nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
            names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
            names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
            if names & {"csv", "tomllib", "tomli", "toml"}:
                found.add(str(path.relative_to(root.parent)))
    assert found == READERS


def test_every_data_file_is_read_by_somebody() -> None:
    """The name of each TOML and CSV file is in a module of its package, or its folder is read as a whole."""
    unread = []
    for path in [path for root in ROOTS for suffix in ("toml", "csv") for path in root.rglob(f"*.{suffix}")]:
        folder = path.parent if path.parent.name not in {"knowledge", "triggers"} else path.parent.parent
        code = "".join(module.read_text("utf-8") for module in folder.rglob("*.py"))
        name = path.stem if path.parent.name == "knowledge" else path.name
        if path.parent.name != "triggers" and f'"{name}"' not in code:
            unread.append(path.name)
    assert unread == []


@pytest.mark.parametrize("module", ["flows.steps.events.triggers", "flows.steps.entities.tables", "schemas.plover"])
def test_reading_needs_no_pandas(module: str) -> None:
    import subprocess
    import sys

    import_module(module)
    code = f"import sys, {module}; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOTS[0].parent).returncode == 0
