from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from bot.archive.archive import AddOutcome, Archive
from bot.archive.articles import read_article, read_articles
from bot.errors import ArticleError, ConfigError, DataError
from bot.model import Article
from tests.faker import make_article

STORY = (
    "Sebanyak 40 warga Desa Oebelo menanam bakau di pantai utara, Minggu (3/3/2024).",
    "Kepala desa, Marten Nalle, mengatakan pantai itu terkikis dua meter setiap tahun.",
    "Bibitnya disumbangkan sebuah sekolah pelayaran di Kupang.",
)
EDITED = ("OEBELO - " + STORY[0], STORY[1].replace("mengatakan", "menuturkan"), STORY[2])
OTHER = (
    "Pasar ikan di Atapupu dibuka kembali setelah diperbaiki selama setahun.",
    "Pedagang membayar sewa lapak lima ribu rupiah sehari.",
)
PAGE = "https://media.id/read/12/bakau"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.open(tmp_path / "corpus", create=True)


def files_of(archive: Archive) -> list[str]:
    return sorted(path.name for path in archive.folder.glob("*.md"))


def story(*paragraphs: str, **head: object) -> Article:
    return make_article(*(paragraphs or STORY), **head)  # type: ignore[arg-type]


def test_a_new_article_is_stored_as_it_is(archive: Archive) -> None:
    article = story(title="Bakau: 40 warga", published=date(2024, 3, 4), url=PAGE)
    added = archive.add(article, notes=['published: from "4/3/2024"'])
    assert (added.outcome, added.article, added.original) == (AddOutcome.ADDED, article, None)
    assert read_article(added.path) == article
    assert '# published: from "4/3/2024"\n---' in added.path.read_text(encoding="utf-8")
    assert archive.articles == (article,)


def test_a_missing_folder_is_made_only_when_asked(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="expected a folder of article files"):
        Archive.open(tmp_path / "x" / "y")
    assert Archive.open(tmp_path / "x" / "y", create=True).articles == ()
    (tmp_path / "z").write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match="expected a folder, but"):
        Archive.open(tmp_path / "z", create=True)


# What is there already.


@pytest.mark.parametrize(
    "again",
    [
        story(url="http://www.media.id/read/12/bakau/all?utm_source=x", name="lain"),
        story(" ".join(STORY), url=PAGE, publisher="Media", name="lain"),
        story(*(paragraph.replace(" ", "  ") for paragraph in STORY), name="lain"),
        story(url="https://media.id/read/77/bakau", name="lain"),
        story(title="Judul lain"),
    ],
    ids=["address", "address and outlet's name", "text", "text at another address", "id"],
)
def test_what_is_there_is_known_and_nothing_is_written(archive: Archive, again: Article) -> None:
    first = archive.add(story(url=PAGE))
    before = first.path.read_bytes()
    added = archive.add(again, update=True)
    assert (added.outcome, added.article, added.path) == (
        AddOutcome.KNOWN,
        first.article,
        first.path,
    )
    assert files_of(archive) == ["a.md"]
    assert first.path.read_bytes() == before


@pytest.mark.parametrize(
    "changed",
    [story(*EDITED, url=PAGE + "?page=2", name="lain"), story(*OTHER)],
    ids=["address", "id"],
)
def test_another_text_of_an_article_is_told_and_only_an_update_writes_it(
    archive: Archive, changed: Article
) -> None:
    first = archive.add(story(url=PAGE, published=date(2024, 3, 4)))
    added = archive.add(changed)
    assert (added.outcome, added.article) == (AddOutcome.CHANGED, first.article)
    assert archive.articles == (first.article,)
    added = archive.add(changed, update=True)
    assert (added.outcome, added.original) == (AddOutcome.UPDATED, first.article)
    assert added.article.id == "a"
    assert added.article.paragraphs == changed.paragraphs
    assert added.article.published == date(2024, 3, 4)
    assert read_articles(archive.folder).articles == archive.articles == (added.article,)
    (version,) = archive.versions("a")
    assert version == archive.folder / "versions" / "a" / "1.md"
    assert read_article(version).paragraphs == STORY


