"""The administrators' commands about access, in their private chats; see ``Gate.check``."""

from __future__ import annotations

import re
from datetime import timedelta
from html import escape
from typing import Any

from telegram import MessageOriginUser
from telegram.constants import ParseMode
from telegram.ext import BaseHandler

from bot.render.translations import Translations
from bot.store import Act, Role
from bot.telegram.access.admission import (
    INVITATION_DAYS,
    Admission,
    link_of_invitation,
    name_of,
    new_invitation,
)
from bot.telegram.access.gate import Gate
from bot.telegram.addressing import command_handlers
from bot.telegram.sending import send_text
from bot.telegram.services import Services
from bot.telegram.updates import Incoming
from bot.text.characters import utf16_length

_ID = re.compile(r"[-−–]?[0-9]{1,15}")
_BUBBLE = 3900
# A message has some 100 entities at most, and a line two: the id, and the @username.
_MOST_LINES = 45
_MOST_LISTED = 100


class Administration:
    """/izinkan, /cabut, /blokir, /undang and /akses."""

    def __init__(self, services: Services, gate: Gate, admission: Admission) -> None:
        self._services = services
        self._gate = gate
        self._admission = admission
        self._people = services.store.people

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """One for each command."""
        return command_handlers(
            self._services,
            izinkan=self._allow,
            cabut=self._revoke,
            blokir=self._block,
            undang=self._invite,
            akses=self._list,
        )

    async def _allow(self, order: Incoming) -> None:
        subject, name = _subject(order)
        if subject is None:
            await order.answer_in_html(_complaint(order, "izinkan"))
        elif subject < 0:
            await self._allow_group(order, subject)
        elif self._services.at_first(self._gate.role(subject) in (Role.ADMIN, Role.USER)):
            await order.answer_in_html("access.already", id=subject)
        else:
            told = await self._admission.carry_out(
                Act.ADMITTED, subject, by=order.person, at=order.at, name=name
            )
            key = "access.allowed_told" if told else "access.allowed"
            await order.answer_in_html(key, id=subject, bot=order.bot.username)

    async def _allow_group(self, order: Incoming, group: int) -> None:
        if self._services.at_first(self._gate.allows(group)):
            await order.answer_in_html("access.already_group", id=group)
            return
        by, at = order.writer, order.at
        await self._services.write(lambda it: it.people.allow_group(group, "", by=by, at=at))
        await order.answer_in_html("access.allowed_group", id=group)

    async def _revoke(self, order: Incoming) -> None:
        subject, _ = _subject(order)
        if subject is None:
            await order.answer_in_html(_complaint(order, "cabut"))
        elif subject < 0:
            await self._revoke_group(order, subject)
        elif self._services.at_first(self._gate.role(subject) is Role.BLOCKED):
            # To make a stranger of them would open the door a little, not close it.
            await order.answer_in_html("access.already_blocked", id=subject)
        elif self._services.at_first(self._is_last(subject)):
            await order.answer_in_html("access.last_admin")
        else:
            kept = self._services.at_first(self._people.role(subject))
            if kept:
                await self._admission.carry_out(Act.REVOKED, subject, by=order.person, at=order.at)
            # They could not have them removed any more.
            await self._services.write(lambda state: state.answers.forget_person(subject))
            await self._services.writer.shrink()
            access = self._services.config.access
            is_fixed = subject in access.admins | access.users
            key = "fixed" if is_fixed else "revoked" if kept else "stranger_anyway"
            await order.answer_in_html(f"access.{key}", id=subject)

    async def _revoke_group(self, order: Incoming, group: int) -> None:
        kept = self._services.at_first(self._people.allows(group))
        if kept:
            by, at = order.writer, order.at
            await self._services.write(lambda it: it.people.revoke_group(group, by=by, at=at))
        is_fixed = self._gate.is_fixed_group(group)
        key = "fixed" if is_fixed else "revoked_group" if kept else "stranger_anyway"
        await order.answer_in_html(f"access.{key}", id=group)

    async def _block(self, order: Incoming) -> None:
        subject, _ = _subject(order)
        if subject is None or subject < 0:
            await order.answer_in_html(_complaint(order, "blokir"))
        elif subject == order.writer:
            await order.answer_in_html("access.not_oneself")
        elif subject in self._services.config.access.admins:
            await order.answer_in_html("access.fixed", id=subject)
        elif self._services.at_first(self._gate.role(subject) is Role.BLOCKED):
            await order.answer_in_html("access.already_blocked", id=subject)
        else:
            await self._admission.carry_out(Act.BLOCKED, subject, by=order.person, at=order.at)
            await order.answer_in_html("access.blocked", id=subject)

    async def _invite(self, order: Incoming) -> None:
        roles = {(): Role.USER, ("admin",): Role.ADMIN}
        role = roles.get(tuple(word.lower() for word in order.words))
        if role is None:
            await order.answer_in_html("access.usage.undang")
            return
        token = self._services.at_first(new_invitation())
        by, at = order.writer, order.at
        await self._services.write(lambda it: it.people.add_invitation(token, role, by=by, at=at))
        link = link_of_invitation(token, order.bot.username)
        last = self._services.today(order.message.date + timedelta(days=INVITATION_DAYS))
        await order.answer_in_html(
            f"access.invitation_{role}", link=link, day=order.translations.day(last)
        )

    async def _list(self, order: Incoming) -> None:
        for text in _bubbles(self._lines(order.translations)):
            await send_text(order.message, text, parse_mode=ParseMode.HTML)

    def _lines(self, translations: Translations) -> list[str]:
        """Everybody who may ask, who may not, and who waits; one line each."""
        access, people = self._services.config.access, self._people
        fixed_users = access.users - access.admins
        sections = {
            "admins": _merge(access.admins, people.with_role(Role.ADMIN)),
            "users": _merge(fixed_users, people.with_role(Role.USER)),
            "groups": _merge(access.groups, people.groups()),
            "requests": {request.person: request.name for request in people.requests()},
            "blocked": people.with_role(Role.BLOCKED),
        }
        fixed = access.admins | access.users | access.groups
        lines = [translations.say("access.list.open")] if access.open else []
        for section, members in sections.items():
            if members or section not in ("requests", "blocked"):
                heading = translations.say(f"access.list.{section}", count=len(members))
                lines.append(f"\n<b>{heading}</b>" if lines else f"<b>{heading}</b>")
            for number, known in list(members.items())[:_MOST_LISTED]:
                is_fixed = number in fixed and section != "blocked"
                name = known or ("" if is_fixed else translations.say("access.nameless"))
                source = "· config.yaml" if is_fixed else ""
                parts = (f"<code>{number}</code>", escape(name), source)
                lines.append(" ".join(filter(None, parts)))
            if (more := len(members) - _MOST_LISTED) > 0:
                lines.append(translations.say("access.list.more", count=more))
        return lines

    def _is_last(self, person: int) -> bool:
        """Whether without the role that the database gives ``person`` nobody could decide."""
        return (
            self._gate.admins() == (person,) and person not in self._services.config.access.admins
        )


