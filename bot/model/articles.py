"""Articles, their paragraphs, and how they are cited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.model.dates import DateMention


@dataclass(frozen=True, slots=True)
class Article:
    """An article as its file has it; ``paragraphs`` are quoted exactly as they stand.

    Attributes:
        published_from: "text" where the day of publication is only concluded from the text.
        copy_of: The id of the article that this one repeats under another outlet.
    """

    id: str
    publisher: str
    paragraphs: tuple[str, ...]
    title: str | None = None
    section: str | None = None
    published: date | None = None
    published_from: str | None = None
    author: str | None = None
    editor: str | None = None
    url: str | None = None
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reader needs to find the article again.

    Attributes:
        about: The day of publication is only concluded from the text.
        article: Its id in the archive.
    """

    publisher: str
    title: str | None = None
    published: date | None = None
    url: str | None = None
    about: bool = False
    article: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in its article; ``number`` counts from 0."""

    article: Article
    number: int
    text: str
    mentions: tuple[DateMention, ...] = ()


def cite(article: Article) -> Citation:
    """The citation of ``article``."""
    about = article.published_from is not None
    named = article.publisher, article.title, article.published, article.url
    return Citation(*named, about, article.id)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the archive reaches: its articles, and the first and last day of publication.

    An article's text may name any day, by a slip of the pen even one of next year.

    Attributes:
        first: None, as ``last``, where no article bears a day of publication.
        undated: How many of the articles bear none.
    """

    articles: int
    first: date | None = None
    last: date | None = None
    undated: int = 0
