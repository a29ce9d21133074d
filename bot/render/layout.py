"""From an answer to text: Telegram's HTML messages, plain text, and the blocks under both.

An answer is laid out once, as blocks; a renderer only dresses them. So nothing is escaped before
the last moment, and a long answer is parted between passages, never inside markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from bot.model import Answer, AnswerType, Passage, Reach, Span
from bot.render.translations import Translations
from bot.text.characters import BIDI, utf16_length
from bot.text.shorten import shorten

# Telegram refuses more than 4,096 UTF-16 units after parsing; the rest is a safety margin.
MOST_UNITS = 3900
MOST_QUOTED = 2800
DEFAULT_SHOWN = 3
_LONGEST_QUESTION = 200
_LONGEST_TITLE = 300
_MOST_LISTED = 4
_CUT = "[…]"
_TURNING = re.compile(f"[{BIDI}]")
_WITHOUT_REACH = ("chat", "thanks", "empty_corpus", "empty_question", "too_long", "unclear")


class LineKind(StrEnum):
    """What a block is, from which a renderer takes its dress."""

    QUESTION = "question"
    HEADING = "heading"
    DAY = "day"
    QUOTE = "quote"
    SOURCE = "source"
    URL = "url"
    LINE = "line"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class MessageBlock:
    """A line or a quotation; ``strong`` is the one part of it that stands out."""

    kind: LineKind
    before: str = ""
    strong: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """The whole, without any dress."""
        return self.before + self.strong + self.after


Blocks = Iterable[MessageBlock]


@dataclass(frozen=True, slots=True)
class Layout:
    """An answer in blocks: what opens every message, the passages, what closes the last one."""

    head: tuple[MessageBlock, ...]
    passages: tuple[tuple[MessageBlock, ...], ...]
    foot: tuple[MessageBlock, ...]

    @property
    def blocks(self) -> tuple[MessageBlock, ...]:
        """All blocks in the order of reading."""
        return (*self.head, *(block for part in self.passages for block in part), *self.foot)


def lay_out(answer: Answer, translations: Translations, *, shown: int = DEFAULT_SHOWN) -> Layout:
    """The blocks of ``answer`` with at most ``shown`` passages."""
    if not answer.answered:
        return Layout((_question(answer, translations),), (), tuple(_refusal(answer, translations)))
    passages = answer.passages[: min(shown, answer.shown)]
    heading = _heading(answer, passages, translations)
    parts = tuple(tuple(_passage(p, heading, translations)) for p in passages)
    head = [_question(answer, translations), *([heading] if heading else [])]
    return Layout(tuple(head), parts, tuple(_foot(answer, passages, translations)))


def to_text(answer: Answer, translations: Translations, *, shown: int = DEFAULT_SHOWN) -> str:
    """The answer in plain text, for a terminal or for a chat that refused the HTML."""
    return _joined(lay_out(answer, translations, shown=shown).blocks, _plain)


def _plain(block: MessageBlock) -> str:
    """The block as mail and chat programs quote: quotation marks would double the article's own."""
    if block.kind is not LineKind.QUOTE:
        return block.text
    return "> " + block.text.replace("\n", "\n> ")


def to_html(
    answer: Answer, translations: Translations, *, shown: int = DEFAULT_SHOWN
) -> tuple[str, ...]:
    """The answer as Telegram messages, each of at most ``MOST_UNITS`` after parsing.

    Bot API, "HTML style". Where several are needed, each opens with the question, and every
    quotation stays with its source.
    """
    layout = lay_out(answer, translations, shown=shown)
    room = MOST_UNITS - sum(_size(block) for block in layout.head)
    groups = _grouped([*layout.passages, layout.foot], room)
    return tuple(_joined([*layout.head, *group], _html) for group in groups)


def blocks_to_html(blocks: Sequence[MessageBlock]) -> str:
    """The blocks as one message, whatever its length."""
    return _joined(blocks, _html)


def fit(blocks: Blocks) -> bool:
    """Whether one message holds the blocks."""
    return sum(map(_size, blocks)) <= MOST_UNITS


