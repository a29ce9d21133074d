"""Questions that look back at what was shown: where, when and who it was, and who "dia" is."""

from __future__ import annotations

from datetime import date

import pytest

from bot.engine import Engine
from bot.model import Answer, Form, Turn
from tests.faker import TODAY, make_article, make_engine, to_text

ARCHIVE = make_engine(
    make_article(
        "BELU - Perahu hias dilombakan, Sabtu (4/5/2024).",
        "Lomba itu digelar di Dermaga Teluk Gurita mulai pukul 15.30 WITA.",
        "Hadir Camat Lidia Meko dan Kapolsek Markus Tefa.",
        "Terkumpul 45 kantong beras untuk warga.",
        name="perahu",
        published=date(2024, 5, 5),
    ),
    make_article(
        "Kantor Pos Belu dibuka kembali pada Sabtu (4/5/2024).",
        "Loketnya kini ada di Gedung Wanita.",
        name="pos",
        published=date(2024, 5, 5),
    ),
    make_article(
        "Kepala Kantor Pos Belu Simon Rajamuda melayani 300 orang pada hari pertama.",
        "Ia dilantik di Kupang pada 2 Februari 2024.",
        name="simon",
        published=date(2024, 5, 6),
    ),
    make_article(
        "Wakil Bupati Belu Yosef Klau ditunjuk menjadi ketua panitia pada 9 Mei 2021.",
        name="yosef",
    ),
    make_article("Lomba layang-layang di Atambua diikuti 70 regu.", name="layang"),
)
DAY = "apa yang terjadi 4 mei 2024"
HEAD = "siapa kepala kantor pos belu"


def ask(question: str, *before: str, engine: Engine = ARCHIVE) -> Answer:
    return engine.ask(question, TODAY, [Turn(asked) for asked in before], limit=10)


def shown(answer: Answer) -> list[tuple[str, int]]:
    passages = answer.passages[: answer.shown]
    return [(passage.paragraph.article.id, passage.paragraph.number) for passage in passages]


def first_line(answer: Answer) -> str:
    return to_text(answer, ARCHIVE.translations(answer.query.language)).splitlines()[0]


def test_where_it_was_is_told_by_a_passage_of_each_event_with_a_place() -> None:
    answer = ask("di mana acaranya?", DAY)
    assert set(shown(answer)) == {("perahu", 1), ("pos", 1)}
    assert {(p.paragraph.article.id, p.paragraph.number) for p in answer.passages} == set(
        shown(answer)
    )


def test_the_time_is_told_by_what_holds_one_and_by_nothing_else() -> None:
    answer = ask("jam berapa?", DAY)
    assert [(p.paragraph.article.id, p.paragraph.number) for p in answer.passages] == [
        ("perahu", 1)
    ]
    assert shown(ask("pukul berapa mulainya?", "lomba perahu hias")) == shown(answer)


def test_who_was_there_is_told_by_names_of_persons() -> None:
    assert shown(ask("siapa yang hadir?", DAY)) == [("perahu", 2)]
    assert shown(ask("terus siapa yang datang?", DAY, "di mana?")) == [("perahu", 2)]


@pytest.mark.parametrize(
    ("question", "said"),
    [("jam berapa?", "jamnya"), ("siapa yang hadir?", "orangnya"), ("di mana?", "tempatnya")],
)
def test_what_the_articles_shown_do_not_tell_is_said(question: str, said: str) -> None:
    engine = make_engine(make_article("Pohon tumbang menimpa pagar, 7 Mei 2024.", name="pohon"))
    for before in ("apa yang terjadi 7 mei 2024", "pohon tumbang"):
        answer = ask(question, before, engine=engine)
        assert (answer.answered, answer.reason) == (False, "not_told")
        text = to_text(answer, engine.translations("id"))
        assert f"Artikel yang ditampilkan tidak menyebut {said}." in text


def test_a_day_asked_about_twice_is_still_that_day() -> None:
    assert shown(ask("jam berapa?", DAY, "di mana?", "siapa yang hadir?")) == [("perahu", 1)]


def test_a_figure_is_looked_for_in_what_was_shown() -> None:
    answer = ask("dapet berapa kantong?", "lomba perahu hias")
    assert shown(answer)[0] == ("perahu", 3)
    assert answer.form is Form.MATTER
    assert not ask("berapa layangan?", "lomba perahu hias").answered


