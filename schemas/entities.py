"""The table of entities."""

from schemas.columns import (
    HASH,
    Integer,
    Real,
    Table,
    Text,
    choice,
    count,
    country_code,
    keyed,
    link,
    rule,
    sector_code,
    share,
    words,
)
from schemas.rowwise import Series
from schemas.vocab import EntityType


def _named_after_wikidata(entity_id: Series, wikidata_id: Series) -> Series:
    """Return where the id is the Wikidata id, or there is none and it is one of ours."""
    return (entity_id == wikidata_id).fillna(value=False) | (wikidata_id.isna() & entity_id.str.startswith("ent_"))


class Entities(Table):
    """One row per real-world thing that the documents name: a person, an organisation, a place and so on.

    The counts are those of `mentions` that name the entity or refer to it, over all documents. A group without a name
    ("Iraqi soldiers"), which only `participants` link, has none, and so has a state that is here because others are
    part of it.
    """

    Config = keyed("entities", "entity_id")

    entity_id: Text = words(
        "The Wikidata id where it is known, otherwise an id made from type and name.",
        "Q585",
        pattern=rf"^(?:Q[1-9]\d*|ent_{HASH})$",
    )
    entity_type: Text = choice(EntityType, "What kind of thing it is.", EntityType.PLACE)
    name: Text = words("The usual name.", "Oslo")
    aliases: Text = words(
        "Other names, as seen and as known, joined with ` | `; null when there is none.",
        "Christiania | Kristiania",
        null=True,
    )
    wikidata_id: Text = words(
        "The item in Wikidata; null unless it is certain.", "Q585", null=True, pattern=r"^Q[1-9]\d*$"
    )
    country: Text = country_code("Country it belongs to (ISO 3166-1 alpha-3); null when unknown or none.")
    sector: Text = sector_code("Sector of an actor (PLOVER 2.0); null when unknown or no actor.")
    mention_count: Integer = count("Rows in mentions that name it or refer to it.", 12)
    document_count: Integer = count("Documents that name it.", 3)
    first_document_id: Text = link(
        "documents.document_id",
        "doc",
        "The first document, in order, that names it; where none does, in which it or a part of it takes part.",
    )
    part_of_entity_id: Text = link(
        "entities.entity_id",
        "Q20",
        "The state whose government, forces or other body it is; null for all others.",
        null=True,
    )
    confidence: Real = share(
        "Confidence that its mentions mean it: the mean of theirs; null where nothing names it.", 0.95, null=True
    )

    identity = rule("the id is the Wikidata id where there is one", _named_after_wikidata, "entity_id", "wikidata_id")
