"""An answer as a chat is shown it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import Answer
from bot.render.pages import MessagePage
from bot.store import Asked


@dataclass(frozen=True, slots=True)
class PresentedAnswer:
    """An answer worked out, and its pages as they are sent; the first is the answer itself."""

    asked: Asked
    answer: Answer
    pages: tuple[MessagePage, ...]

    def page(self, number: int) -> tuple[int, MessagePage]:
        """The page with this number, or the last; the archive may hold less than it did."""
        number = min(number, len(self.pages) - 1)
        return number, self.pages[number]
