"""What the service knows, and what its parts share: chats, messages, people and updates."""

from __future__ import annotations

import copy
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.botapi.schema import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN = "123456789:AAF-thisIsTheTokenOfTheTests_0123456"
ME = {
    "id": 123456789,
    "is_bot": True,
    "first_name": "Tanya Peristiwa",
    "username": "tanya_peristiwa_bot",
}
PATIENCE = 20.0
INSIDE = {"creator", "administrator", "member", "restricted"}
# Kinds of updates that come only to a bot that names them.
UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was made, its parameters read, and whether it was accepted.

    ``mistake`` says that it was refused for a mistake of the bot.
    """

    method: str
    parameters: Json
    refusal: str | None = None
    mistake: bool = False


@dataclass(slots=True)
class PlannedRefusal:
    """A reply planned for the next calls of a method instead of the ordinary one."""

    method: str
    refusal: Refusal
    times: int


@dataclass(slots=True)
class Query:
    """A press of a button, an inline query or a guest query, and the bot's answer to it."""

    kind: str
    sender: int
    content: Json
    answer: Json | None = None
    expired: bool = False


@dataclass
class State:
    """The service's memory, its settings at BotFather, and the lock over both."""

    token: str = TOKEN
    inline_mode: bool = True
    guest_mode: bool = True
    joins_groups: bool = True
    inline_feedback: bool = False
    inline_cache: bool = False
    rate_limits: bool = False
    speed: float = 1.0
    chats: dict[int, Json] = field(default_factory=dict)
    people: dict[int, Json] = field(default_factory=dict)
    messages: dict[int, list[Json]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    members: dict[int, dict[int, str]] = field(default_factory=dict)
    topics: dict[int, dict[int, bool]] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.since = time.time()
        self._changed = threading.Condition(threading.RLock())
        # What a test delivers raw may be any JSON.
        self._updates: list[Any] = []
        self._next_update = 1000
        self._next_message = 1
        self._next_query = 7_000_000_001
        self._polls = 0
        self._hooks = 0
        self._confirmed = 0
        self._allowed: list[str] = []
        self._planned: list[PlannedRefusal] = []
        self._held: str | None = None
        self._came = threading.Event()
        self._drops = False
        self._blocked: set[int] = set()
        self._moved: dict[int, int] = {}
        self._removed: set[tuple[int, int]] = set()
        self._own: set[tuple[int, int]] = set()
        self._inline_ids: dict[str, tuple[int, int]] = {}
        self._reactions: dict[tuple[int, int], tuple[str, ...]] = {}
        self._without_reactions: set[int] = set()

    def now(self) -> float:
        """The seconds since 1970, on a clock that since ``since`` has run ``speed`` times as fast."""
        return self.since + (time.time() - self.since) * self.speed

    @property
    def me(self) -> Json:
        """What getMe returns."""
        return {
            **ME,
            "can_join_groups": self.joins_groups,
            "can_read_all_group_messages": False,
            "supports_inline_queries": self.inline_mode,
            "supports_guest_queries": self.guest_mode,
        }

    def deliver(self, update: Json, *, update_id: int | None = None) -> int:
        """Put an update before the bot; with ``update_id`` of an earlier one, again.

        Kinds that the bot did not ask for are numbered, and go no further.
        """
        with self._changed:
            if update_id is None:
                update_id = self._next_update
                self._next_update += 1
            if self._is_allowed(update):
                self._updates.append({"update_id": update_id, **copy.deepcopy(update)})
                self._changed.notify_all()
        return update_id

    def wait(self, holds: Callable[[], bool], what: str) -> None:
        """Return when ``holds`` does."""
        with self._changed:
            assert self._changed.wait_for(holds, PATIENCE), f"not within {PATIENCE} s: {what}"

    def find_message(self, chat: int, message_id: int) -> Json | None:
        """A message as it stands now, if it is still there."""
        with self._changed:
            kept = self.messages.get(chat, [])
            return next((item for item in kept if item["message_id"] == message_id), None)

    def status_of(self, chat: int, person: int) -> str:
        """Somebody's status in a group or channel; the bot is in every group by default."""
        default = "member" if person == ME["id"] else "left"
        return self.members.get(chat, {}).get(person, default)

    def is_bot_in(self, chat: int) -> bool:
        """Whether the bot sees what is written in the chat."""
        if chat > 0:
            return chat in self.chats and chat not in self._blocked
        return self.status_of(chat, ME["id"]) in INSIDE

    def _is_allowed(self, update: Json) -> bool:
        kinds = set(update)
        return bool(kinds & set(self._allowed)) if self._allowed else not kinds & UNASKED

    def _person(self, person: int) -> Json:
        ani = {"id": person, "is_bot": False, "first_name": "Ani", "language_code": "id"}
        return self.people.setdefault(person, ani)

    def _chat(self, chat_id: int) -> Json:
        kind = {"type": "private", "first_name": "Ani"}
        if chat_id < 0:
            kind = {"type": "supergroup", "title": "Grup"}
        return self.chats.setdefault(chat_id, {"id": chat_id, **kind})

    def _keep(self, message: Json) -> Json:
        numbered = {"message_id": self._next_message, "date": int(self.now()), **message}
        self._next_message += 1
        kept = {key: value for key, value in numbered.items() if value is not None}
        chat = kept["chat"]["id"]
        self.messages.setdefault(chat, []).append(kept)
        if kept.get("is_topic_message"):
            self.topics.setdefault(chat, {}).setdefault(kept["message_thread_id"], True)
        self._changed.notify_all()
        return kept

    def _ask(self, kind: str, sender: int, content: Json) -> str:
        """A new query's id."""
        number = str(self._next_query)
        self._next_query += 1
        self.queries[number] = Query(kind, sender, content)
        return number

    def _answer_query(self, kind: str, number: str, answer: Json) -> Query:
        query = self.queries.get(number)
        if query is None or query.kind != kind or query.answer is not None or query.expired:
            raise Refusal(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
                expected=query is not None and query.expired,
            )
        query.answer = answer
        self._changed.notify_all()
        return query
