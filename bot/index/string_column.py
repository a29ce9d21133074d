"""Many short texts as one: bytes and the offsets at which each begins."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]

# Joining the parts costs a copy of the whole; looking through many costs at each text.
_MOST_PARTS = 50
# Half of a surrogate pair can come in by hand; it must come out as it was.
_ODD = "surrogatepass"


@dataclass(frozen=True, slots=True)
class StringColumn:
    """A column of texts, without an object for each; those that are looked at are made then.

    What was added later lies in a part of its own.

    >>> list(StringColumn.of(["satu", "dua"]).plus(StringColumn.of(["tiga"])))
    ['satu', 'dua', 'tiga']
    """

    parts: tuple[bytes, ...]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Iterable[str]) -> StringColumn:
        """The column of ``texts``."""
        writer = StringColumnWriter()
        for text in texts:
            writer.add(text)
        return writer.close()

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        return next(self.run(number, number + 1))

    def __iter__(self) -> Iterator[str]:
        return self._joined().run(0, len(self))

    def run(self, first: int, after: int) -> Iterator[str]:
        """The texts from number ``first`` up to, without, ``after``; all came in together."""
        offsets = self.starts[first : after + 1].tolist()
        content, begins = self._part(offsets[0])
        for start, stop in pairwise(offsets):
            yield content[start - begins : stop - begins].decode(errors=_ODD)

    def _part(self, offset: int) -> tuple[bytes, int]:
        """The part that holds this offset, and where it begins."""
        begins = 0
        for part in self.parts[:-1]:
            if offset < begins + len(part):
                return part, begins
            begins += len(part)
        return self.parts[-1], begins

    def _joined(self) -> StringColumn:
        return StringColumn((b"".join(self.parts),), self.starts) if len(self.parts) > 1 else self

    def plus(self, more: StringColumn) -> StringColumn:
        """These texts, then ``more``."""
        starts = np.concatenate((self.starts, more.starts[1:] + self.starts[-1]))
        both = StringColumn(self.parts + more.parts, starts)
        return both if len(both.parts) <= _MOST_PARTS else both._joined()

    def keep(self, kept: NDArray[np.bool_]) -> StringColumn:
        """The texts that are ``kept``, in their order."""
        edges = np.flatnonzero(np.diff(np.concatenate(([False], kept, [False])).astype(np.int8)))
        offsets = self.starts[edges].tolist()
        runs = zip(offsets[::2], offsets[1::2], strict=True)
        starts = starts_of(np.diff(self.starts)[kept])
        content = self._joined().parts[0]
        return StringColumn((b"".join(content[first:after] for first, after in runs),), starts)

    def to_arrays(self) -> Arrays:
        """All of it as arrays by name; ``from_arrays`` reads them back."""
        content = np.frombuffer(self._joined().parts[0], dtype=np.uint8)
        return {"content": content, "starts": self.starts}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> StringColumn:
        """The texts that ``to_arrays`` gave."""
        return cls((arrays["content"].tobytes(),), arrays["starts"])


class StringColumnWriter:
    """Takes texts one by one."""

    def __init__(self) -> None:
        self._content = bytearray()
        self._starts = array("q", [0])

    def __len__(self) -> int:
        return len(self._starts) - 1

    def add(self, text: str) -> None:
        """Takes the next text."""
        self._content += encode(text)
        self._starts.append(len(self._content))

    def close(self) -> StringColumn:
        """The column of the texts taken."""
        return StringColumn((bytes(self._content),), np.array(self._starts, dtype=np.int64))


def encode(text: str) -> bytes:
    """The bytes of one text of a column."""
    return text.encode(errors=_ODD)


def starts_of(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of several runs of these sizes begins, and where the last one ends."""
    return np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)


def join_tables(tables: Mapping[str, Arrays]) -> Arrays:
    """The arrays of several tables as one; ``split_tables`` parts them again.

    >>> sorted(join_tables({"ids": StringColumn.of(["a"]).to_arrays()}))
    ['ids.content', 'ids.starts']
    """
    return {f"{table}.{name}": a for table, arrays in tables.items() for name, a in arrays.items()}


def split_tables(arrays: Arrays) -> dict[str, Arrays]:
    """The tables that ``join_tables`` made one of; arrays of none are left out."""
    tables: dict[str, dict[str, NDArray[Any]]] = defaultdict(dict)
    for name, values in arrays.items():
        table, dot, column = name.partition(".")
        if dot:
            tables[table][column] = values
    return dict(tables)
