"""The import as a whole: real files in, article files out."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archive.archive import AddOutcome, Archive
from bot.archive.articles import read_articles, to_file_text
from bot.errors import ArticleError, DataError
from bot.importer.fetch import fetch
from bot.importer.importer import Importer, Result
from bot.importer.page import Draft, Facts, RawPage
from bot.importer.sources import Source, clean_id, find_sources, parse_facts, read_manifest
from tests.command import run
from tests.faker import make_article
from tests.web import Site, reply, serving

JAKARTA = ZoneInfo("Asia/Jakarta")
OUTLET = Facts(publisher="KabarRote")
STORY = "KUPANG - Kantor imigrasi membuka layanan malam bagi para nelayan di pelabuhan itu."


def no_web(url: str) -> RawPage:
    raise DataError(f"{url}: expected no address in this test")


def importer(folder: Path, **options: object) -> Importer:
    return Importer(Archive.open(folder / "corpus", create=True), no_web, JAKARTA, **options)


def add(folder: Path, source: Source, **options: object) -> list[Result]:
    return list(importer(folder, **options).add(source))


def write(path: Path, text: str) -> Source:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Source(str(path), path=path, given=OUTLET)


def write_manifest(folder: Path, *rows: object) -> Path:
    path = folder / "manifest.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_line_of_a_manifest_tells_all_there_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"\ufeffJudul Berita\n\n{STORY}\n", encoding="utf-8")
    row = {
        "file": "a.txt",
        "id": "berita-1",
        "publisher": "Tempo",
        "published": "2026-01-21",
        "title": "Judul berita",
        "url": "https://a.id/x",
        "section": "Daerah",
    }
    (source,) = read_manifest(write_manifest(tmp_path, row))
    (result,) = add(tmp_path, source)
    assert result.added.outcome is AddOutcome.ADDED
    (stored,) = read_articles(tmp_path / "corpus").articles
    assert stored.id == "berita-1"
    assert stored.paragraphs == (STORY,)
    assert (stored.title, stored.published) == ("Judul berita", date(2026, 1, 21))
    assert (stored.url, stored.section) == ("https://a.id/x", "Daerah")


def test_each_wrong_line_of_a_manifest_names_itself(tmp_path: Path) -> None:
    manifest = write_manifest(
        tmp_path,
        "bukan json",
        {"publisher": "T"},
        {"file": "a.txt", "published": "21 Nov"},
        {"file": "a.txt", "penerbit": "U"},
        "",
        {"file": "a.txt", "url": "ftp://a.id"},
        "[" * 100_000,
        {"file": "a.txt", "publisher": "\ud800"},
        {"file": "a.txt", "published": False},
        {"file": "a.txt", "publisher": "T"},
    )
    *problems, good = read_manifest(manifest)
    sentences = [str(problem) for problem in problems]
    assert all(isinstance(problem, DataError) for problem in problems)
    numbers = [sentence.removeprefix(f"{manifest}:").split(":")[0] for sentence in sentences]
    assert numbers == ["1", "2", "3", "4", "6", "7", "8", "9"]
    assert "expected a JSON object, got 'bukan json'" in sentences[0]
    assert "expected an object with a 'file'" in sentences[1]
    assert "published: expected a day as YYYY-MM-DD, got '21 Nov'" in sentences[2]
    assert "penerbit: no such key; known are file, id, title" in sentences[3]
    assert isinstance(good, Source)


def test_what_is_told_beside_a_manifest_holds_where_a_line_is_silent(tmp_path: Path) -> None:
    manifest = write_manifest(tmp_path, {"file": "a.txt"}, {"file": "b.txt", "publisher": "U"})
    rows = read_manifest(manifest, Facts(publisher="T"))
    assert [row.given.publisher for row in rows] == ["T", "U"]


def test_a_manifest_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="expected a manifest of JSON lines, but: "):
        read_manifest(tmp_path / "none.jsonl")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", "Iklan", "expected lines of text, found none"),
        ("a.html", "<p></p>", "expected an article, found no text"),
        ("a.pdf", "bukan pdf", "expected a readable PDF file, but: "),
    ],
)
def test_a_file_without_an_article_is_one_sentence_with_its_path(
    name: str, content: str, sentence: str, tmp_path: Path
) -> None:
    source = write(tmp_path / name, content)
    with pytest.raises(DataError) as caught:
        add(tmp_path, source)
    assert str(caught.value).startswith(f"{source.path}: {sentence}")


def test_a_folder_stands_for_the_files_that_can_be_read(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.html", ".hidden.txt", ".git/d.txt", "image.png", "e.MD"):
        write(tmp_path / "in" / name, STORY)
    sources = find_sources([str(tmp_path / "in")], OUTLET)
    names = [str(source.path.relative_to(tmp_path / "in")) for source in sources]
    assert names == ["a/c.html", "b.txt", "e.MD"]


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="expected a file, a folder or an address, found nothing"):
        find_sources([str(tmp_path / "none.txt")])
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="expected files ending in"):
        find_sources([str(tmp_path / "empty")])


def test_an_address_is_told_from_a_file() -> None:
    web, stdin = find_sources(["HTTPS://a.id/x", "-"])
    assert web.url == "HTTPS://a.id/x"
    assert stdin.origin == "standard input"


def test_the_same_page_twice_is_known_the_second_time(tmp_path: Path) -> None:
    source = write(tmp_path / "a.txt", STORY)
    assert [result.added.outcome for result in add(tmp_path, source)] == [AddOutcome.ADDED]
    assert [result.added.outcome for result in add(tmp_path, source)] == [AddOutcome.KNOWN]
    assert len(read_articles(tmp_path / "corpus").articles) == 1


def test_a_copy_under_another_outlet_is_linked(tmp_path: Path) -> None:
    more = "Layanan itu diberikan tiap Rabu malam sampai pukul sebelas, kata kepala kantor."
    first = write(tmp_path / "a.txt", f"{STORY}\n{more}")
    second = write(tmp_path / "b.txt", f"{STORY.replace('KUPANG', 'Kupang')}\n{more}")
    (original,) = add(tmp_path, first)
    other = Source(second.origin, path=second.path, given=Facts(publisher="KabarLain"))
    (copy,) = add(tmp_path, other)
    assert copy.added.outcome is AddOutcome.COPY
    assert copy.added.article.copy_of == original.added.article.id


def test_an_update_keeps_the_former_version(tmp_path: Path) -> None:
    given = Facts(publisher="T", url="https://a.id/x")
    source = Source("a", path=write(tmp_path / "a.txt", STORY).path, given=given)
    add(tmp_path, source)
    write(tmp_path / "a.txt", f"{STORY}\nKalimat baru ditambahkan pada sore hari itu juga.")
    assert add(tmp_path, source)[0].added.outcome is AddOutcome.CHANGED
    (result,) = add(tmp_path, source, update=True)
    assert result.added.outcome is AddOutcome.UPDATED
    archive = Archive.open(tmp_path / "corpus")
    (article_id,) = [one.id for one in archive.articles]
    assert len(archive.versions(article_id)) == 1


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    source = write(tmp_path / "a.txt", STORY)
    (result,) = add(tmp_path, source, dry_run=True)
    assert result.added.outcome is AddOutcome.ADDED
    assert list((tmp_path / "corpus").glob("*.md")) == []


def test_what_is_not_approved_is_not_added(tmp_path: Path) -> None:
    def refuse(draft: Draft) -> None:
        return None

    (result,) = add(tmp_path, write(tmp_path / "a.txt", STORY), approve=refuse)
    assert result.added is None
    assert list((tmp_path / "corpus").glob("*.md")) == []


def test_an_article_file_comes_in_as_it_is(tmp_path: Path) -> None:
    mine = make_article("Baca juga: ini paragraf.", "ADVERTISEMENT", name="asal")
    source = write(tmp_path / "in" / "asal.md", to_file_text(mine))
    add(tmp_path, Source(source.origin, path=source.path))
    (stored,) = read_articles(tmp_path / "corpus").articles
    assert stored == mine


def test_a_text_that_is_no_utf8_is_read_and_doubted_or_right(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"KUPANG – “Kami siap,” kata kepala kantor. {STORY}".encode("cp1252"))
    (result,) = add(tmp_path, Source("a", path=path, given=OUTLET))
    assert "“Kami siap,”" in result.draft.article.paragraphs[0]


def test_html_is_known_by_its_first_tag(tmp_path: Path) -> None:
    page = f"<!DOCTYPE html><html><head><title>x</title></head><body><article><p>{STORY}</p><p>{STORY[9:]} Lagi.</p></article></body></html>"
    (result,) = add(tmp_path, write(tmp_path / "a.txt", page))
    assert STORY in result.draft.article.paragraphs[0]
    assert "<" not in result.draft.article.paragraphs[0]


def test_a_library_that_fails_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr("bot.importer.parsers.html.parse_html", fail)
    with pytest.raises(DataError, match=r"a\.html: expected a page to read, but: ZeroDivision"):
        add(tmp_path, write(tmp_path / "a.html", "<html></html>"))


def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.importer.reading.MOST_BYTES", 50)
    with pytest.raises(DataError, match="expected at most 0 MB, found more"):
        add(tmp_path, write(tmp_path / "a.txt", STORY))


def test_a_path_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="expected a file to read, but: "):
        add(tmp_path, Source("x", path=tmp_path / "a\0b.txt", given=OUTLET))
    with pytest.raises(DataError, match="expected a file to read, but: "):
        add(tmp_path, Source("x", path=tmp_path, given=OUTLET))


def test_facts_are_folded_and_checked() -> None:
    assert parse_facts({"title": " Judul \n berita ", "author": ""}) == Facts(title="Judul berita")
    with pytest.raises(ArticleError, match="title: expected text, got 5"):
        parse_facts({"title": 5})


@given(st.text())
def test_a_cleaned_id_is_never_a_path(name: str) -> None:
    cleaned = clean_id(name)
    assert cleaned
    assert len(cleaned.encode()) <= 100
    assert "/" not in cleaned
    assert not cleaned.startswith((".", "-"))


PAGED = """<!DOCTYPE html><html><head><title>Layanan Malam</title>
<meta property="og:title" content="Layanan Malam bagi Nelayan Rote">
<meta property="og:site_name" content="Kabar Rote">
<meta property="article:published_time" content="2026-03-04T09:00:00+08:00"></head>
<body><article><h1>Layanan Malam bagi Nelayan Rote</h1>{text}
<div class="pagination">{paging}</div></article></body></html>"""
NUMBERS = '<a href="/2026/03/04/layanan-malam?page=1">1</a> <a href="/2026/03/04/layanan-malam?page=2">2</a>'
FIRST = "<p>BA'A - Kantor imigrasi membuka layanan malam bagi nelayan di pelabuhan itu.</p>"
SECOND = "<p>Layanan itu diberikan tiap Rabu malam sampai pukul sebelas, kata kepala kantor.</p>"


def test_a_paged_article_is_fetched_and_joined(tmp_path: Path) -> None:
    target = "/2026/03/04/layanan-malam"
    pages = {
        target: reply(PAGED.format(text=FIRST, paging=NUMBERS).encode()),
        f"{target}?page=2": reply(PAGED.format(text=SECOND, paging=NUMBERS).encode()),
    }
    with serving(Site(pages)) as site:
        archive = Archive.open(tmp_path / "corpus", create=True)
        importer = Importer(archive, partial(fetch, allow=site.allowed), JAKARTA)
        (source,) = find_sources([site.url(target)])
        (result,) = importer.add(source)
    assert not any("the rest" in doubt for doubt in result.draft.doubts)
    stored = result.added.article
    assert [text[:8] for text in stored.paragraphs] == ["BA'A - K", "Layanan "]
    assert (stored.publisher, stored.published) == ("Kabar Rote", date(2026, 3, 4))
    assert stored.url == site.url(target)
    assert stored.id == "2026-03-04-layanan-malam-bagi-nelayan-rote"


def test_a_missing_page_of_a_paged_article_is_a_doubt(tmp_path: Path) -> None:
    target = "/2026/03/04/layanan-malam"
    pages = {
        target: reply(PAGED.format(text=FIRST, paging=NUMBERS).encode()),
        f"{target}?page=2": reply(status=404),
    }
    with serving(Site(pages)) as site:
        archive = Archive.open(tmp_path / "corpus", create=True)
        importer = Importer(archive, partial(fetch, allow=site.allowed), JAKARTA)
        (result,) = importer.add(find_sources([site.url(target)])[0])
    assert any("the rest of it is missing" in doubt for doubt in result.draft.doubts)
    assert len(result.added.article.paragraphs) == 1


def test_a_doubt_that_only_speaks_as_one_of_a_missing_page_is_kept(tmp_path: Path) -> None:
    table = "<table><tr><td>the rest stands at the harbour</td></tr></table>"
    text = f"<div class='entry-content'>{FIRST}{SECOND}{table}</div>"
    with serving(Site({"/a": reply(PAGED.format(text=text, paging="").encode())})) as site:
        archive = Archive.open(tmp_path / "corpus", create=True)
        importer = Importer(archive, partial(fetch, allow=site.allowed), JAKARTA)
        (result,) = importer.add(find_sources([site.url("/a")])[0])
    assert result.draft.doubts == ("a table was left out: 'the rest stands at the harbour'",)


@pytest.mark.parametrize(
    ("timezone", "day"), [("Asia/Jakarta", "2026-01-20"), ("Asia/Jayapura", "2026-01-21")]
)
def test_a_moment_in_utc_is_of_the_day_that_it_is_in_the_zone_of_the_settings(
    tmp_path: Path, timezone: str, day: str
) -> None:
    (tmp_path / "config.yaml").write_text(f"timezone: {timezone}\n", encoding="utf-8")
    page = PAGED.format(text=FIRST + SECOND, paging="").replace(
        "2026-03-04T09:00:00+08:00", "2026-01-20T16:30:00Z"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    done = run("add", "--dry-run", "--json", "a.html", cwd=tmp_path)
    assert json.loads(done.stdout)["published"]["value"] == day
