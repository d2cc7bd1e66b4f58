"""A repaired draft to blocks with roles, and what the document says of itself."""

from dataclasses import dataclass

from flows.steps.edits import Draft
from flows.steps.structure.blocks import Block, Link, blocks_of
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


def structure(draft: Draft) -> Structure:
    """Return the blocks of a repaired draft with their roles, repeats and metadata."""
    blocks = blocks_of(draft)
    twins = find_twins(blocks)
    roles = roles_of(blocks, twins)
    return Structure(blocks, roles, twins, metadata_of(blocks, roles))
