"""Both ways in which updates arrive, the start screen, languages, and what is kept of people."""

from __future__ import annotations

import contextlib
import functools
import json
import random
import socket
import sqlite3
import time
import urllib.error
import urllib.request

import pytest

from bot.config import check_webhook, parse_config, read_secrets
from bot.errors import ConfigError
from bot.render.translations import read_translations
from tests.botapi import ME, PATIENCE, TOKEN, BotProcess, Service, origin_user, serving
from tests.conftest import CORPUS

ADMIN, USER, STRANGER = 11, 22, 99
QUESTION = "apa yang terjadi pada 20 Januari 2026?"
TRANSLATIONS = read_translations("id")
SECRET = "rahasia_Webhook-0123456789"
SETTINGS = {"corpus": str(CORPUS), "access": {"admins": [ADMIN], "users": [USER]}}


@pytest.fixture
def service():
    service = Service()
    yield service
    assert service.violations == []
    assert service.refusals == []


@pytest.fixture
def start(service, tmp_path):
    """Starts bots beside the service, and ends them."""
    started = []
    with serving(service) as address:

        def start(environment=None, **settings):
            bot = BotProcess(tmp_path, address, service, **{**SETTINGS, **settings})
            bot._environment |= environment or {}
            bot.start()
            started.append(bot)
            return bot

        yield start
        for bot in started:
            with contextlib.suppress(AssertionError):
                bot.kill()
            assert TOKEN not in bot.output
            assert "Traceback" not in bot.output


def free_port() -> int:
    """A port below those that the system gives to connections, which other tests may hold."""
    for port in random.sample(range(15_000, 30_000), 100):
        with socket.socket() as taken, contextlib.suppress(OSError):
            taken.bind(("127.0.0.1", port))
            return port
    raise OSError("expected a free port")


def ask(service, person, text, **more):
    before = len(service.sent(person))
    service.write(person, text, **more)
    return service.wait_sent(person, before + 1)[-1]


@pytest.fixture
def hook():
    port = free_port()
    return {
        "mode": "webhook",
        "webhook": {"url": f"http://127.0.0.1:{port}/masuk", "listen": "127.0.0.1", "port": port},
    }


def deliver(url, update, **headers):
    request = urllib.request.Request(url, json.dumps(update).encode(), headers)
    request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
            return reply.status
    except urllib.error.HTTPError as problem:
        problem.close()
        return problem.code


def test_a_webhook_answers_as_polling_does_and_ends_with_0(service, start, hook):
    bot = start({"TELEGRAM_WEBHOOK_SECRET": SECRET}, telegram=hook)
    answer = ask(service, USER, QUESTION)
    assert "Poltekpin" in answer["text"]
    query = service.inline(USER, "bakti sosial")
    assert service.wait_answer(query)["results"]
    assert bot.stop() == 0
    assert SECRET not in bot.output


@pytest.fixture(params=["polling", "webhook"])
def in_mode(request, start, hook):
    """Starts the bot in either mode."""
    if request.param == "polling":
        return start
    return functools.partial(start, {"TELEGRAM_WEBHOOK_SECRET": SECRET}, telegram=hook)


def test_of_ten_forwards_in_a_second_each_has_its_own_answer(service, in_mode):
    in_mode()
    texts = [f"Donor darah digelar tanggal {day} Januari 2023." for day in range(10, 20)]
    forwards = [service.write(USER, it, forward_origin=origin_user(STRANGER)) for it in texts]
    answers = service.wait_sent(USER, 10)
    assert [answer["reply_to_message"]["message_id"] for answer in answers] == [
        forward["message_id"] for forward in forwards
    ]
    assert all(text in answer["text"] for text, answer in zip(texts, answers, strict=True))


@pytest.mark.parametrize("captioned", [0, 2, None])
@pytest.mark.parametrize("forwarded", [True, False])
def test_of_an_album_the_caption_is_read_and_nothing_said_of_the_rest(
    service, in_mode, captioned, forwarded
):
    in_mode()
    origin = {"forward_origin": origin_user(STRANGER)} if forwarded else {}
    album = [
        service.post(
            USER,
            photo=[{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}],
            media_group_id="77",
            **({"caption": QUESTION} if number == captioned else {}),
            **origin,
        )
        for number in range(4)
    ]
    service.write(USER, "/help")
    service.wait(lambda: "Cara bertanya" in str(service.sent(USER)), "an answer to /help")
    *answers, help_ = service.sent(USER)
    assert "reply_to_message" not in help_
    if captioned != 0:
        told = answers.pop(0)
        assert told["text"] == TRANSLATIONS.say("telegram.no_text")
        assert told["reply_to_message"]["message_id"] == album[0]["message_id"]
    if captioned is None:
        assert answers == []
        return
    (answer,) = answers
    assert "Poltekpin" in answer["text"]
    assert answer["reply_to_message"]["message_id"] == album[captioned]["message_id"]


