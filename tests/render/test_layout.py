"""What is sent: verbatim, sourced, accepted by Telegram's own parser, never too long."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import LANGUAGES
from bot.engine import Engine
from bot.model import (
    Answer,
    Article,
    AskedDates,
    Citation,
    DateMention,
    Granularity,
    Hit,
    Paragraph,
    Passage,
    Reach,
    Span,
    Turn,
)
from bot.render.blocks import LineKind
from bot.render.foot import reach_line
from bot.render.pages import open_page, to_pages
from bot.render.quotes import quote
from bot.render.translations import read_translations
from tests.botapi.texts import parse_text, units
from tests.faker import TODAY, make_answer, make_article, make_engine, to_html, to_text

ID = read_translations("id")
QUESTIONS = (
    "Apa yang terjadi pada 20 Januari 2026?",
    "kapan HBI ke-73 jatuh?",
    "berita januari 2023",
    "siapa yang hadir di Kupang?",
    "apa yang terjadi 5 Mei 2024?",
    "30 februari 2025 ada apa",
    "siapa presiden prancis?",
    "halo",
)
HOSTILE = (
    "Upah < 5 & > 3 <b>tebal</b> &amp; <blockquote>palsu</blockquote> </blockquote>.",
    'Ia berkata, “Mereka bilang ‘siap’, "ayo",” 👨‍👩‍👧‍👦🇮🇩 selesai.',
    "مرحبا \u202eterbalik\u202c a\u0301 Ω ﷽.",
    "http://contoh.id/a_b*c[d](e)?f=1&g=2 #tag @nama /perintah.",
)


def bubbles(answer: Answer, shown: int = 10) -> list[tuple[str, list[dict]]]:
    """Each message as Telegram's parser reads it: the bare text and its entities."""
    return [parse_text(page.html, "HTML") for page in to_pages(answer, ID, shown=shown)]


def as_pasted(message: str) -> str:
    """The message as it is read, with the whole address of each link.

    That stands in the place of a shortened one, and behind the name of an outlet.
    """
    text, entities = parse_text(message, "HTML")
    pieces, at = [], 0
    for entity in [entity for entity in entities if entity["type"] == "text_link"]:
        shown, url = cut(text, entity), entity["url"]
        start = text.index(shown, at)
        whole = url if shown.endswith("…") else f"{shown} {url}"
        pieces += [text[at:start], whole]
        at = start + len(shown)
    return "".join([*pieces, text[at:]])


def without_marks(plain: str) -> str:
    return re.sub(r"^│ ", "", plain, flags=re.MULTILINE)


def cut(text: str, entity: dict) -> str:
    raw = text.encode("utf-16-le")
    start = entity["offset"] * 2
    return raw[start : start + entity["length"] * 2].decode("utf-16-le")


@pytest.mark.parametrize("question", QUESTIONS)
def test_telegram_reads_every_bubble_as_it_was_meant(engine: Engine, question: str) -> None:
    answer = engine.ask(question, TODAY)
    translations = engine.translations(answer.query.language)
    page, *_ = to_pages(answer, translations)
    assert as_pasted(page.html) == without_marks(page.plain)
    kinds = [entity["type"] for entity in parse_text(page.html, "HTML")[1]]
    blocks = page.layout.blocks
    assert kinds.count("blockquote") == sum(block.kind is LineKind.QUOTE for block in blocks)
    assert sum(bool(block.strong) for block in blocks if block.kind is not LineKind.ITEM) <= 1
    assert kinds.count("bold") == sum(bool(block.strong) for block in blocks)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_an_article_stays_text(text: str) -> None:
    answer = make_answer(text, question=text, title=text, url="https://x.id/a?b=1&c=<d>(e)")
    ((bubble, entities),) = bubbles(answer)
    (quoted,) = [cut(bubble, e) for e in entities if e["type"] == "blockquote"]
    assert quoted == text.strip()
    assert "https://x.id/a?b=1&c=<d>%28e%29" in bubble


