"""How the commands speak: one line an error, JSON, text that steers no terminal, a bar."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import TypeVar

import click

from bot.text.characters import BIDI, CONTROL, CONTROL_C1

Item = TypeVar("Item")
# Fewer files are read before a bar could be looked at.
_MANY = 300
_STEERING = re.compile(rf"[{CONTROL}{CONTROL_C1}{BIDI}\x0b-\x0d\x85\u2028\u2029]")


def say_error(sentence: str) -> None:
    """Writes the sentence to standard error, as one line."""
    with suppress(OSError):
        print(f"tanya: {visible(' '.join(sentence.split()))}", file=sys.stderr)


def say_json(value: object) -> None:
    """Writes ``value`` to standard output, as one line; a day becomes YYYY-MM-DD."""
    click.echo(json.dumps(value, ensure_ascii=False, default=date.isoformat))


def visible(text: str) -> str:
    r"""``text`` with a mark for each character that could steer a terminal; as long as before.

    Among them are those that turn the direction of writing; line ends and tabs stay.

    >>> visible("a\x1b[31m\u202eb")
    'a�[31m�b'
    """
    return _STEERING.sub("\ufffd", text)


def watch_reading(names: Sequence[str]) -> Iterable[str]:
    """Passes on the files that are read, with a bar on the terminal where there are many."""
    return with_bar(names, "Reading the articles", least=_MANY)


def with_bar(items: Sequence[Item], told: str, *, least: int = 2) -> Iterable[Item]:
    """Passes on ``items``, from ``least`` of them on with a bar on the terminal beside ``told``."""
    if len(items) < least or not (sys.stderr and sys.stderr.isatty()):
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, told, console=Console(stderr=True), transient=True)


def say_unread(count: int) -> None:
    """Says how many articles could not be read, where there are any."""
    if count:
        say_error(f"articles that could not be read: {count}; see: tanya check")


def on_terminal() -> bool:
    """Whether somebody can be asked."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty())
