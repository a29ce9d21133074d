"""The scores are the parent's; each test below one pitfall of the parent keeps it away."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from bot.index.bm25 import PostingsBM25

terms = st.sampled_from(["imigrasi", "paspor", "donor", "darah", "kupang", "ntt", "hbi"])
documents = st.lists(st.lists(terms, max_size=12), min_size=1, max_size=15).filter(any)
queries = st.lists(terms | st.just("tak-dikenal"), max_size=6)


@given(documents, queries)
def test_the_scores_are_those_of_the_parent(docs: list[list[str]], query: list[str]) -> None:
    parent = BM25Plus(docs, k1=0.7, b=0.65, delta=0)
    ours = PostingsBM25(docs)
    np.testing.assert_allclose(ours.get_scores(query), parent.get_scores(query), atol=1e-12)
    wanted = list(range(len(docs)))[::2]
    np.testing.assert_allclose(
        ours.get_batch_scores(query, wanted), parent.get_batch_scores(query, wanted), atol=1e-12
    )


def test_other_constants_give_the_scores_of_the_parent_with_them() -> None:
    docs = [["a", "b", "a"], ["b"], ["c", "c", "c", "a"]]
    parent = BM25Plus(docs, k1=1.5, b=0.3, delta=0)
    ours = PostingsBM25(docs, k1=1.5, b=0.3)
    np.testing.assert_allclose(ours.get_scores(["a", "b"]), parent.get_scores(["a", "b"]))


@pytest.mark.parametrize("docs", [[], [[]], [[], []]])
def test_a_corpus_without_terms_scores_nothing(docs: list[list[str]]) -> None:
    scores = PostingsBM25(docs).get_scores(["imigrasi"])
    assert scores.tolist() == [0.0] * len(docs)


def test_a_word_in_half_of_the_documents_still_scores() -> None:
    scores = PostingsBM25([["a"], ["a"], ["b"], ["b"]]).get_scores(["a"])
    assert (scores[:2] > 0).all()


def test_a_document_without_the_term_scores_nothing() -> None:
    assert PostingsBM25([["a"], ["b"]]).get_scores(["a"])[1] == 0


def test_an_unknown_query_brings_no_document() -> None:
    index = PostingsBM25([["a"], ["b"]])
    for weights in ({"x": 1.0}, {}):
        assert [len(column) for column in index.top(weights, 5)] == [0, 0]


def test_equals_keep_the_order_of_the_corpus() -> None:
    found, _ = PostingsBM25([["a"]] * 9).top({"a": 1.0}, 4)
    assert found.tolist() == [0, 1, 2, 3]


def test_a_str_for_a_query_is_refused() -> None:
    with pytest.raises(TypeError, match="list of terms"):
        PostingsBM25([["a"]]).get_scores("a")


def test_a_question_word_typed_twice_counts_once_in_a_search() -> None:
    index = PostingsBM25([["a", "b"], ["b"]])
    once, twice = index.score({"a": 1.0}), index.get_scores(["a", "a"])
    assert twice[0] == pytest.approx(2 * once[0])


def test_no_process_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a process pool was opened")

    monkeypatch.setattr("rank_bm25.Pool", refuse)
    assert PostingsBM25([["a"]]).corpus_size == 1


@given(documents, st.dictionaries(terms | st.just("tak-dikenal"), st.floats(0.1, 2)))
def test_the_top_is_that_of_a_full_sort(docs: list[list[str]], weights: dict[str, float]) -> None:
    index = PostingsBM25(docs)
    scores = index.score(weights)
    full = sorted((i for i in range(len(docs)) if scores[i] > 0), key=lambda i: (-scores[i], i))
    for n in (1, 3, 50):
        found, values = index.top(weights, n)
        assert found.tolist() == full[:n]
        np.testing.assert_allclose(values, scores[found])


def test_the_top_is_exact_where_terms_are_only_looked_up() -> None:
    chance = random.Random(5)
    words = [f"kata{n}" for n in range(400)]
    docs = [chance.choices(words, [1 / (n + 1) for n in range(400)], k=30) for _ in range(3000)]
    index = PostingsBM25(docs)
    for _ in range(60):
        weights = {word: chance.choice((0.5, 1.0)) for word in chance.sample(words, 5)}
        scores = index.score(weights)
        found, values = index.top(weights, 10)
        np.testing.assert_allclose(values, np.sort(scores)[::-1][:10])
        np.testing.assert_allclose(scores[found], values)
        np.testing.assert_allclose(index.score_at(weights, found), values)