@given(st.text(min_size=1, max_size=300).filter(lambda text: text.strip()))
def test_any_text_is_accepted_by_telegram(text: str) -> None:
    for bubble, _ in bubbles(make_answer(text.strip(), question=text, publisher="A & <B>")):
        assert "A & <B>" in bubble


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_quoted_stands_in_the_article(engine: Engine, question: str) -> None:
    answer = engine.ask(question, TODAY)
    for passage in answer.passages:
        pieces = quote(passage).split("[…]")
        assert all(piece.strip() in passage.paragraph.text for piece in pieces)
        for start, stop in passage.highlights:
            assert 0 <= start < stop <= len(passage.paragraph.text)


def test_a_cut_is_marked_and_falls_between_sentences() -> None:
    text = "Satu kalimat. Dua kalimat. Tiga kalimat."
    paragraph = Paragraph(make_article(text), 0, text)
    assert quote(Passage(Hit(paragraph, 1.0), ((0, 13),))) == "Satu kalimat. […]"
    assert quote(Passage(Hit(paragraph, 1.0), ((14, 26),))) == "[…] Dua kalimat. […]"
    assert quote(Passage(Hit(paragraph, 1.0), ((0, 13), (27, 40)))) == (
        "Satu kalimat. […] Tiga kalimat."
    )
    assert quote(Passage(Hit(paragraph, 1.0), ((0, 13), (14, 26), (27, 40)))) == text


# Telegram refuses more than 4,096 units after parsing; the rest is a safety margin.
MOST_UNITS = 3900
LONG = "Kalimat yang agak panjang tentang donor darah di aula 🩸. " * 120


@pytest.mark.parametrize("count", [1, 2, 5])
def test_no_message_is_too_long_and_no_quote_loses_its_source(count: int) -> None:
    texts = [f"Nomor {number}. {LONG}"[: 3000 + number].strip() for number in range(count)]
    answer = make_answer(*texts, question="berapa?", publisher="Kantor Berita")
    messages = bubbles(answer)
    assert len(messages) == count
    for text, entities in messages:
        assert units(text) <= MOST_UNITS
        assert text.startswith("❓ berapa?")
        quotes = [entity for entity in entities if entity["type"] == "blockquote"]
        assert len(quotes) == text.count("📰 Kantor Berita") == 1


@pytest.mark.parametrize(("names", "most"), [("a" * 30, 900), ("abc" * 10, 1000)])
def test_one_bubble_is_one_screen_and_the_rest_follows(names: str, most: int) -> None:
    passages = []
    for number, name in enumerate(names):
        text = f"Panggung {number} disiapkan di halaman."
        paragraph = Paragraph(make_article(text, name=name), number, text)
        passages.append(Passage(Hit(paragraph, 1.0), ((0, len(text)),)))
    sources = len(set(names))
    answer = replace(make_answer("Isi."), passages=tuple(passages), shown=30, sources=sources)
    pages = to_pages(answer, ID, shown=30)
    lengths = [len(parse_text(page.html, "HTML")[0]) for page in pages]
    assert all(most - 90 < length <= most for length in lengths[:-1])
    assert len(lengths) > 1
    told = [passage for page in pages for passage in page.passages]
    assert sorted(told, key=passages.index) == passages
    for page in pages:
        # Each article stands once on a page.
        names = [passage.paragraph.article.id for passage in page.passages]
        assert len(page.layout.articles) == len(set(names))


def test_a_sentence_longer_than_a_screen_is_quoted_whole_and_alone() -> None:
    endless = "Panitia menyiapkan panggung dan tenda untuk para tamu " * 25 + "di halaman."
    answer = make_answer(endless, "Pendek.")
    first, second = to_pages(answer, ID)
    assert endless in first.plain
    assert "Pendek." not in first.plain
    assert "│ Pendek." in second.plain


