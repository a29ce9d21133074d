"""The beginning and the end of a run: the group of all commands, and the one place of errors."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from bot.cli.options import open_engine, today_in, with_places
from bot.cli.output import say_error
from bot.errors import TanyaError

# Where each command stands, in the order of the help; only the one that is called is imported.
_COMMANDS = {
    "ask": "asking.ask",
    "timeline": "timeline.timeline",
    "dates": "asking.dates",
    "add": "adding.add",
    "list": "listing.list_articles",
    "show": "showing.show",
    "edit": "editing.edit",
    "remove": "removing.remove",
    "restore": "removing.restore",
    "check": "checking.check",
    "serve": "serving.serve",
}


def main() -> None:
    """Runs the command and ends the process with its exit code."""
    _speak_utf8()
    try:
        code = tanya.main(prog_name="tanya", standalone_mode=False) or 0
        if sys.stdout is not None:
            sys.stdout.flush()
        sys.exit(code)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as problem:
        say_error(problem.format_message())
        sys.exit(2)
    except TanyaError as problem:
        say_error(str(problem))
        sys.exit(problem.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
    except BrokenPipeError:
        _drop_output()
        sys.exit(0)
    except OSError as problem:
        _drop_output()
        say_error(f"expected to go on, but: {problem.strerror or problem}")
        sys.exit(1)


def _drop_output() -> None:
    """Sends what is not written yet nowhere, so that Python does not complain as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _speak_utf8() -> None:
    """Reads and writes UTF-8 whatever the locale says; a stray byte becomes a mark, no crash."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


class _Commands(click.Group):
    """The commands, each imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with this name."""
        if cmd_name in _COMMANDS:
            return _load(cmd_name)
        # From these, click offers the nearest name.
        self.commands = {name: _load(name) for name in _COMMANDS}
        return None


def _load(name: str) -> click.Command:
    module, _, attribute = _COMMANDS[name].partition(".")
    command: click.Command = getattr(import_module(f"bot.cli.{module}"), attribute)
    return command


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@with_places
@click.version_option(package_name="tanya-peristiwa", prog_name="tanya")
@click.pass_context
def tanya(context: click.Context) -> None:
    """Asks the archive what happened. Without a command: a chat in the terminal."""
    if context.invoked_subcommand is None:
        from bot.cli.chat import run_chat

        engine = open_engine()
        run_chat(engine, lambda: today_in(engine.config))
