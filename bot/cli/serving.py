"""``tanya serve``: the Telegram bot."""

from __future__ import annotations

import os

import click

from bot.cli.options import read_settings, with_places
from bot.cli.output import watch_reading


@click.command()
@with_places
def serve() -> int:
    """Runs the Telegram bot until it is stopped.

    Its token comes from the environment: TELEGRAM_BOT_TOKEN.
    """
    from bot.config import read_secrets

    config = read_settings()
    secrets = read_secrets(os.environ)
    from bot.engine import Engine
    from bot.telegram.app import serve as run

    run(Engine.open(config, watch_reading), config, secrets)
    return 0
