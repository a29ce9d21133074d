"""The text of HTML elements as blocks: what a browser would show as paragraphs and lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from bot.importer.page import BlockKind, PageBlock
from bot.importer.parsers.html.markup import drop_unread
from bot.text.characters import CONTROL, CONTROL_C1, ZERO_WIDTH

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "head"})
_ITEMS = frozenset({"li", "dt", "dd", "item"})
# These hold one paragraph; the others may hold many, told apart by <br>.
_PARAGRAPHS = frozenset({"p", "blockquote", "pre", "address", *_HEADINGS, *_ITEMS})
_CONTAINERS = (
    "article body center details dl div fieldset form header hr html list main ol quote section "
    "summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = _PARAGRAPHS.union(_CONTAINERS.split())
_BREAKS = frozenset({"br", "lb"})
# Pages number curly quotes as Windows does, 147 and 148; browsers follow.
_WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
# Soft hyphens, zero-width space and joiner, byte order marks, control characters.
_UNSEEN = re.compile(rf"[\u00ad\x85{ZERO_WIDTH}{CONTROL}{CONTROL_C1}]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A block and where it stands.

    Attributes:
        home: The element that holds it and its neighbours.
        linked: How many of its characters stand in links.
    """

    block: PageBlock
    home: HtmlElement
    linked: int

    @property
    def plain(self) -> int:
        """How many of its characters stand outside of links."""
        return len(self.block.text) - self.linked


def fold(text: str) -> str:
    r"""``text`` on one line: runs of white space as one space, what nobody sees taken out.

    A no-break space counts as a space: pages strew it about for looks.

    >>> fold("  Kan\u00adtor\n Imigrasi\u00a0 Kupang ")
    'Kantor Imigrasi Kupang'
    """
    return _SPACE.sub(" ", _UNSEEN.sub("", text.translate(_WINDOWS))).strip()


def read_pieces(root: HtmlElement) -> tuple[TextPiece, ...]:
    """The blocks below ``root`` in the order of the page.

    A single <br> begins a block without a gap, two of them one with a gap. It goes through the
    tree without recursion, however deep that is.
    """
    reader = _Reader([root])
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            reader.enter(element)
        else:
            reader.leave(element, tail=element is not root)
    reader.finish(gap=True)
    return tuple(reader.pieces)


def read_fragment(markup: str) -> list[PageBlock]:
    """The blocks of a piece of HTML; none where a browser would show nothing."""
    try:
        tree = lxml_html.document_fromstring(f"<div>{markup}</div>")
    except (etree.ParserError, ValueError):
        return []
    drop_unread(tree)
    return [piece.block for piece in read_pieces(tree)]


@dataclass(slots=True)
class _Reader:
    """What has been read so far, and of the present line."""

    owners: list[HtmlElement]
    kinds: list[BlockKind] = field(default_factory=lambda: [BlockKind.TEXT])
    pieces: list[TextPiece] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    links: int = 0
    gap: bool = True

    def enter(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _BREAKS:
            self.finish(gap=False)
        elif tag in _BLOCKS:
            self.finish(gap=True)
            self.owners.append(element)
            inner = BlockKind.ITEM if tag in _ITEMS else self.kinds[-1]
            self.kinds.append(BlockKind.HEADING if tag in _HEADINGS else inner)
        self.links += tag == "a"
        self.read(element.text)

    def leave(self, element: HtmlElement, *, tail: bool) -> None:
        if element.tag in _BLOCKS:
            self.finish(gap=True)
            self.owners.pop()
            self.kinds.pop()
        self.links -= element.tag == "a"
        if tail:
            self.read(element.tail)

    def read(self, text: str | None) -> None:
        if text:
            self.parts.append(text)
            if self.links:
                self.linked.append(text)

    def finish(self, *, gap: bool) -> None:
        """Ends the line; ``gap`` says whether what comes next stands apart from it."""
        if text := fold("".join(self.parts)):
            owner = self.owners[-1]
            home = owner.getparent() if owner.tag in _PARAGRAPHS else owner
            linked = len(fold("".join(self.linked)))
            self.pieces.append(TextPiece(PageBlock(text, self.kinds[-1], self.gap), home, linked))
            self.gap = gap
        else:
            self.gap = True  # an empty line
        self.parts.clear()
        self.linked.clear()
