"""A strict Telegram Bot API server for tests, on loopback, and the bot as a process beside it.

The server keeps chats and messages, checks the parameters of every call against ``methods.json``
(drawn from the machine-readable Bot API) and every text with TDLib's own parser, and refuses as
the service does. What the service would overlook, such as an unknown parameter, it refuses too.
"""

from tests.botapi.process import BotProcess
from tests.botapi.server import ME, TOKEN, Service, serving

__all__ = ["ME", "TOKEN", "BotProcess", "Service", "serving"]
