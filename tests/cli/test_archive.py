"""``tanya list``, ``show`` and ``check`` as a user runs them."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.archive.articles import read_articles, write_article
from bot.dates import read_paragraphs
from bot.model import Article
from tests.command import Terminal, one_sentence, run
from tests.conftest import ROOT
from tests.faker import make_article

TEMPO = "2026-01-21-kementerian-imigrasi-dan-pemasyarakatan-gelar-bakti-sosial"
BELU = "menyongsong-hari-bhakti-imigrasi-ke-73-ini-kegiatan-kanwil-kemenkumham-ntt"
LONG = (
    "Sebuah judul yang jauh lebih panjang daripada delapan puluh kolom sebuah terminal biasa saja"
)


def make_corpus(folder: Path, *articles: Article) -> str:
    for article in articles:
        write_article(article, folder)
    return str(folder)


@pytest.fixture
def corpus(tmp_path: Path) -> str:
    return make_corpus(
        tmp_path,
        make_article("Apel digelar.", name="apel", published=date(2026, 1, 19), title=LONG),
        make_article("Donor darah.", name="donor", publisher="Pos Kupang", title="Donor [red]"),
        make_article("Donor  darah lagi.", "Dua.", name="donor-2", copy_of="donor"),
        make_article("Upacara.", name="zz", published=date(2026, 1, 20), publisher="ANTARA"),
    )


def listed(*arguments: str) -> list[str]:
    """The ids that are listed, in order."""
    done = run("list", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return [row["article"] for row in json.loads(done.stdout)["articles"]]


def test_list_prints_a_line_for_each_article_and_their_number(corpus: str) -> None:
    done = run("list", "--corpus", corpus)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "2026-01-20\tANTARA\tUpacara.\tzz\t1\t",
        f"2026-01-19\tTempo\t{LONG}\tapel\t1\t",
        "undated\tPos Kupang\tDonor [red]\tdonor\t1\t",
        "undated\tTempo\tDonor darah lagi.\tdonor-2\t2\tdonor",
        "4 articles",
    ]


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        ([], ["zz", "apel", "donor", "donor-2"]),
        (["--publisher", "antara"], ["zz"]),
        (["--publisher", "KUPANG"], ["donor"]),
        (["--since", "2026-01-20"], ["zz"]),
        (["--until", "2026-01-19"], ["apel"]),
        (["--since", "2026-01-19", "--until", "2026-01-20"], ["zz", "apel"]),
        (["--undated"], ["donor", "donor-2"]),
        (["--copies"], ["donor-2"]),
        (["donor", "2"], ["donor-2"]),
        (["JAUH", "lebih"], ["apel"]),
        (["upacara"], ["zz"]),
        (["tiada"], []),
    ],
)
def test_list_filters(corpus: str, arguments: list[str], ids: list[str]) -> None:
    assert listed("--corpus", corpus, *arguments) == ids


def test_list_counts_what_a_filter_has_left(corpus: str) -> None:
    assert run("list", "--corpus", corpus, "donor").stdout.endswith("\n2 of 4 articles\n")
    none = run("list", "--corpus", corpus, "tiada")
    assert (none.returncode, none.stdout) == (0, "none of 4 articles is such a one\n")


def test_list_speaks_json() -> None:
    document = json.loads(run("list", "--json").stdout)
    assert (document["shown"], document["total"], document["unread"]) == (2, 2, 0)
    newest, undated = document["articles"]
    assert list(newest) == [
        "article", "title", "publisher", "section", "published", "published_from", "author",
        "editor", "url", "copy_of", "lead", "paragraph_count",
    ]  # fmt: skip
    assert (newest["article"], newest["published"]) == (TEMPO, "2026-01-21")
    assert (undated["article"], undated["published"]) == (BELU, None)


def test_an_empty_archive_says_how_to_fill_it(tmp_path: Path) -> None:
    done = run("list", "--corpus", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{tmp_path}: no article yet; add one with: tanya add FILE\n"


def test_list_says_how_many_files_could_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "rusak.md").write_text("rusak", encoding="utf-8")
    done = run("list", "--corpus", str(tmp_path))
    assert "articles that could not be read: 1; see: tanya check" in done.stderr
    assert json.loads(run("list", "--json", "--corpus", str(tmp_path)).stdout)["unread"] == 1


@pytest.mark.parametrize("columns", [80, 120])
def test_on_a_terminal_list_is_a_table_that_fits(corpus: str, columns: int) -> None:
    with Terminal("list", "--corpus", corpus, columns=columns) as terminal:
        assert terminal.wait_for_end() == 0
    lines = terminal.seen.splitlines()
    assert max(map(len, lines)) <= columns
    assert lines[0].split()[:3] == ["published", "publisher", "title"]
    assert "Donor [red]" in terminal.seen
    assert "(copy of donor)" in terminal.seen
    assert "4 articles · tanya show ID" in lines[-1]


@pytest.mark.parametrize("columns", [80, 120])
def test_a_long_id_is_cut_where_it_is_told_from_all_others(tmp_path: Path, columns: int) -> None:
    start = "2026-01-20-" + "kegiatan-" * 7
    names = [f"{start}pagi", f"{start}sore", "2025-12-31-" + "upacara-" * 9]
    make_corpus(tmp_path, *(make_article(name=name) for name in names))
    with Terminal("list", "--corpus", str(tmp_path), columns=columns) as terminal:
        assert terminal.wait_for_end() == 0
    lines = terminal.seen.splitlines()
    assert max(map(len, lines)) <= columns
    assert "-p…" in terminal.seen
    assert "-s…" in terminal.seen
    assert "2025-12-31-upacara" in terminal.seen
    assert names[2] not in terminal.seen


def test_a_title_cannot_steer_the_terminal(tmp_path: Path) -> None:
    head = '---\ntitle: "a\\x9b31mb\\x9d0;c\\x9c"\npublisher: T\n---\nSatu.\n'
    (tmp_path / "x.md").write_text(head, encoding="utf-8")
    for command in (["list"], ["show", "x"]):
        with Terminal(*command, "--corpus", str(tmp_path)) as terminal:
            assert terminal.wait_for_end() == 0
        assert "a\ufffd31mb\ufffd0;c\ufffd" in terminal.seen


def test_show_names_every_fact_and_quotes_every_paragraph_as_it_stands() -> None:
    done = run("show", TEMPO)
    article = next(a for a in read_articles(ROOT / "corpus").articles if a.id == TEMPO)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        f"id: {TEMPO}\n"
        "title: Kementerian Imigrasi dan Pemasyarakatan Gelar Bakti Sosial\n"
        "publisher: Tempo\nsection: Info Event\npublished: 2026-01-21\n"
        "editor: Hotma Radja Siregar\n"
        "url: https://event.tempo.co/read/2081968/"
        "kementerian-imigrasi-dan-pemasyarakatan-gelar-bakti-sosial\n"
        "days counted from: Wed 2026-01-21, the day of publication\n\n"
    )
    for number, paragraph in enumerate(article.paragraphs, start=1):
        assert f"\n{number}. {paragraph}\n" in done.stdout
    assert "\n   Selasa 20 Januari → Tue 2026-01-20 · year inferred\n" in done.stdout


def test_show_has_the_mentions_that_the_index_uses() -> None:
    document = json.loads(run("show", "--json", BELU).stdout)
    article = next(a for a in read_articles(ROOT / "corpus").articles if a.id == BELU)
    assert document["reference"] == "2023-01-12"
    assert document["copies"] == []
    shown = [
        (
            row["paragraph"],
            row["text"],
            [(m["surface"], m["first"], m["last"]) for m in row["mentions"]],
        )
        for row in document["paragraphs"]
    ]
    assert shown == [
        (p.number, p.text, [(m.surface, str(m.first), str(m.last)) for m in p.mentions])
        for p in read_paragraphs(article)
    ]
    assert any(mentions for _, _, mentions in shown)


def test_show_names_the_original_and_the_copies(corpus: str) -> None:
    assert "\ncopies: donor-2\n" in run("show", "--corpus", corpus, "donor").stdout
    assert "\ncopy of: donor\n" in run("show", "--corpus", corpus, "donor-2").stdout


def test_show_says_where_its_days_are_counted_from(tmp_path: Path) -> None:
    corpus = make_corpus(
        tmp_path,
        make_article("Digelar 3 Mei 2024, lalu Sabtu (4/5).", name="a"),
        make_article("Digelar Sabtu.", name="b"),
    )
    shown = run("show", "--corpus", corpus, "a").stdout
    assert "days counted from: Fri 2024-05-03, the first full date in it\n" in shown
    assert "Sabtu (4/5) → Sat 2024-05-04 · planned · year inferred\n" in shown
    assert "days counted from: nothing: " in run("show", "--corpus", corpus, "b").stdout


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
def test_on_a_terminal_the_days_stand_beside_the_text_or_below(columns: int) -> None:
    with Terminal("show", TEMPO, columns=columns) as terminal:
        assert terminal.wait_for_end() == 0
    lines = terminal.seen.splitlines()
    # An address is left to the terminal, so that it can be followed.
    assert max(len(line) for line in lines if "://" not in line) <= columns
    beside = [line for line in lines if "│ Selasa 20 Januari → Tue 2026-01-20" in line]
    below = [line for line in lines if "↳ Selasa 20 Januari → Tue 2026-01-20" in line]
    assert (len(beside), len(below)) == ((1, 0) if columns > 100 else (0, 1))
    if beside:
        assert "Selasa" in beside[0].partition("│")[0]


def test_on_a_terminal_the_text_stands_as_it_is_but_for_its_line_breaks(tmp_path: Path) -> None:
    text = "Satu [red]dua[/red]\t:smile:  tiga\nempat, " + "kata " * 40 + "Selasa (20/1/2026)."
    corpus = make_corpus(tmp_path, make_article(text))
    with Terminal("show", "--corpus", corpus, "a") as terminal:
        assert terminal.wait_for_end() == 0
    assert text.split()[:-2] == terminal.seen.partition(" 1  ")[2].split()[: len(text.split()) - 2]
    assert "↳ Selasa (20/1/2026) → Tue 2026-01-20" in terminal.seen


def test_the_beginning_of_an_id_or_its_file_is_enough() -> None:
    assert run("show", "2026").stdout == run("show", f"corpus/{TEMPO}.md").stdout != ""


def test_a_wrong_id_is_one_sentence_with_the_nearest(corpus: str) -> None:
    sentence = one_sentence(run("show", "--corpus", corpus, "dnoor"), 1)
    assert "dnoor: no such article; did you mean donor" in sentence
    assert "expected one article, found 2 that begin so: donor, donor-2" in one_sentence(
        run("show", "--corpus", corpus, "do"), 1
    )


def test_to_show_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "rusak.md").write_text("rusak", encoding="utf-8")
    sentence = one_sentence(run("show", "--corpus", str(tmp_path), "rusak"), 1)
    assert "rusak.md: expected a head between two lines of ---, got 'rusak'" in sentence


def test_check_finds_the_shipped_corpus_in_order() -> None:
    done = run("check")
    assert done.returncode == 0
    assert done.stdout == "corpus: 2 articles, 17 paragraphs, 0 problems\n"


@pytest.fixture
def wrong_corpus(tmp_path: Path) -> str:
    folder = tmp_path / "c"
    shutil.copytree(ROOT / "corpus", folder)
    (folder / "rusak.md").write_text("---\npublisher: T\npublised: x\n---\nA.", "utf-8")
    shutil.copy(folder / f"{TEMPO}.md", folder / "salinan.md")
    make_corpus(folder, make_article("Ini.", "Digelar Rabu (15/01/2018).", name="konflik"))
    return str(folder)


def test_check_names_what_is_wrong_and_what_to_look_at(wrong_corpus: str) -> None:
    done = run("check", "--corpus", wrong_corpus)
    assert done.returncode == 1
    assert f"tanya: {wrong_corpus}/rusak.md: publised: no such key" in done.stderr
    assert "expected each text once, found one in" in done.stderr
    assert "salinan.md" in done.stderr
    assert done.stdout.splitlines() == [
        f'{wrong_corpus}/konflik.md: paragraph 2: "Rabu (15/01/2018)": '
        "2018-01-15 is a Monday (Senin)",
        f"{wrong_corpus}: 4 articles, 29 paragraphs, 2 problems, 1 to look at",
    ]
    assert "Tempo" in run("ask", "--corpus", wrong_corpus, "20 Januari 2026").stdout


def test_what_is_only_to_be_looked_at_is_no_failure(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path, make_article("Digelar Rabu (15/01/2018)."))
    done = run("check", "--corpus", corpus)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("0 problems, 1 to look at\n")


def test_check_speaks_json(wrong_corpus: str) -> None:
    done = run("check", "--json", "--corpus", wrong_corpus)
    assert (done.returncode, done.stderr) == (1, "")
    document = json.loads(done.stdout)
    assert [document[key] for key in ("articles", "paragraphs", "problems", "look_at")] == [
        4, 29, 2, 1,
    ]  # fmt: skip
    told = [
        (row["place"], row["paragraph"], row["kind"], row["serious"])
        for row in document["findings"]
    ]
    assert told == [
        (TEMPO, None, "same_text", True),
        ("konflik", 1, "weekday", False),
        ("rusak", None, "schema", True),
    ]


def test_check_reads_today_in_the_time_zone_of_the_settings(tmp_path: Path) -> None:
    far = make_article("Digelar 3 Mei 2024.", published=date(2199, 1, 1))
    make_corpus(tmp_path, far)
    assert (
        "published: 2199-01-01 lies in the future" in run("check", "--corpus", str(tmp_path)).stdout
    )


def test_check_names_files_that_are_no_articles(tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "trash").mkdir()
    for name in (
        "berita.txt",
        ".0123456789abcdef.part",
        "a.part",
        "drafts/a.md",
        "trash/0001.b.md",
        ".git",
    ):
        (tmp_path / name).write_text("x", encoding="utf-8")
    done = run("check", "--corpus", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    sentences = [line.removeprefix(f"{tmp_path}/") for line in done.stdout.splitlines()]
    assert sentences[:-1] == [
        ".0123456789abcdef.part: was left by a write that was stopped; it may be removed",
        "a.part: was left by a write that was stopped; it may be removed",
        "drafts/a.md: is an edit that was not stored; to go on: tanya edit a",
        "berita.txt: is not read: the file of an article ends in .md",
    ]


def test_on_a_terminal_check_stands_below_the_names_of_the_files(wrong_corpus: str) -> None:
    with Terminal("check", "--corpus", wrong_corpus) as terminal:
        assert terminal.wait_for_end() == 1
    lines = terminal.seen.splitlines()
    at = lines.index("konflik.md")
    assert lines[at + 1] == ' • ¶2 "Rabu (15/01/2018)": 2018-01-15 is a Monday (Senin)'
    assert lines[lines.index("rusak.md") + 1].startswith(" ✗  publised: no such key")
    assert lines[-1].endswith("2 problems, 1 to look at")


def test_an_empty_corpus_is_in_order(tmp_path: Path) -> None:
    done = run("check", "--corpus", str(tmp_path))
    assert done.stdout == f"{tmp_path}: 0 articles, 0 paragraphs, 0 problems\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["show"], "show: expected the id of an article; all ids: tanya list"),
        (["show", ""], "expected the id of an article, got ''"),
        (["list", "--undated", "--since", "2026-01-01"], "got both"),
        (["list", "--since", "2026-01-02", "--until", "2026-01-01"], "--since before --until"),
        (["list", "--since", "kemarin"], "expected a day as YYYY-MM-DD, got 'kemarin'"),
        (["check", "--corpus", "tidak-ada"], "expected a folder of article files, found nothing"),
    ],
)
def test_wrong_use_is_one_sentence(arguments: list[str], sentence: str) -> None:
    assert sentence in one_sentence(run(*arguments), 2)


def completed(*words: str) -> list[str]:
    line = " ".join(["tanya", *words])
    env = {"_TANYA_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words))}
    done = run(env=env)
    assert done.stderr == ""
    return [row.removeprefix("plain,") for row in done.stdout.splitlines() if row]


def test_the_shell_completes_ids(corpus: str) -> None:
    assert completed("show", "--corpus", corpus, "do") == ["donor", "donor-2"]
    assert completed("show", "--corpus", "tidak-ada", "do") == []
