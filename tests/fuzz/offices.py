"""Files of word processors made from texts: with what their formats have beside text, then broken."""

import re
from random import Random
from xml.sax.saxutils import escape

from tests.fuzz.pages import body, tags_changed
from tests.fuzz.samples import Samples
from tests.fuzz.texts import changed, drawn
from tests.office_files import docx_parts, epub_parts, odt_parts, p, r, rtf, table, tp, zipped

_FORBIDDEN = re.compile("[^\\t\\n\\r -\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_STYLES = ("", "", "", "Title", "Heading1", "ListBullet", "Caption", "None")
_RUNS = ("", "", "<w:vanish/>", '<w:vertAlign w:val="superscript"/>', '<w:sz w:val="40"/>', '<w:sz w:val="x"/>')
_WORDS = (
    *(r"\par", r"\line", r"\tab", r"\page", r"\cell", r"\row", r"\intbl", r"\trowd", r"\pard", r"\plain", r"\sect", r"\v", r"\v0"),
    *(r"\deleted", r"\deleted0", r"\super", r"\nosupersub", r"\fs40", r"\fs-1", r"\f1", r"\f999999999", r"\s1", r"\ls1", r"\b", r"\*"),
    *(r"\u-10179?", r"\u99999999999", r"\uc0", r"\uc9", r"\'ff", r"\'8", r"\bin9", r"\bin-1", "{", "}", r"{\*\x", r"{\pict ", r"\chftn"),
    *(r"{\footnote ", r"{\header ", r"{\*\annotation ", r"{\field{\*\fldinst HYPERLINK ", r"{\fldrslt ", r"{\upr{", r"{\*\ud ", r"{\info{\title "),
    *(r"{\shp{\*\shpinst{\shptxt ", r"\ansicpg932", r"\deff7", "\\", r"\~", r"\-", r"\_", r"{\listtext 1.}", r"\nestcell", r"\outlinelevel0"),
)  # fmt: skip


def _blocks(rng: Random, samples: Samples) -> list[str]:
    """Return a text in paragraphs, without characters that no XML has."""
    text = _FORBIDDEN.sub("", changed(rng, drawn(rng, samples), 2))
    return [block for block in re.split(r"\n\n", text) if block.strip()] or ["Text."]


def _run(rng: Random, text: str) -> str:
    kind, run = rng.random(), r(text, rng.choice(_RUNS))
    if kind < 0.1:
        return f"<w:del>{r(text, element='delText')}</w:del>"
    if kind < 0.2:
        return f"<w:ins>{run}</w:ins>"
    if kind < 0.25:
        return f'{run}<w:r><w:footnoteReference w:id="{rng.randint(0, 3)}"/></w:r>'
    if kind < 0.3:
        return f"<w:r><w:pict><w:txbxContent>{p(text)}</w:txbxContent></w:pict></w:r>"
    return run + rng.choice(
        ("", "", "", '<w:r><w:br w:type="page"/></w:r>', "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>")
    )


def _broken(rng: Random, parts: dict[str, str]) -> bytes:
    """Return an archive of parts, some of which have their tags changed or are gone."""
    for _ in range(rng.choice((0, 0, 0, 0, 1, 2))):
        name = rng.choice(list(parts))
        if rng.random() < 0.1:
            del parts[name]
        else:
            parts[name] = tags_changed(rng, parts[name])
    return zipped({name: content.encode("utf-8", "replace") for name, content in parts.items()})


def made_docx(rng: Random, samples: Samples) -> bytes:
    """Return a Word document that shows a text."""
    content = ""
    for block in _blocks(rng, samples):
        pieces = re.split(r"(?<=[.,]) ", block) if rng.random() < 0.4 else [block]
        mark = "<w:rPr><w:del/></w:rPr>" if rng.random() < 0.05 else ""
        paragraph = p(*(_run(rng, piece) for piece in pieces), style=rng.choice(_STYLES), settings=mark)
        content += table((paragraph, paragraph), ("a", "b")) if rng.random() < 0.05 else paragraph
    notes = "".join(f'<w:footnote w:id="{number}">{p("A note.")}</w:footnote>' for number in range(3))
    parts = {"footnotes": notes, "header1": p(rng.choice(samples.phrases).strip("<") if rng.random() < 0.5 else "Head")}
    title = _FORBIDDEN.sub("", rng.choice(samples.phrases))
    return _broken(rng, docx_parts(content, parts=parts, properties={"dc:title": title}))


def made_odt(rng: Random, samples: Samples) -> bytes:
    """Return an OpenDocument text that shows a text."""
    change = "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion><text:p>Gone</text:p><text:p>too</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    pieces = ("", "", "<text:line-break/>", "<text:s text:c='9'/>", "<text:change text:change-id='c1'/>",
              "<text:note><text:note-body><text:p>A note.</text:p></text:note-body></text:note>",
              "<draw:frame><draw:text-box><text:p>Box</text:p></draw:text-box></draw:frame>")  # fmt: skip
    content = "".join(tp(escape(block) + rng.choice(pieces), rng.choice(_STYLES)) for block in _blocks(rng, samples))
    return _broken(rng, odt_parts(change + content, pages=f"<style:header>{tp('Head')}</style:header>"))


def made_epub(rng: Random, samples: Samples) -> bytes:
    """Return a book of one to three chapters."""
    chapters = {f"{number}.xhtml": body(rng, "\n\n".join(_blocks(rng, samples))) for number in range(rng.randint(1, 3))}
    return _broken(rng, epub_parts(chapters, "<dc:title>A book</dc:title><dc:date>2021-03-04</dc:date>"))


def made_rtf(rng: Random, samples: Samples) -> bytes:
    """Return an RTF file that shows a text, with control words in all places."""
    text = "".join(re.sub(r"[\\{}]", r"\\\g<0>", block) + "\\par\n" for block in _blocks(rng, samples))
    for _ in range(rng.choice((0, 2, 10, 40))):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice(_WORDS) + rng.choice(("", " ")) + text[at:]
    return rtf(text)
