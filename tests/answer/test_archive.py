"""What an archive tells of itself: how much it holds, its outlets, its newest, a matter in order."""

from __future__ import annotations

from datetime import date

import pytest

from bot.engine import Engine
from bot.model import Answer, Form, Passage, Turn
from bot.render.pages import MOST_PASSAGES
from tests.faker import TODAY, make_article, make_engine

OPENED = date(2025, 3, 4)


def ask(engine: Engine, question: str, *history: str) -> Answer:
    turns = [Turn(earlier, TODAY) for earlier in history]
    return engine.ask(question, TODAY, turns, limit=MOST_PASSAGES)


def articles(answer: Answer) -> list[str]:
    return [passage.paragraph.article.id for passage in answer.passages]


def days(answer: Answer) -> list[date]:
    return [passage.told_day.first for passage in answer.passages if passage.told_day]


@pytest.fixture
def market() -> Engine:
    """Reports of one market: its plan, its opening by two outlets and a copy, a fire, no day."""
    return make_engine(
        make_article(
            "Pasar Bahari akan diresmikan pada 4 Maret 2025.",
            name="plan", publisher="Kentongan", title="Pasar Bahari Segera Dibuka",
            published=date(2025, 2, 20),
        ),
        make_article(
            "Bupati meresmikan Pasar Bahari, Selasa (4/3/2025). Ada 120 kios.",
            name="opening", publisher="Suluh", title="Bupati Resmikan Pasar Bahari",
            published=OPENED,
        ),
        make_article(
            "Bupati meresmikan Pasar Bahari, Selasa (4/3/2025). Ada 120 kios.",
            name="copy", publisher="Andong", copy_of="opening", published=OPENED,
        ),
        make_article(
            "Kebakaran menghanguskan Pasar Bahari pada 9 Mei 2025.", "Api padam pada 10 Mei 2025.",
            name="fire", publisher="Suluh", published=date(2025, 5, 10),
        ),
        make_article("Pasar Bahari ramai.", name="undated", publisher="Kentongan"),
        make_article(
            "Paspor simpatik dibuka 1 Juni 2025.",
            name="other", publisher="Suluh", published=date(2025, 6, 1),
        ),
    )  # fmt: skip


def test_an_archive_tells_how_much_it_holds_and_how_far_it_reaches(market: Engine) -> None:
    answer = ask(market, "ada berapa artikel?")
    assert (answer.form, answer.answered, answer.passages) == (Form.ARCHIVE, True, ())
    assert (answer.reach.articles, answer.reach.undated) == (6, 1)
    assert answer.newest is not None
    assert answer.newest.citation.article == "other"


def test_outlets_stand_by_their_articles_then_by_name(market: Engine) -> None:
    answer = ask(market, "sumber apa saja?")
    assert answer.outlets == (("Suluh", 3), ("Kentongan", 2), ("Andong", 1))


def test_the_newest_reports_come_first_and_three_are_shown(market: Engine) -> None:
    answer = ask(market, "berita terbaru apa")
    assert articles(answer)[:3] == ["other", "fire", "opening"]
    assert (answer.form, answer.shown) == (Form.ARCHIVE, 3)


def test_the_newest_may_be_of_a_matter_or_an_outlet(market: Engine) -> None:
    assert articles(ask(market, "berita terbaru soal pasar bahari"))[0] == "fire"
    assert articles(ask(market, "berita terbaru dari kentongan")) == ["plan", "undated"]


def test_the_count_on_a_matter_is_that_of_its_digest_copies_included(market: Engine) -> None:
    answer = ask(market, "ada berapa berita tentang pasar bahari")
    assert (answer.form, answer.sources) == (Form.ARCHIVE, 5)
    assert ask(market, "linimasa pasar bahari").sources == answer.sources
    assert answer.counts.events == len(answer.passages)


def test_a_count_keeps_to_the_asked_days_and_outlets(market: Engine) -> None:
    assert ask(market, "berapa berita soal pasar bahari mei 2025").sources == 1
    assert ask(market, "ada berapa berita dari suluh").sources == 3
    assert ask(market, "berapa artikel tahun 2025").sources == 5


def test_a_matter_is_told_by_day_the_oldest_first(market: Engine) -> None:
    answer = ask(market, "linimasa pasar bahari")
    assert (answer.form, answer.by_day) == (Form.DIGEST, True)
    assert days(answer) == [OPENED, date(2025, 5, 9)]
    assert answer.days == (OPENED, date(2025, 5, 9))


def test_what_was_planned_and_happened_is_one_line_with_what_happened(market: Engine) -> None:
    opening, *_ = ask(market, "linimasa pasar bahari").passages
    assert opening.paragraph.article.id == "opening"
    assert {citation.article for citation in opening.also} == {"plan", "copy"}


def test_an_article_with_the_figure_alone_is_not_on_the_anniversary() -> None:
    engine = make_engine(
        make_article("HUT Lembeh ke-76 meriah pada 3 Mei 2025.", name="a", published=OPENED),
        make_article("HUT Lembeh dihadiri 76 orang pada 4 Mei 2024.", name="b", published=OPENED),
    )
    assert ask(engine, "ada berapa berita tentang HUT Lembeh ke-76").sources == 1


