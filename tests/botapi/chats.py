"""Chats: who is in them, where the bot may write, and what it may ask about them."""

from __future__ import annotations

from typing import Any

from tests.botapi.schema import Refusal, refuse_request
from tests.botapi.state import INSIDE, ME, Json, State

GENERAL_TOPIC = 1
_RIGHTS = [
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
]
_GIFTS = [
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
]


class Chats(State):
    """Groups, forums and channels, their members, and the people of private chats."""

    # What tests do

    def add_person(self, person: int, first_name: str = "Ani", **more: Any) -> int:
        """Somebody with this name, and e.g. a ``language_code`` (``None``: unknown)."""
        known = {"id": person, "is_bot": False, "first_name": first_name, "language_code": "id"}
        known |= more
        self.people[person] = {key: value for key, value in known.items() if value is not None}
        return person

    def add_group(self, chat_id: int, title: str = "Grup", **more: Any) -> int:
        """A group that the bot is in."""
        self.chats[chat_id] = {"id": chat_id, "type": "supergroup", "title": title, **more}
        return chat_id

    def add_foreign_group(self, chat_id: int, title: str = "Grup", **more: Any) -> int:
        """A group that the bot is not in."""
        self.add_group(chat_id, title, **more)
        return self.set_status(chat_id, ME["id"], "left")

    def add_forum(self, chat_id: int, *topics: int, title: str = "Forum") -> int:
        """A group with these topics, beside the General one."""
        self.add_group(chat_id, title, is_forum=True)
        self.topics[chat_id] = dict.fromkeys(topics, True)
        return chat_id

    def add_channel(
        self, chat_id: int, title: str = "Kanal", *, status: str = "administrator"
    ) -> int:
        """A channel, with the bot's ``status`` in it."""
        self.chats[chat_id] = {"id": chat_id, "type": "channel", "title": title}
        return self.set_status(chat_id, ME["id"], status)

    def set_status(self, chat: int, person: int, status: str) -> int:
        """Make somebody creator, administrator, member, left or kicked, silently; the chat."""
        self.members.setdefault(chat, {})[person] = status
        return chat

    def close_topic(self, chat: int, topic: int) -> None:
        """Nobody but administrators can write in the topic any more."""
        self.topics[chat][topic] = False

    def delete_topic(self, chat: int, topic: int) -> None:
        """The topic is gone."""
        del self.topics[chat][topic]

    def forbid_reactions(self, chat: int) -> None:
        """Nobody can react to messages of the chat any more."""
        self._without_reactions.add(chat)

    def open_chat(self, person: int) -> int:
        """The person has opened the private chat with the bot, and written nothing yet."""
        with self._changed:
            self._person(person)
            return self._chat(person)["id"]

    def block(self, person: int) -> int:
        """The person blocks the bot in private; the id of the update."""
        self.open_chat(person)
        self._blocked.add(person)
        return self._tell_status(person, person, "member", "kicked")

    def unblock(self, person: int) -> int:
        """The person takes the bot back; the id of the update."""
        self._blocked.discard(person)
        return self._tell_status(person, person, "kicked", "member")

    def add_bot(self, person: int, group: int) -> int:
        """The person takes the bot into the group; the id of the my_chat_member update."""
        assert self.joins_groups, "this bot cannot be added to groups"
        with self._changed:
            update = self._change_status(person, group, "member")
            self._serve(person, group, new_chat_members=[ME])
        return update

    def remove_bot(self, person: int, group: int) -> int:
        """The person throws the bot out of the group; the id of the my_chat_member update."""
        with self._changed:
            return self._change_status(person, group, "kicked")

    def migrate(self, person: int, group: int, supergroup: int) -> int:
        """The group becomes the supergroup; both say so, and the old id works no more."""
        with self._changed:
            self.chats[group]["type"] = "group"
            self.add_group(supergroup, self.chats[group]["title"])
            self._serve(person, group, migrate_to_chat_id=supergroup)
            self._serve(person, supergroup, migrate_from_chat_id=group)
            self._moved[group] = supergroup
        return supergroup

    # What the bot calls

    def _on_leave_chat(self, chat_id: int | str) -> bool:
        chat = self._readable(chat_id)
        if chat["type"] == "private":
            refuse_request("chat member status can't be changed in private chats")
        self._change_status(ME["id"], chat["id"], "left")
        return True

    def _on_get_chat(self, chat_id: int | str) -> Json:
        gifts = dict.fromkeys(_GIFTS, False)
        full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
        return {**self._readable(chat_id), **full}

    def _on_get_chat_member(self, chat_id: int | str, user_id: int) -> Json:
        chat = self._readable(chat_id)["id"]
        if user_id not in {*self.people, ME["id"]}:
            refuse_request("user not found")
        return self._member(user_id, "member" if chat > 0 else self.status_of(chat, user_id))

    def _on_get_chat_administrators(
        self, chat_id: int | str, return_bots: bool = False
    ) -> list[Json]:
        chat = self._readable(chat_id)
        if chat["type"] == "private":
            refuse_request("there are no administrators in the private chat")
        statuses = self.members.get(chat["id"], {}).items()
        highest = [(who, how) for who, how in statuses if how in {"creator", "administrator"}]
        return [self._member(who, how) for who, how in highest]

    def _on_get_chat_member_count(self, chat_id: int | str) -> int:
        statuses = self.members.get(self._readable(chat_id)["id"], {})
        return sum(status in INSIDE for status in ({ME["id"]: "member"} | statuses).values())

    # What the parts share

    def _readable(self, chat_id: int | str) -> Json:
        """The chat, if the bot may look into it."""
        chat = self._find_chat(chat_id)
        if chat["type"] != "private" and not chat.get("username"):
            self._refuse_outside(chat)
        return chat

    def _writable(self, chat_id: int | str) -> Json:
        """The chat, if the bot may write in it."""
        chat = self._find_chat(chat_id)
        number = chat["id"]
        if number in self._blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user", expected=True)
        if chat["type"] == "private":
            return chat
        if number in self._moved:
            refuse_request(
                "group chat was upgraded to a supergroup chat",
                expected=True,
                migrate_to_chat_id=self._moved[number],
            )
        self._refuse_outside(chat)
        administers = self.status_of(number, ME["id"]) in {"creator", "administrator"}
        if chat["type"] == "channel" and not administers:
            refuse_request("need administrator rights in the channel chat", expected=True)
        return chat

    def _find_chat(self, chat_id: int | str) -> Json:
        if isinstance(chat_id, str):
            name = chat_id.removeprefix("@").lower()
            named = [c for c in self.chats.values() if c.get("username", "").lower() == name]
            found = next((chat for chat in named if chat["id"] < 0), None)
        else:
            found = self.chats.get(chat_id)
        if found is not None:
            return found
        if chat_id in self.people:
            forbidden = "Forbidden: bot can't initiate conversation with a user"
            raise Refusal(403, forbidden, expected=True)
        raise Refusal(400, "Bad Request: chat not found")

    def _refuse_outside(self, chat: Json) -> None:
        status = self.status_of(chat["id"], ME["id"])
        name = f"{chat['type']} chat"
        if status == "kicked":
            raise Refusal(403, f"Forbidden: bot was kicked from the {name}", expected=True)
        if status not in INSIDE:
            raise Refusal(403, f"Forbidden: bot is not a member of the {name}", expected=True)

    def _check_topic(self, chat: Json, topic: int | None) -> int | None:
        """The topic in which a message lands; a group without topics has none."""
        number = chat["id"]
        if topic is None or (not chat.get("is_forum") and number not in self.topics):
            return None
        if topic == GENERAL_TOPIC or topic not in self.topics.get(number, {}):
            refuse_request("message thread not found")
        if not self.topics[number][topic]:
            refuse_request("TOPIC_CLOSED", expected=True)
        return topic

    def _change_status(self, person: int, chat: int, new: str) -> int:
        old = self.status_of(chat, ME["id"])
        self.set_status(chat, ME["id"], new)
        return self._tell_status(person, chat, old, new)

    def _tell_status(self, person: int, chat: int, old: str, new: str) -> int:
        change = {
            "chat": self.chats[chat],
            "from": ME if person == ME["id"] else self._person(person),
            "date": int(self.now()),
            "old_chat_member": self._member(ME["id"], old),
            "new_chat_member": self._member(ME["id"], new),
        }
        return self.deliver({"my_chat_member": change})

    def _serve(self, person: int, chat: int, **content: Any) -> Json:
        """A service message, delivered to the bot."""
        sender = self._person(person)
        message = self._keep({"from": sender, "chat": dict(self.chats[chat]), **content})
        self.deliver({"message": message})
        return message

    def _member(self, person: int, status: str) -> Json:
        member: Json = {"user": ME if person == ME["id"] else self._person(person)}
        if status == "administrator":
            member |= dict.fromkeys(_RIGHTS, False)
        elif status == "creator":
            member |= {"is_anonymous": False}
        elif status == "kicked":
            member |= {"until_date": 0}
        return {"status": status, **member}
