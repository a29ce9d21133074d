"""Writers that are killed at any moment, and writers that write at the same time."""

from __future__ import annotations

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
from pathlib import Path

import pytest

from bot.archive.archive import Archive
from bot.archive.articles import read_article, read_articles
from bot.model import Article
from tests.faker import make_article

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")

COUNT = 100
KILLS = 16
EDITIONS = ("pertama", "kedua")
TOGETHER = 5


def batch(edition: str) -> list[Article]:
    """100 unlike articles; those of another edition have other texts and the same ids."""
    chance = random.Random(edition)
    words = ["".join(chance.choices("aiueonkst", k=6)) for _ in range(500)]
    return [
        make_article(*(" ".join(chance.choices(words, k=60)) for _ in range(3)), name=f"a{at:03}")
        for at in range(COUNT)
    ]


def place_all(folder: Path, edition: str) -> None:
    archive = Archive.open(folder, create=True)
    for article in batch(edition):
        archive.place(article, update=True)


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
    """Kills writers of new articles, and of updates, each at a moment of its own."""
    chance = random.Random(2)
    begin = time.perf_counter()
    place_all(folder / "timing", "pertama")
    lasts = time.perf_counter() - begin
    for number in range(KILLS):
        goal = folder / f"{number:02}"
        goal.mkdir()
        edition = EDITIONS[number % 2]
        if edition == "kedua":
            place_all(goal, "pertama")
        writer = start(partial(place_all, goal, edition))
        time.sleep(chance.uniform(0, lasts))
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)


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
            archive.place(article, made_id=True)


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
    known = {edition: {a.id: a for a in batch(edition)} for edition in EDITIONS}
    reached = []
    for number in range(KILLS):
        goal, edition = folder / f"{number:02}", EDITIONS[number % 2]
        corpus = read_articles(goal)
        assert corpus.problems == ()
        assert all(a in (known["pertama"][a.id], known["kedua"][a.id]) for a in corpus.articles)
        reached.append(sum(a == known[edition][a.id] for a in corpus.articles))
        place_all(goal, edition)
        assert read_articles(goal).articles == tuple(batch(edition))
        assert kept_versions(goal) == ([] if edition == "pertama" else batch("pertama"))
    assert sum(0 < count < COUNT for count in reached) >= KILLS // 3, "killed too early or too late"


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
