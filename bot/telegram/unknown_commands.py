"""Commands that nobody knows: in a private chat they get one line, in a group nothing."""

from __future__ import annotations

import re
from typing import Any

from telegram.ext import BaseHandler, MessageHandler, filters

from bot.telegram.access.gate import Gate
from bot.telegram.addressing import NEW_MESSAGE
from bot.telegram.commands import ADMIN_MENU, PRIVATE_MENU
from bot.telegram.services import Services
from bot.telegram.updates import Incoming, on_message

# How much alike two names are, 0 to 100, so that the one is taken for a slip in the other.
_NEAR = 70


def unknown_commands(services: Services, gate: Gate) -> BaseHandler[Any, Any, Any]:
    """The handler of what no handler of a command before it took."""

    async def tell(incoming: Incoming) -> None:
        menu = ADMIN_MENU if gate.is_admin(incoming.writer) else PRIVATE_MENU
        if near := find_near(incoming.message.text or "", menu):
            await incoming.answer("telegram.unknown_near", name=near)
        else:
            await incoming.answer("telegram.unknown")

    in_private = NEW_MESSAGE & filters.ChatType.PRIVATE & filters.COMMAND
    return MessageHandler(in_private, on_message(services, tell))


def find_near(typed: str, names: tuple[str, ...]) -> str | None:
    """The one of the ``names`` most like the command with which ``typed`` begins.

    None where none is near.

    >>> find_near("/Sumbr@a_bot gowes", ("sumber", "help")), find_near("", ("sumber", "help"))
    ('sumber', None)
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 -- it takes a while, and is seldom needed

    name = re.split(r"[\s@]", typed.removeprefix("/"), maxsplit=1)[0].lower()
    found = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return found[0] if found else None
