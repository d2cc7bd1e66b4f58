"""The table of mentions."""

from schemas.columns import (
    Integer,
    Real,
    Table,
    Text,
    choice,
    identifier,
    keyed,
    link,
    offset,
    rule,
    share,
    words,
)
from schemas.rowwise import as_long_as, before, ordered
from schemas.vocab import LinkMethod, MentionKind


class Mentions(Table):
    """One row per mention of an entity, without articles, titles and the possessive ending."""

    Config = keyed("mentions", "mention_id", sort="document_id raw_start raw_end")

    mention_id: Text = identifier("men", "The mention, named after its place.")
    entity_id: Text = link("entities.entity_id", "Q585", "The entity that is named.")
    document_id: Text = link("documents.document_id", "doc", "The document that contains it.")
    paragraph_id: Text = link("paragraphs.paragraph_id", "par", "The paragraph that contains it.")
    start: Integer = offset("Offset in the paragraph's text where it begins.", 19)
    end: Integer = offset("Offset in the paragraph's text behind it.", 23)
    raw_start: Integer = offset("Raw offset in the decoded source where it begins.", 431)
    raw_end: Integer = offset("Raw offset in the decoded source behind it.", 435)
    text: Text = words("The words, as in the paragraph.", "Oslo")
    mention_kind: Text = choice(MentionKind, "How the words name the entity.", MentionKind.FULL)
    link_method: Text = choice(
        LinkMethod,
        "How the entity was found: in the knowledge base, elsewhere in the document, by the name alone, by an office, "
        "by another spelling of its name, or by a person's correction.",
        LinkMethod.KNOWLEDGE,
    )
    link_confidence: Real = share("Confidence that this entity is meant.", 0.95)
    recogniser: Text = words("What recognised the mention.", "knowledge")
    language_model: Text = words("Name and version of the language model that read the document.", "presstable 2.0.0")
    refers_to_entity_id: Text = link(
        "entities.entity_id",
        "Q20",
        "The entity that is meant by the one named, as a government by its capital; null where the words are literal.",
        null=True,
    )

    span = rule("start lies before end", before, "start", "end")
    raw_span = rule("raw_start does not lie behind raw_end", ordered, "raw_start", "raw_end")
    length = rule("the text is as long as its range", as_long_as, "text", "start", "end")
