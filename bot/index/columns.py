"""Articles, their paragraphs and the dates in these, as columns.

An archive of 100,000 paragraphs would be a million Python objects; here it is a dozen arrays that
are saved and loaded as they stand. An article, a paragraph, a mention becomes an object when
somebody looks at it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.index.string_column import (
    Arrays,
    StringColumn,
    StringColumnWriter,
    join_tables,
    split_tables,
    starts_of,
)
from bot.model import Article, DateMention, Granularity, Paragraph, Relation, Span

_APART = {"id", "paragraphs", "published", "copy_of"}
# Few articles are copies: what comes last is seen without reading the rest.
_HEAD = (*(field.name for field in fields(Article) if field.name not in _APART), "copy_of")
_FLAGS = ("planned", "year_inferred", "weekday_conflict")
PLANNED = 1 << _FLAGS.index("planned")
"""The bit of a row's flags that says that it is of something planned."""
_RELATIONS = tuple(Relation)
_LONGEST_RULE = 24
MENTION = np.dtype(
    [
        ("paragraph", np.int32),
        ("first", np.int32),
        ("last", np.int32),
        ("start", np.int32),
        ("stop", np.int32),
        ("granularity", np.uint8),
        ("relation", np.uint8),
        ("flags", np.uint8),
        ("rule", f"S{_LONGEST_RULE}"),
    ]
)
"""A row of the table of mentions; days as ``date.toordinal`` counts them."""


@dataclass(frozen=True)
class Columns:
    """The articles of an archive; both articles and paragraphs are numbered from 0.

    Attributes:
        ids: The id of each article.
        heads: The rest of its head, as a list in JSON.
        published: Its day of publication as ``date.toordinal`` counts; 0 where it has none.
        starts: The number of the first paragraph of each article, and that of all paragraphs.
        texts: The paragraphs, those of an article one after the other.
        mentions: The rows of ``MENTION``, by paragraph and by offset in it.
    """

    ids: tuple[str, ...]
    heads: StringColumn
    published: NDArray[np.int32]
    starts: NDArray[np.int64]
    texts: StringColumn
    mentions: NDArray[np.void]

    @classmethod
    def of(cls, articles: Iterable[Sequence[Paragraph]]) -> Columns:
        """The columns of articles, each given by its paragraphs, at least one."""
        heads, texts = StringColumnWriter(), StringColumnWriter()
        ids, published, starts, rows = [], [], [0], []
        for paragraphs in articles:
            article = paragraphs[0].article
            ids.append(article.id)
            head = [getattr(article, name) for name in _HEAD]
            heads.add(json.dumps(head, ensure_ascii=False))
            published.append(article.published.toordinal() if article.published else 0)
            for paragraph in paragraphs:
                rows += [_to_row(len(texts), mention) for mention in paragraph.mentions]
                texts.add(paragraph.text)
            starts.append(len(texts))
        return cls(
            tuple(ids),
            heads.close(),
            np.array(published, dtype=np.int32),
            np.array(starts, dtype=np.int64),
            texts.close(),
            np.array(rows, dtype=MENTION),
        )

    @cached_property
    def article_of(self) -> NDArray[np.int32]:
        """The number of the article of each paragraph."""
        sizes = np.diff(self.starts)
        return np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)

    def read_article(self, number: int) -> Article:
        """The article with this number."""
        published = int(self.published[number])
        return Article(
            id=self.ids[number],
            paragraphs=tuple(self.texts.run(*self.starts[number : number + 2].tolist())),
            published=date.fromordinal(published) if published else None,
            **dict(zip(_HEAD, json.loads(self.heads[number]), strict=True)),
        )

    def read_heads(self, *names: str) -> Iterator[tuple[str | None, ...]]:
        """Of each article, in order, these parts of its head; of those that ``heads`` holds."""
        parts = [_HEAD.index(name) for name in names]
        # One text is read several times faster than many.
        for head in json.loads(f"[{','.join(self.heads)}]"):
            yield tuple(head[part] for part in parts)

    def lacks_head(self, number: int) -> int:
        """How much of headline, address and day of publication the article lacks."""
        head = dict(zip(_HEAD, json.loads(self.heads[number]), strict=True))
        return (not head["title"]) + (not head["url"]) + (not self.published[number])

    @cached_property
    def publishers(self) -> tuple[str, ...]:
        """The outlet of each article."""
        return tuple(publisher or "" for (publisher,) in self.read_heads("publisher"))

    @cached_property
    def newest_first(self) -> NDArray[np.int64]:
        """The articles by day of publication, newest first, then by id, undated last."""
        by_id = np.array(sorted(range(len(self.ids)), key=self.ids.__getitem__), dtype=np.int64)
        order = np.argsort(-self.published[by_id].astype(np.int64), kind="stable")
        return by_id[order]

    @cached_property
    def mention_starts(self) -> NDArray[np.int64]:
        """Where the mentions of each paragraph begin, and where the last ones end."""
        numbers = np.arange(len(self.texts) + 1, dtype=np.int32)
        return np.searchsorted(self.mentions["paragraph"], numbers)

    def read_mentions(self, paragraph: int, text: str) -> tuple[DateMention, ...]:
        """The mentions of a paragraph, which has this ``text``, in its order."""
        rows = self.mentions[slice(*self.mention_starts[paragraph : paragraph + 2])]
        return tuple(_to_mention(row, text) for row in rows.tolist())

    def plus(self, more: Columns) -> Columns:
        """These articles, then ``more``."""
        added = more.mentions.copy()
        added["paragraph"] += len(self.texts)
        return Columns(
            self.ids + more.ids,
            self.heads.plus(more.heads),
            np.concatenate((self.published, more.published)),
            np.concatenate((self.starts, more.starts[1:] + self.starts[-1])),
            self.texts.plus(more.texts),
            np.concatenate((self.mentions, added)),
        )

    def keep(self, kept: NDArray[np.bool_]) -> Columns:
        """The articles that are ``kept``, numbered anew in their order, as are the paragraphs."""
        paragraphs = kept[self.article_of]
        mentions = self.mentions[paragraphs[self.mentions["paragraph"]]]
        mentions["paragraph"] = (np.cumsum(paragraphs) - 1)[mentions["paragraph"]]
        return Columns(
            tuple(compress(self.ids, kept.tolist())),
            self.heads.keep(kept),
            self.published[kept],
            starts_of(np.diff(self.starts)[kept]),
            self.texts.keep(paragraphs),
            mentions,
        )

    def to_arrays(self) -> Arrays:
        """All of it as arrays by name; ``from_arrays`` reads them back."""
        texts = {"ids": StringColumn.of(self.ids), "heads": self.heads, "texts": self.texts}
        return {
            "published": self.published,
            "starts": self.starts,
            "mentions": self.mentions,
            **join_tables({name: column.to_arrays() for name, column in texts.items()}),
        }

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Columns:
        """The columns that ``to_arrays`` gave."""
        tables = split_tables(arrays)
        return cls(
            tuple(StringColumn.from_arrays(tables["ids"])),
            StringColumn.from_arrays(tables["heads"]),
            arrays["published"],
            arrays["starts"],
            StringColumn.from_arrays(tables["texts"]),
            arrays["mentions"],
        )


