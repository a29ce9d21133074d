"""The buttons under an answer, its article, edits and forwarded texts, through a strict server."""

from __future__ import annotations

import contextlib
import copy
import re
import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.archive.articles import read_articles
from bot.model import Citation, Turn
from bot.render.translations import read_translations
from bot.store import Asked, Store
from bot.telegram.article import part_article
from bot.telegram.ask.answers import link_to
from bot.telegram.ask.copying import to_copy
from bot.telegram.sending import to_plain
from tests.botapi import ME, TOKEN, BotProcess, Service, origin_hidden, serving
from tests.botapi.keyboards import find_button
from tests.conftest import CORPUS
from tests.faker import make_article

NAME = f"@{ME['username']}"
QUESTION = "apa yang terjadi pada 20 Januari 2026?"
MANY = "hari bhakti imigrasi"
NOTHING = "apa yang terjadi pada 5 Mei 2024?"
PEOPLE = list(range(500, 600))
GROUPS = [-1000 - number for number in range(1, 20)]
SETTINGS = {"corpus": str(CORPUS), "access": {"users": PEOPLE, "groups": GROUPS}}
TRANSLATIONS = read_translations("id")
NEXT, PREVIOUS = TRANSLATIONS.say("under.next"), TRANSLATIONS.say("under.previous")
ARTICLE, COPY = TRANSLATIONS.say("under.article"), TRANSLATIONS.say("under.copy")
SEND = TRANSLATIONS.say("under.send")
GOOD, BAD = TRANSLATIONS.say("under.found_helpful"), TRANSLATIONS.say("under.found_unhelpful")
TEXTS = [path.read_text(encoding="utf-8") for path in CORPUS.glob("*.md")]
ARTICLES = read_articles(CORPUS).articles


@pytest.fixture(scope="module")
def service():
    service = Service()
    yield service
    assert service.refusals == []
    assert service.violations == []


@pytest.fixture(scope="module")
def bot(service, tmp_path_factory):
    with serving(service) as address:
        bot = BotProcess(tmp_path_factory.mktemp("bot"), address, service, speed=8, **SETTINGS)
        bot.start()
        yield bot
        assert bot.stop() == 0
    assert "Traceback" not in bot.output


@pytest.fixture
def own(tmp_path):
    """A service and a bot for one test; ``launch`` takes further settings."""
    service = Service()
    with serving(service) as address, contextlib.ExitStack() as ending:

        def launch(**more):
            bot = BotProcess(tmp_path, address, service, speed=8, **(SETTINGS | more))
            bot.start()
            ending.callback(bot.kill)
            return bot

        yield service, launch
    assert service.refusals == []
    assert service.violations == []


@pytest.fixture(scope="module")
def free_people():
    return iter(PEOPLE)


@pytest.fixture
def person(free_people):
    return next(free_people)


@pytest.fixture(scope="module")
def free_groups():
    return iter(GROUPS)


def ask(service, person, text, **more):
    """The one message that answers ``text``."""
    chat = more.get("chat") or person
    before = len(service.sent(chat))
    service.write(person, text, **more)
    return copy.deepcopy(service.wait_sent(chat, before + 1)[before])


def press(service, person, message, button):
    """The line that comes up when the button is pressed."""
    return service.wait_answer(service.press(person, message, button))["text"]


def now(service, message):
    """The message as it stands now."""
    kept = service.find_message(message["chat"]["id"], message["message_id"])
    return copy.deepcopy(kept)


def wait_text(service, message, part):
    service.wait(lambda: part in now(service, message)["text"], f"{part!r} in {message}")
    return now(service, message)


def wait_button(service, message, button):
    """The message as soon as it has the button."""

    def has():
        return find_button(now(service, message).get("reply_markup"), button)

    service.wait(has, f"the button {button!r}")
    return now(service, message)


def labels(message):
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def quotes(message):
    units = message["text"].encode("utf-16-le")
    for entity in message["entities"]:
        if entity["type"].endswith("blockquote"):
            start, stop = entity["offset"], entity["offset"] + entity["length"]
            yield units[2 * start : 2 * stop].decode("utf-16-le")


def rows(message):
    return [[it["text"] for it in row] for row in message["reply_markup"]["inline_keyboard"]]


def copied(message):
    """What the button puts on the clipboard."""
    return find_button(message["reply_markup"], COPY if has(message, COPY) else "📋 Copy")[
        "copy_text"
    ]["text"]


def has(message, label):
    return label in labels(message)


def addresses(message):
    """The addresses that the message can be pressed at, those behind a shortened one whole."""
    bare = re.findall(r"https://\S+", message["text"])
    return bare + [entity["url"] for entity in message["entities"] if "url" in entity]


def assert_verbatim(message):
    """Every quotation is made of slices of a stored article, and a source closes each of those."""
    found = list(quotes(message))
    assert found
    for quote in found:
        pieces = [piece.strip() for piece in quote.split("[…]") if piece.strip()]
        assert any(all(piece in text for piece in pieces) for text in TEXTS), quote
    assert 1 <= message["text"].count("📰") <= len(found)
    assert len(addresses(message)) == message["text"].count("📰")


# Pages