def test_of_several_at_one_address_the_one_with_the_same_text_is_known(archive: Archive) -> None:
    for name, text in (("a", STORY), ("b", OTHER), ("c", EDITED)):
        archive.add(story(*text, name=name, publisher=name))
        archive.replace(story(*text, name=name, publisher=name, url=PAGE))
    added = archive.add(story(*OTHER, name="d", url=PAGE), update=True)
    assert (added.outcome, added.article.id) == (AddOutcome.KNOWN, "b")
    added = archive.add(story("Kabar lain.", name="c", url=PAGE), update=True)
    assert (added.outcome, added.article.id) == (AddOutcome.UPDATED, "c")


def test_each_update_keeps_the_version_before(archive: Archive) -> None:
    texts = [f"Penumpang yang menunggu berjumlah {count} orang." for count in (10, 20, 30, 40)]
    for text in texts:
        archive.add(story(text, url=PAGE), update=True)
    versions = archive.versions("a")
    assert [path.name for path in versions] == ["1.md", "2.md", "3.md"]
    assert [read_article(path).paragraphs[0] for path in versions] == texts[:3]
    assert archive.find("a").paragraphs == (texts[3],)


def test_the_tenth_version_follows_the_ninth(archive: Archive) -> None:
    archive.add(story("Awal."))
    for number in range(11):
        archive.replace(story(f"Suntingan {number}."))
    assert [int(path.stem) for path in archive.versions("a")] == list(range(1, 12))


def test_an_update_that_was_stopped_half_way_keeps_no_version_twice(archive: Archive) -> None:
    path = archive.add(story()).path
    archive.replace(story(*OTHER))
    (archive.folder / "versions" / "a" / "2.md").write_bytes(path.read_bytes())
    archive.replace(story(*EDITED))
    assert [version.name for version in archive.versions("a")] == ["1.md", "2.md"]


# Ids.


@pytest.mark.parametrize(
    "taken",
    [story(*OTHER, url="https://media.id/read/13/pasar"), story(*OTHER, publisher="Lain")],
    ids=["address", "outlet"],
)
def test_an_id_of_another_story_is_refused_unless_it_was_made_up(
    archive: Archive, taken: Article
) -> None:
    archive.add(story(url=PAGE if taken.url else None))
    with pytest.raises(ArticleError, match=r"a\.md: expected a new id, but there is an article"):
        archive.add(taken)
    assert archive.add(taken, made_id=True).article.id == "a-2"
    third = story("Sebuah kabar ketiga.", url="https://media.id/read/14")
    assert archive.add(third, made_id=True).article.id == "a-3"
    assert files_of(archive) == ["a-2.md", "a-3.md", "a.md"]


def test_a_made_up_id_makes_no_second_copy_of_what_is_there(archive: Archive) -> None:
    archive.add(story(url=PAGE), made_id=True)
    assert archive.add(story(url=PAGE), made_id=True).outcome is AddOutcome.KNOWN
    assert archive.add(story(), made_id=True).outcome is AddOutcome.KNOWN


@pytest.mark.parametrize("made_id", [True, False])
def test_a_file_that_is_no_article_is_not_overwritten(archive: Archive, made_id: bool) -> None:
    (archive.folder / "a.md").write_text("rusak", encoding="utf-8")
    (archive.folder / "a-2.md").symlink_to("tidak-ada")
    if made_id:
        assert archive.add(story(), made_id=True).article.id == "a-3"
    else:
        with pytest.raises(ArticleError, match="expected a new id"):
            archive.add(story())
    assert (archive.folder / "a.md").read_text(encoding="utf-8") == "rusak"


@pytest.mark.parametrize("name", ["../a", "/tmp/a", "a/b", ".a", ""])
def test_an_id_that_is_a_path_is_refused(archive: Archive, name: str) -> None:
    for made_id in (True, False):
        with pytest.raises(ArticleError, match="expected an article's id"):
            archive.add(story(name=name), made_id=made_id)
    for verb in (archive.remove, archive.restore):
        with pytest.raises(DataError):
            verb(name)
    assert archive.versions(name) == ()
    assert files_of(archive) == []


