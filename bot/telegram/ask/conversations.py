"""The last questions of each conversation, for follow-ups; in memory only, and bounded."""

from __future__ import annotations

from collections import OrderedDict, deque

from telegram import Message
from telegram.constants import ChatType

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
        self._questions: OrderedDict[Key, deque[str]] = OrderedDict()

    def questions(self, key: Key) -> tuple[str, ...]:
        """The earlier questions of a conversation, oldest first."""
        return tuple(self._questions.get(key, ()))

    def remember(self, key: Key, question: str) -> None:
        """Keep ``question`` as the latest of its conversation."""
        self._questions.setdefault(key, deque(maxlen=self._length)).append(question)
        self._questions.move_to_end(key)
        if len(self._questions) > self._most:
            self._questions.popitem(last=False)

    def correct(self, key: Key, old: str, new: str) -> None:
        """Put ``new`` in the place of the latest question ``old``, if that is still kept."""
        questions = self._questions.get(key, deque())
        for place in range(len(questions) - 1, -1, -1):
            if questions[place] == old:
                questions[place] = new
                return

    def forget(self, person: int) -> None:
        """Forget what ``person`` asked, in private and in groups."""
        for key in [key for key in self._questions if key[-1] == person]:
            del self._questions[key]


def conversation_of(message: Message) -> Key:
    """What tells a conversation: a private chat; in a group also its topic and who writes."""
    if message.chat.type == ChatType.PRIVATE:
        return (message.chat_id,)
    topic = message.message_thread_id if message.is_topic_message else None
    writer = message.sender_chat or message.from_user
    return (message.chat_id, topic or 0, writer.id if writer else 0)
