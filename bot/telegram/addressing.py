"""Whether a message is meant for the bot, and the question in it.

In a private chat every message is. In a group only /tanya, /help@bot, a mention of the bot and a
reply to one of its messages are; nothing else is answered, or even kept.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.ext import BaseHandler, CommandHandler, filters

from bot.telegram.commands import COMMANDS, Command, Groups
from bot.telegram.services import Services
from bot.telegram.updates import Incoming, on_message
from bot.text.characters import utf16_length, utf16_slice

_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_AROUND_A_NAME = " \t\n,:;–—-"


def is_addressed(message: Message) -> bool:
    """Whether ``message`` is meant for the bot that received it."""
    if message.chat.type == ChatType.PRIVATE:
        return True
    if message.chat.type not in _GROUPS or not message.text or not _is_own_words(message):
        return False
    if _command(message):
        return find_command(message) is not None
    author = message.reply_to_message and message.reply_to_message.from_user
    return bool(_mentions(message) or (author and author.id == message.get_bot().id))


def is_kept(update: Update) -> bool:
    """Whether ``update`` is to be kept until it is answered: it is meant for the bot.

    Inline queries are not: they are too old to be answered later. Nor is other people's talk; but
    that a group has moved is, and comes before what is asked there.
    """
    message = update.message or update.edited_message
    if message is not None:
        moves = message.migrate_to_chat_id or message.migrate_from_chat_id
        return bool(moves) or is_addressed(message)
    others = (update.callback_query, update.guest_message, update.my_chat_member)
    return any(part is not None for part in others)


def find_command(message: Message) -> Command | None:
    """The command at the start of ``message``; None where it is not one of its bot.

    A group's command may be another bot's: that may have a /help, too.
    """
    entity = _command(message)
    text = _cut(message.text or "", entity) if entity else ""
    name, _, addressee = text.removeprefix("/").lower().partition("@")
    command = COMMANDS.get(name)
    if command is None or addressee not in ("", message.get_bot().username.lower()):
        return None
    kinds = (Groups.ANSWERED, Groups.REFERRED, *([Groups.ADDRESSED] if addressee else []))
    is_meant = message.chat.type == ChatType.PRIVATE or command.groups in kinds
    return command if is_meant else None


def obeyed_command(update: Update) -> Command | None:
    """The command that ``update`` gives, where its row has it obeyed."""
    command = find_command(update.message) if update.message else None
    is_obeyed = command is not None and command_filter(command).check_update(update)
    return command if is_obeyed else None


def find_question(message: Message) -> str:
    """The text of ``message`` without its command and the bot's name; it may be empty.

    That of a picture is its caption, which gives no command.
    """
    if message.text is None:
        return readable(message.caption or "").strip()
    command = _command(message)
    names = [*([command] if command else []), *_mentions(message)]
    text = message.text
    for name in sorted(names, key=lambda entity: entity.offset, reverse=True):
        text = _without(text, name)
    return readable(text).strip()


def readable(text: str) -> str:
    """``text`` without halves of an emoji: they can be received, but not sent back."""
    return utf16_slice(text, 0, utf16_length(text))


class Addressed(filters.MessageFilter):
    """Lets through what is meant for the bot that received it."""

    def filter(self, message: Message) -> bool:
        """Whether ``message`` is meant for its bot."""
        return is_addressed(message)


NEW_MESSAGE = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
"""A plain TEXT filter would also catch business and guest messages, whose replies fail."""


def command_handlers(
    services: Services, **methods: Callable[[Incoming], Coroutine[Any, Any, None]]
) -> list[BaseHandler[Any, Any, Any]]:
    """A handler for each command by its name, which takes it where its row says so."""
    return [
        CommandHandler(name, on_message(services, method), command_filter(COMMANDS[name]))
        for name, method in methods.items()
    ]


def command_filter(command: Command) -> filters.BaseFilter:
    """Lets through the messages in which ``command`` is obeyed."""
    own = NEW_MESSAGE if command.forwarded else NEW_MESSAGE & ~filters.FORWARDED
    return own & (filters.ChatType.PRIVATE if command.groups is Groups.SILENT else Addressed())


def _without(text: str, name: MessageEntity) -> str:
    """``text`` without ``name`` and the comma or colon beside it; offsets count UTF-16 units."""
    before = utf16_slice(text, 0, name.offset)
    after = utf16_slice(text, name.offset + name.length, utf16_length(text))
    return f"{before.rstrip(_AROUND_A_NAME)} {after.lstrip(_AROUND_A_NAME)}"


def _is_own_words(message: Message) -> bool:
    """Not forwarded, not sent through a bot, not by a bot.

    Whoever writes in the name of a chat has a stand-in bot as ``from_user``.
    """
    by_a_bot = message.from_user and message.from_user.is_bot and not message.sender_chat
    return not (message.forward_origin or message.via_bot or by_a_bot)


def _command(message: Message) -> MessageEntity | None:
    first = message.entities[0] if message.entities else None
    starts_it = first and first.type == MessageEntity.BOT_COMMAND and first.offset == 0
    return first if starts_it else None


def _mentions(message: Message) -> list[MessageEntity]:
    bot, text = message.get_bot(), message.text or ""
    by_name = f"@{bot.username.lower()}"
    return [
        it
        for it in message.entities
        if (it.user and it.user.id == bot.id)
        or (it.type == MessageEntity.MENTION and _cut(text, it).lower() == by_name)
    ]


def _cut(text: str, entity: MessageEntity) -> str:
    """What ``entity`` marks; the library's own way stumbles over half an emoji."""
    return utf16_slice(text, max(0, entity.offset), max(0, entity.offset + entity.length))
