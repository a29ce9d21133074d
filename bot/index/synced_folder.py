"""The articles of a folder as an index that is saved, loaded, and kept up with the folder.

What was read once is not read again: the index lies in a file beside the state, and with it what
each article's file looked like. Only files that have changed since are read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import Stemmer
from numpy.lib.npyio import NpzFile

from bot.archive.articles import check_folder, decode_article, is_article_name, read_bytes
from bot.archive.files import make_folder, write_whole
from bot.errors import ArticleError
from bot.index.memory import MemoryIndex
from bot.index.string_column import Arrays, StringColumn, encode, join_tables, split_tables
from bot.model import Article

_DIGEST = 16
# Fewer paragraphs are indexed sooner than anybody notices.
_WORTH_SAVING = 200
# Some disks tell time in steps of two seconds; a file changed so shortly before the index was
# saved may have changed once more within the step.
_STEP = 2_000_000_000
# What decides what an index holds, folders whole: one that other code has written is not taken.
_CODE = (
    "archive/articles.py",
    "dates",
    "index",
    "model/articles.py",
    "model/dates.py",
    "places",
    "text",
)
# The readers of zip files and arrays raise a dozen kinds of error on a damaged file.
_UNREADABLE = Exception

Watch = Callable[[Sequence[str]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class _File:
    """What a file looked like when it was read, and the digest of what it held.

    Attributes:
        look: All that can be seen without reading it: the inode, the size, and when the content
            and the inode were changed, in nanoseconds.
    """

    look: tuple[int, ...]
    digest: bytes

    @property
    def inode(self) -> int:
        return self.look[0]


class IndexedFolder:
    """The articles of a folder: their index, and why others could not be read.

    Args:
        folder: Where the articles lie.
        saved: The file in which the index is kept; None keeps none.
        watch: Passes on the names of the files that are being read, so that somebody can be told.

    Raises:
        ConfigError: There is no such folder.
    """

    def __init__(
        self, folder: Path, saved: Path | None = None, watch: Watch = lambda names: names
    ) -> None:
        check_folder(folder)
        self._folder, self._saved, self._watch = folder, saved, watch
        self._files: dict[str, _File] = {}
        self._faults: dict[str, ArticleError] = {}
        self._inodes: dict[str, int] = {}
        self._folder_time = 0
        self._look_closer = False
        self.index = MemoryIndex()
        self._load()
        before = self.index.paragraphs
        self._unsaved = 0
        self.refresh(thorough=True)
        if self._unsaved >= max(_WORTH_SAVING, before // 100):
            self._save()

    @property
    def problems(self) -> tuple[ArticleError, ...]:
        """Why files are no articles, by name."""
        return tuple(self._faults[name] for name in sorted(self._faults))

    def refresh(self, *, thorough: bool = False, most: int | None = None) -> bool:
        """Takes in what has changed in the folder; tells whether anything has.

        Files that were added or removed are seen at once, for the cost of a look at the folder,
        and one that was replaced at the same moment is seen at the next. One that was changed
        in place is seen when each is looked at.

        Args:
            thorough: Whether to look at each file.
            most: Files that are read at most; the others are left to the next time.
        """
        try:
            moment = self._folder.stat().st_mtime_ns
            if moment == self._folder_time and not (thorough or self._look_closer):
                return False
            other, gone, closer = self._compare(thorough)
        except OSError:
            return False  # What is known goes on answering.
        changed = [name for name in sorted(other) if self._holds_other(name)]
        left = set(changed[most:]) if most is not None else set()
        faults = list(map(str, self.problems))
        is_other = self._take(changed[:most], gone)
        for name in other - left:
            known = self._files.get(name)
            self._inodes[name] = known.inode if known else 0
        self._look_closer, self._folder_time = not closer, 0 if left else moment
        return is_other or faults != list(map(str, self.problems))

    def _compare(self, thorough: bool) -> tuple[set[str], set[str], bool]:
        """Files that look other than when they were read, files that are gone, and how it looked.

        The last says whether the inodes were compared, too.
        """
        names = set(filter(is_article_name, os.listdir(self._folder)))  # noqa: PTH208
        other, gone = names - self._inodes.keys(), self._inodes.keys() - names
        closer = thorough or not (other or gone)
        if closer:
            with os.scandir(self._folder) as entries:
                there = {(entry.name, entry.inode()) for entry in entries}
            other |= {name for name, _ in there - self._inodes.items() if name in names}
        if thorough:
            other |= {name for name in names if self._looks_other(name)}
        return other, gone, closer

    def _take(self, changed: Sequence[str], gone: Iterable[str]) -> bool:
        """Takes in these files, and out what is gone; tells whether the articles are others."""
        before = self.index
        self.index = before.without(name.removesuffix(".md") for name in (*gone, *changed))
        stale = len(before) - len(self.index)
        for name in gone:
            self._forget(name)
        if changed:
            self.index = self.index.plus(self._read(self._watch(changed)))
        grown = self.index.paragraphs - before.paragraphs
        self._unsaved += stale + abs(grown)
        return bool(stale or grown)

    def _looks_other(self, name: str) -> bool:
        """Whether the file looks other than when it was read; a fault is always looked at."""
        known = self._files.get(name)
        with suppress(FileNotFoundError):
            return known is None or known.look != _look_of((self._folder / name).stat())
        return False

    def _holds_other(self, name: str) -> bool:
        """Whether the file holds another text than the one that is known; notes how it looks."""
        known = self._files.get(name)
        if known is None or name in self._faults:
            return True
        with suppress(ArticleError):
            file, _ = self._open(name)
            if file.digest == known.digest:
                self._files[name] = file
                return False
        return True

    def _read(self, names: Iterable[str]) -> Iterator[Article]:
        """The articles in these files; those that cannot be read become faults."""
        for name in names:
            self._forget(name)
            try:
                self._files[name], content = self._open(name)
                yield decode_article(content, self._folder / name)
            except ArticleError as problem:
                self._faults[name] = problem

    def _open(self, name: str) -> tuple[_File, bytes]:
        """How the file looks, and what it holds."""
        path = self._folder / name
        try:
            told = path.stat()
        except OSError as problem:
            raise ArticleError(str(path), "", "a file", f"but: {problem.strerror}") from None
        content = read_bytes(path)
        digest = hashlib.blake2b(content, digest_size=_DIGEST).digest()
        return _File(_look_of(told), digest), content

    def _forget(self, name: str) -> None:
        self._inodes.pop(name, None)
        self._files.pop(name, None)
        self._faults.pop(name, None)

    def _load(self) -> None:
        """Takes the saved index, where there is one that this code has written for this folder."""
        if not (self._saved and self._saved.exists()):
            return
        key = self._key()
        with suppress(_UNREADABLE), _open(self._saved) as stored:
            if stored["key"].tobytes() != key:
                return
            arrays = {name: stored[name] for name in stored.files}
            files = _known_files(arrays, self._saved.stat().st_mtime_ns)
            self.index = MemoryIndex.from_arrays(split_tables(arrays)["index"])
            self._files = files
            self._inodes = {name: file.inode for name, file in files.items()}

    def _save(self) -> None:
        """Saves the index for the next start; where that is not possible it is built again."""
        if not self._saved:
            return
        sound = {name: file for name, file in self._files.items() if name not in self._faults}
        tables = {"index": self.index.to_arrays(), "names": StringColumn.of(sound).to_arrays()}
        arrays: dict[str, Any] = {
            **join_tables(tables),
            "key": np.frombuffer(self._key(), dtype=np.uint8),
            "folder": np.frombuffer(encode(str(self._folder.resolve())), dtype=np.uint8),
            "looks": np.array([file.look for file in sound.values()], dtype=np.uint64),
            "digests": np.array([file.digest for file in sound.values()], dtype=f"V{_DIGEST}"),
        }
        with suppress(OSError):
            make_folder(self._saved.parent)
            _sweep(self._saved.parent)
            write_whole(self._saved, lambda file: np.savez(file, **arrays), instead=True)
            self._unsaved = 0

    def _key(self) -> bytes:
        """What an index must have been made from to be taken: this folder, and this code."""
        digest = hashlib.blake2b(digest_size=16)
        # Both decide what is the root of a word.
        stemmers = f"{Stemmer.version()}\0{version('simplemma')}"
        digest.update(encode(f"{self._folder.resolve()}\0{stemmers}"))
        for path in _code_files():
            digest.update(path.read_bytes())
        return digest.digest()


def _code_files() -> Iterator[Path]:
    """The files that decide what an index holds, in order; of a folder all, data files included.

    Raises:
        FileNotFoundError: There is no such file or folder: code that is not looked at could change
            without anybody noticing.
    """
    package = Path(__file__).parents[1]
    for path in (package / name for name in _CODE):
        inside = sorted(path.rglob("*"))
        found = [each for each in (path, *inside) if each.is_file() and each.suffix != ".pyc"]
        if not found:
            raise FileNotFoundError(f"{path}: expected code that an index is made with, found none")
        yield from found


def saved_index_path(folder: Path, state: Path) -> Path:
    """Where the index of the articles in ``folder`` is kept, beside the file ``state``."""
    name = hashlib.blake2b(encode(str(folder.resolve())), digest_size=8).hexdigest()
    return state.parent / "index" / f"{name}.npz"


def _known_files(arrays: Arrays, saved: int) -> dict[str, _File]:
    names = StringColumn.from_arrays(split_tables(arrays)["names"])
    looks = arrays["looks"].reshape(-1, 4)
    # Without their inode they are read again.
    looks[(looks[:, 2:] > saved - _STEP).any(axis=1), 0] = 0
    files = map(_File, map(tuple, looks.tolist()), arrays["digests"].tolist())
    return dict(zip(names, files, strict=True))


def _look_of(told: os.stat_result) -> tuple[int, ...]:
    return told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns


@contextmanager
def _open(path: Path) -> Iterator[NpzFile]:
    # The library leaves a file open that it cannot read.
    with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        yield stored


def _sweep(folder: Path) -> None:
    """Removes saved indexes of folders that are no more."""
    for path in folder.glob("*.npz"):
        with suppress(_UNREADABLE), _open(path) as stored:
            if not Path(os.fsdecode(stored["folder"].tobytes())).is_dir():
                path.unlink()
