"""Markdown, PDF and DOCX files, most of them made here, as pages."""

from __future__ import annotations

import io
import logging
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml import parse_xml

from bot.errors import DataError
from bot.importer.page import BlockKind, PageBlock, SourcePage
from bot.importer.parsers.documents import MOST_PAGES, parse_docx, parse_markdown, parse_pdf
from tests.conftest import PAGES, takes_at_most

RELEASE = PAGES / "siaran_pers.md"
SENTENCE = "Kantor Imigrasi Kupang melayani permohonan paspor pada hari Sabtu."
WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def texts(read: SourcePage) -> list[str]:
    return [block.text for block in read.blocks]


# Markdown


def test_markdown_gives_its_blocks_as_they_are_shown() -> None:
    read = parse_markdown(RELEASE.read_bytes())
    assert list(read.blocks) == [
        PageBlock("Imigrasi Kupang Tambah Loket", BlockKind.HEADING),
        PageBlock(
            "KUPANG - Kantor Imigrasi Kupang menambah dua loket paspor mulai Senin, "
            "2 Februari 2026, kata kepala kantor."
        ),
        PageBlock('"Warga tidak perlu menunggu lama," ujarnya.'),
        PageBlock("Loket dibuka pukul 08.00 Wita.", gap=False),
        PageBlock("Syarat", BlockKind.HEADING),
        PageBlock("KTP elektronik", BlockKind.ITEM),
        PageBlock("Kartu keluarga", BlockKind.ITEM),
        PageBlock("Daftar lewat aplikasi", BlockKind.ITEM),
        PageBlock("Datang sesuai jadwal", BlockKind.ITEM),
        PageBlock("Layanan ini gratis biaya tambahan."),
        PageBlock("Informasi: 0380-000000."),
        PageBlock("Biaya < Rp 1 juta, bayar di bank."),
    ]
    assert read.doubts == ("a table was left out",)


