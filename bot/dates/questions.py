"""The reading of questions: the spans that are asked for, counted from today."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.dates.articles import build_mention
from bot.dates.complete import resolve
from bot.dates.merge import Group, merge
from bot.dates.normalize import CanonicalLine, normalize
from bot.dates.patterns import Pattern
from bot.dates.phrases import (
    Anaphora,
    Cue,
    FoundPhrase,
    Named,
    Range,
    Relative,
    Strength,
    is_told,
)
from bot.dates.scan import scan
from bot.dates.surroundings import is_recurring, lead_start, relation
from bot.dates.years import Days, ResolutionContext
from bot.model import AskedDates, Relation, Span

_EXPECTS: Final = Pattern(
    r"(?<![^\W_])(?:akan|bakal|nanti|mendatang|rencana|rencananya|direncanakan|jadwal|jadwalnya|dijadwalkan|will|planned|"
    r"scheduled|upcoming|going to)(?![^\W_])"
)
_SPEAKS_OF_FUTURE: Final = Pattern(
    r"(?<![^\W_])(?:shall|'ll|due|happening|taking place|coming up|expected|anything|any|is there|are there)(?![^\W_])"
)
"""Beside ``_EXPECTS``, what makes a day of "in two days", which elsewhere is a duration."""
_OPENING_HOURS: Final = Pattern(
    r"(?<![^\W_])(?:buka|tutup|jam|operasional|open|closed|opening|hours)(?![^\W_])"
)
_RANGE_LEAD: Final = Pattern(r"(?<![^\W_])(?:dari|antara|sejak|mulai|selama|periode)(?: hari)? $")
_MONTH_LEAD: Final = Pattern(
    r"(?<![^\W_])(?:pada|di|bulan|sejak|selama|sepanjang|in|during|sebelum|setelah|hingga|sampai|dari) $"
)
_ONWARDS: Final = Pattern(r" (?:dan seterusnya|ke atas|onwards?|hingga seterusnya)(?![^\W_])")
_NAME_LEAD: Final = Pattern(
    r"(?<![^\W_])(?:siapa|siapakah|siapa itu|siapa sih|siapa ini|nama|bernama|pak|bu|bapak|ibu|saudara|saudari|sdr|sdri|who|who is) $"
)
_NAME_GOES_ON: Final = Pattern(r"[ \t]{1,3}[A-Z][a-z'’]+[A-Za-z]{2,}")
_ASKS_WHEN: Final = Pattern(r"(?<![^\W_])(?:kapan(?:kah)?|tanggal berapa|when)(?![^\W_])")
_LONGEST_QUESTION = 1000
"""Where it is asked lies within the first letters of whatever was sent."""
_LONE_DAY: Final = Pattern(
    r"(?:(?:kalau|kalo|klo|bagaimana|gimana|terus|lalu|dan|yang|dengan|what about|how about) ){0,3}(?:the )?[0-9]{1,2}(?:th)?(?: ?[?.!]| gimana| bagaimana| ya){0,3}"
)
_FROM_EARLIER: Final = Pattern(r"(?:the )?previous |tahun sebelumnya")
_LONGEST_FRAME = 60
_FRAME_BEFORE: Final = Pattern(
    r"(?:(?:kalau|kalo|klo|kl|bagaimana|gimana|gmn|terus|trus|trs|lalu|nah|dan|yang|dengan|pada|di|ada|apa|saja|aja|"
    r"the|so|what|happened|about|how) ){0,5}"
)
_FRAME_AFTER: Final = Pattern(
    r"(?:[ ,]?[?.!]| (?:gimana|bagaimana|gmn|ya|dong|deh|sih|ada|apa|saja|aja|kejadian|peristiwa|berita|lagi)){0,6}"
)


def find_asked(
    question: str, today: date, known_dates: Collection[date] = (), *, context: Span | None = None
) -> AskedDates:
    """What a question says about days.

    Args:
        question: As typed.
        today: The asker's own day.
        known_dates: Days of which the corpus speaks: "20 Januari" means the nearest known one.
        context: The span of an earlier question of the chat; a bare day or a day and month
            without a year take from it what they lack, and "sehari sebelumnya" moves it.

    >>> asked = find_asked("ada apa tgl 20?", date(2026, 1, 22))
    >>> str(asked.spans[0].first), asked.mentions[0].surface
    ('2026-01-20', 'tgl 20')
    """
    line = normalize(question)
    resolution_context = ResolutionContext(
        today, True, bool(_EXPECTS.search(line.canon)), known_dates, context
    )
    spans, mentions, impossible = [], [], []
    for group in _asked_groups(line, resolution_context):
        for member in group.members:
            resolution = resolve(member.phrase, resolution_context)
            if resolution.impossible:
                impossible.append(line.raw(member.start, member.stop))
            if days := resolution.days:
                spans.append(_asked_span(line.canon, member, group, days, today))
                # The words that lead to a date belong to its mention: they are no search terms.
                begin, planned = lead_start(line.canon, member.start), days[0] > today
                mention = build_mention(line, member, resolution, planned=planned, begin=begin)
                mentions.append(mention)
    return AskedDates(tuple(spans), tuple(mentions), tuple(impossible))


def _asked_groups(line: CanonicalLine, context: ResolutionContext) -> list[Group]:
    """The groups of phrases that are asked for; of opening hours no weekday is."""
    weekdays_repeat = bool(_OPENING_HOURS.search(line.canon))
    follows = context.earlier is not None
    found = scan(line, follows=follows)
    if follows:
        found = [_moving(line.canon, phrase) for phrase in found]
    asked = [
        group
        for group in merge(line.canon, found)
        if _is_asked(line, group, context) and not (weekdays_repeat and group.names_weekdays)
    ]
    # "5 Januari 2026, apa lagi hari itu": its own day is meant, and not the one before.
    return [group for group in asked if not is_told(group.members[0].phrase)] or asked


def _asked_span(canon: str, found: FoundPhrase, group: Group, days: Days, today: date) -> Span:
    """The span asked for; open where the question leaves an end open (DATES Q6)."""
    first, last = days
    kind, word = relation(canon, group.start)
    ends = word != "mulai" and not _ONWARDS.match(canon, group.stop)
    if not ends:
        kind = Relation.SINCE
    if isinstance(found.phrase, Range) and kind in {Relation.SINCE, Relation.UNTIL}:
        return Span(first, last)
    return _opened(first, last, kind, today if ends and first <= today else None)


def _opened(first: date, last: date, kind: Relation, until: date | None) -> Span:
    """The span as the relation opens it; at the edge of the calendar it stays as it is."""
    if kind is Relation.AFTER:
        return Span(last + timedelta(days=1) if last < date.max else last, None)
    if kind is Relation.BEFORE:
        return Span(None, first - timedelta(days=1) if first > date.min else first)
    if kind is Relation.UNTIL:
        return Span(None, last)
    return Span(first, until if kind is Relation.SINCE else last)


def _is_asked(line: CanonicalLine, group: Group, context: ResolutionContext) -> bool:
    """Whether the phrases of a group are days that are asked for (DATES Q1)."""
    if is_recurring(line.canon, group.start, group.stop) and not _looks_ahead(group):
        return False
    if is_told(group.members[0].phrase):
        alone = group.members[0].rule != "neighbour" or _stands_alone(line.canon, group.members[0])
        return context.earlier is not None and alone
    if _is_duration(line, group, context):
        return False
    if all(member.strength is Strength.LINKED for member in group.members):
        return context.earlier is not None and bool(_LONE_DAY.fullmatch(line.canon))
    if group.names_weekdays and not _is_one_weekday(line, group):
        return False
    return not any(_is_name(line, member) for member in group.members)


def _moving(canon: str, found: FoundPhrase) -> FoundPhrase:
    """The phrase as a follow-up means it.

    "Tahun sebelumnya" and "the previous month" always move the days of the earlier question;
    "next week" does where nothing else is said: beside other words it is counted from today.
    """
    said = found.phrase
    moves = isinstance(said, Relative) and (
        _FROM_EARLIER.match(canon[found.start : found.stop])
        or (canon.startswith("next ", found.start) and _stands_alone(canon, found))
    )
    if not isinstance(said, Relative) or not moves:
        return found
    return replace(found, phrase=Anaphora(said.away, said.unit))


def _stands_alone(canon: str, found: FoundPhrase) -> bool:
    """Whether a phrase is all that a question says: "kalau sebelumnya?", "and next week?"."""
    if len(canon) - found.stop + found.start > _LONGEST_FRAME:
        return False
    before, after = canon[: found.start], canon[found.stop :]
    return bool(_FRAME_BEFORE.fullmatch(before) and _FRAME_AFTER.fullmatch(after))


def _is_duration(line: CanonicalLine, group: Group, context: ResolutionContext) -> bool:
    """Whether "in two days" says how long, and not when (DATES Q4a)."""
    first = group.members[0]
    if first.rule != "counted_ahead" or first.strength is not Strength.VAGUE or context.expects:
        return False
    return not _SPEAKS_OF_FUTURE.search(line.canon[:_LONGEST_QUESTION])


def _looks_ahead(group: Group) -> bool:
    said = group.members[-1].phrase
    return isinstance(said, Named) and said.cue is Cue.NEXT


def _is_one_weekday(line: CanonicalLine, group: Group) -> bool:
    """Whether a weekday is a day of the calendar, and not of the opening hours.

    Who asks when something is, knows of the weekday beside it and not of the day.
    """
    if _ASKS_WHEN.search(line.canon[:_LONGEST_QUESTION]):
        return False
    if len(group.phrases) > 1:
        return bool(_RANGE_LEAD.search(line.canon[max(0, group.start - 20) : group.start]))
    first = group.members[0]
    return first.strength is Strength.SURE or line.canon[first.start : first.stop] != "minggu"


def _is_name(line: CanonicalLine, found: FoundPhrase) -> bool:
    """Whether a bare month is somebody's name: "Mei Lestari" (DATES A7)."""
    said = found.phrase
    if found.strength is not Strength.BARE or not isinstance(said, Named):
        return False
    if said.month is None or said.day or said.year:
        return False
    _, stop = line.original(found.start, found.stop)
    before = line.canon[max(0, found.start - 20) : found.start]
    if _NAME_LEAD.search(before):
        return True
    return bool(_NAME_GOES_ON.match(line.text, stop)) and not _MONTH_LEAD.search(before)
