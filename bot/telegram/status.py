"""What an operator wants to see: who the bot is, what it may do and knows, whom it answers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

from telegram import Bot

from bot.render.foot import reach_line
from bot.render.translations import Translations
from bot.store import Role
from bot.telegram.access.gate import Gate
from bot.telegram.sending import send_text
from bot.telegram.services import Services
from bot.telegram.updates import Incoming


class Status:
    """The screen of the operator, at the start and on request."""

    def __init__(self, services: Services, gate: Gate) -> None:
        self._services, self._gate = services, gate
        self._started = time.monotonic()

    async def tell(self, incoming: Incoming) -> None:
        """Answer an administrator with the state of things."""
        described = self.describe(incoming.bot, incoming.translations)
        lines = [*described, *self._state(incoming.translations)]
        await send_text(incoming.message, "\n".join(lines))

    def describe(self, bot: Bot, translations: Translations) -> list[str]:
        """Who the bot is, what it may do, what it knows, whom it answers; a line each."""
        mode = self._services.config.telegram.mode
        return [
            translations.say("status.who", name=bot.username, mode=mode),
            *_switches(bot, translations),
            *self._knowledge(translations),
            self._admitted(translations),
        ]

    def _knowledge(self, translations: Translations) -> Iterator[str]:
        engine = self._services.engine
        reach = engine.reach
        yield reach_line(reach, translations)
        days = len(engine.overview)
        yield translations.say("status.knows", count=days, undated=reach.undated)
        if engine.problems:
            yield translations.say("status.unread", count=len(engine.problems))

    def _admitted(self, translations: Translations) -> str:
        access, people = self._services.config.access, self._services.store.people
        if access.open:
            return translations.say("status.open")
        return translations.say(
            "status.admitted",
            admins=len(self._gate.admins()),
            users=len({*access.users, *people.with_role(Role.USER)}),
            groups=len({*access.groups, *people.groups()}),
        )

    def _state(self, translations: Translations) -> Iterator[str]:
        store = self._services.store
        good, bad = store.answers.count_opinions()
        week = int(time.time()) - 7 * 24 * 3600
        yield translations.say("status.asked", count=store.answers.count_since(week))
        yield translations.say("status.opinions", good=good, bad=bad)
        yield translations.say("status.requests", count=len(store.people.requests()))
        if waiting := self._services.queue.waiting:
            minutes = int(self._services.clock.now() - min(waiting)) // 60
            yield translations.say("status.waiting", count=len(waiting), minutes=minutes)
        running = timedelta(seconds=int(time.monotonic() - self._started))
        yield translations.say("status.running", time=str(running))


def _switches(bot: Bot, translations: Translations) -> Iterator[str]:
    """What the bot may do, and the switch at BotFather for what it may not."""
    me = bot.bot
    switches = {
        "inline": me.supports_inline_queries,
        "guest": me.supports_guest_queries,
        "groups": me.can_join_groups,
    }
    for name, is_on in switches.items():
        mark = "✓" if is_on else "✗"
        hint = "" if is_on else f": {translations.say(f'status.switch_{name}')}"
        yield f"{mark} {translations.say(f'status.{name}')}{hint}"
