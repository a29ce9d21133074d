"""/tanggal, /linimasa, /sumber and /hariini of the bot as a process, against the strict server."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
import yaml
from babel.dates import format_date

from bot.index.protocol import article_key
from bot.model import Span
from bot.render.translations import read_translations
from bot.telegram.browse.screens import (
    ON_A_PAGE,
    calendar_screen,
    clip,
    sources_screen,
    timeline_screen,
)
from bot.telegram.callback_data import Inert, encode
from tests.botapi import ME, TOKEN, BotProcess, Service, serving
from tests.faker import make_article, make_engine

USER, STRANGER = 22, 99
GROUPS = [-1000 - number for number in range(100, 120)]
NAME = f"@{ME['username']}"
ID, EN = read_translations("id"), read_translations("en")
EVERYTHING = Span(None, None)
MARKUP = '<b>Donor & "Darah"</b> </i>'


def put(folder: Path, name: str, text: str, **head: object) -> None:
    lines = yaml.safe_dump({"publisher": "Tempo", **head}, allow_unicode=True)
    (folder / f"{name}.md").write_text(f"---\n{lines}---\n\n{text}\n", encoding="utf-8")


def in_words(day: date) -> str:
    return str(format_date(day, "d MMMM y", locale="id"))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Thirty days of early 2023, one of 2025; titles with markup, copies, articles untitled."""
    folder = tmp_path_factory.mktemp("articles")
    for number in range(30):
        day = date(2023, 1, 2) + timedelta(days=2 * number)
        text = f"Acara {number} digelar pada {in_words(day)} di Kupang & Atambua <sini>."
        title = {} if number % 5 == 4 else {"title": f"{MARKUP} {number}"}
        put(folder, f"a{number:02}", text, published=day, **title)
    put(folder, "b", "Pawai digelar 17 Januari 2023.", title="Pawai", publisher="Antara")
    put(folder, "c", "Gowes digelar 20 Juni 2025.", title="Gowes", published=date(2025, 6, 21))
    return folder


@pytest.fixture(scope="module")
def service():
    service = Service()
    yield service
    assert service.refusals == []
    assert service.violations == []
    assert service.unanswered() == []


@pytest.fixture(scope="module")
def bot(service, corpus, tmp_path_factory):
    with serving(service) as address:
        bot = BotProcess(
            tmp_path_factory.mktemp("bot"), address, service, speed=8, **settings(corpus)
        )
        bot.start()
        yield bot
        assert bot.stop() == 0
    assert TOKEN not in bot.output
    assert "Traceback" not in bot.output


@contextlib.contextmanager
def own_bot(folder: Path, corpus: Path):
    """A service and a bot for one test."""
    service = Service()
    with serving(service) as address:
        bot = BotProcess(folder, address, service, speed=8, **settings(corpus))
        bot.start()
        try:
            yield service, bot
            assert bot.stop() == 0
        finally:
            bot.kill()
    assert "Traceback" not in bot.output
    assert service.violations == []
    assert service.unanswered() == []


def settings(corpus: Path) -> dict[str, object]:
    return {"corpus": str(corpus), "access": {"users": [USER, *range(500, 600)], "groups": GROUPS}}


@pytest.fixture(scope="module")
def free_people():
    return count(500)


@pytest.fixture
def person(free_people):
    return next(free_people)


@pytest.fixture(scope="module")
def free_groups():
    return iter(GROUPS)


@pytest.fixture
def group(service, free_groups):
    return service.add_group(next(free_groups))


def ask(service, sender, text, **more):
    """The one message that answers ``text``."""
    chat = more.get("chat") or sender
    before = len(service.sent(chat))
    service.write(sender, text, **more)
    (answer,) = service.wait_sent(chat, before + 1)[before:]
    return answer


def rows(message):
    return message.get("reply_markup", {}).get("inline_keyboard", [])


def labels(message):
    return [button["text"] for row in rows(message) for button in row]


def data_of(message):
    return [b["callback_data"] for row in rows(message) for b in row if "callback_data" in b]


def turn(service, person, message, button):
    """The message after a press that changes it in place."""
    edits = len(service.called("editMessageText"))
    number = service.press(person, message, button)
    assert service.wait_answer(number)["text"] == ""
    service.wait_called("editMessageText", edits + 1)
    return service.find_message(message["chat"]["id"], message["message_id"])


def open_new(service, person, message, button):
    """The message that a press brings."""
    before = len(service.sent(person))
    number = service.press(person, message, button)
    assert service.wait_answer(number)["text"] == ""
    return service.wait_sent(person, before + 1)[before]


