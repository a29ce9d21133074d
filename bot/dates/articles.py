"""The reading of articles: what their sentences date, counted from the day of publication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.dates import spans
from bot.dates.complete import resolve
from bot.dates.merge import Group, merge
from bot.dates.normalize import CanonicalLine, normalize
from bot.dates.patterns import Pattern
from bot.dates.phrases import Cue, FoundPhrase, Named, Part, Phrase, Range, Strength, is_weekday
from bot.dates.scan import scan
from bot.dates.surroundings import is_plan, is_recurring, relation
from bot.dates.years import Resolution, ResolutionContext
from bot.model import DateMention, Relation

_REACH = 40

_PREPOSITION: Final = (
    "pada|di|dalam|sejak|mulai|hingga|sampai|selama|sepanjang|periode|antara|dari|sebelum|setelah|untuk|menjelang|jelang|"
    "memasuki|awal|akhir|per|in|of|by|on|during"
)
_BEFORE_MONTH: Final = Pattern(
    rf"(?<![^\W_])(?:{_PREPOSITION}|bulan|selesai|rampung|tuntas|dimulai|berakhir) $"
)
_BEFORE_YEAR: Final = Pattern(
    rf"(?<![^\W_])(?:{_PREPOSITION}|tahun|dibanding|dibandingkan|ketimbang|sama|kurun|rentang|waktu) $"
)
_BEFORE_FIGURES: Final = Pattern(
    r"(?<![^\W_])(?:pada|per|sejak|mulai|hingga|sampai|sebelum|setelah|tanggal|tertanggal|bertanggal|on|since|bulan|periode) $|\($"
)
_DATELINE: Final = Pattern(r"[^\W0-9_][^,.0-9]{1,40}, ")
_LONGEST_DATELINE = 43
_BEFORE_WEEKDAY: Final = Pattern(
    r"(?<![^\W_])(?:pada|hari|on|sejak|said|told reporters|uja[a-z]{1,4}|kata(?:nya)?|tutur(?:nya)?|jelas(?:nya)?|ucap(?:nya)?|terang(?:nya)?) $"
)
_APPOSED_BEFORE: Final = Pattern(r"(?:, |\()$")
_APPOSED_AFTER: Final = Pattern(
    r"[,.;:)\"-]|$| (?:[-=]|(?:di|saat|usai|kepada|melalui|ketika|dalam|in|at)(?![^\W_]))"
)
_SAYS_WHAT_IT_IS: Final = Pattern(r" (?:adalah|merupakan|ialah)(?![^\W_])")
_NO_SUCH_DAY: Final = "there is no such day"
_NO_REFERENCE: Final = "there is no day to count from"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Something that looks like a date and is no mention, as it stands in the text."""

    surface: str
    why: str


def find_mentions(text: str, reference: date | None) -> tuple[DateMention, ...]:
    """The dates that a sentence or paragraph of an article names, in order, none overlapping.

    Args:
        text: The text; every mention is a slice of it.
        reference: The day of publication. Without one, the first full date of the text itself
            takes its place; without that, only full dates have days.

    >>> [(m.surface, str(m.first)) for m in find_mentions("Digelar Kamis (22/1).", date(2026, 1, 23))]
    [('Kamis (22/1)', '2026-01-22')]
    """
    line = normalize(text)
    members = [member for group, why in _groups(line) if why is None for member in group.members]
    context = ResolutionContext(reference or _first_full_day(members))
    mentions = []
    for member in members:
        resolution = resolve(member.phrase, context)
        if resolution.days:
            first, last = resolution.days
            ahead = context.reference is not None and first > context.reference
            # What is over on a known day of publication is no plan, whatever its sentence says.
            over = reference is not None and last < reference
            planned = ahead or (not over and is_plan(line.canon, member.start, member.stop))
            mentions.append(build_mention(line, member, resolution, planned=planned))
    return tuple(mentions)


def find_passed_over(text: str, reference: date | None) -> tuple[PassedOver, ...]:
    """What looks like a date in a text and is no mention of it, in order, and why.

    >>> [(it.surface, it.why) for it in find_passed_over("Dibuka setiap 26 Januari.", None)]
    [('26 Januari', 'it comes again and again')]
    """
    line = normalize(text)
    groups = list(_groups(line))
    read = [member for group, why in groups if why is None for member in group.members]
    context = ResolutionContext(reference or _first_full_day(read))
    passed = []
    for group, why in groups:
        for member in group.members:
            resolution = resolve(member.phrase, context)
            reason = why or (_NO_SUCH_DAY if resolution.impossible else _NO_REFERENCE)
            if why or not resolution.days:
                passed.append(PassedOver(line.raw(member.start, member.stop), reason))
    return tuple(passed)


def _groups(line: CanonicalLine) -> Iterator[tuple[Group, str | None]]:
    """The phrases of a line that belong together, and why they are no date where they are none."""
    found = [phrase for phrase in scan(line) if phrase.rule != "now"]
    for group in merge(line.canon, found):
        yield group, _why_no_date(line, group)


