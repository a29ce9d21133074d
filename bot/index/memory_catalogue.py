"""What the archive in this process lists: `Catalogue` of the protocol."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from bot.archive.urls import address_key, host_and_number
from bot.index.memory import MemoryIndex
from bot.index.protocol import EventArticle, article_key
from bot.model import Article, Reach
from bot.text.sentences import split_sentences


class MemoryCatalogue:
    """Lists the articles of ``index``; as fixed as that is."""

    def __init__(self, index: MemoryIndex) -> None:
        self._index = index
        self._columns = index.columns

    def reach(self) -> Reach:
        """How far the archive reaches."""
        return self._reach

    @cached_property
    def _reach(self) -> Reach:
        undated = int((self._columns.published == 0).sum())
        days = self._index.event_days()
        if not days:
            return Reach(len(self._index), undated=undated)
        return Reach(len(self._index), days[0].day, days[-1].day, undated=undated)

    def by_address(self, address: str) -> Sequence[Article]:
        """The articles at a web address: the whole of it, else its host and number."""
        key = address_key(address)
        found = self._by_address.get(key, ()) if key else ()
        if not found and (number := host_and_number(address)):
            found = self._by_address.get(number, ())
        return [self._index.article(number) for number in found]

    @cached_property
    def _by_address(self) -> Mapping[str | tuple[str, str], Sequence[int]]:
        """The articles, by number, of each canonical address, and of each host and number."""
        found = defaultdict[str | tuple[str, str], list[int]](list)
        urls = [url for (url,) in self._columns.read_heads("url")]
        for number in sorted(range(len(urls)), key=self._columns.ids.__getitem__):
            url = urls[number] or ""
            for key in (address_key(url), host_and_number(url)):
                if key:
                    found[key].append(number)
        return found

    def find_article(self, key: str) -> Article | None:
        """The article with this ``article_key``."""
        number = self._by_key.get(key)
        return None if number is None else self._index.article(number)

    @cached_property
    def _by_key(self) -> Mapping[str, int]:
        return {article_key(name): number for number, name in enumerate(self._columns.ids)}

    def events_on(
        self, days: Sequence[date], *, limit: int
    ) -> Mapping[date, Sequence[EventArticle]]:
        """The articles that tell the events of each of ``days``."""
        rows = {day: self._index.events.rows_on(day, limit) for day in days}
        return {
            day: [self._read_event(row) for row in found] for day, found in rows.items() if found
        }

    def _read_event(self, row: int) -> EventArticle:
        mention = self._columns.mentions[row]
        paragraph, start = int(mention["paragraph"]), int(mention["start"])
        text = self._columns.texts[paragraph]
        sentences = split_sentences(text)
        said = next((text[a:b] for a, b in sentences if a <= start < b), text)
        return EventArticle(self._index.article(int(self._columns.article_of[paragraph])), said)

    def list_articles(
        self, words: Sequence[str], *, offset: int, limit: int
    ) -> tuple[Sequence[Article], int]:
        """Articles by day of publication, newest first, then by id, undated last; and how many."""
        listed = self._columns.newest_first.tolist()
        if wanted := [word.casefold() for word in words]:
            labels = self._labels
            listed = [at for at in listed if all(word in labels[at] for word in wanted)]
        return list(map(self._index.article, listed[offset : offset + limit])), len(listed)

    @cached_property
    def _labels(self) -> tuple[str, ...]:
        heads = self._columns.read_heads("title", "publisher")
        return tuple(f"{title or ''}\n{publisher}".casefold() for title, publisher in heads)

    def outlets(self) -> Mapping[str, int]:
        """The outlets as they are written, and how many articles each has."""
        return Counter(self._columns.publishers)

    def vocabulary(self) -> Mapping[str, int]:
        """The words of all paragraphs in lower case, and how often each stands there."""
        return self._index.vocabulary
