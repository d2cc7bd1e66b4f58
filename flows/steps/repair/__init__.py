"""Decoded text to a repaired draft: the rules in order, each one a function from the current text to edits.

Paragraphs of the repaired text are separated by one empty line. Roles come later; nothing is dropped here but what is
no part of the article's text: page furniture, copies made by page breaks, marks of the format. `RULES` is
the catalogue.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flows.steps.intake import INTAKE_RULES
from flows.steps.read.html import HTML_RULES
from flows.steps.read.markup import PLAIN, LineEnds, Markup
from flows.steps.read.office_text import OFFICE_RULES
from flows.steps.repair import catalogue
from flows.steps.repair.characters import (
    drop_invisible,
    mend_mojibake,
    plain_line_ends,
    plain_spaces,
    resolve_entities,
    split_ligatures,
)
from flows.steps.repair.doubled import drop_doubled_print
from flows.steps.repair.furniture import drop_end_marks, drop_furniture
from flows.steps.repair.hyphens import mend_hyphens
from flows.steps.repair.layout import reflow, reflow_blocks, reflow_placed, reflow_rows
from flows.steps.repair.lines import are_rows
from flows.steps.repair.markup import resolve_markup
from flows.steps.repair.notes import drop_footnote_markers
from flows.steps.repair.page_breaks import drop_page_break_duplicates
from flows.steps.text.draft import Draft, Edit, EditRule

_ALL = frozenset(LineEnds)
_WITH_PAGES = _ALL - {LineEnds.BLOCKS, LineEnds.ROWS}
"""Kinds of line ends of texts that may have pages; those that separate blocks or rows for certain have none."""


@dataclass(frozen=True, slots=True)
class RepairRule:
    """A repair rule: `find` returns the edits that it wants made to a text.

    `line_ends` are the kinds of line ends of the texts to which it is applied; `edit_rules` explain its rule ids.
    """

    find: Callable[[str], Iterable[Edit]]
    line_ends: frozenset[LineEnds]
    edit_rules: tuple[EditRule, ...]


_MARKDOWN = (
    catalogue.LINK,
    catalogue.IMAGE,
    catalogue.ESCAPE,
    catalogue.EMPHASIS,
    catalogue.HEADING,
    catalogue.QUOTE,
    catalogue.COMMENT,
)

RULES: tuple[RepairRule, ...] = (
    RepairRule(mend_mojibake, _ALL, (catalogue.MOJIBAKE,)),
    RepairRule(resolve_entities, _ALL, (catalogue.ENTITY,)),
    RepairRule(split_ligatures, _ALL, (catalogue.LIGATURE,)),
    RepairRule(plain_line_ends, _ALL, (catalogue.LINE_END,)),
    RepairRule(drop_invisible, _ALL, (catalogue.BYTE_ORDER_MARK, catalogue.INVISIBLE)),
    RepairRule(plain_spaces, _ALL, (catalogue.SPACE,)),
    RepairRule(drop_doubled_print, _ALL, (catalogue.DOUBLED_PRINT,)),
    RepairRule(resolve_markup, frozenset({LineEnds.UNKNOWN}), _MARKDOWN),
    RepairRule(drop_furniture, _WITH_PAGES, (catalogue.PAGE_NUMBER, catalogue.RUNNING_HEADER)),
    RepairRule(drop_end_marks, _ALL, (catalogue.END_MARK,)),
    RepairRule(drop_page_break_duplicates, _WITH_PAGES, (catalogue.PAGE_BREAK_DUPLICATE,)),
    RepairRule(drop_footnote_markers, _ALL, (catalogue.FOOTNOTE_MARKER,)),
    RepairRule(reflow, frozenset({LineEnds.UNKNOWN}), catalogue.LAYOUT),
    RepairRule(reflow_blocks, frozenset({LineEnds.BLOCKS}), catalogue.LAYOUT),
    RepairRule(reflow_placed, frozenset({LineEnds.PLACED}), catalogue.LAYOUT),
    RepairRule(reflow_rows, frozenset({LineEnds.ROWS}), (catalogue.PARAGRAPH,)),
    RepairRule(mend_hyphens, _ALL, (catalogue.HYPHEN_JOIN, catalogue.HYPHEN_CLOSE)),
)
"""Repair rules in order: characters first, so that all others see plain text; then what is no part of the text."""


def edit_rules() -> tuple[EditRule, ...]:
    """Return the meaning of each rule id in the ledger, those of intake and the readers of formats first, each once."""
    every = (*INTAKE_RULES, *HTML_RULES, *OFFICE_RULES, *(edit_rule for rule in RULES for edit_rule in rule.edit_rules))
    return tuple({edit_rule.rule_id: edit_rule for edit_rule in every}.values())


MOST_PASSES = 8
"""After one pass a second seldom finds anything; this bound only ends a contest between rules."""


def repair(raw: str, markup: Markup = PLAIN) -> Draft:
    """Return the draft of `raw` after the edits of its format and all rules; repairing its text again changes nothing.

    Raises ValueError where `raw` holds a lone surrogate.
    """
    draft = Draft(raw)
    draft.apply(markup.edits)
    quiet = 0
    for rule in RULES * MOST_PASSES:
        edits = rule.find(draft.text) if _line_ends(draft.text, markup) in rule.line_ends else ()
        quiet = 0 if draft.apply(edits) else quiet + 1
        if quiet == len(RULES):
            break  # each rule has seen this text and left it as it is
    draft.part_changes()
    return draft


def _line_ends(text: str, markup: Markup) -> LineEnds:
    """Return what the ends of lines mean: by the format, or else whether they are ends of rows."""
    is_unknown = markup.line_ends is LineEnds.UNKNOWN
    return LineEnds.ROWS if is_unknown and are_rows(text) else markup.line_ends
