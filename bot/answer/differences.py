"""Where a report says otherwise than a claim: a figure, a day, a place, a name.

What an article leaves open is no difference, and what belongs to something else in it neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.dates.words import MONTHS, WEEKDAYS
from bot.model import (
    AskedPlace,
    DateMention,
    Difference,
    Granularity,
    Query,
    Span,
    speaks_of,
)
from bot.places.gazetteer import Level
from bot.places.mentions import (
    HOME,
    PLACES,
    PlaceMention,
    Standing,
    find_places,
    standing,
    told_places,
)
from bot.query import lexicon
from bot.query.names import (
    COPULAS,
    OFFICES,
    TITLES,
    common_words,
    find_names,
    known_words,
    office_before,
)
from bot.search.claims import Telling
from bot.search.stems import Stems, held_ways, holds, is_spelt_like, read_stems, translate
from bot.text.analysis import find_tokens, fold
from bot.text.figures import CLASSIFIERS, Figure, find_figures
from bot.text.roots import find_root, is_word
from bot.text.sentences import split_sentences
from bot.text.tables import words_of
from bot.text.verbs import is_verb

Slice = tuple[int, int]
Words = Callable[[Span], str]
"""Says a span in words: a difference of days is told by days, not by how they were written."""

# A report of what is claimed for a day may come out so many days later.
_LATER = timedelta(days=1)
_DEPUTY = re.compile(r"\bwakil\s*$", re.IGNORECASE)
_PLANS = re.compile(
    r"\b(?:akan|bakal|(?:men|di)?t?arget\w*|rencana\w*|direncanakan|berencana|will|planned|planning)\b",
    re.IGNORECASE,
)
# How far behind an office its holder is looked for.
_REACH = 60
# A larger figure that stands beside the deed is that of the claim, whatever it is said to count.
_LEAST_TELLING = 20
_SMALL, _MONTH, _EXACT = 10, 0.6, 0.2
_DENIALS = words_of(
    "tidak tak tidaklah belum bukan batal urung gagal ga gak nggak enggak tdk blm not never"
)
_DENIED = re.compile(rf"\b({'|'.join(sorted(_DENIALS))})\s+(\w+)", re.IGNORECASE)
_PAIR = re.compile(r"(?=\b(\w+)\s+(\w+))")
# How near to the verb whoever did it stands.
_BESIDE = 28
_BESIDE_WORDS = 4
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
# What calls nothing by the word behind it.
_NO_HEADS = lexicon.FUNCTION_WORDS | TITLES | OFFICES | frozenset((*MONTHS, *WEEKDAYS))
_LEAST_HEAD, _LEAST_NAME = 2, 4
_JOINED = re.compile(r"[ \u00a0]+|-")
_UNIVERSITIES = words_of(
    "ugm ui itb unair undip unhas ub its uny uin unud undana ipb ut unnes unsoed uii unpad unsri unej unram "
    "unsrat unmul untan usu upi uns universitas"
)
# Where it was, as a claim says it, and words in capitals behind another word.
_SPOT = re.compile(
    r"\b(di|ke|dari|asal|at|in|from)\s+([^\W\d_]+(?: (?!dan |dengan |yang |pada |oleh |untuk )[A-Z][^\W\d_]*)*)"
)
_CAPITALS = re.compile(r"(?<=[\w,] )[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*")
_PREPOSITION = re.compile(r"\b(?:di|ke|dari|asal|at|in|from)\s+(?:\w+\s+)?$")
_LEAST_AROUND = 2
# The time of day, by its hour, its minutes and what part of the day it is.
_CLOCK = re.compile(
    r"\b(?:pukul|jam|at)\s+(\d{1,2})(?:[.:](\d{2}))?(?!\d)\s*(?:wib|wita|wit)?\s*(pagi|siang|sore|malam)?|"
    r"\b(\d{1,2})[.:](\d{2})\s*(?:wib|wita|wit)\b",
    re.IGNORECASE,
)
_NOON = 12
_KEPT_TEXTS = 2048


def find_differences(query: Query, telling: Telling, say_days: Words) -> tuple[Difference, ...]:
    """What the article of ``telling`` says otherwise than the claim: figures, days, places, names."""
    if telling.is_verbatim:
        return ()
    found = (
        *_denials(query, telling),
        *_figures(query, telling),
        *_ordinals(query, telling),
        *_times(query, telling),
        *_days(query, telling, say_days),
        *_places(query, telling),
        *_names(query, telling),
    )
    return tuple(dict.fromkeys(found))


def _denials(query: Query, telling: Telling) -> Iterator[Difference]:
    """That one of the two denies the deed that the other tells, or the claim what the article has."""
    sentence = telling.paragraph.text[slice(*telling.sentence)]
    claimed, told = (_said(text, telling.deed) for text in (query.question, sentence))
    if claimed and told and claimed[0] != told[0]:
        yield Difference("deed", claimed[1], told[1])
        return
    article = " ".join(_texts(telling))
    for match in _DENIED.finditer(query.question):
        root = find_root(fold(match[2]))
        forms = [m for m in _PAIR.finditer(article) if find_root(fold(m[2])) == root]
        is_small = fold(match[2]) in lexicon.FUNCTION_WORDS
        is_contrast = fold(match[1]) == "bukan"
        if (
            forms
            and not (is_small or is_contrast)
            and not any(fold(m[1]) in _DENIALS for m in forms)
        ):
            yield Difference("deed", match[0], forms[0][2])


def _said(text: str, deed: Collection[str]) -> tuple[bool, str] | None:
    """Whether a text denies the deed, and how it says so; None where it has no form of it."""
    tokens = list(find_tokens(text))
    for at, token in enumerate(tokens):
        if find_root(fold(token[0])) in deed and is_verb(fold(token[0])):
            denial = tokens[at - 1] if at and fold(tokens[at - 1][0]) in _DENIALS else None
            start = denial.start() if denial else token.start()
            return denial is not None, text[start : token.end()]
    return None


def _hidden(mentions: Iterable[DateMention]) -> tuple[tuple[int, int], ...]:
    return tuple((mention.start, mention.stop) for mention in mentions)


def claimed_figures(query: Query) -> tuple[Figure, ...]:
    """The figures of a claim, those of its dates and ordinals left out."""
    found = find_figures(query.question, _hidden(query.asked.mentions))
    return tuple(figure for figure in found if figure.low > 1 or figure.unit)


def held_figures(query: Query, telling: Telling) -> float:
    """How many figures of the claim the article tells of the same, smaller than ten for half."""
    return sum(
        1.0 if figure.low > _SMALL else 0.5
        for figure in claimed_figures(query)
        if _is_held(figure, query, telling)
    )


def all_figures_held(query: Query, telling: Telling) -> bool:
    """Whether the article tells each figure of the claim, of the same."""
    return all(_is_held(figure, query, telling) for figure in claimed_figures(query))


def _is_held(figure: Figure, query: Query, telling: Telling) -> bool:
    return any(
        each.figure.says(figure) and _is_alike(each, figure, query) for each in _all_told(telling)
    )


def places_held(query: Query, telling: Telling) -> int:
    """How many places of the claim the article tells of, or one in them."""
    told = told_places(telling.paragraph.article)
    return sum(standing(p.names, told) is Standing.SAME_OR_WITHIN for p in query.places)


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
    told = [m for text in _texts(telling) for m in _ORDINAL.finditer(text)]
    if told and not {m[1] for m in told} & set(query.ordinals):
        for ordinal in query.ordinals[:1]:
            yield Difference("figure", f"ke-{ordinal}", told[0][0])
    for match in _NUMBERED.finditer(query.question):
        numbered = [m for text in _texts(telling) for m in _NUMBERED.finditer(text)]
        alike = [m for m in numbered if fold(m[1]) == fold(match[1])]
        if alike and fold(match[2]) not in {fold(m[2]) for m in alike}:
            yield Difference("figure", match[0], alike[0][0])


def _times(query: Query, telling: Telling) -> Iterator[Difference]:
    """A time of day of the claim where the article tells only others."""
    told = [m for text in _texts(telling) for m in _CLOCK.finditer(text)]
    for match in _CLOCK.finditer(query.question):
        if told and _to_time(match) not in map(_to_time, told):
            yield Difference("figure", match[0].strip(), told[0][0].strip())


def _to_time(match: re.Match[str]) -> tuple[int, int]:
    hour, minutes = int(match[1] or match[4]), int(match[2] or match[5] or 0)
    is_late = (match[3] or "").casefold() in ("siang", "sore", "malam")
    return hour + (_NOON if is_late and hour < _NOON - 1 else 0), minutes


def _texts(telling: Telling) -> list[str]:
    return [telling.paragraph.article.title or "", *(each.text for each in telling.paragraphs)]


class _Told(NamedTuple):
    """A figure of an article, the number of its paragraph, and what else that says for its unit."""

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


def find_evidence(query: Query, telling: Telling) -> tuple[int, Slice] | None:
    """The paragraph and the sentence that tell a figure of the claim, or another in its place."""
    for figure in claimed_figures(query):
        if told := _find_told(figure, query, telling):
            return told.at, _sentence_at(telling.paragraphs[told.at].text, told.figure.start)
        for at, paragraph in enumerate(telling.paragraphs):
            for each in find_figures(paragraph.text, _hidden(paragraph.mentions)):
                if each.says(figure) and each.low == each.high:
                    return at, _sentence_at(paragraph.text, each.start)
    return None


def _sentence_at(text: str, place: int) -> Slice:
    return next(part for part in split_sentences(text) if part[0] <= place < part[1])


def _all_told(telling: Telling) -> list[_Told]:
    return [
        told
        for at, paragraph in enumerate(telling.paragraphs)
        for told in _told_in(paragraph.text, _hidden(paragraph.mentions), at)
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
            _words_around(text, figure.start, figure.stop),
            _RATE.match(text, figure.stop, figure.stop + _RATE_REACH) is not None,
        )
        for figure in find_figures(text, hidden)
    )


def _roots_around(query: Query, figure: Figure) -> frozenset[str]:
    """The roots around a figure of the claim, and what says the same."""
    around = _words_around(query.question, figure.start, figure.stop)
    alike = (way for root in around for way in _unit_ways(root, query) if len(way) == 1)
    return around.union(way[0] for way in alike)


def _clause_before(text: str, start: int) -> frozenset[str]:
    """The roots of the words of the sentence before a figure: "Pengunjung tercatat …"."""
    before = text[_sentence_at(text, start)[0] : start]
    before = re.split(r"[;:]|\d[^.,]", before)[-1]
    return frozenset(find_root(fold(token[0])) for token in find_tokens(before))


def _is_done(told: _Told, telling: Telling) -> bool:
    """Whether the sentence of a figure tells what was, and not what was to be."""
    text = telling.paragraphs[told.at].text
    return not _PLANS.search(text, *_sentence_at(text, told.figure.start))


def _stands_beside(figure: Figure, telling: Telling) -> bool:
    """Whether a large figure stands in the paragraph of the deed, or any as it is written anywhere."""
    near = find_figures(telling.paragraph.text, _hidden(telling.paragraph.mentions))
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
    texts = [telling.paragraph.article.title or "", *(each.text for each in telling.paragraphs)]
    wanted = rf"(?<![\d.,]){re.escape(figure.surface)}(?![\d]|[.,]\d)"
    return any(re.search(wanted, text, re.IGNORECASE) for text in texts)


def _is_alike(told: _Told, claimed: Figure, query: Query) -> bool:
    """Whether two figures count the same: by their first words, and by what tells these apart.

    Where one counts "orang" or nothing that is said behind it, the words before it say what.
    """
    unit = told.figure.unit
    if not set(claimed.unit) - CLASSIFIERS and claimed.unit[:1] != unit[:1]:
        # "22 dipulangkan" beside "22 orang dideportasi".
        same = (told.figure.low, told.figure.high) == (claimed.low, claimed.high)
        if same and claimed.low > _SMALL and (not claimed.unit or not set(unit) & _MEASURES):
            return True
        if not claimed.unit and claimed.low <= _SMALL:
            return False
        around = told.around.union(unit) - CLASSIFIERS
        return not set(unit) & _MEASURES and bool(_roots_around(query, claimed) & around)
    if not unit and told.before.isdisjoint(claimed.unit):
        return False
    if {*claimed.unit, *unit} & _MEASURES and claimed.unit[0] not in unit[:1]:
        return False
    head, *rest = claimed.unit
    ways = _unit_ways(head, query)
    first = told.alike.union(unit[:3])
    if not any(way[0] in first and told.unit.issuperset(way) for way in ways):
        is_bare = not set(unit) - CLASSIFIERS
        return is_bare and any(told.before.issuperset(way) for way in ways)
    others = set(unit) - {root for way in ways for root in way}
    wanted = {root for word in rest for way in _unit_ways(word, query) for root in way}
    return not rest or not others or bool(wanted & others)


def _unit_ways(root: str, query: Query) -> tuple[tuple[str, ...], ...]:
    """The ways to say a word of a unit: as the claim's terms know it."""
    for term in query.terms:
        if root in {term.text, *map(find_root, term.word.split())}:
            own = ((root,),) if " " in term.word else ()
            return (*own, *held_ways(term))
    return ((root,),)


