"""The table of participants."""

from schemas.columns import (
    Integer,
    Table,
    Text,
    choice,
    count,
    country_code,
    keyed,
    link,
    offset,
    plover_actor,
    rule,
    sector_code,
    words,
)
from schemas.rowwise import as_long_as, before, code_agrees, ordered
from schemas.vocab import ParticipantRole, Sector


class Participants(Table):
    """One row per participant of an event: actors, recipients, places, casualties and instruments, by importance.

    The row at position 0 of a role is repeated in the columns of `events`.
    """

    Config = keyed("participants", "event_id role position")

    event_id: Text = link("events.event_id", "evt", "The event.")
    role: Text = choice(ParticipantRole, "The part played in the event.", ParticipantRole.ACTOR)
    position: Integer = count("Number within the event and role, from 0.", 0)
    document_id: Text = link("documents.document_id", "doc", "The document that contains it.")
    paragraph_id: Text = link("paragraphs.paragraph_id", "par", "The paragraph that contains it.")
    start: Integer = offset("Offset in the paragraph's text where it begins.", 4)
    end: Integer = offset("Offset in the paragraph's text behind it.", 13)
    raw_start: Integer = offset("Raw offset in the decoded source where it begins.", 416)
    raw_end: Integer = offset("Raw offset in the decoded source behind it.", 425)
    text: Text = words("The words, as in the paragraph.", "delegates")
    name: Text = words(
        "Name of the actor, recipient or place: that of its entity, or its words where no mention names it; null for "
        "casualties and instruments.",
        "Norway",
        null=True,
    )
    entity_id: Text = link(
        "entities.entity_id",
        "Q20",
        "The entity that the words refer to, of a capital that acts its government, of words without a name a group; "
        "null for casualties and instruments.",
        null=True,
    )
    mention_id: Text = link(
        "mentions.mention_id", "men", "The mention in the words; null when there is none.", null=True
    )
    country: Text = country_code("Country (ISO 3166-1 alpha-3); null when unknown.")
    sector: Text = sector_code("Sector (PLOVER 2.0); null when unknown.", Sector.GOV)
    actor_code: Text = plover_actor("Country and sector of an actor or recipient as one code, as PLOVER writes them.")
    quantity: Integer = count("How many, where a number is stated; null otherwise.", 12, null=True)

    span = rule("start lies before end", before, "start", "end")
    raw_span = rule("raw_start does not lie behind raw_end", ordered, "raw_start", "raw_end")
    code = rule("the code is made of country and sector", code_agrees, "role", "country", "sector", "actor_code")
    length = rule("the text is as long as its range", as_long_as, "text", "start", "end")
