"""The bot put together, and served until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import TYPE_CHECKING, Any

from telegram import Bot, BotCommand, LinkPreviewOptions, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    Defaults,
    ExtBot,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.config import LANGUAGES
from bot.errors import ConfigError, TanyaError
from bot.store import Store
from bot.telegram.access import Gate
from bot.telegram.connection import TOKEN_REFUSED, Line, WatchedRequest
from bot.telegram.faults import Faults
from bot.telegram.handlers import Desk
from bot.telegram.logs import redact, set_up_logging
from bot.telegram.office import Office
from bot.telegram.queue import AT_ONCE, UpdateProcessor, UpdateQueue

if TYPE_CHECKING:
    from bot.config import Access, Config, Secrets
    from bot.engine import Engine

    AnyApplication = Application[Any, Any, Any, Any, Any, Any]

ALLOWED_UPDATES = (Update.MESSAGE,)
COMMANDS = ("tanya", "help", "start")
# The gate stands before every handler; only the note that a group has moved comes before it.
_MOVES, _GATE, _ANSWERS = -2, -1, 0

_log = logging.getLogger(__name__)


def serve(engine: Engine, config: Config, secrets: Secrets) -> None:
    """Answer on Telegram until SIGTERM or SIGINT; what is at hand then is still answered.

    Raises:
        ConfigError: Telegram refuses the token, or the state file cannot be used.
        UsageError: Another program polls with the same token.
        TanyaError: Telegram refuses something else that the bot cannot do without.
    """
    set_up_logging(secrets.token)
    # Without it the library warns of its own use of a number of seconds at every flood control.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    store = Store.open(config.state)
    line = Line()
    try:
        _run(build_application(engine, config, secrets, store, line))
    except InvalidToken:
        raise ConfigError(TOKEN_REFUSED) from None
    except TelegramError as problem:
        raise line.fault or TanyaError(redact(f"Telegram: {problem}", secrets.token)) from None
    finally:
        store.close()
    if line.fault:
        raise line.fault


def build_application(
    engine: Engine, config: Config, secrets: Secrets, store: Store, line: Line
) -> AnyApplication:
    """The application, ready to run; whatever it must not forget goes to ``store``."""
    bot = _build_bot(config, secrets, line)
    queue = UpdateQueue(store, bot)
    gate = Gate(config.access, store, engine.wording(config.language))

    async def get_ready(_application: AnyApplication) -> None:
        queue.restore()
        await _offer_commands(bot, engine, config)
        _log.info(_state(bot, engine, config))

    application = (
        ApplicationBuilder()
        .bot(bot)
        .update_queue(queue)
        .concurrent_updates(UpdateProcessor(store))
        .job_queue(None)
        .post_init(get_ready)
        .build()
    )
    line.hang_up = application.stop_running
    _add_handlers(application, gate, Office(engine, config, store))
    application.add_error_handler(Faults(gate, engine.wording(config.language)).handle)
    return application


def _build_bot(config: Config, secrets: Secrets, line: Line) -> ExtBot[Any]:
    return ExtBot(
        secrets.token,
        base_url=f"{secrets.api_url}/bot",
        base_file_url=f"{secrets.api_url}/file/bot",
        request=WatchedRequest(connection_pool_size=AT_ONCE),
        get_updates_request=WatchedRequest(line, connection_pool_size=1),
        defaults=Defaults(
            tzinfo=config.timezone,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            allow_sending_without_reply=True,
        ),
        rate_limiter=AIORateLimiter(max_retries=3),
    )


def _add_handlers(application: AnyApplication, gate: Gate, office: Office) -> None:
    moves = filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE
    application.add_handler(MessageHandler(moves, gate.note_move), _MOVES)
    application.add_handler(TypeHandler(Update, gate.check), _GATE)
    application.add_handlers(Desk(office).handlers(), _ANSWERS)


def _run(application: AnyApplication) -> None:
    """Poll until a signal or a fault of the line ends it."""
    # The library asks for the current loop, which newer Pythons do not make on demand.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        application.run_polling(
            allowed_updates=ALLOWED_UPDATES,
            bootstrap_retries=-1,
            drop_pending_updates=False,
            close_loop=False,
        )
    finally:
        loop.run_until_complete(_wind_up(application))
        loop.close()


async def _wind_up(application: AnyApplication) -> None:
    """Close what the library leaves open where it fails at its start or at its end."""
    if application.running:
        await application.stop()
    await application.bot.shutdown()


async def _offer_commands(bot: Bot, engine: Engine, config: Config) -> None:
    """Show the commands in each language's menu; a menu that has them already is left alone."""
    for language in (None, *LANGUAGES):
        wording = engine.wording(language or config.language)
        wanted = tuple(
            BotCommand(name, wording.say(f"telegram.commands.{name}")) for name in COMMANDS
        )
        try:
            if await bot.get_my_commands(language_code=language) != wanted:
                await bot.set_my_commands(wanted, language_code=language)
        except TelegramError as problem:
            _log.warning("The menu of commands could not be set: %s", problem)


def _state(bot: Bot, engine: Engine, config: Config) -> str:
    """One line for the operator: who the bot is, what it knows, whom it answers."""
    reach = engine.reach
    parts = [f"@{bot.username} is listening", f"{reach.articles} articles"]
    if reach.first and reach.last:
        parts.append(f"events from {reach.first} to {reach.last}")
    if engine.problems:
        parts.append(f"{len(engine.problems)} articles did not load (tanya check)")
    return f"{'; '.join([*parts, _admitted(config.access)])}."


def _admitted(access: Access) -> str:
    if access.open:
        return "open to everyone"
    if not (access.admins or access.users or access.groups):
        return (
            "closed to everyone: write to the bot, it tells you your id; "
            "put that under access.admins in config.yaml and start again"
        )
    counted = {"admins": access.admins, "users": access.users, "groups": access.groups}
    return "open to " + ", ".join(f"{len(ids)} {kind}" for kind, ids in counted.items() if ids)
