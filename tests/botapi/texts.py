"""Texts as the service reads them: TDLib's parser, and the limits that TDLib leaves to it."""

from __future__ import annotations

import functools
import json
import re
from itertools import pairwise
from typing import Any

import tdjson

from tests.botapi.schema import Refusal

MOST_UNITS = 4096
MOST_CAPTION_UNITS = 1024
MOST_ENTITIES = 100
_MODES = {
    "HTML": {"@type": "textParseModeHTML"},
    "MarkdownV2": {"@type": "textParseModeMarkdown", "version": 2},
}
_NAMES = {
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "EmailAddress": "email",
    "PreCode": "pre",
}
_TYPES = {
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
    "date_time",
}


def parse_text(
    text: str,
    parse_mode: str | None,
    entities: list[dict[str, Any]] | None = None,
    *,
    most: int = MOST_UNITS,
) -> tuple[str, list[dict[str, Any]]]:
    """The text without its markup, and its entities; raises Refusal as the service would.

    ``entities`` count only without ``parse_mode``; ``most`` is 1024 for a caption.
    """
    found = list(entities or [])
    if parse_mode:
        text, found = _parse_markup(text, parse_mode)
    if not text.strip():
        raise Refusal(400, "Bad Request: message text is empty")
    if units(text) > most:
        name = "message" if most == MOST_UNITS else "message caption"
        raise Refusal(400, f"Bad Request: {name} is too long")
    if len(found) > MOST_ENTITIES:
        raise Refusal(400, "Bad Request: too many entities")
    _check_entities(text, found)
    return text, found


def find_entities(text: str) -> list[dict[str, Any]]:
    """What the service itself marks in a text: mentions, commands, addresses."""
    reply = _execute({"@type": "getTextEntities", "text": text})
    return [_entity(entity) for entity in reply["entities"]]


def units(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _parse_markup(text: str, parse_mode: str) -> tuple[str, list[dict[str, Any]]]:
    if parse_mode not in _MODES:
        raise Refusal(400, "Bad Request: unsupported parse_mode")
    request = {"@type": "parseTextEntities", "text": text, "parse_mode": _MODES[parse_mode]}
    reply = _execute(request)
    if reply["@type"] == "error":
        message = reply["message"]
        raise Refusal(400, f"Bad Request: {message[:1].lower()}{message[1:]}")
    entities = [_entity(entity) for entity in reply["entities"]]
    _refuse_nested_quotes(entities)
    return reply["text"], entities


def _check_entities(text: str, entities: list[dict[str, Any]]) -> None:
    """The service drops what does not lie within the text; a bot that counts well has no such."""
    for entity in entities:
        if entity["type"] not in _TYPES:
            raise Refusal(400, "Bad Request: can't parse MessageEntity: Unsupported type specified")
        start, stop = entity["offset"], entity["offset"] + entity["length"]
        if not 0 <= start < stop <= units(text):
            raise Refusal(400, f"Bad Request: entity {entity} lies outside the text")


def _refuse_nested_quotes(entities: list[dict[str, Any]]) -> None:
    quotes = [entity for entity in entities if entity["type"].endswith("blockquote")]
    for outer, inner in pairwise(sorted(quotes, key=lambda entity: entity["offset"])):
        if inner["offset"] < outer["offset"] + outer["length"]:
            raise Refusal(400, "Bad Request: can't parse entities: nested blockquote")


def _entity(entity: dict[str, Any]) -> dict[str, Any]:
    kind = entity["type"]["@type"].removeprefix("textEntityType")
    name = _NAMES.get(kind) or re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()
    extra = {key: value for key, value in entity["type"].items() if key == "url"}
    return {"type": name, "offset": entity["offset"], "length": entity["length"], **extra}


def _execute(request: dict[str, Any]) -> dict[str, Any]:
    _silence()
    reply = tdjson.td_execute(json.dumps(request).encode())
    assert reply is not None
    return json.loads(reply)


@functools.cache
def _silence() -> None:
    request = {"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}
    tdjson.td_execute(json.dumps(request).encode())