def test_further_hits_are_leafed_through_to_the_end_and_back(bot, service, person):
    answer = ask(service, person, MANY)
    first = answer["text"]
    assert PREVIOUS not in labels(answer)
    seen, last = [first], int(labels(answer)[0].partition("/")[2])
    assert last > 2
    for page in range(2, last + 1):
        assert press(service, person, answer, NEXT) == ""
        shown = wait_button(service, answer, f"{page}/{last}")
        assert shown["text"].startswith(f"❓ {MANY}")
        assert_verbatim(shown)
        seen.append(shown["text"])
    total = re.search(r"Kutipan \d+(?:–(\d+))? dari (\d+)", seen[-1])
    assert total[1] in (None, total[2])
    assert NEXT not in labels(shown)
    assert len(set(seen)) == last
    for page in range(last - 1, 0, -1):
        press(service, person, answer, PREVIOUS)
        shown = wait_button(service, answer, f"{page}/{last}")
    assert shown["text"] == first
    assert len(service.sent(person)) == 1


def test_the_asked_days_stay_above_every_page(bot, service, person):
    answer = ask(service, person, "hari bhakti imigrasi 2023")
    press(service, person, answer, NEXT)
    shown = wait_button(service, answer, PREVIOUS)
    assert shown["text"].splitlines()[1].startswith("📅 Tahun 2023")


def test_going_on_opens_the_page_after_the_one_that_was_seen(bot, service, person):
    first = ask(service, person, MANY)
    last = int(labels(first)[0].partition("/")[2])
    assert last > 3
    second = ask(service, person, "terus?")
    assert second["text"].startswith(f"❓ terus? → {MANY}\n")
    assert f"2/{last}" in labels(second)
    press(service, person, second, NEXT)
    third = wait_button(service, second, f"3/{last}")
    fourth = ask(service, person, "lanjut")
    assert f"4/{last}" in labels(fourth)
    assert len({message["text"] for message in (first, second, third, fourth)}) == 4
    for _ in range(last - 3):
        fourth = ask(service, person, "lagi")
    assert f"{last}/{last}" in labels(fourth)
    assert TRANSLATIONS.say("under.last_page") in fourth["text"]


def test_a_reply_to_an_answer_goes_on_from_the_page_that_it_shows(bot, service, person):
    first = ask(service, person, MANY)
    last = int(labels(first)[0].partition("/")[2])
    press(service, person, first, NEXT)
    shown = wait_button(service, first, f"2/{last}")
    before = len(service.sent(person))
    service.reply(person, shown, "terus?")
    assert f"3/{last}" in labels(service.wait_sent(person, before + 1)[-1])


def test_going_on_in_a_group_needs_no_buttons(bot, service, person, free_groups):
    group = service.add_group(next(free_groups))
    texts = [ask(service, person, f"/tanya {MANY}", chat=group)["text"]]
    for _ in range(2):
        service.reply(person, service.sent(group)[-1], "terus?")
        texts.append(service.wait_sent(group, len(texts) + 1)[-1]["text"])
    assert len(set(texts)) == 3
    assert all(f"→ {MANY}\n" in text for text in texts[1:])


def test_the_number_between_says_where_one_is(bot, service, person):
    answer = ask(service, person, MANY)
    number = labels(answer)[0]
    count = number.partition("/")[2]
    said = TRANSLATIONS.say("under.place", page=1, count=count)
    assert press(service, person, answer, number) == said
    assert now(service, answer) == answer


def test_one_hit_alone_has_no_pages(bot, service, person):
    answer = ask(service, person, QUESTION)
    assert labels(answer) == [ARTICLE, COPY, SEND, "👍", "👎"]


def test_buttons_work_after_a_restart(own):
    service, launch = own
    bot = launch()
    answer = ask(service, PEOPLE[0], MANY)
    bot.kill()
    bot.start()
    assert press(service, PEOPLE[0], answer, NEXT) == ""
    assert_verbatim(wait_button(service, answer, PREVIOUS))


def test_an_archive_that_changed_meanwhile_is_owned_up_to(own, tmp_path):
    service, launch = own
    bot = launch()
    answer = ask(service, PEOPLE[0], MANY)
    bot.kill()
    (tmp_path / "empty").mkdir()
    launch(corpus=str(tmp_path / "empty"))
    for button in (NEXT, ARTICLE):
        assert press(service, PEOPLE[0], answer, button) == TRANSLATIONS.say("under.gone")


# The article


def article_messages(service, person, before):
    return service.wait_sent(person, before + 1)[before:]


def test_the_article_is_sent_whole_in_pages_turned_in_place(bot, service, person):
    answer = ask(service, person, QUESTION)
    assert press(service, person, answer, ARTICLE) == ""
    (message,) = article_messages(service, person, 1)
    article = next(item for item in ARTICLES if item.publisher == "Tempo")
    last = int(labels(message)[0].partition("/")[2])
    assert last == len(part_article(article)) > 1
    bodies = []
    for page in range(1, last + 1):
        message = wait_button(service, message, f"{page}/{last}")
        head, *body, url = message["text"].split("\n\n")
        assert head == f"📰 {article.title} · Tempo · {TRANSLATIONS.day(article.published)}"
        assert url == article.url
        assert any("\n\n".join(body) in text for text in TEXTS)
        bodies += body
        if page < last:
            press(service, person, message, "›")
    assert tuple(bodies) == article.paragraphs
    assert "›" not in labels(message)
    press(service, person, message, "‹")
    wait_button(service, message, f"{last - 1}/{last}")
    said = TRANSLATIONS.say("under.place", page=last - 1, count=last)
    assert press(service, person, message, f"{last - 1}/{last}") == said