def at(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 5, tzinfo=UTC).timestamp())


# /tanggal


def test_the_calendar_opens_at_the_newest_month_with_its_days_marked(bot, service, person):
    shown = ask(service, person, "/tanggal")
    assert shown["text"].splitlines()[0] == "📅 Juni 2025"
    assert shown["text"].splitlines()[1] == ID.say("looking.calendar_day")
    assert shown["text"].splitlines()[2:] == ["Sn · Sl · Rb · Km · Jm · Sb · Mg"]
    assert [b["text"] for b in rows(shown)[0]] == ["·"] * 6 + ["1"]
    assert str(rows(shown)).count("Juni") == 0
    assert "20¹" in labels(shown)
    assert "21" in labels(shown)
    assert [b["text"] for b in rows(shown)[-1]] == ["«", "‹"]
    assert all(len(row) <= 8 for row in rows(shown))


def test_the_weeks_of_the_calendar_begin_on_monday(bot, service, person):
    shown = ask(service, person, "/tanggal Januari 2023")
    weeks = [[b["text"] for b in row] for row in rows(shown)[:-1]]
    assert weeks[0] == ["·"] * 6 + ["1"]
    assert weeks[1][:2] == ["2¹", "3"]
    assert weeks[2][5] == "14¹"
    assert weeks[3][1] == "17¹"


def test_two_articles_of_a_day_are_counted(bot, service, person, corpus):
    shown = ask(service, person, "/tanggal Februari 2023")
    assert shown["text"].startswith("📅 Februari 2023\n14 hari")


def test_the_calendar_is_paged_to_both_ends_in_place(bot, service, person):
    shown = ask(service, person, "/tanggal")
    for month in ("Maret 2023", "Februari 2023", "Januari 2023"):
        shown = turn(service, person, shown, "«")
        assert shown["text"].startswith(f"📅 {month}")
    assert [b["text"] for b in rows(shown)[-1]] == ["›", "»"]
    for month in ("Februari", "Maret", "April"):
        shown = turn(service, person, shown, "›")
        assert shown["text"].startswith(f"📅 {month} 2023")
    assert ID.say("looking.calendar_none") in shown["text"]
    shown = turn(service, person, shown, "»")
    assert shown["text"].startswith("📅 Juni 2025")
    assert turn(service, person, shown, "‹")["text"].startswith("📅 Mei 2025")
    assert len(service.sent(person)) == 1


def test_today_stands_in_brackets_with_or_without_events(bot, service, person):
    for day, label in ((date(2025, 6, 20), "[20]¹"), (date(2025, 6, 22), "[22]")):
        shown = ask(service, person, "/tanggal", date=at(day))
        assert [text for text in labels(shown) if "[" in text] == [label]
    assert "[" not in "".join(labels(ask(service, person, "/tanggal Mei 2025")))


def test_the_calendar_opens_at_no_month_that_lies_ahead(bot, service, person):
    for day, month in ((date(2025, 6, 1), "Juni 2025"), (date(2025, 5, 31), "Maret 2023")):
        # What comes late says so first.
        _, *lines = ask(service, person, "/tanggal", date=at(day))["text"].splitlines()
        assert lines[0] == f"📅 {month}"


def test_only_days_without_events_do_nothing(bot, service, person):
    shown = ask(service, person, "/tanggal")
    idle = [b["text"] for row in rows(shown) for b in row if b["callback_data"] == encode(Inert())]
    assert {*idle} == {"·", *map(str, range(1, 31))} - {"20"}
    for button in ("21", encode(Inert())):
        assert service.wait_answer(service.press(person, shown, button))["text"] == ""
    assert service.sent(person) == [shown]


def test_pressing_a_day_answers_as_asking_for_it_does(bot, service, person):
    shown = ask(service, person, "/tanggal januari 2023")
    pressed = open_new(service, person, shown, "16¹")
    asked = ask(service, person, "Apa yang terjadi pada 16 Januari 2023?")
    assert "Acara 7 digelar pada 16 Januari 2023 di Kupang & Atambua <sini>." in pressed["text"]
    assert pressed["text"] == asked["text"]
    assert pressed["entities"] == asked["entities"]