def _surplus(told: Figure, claimed: Figure) -> int:
    """How much more its unit says than the claim's: a part of what was counted says more."""
    return len(set(told.unit) - set(claimed.unit))


def _days(query: Query, telling: Telling, say_days: Words) -> Iterator[Difference]:
    mentions = [m for paragraph in telling.paragraphs for m in paragraph.mentions]
    for span in query.asked.spans:
        if any(speaks_of(mention, span) for mention in mentions):
            own = _exact_days(telling)
            if _is_day(span) and own and not _names_day(span, mentions):
                yield Difference("day", say_days(span), say_days(own[0].span))
            continue
        if any(_is_of_another_year(asked, mentions) for asked in query.asked.mentions):
            continue
        said = {fold(mention.surface) for mention in query.asked.mentions}
        if not said.isdisjoint(fold(mention.surface) for mention in mentions):
            # "Tahun depan" of an article is not that of the claim, but as it was said.
            continue
        published = telling.paragraph.article.published
        told = _told_day(telling)
        if published and _is_near(published, span) and (told is None or not _in_sentence(telling)):
            continue
        if told:
            yield Difference("day", say_days(span), say_days(told.span))
        elif published:
            yield Difference("day", say_days(span), say_days(Span(published, published)))
        return


def _exact_days(telling: Telling) -> list[DateMention]:
    """The single days that the sentence names that tells it."""
    start, stop = telling.sentence
    return [
        m
        for m in telling.paragraph.mentions
        if start <= m.start < stop and m.granularity <= Granularity.DAY
    ]


