"""The command as a user runs it: a process of its own, real files, real pipes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from bot.cli.main import tanya
from tests.command import TANYA, Terminal, one_sentence, run, run_in_shell
from tests.conftest import ROOT

EXAMPLE = "❓ Apa yang terjadi pada 20 Januari 2026?\n📅 Selasa, 20 Januari 2026\n│ Info Event"


def test_ask_prints_the_sourced_answer() -> None:
    done = run("ask", "Apa yang terjadi pada 20 Januari 2026?")
    assert done.returncode == 0
    assert done.stdout.startswith(EXAMPLE)
    assert done.stdout.endswith("Kutipan langsung · 1 sumber\n")
    assert done.stderr == ""


def readme_examples() -> list[tuple[str, str]]:
    """The command lines of the README's examples, and what it says they print."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^\$ ([^\n]+)\n(.+?)^```", text, re.DOTALL | re.MULTILINE)


def test_the_readme_has_examples() -> None:
    assert len(readme_examples()) == 6


@pytest.mark.parametrize(("command", "printed"), readme_examples())
def test_the_examples_of_the_readme_are_what_is_printed(command: str, printed: str) -> None:
    here = re.sub(r"(?:\.venv/bin/)?tanya(?= |$)", " ".join(TANYA), command, count=1)
    done = run_in_shell(here)
    assert done.stdout.decode() == printed, done.stderr


@pytest.mark.parametrize("words", [(), ("serve",), ("ask", "apa?")], ids=" ".join)
def test_h_is_short_for_help(words: tuple[str, ...]) -> None:
    done = run(*words, "-h")
    assert done.stdout.startswith("Usage: tanya")
    assert done.stdout == run(*words, "--help").stdout


@pytest.mark.parametrize("name", tanya.list_commands(click.Context(tanya)))
def test_every_command_has_the_short_and_the_long_way_to_help(name: str) -> None:
    short, long = (CliRunner().invoke(tanya, [name, way]) for way in ("-h", "--help"))
    assert (short.exit_code, long.exit_code) == (0, 0)
    assert short.output == long.output
    assert "-h, --help" in short.output


def test_quotations_stand_behind_a_bar() -> None:
    asked = run("ask", "kapan donor darah")
    text = asked.stdout.splitlines()
    assert [line for line in text if line.startswith("│ ")]
    assert not [line for line in text if line.startswith(">")]


def test_a_question_needs_no_quotation_marks() -> None:
    assert "Josef Nae Soi" in run("ask", "siapa", "wagub", "NTT").stdout


def test_json_has_every_key_of_the_interface() -> None:
    done = run("ask", "--json", "--today", "2026-01-21", "--limit", "2", "kemarin ada apa")
    answer = json.loads(done.stdout)
    assert list(answer) == [
        "id", "question", "query", "answered", "reason", "hits", "total", "nearest", "reach",
        "notes", "form", "verdict", "page", "subject", "counts", "text", "html", "elapsed_ms",
    ]  # fmt: skip
    assert list(answer["query"]) == ["terms", "spans", "intent", "language", "corrections"]
    assert answer["query"]["spans"] == [{"first": "2026-01-20", "last": "2026-01-20"}]
    assert answer["query"]["intent"] == "date"
    assert (answer["form"], answer["verdict"], answer["subject"]) == ("day", None, None)
    assert answer["page"] == {"number": 1, "count": 1}
    assert answer["counts"] == {"events": 1, "dates": 1, "sources": 1}
    published = {"first": "2026-01-21", "last": "2026-01-21"}
    assert answer["reach"] == {"articles": 2, "undated": 1, **published}
    (hit,) = answer["hits"]
    assert list(hit) == [
        "article", "paragraph", "text", "score", "highlights", "mentions", "citation", "also",
    ]  # fmt: skip
    (start, stop) = hit["highlights"][0]
    assert hit["text"][start:stop].endswith("Selasa 20 Januari.")
    mention = hit["mentions"][0]
    assert hit["text"][mention["start"] : mention["stop"]] == mention["surface"]
    assert (mention["first"], mention["planned"]) == ("2026-01-20", False)
    assert hit["citation"]["published"] == "2026-01-21"


def test_a_batch_is_answered_in_order_with_its_history() -> None:
    rows: list[dict[str, Any]] = [
        {"id": "a", "question": "apa yang terjadi 12 Januari 2023?"},
        {"id": {"b": 1}, "question": "kemarin ada apa", "today": "2026-01-21"},
        {
            "id": 3,
            "question": "kalau tanggal 17?",
            "history": ["apa yang terjadi 12 Januari 2023?"],
        },
        {"question": ""},
    ]
    done = run("ask", "--batch", given="\n".join(map(json.dumps, rows)))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", {"b": 1}, 3, None]
    assert [answer["answered"] for answer in answers] == [True, True, True, False]
    assert answers[2]["query"]["spans"][0]["first"] == "2023-01-17"
    assert answers[3]["reason"] == "empty_question"


