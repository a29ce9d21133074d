"""Writers that are killed at any moment, and writers that write at the same time."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.archive.archive import Archive
from bot.archive.articles import read_article, read_articles
from bot.model import Article
from tests.faker import make_article

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")

COUNT = 100
FEW = 3
EDITIONS = ("pertama", "kedua")
TOGETHER = 5
SYSTEM = ("_io", "fcntl", "posix")
"""The modules whose functions call the operating system."""


def batch(edition: str, size: int = COUNT) -> list[Article]:
    """Unlike articles; those of another edition have other texts and the same ids."""
    chance = random.Random(edition)
    words = ["".join(chance.choices("aiueonkst", k=6)) for _ in range(500)]
    return [
        make_article(*(" ".join(chance.choices(words, k=60)) for _ in range(3)), name=f"a{at:03}")
        for at in range(size)
    ]


def add_few(folder: Path, edition: str) -> None:
    archive = Archive.open(folder, create=True)
    for article in batch(edition, FEW):
        archive.add(article, update=True)


# These run in a process of their own, whose forks are the writers: one import serves them all.


def in_a_process(work: Callable[[Path], None], folder: Path) -> None:
    code = f"import pathlib, {__name__} as t; t.{work.__name__}(pathlib.Path({str(folder)!r}))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=120)


def start(work: Callable[[], object]) -> int:
    """The id of a new process that does ``work``; its exit code is 0 where that went well."""
    writer = os.fork()
    if not writer:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return writer


def kill_writers(folder: Path) -> None:
    """Kills a writer of new articles, and one of updates, before each thing that they have done."""
    for edition in EDITIONS:
        for number in count():
            goal = folder / edition / f"{number:03}"
            goal.mkdir(parents=True)
            if edition == "kedua":
                add_few(goal, "pertama")
            writer = start(partial(die_after, number, partial(add_few, goal, edition)))
            if os.waitpid(writer, 0)[1] == 0:
                break


def die_after(number: int, work: Callable[[], object]) -> None:
    """Does ``work`` up to so many calls of the operating system, and dies before the next."""
    left = iter(range(number))

    def look(_: object, event: str, function: Any) -> None:
        if event != "c_call":
            return
        of_file = isinstance(getattr(function, "__self__", None), io.IOBase)
        if (of_file or function.__module__ in SYSTEM) and next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(look)
    work()
    sys.setprofile(None)


def write_together(folder: Path) -> None:
    """Two writers of the same articles, and of others under the same made-up ids."""
    for number in range(TOGETHER):
        goal = folder / f"{number:02}"
        goal.mkdir()
        ready, go = os.pipe()
        writers = [start(partial(write_when_told, goal, ready, own)) for own in EDITIONS]
        time.sleep(0.2)
        os.write(go, b"..")
        assert [os.waitpid(writer, 0)[1] for writer in writers] == [0, 0]


def write_when_told(folder: Path, ready: int, own: str) -> None:
    archive = Archive.open(folder)
    pairs = list(zip(batch("bersama"), batch(own), strict=True))
    os.read(ready, 1)
    for pair in pairs:
        for article in pair:
            archive.add(article, made_id=True)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: killing needs no disk, and takes a tenth there."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(
        dir=memory if os.access(memory, os.W_OK) else tmp_path
    ) as name:
        yield Path(name)


def test_an_article_is_whole_or_absent_whenever_its_writer_is_killed(folder: Path) -> None:
    in_a_process(kill_writers, folder)
    first, second = (batch(edition, FEW) for edition in EDITIONS)
    for edition, goals in ((each, sorted((folder / each).iterdir())) for each in EDITIONS):
        wanted = first if edition == "pertama" else second
        reached = set()
        for goal in goals:
            corpus = read_articles(goal)
            assert corpus.problems == ()
            assert all(article in (*first, *second) for article in corpus.articles)
            assert edition == "pertama" or len(corpus.articles) == FEW
            reached.add(sum(article in wanted for article in corpus.articles))
            add_few(goal, edition)
            assert read_articles(goal).articles == tuple(wanted)
            assert kept_versions(goal) == ([] if edition == "pertama" else first)
        assert reached == set(range(FEW + 1))


def kept_versions(folder: Path) -> list[Article]:
    """The former versions of all articles, each with the id of its article."""
    archive = Archive.open(folder)
    return [
        replace(read_article(path), id=article.id)
        for article in archive.articles
        for path in archive.versions(article.id)
    ]


def test_writers_at_the_same_time_lose_nothing_and_store_nothing_twice(folder: Path) -> None:
    in_a_process(write_together, folder)
    wanted = [a.paragraphs for edition in ("bersama", *EDITIONS) for a in batch(edition)]
    for number in range(TOGETHER):
        corpus = read_articles(folder / f"{number:02}")
        assert corpus.problems == ()
        assert sorted(a.paragraphs for a in corpus.articles) == sorted(wanted)
        assert {a.id.removesuffix("-2").removesuffix("-3") for a in corpus.articles} == {
            a.id for a in batch("bersama")
        }
