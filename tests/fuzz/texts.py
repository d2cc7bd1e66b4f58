"""Changes of a text: each takes a source of chance and a text, and returns another text."""

import re
from collections.abc import Callable, Sequence
from random import Random

from tests.fuzz.samples import Samples

TextChange = Callable[[Random, str], str]

LINE_ENDS = ("\n", "\r", "\r\n", "\x85", "\u2028", "\u2029", "\v", "\f", "\n\n", "\r\r", "\n\r", "\n \n", "\f\f")
ODD = (
    *("\0", "\x01", "\x07", "\b", "\x1a", "\x1b", "\x1b[31m", "\x1c", "\x1d", "\x1e", "\x1f", "\x7f", "\x80", "\x9b"),
    *("\xad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202c", "\u202e", "\u2060", "\u2066"),
    *("\ufeff", "\ufffc", "\ufffd", "\ufffe", "\uffff", "\U0001f469\u200d\U0001f692", "\U0010ffff", "\ue000"),
    *("\u0301", "e\u0301\u0323", "\u0489" * 40, "\u20dd", "\u0345", "İ", "ı", "ß", "ẞ", "ﬁ", "ﬅ", "ŉ", "ǅ", "Σς", "ΐ"),
    *("½", "²", "①", "Ⅷ", "٣", "１９９９", "੩", "𝟚", "௧", "〇", "零", "К", "漢字", "かな", "한글", "עברית", "العربية"),
    *(" ", "\t", "\xa0", "\u2003", "\u3000", "\u1680", "\u180e", "\u205f", "\t\t", "    "),
    *("Ã©", "â€™", "Â ", "Ã\xad", "ï»¿", "ðŸ˜€", "â€œ", "â", "Ã"),
    *("'", '"', "“", "”", "‘", "’", "«", "»", "„", "`", "-", "‐", "—", "...", "…", "■", "•", "[1]", "[^2]", "\\", "|"),
)
"""Characters and short strings that programs stumble over."""
TIMES = (
    *("30 February 2019", "31/12/9999", "1 January 0001", "0000-00-00", "9999-12-31", "10000-01-01", "-44-03-15"),
    *("999999999999 days ago", "in 99999 years", "2 billion years ago", "the 99th century", "24:60", "25:00 GMT+99"),
    *("the next year", "last month", "May 1", "1 BC", "two decades before", "1e9 years later", "Friday the 32nd"),
    *("3 March 1", "12/0/2019", "2019-W60-8", "Q5 2019", "the 0s", "the 9990s", "29 February 1900", "year 0"),
    *("since 9999", "until 0001", "٣ مارس ٢٠١٩", "２０１９年３月４日", "Ⅻ.Ⅻ.2019", "²³ May 2019", "1½ years ago"),
    *("9999", "9998-12-31 to 9999-12-31", "a year after 31 December 9999", "a day before 1 January 0001"),
    *("00000000000000000000000000000001 May 2019", "5 May 20190000", "1 to 99999999999999999999 people were killed"),
)
"""Dates and numbers at the edges of the calendar and of what numbers hold."""
MARKS = (
    *("[]()", "[x]()", "![]()", "[](#)", "[a](http://x.y)", "![a](/b.png)", "[a\f?]()", "[a](b", "[a]]()", "[[a]](/b)"),
    *(
        "\\[",
        "\\*",
        "\\",
        "**",
        "*",
        "***",
        "_",
        "__",
        "`",
        "```",
        "~~~",
        "# ",
        "###### ",
        "#",
        "> ",
        ">> ",
        "> > >",
        "- ",
    ),
    *("* ", "1. ", "99999999999. ", "---", "***", "+++", "| a | b |", "|---|---|", "||||", "[^1]: ", "[1]: http://x.y"),
    *(
        "<!--",
        "-->",
        "<!-- x -->",
        "<!---->",
        "<!-->",
        "<b>",
        "</b>",
        "<br>",
        "<p",
        "<script>",
        "</script>",
        "<![CDATA[",
        "]]>",
    ),
    *(
        "&amp;",
        "&lt;",
        "&#0;",
        "&#x0;",
        "&#13;",
        "&#xD800;",
        "&#xDFFF;",
        "&#55357;&#56832;",
        "&#x110000;",
        "&#12;",
        "&#x85;",
    ),
    *(
        "&nbsp;",
        "&shy;",
        "&zwj;",
        "&NewLine;",
        "&Tab;",
        "&ZeroWidthSpace;",
        "&amp;amp;amp;lt;",
        "&NotEqualTilde;",
        "&",
        "&#;",
    ),
    *(
        "&#8233;",
        "&#8232;",
        "&#x2029;",
        "&#11;",
        "&#10;&#10;",
        "&fjlig;",
        "&bne;",
        "&#x1D;",
        "&#38;#38;",
        "&lt;!--",
        "&lt;b&gt;",
    ),
    *(
        "---\ntitle: x\n---\n",
        "---\ndate: 9999-99-99\n---\n",
        "title: [",
        "Date: ",
        "By ",
        "LONDON, May 3 (Reuters) - ",
    ),
    *(
        "Page 1 of 9",
        "- 7 -",
        "\f12\f",
        "Read also:",
        "Read more:",
        "Share this",
        "http://",
        "www.x.y/2019/13/45/",
        "x@y.z",
    ),
)
"""Marks of Markdown, HTML and front matter, whole and broken."""
PAIRS = (
    *(("*", "*"), ("**", "**"), ("***", "***"), ("_", "_"), ("`", "`"), ("```\n", "\n```"), ("~~", "~~"), ("[", "]()")),
    *(("[", "](/x)"), ("![", "](/x.png)"), ("[", "](#)"), ("<b>", "</b>"), ("<!--", "-->"), ("(", ")"), ("[", "]")),
    *(("“", "”"), ('"', '"'), ("‘", "’"), ("«", "»"), ("<a href='/x'>", "</a>"), ("\u202e", "\u202c"), ("\\[", "\\]")),
    *(("<pre>", "</pre>"), ("<script>", "</script>"), ("&lt;", "&gt;"), ("{", "}"), ("# ", "\n"), ("\n> ", "\n")),
)
"""What a stretch of a text is put between."""


