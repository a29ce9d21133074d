"""What the words around a phrase say of it: relation, recurrence, plan."""

from __future__ import annotations

import re
from typing import Final

from bot.dates.patterns import Pattern
from bot.model import Relation

_REACH = 60
_CLAUSE_BEFORE = 200
_CLAUSE_AFTER = 120

RELATIONS: Final = {
    "sejak": Relation.SINCE, "mulai": Relation.SINCE, "terhitung": Relation.SINCE,
    "setelah": Relation.AFTER, "sebelum": Relation.BEFORE,
    "hingga": Relation.UNTIL, "sampai": Relation.UNTIL, "s.d.": Relation.UNTIL, "s/d": Relation.UNTIL, "by": Relation.UNTIL,
    "up to": Relation.UNTIL,
    "lambat": Relation.UNTIL,
}  # fmt: skip

_FILLERS = r"(?:(?:pada|di|tanggal|hari|bulan|tahun|periode|the|dengan|dari|to|tepat) ){0,4}"
_RELATED = Pattern(
    rf"(?<![^\W_])(?P<word>{'|'.join(re.escape(word) for word in RELATIONS)}) {_FILLERS}$"
)
_LEAD = Pattern(
    r"(?<![^\W_])(?:(?:pada|di|tanggal|hari|bulan|tahun|periode|the|dengan|dari|antara|selama|sepanjang|sejak|mulai|setelah|"
    r"sebelum|hingga|sampai|s\.d\.|s/d|up(?= to)|to|by|in|on|of|dalam|kurun|waktu)\.? ){1,5}$"
)
_RECURRING_BEFORE = Pattern(
    r"(?<![^\W_])(?:setiap|tiap|tiap-tiap|saban|every|each)(?:,? (?:tahun|tahunnya|bulan|bulannya|pekan|minggu|hari|tanggal|pada|di|kali|jatuh|paling|lambat|selambatnya|maksimal|sebelum|setelah|mulai|antara|hingga)){0,5}(?: |, )$"
)
_RECURRING_AFTER = Pattern(
    r",? (?:pada |di |of )?(?:setiap|tiap|saban|every|each) (?:tahun|bulan|pekan|minggu)"
)
_PLAN = Pattern(
    r"(?<![^\W_])(?:akan(?! tetapi)|rencana|rencananya|berencana|direncanakan|dijadwalkan|terjadwal|jadwalnya|bakal|hendak|"
    r"diagendakan|ditargetkan|mendatang|will|planned|scheduled|upcoming)(?![^\W_])"
)
_SENTENCE_END = re.compile(r"[.!?;]+[\"')]{0,2} |\n")


def relation(canon: str, start: int) -> tuple[Relation, str]:
    """What the date at an offset is to its event, and the word that says so (DATES A4, Q6).

    >>> relation("sejak tanggal 5 januari", 6)
    (<Relation.SINCE: 'since'>, 'sejak')
    """
    match = _RELATED.search(canon[max(0, start - _REACH) : start])
    return (RELATIONS[match["word"]], match["word"]) if match else (Relation.AT, "")


def lead_start(canon: str, start: int) -> int:
    """Where the words that lead to the date at an offset begin: "sejak tanggal", "antara".

    >>> lead_start("apa sejak tgl", 10)
    4
    """
    begin = max(0, start - _REACH)
    match = _LEAD.search(canon[begin:start])
    return begin + match.start() if match else start


def is_recurring(canon: str, start: int, stop: int) -> bool:
    """Whether the date comes again and again: "setiap 26 Januari" (DATES A2, A3).

    >>> is_recurring("setiap tanggal 26 januari", 7, 25)
    True
    """
    before = canon[max(0, start - _REACH) : start]
    return bool(_RECURRING_BEFORE.search(before) or _RECURRING_AFTER.match(canon, stop))


def is_plan(canon: str, start: int, stop: int) -> bool:
    """Whether the sentence around a date speaks of what is to come: akan, rencana, will.

    >>> is_plan("kemarin tidak. upacara akan digelar 26 januari", 35, 45)
    True
    """
    before = canon[max(0, start - _CLAUSE_BEFORE) : start]
    ends = list(_SENTENCE_END.finditer(before))
    after = _SENTENCE_END.split(canon[stop : stop + _CLAUSE_AFTER], maxsplit=1)[0]
    return bool(_PLAN.search(before[ends[-1].end() if ends else 0 :]) or _PLAN.search(after))