def reach_line(reach: Reach, translations: Translations) -> str:
    """How far the archive reaches, in words."""
    if not reach.articles:
        return translations.say("refusal.empty_corpus")
    if not (reach.first and reach.last):
        return translations.say("refusal.reach_undated", articles=reach.articles)
    first, last = translations.date_only(reach.first), translations.date_only(reach.last)
    return translations.say("refusal.reach", articles=reach.articles, first=first, last=last)


def quote(passage: Passage, *, most: int = MOST_QUOTED) -> str:
    """The answering sentences of ``passage``, exact slices of it; what is left out is marked.

    Cut at the ends of sentences; only a single one of more than ``most`` UTF-16 units is cut at
    the end of a word.

    >>> from bot.model import Article, Hit, Paragraph
    >>> paragraph = Paragraph(Article("a", "Tempo", ()), 0, "Satu. Dua. Tiga.")
    >>> quote(Passage(Hit(paragraph, 1.0), ((0, 5), (11, 16))))
    'Satu. […] Tiga.'
    """
    text = passage.paragraph.text
    pieces, at = [], 0
    for start, stop in _fitting(text, passage.highlights, most):
        gap = text[at:start]
        pieces.append(gap if not gap.strip() else f" {_CUT} ")
        pieces.append(text[start:stop])
        at = stop
    if text[at:].strip():
        pieces.append(f" {_CUT}")
    return "".join(pieces).strip()