def span(rng: Random, text: str, most: int = 400) -> tuple[int, int]:
    """Return the range of a stretch of a text: often a line, a word or nothing, else of any length up to `most`."""
    start = rng.randint(0, len(text))
    kind = rng.random()
    if kind < 0.3:
        start = text.rfind("\n", 0, start) + 1
        end = text.find("\n", start)
        return start, len(text) if end < 0 else min(end, start + most)
    if kind < 0.6:
        word = re.compile(r"\w+\W*").search(text, start)
        return word.span() if word else (start, start)
    return start, min(len(text), start + rng.randint(0, min(most, len(text))))


def put(rng: Random, text: str, pieces: Sequence[str], most: int) -> str:
    """Return a text with up to `most` of `pieces` put in at any place, often at the edge of a word or line."""
    for _ in range(rng.randint(1, most)):
        at = span(rng, text)[rng.randint(0, 1)]
        text = text[:at] + rng.choice(pieces) + text[at:]
    return text


def odd_characters(rng: Random, text: str) -> str:
    return put(rng, text, rng.sample(ODD, 3), 12)


def marks(rng: Random, text: str) -> str:
    return put(rng, text, rng.sample(MARKS, 3), 10)


def times(rng: Random, text: str) -> str:
    return put(rng, text, [f" {one} " for one in rng.sample(TIMES, 3)], 5)


def pairs(rng: Random, text: str) -> str:
    """Return a text with stretches of it between two marks, one in the other where they overlap."""
    for _ in range(rng.randint(1, 8)):
        start, end = span(rng, text)
        left, right = rng.choice(PAIRS)
        text = text[:start] + left + text[start:end] + right + text[end:]
    return text


def line_ends(rng: Random, text: str) -> str:
    """Return a text with other line ends: all of one kind, or each by chance."""
    kinds = rng.sample(LINE_ENDS, rng.randint(1, 3))
    share = rng.choice((0.1, 0.5, 1.0))
    return re.sub(r"\n", lambda _: rng.choice(kinds) if rng.random() < share else "\n", text)


def blanks(rng: Random, text: str) -> str:
    """Return a text whose blanks are other white space here and there."""
    kinds = rng.sample((*LINE_ENDS, *ODD[80:92], "", "  "), 2)
    share = rng.choice((0.02, 0.2, 1.0))
    return re.sub(" ", lambda _: rng.choice(kinds) if rng.random() < share else " ", text)


def deletion(rng: Random, text: str) -> str:
    start, end = span(rng, text)
    return text[:start] + text[end:]


def repetition(rng: Random, text: str) -> str:
    """Return a text with a stretch of it twice or more, behind itself or elsewhere."""
    start, end = span(rng, text)
    again = text[start:end] * rng.choice((1, 1, 1, 2, 3, 20))
    at = rng.choice((end, rng.randint(0, len(text))))
    return text[:at] + again + text[at:]


