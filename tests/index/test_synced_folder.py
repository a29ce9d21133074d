"""What is saved, loaded and kept up is the index that would be built from the folder as it is."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bot.archive.articles import read_articles, to_file_text
from bot.config import Config
from bot.engine import Engine
from bot.errors import ConfigError
from bot.index import synced_folder
from bot.index.memory import MemoryIndex
from bot.index.memory_catalogue import MemoryCatalogue
from bot.index.protocol import ParagraphKey, TermGroup, article_key
from bot.index.synced_folder import IndexedFolder, saved_index_path
from bot.model import Article, Span
from tests.faker import TODAY, make_article

COUNT = 20
DAYS = Span(date(2020, 1, 1), date(2030, 1, 1))


def story(number: int) -> Article:
    return make_article(
        f"Kantor nomor{number} melayani {number} warga pada {number % 27 + 1} Januari 2026.",
        f"Kepala kantor, Nama{number} Marga{number % 7}, hadir sejak awal bulan.",
        name=f"a{number:03}",
        title=f"Layanan ke-{number}",
        published=date(2026, 1, 28),
        url="https://contoh.id/a",
    )


def write(folder: Path, *articles: Article) -> None:
    folder.mkdir(exist_ok=True)
    for article in articles:
        (folder / f"{article.id}.md").write_text(to_file_text(article), encoding="utf-8")


def told(index: MemoryIndex) -> dict[str, object]:
    """All that an index answers, for a comparison."""
    weights = {"kantor": 1.0, "nomor7": 1.0, "hadir": 0.5, "nama12": 1.0}
    groups = [TermGroup((("kantor",),), 1.0), TermGroup((("nomor7",), ("nama12", "hadir")), 2.0)]
    found = index.by_words(weights, groups, [DAYS], article_weight=0.5, limit=100)
    names = list(dict.fromkeys(hit.key.article for hit in found))
    catalogue = MemoryCatalogue(index)
    return {
        "found": [(*hit.key, *np.round(hit[1:4], 9).tolist(), hit.dating) for hit in found],
        "read": index.read([hit.key for hit in found]),
        "alike": index.resemblances(names),
        "event days": index.event_days(),
        "by days": index.by_days([DAYS]),
        "counts": (len(index), index.paragraphs, catalogue.reach()),
        "words": dict(catalogue.vocabulary()),
        "published": index.published_in(DAYS),
        "keys": index.event_keys(names),
        "listed": catalogue.list_articles([], offset=0, limit=1000),
    }


def knows_article(index: MemoryIndex, name: str) -> bool:
    return name in index.read_articles([name])


def knows(index: MemoryIndex, term: str) -> bool:
    return index.statistics([term])[term].known


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synced_folder, "_WORTH_SAVING", 2 * COUNT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "corpus", *map(story, range(COUNT)))
    return tmp_path / "corpus"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return tmp_path / "state" / "index" / "x.npz"


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a file was read that had not changed")

    monkeypatch.setattr(synced_folder, "read_bytes", refuse)


def age(folder: Path) -> None:
    """Makes the files look as if they had been there for a while."""
    for path in folder.glob("*.md"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def test_a_saved_index_says_what_the_built_one_says(folder: Path, saved: Path) -> None:
    built = IndexedFolder(folder, saved).index
    assert saved.exists()
    assert (
        told(IndexedFolder(folder, saved).index)
        == told(built)
        == told(MemoryIndex(map(story, range(COUNT))))
    )


def test_an_unchanged_file_is_not_read_again(
    folder: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synced_folder, "_STEP", -(10**18))
    IndexedFolder(folder, saved)
    forbid_reading(monkeypatch)
    assert len(IndexedFolder(folder, saved).index) == COUNT


def test_a_file_changed_just_before_the_saving_is_read_again(folder: Path, saved: Path) -> None:
    IndexedFolder(folder, saved)
    path = folder / "a007.md"
    looks = path.stat()
    changed = path.read_text(encoding="utf-8").replace("nomor7", "nomor8")
    path.write_text(changed, encoding="utf-8")
    os.utime(path, ns=(looks.st_atime_ns, looks.st_mtime_ns))
    assert not knows(IndexedFolder(folder, saved).index, "nomor7")


def test_articles_that_come_change_and_go_are_followed(folder: Path, saved: Path) -> None:
    followed = IndexedFolder(folder, saved)
    write(folder, story(500))
    assert followed.refresh()
    assert knows(followed.index, "nomor500")
    (folder / "a003.md").unlink()
    assert followed.refresh()
    assert not knows(followed.index, "nomor3")
    draft = folder / "x.part"
    draft.write_text(to_file_text(replace(story(4), title="Lain")), encoding="utf-8")
    draft.replace(folder / "a004.md")
    assert followed.refresh()
    assert not followed.refresh()
    wanted = told(MemoryIndex(read_articles(folder).articles))
    assert told(followed.index) == wanted == told(IndexedFolder(folder, saved).index)


def test_a_file_changed_in_place_is_seen_by_a_thorough_look(folder: Path) -> None:
    followed = IndexedFolder(folder)
    write(folder, replace(story(5), paragraphs=("Kalimat lain sama sekali.",)))
    assert not followed.refresh()
    assert followed.refresh(thorough=True)
    assert not knows(followed.index, "nomor5")
    assert not followed.refresh(thorough=True)


def test_a_file_that_is_no_article_is_named_until_it_is_mended(folder: Path, saved: Path) -> None:
    (folder / "rusak.md").write_text("tanpa kepala", encoding="utf-8")
    followed = IndexedFolder(folder, saved)
    assert [str(p) for p in followed.problems] == [
        f"{folder / 'rusak.md'}: expected a head between two lines of ---, got 'tanpa kepala'"
    ]
    assert len(IndexedFolder(folder, saved).problems) == 1
    write(folder, replace(story(6), id="rusak"))
    assert followed.refresh(thorough=True)
    assert followed.problems == ()
    assert knows_article(followed.index, "rusak")


def test_an_article_that_breaks_is_named_and_comes_back(folder: Path) -> None:
    followed = IndexedFolder(folder)
    path = folder / "a006.md"
    sound = path.read_bytes()
    path.write_bytes(b"\xff")
    assert followed.refresh(thorough=True)
    assert (len(followed.problems), knows_article(followed.index, "a006")) == (1, False)
    path.write_bytes(sound)
    assert followed.refresh(thorough=True)
    assert (len(followed.problems), knows_article(followed.index, "a006")) == (0, True)


@pytest.mark.parametrize("size", [0, 1, 1000, -1])
def test_a_saved_index_that_is_cut_short_is_built_again(
    folder: Path, saved: Path, size: int
) -> None:
    wanted = told(IndexedFolder(folder, saved).index)
    saved.write_bytes(saved.read_bytes()[:size])
    assert told(IndexedFolder(folder, saved).index) == wanted
    assert told(IndexedFolder(folder, saved).index) == wanted


def test_a_saved_index_with_a_flipped_bit_is_built_again(folder: Path, saved: Path) -> None:
    wanted = told(IndexedFolder(folder, saved).index)
    content = bytearray(saved.read_bytes())
    for at in range(200, len(content), len(content) // 40):
        broken = bytearray(content)
        broken[at] ^= 4
        saved.write_bytes(broken)
        assert told(IndexedFolder(folder, saved).index) == wanted


def test_an_index_of_another_folder_or_another_code_is_not_taken(
    folder: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    IndexedFolder(folder, saved)
    other = folder.parent / "lain"
    write(other, story(900))
    assert len(IndexedFolder(other, saved).index) == 1
    monkeypatch.setattr(synced_folder, "_CODE", ("model",))
    assert len(IndexedFolder(folder, saved).index) == COUNT


def test_an_index_of_another_list_of_word_forms_is_not_taken(
    folder: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synced_folder, "_STEP", -(10**18))
    IndexedFolder(folder, saved)
    monkeypatch.setattr(synced_folder, "version", lambda name: "another")
    forbid_reading(monkeypatch)
    with pytest.raises(AssertionError):
        IndexedFolder(folder, saved)


def test_code_that_is_looked_for_and_not_there_is_an_error(
    folder: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synced_folder, "_CODE", (*synced_folder._CODE, "moved.py"))
    with pytest.raises(FileNotFoundError, match=r"moved\.py"):
        IndexedFolder(folder, saved)


def test_the_saved_indexes_of_folders_that_are_gone_are_removed(folder: Path, saved: Path) -> None:
    left = saved.with_name("y.npz")
    other = folder.parent / "lain"
    write(other, *map(story, range(COUNT)))
    IndexedFolder(other, left)
    for path in other.iterdir():
        path.unlink()
    other.rmdir()
    IndexedFolder(folder, saved)
    assert [path.name for path in saved.parent.iterdir()] == ["x.npz"]


def test_a_state_folder_that_cannot_be_made_hinders_nothing(folder: Path) -> None:
    (folder.parent / "state").write_text("in the way", encoding="utf-8")
    assert len(IndexedFolder(folder, folder.parent / "state" / "index" / "x.npz").index) == COUNT


def test_few_articles_are_not_saved(tmp_path: Path) -> None:
    write(tmp_path / "corpus", story(1))
    IndexedFolder(tmp_path / "corpus", tmp_path / "state" / "x.npz")
    assert not (tmp_path / "state").exists()


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="expected a folder of article files, found nothing"):
        IndexedFolder(tmp_path / "tidak-ada")


def test_an_engine_answers_with_what_was_added_since(folder: Path, tmp_path: Path) -> None:
    config = Config(corpus=folder, state=tmp_path / "state" / "tanya.sqlite")
    engine = Engine.open(config)
    assert saved_index_path(folder, config.state).exists()
    write(folder, replace(story(1), id="baru", paragraphs=("Perahu Karamba tiba di Sabu.",)))
    assert not engine.ask("kapan perahu karamba tiba", TODAY).answered
    assert engine.reload()
    answer = engine.ask("di mana perahu karamba tiba", TODAY)
    assert answer.passages[0].paragraph.article.id == "baru"
    assert not engine.reload()


def test_an_article_is_found_by_its_key_also_after_it_came_or_went(folder: Path) -> None:
    engine = Engine.open(Config(corpus=folder, state=folder.parent / "s.sqlite"))
    assert engine.find_article(article_key("a003")) == story(3)
    write(folder, story(COUNT))
    (folder / "a003.md").unlink()
    engine.reload(thorough=True)
    assert engine.find_article(article_key(f"a{COUNT:03}")) == story(COUNT)
    assert engine.find_article(article_key("a003")) is None


def test_an_index_can_lose_all_and_grow_again() -> None:
    index = MemoryIndex([story(1), story(2)]).without(["a001", "a002"])
    assert (len(index), index.paragraphs, index.event_days()) == (0, 0, ())
    assert told(index.plus([story(3)])) == told(MemoryIndex([story(3)]))


def test_every_mention_comes_back_as_it_was() -> None:
    article = make_article(
        "Sejak Senin (20/1/2026), akan digelar 5 s.d. 7 Februari dan awal 2027.",
        published=date(2026, 1, 22),
    )
    from bot.dates import read_paragraphs

    index = MemoryIndex([article])
    arrays = {name: np.array(array) for name, array in index.to_arrays().items()}
    wanted = [mention for p in read_paragraphs(article) for mention in p.mentions]
    assert len(wanted) == 3
    for held in (index, MemoryIndex.from_arrays(arrays)):
        (paragraph,) = held.read([ParagraphKey(article.id, 0)])
        assert list(paragraph.mentions) == wanted


def test_many_changes_are_taken_in_a_few_at_a_time(folder: Path) -> None:
    followed = IndexedFolder(folder)
    write(folder, *map(story, range(100, 110)))
    sizes = []
    while followed.refresh(most=4):
        sizes.append(len(followed.index))
    assert sizes == [COUNT + 4, COUNT + 8, COUNT + 10]
    assert told(followed.index) == told(MemoryIndex(read_articles(folder).articles))
    write(folder, *(replace(story(n), title="Lain") for n in range(100, 106)))
    while followed.refresh(thorough=True, most=4):
        pass
    assert told(followed.index) == told(MemoryIndex(read_articles(folder).articles))


def test_a_file_that_stays_unreadable_is_no_change(folder: Path) -> None:
    (folder / "folder.md").mkdir()
    followed = IndexedFolder(folder)
    assert len(followed.problems) == 1
    assert not followed.refresh(thorough=True, most=4)
    assert len(followed.problems) == 1
