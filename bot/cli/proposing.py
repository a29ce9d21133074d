"""Shows an article as proposed on a terminal, and asks whether it shall be added."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from bot.archive.articles import parse_article, to_file_text
from bot.cli.options import DayParam
from bot.cli.output import visible
from bot.errors import ArticleError
from bot.importer.draft import revise
from bot.importer.page import Certainty, Decision, Draft, Facts

_CHOICES = (
    "[a]dd, [s]kip, change [t]itle, [p]ublisher or [d]ay, [e]dit all, read the [w]hole, [q]uit"
)
_SHOWN_LINES = 12
_MARKS = {
    Certainty.GIVEN: "",
    Certainty.STATED: "",
    Certainty.LIKELY: "likely: ",
    Certainty.UNSURE: "not sure, left empty: ",
}


def ask_about(draft: Draft) -> Draft | None:
    """The draft as whoever sits at the terminal wants it; None to skip it.

    Raises:
        click.Abort: They want to leave.
    """
    console = Console(highlight=False)
    show_draft(draft, console)
    while True:
        choice = _prompt(_CHOICES, "a").strip().casefold()
        if choice == "a":
            return draft if draft.article.publisher else _change_publisher(draft)
        if choice == "s":
            return None
        if choice == "q":
            raise click.Abort
        if choice == "w":
            for paragraph in draft.article.paragraphs:
                console.print(Text(visible(paragraph)), end="\n\n")
        elif choice in _CHANGES:
            draft = _CHANGES[choice](draft)
            show_draft(draft, console)
        else:
            console.print(f"expected one of a, s, t, p, d, e, w, q, got {visible(choice)!r}")


def _prompt(text: str, default: str) -> str:
    value: str = click.prompt(text, default=default, show_default=bool(default))
    return value


def _change_title(draft: Draft) -> Draft:
    return revise(draft, Facts(title=_prompt("title", draft.title.value or "") or None))


def _change_publisher(draft: Draft) -> Draft:
    return revise(draft, Facts(publisher=_prompt("publisher", draft.publisher.value or "") or None))


def _change_day(draft: Draft) -> Draft:
    day = click.prompt("day, YYYY-MM-DD", type=DayParam(), default=draft.published.value)
    return revise(draft, Facts(published=day))


def _edit(draft: Draft) -> Draft:
    """The draft after a visit to $VISUAL or $EDITOR; what does not keep to the format is said."""
    text = to_file_text(draft.article)
    while (edited := click.edit(text, extension=".md")) is not None:
        try:
            return replace(draft, article=parse_article(edited, draft.article.id))
        except ArticleError as problem:
            click.echo(visible(str(problem)))
            if not click.confirm("go on editing?", default=True):
                break
            text = edited
    return draft


_CHANGES = {"t": _change_title, "p": _change_publisher, "d": _change_day, "e": _edit}


def show_draft(draft: Draft, console: Console) -> None:
    """Shows what would be written, what is left out and why, and what to look at."""
    article = draft.article
    if console.is_terminal:
        console.rule(Text(visible(article.id), style="bold"))
    for key in ("title", "publisher", "published"):
        _print_fact(key, _decided(getattr(draft, key)), console)
    for key in ("author", "editor", "section", "url"):
        if value := getattr(article, key):
            _print_fact(key, Text(visible(value)), console)
    console.print()
    for number, paragraph in enumerate(article.paragraphs, start=1):
        line = Text(f"{number:>3}  ", style="dim")
        line.append(visible(paragraph.replace("\n", " ⏎ ")), style="default")
        _print_line(line, console)
    _show_pieces(draft, console)


def _print_fact(key: str, value: Text, console: Console) -> None:
    console.print(Text(f"{key:<11}", style="dim") + value, soft_wrap=True)


def _print_line(line: Text, console: Console) -> None:
    """Prints one line: cut to a terminal's width, whole where it is piped."""
    if console.is_terminal:
        line.truncate(max(20, console.width - 1), overflow="ellipsis")
    console.print(line, no_wrap=True, soft_wrap=True)


def _decided(decision: Decision[Any]) -> Text:
    if decision.value is None:
        return Text("not found", style="yellow")
    unsure = decision.certainty is Certainty.UNSURE
    text = Text(visible(str(decision.value)), style="dim" if unsure else "bold")
    text.append(f"  ({_MARKS[decision.certainty]}{visible(decision.why)})", style="dim")
    return text


def _show_pieces(draft: Draft, console: Console) -> None:
    if draft.left_out:
        console.print(Text(f"\nleft out ({len(draft.left_out)})", style="bold"))
    shown = draft.left_out[:_SHOWN_LINES] if console.is_terminal else draft.left_out
    for piece in shown:
        _print_line(Text(f"  − {visible(piece.text)}  ({piece.why})", style="dim"), console)
    if len(draft.left_out) > len(shown):
        console.print(Text(f"  … and {len(draft.left_out) - len(shown)} more", style="dim"))
    for doubt in draft.doubts:
        console.print(Text(f"look at: {visible(doubt)}", style="yellow"), soft_wrap=True)
    console.print()
