"""Small files of word processors, written part by part: the same arguments give the same bytes."""

from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:r="{_TYPES}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
STYLES = {
    "Title": "Title",
    "Subtitle": "Subtitle",
    "Heading1": "heading 1",
    "ListBullet": "List Bullet",
    "Caption": "caption",
}


def zipped(parts: Mapping[str, bytes | str], *, stored: tuple[str, ...] = ()) -> bytes:
    """Return a ZIP archive of parts; those of `stored` are not compressed."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            info = ZipInfo(name, (2021, 3, 4, 12, 0, 0))
            info.compress_type = ZIP_STORED if name in stored else ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def p(*texts: str, style: str = "", settings: str = "") -> str:
    """Return a paragraph of a Word document: strings that begin with `<` are runs already."""
    runs = "".join(text if text.startswith("<") else r(text) for text in texts)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{settings}</w:pPr>{runs}</w:p>"


def r(text: str, settings: str = "", element: str = "t") -> str:
    """Return a run of a Word document."""
    return f'<w:r><w:rPr>{settings}</w:rPr><w:{element} xml:space="preserve">{escape(text)}</w:{element}></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    """Return a table of a Word document whose cells are text or paragraphs."""
    cells = [[cell if cell.startswith("<") else p(cell) for cell in row] for row in rows]
    made = "".join(f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in cells)
    return f"<w:tbl><w:tblPr/>{made}</w:tbl>"


def docx_parts(
    body: str,
    *,
    parts: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
    properties: Mapping[str, str] | None = None,
    namespace: str = W,
) -> dict[str, str]:
    """Return the parts of a Word document; `parts` are more of `word/`, the content of their root elements."""

    def root(name: str, content: str) -> str:
        return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{namespace}" {_NAMES}>{content}</w:{name}>'

    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/></w:style>'
        for style, name in STYLES.items()
    )
    made = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_TYPES}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": root("document", f"<w:body>{body}<w:sectPr/></w:body>"),
        "word/styles.xml": root("styles", styles),
    }
    for name, content in (parts or {}).items():
        made[f"word/{name}.xml"] = root(name.rstrip("0123456789"), content)
    if links:
        relations = "".join(
            f'<Relationship Id="{key}" Type="{_TYPES}/hyperlink" Target="{escape(target)}" TargetMode="External"/>'
            for key, target in links.items()
        )
        made["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'
    if properties:
        stated = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in properties.items())
        made["docProps/core.xml"] = (
            f'<coreProperties xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{stated}</coreProperties>'
        )
    return made


def docx(body: str, **more: Mapping[str, str] | str | None) -> bytes:
    """Return a Word document with a body; `more` is as in `docx_parts`."""
    return zipped(docx_parts(body, **more))  # type: ignore[arg-type]


def rtf(body: str, head: str = "", *, page: int = 1252) -> bytes:
    """Return an RTF file with a body in control words; characters outside ASCII are written as Unicode."""
    tables = r"{\fonttbl{\f0\fnil\fcharset0 Georgia;}{\f1\fnil\fcharset204 Georgia Cyr;}}{\stylesheet{\s0 Normal;}{\s1\fs32 heading 1;}{\s2 Title;}{\*\cs9 Strong;}}"
    source = rf"{{\rtf1\ansi\ansicpg{page}\deff0{tables}{head}\pard\plain {body}}}"
    units = (source[at] if source[at].isascii() else _escaped(source[at]) for at in range(len(source)))
    return "".join(units).encode("ascii")


def _escaped(character: str) -> str:
    codes = character.encode("utf-16-le")
    units = (int.from_bytes(codes[at : at + 2], "little") for at in range(0, len(codes), 2))
    return "".join(rf"\u{unit - 0x10000 if unit > 0x7FFF else unit}?" for unit in units)


_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODF_NAMES = (
    f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:style="{_ODF}:style:1.0" xmlns:table="{_ODF}:table:1.0" '
    f'xmlns:draw="{_ODF}:drawing:1.0" xmlns:meta="{_ODF}:meta:1.0" xmlns:fo="{_ODF}:xsl-fo-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def odt_parts(body: str, *, styles: str = "", pages: str = "", properties: str = "") -> dict[str, str]:
    """Return the parts of an OpenDocument text: `styles` are automatic ones, `pages` the content of a master page."""

    def root(name: str, content: str) -> str:
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<office:{name} {_ODF_NAMES}>{content}</office:{name}>'

    named = "".join(
        f'<style:style style:family="paragraph" style:name="{name}"/>' for name in ("Title", "Subtitle", "Heading_20_1")
    )
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": root(
            "document-content",
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>",
        ),
        "styles.xml": root(
            "document-styles",
            f"<office:styles>{named}</office:styles><office:master-styles><style:master-page>{pages}</style:master-page></office:master-styles>",
        ),
        "meta.xml": root("document-meta", f"<office:meta>{properties}</office:meta>"),
    }


def odt(body: str, **more: str) -> bytes:
    """Return an OpenDocument text with a body; `more` is as in `odt_parts`."""
    return zipped(odt_parts(body, **more), stored=("mimetype",))


def tp(content: str, style: str = "") -> str:
    """Return a paragraph of an OpenDocument text; its content is XML."""
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def epub_parts(chapters: Mapping[str, str], metadata: str = "", *, folder: str = "OEBPS/") -> dict[str, str]:
    """Return the parts of a book: the bodies of its chapters by file name, in order, and elements of Dublin Core."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    items = "".join(
        f'<item id="i{at}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"{" properties=" + chr(34) + "nav" + chr(34) if name == "nav.xhtml" else ""}/>'
        for at, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{at}"/>' for at in range(len(chapters)))
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": f'{head}<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="{folder}book.opf"/></rootfiles></container>',
        f"{folder}book.opf": f'{head}<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf"><metadata>{metadata}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>',
    } | {
        f"{folder}{name}": f'{head}<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{name}</title></head><body>{body}</body></html>'
        for name, body in chapters.items()
    }


def epub(chapters: Mapping[str, str], metadata: str = "") -> bytes:
    """Return a book of chapters; see `epub_parts`."""
    return zipped(epub_parts(chapters, metadata), stored=("mimetype",))
