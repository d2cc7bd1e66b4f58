"""A repaired draft to blocks with roles, and what the document says of itself."""

from dataclasses import dataclass

from flows.steps.edits import Draft
from flows.steps.read.markup import PLAIN, Markup
from flows.steps.structure.blocks import Block, blocks_of
from flows.steps.structure.marks import Link
from flows.steps.structure.metadata import Fact, Metadata, metadata_of
from flows.steps.structure.repeats import Twin, find_twins
from flows.steps.structure.roles import roles_of
from schemas.vocab import Role

__all__ = ["Block", "Fact", "Link", "Metadata", "Structure", "Twin", "structure"]



@dataclass(frozen=True, slots=True)
class Structure:
    """Blocks in reading order, the role of each, the blocks that repeat others, and the document's own facts."""

    blocks: tuple[Block, ...]
    roles: tuple[Role, ...]
    twins: dict[int, Twin]
    metadata: Metadata


def structure(draft: Draft, markup: Markup = PLAIN) -> Structure:
    """Return the blocks of a repaired draft with their roles, repeats and metadata; `markup` is that of the source."""
    blocks = blocks_of(draft, markup)
    twins = find_twins(blocks)
    roles = roles_of(blocks, twins)
    return Structure(blocks, roles, twins, metadata_of(blocks, roles, markup.facts))