def test_a_day_pressed_on_an_old_calendar_is_asked_now(bot, service, person):
    shown = ask(service, person, "/tanggal Januari 2023")
    with service._changed:
        kept = next(m for m in service.messages[person] if m["message_id"] == shown["message_id"])
        kept["date"] -= 400 * 86_400
    open_new(service, person, shown, "17¹")
    with contextlib.closing(sqlite3.connect(bot.state)) as connection:
        query = "SELECT asked FROM answers WHERE person = ?"
        (asked,) = connection.execute(query, (person,)).fetchone()
    assert asked > time.time() - 60


def test_a_question_may_go_on_from_a_day_that_was_pressed(bot, service, person):
    shown = ask(service, person, "/tanggal januari 2023")
    open_new(service, person, shown, "16¹")
    assert "❓ di mana? → " in ask(service, person, "di mana?")["text"]


def test_the_argument_may_be_a_year_and_what_is_none_is_told_with_an_example(bot, service, person):
    assert ask(service, person, "/tanggal 2023")["text"].startswith("📅 Januari 2023")
    assert ask(service, person, "/tanggal 2030")["text"].startswith("📅 Januari 2030")
    wrong = ask(service, person, "/tanggal <b>entah</b>")
    assert wrong["text"] == ID.say("looking.bad_period", command="tanggal")


def test_the_calendar_speaks_the_language_of_the_user(bot, service, person):
    service.add_person(person, "Ani", language_code="en")
    shown = ask(service, person, "/tanggal January 2023")
    assert shown["text"].startswith("📅 January 2023")
    assert "\nMo · Tu · " in shown["text"]
    assert open_new(service, person, shown, "16¹")["text"].startswith("❓ What happened on 16")


# /linimasa


def test_the_timeline_opens_at_the_page_of_today(bot, service, person):
    for day, page in (
        (date(2023, 1, 1), 1),
        (date(2023, 1, 3), 1),
        (date(2023, 1, 16), 1),
        (date(2023, 1, 17), 2),
        (date(2025, 6, 19), 4),
        (date(2026, 1, 1), 4),
    ):
        shown = ask(service, person, "/linimasa", date=at(day))
        assert f"{page}/4" in labels(shown), day


def test_a_number_among_pages_says_what_it_is(bot, service, person):
    shown = ask(service, person, "/linimasa")
    said = service.wait_answer(service.press(person, shown, "4/4"))["text"]
    assert said == ID.say("under.place", page=4, count=4)


def test_words_that_name_no_period_are_told_with_an_example(bot, service, person):
    shown = ask(service, person, "/linimasa kapan-kapan")
    assert shown["text"] == ID.say("looking.bad_period", command="linimasa")


def test_words_beside_days_are_a_matter_that_is_told_in_order(bot, service, person):
    shown = ask(service, person, "/linimasa gowes", date=at(date(2026, 1, 17)))
    assert "❓ linimasa gowes" in shown["text"]
    assert "🗓 Linimasa · gowes" in shown["text"]
    none = ask(service, person, "/linimasa <b>entah</b>")
    assert ID.say("refusal.no_match") in none["text"]


def test_the_timeline_opens_at_its_last_page_and_is_paged_to_both_ends(bot, service, person):
    shown = ask(service, person, "/linimasa")
    assert "Jumat, 20 Juni 2025\n· Tempo: Gowes" in shown["text"]
    assert "4/4" in labels(shown)
    assert "›" not in labels(shown)
    for page in ("3/4", "2/4", "1/4"):
        shown = turn(service, person, shown, "‹")
        assert page in labels(shown)
        assert [b["text"] for b in rows(shown)[0]] == list("12345678")
    assert "1. Senin, 2 Januari 2023" in shown["text"]
    assert "‹" not in labels(shown)
    assert "4/4" in labels(turn(service, person, shown, "»"))
    assert "1/4" in labels(turn(service, person, shown, "«"))


def test_the_timeline_of_a_month_opens_at_its_first_page(bot, service, person):
    shown = ask(service, person, "/linimasa januari 2023")
    assert shown["text"].startswith("🗓 Linimasa · Januari 2023\n")
    assert "1. Senin, 2 Januari 2023" in shown["text"]
    assert MARKUP in shown["text"]
    assert "1/2" in labels(shown)


def test_an_article_without_a_title_is_told_by_its_sentence(bot, service, person):
    shown = ask(service, person, "/linimasa januari 2023")
    assert (
        "· Tempo: Acara 4 digelar pada 10 Januari 2023 di Kupang & Atambua <sini>."
        in (shown["text"])
    )


def test_the_numbers_of_the_timeline_lead_to_the_days(bot, service, person):
    shown = ask(service, person, "/linimasa januari 2023")
    answer = open_new(service, person, shown, "8")
    assert answer["text"].startswith("❓ Apa yang terjadi pada 16 Januari 2023?")