def test_a_day_after_the_newest_publication_is_no_end_of_a_timeline() -> None:
    engine = make_engine(
        make_article("Embung dibuka 3 Mei 2025.", name="a", published=date(2025, 5, 3)),
        make_article("Embung dibuka 4 Juni 2052.", name="b", published=date(2025, 6, 4)),
    )
    assert ask(engine, "linimasa embung").days == (date(2025, 5, 3), date(2025, 5, 3))


def test_a_report_without_a_day_stands_at_that_of_its_publication() -> None:
    engine = make_engine(
        make_article("Embung dibuka.", name="a", published=date(2025, 5, 3)),
        make_article("Embung retak pada 1 Mei 2025.", name="b", published=date(2025, 5, 9)),
        make_article("Embung kering.", name="c"),
    )
    told: tuple[Passage, ...] = ask(engine, "kronologi embung").passages
    assert [passage.paragraph.article.id for passage in told] == ["b", "a"]
    assert [passage.published_only for passage in told] == [False, True]


def test_where_few_tell_all_of_a_matter_those_come_too_that_tell_much_of_it() -> None:
    engine = make_engine(
        make_article("Pemasangan kincir Lembeh 3 Mei 2025.", name="a", published=OPENED),
        make_article("Kincir Lembeh mulai berputar 4 Juni 2025.", name="b", published=OPENED),
        make_article("Pawai digelar 5 Juni 2025.", name="c", published=OPENED),
    )
    assert articles(ask(engine, "kronologi pemasangan kincir lembeh")) == ["a", "b"]
    assert ask(engine, "ada berapa berita tentang pemasangan kincir lembeh").sources == 1


def test_nothing_on_a_matter_is_refused_as_a_matter_is(market: Engine) -> None:
    for question in ("linimasa gempa sumbing", "ada berapa berita tentang gempa sumbing"):
        answer = ask(market, question)
        assert (answer.answered, answer.form, answer.reason) == (False, Form.NOT_FOUND, "no_match")


@pytest.mark.parametrize(
    "question",
    ["ada berapa artikel", "sumber apa saja", "berita terbaru", "linimasa pasar", "linimasa",
     "ada berapa berita tentang pasar", "bandingkan hbi 75 dan 76"],
)  # fmt: skip
def test_an_empty_archive_says_that_it_is_empty(question: str) -> None:
    answer = ask(make_engine(), question)
    assert (answer.answered, answer.reason) == (False, "empty_corpus")


def test_days_alone_are_told_as_days_and_without_any_all_of_them(market: Engine) -> None:
    of_may = ask(market, "linimasa mei 2025")
    assert set(articles(of_may)) == {"fire"}
    assert set(articles(ask(market, "linimasa"))) >= {"fire", "other"}


# Going on


def test_the_newest_after_a_matter_are_those_of_the_matter(market: Engine) -> None:
    answer = ask(market, "yang terbaru?", "pasar bahari")
    assert articles(answer)[0] == "fire"
    assert "other" not in articles(answer)
    assert answer.query.subject == "pasar bahari"


def test_the_order_of_a_matter_may_be_asked_after_it(market: Engine) -> None:
    answer = ask(market, "kronologinya gimana?", "kapan pasar bahari dibuka")
    assert (answer.form, days(answer)[0]) == (Form.DIGEST, OPENED)


def test_outlets_go_on_to_their_next_page(market: Engine) -> None:
    answer = ask(market, "terus?", "sumber apa saja?")
    assert (answer.form, answer.page) == (Form.ARCHIVE, 2)


@pytest.mark.parametrize("question", ["sumbernya?", "lengkapnya", "di mana?"])
def test_nothing_goes_on_from_what_an_archive_holds(market: Engine, question: str) -> None:
    assert not ask(market, question, "ada berapa artikel?").answered


def test_a_topic_after_a_count_of_all_stands_alone(market: Engine) -> None:
    answer = ask(market, "kalau soal paspor simpatik?", "ada berapa artikel?")
    assert articles(answer)[0] == "other"
    assert answer.query.subject is None


def test_what_comes_after_a_matter_in_order_is_of_that_matter(market: Engine) -> None:
    answer = ask(market, "berapa kios?", "linimasa pasar bahari")
    assert answer.answered
    assert articles(answer)[0] in {"opening", "copy"}


def test_the_source_of_a_comparison_is_no_comparison(market: Engine) -> None:
    question = "bandingkan kebakaran pasar bahari dan paspor simpatik"
    assert ask(market, question).form is Form.COMPARISON
    assert ask(market, "sumbernya?", question).form is Form.MATTER


def test_the_matter_of_an_english_question_is_read_in_english() -> None:
    engine = make_engine(make_article("Kantor Tegal membuka layanan paspor.", published=TODAY))
    answer = engine.ask("how many articles on passports?", TODAY)
    assert (answer.answered, answer.sources) == (True, 1)
