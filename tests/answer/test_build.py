"""Whole answers over the articles that ship, as a user would get them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.browse import Overview
from bot.answer.build import AnswerBuilder
from bot.archive.articles import Corpus, read_articles
from bot.config import LANGUAGES, Config
from bot.engine import LONGEST_HISTORY, Engine
from bot.index.memory import MemoryIndex
from bot.index.memory_catalogue import MemoryCatalogue
from bot.model import Answer, Counts, Form, Granularity, Query, Reason, Turn
from bot.query.claims import MOST_JUDGED
from bot.query.parse import parse_query
from bot.query.reading import Reader, fold_question
from bot.render.translations import read_translations
from bot.search.search import search
from bot.search.terms import weigh_terms
from tests.conftest import CASES
from tests.faker import TODAY, make_article, make_engine, to_html, to_text
from tests.index.plain import PlainArchive


def read_cases(name: str) -> Any:
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))


def facts() -> Iterator[Any]:
    """Questions and facts; of a known failure, why, as a third."""
    for question, fact, *why in read_cases("facts.yaml"):
        marks = [pytest.mark.xfail(strict=True, reason=each) for each in why]
        yield pytest.param(question, fact, marks=marks)


@pytest.mark.parametrize(("question", "fact"), list(facts()))
def test_every_fact_can_be_asked_for(engine: Engine, question: str, fact: str) -> None:
    answer = engine.ask(question, TODAY)
    assert answer.answered
    assert fact in to_text(answer, engine.translations("id"))


@pytest.mark.parametrize("case", read_cases("answers.yaml"), ids=lambda case: case["question"])
def test_an_answer_is_what_it_should_be(engine: Engine, case: dict[str, Any]) -> None:
    before = [Turn(asked) for asked in case.get("before", ())]
    answer = engine.ask(case["question"], case.get("today", TODAY), before)
    text = to_text(answer, engine.translations(answer.query.language))
    assert answer.answered == case["answered"], text
    assert answer.reason == case.get("reason", answer.reason)
    assert set(case.get("notes", ())) <= set(answer.notes)
    assert [part for part in case.get("shows", ()) if part not in text] == [], text
    assert [part for part in case.get("hides", ()) if part in text] == [], text


@pytest.fixture(scope="module")
def overviews(corpus_folder: Path) -> list[Overview]:
    """The articles that ship, behind the index of the memory and behind a plain one."""
    articles = read_articles(corpus_folder).articles
    index, plain = MemoryIndex(articles), PlainArchive(articles)
    return [Overview(index, MemoryCatalogue(index)), Overview(plain, plain)]


@pytest.mark.parametrize(
    "question",
    [case["question"] for case in read_cases("answers.yaml")]
    + [question for question, *_ in read_cases("facts.yaml")],
)
def test_another_index_leads_to_the_same_answer(overviews: list[Overview], question: str) -> None:
    reader = Reader(known_dates=overviews[0])
    query = parse_query(fold_question(question), TODAY, reader=reader)
    answers = [answer_over(overview, query) for overview in overviews]
    texts = [to_text(answer, read_translations("id")) for answer in answers]
    assert texts[0] == texts[1]
    kept = [replace(answer, passages=()) for answer in answers]
    assert kept[0] == kept[1]


def answer_over(overview: Overview, query: Query) -> Answer:
    terms = weigh_terms(query, overview.index)
    found = search(query, terms, overview.index, Config().search)
    return AnswerBuilder(query, terms, found, overview, Config(), limit=10).build()


def test_a_question_of_ten_thousand_letters_is_a_text_of_which_the_first_are_judged(
    engine: Engine,
) -> None:
    answer = engine.ask("a" * 10_000, TODAY)
    assert (answer.answered, answer.reason, answer.query.cut) == (False, "not_reported", True)
    text = to_text(answer, engine.translations("id"))
    assert "(hanya 1.000 huruf pertama)" in text
    assert len(text) < MOST_JUDGED


def test_an_empty_archive_says_that_it_is_empty() -> None:
    engine = Engine(Config(), Corpus(()))
    for question in ("apa yang terjadi pada 20 Januari 2026?", "siapa?", "berapa bibit kelapa?"):
        answer = engine.ask(question, TODAY)
        assert (answer.answered, answer.reason) == (False, "empty_corpus")
        assert "Arsip masih kosong" in to_text(answer, engine.translations("id"))


def test_words_alone_do_not_answer_for_another_day() -> None:
    engine = make_engine(
        make_article(
            "Donor darah digelar di Medan, Jumat (24/1/2025).", published=date(2025, 1, 25)
        )
    )
    assert engine.ask("donor darah di Medan 24 Januari 2025", TODAY).answered
    later = engine.ask("donor darah di Medan 24 Januari 2026", TODAY)
    assert (later.answered, later.reason) == (False, "nothing_on_date")


def test_an_undated_passage_is_not_excluded_by_a_day() -> None:
    engine = make_engine(
        make_article("Ketua panitia donor darah massal Palembang bernama Sutrisno Wibowo."),
        make_article("Pelabuhan Merak ramai.", name="b"),
    )
    assert engine.ask("siapa ketua panitia donor darah massal Palembang 2024", TODAY).answered


def test_an_exact_day_stands_before_several_and_a_month_says_nothing_of_it() -> None:
    engine = make_engine(
        make_article("Pameran dibuka 13-17 Mei 2024.", name="a"),
        make_article("Apel digelar Rabu, 15 Mei 2024.", name="b"),
        make_article("Sepanjang Mei 2024 layanan dibuka.", name="c"),
        make_article("Pada 2024 layanan naik.", name="d"),
    )
    answer = engine.ask("apa yang terjadi 15 Mei 2024", TODAY)
    found = [passage.dates[0].granularity for passage in answer.passages]
    assert found == [Granularity.DAY, Granularity.DAYS]


def test_a_month_is_told_in_the_order_of_its_days() -> None:
    engine = make_engine(
        make_article("Lomba digelar 20 Mei 2024.", name="a"),
        make_article("Apel digelar 3 Mei 2024.", "Upacara digelar 11 Mei 2024.", name="b"),
    )
    answer = engine.ask("kegiatan Mei 2024", TODAY)
    assert [passage.dates[0].first.day for passage in answer.passages] == [3, 11, 20]


def test_each_article_is_heard_before_one_is_heard_twice() -> None:
    engine = make_engine(
        make_article("Apel digelar 3 Mei 2024.", "Bazar dibuka 3 Mei 2024.", name="a"),
        make_article("Ziarah dilakukan 3 Mei 2024.", name="b"),
    )
    answer = engine.ask("apa yang terjadi 3 Mei 2024", TODAY)
    assert [passage.paragraph.article.id for passage in answer.passages] == ["a", "b", "a"]


STORY = (
    "Sebanyak 78 gerbang otomatis diresmikan di Bandara Soekarno-Hatta, Rabu (3/1/2024).",
    "Rinciannya 52 unit di kedatangan Terminal 3 dan 26 unit di keberangkatan.",
)


def test_a_copy_is_folded_into_the_report_it_copies() -> None:
    engine = make_engine(
        make_article(*STORY, name="a", publisher="Tempo"),
        make_article("BANTEN - " + STORY[0], STORY[1], name="b", publisher="Banten Raya"),
    )
    for question in ("apa yang terjadi 3 Januari 2024", "berapa gerbang otomatis soekarno-hatta"):
        answer = engine.ask(question, TODAY)
        assert {passage.paragraph.article.id for passage in answer.passages} == {"a"}
        assert [copy.publisher for copy in answer.passages[0].also] == ["Banten Raya"]
        assert "\nJuga: Banten Raya\n" in to_text(answer, engine.translations("id"))


def test_sources_that_differ_are_both_shown() -> None:
    engine = make_engine(
        make_article("Puncak peringatan jatuh pada 26 Januari 2023.", name="a", publisher="Satu"),
        make_article(
            "Puncak peringatan itu jatuh pada 27 Januari 2023.", name="b", publisher="Dua"
        ),
    )
    answer = engine.ask("puncak peringatan tanggal berapa?", TODAY)
    text = to_text(answer, engine.translations("id"))
    assert "sources_differ" in answer.notes
    assert answer.form is Form.DISAGREEMENT
    assert "Sumber berbeda: 26 atau 27 Januari 2023" in text
    assert "📰 Satu" in text
    assert "📰 Dua" in text


def test_days_that_differ_stand_in_the_order_of_the_calendar() -> None:
    engine = make_engine(
        make_article("Puncak peringatan jatuh pada 31 Januari 2023.", name="a", publisher="Satu"),
        make_article(
            "Puncak peringatan itu jatuh pada 1 Februari 2023.", name="b", publisher="Dua"
        ),
    )
    answer = engine.ask("puncak peringatan tanggal berapa?", TODAY)
    text = to_text(answer, engine.translations("id"))
    assert "Sumber berbeda: 31 Januari atau 1 Februari 2023" in text


def test_who_names_the_other_day_too_does_not_contradict() -> None:
    engine = make_engine(
        make_article("Razia Tapal digelar di Tegal pada 15 Juli 2025.", name="a"),
        make_article(
            "Razia Tapal di Tegal dipaparkan pada 18 Juli 2025.",
            "Petugas mendatangi sebuah gudang pada 15 Juli 2025.",
            name="b",
        ),
    )
    answer = engine.ask("kapan razia Tapal di Tegal", TODAY)
    assert answer.form is Form.MATTER


def test_the_days_over_an_article_stand_in_the_order_of_the_calendar() -> None:
    engine = make_engine(
        make_article(
            "Lampion Tapal dilepas pada 12 Mei 2024.", "Lampion Tapal dirangkai pada 10 Mei 2024."
        )
    )
    answer = engine.ask("lampion tapal", TODAY)
    assert "📅 Jumat, 10 Mei 2024; Minggu, 12 Mei 2024" in to_text(
        answer, engine.translations("id")
    )


@pytest.mark.parametrize(
    ("paragraphs", "day"),
    [
        (("Lampion dilepas.", "Sejarahnya panjang.", "Suratnya bertanggal 4 Mei 2027."), None),
        (("Lampion dilepas.", "Acara dimulai 4 Mei 2027.", "Dirakit."), date(2027, 5, 4)),
        (("Lampion dilepas.", "Suratnya 4 Mei 2027.", "Dibahas 2 Mei 2026."), date(2026, 5, 2)),
    ],
)
def test_a_day_still_to_come_is_that_of_an_article_only_where_it_opens_with_it(
    paragraphs: tuple[str, ...], day: date | None
) -> None:
    engine = make_engine(make_article(*paragraphs, published=date(2026, 5, 3)))
    told = engine.ask("lampion dilepas", TODAY).passages[0].told_day
    assert (told and told.first) == day


def test_where_nothing_is_near_the_newest_article_is_the_way_on() -> None:
    engine = make_engine(
        make_article("Lampion dilepas.", name="a", title="Lampion", published=date(2026, 5, 3)),
        make_article("Perahu dicat.", name="b", title="Perahu", published=date(2026, 5, 4)),
    )
    text = to_text(engine.ask("qwertyuiop", TODAY), engine.translations("id"))
    assert text.splitlines()[2] == "Terbaru: Perahu · terbit 4 Mei 2026 · Tempo"


def test_quotations_are_of_another_language_only_as_far_as_they_are() -> None:
    told = (
        "The lanterns of Tapal were released by the mayor in the evening.",
        "Warga melepas lampion Tapal di alun-alun bersama wali kota pada malam itu.",
    )
    engine = make_engine(*(make_article(each, name=str(at)) for at, each in enumerate(told)))
    translations = engine.translations("en")
    assert "(partly Indonesian)" in to_text(
        engine.ask("who released the lanterns lampion of Tapal", TODAY), translations
    )
    alone = make_engine(make_article(told[1]))
    assert "(Indonesian)" in to_text(alone.ask("who released lampion Tapal", TODAY), translations)


def test_the_other_years_of_a_day_are_named() -> None:
    engine = make_engine(
        make_article("Upacara digelar 26 Januari 2024.", name="a"),
        make_article("Upacara digelar 26 Januari 2025.", name="b"),
    )
    answer = engine.ask("apa yang terjadi 26 Januari", date(2025, 6, 1))
    assert answer.other_years == (2024,)
    assert "juga tercatat pada tahun 2024" in to_text(answer, engine.translations("id"))


def test_a_weekday_that_contradicts_is_told() -> None:
    engine = make_engine(make_article("Donor darah digelar Sabtu (06/01/2023)."))
    answer = engine.ask("apa yang terjadi 6 Januari 2023", TODAY)
    assert "weekday_conflict" in answer.notes
    assert "tanggal tertulis yang dipakai" in to_text(answer, engine.translations("id"))


def test_a_short_form_finds_the_long_one_and_back() -> None:
    engine = make_engine(
        make_article("Warga negara asing dideportasi.", name="a"),
        make_article("Jumlah WNA naik.", name="b"),
        make_article("Bazar dibuka.", name="c"),
    )
    found = {p.paragraph.article.id for p in engine.ask("berapa WNA?", TODAY, limit=9).passages}
    assert found == {"a", "b"}


def test_settings_add_short_forms() -> None:
    article = make_article("Eazy Passport melayani lansia.")
    bare = Engine(Config(), Corpus((article,)))
    told = Engine(Config(abbreviations={"EZP": "Eazy Passport"}), Corpus((article,)))
    assert not bare.ask("di mana EZP?", TODAY).answered
    assert told.ask("di mana EZP?", TODAY).answered


def test_settings_add_to_the_short_forms_that_are_known() -> None:
    article = make_article("Warga negara asing dideportasi.")
    engine = Engine(Config(abbreviations={"WNA": "Wisata Nusa Asri"}), Corpus((article,)))
    assert engine.ask("siapa WNA itu?", TODAY).answered


def test_the_limit_is_kept_and_the_total_told(engine: Engine) -> None:
    answer = engine.ask("bakti sosial donor darah", TODAY, limit=2)
    assert len(answer.passages) == 2
    assert answer.total > 2


@given(
    st.text(max_size=80),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.lists(st.text(), max_size=2),
)
def test_any_question_has_an_answer(
    engine: Engine, question: str, today: date, history: list[str]
) -> None:
    answer = engine.ask(question, today, [Turn(asked) for asked in history])
    translations = engine.translations(answer.query.language)
    assert to_text(answer, translations)
    assert to_html(answer, translations)
    assert answer.answered == (answer.reason is None)
    assert bool(answer.shown) == answer.answered


def test_the_same_question_has_the_same_answer(engine: Engine) -> None:
    first = engine.ask("siapa yang hadir di Kupang?", TODAY)
    assert all(engine.ask("siapa yang hadir di Kupang?", TODAY) == first for _ in range(3))


@pytest.mark.parametrize("days", [0, 1, 400])
def test_a_day_counted_back_is_the_day_itself(engine: Engine, days: int) -> None:
    event = date(2026, 1, 20)
    answer = engine.ask(f"{days} hari lalu ada apa", event + timedelta(days=days))
    assert answer.answered


def test_what_follows_the_answer_hears_each_article_before_one_again() -> None:
    engine = make_engine(
        make_article("Donor darah massal di Medan diikuti 90 orang.", name="a"),
        make_article("Kabar donor lain.", "Kabar donor lagi.", name="b"),
        make_article("Donor dibahas lagi siang itu.", "Donor dibahas juga sore itu.", name="c"),
    )
    answer = engine.ask("berapa orang donor darah massal di Medan", TODAY, limit=9)
    told = [passage.paragraph.article.id for passage in answer.passages]
    assert (told[: answer.shown], told[answer.shown :]) == (["a"], ["b", "c", "b", "c"])


def test_the_only_article_goes_on_where_a_screen_has_room() -> None:
    engine = make_engine(
        make_article("Donor darah massal di Medan.", "Donor darah lagi.", "Donor.", name="a"),
        make_article("Kabar tentang donor di kota lain.", name="b"),
    )
    answer = engine.ask("donor darah massal di Medan", TODAY, limit=9)
    told = [passage.paragraph.number for passage in answer.passages[: answer.shown]]
    assert told[:2] == [0, 1]
    assert {p.paragraph.article.id for p in answer.passages[: answer.shown]} == {"a"}


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("apa yang terjadi 20 Januari 2026?", Form.DAY),
        ("apa yang terjadi 21 Januari 2026?", Form.DAY),
        ("ada apa 12 dan 17 Januari 2023", Form.DAY),
        ("berita januari 2023", Form.DIGEST),
        ("apa yang terjadi 10-18 januari 2023", Form.DIGEST),
        ("sejak 2020 ada apa saja", Form.DIGEST),
        ("berapa bibit kelapa?", Form.MATTER),
        ("kapan donor darah di Kupang?", Form.MATTER),
        ("apa yang terjadi 5 Mei 2024?", Form.NOT_FOUND),
        ("30 februari 2025 ada apa", Form.NOT_FOUND),
        ("siapa presiden prancis?", Form.NOT_FOUND),
        ("halo", Form.TALK),
        ("makasih", Form.TALK),
        ("", Form.TALK),
        ("a" * (MOST_JUDGED + 1), Form.VERDICT),
        ("benarkah donor darah kemenimipas diikuti 500 pendonor?", Form.VERDICT),
    ],
)
def test_an_answer_has_a_form(engine: Engine, question: str, form: Form) -> None:
    assert engine.ask(question, TODAY).form is form


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_a_text(language: str) -> None:
    texts = read_translations(language).texts
    assert [reason for reason in get_args(Reason) if f"refusal.{reason}" not in texts] == []


def test_a_matter_counts_the_events_and_the_sources_that_it_shows() -> None:
    first = make_article(
        "Lomba perahu naga di Ende diikuti 40 regu.", name="a", published=date(2024, 5, 2)
    )
    text = "Lomba perahu naga di Ende diikuti 38 regu."
    for day, events in ((date(2024, 5, 3), 1), (date(2024, 6, 2), 2)):
        engine = make_engine(first, make_article(text, name="b", published=day))
        answer = engine.ask("berapa regu lomba perahu naga di Ende?", TODAY)
        assert answer.counts == Counts(events, 0, 2)


def test_what_was_only_published_then_is_no_event(engine: Engine) -> None:
    answer = engine.ask("apa yang terjadi 21 Januari 2026?", TODAY)
    assert answer.notes == ("published_only",)
    assert answer.counts == Counts(0, 0, 1)


@pytest.mark.parametrize("limit", [3, 30])
def test_a_bare_day_is_none_of_an_article_that_was_not_shown(engine: Engine, limit: int) -> None:
    before = [Turn("hari bakti imigrasi tanggal 21 januari 2026 ada apa")]
    answer = engine.ask("kalau tanggal 17?", TODAY, before, limit=limit)
    assert [span.first for span in answer.query.asked.spans] == [date(2026, 1, 17)]


@pytest.mark.parametrize(
    ("later", "goes_on"), [(LONGEST_HISTORY - 1, True), (LONGEST_HISTORY, False)]
)
def test_of_a_long_chat_the_latest_questions_are_read(
    engine: Engine, later: int, goes_on: bool
) -> None:
    before = [Turn("berapa bibit kelapa?"), *[Turn("makasih")] * later]
    assert (engine.ask("di mana?", TODAY, before).query.follow_up is not None) == goes_on
