"""The map of the world of the explorer: `python -m flows.training.world --coarse 110m.json --fine 50m.json --out FILE`.

Source: Natural Earth (public domain) as TopoJSON, `countries-110m.json` and `countries-50m.json` of the npm package
world-atlas 2 (`npm pack world-atlas`). Shapes are those of the coarse map, in the Equal Earth projection (Savric,
Patterson and Jenny, 2018), drawn in whole units with steps below two units left out. The point of a country is the
middle of its largest part in the fine map, which also has the small states; Antarctica is left out.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import pycountry

WIDTH = 2000
"""Units from the western edge of the map to the eastern one."""
_COEFFICIENTS = (1.340264, -0.081106, 0.000893, 0.003796)
"""A1 to A4 of Equal Earth."""
_NORTH, _SOUTH = 84.0, -56.0
"""Latitudes at which the map is cut."""
_SHORTEST_STEP = 2
_LEFT_OUT = frozenset({"ATA"})
_WITHOUT_NUMBER = {"Kosovo": "XKX"}
"""Countries that ISO 3166 has no number for, with the code that the tables use."""
Point = tuple[float, float]


def projected(longitude: float, latitude: float) -> Point:
    """Return a point of the globe in the units of the map, x to the right and y down from the upper left corner."""
    x, y = _equal_earth(longitude, latitude)
    right, top = _equal_earth(180, 0)[0], _equal_earth(0, _NORTH)[1]
    scale = WIDTH / (2 * right)
    return (x + right) * scale, (top - y) * scale


def height() -> int:
    """Return the units from the northern edge of the map to the southern one."""
    return round(projected(0, _SOUTH)[1])


def _equal_earth(longitude: float, latitude: float) -> Point:
    a1, a2, a3, a4 = _COEFFICIENTS
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    stretch = 9 * a4 * square**4 + 7 * a3 * sixth + 3 * a2 * square + a1
    x = 2 * sqrt(3) * radians(longitude) * cos(theta) / (3 * stretch)
    return x, theta * (a1 + a2 * square + sixth * (a3 + a4 * square))


def countries(topology: dict[str, Any]) -> Iterator[tuple[str, str, list[list[Point]]]]:
    """Yield code (ISO 3166-1 alpha-3, empty where there is none), name and outer rings of each country.

    The points of a ring are pairs of longitude and latitude.
    """
    arcs = [list(_absolute(arc, topology["transform"])) for arc in topology["arcs"]]
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        found = pycountry.countries.get(numeric=shape.get("id", ""))
        code = found.alpha_3 if found else _WITHOUT_NUMBER.get(name, "")
        polygons = {"Polygon": [shape["arcs"]], "MultiPolygon": shape["arcs"]}[shape["type"]]
        if code not in _LEFT_OUT:
            yield code, name, [part for polygon in polygons for part in cut(_ring(polygon[0], arcs))]


def _absolute(arc: Iterable[Sequence[int]], transform: dict[str, Any]) -> Iterator[Point]:
    """Yield the points of an arc, which are kept as whole steps from one to the next."""
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield x * scale_x + left, y * scale_y + bottom


def _ring(numbers: Iterable[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """Return the points of a ring from the numbers of its arcs; a negative number is an arc backwards."""
    points: list[Point] = []
    for number in numbers:
        points += arcs[number] if number >= 0 else arcs[~number][::-1]
    return points


def cut(ring: Sequence[Point]) -> list[list[Point]]:
    """Return the parts of a ring on either side of the 180th meridian, each within the map."""
    unbroken = [ring[0]]
    for longitude, latitude in ring[1:]:
        turns = round((unbroken[-1][0] - longitude) / 360)
        unbroken.append((longitude + 360 * turns, latitude))
    parts = [
        [(x - 360 * turns, y) for x, y in _between(unbroken, 360 * turns - 180, 360 * turns + 180)]
        for turns in (-1, 0, 1)
    ]
    return [part for part in parts if part]


def _between(ring: Sequence[Point], left: float, right: float) -> list[Point]:
    """Return what of a ring lies between two meridians (Sutherland and Hodgman, 1974)."""
    kept = list(ring)
    for border, sign in ((left, 1), (right, -1)):
        points: list[Point] = []
        for (x, y), (next_x, next_y) in pairwise([*kept, *kept[:1]]):
            is_in, is_next_in = sign * (x - border) >= 0, sign * (next_x - border) >= 0
            if is_in:
                points.append((x, y))
            if is_in != is_next_in:
                points.append((border, y + (next_y - y) * (border - x) / (next_x - x)))
        kept = points
    return kept


def path_of(rings: Iterable[Sequence[Point]]) -> str:
    """Return rings as the path of an SVG in whole units; rings that vanish are left out."""
    drawn = []
    for ring in rings:
        points = _thinned([(round(x), round(y)) for x, y in (projected(*point) for point in ring)])
        if len(points) > 2:
            steps = (f"{x - last_x} {y - last_y}" for (last_x, last_y), (x, y) in pairwise(points))
            drawn.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z")
    return "".join(drawn).replace(" -", "-")


def _thinned(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept = [points[0]]
    for point in points[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= _SHORTEST_STEP:
            kept.append(point)
    return kept


def middle(rings: Iterable[Sequence[Point]]) -> tuple[int, int]:
    """Return the centre of mass of the largest ring on the map."""
    area, x, y = max(_mass([projected(*point) for point in ring]) for ring in rings)
    return (round(x / area / 3), round(y / area / 3)) if area else (round(x), round(y))


def _mass(ring: Sequence[Point]) -> tuple[float, float, float]:
    """Return twice the area of a ring, and its first moments times six."""
    area = moment_x = moment_y = 0.0
    for (x, y), (next_x, next_y) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x * next_y - next_x * y
        area, moment_x, moment_y = area + cross, moment_x + (x + next_x) * cross, moment_y + (y + next_y) * cross
    sign = -1 if area < 0 else 1
    return sign * area, sign * moment_x, sign * moment_y


def world(coarse: dict[str, Any], fine: dict[str, Any]) -> dict[str, Any]:
    """Return width, height and countries of the map: code, name, x and y of the point, and the path, perhaps empty."""
    paths = {(code, name): path_of(rings) for code, name, rings in countries(coarse)}
    rows = {}
    for code, name, rings in countries(fine):
        if code and ((code, name) in paths or code not in rows):  # some islands have the code of their country
            rows[code] = [code, name, *middle(rings), paths.pop((code, name), "")]
    others = [[code, name, 0, 0, path] for (code, name), path in paths.items()]
    return {"width": WIDTH, "height": height(), "countries": sorted([*rows.values(), *others])}


def main() -> None:
    """Write the map, one country a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coarse", type=Path, required=True, help="countries-110m.json")
    parser.add_argument("--fine", type=Path, required=True, help="countries-50m.json")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    made = world(*(json.loads(path.read_text("utf-8")) for path in (given.coarse, given.fine)))
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in made["countries"])
    size = f'"width": {made["width"]}, "height": {made["height"]}'
    given.out.write_text(f'{{{size}, "countries": [\n{lines}\n]}}\n', "utf-8")


if __name__ == "__main__":
    main()
