"""Raw text as it comes: mojibake and entities repaired, hard-wrapped lines joined, all else kept."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import ftfy

from bot.importer.datelines import find_dateline, is_dateline
from bot.importer.page import Block, Kind, Page
from bot.importer.rules import find_rule
from bot.importer.stamps import find_stamp

_LINE_END = re.compile(r"\r\n?|[\n\v\f\u0085\u2028\u2029]")
# What a text carries and nobody sees: soft hyphens, zero-width signs, byte order marks, controls.
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_TABLE_MARK = re.compile(r"^(?:\|\s*)+|(?:\s*\|)+$")
_ITEM = re.compile(r"(?:[-*•▪·◦–]|\d{1,2}[.)])\s+(?=\S)")
# A sentence may be followed by its writer's mark: "hadir. (Win)", "hadir.[sb]", "hadir. */JEF".
_CLOSED = re.compile(r"""(?:[.!?…]["'”’)\]]*|["”])(?:\s*[(\[*/][^()\[\]]{1,20}[)\]]?)?$""")
_MOJIBAKE = re.compile(r"Â(?=\s|$)|â€|Ã[\u0080-\u00bf]|\ufffd")
_NO_WORD = re.compile(r"[\W_]+")
_SMALL_START = re.compile(r"[(\"“‘']?[a-zà-ÿ]")
# Longer lines are not wrapped ones; shorter ones are headlines.
_WIDEST, _NARROWEST = 100, 60


def parse_text(raw: str, *, place: str, name: str) -> Page:
    r"""The page in ``raw``: a block a line, hard-wrapped lines joined by a space.

    Mojibake is repaired where it is certain, entities and tags are resolved, unseen characters
    go; curly quotes, ligatures, double and no-break spaces stay as they are. An empty text gives
    a page without blocks.

    >>> page = parse_text("Judul\n\nSatu &amp; dua.", place="a.txt", name="a")
    >>> [block.text for block in page.blocks]
    ['Judul', 'Satu & dua.']
    """
    blocks = join_wrapped(_blocks(repair(raw)))
    doubts = tuple(
        f"the signs of a broken encoding are left in {block.text[-60:]!r}"
        for block in blocks
        if _MOJIBAKE.search(block.text)
    )
    return Page(place, name, tuple(blocks), doubts=doubts)


def repair(text: str) -> str:
    """The text without encoding damage, entities, tags and unseen characters.

    >>> repair("dokumenâ€™nya &ldquo;siap&rdquo;")
    'dokumen’nya “siap”'
    """
    keep = ftfy.TextFixerConfig(unescape_html=False, uncurl_quotes=False, fix_latin_ligatures=False)
    text = ftfy.fix_encoding(text, keep)
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return _UNSEEN.sub("", _TAG.sub("", _LINE_END.sub("\n", text)))


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    gap = True
    for line in text.split("\n"):
        piece = _TABLE_MARK.sub("", line.strip()).strip()
        if piece:
            kind = Kind.ITEM if _ITEM.match(piece) and not find_stamp(piece) else Kind.TEXT
            blocks.append(Block(piece, kind, gap=gap))
            gap = False
        elif not line.strip():
            gap = True
    return blocks


def join_wrapped(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, lines that a fixed width broke joined again.

    A run of lines without a gap was wrapped where its lines are narrow and end in mid-sentence:
    one goes on with a small letter, or the first is a dateline and full. Furniture joins nothing.
    """
    joined: list[Block] = []
    run: list[Block] = []
    for block in blocks:
        if block.gap or block.kind is not Kind.TEXT or _stands_alone(block.text):
            joined += _unwrap(run)
            run = []
        if block.kind is Kind.TEXT and not _stands_alone(block.text):
            run.append(block)
        else:
            joined.append(block)
    return joined + _unwrap(run)


def _stands_alone(line: str) -> bool:
    return find_rule(line) is not None or is_dateline(line) or find_stamp(line) is not None


def _unwrap(run: list[Block]) -> list[Block]:
    if not _is_wrapped([block.text for block in run]):
        return run
    joined = run[:1]
    for before, block in pairwise(run):
        if is_closed(before.text) or before.text.endswith(":"):
            joined.append(block)
        else:
            # "orang-" and "orang" are one word; so is anything else that a hyphen parts.
            glue = "" if re.search(r"\w-$", joined[-1].text) else " "
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text}{glue}{block.text}")
    return joined


def _is_wrapped(lines: Sequence[str]) -> bool:
    if len(lines) < 2 or max(map(len, lines)) > _WIDEST:
        return False
    open_ends = [(line, after) for line, after in pairwise(lines) if not is_closed(line)]
    goes_on = any(_SMALL_START.match(after) for _, after in open_ends)
    full = any(len(line) >= _NARROWEST and find_dateline(line) for line, _ in open_ends)
    return len(open_ends) * 2 >= len(lines) - 1 and (goes_on or full)


def is_closed(line: str) -> bool:
    """Whether ``line`` ends as a sentence or a quotation does.

    >>> is_closed('"Siap," katanya.'), is_closed("lewat PLBN")
    (True, False)
    """
    return _CLOSED.search(line) is not None


def squeeze(text: str) -> str:
    """The letters and figures of ``text`` in small letters: what two spellings of it share."""
    return _NO_WORD.sub("", text.casefold())
