"""Why there is no answer, how far the archive reaches, and what lies nearest."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model import Answer, DateMatch, Form, Passage, Span, Talk
from bot.render.blocks import LineKind, MessageBlock, bare_url, straight
from bot.render.digest import first_words
from bot.render.foot import other_years, reach_line
from bot.render.head import listed
from bot.render.quotes import suggestion
from bot.render.translations import Translations
from bot.text.shorten import shorten

# Of these, what was found first may be suggested.
_SUGGESTING = ("weak_match", "details_differ", "not_told", "not_told_of", "asks_for_text")
_WIDTH = 60
_LONGEST_TITLE = 80


def refusal_lines(answer: Answer, translations: Translations) -> Iterator[MessageBlock]:
    """Why there is no answer, what lies nearest, and how far the archive reaches."""
    reason = answer.reason or "no_match"
    yield _reason(answer, reason, translations)
    if answer.form is Form.TALK or reason == "empty_corpus":
        return
    yield from other_years(answer, LineKind.LINE, translations)
    if reason in _SUGGESTING and answer.passages and _is_of_asked_time(answer):
        said = "refusal.material" if reason == "asks_for_text" else "refusal.perhaps"
        yield MessageBlock(LineKind.LINE, translations.say(said))
        yield from suggestion(answer.passages[0], translations)
    elif answer.near:
        yield nearest_line(answer.near, translations)
    elif answer.newest:
        yield newest_line(answer.newest, translations)
    yield MessageBlock(LineKind.FOOT, reach_line(answer.reach, translations))


def _is_of_asked_time(answer: Answer) -> bool:
    """Whether what was found first may be suggested: it is of no other days than were asked for."""
    return any(p.hit.dating is not DateMatch.OTHERWISE for p in answer.passages[:1])


def nearest_line(near: Passage, translations: Translations) -> MessageBlock:
    """A day that has something: the day, the headline or first words, the outlet with its link."""
    day = translations.short_days(near.told_day.span) if near.told_day else ""
    words = shorten(straight(near.citation.title or first_words(near)), _WIDTH, words=True)
    before = translations.say("refusal.nearest", days=" · ".join([day, words] if day else [words]))
    citation = near.citation
    return MessageBlock(
        LineKind.LINE,
        f"{before} · ",
        link=bare_url(citation.url) if citation.url else "",
        linked=straight(citation.publisher),
    )


def newest_line(newest: Passage, translations: Translations) -> MessageBlock:
    """The newest article: its headline or first words, the day, the outlet with its link."""
    citation = newest.citation
    told = [shorten(straight(citation.title or first_words(newest)), _LONGEST_TITLE, words=True)]
    if citation.published:
        day = translations.date_only(citation.published)
        told.append(translations.say("answer.published", day=day))
    return MessageBlock(
        LineKind.LINE,
        translations.say("archive.newest", it=" · ".join(told)),
        link=bare_url(citation.url) if citation.url else "",
        linked=straight(citation.publisher),
    )


def _reason(answer: Answer, reason: str, translations: Translations) -> MessageBlock:
    spans = answer.query.asked.spans
    if reason == "nothing_on_date" and any(None in (span.first, span.last) for span in spans):
        reason = "nothing_then"
    asked = listed([translations.days(span) for span in spans or (Span(None, None),)])
    values: dict[str, str] = {
        "nothing_on_date": asked,
        "nothing_then": asked,
        "impossible_date": listed(answer.query.asked.impossible),
        "details_differ": ", ".join(answer.missing),
        "not_told": translations.say(f"kind.{answer.query.answer_type}"),
        "not_told_of": ", ".join(answer.missing),
        **dict.fromkeys((Talk.GREETING, Talk.ELSEWHERE), _example(answer, translations)),
    }
    if reason not in values:
        return MessageBlock(LineKind.LINE, translations.say(f"refusal.{reason}"))
    before, after = translations.say(f"refusal.{reason}", it="\0").split("\0")
    return MessageBlock(LineKind.LINE, before, values[reason], after)


def _example(answer: Answer, translations: Translations) -> str:
    """A day that can be asked for."""
    day, *_ = (*answer.nearest, answer.query.today)
    return translations.date_only(day)
