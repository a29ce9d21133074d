"""Results of inline and guest queries as the service takes them."""

from __future__ import annotations

import re
from typing import Any

from tests.botapi.keyboards import check_markup
from tests.botapi.schema import Refusal, check_type, refuse_request, tables
from tests.botapi.texts import MOST_CAPTION_UNITS, parse_text

MOST_RESULTS = 50
MOST_ID_BYTES = 64
MOST_OFFSET_BYTES = 64
MOST_PARAMETER = 64

Json = dict[str, Any]


def check_results(results: list[Json], *, inline_mode: bool) -> list[Json]:
    """What each result would send; raises Refusal for the first that the service refuses."""
    if len(results) > MOST_RESULTS:
        refuse_request("too many inline query results specified")
    contents = [check_result(result, inline_mode=inline_mode) for result in results]
    numbers = [result["id"] for result in results]
    if len(set(numbers)) < len(numbers):
        refuse_request("RESULT_ID_DUPLICATE")
    return contents


def check_result(result: Json, *, inline_mode: bool) -> Json:
    """The content of the message that the result would send."""
    _check_kind(result)
    if not result["id"]:
        refuse_request("RESULT_ID_EMPTY")
    if len(result["id"].encode()) > MOST_ID_BYTES:
        refuse_request("RESULT_ID_INVALID")
    if result["type"] == "article" and not result["title"].strip():
        refuse_request("ARTICLE_TITLE_EMPTY")
    for key in ("url", "thumbnail_url"):
        if key in result and not re.match(r"https?://[^\s/]+\.[^\s/]+", result[key]):
            refuse_request("WEBDOCUMENT_URL_INVALID")
    try:
        content = _read_content(result)
    except Refusal as refusal:
        reason = refusal.description.removeprefix("Bad Request: ")
        refuse_request(f"can't parse inline query result: {reason}")
    markup = check_markup(result.get("reply_markup"), None, inline_mode=inline_mode)
    return {**content, **({"reply_markup": markup} if markup else {})}


def check_offset(offset: str) -> None:
    """Raises Refusal where the next offset is too long."""
    if len(offset.encode()) > MOST_OFFSET_BYTES:
        refuse_request("NEXT_OFFSET_INVALID")


def check_start_button(button: Json | None) -> None:
    """Raises Refusal unless the button above the results has a text and one proper action."""
    if button is None:
        return
    if len(button.keys() & {"start_parameter", "web_app"}) != 1:
        refuse_request(
            "can't parse inline query results button: "
            "InlineQueryResultsButton must have exactly one optional field"
        )
    if not button["text"].strip():
        refuse_request("SWITCH_PM_TEXT_EMPTY")
    parameter = button.get("start_parameter", "x")
    if not re.fullmatch(rf"[A-Za-z0-9_-]{{1,{MOST_PARAMETER}}}", parameter):
        refuse_request("START_PARAM_INVALID")


def _check_kind(result: Json) -> None:
    """The schema takes a result that fits any kind; here it must fit the one that it names."""
    kind = "".join(part.capitalize() for part in result["type"].split("_"))
    kind = kind.removesuffix("Gif") + "Gif" if kind.endswith("gif") else kind
    names = [f"InlineQueryResult{kind}", f"InlineQueryResultCached{kind}"]
    fitting = [name for name in names if name in tables()["types"]]
    if not fitting:
        refuse_request(
            "can't parse inline query result: "
            f'type "{result["type"]}" is unsupported for the inline query result'
        )
    for name in fitting:
        try:
            return check_type("result", name, result)
        except Refusal as refusal:
            problem = refusal
    raise problem


def _read_content(result: Json) -> Json:
    content = result.get("input_message_content")
    if content and "message_text" in content:
        mode, marks = content.get("parse_mode"), content.get("entities")
        text, entities = parse_text(content["message_text"], mode, marks)
        return {"text": text, "entities": entities, **_preview(content)}
    if content or "caption" not in result:
        return {}
    mode, marks = result.get("parse_mode"), result.get("caption_entities")
    caption, entities = parse_text(result["caption"], mode, marks, most=MOST_CAPTION_UNITS)
    return {"caption": caption, "caption_entities": entities}


def _preview(content: Json) -> Json:
    return {key: value for key, value in content.items() if key == "link_preview_options"}
