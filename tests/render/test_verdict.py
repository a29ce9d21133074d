"""The bubble of a text that may have been reported, line by line."""

from __future__ import annotations

from datetime import date

import pytest

from bot.engine import Engine
from bot.render.pages import to_pages
from tests.faker import TODAY, make_article, make_engine, to_html, to_text

TEXT = "Kemarin Kemenimipas membagikan 50.000 paket sembako di Tangerang. Sebarkan!"
SENT = date(2026, 1, 21)


def lines_of(engine: Engine, text: str, forwarded_on: date | None = None) -> list[str]:
    answer = engine.ask(text, TODAY, forwarded_on=forwarded_on)
    return to_text(answer, engine.translations(answer.query.language)).splitlines()


def test_what_differs_stands_in_bold_under_the_text(engine: Engine) -> None:
    asked, verdict, day, quoted, source, address, foot = lines_of(engine, TEXT, SENT)
    assert asked == f"🔎 “{TEXT}” (diteruskan, 21 Januari 2026)"
    assert verdict == "⚠️ Diberitakan, tetapi berbeda: teks 50.000, artikel 5.000"
    assert day == "📅 Selasa, 20 Januari 2026"
    assert quoted.startswith("│ Pada puncak kegiatan di Tangerang, ")
    assert source.startswith("📰 Tempo · Kementerian Imigrasi")
    assert address.startswith("https://event.tempo.co/read/2081968/")
    assert foot == "Kutipan langsung · 1 sumber"
    html = to_html(engine.ask(TEXT, TODAY, forwarded_on=SENT), engine.translations("id"))
    assert "<b>Diberitakan, tetapi berbeda: teks 50.000, artikel 5.000</b>" in html


def test_a_pasted_text_says_from_which_day_it_counts(engine: Engine) -> None:
    assert lines_of(engine, TEXT)[0].endswith("(dihitung dari hari ini, 2 Februari 2026)")
    dated = "Kemenimipas membagikan sembako di Tangerang pada 20 Januari 2026."
    assert lines_of(engine, dated)[0] == f"🔎 “{dated}”"


def test_what_is_not_found_says_what_that_means_and_what_is_near(engine: Engine) -> None:
    asked, verdict, proof, near = lines_of(engine, "benarkah poltekpin tangerang terbakar?")
    assert asked == "❓ benarkah poltekpin tangerang terbakar?"
    assert verdict == "❌ Tidak ditemukan di arsip"
    assert proof == ("Bukan berarti tidak benar: arsip memuat 2 artikel, terbit 21 Januari 2026.")
    assert near.startswith("Terdekat: 21 Januari 2026 · Kementerian Imigrasi dan")
    assert "Tempo https://event.tempo.co/read/2081968/" in near


def test_what_was_reported_counts_its_sources(engine: Engine) -> None:
    verdict = lines_of(engine, "benarkah Kemenimipas menyalurkan 5.000 paket sembako?")[1]
    assert verdict == "✅ Ya, diberitakan 1 sumber"


def test_an_english_question_is_answered_in_english(engine: Engine) -> None:
    lines = lines_of(engine, "did the ministry distribute 500 packages of basic food in Tangerang?")
    assert lines[1] == "⚠️ Reported, but different: text 500, article 5.000"
    lines = lines_of(engine, "did minister agus andrianto resign?")
    assert lines[1:3] == [
        "❌ Not found in the archive",
        "This does not mean it is untrue: the archive has 2 articles, published 21 January 2026.",
    ]


def test_each_claim_has_its_mark_and_the_worst_heads_the_bubble(engine: Engine) -> None:
    text = (
        "Kemenimipas menyerahkan 20 ribu bibit kelapa. Donor darahnya diikuti 900 pendonor. "
        "Menteri Agus Andrianto lalu mengundurkan diri."
    )
    lines = lines_of(engine, text, SENT)
    assert lines[1:5] == [
        "❌ Tidak ditemukan di arsip: 1 dari 3 pernyataan",
        "✅ “Kemenimipas menyerahkan 20 ribu bibit kelapa”",
        "⚠️ “Donor darahnya diikuti 900 pendonor”: teks 900, artikel 500",
        "❌ “Menteri Agus Andrianto lalu mengundurkan diri”",
    ]
    assert any(line.startswith("│") for line in lines)
    assert sum(line.startswith("📰") for line in lines) == 1


def test_a_text_that_was_cut_says_so() -> None:
    engine = make_engine(make_article("Kapal tiba di Ende.", published=SENT))
    text = "Sebuah kapal besar tiba di pelabuhan. " * 40
    assert "hanya 1.000 huruf pertama" in lines_of(engine, text, SENT)[0]


@pytest.mark.parametrize("size", [1, 3, 8])
@pytest.mark.parametrize("told", [True, False])
def test_a_verdict_is_one_bubble_on_one_screen(size: int, told: bool) -> None:
    names = [f"Desa Wolo{letter * 3}" for letter in "abcdefgh"[:size]]
    sentences = [
        f"Sebanyak {number + 21} kapal pengangkut semen menabrak dermaga {name}"
        f" yang dibangun pemerintah daerah setempat dengan anggaran pembangunan."
        for number, name in enumerate(names)
    ]
    articles = [
        make_article(
            f"{sentence} {'Warga melihatnya dari bukit. ' * 20}",
            name=f"a{number}",
            title=f"Kapal menabrak dermaga {'yang baru ' * 9}",
            published=SENT,
            url=f"https://media{number}.example/berita/{'kapal-menabrak-' * 4}{number}00000",
        )
        for number, sentence in enumerate(sentences)
    ]
    engine = make_engine(*articles) if told else make_engine(make_article("Pawai obor."))
    answer = engine.ask(" ".join(sentences), TODAY, forwarded_on=SENT, limit=30)
    (page, *_) = to_pages(answer, engine.translations("id"))
    assert page.layout.is_one_screen
    # Eight are more than the characters that are judged.
    assert len(answer.claims) == min(size, 7)
