"""An update in hand, and what has been done for it: made once, however often it is tried.

An update whose answer could not be delivered is handled anew from its beginning. What was done for
it before is then not done again: it is found by its kind, its place and its turn among its like.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.error import TelegramError

from bot.telegram.delivery.writer import Act


@dataclass(slots=True, eq=False)
class Delivery:
    """An update or a letter in hand, and what has been done for it.

    Attributes:
        id: That of the update; below 0 for a letter.
        handle: Does what there is to do.
        lane: What is in one lane is done one after the other.
        chat: Where its answer belongs; None where that is no chat.
        taken: When it was taken in, in seconds since 1970.
        asked: When it was asked, as far as that is known; else when it was taken in.
        update: None for a letter.
        is_kept: It stands in the state file until it is done; else it is too old to be tried later.
        may_pass: It does not wait for what is at rest in its lane.
        tries: How often its answer could not be delivered.
        rest: The seconds until it is to be tried again.
        made: What was done, by its key, with what came back as the one item of a list.
        doubts: How often something was done of which it is not known whether it arrived, by key.
        along: What is written as its answer is sent.
        at_end: What is written when it is done, and not before.
        failure: Why the present attempt did not deliver all; None as long as nothing failed.
        is_hopeless: It is not to be tried again.
        is_given_up: Its answer is not tried any more, but to tell so.
        deaths: How surely it ended the process; see ``Updates.restore``.
        works: The state file says that it is being worked on.
        has_passed: Set as soon as it has come as far as its first call, or its attempt has ended.
    """

    id: int
    handle: Callable[[], Awaitable[None]]
    lane: object
    chat: int | None
    taken: int
    asked: float
    update: Update | None = None
    is_kept: bool = True
    may_pass: bool = False
    tries: int = 0
    rest: float = 0.0
    made: dict[str, list[Any]] = field(default_factory=dict)
    doubts: dict[str, int] = field(default_factory=dict)
    along: list[Act[object]] = field(default_factory=list)
    at_end: list[Act[object]] = field(default_factory=list)
    failure: TelegramError | None = None
    is_hopeless: bool = False
    is_given_up: bool = False
    deaths: int = 0
    works: bool = False
    has_passed: asyncio.Event = field(default_factory=asyncio.Event)
    _turns: Counter[str] = field(default_factory=Counter)
    _noted: str = ""

    def begin(self) -> None:
        """Begin an attempt: nothing of it has failed, and all kinds are at their first turn."""
        self.along, self.at_end, self._turns = [], [], Counter()
        self.failure, self.is_hopeless = None, False

    def to_key(self, kind: str, chat: int | None = None, message: int | None = None) -> str:
        """The key of what is to be done now; each call is the next turn of its like."""
        place = f"{kind} {chat} {message}"
        self._turns[place] += 1
        return f"{place} {self._turns[place]}"

    def keep(self, key: str, reply: Any) -> None:
        """Keep that it was done, and what came back, as JSON takes it."""
        self.made[key] = [reply]
        self.doubts.pop(key, None)

    def doubt(self, key: str, *, by_our_end: bool = False) -> None:
        """Keep that it may have been done; that the bot ended meanwhile counts once in all."""
        before = self.doubts.get(key, 0)
        self.doubts[key] = max(before, 1) if by_our_end else before + 1

    def fail(self, problem: TelegramError, *, hopeless: bool = False) -> None:
        """The attempt does not deliver all."""
        self.failure = self.failure or problem
        self.is_hopeless = self.is_hopeless or hopeless

    def give_up(self) -> None:
        """Try the answer no more, but to say so; of that nothing is done yet."""
        self.is_given_up, self.made, self.doubts = True, {}, {}

    def __str__(self) -> str:
        """How the log calls it."""
        return f"Update {self.id}" if self.id >= 0 else f"Letter {-self.id}"

    # In the state file

    @property
    def journal(self) -> str:
        """What was done, as JSON; empty where that is nothing."""
        if not (self.made or self.doubts or self.is_given_up):
            return ""
        return self._write(self.made)

    def journal_with(self, key: str, reply: Any) -> str:
        """The journal as it is when this is done, too."""
        return self._write(self.made | {key: [reply]})

    def _write(self, made: dict[str, list[Any]]) -> str:
        return json.dumps({"made": made, "doubts": self.doubts, "given_up": self.is_given_up})

    def read_journal(self, journal: str) -> None:
        """Take over what ``journal`` said.

        Raises:
            ValueError, TypeError, KeyError: It is none.
        """
        if journal:
            read = json.loads(journal)
            self.made, self.doubts = dict(read["made"]), dict(read["doubts"])
            self.is_given_up = bool(read["given_up"])
        self._noted = journal

    def take_news(self) -> str | None:
        """The journal, if it says more than when it was last taken; else None."""
        journal = self.journal
        if journal == self._noted:
            return None
        self._noted = journal
        return journal


CURRENT: ContextVar[Delivery | None] = ContextVar("delivery", default=None)
"""What is being worked on; None for what is done beside."""
