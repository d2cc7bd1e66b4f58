"""A repaired draft to blocks with roles, and the metadata of the document."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.steps.read.markup import PLAIN, Markup, MetadataField
from flows.steps.structure.blocks import TextBlock, blocks_of
from flows.steps.structure.export_record import export_record_of, marked_record
from flows.steps.structure.front_matter import front_matter_of
from flows.steps.structure.marks import TextLink
from flows.steps.structure.metadata import DocumentMetadata, metadata_of, stated_fields
from flows.steps.structure.repeats import KeptCopy, SuspectedRepeat, find_kept_copies, suspected
from flows.steps.structure.roles import roles_of
from flows.steps.text.draft import Draft
from schemas.vocab import Role

__all__ = ["DocumentMetadata", "KeptCopy", "Structure", "TextBlock", "TextLink", "structure"]


@dataclass(frozen=True, slots=True)
class Structure:
    """The structure of one document; later steps read here what they would else search again.

    `roles` are those of `blocks`, in reading order; `kept_copies` are, by position, the blocks whose words others
    repeat; `suspects` are repeats of running text; `stated` is what front matter, or else the page's own metadata,
    states by field; `metadata` are the columns of the document.
    """

    blocks: tuple[TextBlock, ...]
    roles: tuple[Role, ...]
    kept_copies: Mapping[int, KeptCopy]
    suspects: tuple[SuspectedRepeat, ...]
    stated: Mapping[str, MetadataField]
    metadata: DocumentMetadata


def structure(draft: Draft, markup: Markup = PLAIN) -> Structure:
    """Return the structure of a repaired draft; `markup` is that of its source."""
    offsets = draft.offsets()
    blocks = blocks_of(draft, markup)
    front_matter = front_matter_of(blocks, offsets, draft.raw)
    record = marked_record(blocks, draft, markup) if markup.record else export_record_of(blocks, offsets)
    kept_copies = find_kept_copies(blocks)
    roles = roles_of(blocks, kept_copies, front_matter, record)
    stated = stated_fields(front_matter, (*record.fields, *markup.metadata))
    return Structure(
        blocks=blocks,
        roles=roles,
        kept_copies=kept_copies,
        suspects=tuple(suspected(draft.text)),
        stated=stated,
        metadata=metadata_of(blocks, roles, stated, offsets),
    )