def _is_day(span: Span) -> bool:
    return span.first is not None and span.first == span.last


def _names_day(span: Span, mentions: Iterable[DateMention]) -> bool:
    """Whether a mention is of just this day, or begins or ends with it."""
    return any(span.first in (m.first, m.last) for m in mentions)


def _is_of_another_year(asked: DateMention, told: Sequence[DateMention]) -> bool:
    """Whether a day that is claimed without a year is told, in whatever year."""
    ends = [(asked.first.month, asked.first.day), (asked.last.month, asked.last.day)]
    return asked.year_inferred and any(
        [(m.first.month, m.first.day), (m.last.month, m.last.day)] == ends for m in told
    )


def days_held(query: Query, telling: Telling) -> float:
    """1 where the article names a day of the claim, less for a month, else 0; its last day for more."""
    spans = query.asked.spans
    held = [
        mention
        for paragraph in telling.paragraphs
        for mention in paragraph.mentions
        if any(speaks_of(mention, span) for span in spans)
    ]
    finest = min((mention.granularity for mention in held), default=Granularity.YEAR)
    exact = any(mention.last == span.last for mention in held for span in spans) * _EXACT
    if finest <= Granularity.DAYS:
        return 1.0 + exact
    return _MONTH + exact if finest <= Granularity.SEASON else 0.0


