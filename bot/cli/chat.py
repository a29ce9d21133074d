"""The chat in the terminal: it needs no token and no network.

Without a terminal it speaks plain text: the example first, then an answer for each line.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from bot.cli.output import on_terminal
from bot.model import Intent, Turn
from bot.render.blocks import LineKind, MessageBlock
from bot.render.pages import MOST_PASSAGES, MessagePage, open_page, to_pages

if TYPE_CHECKING:
    from rich.console import Console

    from bot.engine import Engine

EXAMPLE = "Apa yang terjadi pada 20 Januari 2026?"
_LEAVING = frozenset({"exit", "quit", "keluar", "/exit", "/quit", "/keluar"})
_HELP = frozenset({"/help", "/start", "help", "bantuan", "?"})
_KEPT_QUESTIONS = 20


class Conversation:
    """The questions of one chat, so that the next one can go on from them."""

    def __init__(self, engine: Engine, today: Callable[[], date]) -> None:
        self._engine, self._today = engine, today
        self._history: list[Turn] = []

    def ask(self, question: str) -> MessagePage:
        """The answer to ``question`` as the next of this chat, from the articles of now.

        It is opened where the question wants it: "terus?" is answered by the next page.
        """
        self._engine.reload()
        today = self._today()
        answer = self._engine.ask(question, today, self._history, limit=MOST_PASSAGES)
        translations = self._engine.translations(answer.query.language)
        pages = to_pages(answer, translations, shown=self._engine.config.answer.passages)
        page = open_page(answer, pages)
        if answer.query.intent is not Intent.CHAT:
            self._history = [*self._history, Turn(answer.query.question, today, page)]
            self._history = self._history[-_KEPT_QUESTIONS:]
        return pages[page - 1]


def run_chat(engine: Engine, today: Callable[[], date]) -> None:
    """Chats on the terminal, or over standard input where there is none."""
    if on_terminal():
        _chat_on_terminal(engine, today)
    else:
        _chat_in_plain_text(engine, today)


def _chat_in_plain_text(engine: Engine, today: Callable[[], date]) -> None:
    print(Conversation(engine, today).ask(EXAMPLE).plain, flush=True)
    conversation = Conversation(engine, today)
    for line in filter(str.strip, sys.stdin or ()):
        print(f"\n{conversation.ask(line).plain}", flush=True)


def _chat_on_terminal(engine: Engine, today: Callable[[], date]) -> None:
    from rich.console import Console

    # Line editing and recall of earlier lines, where this Python was built with it.
    with suppress(ImportError):
        import readline  # noqa: F401

    console = Console(highlight=False)
    translations = engine.translations(engine.config.language)
    _welcome(engine, console)
    _show(Conversation(engine, today).ask(EXAMPLE), console, with_question=True)
    console.print()
    console.print(translations.say("terminal.invitation"), style="dim")
    conversation = Conversation(engine, today)
    while (question := _next_line()) is not None:
        if question.strip().casefold() in _LEAVING:
            break
        if question.strip().casefold() in _HELP:
            console.print(translations.say("terminal.help"))
        elif question.strip():
            _show(conversation.ask(question), console)
    console.print(translations.say("terminal.goodbye"), style="dim")


def _next_line() -> str | None:
    """The next line typed; empty after Ctrl-C, None after Ctrl-D."""
    print()
    try:
        return input("› ")
    except KeyboardInterrupt:
        return ""
    except EOFError:
        print()
        return None


def _welcome(engine: Engine, console: Console) -> None:
    translations = engine.translations(engine.config.language)
    welcome = translations.say("terminal.welcome", articles=engine.reach.articles)
    console.print(welcome, style="bold")
    if engine.problems:
        unread = translations.say("terminal.unread", count=len(engine.problems))
        console.print(unread, style="yellow")
    console.print()


def _show(page: MessagePage, console: Console, *, with_question: bool = False) -> None:
    """Prints an answer; the question only where it says more than what was just typed."""
    layout = page.layout
    head = [
        block
        for block in layout.head
        if block.kind is not LineKind.QUESTION or with_question or block.after
    ]
    for number, part in enumerate((head, *layout.articles, layout.foot)):
        if number > 1 and part is not layout.foot:
            console.print()
        for block in part:
            _show_block(block, console)


_STYLES = {
    LineKind.QUESTION: "dim",
    LineKind.SOURCE: "cyan",
    LineKind.URL: "dim",
    LineKind.FOOT: "dim italic",
}


def _show_block(block: MessageBlock, console: Console) -> None:
    from rich.text import Text

    if block.kind is LineKind.QUOTE:
        for line in Text(block.text).wrap(console, max(1, min(console.width, 100) - 4)):
            console.print(Text.assemble(("  ▎ ", "cyan"), line))
        return
    style = _STYLES.get(block.kind, "")
    line = Text.assemble((block.before, style), (block.strong, "bold"), (block.after, style))
    console.print(line, soft_wrap=block.kind is LineKind.URL)