def to_ordinals(span: Span) -> tuple[int, int]:
    """The first and the last day of ``span`` as ``date.toordinal`` counts; open ends are far."""
    return (span.first or date.min).toordinal(), (span.last or date.max).toordinal()


def lie_within(days: NDArray[np.signedinteger[Any]], spans: Sequence[Span]) -> NDArray[np.bool_]:
    """Of each day, by number, whether it lies in one of ``spans``; 0 is none."""
    inside = np.zeros(len(days), dtype=np.bool_)
    for span in spans:
        first, last = to_ordinals(span)
        inside |= (days >= first) & (days <= last)
    return inside


def _to_row(paragraph: int, mention: DateMention) -> tuple[object, ...]:
    flags = sum(getattr(mention, name) << bit for bit, name in enumerate(_FLAGS))
    return (
        paragraph,
        mention.first.toordinal(),
        mention.last.toordinal(),
        mention.start,
        mention.stop,
        mention.granularity,
        _RELATIONS.index(mention.relation),
        flags,
        mention.rule.encode(),
    )


def _to_mention(
    row: tuple[int, int, int, int, int, int, int, int, bytes], text: str
) -> DateMention:
    _, first, last, start, stop, granularity, relation, flags, rule = row
    return DateMention(
        text[start:stop],
        start,
        stop,
        date.fromordinal(first),
        date.fromordinal(last),
        Granularity(granularity),
        rule.decode(),
        _RELATIONS[relation],
        *(bool(flags >> bit & 1) for bit in range(len(_FLAGS))),
    )
