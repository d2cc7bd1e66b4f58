"""The table of dates."""

from schemas.columns import (
    Day,
    Integer,
    Real,
    Table,
    Text,
    choice,
    column,
    day,
    identifier,
    keyed,
    link,
    offset,
    rule,
    share,
    words,
)
from schemas.intervals import precision_agrees
from schemas.rowwise import as_long_as, before, given_for, null_for, ordered
from schemas.timex import EDTF, days_fit, value_fits, year_in_words
from schemas.vocab import Anchor, Precision, TimexModifier, TimexType


class Dates(Table):
    """One row per time expression in content, with its value (TIMEX3, ISO 24617-1) and the days it covers.

    The interval is null where the words cannot be resolved, or have no position on the calendar ("two years").
    """

    Config = keyed("dates", "date_id", sort="document_id raw_start raw_end")

    date_id: Text = identifier("dat", "The expression, named after its place.")
    document_id: Text = link("documents.document_id", "doc", "The document that contains it.")
    paragraph_id: Text = link("paragraphs.paragraph_id", "par", "The paragraph that contains it.")
    start: Integer = offset("Offset in the paragraph's text where it begins.", 27)
    end: Integer = offset("Offset in the paragraph's text behind it.", 33)
    raw_start: Integer = offset("Raw offset in the decoded source where it begins.", 439)
    raw_end: Integer = offset("Raw offset in the decoded source behind it.", 445)
    text: Text = words("The words, as in the paragraph.", "Sunday")
    timex_type: Text = choice(TimexType, "Type of the expression in TIMEX3.", TimexType.DATE)
    timex_value: Text = words(
        "Value in TIMEX3; X is written for what is unknown, a range is `start/end`, and a time has its offset from UTC"
        " where the words state a zone (ISO 8601).",
        "2019-03-03",
    )
    edtf: Text = words(
        "Value in EDTF (ISO 8601-2 level 1, level-2 seasons and quarters, and a set where one of two days is meant).",
        "2019-03-03",
        null=True,
        pattern=EDTF,
    )
    date_start: Day = day("First day it covers; null when unresolved or open.", "2019-03-03")
    date_end: Day = day("Last day it covers, inclusive; null when unresolved or open.", "2019-03-03")
    precision: Text = choice(Precision, "Calendar unit of the interval; null without one.", Precision.DAY, null=True)
    modifier: Text = choice(
        TimexModifier, "TIMEX3 attribute mod; null when there is none.", TimexModifier.APPROX, null=True
    )
    anchor: Text = choice(
        Anchor,
        "What the words were resolved against: nothing but themselves (explicit), the document's date, another date of"
        " the text (previous), or the date that the text gives to an event the words name (event).",
        Anchor.DOCUMENT,
    )
    anchor_id: Text = column(
        "The date (table dates) that the words were resolved against; null for other anchors than previous and event.",
        "dat_4b1f0a9c7de25836",
        null=True,
        str_matches="^dat_",
    )
    rule_id: Text = words("The rule that found the expression.", "weekday")
    confidence: Real = share("Confidence in the interval, or in the value where there is none.", 0.9)

    span = rule("start lies before end", before, "start", "end")
    raw_span = rule("raw_start does not lie behind raw_end", ordered, "raw_start", "raw_end")
    length = rule("the text is as long as its range", as_long_as, "text", "start", "end")
    interval = rule("date_start does not lie behind date_end", ordered, "date_start", "date_end")
    precise = rule("the precision agrees with the interval", precision_agrees, "date_start", "date_end", "precision")
    value = rule("the value is one of its type", value_fits, "timex_type", "timex_value")
    days = rule("the interval is that of the value", days_fit, "timex_type", "timex_value", "date_start", "date_end")
    year = rule(
        "an explicit date has its year in its words",
        year_in_words,
        "anchor",
        "precision",
        "text",
        "date_start",
        "date_end",
    )
    anchored = rule(
        "a date resolved against a date or an event names it",
        given_for(frozenset({Anchor.PREVIOUS, Anchor.EVENT})),
        "anchor",
        "anchor_id",
    )
    unanchored = rule(
        "an explicit or unresolved date names no other",
        null_for(frozenset({Anchor.EXPLICIT, Anchor.NONE})),
        "anchor",
        "anchor_id",
    )