def test_a_span_without_events_names_the_nearest_days(bot, service, person):
    shown = ask(service, person, "/linimasa 2024")
    assert ID.say("looking.timeline_none", days="tahun 2024") in shown["text"]
    assert labels(shown) == ["Rabu, 1 Maret 2023", "Jumat, 20 Juni 2025"]
    assert "Gowes digelar" in open_new(service, person, shown, "Jumat, 20 Juni 2025")["text"]
    wrong = ask(service, person, "/linimasa kapan-kapan")
    assert wrong["text"] == ID.say("looking.bad_period", command="linimasa")


# /sumber


def test_the_articles_are_listed_newest_first_and_paged_to_both_ends(bot, service, person):
    shown = ask(service, person, "/sumber")
    assert "1. 21 Juni 2025 · Tempo · Gowes" in shown["text"]
    seen = shown["text"].count("Tempo")
    for page in ("2/4", "3/4", "4/4"):
        shown = turn(service, person, shown, "›")
        assert page in labels(shown)
        seen += shown["text"].count("Tempo")
    assert seen == 31
    assert f"{ID.say('looking.undated')} · Antara · Pawai" in shown["text"]
    assert "›" not in labels(shown)
    assert "1/4" in labels(turn(service, person, shown, "«"))


def test_the_articles_are_found_by_a_word_of_title_or_outlet(bot, service, person):
    shown = ask(service, person, "/sumber  DONOR   &")
    assert shown["text"].startswith("📰 Artikel dengan “DONOR &”\n24 artikel")
    assert "2/3" in labels(turn(service, person, shown, "›"))
    assert "Pawai" in ask(service, person, "/sumber antara")["text"]


def test_words_that_nothing_has_are_repeated_as_they_were(bot, service, person):
    shown = ask(service, person, "/sumber <i>x</i>")
    assert shown["text"] == ID.say("looking.sources_none", words="<i>x</i>")
    long = ask(service, person, "/sumber " + "é🙂" * 2000)
    assert len(long["text"]) < 200


def test_a_number_opens_the_article_and_leaves_the_list(bot, service, person):
    shown = ask(service, person, "/sumber pawai")
    article = open_new(service, person, shown, "1")
    assert "Pawai digelar 17 Januari 2023." in article["text"]
    assert service.find_message(person, shown["message_id"])["text"] == shown["text"]


# /hariini


def test_this_day_in_earlier_years_is_quoted_with_its_source(bot, service, person):
    shown = ask(service, person, "/hariini", date=at(date(2026, 1, 17)))
    late, question, *_ = shown["text"].splitlines()
    assert late == "🕐 Ditanyakan Sabtu, 17 Januari 2026 pukul 12.00."
    assert question.startswith("❓ Apa yang pernah terjadi pada 17 Januari, dan apa yang")
    assert "tahun" not in question
    assert "Pawai digelar 17 Januari 2023." in shown["text"]
    assert "📰 Antara · Pawai" in shown["text"]
    assert any(entity["type"] == "blockquote" for entity in shown["entities"])


def test_what_lies_ahead_within_a_week_is_quoted(bot, service, person):
    shown = ask(service, person, "/hariini", date=at(date(2025, 6, 15)))
    assert "Gowes digelar 20 Juni 2025." in shown["text"]


def test_where_there_is_nothing_the_nearest_days_are_offered(bot, service, person):
    shown = ask(service, person, "/hariini", date=at(date(2025, 9, 9)))
    assert "9 September" in shown["text"]
    assert "Arsip: 32 artikel" in shown["text"]
    assert labels(shown) == ["Jumat, 20 Juni 2025"]
    assert "Gowes" in open_new(service, person, shown, "Jumat, 20 Juni 2025")["text"]