def test_what_comes_within_a_moment_is_told_once_that_it_is_not_read(service, in_mode):
    in_mode()
    now = int(time.time())
    for seconds in (0, 1, 3, 60, 61):
        voice = {"file_id": "a", "file_unique_id": "b", "duration": 1}
        service.post(USER, voice=voice, date=now - 100 + seconds)
    service.write(USER, "/help")
    service.wait(lambda: "Cara bertanya" in str(service.sent(USER)), "an answer to /help")
    texts = [message["text"] for message in service.sent(USER)]
    assert texts[:-1] == [TRANSLATIONS.say("telegram.no_text")] * 2


def test_a_webhook_refuses_whoever_does_not_know_the_secret(service, start, hook):
    start({"TELEGRAM_WEBHOOK_SECRET": SECRET}, telegram=hook)
    person = {"id": USER, "is_bot": False, "first_name": "Ani"}
    message = {"message_id": 1, "date": 1769000000, "chat": {"id": USER, "type": "private"}}
    forged = {"update_id": 999_000, "message": {**message, "from": person, "text": QUESTION}}
    url, header = hook["webhook"]["url"], "X-Telegram-Bot-Api-Secret-Token"
    assert "2 artikel" in ask(service, ADMIN, "/help")["text"]
    assert deliver(url, forged) == 403
    assert deliver(url, forged, **{header: "salah"}) == 403
    assert service.sent(USER) == []
    assert "Poltekpin" in ask(service, USER, QUESTION)["text"]


def test_a_webhook_taken_over_by_polling_is_taken_down(service, start, hook):
    bot = start({"TELEGRAM_WEBHOOK_SECRET": SECRET}, telegram=hook)
    assert bot.stop() == 0
    assert service.hook_url
    start()
    assert not service.hook_url
    assert "Poltekpin" in ask(service, USER, QUESTION)["text"]


def test_a_port_that_is_taken_is_named(service, tmp_path, hook):
    with socket.socket() as taken, serving(service) as address:
        taken.bind(("127.0.0.1", hook["webhook"]["port"]))
        taken.listen()
        bot = BotProcess(tmp_path, address, service, **SETTINGS, telegram=hook)
        bot.launch(TELEGRAM_WEBHOOK_SECRET=SECRET)
        assert bot.wait() == 2
    assert f"telegram.webhook: expected to listen on 127.0.0.1:{hook['webhook']['port']}" in (
        bot.output
    )
    assert "Traceback" not in bot.output


@pytest.mark.parametrize(
    ("settings", "secret", "named"),
    [
        ("telegram: {mode: webhook}", SECRET, "telegram.webhook.url"),
        (
            "telegram: {mode: webhook, webhook: {url: https://contoh.id/a}}",
            "",
            "TELEGRAM_WEBHOOK_SECRET",
        ),
    ],
)
def test_what_a_webhook_lacks_is_named(settings, secret, named):
    environment = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": secret}
    with pytest.raises(ConfigError, match=named):
        check_webhook(parse_config(settings), read_secrets(environment))


def test_a_secret_with_other_characters_is_refused_and_not_repeated():
    environment = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": "ra ha sia"}
    with pytest.raises(ConfigError, match="TELEGRAM_WEBHOOK_SECRET") as caught:
        read_secrets(environment)
    assert "ra ha sia" not in str(caught.value)


def test_the_start_screen_says_what_the_bot_is_and_which_switch_is_missing(service, start):
    service.inline_mode, service.guest_mode = False, True
    bot = start()
    assert f"@{ME['username']} · polling" in bot.output
    assert "✗ inline in any chat: switch it on at BotFather, /setinline" in bot.output
    assert "✓ guest in groups" in bot.output
    assert "Archive: 2 articles, published 21 January 2026\n" in bot.output
    assert "Days with events: 4; articles without a day of publication: 1." in bot.output
    assert "Let in: administrators 1, users 1, groups 0." in bot.output
    assert "?start=i" not in bot.output


def test_without_an_administrator_the_terminal_shows_the_way_to_the_first(service, start):
    bot = start(access={})
    link = next(word for word in bot.output.split() if "?start=i" in word)
    payload = link.partition("?start=")[2]
    welcome = ask(service, STRANGER, f"/start {payload}")
    assert "administrator" in welcome["text"].lower()
    assert "Poltekpin" in ask(service, STRANGER, QUESTION)["text"]
    assert "2 artikel" in ask(service, STRANGER, "/status")["text"]


def test_status_is_for_administrators(service, start):
    start()
    told = ask(service, ADMIN, "/status")["text"]
    assert "administrator 1, pengguna 1, grup 0" in told
    assert "hanya untuk administrator" in ask(service, USER, "/status")["text"]


def test_menus_and_descriptions_are_set_once(service, start):
    bot = start()
    service.wait(lambda: service.described("short_description", "en"), "the introduction")
    names = [command["command"] for command in service.commands["id"]]
    assert names == ["tanya", "hariini", "linimasa", "help"]
    private = service.menus({"type": "all_private_chats"})["en"]
    assert {"command": "bahasa", "description": "Language of the bot: Indonesian or English"} in (
        private
    )
    ask(service, ADMIN, "/status")
    service.wait(
        lambda: "izinkan" in str(service.menus({"type": "chat", "chat_id": ADMIN})),
        "the menu of an administrator",
    )
    assert "izinkan" not in str(private)
    assert service.described("short_description", "en").startswith("What happened")
    assert bot.stop() == 0
    count = len(service.called("setMyCommands")) + len(service.called("setMyDescription"))
    start()
    again = len(service.called("setMyCommands")) + len(service.called("setMyDescription"))
    assert again == count


