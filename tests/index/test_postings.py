"""An inverted file that grew or shrank is the one that would have been built at once."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.index.postings import Postings

terms = st.sampled_from(["imigrasi", "paspor", "donor", "darah", "kupang", "ntt", "hbi"])
documents = st.lists(st.lists(terms, max_size=12), max_size=9)


def as_dict(postings: Postings) -> dict[str, list[tuple[int, int]]]:
    held = {}
    for term in postings.numbers:
        holders, counts = postings.find(term)
        held[term] = list(zip(holders.tolist(), counts.tolist(), strict=True))
    return {term: places for term, places in held.items() if places}


def test_postings_tell_who_holds_a_term() -> None:
    index = Postings.of([["a", "a"], [], ["b", "a"]])
    holders, counts = index.find("a")
    assert (holders.tolist(), counts.tolist()) == ([0, 2], [2, 1])
    assert [len(column) for column in index.find("z")] == [0, 0]
    assert index.hold(np.array([2, 0, 1], dtype=np.int32), "b").tolist() == [True, False, False]
    assert index.hold(np.array([2, 0], dtype=np.int32), "z").tolist() == [False, False]


@given(documents, documents)
def test_more_documents_come_after_those_that_were_there(
    docs: list[list[str]], more: list[list[str]]
) -> None:
    grown, whole = Postings.of(docs).plus(Postings.of(more)), Postings.of(docs + more)
    assert as_dict(grown) == as_dict(whole)
    assert grown.lengths.tolist() == whole.lengths.tolist()


@given(documents, st.data())
def test_what_is_kept_is_numbered_anew_and_can_grow_again(
    docs: list[list[str]], data: st.DataObject
) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(docs), max_size=len(docs)))
    left = [doc for doc, stays in zip(docs, kept, strict=True) if stays]
    shrunk = Postings.of(docs).keep(np.array(kept, dtype=np.bool_))
    assert as_dict(shrunk) == as_dict(Postings.of(left))
    assert as_dict(shrunk.plus(Postings.of(docs))) == as_dict(Postings.of(left + docs))


@given(documents)
def test_arrays_give_back_the_same_postings(docs: list[list[str]]) -> None:
    index = Postings.of(docs)
    assert as_dict(Postings.from_arrays(index.to_arrays())) == as_dict(index)


def test_a_count_beyond_the_column_stays_at_its_top() -> None:
    _, counts = Postings.of([["a"] * 70_000]).find("a")
    assert counts.tolist() == [65_535]
