"""Presstable: folders of saved articles in, trusted tables out.

- `build(seeds, data)` builds all tables from a folder of articles and publishes them as one snapshot
- `annotate(text, day)` returns mentions, dates and events of clean text
- `explain(path)` prints everything that the pipeline finds in one article
- `open_dataset(data)` opens the newest snapshot of a data folder
- `PresstableError` is the base of the errors that are ours

Each is imported when first used, so that `import flows` and `import flows.steps` load nothing else. The modules
`flows.build`, `flows.annotate` and `flows.explain` share their names with functions: import from them with
`from flows.build import ...`.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.annotate import annotate
    from flows.errors import PresstableError
    from flows.explain import explain
    from flows.launch import build
    from flows.store import open_dataset

__all__ = ["PresstableError", "annotate", "build", "explain", "open_dataset"]

_HOMES = {
    "PresstableError": "flows.errors",
    "annotate": "flows.annotate",
    "build": "flows.launch",
    "explain": "flows.explain",
    "open_dataset": "flows.store",
}
"""The module of each public name."""


def __getattr__(name: str) -> Any:
    """Return a public name from its module (PEP 562); raises AttributeError for any other."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the public names, also those that are not imported yet."""
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """This package: a public name means its function, in whatever order modules are imported."""

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute; a submodule with the name of a public function, set by its import, is left out."""
        if name not in _HOMES or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
