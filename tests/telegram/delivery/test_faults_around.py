"""No question is lost, whatever else fails: kills, ends, limits, junk, rivals, servers, locks."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import sqlite3
import threading
import time
from urllib.parse import urlsplit

import pytest

from tests.botapi import (
    ME,
    TOKEN,
    Service,
    black_hole,
    flood,
    serving,
    serving_foreign,
)
from tests.conftest import CORPUS
from tests.telegram.delivery.mortal import DEADLY
from tests.telegram.delivery.world import (
    FAILING,
    MODES,
    QUESTION,
    TEMPO,
    World,
    calls_for,
    new_lines,
    pending,
    settle,
    texts,
    until,
    wait_texts,
)

# 2. Kills


@pytest.mark.parametrize(
    ("world", "kills"), [("polling", 2), ("polling", 3), ("webhook", 3)], indirect=["world"]
)
def test_kills_with_twenty_updates_in_hand_lose_none(world, kills):
    service, chats = world.service, range(500, 520)
    bot = world.start(speed=5)
    with service.hold("sendMessage", drop=True) as came:
        for chat in chats:
            service.write(chat, QUESTION)
        service.wait_confirmed(service.last_update)
        assert came.wait(10)
        bot.kill()
        for _ in range(kills - 1):
            came.clear()
            bot.start()
            assert came.wait(10), "nothing was sent after the start"
            settle(0.5)
            bot.kill()
    bot.start()
    until(
        lambda: all(texts(service, chat) for chat in chats),
        20,
        lambda: f"{sum(bool(texts(service, c)) for c in chats)} of 20 answered\n{bot.output}",
    )
    settle()
    assert [len(texts(service, chat)) for chat in chats] == [1] * 20
    assert pending(bot) == 0


def run_until_answered(service, bot, chats, starts):
    """How often the bot had to be started until ``chats`` were answered and it lived on."""
    for number in range(1, starts + 1):
        process = bot.launch()
        ended = time.monotonic() + 8
        while process.poll() is None and time.monotonic() < ended:
            if all(texts(service, chat) for chat in chats):
                settle(1)
                if process.poll() is None:
                    return number
            time.sleep(0.02)
    raise AssertionError(
        f"{sum(bool(texts(service, c)) for c in chats)} of {len(chats)} answered after "
        f"{starts} starts\n{bot.output}"
    )


def mortal(world, **options):
    bot = world.build(**options)
    arguments = ["20", "--since", str(world.service.since)]
    world.service.speed = 20
    bot._program = ["tests.telegram.delivery.mortal", *arguments]
    return bot


def test_a_question_that_kills_the_process_is_set_aside_and_the_others_answered(polling):
    service, chats = polling.service, range(500, 510)
    bot = mortal(polling)
    bot.start()
    for chat in [*chats[:5], 7, *chats[5:]]:
        service.write(chat, f"kabar {DEADLY}?" if chat == 7 else QUESTION)
    until(lambda: bot._process.poll() is not None, 10, "the death of the process")
    starts = run_until_answered(service, bot, chats, 5)
    assert starts <= 4
    # What was on its way when the process died has an unknown outcome.
    assert max(len(texts(service, chat)) for chat in chats) <= 2
    assert pending(bot) == 0
    service.write(600, QUESTION)
    assert TEMPO in wait_texts(service, 600)[0]


def test_two_deadly_questions_are_both_set_aside_and_the_others_answered(polling):
    service, chats = polling.service, range(500, 510)
    bot = mortal(polling)
    bot.start()
    for chat in [6, *chats[:5], 7, *chats[5:]]:
        service.write(chat, f"kabar {DEADLY}?" if chat < 10 else QUESTION)
    until(lambda: bot._process.poll() is not None, 10, "the death of the process")
    run_until_answered(service, bot, chats, 8)
    assert max(len(texts(service, chat)) for chat in chats) <= 2


def test_a_question_beside_a_deadly_one_in_the_same_chat_is_answered(polling):
    service = polling.service
    bot = mortal(polling)
    bot.start()
    with service.hold("getUpdates"):
        service.write(500, f"kabar {DEADLY}?")
        service.write(500, QUESTION)
    until(lambda: bot._process.poll() is not None, 10, "the death of the process")
    for _ in range(5):
        process = bot.launch()
        with contextlib.suppress(AssertionError):
            until(lambda p=process: p.poll() is not None, 4, "")
        if any(TEMPO in text for text in texts(service, 500)):
            break
    assert sum(TEMPO in text for text in texts(service, 500)) == 1, bot.output


# 3. The end


HANGS = {
    "held": ("polling", None),
    "silent": ("polling", black_hole()),
    "429": ("polling", flood(8)),
    "held, webhook": ("webhook", None),
}


@pytest.mark.parametrize(("world", "fault"), HANGS.values(), ids=HANGS, indirect=["world"])
def test_a_bot_whose_sends_hang_is_out_within_10_s_and_answers_later(world, fault):
    service, chats = world.service, range(500, 520)
    bot = world.start()
    with contextlib.ExitStack() as stack:
        if fault is None:
            stack.enter_context(service.hold("sendMessage", drop=True))
        else:
            stack.enter_context(service.inject("sendMessage", fault, times=None))
        for chat in chats:
            service.write(chat, QUESTION)
        service.wait_confirmed(service.last_update)
        settle(1)
        began = time.monotonic()
        code = bot.stop()
        took = time.monotonic() - began
    assert code == 0
    assert took < 10
    assert not any(texts(service, chat) for chat in chats)
    bot.start()
    until(
        lambda: all(texts(service, chat) for chat in chats),
        18,
        lambda: f"{sum(bool(texts(service, c)) for c in chats)} of 20 answered",
    )
    settle()
    assert [len(texts(service, chat)) for chat in chats] == [1] * 20


# 4. Limits


def test_a_429_for_one_chat_is_that_chats_own(polling):
    service, person = polling.service, 500
    polling.start(speed=10)
    flooded = service.inject("sendMessage", flood(30), times=1, chat=person)
    service.write(person, QUESTION)
    until(lambda: flooded.hits, 5, "the 429")
    refused = service.now()
    for chat in range(600, 620):
        service.write(chat, QUESTION)
    for chat in range(600, 620):
        wait_texts(service, chat, seconds=2)
    wait_texts(service, person)
    assert 29 <= service.now() - refused <= 45
    assert len(calls_for(service, person)) == 2


def test_400_questions_at_once_take_14_s_and_meet_no_limit(polling):
    service, chats = polling.service, range(1000, 1400)
    polling.start()
    service.rate_limits = True
    began = time.monotonic()
    for chat in chats:
        service.write(chat, QUESTION)
    until(
        lambda: len(service.sends()) >= 400,
        30,
        lambda: f"{len(service.sends())} of 400 answered",
    )
    took = time.monotonic() - began
    assert service.too_fast == 0
    assert 11 < took < 18
    settle(1)
    assert len(service.sends()) == 400


def test_who_asks_thirty_times_starves_nobody(polling):
    service = polling.service
    polling.start()
    service.rate_limits = True
    for _ in range(30):
        service.write(500, QUESTION)
    for chat in range(1000, 1060):
        service.write(chat, QUESTION)
    for chat in range(1000, 1060):
        wait_texts(service, chat, seconds=5)
    assert service.too_fast == 0
    wait_texts(service, 500, 4, seconds=5)
    here = service.send_times(500)
    pairs = zip(here, here[3:], strict=False)
    assert all(after - before > 2.8 for before, after in pairs)


def test_a_group_gets_20_messages_a_minute(polling):
    service, person = polling.service, 500
    group = service.add_group(-1001)
    polling.start(speed=10)
    for _ in range(30):
        service.write(person, f"/tanya@{ME['username']} {QUESTION}", chat=group)
    wait_texts(service, group, 20)
    service.write(501, QUESTION)
    wait_texts(service, 501, seconds=2)
    wait_texts(service, group, 30)
    sent = service.send_times(group)
    assert all(later - earlier > 58 for earlier, later in zip(sent, sent[20:], strict=False))
    assert sent[-1] - sent[0] < 110


# 5. What is no answer


MENUS = [
    "setMyCommands",
    "getMyCommands",
    "setMyDescription",
    "getMyDescription",
    "setMyShortDescription",
    "getMyShortDescription",
]


@pytest.mark.parametrize(
    "fault", [flood(5000), black_hole(), FAILING], ids=["429", "silent", "500"]
)
def test_menus_that_are_refused_at_the_start_hold_up_no_answer(polling, fault):
    service = polling.service
    for method in MENUS:
        service.inject(method, fault, times=None)
    bot = polling.start()
    service.write(500, QUESTION)
    assert TEMPO in wait_texts(service, 500, seconds=3)[0]
    assert bot.stop() == 0


def test_menus_that_were_refused_are_set_later(polling):
    service = polling.service
    service.inject("setMyCommands", flood(5000), times=1)
    polling.start(speed=1000)
    service.write(500, QUESTION)
    wait_texts(service, 500, seconds=3)
    until(lambda: "id" in service.commands, 15, lambda: polling.bots[0].output)
    names = [command["command"] for command in service.commands["id"]]
    assert "tanya" in names


# 6. What is no update

PRIVATE = {"id": 77, "type": "private", "first_name": "Ani"}
PERSON = {"id": 77, "is_bot": False, "first_name": "Ani"}
SOUND = {"message_id": 1, "date": 1_769_000_000, "chat": PRIVATE, "from": PERSON, "text": QUESTION}


def without(key):
    return {name: value for name, value in SOUND.items() if name != key}


UNPARSABLE = {
    "message a string": {"message": "halo"},
    "message a list": {"message": [1, 2]},
    "message a number": {"message": 5},
    "message without a chat": {"message": without("chat")},
    "message without a date": {"message": without("date")},
    "message without an id": {"message": without("message_id")},
    "chat a string": {"message": SOUND | {"chat": "Ani"}},
    "chat a list": {"message": SOUND | {"chat": [PRIVATE]}},
    "chat without an id": {"message": SOUND | {"chat": {"type": "private"}}},
    "sender a string": {"message": SOUND | {"from": "Ani"}},
    "sender without an id": {"message": SOUND | {"from": {"first_name": "Ani"}}},
    "date a string": {"message": SOUND | {"date": "kemarin"}},
    "date beyond all years": {"message": SOUND | {"date": 10**18}},
    "entities a string": {"message": SOUND | {"entities": "bold"}},
    "entities of numbers": {"message": SOUND | {"entities": [1, 2]}},
    "entity without an offset": {"message": SOUND | {"entities": [{"type": "mention"}]}},
    "reply to a string": {"message": SOUND | {"reply_to_message": "itu"}},
    "photo a string": {"message": without("text") | {"photo": "x"}},
    "photo of numbers": {"message": without("text") | {"photo": [1]}},
    "members a number": {"message": without("text") | {"new_chat_members": 7}},
    "query a number": {"inline_query": 5},
    "press on a string": {
        "callback_query": {
            "id": "1",
            "from": PERSON,
            "data": "x",
            "chat_instance": "1",
            "message": "x",
        }
    },
    "garbage far within": {
        "message": SOUND
        | {"reply_to_message": SOUND | {"reply_to_message": SOUND | {"chat": [[[{}]]]}}}
    },
}
# Of these nobody can tell which update it is.
NUMBERLESS = [
    "halo",
    [1, [2, [3]]],
    None,
    7,
    1.5,
    {},
    {"message": SOUND},
    {"update_id": "abc", "message": SOUND},
    {"update_id": None, "message": SOUND},
    {"update_id": [1000], "message": SOUND},
    {"update_id": {"a": 1}},
]


def test_what_cannot_be_parsed_is_noted_once_with_its_id(world):
    service = world.service
    bot = world.start()
    before = bot.output
    numbers = {
        kind: service.deliver_raw(update, numbered=True) for kind, update in UNPARSABLE.items()
    }
    service.write(500, QUESTION)
    assert TEMPO in wait_texts(service, 500)[0]
    settle(1)
    lines = new_lines(bot, before)
    noted = {
        kind: sum(bool(re.search(rf"\b{number}\b", line)) for line in lines)
        for kind, number in numbers.items()
    }
    assert noted == dict.fromkeys(UNPARSABLE, 1), "\n".join(lines)
    assert len(lines) == len(UNPARSABLE)
    assert len(bot.output) < 20_000


def test_what_has_no_number_is_passed_over(world):
    service = world.service
    bot = world.start()
    before = bot.output
    for update in NUMBERLESS:
        service.deliver_raw(update)
    service.write(500, QUESTION)
    assert TEMPO in wait_texts(service, 500)[0]
    settle(1)
    assert len(new_lines(bot, before)) <= len(NUMBERLESS), new_lines(bot, before)
    assert len(service.waiting()) == 0
    service.write(501, QUESTION)
    assert TEMPO in wait_texts(service, 501)[0]


@pytest.mark.parametrize("kind", ["message a string", "date a string", "chat a list"])
def test_junk_stays_quiet_and_does_not_come_back_after_a_restart(polling, kind):
    service = polling.service
    bot = polling.start(speed=20)
    number = service.deliver_raw(UNPARSABLE[kind], numbered=True)
    service.write(500, QUESTION)
    wait_texts(service, 500)
    settle(2)
    assert bot.stop() == 0
    bot.start()
    service.write(501, QUESTION)
    wait_texts(service, 501)
    lines = [line for line in bot.output.splitlines() if re.search(rf"\b{number}\b", line)]
    assert len(lines) == 1, bot.output


# 7. Two pollers


def ask_in_turn(service, people, count=5):
    """Every one of some questions is answered once."""
    assert count_answers(service, people, count) == [1] * count


def count_answers(service, people, count):
    """How often each one of some questions is answered."""
    asked = [next(people) for _ in range(count)]
    for person in asked:
        service.write(person, QUESTION)
        wait_texts(service, person)
        settle(0.2)
    settle()
    return [len(texts(service, person)) for person in asked]


def conflicts(lines):
    return [line for line in lines if re.search(r"another|other|conflict|polls|token", line, re.I)]


def test_of_two_pollers_with_two_states_one_goes_on_and_the_other_takes_over(polling, people):
    service = polling.service
    first = polling.start(speed=60, name="first")
    # Polls that end with an update, for more than half a minute of the bot's time.
    ask_in_turn(service, people, 4)
    told = first.output
    second = polling.start(speed=60, name="second")
    settle(1)
    ask_in_turn(service, people)
    assert first._process.poll() is None
    assert second._process.poll() is None
    assert len(conflicts(new_lines(first, told))) == 1, first.output
    assert len(conflicts(second.output.splitlines())) == 1, second.output
    settle(2)
    ask_in_turn(service, people, 2)
    assert len(new_lines(first, told)) == 1, first.output
    assert len(conflicts(second.output.splitlines())) == 1, second.output
    assert first.stop() == 0
    person = next(people)
    service.write(person, QUESTION)
    wait_texts(service, person, seconds=15)
    ask_in_turn(service, people, 3)
    assert second.stop() == 0


def test_two_pollers_that_start_together_lose_nothing(polling, people):
    service = polling.service
    bots = [polling.build(speed=60, name=name) for name in ("first", "second")]
    for bot in bots:
        bot.launch()
    until(lambda: service.polls >= 2, 15, "polls")
    # Until it is clear who was first, both may have a question in hand: it is never lost.
    assert set(count_answers(service, people, 8)) <= {1, 2}
    assert [bot._process.poll() for bot in bots] == [None, None]
    for bot in bots:
        assert len(conflicts(bot.output.splitlines())) <= 3, bot.output


@pytest.mark.parametrize(
    ("world", "end"), [("polling", "kill"), ("webhook", "stop")], indirect=["world"]
)
def test_of_two_with_one_state_the_second_waits_and_takes_over(world, people, end):
    service = world.service
    first = world.start(speed=60, name="first")
    told = first.output
    second = world.build(speed=60, name="second", state=str(first.state))
    second.launch()
    until(lambda: second.output, 10, "a line of the second")
    settle(1)
    ask_in_turn(service, people)
    assert second._process.poll() is None
    assert len(conflicts(second.output.splitlines())) == 1, second.output
    assert len(new_lines(first, told)) <= 1, first.output
    before = service.polls + service.hooks
    getattr(first, end)()
    until(lambda: service.polls + service.hooks > before, 15, "the second polls")
    ask_in_turn(service, people, 3)
    assert second.stop() == 0


# 8. A foreign server


def port_of(address):
    return urlsplit(address).port


@contextlib.contextmanager
def foreign_beyond(port):
    """The address of a server of which each connection reaches ``port``, and ends with it.

    A process that is replaced by another keeps no connection; a thread of a test would.
    """
    ended, connections = threading.Event(), []

    def relay(source, target):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def serve():
        while not ended.is_set():
            with contextlib.suppress(OSError):
                near, _ = listening.accept()
                far = socket.create_connection(("127.0.0.1", port))
                connections.extend((near, far))
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=relay, args=pair, daemon=True).start()

    listening = socket.create_server(("127.0.0.1", 0), backlog=64)
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        ended.set()
        listening.shutdown(socket.SHUT_RDWR)
        for each in (listening, *connections):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        thread.join()


FOREIGN_IN_BOTH = [
    ("html 404", "polling"),
    ("html 401", "polling"),
    ("silent", "polling"),
    ("empty 200", "polling"),
    ("json 200", "webhook"),
]


@pytest.mark.parametrize(("kind", "mode"), FOREIGN_IN_BOTH)
def test_a_foreign_server_is_told_of_in_a_line_and_replaced_when_the_real_one_comes(
    tmp_path, kind, mode
):
    service = Service()
    with (
        serving_foreign(kind) as behind,
        foreign_beyond(port_of(behind)) as address,
    ):
        world = World(service, address, tmp_path, mode)
        bot = world.build(speed=60)
        try:
            process = bot.launch()
            took = until(lambda: bot.output, 12, "a line")
            settle(1.2)
            alone = bot.output
        except BaseException:
            world.end()
            raise
    try:
        assert took < 10.5
        assert process.poll() is None, alone
        assert alone.count("\n") == 1, alone
        assert "TELEGRAM_BOT_TOKEN" not in alone
        assert "TELEGRAM_API_URL" in alone or address in alone
        with serving(service, port_of(address)):
            service.write(500, QUESTION)
            until(lambda: texts(service, 500), 15, lambda: bot.output)
            assert TEMPO in texts(service, 500)[0]
            assert bot.stop() == 0
    finally:
        world.end()
    assert "Traceback" not in bot.output
    assert TOKEN not in bot.output


@pytest.mark.parametrize("mode", MODES)
def test_only_a_token_that_telegram_refuses_ends_the_bot(tmp_path, mode):
    service = Service(token="another")
    with serving(service) as address:
        world = World(service, address, tmp_path, mode)
        bot = world.build()
        bot.launch()
        try:
            assert bot.wait() == 2
        finally:
            world.end()
    assert bot.output.count("\n") == 1
    assert "TELEGRAM_BOT_TOKEN" in bot.output


def test_a_server_that_goes_away_and_comes_back_costs_no_question(tmp_path):
    service = Service()
    with serving(service) as address:
        world = World(service, address, tmp_path, "polling")
        bot = world.start(speed=20)
        failing = service.inject("sendMessage", FAILING, times=None, chat=500)
        service.write(500, QUESTION)
        until(lambda: failing.hits, 10, "a send")
        failing.lift()
    try:
        settle(2)
        lines = bot.output.count("\n")
        with serving(service, port_of(address)):
            service.write(501, QUESTION)
            wait_texts(service, 501)
            wait_texts(service, 500)
            settle()
            assert [len(texts(service, chat)) for chat in (500, 501)] == [1, 1]
            assert bot.stop() == 0
    finally:
        world.end()
    assert lines < 20
    assert "Traceback" not in bot.output


# 9. Locks and the loop


@contextlib.contextmanager
def locked(bot):
    """Another process has the state for itself, as a backup or a tool may."""
    connection = sqlite3.connect(bot.state, isolation_level=None, timeout=5)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


# The service of the tests posts one update after the other: what waits holds up the next.
@pytest.mark.parametrize(
    ("world", "first"), [("polling", True), ("webhook", False)], indirect=["world"]
)
def test_a_lock_on_the_state_holds_up_no_inline_query(world, first):
    service, person = world.service, 500
    bot = world.start()
    service.write(person, "/help")
    wait_texts(service, person)
    with locked(bot):
        ends = time.monotonic() + 5
        if first:
            service.write(person, QUESTION)
            settle(0.3)
        waits = []
        for query in ("bakti sosial", "donor darah", "kupang"):
            asked = service.inline(person, query)
            waits.append(
                until(lambda it=asked: service.queries[it].answer, 12, "the inline query answered")
            )
        if not first:
            service.write(person, QUESTION)
        time.sleep(max(0, ends - time.monotonic()))
    assert max(waits) < 1, waits
    assert TEMPO in wait_texts(service, person, 2)[1]
    settle()
    assert len(texts(service, person)) == 2


def test_a_lock_of_9_s_loses_no_question(polling):
    service, person = polling.service, 500
    bot = polling.start()
    with locked(bot):
        service.write(person, QUESTION)
        settle(9)
    assert TEMPO in wait_texts(service, person)[0]
    settle()
    assert len(texts(service, person)) == 1


def test_the_loop_is_never_held_while_articles_arrive(polling, tmp_path):
    service = polling.service
    corpus = tmp_path / "corpus"
    shutil.copytree(CORPUS, corpus)
    bot = polling.start(watched=True, corpus=str(corpus))
    service.write(1, QUESTION)
    wait_texts(service, 1)
    settle(1)
    at_the_start = bot.holds()
    filler = "Warga menyambut kegiatan itu dengan gembira pada hari Selasa, 5 Mei 2024. " * 10
    for number in range(200):
        story = "\n\n".join(f"Bupati ke-{number} membuka pasar {i}. {filler}" for i in range(6))
        head = f"title: Pasar {number}\npublisher: Warta\npublished: 2024-05-06"
        (corpus / f"pasar-{number}.md").write_text(f"---\n{head}\n---\n{story}\n", encoding="utf-8")
        if number % 5 == 0:
            service.write(1000 + number, QUESTION)
    for number in range(0, 200, 5):
        wait_texts(service, 1000 + number)
    service.write(2000, "/help")
    wait_texts(service, 2000)
    for chat in range(2001, 2012):
        service.write(chat, "berita Mei 2024")
        service.inline(chat, "pasar")
        settle(0.3)
    until(lambda: texts(service, 2011), 20, "answers")
    service.write(3000, "/help")
    until(lambda: "202 artikel" in "".join(texts(service, 3000)), 10, lambda: texts(service, 3000))
    assert bot.holds()[len(at_the_start) :] == []
    assert bot.stop() == 0
