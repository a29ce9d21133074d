"""From an answer to text: Telegram's HTML messages, plain text, and the blocks under both.

An answer is laid out once, as blocks; a renderer only dresses them. So nothing is escaped before
the last moment, and a long answer is parted between passages, never inside markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.model import Answer, AnswerType, Form, Passage, Query, Reach, Span, Talk
from bot.render.blocks import (
    LineKind,
    MessageBlock,
    blocks_to_text,
    joined,
    size_of,
    to_markup,
)
from bot.render.digest import MOST_LINES, WIDTHS, digest_lines
from bot.render.quotes import USUALLY_QUOTED, quote, source_lines, suggestion, unshortened
from bot.render.translations import Translations
from bot.text.shorten import shorten

# Telegram refuses more than 4,096 UTF-16 units after parsing; the rest is a safety margin.
MOST_UNITS = 3900
DEFAULT_SHOWN = 3
_LONGEST_QUESTION = 200
# What a line that says how a question was read has at least for what it goes on from.
_SHORTEST_SUBJECT = 60
# One bubble, one screen of a telephone, in visible characters: less where one article has it all.
_SCREEN, _SCREEN_OF_ONE = 1000, 900
# What is quoted at most from the best passage and from each other, the wider first; with 1, nothing
# but the sentence that answers.
_ROOMS = ((USUALLY_QUOTED, USUALLY_QUOTED), (420, 240), (240, 240), (420, 1), (240, 1), (1, 1))
_MOST_LISTED = 4
_MOST_QUOTED_EVENTS = 2

Blocks = Iterable[MessageBlock]
Rooms = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """An answer in blocks: what opens every message, the articles, what closes the last one.

    Attributes:
        articles: For each article its quotations, closed by its source.
        shown: How many passages are quoted.
    """

    head: tuple[MessageBlock, ...]
    articles: tuple[tuple[MessageBlock, ...], ...]
    foot: tuple[MessageBlock, ...]
    shown: int = 0

    @property
    def blocks(self) -> tuple[MessageBlock, ...]:
        """All blocks in the order of reading."""
        return (*self.head, *(block for part in self.articles for block in part), *self.foot)

    @property
    def is_one_screen(self) -> bool:
        """Whether a telephone shows it without scrolling."""
        most = _SCREEN if len(self.articles) > 1 else _SCREEN_OF_ONE
        return len(joined(self.blocks, lambda block: block.text)) <= most


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
    if not answer.answered:
        # Nobody needs to read "ok" again.
        head = () if answer.query.talk else (_question(answer, translations),)
        return Layout(head, (), tuple(_refusal(answer, translations)))
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


def is_list(answer: Answer) -> bool:
    """Whether it is told in lines, an event each: a month of one or two is quoted."""
    return answer.form is Form.DIGEST and answer.events > _MOST_QUOTED_EVENTS


def _digest(answer: Answer, translations: Translations, first: int) -> Layout:
    """A line an event, as many as one screen holds; words are cut short before a line goes."""
    most = min(MOST_LINES, answer.shown)
    spans = answer.query.asked.spans
    head = [_question(answer, translations)]
    if heading := _heading(answer, answer.passages[:most], translations):
        head.append(heading)
    foot = tuple(_foot(answer, answer.passages[:most], translations))
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
    heading = _heading(answer, passages, translations)
    head = [_question(answer, translations), *([heading] if heading else [])]
    articles = _articles(passages, _days_told(answer, heading, translations), translations, rooms)
    if "whole_address" in answer.notes:
        articles = (tuple(map(unshortened, blocks)) for blocks in articles)
    foot = tuple(_foot(answer, passages, translations))
    return Layout(tuple(head), tuple(articles), foot, len(passages))


def _articles(
    passages: Sequence[Passage], day: str, translations: Translations, rooms: Rooms
) -> Iterable[tuple[MessageBlock, ...]]:
    """The quotations of each article, then its source; a day stands where it changes."""
    for _, group in groupby(passages, key=lambda passage: passage.paragraph.article.id):
        blocks: list[MessageBlock] = []
        told = list(group)
        for passage in told:
            label = _label(passage, translations)
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


def reach_line(reach: Reach, translations: Translations) -> str:
    """How far the archive reaches, in words."""
    if not reach.articles:
        return translations.say("refusal.empty_corpus")
    if not (reach.first and reach.last):
        return translations.say("refusal.reach_undated", articles=reach.articles)
    days = translations.date_range(reach.first, reach.last)
    return translations.say("refusal.reach", articles=reach.articles, days=days)


def _question(answer: Answer, translations: Translations) -> MessageBlock:
    """What was typed and how it was read: "❓ kalau tanggal 17? → donor darah, 17 Januari 2023"."""
    query = answer.query
    asked = shorten(query.question, _LONGEST_QUESTION)
    read = read_as(query, translations, most=_LONGEST_QUESTION - len(asked))
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
    moved = not any(mention.surface in query.subject for mention in query.asked.mentions)
    spans = query.asked.spans if moved else ()
    days = _listed([translations.short_days(span) for span in spans])
    subject = query.subject.rstrip(" ?")
    if most is not None:
        subject = shorten(subject, max(_SHORTEST_SUBJECT, most - len(days)), words=True)
    return ", ".join(part for part in (subject, days) if part)


def _heading(
    answer: Answer, passages: Sequence[Passage], translations: Translations
) -> MessageBlock | None:
    """The one bold line: the days asked for, or the one day that was found.

    Over passages of several days it would speak for all of them; there each has its own.
    """
    if "sources_differ" in answer.notes:
        days = sorted({passage.dates[0].first for passage in passages if passage.dates})
        joined = f" {translations.say('answer.and')} ".join(map(translations.date_only, days))
        return MessageBlock(LineKind.HEADING, "📅 ", translations.say("answer.differ", days=joined))
    if answer.query.asked.spans:
        days_asked = _days_asked(answer, translations)
        if _is_by_publication(answer):
            published = translations.say("answer.published", day=days_asked)
            return MessageBlock(LineKind.HEADING, "🗞 ", _opened(published))
        # Passages of other days than the heading's say themselves what is planned.
        asked_for = [p for p in passages if p.hit.dates]
        named = {translations.days(p.dates[0].span) for p in asked_for if p.dates}
        planned = _planned_mark(asked_for, translations) if named <= {days_asked} else ""
        mark = planned + _dates_mark(answer, len(passages), translations)
        return MessageBlock(LineKind.HEADING, "📅 ", _opened(days_asked), mark)
    labels = {_label(passage, translations) for passage in passages}
    if passages[0].dates and (len(labels) == 1 or answer.query.answer_type is AnswerType.DATE):
        day = _opened(translations.days(passages[0].dates[0].span))
        marked = _planned_mark(passages[:1], translations)
        return MessageBlock(LineKind.HEADING, "📅 ", day, marked)
    return None


def _days_asked(answer: Answer, translations: Translations) -> str:
    return _listed([translations.days(span) for span in answer.query.asked.spans])


def _is_by_publication(answer: Answer) -> bool:
    """Whether it tells what was published in the asked days, not what happened in them."""
    return answer.by_day and answer.query.reports and not any(p.hit.dates for p in answer.passages)


def _days_told(answer: Answer, heading: MessageBlock | None, translations: Translations) -> str:
    """The label of the day that the heading tells; nothing where it tells none."""
    if heading and answer.query.asked.spans and _is_by_publication(answer):
        return f"📅 {_opened(_days_asked(answer, translations))}"
    return heading.text if heading else ""


def _listed(parts: Sequence[str]) -> str:
    shown = list(dict.fromkeys(parts))
    return ", ".join(shown[:_MOST_LISTED]) + (", …" if len(shown) > _MOST_LISTED else "")


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]


def _dates_mark(answer: Answer, shown: int, translations: Translations) -> str:
    """How much happened: of a digest always, else on how many dates, where more than is shown."""
    if is_list(answer):
        told = translations.say("answer.events", count=answer.events)
        on = translations.say("answer.on_dates", count=answer.event_dates)
        return f" · {told}" + (f" {on}" if answer.event_dates > 1 else "")
    if answer.event_dates <= shown:
        return ""
    return f" · {translations.say('answer.event_dates', count=answer.event_dates)}"


def _planned_mark(passages: Sequence[Passage], translations: Translations) -> str:
    planned = [bool(p.dates) and p.dates[0].planned and not p.published_only for p in passages]
    return f" · {translations.say('answer.planned')}" if planned and all(planned) else ""


def _label(passage: Passage, translations: Translations) -> str:
    """The day of a passage, as it stands before it where the heading says another."""
    if passage.published_only:
        reported = f"🗞 {translations.say('answer.reported_that_day')}"
        days = [translations.days(mention.span) for mention in passage.dates[:1]]
        return " · ".join([reported, *(translations.say("answer.event", days=it) for it in days)])
    if not passage.dates:
        return ""
    planned = _planned_mark([passage], translations)
    return f"📅 {_opened(translations.days(passage.dates[0].span))}{planned}"


def _foot(answer: Answer, passages: Sequence[Passage], translations: Translations) -> Blocks:
    for note in ("asked_weekday", "weekday_conflict"):
        if note in answer.notes:
            yield MessageBlock(LineKind.FOOT, translations.say(f"answer.{note}"))
    yield from _other_years(answer, LineKind.FOOT, translations)
    if answer.query.asked.impossible:
        dates = _listed(answer.query.asked.impossible)
        yield MessageBlock(LineKind.FOOT, translations.say("refusal.impossible_date", it=dates))
    yield MessageBlock(LineKind.FOOT, _counted(answer, passages, translations))


def _other_years(answer: Answer, kind: LineKind, translations: Translations) -> Blocks:
    if answer.other_years:
        years = ", ".join(map(str, answer.other_years))
        yield MessageBlock(kind, translations.say("answer.other_years", years=years))


def _counted(answer: Answer, passages: Sequence[Passage], translations: Translations) -> str:
    if is_list(answer):
        return translations.say("answer.digest_sources", total=answer.sources)
    shown = len({passage.paragraph.article.id for passage in passages})
    key = "sources_some" if shown < answer.sources else "sources_all"
    if answer.sources == 1:
        key = "sources_one"
    return translations.say(f"answer.{key}", shown=shown, total=answer.sources)


def _refusal(answer: Answer, translations: Translations) -> Blocks:
    """Why there is no answer, how far the archive reaches, and what lies nearest."""
    reason = answer.reason or "no_match"
    yield _reason(answer, reason, translations)
    if answer.form is Form.TALK or reason == "empty_corpus":
        return
    yield MessageBlock(LineKind.LINE, reach_line(answer.reach, translations))
    if answer.nearest:
        days = " · ".join(translations.day(day) for day in answer.nearest[:_MOST_LISTED])
        yield MessageBlock(LineKind.LINE, translations.say("refusal.nearest", days=days))
    yield from _other_years(answer, LineKind.LINE, translations)
    if reason in ("weak_match", "details_differ") and answer.passages:
        yield MessageBlock(LineKind.LINE, translations.say("refusal.perhaps"))
        yield from suggestion(answer.passages[0], translations)


def _reason(answer: Answer, reason: str, translations: Translations) -> MessageBlock:
    spans = answer.query.asked.spans
    if reason == "nothing_on_date" and any(None in (span.first, span.last) for span in spans):
        reason = "nothing_then"
    asked = _listed([translations.days(span) for span in spans or (Span(None, None),)])
    values: dict[str, str] = {
        "nothing_on_date": asked,
        "nothing_then": asked,
        "impossible_date": _listed(answer.query.asked.impossible),
        "details_differ": ", ".join(answer.missing),
        "too_long": str(len(answer.query.question)),
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
