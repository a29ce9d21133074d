"""The options that commands share, and what they lead to: the settings, today, the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.cli.output import say_unread, watch_reading
from bot.errors import DataError

if TYPE_CHECKING:
    from bot.config import Config
    from bot.engine import Engine

Command = TypeVar("Command", bound=Callable[..., Any])


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


def today_in(config: Config) -> date:
    """The day that it is in the time zone of the settings."""
    return datetime.now(config.timezone).date()
