"""``python -m tests.botapi.fast SPEED [--since S] [--watch FILE] serve …``: the bot, in a hurry.

The real command line, with two parts put in from outside: a clock that runs ``SPEED`` times as
fast, counted from the second ``S`` since 1970, so that pauses of minutes take milliseconds; and
the watchdog of ``watchdog.py``, which writes to ``FILE`` who held the event loop. Errors become
exit codes where they always do, in ``bot.cli.main``.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import functools
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.botapi.watchdog import watching

if TYPE_CHECKING:
    from bot.telegram.delivery.clock import Clock


def build_clock(speed: float, since: float) -> Clock:
    """A clock that told the time rightly at ``since``, and has run ``speed`` times as fast since."""
    from bot.telegram.delivery.clock import Clock

    class FastClock(Clock):
        def now(self) -> float:
            return since + (time.time() - since) * speed

        def ticks(self) -> float:
            return time.monotonic() * speed

        async def sleep(self, seconds: float) -> None:
            await asyncio.sleep(seconds / speed)

    return FastClock()


def main() -> None:
    """Runs the command line as ``bot.cli.main`` does, and ends the process as it does."""
    from bot.cli.main import main as run
    from bot.telegram import app

    options, command = _parse(sys.argv[1:])
    if options.speed != 1:
        clock = build_clock(options.speed, options.since or time.time())
        # The command imports it from there when it is called.
        app.serve = functools.partial(app.serve, clock=clock)
    sys.argv = ["tanya", *command]
    with watching(options.watch) if options.watch else contextlib.nullcontext():
        run()


def _parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """What is meant for this program, and what for the command line."""
    parser = argparse.ArgumentParser(allow_abbrev=False, add_help=False)
    parser.add_argument("speed", type=float)
    parser.add_argument("--since", type=float)
    parser.add_argument("--watch", type=Path)
    return parser.parse_known_args(arguments)


if __name__ == "__main__":
    main()
