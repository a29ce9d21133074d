"""How updates reach the bot: it asks for them, or they are posted to its webhook."""

from __future__ import annotations

from typing import Any

from tests.botapi.schema import Refusal
from tests.botapi.state import Json, State
from tests.botapi.webhook import Hook, check_secret, find_target


class Updates(State):
    """Polling and webhook, never both."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._hook: Hook | None = None
        self._routes: dict[str, str] = {}
        self._connections = 40

    # What tests do

    @property
    def polls(self) -> int:
        """How often updates have been asked for."""
        return self._polls

    @property
    def hooks(self) -> int:
        """How often a webhook has been set."""
        return self._hooks

    @property
    def last_update(self) -> int:
        """The id of the latest update."""
        return self._next_update - 1

    @property
    def hook_url(self) -> str:
        """The address of the webhook, or ``""``."""
        return self._hook.url if self._hook else ""

    def add_route(self, public: str, local: str) -> None:
        """Post what is meant for addresses that begin with ``public`` to ``local`` ones instead.

        Like a reverse proxy: ``add_route("https://bot.example", "http://127.0.0.1:8080")``.
        """
        self._routes[public] = local

    def deliver_raw(self, update: Any, *, numbered: bool = False) -> int:
        """Put any JSON before the bot as it stands; the number after which it comes.

        ``numbered`` gives it the next update_id. What has none cannot be confirmed, and so is
        given once: in the next reply to a poll, or posted until the webhook replies with a 2xx.
        """
        with self._changed:
            if numbered:
                update = {"update_id": self._next_update, **update}
            self._next_update = max(self._next_update, (_number_of(update) or 0) + 1)
            self._updates.append(update)
            self._changed.notify_all()
            return self.last_update

    def waiting(self) -> list[Any]:
        """The updates that the bot has not taken yet."""
        with self._changed:
            return list(self._updates)

    def wait_confirmed(self, update_id: int) -> None:
        """Return when the bot has told that it need not get the update again.

        It tells so by a later offset, or as a webhook by a 2xx reply.
        """
        self.wait(lambda: self._confirmed > update_id, f"update {update_id} confirmed")

    def close(self) -> None:
        """Post no more updates."""
        with self._changed:
            if self._hook:
                self._hook.close()
            self._changed.notify_all()

    # What the bot calls

    def _on_get_updates(
        self,
        offset: int = 0,
        limit: int = 100,
        timeout: int = 0,
        allowed_updates: list[str] | None = None,
    ) -> list[Json]:
        self._polls += 1
        poll = self._polls
        if self._hook:
            active = "can't use getUpdates method while webhook is active; "
            raise Refusal(409, f"Conflict: {active}use deleteWebhook to delete the webhook first")
        # The list is kept until another one comes, as in the service.
        self._allowed = self._allowed if allowed_updates is None else allowed_updates
        self._confirmed = max(self._confirmed, offset)
        self._updates = [item for item in self._updates if not _is_before(item, offset)]
        self._changed.notify_all()
        self._changed.wait_for(lambda: self._polls > poll or self._updates or self._hook, timeout)
        if self._hook:
            raise Refusal(409, "Conflict: terminated by setWebhook request", expected=True)
        if self._polls > poll:
            raise Refusal(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
                expected=True,
            )
        taken, rest = self._updates[:limit], self._updates[limit:]
        self._updates = [item for item in taken if _number_of(item) is not None] + rest
        return taken

    def _on_set_webhook(
        self,
        *,
        url: str,
        allowed_updates: list[str] | None = None,
        drop_pending_updates: bool = False,
        secret_token: str = "",
        max_connections: int = 40,
        ip_address: str | None = None,
        certificate: str | None = None,
    ) -> bool:
        if not url:
            return self._on_delete_webhook(drop_pending_updates)
        target = find_target(url, self._routes)
        check_secret(secret_token)
        if not 1 <= max_connections <= 100:
            raise Refusal(400, "Bad Request: max_connections must be in 1-100")
        self._on_delete_webhook(drop_pending_updates)
        self._allowed = self._allowed if allowed_updates is None else allowed_updates
        self._connections = max_connections
        self._hook = Hook(url, target, secret_token, self._take, self._strike)
        self._hooks += 1
        self._changed.notify_all()
        self._hook.start()
        return True

    def _on_delete_webhook(self, drop_pending_updates: bool = False) -> bool:
        if self._hook:
            self._hook.close()
            self._hook = None
        if drop_pending_updates:
            self._updates.clear()
        self._changed.notify_all()
        return True

    def _on_get_webhook_info(self) -> Json:
        info: Json = {"url": self.hook_url, "has_custom_certificate": False}
        info["pending_update_count"] = len(self._updates)
        info |= {"allowed_updates": self._allowed} if self._allowed else {}
        if self._hook:
            info["max_connections"] = self._connections
        if self._hook and self._hook.error:
            date, message = self._hook.error
            info |= {"last_error_date": date, "last_error_message": message}
        return info

    def _take(self, hook: Hook) -> tuple[Any] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._updates or hook.is_closed)
            return None if hook.is_closed else (self._updates[0],)

    def _strike(self, update: Any) -> None:
        with self._changed:
            self._updates = [item for item in self._updates if item is not update]
            self._confirmed = max(self._confirmed, (_number_of(update) or 0) + 1)
            self._changed.notify_all()


def _number_of(update: Any) -> int | None:
    """The update_id, where it has one that can be confirmed."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) else None


def _is_before(update: Any, offset: int) -> bool:
    number = _number_of(update)
    return number is not None and number < offset
