"""What happened on some days, an event a row: the best report of each, the others behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answer.passages import Row, fold_copies
from bot.index.protocol import Index
from bot.model import Article, Citation, DateMatch, DateMention, Granularity, Hit, Span, cite


@dataclass(frozen=True, slots=True)
class EventRows:
    """What was found of some days.

    Attributes:
        events: One row for each event, in the order of its first hit, with the citations of its
            other reports. What names only a month or a year is one for each article that tells no
            event.
        further: The passages of those other reports, event by event, one for each article that does
            not only repeat another, of one that names no day its opening; then what else all of
            them say of the day.
    """

    events: tuple[Row, ...]
    further: tuple[Row, ...]

    @property
    def articles(self) -> frozenset[str]:
        """The articles that tell them."""
        shown = frozenset(hit.paragraph.article.id for hit, _ in self.events)
        return shown.union(cited.article for _, also in self.events for cited in also)


def fold_events(hits: Sequence[Hit], spans: Sequence[Span], index: Index) -> EventRows:
    """The hits that were found by the days of ``spans``, by event.

    The best report of an event stands for it: one that tells the day in its opening, of those one
    with headline, address and day of publication, of equals the first.
    """
    told = _by_event(hits, index)
    reports = index.event_reports(told.keys(), spans)
    silent = _read_silent(told, reports, index)
    events, further, rest = list[Row](), list[Row](), list[Row]()
    for event, found in told.items():
        best = min(found, key=_quality)
        others = [*_others(best, found), *silent.get(event, ())]
        also = sorted((hit.paragraph.article for hit in others), key=_lacks_head)
        events.append((best, tuple(map(cite, also))))
        more = [hit for hit in found if hit not in (best, *others)]
        for row in fold_copies([best, *others, *more], index)[1:]:
            (rest if row[0] in more else further).append(row)
    return EventRows(tuple(events), (*further, *rest))


def _by_event(hits: Sequence[Hit], index: Index) -> Mapping[str, list[Hit]]:
    """The hits of each event, whose day is the first of the dates of each.

    A paragraph that tells several events is a hit of each. What tells none goes by its original,
    behind all that tell one.
    """
    keys = index.event_keys({hit.paragraph.article.id for hit in hits})
    names = {article: dict(sorted(own, reverse=True)) for article, own in keys.items()}
    told, vague = defaultdict[str, list[Hit]](list), defaultdict[str, list[Hit]](list)
    for hit in hits:
        article, heard = hit.paragraph.article, set[str]()
        for mention in hit.dates:
            event = names[article.id].get(mention.first) if _is_day(mention) else None
            if event is not None and event not in heard:
                heard.add(event)
                told[event].append(_led_by(hit, mention))
        if not heard:
            vague[article.copy_of or article.id].append(hit)
    spoken = {hit.paragraph.article.id for found in told.values() for hit in found}
    silent = {key: found for key, found in vague.items() if not _speak(found, spoken)}
    return _in_order(hits, {**told, **silent})


def _in_order(hits: Sequence[Hit], told: Mapping[str, list[Hit]]) -> Mapping[str, list[Hit]]:
    """The events in the order of their first hits; those of one hit by day."""
    order = {_key(hit): at for at, hit in reversed(list(enumerate(hits)))}

    def place(row: tuple[str, list[Hit]]) -> tuple[int, date]:
        found = row[1]
        return min(order[_key(hit)] for hit in found), min(hit.dates[0].first for hit in found)

    return dict(sorted(told.items(), key=place))


def _key(hit: Hit) -> tuple[str, int]:
    return hit.paragraph.article.id, hit.paragraph.number


def _speak(hits: Iterable[Hit], spoken: Collection[str]) -> bool:
    return any(hit.paragraph.article.id in spoken for hit in hits)


def _is_day(mention: DateMention) -> bool:
    return mention.granularity <= Granularity.DAYS


def _led_by(hit: Hit, mention: DateMention) -> Hit:
    """The hit with this mention before its other dates."""
    if hit.dates[0] == mention:
        return hit
    return replace(hit, dates=(mention, *(each for each in hit.dates if each != mention)))


def _others(best: Hit, hits: Iterable[Hit]) -> Iterator[Hit]:
    """The best hit of each other article, in the order of their first hits."""
    found: dict[str, Hit] = {}
    for hit in hits:
        name = hit.paragraph.article.id
        found[name] = min(found.get(name, hit), hit, key=_quality)
    return (hit for name, hit in found.items() if name != best.paragraph.article.id)


def _quality(hit: Hit) -> tuple[bool, bool, int, int]:
    """What comes first among the reports of an event."""
    number, article = hit.paragraph.number, hit.paragraph.article
    return number > 0, article.copy_of is not None, _lacks_head(article), number


def _lacks_head(article: Article) -> int:
    """How much of headline, address and day of publication it lacks."""
    return sum(not part for part in (article.title, article.url, article.published))


def _read_silent(
    told: Mapping[str, Sequence[Hit]], reports: Mapping[str, Sequence[str]], index: Index
) -> Mapping[str, list[Hit]]:
    """The openings of the reports of each event that name none of its days."""
    wanted = {
        event: [name for name in names if name not in {h.paragraph.article.id for h in told[event]}]
        for event, names in reports.items()
    }
    read = index.read_articles({name for names in wanted.values() for name in names})
    return {
        event: [Hit(read[name][0], 1.0, dating=DateMatch.PUBLISHED) for name in names]
        for event, names in wanted.items()
    }


def fold_reports(rows: Sequence[Row], index: Index) -> list[Row]:
    """The rows with the reports of one event, whatever its day, folded into the first of them."""
    keys = index.event_keys([hit.paragraph.article.id for hit, _ in rows])
    kept: list[tuple[Hit, set[str], list[Citation]]] = []
    for hit, also in rows:
        events = {event for _, event in keys[hit.paragraph.article.id]}
        same = next((row for row in kept if not events.isdisjoint(row[1])), None)
        if same:
            same[1].update(events)
            same[2].extend([cite(hit.paragraph.article), *also])
        else:
            kept.append((hit, events, list(also)))
    return [(hit, tuple(also)) for hit, _, also in kept]


def days_of(hits: Iterable[Hit], spans: Sequence[Span]) -> set[date]:
    """The asked days that hits name; of a stretch around all of them, the first that was asked."""
    return {day for hit in hits for mention in hit.dates for day in _days(mention, spans)}


def _days(mention: DateMention, spans: Sequence[Span]) -> Iterable[date]:
    if not _is_day(mention):
        return ()
    ends = [d for d in (mention.first, mention.last) if any(s.overlaps(Span(d, d)) for s in spans)]
    around = [span.first for span in spans if span.first]
    return ends or around[:1]
