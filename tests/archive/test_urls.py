from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archive.urls import address_key

PAGE = "https://media.id/read/12/bakti-sosial"


@pytest.mark.parametrize(
    "address",
    [
        "http://media.id/read/12/bakti-sosial",
        "HTTPS://WWW.Media.ID/read/12/bakti-sosial",
        "https://m.media.id/read/12/bakti-sosial/",
        "https://amp.media.id//read/12/bakti-sosial",
        "https://www.m.media.id:443/read/12/bakti-sosial",
        "https://media.id./read/12/bakti-sosial",
        "https://media.id/read/12/bakti-sosial/all",
        "https://media.id/read/12/bakti-sosial/amp/",
        "https://media.id/read/12/bakti-sosial?page=all#komentar",
        "https://media.id/read/12/bakti-sosial?utm_source=x&utm_medium=y&fbclid=z",
        "https://media.id/read/12/bakti-sosial?single=1&AMP=1&",
        " https://media.id/read/12/bakti-\nsosial ",
    ],
)
def test_addresses_of_one_article_have_one_key(address: str) -> None:
    assert address_key(address) == PAGE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://media.id/?p=123", "https://media.id/?p=124"),
        ("https://media.id/baca?id=1", "https://media.id/baca?id=2"),
        ("https://media.id/read/1", "https://media.id/read/2"),
        ("https://media.id/Read/1", "https://media.id/read/1"),
        ("https://belu.media.id/read/1", "https://media.id/read/1"),
        ("https://media.id:8080/a", "https://media.id/a"),
        ("https://m.id/a", "https://id/a"),
        ("https://media.id/all/a", "https://media.id/a"),
    ],
)
def test_addresses_of_two_articles_have_two_keys(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


def test_the_order_of_the_query_and_the_case_of_escapes_do_not_matter() -> None:
    assert address_key("https://a.id/x%2fy?b=%c3&a=1") == address_key(
        "https://a.id/x%2Fy?a=1&b=%C3"
    )


@pytest.mark.parametrize(
    "address",
    [
        "",
        "media.id/a",
        "mailto:a@media.id",
        "ftp://media.id/a",
        "https://",
        "https:///a",
        "https://media.id",
        "http://www.media.id/?utm_source=x",
        "https://media.id/amp/",
    ],
)
def test_what_names_no_article_has_no_key(address: str) -> None:
    assert address_key(address) is None


pieces = st.sampled_from(
    [
        *("https://", "http://", "//", "www.", "m.", "amp.", "media", ".id", ".", ":", ":80", "@"),
        *("/", "/all", "/amp", "/AMP/", "?", "&", "=", "p=1", "page=2", "#", "%2f", "%", " "),
    ]
)


@given(st.lists(pieces, max_size=14).map("".join) | st.text().map("https://".__add__) | st.text())
def test_the_key_of_a_key_is_itself(address: str) -> None:
    key = address_key(address)
    assert key is None or address_key(key) == key
