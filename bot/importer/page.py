"""The nouns of the import: a page as it was read, and the article that it is proposed to become."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any, Generic, TypeVar

from bot.model import Article

T = TypeVar("T")


class BlockKind(StrEnum):
    """What a block is on its page."""

    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A paragraph, heading or list item of a page.

    Attributes:
        text: Without the space around it; never empty.
        gap: Something parts it from the block before: a blank line, an element of its own.
    """

    text: str
    kind: BlockKind = BlockKind.TEXT
    gap: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an article beside its text; whatever is not known is None."""

    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    author: str | None = None
    editor: str | None = None
    section: str | None = None
    url: str | None = None

    @property
    def known(self) -> dict[str, Any]:
        """What is known, by name."""
        return {key: value for key in Facts.__slots__ if (value := getattr(self, key))}


NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as it came.

    Attributes:
        body: Unpacked.
        named: The content type of a page of the web or the ending of a file's name, in small
            letters; "" where there is none.
        url: Where it was found, after redirects, without a fragment; of a file what is given.
        charset: As the server names it, unchecked; None where it names none.
    """

    body: bytes
    named: str = ""
    url: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page as it was read, boilerplate and all.

    Attributes:
        stated: What the page says of itself: JSON-LD, Open Graph, a document's properties.
        doubts: Sentences about what may be wrong with the reading.
        rest: The addresses of the rest of its article, in order, where that has several pages.
        rest_doubt: The one of ``doubts`` that holds until the rest is read.
    """

    blocks: tuple[PageBlock, ...]
    stated: Facts = NO_FACTS
    doubts: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    rest_doubt: str | None = None


class Certainty(IntEnum):
    """How sure a decision is. UNSURE is only proposed: its field stays empty."""

    UNSURE = 0
    LIKELY = 1
    STATED = 2
    GIVEN = 3


@dataclass(frozen=True, slots=True)
class Decision(Generic[T]):
    """What was decided on one field of an article, and why.

    Attributes:
        value: What was found; None where nothing was.
        why: Where it comes from, for a person: "the page's metadata", "the dateline 'KUPANG, …'".
    """

    value: T | None = None
    certainty: Certainty = Certainty.UNSURE
    why: str = ""

    @property
    def taken(self) -> T | None:
        """The value, where it is sure enough to be written."""
        return self.value if self.certainty > Certainty.UNSURE else None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A piece of the page that did not become part of the article, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as proposed.

    Attributes:
        left_out: In the order of the page.
        doubts: Sentences about what an editor should look at.
    """

    article: Article
    title: Decision[str]
    publisher: Decision[str]
    published: Decision[date]
    left_out: tuple[LeftOut, ...] = ()
    doubts: tuple[str, ...] = ()
