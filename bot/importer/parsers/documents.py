"""Documents as pages: Markdown, PDF and DOCX.

What a document says of its author and its making is not what an outlet says of a publication: of
its properties only a sensible title is taken.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from bot.errors import DataError
from bot.importer.page import BlockKind, Facts, PageBlock, SourcePage
from bot.importer.parsers.encoding import decode
from bot.text.characters import CONTROL, CONTROL_C1, ZERO_WIDTH

if TYPE_CHECKING:
    from markdown_it.token import Token
    from pypdf import PdfReader

# What it logs is for those who configure logging; without this it would go to standard error.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

_MOST_BYTES = 50_000_000  # when unpacked
MOST_CHARACTERS = 1_000_000
MOST_PAGES = 200
_MOST_DRAWING = 5_000_000  # bytes; what draws one page of text has some ten thousand
_MOST_FILES = 5_000
_MOST_MARKUP = 10_000_000  # bytes
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|bin|ttf|odttf)$", re.IGNORECASE)
_CELL = 200  # characters; a cell with more of them holds prose, its table is for the layout
_EDGE = 2  # lines at the top and at the bottom of a page that may be its header or footer
_SPACE = re.compile(r"\s+")
_UNSEEN = re.compile(rf"[\u00ad{ZERO_WIDTH}{CONTROL}{CONTROL_C1}]")
_SENTENCE_END = re.compile(r"[.!?:][\"'”’)]*$")
_PAGE_NUMBER = re.compile(
    r"\W*(?:halaman|hal\.?|page)?\s*\d{1,3}(?:\s*(?:dari|of|/)\s*\d{1,3})?\W*", re.IGNORECASE
)
_FILE_NAME = re.compile(
    r"microsoft word|\.\w{2,4}$|^(?:untitled|document|dokumen)\b", re.IGNORECASE
)
# The elements of DOCX that hold no text of the letter, and those that are a sign of it.
_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNREAD = {f"{_WORDS}txbxContent", f"{_WORDS}moveFrom"}
_SHOWN = {f"{_WORDS}br": "\n", f"{_WORDS}cr": "\n", f"{_WORDS}tab": " "}
_SHOWN |= {f"{_WORDS}noBreakHyphen": "-"}


def parse_markdown(content: bytes) -> SourcePage:
    """The page in ``content``, which is CommonMark with tables; a head of YAML is not known here.

    Links are their text, images are left out. A hard line break begins a block without a gap, a
    soft one is a space.

    Raises:
        DataError: There is no text, or too much of it.
    """
    from markdown_it import MarkdownIt  # noqa: PLC0415 -- few imports read Markdown

    text, doubts = decode(content)
    if len(text) > MOST_CHARACTERS:
        raise DataError(f"expected at most {MOST_CHARACTERS} characters of text")
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    has_table = any(token.type == "table_open" for token in tokens)
    doubts = (*doubts, "a table was left out") if has_table else doubts
    return _page(list(_markdown_blocks(tokens)), doubts=doubts)


def _markdown_blocks(tokens: Sequence[Token]) -> Iterator[PageBlock]:
    kinds, in_table = [BlockKind.TEXT], False
    for token in tokens:
        if token.type in {"table_open", "table_close"}:
            in_table = token.nesting == 1
        elif token.type in {"heading_open", "list_item_open"}:
            kinds.append(BlockKind.HEADING if token.type == "heading_open" else BlockKind.ITEM)
        elif token.type in {"heading_close", "list_item_close"}:
            kinds.pop()
        elif token.type in {"inline", "fence", "code_block"} and not in_table:
            yield from _lines(_markdown_text(token), kinds[-1])
        elif token.type == "html_block":
            # Hardly any Markdown holds HTML.
            from bot.importer.parsers.html.blocks import read_fragment  # noqa: PLC0415

            yield from read_fragment(_UNSEEN.sub("", token.content))


def _markdown_text(token: Token) -> str:
    """The text of a paragraph as it is shown; only a hard break is a line break."""
    if token.children is None:
        return token.content
    shown = {"softbreak": " ", "hardbreak": "\n"}
    texts = {"text", "text_special", "code_inline"}
    return "".join(
        child.content if child.type in texts else shown.get(child.type, "")
        for child in token.children
    )


def parse_pdf(content: bytes) -> SourcePage:
    """The page in a PDF file: its lines, without the headers and footers that pages share.

    A blank line makes a gap; so does a new page after the end of a sentence.

    Raises:
        DataError: It is broken, locked, a bomb, too long or has no text, or pypdf is missing.
    """
    pypdf = _load("pypdf", "PDF")
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DataError("expected a PDF file without a password")
        pages = _read_pages(reader)
        title = _sensible(reader.metadata.title if reader.metadata else None)
    except DataError:
        raise
    except Exception as problem:  # the library raises whatever a broken file leads it to
        raise DataError(f"expected a readable PDF file, but: {problem!s:.100}") from None
    pages, repeated = _without_edges(pages)
    doubts = tuple(f"left out as the edge of most pages: {line[:80]!r}" for line in repeated)
    blocks = list(_joined(pages))
    if not blocks:
        raise DataError("expected text, found only pictures")
    return _page(blocks, title=title, doubts=doubts)


def _load(module: str, kind: str) -> Any:
    """A library of the extra, where that is installed."""
    try:
        return import_module(module)
    except ImportError:
        sentence = f"expected the extra 'documents' to read {kind}: pip install '.[documents]'"
        raise DataError(f"{sentence} in the program's folder") from None


def _read_pages(reader: PdfReader) -> list[list[PageBlock]]:
    if len(reader.pages) > MOST_PAGES:
        raise DataError(f"expected at most {MOST_PAGES} pages, found {len(reader.pages)}")
    pages, size = [], 0
    for page in reader.pages:
        drawing = page.get_contents()
        if drawing is not None and len(drawing.get_data()) > _MOST_DRAWING:
            raise DataError(f"expected text, found a page of {_MOST_DRAWING} bytes or more")
        text = page.extract_text(extraction_mode="layout") or page.extract_text()
        size += len(text)
        if size > MOST_CHARACTERS * 10:  # this mode draws columns with spaces
            raise DataError(f"expected at most {MOST_CHARACTERS} characters of text")
        pages.append(list(_lines(text, BlockKind.TEXT)))
    return pages


def _without_edges(pages: list[list[PageBlock]]) -> tuple[list[list[PageBlock]], list[str]]:
    """The pages without the lines that most of three or more have at an edge, and those lines.

    All numbers of pages count as the same line, such as "Halaman 2 dari 5".
    """
    edges = [[*page[:_EDGE], *page[_EDGE:][-_EDGE:]] for page in pages]
    counts = Counter(key for edge in edges for key in {_edge_key(block) for block in edge})
    common = {key for key, count in counts.items() if count > len(pages) / 2}
    if len(pages) < 3 or not common:
        return pages, []
    left_out: dict[str, str] = {}
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        unwanted = [block for block in edge if _edge_key(block) in common]
        left_out |= {_edge_key(block): block.text for block in unwanted}
        kept.append([block for block in page if not any(block is one for one in unwanted)])
    return kept, list(left_out.values())


def _edge_key(block: PageBlock) -> str:
    return "" if _PAGE_NUMBER.fullmatch(block.text) else block.text


def _joined(pages: Sequence[Sequence[PageBlock]]) -> Iterator[PageBlock]:
    """The blocks of all pages; a sentence that goes on behind a page's end has no gap in it."""
    before = ""
    for page in pages:
        for number, block in enumerate(page):
            is_broken = number == 0 and bool(before) and not _SENTENCE_END.search(before)
            yield replace(block, gap=not is_broken) if number == 0 else block
            before = block.text


