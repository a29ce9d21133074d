"""No question is lost, whatever becomes of sends: the bot as a process, the service with faults."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.botapi import (
    ME,
    Ending,
    black_hole,
    error,
    flood,
    hang_up,
    html_error,
    lost_reply,
    slow,
)
from tests.telegram.delivery.world import (
    BLOCKED,
    DAY,
    FAILING,
    JAKARTA,
    QUESTION,
    TEMPO,
    calls_for,
    new_lines,
    pending,
    settle,
    texts,
    until,
    wait_texts,
)

FAULTS = {
    "500 twice": (error(500), 2),
    "502 twice": (error(502), 2),
    "504 twice": (error(504), 2),
    "closed twice": (hang_up(), 2),
    "aborted twice": (hang_up(reset=True), 2),
    "429 four times": (flood(2), 4),
    "503 five times": (error(503), 5),
}


@pytest.mark.parametrize(("fault", "times"), FAULTS.values(), ids=FAULTS)
def test_a_question_whose_send_fails_is_answered_once(shared, people, fault, times):
    service, person = shared.service, next(people)
    injection = service.inject("sendMessage", fault, times=times, chat=person)
    service.write(person, QUESTION)
    assert TEMPO in wait_texts(service, person)[0]
    settle()
    assert len(texts(service, person)) == 1
    assert injection.hits == times
    assert pending(shared.bots[0]) == 0


@pytest.mark.parametrize("name", ["502 twice", "aborted twice", "429 four times"])
def test_a_reaction_that_fails_is_given_all_the_same(shared, people, name):
    service, person, (fault, times) = shared.service, next(people), FAULTS[name]
    injection = service.inject("setMessageReaction", fault, times=times, chat=person)
    service.wait_reaction(service.write(person, "oke sip"), "👍")
    assert injection.hits == times
    settle()
    assert texts(service, person) == []
    assert pending(shared.bots[0]) == 0


def test_a_reaction_whose_receipt_is_lost_is_given_again_without_harm(shared, people):
    service, person = shared.service, next(people)
    service.inject("setMessageReaction", lost_reply(), times=1, chat=person)
    service.wait_reaction(service.write(person, "🙏"), "🙏")
    service.write(person, QUESTION)
    assert TEMPO in wait_texts(service, person)[0]
    settle()
    assert len(texts(service, person)) == 1


def test_a_502_whose_body_is_a_page_leaves_no_traceback(world):
    service, person = world.service, 500
    bot = world.start(speed=20)
    before = bot.output
    service.inject("sendMessage", html_error(502), times=2, chat=person)
    service.write(person, QUESTION)
    assert TEMPO in wait_texts(service, person)[0]
    settle()
    assert len(texts(service, person)) == 1
    assert "Traceback" not in bot.output
    assert len(new_lines(bot, before)) < 10


def test_a_line_held_for_5_s_brings_one_answer(polling):
    service, person = polling.service, 500
    polling.start()
    service.inject("sendMessage", slow(5), chat=person)
    service.write(person, QUESTION)
    assert TEMPO in wait_texts(service, person)[0]
    settle(3)
    assert len(texts(service, person)) == 1


@pytest.mark.parametrize("ending", [Ending.FIN, Ending.RST])
def test_an_answer_whose_receipt_is_lost_is_sent_at_most_twice(shared, people, ending):
    service, person = shared.service, next(people)
    service.inject("sendMessage", lost_reply(ending), times=1, chat=person)
    service.write(person, QUESTION)
    wait_texts(service, person)
    service.write(person, "/help")
    until(lambda: "Cara bertanya" in texts(service, person)[-1], 20, "an answer to /help")
    assert len(texts(service, person)) <= 3


def test_an_answer_of_which_nothing_is_ever_heard_is_sent_at_most_twice(polling):
    service, person = polling.service, 500
    bot = polling.start(speed=20)
    service.inject("sendMessage", lost_reply(), times=None, chat=person)
    service.write(person, QUESTION)
    wait_texts(service, person)
    until(lambda: pending(bot) == 0, 80, lambda: bot.output)
    settle(3)
    assert 1 <= len(texts(service, person)) <= 2


def test_an_answer_that_times_out_once_is_there_and_not_more_than_twice(polling):
    service, person = polling.service, 500
    bot = polling.start(speed=20)
    service.inject("sendMessage", black_hole(), times=1, chat=person)
    service.write(person, QUESTION)
    assert TEMPO in wait_texts(service, person, seconds=40)[0]
    until(lambda: pending(bot) == 0, 5, lambda: bot.output)
    settle()
    assert len(calls_for(service, person)) == 2


def test_an_edited_answer_is_edited_in_the_end_and_not_sent_anew(shared, people):
    service, person = shared.service, next(people)
    question = service.write(person, QUESTION)
    wait_texts(service, person)
    service.inject("editMessageText", error(502), times=3, chat=person)
    service.edit(question, "kapan donor darah di kupang")
    until(lambda: "donor darah" in service.sent(person)[0]["text"], 10, "the answer edited")
    settle()
    assert len(service.sent(person)) == 1


def test_a_page_is_turned_in_the_end(shared, people):
    service, person = shared.service, next(people)
    service.write(person, "kapan donor darah di kupang")
    wait_texts(service, person)
    before = service.sent(person)[0]["text"]
    service.inject("editMessageText", error(502), times=3, chat=person)
    service.inject("answerCallbackQuery", error(502), times=1)
    press = service.press(person, service.sent(person)[0], "›")
    until(lambda: service.sent(person)[0]["text"] != before, 10, "the page turned")
    until(lambda: service.queries[press].answer is not None, 10, "the button let go")
    settle()
    assert len(texts(service, person)) == 1


GONE = {
    "blocked": BLOCKED,
    "deactivated": error(403, "Forbidden: user is deactivated"),
    "no such chat": error(400, "Bad Request: chat not found"),
    "thrown out": error(403, "Forbidden: bot was kicked from the group chat"),
}


@pytest.mark.parametrize("fault", GONE.values(), ids=GONE)
def test_an_answer_that_nobody_can_get_is_struck_with_one_line(shared, people, fault):
    service, person, bot = shared.service, next(people), shared.bots[0]
    before = bot.output
    failing = service.inject("sendMessage", fault, times=None, chat=person)
    service.write(person, QUESTION)
    until(lambda: failing.hits, 10, "a send")
    until(lambda: pending(bot) == 0, 10, "the update struck")
    settle(1)
    assert failing.hits == 1
    assert len(new_lines(bot, before)) == 1
    failing.lift()


def test_a_text_that_is_refused_even_as_plain_text_is_struck_with_one_line(polling):
    service, person = polling.service, 500
    bot = polling.start(speed=20)
    before = bot.output
    fault = error(400, "Bad Request: can't parse entities: unsupported start tag")
    failing = service.inject("sendMessage", fault, times=2, chat=person)
    service.write(person, QUESTION)
    until(lambda: failing.hits == 2, 10, "both forms refused")
    until(lambda: pending(bot) == 0, 10, "the update struck")
    settle(1)
    # The asker may be told that there is no answer, once.
    assert len(calls_for(service, person)) <= 3
    assert "Traceback" not in bot.output
    assert 1 <= len(new_lines(bot, before)) <= 2, bot.output
    service.write(person, "/help")
    until(lambda: "Cara bertanya" in texts(service, person)[-1], 10, "an answer to /help")


def test_a_text_that_is_refused_once_goes_out_as_plain_text_although_sends_fail(shared, people):
    service, person = shared.service, next(people)
    fault = error(400, "Bad Request: can't parse entities: unsupported start tag")
    service.inject("sendMessage", error(502), times=1, chat=person)
    service.inject("sendMessage", fault, times=1, chat=person)
    service.inject("sendMessage", error(502), times=2, chat=person)
    service.write(person, QUESTION)
    assert TEMPO in wait_texts(service, person)[0]
    settle()
    assert len(texts(service, person)) == 1


def test_an_answer_follows_a_group_that_moves_while_it_waits(polling):
    service, person = polling.service, 500
    group = service.add_group(-1001)
    polling.start(speed=20)
    failing = service.inject("sendMessage", FAILING, times=None, chat=group)
    service.write(person, f"/tanya@{ME['username']} {QUESTION}", chat=group)
    until(lambda: failing.hits, 10, "a send")
    service.migrate(person, group, -1_001_001)
    failing.lift()
    assert TEMPO in wait_texts(service, -1_001_001)[0]
    settle()
    assert len(texts(service, -1_001_001)) == 1


def test_what_waits_when_the_process_is_killed_is_answered_after_the_start(world):
    service, chats = world.service, range(500, 510)
    bot = world.start(speed=20)
    failing = service.inject("sendMessage", FAILING, times=None)
    for chat in chats:
        service.write(chat, QUESTION)
    until(lambda: failing.hits >= 25, 10, "repetitions")
    bot.kill()
    failing.lift()
    bot.start()
    for chat in chats:
        assert TEMPO in wait_texts(service, chat)[0]
    settle()
    assert [len(texts(service, chat)) for chat in chats] == [1] * len(chats)


def test_pauses_grow_from_a_second_and_stay_below_five_minutes(polling):
    service, person = polling.service, 500
    polling.start(speed=600)
    began = time.monotonic()
    times = []
    failing = service.inject("sendMessage", FAILING, times=None, chat=person)
    service.write(person, QUESTION)
    while time.monotonic() - began < 8:
        if failing.hits > len(times):
            times.append((time.monotonic() - began) * 600)
        time.sleep(0.001)
    pauses = [after - before for before, after in pairwise(times)]
    # 80 minutes: about 8 tries in which the pauses grow, then one in each 5 minutes or less.
    assert 15 <= failing.hits <= 60, pauses
    assert max(pauses) < 400, pauses


@pytest.mark.parametrize("fault", [FAILING, flood(30), black_hole()], ids=["500", "429", "silent"])
def test_chats_that_fail_hold_up_nobody_else(polling, fault):
    service = polling.service
    polling.start()
    for chat in range(1, 61):
        service.inject("sendMessage", fault, times=None, chat=chat)
        service.write(chat, QUESTION)
    settle(2.5)
    service.write(500, QUESTION)
    wait_texts(service, 500, seconds=2)


def test_three_hundred_chats_that_hang_hold_up_nobody_else(polling):
    service = polling.service
    polling.start()
    for chat in range(1, 301):
        service.inject("sendMessage", black_hole(), times=None, chat=chat)
        service.write(chat, QUESTION)
    settle(11)
    service.write(500, QUESTION)
    wait_texts(service, 500, seconds=2)


def test_a_chat_is_answered_in_the_order_of_its_questions(world):
    service, person = world.service, 500
    world.start(speed=20)
    asked = [f"apa yang terjadi pada {day} Januari 2026?" for day in range(15, 21)]
    service.inject("sendMessage", error(500), times=3, chat=person)
    for number, question in enumerate(asked):
        service.write(person, question)
        if number == 2:
            settle(0.2)
            service.inject("sendMessage", hang_up(), times=2, chat=person)
    got = [text.splitlines()[0] for text in wait_texts(service, person, len(asked))]
    assert got == [f"❓ {question}" for question in asked]
    settle()
    assert len(texts(service, person)) == len(asked)


def test_order_in_a_chat_holds_over_a_kill(polling):
    service, person = polling.service, 500
    bot = polling.start(speed=20)
    failing = service.inject("sendMessage", FAILING, times=None, chat=person)
    asked = [f"apa yang terjadi pada {day} Januari 2026?" for day in range(15, 21)]
    for question in asked[:4]:
        service.write(person, question)
    until(lambda: failing.hits >= 2, 10, "a repetition")
    bot.kill()
    for question in asked[4:]:
        service.write(person, question)
    failing.lift()
    bot.start()
    got = [text.splitlines()[0] for text in wait_texts(service, person, len(asked))]
    assert got == [f"❓ {question}" for question in asked]


def clock_of(seconds):
    """How a reader in Jakarta writes the time: 13.05 or 13:05."""
    return datetime.fromtimestamp(seconds, JAKARTA).strftime("%H[.:]%M")


def test_an_answer_that_waited_says_when_it_was_asked(world):
    service, person = world.service, 500
    world.start(speed=300)
    failing = service.inject("sendMessage", FAILING, times=None, chat=person)
    asked = service.write(person, QUESTION)["date"]
    until(lambda: service.now() - asked > 1200, 10, "twenty minutes")
    failing.lift()
    (late,) = wait_texts(service, person)
    service.write(501, QUESTION)
    (prompt,) = wait_texts(service, 501)
    assert TEMPO in late
    assert re.search(clock_of(asked), late), late
    assert not re.search(clock_of(asked), prompt)
    settle()
    assert len(texts(service, person)) == 1


def test_an_answer_that_waited_a_little_says_nothing_of_it(polling):
    service, person = polling.service, 500
    polling.start(speed=60)
    failing = service.inject("sendMessage", FAILING, times=None, chat=person)
    asked = service.write(person, QUESTION)["date"]
    until(lambda: service.now() - asked > 120, 10, "two minutes")
    failing.lift()
    (late,) = wait_texts(service, person)
    assert service.now() - asked < 600, "the machine is too busy"
    assert not re.search(clock_of(asked), late), late


def test_an_answer_that_waited_keeps_the_day_of_its_question(polling):
    service, person = polling.service, 500
    polling.start(speed=300)
    half_past_midnight_in_jakarta = int(datetime(2026, 1, 20, 17, 30, tzinfo=UTC).timestamp())
    failing = service.inject("sendMessage", FAILING, times=None, chat=person)
    service.write(person, "apa yang terjadi kemarin?", date=half_past_midnight_in_jakarta)
    until(lambda: failing.hits >= 3, 10, "repetitions")
    settle(3)
    failing.lift()
    (late,) = wait_texts(service, person)
    assert "20 Januari 2026" in late
    assert TEMPO in late
    assert re.search(r"00[.:]30", late), late


def test_a_question_asked_while_the_bot_was_down_keeps_its_day_and_says_its_time(polling):
    service, person = polling.service, 500
    bot = polling.start(speed=60)
    assert bot.stop() == 0
    five_hours_ago = int(service.now()) - 5 * 3600
    yesterday = datetime.fromtimestamp(five_hours_ago, JAKARTA) - timedelta(days=1)
    service.write(person, "apa yang terjadi kemarin?", date=five_hours_ago)
    bot.start()
    (late,) = wait_texts(service, person)
    assert f"{yesterday.day} November" in late or f"{yesterday.day} " in late, late
    assert re.search(clock_of(five_hours_ago), late), late


def test_after_a_day_of_failures_the_asker_gets_one_apology(polling):
    service, person = polling.service, 500
    bot = polling.start(speed=20_000)
    failing = service.inject("sendMessage", FAILING, times=None, chat=person)
    asked = service.write(person, QUESTION)["date"]
    until(lambda: service.now() - asked > DAY * 1.02, 10, "a day")
    failing.lift()
    (apology,) = wait_texts(service, person)
    assert TEMPO not in apology
    until(lambda: service.now() - asked > 1.5 * DAY, 10, "half a day more")
    assert len(texts(service, person)) == 1, texts(service, person)
    until(lambda: pending(bot) == 0, 10, "the update struck")


def test_a_day_without_a_bot_ends_in_one_apology(polling):
    service, person = polling.service, 500
    bot = polling.start(speed=10_000)
    failing = service.inject("sendMessage", FAILING, times=None, chat=person)
    asked = service.write(person, QUESTION)["date"]
    until(lambda: failing.hits >= 2, 10, "repetitions")
    bot.kill()
    failing.lift()
    until(lambda: service.now() - asked > 1.1 * DAY, 12, "a day")
    bot.start()
    (apology,) = wait_texts(service, person)
    assert TEMPO not in apology
    settle(1)
    assert len(texts(service, person)) == 1


def test_an_inline_query_and_a_guest_are_answered_although_the_first_reply_fails(shared, people):
    service, person = shared.service, next(people)
    service.inject("answerInlineQuery", error(502), times=1)
    query = service.inline(person, "bakti sosial")
    until(lambda: service.queries[query].answer, 5, "the inline query answered")
    group = service.add_foreign_group(-5000 - person)
    service.inject("answerGuestQuery", error(502), times=1)
    asked = service.mention_as_guest(person, f"@{ME['username']} {QUESTION}", group)
    guest = service.queries[asked["guest_query_id"]]
    until(lambda: guest.answer, 5, "the guest answered")
