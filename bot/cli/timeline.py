"""``tanya timeline``: a matter, or a stretch of days, in order."""

from __future__ import annotations

from datetime import date

import click

from bot.cli.options import DayParam, open_engine, today_in, with_json, with_places
from bot.cli.output import say_json

_JSON = """\b
--json prints what "tanya ask --json" prints, with as many hits as there are lines on all pages.
"""


@click.command("timeline", epilog=_JSON)
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--page", type=click.IntRange(1), default=1, show_default=True, help="Which page.")
@with_json
@click.option("--today", type=DayParam(), metavar="DAY", help="The asker's day, YYYY-MM-DD.")
@with_places
def timeline(words: tuple[str, ...], page: int, as_json: bool, today: date | None) -> int:
    """Tells the events of a matter in order, oldest first.

    The WORDs name it ("donor darah"), or a year, a month, a day; without any, it is all that the
    archive has. Ten events a page.
    """
    from bot.cli.json_interface import answer_to_json
    from bot.render.pages import MOST_PASSAGES, to_pages

    engine = open_engine()
    translations = engine.translations(engine.config.language)
    question = translations.say("looking.timeline_question", words=" ".join(words)).strip()
    answer = engine.ask(question, today or today_in(engine.config), limit=MOST_PASSAGES)
    translations = engine.translations(answer.query.language)
    shown = engine.config.answer.passages
    if as_json:
        say_json(answer_to_json(answer, translations, shown=shown, limit=MOST_PASSAGES, page=page))
        return 0
    pages = to_pages(answer, translations, shown=shown)
    click.echo(pages[min(page, len(pages)) - 1].plain)
    return 0
