"""Sides are answered each for itself, and put beside each other."""

from __future__ import annotations

from datetime import date

import pytest

from bot.engine import Engine
from bot.model import Answer, Form
from bot.render.pages import MOST_PASSAGES
from tests.faker import TODAY, make_article, make_engine


def ask(engine: Engine, question: str) -> Answer:
    return engine.ask(question, TODAY, limit=MOST_PASSAGES)


def first(answer: Answer) -> list[str]:
    return [side.passages[0].paragraph.article.id if side.passages else "" for side in answer.sides]


@pytest.fixture
def harbours() -> Engine:
    return make_engine(
        make_article(
            "BITUNG - Donor darah di Bitung, Sabtu (3/5/2025), menghasilkan 120 kantong.",
            "Kepala pelabuhan Bitung, Rudi Salim, ikut mendonorkan darah.",
            name="bitung", publisher="Suluh", published=date(2025, 5, 4),
        ),
        make_article(
            "TERNATE - Donor darah di Ternate, Minggu (4/5/2025), menghasilkan 85 kantong.",
            name="ternate", publisher="Kentongan", published=date(2025, 5, 5),
        ),
        make_article(
            "Loket paspor dibuka di Ternate pada 1 Juni 2025 oleh Wali Kota Sri Handayani.",
            name="loket", publisher="Andong", published=date(2025, 6, 1),
        ),
    )  # fmt: skip


def test_each_side_is_told_by_what_answers_it_and_comes_first(harbours: Engine) -> None:
    answer = ask(harbours, "bandingkan donor darah di bitung dan ternate")
    assert (answer.form, answer.answered, first(answer)) == (
        Form.COMPARISON, True, ["bitung", "ternate"],
    )  # fmt: skip
    shown = [passage.paragraph.article.id for passage in answer.passages[: answer.shown]]
    assert shown == ["bitung", "ternate"]


def test_a_passage_stands_once_though_both_sides_have_it(harbours: Engine) -> None:
    answer = ask(harbours, "bandingkan donor darah di bitung dan ternate")
    places = [(p.paragraph.article.id, p.paragraph.number) for p in answer.passages]
    assert len(places) == len(set(places)) == answer.total


def test_a_side_without_a_passage_does_not_take_the_other_away(harbours: Engine) -> None:
    answer = ask(harbours, "bandingkan donor darah di bitung dan merauke")
    assert answer.answered
    assert first(answer) == ["bitung", ""]


def test_where_no_side_is_found_the_whole_is_refused(harbours: Engine) -> None:
    answer = ask(harbours, "bandingkan gempa di merauke dan sorong")
    assert (answer.answered, answer.form) == (False, Form.NOT_FOUND)


def test_two_questions_are_answered_each(harbours: Engine) -> None:
    answer = ask(
        harbours, "berapa kantong donor darah di bitung dan siapa wali kota pembuka loket ternate?"
    )
    assert first(answer) == ["bitung", "loket"]


def test_two_questions_that_one_article_answers_are_one_matter(harbours: Engine) -> None:
    answer = ask(harbours, "berapa kantong donor darah di bitung dan siapa kepala pelabuhannya?")
    assert answer.form is Form.MATTER
    assert answer.passages[0].paragraph.article.id == "bitung"


def test_what_may_be_of_the_last_side_only_does_not_hide_the_first(harbours: Engine) -> None:
    question = "lebih banyak mana, kantong darah bitung atau ternate oleh kentongan raya?"
    assert first(ask(harbours, question))[0] == "bitung"


def test_a_side_up_to_a_month_is_told_by_that_month() -> None:
    engine = make_engine(
        make_article(
            "Sampai Juni 2025 tercatat 214 banjir rob.", name="june", published=date(2025, 7, 2)
        ),
        make_article(
            "Sampai September 2025 tercatat 331 banjir rob.",
            name="september",
            published=date(2025, 10, 2),
        ),
    )
    answer = ask(engine, "banjir rob sampai juni 2025 dibanding sampai september 2025")
    assert first(answer) == ["june", "september"]


def test_sources_are_counted_over_all_sides_each_once(harbours: Engine) -> None:
    answer = ask(harbours, "bandingkan donor darah di bitung dan ternate")
    articles = {passage.paragraph.article.id for passage in answer.passages}
    assert len(articles) >= answer.counts.sources >= answer.shown
