"""Makes articles, hits and answers for tests, with something sensible wherever nothing is given."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.archive.articles import Corpus
from bot.config import Config
from bot.engine import Engine
from bot.model import Answer, Article, Hit, Intent, Paragraph, Passage, Query, Reach
from bot.render.pages import DEFAULT_SHOWN, first_page
from bot.render.translations import Translations
from bot.store import Store
from bot.telegram.delivery.clock import Clock
from bot.telegram.delivery.queue import UpdateQueue
from bot.telegram.delivery.writer import Writer
from bot.telegram.services import Services

TODAY = date(2026, 2, 2)


def make_article(*paragraphs: str, name: str = "a", **head: object) -> Article:
    values: dict[str, object] = {"publisher": "Tempo", **head}
    return Article(id=name, paragraphs=paragraphs or ("Sebuah kalimat.",), **values)  # type: ignore[arg-type]


def make_engine(*articles: Article) -> Engine:
    return Engine(Config(), Corpus(tuple(articles)))


def make_services(engine: Any, config: Config, store: Store) -> Services:
    """Services without a service: they receive nothing, and what they post is not to be sent."""
    writer, clock = Writer(store), Clock()
    queue = UpdateQueue(writer, clock, handling=None)  # type: ignore[arg-type]
    return Services(engine, config, store, writer, queue, clock)


def make_answer(*texts: str, question: str = "apa?", **head: object) -> Answer:
    """An answer that shows each of ``texts`` whole, each from an article of its own."""
    passages = []
    for number, text in enumerate(texts):
        article = make_article(text, name=f"a{number}", **head)
        hit = Hit(Paragraph(article, 0, text), 1.0)
        passages.append(Passage(hit, ((0, len(text)),)))
    query = Query(question, TODAY, Intent.MATTER)
    count = len(passages)
    return Answer(
        query,
        answered=True,
        reach=Reach(count),
        passages=tuple(passages),
        shown=count,
        sources=count,
        total=count,
    )


def to_text(answer: Answer, translations: Translations, *, shown: int = DEFAULT_SHOWN) -> str:
    return first_page(answer, translations, shown=shown).plain


def to_html(answer: Answer, translations: Translations, *, shown: int = DEFAULT_SHOWN) -> str:
    return first_page(answer, translations, shown=shown).html
