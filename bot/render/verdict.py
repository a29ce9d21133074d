"""Whether a text was reported: the text, the verdict in bold, what tells it, or what is nearest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from bot.model import Answer, Difference, JudgedClaim, Passage, Query, Verdict
from bot.render.blocks import Layout, LineKind, MessageBlock, bare_url, straight
from bot.render.foot import PageRange, count_sources, foot_lines
from bot.render.head import days_label, question_line
from bot.render.quotes import USUALLY_QUOTED, quote, source_lines
from bot.render.translations import Translations
from bot.text.shorten import shorten

_MARKS = {Verdict.REPORTED: "✅", Verdict.DIFFERS: "⚠️", Verdict.NOT_FOUND: "❌"}
# Characters of the text as it is repeated, and of each of its claims; the wider first.
_WIDTHS = ((160, 110), (110, 70), (70, 45))
# How many claims are listed, where more do not fit.
_LISTED = (5, 3, 1)
_ROOMS = (USUALLY_QUOTED, 240, 1)
_MOST_QUOTED, _MOST_SAME = 4, 2
_MOST_DIFFERENCES = 2
_LONGEST_HEADLINE = 60


class Sizes(NamedTuple):
    """Characters of the text and of each of its claims, and how many of these are listed."""

    text: int
    claim: int
    listed: int = _LISTED[0]


def arrange_verdict(answer: Answer, translations: Translations) -> tuple[Layout]:
    """The text and its verdict, then what tells it, as much as one screen holds.

    What is only near has no further pages.
    """
    layout = _first_that_fits(answer, translations)
    shown = layout.shown if answer.answered else len(answer.passages)
    return (replace(layout, shown=shown),)


def _first_that_fits(answer: Answer, translations: Translations) -> Layout:
    several = len(answer.claims) > 1
    told = any(claim.verdict is not Verdict.NOT_FOUND for claim in answer.claims)
    most = min(_MOST_QUOTED if several else _MOST_SAME, answer.shown) if told else 0
    for count in range(most, -1 if several or not told else 0, -1):
        for room in _ROOMS if count else _ROOMS[:1]:
            for widths in _WIDTHS:
                layout = _lay_out(answer, translations, count, room, Sizes(*widths))
                if layout.is_one_screen:
                    return layout
    for listed in _LISTED[1:]:
        layout = _lay_out(answer, translations, 0, 1, Sizes(*_WIDTHS[-1], listed))
        if layout.is_one_screen:
            break
    return layout


def _lay_out(
    answer: Answer, translations: Translations, count: int, room: int, sizes: Sizes
) -> Layout:
    passages = answer.passages[:count]
    head = [_asked(answer, translations, sizes.text), _verdict(answer, translations)]
    if len(answer.claims) > 1:
        head += _claim_lines(answer.claims, translations, sizes)
    if answer.verdict is Verdict.NOT_FOUND:
        head.append(MessageBlock(LineKind.LINE, _reach(answer, translations)))
        if answer.query.address:
            head.append(MessageBlock(LineKind.LINE, translations.say("verdict.unopened")))
    foot = list(_nearest(answer, translations)) if not passages else []
    if passages:
        shown = PageRange(0, count, len(answer.passages))
        foot += foot_lines(answer, passages, shown, translations)
    articles = tuple(_articles(passages, translations, room))
    return Layout(tuple(head), articles, tuple(foot), count)


def _asked(answer: Answer, translations: Translations, width: int) -> MessageBlock:
    """What is judged: a text in quotation marks with its day, a link without its scheme, a question."""
    query = answer.query
    if not query.is_text:
        return question_line(answer, translations)
    text = straight(query.question)
    if query.address:
        text = text.replace(query.address, _without_scheme(query.address, width))
    said = shorten(text.strip('"“” '), width, words=True)
    if query.cut and not said.endswith("…"):
        said += "…"
    shown = said if query.address and query.address == query.question else f"“{said}”"
    notes = ", ".join(_notes(query, translations))
    return MessageBlock(LineKind.QUESTION, f"🔎 {shown}", after=f" ({notes})" if notes else "")


def _without_scheme(address: str, width: int) -> str:
    return shorten(address.partition("://")[2] or address, width)


def _notes(query: Query, translations: Translations) -> Iterator[str]:
    """When it was forwarded, or else from when its "kemarin" counts; that it was cut."""
    if query.forwarded_on:
        day = translations.date_only(query.forwarded_on)
        yield translations.say("verdict.forwarded", day=day)
    elif any(not any(map(str.isdecimal, mention.surface)) for mention in query.asked.mentions):
        yield translations.say("verdict.from_today", day=translations.date_only(query.today))
    if query.cut:
        yield translations.say("verdict.cut")


def _verdict(answer: Answer, translations: Translations) -> MessageBlock:
    verdict = answer.verdict or Verdict.NOT_FOUND
    mark = f"{_MARKS[verdict]} "
    return MessageBlock(LineKind.HEADING, mark, _in_words(answer, verdict, translations))


def _in_words(answer: Answer, verdict: Verdict, translations: Translations) -> str:
    alike = [claim for claim in answer.claims if claim.verdict is verdict]
    if verdict is Verdict.REPORTED:
        if answer.query.address and len(answer.claims) == 1:
            return translations.say("verdict.in_archive")
        return translations.say(
            "verdict.reported", sources=count_sources(answer.sources, translations)
        )
    several = len(answer.claims) > 1
    if verdict is Verdict.DIFFERS and (not several or len(alike) == 1):
        return translations.say("verdict.differs", what=_apart(alike[0], translations))
    key = f"verdict.{verdict.value}_of" if several else f"verdict.{verdict.value}"
    return translations.say(key, count=len(alike), total=len(answer.claims))


def _apart(claim: JudgedClaim, translations: Translations) -> str:
    shown = claim.differences[:_MOST_DIFFERENCES]
    return "; ".join(_difference(each, translations) for each in shown)


def _difference(difference: Difference, translations: Translations) -> str:
    key = "verdict.otherwise" if difference.told else "verdict.untold"
    return translations.say(key, claimed=difference.claimed, told=difference.told)


def _claim_lines(
    claims: Sequence[JudgedClaim], translations: Translations, sizes: Sizes
) -> Iterator[MessageBlock]:
    """Each claim with its mark, the first few; where it differs, in what."""
    for claim in claims[: sizes.listed]:
        said = shorten(straight(claim.text).rstrip("."), sizes.claim, words=True)
        apart = f": {_apart(claim, translations)}" if claim.differences else ""
        yield MessageBlock(LineKind.LINE, f"{_MARKS[claim.verdict]} “{said}”{apart}")
    if (more := len(claims) - sizes.listed) > 0:
        yield MessageBlock(LineKind.LINE, translations.say("verdict.more", count=more))


def _reach(answer: Answer, translations: Translations) -> str:
    """That the archive alone was asked, and how far it reaches."""
    reach = answer.reach
    if not (reach.first and reach.last):
        return translations.say("verdict.no_proof_undated", articles=reach.articles)
    days = translations.date_range(reach.first, reach.last)
    return translations.say("verdict.no_proof", articles=reach.articles, days=days)


def _nearest(answer: Answer, translations: Translations) -> Iterator[MessageBlock]:
    """The article that is nearest to what was not found: day, headline or first words, outlet."""
    for passage in answer.passages[:1]:
        article = passage.paragraph.article
        words = straight(article.title or " ".join(article.paragraphs[0].split()))
        day = translations.date_only(article.published) if article.published else ""
        parts = [part for part in (day, shorten(words, _LONGEST_HEADLINE, words=True)) if part]
        near = translations.say("verdict.nearest", what=" · ".join(parts))
        yield MessageBlock(
            LineKind.LINE,
            f"{near} · ",
            link=bare_url(article.url) if article.url else "",
            linked=straight(article.publisher),
        )


def _articles(
    passages: Sequence[Passage], translations: Translations, room: int
) -> Iterator[tuple[MessageBlock, ...]]:
    """The day of each article, where it is another one, its quotations, then its source."""
    day = ""
    for _, group in groupby(passages, key=lambda passage: passage.paragraph.article.id):
        told = list(group)
        label = days_label(told[:1], translations)
        days = [MessageBlock(LineKind.DAY, label)] if label and label != day else []
        day = label or day
        quotes = [MessageBlock(LineKind.QUOTE, quote(each, most=room)) for each in told]
        yield (*days, *quotes, *source_lines(told, translations))
