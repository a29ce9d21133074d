"""The articles of ``tests/corpus``: they are in order, invented, and every kind occurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest

from bot.archive.articles import Corpus, read_articles
from bot.archive.originals import original_of, to_copied
from bot.audit import FindingKind, audit
from bot.dates import read_paragraphs
from bot.engine import Engine
from bot.model import Article, DateMention, Granularity
from bot.text.sentences import split_sentences
from tests.conftest import CORPUS, INVENTED, TODAY

ARTICLES = {article.id: article for article in read_articles(INVENTED).articles}

HLP_13 = (
    "2025-10-20-hlp-13-gema-merbabu",
    "2025-10-20-hlp-13-kabar-andong",
    "2025-10-21-hlp-13-lintas-sumbing",
    "2025-10-21-hlp-13-nusa-bergerak",
    "2025-10-22-hlp-13-warta-sindoro",
)
LANDSLIDE = (
    "2025-10-30-longsor-kaligesing-mercu-pesisir",
    "2025-10-30-longsor-kaligesing-pelita-serayu",
)
# The events of the fullest month: first and last day, and the articles that report each.
OCTOBER = (
    ("2025-10-02", "2025-10-02", ("2025-10-03-loket-paspor-mpp-salatiga",)),
    ("2025-10-08", "2025-10-16", ("2025-10-17-pengawasan-orang-asing-magelang",)),
    ("2025-10-11", "2025-10-11", ("2025-10-12-donor-darah-pekalongan",)),
    ("2025-10-11", "2025-10-11", ("2025-10-12-donor-darah-tegal",)),
    ("2025-10-20", "2025-10-20", HLP_13),
    ("2025-10-27", "2025-10-27", ("2025-10-28-knalpot-temanggung",)),
    ("2025-10-29", "2025-10-29", LANDSLIDE),
    ("2025-10-31", "2025-10-31", ("2025-10-31-uang-sitaan-kebumen",)),
)
# What real outlets of the country are called, or have in their name.
REAL = (
    "antara", "berita", "cnn", "detik", "inews", "jawa pos", "kompas", "kumparan", "liputan",
    "media indonesia", "merdeka", "okezone", "radar", "republika", "rmol", "sindo ", "suara",
    "tempo", "tirto", "tribun", "viva", "warta kota",
)  # fmt: skip


def text_of(article: str) -> str:
    return "\n".join(ARTICLES[article].paragraphs)


def days_of(article: str) -> list[DateMention]:
    """All days, ranges and longer times that an article names, in order."""
    return [mention for each in read_paragraphs(ARTICLES[article]) for mention in each.mentions]


def only_day(article: str) -> date:
    (mention,) = days_of(article)
    assert mention.first == mention.last
    assert mention.first is not None
    return mention.first


def exact_days(articles: Iterable[Article]) -> Iterator[tuple[str, DateMention]]:
    """Each mention of a day or a stretch of days, with the article that it stands in."""
    for article in articles:
        for mention in days_of(article.id):
            if mention.granularity <= Granularity.DAYS:
                yield article.id, mention


# In order, and invented


def test_all_of_them_can_be_read_and_nothing_is_wrong_but_what_is_meant(invented: Corpus) -> None:
    assert invented.problems == ()
    (finding,) = audit(invented, TODAY)
    assert (finding.kind, finding.serious) == (FindingKind.COPY_OF, False)
    assert finding.place == "2025-10-21-hlp-13-lintas-sumbing"


def test_an_engine_answers_from_them(invented_engine: Engine) -> None:
    assert invented_engine.reach.articles == len(ARTICLES)
    assert invented_engine.ask("apa yang terjadi 20 Oktober 2025?", TODAY).answered


def test_they_are_short_but_for_one() -> None:
    words = {name: len(text_of(name).split()) for name in ARTICLES}
    paragraphs = {name: len(article.paragraphs) for name, article in ARTICLES.items()}
    assert [name for name, count in paragraphs.items() if count > 6] == [
        "2025-11-27-simulasi-tsunami-parepare"
    ]
    assert paragraphs["2025-11-27-simulasi-tsunami-parepare"] == 10
    assert sorted(words.values())[-2] < 120


@pytest.mark.parametrize("article", ARTICLES.values(), ids=lambda article: article.id)
def test_no_outlet_and_no_host_is_a_real_one(article: Article) -> None:
    host = urlsplit(article.url or "https://tanpa-alamat.example").hostname or ""
    assert host.endswith(".example")
    assert not [name for name in REAL if name in f"{article.publisher} ".casefold()]


def test_no_outlet_is_one_of_the_articles_that_ship() -> None:
    shipped = {article.publisher for article in read_articles(CORPUS).articles}
    assert not shipped & {article.publisher for article in ARTICLES.values()}


# The month, the year


def test_a_month_has_eight_events_and_no_other_article_names_a_day_of_it() -> None:
    reported = {name: (first, last) for first, last, names in OCTOBER for name in names}
    told = {
        name: (str(mention.first), str(mention.last))
        for name, mention in exact_days(ARTICLES.values())
        if str(mention.last).startswith("2025-10")
    }
    assert told == reported
    assert len(OCTOBER) == 8


def test_a_year_has_about_fifteen_days_with_events_in_most_of_its_months() -> None:
    days = {
        mention.first
        for _, mention in exact_days(ARTICLES.values())
        if mention.first and mention.first.year == 2025
    }
    assert 14 <= len(days) <= 18
    assert len({day.month for day in days}) >= 9


def test_other_years_have_a_few() -> None:
    years = Counter(
        mention.first.year for _, mention in exact_days(ARTICLES.values()) if mention.first
    )
    assert {2023, 2024, 2026} <= set(years)


# Events


def test_one_event_is_reported_by_five_outlets_one_a_copy_and_one_a_copy_of_that() -> None:
    reports = [ARTICLES[name] for name in HLP_13]
    assert len({report.publisher for report in reports}) == 5
    assert ARTICLES[HLP_13[1]].copy_of == HLP_13[0]
    assert ARTICLES[HLP_13[2]].copy_of == HLP_13[1]
    copied = to_copied(ARTICLES.values())
    assert len({original_of(name, copied) for name in HLP_13}) == 3
    assert len({text_of(name) for name in HLP_13}) == 5


def test_two_events_of_one_day_are_in_two_towns() -> None:
    towns = {
        "2025-10-12-donor-darah-pekalongan": "Pekalongan",
        "2025-10-12-donor-darah-tegal": "Tegal",
    }
    for name, town in towns.items():
        assert date(2025, 10, 11) in {mention.first for mention in days_of(name)}
        assert f"Kantor Imigrasi {town}" in text_of(name)


def test_one_event_is_told_with_a_stretch_of_days_and_one_with_a_weekday_alone() -> None:
    (stretch,) = days_of("2025-10-17-pengawasan-orang-asing-magelang")
    assert stretch.surface == "8 sampai 16 Oktober 2025"
    assert stretch.granularity is Granularity.DAYS
    (weekday,) = days_of("2025-10-28-knalpot-temanggung")
    assert (weekday.surface, weekday.first) == ("Senin", date(2025, 10, 27))


def test_a_plan_and_the_report_of_it_tell_one_day() -> None:
    (plan,) = days_of("2025-11-20-rencana-paspor-lembeh")
    assert plan.planned
    assert "akan menggelar" in text_of("2025-11-20-rencana-paspor-lembeh")
    (report,) = days_of("2025-12-07-paspor-lembeh")
    assert (report.first, report.planned) == (plan.first, False)


def test_one_plan_is_still_to_come() -> None:
    assert days_of("2026-01-30-donor-darah-salatiga-rencana")[0].first == date(2026, 2, 14)


# Sources that disagree


def test_two_outlets_name_days_one_apart_for_one_event() -> None:
    days = [
        only_day("2025-09-24-ruang-sidang-anak-pelita-serayu"),
        only_day("2025-09-25-ruang-sidang-anak-kabar-andong"),
    ]
    assert days == [date(2025, 9, 23), date(2025, 9, 24)]


def test_two_outlets_name_different_figures_for_one_event() -> None:
    assert ["54 rumah" in text_of(LANDSLIDE[0]), "45 rumah" in text_of(LANDSLIDE[1])] == [True] * 2
    assert {only_day(name) for name in LANDSLIDE} == {date(2025, 10, 29)}


def test_a_slip_of_the_pen_names_the_next_year() -> None:
    right, slip = (
        "2025-12-11-sirene-rob-tegal-kentongan",
        "2025-12-12-sirene-rob-tegal-mercu-pesisir",
    )
    assert [only_day(right), only_day(slip)] == [date(2025, 12, 10), date(2026, 12, 10)]
    newest = max(article.published for article in ARTICLES.values() if article.published)
    assert only_day(slip) > newest


# Comparisons, offices


@pytest.mark.parametrize(
    ("article", "theme", "attendance"),
    [
        ("2024-10-21-hlp-12-ambon", 'HLP ke-12 bertema "Melayani Tanpa Jarak"', "3.200 warga"),
        (HLP_13[0], 'HLP ke-13 bertema "Dekat, Cepat, Bersahabat"', "5.000 warga"),
    ],
)
def test_two_anniversaries_have_a_theme_and_an_attendance(
    article: str, theme: str, attendance: str
) -> None:
    assert theme in text_of(article)
    assert attendance in text_of(article)


def test_the_holder_of_an_office_changed() -> None:
    office = "Kepala Kantor Imigrasi Salatiga"
    assert f"{office} Yohanes Tri Pamungkas" in text_of("2024-02-22-paspor-simpatik-salatiga")
    assert f"menjabat {office}" in text_of("2025-05-07-sertijab-imigrasi-salatiga")
    assert f"{office} Lestari Ayu Ningrum" in text_of("2025-10-03-loket-paspor-mpp-salatiga")


# Heads


def test_one_has_no_title_one_no_day_and_two_no_address() -> None:
    lacking = {
        key: [name for name, article in ARTICLES.items() if getattr(article, key) is None]
        for key in ("title", "published", "url")
    }
    assert lacking == {
        "title": ["2025-10-12-donor-darah-tegal"],
        "published": ["rakor-pengawasan-orang-asing-ambon"],
        "url": ["2025-10-21-hlp-13-lintas-sumbing", "2025-10-28-knalpot-temanggung"],
    }


def test_some_addresses_are_longer_than_a_line_may_show() -> None:
    long = [article for article in ARTICLES.values() if len(article.url or "") > 90]
    assert len(long) == 3


def test_two_outlets_of_one_name_have_two_hosts() -> None:
    hosts = {
        urlsplit(article.url or "").hostname
        for article in ARTICLES.values()
        if article.publisher == "Kentongan"
    }
    assert hosts == {"kentongan.example", "kentongan-maluku.example"}


# Days of publication alone


def test_on_two_days_something_was_published_and_nothing_happened() -> None:
    happened = {mention.first for _, mention in exact_days(ARTICLES.values())}
    happened |= {mention.last for _, mention in exact_days(ARTICLES.values())}
    without_event = ARTICLES["2026-01-25-paspor-anak"]
    of_another_day = ARTICLES["2025-10-17-pengawasan-orang-asing-magelang"]
    assert not {without_event.published, of_another_day.published} & happened
    assert days_of(without_event.id) == []
    assert len(days_of(of_another_day.id)) == 1


# Texts


def test_one_article_is_english() -> None:
    assert text_of("2025-08-13-magelang-motorcycles").startswith("MAGELANG - Police in Magelang")


def test_one_sentence_is_longer_than_a_quotation() -> None:
    long = [
        (name, stop - start)
        for name, article in ARTICLES.items()
        for text in article.paragraphs
        for start, stop in split_sentences(text)
        if stop - start > 420
    ]
    assert [name for name, _ in long] == ["2025-11-27-simulasi-tsunami-parepare"]


@pytest.mark.parametrize("short", ["Plt.", "Pj.", "Kol. Inf.", "dkk.", "a.n.", "Hj.", "Prof. Dr."])
def test_an_abbreviation_stands_inside_a_sentence(short: str) -> None:
    holding = [
        text[start:stop]
        for article in ARTICLES.values()
        for text in article.paragraphs
        for start, stop in split_sentences(text)
        if short in text[start:stop]
    ]
    assert holding
    assert not [sentence for sentence in holding if sentence.rstrip().endswith(short)]


@pytest.mark.parametrize("figure", ["5.000", "lima ribu", "Rp1,2 miliar"])
def test_figures_are_written_in_each_way(figure: str) -> None:
    assert [name for name in ARTICLES if figure in text_of(name).casefold().replace("rp", "Rp")]