@pytest.mark.parametrize(
    "article",
    [story("Satu.\n\nDua."), story(" Satu."), story("A\x1b[2J."), story(title="  "), story("")],
)
def test_what_could_not_be_read_again_is_not_written(archive: Archive, article: Article) -> None:
    with pytest.raises(ArticleError, match="a: expected"):
        archive.add(article)
    assert files_of(archive) == []


# Copies.


def test_a_twin_under_another_outlet_is_linked(archive: Archive) -> None:
    first = archive.add(story(url=PAGE)).article
    added = archive.add(story(*EDITED, name="b", publisher="Lain"))
    assert (added.outcome, added.original, added.similar) == (AddOutcome.COPY, first, ())
    assert read_article(added.path).copy_of == added.article.copy_of == "a"


def test_the_same_text_under_another_outlet_is_a_copy(archive: Archive) -> None:
    archive.add(story())
    assert archive.add(story(name="b", publisher="Lain")).outcome is AddOutcome.COPY


def test_a_copy_of_a_copy_is_linked_to_the_original_of_both(archive: Archive) -> None:
    first = archive.add(story()).article
    archive.add(story(*EDITED, name="b", publisher="Dua"))
    added = archive.add(story(*EDITED, name="c", publisher="Tiga"))
    assert (added.article.copy_of, added.original) == ("a", first)


def test_links_do_not_chain_though_the_original_was_removed(archive: Archive) -> None:
    archive.add(story())
    archive.add(story(*EDITED, name="b", publisher="Dua"))
    archive.remove("a")
    added = archive.add(story(*EDITED, name="c", publisher="Tiga"))
    assert added.article.copy_of == "a"
    assert added.original is not None
    assert added.original.id == "b"
    again = archive.add(story())
    assert (again.outcome, again.article.copy_of) == (AddOutcome.ADDED, None)


def test_links_that_were_written_in_a_circle_end(archive: Archive) -> None:
    archive.add(story(copy_of="b"))
    archive.add(story(*EDITED, name="b", publisher="Dua", copy_of="a"))
    assert archive.add(story(*EDITED, name="c", publisher="Tiga")).article.copy_of in {"a", "b"}


def test_a_link_that_is_given_stays(archive: Archive) -> None:
    archive.add(story())
    added = archive.add(story(*EDITED, name="b", publisher="Dua", copy_of="z"))
    assert (added.outcome, added.article.copy_of) == (AddOutcome.COPY, "z")


def test_a_twin_of_the_same_outlet_is_stored_and_told(archive: Archive) -> None:
    first = archive.add(story(url=PAGE)).article
    added = archive.add(story(*EDITED, name="b", publisher="TEMPO", url=PAGE + "-2"))
    assert (added.outcome, added.similar) == (AddOutcome.ADDED, (first,))
    assert added.article.copy_of is None


def test_the_one_that_comes_first_is_the_original(archive: Archive) -> None:
    archive.add(story(*EDITED, name="b", publisher="Lain"))
    assert archive.add(story()).article.copy_of == "b"


def test_a_dry_run_says_the_same_and_writes_and_remembers_nothing(archive: Archive) -> None:
    archive.add(story(url=PAGE))
    for article in (
        story(*EDITED, name="b", publisher="Lain"),
        story(*OTHER, name="c"),
        story(*EDITED, url=PAGE),
    ):
        before = files_of(archive)
        dry = archive.add(article, made_id=True, update=True, dry_run=True)
        assert files_of(archive) == before
        assert archive.add(article, made_id=True, update=True) == dry
    assert len(files_of(archive)) == 3


# To find, to remove, to bring back.


def test_an_article_is_found_by_its_id_or_a_beginning_of_its_own(archive: Archive) -> None:
    for name in ("2024-03-03-bakau", "2024-03-03-bakau-2", "2024-05-01-pasar"):
        archive.add(story(f"Kabar tentang {name} saja.", name=name))
    assert archive.find("2024-03-03-bakau").id == "2024-03-03-bakau"
    assert archive.find("2024-05").id == "2024-05-01-pasar"
    with pytest.raises(DataError, match="2024-03: expected one article, found 2 that begin so: 20"):
        archive.find("2024-03")
    sentence = "^2024-05-01-psar: no such article; did you mean 2024-05-01-pasar"
    with pytest.raises(DataError, match=sentence):
        archive.find("2024-05-01-psar")
    for unlike in ("xyz", ""):
        with pytest.raises(DataError, match=f"^{unlike}: no such article$"):
            archive.find(unlike)


