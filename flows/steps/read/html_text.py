"""The shown text of a page: edits that take everything else away, and its stretches with the markup around them."""

from dataclasses import dataclass

from flows.steps.read.html_cues import elements
from flows.steps.read.html_notes import note_marks
from flows.steps.read.html_tokens import HtmlToken, HtmlTokenizer, HtmlTokenKind
from flows.steps.read.html_tree import OpenElements
from flows.steps.read.html_writer import Gap, ShownTextWriter, Stretch
from flows.steps.read.markup import LinkMark
from flows.steps.read.office_text import DELETED
from flows.steps.text.draft import Edit

_NOTABLE = frozenset({"meta", "link", "script", "time", "title"})
_GAPS = {
    "br": Gap.LINE,
    "tr": Gap.LINE,
    "tbody": Gap.LINE,
    "thead": Gap.LINE,
    "tfoot": Gap.LINE,
    "td": Gap.CELL,
    "th": Gap.CELL,
}


@dataclass(frozen=True, slots=True)
class ShownPage:
    """What a page shows, and the tokens that may state metadata."""

    edits: tuple[Edit, ...]
    stretches: tuple[Stretch, ...]
    links: tuple[LinkMark, ...]
    notable: tuple[HtmlToken, ...]


def page_of(source: str) -> ShownPage:
    """Return the shown text of the page with this source, as edits, stretches and links with raw offsets."""
    tree, writer = OpenElements(source), ShownTextWriter(source)
    notable: list[HtmlToken] = []
    tokens = list(HtmlTokenizer(source).tokens())
    marks = note_marks(source, tokens)
    for token in tokens:
        if token.name in _NOTABLE and token.kind in {HtmlTokenKind.START, HtmlTokenKind.RAW}:
            notable.append(token)
        if token.kind is HtmlTokenKind.TEXT and not tree.top.is_hidden:
            if token.start in marks:
                writer.skip(token.start, token.end, "footnote_marker", Gap.NONE)
            else:
                writer.write(token, tree)
            continue
        was_hidden = tree.top.is_hidden
        if token.kind is HtmlTokenKind.START and token.name:
            tree.start(token)
        elif token.kind is HtmlTokenKind.END:
            tree.end(token)
        is_shown = not (was_hidden and tree.top.is_hidden)  # blocks inside of what is hidden separate nothing
        gap = _gap(token) if is_shown else Gap.NONE
        is_deleted = token.kind is HtmlTokenKind.TEXT and tree.is_deleted
        rule = DELETED.rule_id if is_deleted else _rule(token)
        writer.skip(token.start, token.end, rule, gap, is_break=is_shown and token.name == "br")
    tree.end_link(len(source))
    writer.finish()
    return ShownPage(tuple(writer.edits), tuple(writer.stretches), tuple(tree.links), tuple(notable))


def _rule(token: HtmlToken) -> str:
    if token.kind is HtmlTokenKind.RAW:
        return "html_script" if token.name in {"script", "style"} else "html_hidden"
    return {HtmlTokenKind.TEXT: "html_hidden", HtmlTokenKind.COMMENT: "html_comment"}.get(token.kind, "html_tag")


def _gap(token: HtmlToken) -> Gap:
    if token.kind not in {HtmlTokenKind.START, HtmlTokenKind.END}:
        return Gap.NONE
    if token.name in _GAPS:
        return _GAPS[token.name]
    return Gap.PARAGRAPH if token.name in elements("block") or "-" in token.name else Gap.NONE
