"""Updates that are posted to the bot's own address, one after the other."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
import urllib.parse
from typing import TYPE_CHECKING, Any

from tests.botapi.schema import Refusal, refuse_request

if TYPE_CHECKING:
    from collections.abc import Callable

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PORTS = {80, 88, 443, 8443}
MOST_TRIES = 25
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0
TIMEOUT = 10.0


class Hook:
    """One webhook: takes updates from the service and posts them until it is closed."""

    def __init__(
        self,
        url: str,
        target: str,
        secret: str,
        take: Callable[[Hook], tuple[Any] | None],
        strike: Callable[[Any], None],
    ) -> None:
        """``take`` waits for the next update, alone in a tuple, None at the end.

        ``strike`` forgets a taken one.
        """
        self.url = url
        self.error: tuple[int, str] | None = None
        self.gave_up = False
        self._target = urllib.parse.urlsplit(target)
        self._headers = {"Content-Type": "application/json"} | ({HEADER: secret} if secret else {})
        self._take, self._strike = take, strike
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to post."""
        self._thread.start()

    def close(self) -> None:
        """Post no more updates; the one under way may still arrive."""
        self._closed.set()

    @property
    def is_closed(self) -> bool:
        """Whether no more updates are wanted."""
        return self._closed.is_set()

    def _run(self) -> None:
        tries = 0
        while tries < MOST_TRIES and (taken := self._take(self)) is not None:
            (update,) = taken
            if self._post(update):
                self._strike(update)
                tries = 0
            else:
                self._closed.wait(min(FIRST_PAUSE * 2**tries, LONGEST_PAUSE))
                tries += 1
        self.gave_up = tries == MOST_TRIES

    def _post(self, update: Any) -> bool:
        """Whether the bot has taken the update."""
        host, port = self._target.hostname or "", self._target.port
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
        try:
            connection.request("POST", self._path(), json.dumps(update).encode(), self._headers)
            status = connection.getresponse().status
        except OSError as problem:
            self.error = int(time.time()), f"Connection failed: {problem}"
            return False
        except http.client.HTTPException as problem:
            self.error = int(time.time()), f"Wrong response from the webhook: {problem}"
            return False
        finally:
            connection.close()
        taken = 200 <= status < 300
        if not taken:
            self.error = int(time.time()), f"Wrong response from the webhook: {status}"
        return taken

    def _path(self) -> str:
        query = f"?{self._target.query}" if self._target.query else ""
        return (self._target.path or "/") + query


def find_target(url: str, routes: dict[str, str]) -> str:
    """Where the updates for ``url`` are posted to; raises Refusal for a url that cannot be used.

    The real service takes https only. Here a plain address on loopback is taken as it stands, and
    a public one must have a route to such an address, as a reverse proxy would have.
    """
    parts = urllib.parse.urlsplit(url)
    if not parts.hostname or re.search(r"\s", url):
        refuse_request("invalid webhook URL specified")
    if parts.scheme == "http" and parts.hostname in LOOPBACK:
        return url
    if parts.scheme != "https":
        refuse_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in PORTS:
        refuse_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    for public, local in routes.items():
        if url.startswith(public):
            return local + url.removeprefix(public)
    problem = "Failed to resolve host: Name or service not known"
    raise Refusal(400, f"Bad Request: bad webhook: {problem}")


def check_secret(secret: str) -> None:
    """Raises Refusal where the secret token is too long or of other characters."""
    if len(secret) > 256:
        refuse_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        refuse_request("secret token contains unallowed characters")
