from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import INVENTED, ROOT, TODAY
from tests.pictures.asking import Exchange, Question, ask_all, read_questions
from tests.pictures.chat import THEMES, to_html, to_page

HOSTILE = "<script>alert(1)</script> & \"dua\" 'tiga' </div>"
README = (ROOT / "README.md").read_text(encoding="utf-8")
IN_README = ("day", "month", "claim")


class Seen(HTMLParser):
    """What stands on a page: its tags in order, and the text of each bubble and button."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in ("div", "span"):
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.texts and self.tags[-1] not in ("time", "script", "style"):
            self.texts[-1] += data


def message(text: str, *entities: dict[str, Any], chat: int = 5, **more: Any) -> dict[str, Any]:
    place = {"id": chat, "title": "Grup & teman"} if chat < 0 else {"id": chat}
    return {"text": text, "entities": list(entities), "chat": place, "date": 1_770_000_000, **more}


def entity(kind: str, offset: int, length: int, **more: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


def exchange(asked: dict[str, Any], *answers: dict[str, Any]) -> Exchange:
    return Exchange("nama", asked, answers)


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_holds_every_message_and_button_and_nothing_that_they_say_as_markup(
    theme: str,
) -> None:
    keyboard = {"inline_keyboard": [[{"text": HOSTILE, "callback_data": "x"}]]}
    asked, answer = message(f"tanya {HOSTILE}"), message(f"jawab {HOSTILE}", reply_markup=keyboard)
    seen = Seen(to_page([exchange(asked, answer), exchange(message("lagi"), answer)], theme))
    for text in (asked["text"], answer["text"], HOSTILE, "lagi"):
        assert text in seen.texts
    assert seen.tags.count("script") == 1
    assert seen.tags.count("main") == 2


def test_the_title_of_a_group_and_the_name_of_an_author_are_text() -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": HOSTILE}
    page = to_page([exchange(message("a", chat=-5, forward_origin=origin), message("b"))], "day")
    seen = Seen(page)
    assert f"Diteruskan dari {HOSTILE}a" in seen.texts
    assert "Grup & temangrup" in seen.texts
    assert seen.tags.count("script") == 1


def test_offsets_count_utf_16_units_and_entities_are_nested() -> None:
    bold, link = entity("bold", 3, 9), entity("text_link", 3, 4, url='https://a.example/?x="&y')
    assert to_html("📅 satu dua", [bold, link]) == (
        '📅 <b><a href="https://a.example/?x=&quot;&amp;y">satu</a> dua</b>'
    )


def test_a_bare_address_is_a_link_without_the_stop_behind_it() -> None:
    assert to_html("Baca https://a.example/b?c&d.", []) == (
        'Baca <a href="https://a.example/b?c&amp;d">https://a.example/b?c&amp;d</a>.'
    )


def test_the_line_ends_beside_a_quotation_are_not_shown() -> None:
    assert to_html("a\nb\nc", [entity("blockquote", 2, 1)]) == "a<blockquote>b</blockquote>c"


def test_a_button_that_leaves_the_chat_is_marked() -> None:
    leading = {"text": "Kirim", "switch_inline_query_chosen_chat": {"query": "#1"}}
    rows = [[leading, {"text": "Salin", "copy_text": {"text": "a"}}], [{"text": "x"}]]
    page = to_page(
        [exchange(message("a"), message("b", reply_markup={"inline_keyboard": rows}))], "day"
    )
    assert Seen(page).tags.count("svg") == 2


def test_the_bot_answers_what_is_asked_on_the_day_of_the_asking(tmp_path: Path) -> None:
    questions = (
        Question("group", "apa yang terjadi 20 oktober 2025", chat="group"),
        Question("forward", "Kantor Imigrasi Tegal", forwarded=date(2025, 10, 21)),
        Question("page", "apa yang terjadi 20 oktober 2025", page=2),
        Question("yesterday", "ada apa kemarin", earlier=("ada apa 20 oktober 2025",)),
    )
    group, forward, page, yesterday = ask_all(questions, INVENTED, TODAY, tmp_path)
    assert "reply_markup" not in group.answers[0]
    assert "5.000 warga" in group.answers[0]["text"]
    assert (
        forward.asked["forward_origin"]["date"] // 86400
        == (date(2025, 10, 21) - date(1970, 1, 1)).days
    )
    assert re.search(r"2/\d", str(page.answers[-1]["reply_markup"]))
    assert "1 Februari 2026" in yesterday.answers[0]["text"]


def test_a_dozen_questions_have_a_picture_each() -> None:
    names = [question.name for question in read_questions()]
    assert len(names) >= 12
    assert len(set(names)) == len(names)
    assert set(IN_README) <= set(names)


@pytest.mark.parametrize("name", IN_README)
def test_the_pictures_of_the_readme_are_there_by_day_and_by_night_and_small(name: str) -> None:
    for ending in (".png", "-dark.png"):
        path = f"tests/pictures/{name}{ending}"
        assert f'"{path}"' in README
        assert 1000 < (ROOT / path).stat().st_size < 120_000
