"""The Telegram bot as a process of its own, against a strict server on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket
import sqlite3
import threading
from datetime import UTC, date, datetime
from itertools import count
from types import SimpleNamespace

import pytest
from telegram import Bot, Message, Update
from telegram.error import NetworkError

from bot.config import Access, Config, Secrets
from bot.model import Turn
from bot.render.translations import Translations, read_translations
from bot.store import Asked, Store
from bot.telegram.access.gate import Gate
from bot.telegram.addressing import find_question, is_addressed
from bot.telegram.app import TelegramBot
from bot.telegram.ask.answers import Responder
from bot.telegram.ask.buttons import answer_keyboard
from bot.telegram.ask.conversations import Conversations
from bot.telegram.ask.questions import QuestionHandlers
from bot.telegram.delivery.clock import Clock
from bot.telegram.logs import RedactingFormatter, ServiceErrors, redact
from tests.botapi import ME, TOKEN, BotProcess, Service, serving
from tests.conftest import CORPUS
from tests.faker import make_services

ADMIN, USER, MEMBER, STRANGER = 11, 22, 33, 99
NAME = f"@{ME['username']}"
QUESTION = "apa yang terjadi pada 20 Januari 2026?"
TEMPO = "event.tempo.co/read/2081968/"
FOREIGN = -1009
# A group takes 20 messages a minute, so each test has one of its own.
GROUPS = [-1000 - number for number in range(100, 200)]
SETTINGS = {
    "corpus": str(CORPUS),
    "access": {"admins": [ADMIN], "users": [USER], "groups": GROUPS},
}
TRANSLATIONS = read_translations("id")
FILE = {"file_id": "a", "file_unique_id": "b"}
PHOTO = [FILE | {"width": 90, "height": 90}]
STICKER = FILE | {
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "emoji": "👍",
}


@pytest.fixture(scope="module")
def service():
    service = Service()
    yield service
    assert service.violations == []


@pytest.fixture(scope="module")
def address(service):
    with serving(service) as address:
        yield address


@pytest.fixture(scope="module")
def bot(service, address, tmp_path_factory):
    """The bot that most tests share."""
    bot = BotProcess(tmp_path_factory.mktemp("bot"), address, service, speed=8, **SETTINGS)
    bot.start()
    yield bot
    assert bot.stop() == 0
    assert TOKEN not in bot.output
    assert "Traceback" not in bot.output


@pytest.fixture(scope="module")
def free_groups():
    return iter(GROUPS)


@pytest.fixture
def group(service, free_groups):
    return service.add_group(next(free_groups))


@pytest.fixture(scope="module")
def free_people():
    return count(500)


@pytest.fixture
def person(service, bot, free_people):
    """Somebody let in who has written nothing yet."""
    number = next(free_people)
    ask(service, ADMIN, f"/izinkan {number}")
    return number


@pytest.fixture
def own(tmp_path):
    """A service and a bot for one test, which may be ended and started again."""
    service = Service()
    with serving(service) as address:
        bot = BotProcess(tmp_path, address, service, **SETTINGS)
        yield service, bot
        with contextlib.suppress(AssertionError):
            bot.kill()
    assert TOKEN not in bot.output
    assert service.violations == []


def answers(service, chat, before):
    """The bot's messages in ``chat`` since ``before``, as soon as there is one."""
    return service.wait_sent(chat, before + 1)[before:]


def ask(service, sender, text, **more):
    """The one message that answers ``text``."""
    chat = more.get("chat") or sender
    before = len(service.sent(chat))
    service.write(sender, text, **more)
    (answer,) = answers(service, chat, before)
    return answer


def assert_silent(service, group):
    """Nothing has been said in ``group``.

    Messages of a chat are handled in turn: when a later one has been answered, an earlier one
    will not be any more.
    """
    answer = ask(service, ADMIN, f"/help{NAME}", chat=group)
    assert answer["text"].startswith("Cara bertanya")
    assert service.sent(group) == [answer]


def last_text(service, chat):
    return service.sent(chat)[-1]["text"] if service.sent(chat) else ""


