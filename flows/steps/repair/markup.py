"""Marks of Markdown left in text: links, escapes, emphasis, heading signs."""

import re
from collections.abc import Iterator

from flows.steps.text.draft import Edit

_TARGET = r"(?:\#|mailto:)[^()\s]*|[^()\s]*[./][^()\s]*|"
_LINK_TITLE = r"""(?:[ \t]{1,9}(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'))?"""
"""What a page shows where the pointer is on a link or an image."""
_MARKUP = re.compile(
    r"(?P<image>!?)\[(?P<label>(?:[^\[\]\n\f\\]|\\[^\n\f]){0,500})\]\((?P<target>"
    + _TARGET
    + r")"
    + _LINK_TITLE
    + r"\)"
    r"|(?<!\\)\\(?P<escaped>[*_{}\[\]()#+.!$&|<>~`-])"
    r"|(?<![\w*\\])(?P<mark>\*\*\*|\*\*|\*)(?=[^\s*])(?P<strong>[^*\n]{0,299}[^\s*\\])(?P=mark)(?![\w*])"
    r"|(?<![\w\\])_(?=[^\s_])(?P<low>[^_\n]{0,299}[^\s_\\])_(?!\w)"
    r"|^(?P<heading>\#{1,6}[ \t]+)(?=\S)"
    r"|^(?P<quote>(?:>[ \t]?)+)(?=\S)"
    r"|(?P<comment><!--(?:[^-]|-(?!->)){0,2000}-->)",
    re.MULTILINE,
)
_SIGN = re.compile(r"[!\[\\*_#<>]")
"""What every mark begins with: looked for first, because that is quick."""
_ESCAPE = re.compile(r"\\([*_{}\[\]()#+.!$&|<>~`-])")
_PRINTED_TARGET = re.compile(r"\s*\\?\(\s*(?:https?://|www\.|/)[^()\s]*?\\?\)\s*$")


def resolve_markup(text: str) -> Iterator[Edit]:
    r"""Yield edits that put the words in place of their marks; the target of a link stays as the edit's evidence.

    A label that prints the target once more, as `[words \(/path\)](/path)`, gives the words alone.
    """
    behind = 0
    for sign in _SIGN.finditer(text):
        match = _MARKUP.match(text, sign.start()) if sign.start() >= behind else None
        if match:
            behind = match.end()
            yield from _resolved(match)


def _resolved(match: re.Match[str]) -> Iterator[Edit]:
    if match["label"] is not None:
        rule = "markdown_image" if match["image"] else "markdown_link"
        yield Edit(
            start=match.start(),
            end=match.end(),
            replacement=_label(match["label"]),
            rule_id=rule,
            evidence=match["target"] or None,
        )
    elif match["escaped"]:
        yield Edit(start=match.start(), end=match.start() + 1, replacement="", rule_id="escape")
    elif match["heading"]:
        yield Edit(start=match.start(), end=match.end(), replacement="", rule_id="markdown_heading")
    elif match["quote"]:
        yield Edit(start=match.start(), end=match.end(), replacement="", rule_id="markdown_quote")
    elif match["comment"]:
        yield Edit(start=match.start(), end=match.end(), replacement="", rule_id="comment")
    else:
        width = len(match["mark"] or "_")
        yield Edit(start=match.start(), end=match.start() + width, replacement="", rule_id="emphasis")
        yield Edit(start=match.end() - width, end=match.end(), replacement="", rule_id="emphasis")


def _label(label: str) -> str:
    """Return the words of a link's label, or the printed target where it has no others."""
    words = _PRINTED_TARGET.sub("", label)
    return _ESCAPE.sub(r"\1", words if words.strip() else label)
