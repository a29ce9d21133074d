"""What an operator wants to see: who the bot is, what it may do and knows, whom it answers."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from telegram.ext import BaseHandler, CommandHandler, ContextTypes, filters

from bot.store import Role
from bot.telegram.profile import STATUS_COMMAND
from bot.telegram.sending import send_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telegram import Bot, Update

    from bot.render.translations import Translations
    from bot.telegram.access.gate import Gate
    from bot.telegram.services import Services


class Status:
    """The screen of the operator, at the start and on request."""

    def __init__(self, services: Services, gate: Gate) -> None:
        self._services, self._gate = services, gate
        self._started = time.monotonic()

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The handler of the command; whoever is no administrator is told so."""
        private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
        return [CommandHandler(STATUS_COMMAND, self.tell, private)]

    async def tell(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer an administrator with the state of things."""
        message = update.message
        assert message is not None  # noqa: S101 -- the filters have seen it
        wording = self._services.wording(message.from_user)
        if not (message.from_user and self._gate.is_admin(message.from_user.id)):
            await send_text(message, wording.say("status.not_yours"))
            return
        running = timedelta(seconds=int(time.monotonic() - self._started))
        lines = [*self.describe(context.bot, wording), *self._state(wording, running)]
        await send_text(message, "\n".join(lines))

    def describe(self, bot: Bot, wording: Translations) -> list[str]:
        """Who the bot is, what it may do, what it knows, whom it answers; a line each."""
        return [
            wording.say("status.who", name=bot.username, mode=self._services.config.telegram.mode),
            *_switches(bot, wording),
            *self._knowledge(wording),
            self._admitted(wording),
        ]

    def _knowledge(self, wording: Translations) -> Iterator[str]:
        engine = self._services.engine
        reach = engine.reach
        values: dict[str, object] = {"articles": reach.articles, "days": len(engine.days)}
        if reach.first and reach.last:
            values["first"] = wording.date_only(reach.first)
            values["last"] = wording.date_only(reach.last)
            yield wording.say("status.knows", **values)
        else:
            yield wording.say("status.knows_no_days", **values)
        if engine.problems:
            yield wording.say("status.unread", count=len(engine.problems))

    def _admitted(self, wording: Translations) -> str:
        access, people = self._services.config.access, self._services.store.people
        if access.open:
            return wording.say("status.open")
        return wording.say(
            "status.admitted",
            admins=len(self._gate.admins()),
            users=len({*access.users, *people.with_role(Role.USER)}),
            groups=len({*access.groups, *people.groups()}),
        )

    def _state(self, wording: Translations, running: timedelta) -> Iterator[str]:
        store = self._services.store
        good, bad = store.answers.count_opinions()
        week = int(time.time()) - 7 * 24 * 3600
        yield wording.say("status.asked", count=store.answers.count_since(week))
        yield wording.say("status.opinions", good=good, bad=bad)
        yield wording.say("status.requests", count=len(store.people.requests()))
        yield wording.say("status.running", time=str(running))


def _switches(bot: Bot, wording: Translations) -> Iterator[str]:
    """What the bot may do, and the switch at BotFather for what it may not."""
    me = bot.bot
    switches = {
        "inline": me.supports_inline_queries,
        "guest": me.supports_guest_queries,
        "groups": me.can_join_groups,
    }
    for name, is_on in switches.items():
        mark = "✓" if is_on else "✗"
        hint = "" if is_on else f": {wording.say(f'status.switch_{name}')}"
        yield f"{mark} {wording.say(f'status.{name}')}{hint}"
