"""The table of events."""

from schemas.columns import (
    Day,
    Flag,
    Integer,
    Real,
    Table,
    Text,
    choice,
    column,
    count,
    country_code,
    day,
    flag,
    identifier,
    keyed,
    link,
    offset,
    plover_actor,
    rule,
    sector_code,
    share,
    words,
)
from schemas.intervals import precision_agrees
from schemas.plover import codes
from schemas.rowwise import (
    as_long_as,
    before,
    given_for,
    mapped,
    mode_belongs,
    null_for,
    only_with,
    ordered,
    score_agrees,
    within,
)
from schemas.vocab import DATED_BASES, AcledType, DateBasis, EventType, Factuality, Precision, QuadClass, Sector

_MODES = sorted({mode for code in codes().values() for mode in code.modes})
_QUAD_CLASSES: dict[str, str] = {kind: code.quad_class for kind, code in codes().items()}
_WITH_DATE_ID = DATED_BASES - {DateBasis.KNOWN, DateBasis.CORRECTION}
_WITHOUT_TEXT = frozenset(DateBasis) - DATED_BASES
_WITHOUT_DATE_ID = frozenset(DateBasis) - _WITH_DATE_ID


class Events(Table):
    """One row per event that a document reports: who did what to whom, when and where, and its factuality.

    The first actor, recipient and place are columns here; all of them are in `participants`. Title and first day of the
    document are repeated here, so that most questions need no other table. An event whose date is not
    known has an open start and the document's end; there is no default date and no default type.
    """

    Config = keyed("events", "event_id", sort="document_id raw_start")

    event_id: Text = identifier("evt", "The event, named after its trigger's place and type.")
    document_id: Text = link("documents.document_id", "doc", "The document that reports it.")
    paragraph_id: Text = link("paragraphs.paragraph_id", "par", "The paragraph that reports it.")
    sentence_start: Integer = offset("Offset in the paragraph's text where the sentence begins.", 0)
    sentence_end: Integer = offset("Offset in the paragraph's text behind the sentence.", 49)
    sentence: Text = words(
        "The sentence that reports it, as in the paragraph.", "Sunday Norway met with Finland's leaders in Oslo."
    )
    trigger_start: Integer = offset("Offset in the paragraph's text where the trigger begins.", 14)
    trigger_end: Integer = offset("Offset in the paragraph's text behind the trigger.", 22)
    raw_start: Integer = offset("Raw offset in the decoded source where the trigger begins.", 426)
    raw_end: Integer = offset("Raw offset in the decoded source behind the trigger.", 434)
    trigger: Text = words("The words that report the event, as in the paragraph.", "met with")
    event_type: Text = choice(EventType, "Type of the event (PLOVER 2.0).", EventType.CONSULT)
    event_mode: Text = column(
        "Mode of the event type (PLOVER 2.0); null when none is known.", "visit", null=True, isin=_MODES
    )
    quad_class: Text = choice(QuadClass, "Class of the event type (PLOVER 2.0).", QuadClass.VERBAL_COOPERATION)
    plover_score: Real = column(
        "Score of the mode, or else of the type, from -10, conflict, to 10, cooperation (PLOVER 2.0).",
        2.5,
        in_range=(-10, 10),
    )
    cameo_code: Text = words(
        "CAMEO code, as text because of its leading zero; null when none is certain.",
        "042",
        null=True,
        pattern=r"^\d{2,4}$",
    )
    acled_event_type: Text = choice(
        AcledType,
        "ACLED event type of violence and protest; null for other events, and where the participants leave it open.",
        AcledType.BATTLES,
        null=True,
    )
    actor_name: Text = words(
        "Name of the first actor, or its words where no mention names it; null without one.", "Norway", null=True
    )
    actor_entity_id: Text = link("entities.entity_id", "Q20", "The first actor; null without one.", null=True)
    actor_country: Text = country_code("Country of the first actor (ISO 3166-1 alpha-3); null when unknown.")
    actor_sector: Text = sector_code("Sector of the first actor (PLOVER 2.0); null when unknown.", Sector.GOV)
    actor_code: Text = plover_actor("Country and sector of the first actor as one code, as PLOVER writes them.")
    recipient_name: Text = words(
        "Name of the first recipient, or its words where no mention names it; null without one.", "Finland", null=True
    )
    recipient_entity_id: Text = link("entities.entity_id", "Q33", "The first recipient; null without one.", null=True)
    recipient_country: Text = country_code(
        "Country of the first recipient (ISO 3166-1 alpha-3); null when unknown.", "FIN"
    )
    recipient_sector: Text = sector_code("Sector of the first recipient (PLOVER 2.0); null when unknown.", Sector.GOV)
    recipient_code: Text = plover_actor(
        "Country and sector of the first recipient as one code, as PLOVER writes them.", "FIN GOV"
    )
    date_start: Day = day("First day on which it may have happened; null when open.", "2019-03-03")
    date_end: Day = day("Last day on which it may have happened, inclusive; null when open.", "2019-03-03")
    date_precision: Text = choice(
        Precision, "Calendar unit of the interval; open when an end is unknown.", Precision.DAY
    )
    date_basis: Text = choice(
        DateBasis,
        "Where the date comes from; carried: from words elsewhere, perhaps in another document on the same event; "
        "known: from the knowledge base, which has the days on which some people were killed; "
        "correction: from a person.",
        DateBasis.SAME_CLAUSE,
    )
    date_id: Text = link("dates.date_id", "dat", "The words that date it; null when no words do.", null=True)
    place_name: Text = words(
        "Name of the first place, or its words when it is not linked; null without one.", "Oslo", null=True
    )
    place_country: Text = country_code("Country of the first place (ISO 3166-1 alpha-3); null when unknown.")
    place_entity_id: Text = link(
        "entities.entity_id", "Q585", "The first place; null when it is not linked.", null=True
    )
    factuality: Text = choice(
        Factuality, "Whether the event is reported as a fact, as planned, denied and so on.", Factuality.ASSERTED
    )
    attributed_to: Text = words(
        "The source that the text names for the report; null for the author.", "Reuters", null=True
    )
    killed: Integer = count("People killed, where a number is stated; null otherwise.", 3, null=True)
    injured: Integer = count("People injured, where a number is stated; null otherwise.", 12, null=True)
    rule_id: Text = words(
        "The rule that found the event; TYPE.read where the language model read it without one.", "CONSULT.meet"
    )
    confidence: Real = share("Probability that the type and the sides found are right, from labelled events.", 0.8)
    cluster_id: Text = identifier("clu", "The event cluster: mentions of one event share it.")
    is_cluster_head: Flag = flag("Whether the row represents its cluster; one does in each.", example=True)
    cluster_mentions: Integer = count(
        "Event mentions in the cluster; one in a copied or repeated paragraph does not count.", 2, least=1
    )
    cluster_documents: Integer = count(
        "Documents that report the event in words of their own; a copied paragraph does not count.", 2, least=1
    )
    document_title: Text = words(
        "Title of the document, as in `documents`; null when it has none.", "River states meet", null=True
    )
    published_start: Day = day(
        "First day on which the document may have been published, as in `documents`; null when unknown.", "2019-03-04"
    )

    sentence_length = rule(
        "the sentence is as long as its range", as_long_as, "sentence", "sentence_start", "sentence_end"
    )
    home = rule(
        "the trigger is in its sentence", within, "sentence_start", "trigger_start", "trigger_end", "sentence_end"
    )
    span = rule("trigger_start lies before trigger_end", before, "trigger_start", "trigger_end")
    raw_span = rule("raw_start does not lie behind raw_end", ordered, "raw_start", "raw_end")
    length = rule("the trigger is as long as its range", as_long_as, "trigger", "trigger_start", "trigger_end")
    quad = rule("the quad class is that of the event type", mapped(_QUAD_CLASSES), "event_type", "quad_class")
    mode = rule("the mode is one of the event type", mode_belongs, "event_type", "event_mode")
    score = rule(
        "the score is that of the mode, or else of the event type",
        score_agrees,
        "event_type",
        "event_mode",
        "plover_score",
    )
    interval = rule("date_start does not lie behind date_end", ordered, "date_start", "date_end")
    precise = rule(
        "the precision agrees with the interval", precision_agrees, "date_start", "date_end", "date_precision"
    )
    dated = rule("a date from the text names its words", given_for(_WITH_DATE_ID), "date_basis", "date_id")
    undated = rule(
        "a date that is not from the text names no words", null_for(_WITHOUT_DATE_ID), "date_basis", "date_id"
    )
    no_start = rule("an event without a date has an open start", null_for(_WITHOUT_TEXT), "date_basis", "date_start")
    actor = rule("a linked actor has a name", only_with, "actor_entity_id", "actor_name")
    recipient = rule("a linked recipient has a name", only_with, "recipient_entity_id", "recipient_name")
    place = rule("a linked place has a name", only_with, "place_entity_id", "place_name")
