"""Each kind of answer, line by line, over the articles written for the tests; cases/bubbles.yaml.

What holds of every bubble is held of each of these: one screen, sources once, verbatim words, a
text that Telegram reads as it was meant.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from bot.engine import Engine
from bot.model import Answer, Form, Turn
from bot.render.blocks import LineKind
from bot.render.foot import WayOn
from bot.render.pages import MOST_PASSAGES, MessagePage, open_page, to_pages
from tests.botapi.texts import parse_text
from tests.conftest import CASES, TODAY

_CASES: list[dict[str, Any]] = yaml.safe_load((CASES / "bubbles.yaml").read_text(encoding="utf-8"))
_WAYS_ON = {"group": WayOn(), "guest": WayOn("bot", 12)}
_SCREEN, _NOTHING_TOLD, _SMALL_TALK = 1000, 450, 200
_DRAWN = {
    Form.DAY,
    Form.DIGEST,
    Form.MATTER,
    Form.VERDICT,
    Form.COMPARISON,
    Form.DISAGREEMENT,
    Form.NOT_FOUND,
    Form.ARCHIVE,
    Form.TALK,
}


def ask(engine: Engine, case: dict[str, Any]) -> Answer:
    *before, question = case["asked"]
    history = [Turn(asked, TODAY) for asked in before]
    forwarded = case.get("forwarded")
    return engine.ask(question, TODAY, history, limit=MOST_PASSAGES, forwarded_on=forwarded)


def pages_of(engine: Engine, case: dict[str, Any]) -> tuple[Answer, tuple[MessagePage, ...]]:
    answer = ask(engine, case)
    translations = engine.translations(answer.query.language)
    return answer, to_pages(answer, translations, way_on=_WAYS_ON.get(case.get("chat", "")))


def named(case: dict[str, Any]) -> str:
    return str(case["kind"])


@pytest.mark.parametrize("case", _CASES, ids=named)
def test_a_bubble_is_as_it_is_drawn(invented_engine: Engine, case: dict[str, Any]) -> None:
    answer, pages = pages_of(invented_engine, case)
    page = pages[open_page(answer, pages) - 1]
    assert page.plain == case["shows"].rstrip("\n")
    assert answer.form == case["form"]


def test_every_form_is_drawn() -> None:
    assert {Form(case["form"]) for case in _CASES} == _DRAWN == set(Form)


@pytest.mark.parametrize("case", _CASES, ids=named)
def test_every_page_is_one_screen_that_telegram_reads(
    invented_engine: Engine, case: dict[str, Any]
) -> None:
    answer, pages = pages_of(invented_engine, case)
    for page in pages:
        text, entities = parse_text(page.html, "HTML")
        told = bool(page.passages) or answer.answered
        most = _SCREEN if told else _NOTHING_TOLD
        assert len(text) <= (_SMALL_TALK if answer.form is Form.TALK else most)
        quotes = [entity for entity in entities if entity["type"] == "blockquote"]
        blocks = page.layout.blocks
        assert len(quotes) == sum(block.kind is LineKind.QUOTE for block in blocks)


@pytest.mark.parametrize("case", _CASES, ids=named)
def test_on_every_page_an_article_stands_once_and_a_day_never_returns(
    invented_engine: Engine, case: dict[str, Any]
) -> None:
    answer, pages = pages_of(invented_engine, case)
    for page in pages:
        blocks = page.layout.blocks
        for kind in (LineKind.SOURCE, LineKind.DAY, LineKind.HEADING):
            lines = [block.text for block in blocks if block.kind is kind]
            assert len(lines) == len(set(lines))
        if not answer.is_list:
            links = [block.link or block.text for block in blocks if block.kind is LineKind.URL]
            assert len(links) == len(set(links))


@pytest.mark.parametrize("case", _CASES, ids=named)
def test_every_quoted_word_stands_in_an_article(
    invented_engine: Engine, case: dict[str, Any]
) -> None:
    answer, pages = pages_of(invented_engine, case)
    texts = [passage.paragraph.text for passage in answer.passages]
    heads = [passage.citation.title or "" for passage in answer.passages]
    for page in pages:
        for block in page.layout.blocks:
            if block.kind is LineKind.QUOTE:
                pieces = [piece.strip() for piece in block.text.split("[…]") if piece.strip()]
                assert any(all(piece in text for piece in pieces) for text in texts)
            elif block.kind is LineKind.ITEM and answer.is_list:
                words = block.after.removesuffix(" · ").strip().removesuffix("…")
                assert any(words in " ".join(text.split()) for text in texts + heads)


def test_all_pages_together_show_every_passage_once(invented_engine: Engine) -> None:
    for case in _CASES:
        answer, pages = pages_of(invented_engine, case)
        if answer.answered:
            told = [id(passage) for page in pages for passage in page.passages]
            assert sorted(told) == sorted(map(id, answer.passages)), case["kind"]


def test_what_is_asked_for_days_keeps_them_on_every_page(invented_engine: Engine) -> None:
    answer, pages = pages_of(invented_engine, {"asked": ["kantor imigrasi salatiga 2025"]})
    assert len(pages) > 1
    for page in pages:
        assert re.search("📅 <b>Tahun 2025</b>", page.html)
    for passage in answer.passages:
        article = passage.paragraph.article
        days = {m.first.year for m in passage.paragraph.mentions} | {2025}
        assert 2025 in days
        assert article.published is None or article.published.year in (2025, 2026)
