"""Lines and quotations as values, and how they are dressed: as Telegram's HTML, or plain."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from bot.text.characters import BIDI

_TURNING = re.compile(f"[{BIDI}]")


class LineKind(StrEnum):
    """What a block is, from which a renderer takes its dress."""

    QUESTION = "question"
    HEADING = "heading"
    DAY = "day"
    QUOTE = "quote"
    SOURCE = "source"
    URL = "url"
    ALSO = "also"
    ITEM = "item"
    LINE = "line"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class MessageBlock:
    """A line or a quotation; ``strong`` is the one part of it that stands out.

    Attributes:
        link: The address that the line opens, or its ``linked`` part; none where it is empty.
        linked: A part of a line that opens the address, behind the others.
        rest: What follows it.
    """

    kind: LineKind
    before: str = ""
    strong: str = ""
    after: str = ""
    link: str = ""
    linked: str = ""
    rest: str = ""

    @property
    def text(self) -> str:
        """The whole, without any dress."""
        return self.before + self.strong + self.after + self.linked + self.rest


def straight(text: str) -> str:
    """``text`` without marks that would turn the rest of its line around."""
    return _TURNING.sub("", text)


def bare_url(url: str) -> str:
    """``url`` as it can stand in a text and still be pressed whole."""
    # Telegram and most chat programs end a bare address at a parenthesis or a space.
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def plain(block: MessageBlock) -> str:
    """The block with a bar before each line of a quotation: marks would double the article's own."""
    if block.kind is not LineKind.QUOTE:
        if block.linked:
            return f"{block.text} {block.link}".rstrip()
        return block.link or block.text
    return "│ " + block.text.replace("\n", "\n│ ")


_TAGS = {LineKind.QUOTE: "blockquote", LineKind.FOOT: "i"}


def to_markup(block: MessageBlock) -> str:
    """The block in Telegram's HTML."""
    strong = f"<b>{escape(block.strong)}</b>" if block.strong else ""
    markup = escape(block.before) + strong + escape(block.after)
    if block.linked:
        shown = escape(block.linked)
        named = f'<a href="{escape(block.link)}">{shown}</a>' if block.link else shown
        return markup + named + escape(block.rest)
    if block.link:
        return f'<a href="{escape(block.link)}">{markup}</a>'
    tag = _TAGS.get(block.kind)
    return f"<{tag}>{markup}</{tag}>" if tag else markup


# One bubble, one screen of a telephone, in visible characters: less where one article has it all,
# and where nothing is told of any.
_SCREEN, _SCREEN_OF_ONE, _NOTHING_TOLD = 1000, 900, 450


@dataclass(frozen=True, slots=True)
class Layout:
    """A page in blocks: what opens it, the articles or the list, what closes it.

    Attributes:
        articles: For each article its quotations, closed by its source; or all lines of a list.
        shown: How many passages are quoted.
    """

    head: tuple[MessageBlock, ...]
    articles: tuple[tuple[MessageBlock, ...], ...]
    foot: tuple[MessageBlock, ...]
    shown: int = 0

    @property
    def blocks(self) -> tuple[MessageBlock, ...]:
        """All blocks in the order of reading."""
        return (*self.head, *(block for part in self.articles for block in part), *self.foot)

    @property
    def is_one_screen(self) -> bool:
        """Whether a telephone shows it without scrolling."""
        is_told = self.shown or self.articles
        is_of_one = len(self.articles) == 1 and self.articles[0][0].kind is not LineKind.ITEM
        most = _SCREEN_OF_ONE if is_of_one else _SCREEN if is_told else _NOTHING_TOLD
        return len(dressed(self, lambda block: block.text)) <= most


def dressed(layout: Layout, dress: Callable[[MessageBlock], str]) -> str:
    """The blocks, a line each; the articles stand clear of each other."""
    parts = ["\n".join(map(dress, part)) for part in layout.articles if part]
    lines = [*map(dress, layout.head), "\n\n".join(parts), *map(dress, layout.foot)]
    return "\n".join(line for line in lines if line)


def to_html(layout: Layout) -> str:
    """The page as one message in Telegram's HTML."""
    return dressed(layout, to_markup)


def to_plain(layout: Layout) -> str:
    """The page in plain text, for a terminal, or for a chat that refused the HTML."""
    return dressed(layout, plain)
