"""What each rule id of the ledger means, with an example that a test runs."""

from flows.steps.text.draft import PARAGRAPH_BREAK, EditRule

MOJIBAKE = EditRule(
    "mojibake", "UTF-8 that was read as Windows-1252 is decoded again", "The cafÃ© in KrakÃ³w", "The café in Kraków"
)
ENTITY = EditRule("html_entity", "the HTML name or number of a character becomes the character", "Q&amp;A", "Q&A")
LIGATURE = EditRule("ligature", "a typographic ligature becomes its letters", "of\ufb01ce", "office")
LINE_END = EditRule("line_end", "a line end of another system becomes a line feed", "one\r\ntwo", "one\ntwo")
BYTE_ORDER_MARK = EditRule("byte_order_mark", "the mark of the encoding is removed", "\ufeffText", "Text")
INVISIBLE = EditRule(
    "invisible_character", "a character without width or meaning is removed", "co\u200boperate", "cooperate"
)
SPACE = EditRule("space", "a no-break or typographic space becomes a plain one", "12\xa0tons", "12 tons")
DOUBLED_PRINT = EditRule(
    "doubled_print",
    "letters or words that were printed again at one place are there once",
    "TThhee ccoouunncciill mmeett",
    "The council met",
)

LINK = EditRule(
    "markdown_link",
    "a Markdown link becomes its words; the target is the evidence",
    "the [truce](https://x.example/1) held",
    "the truce held",
)
IMAGE = EditRule(
    "markdown_image",
    "a Markdown image becomes its label; the address is the evidence",
    "![A bridge](https://x.example/1.png)",
    "A bridge",
)
ESCAPE = EditRule("escape", "the backslash of a Markdown escape is removed", r"cost \$10", "cost $10")
EMPHASIS = EditRule("emphasis", "Markdown marks of emphasis are removed", "a *very* long day", "a very long day")
HEADING = EditRule("markdown_heading", "the Markdown mark of a heading is removed", "## What next", "What next")
QUOTE = EditRule("markdown_quote", "the Markdown mark of a quotation is removed", "> We agree.", "We agree.")
COMMENT = EditRule("comment", "an HTML comment in Markdown is removed", "one <!-- two --> three", "one  three")

_LINES = (
    "The surveyors came to the island in the third week of May, and they brought",
    "with them a boat that nobody had ordered, a cook who would not cook, and a",
    "letter from the ministry in which every second line had been painted over by",
    "someone in a hurry. Our harbour master read what was left of it aloud, twice,",
    "and then asked whether the gentlemen would like to see the well before supper.",
    "They measured it the next day and found it deeper than any chart allowed, but",
    "the figure was struck from the report when it reached the capital in autumn.",
)
"""One page of a made text."""


def _pages(*feet: str) -> str:
    """Return three pages of text, each with its foot below."""
    return "\n".join(line for foot in feet for line in (*_LINES, foot))


PAGE_NUMBER = EditRule(
    "page_number",
    "a page number is removed; a form feed keeps the page break until lines are joined",
    _pages("- 7 -", "- 8 -", "- 9 -"),
    _pages("\f", "\f", "\f"),
)
RUNNING_HEADER = EditRule(
    "running_header",
    "the running head or foot of a page is removed; a form feed keeps the page break until lines are joined",
    _pages("Island Papers | 7", "Island Papers | 8", "Island Papers | 9"),
    _pages("\f", "\f", "\f"),
)
END_MARK = EditRule("end_mark", "the sign with which a magazine ends an article is removed", "It held. ■", "It held.")
PAGE_BREAK_DUPLICATE = EditRule(
    "page_break_duplicate",
    "a fragment that a page break printed twice is removed; the ledger names the kept copy",
    "\n".join((*_LINES[:5], *_LINES[1:3], *_LINES[5:])),
    "\n".join(_LINES),
)
FOOTNOTE_MARKER = EditRule("footnote_marker", "the marker of a footnote is removed", "It held [2].", "It held.")

PARAGRAPH = EditRule(
    PARAGRAPH_BREAK, "white space between paragraphs becomes one empty line", "One.\n\n\n\nTwo.", "One.\n\nTwo."
)
LINE_JOIN = EditRule(
    "line_join",
    "the lines of a wrapped paragraph are joined",
    "The two delegations met in the old town hall and\nagreed to meet again.",
    "The two delegations met in the old town hall and agreed to meet again.",
)
TABLE_ROW = EditRule(
    "table_row", "the line end between two rows of a table is kept", "a | b | c \nd | e | f", "a | b | c\nd | e | f"
)
WHITESPACE = EditRule("whitespace", "several blanks become one", "two  blanks", "two blanks")
LAYOUT = (PARAGRAPH, LINE_JOIN, TABLE_ROW, WHITESPACE)

HYPHEN_JOIN = EditRule(
    "hyphen_join", "a word broken at a hyphen is joined", "the govern- ment fell", "the government fell"
)
HYPHEN_CLOSE = EditRule(
    "hyphen_close",
    "the blank behind a hyphen is removed",
    "a well- known name; well-known",
    "a well-known name; well-known",
)