def _subject(order: Incoming) -> tuple[int | None, str]:
    """Whom the command is about, and their name if a forwarded message tells it."""
    if order.words:
        found = _ID.fullmatch(order.words[0]) if len(order.words) == 1 else None
        number = int(re.sub("[−–]", "-", found[0])) if found else 0
        return (None if number in (0, order.bot.id) else number), ""
    replied = order.message.reply_to_message
    origin = replied.forward_origin if replied else None
    if isinstance(origin, MessageOriginUser) and not origin.sender_user.is_bot:
        return origin.sender_user.id, name_of(origin.sender_user)
    return None, ""


def _complaint(order: Incoming, command: str) -> str:
    """The text that says what is missing, with an example."""
    replied = order.message.reply_to_message
    hides = replied is not None and replied.forward_origin is not None and not order.words
    return "access.origin_hidden" if hides else f"access.usage.{command}"


def _merge(fixed: frozenset[int], kept: dict[int, str]) -> dict[int, str]:
    return {number: kept.get(number, "") for number in sorted({*fixed, *kept})}


def _bubbles(lines: list[str]) -> list[str]:
    """The lines in as many messages as they need."""
    bubbles: list[str] = []
    for line in lines:
        text = f"{bubbles[-1]}\n{line}" if bubbles else ""
        if text and utf16_length(text) <= _BUBBLE and text.count("<code>") <= _MOST_LINES:
            bubbles[-1] = text
        else:
            bubbles.append(line.lstrip("\n"))
    return bubbles
