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
    """Lists the articles of ``index``; as fixed as that is. What each call answers: `Catalogue`."""

    def __init__(self, index: MemoryIndex) -> None:
        self._index = index
        self._columns = index.columns

    def reach(self) -> Reach:
        published = self._columns.published
        days = published[published > 0]
        undated = len(published) - len(days)
        if not len(days):
            return Reach(len(self._index), undated=undated)
        first, last = date.fromordinal(int(days.min())), date.fromordinal(int(days.max()))
        return Reach(len(self._index), first, last, undated)

    def by_address(self, address: str) -> Sequence[Article]:
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
        number = self._by_key.get(key)
        return None if number is None else self._index.article(number)

    @cached_property
    def _by_key(self) -> Mapping[str, int]:
        return {article_key(name): number for number, name in enumerate(self._columns.ids)}

    def events_on(
        self, days: Sequence[date], *, limit: int
    ) -> Mapping[date, Sequence[EventArticle]]:
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
        return Counter(self._columns.publishers)

    def vocabulary(self) -> Mapping[str, int]:
        return self._index.vocabulary
