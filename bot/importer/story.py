"""Which blocks of a page are its story: the head above it, the furniture in it, the tail below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot.importer.datelines import find_dateline, is_dateline
from bot.importer.page import Block, Kind, LeftOut
from bot.importer.rules import find_rule
from bot.importer.stamps import Stamp, cut_crawl_mark, find_stamp
from bot.importer.text import is_closed, squeeze

# A line below this is never kept on its length alone; one above it never goes for its place alone.
_LONG = 80
_SENTENCE = 40
# Captions that repeat the story stand near its beginning.
_CAPTIONS = 20
_ROLE = re.compile(
    r"\W*(?P<role>editor|penyunting|redaktur|reporter|penulis|pewarta|wartawan|oleh|laporan)\b"
    r"\s*(?::\s*(?P<name>[^|:]*?))?\s*(?:\|\s*(?P<more>.*))?",
    re.IGNORECASE,
)
_EDITORS = {"editor", "penyunting", "redaktur"}
_NOBODY = {"redaksi", "tim redaksi", "admin"}
_END_MARK = re.compile(r"(?:\(\*+\)|\*{2,3})$")
_POINTER_INSIDE = re.compile(
    r"(?<=[.!?”\"])\s*(?:Baca|Lihat|Simak) [Jj]uga\s*:[^.]{10,160}$|(?<=[.!?”\"])\s*BACA JUGA\s*:[^.]{10,160}$"
)
_PICTURE_NAME = re.compile(r"[\w.]+(?: \w+){0,2} logo (?=[A-Z])", re.IGNORECASE)


@dataclass(slots=True)
class Story:
    """A story and what stood around it; filled while a page is read.

    Attributes:
        above: Lines above the story that may be its headline, in order.
        paragraphs: Its text, in order; a subheading and list items are lines of a paragraph.
        stamps: The days of lines of their own, in order.
        credits: "editor" and "author", where lines name them.
    """

    above: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    credits: dict[str, str] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def leave_out(self, text: str, why: str) -> None:
        """Notes that ``text`` is no part of the article."""
        self.left_out.append(LeftOut(text, why))


def find_stories(blocks: Sequence[Block]) -> list[Story]:
    """The stories of a page, in order; most pages have one, a page of furniture none.

    A second story begins where a headline stands before another dateline.
    """
    stories = []
    for part in _split(blocks):
        story = Story()
        _arrange(_sift(part, story), story)
        if story.paragraphs:
            stories.append(story)
    return stories


def _split(blocks: Sequence[Block]) -> list[Sequence[Block]]:
    starts = [
        number - 1
        for number, block in enumerate(blocks)
        if number > 1
        and _begins_story(block)
        and _may_be_headline(blocks[number - 1])
        and _opens_nothing(blocks[number - 2].text)
        and any(_is_story(before) for before in blocks[: number - 1])
    ]
    bounds = [0, *starts, len(blocks)]
    return [blocks[start:stop] for start, stop in pairwise(bounds)]


def _begins_story(block: Block) -> bool:
    dateline = find_dateline(block.text)
    shouted = dateline and dateline.city and dateline.city.isupper()
    return bool(dateline and (dateline.outlet or shouted) and _is_story(block))


def _may_be_headline(block: Block) -> bool:
    words = block.text.split()
    return block.kind is not Kind.ITEM and len(words) >= 4 and not is_closed(block.text)


def _opens_nothing(line: str) -> bool:
    rule = find_rule(line)
    return rule is None or not rule.opens


def _is_story(block: Block) -> bool:
    """Whether a block can only be text of a story: a sentence, a dateline, a list item."""
    line = block.text
    if block.kind is Kind.HEADING or find_rule(line):
        return False
    if block.kind is Kind.ITEM or is_dateline(line) or len(line) >= 1.5 * _LONG:
        return True
    if find_dateline(line) and len(line) >= _SENTENCE:
        return is_closed(line) or line.endswith(":") or len(line) >= _LONG
    return is_closed(line) and len(line) >= _SENTENCE and not _is_title_case(line)


def _is_title_case(line: str) -> bool:
    """Whether a line that is closed like a sentence is written like a headline.

    >>> _is_title_case('Menteri Agus: "Seremoni Imigrasi Disederhanakan"')
    True
    """
    words = [word for word in re.findall(r"[^\W\d_]{4,}", line) if word]
    large = sum(word[0].isupper() for word in words)
    return (
        len(line) < _LONG
        and len(words) >= 3
        and not line.endswith(".")
        and large >= 0.7 * len(words)
    )


def _sift(blocks: Sequence[Block], story: Story) -> list[Block]:
    """The blocks that no rule leaves out."""
    kept: list[Block] = []
    label = None
    # Above the story a list swallows nothing: the headline may stand below "Terpopuler".
    under_list = has_begun = False
    for whole in blocks:
        block = _without_mark(whole, story)
        if block is None:
            continue
        rule = find_rule(block.text)
        if label and not rule and _is_name(block.text):
            story.credits.setdefault(label, block.text)
            story.leave_out(block.text, "credit")
            label = None
            continue
        label = _credit(block.text, story) if rule and rule.why == "credit" else None
        if stamp := find_stamp(block.text):
            story.stamps.append(stamp)
            story.leave_out(block.text, "time stamp")
        elif rule:
            story.leave_out(block.text, rule.why)
            under_list = has_begun and (under_list or (rule.opens and _is_bare(block.text)))
        elif under_list and not _is_story(block):
            story.leave_out(block.text, "headline of another story")
        elif not re.search(r"\w", block.text):
            story.leave_out(block.text, "marks without a word")
        else:
            under_list = False
            has_begun = has_begun or _is_story(block)
            kept.append(_without_pointer(block, story))
    return kept


def _without_mark(block: Block, story: Story) -> Block | None:
    stamp, rest = cut_crawl_mark(block.text)
    if stamp is None:
        return block
    story.stamps.append(stamp)
    story.leave_out(block.text[: len(block.text) - len(rest)].strip(), "mark of a collection")
    return replace(block, text=rest) if rest else None


def _without_pointer(block: Block, story: Story) -> Block:
    """The block without a "Baca juga: …" that was glued to its end."""
    match = _POINTER_INSIDE.search(block.text)
    if not match:
        return block
    story.leave_out(match[0].strip(), "pointer to other stories")
    return replace(block, text=block.text[: match.start()])


def _is_bare(line: str) -> bool:
    return ":" not in line.rstrip(" :") and len(line) <= 30


def _is_name(line: str) -> bool:
    words = line.split()
    return 1 <= len(words) <= 5 and all(word[0].isupper() for word in words) and not is_closed(line)


def _credit(line: str, story: Story) -> str | None:
    """Notes the names of a credit; returns the role of a label whose name is still to come."""
    rest: str | None = line
    while rest and (match := _ROLE.fullmatch(rest)):
        role = "editor" if match["role"].casefold() in _EDITORS else "author"
        if not match["name"]:
            return role
        # One letter is no name: some sites shorten their writers so.
        if len(match["name"]) > 2 and match["name"].casefold() not in _NOBODY:
            story.credits.setdefault(role, match["name"])
        rest = match["more"]
    return None


def _arrange(blocks: list[Block], story: Story) -> None:
    """Sorts what the rules left: headline lines above, the story, short lines below."""
    blocks = _without_repeats(blocks, story)
    numbers = _find_text(blocks, story)
    if not numbers:
        for block in blocks:
            story.leave_out(block.text, "stands alone, no sentence")
        return
    first, last = numbers[0], numbers[-1]
    body = _above(blocks[:first], story) + blocks[first : last + 1]
    body += _below(blocks[last + 1 :], blocks[last], story)
    _compose(_ended(body, story), story)
    _look_over(story)


def _find_text(blocks: Sequence[Block], story: Story) -> list[int]:
    """Where the text of the story is: surely so, else in short sentences, else in a long line."""
    for is_text, doubt in (
        (_is_story, None),
        (lambda block: is_closed(block.text), "the story is very short"),
        (lambda block: len(block.text) >= _SENTENCE, "no line ends as a sentence does"),
    ):
        numbers = [number for number, block in enumerate(blocks) if is_text(block)]
        if numbers:
            story.doubts += [doubt] if doubt else []
            return numbers
    return []


def _without_repeats(blocks: list[Block], story: Story) -> list[Block]:
    """Without lines that stand again, or whose words a longer line below repeats: captions."""
    squeezed = [squeeze(block.text) for block in blocks]
    seen: set[str] = set()
    kept = []
    for number, block in enumerate(blocks):
        line = squeezed[number]
        may_be_caption = number < _CAPTIONS and block.text.endswith(".")
        if line in seen:
            story.leave_out(block.text, "stands there already")
        elif may_be_caption and any(line in below for below in squeezed[number + 1 :]):
            story.leave_out(block.text, "caption that repeats the story")
        else:
            kept.append(block)
        seen.add(line)
    return kept


def _above(blocks: Sequence[Block], story: Story) -> list[Block]:
    """Notes the lines above the story; returns those that are too long to be left out."""
    kept = []
    for block in blocks:
        if len(block.text) >= 2 * _LONG:
            kept.append(block)
        else:
            story.above.append(block.text)
    return kept


def _below(blocks: Sequence[Block], last: Block, story: Story) -> list[Block]:
    kept: list[Block] = []
    is_list = last.text.endswith(":")
    for block in blocks:
        if is_list:
            kept.append(replace(block, kind=Kind.ITEM))
        elif is_closed(block.text) or len(block.text) >= _LONG * 0.75:
            kept.append(block)
        else:
            story.leave_out(block.text, "short line below the story")
    return kept


def _ended(body: list[Block], story: Story) -> list[Block]:
    """The body up to its end mark "(*)", and what is too long below it to be a caption."""
    end = next((number for number, block in enumerate(body) if _END_MARK.search(block.text)), None)
    if end is None:
        return body
    kept = body[: end + 1]
    for block in body[end + 1 :]:
        if len(block.text) < _LONG:
            story.leave_out(block.text, "stands below the end of the story")
        else:
            kept.append(block)
            story.doubts.append(f"stands below the end of the story: {block.text[:60]!r}")
    return kept


def _compose(body: Sequence[Block], story: Story) -> None:
    """Makes paragraphs: a subheading is a line above its paragraph, items lines of one."""
    lines: list[str] = []
    before: Block | None = None
    for block in body:
        is_item = block.kind is Kind.ITEM
        goes_on = before is not None and (
            _is_subheading(before)
            or (is_item and (before.kind is Kind.ITEM or before.text.endswith(":")))
        )
        if not goes_on and lines:
            story.paragraphs.append("\n".join(lines))
            lines = []
        lines.append(block.text)
        before = block
    if lines:
        story.paragraphs.append("\n".join(lines))


def _is_subheading(block: Block) -> bool:
    if block.kind is Kind.ITEM:
        return False
    if block.kind is Kind.HEADING or is_dateline(block.text):
        return True
    return not is_closed(block.text) and len(block.text) < _LONG


def _look_over(story: Story) -> None:
    """Notes what an editor should look at."""
    lead, end = story.paragraphs[0], story.paragraphs[-1]
    if match := _PICTURE_NAME.match(lead):
        story.doubts.append(f"the story may begin with a picture's name: {match[0].strip()!r}")
    if not is_closed(end) or end.endswith(("...", "…")):
        story.doubts.append(f"the story may end in mid-sentence: {end[-60:]!r}")
    for paragraph in story.paragraphs:
        if paragraph.count("\n") >= 2 and not re.match(r"[-*•\d]", paragraph.split("\n")[1]):
            story.doubts.append(f"may be headlines of other stories: {paragraph[:60]!r}")
