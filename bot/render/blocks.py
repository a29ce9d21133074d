"""Lines and quotations as values, and how they are dressed: as Telegram's HTML, or plain."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from bot.text.characters import BIDI, utf16_length

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
    """The block as mail and chat programs quote: quotation marks would double the article's own."""
    if block.kind is not LineKind.QUOTE:
        if block.linked:
            return f"{block.text} {block.link}".rstrip()
        return block.link or block.text
    return "> " + block.text.replace("\n", "\n> ")


def blocks_to_html(blocks: Sequence[MessageBlock]) -> str:
    """The blocks as one message, whatever its length."""
    return joined(blocks, to_markup)


def blocks_to_text(blocks: Sequence[MessageBlock]) -> str:
    """The blocks in plain text."""
    return joined(blocks, plain)


def size_of(block: MessageBlock) -> int:
    """The length of a block in UTF-16 units, its line end and an empty line included."""
    return utf16_length(block.text) + 2


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


def joined(blocks: Sequence[MessageBlock], dress: Callable[[MessageBlock], str]) -> str:
    """The blocks, a line each; the day of a further passage stands clear of the one before."""
    lines: list[str] = []
    last = LineKind.QUESTION
    for block in blocks:
        if block.kind is LineKind.DAY and last not in (LineKind.QUESTION, LineKind.HEADING):
            lines.append("")
        lines.append(dress(block))
        last = block.kind
    return "\n".join(lines)


# One bubble, one screen of a telephone, in visible characters: less where one article has it all.
_SCREEN, _SCREEN_OF_ONE = 1000, 900


@dataclass(frozen=True, slots=True)
class Layout:
    """An answer in blocks: what opens every message, the articles, what closes the last one.

    Attributes:
        articles: For each article its quotations, closed by its source.
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
        most = _SCREEN if len(self.articles) > 1 else _SCREEN_OF_ONE
        return len(joined(self.blocks, lambda block: block.text)) <= most