def test_of_several_articles_one_is_chosen_by_number(bot, service, person):
    answer = ask(service, person, "kapan donor darah")
    usual = labels(answer)
    assert press(service, person, answer, ARTICLE) == TRANSLATIONS.say("under.which_article")
    shown = wait_button(service, answer, TRANSLATIONS.say("under.back"))
    assert [text[:2] for text in labels(shown)[:-1]] == ["1.", "2."]
    press(service, person, answer, TRANSLATIONS.say("under.back"))
    wait_button(service, answer, ARTICLE)
    press(service, person, answer, ARTICLE)
    shown = wait_button(service, answer, TRANSLATIONS.say("under.back"))
    chosen = next(text for text in labels(shown) if "Tempo" in text)
    press(service, person, answer, chosen)
    (message,) = article_messages(service, person, 1)
    assert "Tempo" in message["text"].splitlines()[0]
    assert labels(wait_button(service, answer, ARTICLE)) == usual


def test_pages_of_an_article_hold_every_paragraph_uncut():
    paragraphs = [f"{number} " + "kata " * 150 for number in range(9)]
    pages = part_article(make_article(*paragraphs))
    assert [text for page in pages for text in page] == paragraphs
    assert len(pages) > 2


def test_a_paragraph_that_no_page_holds_is_cut_between_words():
    text = " ".join(f"kata{number}" for number in range(2000))
    pieces = [piece for page in part_article(make_article(text)) for piece in page]
    assert " ".join(pieces) == text
    emoji = "😀" * 5000
    assert "".join(p for page in part_article(make_article(emoji)) for p in page) == emoji


# Sending on


def test_an_answer_is_sent_to_a_group_by_its_number(bot, service, person):
    answer = ask(service, person, QUESTION)
    button = find_button(answer["reply_markup"], SEND)
    chats = button["switch_inline_query_chosen_chat"]
    assert chats["allow_group_chats"]
    query = service.inline(person, chats["query"])
    (result,) = service.wait_answer(query)["results"]
    group = service.add_foreign_group(-7001)
    sent = service.choose(person, query, result["id"], group)
    assert sent["text"] == answer["text"]
    assert "reply_markup" not in sent


def test_the_page_on_screen_is_the_one_that_is_sent_copied_and_opened(bot, service, person):
    answer = ask(service, person, MANY)
    press(service, person, answer, NEXT)
    shown = wait_button(service, answer, PREVIOUS)
    query = find_button(shown["reply_markup"], SEND)["switch_inline_query_chosen_chat"]["query"]
    assert re.fullmatch(r"#\d+\.2", query)
    (result,) = service.wait_answer(service.inline(person, query))["results"]
    assert sent_text(result) == shown["text"]
    (first,) = service.wait_answer(service.inline(person, query.partition(".")[0]))["results"]
    assert sent_text(first) == answer["text"]
    outlet = shown["text"].split("📰 ")[1].split(" · ")[0]
    assert copied(shown).startswith(f"{outlet} · ")
    assert copied(shown).splitlines()[-1] in addresses(shown)


def test_a_number_of_no_page_is_the_nearest_one(bot, service, person):
    answer = ask(service, person, MANY)
    query = find_button(answer["reply_markup"], SEND)["switch_inline_query_chosen_chat"]["query"]
    number = query.partition(".")[0]
    (result,) = service.wait_answer(service.inline(person, f"{number}.0"))["results"]
    assert sent_text(result) == answer["text"]
    (last,) = service.wait_answer(service.inline(person, f"{number}.9999"))["results"]
    assert sent_text(last) != answer["text"]


def sent_text(result):
    return to_plain(result["input_message_content"]["message_text"])


def test_the_keyboard_has_three_rows(bot, service, person):
    answer = ask(service, person, MANY)
    count = labels(answer)[0].partition("/")[2]
    assert rows(answer) == [[f"1/{count}", "›"], [ARTICLE, COPY, SEND], ["👍", "👎"]]
    press(service, person, answer, NEXT)
    assert rows(wait_button(service, answer, PREVIOUS))[0] == ["‹", f"2/{count}", "›"]


@pytest.mark.parametrize(
    ("citation", "text"),
    [
        (
            Citation("Tempo", "Bakti Sosial", date(2026, 1, 21), "https://a.id/b"),
            "Tempo · Bakti Sosial · terbit 21 Januari 2026\nhttps://a.id/b",
        ),
        (Citation("Tempo", url="https://a.id/(b)"), "Tempo\nhttps://a.id/%28b%29"),
        (Citation("Tempo", "Bakti", date(2026, 1, 21), about=True), None),
        (Citation("Tempo", "kata " * 90, None, "https://a.id/b"), None),
        (Citation("Tempo", "kata " * 90, None, "https://a.id/" + "b" * 180), None),
        (Citation("Tempo", "kata " * 90, None, "https://a.id/" + "b" * 220), "Tempo\nhttps://"),
        (Citation("Tempo", "kata", None, "https://a.id/" + "b" * 250), ""),
        (Citation("😀" * 200, "kata"), ""),
    ],
)
def test_what_is_copied_names_the_source_and_is_never_too_long(citation, text):
    said = to_copy(citation, TRANSLATIONS)
    assert len(said.encode("utf-16-le")) // 2 <= 256
    if text is None:
        assert said.startswith(f"Tempo · {citation.title[:15].strip()}")
    else:
        assert said.startswith(text)
        assert bool(said) == bool(text)
    assert not said or (citation.url or "") in said.replace("%28", "(").replace("%29", ")")