def test_a_person_chooses_the_language_and_it_lasts(service, start):
    bot = start()
    assert "Cara bertanya" in ask(service, USER, "/help")["text"]
    offer = ask(service, USER, "/bahasa")
    service.press(USER, offer, "English")
    service.wait(
        lambda: "English" in service.find_message(USER, offer["message_id"])["text"],
        "the choice confirmed",
    )
    assert "How to ask" in ask(service, USER, "/help")["text"]
    assert bot.stop() == 0
    start()
    assert "How to ask" in ask(service, USER, "/help")["text"]
    assert "Indonesia" in ask(service, USER, "/bahasa id")["text"]
    assert "Cara bertanya" in ask(service, USER, "/help")["text"]


def test_a_telegram_in_english_is_spoken_to_in_english(service, start):
    start()
    service.add_person(USER, language_code="en-GB")
    assert "How to ask" in ask(service, USER, "/help")["text"]


def kept(bot):
    with contextlib.closing(sqlite3.connect(bot.state)) as connection:
        return [row[0] for row in connection.execute("SELECT question FROM answers ORDER BY id")]


def test_a_person_may_have_all_removed_that_is_kept_of_them(service, start):
    bot = start()
    ask(service, USER, QUESTION)
    ask(service, ADMIN, "kapan donor darah di kupang")
    assert len(kept(bot)) == 2
    assert "Sudah dihapus: 1" in ask(service, USER, "/hapusdata")["text"]
    assert kept(bot) == ["kapan donor darah di kupang"]
    follow_up = ask(service, USER, "di mana?")
    assert "→" not in follow_up["text"]
    assert bot.stop() == 0
    state = b"".join(path.read_bytes() for path in bot.state.parent.glob(f"{bot.state.name}*"))
    assert QUESTION.encode() not in state


def test_what_is_removed_is_gone_from_the_files_of_the_running_bot(service, start):
    bot = start()
    ask(service, USER, QUESTION)
    ask(service, USER, "/hapusdata")
    state = b"".join(path.read_bytes() for path in bot.state.parent.glob(f"{bot.state.name}*"))
    assert QUESTION.encode() not in state


def test_a_forwarded_command_removes_nothing(service, start):
    bot = start()
    ask(service, USER, QUESTION)
    ask(service, USER, "/hapusdata", forward_origin=origin_user(STRANGER))
    assert kept(bot)[0] == QUESTION


def test_a_forged_language_is_a_button_that_works_no_more(service, start):
    start()
    offer = ask(service, USER, "/bahasa")
    offer["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = "lang:idx"
    told = service.wait_answer(service.press(USER, offer, "lang:idx"))["text"]
    assert "sudah tidak berlaku" in told


def test_old_questions_are_removed_at_the_start(service, start):
    bot = start()
    ask(service, USER, QUESTION)
    assert bot.stop() == 0
    with contextlib.closing(sqlite3.connect(bot.state)) as connection, connection:
        connection.execute("UPDATE answers SET asked = asked - 40 * 86400")
    start()
    service.wait(lambda: kept(bot) == [], "the old question removed")


def test_nothing_of_a_groups_talk_is_stored(service, start):
    group = service.add_group(-1001)
    bot = start(access={"admins": [ADMIN], "groups": [group]})
    service.write(USER, "rapat rahasia besok jam 9", chat=group)
    service.write(USER, f"/tanya@{ME['username']} {QUESTION}", chat=group)
    service.wait_sent(group, 1)
    assert bot.stop() == 0
    state = b"".join(path.read_bytes() for path in bot.state.parent.glob(f"{bot.state.name}*"))
    assert b"rapat rahasia" not in state


def test_commands_that_no_other_bot_has_need_no_name_in_a_group(service, start):
    group = service.add_group(-1002)
    start(access={"admins": [ADMIN], "groups": [group]})
    service.write(USER, "/linimasa", chat=group)
    assert "Linimasa" in service.wait_sent(group, 1)[0]["text"]
    service.write(USER, f"/hapusdata@{ME['username']}", chat=group)
    assert "Sudah dihapus: 0" in service.wait_sent(group, 2)[1]["text"]


def test_what_a_revoked_person_asked_is_removed(service, start):
    bot = start(access={"admins": [ADMIN]})
    ask(service, STRANGER, "halo")
    ask(service, ADMIN, f"/izinkan {STRANGER}")
    ask(service, STRANGER, QUESTION)
    assert kept(bot) == [QUESTION]
    ask(service, ADMIN, f"/cabut {STRANGER}")
    service.wait(lambda: kept(bot) == [], "the questions removed")
