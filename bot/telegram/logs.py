"""Logging of the running bot: to standard error, and never with its token.

The URL of each call holds the token; so may the texts of errors.
"""

from __future__ import annotations

import logging
import re

from telegram.error import InvalidToken, TelegramError

_IN_A_URL = re.compile(r"bot\d+:[\w-]+")
_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def redact(text: str, token: str) -> str:
    """``text`` without ``token``, and without whatever else has a token's form in a URL.

    >>> redact("GET https://api.telegram.org/bot123:AAF-x/getMe", "987:BBB")
    'GET https://api.telegram.org/bot<token>/getMe'
    >>> redact("The token `987:BBB` was rejected", "987:BBB")
    'The token `<token>` was rejected'
    """
    return _IN_A_URL.sub("bot<token>", text).replace(token, "<token>")


class RedactingFormatter(logging.Formatter):
    """Formats as ``inner`` does, then redacts all of it: message, arguments and traceback."""

    def __init__(self, inner: logging.Formatter, token: str) -> None:
        super().__init__()
        self._inner = inner
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """The line or lines of ``record`` without the token."""
        return redact(self._inner.format(record), self._token)


class ServiceErrors(logging.Filter):
    """Keeps the library's reports of errors of the service to one line, as warnings.

    The library logs them with a traceback that says nothing about this program. A refused token
    is left out: it ends the bot with a sentence of its own.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether ``record`` is to be written; its traceback may be taken off."""
        error = record.exc_info[1] if record.exc_info else None
        if not record.name.startswith("telegram") or not isinstance(error, TelegramError):
            return True
        record.msg, record.args = f"{record.getMessage()} {error}", ()
        record.exc_info = record.exc_text = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return not isinstance(error, InvalidToken)


def set_up_logging(token: str) -> None:
    """Log to standard error from INFO on, every handler that there is without ``token``."""
    logging.basicConfig(level=logging.INFO, format=_LINE)
    # Of tornado anybody who finds the webhook's port could fill the log.
    for name in ("aiohttp", "httpx", "httpcore", "tornado.general", "tornado.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # What is wrong with a reply is told by the connection, in one line.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
    for logger in (logging.getLogger(), *logging.Logger.manager.loggerDict.values()):
        for handler in getattr(logger, "handlers", ()):
            if not isinstance(handler.formatter, RedactingFormatter):
                inner = handler.formatter or logging.Formatter()
                handler.setFormatter(RedactingFormatter(inner, token))
                handler.addFilter(ServiceErrors())
