"""Whether a message is meant for the bot, and the question in it.

In a private chat every message is. In a group only /tanya, /help@bot, a mention of the bot and a
reply to one of its messages are; nothing else is answered, or even kept.
"""

from __future__ import annotations

from telegram import Bot, Message, MessageEntity
from telegram.constants import ChatType
from telegram.ext import filters

from bot.text.characters import utf16_length, utf16_slice

QUESTION_COMMAND = "tanya"
HELP_COMMAND = "help"
CALENDAR_COMMAND, TIMELINE_COMMAND = "tanggal", "linimasa"
SOURCES_COMMAND, TODAY_COMMAND = "sumber", "hariini"
LOOKING_COMMANDS = (CALENDAR_COMMAND, TIMELINE_COMMAND, SOURCES_COMMAND, TODAY_COMMAND)
FORGET_COMMAND = "hapusdata"
# No other bot has these names, so that they need no addressee.
_OWN = (QUESTION_COMMAND, *LOOKING_COMMANDS)
_OF_GROUPS = (*_OWN, HELP_COMMAND, FORGET_COMMAND)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_AROUND_A_NAME = " \t\n,:;–—-"


def is_addressed(message: Message, bot: Bot) -> bool:
    """Whether ``message`` is meant for ``bot``."""
    if message.chat.type == ChatType.PRIVATE:
        return True
    if message.chat.type not in _GROUPS or not message.text or not _is_own_words(message):
        return False
    if command := _command(message):
        return _is_for(_cut(message.text, command), bot)
    return bool(_mentions(message, bot)) or _is_reply_to(message, bot)


def find_question(message: Message, bot: Bot) -> str:
    """The text of ``message`` without its command and the bot's name; it may be empty."""
    command = _command(message)
    names = [*([command] if command else []), *_mentions(message, bot)]
    text = message.text or ""
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
        return is_addressed(message, message.get_bot())


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


def _is_for(command: str, bot: Bot) -> bool:
    """Whether a group's command is the bot's: another bot may have a /help."""
    name, _, addressee = command.removeprefix("/").lower().partition("@")
    if addressee:
        return addressee == bot.username.lower() and name in _OF_GROUPS
    return name in _OWN


def _mentions(message: Message, bot: Bot) -> list[MessageEntity]:
    kinds = (MessageEntity.MENTION, MessageEntity.TEXT_MENTION)
    named = [entity for entity in message.entities if entity.type in kinds]
    return [entity for entity in named if _names(entity, _cut(message.text or "", entity), bot)]


def _cut(text: str, entity: MessageEntity) -> str:
    """What ``entity`` marks; the library's own way stumbles over half an emoji."""
    return utf16_slice(text, max(0, entity.offset), max(0, entity.offset + entity.length))


def _names(entity: MessageEntity, text: str, bot: Bot) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == bot.id
    return text.lower() == f"@{bot.username.lower()}"


def _is_reply_to(message: Message, bot: Bot) -> bool:
    author = message.reply_to_message and message.reply_to_message.from_user
    return bool(author and author.id == bot.id)
