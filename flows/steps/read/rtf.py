r"""RTF files: the text with its roles; deletions, comments, page heads and the information block in the ledger.

Control words are those of the Rich Text Format 1.9.1. A group that its reader may ignore (`\\*`) is ignored where it is
not known; so are pictures, embedded objects and the tables of a file.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from flows.errors import UnusableSeedError
from flows.steps.read.decoding import Decoded
from flows.steps.read.office_text import (
    COMMENT,
    DELETED,
    HIDDEN,
    NOTE_MARK,
    PAGE_FOOT,
    PAGE_HEAD,
    OfficeAside,
    OfficeFile,
    OfficeNote,
    OfficeProperty,
    OfficeRun,
    decoded_office,
    field_target,
)
from flows.steps.read.rtf_state import GROUPS, RESETS, SETTINGS, RtfPart, RtfState, RtfStory, count_of
from flows.steps.read.rtf_tokens import ANSI, RtfKind, RtfToken, characters, code_page, table, tokens, whole_characters
from flows.steps.read.style_names import is_item_style, role_of_style
from schemas.vocab import IssueCode, Role

KIND = "RTF document"
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\\rtf")
_DEEPEST = 500
"""Groups within one another: real files have some dozens."""
_PROPERTIES = {"title": "title", "author": "author", "subject": "subject", "creatim": "created", "revtim": "modified"}
_TIMES = {"yr": "{:04}", "mo": "-{:02}", "dy": "-{:02}"}
_PARTS = {"header": PAGE_HEAD.rule_id, "footer": PAGE_FOOT.rule_id, "annotation": COMMENT.rule_id}
_PAGES = {"ansi": ANSI, "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_SIGNS = {"~": "\u00a0", "-": "\u00ad", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}


def read_rtf(data: bytes) -> Decoded:
    """Return the text of an RTF file; raises UnusableSeedError where it is none, or has no text."""
    if not data:
        raise UnusableSeedError(IssueCode.EMPTY, "the file is empty; an RTF document with text would be fine")
    if not _BEGINNING.match(data):
        raise _damaged()
    reader = _RtfReader()
    for token in tokens(data[data.index(b"{") :].decode("latin-1")):
        reader.take(token)
    return decoded_office(reader.content(), KIND)


def _damaged() -> UnusableSeedError:
    message = f"the file is damaged or no {KIND}; one that can be opened in its own program would be fine"
    return UnusableSeedError(IssueCode.DAMAGED, message)


class _RtfReader:
    """Takes the tokens of one file in order."""

    def __init__(self) -> None:
        self._state = RtfState()
        self._groups: list[tuple[RtfState, Callable[[], None] | None]] = []
        self._at_end: Callable[[], None] | None = None
        self._stories = [RtfStory()]
        self._content = OfficeFile()
        self._page = ANSI
        self._default_font = 0
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, str] = {}
        self._bytes = bytearray()
        self._text: list[str] = []
        self._to_skip = 0
        self._is_done = False

    def content(self) -> OfficeFile:
        """Return the content of the file once all tokens are taken; groups that nothing closed end here."""
        while self._groups:
            self._close()
        self._content.body = self._stories[0].finished()
        return self._content

    def take(self, token: RtfToken) -> None:
        """Take the next token."""
        if self._is_done:
            return
        if token.kind is RtfKind.OPEN:
            self._to_skip = 0
            self._open()
        elif token.kind is RtfKind.CLOSE:
            self._to_skip = 0
            self._close()
            self._is_done = not self._groups
        elif self._to_skip and token.kind is not RtfKind.TEXT:
            self._to_skip -= 1
        elif token.kind is RtfKind.WORD:
            self._word(token.text, token.number)
        elif token.kind is RtfKind.SIGN:
            self._sign(token.text)
        else:
            self._take_bytes(token)

    def _open(self) -> None:
        if len(self._groups) >= _DEEPEST:
            raise _damaged()
        self._end_run()
        self._groups.append((self._state, self._at_end))
        self._state, self._at_end = replace(self._state, is_ignorable=False), None

    def _close(self) -> None:
        self._end_run()
        if self._at_end is not None or len(self._groups) == 1:
            self._set_paragraph()
        if self._at_end is not None:
            self._at_end()
        if self._groups:
            self._state, self._at_end = self._groups.pop()

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._state.is_ignorable = True
        elif sign in "\r\n":
            self._word("par", None)
        elif sign in _SIGNS:
            self._add(_SIGNS[sign])

    def _take_bytes(self, token: RtfToken) -> None:
        text = chr(token.number) if token.number is not None else token.text
        skipped = min(self._to_skip, len(text))
        self._to_skip -= skipped
        self._bytes += text[skipped:].encode("latin-1")

    def _word(self, word: str, number: int | None) -> None:
        state, words = self._state, table().words
        if word == "u":
            self._add(chr((number or 0) % 0x10000))
            self._to_skip = state.fallback_length
            return
        self._end_run()
        if word in words.items:
            self._stories[-1].paragraph.is_item = True
        is_unknown = state.is_ignorable and word not in words.open and word not in words.stories
        if word in words.skipped or is_unknown:
            state.part = RtfPart.NOTHING
        elif not self._take_group(word) and not self._take_setting(word, number) and state.part is None:
            self._take_break(word)
        state.is_ignorable = False

    def _take_group(self, word: str) -> bool:
        """Return whether a word begins a group whose text goes elsewhere; then make it go there."""
        state = self._state
        if word in GROUPS and state.part is None:
            state.part = GROUPS[word]
        elif word == "ud" and state.part is RtfPart.ALTERNATIVE:
            state.part = None
        elif word == "field":
            state.field_code = []
        elif word == "fldinst":
            state.collected = state.field_code
        elif word in _PROPERTIES and state.part is RtfPart.INFORMATION:
            state.part, state.collected = None, []
            self._at_end = self._property_of(_PROPERTIES[word], state.collected)
        elif word in table().words.stories and state.part is None:
            self._begin_story(word)
        else:
            return False
        return True

    def _property_of(self, name: str, collected: list[str]) -> Callable[[], None]:
        def at_end() -> None:
            value = " ".join("".join(collected).split())
            if value:
                self._content.properties.append(OfficeProperty(name, value))

        return at_end

    def _begin_story(self, word: str) -> None:
        anchor = self._stories[-1].paragraph
        self._stories.append(RtfStory())
        self._state = RtfState(font=self._state.font, fallback_length=self._state.fallback_length)
        rule_id = next((rule for beginning, rule in _PARTS.items() if word.startswith(beginning)), None)
        note = OfficeNote(str(len(self._content.notes) + 1), []) if word == "footnote" else None
        self._content.notes += [note] if note is not None else []

        def at_end() -> None:
            blocks = self._stories.pop().finished()
            if rule_id is not None:
                self._content.asides.append(OfficeAside(rule_id, blocks))
            else:
                (note or anchor_box).blocks.extend(blocks)

        anchor_box = OfficeNote("", anchor.boxes)
        self._at_end = at_end

    def _take_setting(self, word: str, number: int | None) -> bool:
        """Return whether a word sets how the text behind it is read or set; then do so."""
        state = self._state
        if word in SETTINGS:
            name, value_of = SETTINGS[word]
            setattr(state, name, value_of(number))
        elif word in RESETS:
            for name, value in RESETS[word].items():
                setattr(state, name, value)
        elif word in _TIMES and state.collected is not None:
            state.collected.append(_TIMES[word].format(count_of(number)))
        else:
            return self._take_code_page(word, number)
        return True

    def _take_code_page(self, word: str, number: int | None) -> bool:
        """Return whether a word names the code page of the file or of a font; then keep it."""
        if word in _PAGES or word == "ansicpg":
            self._page = _PAGES.get(word) or code_page(number) or self._page
        elif word == "deff":
            self._default_font = count_of(number)
        elif word in {"fcharset", "cpg"} and self._state.part is RtfPart.FONTS:
            page = table().charsets.get(str(number)) if word == "fcharset" else code_page(number)
            if page:
                self._fonts[count_of(self._state.font)] = page
        else:
            return False
        return True

    def _take_break(self, word: str) -> None:
        story, state = self._stories[-1], self._state
        if word in table().signs:
            self._add(table().signs[word])
        elif word in {"par", "sect", "nestcell"}:
            self._set_paragraph()
            story.end_paragraph(is_in_table=state.is_in_table or word == "nestcell")
        elif word == "cell":
            self._set_paragraph()
            story.end_cell()
        elif word == "row":
            story.end_row()
        elif word == "chftn" and len(self._stories) == 1:
            label = len(self._content.notes) + 1
            story.paragraph.runs.append(OfficeRun(f"[{label}]", NOTE_MARK))

    def _set_paragraph(self) -> None:
        """Give the open paragraph what its settings and its style make of it."""
        paragraph, state = self._stories[-1].paragraph, self._state
        name = self._styles.get(state.style, "")
        paragraph.role = role_of_style(name) or (Role.HEADING if state.is_heading else None)
        paragraph.is_item = paragraph.is_item or state.is_item or is_item_style(name)
        paragraph.is_end_deleted = state.is_deleted

    def _add(self, text: str) -> None:
        self._end_bytes()
        self._text.append(text)

    def _end_bytes(self) -> None:
        if self._bytes:
            font = self._default_font if self._state.font is None else self._state.font
            page = self._fonts.get(font, self._page)
            self._text.append(characters(bytes(self._bytes), page))
            self._bytes.clear()

    def _end_run(self) -> None:
        """End the text that is set in one way."""
        self._end_bytes()
        text, state = whole_characters("".join(self._text)), self._state
        self._text.clear()
        if state.part is RtfPart.STYLES:
            self._styles[state.style] = f"{self._styles.get(state.style, '')}{text}".rstrip(";")
        if not text or state.part is not None:
            return
        if state.collected is not None:
            state.collected.append(text)
            return
        rule_id = DELETED.rule_id if state.is_deleted else HIDDEN.rule_id if state.is_hidden else None
        link = field_target("".join(state.field_code)) if state.field_code else None
        self._stories[-1].paragraph.runs.append(OfficeRun(text, rule_id, link, state.size / 2, state.is_raised))
