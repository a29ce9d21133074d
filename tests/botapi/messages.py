"""The bot's own messages: sent, edited and deleted."""

from __future__ import annotations

import copy
from typing import Any

from tests.botapi.chats import Chats
from tests.botapi.keyboards import check_markup
from tests.botapi.rates import Rates
from tests.botapi.reactions import check_reactions
from tests.botapi.schema import refuse_request
from tests.botapi.state import ME, Json
from tests.botapi.texts import parse_text

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_ACTIONS = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
]
_COMPARED = ("text", "entities", "reply_markup", "link_preview_options")


class Messages(Chats, Rates):
    """Calls that write into chats."""

    def sent(self, chat: int) -> list[Json]:
        """The bot's messages in a chat as they stand now, oldest first."""
        with self._changed:
            kept = self.messages.get(chat, [])
            return [item for item in kept if self._is_own(item)]

    def wait_sent(self, chat: int, count: int) -> list[Json]:
        """The bot's messages in a chat as soon as there are ``count``."""
        self.wait(lambda: len(self.sent(chat)) >= count, f"{count} messages in {chat}")
        return self.sent(chat)

    def reactions(self, message: Json) -> tuple[str, ...]:
        """The emoji with which the bot reacts to a message as it stands now."""
        return self._reactions.get((message["chat"]["id"], message["message_id"]), ())

    def wait_reaction(self, message: Json, emoji: str) -> None:
        """Return when the bot reacts to a message with ``emoji``."""
        self.wait(lambda: self.reactions(message) == (emoji,), f"the reaction {emoji}")

    def _on_send_message(
        self,
        *,
        chat_id: int | str,
        text: str,
        parse_mode: str | None = None,
        entities: list[Json] | None = None,
        reply_parameters: Json | None = None,
        message_thread_id: int | None = None,
        business_connection_id: str | None = None,
        reply_markup: Json | None = None,
        **more: Any,
    ) -> Json:
        _refuse_business(business_connection_id)
        chat = self._writable(chat_id)
        plain, found = parse_text(text, parse_mode, entities)
        markup = check_markup(reply_markup, chat["type"], inline_mode=self.inline_mode)
        topic = self._check_topic(chat, message_thread_id)
        replied = self._find_replied(chat["id"], reply_parameters)
        self._check_rate(chat["id"])
        if replied and topic is None and replied.get("is_topic_message"):
            topic = replied["message_thread_id"]
        content: Json = {
            "text": plain,
            "entities": found,
            "reply_markup": markup,
            "reply_to_message": replied,
            "message_thread_id": topic,
            "is_topic_message": True if topic else None,
            "link_preview_options": more.get("link_preview_options"),
            "has_protected_content": more.get("protect_content") or None,
        }
        author = {"sender_chat": dict(chat)} if chat["type"] == "channel" else {"from": ME}
        message = self._keep({**author, "chat": dict(chat), **content})
        self._own.add((chat["id"], message["message_id"]))
        self._note_sent(message)
        return copy.deepcopy(message)

    def _on_edit_message_text(
        self,
        *,
        text: str,
        parse_mode: str | None = None,
        entities: list[Json] | None = None,
        reply_markup: Json | None = None,
        link_preview_options: Json | None = None,
        business_connection_id: str | None = None,
        **where: Any,
    ) -> Json | bool:
        _refuse_business(business_connection_id)
        plain, found = parse_text(text, parse_mode, entities)
        message = self._find_editable(**where)
        if "text" not in message:
            refuse_request("there is no text in the message to edit")
        markup = check_markup(reply_markup, _place(message), inline_mode=self.inline_mode)
        content = {"text": plain, "entities": found, "reply_markup": markup}
        return self._replace(message, {**content, "link_preview_options": link_preview_options})

    def _on_edit_message_reply_markup(
        self,
        reply_markup: Json | None = None,
        business_connection_id: str | None = None,
        **where: Any,
    ) -> Json | bool:
        _refuse_business(business_connection_id)
        message = self._find_editable(**where)
        markup = check_markup(reply_markup, _place(message), inline_mode=self.inline_mode)
        kept = {key: message.get(key) for key in _COMPARED if key != "reply_markup"}
        return self._replace(message, {**kept, "reply_markup": markup})

    def _on_delete_message(self, chat_id: int | str, message_id: int) -> bool:
        chat = self._writable(chat_id)
        message = self._need_message(chat["id"], message_id, "message to delete")
        administers = self.status_of(chat["id"], ME["id"]) in {"creator", "administrator"}
        if not (self._is_own(message) or administers or chat["type"] == "private"):
            refuse_request("message can't be deleted")
        self.messages[chat["id"]].remove(message)
        return True

    def _on_send_chat_action(
        self, chat_id: int | str, action: str, message_thread_id: int | None = None, **_: Any
    ) -> bool:
        self._check_topic(self._writable(chat_id), message_thread_id)
        if action not in _ACTIONS:
            refuse_request("wrong parameter action in request")
        return True

    def _on_set_message_reaction(
        self,
        chat_id: int | str,
        message_id: int,
        reaction: list[Json] | None = None,
        is_big: bool = False,
    ) -> bool:
        chat = self._writable(chat_id)["id"]
        message = self._need_message(chat, message_id, "message to react")
        given = check_reactions(reaction or [])
        if given and chat in self._without_reactions:
            refuse_request("REACTION_INVALID", expected=True)
        self._reactions[chat, self._first_of_album(message)["message_id"]] = given
        self._changed.notify_all()
        return True

    def _first_of_album(self, message: Json) -> Json:
        """The message that a reaction lands on: of an album the first that is left."""
        album = message.get("media_group_id")
        if album is None:
            return message
        kept = self.messages[message["chat"]["id"]]
        return next(item for item in kept if item.get("media_group_id") == album)

    def _is_own(self, message: Json) -> bool:
        place = message["chat"]["id"], message["message_id"]
        return place in self._own or message.get("from", {}).get("id") == ME["id"]

    def _find_replied(self, chat: int, reply: Json | None) -> Json | None:
        if reply is None:
            return None
        where = chat
        if reply.get("chat_id") not in {None, chat}:
            where = self._readable(reply["chat_id"])["id"]
        found = self.find_message(where, reply["message_id"])
        if found is None:
            if reply.get("allow_sending_without_reply") and where == chat:
                return None
            gone = (where, reply["message_id"]) in self._removed
            refuse_request("message to be replied not found", expected=gone)
        if reply.get("quote", "") not in found.get("text", found.get("caption", "")):
            refuse_request("QUOTE_TEXT_INVALID")
        return {key: value for key, value in found.items() if key != "reply_to_message"}

    def _find_editable(
        self,
        chat_id: int | str | None = None,
        message_id: int = 0,
        inline_message_id: str | None = None,
    ) -> Json:
        if inline_message_id is not None:
            if chat_id is not None or message_id:
                refuse_request("inline_message_id goes without chat_id and message_id")
            return self._find_inline(inline_message_id)
        if chat_id is None:
            refuse_request("message identifier is not specified")
        chat = self._writable(chat_id)
        message = self._need_message(chat["id"], message_id, "message to edit")
        if not self._is_own(message):
            refuse_request("message can't be edited")
        return message

    def _find_inline(self, number: str) -> Json:
        place = self._inline_ids.get(number)
        message = self.find_message(*place) if place else None
        if message is None:
            refuse_request("MESSAGE_ID_INVALID", expected=place is not None)
        return message

    def _need_message(self, chat: int, message_id: int, name: str) -> Json:
        message = self.find_message(chat, message_id)
        if message is None:
            refuse_request(f"{name} not found", expected=(chat, message_id) in self._removed)
        return message

    def _replace(self, message: Json, content: Json) -> Json | bool:
        """Put in what is new; what the bot gets back."""
        empty: tuple[Any, ...] = (None, [])
        new = {key: value for key, value in content.items() if value not in empty}
        old = {key: message[key] for key in _COMPARED if message.get(key) not in empty}
        if new == old:
            refuse_request(NOT_MODIFIED)
        for key in _COMPARED:
            message.pop(key, None)
        message.update({"entities": [], **new}, edit_date=int(self.now()))
        self._changed.notify_all()
        by_inline = (message["chat"]["id"], message["message_id"]) in self._inline_ids.values()
        return True if by_inline else copy.deepcopy(message)


def _place(message: Json) -> str | None:
    return None if "via_bot" in message else message["chat"]["type"]


def _refuse_business(connection: str | None) -> None:
    """People let this bot read what comes to their business account, not write for them."""
    if connection is not None:
        refuse_request("BOT_ACCESS_FORBIDDEN")
