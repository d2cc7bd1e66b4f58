"""Web pages made from texts: with the elements and metadata that saved articles have, then broken."""

import json
import re
from random import Random

from tests.fuzz.samples import Samples
from tests.fuzz.texts import MARKS, ODD, TIMES, changed, drawn, put

_ELEMENTS = (
    *(
        "p",
        "div",
        "span",
        "b",
        "i",
        "a",
        "h1",
        "h2",
        "h6",
        "ul",
        "li",
        "ol",
        "blockquote",
        "pre",
        "code",
        "table",
        "tr",
    ),
    *(
        "td",
        "th",
        "caption",
        "figure",
        "figcaption",
        "img",
        "br",
        "hr",
        "article",
        "section",
        "aside",
        "header",
        "footer",
    ),
    *(
        "nav",
        "main",
        "script",
        "style",
        "noscript",
        "template",
        "textarea",
        "title",
        "head",
        "body",
        "html",
        "svg",
        "math",
    ),
    *(
        "iframe",
        "form",
        "select",
        "option",
        "button",
        "time",
        "details",
        "summary",
        "dl",
        "dt",
        "dd",
        "q",
        "sup",
        "wbr",
        "x-y",
    ),
)
_ATTRIBUTES = (
    *("", " hidden", ' class="headline"', ' class="byline"', ' class="sidebar related"', ' class="caption"', " id=1"),
    *(
        ' style="display:none"',
        " aria-hidden=true",
        ' href="/x"',
        ' href="#"',
        " href",
        ' datetime="2019-13-45"',
        ' alt="x',
    ),
    *(
        ' datetime="9999-12-31T23:59:59+14:00"',
        ' itemprop="datePublished"',
        ' rel="author"',
        " a=b=c",
        " =",
        ' "',
        " '>'",
        "/",
    ),
    *(' content="&#xD800;"', ' title="&lt;"', ' lang="xx"', ' dir="rtl"', " \0", ' class="\u202e"', " onclick=a>b"),
)
_BROKEN = (
    *(
        "<",
        ">",
        "</",
        "/>",
        "<!",
        "<!-",
        "<!--",
        "-->",
        "<?",
        "?>",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE html>",
        "<p",
        '<a href="',
    ),
    *(
        "</p></p>",
        "<<p>>",
        "< p>",
        "<p/>",
        "<p\0>",
        "</script>",
        "<script>",
        "<style>",
        "</title>",
        "<plaintext>",
        "<%",
        "%>",
    ),
)
_PROPERTIES = ("article:published_time", "og:title", "author", "date", "og:url", "og:site_name", "description")


def element(rng: Random, inner: str) -> str:
    """Return a stretch of a page in an element, which is not closed now and then."""
    name = rng.choice(_ELEMENTS)
    return f"<{name}{rng.choice(_ATTRIBUTES)}>{inner}" + (f"</{name}>" if rng.random() < 0.9 else "")


def body(rng: Random, text: str) -> str:
    """Return a text as paragraphs and other elements, nested by chance."""
    blocks = re.split(rng.choice((r"\n\n", r"\n", r"(?<=\.) ")), text)
    made = [f"<p>{block}</p>" if rng.random() < 0.6 else element(rng, block) for block in blocks]
    while len(made) > 1 and rng.random() < 0.7:
        start = rng.randrange(len(made))
        end = rng.randint(start, len(made))
        made[start:end] = [element(rng, rng.choice(("", "\n", " ")).join(made[start:end]))]
    return rng.choice(("", "\n")).join(made)


def metadata(rng: Random, samples: Samples) -> str:
    """Return elements of a head: title, properties, JSON-LD, a character set; with values of all kinds."""
    values = [*rng.choices(samples.phrases, k=3), *rng.sample(TIMES, 2), *rng.sample(ODD, 2), rng.choice(MARKS)]
    made = [f"<title>{rng.choice(values)}</title>"]
    made += [f'<meta property="{rng.choice(_PROPERTIES)}" content="{rng.choice(values)}">' for _ in range(3)]
    facts = {"@type": "NewsArticle", "headline": rng.choice(values), "datePublished": rng.choice(values)}
    facts["author"] = rng.choice(
        ({"name": rng.choice(values)}, [{"name": 7}, rng.choice(values)], rng.choice(values), None)
    )
    script = rng.choice(
        (json.dumps(facts), json.dumps([facts]), json.dumps({"@graph": [facts]}), '{"headline": "\\ud800"}')
    )
    made.append(f'<script type="application/ld+json">{script}</script>')
    made.append(f'<meta charset="{rng.choice(("utf-8", "utf-16", "koi8-r", "shift_jis", "x-none", "rot13", "zip"))}">')
    made.append(f'<link rel="canonical" href="http://x.example/2019/{rng.randint(0, 99)}/3/{rng.choice(values)}">')
    return "".join(rng.sample(made, rng.randint(0, len(made))))


def nested(rng: Random, page: str) -> str:
    """Return a page with a stretch of it many elements deep."""
    start = rng.randint(0, len(page))
    name, depth = rng.choice(_ELEMENTS), rng.choice((3, 30, 200))
    return page[:start] + f"<{name}>" * depth + page[start:] + f"</{name}>" * rng.choice((0, depth))


def tags_changed(rng: Random, page: str) -> str:
    """Return a page some of whose tags are gone, twice there, elsewhere, or others."""
    tags = list(re.finditer(r"<[^<>]{0,200}>", page))
    for tag in sorted(rng.sample(tags, min(len(tags), rng.randint(1, 5))), key=lambda found: -found.start()):
        other = rng.choice((*tags, *(tag,)))[0]
        instead = rng.choice(("", tag[0] * 2, other, tag[0][:-1], tag[0].upper(), f"</{rng.choice(_ELEMENTS)}>"))
        page = page[: tag.start()] + instead + page[tag.end() :]
    return page


def made_page(rng: Random, samples: Samples) -> str:
    """Return a page: one of the samples, or one made from a text; then changed as a page and as a text."""
    if rng.random() < 0.3:
        page = rng.choice(samples.pages)
        start = rng.randint(0, max(len(page) - 300, 0)) * rng.randint(0, 1)
        page = page[start : start + rng.choice((400, 1500, 3000))]
    else:
        head = metadata(rng, samples)
        page = f"<!DOCTYPE html><html><head>{head}</head><body>{body(rng, changed(rng, drawn(rng, samples), 2))}</body></html>"
    for _ in range(rng.randint(0, 3)):
        change = rng.choice((nested, tags_changed, tags_changed, changed, lambda rng, page: put(rng, page, _BROKEN, 6)))
        page = change(rng, page)
    return page