def quotes(message):
    units = message["text"].encode("utf-16-le")
    return [
        units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
        for entity in message["entities"]
        if entity["type"].endswith("blockquote")
    ]


# Private chats


def test_a_private_question_is_answered_with_a_passage_and_its_source(bot, service):
    answer = ask(service, USER, QUESTION)
    assert answer["text"].startswith(f"❓ {QUESTION}")
    assert TEMPO in answer["text"]
    assert "Tempo" in answer["text"]
    texts = [path.read_text(encoding="utf-8") for path in CORPUS.glob("*.md")]
    assert quotes(answer)
    for quote in quotes(answer):
        assert any(quote.removesuffix(" […]") in text for text in texts)


def test_an_answer_may_be_forwarded_and_shows_no_preview(bot, service):
    ask(service, USER, QUESTION)
    call = [call for call in service.called("sendMessage") if TEMPO in call.parameters["text"]][-1]
    assert call.parameters["link_preview_options"] == {"is_disabled": True}
    assert "protect_content" not in call.parameters
    assert "message_thread_id" not in call.parameters


def test_a_question_in_english_is_answered_in_english(bot, service):
    assert (
        "direct quotation"
        in ask(service, USER, "what happened on 20 January 2026?")["text"].lower()
    )


def test_start_greets_by_name_and_shows_examples(bot, service):
    text = ask(service, USER, "/start")["text"]
    assert text == TRANSLATIONS.say("telegram.start", name="Ani")


def test_help_says_how_far_the_archive_reaches(bot, service):
    text = ask(service, USER, "/help")["text"]
    assert "Arsip: 2 artikel" in text
    assert "<b>" not in text


@pytest.mark.parametrize("text", ["/tanya", "/tanya  ", f"/tanya{NAME}"])
def test_a_command_without_a_question_says_how_to_ask(bot, service, text):
    assert ask(service, USER, text)["text"] == TRANSLATIONS.say("telegram.ask")


@pytest.mark.parametrize("text", [f"/tanya {QUESTION}", f"/TANYA{NAME}\n{QUESTION}"])
def test_a_question_may_follow_the_command(bot, service, text):
    assert ask(service, USER, text)["text"].startswith(f"❓ {QUESTION}")


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": STICKER},
        {"voice": FILE | {"duration": 1}},
        {"photo": PHOTO},
        {"photo": PHOTO, "caption": " "},
    ],
)
def test_what_is_no_question_is_told_so(bot, service, person, content):
    service.post(person, **content)
    (answer,) = answers(service, person, 0)
    assert answer["text"] == TRANSLATIONS.say("telegram.no_text")


@pytest.mark.parametrize(
    ("text", "near"),
    [("/hapus", "hapusdata"), ("/Linimassa 2023", "linimasa"), ("/sumbr@other_bot", "sumber")],
)
def test_an_unknown_command_is_told_the_one_that_is_near(bot, service, text, near):
    assert ask(service, USER, text)["text"] == TRANSLATIONS.say("telegram.unknown_near", name=near)


@pytest.mark.parametrize("text", ["/menu", "/cari donor darah", "/undnag"])
def test_an_unknown_command_that_is_near_to_none_is_shown_to_help(bot, service, text):
    assert ask(service, USER, text)["text"] == TRANSLATIONS.say("telegram.unknown")


def test_an_unknown_command_in_a_group_is_left_alone(bot, service, group):
    for text in ("/menu", f"/menu{NAME}", "/hapus"):
        service.write(USER, text, chat=group)
    assert_silent(service, group)


def test_yesterday_counts_from_the_day_of_the_message_in_the_readers_zone(bot, service):
    half_past_midnight_in_jakarta = int(datetime(2026, 1, 20, 17, 30, tzinfo=UTC).timestamp())
    answer = ask(service, USER, "apa yang terjadi kemarin?", date=half_past_midnight_in_jakarta)
    assert "20 Januari 2026" in answer["text"]
    assert TEMPO in answer["text"]