def test_quotations_of_an_article_share_its_source() -> None:
    article = make_article("Satu.", "Dua.", published=date(2026, 1, 21), url="https://a.id/1")
    passages = [
        Passage(Hit(Paragraph(article, n, it), 1.0), ((0, len(it)),))
        for n, it in enumerate(article.paragraphs)
    ]
    answer = replace(make_answer("Satu."), passages=tuple(passages), shown=2)
    source = "📰 Tempo · terbit 21 Januari 2026\nhttps://a.id/1\n"
    assert f"│ Satu.\n│ Dua.\n{source}" in to_text(answer, ID)


@pytest.mark.parametrize(
    ("others", "line"),
    [
        (["Antara"], "Juga: Antara"),
        (["Antara", "Antara", "Kompas"], "Juga: Antara, Kompas"),
        (["A", "B", "C", "D", "E"], "Juga: A, B, C, 2 lainnya"),
    ],
)
def test_other_reports_stand_under_the_source(others: list[str], line: str) -> None:
    answer = make_answer("Satu.", url="https://a.id/1")
    (passage,) = answer.passages
    told = replace(passage, also=tuple(Citation(name) for name in others))
    text = to_text(replace(answer, passages=(told,)), ID)
    assert f"https://a.id/1\n{line}\n" in text


LONG_PATH = "berita/daerah/2026/panitia-menyiapkan-panggung-dan-tenda-untuk-para-tamu-di-halaman"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"https://a.id/{LONG_PATH}"[:90], None),
        (f"https://www.a.id/{LONG_PATH}/1", "a.id/berita/daerah/2026/…"),
        (f"https://{'a' * 70}.id/{LONG_PATH}", f"{'a' * 59}…"),
    ],
)
def test_an_address_too_long_to_paste_is_shortened_and_whole_behind(
    url: str, shown: str | None
) -> None:
    answer = make_answer("Satu.", url=url)
    ((text, entities),) = bubbles(answer)
    links = [(cut(text, it), it["url"]) for it in entities if it["type"] == "text_link"]
    assert links == ([(shown, url)] if shown else [])
    assert shown or url in text
    assert url in to_text(answer, ID)


def test_a_paragraph_of_one_endless_sentence_is_trimmed_and_keeps_its_source() -> None:
    endless = "donor darah massal berlangsung sangat lama " * 300
    engine = make_engine(make_article(endless.strip(), publisher="Kantor Berita"))
    answer = engine.ask("bagaimana donor darah massal?", TODAY)
    ((text, _),) = bubbles(answer)
    assert units(text) <= MOST_UNITS
    assert "📰 Kantor Berita" in text
    assert "[…]" in text
    (start, stop), *_ = answer.passages[0].highlights
    assert answer.passages[0].paragraph.text[start:stop].endswith(("lama", "darah", "massal"))


def test_a_missing_headline_day_and_address_leave_no_hole() -> None:
    text = to_text(make_answer("Isi."), ID)
    assert "📰 Tempo · tanggal terbit tidak tercantum\nKutipan" in text
    full = make_answer("Isi.", title="Judul", published=date(2026, 1, 21), url="https://a.id")
    assert "📰 Tempo · Judul · terbit 21 Januari 2026\nhttps://a.id" in to_text(full, ID)


def test_shown_and_existing_sources_are_counted() -> None:
    answer = replace(make_answer("A.", "B.", "C."), sources=7)
    assert "2 dari 7 sumber" in to_text(answer, ID, shown=2)
    assert "3 sumber" in to_text(replace(answer, sources=3), ID)
    assert "1 sumber" in to_text(make_answer("A."), ID)


def test_a_correction_is_told() -> None:
    answer = make_answer("A.")
    told = replace(answer, query=replace(answer.query, corrections={"klapa": "kelapa"}))
    assert "membaca: kelapa" in to_text(told, ID)


def going_on(question: str, subject: str, *surfaces: str, days: tuple[Span, ...] = ()) -> Answer:
    """An answer to a question that goes on from another, whose days are named so."""
    mentions = tuple(
        DateMention(it, 0, len(it), days[0].first, days[0].first, Granularity.DAY, "rule")
        for it in surfaces
    )
    answer = make_answer("Satu.", question=question)
    asked = AskedDates(days, mentions)
    return replace(answer, query=replace(answer.query, subject=subject, asked=asked))


