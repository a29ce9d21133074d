from __future__ import annotations

import errno
import os
import pickle
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archive.articles import (
    is_clean_id,
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
        ("---\npublisher: T\ncopy_of: ../y\n---\nS.", "x.md: copy_of: expected an article's id"),
        ("---\npublisher: T\ncopy_of: x\n---\nS.", "x.md: copy_of: expected the id of another"),
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
        parse_article(text, "x", origin="x.md")
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
    for name in ("b", "a-2", "a"):
        (tmp_path / f"{name}.md").write_text(GOOD, encoding="utf-8")
    assert [article.id for article in read_articles(tmp_path).articles] == ["a", "a-2", "b"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="expected a folder of article files, found nothing"):
        read_articles(tmp_path / "tidak-ada")


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1
)
lines = words.map(str.strip).filter(lambda text: bool(text) and not text.isspace())


ids = lines.filter(lambda text: is_clean_id(text) and text != "a")


@given(
    st.lists(lines, min_size=1, max_size=4),
    st.none() | lines,
    st.none() | st.dates(),
    st.none() | ids,
    st.lists(st.text()),
)
def test_an_article_is_read_back_as_it_was_written(
    paragraphs: list[str],
    title: str | None,
    published: date | None,
    copy_of: str | None,
    notes: list[str],
) -> None:
    article = make_article(*paragraphs, title=title, published=published, copy_of=copy_of)
    assert parse_article(to_file_text(article, notes), "a") == article


@pytest.mark.parametrize(
    "note",
    [
        'published: from the text, "Selasa (20/1/2026)"',
        "satu\n---\npublisher: lain",
        "satu\r\ndua\x85tiga\u2028empat\u2029lima\x0benam",
        "\x00\x07\x9b \ufeff \ufffe \ud800 {[&*!|>%@`",
        "",
        " \n ",
    ],
)
def test_a_note_is_a_line_of_comment_whatever_is_in_it(note: str) -> None:
    article = make_article("Satu.")
    text = to_file_text(article, [note])
    added = set(text.splitlines()) - set(to_file_text(article).splitlines())
    assert all(line.startswith("# ") for line in added)
    assert len(added) == bool(note.strip())
    assert parse_article(text, "a") == article


@pytest.mark.parametrize(
    ("article_id", "clean"),
    [
        ("2026-01-20-bakti-sosial", True),
        ("artikel 1", True),
        ("", False),
        (" ", False),
        ("..", False),
        (".tersembunyi", False),
        ("a/b", False),
        ("a\\b", False),
        ("a\nb", False),
        ("\ud800", False),
        ("é" * 121, False),
    ],
)
def test_an_id_is_a_visible_file_and_no_path(article_id: str, clean: bool) -> None:
    assert is_clean_id(article_id) == clean


def test_writing_never_overwrites(tmp_path: Path) -> None:
    path = write_article(make_article("Lama."), tmp_path)
    with pytest.raises(FileExistsError):
        write_article(make_article("Baru."), tmp_path)
    assert "Lama." in path.read_text(encoding="utf-8")
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]


def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    with pytest.raises(ArticleError, match=r"expected an article's id, got '\.\./a'"):
        write_article(make_article("Satu.", name="../a"), folder)
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("step", ["fsync", "link"])
def test_a_full_disk_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, step, refuse)
    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(OSError, match="No space left"):
        write_article(make_article("Satu."), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_without_links_is_written_to_and_nothing_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    path = write_article(make_article("Lama."), tmp_path)
    with pytest.raises(FileExistsError):
        write_article(make_article("Baru."), tmp_path)
    assert "Lama." in path.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [path]


def test_half_a_surrogate_pair_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"a: expected text, found the surrogate U\+D800"):
        write_article(make_article("Satu \ud800."), tmp_path)


def test_an_escape_in_the_head_brings_no_control_character() -> None:
    with pytest.raises(ArticleError, match=r"x: title: expected text, .* U\+001B"):
        parse_article('---\ntitle: "a\\e[31m"\npublisher: T\n---\nSatu.', "x")


def test_a_concluded_day_of_publication_is_marked_so() -> None:
    head = "---\npublisher: T\npublished: 2026-01-20\npublished_from: {}\n---\nSatu."
    article = parse_article(head.format("text"), "x")
    assert article.published_from == "text"
    assert parse_article(to_file_text(article), "x") == article
    with pytest.raises(ArticleError, match="published_from: expected 'text', got 'guess'"):
        parse_article(head.format("guess"), "x")


def test_an_error_says_where_it_is_and_what_it_is_about() -> None:
    with pytest.raises(ArticleError) as caught:
        parse_article("---\npublisher: T\npublished: 21 Nov\n---\nSatu.", "x", origin="c/x.md")
    problem = pickle.loads(pickle.dumps(caught.value))
    assert (problem.path, problem.key) == ("c/x.md", "published")
    assert (problem.expected, problem.found) == ("a day as YYYY-MM-DD", "got '21 Nov'")
    assert problem.sentence == "published: expected a day as YYYY-MM-DD, got '21 Nov'"
    assert str(problem) == f"c/x.md: {problem.sentence}"
