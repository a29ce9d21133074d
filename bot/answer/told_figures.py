"""Where a report has another figure than a claim for the same: a number, an ordinal, a time of day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.answer.told_words import Slice, hidden_days, sentence_at, texts_of, ways_of, words_around
from bot.model import Difference, Query
from bot.search.claims import Telling
from bot.search.stems import translate
from bot.text.analysis import find_tokens, fold
from bot.text.figures import CLASSIFIERS, Figure, find_figures
from bot.text.roots import find_root
from bot.text.tables import words_of

# A larger figure that stands beside the deed is that of the claim, whatever it is said to count.
_LEAST_TELLING = 20
_SMALL = 10
_FIRST_UNITS = 3
_PLANS = re.compile(
    r"\b(?:akan|bakal|(?:men|di)?t?arget\w*|rencana\w*|direncanakan|berencana|will|planned|planning)\b",
    re.IGNORECASE,
)
# How near to the verb whoever did it stands.
_BESIDE = 28
_ORDINAL = re.compile(r"\bke[- ]?(\d{1,4})\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\b(angkatan|pasal|periode|kloter|gelombang|kelas|klas|batch|terminal|komisi|golongan|tipe|lantai|rute)\s+"
    r"(\d{1,4}|[IVX]{1,5}|[A-D])\b",
    re.IGNORECASE,
)
# Behind a figure: that it is so much in each stretch of time.
_RATE = re.compile(
    r"[^.,;\d]{0,24}\b(?:per|setiap|tiap|se)[ -]?(?:hari|minggu|bulan|tahun|jam|day|month|year)|.{0,24}\bharian\b",
    re.IGNORECASE,
)
_RATE_REACH = 40
# A figure of such a unit is none of another.
_MEASURES = words_of(
    "rupiah persen kilogram ton meter hektare liter menit detik jam hari bulan tahun kilometer gram"
)
# The time of day, by its hour, its minutes and what part of the day it is.
_CLOCK = re.compile(
    r"\b(?:pukul|jam|at)\s+(\d{1,2})(?:[.:](\d{2}))?(?!\d)\s*(?:wib|wita|wit)?\s*(pagi|siang|sore|malam)?|"
    r"\b(\d{1,2})[.:](\d{2})\s*(?:wib|wita|wit)\b",
    re.IGNORECASE,
)
_NOON = 12
_KEPT_TEXTS = 2048


class _Told(NamedTuple):
    """A figure of an article.

    Attributes:
        at: The number of its paragraph.
        alike: What Indonesians say for an English unit.
        before: The roots of the clause before it.
        around: Those of the words right beside it.
        is_rate: It is so much in each stretch of time.
    """

    figure: Figure
    at: int
    alike: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    is_rate: bool = False

    @property
    def unit(self) -> frozenset[str]:
        """All roots that say what it counts."""
        return self.alike.union(self.figure.unit)


def find_figure_differences(query: Query, telling: Telling) -> Iterator[Difference]:
    """The figures, ordinals and times of day of the claim that the article has otherwise."""
    yield from _figures(query, telling)
    yield from _ordinals(query, telling)
    yield from _numbered(query, telling)
    yield from _times(query, telling)


def claimed_figures(query: Query) -> tuple[Figure, ...]:
    """The figures of a claim, those of its dates and ordinals left out."""
    found = find_figures(query.question, hidden_days(query.asked.mentions))
    return tuple(figure for figure in found if figure.low > 1 or figure.unit)


def held_figures(query: Query, telling: Telling) -> float:
    """How many figures of the claim the article tells of the same, smaller than ten for half."""
    return sum(
        1.0 if figure.low > _SMALL else 0.5
        for figure in claimed_figures(query)
        if _is_held(figure, query, telling)
    )


def _is_held(figure: Figure, query: Query, telling: Telling) -> bool:
    return any(
        each.figure.says(figure) and _is_alike(each, figure, query) for each in _all_told(telling)
    )


def find_evidence(query: Query, telling: Telling) -> tuple[int, Slice] | None:
    """The paragraph and the sentence that tell a figure of the claim, or another in its place."""
    for figure in claimed_figures(query):
        if told := _find_told(figure, query, telling):
            return told.at, sentence_at(telling.paragraphs[told.at].text, told.figure.start)
        for at, paragraph in enumerate(telling.paragraphs):
            for each in find_figures(paragraph.text, hidden_days(paragraph.mentions)):
                if each.says(figure) and each.low == each.high:
                    return at, sentence_at(paragraph.text, each.start)
    return None


def _figures(query: Query, telling: Telling) -> Iterator[Difference]:
    for figure in claimed_figures(query):
        told = _find_told(figure, query, telling)
        if (told and told.figure.says(figure)) or (not figure.unit and figure.low <= _SMALL):
            continue
        if told and _stands_bare(figure, telling):
            continue
        if told:
            yield Difference("figure", figure.surface, told.figure.surface)
        elif not _stands_beside(figure, telling):
            yield Difference("figure", figure.surface, "")


def _ordinals(query: Query, telling: Telling) -> Iterator[Difference]:
    """An ordinal of the claim where the article has only others: "ke-32" beside "ke-31"."""
    told = [m for text in texts_of(telling) for m in _ORDINAL.finditer(text)]
    if told and not {m[1] for m in told} & set(query.ordinals):
        for ordinal in query.ordinals[:1]:
            yield Difference("figure", f"ke-{ordinal}", told[0][0])


def _numbered(query: Query, telling: Telling) -> Iterator[Difference]:
    """The number of a thing where the article has such a one with others only: "Komisi III"."""
    numbered = [m for text in texts_of(telling) for m in _NUMBERED.finditer(text)]
    for match in _NUMBERED.finditer(query.question):
        alike = [m for m in numbered if fold(m[1]) == fold(match[1])]
        if alike and fold(match[2]) not in {fold(m[2]) for m in alike}:
            yield Difference("figure", match[0], alike[0][0])


def _times(query: Query, telling: Telling) -> Iterator[Difference]:
    """A time of day of the claim where the article tells only others."""
    told = [m for text in texts_of(telling) for m in _CLOCK.finditer(text)]
    for match in _CLOCK.finditer(query.question):
        if told and _to_time(match) not in map(_to_time, told):
            yield Difference("figure", match[0].strip(), told[0][0].strip())


def _to_time(match: re.Match[str]) -> tuple[int, int]:
    hour, minutes = int(match[1] or match[4]), int(match[2] or match[5] or 0)
    is_late = (match[3] or "").casefold() in ("siang", "sore", "malam")
    return hour + (_NOON if is_late and hour < _NOON - 1 else 0), minutes


def _find_told(figure: Figure, query: Query, telling: Telling) -> _Told | None:
    """The figure that counts the same as one of the claim: an equal one, else another.

    Those that say as exactly what they count go first, then those beside the deed. What was only
    planned says nothing of what was.
    """
    plans = _PLANS.search(query.question) is not None
    alike = [each for each in _all_told(telling) if _is_alike(each, figure, query)]
    if not _RATE.search(query.question):
        alike = [each for each in alike if not each.is_rate or each.figure.says(figure)]
    exact = [each for each in alike if set(figure.unit[1:]) & set(each.figure.unit)]
    pool = exact if any(_is_done(each, telling) for each in exact) else alike
    equal = [each for each in pool if each.figure.says(figure)]
    others = [each for each in pool if plans or _is_done(each, telling)]
    is_bare = not set(figure.unit) - CLASSIFIERS
    around = _roots_around(query, figure) if is_bare else frozenset()
    return min(
        equal or others,
        key=lambda each: (
            -len(around & (each.around | each.before)),
            not _lead_in(query.question, figure)
            & _lead_in(telling.paragraphs[each.at].text, each.figure),
            _surplus(each.figure, figure),
            each.at != telling.at,
            each.at,
        ),
        default=None,
    )


def _lead_in(text: str, figure: Figure) -> frozenset[str]:
    """The roots of the two words before a figure."""
    before = [
        fold(token[0]) for token in find_tokens(text[max(0, figure.start - _BESIDE) : figure.start])
    ]
    return frozenset(map(find_root, before[-2:]))


def _all_told(telling: Telling) -> list[_Told]:
    return [
        told
        for at, paragraph in enumerate(telling.paragraphs)
        for told in _told_in(paragraph.text, hidden_days(paragraph.mentions), at)
    ]


@lru_cache(_KEPT_TEXTS)
def _told_in(text: str, hidden: tuple[Slice, ...], at: int) -> tuple[_Told, ...]:
    """The figures of a paragraph, the English units also in Indonesian words."""
    return tuple(
        _Told(
            figure,
            at,
            translate(text, figure.unit),
            _clause_before(text, figure.start),
            words_around(text, figure.start, figure.stop),
            _RATE.match(text, figure.stop, figure.stop + _RATE_REACH) is not None,
        )
        for figure in find_figures(text, hidden)
    )


def _roots_around(query: Query, figure: Figure) -> frozenset[str]:
    """The roots around a figure of the claim, and what says the same."""
    around = words_around(query.question, figure.start, figure.stop)
    alike = (way for root in around for way in ways_of(root, query) if len(way) == 1)
    return around.union(way[0] for way in alike)


def _clause_before(text: str, start: int) -> frozenset[str]:
    """The roots of the words of the sentence before a figure: "Pengunjung tercatat …"."""
    before = text[sentence_at(text, start)[0] : start]
    before = re.split(r"[;:]|\d[^.,]", before)[-1]
    return frozenset(find_root(fold(token[0])) for token in find_tokens(before))


def _is_done(told: _Told, telling: Telling) -> bool:
    """Whether the sentence of a figure tells what was, and not what was to be."""
    text = telling.paragraphs[told.at].text
    return not _PLANS.search(text, *sentence_at(text, told.figure.start))


def _stands_beside(figure: Figure, telling: Telling) -> bool:
    """Whether a large figure stands in the paragraph of the deed, or any as it is written anywhere."""
    near = find_figures(telling.paragraph.text, hidden_days(telling.paragraph.mentions))
    same = any(each.says(figure) and each.low == each.high for each in near)
    return (same and figure.low > _LEAST_TELLING) or _stands(figure, telling)


def _stands_bare(figure: Figure, telling: Telling) -> bool:
    """Whether a large figure stands somewhere and is not said to count anything else."""
    return figure.low > _LEAST_TELLING and any(
        each.figure.low == figure.low and not set(each.figure.unit) - CLASSIFIERS
        for each in _all_told(telling)
    )


def _stands(figure: Figure, telling: Telling) -> bool:
    """Whether the figure stands in a headline, or in words that count nothing."""
    if any(each.figure.says(figure) for each in _all_told(telling)):
        return True
    wanted = rf"(?<![\d.,]){re.escape(figure.surface)}(?![\d]|[.,]\d)"
    return any(re.search(wanted, text, re.IGNORECASE) for text in texts_of(telling))


def _is_alike(told: _Told, claimed: Figure, query: Query) -> bool:
    """Whether two figures count the same."""
    unit = told.figure.unit
    if not set(claimed.unit) - CLASSIFIERS and claimed.unit[:1] != unit[:1]:
        return _is_alike_bare(told, claimed, query)
    if not unit and told.before.isdisjoint(claimed.unit):
        return False
    if {*claimed.unit, *unit} & _MEASURES and claimed.unit[0] not in unit[:1]:
        return False
    return _counts_alike(told, claimed, query)


def _is_alike_bare(told: _Told, claimed: Figure, query: Query) -> bool:
    """Whether a figure of a claim that says not what it counts is one of the article.

    The words around it say that: "9 dipulangkan" beside "9 orang dideportasi".
    """
    unit = told.figure.unit
    same = (told.figure.low, told.figure.high) == (claimed.low, claimed.high)
    is_measured = bool(set(unit) & _MEASURES)
    if same and claimed.low > _SMALL and not (claimed.unit and is_measured):
        return True
    if is_measured or (not claimed.unit and claimed.low <= _SMALL):
        return False
    around = told.around.union(unit) - CLASSIFIERS
    return bool(_roots_around(query, claimed) & around)


def _counts_alike(told: _Told, claimed: Figure, query: Query) -> bool:
    """Whether two figures count the same by their first words, and by what tells these apart.

    Where the article counts "orang" or nothing that is said behind it, the words before it say what.
    """
    unit, (head, *rest) = told.figure.unit, claimed.unit
    ways = ways_of(head, query)
    first = told.alike.union(unit[:_FIRST_UNITS])
    if not any(way[0] in first and told.unit.issuperset(way) for way in ways):
        is_bare = not set(unit) - CLASSIFIERS
        return is_bare and any(told.before.issuperset(way) for way in ways)
    others = set(unit) - {root for way in ways for root in way}
    wanted = {root for word in rest for way in ways_of(word, query) for root in way}
    return not rest or not others or bool(wanted & others)


def _surplus(told: Figure, claimed: Figure) -> int:
    """How much more its unit says than the claim's: a part of what was counted says more."""
    return len(set(told.unit) - set(claimed.unit))
