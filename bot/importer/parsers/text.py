"""Raw text as it comes: mojibake and entities repaired, hard-wrapped lines joined, all else kept."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import ftfy

from bot.importer.boilerplate.datelines import find_dateline, is_dateline
from bot.importer.boilerplate.lines import is_closed
from bot.importer.boilerplate.rules import find_rule
from bot.importer.boilerplate.stamps import find_stamp
from bot.importer.page import BlockKind, PageBlock, SourcePage
from bot.importer.parsers.encoding import decode
from bot.text.characters import BIDI, CONTROL, JOINERS, ZERO_WIDTH

_LINE_END = re.compile(r"\r\n?|[\n\v\f\u0085\u2028\u2029]")
# What a text carries and nobody sees: soft hyphens, zero-width signs, byte order marks, controls.
_UNSEEN = re.compile(rf"[\u00ad{ZERO_WIDTH}{JOINERS}{BIDI}{CONTROL}]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_TABLE_MARK = re.compile(r"^(?:\|\s*)+|(?:\s*\|)+$")
_ITEM = re.compile(r"(?:[-*•▪·◦–]|\d{1,2}[.)])\s+(?=\S)")
# Below these a sentence goes on, whatever letter comes.
_GOES_ON = re.compile(
    r"(?:,|\b(?:di|ke|dari|dan|yang|pada|untuk|oleh|dengan|atau|dalam|asal|kata|ujar|bahwa|para|"
    r"sebagai|the|of|and|in|to|by|for))$"
)
_DIVIDED = re.compile(r"\b(\w+)-$")
_MOJIBAKE = re.compile(r"Â(?=\s|$)|â€|Ã[\u0080-\u00bf]|\ufffd")
# A word that no headline writes small; "yang" and its kin are small there, too.
_SMALL_WORD = re.compile(r"(?<![\w-])(?!dalam|dari|dengan|oleh|pada|untuk|yang)[a-zà-ÿ]{4,}")
_SMALL_START = re.compile(r"[(\"“‘']?[a-zà-ÿ]")
# Longer lines are not wrapped ones; shorter ones are headlines.
_WIDEST, _NARROWEST = 100, 60
# Two lines shorter than this are of a menu; a run of lines narrower than a verse is one.
_SCANTY, _VERSE = 15, 40


def parse_text(content: bytes) -> SourcePage:
    r"""The page in ``content``: a block a line, hard-wrapped lines joined by a space.

    Mojibake is repaired where it is certain, entities and tags are resolved, unseen characters
    go; curly quotes, ligatures, double and no-break spaces stay as they are. An empty text gives
    a page without blocks.

    >>> page = parse_text(b"Judul\n\nSatu &amp; dua.")
    >>> [block.text for block in page.blocks]
    ['Judul', 'Satu & dua.']
    """
    text, lost = decode(content)
    lines = _blocks(repair(text))
    blocks = join_wrapped(lines)
    broken = [block.text for block in blocks if _MOJIBAKE.search(block.text)]
    doubts = (f"the signs of a broken encoding are left in {text[-60:]!r}" for text in broken)
    return SourcePage(tuple(blocks), doubts=(*lost, *doubts, *_divided(lines)))


def repair(text: str) -> str:
    """The text without encoding damage, entities, tags and unseen characters.

    >>> repair("dokumenâ€™nya &ldquo;siap&rdquo;")
    'dokumen’nya “siap”'
    """
    keep = ftfy.TextFixerConfig(unescape_html=False, uncurl_quotes=False, fix_latin_ligatures=False)
    text = ftfy.fix_encoding(text, keep)
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return _UNSEEN.sub("", _TAG.sub("", _LINE_END.sub("\n", text)))


def _blocks(text: str) -> list[PageBlock]:
    blocks: list[PageBlock] = []
    gap = True
    for line in text.split("\n"):
        piece = _TABLE_MARK.sub("", line.strip()).strip()
        if piece:
            is_item = _ITEM.match(piece) and not find_stamp(piece)
            blocks.append(PageBlock(piece, BlockKind.ITEM if is_item else BlockKind.TEXT, gap))
        gap = not line.strip() or (gap and not piece)
    return blocks


def join_wrapped(blocks: Sequence[PageBlock]) -> list[PageBlock]:
    """The blocks, lines that a fixed width broke joined again.

    A run of lines without a gap was wrapped where its lines are narrow and end in mid-sentence:
    one goes on with a small letter, or the first is a dateline and full. Boilerplate joins nothing.
    """
    joined: list[PageBlock] = []
    run: list[PageBlock] = []
    for block in blocks:
        is_alone = block.kind is not BlockKind.TEXT or _stands_alone(block.text)
        if block.gap or is_alone:
            joined += _unwrap(run)
            run = []
        (joined if is_alone else run).append(block)
    return joined + _unwrap(run)


def _stands_alone(line: str) -> bool:
    return find_rule(line) is not None or is_dateline(line) or find_stamp(line) is not None


def _unwrap(run: list[PageBlock]) -> list[PageBlock]:
    if not _is_wrapped([block.text for block in run]):
        return run
    width = max(len(block.text) for block in run)
    pieces = [run[:1]]
    for before, block in pairwise(run):
        if _goes_on(before.text, block.text, width):
            pieces[-1].append(block)
        else:
            pieces.append([block])
    return [replace(piece[0], text=_join([block.text for block in piece])) for piece in pieces]


def _goes_on(line: str, after: str, width: int) -> bool:
    """Whether ``after`` goes on with the sentence of ``line`` in a text of that ``width``.

    A small letter goes on; anything else only where ``line`` had no room for it, ends in a word
    that ends no sentence, or is no headline itself: that has hardly a word in small letters.

    >>> _goes_on("menyeberang dari", "Alor kemarin", 60), _goes_on("Warta Alor", "Alor Dilanda", 60)
    (True, False)
    """
    if is_closed(line) or line.endswith(":"):
        return False
    if _GOES_ON.search(line) or _DIVIDED.search(line):
        return True
    dateline = find_dateline(after)
    if dateline and (dateline.outlet or dateline.day or dateline.city.isupper()):
        return False
    if _SMALL_START.match(after):
        return len(line) >= _SCANTY or len(after) >= _SCANTY or len(line) * 2 > width
    if len(line) + len(after.split(maxsplit=1)[0]) >= width >= _NARROWEST:
        return True
    is_prose = is_closed(after) or _SMALL_WORD.search(after) is not None
    return is_prose and _SMALL_WORD.search(line) is not None


def _divided(lines: Sequence[PageBlock]) -> Iterator[str]:
    """Doubts about words that a line's end may have parted: "kesi-" and "apan"; not "orang-"."""
    for before, after in pairwise(lines):
        match = _DIVIDED.search(before.text)
        if match and _SMALL_START.match(after.text) and not after.text.startswith(match[1][:3]):
            rest = after.text.split(maxsplit=1)[0]
            yield f"the hyphen may only part a line: {match[0] + rest!r}"


def _join(lines: Sequence[str]) -> str:
    """The lines as one: "orang-" and "orang" are one word; so is anything that a hyphen parts."""
    glued = [line if _DIVIDED.search(line) else f"{line} " for line in lines[:-1]]
    return "".join([*glued, lines[-1]])


def _is_wrapped(lines: Sequence[str]) -> bool:
    widest = max(map(len, lines), default=0)
    is_verse = len(lines) > 2 and widest < _VERSE and not is_closed(lines[-1])
    if len(lines) < 2 or widest > _WIDEST or is_verse:
        return False
    open_ends = [(line, after) for line, after in pairwise(lines) if not is_closed(line)]
    goes_on = any(_SMALL_START.match(after) for _, after in open_ends)
    full = any(len(line) >= _NARROWEST and find_dateline(line) for line, _ in open_ends)
    return len(open_ends) * 2 >= len(lines) - 1 and (goes_on or full)