SEVENTEENTH = Span(date(2023, 1, 17), date(2023, 1, 17))


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (going_on("di mana?", "berapa bibit?"), "❓ di mana? → berapa bibit"),
        (
            going_on("kalau tanggal 17?", "donor darah", "tanggal 17", days=(SEVENTEENTH,)),
            "❓ kalau tanggal 17? → donor darah, 17 Januari 2023",
        ),
        # Days that were not moved stand where they were named.
        (
            going_on("di mana?", "ada apa 17/1/2023", "17/1/2023", days=(SEVENTEENTH,)),
            "❓ di mana? → ada apa 17/1/2023",
        ),
        (
            going_on("besoknya", "", "besoknya", days=(SEVENTEENTH,)),
            "❓ besoknya → 17 Januari 2023",
        ),
        (
            going_on("lalu?", "x", "lalu", days=(Span(date(2023, 1, 9), date(2023, 1, 15)),)),
            "❓ lalu? → x, 9–15 Januari 2023",
        ),
    ],
)
def test_a_follow_up_says_how_it_was_read(answer: Answer, line: str) -> None:
    assert to_text(answer, ID).split("\n")[0] == line
    english = to_text(answer, read_translations("en")).split("\n")[0]
    assert english == line.replace("Januari", "January")


def test_what_a_follow_up_goes_on_from_is_shortened_and_its_days_are_not() -> None:
    answer = going_on("kalau tanggal 17?", "panitia lomba " * 30, "17", days=(SEVENTEENTH,))
    line = to_text(answer, ID).split("\n")[0]
    assert line.endswith(" panitia…, 17 Januari 2023")
    assert len(line) <= 205


def test_a_long_question_is_shortened_in_the_answer() -> None:
    first = to_text(make_answer("A.", question="apa " * 200), ID).split("\n")[0]
    assert first.endswith("…")
    assert len(first) < 210


@pytest.mark.parametrize("language", ["id", "en"])
def test_days_are_named_in_words(language: str) -> None:
    translations = read_translations(language)
    day = date(2026, 1, 20)
    expected = {"id": "Selasa, 20 Januari 2026", "en": "Tuesday, 20 January 2026"}
    assert translations.day(day) == expected[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_say_the_same_things(language: str) -> None:
    texts = read_translations(language).texts
    assert ID.texts.keys() == texts.keys()
    for key, text in ID.texts.items():
        slots = set(re.findall(r"{(\w+)}", text))
        assert slots == set(re.findall(r"{(\w+)}", texts[key])), key


def test_an_article_is_cited_with_nothing_of_its_own_text() -> None:
    article = Article("a", "Tempo", ("Isi.",))
    passage = Passage(Hit(Paragraph(article, 0, "Isi."), 1.0), ((0, 4),))
    assert (passage.citation.publisher, passage.citation.title) == ("Tempo", None)


def test_a_concluded_day_of_publication_is_said_to_be_about() -> None:
    answer = make_answer("Satu.", published=date(2026, 1, 20), published_from="text")
    assert "terbit sekitar 20 Januari 2026" in to_text(answer, read_translations("id"))


def test_a_month_says_on_how_many_dates_something_happened() -> None:
    articles = [
        make_article(f"Upacara di pelabuhan digelar {day} Januari 2026.", name=f"a{day}")
        for day in (20, 3, 11, 26, 5)
    ]
    engine = make_engine(*articles)
    text = to_text(engine.ask("apa yang terjadi Januari 2026?", TODAY), read_translations("id"))
    assert "📅 Januari 2026 · 5 peristiwa pada 5 tanggal\n" in text
    days = re.findall(r"^\d\. (\w+ \d+) ", text, re.MULTILINE)
    assert days == ["Sab 3", "Sen 5", "Min 11", "Sel 20", "Sen 26"][: len(days)]
    assert len(days) >= 3


def test_marks_that_turn_a_line_around_are_left_out_of_its_source() -> None:
    answer = make_answer("Sebuah kalimat.", title="Judul\u202e terbalik", publisher="Media\u2066 X")
    text = to_text(answer, ID)
    assert "📰 Media X · Judul terbalik · " in text


def test_a_heading_of_a_year_leaves_it_to_each_day_to_say_that_it_is_planned() -> None:
    article = make_article("Donor darah akan digelar 17 Januari 2023.", published=date(2023, 1, 12))
    engine = make_engine(article)
    for question, marks in (("donor darah 2023", 1), ("donor darah 17 januari 2023", 1)):
        text = to_text(engine.ask(question, TODAY), ID)
        assert text.count("rencana") == marks


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 1, 19), date(2026, 1, 25), "19–25 Januari 2026"),
        (date(2026, 1, 28), date(2026, 2, 3), "28 Januari–3 Februari 2026"),
        (date(2025, 12, 28), date(2026, 1, 3), "28 Desember 2025–3 Januari 2026"),
        (date(2025, 1, 3), date(2026, 1, 3), "3 Januari 2025–3 Januari 2026"),
        (date(2026, 1, 3), date(2026, 1, 3), "3 Januari 2026"),
    ],
)
def test_a_range_says_nothing_twice(first: date, last: date, words: str) -> None:
    assert ID.date_range(first, last) == words
    english = words.replace("uari", "uary").replace("Desember", "December")
    assert read_translations("en").date_range(first, last) == english


