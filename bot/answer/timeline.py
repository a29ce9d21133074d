"""A matter in order: the articles on it by the days that they tell, the oldest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from bot.answer.passages import Row, find_event
from bot.index.protocol import Index
from bot.model import DateMention, Granularity, Hit, Paragraph, Passage, Query, cite
from bot.search.answer_type import nearness
from bot.search.terms import WeighedTerms
from bot.text.analysis import read_vocabulary
from bot.text.sentences import split_sentences

# A sentence is on the matter where it holds this share of what the best one of its article does.
_ON_THE_MATTER = 0.8
# What lies longer before its report is what led to it.
_BACKGROUND = timedelta(days=62)

Slice = tuple[int, int]


def tell_in_order(
    rows: Sequence[Row], query: Query, terms: WeighedTerms, index: Index
) -> tuple[Passage, ...]:
    """A passage for each event that the articles tell, by day, the oldest first; equals as given.

    An article is heard once a day. What was planned for a day and what happened on it is one
    line where it is one event; reports that tell no day stand at that of their publication, and
    without that nowhere.

    Args:
        rows: The articles on the matter, each by the paragraph that says most of it.
        query: What is asked; where it names days, others are not told.
        terms: The words of the matter.
        index: The archive.
    """
    read = index.read_articles([hit.paragraph.article.id for hit, _ in rows])
    told = [
        passage
        for row in rows
        for passage in _Teller(row, read[row[0].paragraph.article.id], query, terms).passages()
    ]
    return tuple(_fold_events(sorted(told, key=_order), index))


@dataclass(frozen=True)
class _Teller:
    """Finds the days on which one article tells of a matter."""

    row: Row
    paragraphs: Sequence[Paragraph]
    query: Query
    terms: WeighedTerms

    def passages(self) -> list[Passage]:
        """Its passages, one a day: the sentences on the matter with a day, else its opening day."""
        found: dict[date, Passage] = {}
        for paragraph, part in self._sentences:
            mention = self._nearest_day(paragraph, part)
            if mention:
                passage = Passage(self._hit(paragraph), (part,), dates=(mention,), also=self.row[1])
                found.setdefault(mention.first, passage)
        return list(found.values()) or self._undated()

    def _undated(self) -> list[Passage]:
        """The sentence on the matter under the day of another, or of publication; else none."""
        (paragraph, part), *_ = self._sentences or [(self.row[0].paragraph, self._first_sentence)]
        passage = Passage(self._hit(paragraph), (part,), also=self.row[1])
        if event := self._opening_day(paragraph):
            return [replace(passage, event=event)]
        published = paragraph.article.published
        if published is None or not self._is_asked(published, published):
            return []
        return [replace(passage, published_only=True)]

    def _hit(self, paragraph: Paragraph) -> Hit:
        return replace(self.row[0], paragraph=paragraph)

    @property
    def _first_sentence(self) -> Slice:
        return split_sentences(self.row[0].paragraph.text)[0]

    @cached_property
    def _sentences(self) -> list[tuple[Paragraph, Slice]]:
        """The sentences on the matter, in order."""
        held = [
            (self._held(paragraph.text[start:stop]), paragraph, (start, stop))
            for paragraph in self.paragraphs
            for start, stop in split_sentences(paragraph.text)
        ]
        least = _ON_THE_MATTER * max((mass for mass, _, _ in held), default=0.0)
        return [(paragraph, part) for mass, paragraph, part in held if mass and mass >= least]

    def _held(self, text: str) -> float:
        stems = read_vocabulary(text).stems
        return sum(word.mass * word.held_by(stems) for word in self.terms.content)

    def _nearest_day(self, paragraph: Paragraph, part: Slice) -> DateMention | None:
        """The exact day of a sentence that stands nearest to the words of the matter."""
        inside = [m for m in self._exact(paragraph) if part[0] <= m.start < part[1]]
        slices = [(m.start, m.stop) for m in inside]
        near = nearness(paragraph.text, slices, self.terms.salience)
        return inside[near.index(max(near))] if near else None

    def _exact(self, paragraph: Paragraph) -> list[DateMention]:
        exact = (m for m in paragraph.mentions if m.granularity <= Granularity.DAYS)
        return [m for m in exact if self._is_asked(m.first, m.last)]

    def _is_asked(self, first: date, last: date) -> bool:
        spans = self.query.asked.spans
        return not spans or any(
            (span.first or date.min) <= last and first <= (span.last or date.max) for span in spans
        )

    def _opening_day(self, paragraph: Paragraph) -> DateMention | None:
        """The first day that is told from ``paragraph`` on: what happened comes before its report."""
        published = paragraph.article.published
        for other in self.paragraphs[paragraph.number :]:
            lately = [
                mention
                for mention in self._exact(other)
                if not published or published - _BACKGROUND <= mention.first <= published
            ]
            if lately:
                return min(lately, key=lambda mention: mention.first)
        return find_event(self.paragraphs, self.query)


def _order(passage: Passage) -> tuple[date, date]:
    told = passage.told_day
    day = passage.citation.published or date.min
    return (told.first, told.last) if told else (day, day)


def _fold_events(passages: Sequence[Passage], index: Index) -> Iterator[Passage]:
    """The passages, those of one event on one day as one; what happened speaks for what was planned."""
    keys = index.event_keys([passage.paragraph.article.id for passage in passages])
    groups: list[tuple[set[tuple[date, str]], list[Passage]]] = []
    for passage in passages:
        day = _order(passage)[0]
        own = {key for key in keys[passage.paragraph.article.id] if key[0] == day}
        same = next((group for group in groups if group[0] & own), None)
        if same:
            same[0].update(own)
            same[1].append(passage)
        else:
            groups.append((own, [passage]))
    return (_as_one(group) for _, group in groups)


def _as_one(reports: Sequence[Passage]) -> Passage:
    """The report with a headline of what happened, if there is one, and the others behind it."""
    ordered = sorted(reports, key=_worth)
    first = ordered[0]
    others = [cite(each.paragraph.article) for each in ordered[1:]]
    also = [*first.also, *others, *(copy for each in ordered[1:] for copy in each.also)]
    known = {first.citation.article}
    heard = {c.article: c for c in also if c.article not in known}
    return replace(first, also=tuple(heard.values()))


def _worth(passage: Passage) -> tuple[bool, bool, bool]:
    return _is_planned(passage), passage.published_only, not passage.citation.title


def _is_planned(passage: Passage) -> bool:
    return bool(passage.told_day and passage.told_day.planned)
