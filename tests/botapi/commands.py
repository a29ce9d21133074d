"""What the bot says of itself: its menus by scope and language, its name and descriptions."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.botapi.chats import Chats
from tests.botapi.schema import refuse_request
from tests.botapi.state import Json

MOST_COMMANDS = 100
MOST_COMMAND = 32
MOST_COMMAND_DESCRIPTION = 256
MOST_NAME = 64
MOST_DESCRIPTION = 512
MOST_SHORT_DESCRIPTION = 120
_DEFAULT = {"type": "default"}
_SCOPES = {
    "default": set(),
    "all_private_chats": set(),
    "all_group_chats": set(),
    "all_chat_administrators": set(),
    "chat": {"chat_id"},
    "chat_administrators": {"chat_id"},
    "chat_member": {"chat_id", "user_id"},
}


class Commands(Chats):
    """Calls that set and read what people see of the bot before they write."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._menus: dict[tuple[str, str], list[Json]] = {}
        self._texts: dict[tuple[str, str], str] = {}

    @property
    def commands(self) -> dict[str, list[Json]]:
        """The menus of the default scope by language, ``""`` for all others."""
        return self.menus()

    def menus(self, scope: Json | None = None) -> dict[str, list[Json]]:
        """The menus of exactly this scope by language."""
        wanted = _key(scope)
        with self._changed:
            return {code: menu for (key, code), menu in self._menus.items() if key == wanted}

    def described(self, what: str, language: str = "") -> str | None:
        """The ``name``, ``description`` or ``short_description`` set for exactly this language."""
        return self._texts.get((what, language))

    def _on_get_my_commands(self, scope: Json | None = None, language_code: str = "") -> list[Json]:
        self._check_scope(scope)
        return self._menus.get((_key(scope), language_code), [])

    def _on_set_my_commands(
        self, commands: list[Json], scope: Json | None = None, language_code: str = ""
    ) -> bool:
        self._check_scope(scope)
        _check_language(language_code)
        if len(commands) > MOST_COMMANDS:
            refuse_request("BOT_COMMANDS_TOO_MUCH")
        names = [_check_command(command) for command in commands]
        if len(set(names)) < len(names):
            refuse_request("BOT_COMMAND_DUPLICATE")
        self._menus[_key(scope), language_code] = commands
        if not commands:
            del self._menus[_key(scope), language_code]
        return True

    def _on_delete_my_commands(self, scope: Json | None = None, language_code: str = "") -> bool:
        self._check_scope(scope)
        _check_language(language_code)
        self._menus.pop((_key(scope), language_code), None)
        return True

    def _on_set_my_name(self, name: str = "", language_code: str = "") -> bool:
        return self._describe("name", name, language_code, MOST_NAME)

    def _on_get_my_name(self, language_code: str = "") -> Json:
        return {"name": self._text_for("name", language_code) or self.me["first_name"]}

    def _on_set_my_description(self, description: str = "", language_code: str = "") -> bool:
        return self._describe("description", description, language_code, MOST_DESCRIPTION)

    def _on_get_my_description(self, language_code: str = "") -> Json:
        return {"description": self._text_for("description", language_code)}

    def _on_set_my_short_description(
        self, short_description: str = "", language_code: str = ""
    ) -> bool:
        most = MOST_SHORT_DESCRIPTION
        return self._describe("short_description", short_description, language_code, most)

    def _on_get_my_short_description(self, language_code: str = "") -> Json:
        return {"short_description": self._text_for("short_description", language_code)}

    def _describe(self, what: str, text: str, language: str, most: int) -> bool:
        _check_language(language)
        if len(text) > most:
            # The service's own word for it; a name has another than a description.
            refuse_request("BOT_TITLE_INVALID" if what == "name" else "ABOUT_TOO_LONG")
        self._texts[what, language] = text
        if not text:
            del self._texts[what, language]
        return True

    def _text_for(self, what: str, language: str) -> str:
        """The text for the language, or else the one for all."""
        _check_language(language)
        return self._texts.get((what, language)) or self._texts.get((what, ""), "")

    def _check_scope(self, scope: Json | None) -> None:
        wanted = scope or _DEFAULT
        fields = _SCOPES.get(wanted["type"])
        if fields is None:
            refuse_request("can't parse BotCommandScope: Unsupported type specified")
        if fields != set(wanted) - {"type"}:
            refuse_request(f"BotCommandScope {wanted['type']}: expected {sorted(fields)}")
        if "chat_id" in fields:
            chat = self._readable(wanted["chat_id"])
            if chat["type"] == "channel":
                refuse_request("can't change commands in channel chats")


def _key(scope: Json | None) -> str:
    return json.dumps(scope or _DEFAULT, sort_keys=True)


def _check_language(code: str) -> None:
    if not re.fullmatch(r"([a-z]{2})?", code):
        refuse_request("LANG_CODE_INVALID")


def _check_command(command: dict[str, Any]) -> str:
    name, description = command["command"].removeprefix("/"), command["description"].strip()
    if not name:
        refuse_request("command must be non-empty")
    if len(name) > MOST_COMMAND:
        refuse_request(f"command length must not exceed {MOST_COMMAND}")
    if not re.fullmatch(r"[a-z0-9_]+", name):
        refuse_request("BOT_COMMAND_INVALID")
    if not description:
        refuse_request("command description must be non-empty")
    if len(description) > MOST_COMMAND_DESCRIPTION:
        refuse_request(f"command description length must not exceed {MOST_COMMAND_DESCRIPTION}")
    return name