def test_the_reach_is_told_by_publication_in_both_languages() -> None:
    reach = Reach(108, date(2018, 1, 23), date(2026, 1, 27), undated=14)
    days = "23 Januari 2018–27 Januari 2026"
    assert reach_line(reach, ID) == f"Arsip: 108 artikel, terbit {days}"
    english = reach_line(reach, read_translations("en"))
    assert english == "Archive: 108 articles, published 23 January 2018–27 January 2026"
    assert reach_line(Reach(3, undated=3), ID) == "Arsip: 3 artikel, tanpa tanggal terbit"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ["19–25 Januari 2026", "Januari 2026", "tahun 2026", "2025 sampai 2026"]),
        ("en", ["19–25 January 2026", "January 2026", "2026", "2025 to 2026"]),
    ],
)
def test_spans_are_named_as_shortly_as_they_can(language: str, words: list[str]) -> None:
    spans = [
        Span(date(2026, 1, 19), date(2026, 1, 25)),
        Span(date(2026, 1, 1), date(2026, 1, 31)),
        Span(date(2026, 1, 1), date(2026, 12, 31)),
        Span(date(2025, 1, 1), date(2026, 12, 31)),
    ]
    translations = read_translations(language)
    assert [translations.days(span) for span in spans] == words
    assert [translations.short_days(span) for span in spans] == words


@pytest.mark.parametrize(
    ("question", "head"),
    [
        # The event's own day stands where it differs from that of publication, and only there.
        ("berita terbit 5 Mei 2024", "🗞 Terbit Minggu, 5 Mei 2024\n│ Lomba perahu digelar"),
        ("berita terbit 6 Mei 2024", "🗞 Terbit Senin, 6 Mei 2024\n📅 Minggu, 5 Mei 2024\n│ Pawai"),
        ("news published 5 May 2024", "🗞 Published Sunday, 5 May 2024\n│ Lomba"),
        ("apa yang terjadi 5 Mei 2024", "📅 Minggu, 5 Mei 2024 · 2 peristiwa\n│ "),
    ],
)
def test_days_of_publication_are_told_as_such(question: str, head: str) -> None:
    fifth, sixth = date(2024, 5, 5), date(2024, 5, 6)
    engine = make_engine(
        make_article("Lomba perahu digelar Minggu (5/5/2024).", name="a", published=fifth),
        make_article("Pawai obor digelar Minggu (5/5/2024).", name="b", published=sixth),
    )
    answer = engine.ask(question, TODAY)
    text = to_text(answer, engine.translations(answer.query.language))
    assert head in text
    bold = re.findall("<b>.*</b>", to_html(answer, engine.translations("id")))
    assert len(bold) == 1


