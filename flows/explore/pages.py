"""Pages from templates: every value is escaped, hidden characters have marks, and addresses begin with our own path."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from flows.explore import charts
from flows.report import timeline
from flows.report.formats import FILTERS, days, finalize, many
from flows.store import Dataset

_SEPARATOR = " | "
"""Between several values in one cell of a table."""


class Templates:
    """The templates of the pages over one snapshot."""

    def __init__(self, dataset: Dataset, root: str) -> None:
        """Make pages whose addresses begin with `root`."""
        self._root = root
        self._environment = Environment(
            loader=PackageLoader("flows.explore"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=finalize,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(FILTERS, values=values_of)
        built_at = dataset.manifest.get("run", {}).get("built_at", "")
        self._environment.globals.update(
            href=self.href,
            days=days,
            many=many,
            month=month,
            frame=timeline,
            charts=charts,
            snapshot_id=dataset.snapshot_id,
            built_at=built_at,
        )

    def page(self, template: str, **values: Any) -> str:
        """Return a page as HTML."""
        return self._environment.get_template(template).render(values)

    def href(self, path: str, parameters: Mapping[str, Any] | None = None, **changes: Any) -> str:
        """Return the address of a page with parameters; those of `changes` come first, empty ones are left out."""
        merged = {**(parameters or {}), **changes}
        query = urlencode({name: value for name, value in merged.items() if value not in {None, ""}})
        return f"{self._root}{quote(path)}" + (f"?{query}" if query else "")


def month(value: str) -> dict[str, date]:
    """Return the first and last day of a month like `2024-02`, as the parameters since and until."""
    first = date.fromisoformat(f"{value}-01")
    return {"since": first, "until": first + timedelta(monthrange(first.year, first.month)[1] - 1)}


def values_of(cell: str | None) -> list[str]:
    """Return the values that one cell of a table holds."""
    return cell.split(_SEPARATOR) if cell else []