def days_apart_from(query: Query, telling: Telling) -> int:
    """How many days lie between a claimed day and the told one; 0 where either is open."""
    told, spans = _told_day(telling), query.asked.spans
    first = spans[0].first if spans else None
    return abs((told.first - first).days) if told and first else 0


def _is_near(published: date, span: Span) -> bool:
    last = span.last + _LATER if span.last else None
    return span.overlaps(Span(published, published)) or Span(span.first, last).overlaps(
        Span(published, published)
    )


def _in_sentence(telling: Telling) -> bool:
    start, stop = telling.sentence
    return any(
        start <= m.start < stop and m.granularity <= Granularity.DAYS
        for m in telling.paragraph.mentions
    )


def _told_day(telling: Telling) -> DateMention | None:
    """The day of what is told: in its sentence, its paragraph, the opening, or anywhere."""
    start, stop = telling.sentence
    own = telling.paragraph.mentions
    groups: tuple[Sequence[DateMention], ...] = (
        [mention for mention in own if start <= mention.start < stop],
        own,
        telling.paragraphs[0].mentions,
        [mention for paragraph in telling.paragraphs for mention in paragraph.mentions],
    )
    for most in (Granularity.DAYS, Granularity.MONTH):
        for group in groups:
            for mention in group:
                if mention.granularity <= most:
                    return mention
    return None


