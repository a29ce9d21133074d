"""Near-identical reports in an answer: one is shown, the others are named."""

from __future__ import annotations

from bot.answer.passages import fold_copies
from bot.index.memory import MemoryIndex
from bot.model import Article, Hit, Paragraph
from tests.faker import TODAY, make_article, make_engine

LEAD = "Pasar malam amal di lapangan Merdeka Binjai mengumpulkan 45 juta rupiah, Sabtu (4/5/2024)."
AIM = "Uangnya dipakai untuk memperbaiki atap sekolah dasar yang rusak diterjang angin kencang."
# The lead in other words, cut, and beside it what only this outlet knows.
COPY_LEAD = "BINJAI - Pasar malam amal di lapangan Merdeka, Binjai mengumpulkan 45 juta rupiah."
OWN = "Warung bakso milik Ibu Ros menyumbangkan seluruh pendapatannya malam itu kepada panitia."
MORE = (
    "Panitia akan membuka kotak sumbangan sampai akhir bulan di kantor kecamatan.",
    "Camat berterima kasih kepada pedagang dan penonton yang datang walaupun hujan.",
)


def original(*paragraphs: str) -> Article:
    return make_article(*(paragraphs or (LEAD, AIM, *MORE)), name="a", publisher="Satu")


def copy(*paragraphs: str, name: str = "b", of: str | None = "a") -> Article:
    text = paragraphs or (COPY_LEAD, OWN)
    return make_article(*text, name=name, publisher=f"Media {name}", copy_of=of)


def fold(*places: tuple[Article, int]) -> list[tuple[str, int, list[str]]]:
    """What stays of the named paragraphs, and the outlets that each stands for."""
    hits = [Hit(Paragraph(article, at, article.paragraphs[at]), 1.0) for article, at in places]
    return [
        (hit.paragraph.article.id, hit.paragraph.number, [copy.publisher for copy in also])
        for hit, also in fold_copies(
            hits, MemoryIndex({article.id: article for article, _ in places}.values())
        )
    ]


def test_a_linked_copy_is_folded_though_its_words_differ() -> None:
    assert fold((original(), 0), (copy(), 0)) == [("a", 0, ["Media b"])]


def test_the_first_in_the_ranking_is_the_one_that_stays() -> None:
    fuller = copy(LEAD.replace("mengumpulkan", "menghasilkan"), OWN)
    assert fold((fuller, 0), (original(), 0)) == [("b", 0, ["Satu"])]


def test_a_fuller_report_is_heard_beside_its_cut_copy() -> None:
    assert fold((copy(), 0), (original(), 0)) == [("b", 0, []), ("a", 0, [])]


def test_the_same_report_without_a_link_stays() -> None:
    unlinked = copy(of=None)
    assert fold((original(), 0), (unlinked, 0)) == [("a", 0, []), ("b", 0, [])]


def test_what_only_the_copy_says_is_not_hidden() -> None:
    assert fold((original(), 0), (copy(), 1)) == [("a", 0, []), ("b", 1, [])]


def test_a_paragraph_that_says_more_than_its_counterpart_is_not_hidden() -> None:
    more = "Pasar malam amal itu juga menampilkan kuda lumping, wayang golek, dan paduan suara."
    assert fold((original(), 0), (copy(more, OWN), 0)) == [("a", 0, []), ("b", 0, [])]


def test_a_copy_with_another_figure_is_heard() -> None:
    other = copy(COPY_LEAD.replace("45", "54"), OWN)
    assert fold((original(), 0), (other, 0)) == [("a", 0, []), ("b", 0, [])]


def test_two_copies_of_one_original_are_folded_though_it_is_not_there() -> None:
    c = copy(COPY_LEAD.replace("BINJAI - ", "Binjai: "), *MORE, name="c")
    assert fold((copy(), 0), (c, 0)) == [("b", 0, ["Media c"])]


def test_a_copy_of_a_copy_is_one_of_the_same_family() -> None:
    middle = copy(COPY_LEAD, *MORE, of="a")
    last = copy(COPY_LEAD.replace("BINJAI - ", "Binjai: "), OWN, name="c", of="b")
    folded = fold((original(), 0), (last, 0), (middle, 0))
    assert folded == [("a", 0, ["Media c", "Media b"])]


def test_a_copy_of_another_original_stays() -> None:
    assert fold((original(), 0), (copy(of="z"), 0)) == [("a", 0, []), ("b", 0, [])]


def test_a_paragraph_of_a_copy_waits_for_its_counterpart_further_down() -> None:
    rows = fold((original(), 1), (copy(), 0), (original(), 0))
    assert rows == [("a", 1, []), ("a", 0, ["Media b"])]


def test_a_paragraph_of_a_copy_stays_where_its_counterpart_was_not_found() -> None:
    assert fold((original(), 1), (copy(), 0)) == [("a", 1, []), ("b", 0, [])]


def test_copies_are_not_folded_into_each_other_until_nobody_is_heard() -> None:
    b, c = copy(COPY_LEAD, OWN), copy(COPY_LEAD, *MORE, name="c")
    assert fold((c, 1), (b, 1), (b, 0), (c, 0)) == [
        ("c", 1, []),
        ("b", 1, []),
        ("c", 0, ["Media b"]),
    ]
    assert fold((c, 1), (b, 1), (c, 0), (b, 0)) == [
        ("c", 1, []),
        ("b", 1, []),
        ("b", 0, ["Media c"]),
    ]


def test_who_stands_for_another_stays_though_a_third_could_stand_for_it() -> None:
    """Likeness is not handed on: the third does not say what the first says."""
    first = copy("merah putih kuning hijau biru ungu jingga nila", OWN)
    second = original("merah putih kuning hijau biru ungu kelabu perak", AIM)
    third = copy("merah putih kuning hijau kelabu perak emas tembaga", *MORE, name="c")
    rows = fold((third, 0), (second, 1), (first, 0), (second, 0))
    assert rows == [("c", 0, []), ("a", 1, []), ("a", 0, ["Media b"])]


def test_an_outlet_is_not_folded_into_itself() -> None:
    again = make_article(COPY_LEAD, OWN, name="b", publisher="Satu", copy_of="a")
    assert fold((original(), 0), (again, 0)) == [("a", 0, []), ("b", 0, [])]


def test_what_lies_beyond_the_compared_hits_is_kept() -> None:
    fillers = [
        (make_article(f"Kabar nomor{at} dari desa{at}.", name=f"f{at}", publisher=f"P{at}"), 0)
        for at in range(18)
    ]
    rows = fold((original(), 1), (copy(), 0), *fillers, (original(), 0), (copy(), 1))
    assert rows[0] == ("a", 1, [])
    assert rows[-2:] == [("a", 0, ["Media b"]), ("b", 1, [])]


def test_an_answer_names_the_outlet_of_a_linked_copy() -> None:
    engine = make_engine(original(), copy(LEAD.replace("mengumpulkan", "menghasilkan"), OWN))
    answer = engine.ask("berapa rupiah dari pasar malam amal Binjai 4 Mei 2024?", TODAY)
    told = [p for p in answer.passages if p.paragraph.number == 0]
    assert len(told) == 1
    outlets = {told[0].citation.publisher, *(cited.publisher for cited in told[0].also)}
    assert outlets == {"Satu", "Media b"}
