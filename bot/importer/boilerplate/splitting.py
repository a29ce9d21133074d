"""Where the bodies of a page's articles begin: what is text of a body, and what a headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.importer.boilerplate.datelines import find_dateline, is_dateline
from bot.importer.boilerplate.lines import is_closed
from bot.importer.boilerplate.rules import find_rule
from bot.importer.boilerplate.stamps import find_stamp
from bot.importer.page import BlockKind, PageBlock

# A line below this is never kept on its length alone; one above it never goes for its place alone.
LONG = 80
_SENTENCE = 40
# So many lines may stand between a headline and its body: stamp, credits, share line, picture.
_HEAD = 8


def split_bodies(blocks: Sequence[PageBlock]) -> list[Sequence[PageBlock]]:
    """The blocks of each article, headline first; what stands above the first belongs to it."""
    starts = [0]
    for number, block in enumerate(blocks):
        head = _find_head(blocks, number) if is_body_text(block) else None
        if head is not None and any(map(is_body_text, blocks[starts[-1] : head])):
            starts.append(head)
    return [blocks[start:stop] for start, stop in pairwise([*starts, len(blocks)])]


def _find_head(blocks: Sequence[PageBlock], number: int) -> int | None:
    """Where the headline of another article stands whose body begins at ``number``; None for no other.

    It begins with the dateline of an outlet or a city in capitals, or below a time stamp.
    """
    stamped = False
    for above in range(number - 1, max(0, number - _HEAD), -1):
        line = blocks[above].text
        rule = find_rule(line)
        stamped = stamped or find_stamp(line) is not None
        if find_stamp(line) or (rule and not rule.opens):
            continue
        if rule or not _may_be_headline(blocks[above]):
            return None
        before = find_rule(blocks[above - 1].text)
        begins = _has_dateline(blocks[number]) or (stamped and not _is_under_list(blocks, above))
        return above if begins and not (before and before.opens) else None
    return None


def _has_dateline(block: PageBlock) -> bool:
    dateline = find_dateline(block.text)
    return dateline is not None and bool(dateline.outlet or dateline.city.isupper())


def _is_under_list(blocks: Sequence[PageBlock], number: int) -> bool:
    """Whether the lines from the body above down to here stand under "Artikel terkait"."""
    for block in reversed(blocks[max(0, number - 10 * _HEAD) : number]):
        if is_body_text(block):
            return False
        rule = find_rule(block.text)
        if rule and rule.opens:
            return True
    return False


def _may_be_headline(block: PageBlock) -> bool:
    words = block.text.split()
    return block.kind is not BlockKind.ITEM and len(words) >= 4 and not is_closed(block.text)


def is_body_text(block: PageBlock) -> bool:
    """Whether a block can only be text of a body: a sentence, a dateline, a list item."""
    line = block.text
    if block.kind is BlockKind.HEADING or find_rule(line):
        return False
    if block.kind is BlockKind.ITEM or is_dateline(line) or len(line) >= 1.5 * LONG:
        return True
    if find_dateline(line) and len(line) >= _SENTENCE:
        return is_closed(line) or line.endswith(":") or len(line) >= LONG
    return is_closed(line) and len(line) >= _SENTENCE and not is_title_case(line)


def is_title_case(line: str) -> bool:
    """Whether a line that is closed like a sentence is written like a headline.

    >>> is_title_case('Menteri Agus: "Seremoni Imigrasi Disederhanakan"')
    True
    """
    words = re.findall(r"[^\W\d_]{4,}", line)
    large = sum(word[0].isupper() for word in words)
    may_be = len(line) < LONG and len(words) >= 3 and not line.endswith(".")
    return may_be and large >= 0.7 * len(words)


def is_sentence_case(line: str) -> bool:
    """Whether a line without a full stop is written like a sentence: most words are small.

    >>> is_sentence_case("BPBD mendirikan dapur umum di Betun"), is_sentence_case("Harga Beras Naik")
    (True, False)
    """
    words = re.findall(r"[^\W\d_]{3,}", line)
    small = sum(word[0].islower() for word in words[1:])
    return len(words) >= 4 and line[:1].isupper() and 2 * small > len(words) - 1