def test_a_follow_up_takes_its_subject_from_the_question_before(bot, service):
    ask(service, ADMIN, "kapan donor darah di kupang")
    assert "kapan donor darah di kupang" in ask(service, ADMIN, "di mana?")["text"]


# Groups


ADDRESSED = {
    "command": f"/tanya {QUESTION}",
    "command with the name": f"/tanya{NAME} {QUESTION}",
    "mention before": f"{NAME} {QUESTION}",
    "mention before, with a comma": f"{NAME}, {QUESTION}",
    "mention after an emoji": f"😀 {NAME} {QUESTION}",
    "mention in capitals": f"{NAME.upper()} {QUESTION}",
}
UNADDRESSED = {
    "talk": QUESTION,
    "another bot's command": f"/tanya@other_bot {QUESTION}",
    "another command": "/cuaca besok",
    "help of no one in particular": "/help",
    "start": f"/start{NAME}",
    "mention of another": f"@other_bot {QUESTION}",
    "name within an address": f"halo{NAME} dan seterusnya",
}


@pytest.mark.parametrize("text", ADDRESSED.values(), ids=ADDRESSED)
def test_in_a_group_an_addressed_question_is_answered_as_a_reply(bot, service, group, text):
    question = service.write(MEMBER, text, chat=group)
    (answer,) = service.wait_sent(group, 1)
    assert QUESTION in answer["text"].splitlines()[0]
    assert NAME not in answer["text"]
    assert answer["reply_to_message"]["message_id"] == question["message_id"]


@pytest.mark.parametrize("text", UNADDRESSED.values(), ids=UNADDRESSED)
def test_in_a_group_everything_else_is_left_alone(bot, service, group, text):
    service.write(MEMBER, text, chat=group)
    assert_silent(service, group)


def test_a_reply_to_the_bot_is_a_question_and_goes_on_from_the_one_answered(bot, service, group):
    first = ask(service, MEMBER, "/tanya kapan donor darah di kupang", chat=group)
    theirs = ask(service, MEMBER, "di mana?", chat=group, reply_to_message=first)
    assert "kapan donor darah di kupang" in theirs["text"]
    others = ask(service, USER, "di mana?", chat=group, reply_to_message=first)
    assert "kapan donor darah di kupang" in others["text"]


def test_a_reply_to_a_person_is_left_alone(bot, service, group):
    said = service.write(MEMBER, "selamat pagi", chat=group)
    service.write(USER, QUESTION, chat=group, reply_to_message=said)
    assert_silent(service, group)


def test_a_forwarded_mention_and_a_message_through_another_bot_are_left_alone(bot, service, group):
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "x"}
    service.write(MEMBER, f"{NAME} {QUESTION}", chat=group, forward_origin=origin)
    service.write(MEMBER, f"/tanya {QUESTION}", chat=group, via_bot={**ME, "id": 5})
    assert_silent(service, group)


def test_an_edited_message_that_is_not_addressed_is_left_alone(bot, service, group):
    service.write(MEMBER, QUESTION, chat=group, kind="edited_message")
    assert_silent(service, group)


def test_an_answer_stays_in_its_topic(bot, service, group):
    more = {"message_thread_id": 7, "is_topic_message": True}
    answer = ask(service, MEMBER, f"/tanya {QUESTION}", chat=group, **more)
    assert answer["message_thread_id"] == 7


def test_a_question_that_was_deleted_meanwhile_is_still_answered(bot, service, group):
    service.write(MEMBER, f"/tanya {QUESTION}", chat=group, message_id=999_999)
    service.messages[group].clear()
    assert TEMPO in service.wait_sent(group, 1)[0]["text"]


# Access


@pytest.mark.parametrize("person", [ADMIN, USER])
@pytest.mark.parametrize("place", ["private", "allowed", "foreign"])
def test_users_and_admins_may_ask_anywhere(bot, service, group, person, place):
    chat = {"private": person, "allowed": group, "foreign": service.add_group(FOREIGN)}[place]
    before = len(service.sent(chat))
    service.write(person, f"/tanya {QUESTION}", chat=chat)
    (answer,) = answers(service, chat, before)
    assert TEMPO in answer["text"]


