"""What the disk does to an archive, and what an archive never does to its articles."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.archive.archive import AddOutcome, Archive
from bot.archive.articles import read_articles
from bot.errors import ArticleError, DataError
from bot.model import Article
from tests.archive.test_archive import EDITED, OTHER, PAGE, STORY, archive, story

__all__ = ["archive"]


def refuse(code: int) -> object:
    def refused(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return refused


VERBS = {
    "add": lambda archive: archive.add(story(*OTHER, name="b")),
    "update": lambda archive: archive.add(story(*EDITED), update=True),
    "replace": lambda archive: archive.replace(story(*OTHER)),
    "remove": lambda archive: archive.remove("a"),
}


@pytest.mark.parametrize(
    ("step", "verb"),
    [
        *((step, verb) for step in ("fsync", "link") for verb in VERBS),
        ("replace", "update"),
        ("replace", "replace"),
        ("unlink", "remove"),
    ],
)
def test_a_full_disk_is_told_in_a_sentence_and_loses_nothing(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, step: str, verb: str
) -> None:
    path = archive.add(story()).path
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, step, refuse(errno.ENOSPC))
        patch.setattr(os, "rename", refuse(errno.ENOSPC))
        with pytest.raises(ArticleError, match=r"\.md: expected to write it, but: No space left"):
            VERBS[verb](archive)
    assert before in {path.read_bytes() for path in archive.folder.rglob("*.md")}
    assert not list(archive.folder.glob(".*.part"))
    assert read_articles(archive.folder).problems == ()
    VERBS[verb](Archive.open(archive.folder))


def test_an_archive_below_a_file_is_told_in_a_sentence(archive: Archive) -> None:
    archive.add(story())
    for name in ("trash", "versions"):
        (archive.folder / name).write_text("", encoding="utf-8")
    for verb in (lambda: archive.remove("a"), lambda: archive.replace(story(*OTHER))):
        with pytest.raises(ArticleError, match=r"a\.md: expected to write it, but: "):
            verb()
    assert archive.articles == read_articles(archive.folder).articles == (story(),)


def test_drafts_of_killed_writers_are_cleared_after_an_hour(archive: Archive) -> None:
    old, young = (archive.folder / f".{digit * 16}.part" for digit in "ab")
    foreign = archive.folder / ".catatan.part"
    for path in (old, young, foreign):
        path.write_text("", encoding="utf-8")
    now = young.stat().st_mtime
    os.utime(old, (now - 3700, now - 3700))
    os.utime(foreign, (now - 3700, now - 3700))
    archive.add(story())
    assert [path.exists() for path in (old, young, foreign)] == [False, True, True]


def test_an_article_that_another_process_stored_is_met(archive: Archive) -> None:
    other = Archive.open(archive.folder)
    other.add(story(url=PAGE))
    assert archive.add(story(url=PAGE)).outcome is AddOutcome.KNOWN
    other.add(story(*OTHER, name="b"))
    assert archive.add(story("Kabar lain.", name="b"), made_id=True).article.id == "b-2"
    assert len(read_articles(archive.folder).articles) == len(archive.articles) == 3


texts = st.sampled_from([STORY, EDITED, STORY[:2], OTHER, ("Satu.",), ("Satu dua tiga.", "Empat.")])
articles = st.builds(
    lambda text, **head: story(*text, **head),
    texts,
    name=st.sampled_from(["a", "b", "a-2"]),
    publisher=st.sampled_from(["Satu", "Dua"]),
    url=st.sampled_from([None, PAGE, PAGE + "/all", "https://media.id/?p=1"]),
    copy_of=st.sampled_from([None, None, "z"]),
)
steps = st.one_of(
    st.tuples(st.just("add"), articles, st.booleans(), st.booleans()),
    st.tuples(st.sampled_from(["remove", "restore"]), st.sampled_from(["a", "b", "a-2"])),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, max_size=12))
def test_nothing_that_was_stored_is_ever_lost(taken: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive.open(Path(folder))
        stored: set[bytes] = set()
        for step in taken:
            with suppress(DataError):
                stored |= take(archive, step)
            assert stored <= {path.read_bytes() for path in archive.folder.rglob("*.md")}
            on_disk = read_articles(archive.folder)
            assert on_disk.problems == ()
            assert on_disk.articles == archive.articles
            assert all(article.copy_of != article.id for article in archive.articles)


def take(archive: Archive, step: tuple[object, ...]) -> set[bytes]:
    """Takes the step, and returns what it stored."""
    match step:
        case "add", Article() as article, bool() as made_id, bool() as update:
            added = archive.add(article, made_id=made_id, update=update)
            text = " ".join(" ".join(added.article.paragraphs).split())
            same_text = text == " ".join(" ".join(article.paragraphs).split())
            assert same_text == (added.outcome is not AddOutcome.CHANGED)
            return {added.path.read_bytes()}
        case "remove", str() as name:
            archive.remove(name)
        case "restore", str() as name:
            archive.restore(name)
    return set()
