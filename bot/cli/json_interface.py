"""The machine interface: answers and dates as JSON values, requests from JSON lines.

Scripts and evaluations rest on these names; keep them stable.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bot.archive.articles import parse_day
from bot.dates import find_asked, find_mentions
from bot.errors import DataError
from bot.model import Answer, Citation, DateMention, Passage, Query, Span, Turn
from bot.render.foot import WayOn
from bot.render.head import read_as
from bot.render.pages import to_pages
from bot.render.translations import Translations

Json = dict[str, Any]
CHATS = ("private", "group", "guest", "inline")
_WAYS_ON = {"group": WayOn(), "guest": WayOn("bot"), "inline": WayOn("bot")}


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """One question of a batch.

    Attributes:
        today: None where the caller leaves it to the clock.
        history: Earlier questions of the same chat, oldest first.
        page: The page of the answer that is wanted, from 1; beyond the last it is the last.
        forwarded_on: Where the question is a forwarded text, the day when that was first sent.
        chat: Where it is asked, one of ``CHATS``.
    """

    id: Any
    question: str
    today: date | None = None
    history: tuple[Turn, ...] = ()
    page: int = 1
    forwarded_on: date | None = None
    chat: str = CHATS[0]

    @property
    def way_on(self) -> WayOn | None:
        """How readers go on there; None where they have buttons."""
        return _WAYS_ON.get(self.chat)


def parse_request(line: str) -> BatchQuestion:
    """The question in one JSON line.

    Raises:
        DataError: The line is no JSON object, or a value is of the wrong kind.
    """
    row = _parse_object(line)
    history = row.get("history") or []
    if not isinstance(history, list):
        raise DataError(f"history: expected a list of questions, got {history!r:.60}")
    return BatchQuestion(
        row.get("id"),
        _text(row, "question"),
        _day(row, "today"),
        tuple(_turn(item, f"history[{number}]") for number, item in enumerate(history)),
        _page(row),
        _day(row, "forwarded_on"),
        _chat(row),
    )


def _turn(item: Any, place: str) -> Turn:
    if isinstance(item, str):
        return Turn(item)
    if not isinstance(item, dict):
        raise DataError(f"{place}: expected a question or an object, got {item!r:.60}")
    try:
        days = _day(item, "today"), _day(item, "forwarded_on")
        return Turn(_text(item, "question"), days[0], _page(item), days[1])
    except DataError as problem:
        raise DataError(f"{place}.{problem}") from None


def _parse_object(line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line.removeprefix("\ufeff"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise DataError(f"expected a JSON object, got {line.strip()[:60]!r}")
    return row


def _refuse_constant(name: str) -> None:
    """JSON has no NaN and no Infinity, though Python reads them."""
    raise ValueError(name)


def error_to_json(line: str, sentence: str) -> Json:
    """The row for a line that could not be answered, with its id where that can be read."""
    try:
        return {"id": _parse_object(line).get("id"), "error": sentence}
    except DataError:
        return {"id": None, "error": sentence}


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise DataError(f"{key}: expected text, got {value!r:.60}")
    return value


def _page(row: Mapping[str, Any]) -> int:
    value = row.get("page")
    if value is None:
        return 1
    # JSON's true is a whole number to Python.
    if type(value) is not int or value < 1:
        raise DataError(f"page: expected a whole number from 1, got {value!r:.60}")
    return value


def _chat(row: Mapping[str, Any]) -> str:
    value = row.get("chat")
    if value is None:
        return CHATS[0]
    if value not in CHATS:
        raise DataError(f"chat: expected one of {', '.join(CHATS)}, got {value!r:.60}")
    return str(value)


def _day(row: Mapping[str, Any], key: str) -> date | None:
    value = row.get(key)
    return None if value is None else _parse_day(value, key)


def _parse_day(value: Any, key: str) -> date:
    try:
        return parse_day(value)
    except DataError as problem:
        raise DataError(f"{key}: {problem}") from None


def answer_to_json(
    answer: Answer,
    translations: Translations,
    *,
    shown: int,
    limit: int,
    page: int = 1,
    way_on: WayOn | None = None,
    request_id: Any = None,
) -> Json:
    """A page of the answer as one object.

    Args:
        answer: With passages for all of its pages.
        translations: The texts of its language.
        shown: Passages in the texts of a page at most.
        limit: Hits at most: those of the page first, those after it, then those before it.
        page: Which one, from 1, where the answer is not opened at a later one; beyond the last it
            is the last.
        way_on: How readers without buttons go on.
        request_id: Comes back as "id".
    """
    pages = to_pages(answer, translations, shown=shown, way_on=way_on)
    number = min(max(page, answer.page), len(pages))
    order = [*pages[number - 1 :], *pages[: number - 1]]
    passages = [passage for each in order for passage in each.passages]
    passages += answer.passages if not passages else ()
    return {
        "id": request_id,
        "question": answer.query.question,
        "query": _query(answer.query),
        "answered": answer.answered,
        "reason": answer.reason,
        "hits": [_hit(passage) for passage in passages[:limit]],
        "total": answer.total,
        "nearest": [day.isoformat() for day in answer.nearest],
        "reach": {
            "articles": answer.reach.articles,
            "undated": answer.reach.undated,
            "first": _iso(answer.reach.first),
            "last": _iso(answer.reach.last),
        },
        "notes": list(answer.notes),
        "form": answer.form.value,
        "verdict": answer.verdict and answer.verdict.value,
        "page": {"number": number, "count": len(pages)},
        "subject": read_as(answer.query, translations),
        "counts": asdict(answer.counts),
        "text": pages[number - 1].plain,
        "html": [pages[number - 1].html],
    }


def _query(query: Query) -> Json:
    return {
        "terms": [term.text for term in query.terms],
        "spans": [_span(span) for span in query.asked.spans],
        "intent": query.intent.value,
        "language": query.language,
        "corrections": dict(query.corrections),
    }


def _span(span: Span) -> Json:
    return {"first": _iso(span.first), "last": _iso(span.last)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _hit(passage: Passage) -> Json:
    paragraph = passage.paragraph
    return {
        "article": paragraph.article.id,
        "paragraph": paragraph.number,
        "text": paragraph.text,
        "score": round(passage.hit.score, 6),
        "highlights": [list(part) for part in passage.highlights],
        "mentions": [mention_to_json(mention) for mention in paragraph.mentions],
        "citation": _citation(passage.citation),
        "also": [{"article": copy.article, **_citation(copy)} for copy in passage.also],
    }


def _citation(citation: Citation) -> Json:
    return {
        "title": citation.title,
        "publisher": citation.publisher,
        "published": _iso(citation.published),
        "url": citation.url,
    }


def mention_to_json(mention: DateMention) -> Json:
    """The mention with its days and all its flags."""
    return {
        "surface": mention.surface,
        "start": mention.start,
        "stop": mention.stop,
        "first": mention.first.isoformat(),
        "last": mention.last.isoformat(),
        "granularity": mention.granularity.name.lower(),
        "relation": mention.relation.value,
        "planned": mention.planned,
        "year_inferred": mention.year_inferred,
        "weekday_conflict": mention.weekday_conflict,
        "rule": mention.rule,
    }


def dates_to_json(line: str, today: date) -> Json:
    """What the grammar finds in the text of one JSON line; ``today`` where it gives no reference.

    Raises:
        DataError: The line is no such request.
    """
    row = _parse_object(line)
    text, reference = _text(row, "text"), _day(row, "reference")
    kind = row.get("kind", "article")
    if kind not in ("article", "question"):
        raise DataError(f"kind: expected article or question, got {kind!r:.60}")
    named = {"id": row["id"]} if "id" in row else {}
    if kind == "article":
        found = [mention_to_json(mention) for mention in find_mentions(text, reference)]
        return {**named, "mentions": found}
    asked = find_asked(text, reference or today, _known_dates(row))
    return {
        **named,
        "spans": [_span(span) for span in asked.spans],
        "surface": asked.mentions[0].surface if asked.mentions else "",
        "mentions": [mention_to_json(mention) for mention in asked.mentions],
        "impossible": list(asked.impossible),
    }


def _known_dates(row: Mapping[str, Any]) -> list[date]:
    value = row.get("known_dates") or []
    if not isinstance(value, list):
        raise DataError(f"known_dates: expected a list of days, got {value!r:.60}")
    return [_parse_day(day, "known_dates") for day in value]
