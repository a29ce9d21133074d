"""What stands at the top of a bubble: the question as it was read, and one bold line of days."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Answer, ArchiveQuestion, FollowUp, Form, Passage, Query
from bot.render.blocks import LineKind, MessageBlock, straight
from bot.render.translations import Translations
from bot.text.shorten import shorten

_LONGEST_QUESTION = 200
# What a line that says how a question was read has at least for what it goes on from.
_SHORTEST_SUBJECT = 60
_MOST_LISTED = 4
_LONGEST_MATTER = 60
# How a list that the archive itself was asked for is headed.
_LISTED = {
    ArchiveQuestion.TIMELINE: ("🗓", "archive.timeline"),
    ArchiveQuestion.COUNT: ("🗂", "archive.articles"),
    ArchiveQuestion.NEWEST: ("🗞", "archive.latest"),
}


def head_lines(
    answer: Answer, passages: Sequence[Passage], translations: Translations
) -> tuple[MessageBlock, ...]:
    """The question as it was read, then one bold line of days where there are any."""
    days = heading(answer, passages, translations)
    return (question_line(answer, translations), *([days] if days else []))


def question_line(
    answer: Answer, translations: Translations, *, most: int = _LONGEST_QUESTION
) -> MessageBlock:
    """What was typed and how it was read: "❓ kalau tanggal 17? → donor darah, 17 Januari 2023"."""
    query = answer.query
    asked = shorten(query.question, most)
    read = read_as(query, translations, most=most - len(asked))
    after = "" if read is None else f" → {read}"
    if query.corrections:
        meant = ", ".join(query.corrections.values())
        after += f" ({translations.say('answer.reading', pairs=meant)})"
    return MessageBlock(LineKind.QUESTION, f"❓ {asked}", after=after)


def read_as(query: Query, translations: Translations, *, most: int | None = None) -> str | None:
    """What a question that goes on from another was read as; None for one that stands alone.

    It is what that was, in ``most`` characters or a few more, then the days that are asked for now.
    """
    if query.subject is None:
        return None
    # Where days were moved, what is gone on from does not name them itself.
    moved = query.follow_up is not FollowUp.OPEN and not any(
        mention.surface in query.subject for mention in query.asked.mentions
    )
    spans = query.asked.spans if moved else ()
    days = listed([translations.short_days(span) for span in spans])
    if days and query.asked.outside:
        days = translations.say("answer.outside", days=days)
    subject = query.subject.rstrip(" ?")
    if most is not None:
        subject = shorten(subject, max(_SHORTEST_SUBJECT, most - len(days)), words=True)
    return ", ".join(part for part in (subject, days) if part)


def heading(
    answer: Answer, passages: Sequence[Passage], translations: Translations
) -> MessageBlock | None:
    """The one bold line: the days asked for, or the day of what is told first."""
    if "sources_differ" in answer.notes:
        return _contrary_heading(answer, translations)
    if answer.query.archive in _LISTED:
        return _archive_heading(answer, answer.query.archive, translations)
    if "published_only" in answer.notes:
        said = translations.say("refusal.nothing_on_date", it="\0").split("\0")
        return MessageBlock(LineKind.LINE, said[0], days_asked(answer, translations), said[1])
    if answer.query.asked.spans and not answer.query.asked.outside:
        return _asked_heading(answer, passages, translations)
    return _found_heading(answer, passages, translations)


def _archive_heading(
    answer: Answer, kind: ArchiveQuestion, translations: Translations
) -> MessageBlock:
    """What is listed of the archive, on which matter, and of which days it is."""
    counts = kind is ArchiveQuestion.COUNT
    mark, key = _LISTED[kind]
    title = count_articles(answer.sources, translations) if counts else translations.say(key)
    on = shorten(answer.query.matter, _LONGEST_MATTER, words=True)
    strong = " · ".join(part for part in (title, on) if part)
    if kind is ArchiveQuestion.NEWEST:
        days = translations.say("archive.by_publication")
    else:
        days = translations.date_range(*answer.days) if answer.days else ""
    return MessageBlock(LineKind.HEADING, f"{mark} ", strong, f" · {days}" if days else "")


def count_articles(count: int, translations: Translations) -> str:
    """So many articles, in words."""
    return translations.say("archive.articles" if count != 1 else "archive.article", count=count)


def _contrary_heading(answer: Answer, translations: Translations) -> MessageBlock:
    """All figures or days that the sources tell, whatever one screen holds of them."""
    if answer.figures:
        told = translations.one_of(answer.figures)
        return MessageBlock(LineKind.HEADING, "⚠️ ", translations.say("answer.differ", days=told))
    contrary = answer.passages[: answer.shown]
    days = translations.alternatives(p.dates[0].first for p in contrary if p.dates)
    return MessageBlock(LineKind.HEADING, "📅 ", translations.say("answer.differ", days=days))


def _asked_heading(
    answer: Answer, passages: Sequence[Passage], translations: Translations
) -> MessageBlock:
    asked = days_asked(answer, translations)
    if is_by_publication(answer):
        published = translations.say("answer.published", day=asked)
        return MessageBlock(LineKind.HEADING, "🗞 ", opened(published))
    # Passages of other days than the heading's say themselves what is planned.
    asked_for = [passage for passage in passages if passage.hit.dates]
    named = {translations.days(p.dates[0].span) for p in asked_for if p.dates}
    planned = planned_mark(asked_for, translations) if named <= {asked} else ""
    return MessageBlock(
        LineKind.HEADING, "📅 ", opened(asked), planned + _events_mark(answer, translations)
    )


def _found_heading(
    answer: Answer, passages: Sequence[Passage], translations: Translations
) -> MessageBlock | None:
    """The outlets asked for, or the day of what is told first, or that of its publication."""
    if is_by_publication(answer):
        outlets = dict.fromkeys(straight(p.citation.publisher) for p in answer.passages)
        return MessageBlock(LineKind.HEADING, "🗞 ", listed(list(outlets)))
    article = passages[0].paragraph.article.id
    told = [each for each in passages if each.paragraph.article.id == article]
    if days := _days_of(told, translations):
        return MessageBlock(LineKind.HEADING, "📅 ", days, planned_mark(told, translations))
    if answer.is_list:
        return None
    published = passages[0].citation.published
    if published is None:
        return MessageBlock(LineKind.HEADING, "📅 ", translations.say("answer.undated"))
    said = translations.say("answer.published", day=translations.day(published))
    return MessageBlock(LineKind.HEADING, "🗞 ", opened(said))


def days_asked(answer: Answer, translations: Translations) -> str:
    """The asked days in words, the first few of many."""
    return listed([translations.days(span) for span in answer.query.asked.spans])


def is_by_publication(answer: Answer) -> bool:
    """Whether it tells what was published in the asked days, not what happened in them."""
    return answer.by_day and answer.query.reports and not any(p.hit.dates for p in answer.passages)


def day_told(answer: Answer, head: Sequence[MessageBlock], translations: Translations) -> str:
    """The label of the day that the lines of ``head`` tell already; "" where they tell none."""
    if answer.query.asked.spans and is_by_publication(answer):
        return f"📅 {opened(days_asked(answer, translations))}"
    mark = _events_mark(answer, translations)
    return head[-1].text.removesuffix(mark) if len(head) > 1 else ""


def _events_mark(answer: Answer, translations: Translations) -> str:
    """How much happened: of days always where it is more than one, of a list on how many dates."""
    if not answer.by_day or answer.events < 2 or answer.form not in (Form.DAY, Form.DIGEST):
        return ""
    told = translations.say("answer.events", count=answer.events)
    on = translations.say("answer.on_dates", count=answer.event_dates)
    return f" · {told}" + (f" {on}" if answer.event_dates > 1 else "")


def planned_mark(passages: Sequence[Passage], translations: Translations) -> str:
    """That all of the passages that name a day are of something planned; else nothing."""
    dated = [passage for passage in passages if passage.told_day and not passage.published_only]
    planned = [bool(passage.told_day and passage.told_day.planned) for passage in dated]
    return f" · {translations.say('answer.planned')}" if planned and all(planned) else ""


def days_label(told: Sequence[Passage], translations: Translations) -> str:
    """The days of an article's passages, as they stand before it; "" where none is known."""
    first = told[0]
    if first.published_only:
        reported = translations.say("answer.reported_that_day")
        days = [translations.days(mention.span) for mention in first.dates[:1]]
        events = [translations.say("answer.event", days=it) for it in days]
        return f"🗞 {', '.join([reported, *events])}:"
    days_told = _days_of(told, translations)
    return f"📅 {days_told}{planned_mark(told, translations)}" if days_told else ""


def _days_of(told: Sequence[Passage], translations: Translations) -> str:
    """The days of these passages in words, in the order of the calendar."""
    days = sorted(
        (each.told_day for each in told if each.told_day), key=lambda day: (day.first, day.last)
    )
    spans = dict.fromkeys(day.span for day in days)
    return opened("; ".join(map(translations.days, spans)))


def listed(parts: Sequence[str]) -> str:
    """The first few of the parts, each once."""
    shown = list(dict.fromkeys(parts))
    return ", ".join(shown[:_MOST_LISTED]) + (", …" if len(shown) > _MOST_LISTED else "")


def opened(text: str) -> str:
    """``text`` as a line begins."""
    return text[:1].upper() + text[1:]
