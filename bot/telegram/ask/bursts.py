"""What comes together: the parts of an album, and what is sent within a moment."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from telegram import Message

# Seconds between two messages of a chat that still belong together.
_MOMENT = 5.0
# So many chats are remembered, the longest silent is forgotten first.
_MOST = 1000


class _Last(NamedTuple):
    """The last message of a chat that was noted: its album, and when it was sent."""

    album: str | None
    sent: float


class Bursts:
    """Remembers of each chat what came last, so that what comes together is told one thing once."""

    def __init__(self) -> None:
        self._last: OrderedDict[int, _Last] = OrderedDict()

    def note(self, message: Message) -> None:
        """Keep ``message`` as the last of its chat."""
        chat = message.chat_id
        self._last[chat] = _Last(message.media_group_id, message.date.timestamp())
        self._last.move_to_end(chat)
        if len(self._last) > _MOST:
            self._last.popitem(last=False)

    def begins(self, message: Message) -> bool:
        """Whether ``message`` belongs to nothing that was noted before it; it is noted, too."""
        last = self._last.get(message.chat_id)
        self.note(message)
        if last is None:
            return True
        is_of_the_album = (
            message.media_group_id is not None and message.media_group_id == last.album
        )
        return not is_of_the_album and message.date.timestamp() - last.sent > _MOMENT
