"""Asking: an answer to a question, and the days that a text names."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import click

from bot.cli.options import (
    DayParam,
    open_engine,
    read_settings,
    today_in,
    with_config,
    with_json,
    with_places,
)
from bot.cli.output import say_error, say_json, visible
from bot.errors import DataError, UsageError

if TYPE_CHECKING:
    from bot.cli.json_interface import BatchQuestion, Json
    from bot.engine import Engine
    from bot.model import DateMention


@click.command()
@click.argument("question", nargs=-1)
@with_json
@click.option("--batch", is_flag=True, help="Answer JSON lines from standard input.")
@click.option("--today", type=DayParam(), metavar="DAY", help="The asker's day, YYYY-MM-DD.")
@click.option("--limit", type=click.IntRange(1, 100), default=3, show_default=True)
@with_places
def ask(
    question: tuple[str, ...], as_json: bool, batch: bool, today: date | None, limit: int
) -> int:
    """Answers a QUESTION; with --batch, each line of standard input."""
    if bool(question) == batch or (batch and as_json):
        raise UsageError(
            "ask: expected a question, or --batch and JSON lines; see: tanya ask --help"
        )
    engine = open_engine()
    today = today or today_in(engine.config)
    from bot.cli.json_interface import BatchQuestion, parse_request

    if batch:
        return _each_line(lambda line: _answer_row(engine, parse_request(line), today, limit))
    if as_json:
        say_json(_answer_row(engine, BatchQuestion(None, " ".join(question)), today, limit))
        return 0
    from bot.render.pages import MOST_PASSAGES, first_page

    answer = engine.ask(" ".join(question), today, limit=max(limit, MOST_PASSAGES))
    translations = engine.translations(answer.query.language)
    click.echo(first_page(answer, translations, shown=limit).plain)
    return 0


def _each_line(answer: Callable[[str], Json]) -> int:
    """Writes one line for each line of standard input; 1 where one of them was wrong."""
    from bot.cli.json_interface import error_to_json

    code = 0
    for number, line in enumerate(sys.stdin or (), start=1):
        if not line.strip():
            continue
        try:
            say_json(answer(line))
        except DataError as problem:
            sentence = f"line {number}: {problem}"
            say_error(sentence)
            say_json(error_to_json(line, sentence))
            code = 1
    return code


def _answer_row(engine: Engine, request: BatchQuestion, today: date, limit: int) -> Json:
    from bot.cli.json_interface import answer_to_json
    from bot.render.pages import MOST_PASSAGES

    start = time.perf_counter()
    # However few hits are wanted, the pages are those of the chat.
    most = max(limit, MOST_PASSAGES)
    answer = engine.ask(
        request.question,
        request.today or today,
        request.history,
        limit=most,
        forwarded_on=request.forwarded_on,
    )
    row = answer_to_json(
        answer,
        engine.translations(answer.query.language),
        shown=engine.config.answer.passages,
        limit=limit,
        page=request.page,
        way_on=request.way_on,
        request_id=request.id,
    )
    row["elapsed_ms"] = round((time.perf_counter() - start) * 1000, 3)
    return row


@click.command()
@click.argument("text", nargs=-1)
@click.option("--batch", is_flag=True, help="Read JSON lines from standard input.")
@click.option("--reference", type=DayParam(), metavar="DAY", help="The day to count from.")
@click.option("--question", "is_question", is_flag=True, help="Read TEXT as a question.")
@with_config
def dates(text: tuple[str, ...], batch: bool, reference: date | None, is_question: bool) -> int:
    """Shows which days TEXT speaks of, and how they were understood."""
    from bot.cli.json_interface import dates_to_json

    if bool(text) == batch:
        raise UsageError(
            "dates: expected a text, or --batch and JSON lines; see: tanya dates --help"
        )
    today = reference or today_in(read_settings())
    if batch:
        return _each_line(lambda line: dates_to_json(line, today))
    whole = " ".join(text)
    lines = _explain_question(whole, today) if is_question else _explain_text(whole, today)
    for line in lines or ["no date"]:
        click.echo(visible(line))
    return 0


def _explain_text(text: str, reference: date) -> list[str]:
    from bot.dates import find_mentions, find_passed_over

    told = [_explained(mention) for mention in find_mentions(text, reference)]
    return told + [
        f"{passed.surface}: no mention, {passed.why}"
        for passed in find_passed_over(text, reference)
    ]


def _explain_question(question: str, today: date) -> list[str]:
    from bot.cli.date_notes import to_day
    from bot.dates import find_asked

    asked = find_asked(question, today)
    told = [_explained(mention) for mention in asked.mentions]
    for span in asked.spans:
        first, last = (to_day(day) if day else "…" for day in (span.first, span.last))
        told.append(f"asked: {first}" if first == last else f"asked: {first} – {last}")
    return told + [f"{surface}: there is no such day" for surface in asked.impossible]


def _explained(mention: DateMention) -> str:
    from bot.cli.date_notes import to_note

    return f"{mention.surface} → {to_note(mention)} · rule {mention.rule}"
