from __future__ import annotations

import pytest

from bot.archive.originals import original_of, to_copied
from tests.faker import make_article


@pytest.mark.parametrize(
    ("copied", "originals"),
    [
        ({}, {"a": "a"}),
        ({"b": "a"}, {"a": "a", "b": "a"}),
        ({"b": "a", "c": "b", "d": "c"}, {"b": "a", "c": "a", "d": "a"}),
        ({"b": "gone", "c": "b", "d": "gone"}, {"b": "gone", "c": "gone", "d": "gone"}),
        ({"b": "c", "c": "b"}, {"b": "b", "c": "b"}),
        ({"a": "c", "b": "c", "c": "d", "d": "b"}, {"a": "b", "b": "b", "c": "b", "d": "b"}),
        ({"a": "a"}, {"a": "a"}),
    ],
    ids=["none", "copy", "copy of a copy", "original is gone", "circle", "into a circle", "itself"],
)
def test_every_article_has_one_original(copied: dict[str, str], originals: dict[str, str]) -> None:
    assert {name: original_of(name, copied) for name in originals} == originals


def test_a_long_chain_is_followed_to_its_end() -> None:
    copied = {f"{number}": f"{number + 1}" for number in range(50_000)}
    assert original_of("0", copied) == "50000"


def test_what_is_copied_is_read_from_the_articles() -> None:
    articles = [make_article(name="a"), make_article(name="b", copy_of="a")]
    assert to_copied(articles) == {"b": "a"}