def find_reference(paragraphs: Iterable[str]) -> date | None:
    """The first full date of several paragraphs: day, month and year; None without one.

    >>> find_reference(["Rabu (11/1).", "Kamis (12/01/2023) dan 13 Januari 2024."])
    datetime.date(2023, 1, 12)
    """
    for paragraph in paragraphs:
        line = normalize(paragraph)
        groups = merge(line.canon, scan(line))
        if day := _first_full_day([member for group in groups for member in group.members]):
            return day
    return None


def _first_full_day(members: list[FoundPhrase]) -> date | None:
    for member in members:
        match member.phrase:
            case (
                Named(int(day), int(month), int(year))
                | Range(right=Named(int(day), int(month), int(year)))
            ) if full := spans.day_of(year, month, day):
                return full
    return None


def build_mention(
    line: CanonicalLine,
    found: FoundPhrase,
    resolution: Resolution,
    *,
    planned: bool,
    begin: int | None = None,
) -> DateMention:
    """The mention of a phrase whose days are known.

    Args:
        line: The line in which it was found.
        found: The phrase.
        resolution: Its days; not None.
        planned: Whether what it dates is still to come.
        begin: Where its surface begins in the canonical text, where not with the phrase itself.
    """
    if resolution.days is None:
        raise ValueError("a mention needs days")
    first, last = resolution.days
    start, stop = line.original(found.start if begin is None else begin, found.stop)
    return DateMention(
        surface=line.text[start:stop],
        start=start,
        stop=stop,
        first=first,
        last=last,
        granularity=spans.granularity(first, last),
        rule=found.rule,
        relation=relation(line.canon, found.start)[0],
        planned=planned,
        year_inferred=resolution.year_inferred,
        weekday_conflict=resolution.weekday_conflict,
    )


def _why_no_date(line: CanonicalLine, group: Group) -> str | None:
    """Why the phrases of a group are no dates where they stand (DATES A2, A3, A7); else None."""
    if is_recurring(line.canon, group.start, group.stop) and not _happens_once(group):
        return "it comes again and again"
    if _is_schedule(line.canon, group):
        return "it is a schedule"
    if _is_quoted_word(line.canon, group):
        return "it is counted from a speaker's day"
    supported = any(
        member.strength is Strength.SURE or _is_supported(line, member) for member in group.members
    )
    return None if supported else "nothing around it makes it a date"


def _happens_once(group: Group) -> bool:
    """Whether a date does not come again, though "setiap" stands before it (DATES A3)."""
    said = group.members[-1].phrase
    return isinstance(said, Named) and (said.cue is Cue.NEXT or bool(said.day and said.year))


def _is_schedule(canon: str, group: Group) -> bool:
    """Whether a group is a schedule: "Senin-Jumat", "Sabtu dan Minggu" (DATES A2).

    So is any Friday, "Jumat adalah hari libur". "Sejak Selasa malam hingga Rabu" is none: what has
    begun does not come every week.
    """
    has_begun = canon.endswith(("sejak ", "sejak hari "), 0, group.start)
    if has_begun and isinstance(group.members[0].phrase, Range):
        return False
    several = len(group.phrases) > 1 or bool(_SAYS_WHAT_IT_IS.match(canon, group.stop))
    return several and group.names_weekdays


def _is_quoted_word(canon: str, group: Group) -> bool:
    """Whether "besok" is counted from a speaker's day, which is not told (DATES A8)."""
    before = canon[max(0, group.start - 500) : group.start]
    return canon[group.start : group.stop] == "besok" and before.count('"') % 2 == 1


def _is_supported(line: CanonicalLine, found: FoundPhrase) -> bool:
    """Whether the words around a bare weekday, month, year or D/M make it a date."""
    if found.strength is not Strength.BARE:
        return False
    said = found.phrase.left if isinstance(found.phrase, Range) else found.phrase
    if not isinstance(said, Named):
        return isinstance(said, Part) and relation(line.canon, found.start)[0] is not Relation.AT
    before = line.canon[max(0, found.start - _REACH) : found.start]
    if is_weekday(said):
        return _is_supported_weekday(line, found, before)
    if said.day is not None:
        return bool(_BEFORE_FIGURES.search(before)) or bool(
            _DATELINE.fullmatch(line.canon[: min(found.start, _LONGEST_DATELINE + 1)])
        )
    if said.month is not None and said.year is not None:
        return line.canon.startswith("bulan", found.start) or bool(_BEFORE_FIGURES.search(before))
    lead = _BEFORE_MONTH if said.month is not None else _BEFORE_YEAR
    return _is_month_to_month(found.phrase) or bool(lead.search(before))


def _is_month_to_month(said: Phrase) -> bool:
    """Whether a range is of months, which is nobody's name: "Oktober-Desember"."""
    return isinstance(said, Range) and all(
        isinstance(end, Named) and end.month is not None and end.day is None
        for end in (said.left, said.right)
    )


def _is_supported_weekday(line: CanonicalLine, found: FoundPhrase, before: str) -> bool:
    surface = line.raw(found.start, found.stop)
    if surface.startswith("minggu"):
        return False
    if _BEFORE_WEEKDAY.search(before):
        return True
    return bool(_APPOSED_BEFORE.search(before) and _APPOSED_AFTER.match(line.canon, found.stop))
