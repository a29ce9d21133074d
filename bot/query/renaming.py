"""What a reader would call a question that goes on from another: the earlier one, changed.

It is what an answer repeats and what is passed on with it, so it must say what was asked now.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model import AskedDates
from bot.places.mentions import HOME, PlaceMention, find_places
from bot.query.word_tables import spell_text

_BEFORE_A_DAY = r"(?:\b(?:pada|tanggal|tgl|hari|bulan|bln|tahun|thn|on|in)\s+)*"
_JOINING = r"(?:dan|atau|dengan|vs\.?|versus|sampai|hingga|and|or|with)"
_DANGLING = re.compile(
    rf"(?:[\s,;]+(?:{_JOINING}|antara|between|pada|tanggal|tahun|bulan|di|on|in))+\s*$",
    re.IGNORECASE,
)
_ONLY_ADDS = re.compile(
    r"\s*\b(?:saja|aja|dong|sih|nih|ya|gimana|bagaimana|only|just)\b", re.IGNORECASE
)
_BEFORE_TOPIC = re.compile(
    r"^(?:(?:yang|yg|kalau|kalo|klo|soal|tentang|ttg|mengenai|terkait|about|regarding)\s+)+",
    re.IGNORECASE,
)
# A place that is added has the word before it, which says how it is meant.
_PREPOSITION = re.compile(r"\b(?:di|ke|dari|in|at|from)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """What a question changes of the one that it goes on from.

    Attributes:
        question: Its own words, without those by which it goes on, and without days.
        numbers: An ordinal, and what takes its place.
        is_topic: It names another topic.
        asks: It asks for something of its own.
        had_place: The other names a place, which one of this one replaces.
    """

    question: str
    numbers: tuple[str, str] | None = None
    is_topic: bool = False
    asks: bool = False
    had_place: bool = False


def rename(root: str, change: Change) -> str:
    """The question ``root`` with what took the place of a part of it, or was added.

    >>> rename("autogate soetta berapa", Change("di Bali", had_place=True))
    'autogate Bali berapa'
    >>> rename("tema HBI ke-76", Change("ke-74", numbers=("76", "74")))
    'tema HBI ke-74'
    >>> rename("donor darah", Change("di Palembang berapa kantong", asks=True))
    'donor darah di Palembang'
    >>> rename("donor darah 2023", Change("soal paspor", is_topic=True))
    'paspor'
    """
    own = _ONLY_ADDS.sub("", change.question).strip(" ?!.,")
    if change.is_topic:
        return _BEFORE_TOPIC.sub("", own)
    changed = root
    if change.numbers:
        before, now = change.numbers
        changed = re.sub(rf"(?<!\d){before}(?!\d)", now, changed)
    named = _places(own)
    if named and change.had_place:
        changed = _with_place(changed, own[named[0].start : named[-1].stop])
    return _joined(root, own, named, change) if changed == root else changed


def _joined(root: str, own: str, named: list[PlaceMention], change: Change) -> str:
    """The question with what is only added to it."""
    if change.numbers or (change.asks and not named):
        return root
    if change.asks:
        before = _PREPOSITION.search(own[: named[0].start])
        own = (before[0] if before else "") + own[named[0].start : named[-1].stop]
    return f"{root.rstrip(' ?')} {own}".strip()


def _places(text: str) -> list[PlaceMention]:
    return [place for place in find_places(text) if HOME not in place.places]


def _with_place(root: str, place: str) -> str:
    """The question with another place for the one that it names; of several joined, for all."""
    if not _places(root):
        root = spell_text(root)
    places = _places(root)
    if not places:
        return root
    start, stop = places[0].start, places[0].stop
    for other in places[1:]:
        gap = root[stop : other.start]
        if re.fullmatch(rf"\W*{_JOINING}?\W*(?:di|ke|dari)?\W*", gap):
            stop = other.stop
    return root[:start] + place + root[stop:]


def without_days(question: str, asked: AskedDates) -> str:
    """The question without its days, where others have taken their place."""
    surfaces = [re.escape(mention.surface) for mention in asked.mentions]
    if not surfaces:
        return question
    day = rf"{_BEFORE_A_DAY}(?:{'|'.join(surfaces)})"
    gap = rf"(?:\s*(?:[,&]|{_JOINING})\s*)+"
    rest = " ".join(re.sub(rf"{day}(?:{gap}{day})*", " ", question).split())
    return _DANGLING.sub("", rest.rstrip(" ,.?"))