@pytest.mark.parametrize("text", ["", " \n\n", "![Antrean](a.jpg)", "<!-- kosong -->", "[a]: /x"])
def test_markdown_without_text_is_one_sentence(text: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_markdown(text.encode())
    assert str(caught.value) == "expected an article, found no text"


@pytest.mark.parametrize("piece", ["[", ">", "*a_", "<", "[a](", "![", "- ", "<div>", "`a``"])
def test_markdown_made_to_hurt_ends(piece: str) -> None:
    message = "expected"
    with takes_at_most(60):
        try:
            parse_markdown(piece.encode() * 20_000)
        except DataError as problem:
            message = str(problem)
    assert message.startswith("expected")


def test_markdown_longer_than_any_article_is_refused() -> None:
    with pytest.raises(DataError, match="expected at most"):
        parse_markdown(b"kata " * 250_000)


# PDF


def make_pdf(
    pages: Sequence[Sequence[str]], *, title: str = "", drawing: bytes | None = None
) -> bytes:
    """A PDF file with lines of text; an empty line leaves a blank one."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    info = f"<< /Title ({title}) /CreationDate (D:20260120080000) /Author (Humas) >>".encode()
    objects = [b"", b"", font, info]
    kids = []
    for lines in pages:
        stream = _draw(lines) if drawing is None else drawing
        head = b"<< /Length %d >>\nstream\n" % len(stream)
        objects.append(head + stream + b"\nendstream")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return _write_pdf(objects)


def _draw(lines: Sequence[str]) -> bytes:
    drawn = []
    for number, line in enumerate(lines):
        bare = line.replace("(", r"\(").replace(")", r"\)").encode("cp1252")
        if line:
            drawn.append(b"BT /F1 11 Tf 60 %d Td (%s) Tj ET" % (780 - 14 * number, bare))
    return b"\n".join(drawn)


def _write_pdf(objects: Sequence[bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    out += b"trailer << /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, start)
    return bytes(out)


def test_a_pdf_gives_its_lines_and_where_blank_ones_part_them() -> None:
    lines = [
        "SIARAN PERS",
        "",
        "KUPANG - Loket paspor ditambah",
        "“mulai” Senin (2/2).",
        "",
        "Selesai.",
    ]
    read = parse_pdf(make_pdf([lines]))
    assert [(block.text, block.gap) for block in read.blocks] == [
        ("SIARAN PERS", True),
        ("KUPANG - Loket paspor ditambah", True),
        ("“mulai” Senin (2/2).", False),
        ("Selesai.", True),
    ]
    assert read.doubts == ()


@pytest.mark.parametrize(
    ("title", "stated"),
    [
        ("Imigrasi Tambah Loket", "Imigrasi Tambah Loket"),
        ("Microsoft Word - siaran pers.docx", None),
        ("rilis final.pdf", None),
        ("untitled document", None),
        ("Rilis", None),
        ("", None),
    ],
)
def test_of_the_properties_of_a_pdf_only_a_sensible_title_is_taken(
    title: str, stated: str | None
) -> None:
    facts = parse_pdf(make_pdf([[SENTENCE]], title=title)).stated
    assert (facts.title, facts.author, facts.published) == (stated, None, None)


def test_what_stands_at_the_edge_of_most_pages_is_left_out_and_said() -> None:
    pages = [
        ["KANTOR IMIGRASI", "", f"Pasal {number}", f"Isi {number}.", "", f"Halaman {number} dari 4"]
        for number in (1, 2, 3, 4)
    ]
    read = parse_pdf(make_pdf(pages))
    assert texts(read)[:4] == ["Pasal 1", "Isi 1.", "Pasal 2", "Isi 2."]
    assert len(read.blocks) == 8
    assert read.doubts == (
        "left out as the edge of most pages: 'KANTOR IMIGRASI'",
        "left out as the edge of most pages: 'Halaman 4 dari 4'",
    )


def test_two_pages_keep_what_they_share() -> None:
    read = parse_pdf(make_pdf([["Judul", "Satu."], ["Judul", "Dua."]]))
    assert texts(read) == ["Judul", "Satu.", "Judul", "Dua."]


def test_a_sentence_goes_on_behind_the_end_of_a_page() -> None:
    read = parse_pdf(make_pdf([["Petugas memeriksa"], ["empat hotel."], ["Selesai."]]))
    assert [block.gap for block in read.blocks] == [True, False, True]


def locked() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf([[SENTENCE]])))
    writer.encrypt("rahasia", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def packed(size: int) -> bytes:
    """A page whose drawing is packed and has ``size`` bytes when it is unpacked."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf([[""]], drawing=b"n " * (size // 2))))
    for page in writer.pages:
        page.compress_content_streams()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: b"", "expected a readable PDF file, but: Cannot read an empty file"),
        (lambda: b"bukan pdf", "expected a readable PDF file, but: "),
        (lambda: make_pdf([[SENTENCE]])[:300], "expected a readable PDF file, but: "),
        (lambda: make_pdf([[""]]), "expected text, found only pictures"),
        (locked, "expected a PDF file without a password"),
        (
            lambda: make_pdf([["Isi."]] * 201),
            f"expected at most {MOST_PAGES} pages, found 201",
        ),
        (lambda: packed(6_000_000), "expected text, found a page of 5000000 bytes or more"),
    ],
    ids=["empty", "no PDF", "cut off", "scanned", "locked", "long", "bomb"],
)
def test_a_pdf_that_cannot_be_read_is_one_sentence(
    make: Callable[[], bytes],
    sentence: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    with pytest.raises(DataError) as caught:
        parse_pdf(make())
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_a_pdf_locked_with_no_password_is_read() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf([[SENTENCE]])))
    writer.encrypt("", owner_password="rahasia", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert texts(parse_pdf(out.getvalue())) == [SENTENCE]


# DOCX


def make_docx(fill: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def replaced(content: bytes, name: str, text: bytes) -> bytes:
    """The archive with another file under ``name``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for entry in old.namelist():
            new.writestr(entry, text if entry == name else old.read(entry))
    return out.getvalue()


def body(markup: str) -> bytes:
    """A DOCX file whose body is ``markup``."""

    def fill(document: Any) -> None:
        root = parse_xml(f"<w:body {WORDS}>{markup}</w:body>")
        document.element.body[:] = list(root)

    return make_docx(fill)


def test_a_docx_gives_its_blocks() -> None:
    def fill(document: Any) -> None:
        document.core_properties.title = "Imigrasi Tambah Loket"
        document.core_properties.author = "Humas"
        document.add_heading("Imigrasi Tambah Loket", level=1)
        paragraph = document.add_paragraph("KUPANG\u00a0- Kantor ")
        paragraph.add_run("Imigrasi").bold = True
        paragraph.add_run(" Kupang.\nBaris kedua.")
        document.add_paragraph("")
        document.add_paragraph("KTP elektronik", style="List Bullet")

    read = parse_docx(make_docx(fill))
    assert list(read.blocks) == [
        PageBlock("Imigrasi Tambah Loket", BlockKind.HEADING),
        PageBlock("KUPANG - Kantor Imigrasi Kupang."),
        PageBlock("Baris kedua.", gap=False),
        PageBlock("KTP elektronik", BlockKind.ITEM),
    ]
    assert read.stated.title == "Imigrasi Tambah Loket"
    assert (read.stated.author, read.stated.published) == (None, None)


def test_changes_in_a_docx_are_taken_as_accepted_and_no_words_are_lost() -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    read = parse_docx(
        body(
            f"<w:p>{run.format('Warga ')}<w:ins w:id='1' w:author='a'>{run.format('kota ')}</w:ins>"
            "<w:del w:id='2' w:author='a'><w:r><w:delText>desa </w:delText></w:r></w:del>"
            f"<w:hyperlink>{run.format('mengantre')}</w:hyperlink>{run.format('.')}</w:p>"
            f"<w:sdt><w:sdtContent><w:p>{run.format('Di dalam bingkai.')}</w:p></w:sdtContent></w:sdt>"
            f"<w:p>{run.format('Satu')}<w:r><w:tab/></w:r>{run.format('dua.')}</w:p>"
        ),
    )
    assert texts(read) == ["Warga kota mengantre.", "Di dalam bingkai.", "Satu dua."]


def test_a_table_of_a_docx_is_left_out_and_one_that_frames_a_letter_is_read() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph(SENTENCE)
        document.add_table(rows=2, cols=2).cell(0, 0).text = "Jenis"

    def frame(document: Any) -> None:
        document.add_table(rows=1, cols=1).cell(0, 0).text = "\n".join([SENTENCE] * 4)

    small = parse_docx(make_docx(fill))
    assert (texts(small), small.doubts) == ([SENTENCE], ("a table was left out",))
    assert texts(parse_docx(make_docx(frame))) == [SENTENCE] * 4


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)
    return out.getvalue()


def plain() -> bytes:
    return make_docx(lambda document: document.add_paragraph(SENTENCE))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: b"", "expected a DOCX file without a password, got none"),
        (lambda: b"\xd0\xcf\x11\xe0" * 100, "expected a DOCX file without a password"),
        (lambda: plain()[:2000], "expected a DOCX file without a password, got none"),
        (bomb, "expected a DOCX file of at most 50000000 bytes when unpacked"),
        (
            lambda: replaced(plain(), "word/document.xml", b"<w:document"),
            "expected a readable",
        ),
        (
            lambda: replaced(plain(), "[Content_Types].xml", b"<Types/>"),
            "expected a readable",
        ),
        (lambda: make_docx(lambda document: None), "expected an article, found no text"),
    ],
    ids=["empty", "old Word", "cut off", "bomb", "broken XML", "no Word", "no text"],
)
def test_a_docx_that_cannot_be_read_is_one_sentence(
    make: Callable[[], bytes], sentence: str
) -> None:
    with pytest.raises(DataError) as caught:
        parse_docx(make())
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


def test_entities_of_a_docx_do_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.txt"
    secret.write_text("kata-sandi", encoding="utf-8")
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    markup = (
        f'<!DOCTYPE w:document [<!ENTITY l0 "tawa">{layers}'
        f'<!ENTITY berkas SYSTEM "{secret.as_uri()}">]>'
        f"<w:document {WORDS}><w:body><w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Isi &berkas; &l9;</w:t></w:r></w:p></w:body></w:document>"
    )
    content = replaced(plain(), "word/document.xml", markup.encode())
    try:
        shown = " ".join(texts(parse_docx(content)))
    except DataError as problem:
        shown = str(problem)
    assert "kata-sandi" not in shown
    assert "tawa" * 2 not in shown


# The extra


@pytest.mark.parametrize(
    ("parse", "module", "kind"), [(parse_pdf, "pypdf", "PDF"), (parse_docx, "docx", "DOCX")]
)
def test_without_the_extra_it_is_said_how_to_get_it(
    parse: Callable[..., SourcePage], module: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(DataError) as caught:
        parse(b"")
    assert str(caught.value) == (
        f"expected the extra 'documents' to read {kind}: "
        "pip install '.[documents]' in the program's folder"
    )
