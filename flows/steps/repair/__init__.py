"""Decoded text to a repaired draft: the rules in order, each one a function from the current text to edits.

Paragraphs of the repaired text are separated by one empty line. Roles come later; nothing is dropped here but what is
no part of the article's text: page furniture, copies made by page breaks, marks of the format.
"""

from collections.abc import Callable, Iterable

from flows.steps.edits import Draft, Edit
from flows.steps.read.markup import PLAIN, LineEnds, Markup
from flows.steps.repair.characters import (
    drop_invisible,
    mend_mojibake,
    plain_line_ends,
    plain_spaces,
    resolve_entities,
    split_ligatures,
)
from flows.steps.repair.furniture import drop_end_marks, drop_furniture
from flows.steps.repair.hyphens import mend_hyphens
from flows.steps.repair.layout import reflow, reflow_blocks, reflow_placed
from flows.steps.repair.markup import drop_footnote_markers, resolve_markup
from flows.steps.repair.page_breaks import drop_page_break_duplicates

Rule = Callable[[str], Iterable[Edit]]

RULES: tuple[Rule, ...] = (
    mend_mojibake,
    resolve_entities,
    split_ligatures,
    plain_line_ends,
    drop_invisible,
    plain_spaces,
    resolve_markup,
    drop_furniture,
    drop_end_marks,
    drop_page_break_duplicates,
    drop_footnote_markers,
    reflow,
    mend_hyphens,
)
"""Repair rules in order: characters first, so that all others see plain text; then what is no part of the text."""

BLOCK_RULES: tuple[Rule, ...] = (
    mend_mojibake,
    resolve_entities,
    split_ligatures,
    plain_line_ends,
    drop_invisible,
    plain_spaces,
    drop_end_marks,
    drop_footnote_markers,
    reflow_blocks,
    mend_hyphens,
)
"""Repair rules for formats that part paragraphs for certain and have no pages."""

PAGE_RULES = tuple(reflow_placed if rule is reflow else rule for rule in RULES if rule is not resolve_markup)
"""Repair rules for pages on which the place of each line is known."""

RULES_BY_LINE_ENDS = {LineEnds.UNKNOWN: RULES, LineEnds.BLOCKS: BLOCK_RULES, LineEnds.PLACED: PAGE_RULES}

MOST_PASSES = 8
"""After one pass a second seldom finds anything; this bound only ends a contest between rules."""


def repair(raw: str, markup: Markup = PLAIN) -> Draft:
    """Return the draft of `raw` after the edits of its format and all rules; repairing its text again changes nothing.

    Raises ValueError where `raw` holds a lone surrogate.
    """
    draft = Draft(raw)
    draft.apply(markup.edits)
    rules = RULES_BY_LINE_ENDS[markup.line_ends]
    quiet = 0
    for rule in rules * MOST_PASSES:
        quiet = 0 if draft.apply(rule(draft.text)) else quiet + 1
        if quiet == len(rules):
            break  # each rule has seen this text and left it as it is
    return draft