def test_under_a_digest_are_its_lines_and_the_months_beside_it_and_no_article(own, tmp_path):
    service, launch = own
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    places = ("Atambua", "Kupang", "Ende", "Maumere", "Ruteng", "Soe", "Waingapu", "Kefa")
    months = ("Maret",) * 6 + ("April", "Desember")
    for day, (place, month) in enumerate(zip(places, months, strict=True), 1):
        text = f"{place} - Kantor {place} membuka layanan paspor simpatik, {day} {month} 2024."
        (corpus / f"{place}.md").write_text(
            f"---\npublisher: Kabar {place}\nurl: https://{place.lower()}.example/{day}\n---\n{text}\n",
            encoding="utf-8",
        )
    launch(corpus=str(corpus))
    answer = ask(service, PEOPLE[0], "maret 2024 ada apa saja")
    assert rows(answer) == [["1", "2", "3"], ["4", "5", "6"], ["Apr ›"], [COPY, SEND], ["👍", "👎"]]
    answer = ask(service, PEOPLE[0], "april 2024 ada apa saja")
    assert ["‹ Mar", "Des 2024 ›"] in rows(answer)


def test_another_person_does_not_get_an_answer_by_its_number(bot, service, free_people):
    asker, other = next(free_people), next(free_people)
    answer = ask(service, asker, QUESTION)
    number = find_button(answer["reply_markup"], SEND)["switch_inline_query_chosen_chat"]["query"]
    for query in (number, "#999999999", "#" + "9" * 18):
        reply = service.wait_answer(service.inline(other, query))
        assert reply["results"] == []
        assert reply["button"]["text"] == TRANSLATIONS.say("under.inline_none")


def test_without_inline_mode_there_is_no_button_to_send(own):
    service, launch = own
    service.inline_mode = False
    launch()
    assert labels(ask(service, PEOPLE[0], QUESTION)) == [ARTICLE, COPY, "👍", "👎"]


# Opinions


def opinions(bot):
    connection = sqlite3.connect(bot.state)
    rows = connection.execute(
        "SELECT question, helpful, reason FROM opinions JOIN answers ON id = answer"
    ).fetchall()
    connection.close()
    return rows


def test_an_opinion_is_thanked_for_and_kept(bot, service, person):
    question = "kapan donor darah di kupang"
    answer = ask(service, person, question)
    usual = labels(answer)
    assert usual[-2:] == ["👍", "👎"]
    assert press(service, person, answer, "👍") == TRANSLATIONS.say("under.thanks")
    assert labels(wait_button(service, answer, GOOD)) == [*usual[:-2], GOOD, "👎"]
    assert (question, 1, None) in opinions(bot)
    assert press(service, person, answer, "👎") == TRANSLATIONS.say("under.why")
    *reasons, back = labels(
        wait_button(service, answer, TRANSLATIONS.say("under.reason_wrong_day"))
    )
    assert (len(reasons), back) == (4, TRANSLATIONS.say("under.back"))
    assert press(service, person, answer, reasons[1]) == TRANSLATIONS.say("under.thanks")
    assert labels(wait_button(service, answer, BAD)) == [*usual[:-2], "👍", BAD]
    assert (question, 0, "wrong_day") in opinions(bot)


@pytest.mark.parametrize(("sign", "mark"), [("👍", GOOD), ("👎", BAD)])
def test_an_opinion_is_taken_back_by_a_second_press(bot, service, person, sign, mark):
    question = f"kapan donor darah di kupang {sign}"
    answer = ask(service, person, question)
    usual = labels(answer)
    press(service, person, answer, sign)
    if sign == "👎":
        reason = TRANSLATIONS.say("under.reason_incomplete")
        wait_button(service, answer, reason)
        press(service, person, answer, reason)
    wait_button(service, answer, mark)
    assert press(service, person, answer, mark) == TRANSLATIONS.say("under.withdrawn")
    assert labels(wait_button(service, answer, sign)) == usual
    assert question not in {row[0] for row in opinions(bot)}


def test_an_opinion_without_a_reason_is_marked_too(bot, service, person):
    answer = ask(service, person, "kapan donor darah di kupang")
    usual = labels(answer)
    press(service, person, answer, "👎")
    back = TRANSLATIONS.say("under.back")
    wait_button(service, answer, back)
    press(service, person, answer, back)
    assert labels(wait_button(service, answer, BAD)) == [*usual[:-1], BAD]


def test_two_quick_presses_are_one_opinion(bot, service, person):
    answer = ask(service, person, MANY)
    data = find_button(answer["reply_markup"], "👍")["callback_data"]
    press(service, person, answer, "👍")
    shown = wait_button(service, answer, GOOD)
    assert forge(service, person, shown, data) == TRANSLATIONS.say("under.thanks")
    assert (MANY, 1, None) in opinions(bot)


def test_the_mark_outlives_a_page_and_a_restart(own):
    service, launch = own
    bot, person = launch(), PEOPLE[0]
    answer = ask(service, person, MANY)
    press(service, person, answer, "👍")
    wait_button(service, answer, GOOD)
    assert bot.stop() == 0
    bot.start()
    press(service, person, answer, NEXT)
    assert labels(wait_button(service, answer, PREVIOUS))[-2:] == [GOOD, "👎"]
    press(service, person, answer, PREVIOUS)
    assert labels(wait_button(service, answer, labels(answer)[0]))[-2:] == [GOOD, "👎"]


