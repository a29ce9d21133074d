"""Why there is no answer, how far the archive reaches, and what lies nearest."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model import Answer, Form, Span, Talk
from bot.render.blocks import LineKind, MessageBlock
from bot.render.foot import other_years, reach_line
from bot.render.head import listed
from bot.render.quotes import suggestion
from bot.render.translations import Translations

_MOST_LISTED = 4


def refusal_lines(answer: Answer, translations: Translations) -> Iterator[MessageBlock]:
    """Why there is no answer, how far the archive reaches, and what lies nearest."""
    reason = answer.reason or "no_match"
    yield _reason(answer, reason, translations)
    if answer.form is Form.TALK or reason == "empty_corpus":
        return
    yield MessageBlock(LineKind.LINE, reach_line(answer.reach, translations))
    if answer.nearest:
        days = " · ".join(translations.day(day) for day in answer.nearest[:_MOST_LISTED])
        yield MessageBlock(LineKind.LINE, translations.say("refusal.nearest", days=days))
    yield from other_years(answer, LineKind.LINE, translations)
    if reason in ("weak_match", "details_differ") and answer.passages:
        yield MessageBlock(LineKind.LINE, translations.say("refusal.perhaps"))
        yield from suggestion(answer.passages[0], translations)


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