def test_what_was_removed_comes_back_as_it_was(archive: Archive) -> None:
    path = archive.add(story(), notes=["catatan"]).path
    before = path.read_bytes()
    gone = archive.remove("a")
    assert gone == archive.folder / "trash" / "0001.a.md"
    assert (archive.articles, files_of(archive)) == ((), [])
    assert archive.restore() == path
    assert path.read_bytes() == before
    assert (archive.articles, archive.removed()) == ((story(),), ())


def test_the_last_removed_comes_back_first_and_each_by_its_name(archive: Archive) -> None:
    for name in ("a", "b", "c"):
        archive.add(story(f"Kabar tentang {name} saja.", name=name))
        archive.remove(name)
    assert [removed.id for removed in archive.removed()] == ["c", "b", "a"]
    assert archive.restore().name == "c.md"
    assert archive.restore("a").name == "a.md"
    with pytest.raises(DataError, match=r"^a: no such article in the trash$"):
        archive.restore("a")
    assert archive.restore().name == "b.md"
    with pytest.raises(DataError, match="trash: expected a removed article, found none"):
        archive.restore()


def test_nothing_in_the_trash_or_the_archive_is_overwritten(archive: Archive) -> None:
    for text in (STORY, OTHER):
        archive.add(story(*text))
        archive.remove("a")
    assert len(archive.removed()) == 2
    archive.add(story("Kabar ketiga."))
    with pytest.raises(ArticleError, match=r"a\.md: expected a free id to restore to"):
        archive.restore("a")
    assert archive.find("a").paragraphs == ("Kabar ketiga.",)
    assert len(archive.removed()) == 2
    archive.remove("a")
    archive.restore("a")
    assert archive.find("a").paragraphs == ("Kabar ketiga.",)


def test_a_file_that_is_no_article_can_be_removed_and_mended(archive: Archive) -> None:
    for name in ("a", "b"):
        (archive.folder / f"{name}.md").write_text("rusak", encoding="utf-8")
    archive.remove("a")
    archive.replace(story(name="b"))
    assert files_of(archive) == ["b.md"]
    assert archive.versions("b")[0].read_text(encoding="utf-8") == "rusak"
    archive.restore("a")
    assert archive.articles == (story(name="b"),)


def test_a_move_that_was_stopped_half_way_is_finished(archive: Archive) -> None:
    path = archive.add(story()).path
    gone = archive.remove("a")
    os.link(gone, path)
    assert archive.restore() == path
    assert archive.removed() == ()


def test_only_what_is_there_can_be_replaced_or_removed(archive: Archive) -> None:
    archive.add(story(name="abc"))
    for verb in (lambda: archive.replace(story(name="ab")), lambda: archive.remove("xyz")):
        with pytest.raises(DataError, match="no such article"):
            verb()
    archive.replace(story(*OTHER, name="abc"))
    archive.replace(story(*OTHER, name="abc"))
    assert len(archive.versions("abc")) == 1
    assert archive.add(story(name="z")).outcome is AddOutcome.ADDED


def test_what_is_removed_or_replaced_is_no_original_any_more(archive: Archive) -> None:
    archive.add(story(url=PAGE))
    archive.replace(story(*OTHER))
    added = archive.add(story(*EDITED, name="b", publisher="Lain", url=PAGE))
    assert (added.outcome, added.article.copy_of) == (AddOutcome.ADDED, None)
    archive.remove("b")
    assert archive.add(story(*EDITED, name="c", url=PAGE)).outcome is AddOutcome.ADDED


def test_a_concluded_day_does_not_replace_a_known_one(archive: Archive) -> None:
    archive.add(story(url=PAGE, published=date(2026, 1, 20)))
    concluded = {"published": date(2026, 1, 19), "published_from": "text"}
    added = archive.add(story(*EDITED, url=PAGE, **concluded), update=True)
    assert (added.article.published, added.article.published_from) == (date(2026, 1, 20), None)
    known = archive.add(story(*OTHER, url=PAGE, published=date(2026, 1, 21)), update=True)
    assert known.article.published == date(2026, 1, 21)
