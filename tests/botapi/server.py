"""The service: chats, messages and waiting updates, and the HTTP in front of them."""

from __future__ import annotations

import contextlib
import json
import re
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from tests.botapi.schema import Refusal, read_call
from tests.botapi.texts import find_entities, parse_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TOKEN = "123456789:AAF-thisIsTheTokenOfTheTests_0123456"
ME = {
    "id": 123456789,
    "is_bot": True,
    "first_name": "Tanya Peristiwa",
    "username": "tanya_peristiwa_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
PATIENCE = 20.0

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was made, its parameters read, and whether it was accepted."""

    method: str
    parameters: Json
    refusal: str | None = None


@dataclass(slots=True)
class _Fault:
    """A reply planned for the next calls of a method instead of the ordinary one."""

    method: str
    refusal: Refusal
    times: int


@dataclass
class Service:
    """What Telegram knows; tests write to it as people, the bot talks to it over HTTP."""

    token: str = TOKEN
    chats: dict[int, Json] = field(default_factory=dict)
    messages: dict[int, list[Json]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    commands: dict[str, list[Json]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._changed = threading.Condition(threading.RLock())
        self._updates: list[Json] = []
        self._next_update = 1000
        self._next_message = 1
        self._polls = 0
        self._confirmed = 0
        self._faults: list[_Fault] = []
        self._held: str | None = None
        self._came = threading.Event()
        self._drops = False

    # What tests do

    def add_group(self, chat_id: int, title: str = "Grup", **more: Any) -> int:
        """A group that the bot is in."""
        self.chats[chat_id] = {"id": chat_id, "type": "supergroup", "title": title, **more}
        return chat_id

    def write(
        self, sender: int, text: str, *, chat: int | None = None, kind: str = "message", **more: Any
    ) -> Json:
        """The message of a person, in a group or in private, as it is delivered to the bot."""
        entities = find_entities(text)
        content: Json = {"text": text, **({"entities": entities} if entities else {})}
        return self.post(sender, chat=chat, kind=kind, **content, **more)

    def post(
        self, sender: int, *, chat: int | None = None, kind: str = "message", **content: Any
    ) -> Json:
        """A message of any content; what is given as None is left out."""
        person = {"id": sender, "is_bot": False, "first_name": "Ani", "language_code": "id"}
        with self._changed:
            place = self._chat(sender if chat is None else chat)
            message = self._keep({"from": person, "chat": place, **content})
            self.deliver({kind: message})
        return message

    def deliver(self, update: Json, *, update_id: int | None = None) -> int:
        """Put an update before the bot; with ``update_id`` of an earlier one, again."""
        with self._changed:
            if update_id is None:
                update_id = self._next_update
                self._next_update += 1
            self._updates.append({"update_id": update_id, **update})
            self._changed.notify_all()
        return update_id

    def refuse(
        self, method: str, status: int, description: str, *, times: int = 1, **parameters: int
    ) -> None:
        """Refuse the next calls of ``method``."""
        self._faults.append(_Fault(method, Refusal(status, description, **parameters), times))

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

    def sent(self, chat: int) -> list[Json]:
        """The bot's messages in a chat, oldest first."""
        with self._changed:
            return [item for item in self.messages.get(chat, []) if item["from"] == ME]

    def wait_sent(self, chat: int, count: int) -> list[Json]:
        """The bot's messages in a chat as soon as there are ``count``."""
        self.wait(lambda: len(self.sent(chat)) >= count, f"{count} messages in {chat}")
        return self.sent(chat)

    def wait_confirmed(self, update_id: int) -> None:
        """Return when the bot has told that it need not get the update again."""
        self.wait(lambda: self._confirmed > update_id, f"update {update_id} confirmed")

    def wait(self, holds: Callable[[], bool], what: str) -> None:
        """Return when ``holds`` does."""
        with self._changed:
            assert self._changed.wait_for(holds, PATIENCE), f"not within {PATIENCE} s: {what}"

    def called(self, method: str) -> list[Call]:
        """The calls of ``method`` so far."""
        with self._changed:
            return [call for call in self.calls if call.method == method]

    def refused(self, method: str) -> list[Call]:
        """The calls of ``method`` that were refused."""
        return [call for call in self.called(method) if call.refusal]

    @property
    def polls(self) -> int:
        """How often updates have been asked for."""
        return self._polls

    @property
    def last_update(self) -> int:
        """The id of the latest update."""
        return self._next_update - 1

    # What the bot calls

    def answer(self, token: str, method: str, form: dict[str, str]) -> tuple[int, Json]:
        """The HTTP status and the JSON of the reply to a call."""
        try:
            if token != self.token:
                raise Refusal(401, "Unauthorized")
            result = self._perform(method, form)
        except Refusal as refusal:
            return refusal.status, _refusal_json(refusal)
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

    def _perform(self, method: str, form: dict[str, str]) -> Any:
        try:
            parameters = read_call(method, form)
        except Refusal as refusal:
            self.violations.append(refusal.description)
            raise
        try:
            self._raise_planned(method)
            result = self._method(method)(**parameters)
        except Refusal as refusal:
            self._log(Call(method, parameters, refusal.description))
            raise
        self._log(Call(method, parameters))
        return result

    def _method(self, name: str) -> Callable[..., Any]:
        return getattr(self, "_on_" + re.sub(r"(?=[A-Z])", "_", name).lower())

    def _log(self, call: Call) -> None:
        with self._changed:
            self.calls.append(call)
            self._changed.notify_all()

    def _raise_planned(self, method: str) -> None:
        for fault in self._faults:
            if fault.method == method and fault.times:
                fault.times -= 1
                raise fault.refusal

    def _on_get_me(self) -> Json:
        return ME

    def _on_delete_webhook(self, drop_pending_updates: bool = False) -> bool:
        if drop_pending_updates:
            self._updates.clear()
        return True

    def _on_get_updates(
        self,
        offset: int = 0,
        limit: int = 100,
        timeout: int = 0,
        allowed_updates: list[str] | None = None,
    ) -> list[Json]:
        with self._changed:
            self._polls += 1
            poll = self._polls
            self._confirmed = max(self._confirmed, offset)
            self._updates = [item for item in self._updates if item["update_id"] >= offset]
            self._changed.notify_all()
            self._changed.wait_for(
                lambda: self._polls > poll or self._waiting(allowed_updates), timeout
            )
            if self._polls > poll:
                raise Refusal(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )
            return self._waiting(allowed_updates)[:limit]

    def _waiting(self, allowed: list[str] | None) -> list[Json]:
        return [item for item in self._updates if allowed is None or set(item) & set(allowed)]

    def _on_send_message(
        self,
        chat_id: int,
        text: str,
        parse_mode: str | None = None,
        reply_parameters: Json | None = None,
        **more: Any,
    ) -> Json:
        if chat_id not in self.chats:
            raise Refusal(400, "Bad Request: chat not found")
        plain, entities = parse_text(text, parse_mode)
        with self._changed:
            content: Json = {"text": plain, "entities": entities}
            if replied := self._find_replied(chat_id, reply_parameters):
                content["reply_to_message"] = replied
            if thread := more.get("message_thread_id"):
                content |= {"message_thread_id": thread, "is_topic_message": True}
            return self._keep({"from": ME, "chat": self.chats[chat_id], **content})

    def _on_get_my_commands(self, scope: Json | None = None, language_code: str = "") -> list[Json]:
        return self.commands.get(language_code, [])

    def _on_set_my_commands(
        self, commands: list[Json], scope: Json | None = None, language_code: str = ""
    ) -> bool:
        self.commands[language_code] = commands
        return True

    def _find_replied(self, chat_id: int, reply: Json | None) -> Json | None:
        if reply is None:
            return None
        found = [m for m in self.messages[chat_id] if m["message_id"] == reply["message_id"]]
        if not found and not reply.get("allow_sending_without_reply"):
            raise Refusal(400, "Bad Request: message to be replied not found")
        return next(iter(found), None)

    def _chat(self, chat_id: int) -> Json:
        private = {"id": chat_id, "type": "private", "first_name": "Ani"}
        return self.chats.setdefault(chat_id, private)

    def _keep(self, message: Json) -> Json:
        numbered = {"message_id": self._next_message, "date": int(time.time()), **message}
        self._next_message += 1
        kept = {key: value for key, value in numbered.items() if value is not None}
        self.messages.setdefault(kept["chat"]["id"], []).append(kept)
        self._changed.notify_all()
        return kept


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A bot that ends tears down its connections; all else would fail a test by itself."""


def _refusal_json(refusal: Refusal) -> Json:
    reply: Json = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    return reply | ({"parameters": refusal.parameters} if refusal.parameters else {})


@contextlib.contextmanager
def serving(service: Service, port: int = 0) -> Iterator[str]:
    """The address at which ``service`` is served meanwhile; port 0 takes any free one."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body leave at once; otherwise the one waits 40 ms for the other's receipt.
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            token, method, form = self._read()
            if service.is_dropped(method):
                self.close_connection = True
                return
            status, reply = service.answer(token, method, form)
            # A bot that was killed meanwhile does not read its reply.
            with contextlib.suppress(OSError):
                self._write(status, json.dumps(reply).encode())

        def _read(self) -> tuple[str, str, dict[str, str]]:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            account, _, method = self.path.lstrip("/").partition("/")
            form = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))
            return account.removeprefix("bot"), method, form

        def _write(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            """Calls are kept in the service; nothing is to be printed."""

    server = _Server(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