def test_an_earlier_question_keeps_the_day_on_which_it_was_asked() -> None:
    earlier = {"question": "kemarin ada apa", "today": "2026-01-21", "page": 2}
    row = {"question": "siapa yang hadir?", "today": "2026-01-25", "history": [earlier]}
    done = run("ask", "--batch", given=json.dumps({**row, "chat": "group"}))
    day = "2026-01-20"
    assert json.loads(done.stdout)["query"]["spans"] == [{"first": day, "last": day}]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("bukan json", "line 2: expected a JSON object, got 'bukan json'"),
        ("[1]", "line 2: expected a JSON object, got '[1]'"),
        ('{"question": 7}', "line 2: question: expected text, got 7"),
        ('{"question": "a", "today": "besok"}', "line 2: today: expected a day as YYYY-MM-DD"),
        ('{"question": "a", "history": "b"}', "line 2: history: expected a list of questions"),
        (
            '{"question": "a", "history": ["b", 7]}',
            "line 2: history[1]: expected a question or an object, got 7",
        ),
        (
            '{"question": "a", "history": [{"today": "2026-01-21"}]}',
            "line 2: history[0].question: expected text, got None",
        ),
        (
            '{"question": "a", "history": [{"question": "b", "today": "besok"}]}',
            "line 2: history[0].today: expected a day as YYYY-MM-DD",
        ),
        (
            '{"question": "a", "history": [{"question": "b", "page": true}]}',
            "line 2: history[0].page: expected a whole number from 1, got True",
        ),
        ('{"question": "a", "page": 0}', "line 2: page: expected a whole number from 1, got 0"),
        (
            '{"question": "a", "forwarded_on": "kemarin"}',
            "line 2: forwarded_on: expected a day as YYYY-MM-DD",
        ),
        (
            '{"question": "a", "chat": "channel"}',
            "line 2: chat: expected one of private, group, guest, inline, got 'channel'",
        ),
    ],
)
def test_a_wrong_line_of_a_batch_is_named_and_the_others_are_answered(
    line: str, sentence: str
) -> None:
    done = run("ask", "--batch", given=f'{{"question": "halo"}}\n{line}\n{{"question": "halo"}}\n')
    assert sentence in one_sentence(done, 1)
    first, wrong, last = [json.loads(row) for row in done.stdout.splitlines()]
    assert first["reason"] == last["reason"] == "chat"
    assert sentence in wrong["error"]


def test_dates_speak_the_machine_interface() -> None:
    rows: list[dict[str, Any]] = [
        {"text": "Digelar Rabu (11/1).", "reference": "2023-01-11", "kind": "article"},
        {"text": "sejak 5 Januari 2026 ada apa", "reference": "2026-01-22", "kind": "question"},
        {"text": "berapa paspor?", "reference": "2026-01-22", "kind": "question"},
    ]
    done = run("dates", "--batch", given="\n".join(map(json.dumps, rows)))
    article, question, none = [json.loads(line) for line in done.stdout.splitlines()]
    (mention,) = article["mentions"]
    assert (mention["surface"], mention["start"], mention["stop"]) == ("Rabu (11/1)", 8, 19)
    assert (mention["first"], mention["last"]) == ("2023-01-11", "2023-01-11")
    assert question["spans"] == [{"first": "2026-01-05", "last": "2026-01-22"}]
    assert "5 Januari 2026" in question["surface"]
    assert (none["spans"], none["surface"]) == ([], "")


def test_dates_explain_a_text() -> None:
    text = "Digelar Selasa 20 Januari, bukan setiap 26 Januari. Bukan 30 Februari 2025."
    done = run("dates", "--reference", "2026-01-21", text)
    assert done.stdout.splitlines() == [
        "Selasa 20 Januari → Tue 2026-01-20 · year inferred · rule day_month",
        "26 Januari: no mention, it comes again and again",
        "30 Februari 2025: no mention, there is no such day",
    ]


def test_dates_explains_a_question() -> None:
    done = run("dates", "--question", "--reference", "2026-01-21", "sejak 5 januari ada apa")
    assert done.stdout.splitlines()[-1] == "asked: Mon 2026-01-05 – Wed 2026-01-21"
    assert run("dates", "--question", "halo").stdout == "no date\n"