def test_members_may_ask_in_their_group_and_nowhere_else(bot, service, group, free_people):
    person = next(free_people)
    assert TEMPO in ask(service, person, f"/tanya {QUESTION}", chat=group)["text"]
    assert ask(service, person, QUESTION)["text"] == TRANSLATIONS.say(
        "telegram.stranger", id=person
    )


STRANGERS_MESSAGES = {
    "question": {"text": QUESTION},
    "start": {"text": "/start", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]},
    "help": {"text": "/help", "entities": [{"type": "bot_command", "offset": 0, "length": 5}]},
    "photo": {"photo": [], "caption": QUESTION},
    "contact": {"contact": {"phone_number": "1", "first_name": "A"}},
    "location": {"location": {"longitude": 1.0, "latitude": 1.0}},
    "through another bot": {"text": QUESTION, "via_bot": {**ME, "id": 5}},
    "unknown kind": {"hologram": {"size": 3}},
}


@pytest.mark.parametrize("content", STRANGERS_MESSAGES.values(), ids=STRANGERS_MESSAGES)
def test_a_stranger_in_private_is_told_their_own_id_and_nothing_else(
    bot, service, free_people, content
):
    person = next(free_people)
    service.post(person, **content)
    service.write(person, "lagi")
    for message in service.wait_sent(person, 2):
        assert message["text"] == TRANSLATIONS.say("telegram.stranger", id=person)


@pytest.mark.parametrize("text", ADDRESSED.values(), ids=ADDRESSED)
def test_a_stranger_in_a_foreign_group_is_told_the_groups_id(bot, service, text, free_people):
    chat = service.add_group(-5000 - next(free_people))
    service.write(STRANGER, text, chat=chat)
    (answer,) = service.wait_sent(chat, 1)
    assert answer["text"] == TRANSLATIONS.say("telegram.stranger_group", id=chat)


@pytest.mark.parametrize("text", UNADDRESSED.values(), ids=UNADDRESSED)
def test_talk_of_strangers_in_a_foreign_group_is_left_alone(bot, service, text, free_people):
    chat = service.add_group(-5000 - next(free_people))
    service.write(STRANGER, text, chat=chat)
    assert_silent(service, chat)


def test_a_stranger_who_cannot_be_told_gets_no_answer_either(bot, service, free_people):
    person = next(free_people)
    service.refuse("sendMessage", 403, "Forbidden: bot was blocked by the user")
    service.write(person, QUESTION)
    service.write(person, QUESTION)
    assert [m["text"] for m in service.wait_sent(person, 1)] == [
        TRANSLATIONS.say("telegram.stranger", id=person)
    ]


def gate(tmp_path, **access):
    sets = {key: frozenset(value) for key, value in access.items() if key != "open"}
    settings = Access(**sets, open=access.get("open", False))
    store = Store.open(tmp_path / "gate.sqlite")
    return Gate(make_services(None, Config(access=settings), store))


def test_nobody_is_let_in_by_default(tmp_path):
    closed = gate(tmp_path)
    assert not closed.admits(1, 1)
    assert not closed.admits(None, None)
    closed._services.store.close()


def test_an_open_bot_lets_everyone_in(tmp_path):
    open_to_all = gate(tmp_path, open=True)
    assert open_to_all.admits(1, -5)
    assert open_to_all.admits(None, None)
    open_to_all._services.store.close()


def test_a_group_that_moved_stays_admitted_after_a_restart(tmp_path):
    before = gate(tmp_path, groups=[-5])
    asyncio.run(before.move(-5, -1005))
    assert before.admits(1, -1005)
    before._services.store.close()
    after = gate(tmp_path, groups=[-5])
    assert after.admits(1, -1005)
    assert not after.admits(1, -1006)
    after._services.store.close()


def test_the_account_of_all_anonymous_admins_opens_no_group(service, address, bot, free_people):
    chat = service.add_group(-5000 - next(free_people))
    service.write(USER, f"/tanya {QUESTION}", chat=chat, sender_chat={**service.chats[chat]})
    (answer,) = service.wait_sent(chat, 1)
    assert answer["text"] == TRANSLATIONS.say("telegram.stranger_group", id=chat)


