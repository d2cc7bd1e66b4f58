"""Messages of mail as documents: the lines of the header that people read, and the text or the page of the message.

The text is extracted, because mail is encoded in ways that keep no place of a character. Messages that are attached to
another, as forwarded ones, are documents of their own; other attachments are not read.
"""

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from html import escape

from flows.steps.intake.record import ExtractedText

_HEADER = ("From", "To", "Date", "Subject", "List-Id")
_LINE = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\s]+[^\n]*\d{4}\r?\n(?=[A-Za-z-]+: )")
"""The line before each message of a mailbox."""
_DEEPEST = 5
"""Messages within messages that are looked into."""


def messages_of(data: bytes) -> Iterator[ExtractedText]:
    """Yield the messages of a mailbox, or the one of a file, each before those that are attached to it."""
    lines = [match.span() for match in _LINE.finditer(data)] or [(0, 0)]
    ends = [*(start for start, _ in lines[1:]), len(data)]
    for (_, start), end in zip(lines, ends, strict=True):
        yield from _messages(BytesParser(policy=policy.default).parsebytes(data[start:end]), 0)


def _messages(message: EmailMessage, depth: int) -> Iterator[ExtractedText]:
    body = message.get_body(("html", "plain"))
    if body is not None:
        is_page = body.get_content_subtype() == "html"
        header = "".join(f"{name}: {value}\n" for name in _HEADER if (value := _header(message, name)))
        content = _content(body)
        text = f"{escape(header, quote=False)}\n<div>{content}</div>" if is_page else f"{header}\n{content}"
        yield ExtractedText(text, is_page, _header(message, "Subject") or None)
    if depth < _DEEPEST:
        for part in message.walk():
            if part is not message and part.get_content_type() == "message/rfc822" and part.is_multipart():
                attached = part.get_payload(0)
                if isinstance(attached, EmailMessage):
                    yield from _messages(attached, depth + 1)


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split()).encode("utf-8", "replace").decode()
    except (ValueError, IndexError, AttributeError):  # a broken header, of which the library makes nothing
        return ""


def _content(body: MIMEPart) -> str:
    try:
        text = str(body.get_content())
    except (LookupError, ValueError):  # an encoding that nobody knows
        payload = body.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return text.encode("utf-8", "replace").decode()
