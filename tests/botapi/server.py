"""The service as a whole, and the HTTP in front of it."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import struct
import threading
import time
import traceback
import urllib.parse
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from tests.botapi.commands import Commands
from tests.botapi.faults import ORDINARY, Ending, Fault, Faults
from tests.botapi.queries import Queries
from tests.botapi.schema import Refusal, read_call
from tests.botapi.state import ME, PATIENCE, TOKEN, Call, Json, PlannedRefusal
from tests.botapi.updates import Updates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["ME", "PATIENCE", "TOKEN", "Call", "Service", "serving"]


@dataclass
class Service(Queries, Commands, Updates, Faults):
    """What Telegram knows; tests write to it as people, the bot talks to it over HTTP."""

    # What tests do

    def refuse(
        self, method: str, status: int, description: str, *, times: int = 1, **parameters: int
    ) -> None:
        """Refuse the next calls of ``method``."""
        refusal = Refusal(status, description, expected=True, **parameters)
        self._planned.append(PlannedRefusal(method, refusal, times))

    @contextlib.contextmanager
    def hold(self, method: str, *, drop: bool = False) -> Iterator[threading.Event]:
        """Keep calls of ``method`` waiting meanwhile; the event says that one came.

        Afterwards they are performed, or with ``drop`` left without reply or effect.
        """
        self._came.clear()
        self._held, self._drops = method, drop
        try:
            yield self._came
        finally:
            with self._changed:
                self._held = None
                self._changed.notify_all()

    def called(self, method: str) -> list[Call]:
        """The calls of ``method`` so far."""
        with self._changed:
            return [call for call in self.calls if call.method == method]

    def wait_called(self, method: str, count: int = 1) -> list[Call]:
        """The calls of ``method`` as soon as there are ``count``."""
        self.wait(lambda: len(self.called(method)) >= count, f"{count} calls of {method}")
        return self.called(method)

    def refused(self, method: str) -> list[Call]:
        """The calls of ``method`` that were refused."""
        return [call for call in self.called(method) if call.refusal]

    @property
    def refusals(self) -> list[Call]:
        """All calls that were refused for a mistake of the bot.

        Not those that the test planned, nor what people brought about: that they blocked the bot,
        threw it out, moved the group or deleted the message, or that another poller came.
        """
        with self._changed:
            return [call for call in self.calls if call.mistake]

    # What the bot calls

    def answer(
        self, token: str, method: str, form: dict[str, str], fault: Fault = ORDINARY
    ) -> tuple[int, Json]:
        """The HTTP status and the JSON of the reply to a call that meets ``fault``."""
        try:
            if token != self.token:
                raise Refusal(401, "Unauthorized")
            with self._changed:
                result = self._perform(method, form, fault)
        except Refusal as refusal:
            return refusal.status, _refusal_json(refusal)
        except Exception:
            # A mistake of this server is no reason for the test to wait, or to pass.
            self.violations.append(traceback.format_exc())
            return 500, _refusal_json(Refusal(500, "Internal Server Error"))
        return 200, {"ok": True, "result": result}

    def is_dropped(self, method: str) -> bool:
        """Whether the call gets no reply; returns when it is not held any more."""
        if self._held != method:
            return False
        drops = self._drops
        self._came.set()
        with self._changed:
            self._changed.wait_for(lambda: self._held != method, PATIENCE)
        return drops

    def _perform(self, method: str, form: dict[str, str], fault: Fault) -> Any:
        parameters: Json = form
        try:
            parameters, perform = self._read(method, form)
            if fault.refusal:
                raise fault.refusal
            self._raise_planned(method)
            result = perform(**parameters)
        except Refusal as refusal:
            self._log(Call(method, parameters, refusal.description, not refusal.expected))
            raise
        self._log(Call(method, parameters))
        return result

    def _read(self, method: str, form: dict[str, str]) -> tuple[Json, Callable[..., Any]]:
        try:
            parameters = read_call(method, form)
            name = "_on_" + re.sub(r"(?=[A-Z])", "_", method).lower()
            if not hasattr(self, name):
                raise Refusal(501, f"Not Implemented: {method} is not played by this server")
        except Refusal as refusal:
            self.violations.append(refusal.description)
            raise
        return parameters, getattr(self, name)

    def _log(self, call: Call) -> None:
        self.calls.append(call)
        self._changed.notify_all()

    def _raise_planned(self, method: str) -> None:
        for planned in self._planned:
            if planned.method == method and planned.times:
                planned.times -= 1
                raise planned.refusal

    def _on_get_me(self) -> Json:
        return self.me


# SO_LINGER of no seconds: the connection is closed by RST. Seconds for which nothing is said.
_ABORT = struct.pack("ii", 1, 0)
_LONGEST_SILENCE = 120.0


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def shutdown_request(self, request: Any) -> None:
        """End the connection by FIN, unless it is to be aborted: then a FIN would come first."""
        if request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, len(_ABORT)) != _ABORT:
            super().shutdown_request(request)
        self.close_request(request)

    def handle_error(self, *_: object) -> None:
        """A bot that ends tears down its connections; all else would fail a test by itself."""


def _refusal_json(refusal: Refusal) -> Json:
    reply: Json = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    return reply | ({"parameters": refusal.parameters} if refusal.parameters else {})


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    """What reads the calls to ``service`` and writes its replies."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body leave at once; otherwise the one waits 40 ms for the other's receipt.
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            request = self._read()
            if request is None:
                self.close_connection = True
                return
            token, method, form = request
            if service.is_dropped(method):
                self.close_connection = True
                return
            fault = service.draw_fault(method, form)
            time.sleep(fault.wait)
            status, reply = service.answer(token, method, form, fault)
            if not self._end(fault, status, reply):
                service.note_unconfirmed(method, reply)

        def _read(self) -> tuple[str, str, dict[str, str]] | None:
            """Token, method and form; None where the bot was killed before it had sent all."""
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            if len(body) < length:
                return None
            account, _, method = self.path.lstrip("/").partition("/")
            form = dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
            return account.removeprefix("bot"), method, form

        def _end(self, fault: Fault, status: int, reply: Json) -> bool:
            """Whether the bot hears the reply."""
            if fault.ending is Ending.REPLY:
                kind = "text/html" if fault.html else "application/json"
                return self._write(status, kind, (fault.html or json.dumps(reply)).encode())
            self.close_connection = True
            if fault.ending is Ending.SILENCE:
                self._wait_gone()
            elif fault.ending is Ending.RST:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
            return False

        def _write(self, status: int, kind: str, body: bytes) -> bool:
            """Whether somebody was there to read it: a bot may be killed meanwhile, or give up."""
            try:
                if self._is_gone():
                    return False
                self._write_reply(status, kind, body)
            except OSError:
                return False
            return True

        def _is_gone(self) -> bool:
            """Whether the bot has closed the connection."""
            try:
                return not self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
            except BlockingIOError:
                return False

        def _wait_gone(self) -> None:
            self.connection.settimeout(_LONGEST_SILENCE)
            with contextlib.suppress(OSError):
                self.connection.recv(1)

        def _write_reply(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            """Calls are kept in the service; nothing is to be printed."""

    return Handler


@contextlib.contextmanager
def serving(service: Service, port: int = 0) -> Iterator[str]:
    """The address at which ``service`` is served meanwhile; port 0 takes any free one."""
    server = _Server(("127.0.0.1", port), _handler(service))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        service.close()
        server.shutdown()
        server.server_close()
        thread.join()
