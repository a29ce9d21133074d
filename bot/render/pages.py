"""An answer parted for leafing: the answer itself, its further reading, a passage alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.model import Answer, AnswerType, Passage
from bot.render.blocks import Layout, LineKind, MessageBlock, blocks_to_html, blocks_to_text
from bot.render.digest import MOST_LINES
from bot.render.head import is_list
from bot.render.layout import DEFAULT_SHOWN, lay_out, to_html
from bot.render.translations import Translations

# As many can be leafed through.
MOST_PASSAGES = 30


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A part of an answer as Telegram messages, in blocks, and the passages that it quotes."""

    texts: tuple[str, ...]
    layout: Layout
    passages: tuple[Passage, ...] = ()

    @property
    def plain(self) -> str:
        """The page in plain text."""
        return blocks_to_text(self.layout.blocks)


def to_pages(
    answer: Answer, translations: Translations, *, shown: int = DEFAULT_SHOWN
) -> tuple[MessagePage, ...]:
    """The answer, then its further reading as pages of one message and at most ``shown`` passages.

    A further page has the same form, and says which passages of how many it quotes.
    """
    layout = lay_out(answer, translations, shown=shown)
    texts, start = to_html(answer, translations, shown=shown), layout.shown
    first = MessagePage(texts, layout, answer.passages[:start])
    pages = [first]
    if answer.answered:
        pages += _further_pages(answer, translations, start, shown)
    if answer.page > len(pages):
        pages[-1] = _ended(pages[-1], translations)
    return tuple(pages)


def open_page(answer: Answer, pages: Sequence[MessagePage]) -> int:
    """Which of its pages an answer is opened at, from 1; the last where it has fewer."""
    return min(answer.page, len(pages))


def _ended(page: MessagePage, translations: Translations) -> MessagePage:
    """The page, told to be the last to whoever asked for one more."""
    end = MessageBlock(LineKind.FOOT, translations.say("under.last_page"))
    layout = replace(page.layout, foot=(*page.layout.foot, end))
    return replace(page, texts=(blocks_to_html(layout.blocks),), layout=layout)


def to_single(answer: Answer, translations: Translations, *, shown: int = DEFAULT_SHOWN) -> str:
    """The answer as one message, with as many of ``shown`` passages as it holds."""
    return to_html(answer, translations, shown=shown)[0]


def to_bubble(passage: Passage, answer: Answer, translations: Translations) -> str:
    """The message that quotes nothing but one ``passage`` of ``answer``."""
    return to_html(_narrowed(answer, (passage,)), translations)[0]


def _further_pages(
    answer: Answer, translations: Translations, start: int, shown: int
) -> Iterator[MessagePage]:
    size = MOST_LINES if is_list(answer) else shown
    while start < len(answer.passages):
        narrowed = _narrowed(answer, answer.passages[start : start + size])
        stop = start + lay_out(narrowed, translations, shown=shown, first=start + 1).shown
        layout = _further_layout(answer, translations, start, stop)
        yield MessagePage((blocks_to_html(layout.blocks),), layout, answer.passages[start:stop])
        start = stop


def _further_layout(answer: Answer, translations: Translations, start: int, stop: int) -> Layout:
    narrowed = _narrowed(answer, answer.passages[start:stop])
    layout = lay_out(narrowed, translations, shown=stop - start, first=start + 1)
    *foot, counts = layout.foot
    key = "under.quoted" if stop - start > 1 else "under.quoted_one"
    counted = translations.say(key, first=start + 1, last=stop, total=len(answer.passages))
    return replace(layout, foot=(*foot, replace(counts, before=counted)))


def _narrowed(answer: Answer, passages: tuple[Passage, ...]) -> Answer:
    """The answer as if it had these ``passages`` alone, and had not been asked for one day."""
    kept = [note for note in answer.notes if note not in ("sources_differ", "weekday_conflict")]
    if any(mention.weekday_conflict for passage in passages for mention in passage.dates[:1]):
        kept.append("weekday_conflict")
    outlets = {passage.paragraph.article.id for passage in passages}
    return replace(
        answer,
        query=replace(answer.query, answer_type=AnswerType.ANY),
        passages=passages,
        shown=len(passages),
        sources=len(outlets) + sum(len(passage.also) for passage in passages),
        event_dates=answer.event_dates if is_list(answer) else 0,
        notes=tuple(kept),
        claims=(),
    )