def test_who_asks_where_it_stands_gets_the_whole_address() -> None:
    url = f"https://www.a.id/{LONG_PATH}/1"
    engine = make_engine(make_article("Lomba perahu digelar di teluk.", url=url, title="Lomba"))
    answer = engine.ask("sumbernya?", TODAY, [Turn("lomba perahu di teluk", TODAY)])
    message = to_html(answer, ID)
    assert f"\n{url}\n" in parse_text(message, "HTML")[0]


def test_what_may_be_related_is_told_so_that_it_can_be_opened() -> None:
    lead = "Panitia menyiapkan panggung dan tenda untuk para tamu di halaman kantor camat Sabu."
    url = f"https://www.a.id/{LONG_PATH}/1"
    published = date(2024, 5, 5)
    titled = make_article(lead, url=url, published=published, title="Panggung & Tenda")
    for article, name in (
        (titled, "Panggung & Tenda"),
        (replace(titled, title=None), "Panitia menyiapkan panggung dan tenda untuk para tamu di…"),
    ):
        answer = make_engine(article).ask("berapa harga tenda untuk tamu di halaman?", TODAY)
        assert not answer.answered
        lines = ["Mungkin terkait, bukan jawaban:", f"📰 Tempo · {name} · terbit 5 Mei 2024", url]
        assert "\n".join([*lines, "Arsip:"]) in as_pasted(to_html(answer, ID))
        assert "\n".join([*lines, "Arsip:"]) in to_text(answer, ID)


@pytest.mark.parametrize(("wanted", "opened"), [(1, 1), (2, 2), (3, 3), (9, 3)])
def test_an_answer_is_opened_at_its_page_or_the_last(wanted: int, opened: int) -> None:
    answer = replace(make_answer(*(f"Nomor {n}." for n in range(7))), page=wanted)
    pages = to_pages(answer, ID)
    assert open_page(answer, pages) == opened
    # Whoever wants more than there is, is told so.
    for text in (pages[-1].plain, pages[-1].html):
        assert ("Sudah halaman terakhir." in text) == (wanted > opened)


def test_the_days_of_an_article_stand_together_above_its_quotations() -> None:
    article = make_article("Satu pada 1 Mei 2024.", "Dua pada 3 Mei 2024.", name="a")
    passages = []
    for number, text in enumerate(article.paragraphs):
        day = date(2024, 5, 1 + 2 * number)
        dated = DateMention(f"{day.day} Mei 2024", 0, 10, day, day, Granularity.DAY, "rule")
        hit = Hit(Paragraph(article, number, text), 1.0)
        passages.append(Passage(hit, ((0, len(text)),), dates=(dated,)))
    text = to_text(replace(make_answer("Satu."), passages=tuple(passages), shown=2), ID)
    assert "📅 Rabu, 1 Mei 2024; Jumat, 3 Mei 2024\n│ Satu pada" in text
    assert ".\n│ Dua pada" in text


def test_articles_stand_clear_of_each_other() -> None:
    text = to_text(make_answer("Satu.", "Dua."), ID)
    assert "tidak tercantum\n\n│ Dua." in text


@pytest.mark.parametrize(("question", "count"), [("apa yang terjadi Mei 2024?", 2), ("lomba", 5)])
def test_every_page_has_the_same_words_in_plain_text(question: str, count: int) -> None:
    engine = make_engine(
        *(make_article(f"Lomba ke {n} digelar {n} Mei 2024.", name=f"a{n}") for n in range(1, 14))
    )
    answer = engine.ask(question, TODAY, limit=13)
    pages = to_pages(answer, ID)
    assert len(pages) == count
    for page in pages:
        assert as_pasted(page.html) == without_marks(page.plain)
    assert pages[0].plain == to_text(answer, ID)
    refused = engine.ask("apa yang terjadi 5 Mei 2010?", TODAY)
    assert [page.plain for page in to_pages(refused, ID)] == [to_text(refused, ID)]
