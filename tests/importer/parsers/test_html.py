"""Pages as sites make them, each beside what must come out of it, and pages that mean harm."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from lxml import html as lxml_html

from bot.errors import DataError
from bot.importer.page import BlockKind, Facts, PageBlock, RawPage, SourcePage
from bot.importer.parsers.encoding import decode
from bot.importer.parsers.html import main_text, parse_html
from bot.importer.parsers.html.facts import parse_moment
from bot.importer.parsers.html.markup import (
    BOILERPLATE,
    MAIN_TEXT,
    drop_unread,
    find_main_text,
    is_boilerplate,
)
from bot.importer.parsers.html.names import choose_publisher, choose_title
from bot.importer.parsers.html.page import MOST_CHARACTERS, MOST_ELEMENTS
from tests.conftest import PAGES, takes_at_most

EXPECTED = sorted(PAGES.glob("*.yaml"))
JAKARTA = ZoneInfo("Asia/Jakarta")
ADDRESS = "https://kabar.example/berita/paspor"
SENTENCE = "Kantor Imigrasi Kupang melayani permohonan paspor pada hari Sabtu."
PARAGRAPH = f"<p>{SENTENCE}</p>"
KINDS = {
    "heading": BlockKind.HEADING,
    "item": BlockKind.ITEM,
    "line": BlockKind.TEXT,
    "left_for_rules": BlockKind.TEXT,
}


def expected_block(entry: str | dict[str, Any]) -> PageBlock:
    """A text alone is a paragraph; a key says the kind; a line stands below the one before it."""
    if isinstance(entry, str):
        return PageBlock(entry)
    key, text = next(iter(entry.items()))
    return PageBlock(text, KINDS[key], gap=entry.get("gap", key != "line"))


def page(
    body: str, head: str = "", *, url: str | None = ADDRESS, timezone: ZoneInfo = JAKARTA
) -> SourcePage:
    content = f"<html><head>{head}</head><body>{body}</body></html>".encode()
    return parse_html(RawPage(content, url=url), timezone)


def texts(read: SourcePage) -> list[str]:
    return [block.text for block in read.blocks]


@pytest.fixture(params=EXPECTED, ids=lambda path: path.stem)
def sample(request: pytest.FixtureRequest) -> tuple[bytes, dict[str, Any]]:
    path: Path = request.param
    expected = yaml.safe_load(path.read_text(encoding="utf-8"))
    return path.with_suffix(".html").read_bytes(), expected


def test_a_page_gives_its_story_in_order_and_no_boilerplate(
    sample: tuple[bytes, dict[str, Any]],
) -> None:
    content, expected = sample
    read = parse_html(RawPage(content, url=expected["url"]), JAKARTA)
    assert list(read.blocks) == [expected_block(entry) for entry in expected["blocks"]]


def test_a_page_gives_what_it_states(sample: tuple[bytes, dict[str, Any]]) -> None:
    content, expected = sample
    read = parse_html(RawPage(content, url=expected["url"]), JAKARTA)
    assert read.stated == Facts(**expected["stated"])


def test_a_page_gives_the_addresses_of_its_rest(sample: tuple[bytes, dict[str, Any]]) -> None:
    content, expected = sample
    read = parse_html(RawPage(content, url=expected["url"]), JAKARTA)
    assert list(read.rest) == expected["continuation"]


def test_a_page_gives_its_doubts(sample: tuple[bytes, dict[str, Any]]) -> None:
    content, expected = sample
    read = parse_html(RawPage(content, url=expected["url"]), JAKARTA)
    assert list(read.doubts) == expected["doubts"]


def test_a_page_is_read_without_its_address_too(sample: tuple[bytes, dict[str, Any]]) -> None:
    content, expected = sample
    read = parse_html(RawPage(content), JAKARTA)
    assert list(read.blocks) == [expected_block(entry) for entry in expected["blocks"]]
    assert read.stated.title == expected["stated"]["title"]
    assert read.stated.published == expected["stated"].get("published")


def test_every_page_has_its_expectation() -> None:
    assert {path.stem for path in EXPECTED} == {path.stem for path in PAGES.glob("*.html")}


# The text of a story


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("frame", ["<article>{}</article>", "<div class='entry-content'>{}</div>"])
def test_a_short_story_comes_out(count: int, frame: str) -> None:
    lines = ["Loket tutup hari ini.", "Besok buka lagi.", "Warga diminta maklum."][:count]
    side = "<div id='k'><p>Redaksi menerima tulisan pembaca paling panjang dua halaman.</p></div>"
    story = frame.format("".join(f"<p>{line}</p>" for line in lines)) + "Di luar cerita."
    assert texts(page(f"<h1>Loket tutup</h1>{story}{side}")) == lines


def test_text_in_links_bold_and_italics_stays_with_no_space_added() -> None:
    story = (
        "<p><b>KUPANG<i>, Kabar</i></b> - Petu<b>gas</b> <a href=x>imigrasi</a>, (<a>WNA</a>).</p>"
    )
    read = page(f"<div class='entry-content'>{story}<p>{SENTENCE}</p></div>")
    assert texts(read)[0] == "KUPANG, Kabar - Petugas imigrasi, (WNA)."


def test_two_breaks_part_paragraphs_and_one_parts_lines() -> None:
    read = page(
        "<div class='entry-content'>Satu.<br>Dua.<br> \n<br/>Tiga.<br>&nbsp;<br>Empat.</div>"
    )
    assert [(block.text, block.gap) for block in read.blocks] == [
        ("Satu.", True),
        ("Dua.", False),
        ("Tiga.", True),
        ("Empat.", True),
    ]


def test_white_space_is_folded_and_what_nobody_sees_is_gone() -> None:
    read = page(f"<article><p>Kan&shy;tor \n\t imi\u200bgrasi&nbsp; buka&#7;.</p><p>{SENTENCE}</p>")
    assert texts(read)[0] == "Kantor imigrasi buka."


def test_quotes_numbered_as_windows_does_are_quotes() -> None:
    story = "<p>&#147;Paspor&#148; &#150; gratis.</p><p>\x93Paspor\x94 \x96 gratis.</p>"
    read = page(f"<article>{story}<p>{SENTENCE}</p></article>")
    assert texts(read)[:2] == ["“Paspor” – gratis."] * 2


def test_captions_are_no_paragraphs() -> None:
    figure = "<figure><img src=a><figcaption>Foto: Antrean warga.</figcaption></figure>"
    caption = "<p class='photo-caption'>Foto: Antrean di loket.</p>"
    read = page(f"<div class='entry-content'>{figure}{caption}<p>{SENTENCE}</p></div>")
    assert texts(read) == [SENTENCE]


def test_a_headline_that_is_nothing_but_a_link_is_another_story() -> None:
    link = "<p><a href=/x>Warga Rote Keluhkan Jadwal Kapal Cepat yang Kembali Berubah</a></p>"
    read = page(f"<div class='entry-content'><p>{SENTENCE}</p>{link}<p>{SENTENCE}</p></div>")
    assert texts(read) == [SENTENCE, SENTENCE]


def test_the_topics_among_the_classes_of_an_article_make_it_no_boilerplate() -> None:
    names = "post-1 hentry category-iklan tag-banner"
    read = page(f"<div><div class='{names}'><p>{SENTENCE}</p></div><p>{SENTENCE * 3}</p></div>")
    assert SENTENCE in texts(read)


def test_the_parts_of_a_story_that_a_box_has_parted_all_come_out() -> None:
    part = "<div class='grid'><div class='article-body'><p>{}</p></div></div><div>Iklan</div>"
    body = "".join(part.format(f"Bagian {number}. {SENTENCE}") for number in (1, 2, 3))
    assert texts(page(body)) == [f"Bagian {number}. {SENTENCE}" for number in (1, 2, 3)]


def test_the_name_of_a_story_given_to_teasers_is_not_believed() -> None:
    teaser = "<div class='article-content'><a href=/x>Cerita lain</a> Ringkasan singkat.</div>"
    story = "".join(f"<p>Paragraf {number}. {SENTENCE * 2}</p>" for number in range(6))
    read = page(f"<h1>Judul</h1>{teaser * 2}<section>{story}</section>{teaser * 3}")
    assert [text for text in texts(read) if text.startswith("Paragraf")] == [
        f"Paragraf {number}. {SENTENCE * 2}" for number in range(6)
    ]


def test_a_page_in_one_form_is_read() -> None:
    story = f"<form id='aspnetForm'><div class='entry-content'><p>{SENTENCE}</p></div></form>"
    assert texts(page(story)) == [SENTENCE]


def test_where_the_page_shows_less_than_its_metadata_they_are_the_text_and_it_is_said() -> None:
    story = [
        f"Pada loket nomor {number} warga mengantre paspor sejak subuh." for number in range(5)
    ]
    head = ld('"articleBody": ' + json.dumps("\n".join(story)))
    read = page(f"<article><h1>Judul</h1><p>{story[0]}</p></article>", head)
    assert texts(read) == story
    assert "the text was taken from the page's metadata" in read.doubts[0]


def test_where_the_page_lacks_a_sentence_of_its_metadata_it_is_said() -> None:
    story = [f"Paragraf {number}. {SENTENCE}" for number in range(5)]
    lost = "Kalimat ini hanya berada di dalam metadata halaman itu."
    head = ld(f'"articleBody": "{" ".join([*story, lost])}"')
    read = page(f"<article>{''.join(f'<p>{line}</p>' for line in story)}</article>", head)
    assert texts(read) == story
    assert read.doubts == (f"the page's metadata have sentences that its text lacks: '{lost}'",)


def test_of_one_page_of_several_the_metadata_may_hold_more() -> None:
    story = [f"Pada loket nomor {n} warga mengantre paspor sejak subuh." for n in range(9)]
    head = ld('"articleBody": ' + json.dumps("\n".join(story)))
    read = page(f"<article><p>{story[0]}</p></article><a href='?page=2'>2</a>", head)
    assert texts(read) == story[:1]
    assert len(read.doubts) == 1


def test_a_story_in_boxes_named_as_boilerplate_is_found_and_it_is_said() -> None:
    boxes = "".join(
        f"<div class='{name}'><p>{name} {SENTENCE * 3}</p></div>"
        for name in ("widget", "sidebar", "modal")
    )
    read = page(boxes)
    assert f"sidebar {SENTENCE * 3}" in texts(read)
    assert read.doubts == ("the page does not tell its story from what is beside it",)


def test_a_box_with_most_of_the_text_is_no_boilerplate_whatever_its_name() -> None:
    story = [f"Paragraf {number}. {SENTENCE * 2}" for number in range(6)]
    read = page(
        f"<div class='theme share'>{''.join(f'<p>{line}</p>' for line in story)}</div>"
        f"<div class='share'><p>Bagikan berita ini kepada teman.</p></div>"
    )
    assert texts(read) == story
    assert read.doubts == ()


def test_the_box_of_a_story_may_have_the_name_of_those_beside_it() -> None:
    box = "<div class='widget'>{}</div>"
    story = f"<div class='post-body'><p>{SENTENCE}</p></div>"
    tree = lxml_html.document_fromstring(box.format(story) + box.format(SENTENCE * 5))
    elements, is_named = find_main_text(tree)
    assert [element.get("class") for element in elements] == ["post-body"]
    assert is_named


def test_endless_names_are_dropped() -> None:
    tree = lxml_html.document_fromstring(f"<p class='{'a-' * 2000}' id='satu'>{SENTENCE}</p>")
    drop_unread(tree)
    assert dict(tree.find(".//p").attrib) == {"id": "satu"}


@pytest.mark.parametrize(("depth", "is_fast"), [(10, False), (600, True)])
def test_in_deep_pages_the_slow_ways_of_the_library_are_not_taken(
    depth: int, is_fast: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    real = main_text.bare_extraction

    def extract(*args: Any, **options: Any) -> Any:
        asked.append(options["fast"])
        return real(*args, **options)

    monkeypatch.setattr(main_text, "bare_extraction", extract)
    page("<div>" * depth + PARAGRAPH)
    assert asked == [is_fast]


def test_every_name_of_the_story_and_every_example_of_boilerplate_is_known() -> None:
    for name, _ in MAIN_TEXT:
        read = page(f"<div class='{name}'><p>{SENTENCE}</p></div><div><p>Hal lain sama sekali.</p>")
        assert texts(read) == [SENTENCE], name
    for _, example in BOILERPLATE:
        assert is_boilerplate(lxml_html.fragment_fromstring(example)), example


@pytest.mark.parametrize(
    "tag",
    [
        "<div class='content-with-sidebar'>",
        "<div class='has-banner-image'>",
        "<div class='elementor-widget elementor-widget-text-editor'>",
        "<a class='inner-link'>",
        "<div class='kepala-kantor-pagi'>",
        "<div class='badan-adat'>",
        "<div class='tagihan'>",
    ],
)
def test_what_only_sounds_like_boilerplate_stays(tag: str) -> None:
    assert not is_boilerplate(lxml_html.fragment_fromstring(tag))


# What a page states


def ld(properties: str, kind: str = '"NewsArticle"') -> str:
    return f'<script type="application/ld+json">{{"@type": {kind}, {properties}}}</script>'


ARTICLE = f"<article><p>{SENTENCE}</p><p>{SENTENCE}</p></article>"


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-01-20T23:30:00+07:00", date(2026, 1, 20)),
        ("2026-01-20T17:30:00Z", date(2026, 1, 21)),
        ("2026-01-20T17:30:00.123+00:00", date(2026, 1, 21)),
        ("2026-01-20T16:59:00+0000", date(2026, 1, 20)),
        ("2026-01-20 23:30:00", date(2026, 1, 20)),
        ("2026/01/20 23:30", date(2026, 1, 20)),
        ("2026-01-20T23:30:00+09:00", date(2026, 1, 20)),
        ("2026-1-2", date(2026, 1, 2)),
        ("2026-02-30", None),
        ("2026-13-45T99:99:99Z", None),
        ("2026-01-20T99:99:99Z", None),
        ("20 Januari 2026", None),
        ("", None),
    ],
)
def test_a_moment_is_a_day_of_its_own_zone(moment: str, day: date | None) -> None:
    assert parse_moment(moment, ZoneInfo("Asia/Jakarta")) == day


def test_universal_time_is_taken_to_the_zone_asked_for() -> None:
    head = ld('"datePublished": "2026-01-20T15:30:00Z"')
    assert page(ARTICLE, head).stated.published == date(2026, 1, 20)
    eastern = page(ARTICLE, head, timezone=ZoneInfo("Asia/Jayapura"))
    assert eastern.stated.published == date(2026, 1, 21)


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2026-01-20T08:00:00+08:00">', 20),
        ('<meta name="publishdate" content="2026/01/20 08:00:00">', 20),
        ('<meta name="pubdate" content="Tue, 20 Jan 2026 08:00:00 +0700">', 20),
        ('<meta property="article:modified_time" content="2026-01-20T08:00:00+08:00">', None),
        ('<meta name="expires" content="2026-01-20">', None),
        (ld('"dateModified": "2026-01-20"'), None),
        (ld('"datePublished": "2026-01-20"', '["NewsArticle", "Article"]'), 20),
        (ld('"datePublished": "2026-01-20"', '"BlogPosting"'), 20),
        (ld('"datePublished": "2026-01-20"', '"VideoObject"'), None),
        ("<title>Berita 20 Januari 2026</title>", None),
    ],
)
def test_only_what_states_the_publication_gives_its_day(head: str, day: int | None) -> None:
    published = page(ARTICLE, head).stated.published
    assert published == (date(2026, 1, day) if day else None)


def test_a_day_of_the_text_is_not_stated() -> None:
    line = "<p>Selasa, 20 Januari 2026 08:00 WIB</p><span class='date'>20/01/2026</span>"
    assert page(f"<article>{line}<p>{SENTENCE}</p></article>").stated.published is None


def test_the_line_with_the_day_above_a_story_is_kept_where_no_metadata_state_it() -> None:
    body = (
        "<h1>Judul</h1><div class='by'>Rina</div><div>Selasa, 20/01/2026 08:00 WIB</div>"
        f"<div class='entry-content'><p>{SENTENCE}</p></div>"
    )
    assert texts(page(body)) == ["Selasa, 20/01/2026 08:00 WIB", SENTENCE]
    assert texts(page(body, ld('"datePublished": "2026-01-20"'))) == [SENTENCE]


def test_the_address_gives_the_day_and_disagreement_is_said() -> None:
    url = "https://kabar.example/read/2026/01/20/080000078/paspor"
    assert page(ARTICLE, url=url).stated.published == date(2026, 1, 20)
    read = page(ARTICLE, ld('"datePublished": "2026-01-22"'), url=url)
    assert read.stated.published == date(2026, 1, 22)
    doubt = "the page states two days of publication: 2026-01-22 was taken, not 2026-01-20"
    assert read.doubts == (doubt,)


def test_the_time_of_another_story_is_not_the_day() -> None:
    box = "<div class='related'><time datetime='2025-12-30'>30 Des</time></div>"
    assert page(f"<h1>J</h1>{ARTICLE}{box}").stated.published is None
    own = "<time datetime='2026-01-20'>20 Jan</time>"
    assert page(f"<h1>J</h1>{own}{ARTICLE}{box}").stated.published == date(2026, 1, 20)


@pytest.mark.parametrize(
    ("script", "title"),
    [
        ('[{"@type": "WebSite"}, {"@type": "NewsArticle", "headline": "A"}]', "A"),
        ('{"@graph": [{"@type": "Person"}, {"@type": "Article", "headline": "A"}]}', "A"),
        ('<!-- {"@type": "NewsArticle", "headline": "A"} -->', "A"),
        ('{"@type": "NewsArticle", "headline": "A\nB"}', "A B"),
        ('{"@type": "ItemList", "itemListElement": [{"@type": "Article", "headline": "A"}]}', "T"),
        ('{"@type": "NewsArticle", "headline": ["A"]}', "T"),
        ('{"@type": "NewsArticle", "headline": "A"', "T"),
        ('"NewsArticle"', "T"),
        ("", "T"),
    ],
)
def test_metadata_are_read_in_every_shape_and_broken_ones_are_passed_over(
    script: str, title: str
) -> None:
    head = f"<title>T</title><script type='application/ld+json'>{script}</script>"
    assert page(ARTICLE, head).stated.title == title


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ('"Rina"', "Rina"),
        ('{"name": "Rina"}', "Rina"),
        ('[{"name": "Rina"}, "Yosef", {"name": "Rina"}]', "Rina, Yosef"),
        ('{"name": ["Rina", "Yosef"]}', "Rina, Yosef"),
        ('{"name": "https://www.facebook.com/kabar"}', None),
        ('{"@type": "Organization", "name": "Kabar Rote"}', None),
        ('{"name": "Redaksi"}', "Redaksi"),
        ("7", None),
        ("null", None),
    ],
)
def test_authors_are_names(author: str, names: str | None) -> None:
    head = ld(f'"author": {author}, "publisher": {{"name": "Kabar Rote"}}')
    assert page(ARTICLE, head).stated.author == names


@pytest.mark.parametrize(
    ("names", "url", "publisher"),
    [
        (["detiknews", "detikcom"], "https://news.detik.com/berita/d-1/x", "detikcom"),
        (["KOMPAS.com"], "https://regional.kompas.com/read/1", "KOMPAS.com"),
        (["iNewsBelu.id", "iNews.ID"], "https://belu.inews.id/read/1/x", "iNewsBelu.id"),
        (["ANTARA News Kupang", "ANTARA"], "https://kupang.antaranews.com/1", "ANTARA News Kupang"),
        (["Tribunnews.com - Berita Terkini Hari Ini"], None, "Tribunnews.com"),
        (["Berita Terkini dan Terpercaya", "Kabar Rote"], None, "Kabar Rote"),
        (["Portal Berita Terbaru Hari Ini"], None, None),
        (["https://www.facebook.com/kabar", None], None, None),
        ([], "https://kabar.example", None),
    ],
)
def test_the_publisher_is_a_name_and_no_slogan(
    names: list[str | None], url: str | None, publisher: str | None
) -> None:
    assert choose_publisher(names, url) == publisher


@pytest.mark.parametrize(
    ("stated", "headings", "title"),
    [
        (["Warga Antre Paspor - Kompas.com"], [], "Warga Antre Paspor"),
        (["Warga Antre Paspor Halaman all - Kompas.com"], [], "Warga Antre Paspor"),
        (["Warga Antre Paspor | Kompas.com - Halaman 2"], [], "Warga Antre Paspor"),
        (["Imigrasi Buka Layanan - Tiga Loket"], [], "Imigrasi Buka Layanan - Tiga Loket"),
        (["Warga Antre Paspor Sejak..."], ["Warga Antre Paspor Sejak Subuh"], None),
        (["Warga Antre Paspor Sejak"], ["Warga Antre Paspor Sejak Subuh"], None),
        (["Kanwil - Warga Antre Paspor Subuh"], ["Warga Antre Paspor Subuh"], None),
        (["Warga Antre Paspor Subuh"], ['"Warga Antre" Paspor Subuh'], None),
        (["Warga Antre Paspor Subuh"], ["WARGA ANTRE PASPOR SUBUH"], "Warga Antre Paspor Subuh"),
        (
            ["Kantor Imigrasi Kupang Buka Loket"],
            ["Kantor Imigrasi Kupang"],
            "Kantor Imigrasi Kupang Buka Loket",
        ),
        ([], ["Kompas.com", "Warga Antre Paspor"], "Warga Antre Paspor"),
        ([], [], None),
    ],
)
def test_the_title_is_the_headline_whole_and_alone(
    stated: list[str], headings: list[str], title: str | None
) -> None:
    expected = title if title or not headings else headings[0]
    assert choose_title(stated, headings, ["Kompas.com"], None) == expected


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="/berita/lain">', "https://kabar.example/berita/lain"),
        ('<link rel="canonical" href="https://kabar.example/">', ADDRESS),
        ('<link rel="canonical" href="javascript:alert(1)">', ADDRESS),
        ('<link rel="canonical" href="http://[::1">', ADDRESS),
        (
            '<meta property="og:url" content="https://kabar.example/b/1">',
            "https://kabar.example/b/1",
        ),
        ("", ADDRESS),
    ],
)
def test_the_address_is_the_canonical_one_where_that_is_one(head: str, url: str) -> None:
    assert page(ARTICLE, head).stated.url == url


# Pages of one article


@pytest.mark.parametrize(
    ("links", "rest"),
    [
        ("<a href='?page=2'>2</a>", ["?page=2"]),
        ("<a href='/berita/paspor/2'>2</a><a href='/berita/paspor/3/'>3</a>", ["/2", "/3/"]),
        ("<a href='/berita/paspor/page/2/'>2</a>", ["/page/2/"]),
        ("<a href='/berita/paspor-2'>2</a>", ["-2"]),
        ("<a href='?page=2'>2</a><a href='?page=all'>Semua</a>", ["?page=all"]),
        ("<a href='?single=1'>Lihat Semua</a>", ["?single=1"]),
        ("<a href='/berita/paspor/all'>Tampilkan semua</a>", ["/all"]),
        ("<a href='?tampil=penuh'>Show All</a>", []),
        ("<link rel='next' href='?page=2'>", ["?page=2"]),
        ("<link rel='next' href='/berita/paspor-di-rote'>", []),
        ("<link rel='amphtml' href='/berita/paspor/amp?page=2'>", []),
        ("<a href='?page=2#comments'>2</a>", []),
        ("<a href='/berita/paspor?page=2&utm_source=x'>2</a>", ["?page=2&utm_source=x"]),
        ("<a href='/berita/paspor?id=7&page=2'>2</a>", []),
        ("<a href='https://lain.example/berita/paspor?page=2'>2</a>", []),
        ("<a href='/berita/paspor-2-juta'>2 juta</a><a href='/berita/paspor-2-juta/3'>3</a>", []),
        ("<a href='/berita?page=2'>2</a><a href='/tag/paspor/2'>2</a>", []),
        ("<a href='?page=4'>4</a>", ["?page=2", "?page=3", "?page=4"]),
        ("<a href='?page=1'>1</a><a href='#'>2</a><a href='javascript:x(2)'>2</a>", []),
        ("<a href='http://[x?page=2'>2</a>", []),
    ],
)
def test_the_rest_of_an_article_is_found_and_no_other_article(links: str, rest: list[str]) -> None:
    assert list(page(ARTICLE + links).rest) == [ADDRESS + behind for behind in rest]


def test_only_the_pages_behind_this_one_are_its_rest_and_at_most_nine() -> None:
    links = "".join(f"<a href='?page={number}'>{number}</a>" for number in range(1, 41))
    read = page(ARTICLE + links, url=f"{ADDRESS}?page=3")
    assert list(read.rest) == [f"{ADDRESS}?page={number}" for number in range(4, 13)]


@pytest.mark.parametrize("behind", ["?page=all", "?single=1", "/all"])
def test_the_page_with_everything_has_no_rest(behind: str) -> None:
    links = "<a href='?page=2'>2</a><a href='/berita/paspor/2'>2</a>"
    assert page(ARTICLE + links, url=ADDRESS + behind).rest == ()


def test_a_file_without_an_address_says_that_it_is_one_of_several() -> None:
    links = "<a href='?page=2'>2</a><a href='?page=3'>3</a>"
    read = page(ARTICLE + links, url=None)
    assert read.doubts == ("page 1 of 3: the rest stands at ?page=2, ?page=3",)


# Encodings


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        ("“Paspor”".encode(), None, "“Paspor”"),
        ("“Paspor”".encode(), "iso-8859-1", "“Paspor”"),
        ("“Paspor”".encode("cp1252"), "iso-8859-1", "“Paspor”"),
        ("\ufeffPaspor".encode(), "cp1252", "Paspor"),
        ("Paspor “simpatik”".encode("utf-16"), "utf-8", "Paspor “simpatik”"),
        ("<meta charset='windows-1252'>“".encode("cp1252"), None, "<meta charset='windows-1252'>“"),
        ("<meta charset='zlib'>Ba’a".encode("cp1252"), "punycode", "<meta charset='zlib'>Ba’a"),
    ],
)
def test_the_encoding_is_found(content: bytes, charset: str | None, text: str) -> None:
    assert decode(content, charset) == (text, ())


def test_an_undeclared_encoding_is_found_from_the_text() -> None:
    text = f"<p>“{SENTENCE}” kata Ndaparoka – pejabat di Ba’a – kepada wartawan.</p>" * 3
    assert decode(text.encode("cp1252")) == (text, ())


def test_characters_that_were_lost_are_told() -> None:
    content = f"<meta charset=utf-8><p>{SENTENCE}</p><p>Ba\xff\xfea.</p>".encode("latin-1")
    read = parse_html(RawPage(content), JAKARTA)
    assert read.doubts == ("2 characters could not be read as utf-8",)


# Pages that mean harm, and pages that are none


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n ",
        b"\0" * 1000,
        b"<html><head><title>x</title></head><body></body></html>",
        b"<html><frameset><frame src=x></frameset></html>",
        b"<!-- nothing else",
        b"<?php echo 1 ?>",
        b"<a href=/x>Berita lain di sini</a>" * 50,
        b"<script>var berita = 'Kantor imigrasi buka pada hari Sabtu.'</script>",
    ],
)
def test_a_page_without_an_article_is_one_sentence(content: bytes) -> None:
    with pytest.raises(DataError) as caught:
        parse_html(RawPage(content), JAKARTA)
    assert str(caught.value) == "expected an article, found no text"


def test_bytes_that_are_no_text_are_one_sentence() -> None:
    noise = bytes((number * 7919) % 256 for number in range(50_000))
    with pytest.raises(DataError, match="expected a page, found bytes that are no text"):
        parse_html(RawPage(noise), JAKARTA)


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 100_000 + PARAGRAPH,
        "<table><tr><td>" * 3_000 + PARAGRAPH,
        "<b>" * 100_000 + PARAGRAPH,
        PARAGRAPH * 100_000,
        "<p>" + "kata " * 2_100_000,
        "<div " + " ".join(f"a{number}=1" for number in range(100_000)) + ">" + PARAGRAPH,
        "<div class='" + "a-" * 1_000_000 + "'>" + PARAGRAPH,
        "<script type='application/ld+json'>" + "[" * 200_000 + "</script>" + PARAGRAPH,
        "<script type='application/ld+json'>[" + "{}," * 300_000 + "{}]</script>" + PARAGRAPH,
        "<a href='?page=2'>2</a>" * 15_000 + PARAGRAPH,
    ],
    ids=lambda content: content[:12],
)
def test_a_page_made_to_hurt_ends_in_a_page_or_one_sentence(content: str) -> None:
    # Some take two seconds; without limits, minutes.
    with takes_at_most(60), suppress(DataError):
        read = parse_html(RawPage(content.encode(), url=ADDRESS), JAKARTA)
        assert 0 < sum(len(block.text) for block in read.blocks) <= MOST_CHARACTERS


def test_a_page_that_is_too_deep_says_that_it_was_not_read_to_its_end() -> None:
    read = page(("<font>" + PARAGRAPH) * 3_000)
    assert "nested so deeply" in read.doubts[0]


def test_an_old_page_with_tags_left_open_is_read_to_its_end() -> None:
    read = page(f"<div class='entry-content'>{('<font>' + PARAGRAPH) * 400}</div>")
    assert len(read.blocks) == 400


def test_more_elements_than_any_article_has_are_refused() -> None:
    with pytest.raises(DataError, match=f"found more than {MOST_ELEMENTS} elements"):
        page("<i>x</i>" * (MOST_ELEMENTS + 1))


def test_entities_of_a_document_do_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.txt"
    secret.write_text("kata-sandi", encoding="utf-8")
    layers = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))
    content = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "tawa">'
        f'{layers}<!ENTITY berkas SYSTEM "{secret.as_uri()}">'
        f'<!ENTITY % jauh SYSTEM "{secret.as_uri()}"> %jauh;]>'
        f"<html xmlns='http://www.w3.org/1999/xhtml'><body><article><p>Isi: &berkas; &l9;.</p>"
        f"<p>{SENTENCE}</p></article></body></html>"
    )
    read = parse_html(RawPage(content.encode()), JAKARTA)
    shown = " ".join(texts(read))
    assert SENTENCE in shown
    assert "kata-sandi" not in shown
    assert "tawa" * 2 not in shown


def test_null_bytes_and_lone_surrogates_do_no_harm() -> None:
    content = f"<article><p>Kan\0tor imi&#xd800;grasi.</p>{PARAGRAPH}".encode()
    assert texts(parse_html(RawPage(content), JAKARTA)) == ["Kantor imi\ufffdgrasi.", SENTENCE]


def test_nothing_is_printed_where_nobody_configures_logging(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    for content in ("<a href=/x>Berita</a>" * 20, "<p></p>", PARAGRAPH):
        with suppress(DataError):
            parse_html(RawPage(content.encode()), JAKARTA)
    logging.getLogger("trafilatura.core").warning("discarding data")
    assert capfd.readouterr() == ("", "")