def test_check_finds_the_shipped_corpus_in_order() -> None:
    done = run("check")
    assert done.returncode == 0
    assert done.stdout.endswith("2 articles, 17 paragraphs, 0 problems\n")


def test_check_names_what_is_wrong(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "corpus", tmp_path / "c")
    (tmp_path / "c" / "rusak.md").write_text("---\npublisher: T\npublised: x\n---\nA.", "utf-8")
    original = next((tmp_path / "c").glob("2026*.md"))
    shutil.copy(original, tmp_path / "c" / "salinan.md")
    done = run("check", "--corpus", str(tmp_path / "c"))
    assert done.returncode == 1
    assert "rusak.md: publised: no such key" in done.stderr
    assert "expected each text once, found one in" in done.stderr
    assert "salinan.md" in done.stderr
    assert "3 articles" in done.stdout
    assert "Tempo" in run("ask", "--corpus", str(tmp_path / "c"), "20 Januari 2026").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["ask"], "expected a question"),
        (["ask", "--batch", "apa?"], "expected a question, or --batch"),
        (["ask", "--today", "besok", "apa?"], "expected a day as YYYY-MM-DD, got 'besok'"),
        (["ask", "--limit", "0", "apa?"], "0 is not in the range"),
        (
            ["ask", "--corpus", "tidak-ada", "apa?"],
            "expected a folder of article files, found nothing",
        ),
        (
            ["ask", "--corpus", "README.md", "apa?"],
            "expected a folder of article files, found a file",
        ),
        (["ask", "--config", "tidak-ada.yaml", "apa?"], "expected a file of settings"),
        (["tanyakan"], "No such command 'tanyakan'"),
        (["ask", "--jsn", "apa?"], "No such option"),
        (["dates"], "expected a text"),
        (["add"], "expected files, addresses or --manifest"),
        (["ask", "--corpus", "", "apa?"], "expected a path"),
        (["ask", "--json", "--batch"], "expected a question, or --batch"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(arguments: list[str], sentence: str) -> None:
    assert sentence in one_sentence(run(*arguments), 2)


def test_a_misspelt_setting_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("korpus: x\n", encoding="utf-8")
    for command in (["ask", "apa?"], ["check"], ["serve"], []):
        done = run(*command, cwd=tmp_path)
        assert "korpus: no such setting; did you mean 'corpus'?" in one_sentence(done, 2)


def test_an_empty_corpus_is_no_error(tmp_path: Path) -> None:
    done = run("ask", "--corpus", str(tmp_path), "apa yang terjadi kemarin?")
    assert done.returncode == 0
    assert "Arsip masih kosong" in done.stdout


@pytest.mark.parametrize("question", ["", "   ", "\x01\x02", "a" * 10_000])
def test_odd_questions_get_a_sentence(question: str) -> None:
    done = run("ask", "--", question)
    assert done.returncode == 0
    assert done.stderr == ""
    assert 40 < len(done.stdout) < 1000


@pytest.mark.parametrize("token", [None, "kosong"])
def test_serve_refuses_a_missing_or_malformed_token(token: str | None) -> None:
    environment = {"TELEGRAM_BOT_TOKEN": token or ""}
    assert "TELEGRAM_BOT_TOKEN: expected" in one_sentence(run("serve", env=environment), 2)


def test_piped_the_chat_shows_its_example_and_answers_each_line() -> None:
    done = run(given="siapa wagub NTT?\n\nkapan audiensinya?\n")
    assert done.returncode == 0
    assert done.stdout.startswith(EXAMPLE)
    assert done.stdout.count("❓") == 3
    assert "❓ kapan audiensinya? → siapa wagub NTT\n" in done.stdout
    assert done.stderr == ""


def test_going_on_opens_page_after_page_to_the_last() -> None:
    done = run(given="hari bhakti imigrasi\n" + "terus?\n" * 3 + "makasih\nlagi\n" + "terus?\n" * 9)
    answers = done.stdout.split("\n❓ ")[2:]
    pages = [re.findall(r"Kutipan (\d+)", answer) for answer in answers]
    starts = [int(start) for start, *_ in filter(None, pages)]
    assert starts == sorted(starts)
    assert len(set(starts)) > 2
    assert "Sudah halaman terakhir." in answers[-1]
    assert "Sudah halaman terakhir." not in answers[1]


def test_with_nothing_on_standard_input_the_chat_shows_its_example() -> None:
    done = run(given="")
    assert done.returncode == 0
    assert done.stdout.startswith(EXAMPLE)


def test_with_standard_input_closed_the_chat_shows_its_example() -> None:
    command = f'exec "{sys.executable}" -m bot <&-'
    done = run_in_shell(command)
    assert done.returncode == 0
    assert done.stdout.decode().startswith(EXAMPLE)
    assert done.stderr == b""


def test_a_reader_that_leaves_early_gets_no_traceback() -> None:
    command = f'"{sys.executable}" -m bot ask "berita januari 2023" | head -c 10'
    done = run_in_shell(command)
    assert done.stderr == b""


def test_in_a_plain_locale_the_output_is_utf8_all_the_same() -> None:
    done = run(
        "ask", "apa?", env={"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    )
    assert done.stdout.startswith("❓ apa?")


def test_a_wrong_line_of_a_batch_keeps_its_id() -> None:
    done = run("ask", "--batch", given='\ufeff{"id": 7, "question": "a", "today": "2026-02-30"}\n')
    assert json.loads(done.stdout)["id"] == 7


@pytest.mark.parametrize("line", ['{"id": NaN, "question": "a"}', "[" * 100_000])
def test_what_is_no_json_is_no_request(line: str) -> None:
    assert "line 1: expected a JSON object" in one_sentence(run("ask", "--batch", given=line), 1)


def test_an_unknown_kind_of_text_is_named() -> None:
    done = run("dates", "--batch", given='{"text": "a", "kind": "foo"}\n')
    assert "kind: expected article or question, got 'foo'" in one_sentence(done, 1)


def test_a_full_disk_is_one_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [*TANYA, "ask", "halo"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
            check=False,
        )
    assert "No space left on device" in one_sentence(done, 1)


def test_a_place_before_the_command_counts(tmp_path: Path) -> None:
    assert "Arsip masih kosong" in run("--corpus", str(tmp_path), "ask", "apa kabar NTT?").stdout


def test_an_article_that_could_not_be_read_is_told_when_asking(tmp_path: Path) -> None:
    (tmp_path / "rusak.md").write_text("rusak", encoding="utf-8")
    done = run("ask", "--corpus", str(tmp_path), "apa kabar NTT?")
    assert "articles that could not be read: 1; see: tanya check" in done.stderr
    assert done.returncode == 0


def test_on_a_terminal_the_chat_answers_follows_up_and_ends_with_ctrl_d() -> None:
    with Terminal() as chat:
        chat.wait_for_prompt()
        assert "Selasa, 20 Januari 2026" in chat.seen
        assert "▎ Info Event" in chat.seen
        assert "Ctrl-D" in chat.seen
        chat.type("kapan donor darah di kupang\n")
        chat.wait_for_prompt("Selasa, 17 Januari 2023")
        chat.type("siapa wagub NTX\x7fT?\n")
        chat.wait_for_prompt("Josef")
        chat.type("di mana?\n")
        chat.wait_for_prompt("di mana? → siapa wagub NTT")
        chat.type("hari bhakti imigrasi ke-73\n")
        chat.wait_for_prompt()
        chat.type("terus?\n")
        chat.wait_for_prompt("Kutipan ")
        chat.type("makasih\n")
        chat.wait_for_prompt("Sama-sama")
        chat.type("\x04")
        assert chat.process.wait(timeout=20) == 0


# timeline


def test_a_matter_is_told_in_order_in_the_terminal() -> None:
    done = run("timeline", "donor", "darah")
    told = done.stdout.splitlines()
    assert told[:2] == [
        "❓ linimasa donor darah",
        "🗓 Linimasa · donor darah · 17 Januari 2023–20 Januari 2026",
    ]
    assert told[2].startswith("1. 17 Jan 2023 ")
    assert told[-1] == "Judul dan kutipan apa adanya · 2 sumber"


def test_a_timeline_may_be_of_a_year_or_of_all() -> None:
    of_year, of_all = run("timeline", "2023").stdout, run("timeline").stdout
    assert of_year.startswith("❓ linimasa 2023\n📅 Tahun 2023")
    assert of_all.startswith("❓ linimasa\n📅 ")


def test_a_timeline_in_json_is_an_answer() -> None:
    answer = json.loads(run("timeline", "--json", "donor darah").stdout)
    assert (answer["form"], answer["answered"], answer["page"]["number"]) == ("digest", True, 1)
    assert [hit["citation"]["publisher"] for hit in answer["hits"]] == ["iNewsBelu.id", "Tempo"]
    none = json.loads(run("timeline", "--json", "gempa sumbing").stdout)
    assert (none["form"], none["answered"]) == ("not_found", False)


def test_a_page_beyond_the_last_of_a_timeline_is_the_last() -> None:
    assert (
        run("timeline", "donor darah", "--page", "9").stdout
        == run("timeline", "donor darah").stdout
    )
