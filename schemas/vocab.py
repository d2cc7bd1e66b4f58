"""Closed vocabularies of the tables; imports nothing but enum, so that every layer may use it."""

from enum import StrEnum


class Role(StrEnum):
    """What a paragraph is in its article."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    BYLINE = "byline"
    DATELINE = "dateline"
    HEADING = "heading"
    BODY = "body"
    LIST_ITEM = "list_item"
    PULL_QUOTE = "pull_quote"
    TABLE = "table"
    CAPTION = "caption"
    AUTHOR_NOTE = "author_note"
    LEGAL_NOTE = "legal_note"
    PUBLICATION_NOTE = "publication_note"
    REFERENCE = "reference"
    NAVIGATION = "navigation"
    OTHER = "other"


READ = "read"
"""The name, in `events.rule_id`, of what the language model read without a rule: "PROTEST.read"."""
CONTENT_ROLES = frozenset({Role.TITLE, Role.SUBTITLE, Role.HEADING, Role.BODY, Role.LIST_ITEM})
"""Entities, dates and events are drawn from these roles, and from no other."""


class Basis(StrEnum):
    """The part of a source that a field of a document is from."""

    TITLE_BLOCK = "title_block"
    BYLINE = "byline"
    AUTHOR_NOTE = "author_note"
    LEGAL_NOTE = "legal_note"
    PUBLICATION_NOTE = "publication_note"
    DATELINE = "dateline"
    FRONT_MATTER = "front_matter"
    PAGE_METADATA = "page_metadata"
    URL = "url"
    FILE_NAME = "file_name"
    BODY_BOUNDS = "body_bounds"
    CORPUS = "corpus"
    CORRECTION = "correction"


class PublishedStatus(StrEnum):
    """How sure the publication date is."""

    STATED = "stated"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class Precision(StrEnum):
    """The calendar unit of an interval of days."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    INTERVAL = "interval"
    OPEN = "open"


class TimexType(StrEnum):
    """TIMEX3 types (ISO 24617-1)."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class TimexModifier(StrEnum):
    """TIMEX3 values of the attribute mod (ISO 24617-1)."""

    BEFORE = "BEFORE"
    AFTER = "AFTER"
    ON_OR_BEFORE = "ON_OR_BEFORE"
    ON_OR_AFTER = "ON_OR_AFTER"
    LESS_THAN = "LESS_THAN"
    MORE_THAN = "MORE_THAN"
    EQUAL_OR_LESS = "EQUAL_OR_LESS"
    EQUAL_OR_MORE = "EQUAL_OR_MORE"
    START = "START"
    MID = "MID"
    END = "END"
    APPROX = "APPROX"


class Anchor(StrEnum):
    """What a time expression was resolved against."""

    EXPLICIT = "explicit"
    DOCUMENT = "document"
    PREVIOUS = "previous"
    EVENT = "event"
    NONE = "none"


class EntityType(StrEnum):
    """Kinds of real-world things."""

    PERSON = "person"
    ORGANIZATION = "organization"
    ARMED_GROUP = "armed_group"
    COUNTRY = "country"
    PLACE = "place"
    FACILITY = "facility"
    NATIONALITY_OR_GROUP = "nationality_or_group"
    NAMED_EVENT = "named_event"
    WORK_OR_LAW = "work_or_law"


class Sector(StrEnum):
    """PLOVER 2.0 sector codes of actors."""

    AGR = "AGR"
    BUS = "BUS"
    COP = "COP"
    CRM = "CRM"
    CVL = "CVL"
    EDU = "EDU"
    ELI = "ELI"
    GOV = "GOV"
    IGO = "IGO"
    JRN = "JRN"
    JUD = "JUD"
    LAB = "LAB"
    LEG = "LEG"
    MED = "MED"
    MIL = "MIL"
    MNC = "MNC"
    NGO = "NGO"
    OPP = "OPP"
    PRE = "PRE"
    PRM = "PRM"
    PTY = "PTY"
    REB = "REB"
    REF = "REF"
    REL = "REL"
    SOC = "SOC"
    SPY = "SPY"
    UAF = "UAF"
    UNK = "UNK"


STATE_SECTORS = frozenset({Sector.GOV, Sector.LEG, Sector.JUD, Sector.MIL, Sector.COP, Sector.SPY})
"""Sectors of the organs of a state: what one of them does, its country does."""


class AcledType(StrEnum):
    """ACLED event types of violence and protest."""

    BATTLES = "Battles"
    EXPLOSIONS = "Explosions/Remote violence"
    PROTESTS = "Protests"
    RIOTS = "Riots"
    STRATEGIC = "Strategic developments"
    CIVILIANS = "Violence against civilians"


class MentionKind(StrEnum):
    """How a mention names its entity."""

    FULL = "full"
    SHORT = "short"
    ACRONYM = "acronym"
    ALIAS = "alias"
    DEMONYM = "demonym"
    METONYM = "metonym"
    ROLE = "role"


class LinkMethod(StrEnum):
    """How a mention found its entity."""

    KNOWLEDGE = "knowledge"
    DOCUMENT = "document"
    NAME = "name"
    ROLE = "role"
    SIMILAR = "similar"
    CORRECTION = "correction"


class EventType(StrEnum):
    """The sixteen event types of PLOVER 2.0."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class QuadClass(StrEnum):
    """The four classes that group the event types (PLOVER 2.0)."""

    VERBAL_COOPERATION = "verbal_cooperation"
    MATERIAL_COOPERATION = "material_cooperation"
    VERBAL_CONFLICT = "verbal_conflict"
    MATERIAL_CONFLICT = "material_conflict"


