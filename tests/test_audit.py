from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.archive.articles import Corpus, read_articles
from bot.audit import Finding, FindingKind, audit
from bot.errors import ArticleError
from bot.model import Article
from tests.faker import TODAY, make_article

STORY = (
    "Kantor Imigrasi Palu menggelar donor darah pada 14 Januari 2026 dan mengumpulkan "
    "delapan puluh kantong darah dari pegawai, keluarga, dan warga di sekitar kantor."
)
EDITED = STORY.replace("delapan puluh", "80")


def audited(*articles: Article, problems: tuple[ArticleError, ...] = ()) -> tuple[Finding, ...]:
    return audit(Corpus(articles, problems), TODAY)


def only(*articles: Article) -> Finding:
    (finding,) = audited(*articles)
    return finding


def dated(*paragraphs: str, name: str = "a", **head: object) -> Article:
    return make_article(*paragraphs, name=name, **{"published": date(2026, 1, 21), **head})


def test_an_article_in_order_is_not_mentioned() -> None:
    assert audited(dated("Digelar Selasa (20/1/2026).")) == ()
    assert audited() == ()


def test_a_file_that_cannot_be_read_is_serious_and_goes_by_its_name() -> None:
    problem = ArticleError("some/folder: a/rusak.md", "publised", "", "no such key")
    (finding,) = audited(problems=(problem,))
    assert finding == Finding("rusak", FindingKind.SCHEMA, "publised: no such key", serious=True)


def test_the_name_of_a_file_may_hold_anything(tmp_path: Path) -> None:
    (tmp_path / "kabar.md: palsu.md").write_text("Tanpa kepala.", encoding="utf-8")
    (finding,) = audit(read_articles(tmp_path), TODAY)
    assert finding.place == "kabar.md: palsu"
    assert finding.sentence == "expected a head between two lines of ---, got 'Tanpa kepala.'"


def test_a_weekday_that_contradicts_its_date_is_told_with_the_right_one() -> None:
    finding = only(dated("Baris satu.", "Digelar Rabu (15/01/2018) dan Kamis (16/1/2025)."))
    assert finding == Finding(
        "a",
        FindingKind.WEEKDAY,
        '"Rabu (15/01/2018)": 2018-01-15 is a Monday (Senin)',
        serious=False,
        paragraph=1,
    )


def test_a_day_of_publication_in_the_future_is_told() -> None:
    assert audited(dated(published=TODAY)) == ()
    finding = only(dated(published=date(2026, 2, 3)))
    assert (finding.kind, finding.serious) == (FindingKind.FUTURE, False)
    assert finding.sentence == "published: 2026-02-03 lies in the future; today is 2026-02-02"


def test_an_article_without_any_day_is_told() -> None:
    finding = only(make_article("Pegawai bergotong royong."))
    assert (finding.kind, finding.serious) == (FindingKind.UNDATED, False)
    assert audited(make_article("Pegawai bergotong royong pada 3 Mei 2024.")) == ()


def test_one_text_in_two_files_is_serious_unless_one_is_marked_as_a_copy() -> None:
    one, other = dated(STORY, name="a"), dated(STORY + "  ", name="b")
    finding = only(one, other)
    assert (finding.place, finding.kind, finding.serious) == ("a", FindingKind.SAME_TEXT, True)
    assert "expected each text once, found one in a.md and b.md" in finding.sentence
    assert finding.sentence.endswith("tanya edit b --set copy_of=a")
    assert audited(one, dated(STORY, name="b", copy_of="a")) == ()


def test_of_three_equal_texts_the_one_that_is_not_marked_is_named() -> None:
    marked = dated(STORY, name="b", copy_of="a")
    finding = only(dated(STORY, name="a"), marked, dated(STORY, name="c"))
    assert finding.sentence.endswith("tanya edit c --set copy_of=a")


def test_nearly_one_text_is_to_be_looked_at_at_the_later_article() -> None:
    earlier = dated(STORY, name="z", published=date(2026, 1, 20))
    finding = only(dated(EDITED, name="a"), earlier)
    assert (finding.place, finding.kind, finding.serious) == ("a", FindingKind.SIMILAR, False)
    assert finding.sentence.endswith("tanya edit a --set copy_of=z")
    assert audited(dated(EDITED, name="a", copy_of="z"), earlier) == ()