def test_the_keyboard_of_a_later_page_comes_back(bot, service, person):
    answer = ask(service, person, MANY)
    press(service, person, answer, NEXT)
    usual = labels(wait_button(service, answer, PREVIOUS))
    press(service, person, answer, "👎")
    wait_button(service, answer, TRANSLATIONS.say("under.reason_other"))
    press(service, person, answer, TRANSLATIONS.say("under.reason_other"))
    assert labels(wait_button(service, answer, BAD)) == [*usual[:-1], BAD]


# Whose buttons, and which


def forge(service, person, message, data):
    """The line that comes up when a button with ``data`` is pressed that nobody made."""
    with service._changed:
        sender = service._person(person)
        content = {"from": sender, "chat_instance": "1", "data": data}
        number = service._ask("callback", person, content)
        service.deliver({"callback_query": {"id": number, **content, "message": message}})
    return service.wait_answer(number)["text"]


FORGED = [
    "zz",
    "x" * 64,
    "A:",
    "A:1:0:page:",
    "A:999:0:page:1",
    "A:1:9:xyz:",
    "B:1:0:good:",
    "A:" + "9" * 18 + ":0:good:",
    "A:1:0:day:0000-00-00",
    "\u202e😀\n",
    "art:zz:1",
]


@pytest.mark.parametrize("data", FORGED)
def test_stale_and_forged_buttons_get_a_friendly_line(bot, service, person, data):
    answer = ask(service, person, QUESTION)
    other = service.find_message(person, answer["message_id"])
    assert forge(service, person, other, data) in {
        TRANSLATIONS.say("under.stale"),
        TRANSLATIONS.say("under.not_yours"),
    }


def test_forged_values_of_ones_own_answer_do_no_harm(bot, service, person):
    answer = ask(service, person, MANY)
    number = find_button(answer["reply_markup"], "👍")["callback_data"].split(":")[1]
    forge(service, person, answer, f"A:{number}:0:page:9999999999")
    shown = wait_button(service, answer, PREVIOUS)
    for data in ("page:-", "take:99", "take:-1", "day:2-2"):
        assert forge(service, person, shown, f"A:{number}:99:{data}")
    ask(service, person, "/help")
    assert now(service, answer) == shown
    assert forge(service, person, shown, f"A:{number}:99:why:99") == TRANSLATIONS.say(
        "under.thanks"
    )
    assert labels(wait_button(service, answer, BAD)) == [*labels(shown)[:-1], BAD]
    assert forge(service, person, shown, f"A:{number}:0:send:") == TRANSLATIONS.say("under.stale")
    assert forge(service, person, answer, "art:00000000:1") == TRANSLATIONS.say(
        "under.article_gone"
    )


def test_only_the_asker_may_press(bot, service, free_people):
    asker, other = next(free_people), next(free_people)
    answer = ask(service, asker, MANY)
    data = find_button(answer["reply_markup"], NEXT)["callback_data"]
    assert forge(service, other, answer, data) == TRANSLATIONS.say("under.not_yours")
    assert now(service, answer) == answer


def test_a_message_that_was_deleted_and_a_query_too_old_do_no_harm(bot, service, person):
    answer = ask(service, person, MANY)
    data = find_button(answer["reply_markup"], NEXT)["callback_data"]
    service.delete(answer)
    assert forge(service, person, answer, data) == ""
    again = ask(service, person, MANY)
    with service.hold("answerCallbackQuery") as came:
        number = service.press(person, again, NEXT)
        assert came.wait(20)
        service.expire(number)
    wait_button(service, again, PREVIOUS)


def test_a_press_twice_leaves_the_page_as_it_is(bot, service, person):
    answer = ask(service, person, MANY)
    data = find_button(answer["reply_markup"], NEXT)["callback_data"]
    forge(service, person, answer, data)
    shown = wait_button(service, answer, PREVIOUS)
    forge(service, person, shown, data)
    refused = len(service.refused("editMessageText"))
    service.refuse("editMessageText", 400, "Bad Request: message is not modified: specified new")
    forge(service, person, answer, data)
    assert ask(service, person, "/help")
    assert len(service.refused("editMessageText")) == refused + 1
    assert now(service, answer)["text"] == shown["text"]


# Where nothing was found


def test_the_nearest_days_can_be_asked_for(bot, service, person):
    answer = ask(service, person, NOTHING)
    assert labels(answer) == ["27 Jan 2023", "20 Jan 2026"]
    assert press(service, person, answer, "20 Jan 2026") == ""
    follow = service.wait_sent(person, 2)[1]
    assert follow["text"].startswith("❓ Apa yang terjadi pada 20 Januari 2026?")
    assert_verbatim(follow)
    assert ARTICLE in labels(follow)


def test_an_answer_that_offers_nothing_has_no_keyboard(bot, service, person):
    assert "reply_markup" not in ask(service, person, "makasih ya")
    assert "reply_markup" not in ask(service, person, "siapa pemenang piala dunia kelereng")


@pytest.mark.parametrize("words", ["makasih ya", "terima kasih banyak 🙏", "siap, trims ya"])
def test_thanks_get_a_word(bot, service, person, words):
    assert ask(service, person, words)["text"] == TRANSLATIONS.say("refusal.thanks")


