from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles import read_articles
from bot.errors import ArticleError, DataError
from bot.importer import clean_id, import_manifest, import_text


def write_manifest(folder: Path, *rows: object) -> Path:
    path = folder / "manifest.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_lines_become_paragraphs_and_what_is_given_wins(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\ufeffJudul Berita\n\n Satu.  \nDua.\n", encoding="utf-8")
    row = {
        "file": "a.txt",
        "id": "berita-1",
        "publisher": "Tempo",
        "published": "2026-01-21",
        "title": "Judul berita",
        "url": "https://a.id/x",
    }
    report = import_manifest(write_manifest(tmp_path, row), tmp_path / "corpus")
    assert report.problems == ()
    (article,) = read_articles(tmp_path / "corpus").articles
    assert article.id == "berita-1"
    assert article.paragraphs == ("Satu.", "Dua.")
    assert (article.title, article.published) == ("Judul berita", date(2026, 1, 21))


def test_one_failure_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Satu.", encoding="utf-8")
    (tmp_path / "kosong.txt").write_text(" \n", encoding="utf-8")
    manifest = write_manifest(
        tmp_path,
        {"file": "tidak-ada.txt", "publisher": "T"},
        "bukan json",
        {"file": "a.txt"},
        {"file": "a.txt", "publisher": "T", "published": "21 Nov"},
        {"file": "a.txt", "publisher": "T", "penerbit": "U"},
        {"file": "kosong.txt", "publisher": "T"},
        "",
        {"file": "a.txt", "publisher": "T"},
        {"file": "a.txt", "publisher": "T"},
        {"file": "a.txt", "url": "http://[::1"},
        {"file": "a\0b.txt", "publisher": "T"},
        "[" * 100_000,
        {"file": "a.txt", "publisher": "\ud800"},
        {"file": "a.txt", "publisher": "T", "published": False},
    )
    report = import_manifest(manifest, tmp_path / "corpus")
    assert [path.name for path in report.added] == ["a.md"]
    told = [problem.removeprefix(str(manifest)) for problem in report.problems]
    assert [sentence.split(":")[1] for sentence in told] == [
        "1", "2", "3", "4", "5", "6", "9", "10", "11", "12", "13", "14",
    ]  # fmt: skip
    assert "tidak-ada.txt: expected a text file" in told[0]
    assert "publisher: expected the outlet's name, found none" in told[2]
    assert "published: expected a day as YYYY-MM-DD, got '21 Nov'" in told[3]
    assert "penerbit: no such key" in told[4]
    assert "expected lines of text, found none" in told[5]
    assert "expected a new id" in told[6]


def test_the_address_names_the_publisher_where_nothing_else_does() -> None:
    article = import_text("Satu.", "a", {"url": "https://www.tempo.co/read/1"})
    assert article.publisher == "tempo.co"


def test_a_first_line_that_is_no_title_stays() -> None:
    assert (
        import_text("Satu.\nDua.", "a", {"publisher": "T", "title": "Lain"}).paragraphs[0]
        == "Satu."
    )


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"m\.jsonl: expected a manifest of JSON lines"):
        import_manifest(tmp_path / "m.jsonl", tmp_path / "corpus")


def test_a_value_of_the_wrong_kind_is_named() -> None:
    with pytest.raises(ArticleError, match="publisher: expected text, got 7"):
        import_text("Satu.", "a", {"publisher": 7})


@given(st.text(max_size=200))
def test_an_id_never_leaves_the_folder(name: str) -> None:
    cleaned = clean_id(name)
    assert Path(cleaned).name == cleaned
    assert cleaned not in {"", ".", ".."}
    assert not cleaned.startswith(".")
    assert len(cleaned.encode()) <= 100
