"""What stands at the foot of a bubble: what is odd about the days, and one line that counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model import Answer, Form, Passage, Reach
from bot.render.blocks import LineKind, MessageBlock
from bot.render.head import listed
from bot.render.translations import Translations
from bot.text.language import find_language


@dataclass(frozen=True, slots=True)
class WayOn:
    """How a reader without buttons goes on: by a reply, or where none reaches the bot, by its name.

    Attributes:
        bot: The bot's name where replies do not reach it, as in guest mode; else "".
        number: The number of the answer there.
    """

    bot: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class PageRange:
    """The passages of a page among all ``total`` of an answer: ``start`` from 0 up to ``stop``."""

    start: int
    stop: int
    total: int

    @property
    def rest(self) -> int:
        """How many follow."""
        return self.total - self.stop


def foot_lines(
    answer: Answer,
    passages: Sequence[Passage],
    shown: PageRange,
    translations: Translations,
    way_on: WayOn | None = None,
) -> Iterator[MessageBlock]:
    """What is odd about the days, then the one line that counts and says how to go on.

    Args:
        answer: What is told.
        passages: Those of the page.
        shown: Which they are among all.
        translations: The language.
        way_on: How to go on where there are no buttons; None where there are.
    """
    for note in ("asked_weekday", "weekday_conflict"):
        if note in answer.notes:
            yield MessageBlock(LineKind.FOOT, translations.say(f"answer.{note}"))
    yield from other_years(answer, LineKind.FOOT, translations)
    if answer.query.asked.impossible:
        dates = listed(answer.query.asked.impossible)
        yield MessageBlock(LineKind.FOOT, translations.say("refusal.impossible_date", it=dates))
    told = [_counted(answer, passages, shown, translations)]
    if way_on:
        told += _ways_on(answer, shown, translations, way_on)
    yield MessageBlock(LineKind.FOOT, " · ".join(told))


def other_years(
    answer: Answer, kind: LineKind, translations: Translations
) -> Iterator[MessageBlock]:
    """The other years of the asked day; nothing where there are none."""
    if answer.other_years:
        years = ", ".join(map(str, answer.other_years))
        yield MessageBlock(kind, translations.say("answer.other_years", years=years))


def _counted(
    answer: Answer, passages: Sequence[Passage], shown: PageRange, translations: Translations
) -> str:
    """What is counted: on the first page events and sources, on others the passages."""
    if shown.start:
        key = "lines" if answer.is_list else "quotes"
        if shown.stop - shown.start == 1:
            key += "_one"
        first, last = shown.start + 1, shown.stop
        return translations.say(f"foot.{key}", first=first, last=last, total=shown.total)
    kind = "foot.headlines" if answer.is_list else _kind_of_quotes(passages, translations)
    return f"{translations.say(kind)} · {_counts(answer, passages, translations)}"


def _kind_of_quotes(passages: Sequence[Passage], translations: Translations) -> str:
    """The text that says what is quoted, and in which language where that is another."""
    languages = {find_language(passage.paragraph.text) for passage in passages}
    foreign = languages - {translations.language}
    if not foreign:
        return "foot.quoted"
    return f"foot.quoted_{min(foreign)}" if foreign == languages else "foot.quoted_partly"


def _counts(answer: Answer, passages: Sequence[Passage], translations: Translations) -> str:
    sources = count_sources(answer.sources, translations)
    if answer.is_list:
        return sources
    if answer.form is Form.DAY and answer.events > 1:
        return f"{translations.say('foot.events', count=answer.events)}, {sources}"
    shown = len({passage.paragraph.article.id for passage in passages})
    shown += sum(len(passage.also) for passage in passages)
    if shown < answer.sources:
        return translations.say("foot.sources_some", shown=shown, total=answer.sources)
    return sources


def count_sources(count: int, translations: Translations) -> str:
    """So many sources, in words."""
    return translations.say("foot.sources" if count != 1 else "foot.source", count=count)


def with_ways_on(
    foot: tuple[MessageBlock, ...],
    answer: Answer,
    shown: PageRange,
    translations: Translations,
    way_on: WayOn,
) -> tuple[MessageBlock, ...]:
    """The foot of a page with what it says to readers without buttons; an empty one as it is."""
    if not foot:
        return foot
    *others, last = foot
    said = " · ".join([last.text, *_ways_on(answer, shown, translations, way_on)])
    return (*others, MessageBlock(LineKind.FOOT, said))


def _ways_on(
    answer: Answer, shown: PageRange, translations: Translations, way_on: WayOn
) -> Iterator[str]:
    named = "_named" if way_on.bot else ""
    values = {"bot": way_on.bot, "number": way_on.number, "count": shown.rest}
    if shown.rest:
        yield translations.say(f"foot.more{named}", **values)
    elif not way_on.bot and answer.passages and "whole_article" not in answer.notes:
        yield translations.say("foot.open" if answer.is_list else "foot.whole")
    if answer.outside and answer.query.asked.spans:
        days = listed([translations.short_days(span) for span in answer.query.asked.spans])
        yield translations.say("foot.outside", count=answer.outside, days=days)


def reach_line(reach: Reach, translations: Translations) -> str:
    """How far the archive reaches, in words."""
    if not reach.articles:
        return translations.say("refusal.empty_corpus")
    if not (reach.first and reach.last):
        return translations.say("refusal.reach_undated", articles=reach.articles)
    days = translations.date_range(reach.first, reach.last)
    return translations.say("refusal.reach", articles=reach.articles, days=days)
