"""Lines that say when a page was published: "Senin, 19 Jan 2026 13:09 WIB"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.dates import find_mentions
from bot.model import DateMention, Granularity

# The mark that some collections put before a text: "date 2026-01-21 Pencarian Terpopuler".
_CRAWLED = re.compile(r"date (\d{4}-\d\d-\d\d)\b\s*")
_CLOCK = re.compile(
    r"\bT?\d{1,2}[:.]\d{1,2}(?:[:.]\d{1,2})?(?:\.\d+)?\s*(?:Z\b|[+-]\d\d:?\d\d|[ap]m\b)?", re.I
)
_WORDS = re.compile(
    r"\b(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"mon|tue|wed|thu|fri|sat|sun|sen|sel|rab|kam|jum|sab|min|"
    r"wib|wita|wit|gmt|utc|pukul|jam|last|updated?|diperbarui|pembaruan|dipublikasikan|diterbitkan|"
    r"dipublikasi|terbit|tayang|oleh|by|redaksi|admin|published|posted|tanggal|date|on|at|pada)\b",
    re.I,
)
_UPDATED = re.compile(r"updat|diperbarui|pembaruan", re.I)
_YEAR = re.compile(r"\d{4}|\d[/.-]\d\d\b")
# A full stop, and perhaps signs behind it: "pukul 05.30 WITA. 🌋".
_SENTENCE = re.compile(r"[.!?][^\w()]*$")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day that a line of its own names; ``surface`` as it stands there."""

    day: date
    surface: str


# A page is gone through more than once; a large one has tens of thousands of lines.
@lru_cache(maxsize=65_536)
def find_stamp(line: str) -> Stamp | None:
    """The day in a line that holds a full date and little else.

    A line with a clock time beside its date may name a writer, too; a sentence is no stamp. Of
    two days the first counts that is not one of an update.

    >>> find_stamp("Senin, 19 Jan 2026 13:09 WIB").day
    datetime.date(2026, 1, 19)
    >>> find_stamp("Upacara digelar Senin, 19 Januari 2026.") is None
    True
    """
    if len(line) > _LONGEST or not _YEAR.search(line) or _SENTENCE.search(line):
        return None
    # Without a reference nothing is resolved but full dates.
    mentions = [
        mention
        for mention in find_mentions(line, None)
        if mention.granularity is Granularity.DAY and not mention.year_inferred
    ]
    if not mentions or _says_more(line, mentions):
        return None
    fresh = [m for m in mentions if not _UPDATED.search(line[max(0, m.start - 20) : m.start])]
    first = (fresh or mentions)[0]
    return Stamp(first.first, first.surface)


def _says_more(line: str, mentions: Sequence[DateMention]) -> bool:
    """Whether there are words beside the days; beside a clock time it takes more than five."""
    for mention in reversed(mentions):
        line = line[: mention.start] + " " + line[mention.stop :]
    most = 5 if _CLOCK.search(line) else 0
    words = re.findall(r"[^\W\d_]{2,}", _WORDS.sub(" ", _CLOCK.sub(" ", line)))
    return len(words) > most


def cut_crawl_mark(line: str) -> tuple[Stamp | None, str]:
    """The day of a collection's mark at the start of ``line``, and the line without it.

    >>> stamp, rest = cut_crawl_mark("date 2024-12-12 Bali. A cyber unit has been set up.")
    >>> stamp.day, rest
    (datetime.date(2024, 12, 12), 'Bali. A cyber unit has been set up.')
    """
    match = _CRAWLED.match(line)
    with suppress(ValueError):
        if match:
            return Stamp(date.fromisoformat(match[1]), match[1]), line[match.end() :]
    return None, line