class DateBasis(StrEnum):
    """Where the date of an event comes from."""

    SAME_CLAUSE = "same_clause"
    SAME_SENTENCE = "same_sentence"
    CARRIED = "carried"
    KNOWN = "known"
    CORRECTION = "correction"
    DOCUMENT_BOUND = "document_bound"
    NONE = "none"


WORDED_BASES = frozenset({DateBasis.SAME_CLAUSE, DateBasis.SAME_SENTENCE})
"""Bases of a date whose words are in the event's own sentence."""
DATED_BASES = WORDED_BASES | {DateBasis.CARRIED, DateBasis.KNOWN, DateBasis.CORRECTION}
"""Bases of an event that something dates, as opposed to what only bounds it."""


class Factuality(StrEnum):
    """Whether an event is reported as a fact."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    DEMANDED = "demanded"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"
    DENIED = "denied"


class ParticipantRole(StrEnum):
    """The part that somebody or something plays in an event."""

    ACTOR = "actor"
    RECIPIENT = "recipient"
    PLACE = "place"
    CASUALTY = "casualty"
    INSTRUMENT = "instrument"


SIDES = (ParticipantRole.ACTOR, ParticipantRole.RECIPIENT)
"""Who acts, and to whom it is done: the roles of participants that have an entity and an actor code."""


class Stage(StrEnum):
    """The stage of the pipeline that raised an issue."""

    READ = "read"
    REPAIR = "repair"
    STRUCTURE = "structure"
    LANGUAGE = "language"
    DATES = "dates"
    ENTITIES = "entities"
    EVENTS = "events"
    CORPUS = "corpus"


class Severity(StrEnum):
    """How much an issue matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class IssueCode(StrEnum):
    """What an issue is about."""

    EMPTY = "empty"
    BINARY = "binary"
    UNDECODABLE = "undecodable"
    UNSUPPORTED_FORMAT = "unsupported_format"
    TOO_LARGE = "too_large"
    NOT_A_REGULAR_FILE = "not_a_regular_file"
    OUTSIDE_SEEDS = "outside_seeds"
    UNREADABLE = "unreadable"
    CHANGED = "changed"
    INTERNAL_ERROR = "internal_error"
    NO_TEXT = "no_text"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    REPLACED_SURROGATE = "replaced_surrogate"
    GUESSED_ENCODING = "guessed_encoding"
    SUSPECTED_REPEAT = "suspected_repeat"
    ERROR_PAGE = "error_page"
    CUT_OFF = "cut_off"
    NO_TITLE = "no_title"
    NO_DATE = "no_date"
    CONFLICTING_DATES = "conflicting_dates"
    REJECTED_DATE = "rejected_date"
    INFERRED_DATE = "inferred_date"
    NOT_ENGLISH = "not_english"
    UNRESOLVED_DATE = "unresolved_date"
    AMBIGUOUS_NAME = "ambiguous_name"
    POSSIBLE_SAME_ENTITY = "possible_same_entity"
    DUPLICATE_DOCUMENT = "duplicate_document"
    BOILERPLATE = "boilerplate"
    STALE_CORRECTION = "stale_correction"
    REFUSED_CORRECTION = "refused_correction"


CORRECTION_ISSUES = frozenset({IssueCode.STALE_CORRECTION, IssueCode.REFUSED_CORRECTION})
"""Issues of corrections, whose files may be gone."""


class CorrectionKind(StrEnum):
    """What a person corrects: an event or one of its columns, an entity, a paragraph, a field of a document."""

    EVENT_WRONG = "event_wrong"
    EVENT_TYPE = "event_type"
    ACTOR = "actor"
    RECIPIENT = "recipient"
    EVENT_DATE = "event_date"
    PLACE = "place"
    FACTUALITY = "factuality"
    ENTITY_IS = "entity_is"
    ENTITY_IS_NOT = "entity_is_not"
    PARAGRAPH_ROLE = "paragraph_role"
    DOCUMENT_DATE = "document_date"
    TITLE = "title"
    AUTHOR = "author"


class CorrectionStatus(StrEnum):
    """What became of a correction: its evidence fits; is gone; or fits in several places, or something contradicts."""

    APPLIED = "applied"
    STALE = "stale"
    REFUSED = "refused"
