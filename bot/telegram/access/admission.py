"""Strangers let in: by an administrator whom they asked, or by an invitation.

Whoever decides, in whatever way, goes through ``Admission``: it keeps the decision, ends the
buttons that other administrators still have before them, and tells the person.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections import defaultdict, deque
from html import escape
from typing import Any

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update, User
from telegram.ext import BaseHandler, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.render.translations import Translations
from bot.store import Act, Invitation, Role, Store
from bot.telegram.access.gate import Gate, ask_button, asks_access, invitation_in
from bot.telegram.callback_data import AccessDecided, button
from bot.telegram.sending import answer_button, edit_bubble
from bot.telegram.services import Services
from bot.telegram.updates import Incoming, need, on_message, press_handler
from bot.text.characters import BIDI, CONTROL, CONTROL_C1, JOINERS, SURROGATE, ZERO_WIDTH

DAY = 24 * 60 * 60
INVITATION_DAYS = 7
_ACTS = {"a": Act.ADMITTED, "r": Act.REFUSED, "b": Act.BLOCKED}
_REMEMBERED = 1000
# The line about a decision has to fit into the 200 characters of a button's answer.
_MOST_NAME = 80
# What could turn the rest of the line around, or begin a new one, in somebody's name.
_UNSAFE = re.compile(rf"[\s{CONTROL}{CONTROL_C1}{BIDI}{SURROGATE}]+")
# Of these alone a name looks as if it were missing.
_INVISIBLE = re.compile(
    rf"[\s{CONTROL}{CONTROL_C1}{ZERO_WIDTH}{JOINERS}{BIDI}\u00ad\u034f\u115f\u1160\u180b-\u180f"
    r"\u2065\u206a-\u206f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]+"
)

_log = logging.getLogger(__name__)


class Admission:
    """Requests, the decisions on them, and invitations."""

    def __init__(self, services: Services, gate: Gate) -> None:
        self._services = services
        self._gate = gate
        self._people = services.store.people
        # The messages with the buttons about a person; forgotten with the process, whereupon a
        # button says that it has been decided.
        self._notices: dict[int, dict[int, int]] = defaultdict(dict)
        self._ended: deque[tuple[int, int]] = deque(maxlen=_REMEMBERED)
        # Of the administrators of config.yaml the database has no names.
        self._deciders: dict[int, str] = {}

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The handlers, in the order in which they are tried."""
        return [
            MessageHandler(
                filters.UpdateType.MESSAGE & _Invited(), on_message(self._services, self.join)
            ),
            CallbackQueryHandler(self.request, asks_access),
            press_handler(AccessDecided, self.decide),
        ]

    # Requests

    async def request(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Pass the wish of whoever pressed the button on to the administrators."""
        query = need(update.callback_query)
        person, at = query.from_user, self._services.now
        translations = self._services.translations(person)
        refusal = self._services.at_first(self._reason_to_wait(person.id, at))
        if refusal:
            await answer_button(query, translations.say(refusal), stays=True)
            return
        number, name = person.id, name_of(person)
        # Whoever came in by an invitation has an open chat, and so is told in any case.
        told = self._services.at_first(bool(self._people.with_role(Role.ADMIN)))

        def keep(state: Store) -> None:
            state.people.add_request(number, name, at=at)
            if told:
                state.people.mark_told(number)

        await self._services.write(keep)
        await answer_button(query)
        if place := query.message:
            text = translations.say("access.requested", id=person.id)
            await edit_bubble(query.get_bot(), place.chat.id, place.message_id, text)
        if await self._tell_admins(number) and not told:
            await self._services.write(lambda state: state.people.mark_told(number))

    async def catch_up(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell an administrator who writes of the requests that nobody could be told of before.

        There was none, or none whose chat was open to the bot.
        """
        person = update.effective_user
        if not person or not self._gate.is_admin(person.id):
            return
        if self._services.at_first(self._people.has_untold()):
            for stranger in await self._services.write(lambda state: state.people.take_untold()):
                await self._tell_admins(stranger)

    def _reason_to_wait(self, person: int, at: int) -> str | None:
        """Why a request of ``person`` is not passed on, as the key of a text."""
        if self._gate.role(person):
            return "access.inside"
        request = self._people.find_request(person)
        if request and request.asked > at - DAY:
            return "access.waiting"
        last = self._people.last_decision(person)
        refused = last and last.act is Act.REFUSED and last.at > at - DAY
        return "access.refused_today" if refused else None

    async def _tell_admins(self, person: int) -> bool:
        """Whether the request of ``person`` is known to have reached an administrator."""
        told = False
        for admin in self._gate.admins():
            if not self._people.find_request(person):
                return told
            translations = self.translations(admin)
            buttons = [
                button(translations.say(f"access.button.{act}"), AccessDecided(decision, person))
                for decision, act in _ACTS.items()
            ]
            notice = self._notice(person, translations)
            number = await self._services.post(
                admin, notice, InlineKeyboardMarkup.from_row(buttons)
            )
            told = told or number is not None
            if number and self._people.find_request(person):
                self._notices[person][admin] = number
            elif number:
                # Another administrator was faster than this message.
                await self._end_notices({admin: (number, notice)}, person)
        return told

    def _notice(self, person: int, translations: Translations) -> str:
        request = self._people.find_request(person)
        name = request.name if request else self._people.name(person)
        shown = escape(name or translations.say("access.nameless"))
        return translations.say("access.request", name=shown, id=person)

    # Decisions

    async def decide(self, query: CallbackQuery, pressed: AccessDecided) -> None:
        """Carry out what an administrator pressed, unless another one was earlier."""
        translations = self._services.translations(query.from_user)
        if not self._gate.is_admin(query.from_user.id):
            await answer_button(query, translations.say("access.admins_only"), stays=True)
            return
        person = pressed.person
        if self._people.find_request(person) and query.message:
            self._notices[person][query.message.chat.id] = query.message.message_id
        act, at = _ACTS[pressed.decision], self._services.now
        told = await self.carry_out(act, person, by=query.from_user, at=at, if_asked=True)
        if told is not None:
            await answer_button(query)
            return
        what = self._outcome(person, translations)
        key = "access.decided" if what else "access.request_gone"
        await answer_button(query, translations.say(key, what=what), stays=True)

    async def carry_out(  # noqa: PLR0913 -- who, what, and the act's who and when
        self,
        act: Act,
        person: int,
        *,
        by: User,
        at: int,
        name: str = "",
        if_asked: bool = False,
    ) -> bool | None:
        """Admit, refuse, block or revoke ``person``; whether they could be told where they are.

        With ``if_asked`` only where a request is open: None where it is not, any more.
        """

        def decide(state: Store) -> bool:
            if if_asked and not state.people.find_request(person):
                return False
            if act is Act.REFUSED:
                state.people.refuse(person, by=by.id, at=at)
            else:
                role = {Act.ADMITTED: Role.USER, Act.BLOCKED: Role.BLOCKED}.get(act)
                state.people.set_role(person, role, act, by=by.id, at=at, name=name)
            return True

        asked = self._services.at_first(self._people.find_request(person) is not None)
        notices = self._take_notices(person)
        # Of two administrators who press at once one is late.
        if not await self._services.write(decide):
            return None
        self._deciders[by.id] = name_of(by)
        await self._end_notices(notices, person)
        if act not in (Act.ADMITTED, Act.REFUSED) or not (asked or self._gate.has_told(person)):
            return False
        text = self.translations(person).say(f"access.told_{act}")
        return await self._services.post(person, text) is not None

    def _take_notices(self, person: int) -> dict[int, tuple[int, str]]:
        """The messages with buttons about ``person``, with their texts, by administrator.

        Before the decision is kept, for with some decisions the name is forgotten.
        """
        numbers = self._notices.pop(person, {})
        return {
            admin: (number, self._notice(person, self.translations(admin)))
            for admin, number in numbers.items()
        }

    async def _end_notices(self, notices: dict[int, tuple[int, str]], person: int) -> None:
        """Say under each request what became of it, and take its buttons away."""
        for admin, (number, notice) in notices.items():
            # A press may be quicker than the confirmation that its message was sent.
            if (admin, number) in self._ended:
                continue
            self._ended.append((admin, number))
            outcome = escape(self._outcome(person, self.translations(admin)))
            await self._services.post(admin, f"{notice}\n\n{outcome}", number=number)

    def _outcome(self, person: int, translations: Translations) -> str:
        """What was decided about ``person`` and by whom, as plain text; empty if nothing was."""
        last = self._people.last_decision(person)
        if last is None:
            return ""
        actor = last.actor or 0
        by = self._people.name(actor) or self._deciders.get(actor) or str(actor)
        return translations.say(f"access.done.{last.act}", by=by[:_MOST_NAME])

    # Invitations

    async def join(self, incoming: Incoming) -> None:
        """Let in whoever brings an invitation that still holds."""
        token, person = invitation_in(incoming.message) or "", incoming.person
        invitation = self._people.find_invitation(token)
        holds = invitation is not None and self._holds(invitation, incoming.at)
        role = self._services.at_first(self._gate.role(person.id))
        if invitation is None or not self._services.at_first(holds):
            is_in = role or self._services.config.access.open
            markup = None if is_in else ask_button(incoming.translations)
            await incoming.answer("access.invitation_void", markup)
        elif role in (Role.ADMIN, invitation.role):
            await incoming.answer("access.inside")
        else:
            await self._let_in(incoming, person, invitation)

    def _holds(self, invitation: Invitation, at: int) -> bool:
        """Unused, not too old, and of somebody who may still invite."""
        if invitation.used_by is not None or invitation.made <= at - INVITATION_DAYS * DAY:
            return False
        if invitation.made_by is None:
            return not self._gate.admins()
        return self._gate.is_admin(invitation.made_by)

    async def _let_in(self, incoming: Incoming, person: User, invitation: Invitation) -> None:
        name, token, at = name_of(person), invitation.token, incoming.at
        notices = self._take_notices(person.id)
        is_first = await self._services.write(
            lambda state: state.people.use_invitation(token, person.id, name, at=at)
        )
        if not is_first:
            await incoming.answer("access.invitation_void", ask_button(incoming.translations))
            return
        key = "access.welcome_admin" if invitation.role is Role.ADMIN else "access.told_admitted"
        await incoming.answer_in_html(key)
        await self._end_notices(notices, person.id)
        if invitation.made_by is not None:
            text = self.translations(invitation.made_by).say("access.joined", name=escape(name))
            await self._services.post(invitation.made_by, text)

    # What the other parts of access need, too

    def translations(self, person: int) -> Translations:
        """The texts for somebody of whom only the id is at hand."""
        language = self._people.language(person) or self._services.config.language
        return self._services.engine.translations(language)


class _Invited(filters.MessageFilter):
    """Lets through what brings an invitation."""

    def filter(self, message: Message) -> bool:
        return invitation_in(message) is not None


def name_of(user: User) -> str:
    """The name and @username of ``user``, without what would disturb the line they stand in."""
    full = " ".join(filter(None, (user.first_name, user.last_name)))
    name = " ".join(_UNSAFE.sub(" ", full).split()) if _INVISIBLE.sub("", full) else ""
    return f"{name} (@{user.username})".lstrip() if user.username else name


def new_invitation() -> str:
    """A token that nobody can guess, for ``People.add_invitation``."""
    return secrets.token_urlsafe(18)


def link_of_invitation(token: str, bot_username: str) -> str:
    """The link that brings ``token``."""
    return f"https://t.me/{bot_username}?start=i{token}"