@pytest.mark.parametrize(
    ("words", "emoji"),
    [
        ("ok sip", "👍"),
        ("👍🏽", "👍"),
        ("❤️", "❤"),
        ("🙏🙏", "🙏"),
        ("👌", "👌"),
        ("👎", "🙏"),
        ("…", "👍"),
    ],
)
def test_a_nod_gets_a_reaction_and_no_message(bot, service, person, words, emoji):
    answer = ask(service, person, QUESTION)
    service.wait_reaction(service.write(person, words), emoji)
    follow = ask(service, person, "siapa yang hadir?")
    assert follow["text"].startswith("❓ siapa yang hadir? → ")
    assert service.sent(person) == [answer, follow]


def test_a_chat_without_reactions_gets_a_short_text(bot, service, person):
    service.forbid_reactions(person)
    assert ask(service, person, "mantap kak")["text"] == TRANSLATIONS.say("refusal.nod")


@pytest.mark.parametrize("words", ["makasih ya", "ok sip", "👍"])
def test_in_a_group_thanks_and_nods_are_left_alone(bot, service, person, free_groups, words):
    group = service.add_group(next(free_groups))
    answer = ask(service, person, f"/tanya {QUESTION}", chat=group)
    nod = service.reply(person, answer, words)
    # What is asked afterwards is answered next.
    service.reply(person, answer, "siapa yang hadir?")
    assert service.wait_sent(group, 2)[1]["text"].startswith("❓ siapa yang hadir?")
    assert len(service.sent(group)) == 2
    assert service.reactions(nod) == ()


def test_in_a_group_there_are_no_buttons(bot, service, person, free_groups):
    group = service.add_group(next(free_groups))
    for question in (MANY, NOTHING):
        assert "reply_markup" not in ask(service, person, f"/tanya {question}", chat=group)


def test_a_day_that_is_pressed_is_asked_in_the_language_of_the_answer(bot, service, person):
    service.add_person(person, language_code="en")
    answer = ask(service, person, "what happened on 5 May 2024?")
    assert labels(answer) == ["27 Jan 2023", "20 Jan 2026"]
    press(service, person, answer, "20 Jan 2026")
    follow = service.wait_sent(person, 2)[1]
    assert follow["text"].startswith("❓ What happened on 20 January 2026?")
    assert labels(follow)[:3] == ["📄 Article", "📋 Copy", "↗ Send"]


def test_buttons_and_alerts_speak_the_language_of_the_answer(bot, service, person):
    english = read_translations("en")
    answer = ask(service, person, "what happened on 20 January 2026?")
    assert labels(answer)[:3] == ["📄 Article", "📋 Copy", "↗ Send"]
    assert copied(answer).splitlines()[0].endswith(" · published 21 January 2026")
    assert press(service, person, answer, "👍") == english.say("under.thanks")
    assert press(service, person, answer, "👎") == english.say("under.why")
    shown = wait_button(service, answer, english.say("under.reason_wrong_day"))
    assert labels(shown)[-1] == english.say("under.back")


# Edits


def test_an_edited_question_gets_its_answer_in_place(bot, service, person):
    question = service.write(person, "kapan donor darah di kupang")
    answer = service.wait_sent(person, 1)[0]
    service.edit(question, QUESTION)
    shown = wait_text(service, answer, f"❓ {QUESTION}")
    assert_verbatim(shown)
    assert labels(shown) == [ARTICLE, COPY, SEND, "👍", "👎"]
    assert press(service, person, answer, "👍") == TRANSLATIONS.say("under.thanks")
    service.edit(question, NOTHING)
    assert labels(wait_text(service, answer, "5 Mei 2024")) == ["27 Jan 2023", "20 Jan 2026"]
    assert len(service.sent(person)) == 1


def test_an_edit_that_changes_nothing_and_one_to_nothing_are_left_alone(bot, service, person):
    question = service.write(person, f"/tanya {QUESTION}")
    answer = service.wait_sent(person, 1)[0]
    service.edit(question, f"/tanya  {QUESTION}")
    service.edit(question, "/tanya")
    ask(service, person, "/help")
    assert now(service, answer) == answer
    assert len(service.sent(person)) == 2


def test_a_follow_up_goes_on_from_the_edited_question(bot, service, person):
    question = service.write(person, QUESTION)
    answer = service.wait_sent(person, 1)[0]
    service.edit(question, "kapan donor darah di kupang")
    wait_text(service, answer, "donor darah di kupang")
    assert "kapan donor darah di kupang" in ask(service, person, "di mana?")["text"]


def test_an_edit_of_a_question_that_is_not_kept_is_answered_as_a_new_one(bot, service, person):
    service.write(person, QUESTION, kind="edited_message")
    assert_verbatim(service.wait_sent(person, 1)[0])


def test_an_edit_whose_answer_was_deleted_is_answered_again(bot, service, person):
    question = service.write(person, MANY)
    service.delete(service.wait_sent(person, 1)[0])
    service.edit(question, QUESTION)
    assert service.wait_sent(person, 1)[0]["text"].startswith(f"❓ {QUESTION}")