def parse_docx(content: bytes) -> SourcePage:
    """The page in a DOCX file: its paragraphs, with changes taken as accepted.

    Raises:
        DataError: It is broken, locked, a bomb or has no text, or python-docx is missing.
    """
    docx = _load("docx", "DOCX")
    _check_archive(content)
    try:
        document = docx.Document(io.BytesIO(content))
        blocks, doubts = _docx_blocks(document)
        title = _sensible(document.core_properties.title)
    except Exception as problem:  # the library raises whatever a broken file leads it to
        raise DataError(f"expected a readable DOCX file, but: {problem!s:.100}") from None
    return _page(blocks, title=title, doubts=doubts)


def _check_archive(content: bytes) -> None:
    """Refuses what is no archive, and what would grow beyond all bounds when it is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise DataError("expected a DOCX file without a password, got none") from None
    size = sum(file.file_size for file in files)
    markup = sum(file.file_size for file in files if not _PICTURE.search(file.filename))
    if size > _MOST_BYTES or markup > _MOST_MARKUP or len(files) > _MOST_FILES:
        raise DataError(
            f"expected a DOCX file of at most {_MOST_BYTES} bytes when unpacked, "
            f"{_MOST_MARKUP} of them no pictures, found {size} and {markup} in {len(files)} files"
        )


def _docx_blocks(document: Any) -> tuple[list[PageBlock], tuple[str, ...]]:
    """The blocks of the body; of tables only those that hold prose, as in letters with frames."""
    from docx.text.paragraph import Paragraph  # noqa: PLC0415

    cell, blocks, has_table = f"{_WORDS}tc", list[PageBlock](), False
    for element in document.element.body.iter(f"{_WORDS}p"):
        outer = {one.tag: one for one in element.iterancestors()}
        if _UNREAD & outer.keys():
            continue
        if cell in outer and len("".join(outer[cell].itertext())) < _CELL:
            has_table = True
        elif text := _docx_text(element).strip():
            blocks += _lines(text, _docx_kind(element, Paragraph(element, document).style))
    return blocks, ("a table was left out",) if has_table else ()


def _docx_text(paragraph: Any) -> str:
    """The text of a paragraph, of links, fields and inserted words too, which the library skips."""
    return "".join(
        _SHOWN.get(element.tag) or element.text or ""
        for element in paragraph.iter(f"{_WORDS}t", *_SHOWN)
        if _UNREAD.isdisjoint(outer.tag for outer in element.iterancestors())
    )


def _docx_kind(paragraph: Any, style: Any) -> BlockKind:
    styled = (style.name or "").lower() if style is not None else ""
    if styled.startswith(("heading", "title", "judul")):
        return BlockKind.HEADING
    is_item = styled.startswith("list") or paragraph.find(f".//{_WORDS}numPr") is not None
    return BlockKind.ITEM if is_item else BlockKind.TEXT


def _lines(text: str, kind: BlockKind) -> Iterator[PageBlock]:
    """The lines of ``text`` as blocks; the first one and those below a blank line have a gap."""
    gap = True
    for raw in text.split("\n"):
        line = _SPACE.sub(" ", _UNSEEN.sub("", raw)).strip()
        if line:
            yield PageBlock(line, kind, gap)
        gap = not line


def _sensible(title: Any) -> str | None:
    """The title of a document's properties, where it is no name of a file or of a program."""
    text = _SPACE.sub(" ", title).strip() if isinstance(title, str) else ""
    return None if len(text.split()) < 2 or _FILE_NAME.search(text) else text


def _page(
    blocks: list[PageBlock], *, title: str | None = None, doubts: tuple[str, ...] = ()
) -> SourcePage:
    if not blocks:
        raise DataError("expected an article, found no text")
    if sum(len(block.text) for block in blocks) > MOST_CHARACTERS:
        raise DataError(f"expected at most {MOST_CHARACTERS} characters of text")
    return SourcePage(tuple(blocks), Facts(title=title), doubts)
