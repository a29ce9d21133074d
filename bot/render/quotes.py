"""Quotations, exact slices of articles, and the lines that name where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.model import Citation, Passage
from bot.render.blocks import LineKind, MessageBlock, bare_url, straight
from bot.render.translations import Translations
from bot.text.characters import utf16_length
from bot.text.shorten import shorten

# Telegram refuses longer messages; only a sentence beyond this is cut inside.
MOST_QUOTED = 2800
# What is quoted where nothing else is said.
USUALLY_QUOTED = 420
_LONGEST_TITLE = 120
_LONGEST_LEAD = 60
# A longer address stands shortened, the whole behind it.
_LONGEST_URL, _SHORT_URL = 90, 60
_MOST_OUTLETS = 3
_CUT = "[…]"

Blocks = Iterator[MessageBlock]


def quote(passage: Passage, *, most: int = USUALLY_QUOTED) -> str:
    """The answering sentences of ``passage``, exact slices of it; what is left out is marked.

    The one that answers best is there, and of the others as many as have ``most`` characters with
    it. Cut at the ends of sentences; only a sentence that no message holds is cut at the end of a
    word.

    >>> from bot.model import Article, Hit, Paragraph
    >>> paragraph = Paragraph(Article("a", "Tempo", ()), 0, "Satu. Dua. Tiga.")
    >>> quote(Passage(Hit(paragraph, 1.0), ((0, 5), (11, 16))))
    'Satu. […] Tiga.'
    """
    text = passage.paragraph.text
    pieces, at = [], 0
    for start, stop in _fitting(text, passage, most):
        gap = text[at:start]
        pieces.append(gap if not gap.strip() else f" {_CUT} ")
        pieces.append(text[start:stop])
        at = stop
    if text[at:].strip():
        pieces.append(f" {_CUT}")
    return "".join(pieces).strip()


def _fitting(text: str, passage: Passage, most: int) -> list[tuple[int, int]]:
    """The best of the highlights, and the others, from the first, that fit beside it."""
    if not passage.highlights:
        return []
    start, stop = passage.highlights[passage.best]
    if utf16_length(text[start:stop]) > MOST_QUOTED:
        # Half as many characters fit for certain: none has more than two units.
        end = text.rfind(" ", start, start + MOST_QUOTED // 2)
        return [(start, end if end > start else start + MOST_QUOTED // 2)]
    kept = [(start, stop)]
    room = most - (stop - start)
    for first, after in passage.highlights:
        if first != start and after - first <= room:
            kept.append((first, after))
            room -= after - first
    return sorted(kept)


def outlet_name(citation: Citation, among: Iterable[Passage] = ()) -> str:
    """The outlet of an article, with its host where one of ``among`` has the name and another host.

    >>> from bot.model import Article, Hit, Paragraph, cite
    >>> ours, other = (Article(it, "Warta", (), url=f"https://{it}.id/1") for it in ("ambon", "tegal"))
    >>> outlet_name(cite(ours), [Passage(Hit(Paragraph(other, 0, ""), 1.0), ())])
    'Warta (ambon.id)'
    """
    host = _host(citation)
    named = (
        passage.citation for passage in among if passage.citation.publisher == citation.publisher
    )
    others = {_host(each) for each in named} - {host, ""}
    name = straight(citation.publisher)
    return f"{name} ({host})" if host and others else name


def _host(citation: Citation) -> str:
    found = re.match(r"https?://(?:www\.)?([^/:?#]+)", citation.url or "")
    return found[1] if found else ""


def source_lines(
    told: Sequence[Passage], translations: Translations, among: Iterable[Passage] = ()
) -> Blocks:
    """Where the quotations of an article are from, and who else tells the same.

    Args:
        told: The passages of the article.
        translations: The language.
        among: The passages of the answer: two outlets of one name are told apart.
    """
    yield from _cited(told[0].citation, translations, among)
    outlets = list(dict.fromkeys(straight(c.publisher) for each in told for c in each.also))
    if outlets:
        # "1 other" is no shorter than its name.
        shown = outlets if len(outlets) <= _MOST_OUTLETS + 1 else outlets[:_MOST_OUTLETS]
        more = len(outlets) - len(shown)
        named = [translations.say("answer.others", count=more)] if more else []
        listed = ", ".join([*shown, *named])
        yield MessageBlock(LineKind.ALSO, translations.say("answer.also", outlets=listed))


def _cited(citation: Citation, translations: Translations, among: Iterable[Passage] = ()) -> Blocks:
    """Outlet, headline and day of an article, then its address."""
    if citation.published is None:
        published = translations.say("answer.unpublished")
    else:
        key = "answer.published_about" if citation.about else "answer.published"
        published = translations.say(key, day=translations.date_only(citation.published))
    title = shorten(citation.title or "", _LONGEST_TITLE, words=True)
    known = [outlet_name(citation, among), straight(title), published]
    yield MessageBlock(LineKind.SOURCE, "📰 " + " · ".join(part for part in known if part))
    if citation.url:
        yield _address(bare_url(citation.url))


def _address(url: str) -> MessageBlock:
    """The address, whole as long as it survives a paste."""
    if len(url) <= _LONGEST_URL:
        return MessageBlock(LineKind.URL, url)
    bare = re.sub(r"^https?://(?:www\.)?", "", url)
    cut = bare.rfind("/", 0, _SHORT_URL)
    short = bare[: cut + 1] if cut > 0 else bare[: _SHORT_URL - 1]
    return MessageBlock(LineKind.URL, f"{short}…", link=url)


def unshortened(block: MessageBlock) -> MessageBlock:
    """The address whole, for whoever asked for it."""
    is_short = block.kind is LineKind.URL and block.link
    return MessageBlock(LineKind.URL, block.link) if is_short else block


def suggestion(passage: Passage, translations: Translations) -> Blocks:
    """The article of a passage, by its first words where it has no headline."""
    article = passage.paragraph.article
    opening = shorten(article.paragraphs[0], _LONGEST_LEAD, words=True)
    return _cited(replace(passage.citation, title=article.title or opening), translations)