def test_an_answer_that_an_edit_makes_longer_goes_on_on_further_pages(own, tmp_path):
    service, launch = own
    folder = tmp_path / "corpus"
    folder.mkdir()
    for day in (3, 4):
        head = f"title: Pasar {day}\npublisher: Koran\npublished: 2025-03-0{day}\n"
        body = f"Pada {day} Maret 2025 ada pasar malam " + f"dan warga{day} senang " * 130 + "."
        (folder / f"{day}.md").write_text(f"---\n{head}---\n\n{body}\n", encoding="utf-8")
    launch(corpus=str(folder), answer={"quote": 3000})
    question = service.write(PEOPLE[0], "apa yang terjadi pada 3 Maret 2025?")
    (answer,) = service.wait_sent(PEOPLE[0], 1)
    assert "1/2" not in labels(answer)
    service.edit(question, "pasar malam")
    assert NEXT in labels(wait_button(service, answer, "1/2"))
    service.edit(question, "apa yang terjadi pada 4 Maret 2025?")
    shown = wait_text(service, answer, "warga4")
    assert "1/2" not in labels(shown)
    assert len(service.sent(PEOPLE[0])) == 1


def test_in_a_group_an_edit_of_an_addressed_question_edits_the_answer(
    bot, service, person, free_groups
):
    group = service.add_group(next(free_groups))
    question = service.write(person, f"/tanya {MANY}", chat=group)
    answer = service.wait_sent(group, 1)[0]
    service.edit(question, f"/tanya {QUESTION}")
    wait_text(service, answer, f"❓ {QUESTION}")
    service.edit(question, "tidak jadi")
    ask(service, person, f"/help{NAME}", chat=group)
    assert len(service.sent(group)) == 2


# Forwarded texts


def test_a_forwarded_text_is_looked_for(bot, service, person):
    paragraph = ARTICLES[0].paragraphs[0]
    for content in ({"text": paragraph}, {"caption": paragraph, "photo": []}):
        before = len(service.sent(person))
        service.post(person, forward_origin=origin_hidden(), **content)
        answer = service.wait_sent(person, before + 1)[before]
        first, verdict, *_ = answer["text"].splitlines()
        assert first.startswith(f"🔎 “{paragraph[:20]}")
        assert verdict == "✅ Ya, diberitakan 1 sumber"
        assert_verbatim(answer)
        assert any(paragraph[:60] in quote for quote in quotes(answer))


def test_a_forwarded_text_counts_from_the_day_of_sending_in_the_configured_zone(
    bot, service, person
):
    # Late in the evening of the 20th in UTC, the 21st in Jakarta.
    sent = int(datetime(2026, 1, 20, 20, 0, tzinfo=ZoneInfo("UTC")).timestamp())
    text = "Kemarin Kemenimipas membagikan 50.000 paket sembako di Tangerang"
    service.post(person, text=text, forward_origin={**origin_hidden(), "date": sent})
    answer = service.wait_sent(person, 1)[0]["text"]
    assert answer.splitlines()[:2] == [
        f"🔎 “{text}” (diteruskan, 21 Januari 2026)",
        "⚠️ Diberitakan, tetapi berbeda: teks 50.000, artikel 5.000",
    ]
    source = ask(service, person, "sumbernya?")
    assert "https://event.tempo.co/read/2081968" in source["text"]


def test_several_forwards_are_judged_each_by_itself(bot, service, person):
    for text in (
        "Kemenimipas menyalurkan 5.000 paket sembako di Tangerang.",
        "Menteri Agus Andrianto mengundurkan diri kemarin.",
    ):
        service.post(person, text=text, forward_origin=origin_hidden())
    told = [each["text"].splitlines()[1][0] for each in service.wait_sent(person, 2)]
    assert told == ["✅", "❌"]


@pytest.mark.parametrize("text", ["kalimat. " * 500, "x" * 4000, "/tanya x", "\ud83d a"])
def test_any_forwarded_text_is_answered(bot, service, person, text):
    service.post(person, text=text, forward_origin=origin_hidden())
    assert service.wait_sent(person, 1)[0]["text"].startswith("🔎")


def test_forwarded_signs_alone_get_a_reaction(bot, service, person):
    signs = service.post(person, text="😀" * 2000, forward_origin=origin_hidden())
    service.wait_reaction(signs, "👍")
    assert service.sent(person) == []


def test_forwarded_thanks_get_a_word(bot, service, person):
    service.write(person, "makasih ya", forward_origin=origin_hidden())
    assert service.wait_sent(person, 1)[0]["text"] == TRANSLATIONS.say("refusal.thanks")


def test_a_forwarded_text_without_words_is_told_so(bot, service, person):
    service.post(person, caption="  ", photo=[], forward_origin=origin_hidden())
    assert service.wait_sent(person, 1)[0]["text"] == TRANSLATIONS.say("telegram.no_text")


# Links


def test_a_link_opens_an_answer_again_for_whoever_may_ask(own):
    service, launch = own
    launch(telegram={"links": True})
    answer = ask(service, PEOPLE[0], QUESTION)
    link = answer["text"].splitlines()[-1]
    start = re.search(r"https://t\.me/(\w+)\?start=(a\d+-[0-9a-f]{16})$", link)
    assert start[1] == ME["username"]
    again = ask(service, PEOPLE[1], f"/start {start[2]}")
    assert again["text"].splitlines() == answer["text"].splitlines()[:-1]
    assert "reply_markup" not in again
    assert "t.me" not in ask(service, PEOPLE[1], "halo")["text"]
    for guess in ("a1", "a999", start[2].replace("a1-", "a2-"), start[2][:-1] + "x"):
        told = ask(service, PEOPLE[1], f"/start {guess}")["text"]
        assert told == TRANSLATIONS.say("under.link_gone")
    stranger = ask(service, 99, f"/start {start[2]}")
    assert QUESTION not in stranger["text"]


