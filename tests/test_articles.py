from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles import (
    find_twins,
    parse_article,
    read_articles,
    to_file_text,
    write_article,
)
from bot.errors import ArticleError, ConfigError
from tests.faker import make_article

GOOD = "---\npublisher: Tempo\n---\n\nSatu.\n\nDua.\n"


def test_an_article_is_read_with_all_its_keys() -> None:
    article = parse_article(
        "---\ntitle: 'Gelar: bakti'\npublisher: Tempo\nsection: Info\npublished: 2026-01-21\n"
        "author: A\neditor: B\nurl: https://example.org/a\n---\nSatu.\n",
        "x",
    )
    assert article.title == "Gelar: bakti"
    assert article.published == date(2026, 1, 21)
    assert (article.section, article.author, article.editor) == ("Info", "A", "B")
    assert article.url == "https://example.org/a"


def test_a_paragraph_is_kept_exactly_as_it_stands() -> None:
    text = "Agus  menegaskan\u00a0 “peringatan”\nbaris dua & <b>"
    assert parse_article(f"---\npublisher: T\n---\n\n{text}\n\n\n \nLain.", "x").paragraphs == (
        text,
        "Lain.",
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Tanpa kepala.", "x.md: expected a head between two lines of ---, got 'Tanpa kepala.'"),
        ("---\npublisher: Tempo\n", "x.md: expected a head between two lines of ---"),
        ("---\ntitle: A\n---\nS.", "x.md: publisher: expected the outlet's name, found none"),
        ("---\npublisher: ''\n---\nS.", "x.md: publisher: expected the outlet's name"),
        (
            "---\npublisher: T\npublished: 21 Nov\n---\nS.",
            "x.md: published: expected a day as YYYY-MM-DD, got '21 Nov'",
        ),
        ("---\npublisher: T\npublished: 2026-02-30\n---\nS.", "x.md: published: expected a day"),
        ("---\npublisher: T\npubliser: U\n---\nS.", "x.md: publiser: no such key; known are"),
        ("---\npublisher: [a, b]\n---\nS.", "x.md: publisher: expected text"),
        ("---\npublisher: T\npublished: 20260121\n---\nS.", "x.md: published: expected a day"),
        ("---\ntitle: A: b\npublisher: T\n---\nS.", "x.md: line 2: expected 'key: value'"),
        ("---\npublisher: A\npublisher: B\n---\nS.", "x.md: publisher: expected once, found twice"),
        ("---\npublisher: T\nurl: javascript:a\n---\nS.", "x.md: url: expected http://"),
        ("---\npublisher: T\n---\nA\x1b[31m.", "x.md: expected text, found the control"),
        ("---\npublisher: T\n---\n" + "a" * 20_001, "x.md: expected paragraphs of at most 20000"),
        ("a" * 1_000_001, "x.md: expected at most 1000000 characters, found 1000001"),
        ("---\n- a\n---\nS.", "x.md: expected 'key: value' lines between the ---"),
        ("---\npublisher: T\n---\n\n \n", "x.md: expected paragraphs below the head, found none"),
        ("", "x.md: expected a head between two lines of ---, got ''"),
    ],
)
def test_a_wrong_file_is_named_with_what_was_expected(text: str, sentence: str) -> None:
    with pytest.raises(ArticleError) as caught:
        parse_article(text, "x", place="x.md")
    assert str(caught.value).startswith(sentence)


def test_a_headline_of_figures_stays_text() -> None:
    assert parse_article("---\ntitle: 2024\npublisher: T\n---\nS.", "x").title == "2024"


def test_a_yaml_head_cannot_make_objects() -> None:
    with pytest.raises(ArticleError):
        parse_article("---\npublisher: !!python/object/apply:os.getcwd []\n---\nS.", "x")


def test_aliases_cannot_grow() -> None:
    levels = ["&a0 [x, x]", *(f"&a{n} [{f'*a{n - 1}, ' * 9}]" for n in range(1, 12))]
    with pytest.raises(ArticleError, match="title: expected text on one line"):
        parse_article(f"---\npublisher: T\ntitle: [{', '.join(levels)}]\n---\nS.", "x")


def test_one_broken_file_does_not_hinder_the_others(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "a.md").write_text("rusak", encoding="utf-8")
    (tmp_path / "c.md").write_bytes(b"---\npublisher: T\n---\n\n\xff\xfe")
    corpus = read_articles(tmp_path)
    assert [article.id for article in corpus.articles] == ["b"]
    assert [str(problem).split(":")[0] for problem in corpus.problems] == [
        str(tmp_path / "a.md"),
        str(tmp_path / "c.md"),
    ]


def test_articles_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    for name in ("b", "c", "a"):
        (tmp_path / f"{name}.md").write_text(GOOD, encoding="utf-8")
    assert [article.id for article in read_articles(tmp_path).articles] == ["a", "b", "c"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="expected a folder of article files, found nothing"):
        read_articles(tmp_path / "tidak-ada")


def test_the_same_text_twice_is_found() -> None:
    one, other = make_article("A  b.", "C."), make_article("A b.", "C.", name="b")
    assert find_twins([one, make_article("X.", name="x"), other]) == [(one, other)]


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1
)
lines = words.map(str.strip).filter(lambda text: bool(text) and not text.isspace())


@given(st.lists(lines, min_size=1, max_size=4), st.none() | lines, st.none() | st.dates())
def test_an_article_is_read_back_as_it_was_written(
    paragraphs: list[str], title: str | None, published: date | None
) -> None:
    article = make_article(*paragraphs, title=title, published=published)
    assert parse_article(to_file_text(article), "a") == article


def test_writing_never_overwrites(tmp_path: Path) -> None:
    path = write_article(make_article("Lama."), tmp_path)
    with pytest.raises(ArticleError, match="expected a new id"):
        write_article(make_article("Baru."), tmp_path)
    assert "Lama." in path.read_text(encoding="utf-8")
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]
