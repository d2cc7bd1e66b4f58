"""Filters of events, files to download, pictures, clusters and comparisons."""

import csv
from io import BytesIO, StringIO

import pandas as pd
import pytest

from flows.explore import charts, clusters, comparison
from flows.explore.database import Conditions, PageOfRows
from flows.explore.events import FACETS, count_events, event_filter, list_events
from flows.views.flat import events_flat
from flows.views.icews import events_dyads
from schemas.vocab import EntityType


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        ({}, 25),
        ({"type": "CONSULT"}, 3),
        ({"type": "CONSULT", "since": "2019-03-05"}, 1),
        ({"quad": "verbal_conflict", "factuality": "asserted"}, 7),
        ({"actor": "Q20", "recipient": "Q33"}, 3),
        ({"recipient": "(unknown)", "type": "PROTEST"}, 2),
        ({"country": "NOR"}, 4),
        ({"involved": "FIN"}, 7),
        ({"once": "1"}, 14),
        ({"q": "TROOPS KILLED"}, 2),
        ({"q": "100% sure"}, 0),
        ({"confidence": "0"}, 25),
        ({"confidence": "1"}, 0),
        ({"tone": "cooperation", "as_actor": "Q20"}, 3),
        ({"side": "Q20", "other": "Q33"}, 4),
        ({"until": "2019-02-28"}, 2),
    ],
)
def test_filters_of_events(engine, parameters, count):
    asked = event_filter(parameters)
    assert count_events(engine, asked) == len(list_events(engine, asked).rows) == count


@pytest.mark.parametrize("sort", ["newest", "oldest", "reports", "sure", "unsure"])
def test_orders_of_events(engine, sort):
    rows = list_events(engine, event_filter({"sort": sort})).rows
    assert len(rows) == 25
    key = {"newest": "date_start", "oldest": "date_start", "reports": "cluster_documents"}.get(sort, "confidence")
    values = [row[key] for row in rows if row[key] is not None]
    assert values == sorted(values, reverse=sort in {"newest", "reports", "sure"})


def test_conditions_leave_out_the_one_that_a_facet_shows():
    conditions = Conditions()
    conditions.add_choice("type", "event_type", "AID")
    conditions.add_choice("country", "place_country", "(unknown)")
    conditions.add_choice("quad", "quad_class", "")
    assert conditions.where() == "WHERE event_type = $type AND place_country IS NULL"
    assert (conditions.where("type"), conditions.values_without("type")) == ("WHERE place_country IS NULL", {})
    assert conditions.values_without("country") == {"type": "AID"}


@pytest.mark.parametrize(("total", "number", "last", "first"), [(0, 1, 1, 0), (50, 1, 1, 1), (51, 2, 2, 51)])
def test_pages_of_rows(total, number, last, first):
    page = PageOfRows(["row"] if total else [], number, 50, total)
    assert (page.last, page.first_row) == (last, first)


@pytest.mark.parametrize("query", ["", "type=CONSULT", "q=killed&once=1", "type=AID"])
def test_downloads_have_the_filtered_rows(get, dataset, engine, query):
    asked = event_filter(dict(part.split("=") for part in query.split("&") if part))
    ids = {row["event_id"] for row in list_events(engine, asked).rows}
    frames = {name: dataset.frame(name) for name in ("events", "participants", "entities", "documents")}
    frames["events"] = frames["events"][frames["events"]["event_id"].isin(ids)]

    answer = get(f"/events/events.csv?{query}")
    assert answer.headers["content-disposition"] == 'attachment; filename="presstable_events.csv"'
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["event_id"] for row in rows] == list(events_flat(frames)["event_id"])

    found = pd.read_parquet(BytesIO(get(f"/events/events.parquet?{query}").content), dtype_backend="pyarrow")
    assert set(found["event_id"]) == ids
    assert list(found.columns) == list(frames["events"].columns)

    pairs = list(csv.DictReader(StringIO(get(f"/events/events_icews.csv?{query}").content.decode("utf-8-sig"))))
    assert [row["Event ID"] for row in pairs] == list(events_dyads(frames)["Event ID"])


