"""Who may ask: decided here, once, before any other handler sees an update."""

from __future__ import annotations

import contextlib
import logging
import re
import sqlite3
from collections import deque

from telegram import InlineKeyboardMarkup, InlineQueryResultsButton, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.render.translations import Translations
from bot.store import Role, Store
from bot.telegram.addressing import is_addressed, obeyed_command
from bot.telegram.callback_data import AccessRequested, button, parse_as
from bot.telegram.sending import send_text
from bot.telegram.services import Services
from bot.telegram.updates import message_of

# A payload of /start that begins with an i is an invitation; see `new_invitation`.
_INVITATION = re.compile(r"/start(?:@\w+)?\s+i([A-Za-z0-9_-]{8,63})\s*")
# So many strangers of whom it is remembered that their private chats are open.
_REMEMBERED = 1000

_log = logging.getLogger(__name__)


class Gate:
    """Lets updates pass to the handlers, or ends them.

    config.yaml and the database both let people and groups in. An administrator of config.yaml is
    always one; whoever is blocked is let in by nothing else. A stranger learns the id that lets
    the administrator open the bot, and how to ask for it, and nothing else.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._access = services.config.access
        self._people = services.store.people
        self._moved = services.store.moved_groups()
        self._told: deque[int] = deque(maxlen=_REMEMBERED)

    # Who may do what

    def role(self, person: int | None) -> Role | None:
        """What ``person`` may do anywhere; None for a stranger."""
        if person is None:
            return None
        if person in self._access.admins:
            return Role.ADMIN
        kept = self._people.role(person)
        return Role.USER if kept is None and person in self._access.users else kept

    def is_admin(self, person: int | None) -> bool:
        """Whether ``person`` decides about others."""
        return self.role(person) is Role.ADMIN

    def admins(self) -> tuple[int, ...]:
        """All administrators, of config.yaml and of the database, by id."""
        return tuple(sorted({*self._access.admins, *self._people.with_role(Role.ADMIN)}))

    def allows(self, group: int | None) -> bool:
        """Whether the members of ``group`` may ask in it."""
        return group is not None and (self.is_fixed_group(group) or self._people.allows(group))

    def is_fixed_group(self, group: int) -> bool:
        """Whether config.yaml names ``group``, or the group that became it."""
        groups = self._access.groups
        return group in groups or any(self._moved.get(named) == group for named in groups)

    def admits(self, user: int | None, chat: int | None) -> bool:
        """Whether ``user`` may ask in ``chat``; None where the chat does not count."""
        role = self.role(user)
        if role is Role.BLOCKED:
            return False
        return self._access.open or role is not None or self.allows(chat)

    def has_told(self, person: int) -> bool:
        """Whether ``person`` lately came as a stranger, so that their chat is open."""
        return person in self._told

    # Updates

    async def check(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Return where the sender may do so; else tell a stranger how to be let in.

        Raises:
            ApplicationHandlerStop: The sender may not; no other handler gets the update.
        """
        try:
            user, chat = asker_of(update)
            forged = _is_forged(update)
            if not forged and (update.my_chat_member or self.admits(user, chat)):
                command = obeyed_command(update)
                if command is None or not command.for_admins or self.is_admin(user):
                    return
                translations = self._services.translations(update.effective_user)
                await send_text(message_of(update), translations.say(command.refusal))
            elif self.role(user) is Role.BLOCKED:
                if update.callback_query:
                    await update.callback_query.answer()
            elif not forged and _is_knock(update):
                return
            else:
                await self._turn_away(update, forged=forged)
        except TelegramError as problem:
            _log.info("Update %d: a stranger could not be told: %s", update.update_id, problem)
        except Exception:
            # Any other exception would pass the update on to the next handlers.
            _log.exception("Update %d: the gate failed and stays shut.", update.update_id)
        raise ApplicationHandlerStop

    async def remember_move(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Remember the new id of a group that says it has become a supergroup."""
        message = update.message
        if message and message.migrate_to_chat_id:
            await self.move(message.chat_id, message.migrate_to_chat_id)
        elif message and message.migrate_from_chat_id:
            await self.move(message.migrate_from_chat_id, message.chat_id)

    async def move(self, old: int, new: int) -> None:
        """Admit the members of the supergroup ``new`` if those of the group ``old`` were."""
        if self._moved.get(old) == new:
            return
        self._moved[old] = new

        def move(state: Store) -> None:
            state.move_group(old, new)
            state.people.move_group(old, new)

        # Another try finds that it is known; so this is no part of what is done for the update.
        try:
            await self._services.writer.write(move)
        except sqlite3.Error:
            # The group tells it twice, as the old one and as the new.
            del self._moved[old]
            raise
        _log.warning("Group %d is now %d; where config.yaml names it, change its id.", old, new)

    async def _turn_away(self, update: Update, *, forged: bool) -> None:
        translations = self._services.translations(update.effective_user)
        if update.callback_query:
            key = "under.stale" if forged else "access.closed"
            await update.callback_query.answer(translations.say(key))
        elif update.inline_query:
            # No results, for this person only, and the way to the private chat.
            text = translations.say("access.inline_button")
            way = InlineQueryResultsButton(text, start_parameter="akses")
            await update.inline_query.answer([], cache_time=0, is_personal=True, button=way)
        elif update.message and update.message.chat.type == ChatType.PRIVATE:
            self._told.append(update.message.chat_id)
            text = translations.say("telegram.stranger", id=update.message.chat_id)
            await send_text(update.message, text, markup=ask_button(translations))
        elif update.message and is_addressed(update.message):
            await self._leave(update.message, translations)

    async def _leave(self, message: Message, translations: Translations) -> None:
        """Tell a group that nobody has allowed its id, and go."""
        group, at = message.chat_id, int(message.date.timestamp())
        with contextlib.suppress(BadRequest):  # where the bot may not write, it still goes
            await send_text(message, translations.say("telegram.stranger_group", id=group))
        await message.chat.leave()
        by = None if message.sender_chat or not message.from_user else message.from_user.id
        await self._services.write(lambda state: state.people.leave_group(group, by=by, at=at))


def ask_button(translations: Translations) -> InlineKeyboardMarkup:
    """The button with which a stranger asks to be let in."""
    return InlineKeyboardMarkup.from_button(
        button(translations.say("access.ask_button"), AccessRequested())
    )


def invitation_in(message: Message) -> str | None:
    """The token of the invitation that a private ``message`` brings."""
    if message.chat.type != ChatType.PRIVATE or message.via_bot or not message.from_user:
        return None
    found = _INVITATION.fullmatch(message.text or "")
    return found[1] if found else None


def asker_of(update: Update) -> tuple[int | None, int | None]:
    """The ids of who sent ``update``, and of the chat whose being allowed lets them in.

    The person is None for whoever writes in the name of a chat: the ``from_user`` of an anonymous
    administrator is one account for all of Telegram, and to let it in would let in everybody's.
    The chat is None for a guest's message: the bot is no member there, so nobody allowed it.
    """
    message = update.message or update.edited_message or update.guest_message
    hidden = message is not None and message.sender_chat is not None
    user = None if hidden or not update.effective_user else update.effective_user.id
    chat = None if update.guest_message or not update.effective_chat else update.effective_chat.id
    return user, chat


def _is_forged(update: Update) -> bool:
    """Whether a button was pressed outside of a private chat, where the bot shows none.

    Clients can send any data for any message (Bot API, CallbackQuery): in a group a member could
    so put other text in the place of somebody's answer.
    """
    chat = update.effective_chat
    return update.callback_query is not None and (chat is None or chat.type != ChatType.PRIVATE)


def asks_access(data: object) -> bool:
    """Whether the ``data`` of a button is a stranger's wish to be let in."""
    return parse_as(AccessRequested, data) is not None


def _is_knock(update: Update) -> bool:
    """Whether a stranger asks to be let in, or shows an invitation."""
    if update.callback_query:
        return asks_access(update.callback_query.data)
    return update.message is not None and invitation_in(update.message) is not None
