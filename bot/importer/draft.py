"""From a page to the articles that it is proposed to become."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from bot.archive.articles import parse_article, to_file_text
from bot.errors import ArticleError
from bot.importer.boilerplate.body import ArticleBody, find_bodies
from bot.importer.boilerplate.datelines import find_dateline
from bot.importer.boilerplate.lines import squeeze
from bot.importer.decide import decide_published, decide_publisher, decide_title, tell
from bot.importer.page import Certainty, Decision, Draft, Facts, LeftOut, PageBlock, SourcePage
from bot.model import Article

_LONGEST_ID = 90
_LEAD_WORDS = 8
_DAY_BEFORE = re.compile(r"^\d{4}-\d\d-\d\d-(?=.)")
_ID_WORD = re.compile(r"[a-z0-9]+")


def build_drafts(page: SourcePage, name: str, given: Facts) -> tuple[Draft, ...]:
    """The articles of ``page``, in its order; what is ``given`` wins over what the page says.

    Title, day and address hold for the first body alone; the outlet for all. Where nothing names
    the outlet, the draft's is empty, and ``check_draft`` will not pass it. ``name`` is what an
    article is called that has neither day nor title. A page without text has no article.
    """
    blocks, repeated = _without_title(page.blocks, given.title or page.stated.title)
    bodies = find_bodies(blocks)
    if not bodies:
        return ()
    first, *others = bodies
    headlines = (LeftOut(text, "headline") for text in repeated)
    first = replace(first, left_out=(*headlines, *first.left_out))
    outlet = Facts(publisher=given.publisher or page.stated.publisher)
    drafts = [_build_draft(first, given, page.stated, name)]
    drafts += [_build_draft(body, outlet, Facts(), name) for body in others]
    return tuple(replace(draft, doubts=(*page.doubts, *draft.doubts)) for draft in drafts)


def _without_title(
    blocks: Sequence[PageBlock], title: str | None
) -> tuple[list[PageBlock], list[str]]:
    """The blocks without those that only repeat the title, and these."""
    wanted = squeeze(title or "") or None
    repeats = [block.text for block in blocks if squeeze(block.text) == wanted]
    return [block for block in blocks if block.text not in repeats], repeats


def _build_draft(body: ArticleBody, given: Facts, stated: Facts, name: str) -> Draft:
    title = decide_title(given, stated, body)
    publisher = decide_publisher(given, stated, body)
    published = decide_published(given, stated, body)
    article = Article(
        id=make_id(published.taken, title.taken or _slug(given, stated) or _lead(body), name),
        publisher=publisher.taken or "",
        paragraphs=body.paragraphs,
        title=title.taken,
        section=given.section or stated.section,
        published=published.taken,
        published_from="text" if published.certainty is Certainty.LIKELY else None,
        author=given.author or stated.author or body.credits.get("author"),
        editor=given.editor or stated.editor or body.credits.get("editor"),
        url=given.url or stated.url,
    )
    above = [
        LeftOut(line, "headline" if line == title.taken else "stands above the story")
        for line in body.above
    ]
    left_out = (*above, *body.left_out)
    return Draft(article, title, publisher, published, left_out, body.doubts)


def _slug(given: Facts, stated: Facts) -> str | None:
    """The part of the address that is made of the headline's words, where there is one."""
    parts = urlsplit(given.url or stated.url or "").path.split("/")
    return next((part for part in reversed(parts) if part.count("-") >= 3), None)


def _lead(body: ArticleBody) -> str:
    """The first words of the body, its dateline aside."""
    line = body.paragraphs[0]
    dateline = find_dateline(line)
    return " ".join(line[len(dateline.text) if dateline else 0 :].split()[:_LEAD_WORDS])


def revise(draft: Draft, given: Facts) -> Draft:
    """The draft with what is ``given`` in place of what was decided; its id follows."""
    revised = _with_given(draft, given)
    article = revised.article
    article_id = make_id(article.published, article.title, article.id)
    return replace(revised, article=replace(article, id=article_id))


def _with_given(draft: Draft, given: Facts) -> Draft:
    changes = given.known
    if given.published:
        changes["published_from"] = None
    return replace(
        draft,
        article=replace(draft.article, **changes),
        title=tell(given.title) or draft.title,
        publisher=tell(given.publisher) or draft.publisher,
        published=tell(given.published) or draft.published,
    )


def check_draft(draft: Draft, origin: str) -> Article:
    """The article of ``draft``, after the checks that every article file has to pass.

    Raises:
        ArticleError: It has no publisher, or does not keep to the format.
    """
    if not draft.article.publisher:
        guess = draft.publisher
        hint = f" (perhaps {guess.value!r}, from {guess.why})" if guess.value else ""
        found = f"found none{hint}; give it with --publisher"
        raise ArticleError(origin, "publisher", "the outlet's name", found)
    return parse_article(to_file_text(draft.article), draft.article.id, origin=origin)


def to_notes(draft: Draft) -> tuple[str, ...]:
    """Sentences for the head of the file about what was decided without being stated."""
    decisions = ((key, getattr(draft, key)) for key in ("title", "publisher", "published"))
    return tuple(
        f"{key}: from {one.why}" for key, one in decisions if one.certainty is Certainty.LIKELY
    )


def as_draft(article: Article, given: Facts) -> Draft:
    """An article that is one already, as its own draft; what is ``given`` wins."""
    why = (Certainty.STATED, "the head of the file")
    title, publisher = Decision(article.title, *why), Decision(article.publisher, *why)
    draft = Draft(article, title, publisher, Decision(article.published, *why))
    return _with_given(draft, given)


def make_id(published: date | None, title: str | None, name: str) -> str:
    """A file's stem made from day and title: small letters, figures and hyphens.

    Without a title, ``name`` is cleaned. Never a path, never empty, cut at a word.

    >>> make_id(date(2026, 1, 21), "Imigrasi Gelar “Bakti Sosial”", "x")
    '2026-01-21-imigrasi-gelar-bakti-sosial'
    >>> make_id(None, None, "../../etc/passwd")
    'etc-passwd'
    >>> make_id(date(2026, 1, 21), None, "2025-01-01-lama")
    '2026-01-21-lama'
    """
    bare = title or _DAY_BEFORE.sub("", name)
    plain = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode()
    words = _ID_WORD.findall(plain.casefold()) or ["artikel"]
    if published:
        words = [published.isoformat(), *words]
    while len("-".join(words)) > _LONGEST_ID and len(words) > 1:
        words.pop()
    return "-".join(words)[:_LONGEST_ID]
