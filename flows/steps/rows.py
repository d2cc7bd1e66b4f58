"""Repaired and structured text to rows of documents, paragraphs and edits."""

from collections.abc import Sequence

from flows.steps.language.sentences import sentences
from flows.steps.models import LedgerEdit, Paragraph
from flows.steps.structure import Structure, TextBlock
from flows.steps.text.draft import Draft
from flows.steps.text.ids import content_id
from flows.steps.text.ledger import placed_changes
from flows.steps.text.passage import Passage
from schemas.vocab import CONTENT_ROLES, Role


def paragraph_rows(
    document_id: str, draft: Draft, structured: Structure
) -> tuple[tuple[Paragraph, ...], tuple[Passage, ...]]:
    """Return one row and one passage for each block, in reading order; sentences are found here, once."""
    offsets = draft.offsets()
    ids = [content_id("par", document_id, block.position, block.text) for block in structured.blocks]
    rows, passages = [], []
    section: str | None = None
    for block, role in zip(structured.blocks, structured.roles, strict=True):
        if role == Role.HEADING:
            section = block.text
        within = sentences(block.text)
        raw_start, raw_end = offsets.span(block.start, block.end)
        kept_copy = structured.kept_copies.get(block.position)
        rows.append(
            Paragraph(
                paragraph_id=ids[block.position],
                document_id=document_id,
                position=block.position,
                role=role,
                is_content=role in CONTENT_ROLES,
                section=section if role in {Role.BODY, Role.LIST_ITEM, Role.PULL_QUOTE, Role.CAPTION} else None,
                text=block.text,
                raw_start=raw_start,
                raw_end=raw_end,
                sentence_count=len(within),
                word_count=len(block.words),
                repeats_paragraph_id=ids[kept_copy.position] if kept_copy else None,
            )
        )
        passages.append(
            Passage(
                document_id=document_id,
                paragraph_id=ids[block.position],
                role=role,
                text=block.text,
                sentences=within,
                offsets=offsets.part(block.start, block.end),
            )
        )
    return tuple(rows), tuple(passages)


def edit_rows(
    document_id: str, draft: Draft, blocks: Sequence[TextBlock], paragraphs: Sequence[Paragraph]
) -> tuple[LedgerEdit, ...]:
    """Return the ledger of one document: every difference between its source and its paragraphs, in order."""
    return tuple(
        LedgerEdit(
            edit_id=content_id("edt", document_id, placed.change.raw_start, placed.change.raw_end),
            document_id=document_id,
            sequence=sequence,
            paragraph_id=None if placed.paragraph is None else paragraphs[placed.paragraph].paragraph_id,
            text_start=placed.text_start,
            rule_id=placed.change.rule_id,
            raw_start=placed.change.raw_start,
            raw_end=placed.change.raw_end,
            raw_text=draft.raw[placed.change.raw_start : placed.change.raw_end],
            replacement=placed.change.replacement,
            confidence=placed.change.confidence,
            twin_start=placed.change.kept_copy[0] if placed.change.kept_copy else None,
            twin_end=placed.change.kept_copy[1] if placed.change.kept_copy else None,
            evidence=placed.change.evidence,
        )
        for sequence, placed in enumerate(placed_changes(draft, [(block.start, block.end) for block in blocks]))
    )
