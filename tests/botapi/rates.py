"""How fast a bot may send, and how fast it did.

The limits are those of https://core.telegram.org/bots/faq: one message a second in a chat, 20 a
minute in a group, 30 a second in all. Short bursts pass, as they do in the service.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.botapi.schema import Refusal
from tests.botapi.state import Json, State

# Messages, and the seconds within which no more are taken. A bot that keeps exactly to a rate is
# not refused for the jitter between its clock and this one.
JITTER = 0.1
IN_CHAT = (3, 3.0 - JITTER)
IN_GROUP = (20, 60.0 - JITTER)
IN_ALL = (32, 1.0)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as the bot sent it, whatever became of it later.

    ``at`` is in monotonic seconds; with another ``speed`` than 1, as the bot's own clock runs.
    """

    at: float
    chat: int
    number: int
    text: str


class Rates(State):
    """What the bot sent, and when; where ``rate_limits`` is on, too fast is refused."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._sends: list[Sent] = []
        self.too_fast = 0

    def sends(self) -> list[Sent]:
        """All messages that the bot sent, oldest first."""
        with self._changed:
            return list(self._sends)

    def send_times(self, chat: int | None = None) -> list[float]:
        """When messages were sent, in one chat or in all, oldest first, as ``Sent.at``."""
        return [sent.at for sent in self.sends() if chat in {None, sent.chat}]

    def _note_sent(self, message: Json) -> None:
        chat, number = message["chat"]["id"], message["message_id"]
        self._sends.append(Sent(self._ticks(), chat, number, message["text"]))

    def _ticks(self) -> float:
        return time.monotonic() * self.speed

    def _check_rate(self, chat: int) -> None:
        """Raises Refusal where a message in ``chat`` would be one too many."""
        wait = max(self._waits(chat), default=0.0) if self.rate_limits else 0.0
        if wait > 0:
            self.too_fast += 1
            seconds = math.ceil(wait)
            sentence = f"Too Many Requests: retry after {seconds}"
            raise Refusal(429, sentence, expected=True, retry_after=seconds)

    def _waits(self, chat: int) -> Iterator[float]:
        """The seconds until each of the limits allows a message in ``chat``."""
        here, now = self.send_times(chat), self._ticks()
        yield _wait(here, now, *IN_CHAT)
        yield _wait(self.send_times(), now, *IN_ALL)
        if chat < 0:
            yield _wait(here, now, *IN_GROUP)


def _wait(times: list[float], now: float, most: int, seconds: float) -> float:
    """The seconds until fewer than ``most`` of ``times`` lie within the last ``seconds``."""
    return times[-most] + seconds - now if len(times) >= most else 0.0