def test_a_group_that_becomes_a_supergroup_stays_admitted(bot, service, group):
    service.chats[group]["type"] = "group"
    moved = service.add_group(group - 1_000_000)
    service.post(MEMBER, chat=group, migrate_to_chat_id=moved)
    service.write(ADMIN, f"/help{NAME}", chat=group)
    service.wait_sent(group, 1)
    assert TEMPO in ask(service, MEMBER, f"/tanya {QUESTION}", chat=moved)["text"]


# Trouble


def test_html_that_is_refused_goes_out_as_plain_text_with_its_source(bot, service):
    service.refuse("sendMessage", 400, "Bad Request: can't parse entities: unsupported start tag")
    answer = ask(service, USER, QUESTION)
    assert answer["entities"] == []
    assert answer["text"].startswith(f"❓ {QUESTION}")
    assert TEMPO in answer["text"]


def test_a_chat_that_blocked_the_bot_leaves_one_line_in_the_log(bot, service):
    before = bot.output.count("\n")
    service.refuse("sendMessage", 403, "Forbidden: bot was blocked by the user")
    service.write(USER, QUESTION)
    assert "Cara bertanya" in ask(service, USER, "/help")["text"]
    assert bot.output.count("\n") == before + 1


def test_a_message_lost_by_the_network_is_sent_once_more(bot, service):
    service.refuse("sendMessage", 502, "Bad Gateway")
    assert TEMPO in ask(service, USER, QUESTION)["text"]


