"""Inline keyboards as the service takes them."""

from __future__ import annotations

import re
import urllib.parse
from typing import Any

from tests.botapi.schema import refuse_request
from tests.botapi.texts import units

MOST_IN_ROW = 8
MOST_IN_ALL = 100
MOST_DATA_BYTES = 64
MOST_COPIED = 256
ACTIONS = {
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
}
_SCHEMES = {"http", "https", "tg", "ton"}
_STYLES = {"", "danger", "success", "primary"}

Json = dict[str, Any]


def check_markup(markup: Json | None, chat_type: str | None, *, inline_mode: bool) -> Json | None:
    """The inline keyboard that a message will carry, or None; raises Refusal.

    ``chat_type`` is None where the chat is not known, as in the result of an inline query.
    """
    if markup is None or "inline_keyboard" not in markup:
        return None
    rows = [row for row in markup["inline_keyboard"] if row]
    # The service leaves out silently what is beyond; what a bot has not shown, nobody can press.
    if any(len(row) > MOST_IN_ROW for row in rows) or sum(map(len, rows)) > MOST_IN_ALL:
        refuse_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        _check_button(button, chat_type, inline_mode)
    return {"inline_keyboard": rows} if rows else None


def find_button(markup: Json | None, wanted: str) -> Json | None:
    """The button with this callback data or else this text."""
    buttons = [button for row in (markup or {}).get("inline_keyboard", []) for button in row]
    for key in ("callback_data", "text"):
        for button in buttons:
            if button.get(key) == wanted:
                return button
    return None


def is_kept_forwarding(markup: Json) -> bool:
    """Whether every button only opens an address: a forward loses any other keyboard."""
    return all("url" in button for row in markup["inline_keyboard"] for button in row)


def check_url(url: str, name: str) -> None:
    """Raises Refusal unless ``url`` is a web address or a link into Telegram."""
    scheme, _, rest = url.partition("://")
    host = urllib.parse.urlsplit(url).hostname or ""
    spoilt = re.search(r"\s", url) or scheme.lower() not in _SCHEMES or not rest
    if spoilt or (scheme.lower().startswith("http") and "." not in host.strip(".")):
        refuse_request(f"inline keyboard button {name} '{url}' is invalid: Wrong HTTP URL")


def _check_button(button: Json, chat_type: str | None, inline_mode: bool) -> None:
    if not button["text"].strip():
        refuse_request("inline keyboard button text must be non-empty")
    if button.get("style", "") not in _STYLES:
        refuse_request("can't parse inline keyboard button: invalid button style specified")
    actions = sorted(ACTIONS & set(button))
    if not actions or button.get("callback_data") == "" or button.get("url") == "":
        refuse_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:  # The service takes the first one and forgets the others.
        refuse_request(f"inline keyboard button: expected exactly one action, got {actions}")
    _check_action(actions[0], button[actions[0]], chat_type, inline_mode)


def _check_action(action: str, value: Any, chat_type: str | None, inline_mode: bool) -> None:
    if action == "url":
        check_url(value, "URL")
    elif action == "callback_data" and len(value.encode()) > MOST_DATA_BYTES:
        refuse_request("BUTTON_DATA_INVALID")
    elif action == "copy_text" and not 1 <= units(value["text"].strip()) <= MOST_COPIED:
        refuse_request("BUTTON_COPY_TEXT_INVALID")
    elif action == "login_url":
        check_url(value["url"], "login URL")
    elif action == "web_app":
        check_url(value["url"], "Web App URL")
        if chat_type != "private":
            refuse_request("BUTTON_TYPE_INVALID")
    elif action.startswith("switch_inline_query"):
        _check_switch(action, value, chat_type, inline_mode)


def _check_switch(action: str, value: Any, chat_type: str | None, inline_mode: bool) -> None:
    if not inline_mode:
        refuse_request("BUTTON_TYPE_INVALID")
    chosen = action == "switch_inline_query_chosen_chat"
    if chosen and not any(value.get(key) for key in value if key.startswith("allow_")):
        refuse_request("at least one chat type must be allowed")
    if chat_type == "channel":
        name = action if action.endswith("current_chat") else "switch_inline_query"
        refuse_request(
            f"can't use {name} button in a channel chat, because users will not be able to use "
            "the button without knowing bot's username"
        )
