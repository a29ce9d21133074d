"""Many short texts as one: bytes and the places where each begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

# Half of a surrogate pair can come in by hand; it must come out as it was.
_ODD = "surrogatepass"


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of texts, without an object for each; those that are looked at are made then.

    >>> list(Texts.of(["satu", "dua"]).plus(Texts.of(["tiga"])))
    ['satu', 'dua', 'tiga']
    """

    ARRAYS: ClassVar = ("content", "starts")

    content: bytes
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """The column of ``texts``."""
        parts = [encode(text) for text in texts]
        starts = np.fromiter(accumulate(map(len, parts), initial=0), dtype=np.int64)
        return cls(b"".join(parts), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        part = self.content[self.starts[number] : self.starts[number + 1]]
        return part.decode(errors=_ODD)

    def __iter__(self) -> Iterator[str]:
        for start, stop in pairwise(self.starts.tolist()):
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


def encode(text: str) -> bytes:
    """The bytes of one text of a column."""
    return text.encode(errors=_ODD)
