"""Who may ask: decided here, once, before any other handler sees an update."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.telegram.addressing import is_addressed
from bot.telegram.sending import send_text

if TYPE_CHECKING:
    from telegram import Message, Update

    from bot.config import Access
    from bot.store import Store
    from bot.wording import Wording

_log = logging.getLogger(__name__)


class Gate:
    """Lets updates pass to the handlers, or ends them.

    A stranger learns the id that lets the administrator open the bot, and nothing else.
    """

    def __init__(self, access: Access, store: Store, wording: Wording) -> None:
        self._access = access
        self._people = access.admins | access.users
        self._store = store
        self._moved = store.moved_groups()
        self._wording = wording

    def admits(self, user: int | None, chat: int | None) -> bool:
        """Whether ``user`` may ask in ``chat``."""
        if self._access.open or user in self._people:
            return True
        groups = self._access.groups
        return chat in groups or any(self._moved.get(group) == chat for group in groups if chat)

    async def check(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Return where the sender may ask; else tell a stranger how to be let in.

        Raises:
            ApplicationHandlerStop: The sender may not ask; no other handler gets the update.
        """
        try:
            chat = update.effective_chat
            if self.admits(_sender(update), chat.id if chat else None):
                return
            if update.message:
                await self._turn_away(update.message)
        except TelegramError as problem:
            _log.info("Update %d: a stranger could not be told: %s", update.update_id, problem)
        except Exception:
            # Any other exception would pass the update on to the next handlers.
            _log.exception("Update %d: the gate failed and stays shut.", update.update_id)
        raise ApplicationHandlerStop

    async def note_move(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Note the new id of a group that says it has become a supergroup."""
        message = update.message
        if message and message.migrate_to_chat_id:
            self.move(message.chat_id, message.migrate_to_chat_id)

    def move(self, old: int, new: int) -> None:
        """Admit the members of the supergroup ``new`` if those of the group ``old`` were."""
        self._store.move_group(old, new)
        self._moved[old] = new
        _log.warning("Group %d is now %d; where config.yaml names it, change its id.", old, new)

    async def _turn_away(self, message: Message) -> None:
        if not is_addressed(message, message.get_bot()):
            return
        in_private = message.chat.type == ChatType.PRIVATE
        key = "telegram.stranger" if in_private else "telegram.stranger_group"
        await send_text(message, self._wording.say(key, id=message.chat_id))


def _sender(update: Update) -> int | None:
    """The id of the person who sent ``update``.

    None for whoever writes in the name of a chat: the ``from_user`` of an anonymous administrator
    is one account for all of Telegram, and to let it in would let in everybody's.
    """
    if update.message and update.message.sender_chat:
        return None
    return update.effective_user.id if update.effective_user else None
