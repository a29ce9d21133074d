"""What a button puts on the clipboard: the source of a page, to be pasted anywhere."""

from __future__ import annotations

from telegram.constants import InlineKeyboardButtonLimit

from bot.model import Citation
from bot.render.blocks import bare_url, straight
from bot.render.translations import Translations
from bot.text.characters import utf16_length
from bot.text.shorten import shorten

# Of a headline cut shorter than this nobody learns anything.
_SHORTEST_TITLE, _LONGEST_TITLE = 20, 100


def to_copy(citation: Citation, translations: Translations) -> str:
    """Outlet, headline, day, and the whole address on a line of its own; what is unknown is left out.

    The headline is shortened, and goes where that leaves too little of it. Empty where the rest
    has more than the 256 characters that Telegram takes.
    """
    most = InlineKeyboardButtonLimit.MAX_COPY_TEXT
    alone = _joined(citation, "", translations)
    room = min(_LONGEST_TITLE, most - utf16_length(alone) - len(" · "))
    if room < _SHORTEST_TITLE or not citation.title:
        return alone if utf16_length(alone) <= most else ""
    title = shorten(straight(citation.title), room, words=True, length=utf16_length)
    return _joined(citation, title, translations)


def _joined(citation: Citation, title: str, translations: Translations) -> str:
    parts = (straight(citation.publisher), title, _published(citation, translations))
    known = " · ".join(part for part in parts if part)
    return f"{known}\n{bare_url(citation.url)}" if citation.url else known


def _published(citation: Citation, translations: Translations) -> str:
    if citation.published is None:
        return ""
    key = "answer.published_about" if citation.about else "answer.published"
    return translations.say(key, day=translations.date_only(citation.published))
