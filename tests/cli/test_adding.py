"""``tanya add`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.archive.archive import Archive
from bot.archive.articles import read_articles
from tests.command import Terminal, one_sentence, run

STORY = "KUPANG - Kantor imigrasi membuka layanan malam bagi nelayan di pelabuhan, Rabu (4/3/2026)."
PAGE = f"Layanan Malam bagi Nelayan\nADVERTISEMENT\n{STORY}\nBaca juga: Panen Jagung di Sumba\n"
ID = "2026-03-04-layanan-malam-bagi-nelayan"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def add(tmp_path: Path, *arguments: str, given: str | None = None):
    return run("add", "--corpus", str(tmp_path / "corpus"), *arguments, given=given)


def test_add_writes_a_file_named_after_day_and_title(tmp_path: Path, page: Path) -> None:
    done = add(tmp_path, str(page), "--publisher", "Kabar Rote", "--yes")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{ID}: added\n", "")
    (article,) = read_articles(tmp_path / "corpus").articles
    assert (article.id, article.publisher, article.paragraphs) == (ID, "Kabar Rote", (STORY,))


def test_add_of_the_same_page_changes_nothing(tmp_path: Path, page: Path) -> None:
    add(tmp_path, str(page), "--publisher", "Kabar Rote", "--yes")
    done = add(tmp_path, str(page), "--publisher", "Kabar Rote", "--yes")
    assert (done.returncode, done.stdout) == (0, f"{ID}: known already\n")


def test_a_copy_names_what_it_copies(tmp_path: Path, page: Path) -> None:
    longer = f"{PAGE}Layanan itu dibuka tiap Rabu malam sampai pukul sebelas, kata kepala kantor.\n"
    page.write_text(longer, encoding="utf-8")
    add(tmp_path, str(page), "--publisher", "Kabar Rote", "--yes")
    done = add(tmp_path, str(page), "--publisher", "Kabar Lain", "--yes")
    assert done.stdout == f"{ID}-2: added as a copy of {ID}\n"


def test_without_a_terminal_add_wants_to_be_sure(tmp_path: Path, page: Path) -> None:
    line = one_sentence(add(tmp_path, str(page), "--publisher", "T", given=""), 2)
    assert "expected --yes or --dry-run" in line
    assert not (tmp_path / "corpus").exists()


def test_a_dry_run_says_what_it_would_do(tmp_path: Path, page: Path) -> None:
    done = add(tmp_path, str(page), "--publisher", "T", "--dry-run")
    assert done.stdout.endswith(f"{ID}: added (not written: --dry-run)\n")
    assert "− ADVERTISEMENT  (advertisement)" in done.stdout
    assert STORY in done.stdout
    assert read_articles(tmp_path / "corpus").articles == ()


def test_standard_input_and_json(tmp_path: Path) -> None:
    done = add(tmp_path, "-", "--publisher", "T", "--yes", "--json", given=PAGE)
    row = json.loads(done.stdout)
    assert (row["outcome"], row["article"]) == ("added", ID)
    assert row["published"] == {
        "value": "2026-03-04",
        "certainty": "likely",
        "why": "the story, 'Rabu (4/3/2026)'",
    }
    assert {"text": "ADVERTISEMENT", "why": "advertisement"} in row["left_out"]
    assert Path(row["path"]).is_file()


def test_a_missing_publisher_is_one_sentence_that_names_the_way(tmp_path: Path, page: Path) -> None:
    line = one_sentence(add(tmp_path, str(page), "--yes"), 1)
    assert line.endswith("expected the outlet's name, found none; give it with --publisher")


def test_one_failure_of_many_stops_no_other(tmp_path: Path, page: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("", encoding="utf-8")
    done = add(tmp_path, str(empty), str(page), "--publisher", "T", "--yes")
    assert done.returncode == 1
    assert done.stderr == f"tanya: {empty}: expected lines of text, found none\n"
    assert done.stdout.splitlines()[-1] == f"{tmp_path / 'corpus'}: 1 added, 1 left out"


def test_a_manifest_is_added_without_a_question(tmp_path: Path, page: Path) -> None:
    manifest = tmp_path / "m.jsonl"
    rows = [{"file": "a.txt", "publisher": "T"}, {"file": "none.txt", "publisher": "T"}]
    manifest.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = add(tmp_path, "--manifest", str(manifest))
    assert (done.returncode, done.stdout) == (1, f"{tmp_path / 'corpus'}: 1 added, 1 left out\n")
    assert done.stderr.startswith(f"tanya: {manifest}:2: {tmp_path / 'none.txt'}: expected a file")


def test_a_private_address_is_refused(tmp_path: Path) -> None:
    line = one_sentence(add(tmp_path, "http://127.0.0.1:9/x", "--yes"), 1)
    assert line.startswith("tanya: http://127.0.0.1:9/x: expected ")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "expected files, addresses or --manifest"),
        (["a.txt", "--manifest", "m.jsonl"], "expected files, addresses or --manifest"),
        (["a.txt", "--published", "kemarin"], "expected a day as YYYY-MM-DD, got 'kemarin'"),
        (["none-a.txt", "--yes"], "expected a file, a folder or an address, found nothing"),
    ],
)
def test_wrong_use_is_one_sentence(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    done = add(tmp_path, *arguments)
    assert done.returncode in (1, 2)
    assert sentence in one_sentence(done, done.returncode)


def test_on_a_terminal_add_shows_the_article_and_asks(tmp_path: Path, page: Path) -> None:
    corpus = tmp_path / "corpus"
    with Terminal("add", "--corpus", str(corpus), str(page)) as terminal:
        terminal.wait_for_prompt("left out (3)", "[a]: ")
        terminal.type("x\n")
        terminal.wait_for_prompt("expected one of a, s, t, p, d, e, w, q, got 'x'", "[a]: ")
        terminal.type("d\n")
        terminal.wait_for_prompt("day, YYYY-MM-DD", "[2026-03-04]: ")
        terminal.type("2026-03-05\n")
        terminal.wait_for_prompt("2026-03-05-layanan-malam", "[a]: ")
        terminal.type("a\n")
        terminal.wait_for_prompt("publisher", "publisher: ")
        terminal.type("Kabar Rote\n")
        assert terminal.wait_for_end() == 0
    (article,) = Archive.open(corpus).articles
    assert (article.publisher, article.id) == ("Kabar Rote", ID.replace("04", "05", 1))


def test_leaving_at_the_question_adds_nothing(tmp_path: Path, page: Path) -> None:
    corpus = tmp_path / "corpus"
    with Terminal("add", "--corpus", str(corpus), str(page)) as terminal:
        terminal.wait_for_prompt("[q]uit", "[a]: ")
        terminal.type("q\n")
        assert terminal.wait_for_end() == 130
    assert read_articles(corpus).articles == ()
