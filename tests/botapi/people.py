"""What people do: write, edit, forward, delete, publish, in every kind of chat."""

from __future__ import annotations

from typing import Any

from tests.botapi.chats import Chats
from tests.botapi.keyboards import is_kept_forwarding
from tests.botapi.state import ME, Json
from tests.botapi.texts import find_entities

ANONYMOUS_ADMIN = 1087968824
SERVICE_ACCOUNT = 777000
_CONTENT = (
    "text",
    "entities",
    "via_bot",
    "photo",
    "voice",
    "document",
    "caption",
    "caption_entities",
)


def in_topic(topic: int) -> Json:
    """What a message in a forum's topic carries; to be passed to ``write`` and ``post``."""
    return {"message_thread_id": topic, "is_topic_message": True}


def origin_user(person: int, first_name: str = "Budi") -> Json:
    """The ``forward_origin`` of a message of somebody."""
    user = {"id": person, "is_bot": False, "first_name": first_name}
    return {"type": "user", "date": 1_700_000_000, "sender_user": user}


def origin_hidden(name: str = "Budi") -> Json:
    """The ``forward_origin`` of a message of somebody who hides."""
    return {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": name}


def origin_chat(chat: Json) -> Json:
    """The ``forward_origin`` of a message in the name of a group."""
    return {"type": "chat", "date": 1_700_000_000, "sender_chat": chat}


def origin_channel(chat: Json, message_id: int = 1) -> Json:
    """The ``forward_origin`` of a channel's post."""
    origin = {"type": "channel", "date": 1_700_000_000, "chat": chat}
    return {**origin, "message_id": message_id}


class People(Chats):
    """Messages from people, and what becomes of them."""

    def write(
        self, sender: int, text: str, *, chat: int | None = None, kind: str = "message", **more: Any
    ) -> Json:
        """The message of a person, in a group or in private, as it is delivered to the bot."""
        return self.post(sender, chat=chat, kind=kind, **_marked(text), **more)

    def post(
        self, sender: int, *, chat: int | None = None, kind: str = "message", **content: Any
    ) -> Json:
        """A message of any content; what is given as None is left out.

        The bot gets it if it is in the chat.
        """
        with self._changed:
            place = self._chat(sender if chat is None else chat)
            self._remember_member(place, sender)
            if content.get("is_topic_message"):
                place["is_forum"] = True
            message = self._keep({"from": self._person(sender), "chat": dict(place), **content})
            if self.is_bot_in(place["id"]):
                self.deliver({kind: message})
        return message

    def edit(self, message: Json, text: str, *, delivered: bool = True) -> Json:
        """The author changes the text; the bot gets an edited_message or edited_channel_post."""
        with self._changed:
            kept = self.find_message(message["chat"]["id"], message["message_id"])
            assert kept is not None, "no such message"
            assert not _is_bots(kept), "people cannot edit the bot's messages"
            kept.pop("entities", None)
            kept.update(_marked(text), edit_date=int(self.now()))
            kind = "channel_post" if kept["chat"]["type"] == "channel" else "message"
            if delivered and self.is_bot_in(kept["chat"]["id"]):
                self.deliver({f"edited_{kind}": dict(kept)})
        return kept

    def delete(self, message: Json) -> None:
        """A person deletes a message, also one of the bot; the bot is told nothing."""
        chat, number = message["chat"]["id"], message["message_id"]
        with self._changed:
            assert self.find_message(chat, number), "no such message"
            self.messages[chat] = [m for m in self.messages[chat] if m["message_id"] != number]
            self._removed.add((chat, number))

    def forward(
        self, sender: int, message: Json, *, chat: int | None = None, hidden: bool = False
    ) -> Json:
        """A person forwards a message to the bot, or into a chat; ``hidden`` hides its author.

        A keyboard stays only if all its buttons are addresses, and nobody's name is hidden.
        """
        content = {key: message[key] for key in _CONTENT if key in message}
        markup = message.get("reply_markup")
        if markup and not hidden and is_kept_forwarding(markup):
            content["reply_markup"] = markup
        return self.post(sender, chat=chat, forward_origin=_origin(message, hidden), **content)

    def reply(self, sender: int, message: Json, text: str, **more: Any) -> Json:
        """A person answers a message in its chat and topic."""
        replied = {key: value for key, value in message.items() if key != "reply_to_message"}
        if message.get("is_topic_message"):
            more = in_topic(message["message_thread_id"]) | more
        return self.write(
            sender, text, chat=message["chat"]["id"], reply_to_message=replied, **more
        )

    def write_via(self, sender: int, text: str, bot: Json, **more: Any) -> Json:
        """A message that a person sent through a bot's inline mode (``via_bot``)."""
        return self.write(sender, text, via_bot=bot, **more)

    def write_anonymously(self, group: int, text: str, **more: Any) -> Json:
        """The message of an anonymous administrator of the group."""
        self.add_person(
            ANONYMOUS_ADMIN, "Group", is_bot=True, username="GroupAnonymousBot", language_code=None
        )
        sender_chat = dict(self._chat(group))
        return self.write(ANONYMOUS_ADMIN, text, chat=group, sender_chat=sender_chat, **more)

    def publish(self, channel: int, text: str, **more: Any) -> Json:
        """A post in a channel, delivered as channel_post if the bot is in it."""
        with self._changed:
            place = self.chats[channel]
            content = {"sender_chat": dict(place), "chat": dict(place), **_marked(text), **more}
            message = self._keep(content)
            if self.is_bot_in(channel):
                self.deliver({"channel_post": message})
        return message

    def discuss(self, post: Json, group: int) -> Json:
        """A channel's post as it is forwarded by itself into the channel's discussion group."""
        self.add_person(SERVICE_ACCOUNT, "Telegram", language_code=None)
        content = {key: post[key] for key in _CONTENT if key in post}
        return self.post(
            SERVICE_ACCOUNT,
            chat=group,
            sender_chat=dict(post["chat"]),
            is_automatic_forward=True,
            forward_origin=origin_channel(post["chat"], post["message_id"]),
            **content,
        )

    def write_to_business(
        self, sender: int, text: str, connection: str = "toko", **more: Any
    ) -> Json:
        """A message to an account that the bot is connected with; no chat of the bot's own."""
        with self._changed:
            chat = {"id": sender, "type": "private", "first_name": "Ani"}
            message = {
                "message_id": self._next_message,
                "date": int(self.now()),
                "from": self._person(sender),
                "chat": chat,
                "business_connection_id": connection,
                **_marked(text),
                **more,
            }
            self._next_message += 1
            self.deliver({"business_message": message})
        return message

    def _remember_member(self, place: Json, sender: int) -> None:
        if place["id"] < 0:
            self.members.setdefault(place["id"], {}).setdefault(sender, "member")


def _marked(text: str) -> Json:
    entities = find_entities(text)
    return {"text": text, **({"entities": entities} if entities else {})}


def _is_bots(message: Json) -> bool:
    return message.get("from", {}).get("id") == ME["id"]


def _origin(message: Json, hidden: bool) -> Json:
    """Where a forwarded message comes from: the first author counts, not the last forwarder."""
    if "forward_origin" in message:
        return message["forward_origin"]
    date, sender = message["date"], message.get("from", {})
    if hidden:
        return {"type": "hidden_user", "date": date, "sender_user_name": sender["first_name"]}
    if message["chat"]["type"] == "channel":
        return {**origin_channel(message["chat"], message["message_id"]), "date": date}
    if "sender_chat" in message:
        return {**origin_chat(message["sender_chat"]), "date": date}
    return {"type": "user", "date": date, "sender_user": sender}
