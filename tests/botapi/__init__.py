"""A strict Telegram Bot API server for tests, on loopback, and the bot as a process beside it.

The server keeps chats and messages, checks the parameters of every call against ``methods.json``
(drawn from the machine-readable Bot API) and every text with TDLib's own parser, and refuses as
the service does. What the service would overlook, such as an unknown parameter, it refuses too.
Its sentences are those of telegram-bot-api and TDLib where these have one, and otherwise the codes
of Telegram's own servers, as far as they are documented.

``state`` is what all parts share; ``chats``, ``messages``, ``queries``, ``commands`` and
``updates`` play the calls of their kind, and with ``people`` the people; ``faults`` says what
befalls calls on their way, ``rates`` how fast the bot may send; ``keyboards``,
``reactions``, ``results``, ``texts``, ``schema`` and ``webhook`` know nothing of the service; ``server`` is all of
it behind HTTP. A test asserts at its end that ``violations``, or more strictly ``refusals``, is
empty.
"""

from tests.botapi.faults import (
    Ending,
    Fault,
    Injection,
    black_hole,
    error,
    flood,
    hang_up,
    html_error,
    lost_reply,
    slow,
)
from tests.botapi.foreign import FOREIGN, serving_foreign
from tests.botapi.people import in_topic, origin_channel, origin_chat, origin_hidden, origin_user
from tests.botapi.process import BotProcess
from tests.botapi.rates import Sent
from tests.botapi.server import ME, PATIENCE, TOKEN, Call, Service, serving

__all__ = [
    "FOREIGN",
    "ME",
    "PATIENCE",
    "TOKEN",
    "BotProcess",
    "Call",
    "Ending",
    "Fault",
    "Injection",
    "Sent",
    "Service",
    "black_hole",
    "error",
    "flood",
    "hang_up",
    "html_error",
    "in_topic",
    "lost_reply",
    "origin_channel",
    "origin_chat",
    "origin_hidden",
    "origin_user",
    "serving",
    "serving_foreign",
    "slow",
]