def test_this_day_is_a_list_where_there_is_much_and_each_day_opens(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for year in range(2015, 2026):
        put(folder, f"y{year}", f"Pada 17 Januari {year}, {'& lama ' * 170}.", title=MARKUP)
    with own_bot(tmp_path, folder) as (service, _bot):
        shown = ask(service, USER, "/hariini", date=at(date(2026, 1, 17)))
        assert "1. 17 Jan 2025" in shown["text"]
        assert labels(shown) == ["1", "2", "3"]
        opened = open_new(service, USER, shown, "2")["text"]
        assert "📅 Rabu, 17 Januari 2024" in opened
        ask(service, USER, "/linimasa 2020")
        assert len(service.sent(USER)) == 3
    assert service.refusals == []


# Groups


def test_in_a_group_the_timeline_and_this_day_come_without_buttons(bot, service, group):
    timeline = ask(service, USER, f"/linimasa{NAME}", chat=group)
    assert "Jumat, 20 Juni 2025\n· Tempo: Gowes" in timeline["text"]
    assert NAME in timeline["text"]
    none = ask(service, USER, f"/linimasa{NAME} 2024", chat=group)
    assert "Jumat, 20 Juni 2025" in none["text"]
    day = ask(service, USER, f"/hariini{NAME}", chat=group, date=at(date(2026, 1, 17)))
    assert "Pawai digelar" in day["text"]
    nothing = ask(service, USER, f"/hariini{NAME}", chat=group, date=at(date(2025, 9, 9)))
    assert "Terdekat: Jumat, 20 Juni 2025" in nothing["text"]
    assert not any(map(rows, (timeline, none, day, nothing)))


@pytest.mark.parametrize("command", ["tanggal", "sumber"])
def test_in_a_group_what_needs_buttons_refers_to_the_private_chat(bot, service, group, command):
    shown = ask(service, USER, f"/{command}{NAME}", chat=group)
    assert shown["text"] == ID.say("looking.in_private", name=ME["username"], command=command)


def test_in_a_group_a_command_that_names_nobody_is_left_alone(bot, service, group):
    for text in ("/tanggal", "/linimasa", "/sumber x", "/hariini", "/linimasa@other_bot"):
        service.write(USER, text, chat=group)
    assert len(service.sent(group)) == 0
    ask(service, USER, f"/help{NAME}", chat=group)
    assert len(service.sent(group)) == 1


# Presses that say nothing any more


HOSTILE = [
    "see:", "see:x", "see:cal", "see:cal:", "see:cal:2023-13", "see:cal:0000-01", "see:cal:٢٠٢٣-٠١",
    "see:day:", "see:day:2023-02-30", "see:day:20230117", "see:day:1;DROP", "see:line:",
    "see:line:2023-01-01.2022-01-01:1", "see:line:.:", "see:line:a.b:1", "see:line:.:1e9",
    "see:line:..:1", "see:src:", "see:src:-1:", "see:src:99999999:", "see:src:1", "see:art:",
    "see:art:00000000", "see:art:zz", "see:\n", "see:🙂:🙂", "see", "\u202e", "x" * 64,
]  # fmt: skip
KNOWN = ["see:cal:0001-01", "see:cal:9999-12", "see:line:.:999999", "see:line:9998-01-01.:1",
         "see:line:.2023-01-31:2", "see:src:999999:", "see:src:1:<b>", "see:src:1:a:b:c"]  # fmt: skip


def press_data(service, person, message, data):
    """A press of a button with this data, on the message or not; the answer to it."""
    with service._changed:
        content = {"from": service._person(person), "chat_instance": "1"}
        content |= {"data": data, "message": message}
        number = service._ask("callback", person, content)
        service.deliver({"callback_query": {"id": number, **content}})
    return service.wait_answer(number)


@pytest.mark.parametrize("data", HOSTILE)
def test_hostile_data_gets_a_friendly_line(bot, service, person, data):
    shown = ask(service, person, "/tanggal")
    stale = {ID.say("looking.stale"), ID.say("under.stale")}
    assert press_data(service, person, shown, data)["text"] in stale
    assert service.sent(person) == [shown]


@pytest.mark.parametrize("data", KNOWN)
def test_data_at_the_edges_is_served(bot, service, person, data):
    shown = ask(service, person, "/tanggal")
    edits = len(service.called("editMessageText"))
    assert press_data(service, person, shown, data)["text"] == ""
    service.wait_called("editMessageText", edits + 1)


def test_a_press_on_a_message_out_of_reach_gets_a_friendly_line(bot, service, person):
    shown = ask(service, person, "/tanggal")
    gone = {"chat": shown["chat"], "message_id": shown["message_id"], "date": 0}
    for data in ("see:cal:2023-01", "see:day:2023-01-16", "see:src:1:"):
        assert press_data(service, person, gone, data)["text"] == ID.say("looking.stale")


def test_pressing_twice_does_no_harm(corpus, tmp_path):
    with own_bot(tmp_path, corpus) as (service, _bot):
        shown = ask(service, USER, "/linimasa")
        numbers = [press_data(service, USER, shown, "see:line:.:2") for _ in range(3)]
        assert [answer["text"] for answer in numbers] == ["", "", ""]
        service.delete(shown)
        assert press_data(service, USER, shown, "see:line:.:1")["text"] == ""
        assert "Gowes" in ask(service, USER, "/linimasa")["text"]
    assert {call.refusal for call in service.refusals} <= {
        "Bad Request: message is not modified: specified new message content and reply markup are "
        "exactly the same as a current content and reply markup of the message"
    }


def test_a_keyboard_outlives_a_restart_and_follows_the_archive(corpus, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for path in corpus.glob("*.md"):
        (folder / path.name).write_bytes(path.read_bytes())
    with own_bot(tmp_path, folder) as (service, bot):
        calendar, line = (ask(service, USER, text) for text in ("/tanggal", "/linimasa"))
        articles = ask(service, USER, "/sumber gowes")
        bot.kill()
        (folder / "c.md").unlink()
        bot.start()
        assert turn(service, USER, calendar, "«")["text"].startswith("📅 Maret 2023")
        assert "3/4" in labels(turn(service, USER, line, "‹"))
        gone = service.wait_answer(service.press(USER, articles, "1"))
        assert gone["text"] == ID.say("looking.stale")
    assert service.refusals == []


@pytest.mark.parametrize("texts", [(), ("Tanpa tanggal apa pun.",)], ids=["empty", "undated"])
def test_an_archive_without_anything_to_look_at_says_so(texts, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, text in enumerate(texts):
        put(folder, f"a{number}", text)
    with own_bot(tmp_path, folder) as (service, _bot):
        said = ID.say("refusal.empty_corpus")
        none = ""
        if texts:
            said = ID.say("refusal.reach_undated", articles=1)
            none = ID.say("looking.no_days") + "\n"
        for text in ("/tanggal", "/tanggal 2023", "/linimasa", "/linimasa 2023"):
            shown = ask(service, USER, text)
            assert shown["text"] == none + said
            assert not rows(shown)
        assert said in ask(service, USER, "/hariini")["text"]
        listed = ask(service, USER, "/sumber")["text"]
        assert (ID.say("looking.undated") in listed) if texts else (listed == said)
        assert press_data(service, USER, shown, "see:cal:2023-01")["text"] == ""
        assert press_data(service, USER, shown, "see:line:.:1")["text"] == ""
    assert service.refusals == []


# The screens themselves


@pytest.mark.parametrize("translations", [ID, EN], ids=["id", "en"])
def test_screens_stay_within_what_telegram_takes(translations):
    long = "🙂" * 300
    days = [date(2023, 1, 1) + timedelta(days=n) for n in range(9) for _ in range(150)]
    engine = make_engine(
        *(
            make_article(
                f"{long} {in_words(day)}.", name=f"a{n}", title=f"<&{long}", publisher=long
            )
            for n, day in enumerate(days)
        )
    )
    overview = engine.overview
    page = overview.timeline(EVERYTHING, 1, size=ON_A_PAGE, most=3)
    words = "🙂" * 12
    screens = [
        calendar_screen(overview, days[0], translations, today=days[0]),
        timeline_screen(EVERYTHING, page, translations),
        sources_screen("", overview.articles("", 100, size=ON_A_PAGE), translations),
        sources_screen(words, overview.articles(words, 100, size=ON_A_PAGE), translations),
    ]
    for screen in screens:
        assert len(screen.text.encode("utf-16-le")) // 2 <= 3900
        buttons = [button for row in screen.rows for button in row]
        assert all(len(row) <= 8 for row in screen.rows)
        assert len(buttons) <= 100
        assert all(0 < len(button.callback_data.encode()) <= 64 for button in buttons)
    assert "[1]⁹⁹⁺" in [button.text for row in screens[0].rows for button in row]


@pytest.mark.parametrize(
    ("text", "most", "clipped"),
    [
        ("pendek", 10, "pendek"),
        ("dua  kata\nini", 20, "dua kata ini"),
        ("Kantor Imigrasi, Kupang", 18, "Kantor Imigrasi…"),
        ("🙂🙂🙂", 4, "🙂…"),
        ("", 5, ""),
    ],
)
def test_a_clipped_text_ends_with_a_word(text, most, clipped):
    assert clip(text, most) == clipped


def test_the_key_in_the_data_is_that_of_the_article():
    engine = make_engine(make_article(name="satu", title="Satu"))
    screen = sources_screen("", engine.overview.articles("", 1, size=ON_A_PAGE), ID)
    assert screen.rows[0][0].callback_data == f"see:art:{article_key('satu')}"