def _places(query: Query, telling: Telling) -> Iterator[Difference]:
    article = telling.paragraph.article
    start, stop = telling.sentence
    near = [*find_places(telling.paragraph.text), *find_places(telling.paragraphs[0].text)]
    near += find_places(article.title or "")
    named = frozenset(place for mention in near for place in mention.places)
    for place in query.places:
        stands = standing(place.names, named)
        if stands in (Standing.NONE, Standing.ELSEWHERE):
            stands = standing(place.names, told_places(article))
        if stands is not Standing.ELSEWHERE:
            continue
        told = _of_the_same(place, query, telling) or _like(
            place, (*find_places(telling.paragraph.text[start:stop]), *near)
        )
        if told:
            yield Difference("place", _as_written(place.surface, query), told)


def _like(asked: AskedPlace, near: Sequence[PlaceMention]) -> str | None:
    """The first of the places that is one of the same kind as the asked one, as it is written."""
    alike = (m for m in near if _is_of_a_kind(asked, m))
    others = (m for m in near if HOME not in m.places)
    found = next(alike, None) or next(others, None)
    return found.surface if found else None


def _is_of_a_kind(asked: AskedPlace, told: PlaceMention) -> bool:
    abroad = {PLACES[name].level is Level.COUNTRY for name in asked.names}
    return bool(
        abroad & {PLACES[name].level is Level.COUNTRY for name in told.places if name != HOME}
    )


def _of_the_same(asked: AskedPlace, query: Query, telling: Telling) -> str | None:
    """The place that stands among the same words as the asked one in the claim: "terbanyak dari …"."""
    claimed = {name for place in query.places for name in place.names}
    at = query.question.casefold().find(asked.surface)
    around = _words_around(query.question, at, at + len(asked.surface))
    rows = [
        (len(around & _words_around(paragraph.text, m.start, m.stop)), m.surface)
        for paragraph in telling.paragraphs
        for m in find_places(paragraph.text)
        if _is_of_a_kind(asked, m) and claimed.isdisjoint(m.places)
    ]
    most, surface = max(rows, key=lambda row: row[0], default=(0, ""))
    return surface if most else None


def _words_around(text: str, start: int, stop: int) -> frozenset[str]:
    """The roots of the telling words, and the figures, that stand right beside a part of a text."""
    before = [fold(token[0]) for token in find_tokens(text[:start])][-_BESIDE_WORDS:]
    behind = [fold(token[0]) for token in find_tokens(text[stop : stop + 2 * _BESIDE])]
    words = [*before, *behind[:_BESIDE_WORDS]]
    return frozenset(find_root(word) for word in words if word not in lexicon.FUNCTION_WORDS)


def _names(query: Query, telling: Telling) -> Iterator[Difference]:
    """Names in whose office the article has another, and of whoever else did the deed."""
    text, found = query.question, False
    for name in telling.lacks:
        office = office_before(text, name.start)
        told = _holder(office, telling, text[: name.start]) if office else None
        told = told or _of_the_head(query, name.start, telling)
        if told:
            found = True
            yield Difference("name", text[name.start : name.stop], told)
    for claimed, called in _called(query, telling):
        found = True
        yield Difference("name", claimed, called)
    if telling.lacks_body and not found and (bodies := _bodies(query, telling)):
        found = True
        yield Difference("name", *bodies)
    if not found and (apart := _agents(query, telling)):
        found = True
        yield Difference("name", *apart)
    if not found and (apart := _located(query, telling)):
        yield Difference("place", *apart)


