"""The bubble of a comparison, line by line."""

from __future__ import annotations

from datetime import date

import pytest

from bot.engine import Engine
from bot.model import Article
from bot.render.blocks import LineKind
from bot.render.foot import WayOn
from bot.render.pages import MOST_PASSAGES, MessagePage, to_pages
from tests.conftest import TODAY
from tests.faker import make_article, make_engine

QUESTION = "bandingkan donor darah di pekalongan dan tegal"


def pages(engine: Engine, question: str, *, way_on: WayOn | None = None) -> tuple[MessagePage, ...]:
    answer = engine.ask(question, TODAY, limit=MOST_PASSAGES)
    return to_pages(answer, engine.translations(answer.query.language), way_on=way_on)


def test_each_side_has_its_name_one_quotation_and_its_source(invented_engine: Engine) -> None:
    html = pages(invented_engine, QUESTION)[0].html.splitlines()
    assert html[0] == f"❓ {QUESTION}"
    assert html[1] == "<b>Pekalongan</b>"
    assert html[2].startswith("<blockquote>PEKALONGAN - Kantor Imigrasi Pekalongan menggelar")
    assert html[3] == (
        "📰 Mercu Pesisir · Donor Darah Imigrasi Pekalongan Kumpulkan 120 Kantong"
        " · terbit 12 Oktober 2025"
    )
    assert html[4] == "https://mercupesisir.example/pekalongan/donor-darah-120-kantong"
    assert html[5:7] == ["", "<b>Tegal</b>"]
    assert html[7].startswith("<blockquote>TEGAL - Delapan puluh lima kantong darah")
    assert html[8] == "📰 Kentongan · terbit 12 Oktober 2025"
    assert html[-1] == "<i>Kutipan langsung · 2 sumber</i>"


def test_a_side_that_is_not_there_says_so(invented_engine: Engine) -> None:
    told = pages(invented_engine, "bandingkan donor darah di pekalongan dan merauke")[0].plain
    assert "Merauke\nTidak ditemukan di arsip." in told
    assert told.splitlines()[1] == "Pekalongan"


def test_further_pages_quote_under_the_names_of_the_sides(invented_engine: Engine) -> None:
    first, second, *_ = pages(invented_engine, QUESTION)
    assert second.plain.splitlines()[0] == first.plain.splitlines()[0]
    assert second.plain.splitlines()[1] in {"Pekalongan", "Tegal"}
    assert "Kutipan 3" in second.plain.splitlines()[-1]


def test_all_pages_together_tell_each_passage_once(invented_engine: Engine) -> None:
    answer = invented_engine.ask(QUESTION, TODAY, limit=MOST_PASSAGES)
    told = [passage for page in pages(invented_engine, QUESTION) for passage in page.passages]
    assert told == list(answer.passages)


def test_whoever_has_no_buttons_is_told_how_to_go_on(invented_engine: Engine) -> None:
    foot = pages(invented_engine, QUESTION, way_on=WayOn())[0].plain.splitlines()[-1]
    assert foot.startswith('Kutipan langsung · 2 sumber · balas "lagi" untuk ')


def test_an_article_that_tells_both_sides_names_its_source_once() -> None:
    engine = make_engine(
        make_article(
            "Donor darah di Pekalongan menghasilkan 120 kantong.",
            "Donor darah di Tegal menghasilkan 85 kantong.",
            title="Dua Donor Darah", url="https://a.example/1", published=date(2025, 5, 4),
        )
    )  # fmt: skip
    told = pages(engine, QUESTION)[0].plain.splitlines()
    assert told[1] == "Pekalongan · Tegal"
    assert sum(line.startswith("📰") for line in told) == 1


def _long(name: str, place: str) -> Article:
    """An article of which each sentence answers as well as the others."""
    told = " ".join(
        f"Donor darah di {place} menghasilkan {number} kantong darah dari {who}."
        for number, who in enumerate(("pegawai", "warga", "siswa", "nelayan", "guru"), 20)
    )
    return make_article(
        told, name=name, publisher=name, title=f"Donor Darah {place} " + "Kantor Imigrasi " * 5,
        url=f"https://{name}.example/" + "arsip/" * 10, published=date(2025, 5, 4),
    )  # fmt: skip


@pytest.mark.parametrize("places", [("Pekalongan", "Tegal"), ("Pekalongan", "Tegal", "Kupang")])
def test_quotations_give_way_before_a_source_does(places: tuple[str, ...]) -> None:
    engine = make_engine(*(_long(f"m{at}", place) for at, place in enumerate(places)))
    question = f"bandingkan donor darah di {', '.join(places[:-1])} dan {places[-1]}"
    page = pages(engine, question)[0]
    kinds = [block.kind for block in page.layout.blocks]
    assert kinds.count(LineKind.SOURCE) == len(places)
    assert kinds.count(LineKind.URL) == len(places)
    assert page.layout.is_one_screen
