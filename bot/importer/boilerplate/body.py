"""The body of an article in the blocks of its page: without the head, the boilerplate, the tail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from bot.importer.boilerplate.datelines import find_dateline, is_dateline
from bot.importer.boilerplate.filter import Kept, Part, filter_blocks
from bot.importer.boilerplate.lines import is_closed, squeeze
from bot.importer.boilerplate.rule import RuleKind
from bot.importer.boilerplate.rules import find_rule
from bot.importer.boilerplate.splitting import LONG, is_body_text, is_sentence_case, split_bodies
from bot.importer.boilerplate.stamps import Stamp
from bot.importer.page import BlockKind, LeftOut, PageBlock

_SENTENCE = 40
# Captions that repeat the text stand near its beginning.
_CAPTIONS = 20
_END_MARK = re.compile(r"(?:\(\*+\)|\*{2,3})$")
_PICTURE_NAME = re.compile(r"[\w.]+(?: \w+){0,2} logo (?=[A-Z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ArticleBody:
    """The text of an article, and what stood around it.

    Attributes:
        above: Lines above the text that may be its headline, in order.
        paragraphs: The text, in order; a subheading and list items are lines of a paragraph.
        stamps: The days of lines of their own, in order.
        credits: "editor" and "author", where lines name them.
        left_out: What is no part of the text, by the step that took it out, then in order.
        doubts: Sentences about what an editor should look at.
    """

    above: tuple[str, ...]
    paragraphs: tuple[str, ...]
    stamps: tuple[Stamp, ...]
    credits: Mapping[str, str]
    left_out: tuple[LeftOut, ...]
    doubts: tuple[str, ...]


def find_bodies(blocks: Sequence[PageBlock]) -> list[ArticleBody]:
    """The bodies of a page, in order; most pages have one, a page of boilerplate none.

    A second one begins where a headline stands before another dateline, or before a time stamp.
    """
    return [body for part in split_bodies(blocks) if (body := _build_body(part))]


def _build_body(blocks: Sequence[PageBlock]) -> ArticleBody | None:
    end = _find_comments(blocks)
    filtered, stamps, names = filter_blocks(blocks[:end])
    once = Kept.of(_drop_repeats(filtered.blocks))
    above, text = _choose_text(once.blocks)
    if not text.blocks:
        return None
    own = Kept.of(_drop_caption(text.blocks))
    ended = Kept.of(_drop_rest(own.blocks))
    steps = (filtered, once, text, own, ended)
    comments = (LeftOut(block.text, "comment of a reader") for block in blocks[end:])
    paragraphs = tuple(_compose(ended.blocks))
    return ArticleBody(
        above,
        paragraphs,
        stamps,
        names,
        (*(piece for step in steps for piece in step.left_out), *comments),
        (*(doubt for step in steps for doubt in step.doubts), *_look_over(paragraphs)),
    )


def _find_comments(blocks: Sequence[PageBlock]) -> int:
    """Where readers' comments begin: below a heading of theirs, with a button to reply.

    Above the last long line of the text such a heading is only a counter.
    """
    rules = ((number, find_rule(block.text)) for number, block in enumerate(blocks))
    starts = [number for number, rule in rules if rule and rule.kind is RuleKind.COMMENTS]
    buttons = [number for number in starts if blocks[number].text.casefold() in {"balas", "reply"}]
    text = [n for n, block in enumerate(blocks) if is_body_text(block) and len(block.text) >= LONG]
    if not buttons or not text:
        return len(blocks)
    return next((n for n in starts if text[-1] < n < buttons[-1]), len(blocks))


def _drop_repeats(blocks: Sequence[PageBlock]) -> Iterator[Part]:
    """Without lines that stand again, or whose words a longer line below repeats: captions."""
    squeezed = [squeeze(block.text) for block in blocks]
    seen: set[str] = set()
    has_begun = False
    for number, block in enumerate(blocks):
        line = squeezed[number]
        if line in seen and not (is_closed(block.text) and len(block.text) < LONG and has_begun):
            yield LeftOut(block.text, "stands there already")
        elif line not in seen and block.text.endswith(".") and _is_caption(number, squeezed):
            yield LeftOut(block.text, "caption that repeats the story")
        else:
            if line in seen:
                # A refrain, perhaps; a caption that stands twice is found as one.
                yield f"stands there twice: {block.text!r}"
            yield block
            has_begun = True
        seen.add(line)


def _is_caption(number: int, squeezed: Sequence[str]) -> bool:
    """Whether a longer line below repeats the words of the line with this number."""
    line, below = squeezed[number], islice(squeezed, number + 1, None)
    return number < _CAPTIONS and any(line in other and line != other for other in below)


def _choose_text(blocks: Sequence[PageBlock]) -> tuple[tuple[str, ...], Kept]:
    """The lines above the text, and the text; what is too long for a headline belongs to it."""
    text, doubts = _find_text(blocks)
    head = blocks[: text.start]
    long = [block for block in head if len(block.text) >= 2 * LONG]
    above = tuple(block.text for block in head if len(block.text) < 2 * LONG)
    tail = _drop_short(blocks[text.stop :], blocks[text.stop - 1]) if text else ()
    return above, Kept.of((*doubts, *long, *blocks[text.start : text.stop], *tail))


def _find_text(blocks: Sequence[PageBlock]) -> tuple[range, tuple[str, ...]]:
    """The numbers from the first block of text to the last, and a doubt; empty without text.

    Surely text is looked for first, then short sentences, then a long line.
    """
    for is_text, doubts in (
        (is_body_text, ()),
        (lambda block: is_closed(block.text), ("the story is very short",)),
        (lambda block: len(block.text) >= _SENTENCE, ("no line ends as a sentence does",)),
    ):
        numbers = [number for number, block in enumerate(blocks) if is_text(block)]
        if numbers:
            return range(_with_opening(blocks, numbers[0]), numbers[-1] + 1), doubts
    return range(0), ()


def _with_opening(blocks: Sequence[PageBlock], first: int) -> int:
    """Where the text begins whose first sure block is ``first``: a list has a line that opens it."""
    is_list = first > 0 and blocks[first].kind is BlockKind.ITEM
    return first - 1 if is_list and blocks[first - 1].text.endswith(":") else first


def _drop_short(blocks: Sequence[PageBlock], last: PageBlock) -> Iterator[Part]:
    """Of the lines below the ``last`` sentence: lists, and what is written like text."""
    is_list = last.text.endswith(":")
    for number, block in enumerate(blocks):
        is_surely = is_closed(block.text) or len(block.text) >= LONG * 0.75
        opens_list = block.text.endswith(":") and number + 1 < len(blocks)
        if is_list:
            yield replace(block, kind=BlockKind.ITEM)
        elif is_surely or opens_list:
            yield block
            is_list = opens_list
        elif is_sentence_case(block.text):
            yield block
            yield f"may not belong to the story: {block.text!r}"
        else:
            yield LeftOut(block.text, "short line below the story")


def _drop_caption(blocks: Sequence[PageBlock]) -> Iterator[Part]:
    """Without a caption written like a dateline above the real one, that of an outlet.

    "ANTREAN BBM - Antrean di Atambua." is how the Tribun papers begin their captions.
    """
    first, *others = (find_dateline(block.text) for block in blocks[:3])
    shouted = first is not None and first.outlet is None and first.city.isupper()
    is_caption = shouted and any(other and other.is_host for other in others)
    yield LeftOut(blocks[0].text, "caption") if is_caption else blocks[0]
    yield from blocks[1:]


def _drop_rest(blocks: Sequence[PageBlock]) -> Iterator[Part]:
    """Up to the end mark "(*)", and what is too long below it to be a caption."""
    ends = (number for number, block in enumerate(blocks) if _END_MARK.search(block.text))
    stop = next(ends, len(blocks)) + 1
    yield from blocks[:stop]
    why = "stands below the end of the story"
    for block in blocks[stop:]:
        if len(block.text) < LONG:
            yield LeftOut(block.text, why)
        else:
            yield block
            yield f"{why}: {block.text[:60]!r}"


def _compose(blocks: Sequence[PageBlock]) -> Iterator[str]:
    """The paragraphs: a subheading is a line above its paragraph, items are lines of one."""
    lines = [blocks[0].text]
    for before, block in pairwise(blocks):
        if not _goes_on(before, block, is_alone=len(lines) == 1):
            yield "\n".join(lines)
            lines = []
        lines.append(block.text)
    yield "\n".join(lines)


def _goes_on(before: PageBlock, block: PageBlock, *, is_alone: bool) -> bool:
    """Whether ``block`` belongs to the paragraph of ``before``, which has more lines or not."""
    if _is_subheading(before):
        return True
    if block.kind is BlockKind.ITEM:
        return before.kind is BlockKind.ITEM or before.text.endswith(":")
    return is_alone and _is_numbered_heading(before)


def _is_numbered_heading(block: PageBlock) -> bool:
    """Whether an item that stands alone is a subheading: "1. Ditutup tiga bulan"."""
    is_short = len(block.text) < LONG and not is_closed(block.text)
    return block.kind is BlockKind.ITEM and is_short and re.match(r"\d", block.text) is not None


def _is_subheading(block: PageBlock) -> bool:
    if block.kind is BlockKind.ITEM:
        return False
    if block.kind is BlockKind.HEADING or is_dateline(block.text):
        return True
    return not is_closed(block.text) and len(block.text) < LONG


def _look_over(paragraphs: Sequence[str]) -> Iterator[str]:
    """What an editor should look at."""
    lead, end = paragraphs[0], paragraphs[-1]
    if match := _PICTURE_NAME.match(lead):
        yield f"the story may begin with a picture's name: {match[0].strip()!r}"
    if not is_closed(end) or end.endswith(("...", "…")):
        yield f"the story may end in mid-sentence: {end[-60:]!r}"
    for paragraph in paragraphs:
        first, *others = paragraph.split("\n")
        is_list = first.endswith(":") or any(re.match(r"[-*•\d]", line) for line in others[:1])
        if len(others) >= 2 and not is_list:
            yield f"may be headlines of other stories: {paragraph[:60]!r}"
