"""Groups that the bot is taken into, and thrown out of."""

from __future__ import annotations

import logging

from telegram import ChatMember, ChatMemberRestricted, ChatMemberUpdated, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot.store import Role
from bot.telegram.access.gate import Gate
from bot.telegram.services import Services

# A group that becomes a supergroup takes the bot along; the message that says which group it was
# may come a moment later.
GRACE = 1.0
_INSIDE = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)

_log = logging.getLogger(__name__)


class Membership:
    """Stays where an administrator, or nobody but one, wants the bot; leaves any other group."""

    def __init__(self, services: Services, gate: Gate) -> None:
        self._services = services
        self._gate = gate
        self._people = services.store.people

    async def change(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Keep where the bot now is, or is no more."""
        change = update.my_chat_member
        if change is None or change.chat.type == ChatType.PRIVATE:
            return
        # That the bot left by itself is kept already.
        by_itself = change.from_user.id == change.new_chat_member.user.id
        before, after = _is_in(change.old_chat_member), _is_in(change.new_chat_member)
        try:
            if after and not before:
                await self._arrive(change)
            elif before and not after and not by_itself:
                await self._keep_left(change)
        except TelegramError as problem:
            _log.info("Access: group %d could not be told or left: %s", change.chat.id, problem)

    async def _arrive(self, change: ChatMemberUpdated) -> None:
        group, at = change.chat, int(change.date.timestamp())
        by = change.from_user.id
        if group.type not in _GROUPS:
            await self._leave(change, None)
            return
        known = self._gate.allows(group.id)
        if not known and self._gate.is_admin(by):
            await self._services.write(
                lambda it: it.people.allow_group(group.id, group.title or "", by=by, at=at)
            )
        elif not known and not self._gate.admits(None, group.id):
            await self._services.clock.sleep(GRACE)
            if not self._gate.allows(group.id):
                await self._leave(change, "access.group_closed")
            return
        elif known:
            title = group.title or ""
            await self._services.write(lambda it: it.people.name_group(group.id, title))
        name = f"@{group.get_bot().username}"
        text = self._services.translations(change.from_user).say("access.group_welcome", bot=name)
        await group.send_message(text)

    async def _leave(self, change: ChatMemberUpdated, reason: str | None) -> None:
        """Go, and say why to whoever is not blocked."""
        group, by = change.chat, change.from_user.id
        if reason and self._gate.role(by) is not Role.BLOCKED:
            text = self._services.translations(change.from_user).say(reason, id=group.id)
            try:
                await group.send_message(text)
            except BadRequest as problem:  # where the bot may not write, it still goes
                _log.info("Access: group %d was not told why: %s", group.id, problem)
        await group.leave()
        await self._keep_left(change)

    async def _keep_left(self, change: ChatMemberUpdated) -> None:
        at = int(change.date.timestamp())
        group, by = change.chat.id, change.from_user.id
        await self._services.write(lambda state: state.people.leave_group(group, by=by, at=at))


def _is_in(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in _INSIDE