def test_too_many_requests_are_waited_for(bot, service):
    service.refuse("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    assert TEMPO in ask(service, USER, QUESTION)["text"]


def test_polling_goes_on_after_errors_of_the_service_and_says_so_once(bot, service):
    lines = bot.output
    service.refuse("getUpdates", 502, "Bad Gateway", times=2)
    ask(service, USER, "/help")
    ask(service, USER, "/help")
    service.wait(lambda: len(service.refused("getUpdates")) == 2, "two refused polls")
    assert "Cara bertanya" in ask(service, USER, "/help")["text"]
    assert bot.output.removeprefix(lines).count("WARNING") == 1


def handle(address, tmp_path, engine, content):
    """Let a bot in this process take one update in, and be done with it."""
    config = Config(access=Access(users=frozenset({USER})), state=tmp_path / "state.sqlite")

    async def process():
        bot = TelegramBot(engine, config, Secrets(TOKEN, address), Clock())
        await bot.application.initialize()
        await bot.queue.take([content])
        while not bot.queue.is_idle:
            await asyncio.sleep(0.01)
        await bot.close()

    asyncio.run(process())


class BrokenEngine:
    """Fails at every question, with the token in the text of its error."""

    def __init__(self, translations=TRANSLATIONS):
        self._translations = translations

    def translations(self, language):
        return self._translations

    def reload(self, *, most):
        return False

    def ask(self, question, today, history=(), *, limit=3):
        raise RuntimeError(f"no answer for {TOKEN}")


def test_a_question_that_fails_is_owned_up_to(tmp_path, caplog):
    service = Service()
    with serving(service) as address:
        question = service.write(USER, QUESTION)
        handle(address, tmp_path, BrokenEngine(), {"update_id": 1, "message": question})
    assert [m["text"] for m in service.sent(USER)] == [TRANSLATIONS.say("telegram.failed")]
    assert "Update 1 could not be handled" in caplog.text


def test_a_button_that_fails_is_owned_up_to(tmp_path, caplog):
    service = Service()
    store = Store.open(tmp_path / "state.sqlite")
    number = store.answers.add(Asked(0, USER, USER, "apa?", (), date(2026, 2, 2)), at=1)
    store.close()
    with serving(service) as address:
        service.open_chat(USER)
        message = service.post(USER, text="jawaban")
        query = {"from": PERSON, "chat_instance": "1", "data": f"A:{number}:0:page:1"}
        asked = service._ask("callback", USER, query)
        update = {"update_id": 1, "callback_query": {"id": asked, **query, "message": message}}
        handle(address, tmp_path, BrokenEngine(), update)
        assert service.wait_answer(asked)["text"] == TRANSLATIONS.say("telegram.failed")
    assert "Update 1 could not be handled" in caplog.text


def test_a_gate_that_fails_lets_nobody_in(tmp_path, caplog):
    service = Service()
    with serving(service) as address:
        question = service.write(STRANGER, QUESTION)
        engine = BrokenEngine(Translations("id", {}))
        handle(address, tmp_path, engine, {"update_id": 1, "message": question})
    assert service.sent(STRANGER) == []
    assert "the gate failed and stays shut" in caplog.text
    assert "no answer for" not in caplog.text


PRIVATE = {"id": USER, "type": "private", "first_name": "Ani"}
PERSON = {"id": USER, "is_bot": False, "first_name": "Ani"}
HOSTILE = [
    {"chat": PRIVATE, "from": PERSON, "text": "\ud83d 20 Januari \udc00"},
    {"chat": PRIVATE, "from": PERSON, "text": "a\x00<b>&{name}{0}%s" + "\u202e" * 50},
    {"chat": PRIVATE, "from": PERSON, "text": "x" * 100_000},
    {"chat": PRIVATE, "text": QUESTION},
    {
        "chat": PRIVATE,
        "from": PERSON,
        "text": "x",
        "entities": [{"type": "mention", "offset": 9, "length": 99}],
    },
    {
        "chat": PRIVATE,
        "from": PERSON,
        "text": "/tanya",
        "entities": [{"type": "bot_command", "offset": 0, "length": 99}],
    },
    {"chat": PRIVATE, "from": PERSON, "text": ""},
    {"chat": PRIVATE, "from": PERSON},
    {"chat": {"id": -7, "type": "channel", "title": "x"}, "text": QUESTION},
    {
        "chat": {"id": -8, "type": "novel", "title": "x"},
        "from": PERSON,
        "text": f"/tanya {QUESTION}",
    },
]


def test_hostile_updates_do_no_harm(bot, service):
    lines = bot.output
    for message in HOSTILE:
        service.deliver({"message": {"message_id": 1, "date": 1_769_000_000, **message}})
    service.deliver({"novelty": {"id": 1}})
    service.deliver({})
    service.write(ADMIN, "/help")
    service.wait(lambda: "Cara" in last_text(service, ADMIN), "an answer to /help")
    ask(service, USER, "/help")
    assert "could not be handled" not in bot.output.removeprefix(lines)


# Start and end


def test_a_killed_bot_answers_what_it_had_taken_exactly_once(own):
    service, bot = own
    bot.start()
    chat = service.add_group(GROUPS[0])
    with service.hold("sendMessage", drop=True) as came:
        service.write(USER, QUESTION)
        service.write(MEMBER, "rahasia keluarga", chat=chat)
        assert came.wait(10)
        service.wait_confirmed(service.last_update)
        bot.kill()
    assert service.sent(USER) == []
    assert kept_texts(bot.state) == [QUESTION]
    question = service.messages[USER][0]
    service.deliver({"message": question}, update_id=service.last_update - 1)
    bot.start()
    service.write(USER, "/help")
    service.wait(lambda: "Cara" in last_text(service, USER), "an answer to /help")
    answer, _help = service.sent(USER)
    assert TEMPO in answer["text"]
    assert bot.stop() == 0
    assert kept_texts(bot.state) == []


def kept_texts(path):
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT body FROM updates WHERE body IS NOT NULL").fetchall()
    connection.close()
    return [json.loads(body)["message"]["text"] for (body,) in rows]


def test_a_bot_told_to_end_answers_what_is_at_hand_and_exits_with_0(own):
    service, bot = own
    bot.start()
    with service.hold("sendMessage") as came:
        service.write(USER, QUESTION)
        assert came.wait(10)
        bot.terminate()
    assert bot.wait() == 0
    assert TEMPO in service.sent(USER)[0]["text"]
    assert "Traceback" not in bot.output


def test_a_token_that_telegram_refuses_ends_the_bot_at_once(own):
    service, bot = own
    service.token = "another"
    bot.launch()
    assert bot.wait() == 2
    assert bot.output.count("\n") == 1
    assert "TELEGRAM_BOT_TOKEN" in bot.output


def test_a_token_that_is_revoked_later_ends_the_bot(own):
    service, bot = own
    bot.start()
    service.token = "another"
    service.write(USER, QUESTION)
    assert bot.wait() == 2
    assert "TELEGRAM_BOT_TOKEN" in bot.output.splitlines()[-1]
    assert "Traceback" not in bot.output


@pytest.mark.parametrize("token", ["", f"{TOKEN} x"])
def test_a_missing_or_malformed_token_is_wrong_use(own, token):
    _, bot = own
    bot.launch(TELEGRAM_BOT_TOKEN=token)
    assert bot.wait() == 2
    assert bot.output.count("\n") == 1
    assert "TELEGRAM_BOT_TOKEN" in bot.output


def test_a_network_that_is_down_at_start_is_waited_for(tmp_path):
    service = Service()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    bot = BotProcess(tmp_path, f"http://127.0.0.1:{port}", service, **SETTINGS)
    bot.launch()
    wait_for_output(bot, "cannot be reached")
    with serving(service, port):
        assert TEMPO in ask(service, USER, QUESTION)["text"]
        assert bot.stop() == 0
    assert bot.output.count("cannot be reached") == 1
    assert "Traceback" not in bot.output
    assert TOKEN not in bot.output


def wait_for_output(bot, text):
    pause = threading.Event()
    for _ in range(400):
        if text in bot.output:
            return
        pause.wait(0.05)
    raise AssertionError(bot.output)


# The parts by themselves


def message(text, *, chat="supergroup", entities=(), **more):
    bot = Bot(TOKEN)
    bot._bot_user = SimpleNamespace(id=ME["id"], username=ME["username"])
    content = {"message_id": 1, "date": 1, "chat": {"id": -1, "type": chat}, "from": PERSON}
    content |= {"text": text, "entities": list(entities), **more}
    return Message.de_json(content, bot), bot


def mention(offset, name=NAME):
    return {"type": "mention", "offset": offset, "length": len(name)}


QUESTIONS = [
    (f"{NAME} di mana?", [mention(0)], "di mana?"),
    (f"😀😀 {NAME}: di mana?", [mention(5)], "😀😀 di mana?"),
    (f"di mana, {NAME}", [mention(9)], "di mana"),
    (f"@Budi {NAME} di mana?", [mention(0, "@Budi"), mention(6)], "@Budi di mana?"),
    ("/tanya di mana?", [{"type": "bot_command", "offset": 0, "length": 6}], "di mana?"),
    ("- di mana?", [], "- di mana?"),
    (NAME, [mention(0)], ""),
]


@pytest.mark.parametrize(("text", "entities", "question"), QUESTIONS)
def test_the_question_is_the_text_without_command_and_name(text, entities, question):
    assert find_question(message(text, entities=entities)[0]) == question


def test_a_mention_by_link_counts_where_it_links_to_the_bot():
    link = {"type": "text_mention", "offset": 0, "length": 3}
    assert is_addressed(message("bot di mana?", entities=[{**link, "user": ME}])[0])
    assert not is_addressed(message("bot di mana?", entities=[{**link, "user": PERSON}])[0])


@pytest.mark.parametrize("more", [{"from": {**ME, "id": 5}}, {"via_bot": {**ME, "id": 5}}])
def test_other_bots_are_left_alone(more):
    assert is_addressed(message(f"{NAME} x", entities=[mention(0)])[0])
    assert not is_addressed(message(f"{NAME} x", entities=[mention(0)], **more)[0])


@pytest.mark.parametrize("kind", ["message", "edited_message", "business_message", "guest_message"])
def test_only_new_and_edited_messages_have_a_handler(kind, tmp_path):
    config, store = Config(), Store.open(tmp_path / "state.sqlite")
    text, bot = message(QUESTION, chat="private")
    update = Update.de_json({"update_id": 1, kind: text.to_dict()}, bot)
    services = make_services(BrokenEngine(), config, store)
    conversations = Conversations(5)
    responder = Responder(services, answer_keyboard, conversations, bot)
    takers = [
        h
        for h in QuestionHandlers(services, responder, conversations).handlers()
        if h.check_update(update)
    ]
    store.close()
    assert bool(takers) == (kind in ("message", "edited_message"))


def test_conversations_are_bounded():
    conversations = Conversations(2, most=2)
    for key, question in [((1,), "a"), ((1,), "b"), ((1,), "c"), ((2,), "d")]:
        conversations.remember(key, Turn(question))
    assert conversations.turns((1,)) == (Turn("b"), Turn("c"))
    conversations.remember((3,), Turn("e"))
    assert conversations.turns((1,)) == ()
    assert conversations.turns((2,)) == (Turn("d"),)


def test_leafing_through_a_long_answer_does_not_push_out_its_question():
    conversations = Conversations(2)
    conversations.remember((1,), Turn("a"))
    for page in (2, 3, 4):
        conversations.remember((1,), Turn("terus?", page=page), leafs=True)
    assert conversations.turns((1,)) == (Turn("a"), Turn("terus?", page=4))
    conversations.remember((1,), Turn("b"))
    conversations.remember((1,), Turn("lanjut", page=2), leafs=True)
    assert conversations.turns((1,)) == (Turn("b"), Turn("lanjut", page=2))


def test_the_page_that_was_turned_to_is_the_one_that_was_seen():
    conversations = Conversations(3)
    for question in ("a", "b", "a"):
        conversations.remember((1,), Turn(question))
    conversations.turn((1,), "a", 3)
    assert conversations.turns((1,)) == (Turn("a"), Turn("b"), Turn("a", page=3))
    assert (conversations.page((1,), "a"), conversations.page((1,), "b")) == (3, 1)
    assert conversations.page((2,), "a") == 1
    conversations.turn((1,), "c", 2)
    assert len(conversations.turns((1,))) == 3


def test_a_corrected_question_keeps_the_day_on_which_it_was_asked():
    conversations, day = Conversations(2), date(2026, 1, 21)
    conversations.remember((1,), Turn("kmrn ada apa", day))
    conversations.correct((1,), "kmrn ada apa", "kemarin ada apa")
    assert conversations.turns((1,)) == (Turn("kemarin ada apa", day),)


def test_no_history_is_kept_where_none_is_wanted():
    conversations = Conversations(0)
    conversations.remember((1,), Turn("a"))
    assert conversations.turns((1,)) == ()


def test_the_token_is_in_no_log_line():
    url = f"https://api.telegram.org/bot{TOKEN}/getMe"
    records = []
    logger = logging.Logger("test")
    handler = logging.Handler()
    handler.emit = lambda record: records.append(handler.format(record))
    handler.setFormatter(RedactingFormatter(logging.Formatter("%(message)s"), TOKEN))
    logger.addHandler(handler)
    logger.warning("GET %s", url)
    logger.warning(f"the token is {TOKEN}")
    try:
        raise ValueError(url) from OSError(TOKEN)
    except ValueError:
        logger.exception("failed for %r", {"token": TOKEN}, stack_info=True)
    assert len(records) == 3
    assert "Traceback" in records[2]
    assert not any(TOKEN in line or TOKEN.partition(":")[2] in line for line in records)


def test_another_bots_url_is_redacted_too():
    assert redact("https://x/file/bot99:Ab-_1/a.jpg", TOKEN) == "https://x/file/bot<token>/a.jpg"


def test_an_error_of_the_service_is_logged_in_one_line():
    error = NetworkError("httpx.ConnectError: refused")
    trace = (NetworkError, error, None)
    record = logging.LogRecord("telegram.ext.Updater", 40, "", 0, "While polling:", (), trace)
    assert ServiceErrors().filter(record)
    assert logging.Formatter("%(levelname)s %(message)s").format(record) == (
        "WARNING While polling: httpx.ConnectError: refused"
    )
