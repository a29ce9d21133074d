"""Which blocks of a page are its story: the head above it, the boilerplate in it, the tail below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.importer.boilerplate.datelines import find_dateline, is_dateline
from bot.importer.boilerplate.filter import ArticleBody, sift
from bot.importer.boilerplate.lines import is_closed, squeeze
from bot.importer.boilerplate.rules import find_rule
from bot.importer.boilerplate.splitting import LONG, is_sentence_case, is_story, split_stories
from bot.importer.page import BlockKind, PageBlock

_SENTENCE = 40
# Captions that repeat the story stand near its beginning.
_CAPTIONS = 20
_END_MARK = re.compile(r"(?:\(\*+\)|\*{2,3})$")
_PICTURE_NAME = re.compile(r"[\w.]+(?: \w+){0,2} logo (?=[A-Z])", re.IGNORECASE)


def find_stories(blocks: Sequence[PageBlock]) -> list[ArticleBody]:
    """The stories of a page, in order; most pages have one, a page of boilerplate none.

    A second story begins where a headline stands before another dateline, or before a time stamp.
    """
    stories = []
    for part in split_stories(blocks):
        story = ArticleBody()
        comments = _find_comments(part)
        _arrange(sift(part[:comments], story), story)
        for block in part[comments:]:
            story.leave_out(block.text, "comment of a reader")
        if story.paragraphs:
            stories.append(story)
    return stories


def _find_comments(blocks: Sequence[PageBlock]) -> int:
    """Where readers' comments begin: below a heading of theirs, with a button to reply.

    Above the last long line of the story such a heading is only a counter.
    """
    starts = [number for number, block in enumerate(blocks) if _is_of_comments(block)]
    buttons = [number for number in starts if blocks[number].text.casefold() in {"balas", "reply"}]
    text = [n for n, block in enumerate(blocks) if is_story(block) and len(block.text) >= LONG]
    if not buttons or not text:
        return len(blocks)
    return next((n for n in starts if text[-1] < n < buttons[-1]), len(blocks))


def _is_of_comments(block: PageBlock) -> bool:
    rule = find_rule(block.text)
    return rule is not None and rule.why == "comment section"


def _arrange(blocks: list[PageBlock], story: ArticleBody) -> None:
    """Sorts what the rules left: headline lines above, the story, short lines below."""
    blocks = _without_repeats(blocks, story)
    numbers = _find_text(blocks, story)
    if not numbers:
        for block in blocks:
            story.leave_out(block.text, "stands alone, no sentence")
        return
    first, last = numbers[0], numbers[-1]
    # A list has the line that opens it.
    if first and blocks[first].kind is BlockKind.ITEM and blocks[first - 1].text.endswith(":"):
        first -= 1
    body = _above(blocks[:first], story) + blocks[first : last + 1]
    body += _below(blocks[last + 1 :], blocks[last], story)
    _compose(_ended(_without_caption(body, story), story), story)
    _look_over(story)


def _without_caption(body: list[PageBlock], story: ArticleBody) -> list[PageBlock]:
    """Without a caption written like a dateline above the real one, that of an outlet.

    "ANTREAN BBM - Antrean di Atambua." is how the Tribun papers begin their captions.
    """
    datelines = [find_dateline(block.text) for block in body[:3]]
    first, others = datelines[0], datelines[1:]
    shouted = first is not None and first.outlet is None and (first.city or "").isupper()
    if shouted and any(other and other.is_host for other in others):
        story.leave_out(body[0].text, "caption")
        return body[1:]
    return body


def _find_text(blocks: Sequence[PageBlock], story: ArticleBody) -> list[int]:
    """Where the text of the story is: surely so, else in short sentences, else in a long line."""
    for is_text, doubt in (
        (is_story, None),
        (lambda block: is_closed(block.text), "the story is very short"),
        (lambda block: len(block.text) >= _SENTENCE, "no line ends as a sentence does"),
    ):
        numbers = [number for number, block in enumerate(blocks) if is_text(block)]
        if numbers:
            story.doubts += [doubt] if doubt else []
            return numbers
    return []


def _without_repeats(blocks: list[PageBlock], story: ArticleBody) -> list[PageBlock]:
    """Without lines that stand again, or whose words a longer line below repeats: captions."""
    squeezed = [squeeze(block.text) for block in blocks]
    seen: set[str] = set()
    kept: list[PageBlock] = []
    for number, block in enumerate(blocks):
        line = squeezed[number]
        may_be_caption = number < _CAPTIONS and block.text.endswith(".")
        if line in seen and not (is_closed(block.text) and len(block.text) < LONG and kept):
            story.leave_out(block.text, "stands there already")
        elif line in seen:
            # A refrain, perhaps; a caption that stands twice is found as one.
            story.doubts.append(f"stands there twice: {block.text!r}")
            kept.append(block)
        elif may_be_caption and any(
            line in below and line != below for below in squeezed[number + 1 :]
        ):
            story.leave_out(block.text, "caption that repeats the story")
        else:
            kept.append(block)
        seen.add(line)
    return kept


def _above(blocks: Sequence[PageBlock], story: ArticleBody) -> list[PageBlock]:
    """Notes the lines above the story; returns those that are too long to be left out."""
    kept = []
    for block in blocks:
        if len(block.text) >= 2 * LONG:
            kept.append(block)
        else:
            story.above.append(block.text)
    return kept


def _below(blocks: Sequence[PageBlock], last: PageBlock, story: ArticleBody) -> list[PageBlock]:
    """What is kept of the lines below the last sentence: lists, and what is written like text."""
    kept: list[PageBlock] = []
    is_list = last.text.endswith(":")
    for number, block in enumerate(blocks):
        is_surely = is_closed(block.text) or len(block.text) >= LONG * 0.75
        opens_list = block.text.endswith(":") and number + 1 < len(blocks)
        if is_list:
            kept.append(replace(block, kind=BlockKind.ITEM))
        elif is_surely or opens_list:
            kept.append(block)
            is_list = opens_list
        elif is_sentence_case(block.text):
            kept.append(block)
            story.doubts.append(f"may not belong to the story: {block.text!r}")
        else:
            story.leave_out(block.text, "short line below the story")
    return kept


def _ended(body: list[PageBlock], story: ArticleBody) -> list[PageBlock]:
    """The body up to its end mark "(*)", and what is too long below it to be a caption."""
    end = next((number for number, block in enumerate(body) if _END_MARK.search(block.text)), None)
    if end is None:
        return body
    kept = body[: end + 1]
    for block in body[end + 1 :]:
        if len(block.text) < LONG:
            story.leave_out(block.text, "stands below the end of the story")
        else:
            kept.append(block)
            story.doubts.append(f"stands below the end of the story: {block.text[:60]!r}")
    return kept


def _compose(body: Sequence[PageBlock], story: ArticleBody) -> None:
    """Makes paragraphs: a subheading is a line above its paragraph, items lines of one."""
    lines: list[str] = []
    before: PageBlock | None = None
    for block in body:
        is_item = block.kind is BlockKind.ITEM
        goes_on = before is not None and (
            _is_subheading(before)
            or (not is_item and _is_numbered_heading(before) and len(lines) == 1)
            or (is_item and (before.kind is BlockKind.ITEM or before.text.endswith(":")))
        )
        if not goes_on and lines:
            story.paragraphs.append("\n".join(lines))
            lines = []
        lines.append(block.text)
        before = block
    if lines:
        story.paragraphs.append("\n".join(lines))


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


def _look_over(story: ArticleBody) -> None:
    """Notes what an editor should look at."""
    lead, end = story.paragraphs[0], story.paragraphs[-1]
    if match := _PICTURE_NAME.match(lead):
        story.doubts.append(f"the story may begin with a picture's name: {match[0].strip()!r}")
    if not is_closed(end) or end.endswith(("...", "…")):
        story.doubts.append(f"the story may end in mid-sentence: {end[-60:]!r}")
    for paragraph in story.paragraphs:
        first, *others = paragraph.split("\n")
        is_list = first.endswith(":") or any(re.match(r"[-*•\d]", line) for line in others[:1])
        if len(others) >= 2 and not is_list:
            story.doubts.append(f"may be headlines of other stories: {paragraph[:60]!r}")