def test_the_map_has_each_country_once_and_all_points_on_it():
    width, height, countries = charts._world()
    codes = [country.code for country in countries if country.code]
    assert len(codes) == len(set(codes)) > 200
    assert {"NOR", "XKX", "SGP", "TWN", "PSE", "BHR"} <= set(codes)
    for country in countries:
        assert not country.code or (0 < country.x < width and 0 < country.y < height), country
        assert all(part in "Mlz 0123456789-" for part in country.path)


def test_the_map_counts_by_country(engine):
    asked = event_filter({})
    by_place = {country.code: count for country, _, count, _ in charts.on_map(engine, asked).circles}
    assert by_place["NOR"] == 4
    involved = charts.on_map(engine, asked, "involved")
    assert {country.code for country, *_ in involved.circles} >= {"NOR", "FIN", "RUS"}
    radii = [radius for _, radius, _, _ in involved.circles]
    assert radii == sorted(radii, reverse=True)


def test_the_network_is_always_the_same_and_within_its_picture(engine):
    asked = event_filter({})
    made = charts.network(engine, asked)
    assert made == charts.network(engine, asked)
    assert {node.name for node in made.nodes} >= {"Norway", "Finland", "Russia"}
    for node in made.nodes:
        assert 0 < node.x < charts.NETWORK_WIDTH
        assert 0 < node.y < charts.NETWORK_HEIGHT
    assert charts.network(engine, event_filter({"type": "AID"})).nodes == []


def test_a_cluster_has_all_its_reports(engine):
    cluster_id = engine.value(
        "SELECT cluster_id FROM events ORDER BY cluster_documents DESC, cluster_mentions DESC LIMIT 1"
    )
    read = clusters.read_cluster(engine, cluster_id)
    assert len({row["document_id"] for row in read.reports}) > 1
    assert read.reports[0]["is_cluster_head"]
    assert (read.best["actor_name"], str(read.best["date_start"])) == ("Norway", "2019-03-03")
    assert clusters.read_cluster(engine, "clu_0") is None
    assert clusters.list_clusters(engine, {}).total <= clusters.list_clusters(engine, {"single": "1"}).total == 14


def row(text):
    return {"text": text}


@pytest.mark.parametrize(
    ("left", "right", "want"),
    [
        (["same"], ["same"], [("same", "same", True)]),
        (["it’s  same"], ["it's same"], [("it’s  same", "it's same", True)]),
        (["gone"], [], [("gone", None, False)]),
        ([], ["new"], [(None, "new", False)]),
        (["one two three four"], ["one two three five"], [("one two three four", "one two three five", False)]),
        (
            ["a b c d", "z"],
            ["new", "a b c e", "z"],
            [(None, "new", False), ("a b c d", "a b c e", False), ("z", "z", True)],
        ),
        (
            ["entirely other words"],
            ["nothing alike"],
            [("entirely other words", None, False), (None, "nothing alike", False)],
        ),
    ],
)
def test_paragraphs_in_pairs(left, right, want):
    found = list(comparison._pairs(list(map(row, left)), list(map(row, right))))
    assert [
        (pair.left and pair.left["text"], pair.right and pair.right["text"], pair.is_same) for pair in found
    ] == want
    for pair in found:
        for side, words in ((pair.left, pair.left_words), (pair.right, pair.right_words)):
            assert "".join(text for text, _ in words) == (side["text"] if side else "")


def test_the_words_that_differ():
    left, right = comparison._words("By Ada Holm", "By Per Holm")
    assert left == (("By ", False), ("Ada", True), (" Holm", False))
    assert right == (("By ", False), ("Per", True), (" Holm", False))


def test_every_facet_is_a_column(dataset):
    assert {column for _, column in FACETS.values()} <= set(dataset.frame("events").columns)


@pytest.mark.parametrize("kind", EntityType)
def test_entities_can_be_filtered_by_type(get, engine, kind):
    count = engine.value("SELECT count(*) FROM entities WHERE entity_type = ?", [kind])
    assert get(f"/entities?entity_type={kind}").text.count('data-label="Name"') == count
