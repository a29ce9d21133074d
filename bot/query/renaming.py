"""What a reader would call a question that goes on from another: the earlier one, changed.

It is what an answer repeats and what is passed on with it, so it must say what was asked now.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model import AskedDates
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
        places: The places that it names, as it says them.
        places_before: Those of the other, which they replace.
    """

    question: str
    numbers: tuple[str, str] | None = None
    is_topic: bool = False
    asks: bool = False
    places: tuple[str, ...] = ()
    places_before: tuple[str, ...] = ()


def rename(root: str, change: Change) -> str:
    """The question ``root`` with what took the place of a part of it, or was added.

    >>> moved = Change("di Ambon", places=("ambon",), places_before=("tegal",))
    >>> rename("loket paspor tegal berapa", moved)
    'loket paspor Ambon berapa'
    >>> rename("tema HBI ke-76", Change("ke-74", numbers=("76", "74")))
    'tema HBI ke-74'
    >>> asking = Change("di Palembang berapa kantong", asks=True, places=("palembang",))
    >>> rename("donor darah", asking)
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
    named = _find_slice(own, change.places)
    old = _find_slice(changed, change.places_before)
    if change.places_before and not old:
        changed = spell_text(changed)
        old = _find_slice(changed, change.places_before)
    if named and old:
        return changed[: old[0]] + own[slice(*named)] + changed[old[1] :]
    return changed if change.numbers else _joined(root, own, named, change)


def _joined(root: str, own: str, named: tuple[int, int] | None, change: Change) -> str:
    """The question with what is only added to it."""
    if change.asks and not named:
        return root
    if change.asks and named:
        before = _PREPOSITION.search(own[: named[0]])
        own = (before[0] if before else "") + own[slice(*named)]
    return f"{root.rstrip(' ?')} {own}".strip()


def _find_slice(text: str, places: tuple[str, ...]) -> tuple[int, int] | None:
    """Where places stand in a text, the first to the last of those that are joined."""
    names = "|".join(re.escape(place) for place in places)
    joined = rf"(?:\W*(?:{_JOINING})?\W*(?:(?:di|ke|dari)\s+)?(?:{names}))*"
    found = re.search(rf"\b(?:{names})\b{joined}\b", text, re.IGNORECASE) if places else None
    return found.span() if found else None


def without_days(question: str, asked: AskedDates) -> str:
    """The question without its days, where others have taken their place."""
    surfaces = [re.escape(mention.surface) for mention in asked.mentions]
    if not surfaces:
        return question
    day = rf"{_BEFORE_A_DAY}(?:{'|'.join(surfaces)})"
    gap = rf"(?:\s*(?:[,&]|{_JOINING})\s*)+"
    rest = " ".join(re.sub(rf"{day}(?:{gap}{day})*", " ", question).split())
    return _DANGLING.sub("", rest.rstrip(" ,.?"))
