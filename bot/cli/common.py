"""What the commands share: their options, the settings, today, and the one line of an error."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.errors import DataError
from bot.text.characters import BIDI, CONTROL, CONTROL_C1

if TYPE_CHECKING:
    from bot.config import Config
    from bot.engine import Engine

Command = TypeVar("Command", bound=Callable[..., Any])
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


class Place(click.ParamType[Path]):
    """A path; an empty one is a slip of a script, not the current folder."""

    name = "path"

    def convert(self, value: Any, param: Any, ctx: Any) -> Path:
        """The path in ``value``."""
        if not str(value).strip() or "\0" in str(value):
            self.fail(f"expected a path, got {str(value)!r}", param, ctx)
        return Path(value)


class DayParam(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """The day in ``value``."""
        from bot.archive.articles import parse_day

        if isinstance(value, date):
            return value
        try:
            return parse_day(value)
        except DataError as problem:
            raise click.BadParameter(str(problem), ctx, param) from None


def _keep(context: click.Context, option: click.Parameter, place: Path | None) -> None:
    """Keeps the place for the whole run: what stands after the command wins over what is before."""
    if place:
        context.meta[option.opts[0]] = place


def _place_option(name: str, metavar: str) -> Callable[[Command], Command]:
    return click.option(name, metavar=metavar, type=Place(), expose_value=False, callback=_keep)


with_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
with_config = _place_option("--config", "FILE")
_with_corpus = _place_option("--corpus", "DIR")


def with_places(command: Command) -> Command:
    """The command with the options --config and --corpus, which ``read_settings`` follows."""
    return with_config(_with_corpus(command))


def given_places() -> dict[str, Path]:
    """The places that were given, by their options: --config, then --corpus."""
    meta = click.get_current_context().meta
    return {name: meta[name] for name in ("--config", "--corpus") if name in meta}


def read_settings() -> Config:
    """The settings, with the places that were given."""
    from dataclasses import replace

    from bot.config import read_config

    places = given_places()
    config = read_config(places.get("--config"))
    return replace(config, corpus=places["--corpus"]) if "--corpus" in places else config


def open_engine() -> Engine:
    """The engine over the articles that can be read; says how many cannot."""
    from bot.engine import Engine

    engine = Engine.open(read_settings(), watch_reading)
    say_unread(len(engine.problems))
    return engine


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


def today_in(config: Config) -> date:
    """The day that it is in the time zone of the settings."""
    return datetime.now(config.timezone).date()
