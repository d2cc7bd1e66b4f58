"""The map of the world: the projection, rings across the 180th meridian, paths and points."""

import pytest

from flows.training.world import WIDTH, countries, cut, height, middle, path_of, projected, world

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]
ACROSS = [(170.0, 60.0), (-170.0, 60.0), (-170.0, 70.0), (170.0, 70.0), (170.0, 60.0)]


@pytest.mark.parametrize(
    ("longitude", "latitude", "x"), [(0, 0, WIDTH / 2), (-180, 0, 0), (180, 0, WIDTH), (0, 60, WIDTH / 2)]
)
def test_the_projection(longitude, latitude, x):
    found, y = projected(longitude, latitude)
    assert found == pytest.approx(x)
    assert 0 < y < height()


def test_north_is_up_and_the_poles_are_narrow():
    assert projected(0, 50)[1] < projected(0, -50)[1]
    assert projected(90, 80)[0] < projected(90, 0)[0]


def test_a_ring_within_the_map_stays_whole():
    assert [sorted(set(part)) for part in cut(SQUARE)] == [sorted(set(SQUARE))]


def test_a_ring_across_the_180th_meridian_has_a_part_on_either_side():
    parts = cut(ACROSS)
    assert len(parts) == 2
    spans = sorted((min(x for x, _ in part), max(x for x, _ in part)) for part in parts)
    assert spans == [(-180.0, -170.0), (170.0, 180.0)]


def test_a_path_is_in_whole_steps_and_small_rings_vanish():
    path = path_of([SQUARE, [(0.0, 0.0), (0.01, 0.0), (0.0, 0.01), (0.0, 0.0)]])
    assert path.count("M") == path.count("z") == 1
    assert "." not in path


def test_the_point_is_in_the_middle_of_the_largest_part():
    x, y = middle([SQUARE, [(50.0, 50.0), (51.0, 50.0), (51.0, 51.0), (50.0, 50.0)]])
    left, right = projected(0, 5)[0], projected(10, 5)[0]
    assert left < x < right
    assert projected(5, 10)[1] < y < projected(5, 0)[1]


def topology(*shapes):
    """A map in steps of one degree, whose countries are squares of ten degrees: (number, name, west, south)."""
    arcs = [[[west, south], [10, 0], [0, 10], [-10, 0], [0, -10]] for _, _, west, south in shapes]
    made = [
        {"type": "Polygon", "arcs": [[at]], "id": number, "properties": {"name": name}}
        for at, (number, name, _, _) in enumerate(shapes)
    ]
    made = [shape if shape["id"] else {k: v for k, v in shape.items() if k != "id"} for shape in made]
    return {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": arcs,
        "objects": {"countries": {"geometries": made}},
    }


def test_countries_have_their_codes():
    found = list(
        countries(
            topology(
                ("578", "Norway", 5, 60),
                ("", "Kosovo", 20, 40),
                ("", "Somaliland", 45, 9),
                ("010", "Antarctica", 0, -80),
            )
        )
    )
    assert [(code, name) for code, name, _ in found] == [("NOR", "Norway"), ("XKX", "Kosovo"), ("", "Somaliland")]


def test_the_world_has_shapes_of_the_coarse_map_and_points_of_the_fine_one():
    coarse = topology(("578", "Norway", 5, 60), ("", "Somaliland", 45, 9))
    fine = topology(
        ("578", "Norway", 5, 60), ("702", "Singapore", 100, 1), ("", "Somaliland", 45, 9), ("702", "Reef", 90, 1)
    )
    rows = world(coarse, fine)["countries"]
    assert [(row[0], row[1], bool(row[2]), bool(row[4])) for row in rows] == [
        ("", "Somaliland", False, True),
        ("NOR", "Norway", True, True),
        ("SGP", "Singapore", True, False),
    ]
