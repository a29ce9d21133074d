"""The last questions of each conversation, for follow-ups; in memory only, and bounded."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import replace

from telegram import Message
from telegram.constants import ChatType

from bot.model import Turn

Key = tuple[int, ...]


class Conversations:
    """The latest questions by conversation; the longest silent one is forgotten first.

    Args:
        length: How many questions of one conversation are kept.
        most: How many conversations are kept.
    """

    def __init__(self, length: int, most: int = 1000) -> None:
        self._length = length
        self._most = most
        self._turns: OrderedDict[Key, deque[Turn]] = OrderedDict()
        self._leafing: set[Key] = set()

    def turns(self, key: Key) -> tuple[Turn, ...]:
        """The earlier questions of a conversation, oldest first."""
        return tuple(self._turns.get(key, ()))

    def remember(self, key: Key, turn: Turn, *, leafs: bool = False) -> None:
        """Keep ``turn`` as the latest of its conversation.

        One that only ``leafs`` ("terus?") takes the place of another such before it, whose page it
        goes on from: else a long answer would push out the question that it answers.
        """
        turns = self._turns.setdefault(key, deque(maxlen=self._length))
        if leafs and turns and key in self._leafing:
            turns.pop()
        turns.append(turn)
        (self._leafing.add if leafs else self._leafing.discard)(key)
        self._turns.move_to_end(key)
        if len(self._turns) > self._most:
            forgotten, _ = self._turns.popitem(last=False)
            self._leafing.discard(forgotten)

    def correct(self, key: Key, old: str, new: str) -> None:
        """Put ``new`` in the place of the latest question ``old``, if that is still kept."""
        self._change(key, old, lambda turn: replace(turn, question=new, page=1))

    def _change(self, key: Key, question: str, change: Callable[[Turn], Turn]) -> None:
        turns = self._turns.get(key, deque())
        for place in range(len(turns) - 1, -1, -1):
            if turns[place].question == question:
                turns[place] = change(turns[place])
                return

    def turn(self, key: Key, question: str, page: int) -> None:
        """Keep that this page, from 1, of the answer to the latest ``question`` was seen last."""
        self._change(key, question, lambda turn: replace(turn, page=page))

    def page(self, key: Key, question: str) -> int:
        """The page, from 1, of the answer to the latest ``question`` that was seen last."""
        turns = reversed(self._turns.get(key, ()))
        return next((turn.page for turn in turns if turn.question == question), 1)

    def forget(self, person: int) -> None:
        """Forget what ``person`` asked, in private and in groups."""
        for key in [key for key in self._turns if key[-1] == person]:
            del self._turns[key]


def conversation_of(message: Message) -> Key:
    """What tells a conversation: a private chat; in a group also its topic and who writes."""
    if message.chat.type == ChatType.PRIVATE:
        return (message.chat_id,)
    topic = message.message_thread_id if message.is_topic_message else None
    writer = message.sender_chat or message.from_user
    return (message.chat_id, topic or 0, writer.id if writer else 0)
