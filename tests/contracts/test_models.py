"""The models agree with the records, with what is written about them, and with what is stored."""

import json
from dataclasses import asdict, fields, replace
from datetime import date
from pathlib import Path
from types import UnionType
from typing import get_args, get_type_hints

import pandas as pd
import pyarrow as arrow
import pytest
from frictionless import Package
from pyarrow import parquet

import schemas
from flows.steps import models
from flows.steps.models import Outcome
from flows.tables import tabulate, to_arrow, validate
from schemas.checks import table_failures
from schemas.dictionary import data_package, markdown
from schemas.plover import codes
from schemas.tables import TABLES, arrow_schema, columns, links, primary_key, sort_key
from schemas.vocab import EventType
from tests.builders import edit

ROWS = {name: get_args(hint)[0] for name, hint in get_type_hints(Outcome).items()}
TYPES = {
    str: arrow.string(),
    int: arrow.int32(),
    float: arrow.float64(),
    bool: arrow.bool_(),
    date: arrow.date32(),
}
LARGE = {"source_bytes"}


def _of_record(name: str) -> list[tuple[str, arrow.DataType, bool]]:
    hints = get_type_hints(ROWS[name])
    found = []
    for field in fields(ROWS[name]):
        kinds = get_args(hints[field.name]) if isinstance(hints[field.name], UnionType) else (hints[field.name],)
        kind = arrow.int64() if field.name in LARGE else TYPES[kinds[0]]
        found.append((field.name, kind, type(None) in kinds))
    return found


def test_tables_are_the_fields_of_an_outcome() -> None:
    assert list(TABLES) == [field.name for field in fields(Outcome)]
    assert all(hasattr(models, row.__name__) for row in ROWS.values())


@pytest.mark.parametrize("name", TABLES)
def test_models_and_records_have_the_same_columns(name: str) -> None:
    assert [(column.name, column.type, column.is_nullable) for column in columns(name)] == _of_record(name)


@pytest.mark.parametrize("name", TABLES)
def test_models_are_strict_and_convert_nothing(name: str) -> None:
    schema = TABLES[name].to_schema()
    assert (schema.name, schema.strict, schema.ordered, schema.coerce) == (name, True, True, False)
    assert schema.unique == primary_key(name)
    assert sort_key(name)[-len(primary_key(name)) :] == primary_key(name)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_a_description_and_an_example_that_passes_its_checks(name: str) -> None:
    schema = TABLES[name].to_schema()
    for column in columns(name):
        assert column.description.endswith("."), column.name
        example = date.fromisoformat(str(column.example)) if arrow.types.is_date(column.type) else column.example
        values = pd.Series([example], dtype=pd.ArrowDtype(column.type), name=column.name)
        assert values.notna().all()
        schema.columns[column.name].validate(values.to_frame())


def test_links_lead_to_columns_of_the_same_type() -> None:
    kinds = {(name, column.name): column.type for name in TABLES for column in columns(name)}
    assert len(links()) == 27
    for link in links():
        assert kinds[link.table, link.column] == kinds[link.to_table, link.to_column], link


def test_the_readme_is_fresh() -> None:
    readme = Path(schemas.__path__[0]) / "README.md"
    assert readme.read_text("utf-8") == markdown(), "run `presstable dictionary`"


def test_the_readme_has_whole_rows() -> None:
    for line in markdown().splitlines():
        if line.startswith("|"):
            assert line.replace("\\|", "").count("|") == 6, line


def test_the_data_package_is_valid_for_frictionless() -> None:
    descriptor = json.loads(json.dumps(data_package()))
    assert list(Package.metadata_validate(descriptor)) == []
    package = Package.from_descriptor(descriptor)
    assert package.resource_names == list(TABLES)
    for name in TABLES:
        table_schema = package.get_resource(name).schema
        assert table_schema.field_names == [column.name for column in columns(name)]
        assert table_schema.primary_key == primary_key(name)


def test_the_data_package_leaves_out_links_to_tables_that_are_not_there() -> None:
    (resource,) = data_package(["mentions"])["resources"]
    assert "foreignKeys" not in resource["schema"]


def test_frictionless_refuses_a_descriptor_with_a_fault() -> None:
    descriptor = data_package()
    descriptor["resources"][0]["schema"]["primaryKey"] = ["no_such_column"]
    assert list(Package.metadata_validate(descriptor))


@pytest.mark.parametrize(("replacement", "errors"), [("", []), ("x", []), (None, ["constraint-error"])])
def test_frictionless_takes_an_empty_text_for_a_value_and_null_for_none(
    replacement: str | None, errors: list[str], tmp_path: Path
) -> None:
    record = edit(" ", replacement=replacement)
    row = arrow.table({name: [value] for name, value in asdict(record).items()})
    parquet.write_table(row, tmp_path / "edits.parquet")
    descriptor = data_package(["edits"])
    descriptor["resources"][0]["schema"].pop("foreignKeys", None)
    report = Package.from_descriptor(descriptor, basepath=str(tmp_path)).validate()
    assert [error.type for task in report.tasks for error in task.errors] == errors


@pytest.mark.parametrize("name", TABLES)
def test_arrow_tables_carry_descriptions_and_come_back(name: str, outcome: Outcome, tmp_path: Path) -> None:
    frames = tabulate(outcome)
    table = to_arrow(frames)[name]
    for field, column in zip(table.schema, columns(name), strict=True):
        assert field.metadata[b"description"].decode() == column.description
        assert json.loads(field.metadata[b"example"]) == column.example
    assert table.schema.metadata[b"table"].decode() == name
    assert table.schema.equals(arrow_schema(name))
    parquet.write_table(table, tmp_path / "table.parquet")
    read = parquet.read_table(tmp_path / "table.parquet")
    assert read.schema.field(0).metadata[b"description"].decode() == columns(name)[0].description
    back = pd.read_parquet(tmp_path / "table.parquet")
    model_types = TABLES[name].empty().dtypes.to_dict()
    pd.testing.assert_frame_equal(back.astype(model_types), frames[name])
    for column in columns(name):
        if not arrow.types.is_string(column.type):
            assert back.dtypes[column.name] == pd.ArrowDtype(column.type)


def test_rows_are_sorted_whatever_order_they_came_in(outcome: Outcome) -> None:
    backwards = Outcome(**{field.name: getattr(outcome, field.name)[::-1] for field in fields(outcome)})
    frames, others = tabulate(outcome), tabulate(backwards)
    for name in TABLES:
        pd.testing.assert_frame_equal(frames[name], others[name])
        assert frames[name][sort_key(name)].apply(tuple, axis=1).is_monotonic_increasing
    validate(others)


def test_characters_outside_the_basic_plane_count_once(outcome: Outcome) -> None:
    text = "\U0001f6f6 " + outcome.mentions[0].text
    wide = replace(outcome.mentions[0], text=text, end=len(text))
    frame = tabulate(Outcome(mentions=(wide,)))["mentions"]
    assert table_failures("mentions", frame) == ()


def test_plover_is_whole() -> None:
    assert set(codes()) == set(EventType)
    for code in codes().values():
        assert (code.score > 0) == ("cooperation" in code.quad_class) or code.score == 0
