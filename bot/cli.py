"""The command ``tanya``: it translates words of the shell into calls, and errors into one line.

Heavy modules are imported where they are used, so that a short answer stays short.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from bot.errors import DataError, TanyaError, UsageError

if TYPE_CHECKING:
    from bot.config import Config
    from bot.engine import Engine

Command = TypeVar("Command", bound=Callable[..., Any])


def main() -> None:
    """Runs the command and ends the process with its exit code."""
    _speak_utf8()
    try:
        code = tanya.main(standalone_mode=False) or 0
        if sys.stdout is not None:
            sys.stdout.flush()
        sys.exit(code)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as problem:
        _say_error(problem.format_message())
        sys.exit(2)
    except TanyaError as problem:
        _say_error(str(problem))
        sys.exit(problem.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
    except BrokenPipeError:
        _drop_output()
        sys.exit(0)
    except OSError as problem:
        _drop_output()
        _say_error(f"expected to go on, but: {problem.strerror or problem}")
        sys.exit(1)


def _drop_output() -> None:
    """Sends what is not written yet nowhere, so that Python does not complain as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _speak_utf8() -> None:
    """Reads and writes UTF-8 whatever the locale says; a stray byte becomes a mark, no crash."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _say_error(sentence: str) -> None:
    with suppress(OSError):
        print(f"tanya: {' '.join(sentence.split())}", file=sys.stderr)


class _Place(click.ParamType[Path]):
    name = "path"

    def convert(self, value: Any, param: Any, ctx: Any) -> Path:
        if not str(value).strip() or "\0" in str(value):
            self.fail(f"expected a path, got {str(value)!r}", param, ctx)
        return Path(value)


_CONFIG = click.option("--config", "config_file", metavar="FILE", type=_Place())
_CORPUS = click.option("--corpus", metavar="DIR", type=_Place())


def _with_places(command: Command) -> Command:
    return _CONFIG(_CORPUS(command))


def _read_config(config_file: Path | None, corpus: Path | None) -> Config:
    """The settings; what stands before the command counts where nothing stands after it."""
    from dataclasses import replace

    from bot.config import read_config

    before = click.get_current_context().find_root().params
    corpus = corpus or before.get("corpus")
    config = read_config(config_file or before.get("config_file"))
    return replace(config, corpus=corpus) if corpus else config


def _open_engine(config_file: Path | None, corpus: Path | None) -> Engine:
    from bot.engine import Engine

    engine = Engine.open(_read_config(config_file, corpus))
    if engine.problems:
        _say_error(f"articles that could not be read: {len(engine.problems)}; see: tanya check")
    return engine


class _Day(click.ParamType[date]):
    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        from bot.articles import parse_day

        if isinstance(value, date):
            return value
        try:
            return parse_day(value)
        except DataError as problem:
            raise click.BadParameter(str(problem), ctx, param) from None


def _today(config: Config) -> date:
    return datetime.now(config.timezone).date()


def _lines(stream: TextIO | None) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(stream or (), start=1):
        if line.strip():
            yield number, line


@click.group(invoke_without_command=True)
@_with_places
@click.version_option(package_name="tanya-peristiwa", prog_name="tanya")
@click.pass_context
def tanya(context: click.Context, config_file: Path | None, corpus: Path | None) -> None:
    """Asks the archive what happened. Without a command: a chat in the terminal."""
    if context.invoked_subcommand is None:
        from bot.chat import run_chat

        engine = _open_engine(config_file, corpus)
        run_chat(engine, lambda: _today(engine.config))


@tanya.command()
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--batch", is_flag=True, help="Answer JSON lines from standard input.")
@click.option("--today", type=_Day(), metavar="DAY", help="The asker's day, YYYY-MM-DD.")
@click.option("--limit", type=click.IntRange(1, 100), default=3, show_default=True)
@_with_places
def ask(
    question: tuple[str, ...],
    as_json: bool,
    batch: bool,
    today: date | None,
    limit: int,
    config_file: Path | None,
    corpus: Path | None,
) -> int:
    """Answers one QUESTION, or with --batch one on each line of standard input."""
    if bool(question) == batch or (batch and as_json):
        raise UsageError(
            "ask: expected a question, or --batch and JSON lines; see: tanya ask --help"
        )
    engine = _open_engine(config_file, corpus)
    today = today or _today(engine.config)
    if batch:
        return _ask_batch(engine, today, limit)
    if as_json:
        click.echo(_answer_line(engine, json.dumps({"question": " ".join(question)}), today, limit))
        return 0
    from bot.render import to_text

    answer = engine.ask(" ".join(question), today, limit=limit)
    click.echo(to_text(answer, engine.wording(answer.query.language), shown=limit))
    return 0


def _ask_batch(engine: Engine, today: date, limit: int) -> int:
    return _each_line(lambda line: _answer_line(engine, line, today, limit))


def _each_line(answer: Callable[[str], str]) -> int:
    """Writes one line for each line of standard input; 1 where one of them was wrong."""
    from bot.machine import error_to_json

    code = 0
    for number, line in _lines(sys.stdin):
        try:
            click.echo(answer(line))
        except DataError as problem:
            sentence = f"line {number}: {problem}"
            _say_error(sentence)
            click.echo(json.dumps(error_to_json(line, sentence), ensure_ascii=False))
            code = 1
    return code


def _answer_line(engine: Engine, line: str, today: date, limit: int) -> str:
    from bot.machine import answer_to_json, parse_request

    request = parse_request(line)
    start = time.perf_counter()
    answer = engine.ask(request.question, request.today or today, request.history, limit=limit)
    wording = engine.wording(answer.query.language)
    shown = engine.config.answer.passages
    row = answer_to_json(answer, wording, shown=shown, elapsed_ms=0, request_id=request.id)
    row["elapsed_ms"] = round((time.perf_counter() - start) * 1000, 3)
    return json.dumps(row, ensure_ascii=False)


@tanya.command()
@click.argument("text", nargs=-1)
@click.option("--batch", is_flag=True, help="Read JSON lines from standard input.")
@click.option("--reference", type=_Day(), metavar="DAY", help="The day to count from.")
@click.option("--question", "is_question", is_flag=True, help="Read TEXT as a question.")
@_CONFIG
def dates(
    text: tuple[str, ...],
    batch: bool,
    reference: date | None,
    is_question: bool,
    config_file: Path | None,
) -> int:
    """Shows which days TEXT speaks of, and how they were understood."""
    from bot.machine import dates_to_json

    if bool(text) == batch:
        raise UsageError(
            "dates: expected a text, or --batch and JSON lines; see: tanya dates --help"
        )
    today = reference or _today(_read_config(config_file, None))
    if batch:
        return _each_line(lambda line: json.dumps(dates_to_json(line, today), ensure_ascii=False))
    kind = "question" if is_question else "article"
    row = {"text": " ".join(text), "reference": today.isoformat(), "kind": kind}
    _print_dates(dates_to_json(json.dumps(row), today))
    return 0


def _print_dates(found: dict[str, Any]) -> None:
    for mention in found["mentions"]:
        flags = [flag for flag in ("planned", "year_inferred", "weekday_conflict") if mention[flag]]
        told = [mention["rule"], mention["granularity"], mention["relation"], *flags]
        click.echo(
            f"{mention['surface']}: {mention['first']} – {mention['last']} ({', '.join(told)})"
        )
    for span in found.get("spans", ()):
        click.echo(f"asked: {span['first'] or '…'} – {span['last'] or '…'}")
    for surface in found.get("impossible", ()):
        click.echo(f"{surface}: no such day")
    if not found["mentions"] and not found.get("impossible"):
        click.echo("no date")


@tanya.command()
@_with_places
def check(config_file: Path | None, corpus: Path | None) -> int:
    """Checks the settings and every article; says what is wrong and where."""
    from bot.articles import find_twins, read_articles

    config = _read_config(config_file, corpus)
    read = read_articles(config.corpus)
    problems = [str(problem) for problem in read.problems]
    for twins in find_twins(read.articles):
        names = " and ".join(f"{article.id}.md" for article in twins)
        problems.append(f"{config.corpus}: expected each text once, found one in {names}")
    for problem in problems:
        _say_error(problem)
    paragraphs = sum(len(article.paragraphs) for article in read.articles)
    click.echo(
        f"{config.corpus}: {len(read.articles)} articles, {paragraphs} paragraphs, "
        f"{len(problems)} problems"
    )
    return 1 if problems else 0


@tanya.command()
@click.option("--manifest", type=_Place(), metavar="LINES.jsonl", required=True)
@_with_places
def add(manifest: Path, config_file: Path | None, corpus: Path | None) -> int:
    """Adds articles from raw texts; each line of the manifest names one file and its source."""
    from bot.importer import import_manifest

    config = _read_config(config_file, corpus)
    report = import_manifest(manifest, config.corpus)
    for problem in report.problems:
        _say_error(problem)
    click.echo(f"{config.corpus}: {len(report.added)} added, {len(report.problems)} left out")
    return 1 if report.problems else 0


@tanya.command()
@_with_places
def serve(config_file: Path | None, corpus: Path | None) -> int:
    """Runs the Telegram bot until it is stopped; the token comes from TELEGRAM_BOT_TOKEN."""
    from bot.config import read_secrets

    config = _read_config(config_file, corpus)
    secrets = read_secrets(os.environ)
    from bot.engine import Engine
    from bot.telegram.app import serve as run

    run(Engine.open(config), config, secrets)
    return 0
