"""What a network, a proxy or an overloaded service does to calls, as a test wants it.

A fault says what becomes of a call in place of the ordinary course: how long it waits, whether it
has an effect, and what is heard of it. ``Faults.inject`` says which calls meet it.
"""

from __future__ import annotations

import enum
import random
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from tests.botapi.schema import Refusal
from tests.botapi.state import Json, State

if TYPE_CHECKING:
    from types import TracebackType


class Ending(enum.Enum):
    """What the bot hears of a call: its reply, the connection's end, its abortion, or nothing."""

    REPLY = enum.auto()
    FIN = enum.auto()
    RST = enum.auto()
    SILENCE = enum.auto()


@dataclass(frozen=True, slots=True)
class Fault:
    """What becomes of a call; as it stands without arguments, the ordinary course.

    Attributes:
        wait: Seconds before anything else happens.
        refusal: Why the call has no effect; None where it is performed.
        ending: What the bot hears of it.
        html: The body of the reply in the place of the Bot API's JSON.
    """

    wait: float = 0.0
    refusal: Refusal | None = None
    ending: Ending = Ending.REPLY
    html: str = ""


ORDINARY = Fault()


def error(status: int, description: str = "") -> Fault:
    """Refused with the HTTP ``status`` and the Bot API's JSON."""
    return Fault(refusal=_refusal(status, description))


def html_error(status: int) -> Fault:
    """Refused with the HTTP ``status`` and a page, as a proxy before the service does."""
    title = f"{status} {HTTPStatus(status).phrase}"
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    return Fault(refusal=_refusal(status), html=page)


def flood(seconds: int) -> Fault:
    """Refused with 429: to be tried again after ``seconds``."""
    sentence = f"Too Many Requests: retry after {seconds}"
    return Fault(refusal=Refusal(429, sentence, expected=True, retry_after=seconds))


def hang_up(*, reset: bool = False) -> Fault:
    """The connection is closed, or with ``reset`` aborted; the call has no effect."""
    ending = Ending.RST if reset else Ending.FIN
    return Fault(refusal=_refusal(0, "hung up"), ending=ending)


def slow(seconds: float) -> Fault:
    """Performed and replied to after ``seconds``."""
    return Fault(wait=seconds)


def lost_reply(ending: Ending = Ending.SILENCE) -> Fault:
    """Performed, but nothing is heard of it: the bot cannot know the outcome."""
    assert ending is not Ending.REPLY, "then nothing is lost"
    return Fault(ending=ending)


def black_hole() -> Fault:
    """Taken in and never heard of again, without effect."""
    return Fault(refusal=_refusal(0, "swallowed"), ending=Ending.SILENCE)


def _refusal(status: int, description: str = "") -> Refusal:
    return Refusal(status, description or HTTPStatus(status).phrase, expected=True)


@dataclass(slots=True)
class Injection:
    """Which calls meet a fault; ``hits`` counts them. As a context, lifted at its end."""

    method: str | None
    fault: Fault
    times: int | None
    chat: int | None
    share: float
    rng: random.Random = field(repr=False)
    hits: int = 0

    def lift(self) -> None:
        """No further call meets the fault."""
        self.times = self.hits

    def __enter__(self) -> Injection:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.lift()

    def is_met(self, method: str, form: dict[str, str]) -> bool:
        """Whether this call meets the fault; where chance decides, it is drawn anew each time."""
        return (
            (self.times is None or self.hits < self.times)
            and self.method in {None, method}
            and (self.chat is None or form.get("chat_id") == str(self.chat))
            and self.rng.random() < self.share
        )


class Faults(State):
    """The faults that calls meet, and the messages of which the bot cannot know."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._injections: list[Injection] = []
        self._unconfirmed: set[tuple[int, int]] = set()

    # What tests do

    def inject(
        self,
        method: str | None,
        fault: Fault,
        *,
        times: int | None = 1,
        chat: int | None = None,
        share: float = 1.0,
        rng: random.Random | None = None,
    ) -> Injection:
        """Let the next calls meet ``fault``.

        Of several that fit, one for a chat goes before one for all, then the earlier injected.

        Args:
            method: The calls' method; None for every one.
            fault: What becomes of them.
            times: How many calls meet it; None: all until it is lifted.
            chat: Only calls with this chat_id.
            share: The share of the calls that meet it, drawn by ``rng``, 0 to 1.
            rng: The source of chance; the same one each time where none is given.
        """
        chance = rng or random.Random(0)
        injection = Injection(method, fault, times, chat, share, chance)
        with self._changed:
            self._injections.append(injection)
        return injection

    def unconfirmed(self) -> set[tuple[int, int]]:
        """Chat and number of the messages sent by calls whose reply never reached the bot.

        To send such a message again is no mistake of the bot.
        """
        with self._changed:
            return set(self._unconfirmed)

    # What the parts share

    def draw_fault(self, method: str, form: dict[str, str]) -> Fault:
        """The fault that this call meets, counted; the ordinary course where there is none."""
        with self._changed:
            for injection in sorted(self._injections, key=lambda it: it.chat is None):
                if injection.is_met(method, form):
                    injection.hits += 1
                    self._changed.notify_all()
                    return injection.fault
        return ORDINARY

    def note_unconfirmed(self, method: str, reply: Json) -> None:
        """The ``reply`` to a call did not reach the bot."""
        if method.startswith("send") and isinstance(sent := reply.get("result"), dict):
            with self._changed:
                self._unconfirmed.add((sent["chat"]["id"], sent["message_id"]))
                self._changed.notify_all()
