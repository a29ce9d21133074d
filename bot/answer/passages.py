"""From hits to passages: which sentences answer, which mention dates them, which reports are one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from bot.archive.originals import original_of, to_copied
from bot.index.protocol import Index, ParagraphKey
from bot.model import (
    AnswerType,
    Article,
    Citation,
    DateMatch,
    DateMention,
    Granularity,
    Hit,
    Paragraph,
    Passage,
    Query,
    cite,
)
from bot.search.answer_type import answer_type_fit, nearness
from bot.text.analysis import analyze
from bot.text.sentences import split_sentences

# A sentence joins the best one when it is worth this share of it.
_WORTH_ADDING = 0.4
# What a word that the title or the lead says already is worth in a sentence further down.
_REPEATED = 0.3
# Two articles that share this much of their vocabulary tell the same story in the same words;
# independent reports of one event were seen below .5.
_SAME_REPORT = 0.75
# From this estimate on they are compared: of two that share .75, one pair in 10,000 is below it.
_WORTH_COMPARING = 0.45
# A paragraph of a linked copy repeats the original's where that says this share of its stems;
# in edited copies it was seen above .9.
_SAME_PARAGRAPH = 0.75
_LOOK_FOR_COPIES = 20
# From this nearness on, a day is taken to be that of what was asked for.
_NEAR = 0.12

_LONG_SENTENCE = 240
# So many paragraphs open an article.
_OPENING = 2
# A sentence that begins so says nothing without the one before it.
_LEANS = re.compile(
    r"[\"“]?(?:(?:oleh )?(?:karena|sebab) (?:itu|hal itu)|untuk itu|hal (?:itu|ini|tersebut)|akibatnya|"
    r"dengan demikian|sebab|maka dari itu|therefore|that is why|because of this)\b",
    re.IGNORECASE,
)
# From this fit on a sentence surely holds the thing itself; another is worth so much less.
_SURE_FIT, _UNTOLD = 0.5, 0.3
_TOLD_APART = (AnswerType.LIST, AnswerType.TIME, AnswerType.COUNTRY)

Slice = tuple[int, int]
Row = tuple[Hit, tuple[Citation, ...]]
"""A hit, and the citations of the near-identical reports that it stands for."""


def build_passage(row: Row, query: Query, weights: Mapping[str, float], *, longest: int) -> Passage:
    """The passage of a hit: its answering sentences and the dates that place it.

    Args:
        row: What was found by its words.
        query: What was asked.
        weights: How telling each stem is; a stem that is missing tells nothing.
        longest: Characters of the sentences set apart; the best is kept even if it is longer.
    """
    hit, also = row
    text = hit.paragraph.text
    sentences = split_sentences(text)
    telling = _weigh_by_opening(hit, weights)
    values = [_value(text, part, hit, query, telling) for part in sentences]
    leans = [bool(_LEANS.match(text, start)) for start, _ in sentences]
    highlights = _best_sentences(sentences, values, leans, longest)
    if query.answer_type is AnswerType.DATE:
        highlights = _with_a_day(highlights, sentences, hit, weights)
    best = highlights.index(sentences[values.index(max(values))])
    return Passage(
        hit,
        highlights,
        best,
        _dates(hit, highlights, weights),
        published_only=hit.dating is DateMatch.PUBLISHED,
        also=also,
    )


def dated_passage(row: Row) -> Passage:
    """The sentence of a hit that holds the most exact of the asked dates."""
    hit, also = row
    at, sentences = hit.dates[0].start, split_sentences(hit.paragraph.text)
    dated = tuple(part for part in sentences if part[0] <= at < part[1])
    return Passage(hit, dated, dates=hit.dates, also=also)


def lead_passage(row: Row) -> Passage:
    """The first sentence of a hit, shown because its article was published then."""
    hit, also = row
    lead = tuple(split_sentences(hit.paragraph.text)[:1])
    return Passage(hit, lead, dates=_dates(hit, lead, {}), published_only=True, also=also)


def _weigh_by_opening(hit: Hit, weights: Mapping[str, float]) -> Mapping[str, float]:
    """The weights for the sentences of a hit: what its article opens with tells less below it."""
    article = hit.paragraph.article
    if hit.paragraph.number == 0:
        return weights
    opening = {*analyze(article.title or ""), *analyze(article.paragraphs[0])}
    return {stem: _REPEATED * w if stem in opening else w for stem, w in weights.items()}


def _value(text: str, part: Slice, hit: Hit, query: Query, weights: Mapping[str, float]) -> float:
    """How much a sentence says of what was asked."""
    start, stop = part
    sentence = text[start:stop]
    # In the order of the text: the order of a set, and with it a rounded sum, changes by the run.
    value = sum(weights.get(stem, 0.0) for stem in dict.fromkeys(analyze(sentence)))
    inside = [m for m in hit.paragraph.mentions if start <= m.start < stop]
    there = [replace(m, start=m.start - start, stop=m.stop - start) for m in inside]
    fit = answer_type_fit(sentence, there, query.answer_type, weights)
    value *= 1.0 + fit
    if query.answer_type in _TOLD_APART:
        # A list seldom repeats what it is of, a time what begins then; without it nothing is told.
        value = (value if fit >= _SURE_FIT else _UNTOLD * value) + fit * sum(weights.values())
    value *= 1.2 if any(mention in hit.dates for mention in inside) else 1.0
    # A sentence of half a screen says much beside what was asked.
    return value / (1.0 + max(0, stop - start - _LONG_SENTENCE) / _LONG_SENTENCE)


def _best_sentences(
    sentences: Sequence[Slice], values: Sequence[float], leans: Sequence[bool], longest: int
) -> tuple[Slice, ...]:
    """The best sentence and those beside it in worth, as far as they fit, in reading order."""
    ranked = sorted(range(len(sentences)), key=lambda at: (-values[at], at))
    chosen = ranked[:1]
    room = longest - sum(_length(sentences[at]) for at in chosen)
    if chosen[0] and leans[chosen[0]] and _length(sentences[chosen[0] - 1]) <= room:
        chosen.append(chosen[0] - 1)
        room -= _length(sentences[chosen[0] - 1]) + 1
    for at in ranked[1:]:
        if at in chosen:
            continue
        worth = values[at] >= _WORTH_ADDING * values[chosen[0]]
        follows = at == chosen[0] + 1
        if (worth or follows) and _length(sentences[at]) <= room:
            chosen.append(at)
            room -= _length(sentences[at]) + 1
    return tuple(sentences[at] for at in sorted(chosen))


def _with_a_day(
    highlights: tuple[Slice, ...],
    sentences: Sequence[Slice],
    hit: Hit,
    weights: Mapping[str, float],
) -> tuple[Slice, ...]:
    """The sentences and, where they name no day, the one whose day stands nearest to the words."""
    mentions = hit.paragraph.mentions
    if not mentions or any(a <= m.start < b for m in mentions for a, b in highlights):
        return highlights
    near = nearness(hit.paragraph.text, [(m.start, m.stop) for m in mentions], weights)
    nearest = mentions[near.index(max(near))]
    dated = [part for part in sentences if part[0] <= nearest.start < part[1]]
    return tuple(sorted({*highlights, *dated}))


def _length(part: Slice) -> int:
    return part[1] - part[0]


def _dates(
    hit: Hit, highlights: Sequence[Slice], weights: Mapping[str, float]
) -> tuple[DateMention, ...]:
    """The mentions that date the passage: those asked for, else those near what was asked.

    A day far from the words of the question is the day of something else: "Christian Penna …
    yang jatuh pada 27 Januari mendatang" says nothing of when he was there. The most exact come
    first; of equals, the nearest.
    """
    if hit.dates:
        return hit.dates
    inside = [
        mention
        for mention in hit.paragraph.mentions
        if mention.granularity <= Granularity.MONTH
        and any(start <= mention.start < stop for start, stop in highlights)
    ]
    near = nearness(hit.paragraph.text, [(m.start, m.stop) for m in inside], weights)
    rows = [row for row in zip(inside, near, strict=True) if row[1] >= _NEAR or not weights]
    rows.sort(key=lambda row: (row[0].granularity, -row[1]))
    return tuple(mention for mention, _ in rows)


def find_event(paragraphs: Sequence[Paragraph], query: Query) -> DateMention | None:
    """The day that an article opens with: of the asked days, if it names one; None without any.

    Of the first paragraph that names such a day, the first that was over when it was published.
    Where there is none, a day still to come is that of an article that opens with it; further down
    it is another matter, or a slip of the pen.
    """
    spans = query.asked.spans if not query.asked.outside else ()
    ahead: DateMention | None = None
    for at, paragraph in enumerate(paragraphs):
        exact = [m for m in paragraph.mentions if m.granularity <= Granularity.DAYS]
        told = [m for m in exact if not spans or any(m.span.overlaps(span) for span in spans)]
        published = paragraph.article.published
        over = next((m for m in told if published is None or m.first <= published), None)
        if over:
            return over
        if told and (at < _OPENING or spans):
            ahead = ahead or told[0]
    return ahead


def fold_copies(hits: Sequence[Hit], index: Index) -> list[Row]:
    """The hits with near-identical reports folded into the first of them.

    Two reports are near-identical where nearly all of their words are the same, or where one is
    linked to the other as its copy and the very paragraph stands in both.

    Returns:
        Each hit that stays, in order, with the citations of the articles that it stands for.
        Only the first hits are compared; a reader sees no more.
    """
    folding = _Folding(hits[:_LOOK_FOR_COPIES], index)
    for at, hit in enumerate(hits):
        if at < _LOOK_FOR_COPIES:
            folding.take(hit, hits[at + 1 :])
        else:
            folding.keep(hit)
    rows = (_original_first(hit, also, hits) for hit, also in folding.kept)
    return [(hit, tuple(map(cite, also))) for hit, also in rows]


def _original_first(
    hit: Hit, also: Sequence[Article], hits: Sequence[Hit]
) -> tuple[Hit, Sequence[Article]]:
    """The hit and what it stands for; a copy whose original is among these stands behind that."""
    article = hit.paragraph.article
    for other in hits:
        original = other.paragraph.article
        is_original = original in also and original.id == article.copy_of
        if is_original and other.paragraph.text == hit.paragraph.text:
            rest = [each for each in also if each != original]
            return replace(other, score=hit.score, evidence=hit.evidence), [article, *rest]
    return hit, also


class _Folding:
    """The hits that stay, so far, and the articles that each of them stands for.

    A paragraph of a copy is folded into that paragraph of the other article that repeats it,
    also where this comes later; it then stays, lest two copies of one original be folded into
    each other and nobody hear either.
    """

    def __init__(self, hits: Sequence[Hit], index: Index) -> None:
        articles = {hit.paragraph.article.id: hit.paragraph.article for hit in hits}
        copied = to_copied(articles.values())
        self._originals = {name: original_of(name, copied) for name in articles}
        alike = index.resemblances(list(articles))
        self._alike = {frozenset(two) for two, share in alike.items() if share >= _WORTH_COMPARING}
        self.kept: list[tuple[Hit, list[Article]]] = []
        self._awaited: dict[ParagraphKey, list[Article]] = {}
        self._words = cache(lambda text: frozenset(analyze(text)))

    def keep(self, hit: Hit) -> None:
        """Lets ``hit`` stay."""
        self.kept.append((hit, self._awaited.pop(_key(hit), [])))

    def take(self, hit: Hit, later: Sequence[Hit]) -> None:
        """Folds ``hit``, or lets it stay; ``later`` is what comes after it."""
        article = hit.paragraph.article
        also = None if _key(hit) in self._awaited else self._stand_in(hit, later)
        if also is None:
            self.keep(hit)
        elif article not in also:
            also.append(article)

    def _stand_in(self, hit: Hit, later: Sequence[Hit]) -> list[Article] | None:
        """What the hit stands for that can stand for ``hit``, too."""
        article = hit.paragraph.article
        for kept, also in self.kept:
            other = kept.paragraph.article
            if other.publisher == article.publisher:
                continue
            if self._is_same_report(article, other):
                return also
            if self._originals[article.id] == self._originals[other.id]:
                found = self._counterpart(hit, other, later)
                if found is not None:
                    return found
        return None

    def _counterpart(self, hit: Hit, other: Article, later: Sequence[Hit]) -> list[Article] | None:
        """What the hit of ``other`` stands for that says what ``hit`` does."""
        for kept, also in self.kept:
            if kept.paragraph.article.id == other.id and self._repeats(hit, kept):
                return also
        for one in later:
            if one.paragraph.article.id == other.id and self._repeats(hit, one):
                return self._awaited.setdefault(_key(one), [])
        return None

    def _is_same_report(self, one: Article, other: Article) -> bool:
        if {one.id, other.id} not in self._alike:
            return False
        mine, theirs = (self._words("\n".join(article.paragraphs)) for article in (one, other))
        return len(mine & theirs) >= _SAME_REPORT * len(mine | theirs)

    def _repeats(self, hit: Hit, other: Hit) -> bool:
        """Whether ``other`` says nearly all that ``hit`` says, and each of its figures."""
        mine, theirs = (self._words(one.paragraph.text) for one in (hit, other))
        figures = {stem for stem in mine if stem[0].isdecimal()}
        return figures <= theirs and len(mine & theirs) >= _SAME_PARAGRAPH * len(mine)


def _key(hit: Hit) -> ParagraphKey:
    return ParagraphKey(hit.paragraph.article.id, hit.paragraph.number)