def move(rng: Random, text: str) -> str:
    start, end = span(rng, text)
    rest = text[:start] + text[end:]
    at = rng.randint(0, len(rest))
    return rest[:at] + text[start:end] + rest[at:]


def wrapping(rng: Random, text: str) -> str:
    """Return a text in lines of one width, as pages have them, with hyphens here and there."""
    width, hyphen = rng.choice((1, 12, 40, 60, 75)), rng.choice(("", "", "-", "\xad"))
    lines = [""]
    for word in re.split(r"[ \n]+", text):
        is_broken = hyphen != "" and len(word) > 5 and rng.random() < 0.3
        if len(lines[-1]) + len(word) > width:
            lines[-1] += f" {word[:3]}{hyphen}" if is_broken else ""
            lines.append(word[3:] if is_broken else word)
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return rng.choice(("\n", "\n", "\r\n", "\n\n", "\n  ")).join(lines)


def pages(rng: Random, text: str) -> str:
    """Return a text in pages with heads, feet and numbers; some lines are printed on both sides of a break."""
    lines, size = text.split("\n"), rng.randint(3, 12)
    head, mark = rng.choice(("Island Papers", "", "PAGE", "\u200b")), rng.choice(("\f", "\n", "\f\n", "\n\f\n", "\f\f"))
    made: list[str] = []
    for number, start in enumerate(range(0, len(lines), size), rng.randint(0, 9)):
        kept = lines[max(start - rng.choice((0, 0, 1, 2)), 0) : start + size]
        made.append("\n".join((f"{head} | {number}", *kept, rng.choice((str(number), f"- {number} -", "")))))
    return mark.join(made)


def letters(rng: Random, text: str) -> str:
    start, end = span(rng, text, 2000)
    change = rng.choice((str.upper, str.lower, str.title, str.swapcase, str.casefold, lambda one: one[::-1]))
    return text[:start] + change(text[start:end]) + text[end:]


def digits(rng: Random, text: str) -> str:
    """Return a text with other digits: any others, nines, noughts, or those of another script."""
    kind = rng.choice(("0123456789", "9", "0", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "²³¹"))
    return re.sub(r"\d", lambda match: rng.choice(kind) if rng.random() < 0.5 else match[0], text)


def long_token(rng: Random, text: str) -> str:
    """Return a text with one very long word in it: a letter, a mark or a syllable many times, or words without blanks."""
    start, end = span(rng, text, 1500)
    unit = rng.choice(
        (*"aA1.-_([{<>&#*/\\\"'|:\u0301", "ab", "A.", "1,", "a-", "[](", "**a", "<a", "x' ", "&#", ") ", "1 ")
    )
    piece = rng.choice((re.sub(r"\s", "", text[start:end]), unit * rng.choice((30, 200, 900, 900, 5000))))
    return text[:start] + piece + text[end:]


def narrow(rng: Random, text: str) -> str:
    start, end = span(rng, text, 300)
    return text[start:end] or text[:20]


CHANGES: tuple[tuple[TextChange, int], ...] = (
    *((odd_characters, 4), (marks, 5), (times, 3), (pairs, 4), (line_ends, 3), (blanks, 2), (deletion, 3)),
    *((repetition, 4), (move, 2), (wrapping, 3), (pages, 2), (letters, 2), (digits, 2), (long_token, 1), (narrow, 1)),
)
"""All changes with their weights."""


def changed(rng: Random, text: str, most: int = 6) -> str:
    """Return a text after up to `most` changes, one after the other."""
    functions, weights = zip(*CHANGES, strict=True)
    for change in rng.choices(functions, weights, k=rng.randint(0, most)):
        text = change(rng, text)[:9000]
    return text


def drawn(rng: Random, samples: Samples, least: int = 1) -> str:
    """Return a new text: stretches of one to three samples or phrases, spliced at any place."""
    pieces: list[str] = []
    for _ in range(rng.randint(least, 3)):
        if rng.random() < 0.5:
            text = rng.choice(samples.texts)
            start = rng.randint(0, max(len(text) - 50, 0))
            pieces.append(text[start : start + rng.choice((60, 300, 800, 1600))])
        else:
            pieces.append(rng.choice((" ", "\n", "\n\n", "")).join(rng.choices(samples.phrases, k=rng.randint(1, 8))))
    return rng.choice((" ", "\n", "\n\n", "", "\f")).join(pieces)
