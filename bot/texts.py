"""Many short texts as one: bytes and the places where each begins."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[np.generic]]

# Half of a surrogate pair can come in by hand; it must come out as it was.
_ODD = "surrogatepass"


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of texts, without an object for each; those that are looked at are made then.

    >>> list(Texts.of(["satu", "dua"]).plus(Texts.of(["tiga"])))
    ['satu', 'dua', 'tiga']
    """

    content: bytes
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """The column of ``texts``."""
        writer = TextsWriter()
        for text in texts:
            writer.add(text)
        return writer.close()

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        part = self.content[self.starts[number] : self.starts[number + 1]]
        return part.decode(errors=_ODD)

    def __iter__(self) -> Iterator[str]:
        return self.run(0, len(self))

    def run(self, first: int, after: int) -> Iterator[str]:
        """The texts from number ``first`` up to, without, ``after``."""
        for start, stop in pairwise(self.starts[first : after + 1].tolist()):
            yield self.content[start:stop].decode(errors=_ODD)

    @property
    def nbytes(self) -> int:
        """The bytes that it takes."""
        return len(self.content) + self.starts.nbytes

    def plus(self, more: Texts) -> Texts:
        """These texts, then ``more``."""
        starts = np.concatenate((self.starts, more.starts[1:] + self.starts[-1]))
        return Texts(self.content + more.content, starts)

    def keep(self, kept: NDArray[np.bool_]) -> Texts:
        """The texts that are ``kept``, in their order."""
        edges = np.flatnonzero(np.diff(np.concatenate(([False], kept, [False])).astype(np.int8)))
        places = self.starts[edges].tolist()
        runs = zip(places[::2], places[1::2], strict=True)
        sizes = np.diff(self.starts)[kept]
        starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        return Texts(b"".join(self.content[a:b] for a, b in runs), starts)

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """All of it as arrays by name; ``from_arrays`` reads them back."""
        return {"content": np.frombuffer(self.content, dtype=np.uint8), "starts": self.starts}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Texts:
        """The texts that ``to_arrays`` gave."""
        starts = arrays["starts"].astype(np.int64, copy=False)
        return cls(arrays["content"].tobytes(), starts)


class TextsWriter:
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

    def close(self) -> Texts:
        """The column of the texts taken."""
        return Texts(bytes(self._content), np.array(self._starts, dtype=np.int64))


def encode(text: str) -> bytes:
    """The bytes of one text of a column."""
    return text.encode(errors=_ODD)


def join_tables(tables: Mapping[str, Arrays]) -> dict[str, NDArray[np.generic]]:
    """The arrays of several tables as one; ``split_tables`` parts them again.

    >>> sorted(join_tables({"ids": Texts.of(["a"]).to_arrays()}))
    ['ids.content', 'ids.starts']
    """
    return {f"{table}.{name}": a for table, arrays in tables.items() for name, a in arrays.items()}


def split_tables(arrays: Arrays) -> dict[str, dict[str, NDArray[np.generic]]]:
    """The tables that ``join_tables`` made one of; arrays of none are left out."""
    tables: dict[str, dict[str, NDArray[np.generic]]] = {}
    for name, values in arrays.items():
        table, dot, column = name.partition(".")
        if dot:
            tables.setdefault(table, {})[column] = values
    return tables
