"""Two or three sides beside each other: the name of each in bold, one quotation, its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from bot.model import Answer, Passage, Side
from bot.render.blocks import Layout, LineKind, MessageBlock
from bot.render.foot import PageRange, foot_lines
from bot.render.head import opened, question_line
from bot.render.quotes import quote, source_lines
from bot.render.translations import Translations
from bot.text.shorten import shorten

# What is quoted of each side at most, the wider first; with 1, the sentence that answers alone.
_ROOMS = (420, 240, 1)
_LONGEST_NAME = 80
_QUESTIONS = (200, 120, 60)

Part = tuple[MessageBlock, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """The passages of one article on a page, and the names of the sides that they tell."""

    names: tuple[str, ...]
    passages: tuple[Passage, ...]


def arrange_sides(answer: Answer, translations: Translations) -> Sequence[Layout]:
    """The pages: on the first each side with what answers it, on the others further passages."""
    pages = [_first_page(answer, translations)]
    start = answer.shown
    while start < len(answer.passages):
        page = _further_page(answer, start, translations)
        start += page.shown
        pages.append(page)
    return pages


def _first_page(answer: Answer, translations: Translations) -> Layout:
    told = _by_article(answer.passages[: answer.shown], answer.sides)
    missing = [side for side in answer.sides if not side.passages]
    parts = [_not_found(side, translations) for side in missing]
    return _fitted(answer, told, parts, 0, answer.shown, translations)


def _further_page(answer: Answer, start: int, translations: Translations) -> Layout:
    """As many further passages as one screen holds, one a side at most, one at least."""
    for count in range(min(len(answer.sides), len(answer.passages) - start), 0, -1):
        told = _by_article(answer.passages[start : start + count], answer.sides)
        layout = _fitted(answer, told, [], start, count, translations)
        if layout.is_one_screen:
            break
    return layout


def _fitted(  # noqa: PLR0913, PLR0917 -- what a page is made of
    answer: Answer,
    told: Sequence[_Told],
    rest: Sequence[Part],
    start: int,
    count: int,
    translations: Translations,
) -> Layout:
    """The page with quotations as wide as fit; the names of other reports give way last."""
    shown = PageRange(start, start + count, len(answer.passages))
    passages = answer.passages[start : start + count]
    foot = tuple(foot_lines(answer, passages, shown, translations))
    for most, with_others, room in product(_QUESTIONS, (True, False), _ROOMS):
        head = (question_line(answer, translations, most=most),)
        parts = [
            tuple(_blocks(each, before, room, translations, with_others))
            for before, each in zip((None, *told), told, strict=False)
        ]
        layout = Layout(head, (*parts, *rest), foot, count)
        if layout.is_one_screen:
            break
    return layout


def _blocks(
    told: _Told, before: _Told | None, room: int, translations: Translations, with_others: bool
) -> Iterator[MessageBlock]:
    """The quotations of an article under the name of their side, if that does not stand above."""
    if before is None or before.names != told.names:
        yield _heading(told.names)
    for passage in told.passages:
        yield MessageBlock(LineKind.QUOTE, quote(passage, most=room))
    for block in source_lines(told.passages, translations):
        if with_others or block.kind is not LineKind.ALSO:
            yield block


def _heading(names: Sequence[str]) -> MessageBlock:
    named = " · ".join(opened(shorten(name, _LONGEST_NAME, words=True)) for name in names)
    return MessageBlock(LineKind.HEADING, strong=named)


def _not_found(side: Side, translations: Translations) -> Part:
    return (
        _heading([side.name]),
        MessageBlock(LineKind.LINE, translations.say("archive.side_not_found")),
    )


def _by_article(passages: Sequence[Passage], sides: Sequence[Side]) -> list[_Told]:
    """The passages by their articles: sides that one article tells stand together."""
    articles: dict[str, list[Passage]] = {}
    for passage in passages:
        articles.setdefault(passage.paragraph.article.id, []).append(passage)
    return [_Told(_names(told, sides), tuple(told)) for told in articles.values()]


def _names(told: Sequence[Passage], sides: Sequence[Side]) -> tuple[str, ...]:
    """The sides of which the passages are: each is of those where it comes up first."""
    owners = [_owners(passage, sides) for passage in told]
    return tuple(side.name for side in sides if any(side in each for each in owners))


def _owners(passage: Passage, sides: Sequence[Side]) -> list[Side]:
    ranks = [(_rank(passage, side), side) for side in sides]
    found = [(rank, side) for rank, side in ranks if rank is not None]
    best = min((rank for rank, _ in found), default=0)
    return [side for rank, side in found if rank == best]


def _rank(passage: Passage, side: Side) -> int | None:
    """At which place a side has the paragraph of a passage, from 0; None where it has not."""
    wanted = passage.paragraph.article.id, passage.paragraph.number
    places = [(other.paragraph.article.id, other.paragraph.number) for other in side.passages]
    return places.index(wanted) if wanted in places else None