def _of_the_head(query: Query, start: int, telling: Telling) -> str | None:
    """What the article calls what a claim begins with: "kelurahan terbaik … itu X"."""
    tokens = [token for token in find_tokens(query.question[:start])]
    if not tokens or fold(tokens[-1][0]) not in COPULAS:
        return None
    said = frozenset(find_root(fold(token[0])) for token in find_tokens(query.question))
    heads = (fold(token[0]) for token in tokens)
    ways = (_unit_ways(find_root(head), query) for head in heads if head not in _NO_HEADS)
    return next((told for way in ways if (told := _called_in(telling, way, said))), None)


def _located(query: Query, telling: Telling) -> tuple[str, str] | None:
    """A spot of the claim that the article has nowhere, and the one beside the same words there."""
    text, whole = query.question, _whole(telling)
    places = find_places(text)
    for match in _SPOT.finditer(text):
        words = [token[0] for token in find_tokens(match[2])]
        is_place = any(p.start < match.end() and match.start(2) < p.stop for p in places)
        unheld = any(_is_specific(word, whole, query, cased=not text.islower()) for word in words)
        if is_place or not unheld:
            continue
        around = _words_around(text, match.start(2), match.end(2))
        if told := _spot_among(around, telling, frozenset(map(fold, words))):
            return match[2], told
    return None


def _spot_among(around: frozenset[str], telling: Telling, said: Collection[str]) -> str | None:
    """The words in capitals that stand in the article among most of the words ``around``."""
    best, most = None, 0
    for paragraph in (telling.paragraph, *telling.paragraphs):
        for match in _CAPITALS.finditer(paragraph.text):
            near = _words_around(paragraph.text, match.start(), match.end())
            least = 1 if _PREPOSITION.search(paragraph.text[: match.start()]) else _LEAST_AROUND
            shared = len(around & near)
            if shared > most and shared >= least and said.isdisjoint(map(fold, match[0].split())):
                best, most = match[0], shared
    return best


def _whole(telling: Telling) -> Stems:
    """The stems of all of the article."""
    return frozenset[str]().union(*map(read_stems, _texts(telling)))


def _called(query: Query, telling: Telling) -> Iterator[tuple[str, str]]:
    """What is called otherwise in the claim and in the article: "Fakultas Hukum", "Komisi XIII".

    A word of the claim that the article has nowhere stands behind one that it has before another.
    """
    text = query.question
    tokens = list(find_tokens(text))
    whole = _whole(telling)
    said = frozenset(find_root(fold(token[0])) for token in tokens)
    # A headline may have a capital in every word.
    small = [token for token in tokens[1:] if token[0].islower() and len(token[0]) >= _LEAST_NAME]
    cased = bool(small) and not text.islower()
    places = find_places(text)
    for kind, name in pairwise(tokens):
        head = fold(kind[0])
        is_place = any(p.start < name.end() and kind.start() < p.stop for p in places)
        is_head = head.isalpha() and head not in _NO_HEADS and len(head) >= _LEAST_HEAD
        is_joined = _JOINED.fullmatch(text, kind.end(), name.start())
        if is_place or not (
            is_head and is_joined and _is_specific(name[0], whole, query, cased=cased)
        ):
            continue
        if told := _called_in(telling, _unit_ways(find_root(head), query), said):
            yield text[kind.start() : name.end()], told


def _is_specific(word: str, whole: Stems, query: Query, *, cased: bool) -> bool:
    """Whether a word of a claim names something, and an article of the stems ``whole`` has it not."""
    low = fold(word)
    if not word.isalpha() or low in common_words() or is_verb(low):
        return False
    if holds(whole, _unit_ways(find_root(low), query)) or is_spelt_like(low, whole):
        return False
    if low in lexicon.BODIES or word.isupper():
        return True
    if cased:
        return word[0].isupper()
    return len(low) >= _LEAST_NAME and not is_word(low) and low not in known_words()


