"""What an archive holds: how many articles from when to when, and its outlets, ten a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model import Answer, ArchiveQuestion, OutletCount
from bot.render.blocks import Layout, LineKind, MessageBlock, straight
from bot.render.head import count_articles, question_line
from bot.render.refusals import newest_line
from bot.render.translations import Translations
from bot.text.shorten import shorten

_OUTLETS_A_PAGE = 10
_LONGEST_OUTLET = 60


def arrange_archive(answer: Answer, translations: Translations) -> Sequence[Layout]:
    """The pages of an answer that counts; none where reports are listed, as in any digest."""
    if answer.passages:
        return ()
    if answer.query.archive is ArchiveQuestion.OUTLETS:
        return tuple(_outlet_pages(answer, translations))
    lines = tuple(_holdings(answer, translations))
    return (Layout((question_line(answer, translations), *lines[:1]), (lines[1:],), ()),)


def _holdings(answer: Answer, translations: Translations) -> Iterator[MessageBlock]:
    """How many articles there are, from when to when, and which is the newest."""
    articles = count_articles(answer.reach.articles, translations)
    outlets = count_outlets(len(answer.outlets), translations)
    held = translations.say("archive.held", articles=articles, outlets=outlets)
    yield MessageBlock(LineKind.HEADING, "🗂 ", held)
    yield MessageBlock(LineKind.LINE, _published(answer, translations))
    if answer.newest:
        yield newest_line(answer.newest, translations)


def _published(answer: Answer, translations: Translations) -> str:
    reach = answer.reach
    if not (reach.first and reach.last):
        return translations.say("archive.undated_all")
    days = translations.date_range(reach.first, reach.last)
    if not reach.undated:
        return translations.say("archive.published", days=days)
    return translations.say("archive.published_some", days=days, undated=reach.undated)


def _outlet_pages(answer: Answer, translations: Translations) -> Iterator[Layout]:
    outlets = answer.outlets
    for start in range(0, len(outlets), _OUTLETS_A_PAGE):
        listed = outlets[start : start + _OUTLETS_A_PAGE]
        counted = translations.say(
            "archive.outlets_of", first=start + 1, last=start + len(listed), total=len(outlets)
        )
        yield Layout(
            (question_line(answer, translations), _outlets_heading(answer, translations)),
            (tuple(_outlet_line(each, translations) for each in listed),),
            (MessageBlock(LineKind.FOOT, counted),),
            shown=len(listed),
        )


def _outlets_heading(answer: Answer, translations: Translations) -> MessageBlock:
    outlets = count_outlets(len(answer.outlets), translations)
    articles = count_articles(answer.reach.articles, translations)
    return MessageBlock(LineKind.HEADING, "🗂 ", outlets, f" · {articles}")


def _outlet_line(each: OutletCount, translations: Translations) -> MessageBlock:
    name = shorten(straight(each.outlet), _LONGEST_OUTLET, words=True)
    return MessageBlock(LineKind.LINE, f"{name} · {count_articles(each.articles, translations)}")


def count_outlets(count: int, translations: Translations) -> str:
    """So many outlets, in words."""
    return translations.say("archive.outlets" if count != 1 else "archive.outlet", count=count)
