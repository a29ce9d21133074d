"""Whether an archive reports what a text says: each claim judged, and the answer of them all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answer.browse import Overview
from bot.answer.counts import count_told
from bot.answer.event_rows import fold_reports
from bot.answer.passages import Row, build_passage, find_event, fold_copies
from bot.answer.reports import find_report
from bot.answer.told_days import Words
from bot.answer.told_figures import find_evidence
from bot.archive.urls import host_and_number
from bot.config import Config
from bot.index.protocol import Catalogue
from bot.model import (
    Answer,
    Article,
    Citation,
    DateMatch,
    Hit,
    JudgedClaim,
    Passage,
    Query,
    Reason,
    Verdict,
    cite,
)
from bot.query.links import to_slug, whole_address
from bot.search.claims import ClaimReader, Telling, read_candidates
from bot.search.paragraphs import asked_dates
from bot.search.terms import WeighedTerms, weigh_terms
from bot.text.analysis import analyze

# Two headlines with so much in common are one.
_SAME_HEADLINE = 0.75
# Of so many articles of an outlet it is looked at which number they bear.
_MOST_NUMBERED = 5000


@dataclass(frozen=True)
class VerdictBuilder:
    """Judges the claims of ``query``, at most ``limit`` passages long.

    Attributes:
        say_days: Says days in the words of a difference.
    """

    query: Query
    overview: Overview
    catalogue: Catalogue
    config: Config
    say_days: Words
    limit: int

    def build(self) -> Answer:
        """The answer: answered where all of its claims were reported."""
        reach = self.overview.reach
        if not reach.articles:
            return Answer(self.query, answered=False, reach=reach, reason="empty_corpus")
        claims: list[JudgedClaim] = []
        for claim in self.query.claims:
            heard = {
                article
                for each in claims
                if each.verdict is not Verdict.NOT_FOUND
                for passage in each.passages
                for article in (passage.paragraph.article.id, *(c.article for c in passage.also))
            }
            claims.append(self._judge_link(claim) if claim.address else self._judge(claim, heard))
        return self._to_answer(tuple(claims))

    def _to_answer(self, claims: tuple[JudgedClaim, ...]) -> Answer:
        told = [claim for claim in claims if claim.verdict is not Verdict.NOT_FOUND]
        worst_first = sorted(told or claims, key=lambda claim: claim.verdict is Verdict.REPORTED)
        passages = list(_each_once(_first_of_each(worst_first)))
        shown = passages if told else []
        articles = {passage.paragraph.article.id for passage in shown}
        sources = articles | {also.article for passage in shown for also in passage.also}
        answer = Answer(
            query=self.query,
            answered=False,
            reach=self.overview.reach,
            passages=tuple(passages[: self.limit]),
            shown=min(len(shown), self.limit),
            sources=len(sources),
            total=len(passages),
            events=count_told(articles, self.overview.index),
            claims=claims,
        )
        verdict = answer.verdict
        reasons: dict[Verdict | None, Reason] = {
            Verdict.DIFFERS: "reported_otherwise",
            Verdict.NOT_FOUND: "not_reported",
        }
        return replace(answer, answered=verdict is Verdict.REPORTED, reason=reasons.get(verdict))

    def _judge_link(self, claim: Query) -> JudgedClaim:
        """Whether the archive has the article at an address, or the one of its headline."""
        address = claim.address or ""
        found = self._at(claim, address)
        terms = weigh_terms(claim, self.overview.index)
        reader = ClaimReader(claim, terms)
        near = self._near(claim, reader) if not found and to_slug(address) else []
        if not found:
            found = [a for a in (t.paragraph.article for t in near) if _is_moved(a, address)][:1]
        if not found:
            passages = self._passages(near[:1], claim, terms)
            return JudgedClaim(address, Verdict.NOT_FOUND, passages=tuple(passages))
        read = self.overview.index.read_articles([article.id for article in found])
        hits = [Hit(read[a.id][0], 1.0) for a in found if read.get(a.id)]
        rows = fold_copies(hits, self.overview.index)
        passages = [build_passage(row, claim, {}, longest=self.config.answer.quote) for row in rows]
        return JudgedClaim(
            address, Verdict.REPORTED, passages=tuple(passages), sources=_count(passages)
        )

    def _at(self, claim: Query, address: str) -> list[Article]:
        """The articles at an address, or those of the named outlets that bear a number."""
        if not claim.outlets:
            return list(self.catalogue.by_address(whole_address(address)))
        index = self.overview.index
        names = [name for outlet in claim.outlets for name in outlet.names]
        listed = (index.by_outlet(name, None, offset=0, limit=_MOST_NUMBERED) for name in names)
        articles = [hit.paragraph.article for result in listed for hit in result.hits]
        return [
            each for each in articles if (host_and_number(each.url or "") or ("", ""))[1] == address
        ]

    def _near(
        self, claim: Query, reader: ClaimReader, heard: Collection[str] = ()
    ) -> list[Telling]:
        """The articles that may tell a claim, as they tell it, the likeliest first."""
        index = self.overview.index
        articles = reader.find_articles(index, self.config.search, also=sorted(heard))
        return list(read_candidates(reader, articles, index))

    def _judge(self, claim: Query, heard: Collection[str]) -> JudgedClaim:
        """Whether a claim was reported; ``heard`` are the articles of those before it."""
        terms = weigh_terms(claim, self.overview.index)
        reader = ClaimReader(claim, terms)
        near = self._near(claim, reader, heard)
        found = (find_report(claim, telling, heard, self.say_days) for telling in near)
        reports = sorted((each for each in found if each), key=lambda report: report.rank)
        if not reports:
            nearest = sorted(near, key=lambda telling: -telling.share)
            passages = self._passages(nearest[:1], claim, terms)
            return JudgedClaim(claim.question, Verdict.NOT_FOUND, passages=tuple(passages))
        best = reports[0].differences
        told = [report.telling for report in reports if report.differences == best]
        passages = self._passages(told, claim, terms)
        verdict = Verdict.DIFFERS if best else Verdict.REPORTED
        return JudgedClaim(claim.question, verdict, best, tuple(passages), _count(passages))

    def _passages(
        self, told: Sequence[Telling], claim: Query, terms: WeighedTerms
    ) -> list[Passage]:
        """The passages that tell a claim, one an event, copies folded; figures decide the sentence."""
        told = [_at_evidence(telling, claim) for telling in told]
        first, copies = _part_copies(told)
        hits = [_to_hit(telling, claim) for telling in first]
        rows = [
            (hit, (*also, *copies.get(_original(hit.paragraph.article), ())))
            for hit, also in fold_copies(hits, self.overview.index)
        ]
        rows = fold_reports(rows, self.overview.index)
        tellings = {telling.paragraph.article.id: telling for telling in told}
        return [
            self._passage(row, tellings[row[0].paragraph.article.id], claim, terms) for row in rows
        ]

    def _passage(self, row: Row, telling: Telling, claim: Query, terms: WeighedTerms) -> Passage:
        passage = build_passage(row, claim, terms.salience, longest=self.config.answer.quote)
        if telling.sentence not in passage.highlights:
            parts = tuple(sorted({*passage.highlights[:1], telling.sentence}))
            parts = parts if telling.holds_deed and telling.sentence[1] else passage.highlights
            passage = replace(passage, highlights=parts, best=0)
        if telling.sentence in passage.highlights:
            passage = replace(passage, best=passage.highlights.index(telling.sentence))
        return replace(passage, event=find_event(telling.paragraphs, claim))


def _part_copies(
    told: Sequence[Telling],
) -> tuple[list[Telling], dict[str, tuple[Citation, ...]]]:
    """The original of each group of copies, or the first of them, and the citations of the others."""
    groups: dict[str, list[Telling]] = {}
    for telling in told:
        groups.setdefault(_original(telling.paragraph.article), []).append(telling)
    for group in groups.values():
        group.sort(key=lambda telling: telling.paragraph.article.copy_of is not None)
    others = {
        key: tuple(cite(telling.paragraph.article) for telling in group[1:])
        for key, group in groups.items()
    }
    return [group[0] for group in groups.values()], others


def _original(article: Article) -> str:
    return article.copy_of or article.id


def _at_evidence(telling: Telling, claim: Query) -> Telling:
    """What an article tells, where it tells a figure of the claim."""
    found = find_evidence(claim, telling)
    return replace(telling, at=found[0], sentence=found[1]) if found else telling


def _to_hit(telling: Telling, claim: Query) -> Hit:
    dates = asked_dates(telling.paragraph, claim)
    dating = DateMatch.PARAGRAPH if dates else DateMatch.UNKNOWN
    return Hit(telling.paragraph, telling.share, dating=dating, dates=dates)


def _is_moved(article: Article, address: str) -> bool:
    """Whether an article has the headline that an address names, wherever it stood then."""
    slug = to_slug(address)
    if len(slug) > 2 and to_slug(article.url or "") == slug:
        return True
    said, title = set(analyze(" ".join(slug))), set(analyze(article.title or ""))
    return len(said & title) >= _SAME_HEADLINE * max(len(said | title), 3)


def _first_of_each(claims: Sequence[JudgedClaim]) -> Iterator[Passage]:
    """The first passage of each claim, those of an article together, then the others."""
    firsts = [passage for claim in claims for passage in claim.passages[:1]]
    articles = [passage.paragraph.article.id for passage in firsts]
    yield from sorted(firsts, key=lambda passage: articles.index(passage.paragraph.article.id))
    for claim in claims:
        yield from claim.passages[1:]


def _each_once(passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages, none of a paragraph that came before."""
    heard: set[tuple[str, int]] = set()
    for passage in passages:
        key = passage.paragraph.article.id, passage.paragraph.number
        if key not in heard:
            heard.add(key)
            yield passage


def _count(passages: Sequence[Passage]) -> int:
    return len(passages) + sum(len(passage.also) for passage in passages)
