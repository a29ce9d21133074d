"""Lines and quotations as values, before any renderer dresses them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

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
