"""The articles of an archive in memory, to be found by id, address, text and likeness."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from bot.archive.duplicates import DuplicateFinder, same_text_key
from bot.archive.originals import original_of, to_copied
from bot.archive.urls import address_key
from bot.model import Article


class ArticleCatalogue:
    """Articles by all that tells them apart; each change is a small one, however many there are."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._by_id: dict[str, Article] = {}
        self._copied: dict[str, str] = {}
        self._by_address: defaultdict[str, list[str]] = defaultdict(list)
        self._by_text: defaultdict[bytes, list[str]] = defaultdict(list)
        for article in articles:
            self.add(article)

    def get(self, article_id: str) -> Article | None:
        """The article with exactly this id."""
        return self._by_id.get(article_id)

    @property
    def ids(self) -> list[str]:
        """All ids, in order."""
        return sorted(self._by_id)

    @property
    def articles(self) -> tuple[Article, ...]:
        """All of them, ordered by id."""
        return tuple(self._by_id[article_id] for article_id in self.ids)

    @cached_property
    def duplicates(self) -> DuplicateFinder:
        """Built when a duplicate is first looked for: to list or to show articles takes none."""
        return DuplicateFinder(self._by_id.values())

    def add(self, article: Article) -> None:
        """Takes ``article`` in, in place of one with the same id."""
        self.discard(article.id)
        self._by_id[article.id] = article
        self._copied |= to_copied([article])
        for holders in self._lists(article):
            holders.append(article.id)
        if "duplicates" in vars(self):
            self.duplicates.add(article)

    def discard(self, article_id: str) -> None:
        """Forgets the article with this id, if it is known."""
        self._copied.pop(article_id, None)
        if article := self._by_id.pop(article_id, None):
            for holders in self._lists(article):
                holders.remove(article_id)
            if "duplicates" in vars(self):
                self.duplicates.discard(article_id)

    def same_address(self, article: Article) -> Article | None:
        """The article at the same address; of several, the one with the same text or id."""
        key = address_key(article.url or "")
        stored = [self._by_id[name] for name in self._by_address.get(key or "", ())]
        text = same_text_key(article) if len(stored) > 1 else ""
        stored.sort(key=lambda one: (same_text_key(one) != text, one.id != article.id))
        return next(iter(stored), None)

    def same_text(self, article: Article) -> Article | None:
        """The article of the same outlet with the same text, white space aside."""
        stored = (self._by_id[name] for name in self._by_text.get(_text_digest(article), ()))
        return next((one for one in stored if same_publisher(one, article)), None)

    def original_of(self, article: Article) -> str:
        """The id of the original of ``article``, which may have been removed; or its own."""
        return original_of(article.id, self._copied)

    def _lists(self, article: Article) -> Iterator[list[str]]:
        yield self._by_text[_text_digest(article)]
        if key := address_key(article.url or ""):
            yield self._by_address[key]


def same_publisher(one: Article, other: Article) -> bool:
    """Whether two articles are of one outlet, case and white space aside."""
    return one.publisher.casefold().split() == other.publisher.casefold().split()


def tell_two_stories(one: Article, other: Article) -> bool:
    """Whether two articles with one id are two, as far as their addresses and outlets tell."""
    here, there = address_key(one.url or ""), address_key(other.url or "")
    if here and there:
        return here != there
    return same_text_key(one) != same_text_key(other) and not same_publisher(one, other)


def _text_digest(article: Article) -> bytes:
    text = same_text_key(article).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16).digest()