def test_without_the_setting_no_answer_has_a_link_or_opens_for_others(bot, service, free_people):
    asker, other = next(free_people), next(free_people)
    answer = ask(service, asker, QUESTION)
    assert "t.me" not in answer["text"]
    number = find_button(answer["reply_markup"], "👍")["callback_data"].split(":")[1]
    link = link_to(int(number), TOKEN)
    assert ask(service, other, f"/start {link}")["text"] == TRANSLATIONS.say("under.link_gone")
    assert ask(service, asker, f"/start {link}")["text"] == answer["text"]


# The parts by themselves


def test_an_edited_question_loses_its_opinion(tmp_path):
    store = Store.open(tmp_path / "state.sqlite")
    answers = store.answers
    asked = Asked(0, 1, 1, "apa?", (), date(2026, 2, 2), forwarded_on=date(2026, 1, 30))
    number = answers.add(asked, at=5, asked_in=7)
    answers.judge(number, helpful=True)
    answers.rewrite(number, "kapan?")
    asked = answers.find_by_message(1, 7)
    assert (asked.question, asked.forwarded_on) == ("kapan?", date(2026, 1, 30))
    assert answers.count_opinions() == (0, 0)
    store.close()


def test_a_reply_to_an_older_answer_goes_on_from_its_question(bot, service, person):
    older = ask(service, person, "kapan donor darah di kupang")
    ask(service, person, "apa yang terjadi pada 20 Januari 2026?")
    before = len(service.sent(person))
    service.reply(person, older, "siapa yang bilang?")
    answer = service.wait_sent(person, before + 1)[-1]
    assert answer["text"].startswith("❓ siapa yang bilang? → kapan donor darah di kupang\n")


@pytest.mark.parametrize("replying", [False, True])
def test_a_follow_up_after_midnight_keeps_the_day_of_its_subject(bot, service, person, replying):
    evening = datetime(2026, 1, 21, 23, 50, tzinfo=ZoneInfo("Asia/Jakarta"))
    first = ask(service, person, "kemarin ada apa", date=int(evening.timestamp()))
    assert "20 Januari 2026" in first["text"]
    replied = {"reply_to_message": first} if replying else {}
    morning = int((evening + timedelta(hours=8)).timestamp())
    answer = ask(service, person, "siapa yang hadir?", date=morning, **replied)
    assert "📅 Selasa, 20 Januari 2026" in answer["text"]


def test_a_kept_question_has_its_history_with_all_days(tmp_path):
    store = Store.open(tmp_path / "state.sqlite")
    day = date(2026, 2, 1)
    history = (Turn("apa?", day, 2, forwarded_on=date(2026, 1, 30)), Turn("di mana?"))
    number = store.answers.add(Asked(0, 1, 1, "siapa?", history, date(2026, 2, 2)), at=5)
    assert store.answers.find(number).history == history
    store.close()


def test_the_history_of_an_older_version_has_questions_alone(tmp_path):
    path = tmp_path / "state.sqlite"
    store = Store.open(path)
    number = store.answers.add(Asked(0, 1, 1, "siapa?", (), date(2026, 2, 2)), at=5)
    store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE answers SET history = ?", ('["apa?", "di mana?"]',))
    store = Store.open(path)
    assert store.answers.find(number).history == (Turn("apa?"), Turn("di mana?"))
    store.close()


def test_a_forward_kept_by_an_earlier_version_was_sent_when_it_was_asked(tmp_path):
    path = tmp_path / "state.sqlite"
    store = Store.open(path)
    day = date(2026, 2, 2)
    number = store.answers.add(Asked(0, 1, 1, "a", (), day, forwarded_on=day), at=5)
    store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE answers SET forwarded_on = NULL")
    store = Store.open(path)
    assert store.answers.find(number).forwarded_on == day
    store.close()


@pytest.mark.parametrize("hidden", [False, True])
def test_a_forwarded_answer_still_says_all_that_it_needs(bot, service, person, hidden):
    answer = ask(service, person, "kapan donor darah di kupang")
    copy = service.forward(person, answer, chat=service.add_group(-1000555), hidden=hidden)
    assert not copy.get("reply_markup")
    for part in ("❓ kapan donor darah", "17 Januari 2023", "iNewsBelu.id", "belu.inews.id/"):
        assert part in copy["text"]
    (article,) = [article for article in ARTICLES if article.publisher == "iNewsBelu.id"]
    assert addresses(copy) == [article.url]


def test_an_opinion_is_the_last_one_until_it_is_withdrawn(tmp_path):
    with closing(Store.open(tmp_path / "state.sqlite")) as store:
        number = store.answers.add(Asked(0, 1, 1, QUESTION, (), date(2026, 1, 20)), at=1)
        assert store.answers.opinion(number) is None
        store.answers.judge(number, helpful=True)
        store.answers.judge(number, helpful=False, reason="other")
        assert store.answers.opinion(number) is False
        store.answers.withdraw(number)
        assert store.answers.opinion(number) is None
        assert store.answers.count_opinions() == (0, 0)