def _called_in(
    telling: Telling, ways: Sequence[tuple[str, ...]], said: Collection[str]
) -> str | None:
    """A word that says the same as ``ways`` with what it calls so, none of the roots ``said``."""
    heads = {way[0] for way in ways if len(way) == 1}
    for text in (telling.paragraph.text, *_texts(telling)):
        for kind, name in pairwise(find_tokens(text)):
            is_head = find_root(fold(kind[0])) in heads and name[0][0].isupper()
            if not is_head or find_root(fold(name[0])) in said or fold(name[0]) in _NO_HEADS:
                continue
            if _JOINED.fullmatch(text, kind.end(), name.start()):
                return text[kind.start() : name.end()]
    return None


def _bodies(query: Query, telling: Telling) -> tuple[str, str] | None:
    """An institution that the claim names and the article does not, and the one in its place."""
    tokens = [(fold(token[0]), token[0]) for token in find_tokens(query.question)]
    said = {low for low, _ in tokens}
    whole = frozenset[str]().union(*map(read_stems, _texts(telling)))
    for (before, _), (low, claimed) in pairwise(tokens):
        if low not in lexicon.BODIES or find_root(low) in whole:
            continue
        for (at, _), (other, told) in pairwise(
            [(fold(t[0]), t[0]) for t in find_tokens(telling.paragraph.text)]
        ):
            is_alike = at == before or {low, other} <= _UNIVERSITIES
            if other in lexicon.BODIES and other not in said and is_alike:
                return claimed, told
    return None


def _holder(office: str, telling: Telling, before: str) -> str | None:
    """Whom the article names in an office, nearest to what is told; a deputy only for a deputy."""
    spelt = office.replace("walikota", r"wali\s?kota")
    deputy = _is_deputy(before, spelt)
    for text in (telling.paragraph.text, *(paragraph.text for paragraph in telling.paragraphs)):
        for match in re.finditer(rf"\b{spelt}\b", text, re.IGNORECASE):
            if bool(_DEPUTY.search(text[: match.start()])) != deputy:
                continue
            for name in find_names(text):
                if match.end() <= name.start <= match.end() + _REACH:
                    return text[name.start : name.stop]
    return None


def _is_deputy(before: str, spelt: str) -> bool:
    offices = list(re.finditer(rf"\b{spelt}\b", before, re.IGNORECASE))
    return bool(offices and _DEPUTY.search(before[: offices[-1].start()]))


def _agents(query: Query, telling: Telling) -> tuple[str, str] | None:
    """Who did it by the claim and by the sentence that tells it, where these are two.

    Only a name right before an active verb or right behind a passive one is taken for that.
    """
    deed = telling.deed
    sentence = telling.paragraph.text[slice(*telling.sentence)]
    claimed, told = _agent(query.question, deed), _agent(sentence, deed)
    if not claimed or not told:
        return None
    stands = {fold(token[0]) for token in find_tokens(sentence)}
    mine = {fold(token[0]) for token in find_tokens(claimed)}
    return None if mine & stands else (claimed, told)


def _agent(text: str, deed: Collection[str]) -> str | None:
    """The name beside the first form of the deed in ``text``: before "me-", behind "di-"."""
    names = find_names(text)
    for token in find_tokens(text):
        word = fold(token[0])
        if find_root(word) not in deed or not is_verb(word):
            continue
        if word.startswith("di"):
            near = [n for n in names if token.end() <= n.start <= token.end() + _BESIDE]
            return text[near[0].start : near[0].stop] if near else None
        near = [n for n in names if token.start() - _BESIDE <= n.stop <= token.start()]
        between = text[near[-1].stop : token.start()] if near else ""
        is_near = near and not re.search(r"[.;:]|\b(?:dan|serta|bersama|oleh|kata|ujar)\b", between)
        return text[near[-1].start : near[-1].stop] if is_near else None
    return None


def _as_written(surface: str, query: Query) -> str:
    match = re.search(rf"\b{re.escape(surface)}\b", query.question, re.IGNORECASE)
    return match[0] if match else surface
