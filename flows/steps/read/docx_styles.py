"""The styles of a Word document: what a paragraph is by the name of its style, and how its text is set.

Styles of users are based on Word's own.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from flows.steps.read.packed import attribute
from flows.steps.read.style_names import is_item_style, role_of_style
from schemas.vocab import Role

_BODY_LEVEL = 9
"""Level in the outline of a paragraph that is no heading."""
_USUAL_SIZE = 10.0
"""Points of text whose size no style names (ECMA-376, 17.3.2.38)."""
_LONGEST_CHAIN = 20
"""Styles that are based on one another; a circle has no end."""


@dataclass(frozen=True, slots=True)
class WordStyle:
    """How a paragraph or a run is set, and what it is."""

    role: Role | None = None
    is_item: bool = False
    size: float = _USUAL_SIZE
    is_hidden: bool = False
    is_raised: bool = False


class WordStyles:
    """The styles of one document by their ids."""

    def __init__(self, root: Any) -> None:
        """Take the styles of the part `styles.xml`; None where a document has none."""
        self._elements = {attribute(style, "styleId"): style for style in _all(root, "{*}style")}
        defaults = next(iter(_all(root, "{*}docDefaults/{*}rPrDefault/{*}rPr")), None)
        self._default = own_style(WordStyle(), None, defaults)
        usual = (key for key, style in self._elements.items() if _is_usual(style))
        self._paragraph = next(usual, "")
        self._known: dict[tuple[str, WordStyle], WordStyle] = {}

    def of(self, settings: Any, kind: str, base: WordStyle | None = None) -> WordStyle:
        """Return the style that `pStyle` or `rStyle` (`kind`) in the settings names, on top of `base`."""
        named = settings.find("{*}" + kind) if settings is not None else None
        style_id = attribute(named, "val") if named is not None else (self._paragraph if base is None else "")
        start = self._default if base is None else base
        if (style_id, start) not in self._known:
            self._known[style_id, start] = self._resolved(style_id, start)
        return self._known[style_id, start]

    def _resolved(self, style_id: str, base: WordStyle) -> WordStyle:
        chain: list[Any] = []
        while style_id in self._elements and len(chain) < _LONGEST_CHAIN:
            chain.append(self._elements[style_id])
            based = chain[-1].find("{*}basedOn")
            style_id = attribute(based, "val") if based is not None else ""
        style = base
        for element in reversed(chain):
            style = _named(style, element)
            style = own_style(style, element.find("{*}pPr"), element.find("{*}rPr"))
        return style


def _all(root: Any, path: str) -> list[Any]:
    return [] if root is None else list(root.findall(path))


def _named(style: WordStyle, element: Any) -> WordStyle:
    """Return a style with the role that the name of a style on top of it gives."""
    found = element.find("{*}name")
    name = attribute(found, "val") if found is not None else ""
    return replace(style, role=role_of_style(name) or style.role, is_item=style.is_item or is_item_style(name))


def _is_usual(element: Any) -> bool:
    """Return whether a style is that of paragraphs which name none."""
    return attribute(element, "type") == "paragraph" and attribute(element, "default") in {"1", "true", "on"}


def own_style(style: WordStyle, paragraph: Any, run: Any = None) -> WordStyle:
    """Return a style with the settings of a paragraph (or a run, given as `paragraph` or `run`) on top of it."""
    for settings in (paragraph, run):
        if settings is not None:
            style = _with_settings(style, settings)
    return style


def _with_settings(style: WordStyle, settings: Any) -> WordStyle:
    given = {key: settings.find("{*}" + key) for key in ("outlineLvl", "numPr", "sz", "vanish", "vertAlign")}
    if given["outlineLvl"] is not None and style.role is None:
        level = attribute(given["outlineLvl"], "val")
        style = replace(style, role=Role.HEADING if level.isdecimal() and int(level) < _BODY_LEVEL else None)
    if given["numPr"] is not None:
        number = given["numPr"].find("{*}numId")
        style = replace(style, is_item=number is not None and attribute(number, "val") != "0")
    if given["sz"] is not None:
        half_points = attribute(given["sz"], "val")
        style = replace(style, size=int(half_points) / 2 if re.fullmatch("[0-9]{1,4}", half_points) else style.size)
    if given["vanish"] is not None:
        style = replace(style, is_hidden=attribute(given["vanish"], "val") not in {"0", "false", "off"})
    if given["vertAlign"] is not None:
        style = replace(style, is_raised=attribute(given["vertAlign"], "val") == "superscript")
    return style
