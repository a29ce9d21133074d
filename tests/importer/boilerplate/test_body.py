"""Raw texts and the articles in them: tests/cases/raw_pages.yaml holds the cases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ArticleError
from bot.importer.boilerplate.datelines import find_dateline, is_dateline
from bot.importer.boilerplate.lines import squeeze
from bot.importer.boilerplate.rules import RULES
from bot.importer.boilerplate.stamps import find_stamp
from bot.importer.decide import find_path_day
from bot.importer.draft import build_drafts, check_draft, make_id, revise, to_notes
from bot.importer.page import Certainty, Draft, Facts
from bot.importer.parsers.text import parse_text
from tests.conftest import CASES as FILES

CASES = yaml.safe_load((FILES / "raw_pages.yaml").read_text(encoding="utf-8"))
OUTLET = Facts(publisher="KabarRote")


def drafts(raw: str, given: Facts = OUTLET) -> tuple[Draft, ...]:
    return build_drafts(parse_text(raw.encode()), "a", given)


def assert_is(draft: Draft, wanted: dict[str, Any]) -> None:
    article = draft.article
    assert article.title == wanted["title"]
    assert article.paragraphs == tuple(wanted["paragraphs"])
    for key in ("published", "author", "editor"):
        if key in wanted:
            assert getattr(article, key) == wanted[key]
    left_out = [piece.text for piece in draft.left_out]
    assert not [line for line in wanted.get("left_out", ()) if line not in left_out]
    for part in wanted.get("doubts", ()):
        assert any(part in doubt for doubt in draft.doubts)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_story_comes_out_of_a_raw_page(case: dict[str, Any]) -> None:
    first, *others = drafts(case["raw"])
    assert_is(first, case)
    assert len(others) == len(case.get("others", ()))
    for draft, wanted in zip(others, case.get("others", ()), strict=True):
        assert_is(draft, wanted)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_no_letter_of_a_page_is_lost_without_a_word(case: dict[str, Any]) -> None:
    page = parse_text(case["raw"].encode())
    told = "".join(
        squeeze(text)
        for draft in build_drafts(page, "a", OUTLET)
        for text in (*draft.article.paragraphs, *(piece.text for piece in draft.left_out))
    )
    assert sorted(told) == sorted("".join(squeeze(block.text) for block in page.blocks))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("• Jumat, 31 Januari 2025, 23:05 WIB", date(2025, 1, 31)),
        ("8 September 2024 | 10.11 WIB", date(2024, 9, 8)),
        ("Desember 27, 2022 Last Updated 2022-12-27T03:30:14Z", date(2022, 12, 27)),
        ("Updated: 21 Jan 2026, 10:00 | Published: 20 Jan 2026 09:00", date(2026, 1, 20)),
        ("Rambu Ana - Selasa, 20 Jan 2026 10:00 WIB", date(2026, 1, 20)),
        ("20/01/2026, 18:30", date(2026, 1, 20)),
        ("Diterbitkan 20 Januari 2026 | Redaksi", date(2026, 1, 20)),
        ("Lomba perahu 20 Januari 2026", None),
        ("Lomba digelar Selasa, 20 Januari 2026.", None),
        ("Rabu (11/1)", None),
        ("31 Februari 2026, 10:00 WIB", None),
    ],
)
def test_a_line_of_its_own_names_the_day(line: str, day: date | None) -> None:
    stamp = find_stamp(line)
    assert (stamp.day if stamp else None) == day


@pytest.mark.parametrize(
    ("line", "city", "outlet"),
    [
        ("KUPANG, iNewsBelu.id - Segala persiapan siap.", "KUPANG", "iNewsBelu.id"),
        ("KUPANG,iNewsTTU.id- Kepala kantor hadir.", "KUPANG", "iNewsTTU.id"),
        ("JOGJA—Ditjen merayakan.", "JOGJA", None),
        ("Jakarta (ANTARA) - Paspor siap.", "Jakarta", "ANTARA"),
        ("TRIBUNROTE.COM, BA'A — Kantor itu siap.", "BA'A", "TRIBUNROTE.COM"),
        ("KAB. SEMARANG | Hari itu cerah.", "KAB. SEMARANG", None),
        ("Medan | REALITAS – Kepala hadir.", "Medan", "REALITAS"),
        ("DILI, 07 september 2024 (TATOLI)– Kantor siap.", "DILI", "TATOLI"),
    ],
)
def test_a_dateline_names_city_and_outlet(line: str, city: str, outlet: str | None) -> None:
    dateline = find_dateline(line)
    assert dateline is not None
    assert (dateline.city, dateline.outlet) == (city, outlet)


@pytest.mark.parametrize(
    "line",
    [
        "HBI Ke-76 Tahun 2026 bertema maju.",
        "Autogate Soekarno-Hatta Kini Terbanyak",
        "Kepala kantor hadir - juga wakilnya.",
        "Kunjungan Paus: Satu Perbatasan Dibuka",
        "Sesuai Arahan Presiden, Hari Bhakti Imigrasi Ke-75 Sederhana",
    ],
)
def test_no_dateline_where_there_is_none(line: str) -> None:
    assert find_dateline(line) is None
    assert not is_dateline(line)


def test_what_is_given_wins_over_the_page() -> None:
    given = Facts(
        title="Judul Lain", publisher="Tempo", published=date(2026, 5, 1), url="https://a.id/x"
    )
    (draft,) = drafts(CASES[0]["raw"], given)
    article = draft.article
    assert (article.title, article.publisher) == ("Judul Lain", "Tempo")
    assert (article.published, article.url) == (date(2026, 5, 1), "https://a.id/x")
    assert draft.published.certainty is Certainty.GIVEN


def test_a_given_title_is_not_repeated_in_the_text() -> None:
    raw = "Judul  berita\n\nKUPANG - Satu kalimat yang cukup panjang untuk sebuah berita."
    (draft,) = drafts(raw, Facts(publisher="T", title="Judul Berita"))
    assert len(draft.article.paragraphs) == 1
    assert draft.left_out[0].why == "headline"


def test_the_publisher_comes_from_the_address_or_a_site_in_the_dateline() -> None:
    raw = "KUPANG, KabarRote.id - Kantor itu membuka layanan malam bagi para nelayan."
    (draft,) = drafts(raw, Facts())
    assert draft.article.publisher == "KabarRote.id"
    (draft,) = drafts(raw, Facts(url="https://www.rote.example/a"))
    assert draft.article.publisher == "rote.example"


def test_an_unsure_publisher_is_asked_for() -> None:
    (draft,) = drafts("KUPANG, KabarRote - Kantor itu membuka layanan malam bagi nelayan.", Facts())
    with pytest.raises(ArticleError, match=r"a\.txt: publisher: .*perhaps 'KabarRote'"):
        check_draft(draft, "a.txt")
    assert check_draft(revise(draft, OUTLET), "a.txt").publisher == "KabarRote"


def test_a_likely_day_is_noted_in_the_file() -> None:
    (draft,) = drafts(CASES[0]["raw"])
    assert "published: from the story, 'Rabu (4/3/2026)'" in to_notes(draft)


def test_the_path_of_an_address_names_the_day() -> None:
    assert find_path_day("https://a.id/berita/2024/01/27/judul") == date(2024, 1, 27)
    assert find_path_day("https://a.id/nasional/20260119125410-12-131/judul") == date(2026, 1, 19)
    assert find_path_day("https://a.id/read/2024/13/27/judul") is None
    assert find_path_day("https://a.id/read/652/1243828/judul") is None


@pytest.mark.parametrize("raw", ["", " \n\t\n", "×\n34\nADVERTISEMENT\n", "\u200b\ufeff"])
def test_a_page_without_a_story_has_no_article(raw: str) -> None:
    assert drafts(raw) == ()


@given(st.text(max_size=400))
def test_any_text_becomes_articles_or_none(raw: str) -> None:
    found = drafts(raw)
    assert all(draft.article.paragraphs for draft in found)
    assert all(check_draft(draft, "a.txt") for draft in found)


_LINES = [line for rule in RULES for line in (*rule.knows, *rule.spares)]


@given(st.lists(st.sampled_from([*_LINES, "", "KUPANG - Ini kalimat pertama dari berita itu."])))
def test_every_line_of_a_page_is_kept_or_named(lines: list[str]) -> None:
    page = parse_text("\n".join(lines).encode())
    found = build_drafts(page, "a", OUTLET)
    told = " ".join(
        squeeze(text)
        for draft in found
        for text in (*draft.article.paragraphs, *(piece.text for piece in draft.left_out))
    )
    assert not found or all(squeeze(block.text) in told for block in page.blocks)


@given(st.text(max_size=200), st.one_of(st.none(), st.dates()))
def test_an_id_is_never_a_path(title: str, day: date | None) -> None:
    article_id = make_id(day, title, "x")
    assert article_id
    assert len(article_id) <= 90
    assert set(article_id) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not article_id.startswith("-")


def test_a_page_of_ten_thousand_lines_keeps_them_all() -> None:
    raw = "\n".join(
        f"Baris ke {number} dari berita yang sangat panjang itu." for number in range(10_000)
    )
    assert len(drafts(raw)[0].article.paragraphs) == 10_000
