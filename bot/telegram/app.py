"""The bot put together, and served until it is told to stop."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    ChatMemberHandler,
    Defaults,
    ExtBot,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.config import Config, Secrets, WebhookSettings, check_webhook
from bot.engine import Engine
from bot.errors import ConfigError, TanyaError
from bot.store import Role, Store
from bot.telegram.access.administration import Administration
from bot.telegram.access.admission import Admission, new_invitation
from bot.telegram.access.gate import Gate
from bot.telegram.access.membership import Membership
from bot.telegram.addressing import command_handlers
from bot.telegram.ask.answers import Responder
from bot.telegram.ask.buttons import answer_keyboard, unknown_buttons
from bot.telegram.ask.conversations import Conversations
from bot.telegram.ask.inline import InlineHandlers
from bot.telegram.ask.questions import QuestionHandlers
from bot.telegram.browse.handlers import BrowseHandlers
from bot.telegram.connection import TOKEN_REFUSED, PollingState, WatchedRequest
from bot.telegram.error_handler import ErrorHandler
from bot.telegram.logs import redact, set_up_logging
from bot.telegram.maintenance import Maintenance
from bot.telegram.personal import Personal
from bot.telegram.profile import AdminMenus, introduce
from bot.telegram.queue import CONCURRENT_UPDATES, UpdateProcessor, UpdateQueue
from bot.telegram.sending import NO_PREVIEW
from bot.telegram.services import Services
from bot.telegram.status import Status

AnyApplication = Application[Any, Any, Any, Any, Any, Any]

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.GUEST_MESSAGE,
    Update.MY_CHAT_MEMBER,
)
_STUMBLES = ("Event loop stopped", "no running event loop")
# The gate stands before every handler; only the move of a group comes before it.
_MOVES, _GATE, _ANSWERS, _AFTERWARDS = -2, -1, 0, 1


def serve(engine: Engine, config: Config, secrets: Secrets) -> None:
    """Answer on Telegram until SIGTERM or SIGINT; what is at hand then is still answered.

    Raises:
        ConfigError: Telegram refuses the token, the state file cannot be used, or updates
            cannot be received as the settings say.
        UsageError: Another program polls with the same token.
        TanyaError: Telegram refuses something else that the bot cannot do without.
    """
    check_webhook(config, secrets)
    set_up_logging(secrets.token)
    # Without it the library warns of its own use of a number of seconds at every flood control.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    store = Store.open(config.state)
    polling = PollingState()
    try:
        _run(build_application(engine, config, secrets, store, polling), config, secrets)
    except InvalidToken:
        raise ConfigError(TOKEN_REFUSED) from None
    except TelegramError as problem:
        raise polling.error or TanyaError(redact(f"Telegram: {problem}", secrets.token)) from None
    finally:
        store.close()
    if polling.error:
        raise polling.error


def build_application(
    engine: Engine, config: Config, secrets: Secrets, store: Store, polling: PollingState
) -> AnyApplication:
    """The application, ready to run; whatever it must not forget goes to ``store``."""
    bot = _build_bot(config, secrets, polling)
    queue = UpdateQueue(store, bot)
    services = Services(engine, config, store)
    gate = Gate(services)
    status, maintenance = Status(services, gate), Maintenance(services)

    async def get_ready(_application: AnyApplication) -> None:
        queue.restore()
        await introduce(bot, services)
        _tell_operator(status, bot, services, gate)
        maintenance.start()

    application = (
        ApplicationBuilder()
        .bot(bot)
        .update_queue(queue)
        .concurrent_updates(UpdateProcessor(store))
        .job_queue(None)
        .post_init(get_ready)
        .post_stop(lambda _application: maintenance.stop())
        .build()
    )
    polling.hang_up = application.stop_running
    _add_handlers(application, gate, services, status)
    application.add_error_handler(ErrorHandler(gate, engine.translations(config.language)).handle)
    return application


def _build_bot(config: Config, secrets: Secrets, polling: PollingState) -> ExtBot[Any]:
    return ExtBot(
        secrets.token,
        base_url=f"{secrets.api_url}/bot",
        base_file_url=f"{secrets.api_url}/file/bot",
        request=WatchedRequest(connection_pool_size=CONCURRENT_UPDATES),
        get_updates_request=WatchedRequest(polling, connection_pool_size=1),
        defaults=Defaults(
            tzinfo=config.timezone,
            link_preview_options=NO_PREVIEW,
            allow_sending_without_reply=True,
        ),
        rate_limiter=AIORateLimiter(max_retries=3),
    )


def _add_handlers(
    application: AnyApplication, gate: Gate, services: Services, status: Status
) -> None:
    moves = filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE
    application.add_handler(MessageHandler(moves, gate.remember_move), _MOVES)
    application.add_handler(TypeHandler(Update, gate.check), _GATE)
    admission = Admission(services, gate)
    conversations = Conversations(services.config.telegram.history)
    responder = Responder(services, answer_keyboard, conversations, application.bot)
    application.add_handlers(
        [
            *admission.handlers(),
            *Administration(services, gate, admission).handlers(),
            ChatMemberHandler(Membership(services, gate).change),
            *command_handlers(services, status=status.tell),
            *Personal(services, conversations).handlers(),
            *BrowseHandlers(services, responder).handlers(),
            *QuestionHandlers(services, responder, conversations).handlers(),
            *InlineHandlers(services, responder).handlers(),
            # They take any button that nobody before them knew, and so stand last.
            unknown_buttons(services),
        ],
        _ANSWERS,
    )
    private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
    menus = AdminMenus(services, gate)
    application.add_handler(MessageHandler(private, menus.offer), _AFTERWARDS)


def _run(application: AnyApplication, config: Config, secrets: Secrets) -> None:
    """Take in updates until a signal or an error of the polling ends it."""
    # The library asks for the current loop, which newer Pythons do not make on demand.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    common: dict[str, Any] = {
        "allowed_updates": ALLOWED_UPDATES,
        "bootstrap_retries": -1,
        "drop_pending_updates": False,
        "close_loop": False,
    }
    try:
        if config.telegram.mode == "webhook":
            _listen(application, config.telegram.webhook, secrets.webhook_secret, common)
        else:
            application.run_polling(**common)
    except RuntimeError as problem:
        # The library stumbles over a signal that comes while it is still setting up.
        if not str(problem).startswith(_STUMBLES):
            raise
    finally:
        loop.run_until_complete(_wind_up(application))
        loop.close()


def _listen(
    application: AnyApplication, hook: WebhookSettings, secret: str, common: dict[str, Any]
) -> None:
    """Take in what Telegram delivers; whoever does not know ``secret`` is refused (HTTP 403)."""
    try:
        application.run_webhook(
            listen=hook.listen,
            port=hook.port,
            url_path=urlsplit(hook.url).path.lstrip("/"),
            webhook_url=hook.url,
            secret_token=secret,
            **common,
        )
    except OSError as problem:
        raise ConfigError(
            f"telegram.webhook: expected to listen on {hook.listen}:{hook.port}, "
            f"but: {problem.strerror or problem}"
        ) from None


async def _wind_up(application: AnyApplication) -> None:
    """Close what the library leaves open where it fails at its start or at its end."""
    if application.updater and application.updater.running:
        await application.updater.stop()
    if application.running:
        await application.stop()
    await application.bot.shutdown()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def _tell_operator(status: Status, bot: Bot, services: Services, gate: Gate) -> None:
    """The screen at the start; with nobody to decide who may ask, the link for the first."""
    lines = status.describe(bot, services.engine.translations("en"))
    if not (gate.admins() or services.config.access.open):
        now = int(time.time())
        link = new_invitation(services.store, bot.username, Role.ADMIN, by=None, at=now)
        lines.append(f"There is no administrator yet. Whoever opens this link first is one: {link}")
    # No log line: the link is for whoever stands at the terminal.
    sys.stderr.write("\n".join([*lines, ""]))
    sys.stderr.flush()