def test_a_pronoun_stands_for_who_was_shown() -> None:
    answer = ask("dia dilantik kapan?", HEAD)
    assert shown(answer) == [("simon", 1)]
    assert first_line(answer) == "❓ dia dilantik kapan? → Simon Rajamuda dilantik kapan"


def test_what_is_told_of_others_is_not_told_of_the_person_shown() -> None:
    answer = ask("kapan dia ditunjuk?", HEAD)
    assert (answer.answered, answer.reason) == (False, "not_told_of")
    assert answer.missing == ("Simon Rajamuda",)
    assert answer.passages[0].paragraph.article.id == "simon"
    assert "2021" not in to_text(answer, ARCHIVE.translations("id"))


def test_who_was_asked_of_is_asked_of_still() -> None:
    answer = ask("dia melayani berapa orang?", HEAD, "kapan dia ditunjuk?", "di mana dia dilantik?")
    assert shown(answer)[0] == ("simon", 0)
    assert first_line(answer).endswith("→ Simon Rajamuda melayani berapa orang")


def test_a_name_that_was_typed_is_meant_by_the_pronoun() -> None:
    engine = make_engine(
        make_article(
            "Bupati Rosa Weke dan Camat Yanto Luan membuka pasar.",
            "Yanto meminta pedagang menjaga kebersihan.",
            name="pasar",
        )
    )
    answer = ask("dia minta apa?", "Camat Yanto Luan membuka pasar", engine=engine)
    assert "Yanto Luan minta apa" in (answer.query.subject or "")


def test_the_holder_of_an_office_is_no_other_person() -> None:
    answer = ask("siapa gubernurnya?", "lomba perahu hias")
    assert not answer.answered


def test_a_question_told_by_what_was_shown_does_not_end_the_subject() -> None:
    before = "lomba perahu hias", "terkumpul berapa kantong beras"
    answer = ask("kalau tanggal 6?", *before)
    assert answer.query.asked.spans[0].first == date(2024, 5, 6)


def test_where_an_answer_stands_is_said_with_what_it_was_asked_of() -> None:
    answer = ask("sumbernya?", "lomba perahu hias", "jam berapa?")
    assert answer.query.subject == "jam berapa (lomba perahu hias)"
    assert ask("sumbernya?", HEAD, "dia dilantik kapan?").query.subject == (
        "Simon Rajamuda dilantik kapan?"
    )


def test_a_line_that_was_opened_is_what_is_asked_of() -> None:
    days = [
        make_article(f"Lomba {what} digelar di {where}, {day} Juni 2024.", name=what)
        for what, where, day in (
            ("karapan", "Lapangan Simpang", 3),
            ("egrang", "Halaman Pendopo", 9),
            ("gasing", "Aula Kelurahan", 21),
        )
    ]
    engine = make_engine(*days)
    for before in (["2"], ["2", "jam berapa?"]):
        answer = ask("di mana?", "juni 2024 ada apa saja", *before, engine=engine)
        assert {p.paragraph.article.id for p in answer.passages} == {"egrang"}
        assert "egrang" in (answer.query.subject or "")


def test_what_goes_on_from_nothing_is_not_looked_for_by_its_words() -> None:
    engine = make_engine(make_article("Panti menerima perlengkapan selengkapnya.", name="panti"))
    for question in ("selengkapnya", "kirim artikelnya full", "dia siapa"):
        assert not ask(question, "halo", "selengkapnya", engine=engine).answered


def test_of_an_article_shown_the_paragraph_of_the_new_words_answers() -> None:
    before = "siapa kepala kantor pos belu yang melayani 300 orang", "berapa orang yang dilayani"
    assert shown(ask("di sana kapan pelantikannya?", *before))[0] == ("simon", 1)


def test_what_somebody_gave_is_no_greeting() -> None:
    answer = ask("dia kasih apa?", HEAD)
    assert answer.reason not in ("chat", "thanks")
    assert "Simon Rajamuda" in (answer.query.subject or "")


def test_when_somebody_said_it_is_told_by_the_day_of_the_article() -> None:
    engine = make_engine(
        make_article(
            "Sumur digali di Atambua, Rabu (8/5/2024).",
            "Camat Yanto Luan meminta warga menghemat air.",
            name="sumur",
        )
    )
    answer = ask("kapan dia ngomongnya?", "siapa camat yang meminta hemat air", engine=engine)
    assert answer.answered
    assert "8 Mei 2024" in to_text(answer, engine.translations("id"))