def test_copies_of_one_original_are_no_news_to_each_other() -> None:
    copies = [dated(EDITED, name=name, copy_of="a") for name in ("b", "c")]
    assert audited(dated(STORY, name="a"), *copies) == ()


def test_an_independent_report_of_the_same_event_is_not_similar() -> None:
    report = "Donor darah di Palu, 14 Januari 2026: panitia mencatat delapan puluh kantong darah."
    assert audited(dated(STORY, name="a"), dated(report, name="b")) == ()


def test_a_copy_of_no_article_is_serious_and_the_nearest_id_is_offered() -> None:
    finding = only(dated("Satu.", name="donor-palu"), dated("Dua.", name="b", copy_of="donor-palo"))
    assert (finding.place, finding.kind, finding.serious) == ("b", FindingKind.COPY_OF, True)
    assert finding.sentence == (
        "copy_of: expected the id of an article, got 'donor-palo'; did you mean 'donor-palu'?"
    )


def test_a_copy_is_never_offered_itself() -> None:
    assert "did you mean" not in only(dated("Satu.", name="palu", copy_of="palo")).sentence


def test_a_copy_of_an_article_that_cannot_be_read_is_that_ones_fault() -> None:
    (finding,) = audited(dated(copy_of="rusak"), problems=(ArticleError("c/rusak.md", "", "text"),))
    assert finding.place == "rusak"


def test_copies_of_each_other_are_serious() -> None:
    found = audited(dated("Satu.", name="a", copy_of="b"), dated("Dua.", name="b", copy_of="a"))
    assert [(finding.place, finding.serious) for finding in found] == [("a", True), ("b", True)]
    assert found[0].sentence == "copy_of: expected an original, but 'b' leads back here"


def test_a_copy_of_a_copy_is_to_be_looked_at() -> None:
    chain = [dated("Satu.", name="a"), dated("Dua.", name="b", copy_of="a")]
    finding = only(*chain, dated("Tiga.", name="c", copy_of="b"))
    assert (finding.place, finding.kind, finding.serious) == ("c", FindingKind.COPY_OF, False)


def test_boilerplate_is_told_where_it_stands() -> None:
    corpus = Corpus((dated("Satu.", "Baca juga: Dua"),))
    (found,) = audit(corpus, TODAY)
    assert (found.kind, found.paragraph, found.serious) == (FindingKind.BOILERPLATE, 1, False)
    assert "pointer to other stories" in found.sentence


def test_within_an_article_findings_of_all_kinds_stand_by_paragraph() -> None:
    article = dated("Baca juga: Dua", "Digelar Rabu (15/01/2018).", "Iklan")
    found = audit(Corpus((article,)), TODAY)
    assert [finding.paragraph for finding in found] == [0, 1, 2]


def test_findings_stand_by_article_then_by_paragraph_and_the_whole_comes_first() -> None:
    wrong = "Digelar Rabu (15/01/2018)."
    later = dated(STORY, wrong, "Dua.", wrong, name="b", published=date(2027, 1, 1))
    other = dated("Acara pada Kamis (16/01/2018) itu.", name="a")
    found = audited(later, other, problems=(ArticleError("c/aa.md", "", "text"),))
    assert [(finding.place, finding.paragraph) for finding in found] == [
        ("a", 0),
        ("aa", None),
        ("b", None),
        ("b", 1),
        ("b", 3),
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_the_articles_does_not_matter(order: int) -> None:
    articles = [
        dated(STORY, name="a"),
        dated(EDITED, name="b"),
        dated("Rabu (15/01/2018).", name="c"),
    ]
    assert audited(*articles[::order]) == audited(*articles)


def test_a_copy_of_a_copy_and_copies_of_what_is_gone_are_copies_of_each_other() -> None:
    chain = [dated(STORY, name="a"), dated(STORY, name="b", copy_of="a")]
    found = audited(*chain, dated(STORY, name="c", copy_of="b"))
    assert [finding.kind for finding in found] == [FindingKind.COPY_OF]
    gone = [dated(STORY, name=name, copy_of="gone") for name in ("b", "c")]
    assert {finding.kind for finding in audited(*gone)} == {FindingKind.COPY_OF}
