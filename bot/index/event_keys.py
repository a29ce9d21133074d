"""Which event each report tells, decided when its article is indexed and kept beside it.

A telling is what one article says of one of its days. Two that lie near in time are compared, and
joined where they tell one event; a joined group is an event. Only what is near an added or removed
article is looked at again, and what is found depends on the articles alone, never on the order in
which they came.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.archive.originals import original_of, to_copied
from bot.index.reports import Content, Telling, are_related, parse_content, read_tellings
from bot.index.same_event import likeness
from bot.index.string_column import (
    Arrays,
    StringColumn,
    StringColumnWriter,
    join_tables,
    split_tables,
)
from bot.model import Article, Paragraph

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]

# No stretch is longer, and no report that tells no day is later than that.
_WIDEST = 31
NAMED, OWN, NEWS = 1, 2, 4
"""The bits of a telling's flags: its text names the day, it is the article's own event, and it is
told near the day, so that other reports may tell of it, too."""
TELLING = np.dtype(
    [
        ("article", np.int32),
        ("first", np.int32),
        ("last", np.int32),
        ("begin", np.int32),
        ("day", np.int32),
        ("flags", np.uint8),
        ("pool", np.int32),
        ("event", np.int32),
    ]
)
"""A row of the table; days as ``date.toordinal`` counts. ``day`` is the one under which it stands,
``event`` the telling that names its event, ``pool`` the first of those it is linked to, however far."""
_LINK = np.dtype([("one", np.int32), ("other", np.int32), ("likeness", np.float32)])


class _Edge(NamedTuple):
    """Two tellings, by number, and how surely they are of one event."""

    one: int
    other: int
    likeness: float


@dataclass(frozen=True)
class EventKeys:
    """The events of an archive.

    Attributes:
        ids: The id of each article.
        table: The rows of ``TELLING``, those of an article together, by article.
        contents: What each of them tells, as ``Content.to_line`` has it.
        links: Those that were found to tell one event.
        copied: By the id of each article that is a copy, the id of what it copies.
    """

    ids: tuple[str, ...]
    table: NDArray[np.void]
    contents: StringColumn
    links: NDArray[np.void]
    copied: Mapping[str, str]

    def plus(self, more: EventKeys) -> EventKeys:
        """These articles, then ``more``."""
        added, links = more.table.copy(), more.links.copy()
        added["article"] += len(self.ids)
        for shifted, names in ((added, ("pool", "event")), (links, ("one", "other"))):
            for name in names:
                shifted[name] += len(self.table)
        both = EventKeys(
            self.ids + more.ids,
            np.concatenate((self.table, added)),
            self.contents.plus(more.contents),
            np.concatenate((self.links, links)),
            {**self.copied, **more.copied},
        )
        fresh = np.arange(len(both.table)) >= len(self.table)
        return both._linked(fresh, np.zeros(0, dtype=np.int64), among=False)

    def keep(self, kept: Mask) -> EventKeys:
        """The articles that are ``kept``, numbered anew in their order."""
        stay = kept[self.table["article"]]
        numbers = (np.cumsum(stay) - 1).astype(np.int32)
        articles = (np.cumsum(kept) - 1).astype(np.int32)
        table = self.table[stay]
        left = np.flatnonzero(np.isin(table["pool"], self.table["pool"][~stay]))
        table["article"] = articles[table["article"]]
        for name in ("pool", "event"):
            table[name] = numbers[table[name]]
        links = self.links[stay[self.links["one"]] & stay[self.links["other"]]]
        for name in ("one", "other"):
            links[name] = numbers[links[name]]
        ids = tuple(name for name, stays in zip(self.ids, kept.tolist(), strict=True) if stays)
        known = set(ids) if self.copied else set[str]()
        copied = {name: other for name, other in self.copied.items() if name in known}
        keys = EventKeys(ids, table, self.contents.keep(stay), links, copied)
        return keys._linked(np.zeros(len(table), dtype=np.bool_), left)

    def name_of(self, event: int) -> str:
        """What an event is called: its first day, then the id of the first that tells it."""
        row = self.table[event]
        return f"{date.fromordinal(row['first'].item())}/{self.ids[row['article']]}"

    def linked(self) -> EventKeys:
        """The same where nothing was compared yet, with all links."""
        return self._linked(np.ones(len(self.table), dtype=np.bool_), np.zeros(0, dtype=np.int64))

    def _linked(self, fresh: Mask, unsettled: Numbers, *, among: bool = True) -> EventKeys:
        """The same with the links of the ``fresh`` tellings, and all groups that they change.

        Args:
            fresh: The tellings that are not compared yet.
            unsettled: Others whose groups may have changed.
            among: Whether the fresh ones are to be compared with each other, too.
        """
        found = list(self._compare(np.flatnonzero(fresh), fresh, among=among))
        is_copy = np.isinf(self.links["likeness"])
        old = {(edge["one"].item(), edge["other"].item()) for edge in self.links[is_copy]}
        now = set(self._copies())
        found += (_Edge(*pair, math.inf) for pair in now)
        links = np.concatenate((self.links[~is_copy], np.array(found, dtype=_LINK)))
        ends = [end for edge in found if edge.likeness < math.inf for end in edge[:2]]
        ends += (end for pair in old ^ now for end in pair if end < len(self.table))
        touched = np.concatenate(
            (
                unsettled,
                np.flatnonzero(fresh) if among else unsettled,
                np.array(ends, dtype=np.int64),
            )
        ).astype(np.int64)
        keys = replace(self, links=links)
        return keys._regrouped(np.isin(self.table["pool"], self.table["pool"][touched]))

    def _compare(self, numbers: Numbers, fresh: Mask, *, among: bool) -> Iterator[_Edge]:
        """The fresh tellings, by number, with those near in time that tell the same event.

        Two that share less than two words are passed over at once, so that a day with hundreds of
        reports costs little more than the others.
        """
        table, order = self.table, np.argsort(self.table["first"], kind="stable")
        news = table["flags"] & NEWS > 0
        order = order[news[order]]
        firsts = table["first"][order].astype(np.int64)
        reader = _ContentReader(self.contents)
        for one in numbers[news[numbers]].tolist():
            row = table[one]
            near = slice(*np.searchsorted(firsts, (row["begin"] - _WIDEST, row["last"] + _WIDEST)))
            others = order[near]
            meet = (table["last"][others] >= row["begin"]) & (table["begin"][others] <= row["last"])
            meet &= table["article"][others] != row["article"]
            meet &= ~fresh[others] | (others > one) if among else ~fresh[others]
            for other in others[meet].tolist():
                alike = reader.compare(
                    one, other, dated=self._is_dated(one) and self._is_dated(other)
                )
                if alike:
                    yield _Edge(min(one, other), max(one, other), alike)

    def _is_dated(self, number: int) -> bool:
        return bool(self.table["begin"][number] == self.table["first"][number])

    def _copies(self) -> Iterator[tuple[int, int]]:
        """The tellings of one day of an original and its copies, each with the next."""
        if not self.copied:
            return
        families = {name: original_of(name, self.copied) for name in self.copied}
        families |= {name: name for name in families.values()}
        members = [at for at, name in enumerate(self.ids) if name in families]
        groups = defaultdict[tuple[str, int], list[int]](list)
        for number in np.flatnonzero(np.isin(self.table["article"], members)).tolist():
            row = self.table[number]
            groups[families[self.ids[row["article"]]], int(row["first"])].append(number)
        for group in groups.values():
            yield from pairwise(group)

    def _regrouped(self, mask: Mask) -> EventKeys:
        """The same with the tellings of the mask, whole pools, joined anew."""
        members = np.flatnonzero(mask).tolist()
        if not members:
            return self
        table = self.table.copy()
        pools, events = _Groups(), _Groups(self._towns_of)
        for one, other, alike in self._ranked(mask, members).tolist():
            pools.join(one, other)
            events.join(one, other, surely=math.isinf(alike))
        for group in pools.groups(members):
            table["pool"][group] = min(group)
        for group in events.groups(members):
            table["event"][group] = min(group, key=self._name)
            self._date(table, group)
        return replace(self, table=table)

    def _ranked(self, mask: Mask, members: Sequence[int]) -> NDArray[np.void]:
        """The links among the members, the surest first; of equals, those of the first by name."""
        own = np.array(list(self._own(members)), dtype=_LINK)
        links = np.concatenate((own, self.links[mask[self.links["one"]]]))
        ranks = np.zeros(len(self.table), dtype=np.int64)
        ranks[sorted(members, key=self._name)] = np.arange(len(members))
        one, other = ranks[links["one"]], ranks[links["other"]]
        first, second = np.minimum(one, other), np.maximum(one, other)
        return links[np.lexsort((second, first, -links["likeness"]))]

    def _own(self, members: Sequence[int]) -> Iterator[_Edge]:
        """The tellings of the own event of each article, each with the next."""
        own = [number for number in members if self.table["flags"][number] & OWN]
        for one, other in pairwise(own):
            if self.table["article"][one] == self.table["article"][other]:
                yield _Edge(one, other, math.inf)

    def _name(self, number: int) -> tuple[int, str, int]:
        """By what tellings are ordered, whatever their numbers."""
        row = self.table[number]
        return int(row["first"]), self.ids[row["article"]], int(row["last"])

    def _towns_of(self, number: int) -> frozenset[str]:
        return parse_content(self.contents[number]).towns

    def _date(self, table: NDArray[np.void], group: Sequence[int]) -> None:
        """Puts who tells no day under the last day of its event that it may tell of."""
        told = [int(table["first"][at]) for at in group if table["flags"][at] & NAMED]
        for at in group:
            if not table["flags"][at] & NAMED:
                begin, day = int(table["begin"][at]), int(table["first"][at])
                table["day"][at] = max((d for d in told if begin <= d <= day), default=day)

    def to_arrays(self) -> Arrays:
        """All of it but the ids as arrays by name; ``from_arrays`` reads them back."""
        return join_tables(
            {
                "rows": {"table": self.table, "links": self.links},
                "contents": self.contents.to_arrays(),
                "copies": StringColumn.of(self.copied).to_arrays(),
                "originals": StringColumn.of(self.copied.values()).to_arrays(),
            }
        )

    @classmethod
    def from_arrays(cls, arrays: Arrays, ids: tuple[str, ...]) -> EventKeys:
        """What ``to_arrays`` gave, of the articles with these ids."""
        tables = split_tables(arrays)
        copies, originals = map(StringColumn.from_arrays, (tables["copies"], tables["originals"]))
        copied = dict(zip(copies, originals, strict=True))
        contents = StringColumn.from_arrays(tables["contents"])
        return cls(ids, tables["rows"]["table"], contents, tables["rows"]["links"], copied)


class EventKeysWriter:
    """Takes articles one by one."""

    def __init__(self) -> None:
        self._articles: list[Article] = []
        self._rows: list[tuple[int, ...]] = []
        self._contents = StringColumnWriter()

    def add(self, paragraphs: Sequence[Paragraph]) -> None:
        """Takes the next article, given by all its paragraphs, at least one."""
        for telling in read_tellings(paragraphs):
            self._rows.append(_to_row(len(self._articles), telling, len(self._contents)))
            self._contents.add(telling.content.to_line())
        self._articles.append(paragraphs[0].article)

    def close(self) -> EventKeys:
        """The events of the articles taken."""
        return EventKeys(
            tuple(article.id for article in self._articles),
            np.array(self._rows, dtype=TELLING),
            self._contents.close(),
            np.zeros(0, dtype=_LINK),
            to_copied(self._articles),
        ).linked()


def _to_row(article: int, telling: Telling, number: int) -> tuple[int, ...]:
    first, last, begin = (day.toordinal() for day in (telling.first, telling.last, telling.begin))
    flags = NAMED * telling.named + OWN * telling.own + NEWS * telling.news
    return article, first, last, begin, first, flags, number, number


class _ContentReader:
    """Reads what tellings tell, each once."""

    def __init__(self, contents: StringColumn) -> None:
        self._contents = contents
        self._read: dict[int, tuple[Content, frozenset[str]]] = {}

    def __call__(self, number: int) -> tuple[Content, frozenset[str]]:
        """What the telling tells, and all the words of it."""
        found = self._read.get(number)
        if found is None:
            content = parse_content(self._contents[number])
            found = self._read[number] = content, content.spoken
        return found

    def compare(self, one: int, other: int, *, dated: bool) -> float:
        """How surely the two are of one event."""
        (mine, said), (theirs, heard) = self(one), self(other)
        if len(said & heard) < 2:
            return 0.0
        return likeness(mine, theirs, dated=dated)


class _Groups:
    """Numbers that are joined one by one.

    Args:
        towns_of: The towns of each; groups that are set in different ones are only joined surely.
    """

    def __init__(
        self, towns_of: Callable[[int], frozenset[str]] = lambda number: frozenset()
    ) -> None:
        self._towns_of = towns_of
        self._group_of: dict[int, list[int]] = {}
        self._towns: dict[int, frozenset[str]] = {}

    def join(self, one: int, other: int, *, surely: bool = False) -> None:
        """Makes one group of those of the two."""
        mine, theirs = self._group(one), self._group(other)
        if mine is theirs:
            return
        some, others = self._towns[mine[0]], self._towns[theirs[0]]
        if surely or not (some and others) or are_related(some, others):
            self._towns[mine[0]] = some | others
            mine += theirs
            self._group_of.update(dict.fromkeys(theirs, mine))

    def _group(self, number: int) -> list[int]:
        if number not in self._group_of:
            self._group_of[number] = [number]
            self._towns[number] = self._towns_of(number)
        return self._group_of[number]

    def groups(self, numbers: Iterable[int]) -> Iterator[list[int]]:
        """The groups of ``numbers``; who was never joined is one alone."""
        seen = set[int]()
        for number in numbers:
            group = self._group_of.get(number) or [number]
            if group[0] not in seen:
                seen.add(group[0])
                yield group