def _fitting(text: str, highlights: Sequence[tuple[int, int]], most: int) -> list[tuple[int, int]]:
    """As many of the slices, from the first, as have ``most`` units together; one at least."""
    kept: list[tuple[int, int]] = []
    room = most
    for start, stop in highlights:
        room -= utf16_length(text[start:stop])
        if room < 0:
            break
        kept.append((start, stop))
    if kept or not highlights:
        return kept
    start, stop = highlights[0]
    # Half as many characters fit for certain: none has more than two units.
    end = text.rfind(" ", start, start + most // 2)
    return [(start, end if end > start else min(stop, start + most // 2))]


def _question(answer: Answer, translations: Translations) -> MessageBlock:
    query = answer.query
    asked = shorten(query.question, _LONGEST_QUESTION)
    after = ""
    if query.subject:
        subject = shorten(query.subject, _LONGEST_QUESTION)
        after += f" ({translations.say('answer.about', subject=subject)})"
    if query.corrections:
        meant = ", ".join(query.corrections.values())
        after += f" ({translations.say('answer.reading', pairs=meant)})"
    return MessageBlock(LineKind.QUESTION, f"❓ {asked}", after=after)


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
    spans = answer.query.asked.spans
    if spans:
        days_asked = _listed([translations.days(span) for span in spans])
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


def _listed(parts: Sequence[str]) -> str:
    shown = list(dict.fromkeys(parts))
    return ", ".join(shown[:_MOST_LISTED]) + (", …" if len(shown) > _MOST_LISTED else "")


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]


def _dates_mark(answer: Answer, shown: int, translations: Translations) -> str:
    """On how many dates something happened, where more did than is shown."""
    if answer.event_dates <= shown:
        return ""
    return f" · {translations.say('answer.event_dates', count=answer.event_dates)}"


def _planned_mark(passages: Sequence[Passage], translations: Translations) -> str:
    planned = [bool(p.dates) and p.dates[0].planned and not p.published_only for p in passages]
    return f" · {translations.say('answer.planned')}" if planned and all(planned) else ""


def _passage(passage: Passage, heading: MessageBlock | None, translations: Translations) -> Blocks:
    label = _label(passage, translations)
    if label and label != (heading.text if heading else ""):
        yield MessageBlock(LineKind.DAY, label)
    yield MessageBlock(LineKind.QUOTE, quote(passage))
    citation = passage.citation
    if citation.published is None:
        published = translations.say("answer.unpublished")
    else:
        key = "answer.published_about" if citation.about else "answer.published"
        published = translations.say(key, day=translations.day(citation.published))
    title = shorten(citation.title or "", _LONGEST_TITLE)
    known = [straight(citation.publisher), straight(title), published]
    yield MessageBlock(LineKind.SOURCE, "📰 " + " · ".join(part for part in known if part))
    if citation.url:
        yield MessageBlock(LineKind.URL, bare_url(citation.url))


def straight(text: str) -> str:
    """``text`` without marks that would turn the rest of its line around."""
    return _TURNING.sub("", text)


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


def bare_url(url: str) -> str:
    """``url`` as it can stand in a text and still be pressed whole."""
    # Telegram and most chat programs end a bare address at a parenthesis or a space.
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")


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
    shown = len({passage.paragraph.article.id for passage in passages})
    key = "sources_some" if shown < answer.sources else "sources_all"
    if answer.sources == 1:
        key = "sources_one"
    line = translations.say(f"answer.{key}", shown=shown, total=answer.sources)
    outlets = dict.fromkeys(copy.publisher for passage in passages for copy in passage.also)
    if outlets:
        line += " · " + translations.say("answer.also", outlets=", ".join(outlets))
    return line


def _refusal(answer: Answer, translations: Translations) -> Blocks:
    """Why there is no answer, how far the archive reaches, and what lies nearest."""
    reason = answer.reason or "no_match"
    yield _reason(answer, reason, translations)
    if reason in _WITHOUT_REACH:
        return
    yield MessageBlock(LineKind.LINE, reach_line(answer.reach, translations))
    if answer.nearest:
        days = " · ".join(translations.day(day) for day in answer.nearest[:_MOST_LISTED])
        yield MessageBlock(LineKind.LINE, translations.say("refusal.nearest", days=days))
    yield from _other_years(answer, LineKind.LINE, translations)
    if reason in ("weak_match", "details_differ") and answer.passages:
        citation = answer.passages[0].citation
        named = " · ".join(part for part in (citation.publisher, citation.title) if part)
        yield MessageBlock(LineKind.LINE, f"{translations.say('refusal.perhaps')} {named}")


def _reason(answer: Answer, reason: str, translations: Translations) -> MessageBlock:
    spans = answer.query.asked.spans
    if reason == "nothing_on_date" and any(None in (span.first, span.last) for span in spans):
        reason = "nothing_then"
    asked = _listed([translations.days(span) for span in spans or (Span(None, None),)])
    values = {
        "nothing_on_date": asked,
        "nothing_then": asked,
        "impossible_date": _listed(answer.query.asked.impossible),
        "details_differ": ", ".join(answer.missing),
        "too_long": str(len(answer.query.question)),
    }
    if reason not in values:
        return MessageBlock(LineKind.LINE, translations.say(f"refusal.{reason}"))
    before, after = translations.say(f"refusal.{reason}", it="\0").split("\0")
    return MessageBlock(LineKind.LINE, before, values[reason], after)


def _size(block: MessageBlock) -> int:
    """The length of a block in UTF-16 units, its line end and an empty line included."""
    return utf16_length(block.text) + 2


def _grouped(parts: Iterable[Sequence[MessageBlock]], room: int) -> list[list[MessageBlock]]:
    """The parts in as few groups of at most ``room`` units as their order allows."""
    groups: list[list[MessageBlock]] = [[]]
    used = 0
    for part in parts:
        size = sum(_size(block) for block in part)
        if groups[-1] and used + size > room:
            groups.append([])
            used = 0
        groups[-1].extend(part)
        used += size
    return groups


_TAGS = {LineKind.QUOTE: "blockquote", LineKind.FOOT: "i"}


def _html(block: MessageBlock) -> str:
    strong = f"<b>{escape(block.strong)}</b>" if block.strong else ""
    markup = escape(block.before) + strong + escape(block.after)
    tag = _TAGS.get(block.kind)
    return f"<{tag}>{markup}</{tag}>" if tag else markup


def _joined(blocks: Sequence[MessageBlock], dress: Callable[[MessageBlock], str]) -> str:
    """The blocks, a line each; the day of a further passage stands clear of the one before."""
    lines: list[str] = []
    for block in blocks:
        if block.kind is LineKind.DAY and len(lines) > 2:
            lines.append("")
        lines.append(dress(block))
    return "\n".join(lines)
