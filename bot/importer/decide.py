"""What is decided on an article's title, publisher and day, from what and how surely."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from bot.dates import find_mentions
from bot.errors import ArticleError
from bot.importer.boilerplate.body import ArticleBody
from bot.importer.boilerplate.datelines import find_dateline
from bot.importer.page import Certainty, Decision, Facts
from bot.model import DateMention, Granularity, Relation
from bot.text.analysis import analyze

T = TypeVar("T")
_PATH_DAY = re.compile(
    r"/(20\d\d)/(\d\d?)/(\d\d?)(?:/|$)|/(20\d\d)-(\d\d)-(\d\d)(?:/|-|$)|/(20\d\d)(\d\d)(\d\d)\d*(?:[-/]|$)"
)
_WEEKDAY = re.compile(
    r"(?i)(?:hari )?(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
# A weekday, and then figures in brackets or with a year.
_REPORT_DAY = re.compile(rf"{_WEEKDAY.pattern}\b.*?(?:\(\s?\d{{1,2}}/\d{{1,2}}|\d{{4}}|\d/\d\d$)")
_SPOKEN = re.compile(
    r"(?i)\b(?:kata|ujar|tutur|ungkap|jelas|ucap|terang|sebut|papar|menurut|said)\w*\b[^.]*$"
)
_NEAR = 2  # days; a bare weekday is of the week of an exact day that is not further off
_LONGEST_HEADLINE = 160
# The day of a report stands near its beginning; to look through a whole book for it takes a minute.
_LOOKED_AT = 20_000
_AGENCIES = {"antara", "antaranews"}


def tell(given: T | None, stated: T | None = None) -> Decision[T] | None:
    """What is given, else what the page states; None where neither says anything."""
    if given:
        return Decision(given, Certainty.GIVEN, "given")
    return Decision(stated, Certainty.STATED, "the page's metadata") if stated else None


def decide_title(given: Facts, stated: Facts, body: ArticleBody) -> Decision[str]:
    """The headline: as given, as the page states it, or the line above the body that fits it."""
    return tell(given.title, stated.title) or _choose_headline(body)


def _choose_headline(body: ArticleBody) -> Decision[str]:
    """The line above the body that shares most stems with it; of equals the nearest to it.

    Two shared stems make it likely; where it is the nearest line, one does; where it is the only
    one, none is needed.
    """
    told = set(analyze("\n".join(body.paragraphs)))
    lines = [line for line in body.above if _looks_like_headline(line)]
    if not lines:
        return Decision()
    shared = {line: len(set(analyze(line)) & told) for line in lines}
    best = max(reversed(lines), key=lambda line: shared[line])
    needed = 0 if len(lines) == 1 else 1 if best == lines[-1] else 2
    certainty = Certainty.LIKELY if shared[best] >= needed else Certainty.UNSURE
    return Decision(best, certainty, "the line above the story")


def _looks_like_headline(line: str) -> bool:
    return (
        3 <= len(line.split()) <= 30
        and len(line) <= _LONGEST_HEADLINE
        and not line.endswith((":", ","))
        and not re.search(r"\(\d{1,2}/\d", line)
    )


def decide_publisher(given: Facts, stated: Facts, body: ArticleBody) -> Decision[str]:
    """The outlet: as given, as the page states it, the host of its address, or its dateline.

    Raises:
        ArticleError: Its address is none.
    """
    if told := tell(given.publisher, stated.publisher):
        return told
    if host := _find_host(given.url or stated.url or ""):
        return Decision(host, Certainty.LIKELY, "the host of its address")
    for paragraph in body.paragraphs[:2]:
        dateline = find_dateline(paragraph)
        if dateline and dateline.outlet:
            is_sure = dateline.is_host or dateline.outlet.casefold() in _AGENCIES
            certainty = Certainty.LIKELY if is_sure else Certainty.UNSURE
            return Decision(dateline.outlet, certainty, f"the dateline {dateline.text!r}")
    return Decision()


def _find_host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        raise ArticleError("", "url", "an address", f"got {url!r:.60}") from None


def decide_published(given: Facts, stated: Facts, body: ArticleBody) -> Decision[date]:
    """The day of publication, from the surest that there is.

    In this order: given; the page's metadata; the path of its address; a line of its own; the
    dateline; a full date with its weekday in the body. Any other date is only proposed.
    """
    if told := tell(given.published, stated.published):
        return told
    if day := find_path_day(given.url or stated.url):
        return Decision(day, Certainty.STATED, "the path of its address")
    if body.stamps:
        stamp = body.stamps[0]
        return Decision(stamp.day, Certainty.STATED, f"a line of its own, {stamp.surface!r}")
    return _from_text(body)


def find_path_day(url: str | None) -> date | None:
    """The day in the path of an address.

    >>> find_path_day("https://contoh.id/2026/01/27/judul")
    datetime.date(2026, 1, 27)
    """
    match = _PATH_DAY.search(url or "")
    with suppress(ValueError):
        return date(*(int(part) for part in match.groups() if part)) if match else None
    return None


def _from_text(body: ArticleBody) -> Decision[date]:
    dateline = find_dateline(body.paragraphs[0])
    if dateline and dateline.day:
        for day in _days(dateline.text):
            return Decision(day.first, Certainty.STATED, f"the dateline {dateline.text!r}")
    # Captions speak of the day, too, but the body comes first.
    around = "\n".join([*body.above, *(piece.text for piece in body.left_out)])
    text = "\n".join(body.paragraphs)[:_LOOKED_AT] + "\n" + around[:_LOOKED_AT]
    days = _days(text)
    told = [day for day in days if _is_of_the_report(day, text)]
    if found := _from_weekday("\n".join(body.paragraphs[:2]), told, days):
        return found
    for day in told or days:
        certainty = Certainty.LIKELY if told else Certainty.UNSURE
        return Decision(day.first, certainty, f"the story, {day.surface!r}")
    return Decision()


def _from_weekday(
    lead: str, told: Sequence[DateMention], days: Sequence[DateMention]
) -> Decision[date] | None:
    """The day of a lead that names its weekday alone, as agencies do: "kata Suparman, Kamis.".

    It is of the week of an exact day in the body, where that is not more than two days off.
    """
    for near in told or days[:1]:
        for bare in find_mentions(lead, near.first):
            # The grammar counts back from its reference; the nearest may lie ahead of it.
            off = ((bare.first - near.first).days + 3) % 7 - 3
            if _is_apposed_weekday(lead, bare) and abs(off) <= _NEAR:
                why = f"the story, {bare.surface!r} near {near.surface!r}"
                return Decision(near.first + timedelta(days=off), Certainty.LIKELY, why)
    return None


def _is_apposed_weekday(text: str, mention: DateMention) -> bool:
    around = text[max(0, mention.start - 2) : mention.start], text[mention.stop : mention.stop + 1]
    is_apposed = around[0] == ", " and around[1] in {",", ".", ""}
    return is_apposed and _WEEKDAY.fullmatch(mention.surface) is not None


def _is_of_the_report(day: DateMention, text: str) -> bool:
    """Whether a day is written as reports write their own: "Selasa (20/1/2026)".

    The weekday must stand there and be right. A plan is none, unless it is the day on which
    somebody spoke of it: "akan dibuka, kata Silmy, Kamis (28/3/2024)".
    """
    if not _REPORT_DAY.search(day.surface) or day.weekday_conflict:
        return False
    spoken = _SPOKEN.search(text[max(0, day.start - 100) : day.start])
    return day.relation is Relation.AT and (not day.planned or spoken is not None)


def _days(text: str) -> list[DateMention]:
    """The single days that ``text`` names, counted from the last date in it that has a year."""
    dated = [mention for mention in find_mentions(text, None) if not mention.year_inferred]
    dated = [mention for mention in dated if re.search(r"\d{4}|/\d\d\b", mention.surface)]
    exact = [mention for mention in dated if mention.granularity <= Granularity.DAYS]
    if not dated:
        return []
    reference = max(mention.last for mention in exact or dated)
    return [
        mention
        for mention in find_mentions(text, reference)
        if mention.granularity is Granularity.DAY and re.search(r"\d", mention.surface)
    ]
