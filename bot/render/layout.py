"""From an answer to text: Telegram's HTML messages, plain text, and the blocks under both.

An answer is laid out once, as blocks; a renderer only dresses them. So nothing is escaped before
the last moment, and a long answer is parted between passages, never inside markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from bot.model import Answer, Form, Passage
from bot.render.blocks import (
    Layout,
    LineKind,
    MessageBlock,
    blocks_to_text,
    joined,
    size_of,
    to_markup,
)
from bot.render.digest import MOST_LINES, WIDTHS, digest_lines
from bot.render.foot import foot_lines
from bot.render.head import day_label, days_told, heading, is_list, question_line
from bot.render.quotes import USUALLY_QUOTED, quote, source_lines, unshortened
from bot.render.refusals import refusal_lines
from bot.render.translations import Translations
from bot.render.verdict import arrange_verdict

# Telegram refuses more than 4,096 UTF-16 units after parsing; the rest is a safety margin.
MOST_UNITS = 3900
DEFAULT_SHOWN = 3
# What is quoted at most from the best passage and from each other, the wider first; with 1, nothing
# but the sentence that answers.
_ROOMS = ((USUALLY_QUOTED, USUALLY_QUOTED), (420, 240), (240, 240), (420, 1), (240, 1), (1, 1))

Rooms = tuple[int, int]
# The forms that have an arrangement of their own; the others are told by days or by articles.
_ARRANGEMENTS: Mapping[Form, Callable[[Answer, Translations], Layout]] = {
    Form.VERDICT: arrange_verdict,
}


def lay_out(
    answer: Answer,
    translations: Translations,
    *,
    shown: int = DEFAULT_SHOWN,
    whole: bool = False,
    first: int = 1,
) -> Layout:
    """The blocks of ``answer`` with as many of its passages as one screen holds, one at least.

    Args:
        answer: What is told.
        translations: The language.
        shown: Passages at most.
        whole: Whether all of these are laid out, whatever the length.
        first: The number of the first line, where it is a digest.
    """
    if arrange := _ARRANGEMENTS.get(answer.form):
        return arrange(answer, translations)
    if not answer.answered:
        # Nobody needs to read "ok" again.
        head = () if answer.query.talk else (question_line(answer, translations),)
        return Layout(head, (), tuple(refusal_lines(answer, translations)))
    if is_list(answer) and not whole:
        return _digest(answer, translations, first)
    most = min(shown, answer.shown)
    for count in range(most, 0, -1):
        # Quotations give way before one of them goes.
        for rooms in _ROOMS if count <= 2 else _ROOMS[1:]:
            layout = _quoting(answer, answer.passages[:count], translations, rooms)
            if whole or layout.is_one_screen:
                return layout
    return layout


def _digest(answer: Answer, translations: Translations, first: int) -> Layout:
    """A line an event, as many as one screen holds; words are cut short before a line goes."""
    most = min(MOST_LINES, answer.shown)
    spans = answer.query.asked.spans
    head = [question_line(answer, translations)]
    if days := heading(answer, answer.passages[:most], translations):
        head.append(days)
    foot = tuple(foot_lines(answer, answer.passages[:most], translations))
    for count in range(most, 0, -1):
        for width in WIDTHS:
            lines = digest_lines(
                answer.passages[:count], spans, translations, first=first, width=width
            )
            layout = Layout(tuple(head), (tuple(lines), ()), foot, count)
            if layout.is_one_screen:
                return layout
    return layout


def _quoting(
    answer: Answer, passages: Sequence[Passage], translations: Translations, rooms: Rooms
) -> Layout:
    days = heading(answer, passages, translations)
    head = [question_line(answer, translations), *([days] if days else [])]
    articles = _articles(passages, days_told(answer, days, translations), translations, rooms)
    if "whole_address" in answer.notes:
        articles = (tuple(map(unshortened, blocks)) for blocks in articles)
    foot = tuple(foot_lines(answer, passages, translations))
    return Layout(tuple(head), tuple(articles), foot, len(passages))


def _articles(
    passages: Sequence[Passage], day: str, translations: Translations, rooms: Rooms
) -> Iterable[tuple[MessageBlock, ...]]:
    """The quotations of each article, then its source; a day stands where it changes."""
    for _, group in groupby(passages, key=lambda passage: passage.paragraph.article.id):
        blocks: list[MessageBlock] = []
        told = list(group)
        for passage in told:
            label = day_label(passage, translations)
            if label and label != day:
                blocks.append(MessageBlock(LineKind.DAY, label))
                day = label
            most = rooms[0] if passage is passages[0] else rooms[1]
            blocks.append(MessageBlock(LineKind.QUOTE, quote(passage, most=most)))
        yield (*blocks, *source_lines(told, translations))


def to_text(answer: Answer, translations: Translations, *, shown: int = DEFAULT_SHOWN) -> str:
    """The answer in plain text, for a terminal or for a chat that refused the HTML."""
    return blocks_to_text(lay_out(answer, translations, shown=shown).blocks)


def to_html(
    answer: Answer, translations: Translations, *, shown: int = DEFAULT_SHOWN, whole: bool = False
) -> tuple[str, ...]:
    """The answer as Telegram messages, each of at most ``MOST_UNITS`` after parsing.

    Bot API, "HTML style". It is one message, but for a ``whole`` one that needs several: each
    of these opens with the question, and every quotation stays with its source.
    """
    layout = lay_out(answer, translations, shown=shown, whole=whole)
    room = MOST_UNITS - sum(size_of(block) for block in layout.head)
    groups = _grouped([*layout.articles, layout.foot], room)
    return tuple(joined([*layout.head, *group], to_markup) for group in groups)


def _grouped(parts: Iterable[Sequence[MessageBlock]], room: int) -> list[list[MessageBlock]]:
    """The parts in as few groups of at most ``room`` units as their order allows."""
    groups: list[list[MessageBlock]] = [[]]
    used = 0
    for part in parts:
        size = sum(size_of(block) for block in part)
        if groups[-1] and used + size > room:
            groups.append([])
            used = 0
        groups[-1].extend(part)
        used += size
    return groups
