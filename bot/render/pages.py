"""An answer in pages, each of them one bubble: what is on screen is what is sent, copied, opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.model import Answer, AnswerType, Form, Passage
from bot.render.blocks import Layout, LineKind, MessageBlock, to_html, to_plain
from bot.render.digest import MOST_LINES, MOST_UNDER_MONTHS
from bot.render.foot import PageRange, WayOn, with_ways_on
from bot.render.head import days_label
from bot.render.layout import ARRANGEMENTS, lay_out
from bot.render.translations import Translations

# As many can be leafed through.
MOST_PASSAGES = 30
DEFAULT_SHOWN = 3


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A page in blocks, and the passages that it tells, in the order of reading."""

    layout: Layout
    passages: tuple[Passage, ...] = ()

    @property
    def html(self) -> str:
        """The page as one message in Telegram's HTML."""
        return to_html(self.layout)

    @property
    def plain(self) -> str:
        """The page in plain text."""
        return to_plain(self.layout)


def to_pages(
    answer: Answer,
    translations: Translations,
    *,
    shown: int = DEFAULT_SHOWN,
    way_on: WayOn | None = None,
) -> tuple[MessagePage, ...]:
    """The answer in pages, the first of which is the answer itself; one at least.

    Each shows as many passages as one screen holds: of a list of events ten lines at most, else
    ``shown`` quotations. Together they show every passage once.

    Args:
        answer: What is told.
        translations: The language.
        shown: Quotations on a page at most.
        way_on: How readers without buttons go on; None for those who have buttons.
    """
    if answer.form in ARRANGEMENTS:
        pages = _arranged(answer, translations, shown, way_on)
    elif answer.answered:
        pages = list(_further(answer, list(answer.passages), 0, translations, shown, way_on))
    else:
        pages = []
    if not pages:
        pages = [MessagePage(lay_out(answer, (), PageRange(0, 0, 0), translations))]
    if "whole_article" in answer.notes:
        pages[-1] = _told_whole(pages[-1], translations)
    if answer.page > len(pages):
        pages[-1] = _ended(pages[-1], translations)
    return tuple(pages)


def _arranged(
    answer: Answer, translations: Translations, shown: int, way_on: WayOn | None
) -> list[MessagePage]:
    """What has an arrangement of its own, then its further reading."""
    layouts = ARRANGEMENTS[answer.form](answer, translations)
    pages: list[MessagePage] = []
    start = 0
    # Outlets are no passages, and are counted by themselves.
    total = len(answer.passages) or len(answer.outlets)
    for layout in layouts:
        stop = start + layout.shown
        foot = layout.foot
        if way_on:
            here = PageRange(start, stop, total)
            foot = with_ways_on(foot, answer, here, translations, way_on)
        page = replace(layout, foot=foot)
        pages.append(MessagePage(page, answer.passages[start:stop]))
        start = stop
    further = list(answer.passages[start:])
    return pages + list(_further(answer, further, start, translations, shown, way_on))


def _further(  # noqa: PLR0913, PLR0917 -- all but the last are what a page is made of
    answer: Answer,
    rest: list[Passage],
    start: int,
    translations: Translations,
    shown: int,
    way_on: WayOn | None,
) -> Iterator[MessagePage]:
    """The pages of the ``rest`` of the passages, before which ``start`` were told."""
    total = start + len(rest)
    while rest:
        most = _most_lines(answer, start) if answer.is_list else shown
        worth = rest if start else rest[: max(1, answer.shown)]
        chosen = _choose(answer, worth, most, translations)
        on_page = _narrowed(answer, tuple(chosen)) if start else answer
        layout = lay_out(on_page, chosen, PageRange(start, 0, total), translations, way_on)
        told = chosen[: layout.shown]
        yield MessagePage(layout, tuple(told))
        rest = [passage for passage in rest if all(passage is not other for other in told)]
        start += len(told)


def _most_lines(answer: Answer, start: int) -> int:
    """How many lines a page of a list has at most; under the months of a year fewer."""
    return MOST_UNDER_MONTHS if answer.months and not start else MOST_LINES


def _choose(
    answer: Answer, rest: Sequence[Passage], most: int, translations: Translations
) -> Sequence[Passage]:
    """The next passages, at most ``most``, those of an article together, those of a day, too."""
    chosen = rest[:most]
    if answer.is_list:
        return chosen
    articles: dict[str, list[Passage]] = {}
    for passage in chosen:
        articles.setdefault(passage.paragraph.article.id, []).append(passage)
    days = {name: days_label(told, translations) for name, told in articles.items()}
    labels = list(dict.fromkeys(days.values()))
    ordered = sorted(articles, key=lambda name: labels.index(days[name]))
    return [passage for name in ordered for passage in articles[name]]


def _narrowed(answer: Answer, passages: tuple[Passage, ...]) -> Answer:
    """The answer as if it had these ``passages`` alone, and had not been asked for one day."""
    kept = [note for note in answer.notes if note not in ("sources_differ", "weekday_conflict")]
    if any(mention.weekday_conflict for passage in passages for mention in passage.dates[:1]):
        kept.append("weekday_conflict")
    return replace(
        answer,
        query=replace(answer.query, answer_type=AnswerType.ANY),
        passages=passages,
        notes=tuple(kept),
        figures=(),
        claims=(),
        sides=(),
    )


def _told_whole(page: MessagePage, translations: Translations) -> MessagePage:
    """The page, told to be the end of the article."""
    end = MessageBlock(LineKind.FOOT, translations.say("foot.article_ends"))
    return replace(page, layout=replace(page.layout, foot=(end, *page.layout.foot)))


def _ended(page: MessagePage, translations: Translations) -> MessagePage:
    """The page, told to be the last to whoever asked for one more: before all that came before."""
    end = MessageBlock(LineKind.LINE, f"🔚 {translations.say('under.last_page')}")
    question, *rest = page.layout.head
    return replace(page, layout=replace(page.layout, head=(question, end, *rest)))


def open_page(answer: Answer, pages: Sequence[MessagePage]) -> int:
    """Which of its pages an answer is opened at, from 1; the last where it has fewer."""
    return min(answer.page, len(pages))


def first_page(
    answer: Answer,
    translations: Translations,
    *,
    shown: int = DEFAULT_SHOWN,
    way_on: WayOn | None = None,
) -> MessagePage:
    """The page at which the answer is opened."""
    pages = to_pages(answer, translations, shown=shown, way_on=way_on)
    return pages[open_page(answer, pages) - 1]


def page_of(passage: Passage, answer: Answer, translations: Translations) -> MessagePage:
    """The page that tells nothing but one ``passage`` of ``answer``."""
    told = replace(_narrowed(answer, (passage,)), shown=1, sources=1 + len(passage.also), events=1)
    form = Form.MATTER if told.form in ARRANGEMENTS else told.form
    query = replace(told.query, archive=None)
    alone = replace(told, query=query, by_day=told.by_day and form is not Form.MATTER, page=1)
    return to_pages(alone, translations)[0]
