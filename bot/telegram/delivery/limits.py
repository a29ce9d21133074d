"""How many messages Telegram takes: overall, in a chat, in a group (Bots FAQ, "hitting limits").

Each limit is a window that slides: of any so many seconds the messages are counted. A chat that
Telegram asks to wait (HTTP 429) waits alone.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque

from bot.telegram.delivery.clock import Clock

# Messages, and the seconds within which no more may be sent. Overall it is "about 30" a second, of
# which few at once: what leaves here evenly arrives less so.
OVERALL = ((28, 1.0), (4, 1 / 7))
CHAT = ((1, 1.0),)
GROUP = (*CHAT, (20, 60.0))
# So many of the chats written to last are remembered.
_MOST_CHATS = 10_000


class Window:
    """At most ``most`` moments within any ``seconds``."""

    def __init__(self, most: int, seconds: float) -> None:
        self._seconds = seconds
        self._moments: deque[float] = deque(maxlen=most)

    def next_free(self, moment: float) -> float:
        """The first moment from ``moment`` on at which one more is within the limit."""
        is_full = len(self._moments) == self._moments.maxlen
        return max(moment, self._moments[0] + self._seconds) if is_full else moment

    def take(self, moment: float) -> None:
        """Count one at ``moment``, which is not before an earlier one."""
        self._moments.append(moment)


class Limits:
    """Gives out the moments at which messages may be sent.

    A chat first waits for its own limits, where it takes no place of the others; then it gets the
    next place of all, in the order of asking.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._overall, self._turn = _windows(OVERALL), asyncio.Lock()
        self._chats: OrderedDict[int, tuple[Window, ...]] = OrderedDict()
        self._paused: dict[int, float] = {}

    async def wait(self, chat: int) -> None:
        """Return when a message may be sent to ``chat``; it is counted as sent."""
        windows = self._windows_of(chat)
        while not await self._take_turn(windows):
            await self._wait_for(windows)

    async def _take_turn(self, windows: tuple[Window, ...]) -> bool:
        """Whether ``windows`` let a message go when it is its turn; it is counted then.

        One after the other, each counted when it leaves: a busy machine wakes many at once.
        """
        async with self._turn:
            if not self._are_free(windows):
                return False
            await self._wait_for(self._overall)
            now = self._clock.ticks()
            for window in (*self._overall, *windows):
                window.take(now)
            return True

    def _are_free(self, windows: tuple[Window, ...]) -> bool:
        now = self._clock.ticks()
        return all(window.next_free(now) <= now for window in windows)

    async def _wait_for(self, windows: tuple[Window, ...]) -> None:
        now = self._clock.ticks()
        while (free := max(window.next_free(now) for window in windows)) > now:
            await self._clock.sleep(free - now)
            now = self._clock.ticks()

    def pause(self, chat: int, seconds: float) -> None:
        """Telegram asks that nothing be sent to ``chat`` for so long; a longer pause stays."""
        now = self._clock.ticks()
        self._paused = {it: until for it, until in self._paused.items() if until > now}
        self._paused[chat] = max(self._paused.get(chat, 0.0), now + seconds)

    def paused_for(self, chat: int) -> float:
        """The seconds for which ``chat`` is to wait; 0 or less if it is not."""
        return self._paused.get(chat, 0.0) - self._clock.ticks()

    def _windows_of(self, chat: int) -> tuple[Window, ...]:
        if chat not in self._chats:
            self._chats[chat] = _windows(GROUP if chat < 0 else CHAT)
        self._chats.move_to_end(chat)
        if len(self._chats) > _MOST_CHATS:
            self._chats.popitem(last=False)
        return self._chats[chat]


def _windows(limits: tuple[tuple[int, float], ...]) -> tuple[Window, ...]:
    return tuple(Window(most, seconds) for most, seconds in limits)
