"""From an answer to a page: the blocks of a bubble.

An answer is laid out once, as blocks; ``blocks`` dresses them. So nothing is escaped before the
last moment, and a long answer is parted between passages, never inside markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from bot.model import Answer, Form, Passage
from bot.render.archive import arrange_archive
from bot.render.blocks import Layout, LineKind, MessageBlock
from bot.render.comparison import arrange_sides
from bot.render.digest import WIDTHS, digest_lines, month_line
from bot.render.foot import PageRange, WayOn, foot_lines
from bot.render.head import day_told, days_label, head_lines, question_line
from bot.render.quotes import USUALLY_QUOTED, quote, source_lines, unshortened
from bot.render.refusals import refusal_lines
from bot.render.translations import Translations
from bot.render.verdict import arrange_verdict

Rooms = tuple[int, int]

# What is quoted at most from the best passage and from each other, the wider first; with 1, nothing
# but the sentence that answers.
_ROOMS = ((USUALLY_QUOTED, USUALLY_QUOTED), (420, 240), (240, 240), (420, 1), (240, 1), (1, 1))
# Who asks for the whole article reads its paragraphs uncut.
_WHOLE = (900, 900)
# Characters of a question in the line that repeats it, the wider first.
_QUESTIONS = (200, 120, 60)

Blocks = Iterable[MessageBlock]
Arrangement = Callable[[Answer, Translations], Sequence[Layout]]
"""The first pages of an answer; each tells the next of its passages, as many as its ``shown``."""
# The forms that have an arrangement of their own; the others are told by days or by articles.
ARRANGEMENTS: Mapping[Form, Arrangement] = {
    Form.VERDICT: arrange_verdict,
    Form.COMPARISON: arrange_sides,
    Form.ARCHIVE: arrange_archive,
}


def lay_out(
    answer: Answer,
    passages: Sequence[Passage],
    shown: PageRange,
    translations: Translations,
    way_on: WayOn | None = None,
) -> Layout:
    """The blocks of a page with as many of ``passages`` as one screen holds, one at least.

    Args:
        answer: What is told.
        passages: The next passages; none where nothing answers.
        shown: Where they begin, and how many there are in all; where they end follows.
        translations: The language.
        way_on: How readers without buttons go on.
    """
    if not answer.answered:
        return _refusing(answer, translations)
    make = _listing if answer.is_list else _quoting
    for count in range(len(passages), 0, -1):
        told = replace(shown, stop=shown.start + count)
        foot = tuple(foot_lines(answer, passages[:count], told, translations, way_on))
        for layout in make(answer, passages[:count], shown.start, translations):
            page = replace(layout, foot=foot, shown=count)
            if page.is_one_screen:
                return page
    return page


def _refusing(answer: Answer, translations: Translations) -> Layout:
    for most in _QUESTIONS:
        # Nobody needs to read "ok" again.
        head = () if answer.query.talk else (question_line(answer, translations, most=most),)
        layout = Layout(head, (), tuple(refusal_lines(answer, translations)))
        if layout.is_one_screen:
            break
    return layout


def _listing(
    answer: Answer, passages: Sequence[Passage], start: int, translations: Translations
) -> Iterable[Layout]:
    """A line an event; words are cut short before a line goes."""
    head = head_lines(answer, passages, translations)
    months = [month_line(answer.months, translations)] if answer.months and not start else []
    for width in WIDTHS:
        lines = digest_lines(passages, answer, translations, first=start + 1, width=width)
        yield Layout((*head, *months), (tuple(lines),), ())


def _quoting(
    answer: Answer, passages: Sequence[Passage], start: int, translations: Translations
) -> Iterable[Layout]:
    """Quotations under the days, each article closed by its source; they give way to the rest."""
    head = head_lines(answer, passages, translations)
    told = day_told(answer, head, translations)
    for rooms in _rooms(answer, len(passages)):
        articles = _articles(answer, passages, told, translations, rooms)
        if "whole_address" in answer.notes:
            articles = (tuple(map(unshortened, blocks)) for blocks in articles)
        yield Layout(head, tuple(articles), ())


def _rooms(answer: Answer, count: int) -> Sequence[Rooms]:
    """How much may be quoted of ``count`` passages; of a whole article as little is left out as can be."""
    if "whole_article" in answer.notes:
        return (_WHOLE, *_ROOMS) if count == 1 else (_WHOLE,)
    return _ROOMS if count <= 2 else _ROOMS[1:]


def _articles(
    answer: Answer, passages: Sequence[Passage], day: str, translations: Translations, rooms: Rooms
) -> Iterable[tuple[MessageBlock, ...]]:
    """The quotations of each article, then its source; a day stands where it changes."""
    for _, group in groupby(passages, key=lambda passage: passage.paragraph.article.id):
        blocks: list[MessageBlock] = []
        told = list(group)
        label = days_label(told, translations)
        if label and label != day:
            blocks.append(MessageBlock(LineKind.DAY, label))
            day = label
        for passage in told:
            most = rooms[0] if passage is passages[0] else rooms[1]
            blocks.append(MessageBlock(LineKind.QUOTE, quote(passage, most=most)))
        yield (*blocks, *source_lines(told, translations, answer.passages))
