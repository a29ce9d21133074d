"""A chat as a page of HTML that looks like Telegram on a telephone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from tests.pictures.asking import ZONE, Exchange

Json = dict[str, Any]

BOT = "Tanya Peristiwa"
THEMES = ("day", "night")
_STYLE = Path(__file__).with_name("chat.css")
_ADDRESS = re.compile(r"https?://[^\s<]+[^\s<.,;:!?)]")
_AROUND_QUOTE = re.compile(r"\n?(<blockquote>)|(</blockquote>)\n?")
_TAGS = {
    "bold": "b",
    "italic": "em",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
# Telegram marks in a corner what leaves the chat, and what copies.
_MARKS = {"url": "M2 8 8 2M3 2H8V7", "copy_text": "M1 4H6V9H1ZM4 4V1H9V6H6"}


def to_page(exchanges: Sequence[Exchange], theme: str) -> str:
    """A page with a chat for each of ``exchanges``, one below the other.

    Its script writes the height of each, in pixels, into ``data-height``.
    """
    chats = "".join(_to_chat(exchange, theme) for exchange in exchanges)
    measure = (
        "for (const it of document.querySelectorAll('main')) it.dataset.height = it.offsetHeight"
    )
    return (
        f'<!doctype html><html lang="id"><meta charset="utf-8"><style>{_STYLE.read_text("utf-8")}'
        f"</style><body>{chats}<script>{measure}</script></body></html>"
    )


def _to_chat(exchange: Exchange, theme: str) -> str:
    place = exchange.asked["chat"]
    title, about = (place["title"], "grup") if place["id"] < 0 else (BOT, "bot")
    initials = escape("".join(word[0] for word in title.split()[:2]))
    head = f"<i>{initials}</i><span><b>{escape(title)}</b><small>{escape(about)}</small></span>"
    answers = "".join(map(_to_answer, exchange.answers))
    return (
        f'<main class="{theme}"><header>{head}</header>{_to_asked(exchange.asked)}{answers}</main>'
    )


def _to_asked(message: Json) -> str:
    origin = message.get("forward_origin")
    said = f"Diteruskan dari {origin['sender_user_name']}" if origin else ""
    return _to_bubble("asked", said, message)


def _to_answer(message: Json) -> str:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    said = BOT if message["chat"]["id"] < 0 else ""
    keyboard = "".join(f"<div>{''.join(map(_to_button, row))}</div>" for row in rows)
    bubble = _to_bubble("answer framed" if rows else "answer", said, message)
    return f"{bubble}<nav>{keyboard}</nav>" if rows else bubble


def _to_bubble(kind: str, said: str, message: Json) -> str:
    at = datetime.fromtimestamp(message["date"], ZONE)
    head = f'<span class="from">{escape(said)}</span>' if said else ""
    text = to_html(message["text"], message.get("entities", []))
    return f'<div class="bubble {kind}">{head}{text}<time>{at:%H.%M}</time></div>'


def _to_button(button: Json) -> str:
    kinds = ("url" if kind.startswith("switch_inline") else kind for kind in button)
    marks = [_to_mark(_MARKS[kind]) for kind in kinds if kind in _MARKS]
    return f"<span>{escape(button['text'])}{''.join(marks)}</span>"


def _to_mark(path: str) -> str:
    return f'<svg viewBox="0 0 10 10"><path d="{path}"/></svg>'


def to_html(text: str, entities: Sequence[Json]) -> str:
    """A message's text with its entities as tags, and bare addresses as links.

    Offsets of entities count UTF-16 units; they may be nested, but do not cross.

    >>> to_html("5 < 6", [{"type": "bold", "offset": 4, "length": 1}])
    '5 &lt; <b>6</b>'
    """
    inside = sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
    units = text.encode("utf-16-le")
    dressed = _dress(units, 0, len(units) // 2, inside)
    # A quotation is a block: the line ends beside it are not shown.
    return _AROUND_QUOTE.sub(lambda match: match[1] or match[2], dressed)


def _dress(units: bytes, start: int, stop: int, entities: Sequence[Json]) -> str:
    """The units from ``start`` to ``stop``, with the entities that lie in them, in order."""
    html, at = "", start
    for number, entity in enumerate(entities):
        first, last = entity["offset"], entity["offset"] + entity["length"]
        if first < at:  # It lies in the one before, and was dressed with it.
            continue
        within = [it for it in entities[number + 1 :] if it["offset"] < last]
        html += _linked(_slice(units, at, first)) + _tagged(
            entity, _dress(units, first, last, within)
        )
        at = last
    return html + _linked(_slice(units, at, stop))


def _slice(units: bytes, start: int, stop: int) -> str:
    return units[2 * start : 2 * stop].decode("utf-16-le")


def _tagged(entity: Json, html: str) -> str:
    if entity["type"] == "text_link":
        return f'<a href="{escape(entity["url"])}">{re.sub(r"</?a[^>]*>", "", html)}</a>'
    tag = _TAGS.get(entity["type"])
    return f"<{tag}>{html}</{tag}>" if tag else html


def _linked(text: str) -> str:
    """The text, escaped; what is pressed in it is coloured as Telegram does by itself."""
    html, at = "", 0
    for match in _ADDRESS.finditer(text):
        html += escape(text[at : match.start()])
        html += f'<a href="{escape(match[0])}">{escape(match[0])}</a>'
        at = match.end()
    return html + escape(text[at:])
