"""The calls for an update: each is made once, however often the update is tried."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import defaultdict, deque

import pytest
from hypothesis import given
from hypothesis import strategies as some
from telegram import Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.delivery.calls import LATE, Calls
from bot.telegram.delivery.http import HttpError
from bot.telegram.delivery.in_hand import CURRENT, Delivery
from bot.telegram.delivery.limits import Limits
from tests.telegram.delivery.clock import FastClock

_CHAT, _OTHER, _GROUP, _SUPERGROUP = 5, 6, -5, -1005
_SPEED = 500
# Of what is kept by kind, chat and message.
_PLACES = some.tuples(
    some.sampled_from(["sendMessage", "deleteMessage", "post", "write"]),
    some.sampled_from([None, 1, -1]),
    some.sampled_from([None, 1, 11]),
)

pytestmark = pytest.mark.usefixtures("as_the_bot_counts")


def caused(problem, cause):
    """The library's error, raised from that of the network."""
    problem.__cause__ = cause
    return problem


def unknown():
    """The request went out, and nothing came back in time."""
    return caused(TimedOut(), HttpError("no reply", is_unknown=True))


def bubble(number, chat=_CHAT):
    """What the service replies to a message that it took, as far as that is of interest."""
    return {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, "text": "t"}


def delivery(chat=_CHAT, taken=0, asked=0, update=None):
    return Delivery(
        id=1,
        handle=lambda: asyncio.sleep(0),
        lane=chat,
        chat=chat,
        taken=taken,
        asked=asked,
        update=update,
    )


class FarSide:
    """The service: what it replies, in order, and what was posted; more than that is refused."""

    def __init__(self, *replies):
        self.replies, self.posts = deque(replies), []
        self.typing: Exception | None = None

    async def __call__(self, method, data, **kwargs):
        assert set(kwargs) == {"read_timeout"}
        self.posts.append((method, dict(data)))
        if method == "sendChatAction":
            reply: object = self.typing or True
            if isinstance(self.typing, ChatMigrated):
                self.typing = None  # a group moves once
        else:
            reply = self.replies.popleft()
        if isinstance(reply, Exception):
            raise reply
        return reply

    def methods(self):
        return [method for method, _ in self.posts]

    def texts(self):
        return [data["text"] for method, data in self.posts if method == "sendMessage"]


class Desk:
    """One delivery, and the calls that are made for it."""

    def __init__(self, *replies, asked=None, update=True, chat=_CHAT, speed=_SPEED):
        self.clock, self.far = FastClock(speed), FarSide(*replies)
        self.limits, self.moves, self.notes = Limits(self.clock), [], []
        self.calls = Calls(
            self.limits,
            self.clock,
            say_late=lambda delivery: f"<asked {delivery.id} & late>",
            note=self._note,
            move=self._move,
        )
        now = int(self.clock.now())
        self.delivery = delivery(
            chat=chat,
            taken=now,
            asked=now if asked is None else asked,
            update=Update(1) if update else None,
        )

    async def _note(self, delivery):
        self.notes.append(delivery.journal)

    async def _move(self, old, new):
        self.moves.append((old, new))

    async def call(self, endpoint, **data):
        given = {"read_timeout": 1}
        return await self.calls.process_request(self.far, (), given, endpoint, data, None)

    async def send(self, text, chat=_CHAT, **data):
        return await self.call("sendMessage", chat_id=chat, text=text, **data)

    def attempt(self, *texts, **data):
        """Send the texts as a handler does that ends at the first failure; that failure."""

        async def handle():
            for text in texts:
                await self.send(text, **data)

        return self.run(handle)

    def run(self, handle):
        """The error with which ``handle`` ends as one more attempt; None where it ends well."""

        async def handling():
            self.delivery.begin()
            CURRENT.set(self.delivery)
            await handle()

        try:
            asyncio.run(handling())
        except TelegramError as problem:
            return problem
        return None

    def restart(self):
        """Another process goes on with what is in the file: the journal, and no more."""
        left = self.delivery
        self.delivery = delivery(left.chat, left.taken, left.asked, left.update)
        self.delivery.read_journal(left.journal)


# The journal


def test_a_call_that_was_made_is_not_made_again():
    desk = Desk(bubble(10), NetworkError("Bad Gateway"), bubble(11))
    assert str(desk.attempt("one", "two")) == "Bad Gateway"
    assert desk.delivery.failure is not None
    assert desk.attempt("one", "two") is None
    assert desk.far.texts() == ["one", "two", "two"]
    assert desk.delivery.failure is None


def test_nor_is_it_by_another_process():
    desk = Desk(bubble(10), NetworkError("Bad Gateway"), bubble(11))
    desk.attempt("one", "two")
    desk.restart()
    assert desk.attempt("one", "two") is None
    assert desk.far.texts() == ["one", "two", "two"]


def test_what_comes_back_is_the_same_each_time_as_far_as_the_library_needs_it():
    desk, found = Desk(bubble(10), True), []

    async def handle():
        found.append([await desk.send("one"), await desk.call("deleteMessage", chat_id=_CHAT)])

    desk.run(handle)
    desk.restart()
    desk.run(handle)
    first, again = found
    assert first == [bubble(10), True]
    del first[0]["text"]
    assert again == first


@pytest.mark.parametrize("refusal", [BadRequest("no rights"), Forbidden("bot was blocked")])
def test_a_call_that_was_refused_for_good_is_no_failure_and_is_made_again(refusal):
    desk = Desk(refusal, refusal)
    for _ in range(2):
        assert desk.attempt("one") is refusal
        assert desk.delivery.failure is None
    assert desk.far.texts() == ["one", "one"]
    assert not any("send" in key for key in desk.delivery.made)


@pytest.mark.parametrize(
    "problem",
    [
        NetworkError("Internal Server Error"),
        caused(NetworkError("x"), HttpError("refused")),
        caused(TimedOut(), HttpError("no connection is free")),
        InvalidToken("Unauthorized"),
    ],
)
def test_what_did_not_arrive_is_tried_as_often_as_it_takes(problem):
    desk = Desk(*[problem] * 5, bubble(10))
    for _ in range(5):
        assert desk.attempt("one") is problem
        assert desk.delivery.failure is problem
        assert not desk.delivery.is_hopeless
    assert desk.attempt("one") is None
    assert desk.far.methods() == ["sendMessage"] * 6


def test_what_may_have_arrived_is_repeated_once_when_the_chat_can_be_reached():
    desk = Desk(unknown(), bubble(10))
    desk.attempt("one")
    assert desk.delivery.failure
    assert not desk.delivery.is_hopeless
    desk.restart()
    assert desk.attempt("one") is None
    assert desk.far.methods() == ["sendMessage", "sendChatAction", "sendMessage"]
    assert desk.attempt("one") is None
    assert len(desk.far.posts) == 3


def test_what_may_have_arrived_twice_is_not_sent_a_third_time():
    desk = Desk(unknown(), unknown())
    desk.attempt("one")
    desk.restart()
    desk.attempt("one")
    assert desk.delivery.is_hopeless


def test_while_the_chat_cannot_be_reached_the_repetition_waits():
    desk = Desk(unknown(), bubble(10))
    desk.attempt("one")
    desk.far.typing = unknown()
    for _ in range(3):
        desk.attempt("one")
        assert desk.delivery.failure
        assert not desk.delivery.is_hopeless
    desk.far.typing = None
    assert desk.attempt("one") is None
    assert desk.far.methods().count("sendMessage") == 2


def test_a_chat_that_shut_the_bot_out_meanwhile_gets_no_repetition():
    desk = Desk(unknown())
    desk.attempt("one")
    desk.far.typing = Forbidden("bot was blocked")
    desk.attempt("one")
    assert desk.delivery.failure is None
    assert desk.far.methods() == ["sendMessage", "sendChatAction"]


def test_a_call_that_failed_before_one_that_was_made_is_the_only_one_made_again():
    problem = NetworkError("Bad Gateway")
    desk = Desk(True, problem, True, True)

    async def handle():
        for number in (1, 2, 3):
            with contextlib.suppress(NetworkError):
                await desk.call("deleteMessage", chat_id=_CHAT, message_id=number)

    desk.run(handle)
    assert desk.delivery.failure is problem
    desk.restart()
    desk.run(handle)
    assert [data["message_id"] for _, data in desk.far.posts] == [1, 2, 3, 2]
    assert len(desk.delivery.made) == 3


def test_the_same_in_another_chat_or_for_another_message_is_another_call():
    it = delivery()
    places = [
        ("edit", 1, 2),
        ("edit", 1, 3),
        ("edit", 2, 2),
        ("delete", 1, 2),
        ("edit", 1),
        ("edit",),
    ]
    keys = [it.to_key(*place) for place in places for _ in range(2)]
    assert len(set(keys)) == 2 * len(places)
    it.begin()
    assert [it.to_key(*place) for place in places] == keys[::2]


@given(
    made=some.lists(_PLACES, max_size=8),
    others=some.lists(_PLACES, max_size=8),
    left_out=some.sets(_PLACES),
    chance=some.randoms(),
)
def test_a_key_is_found_whatever_else_is_left_out_or_comes_between(made, others, left_out, chance):
    first, later, numbers = delivery(), delivery(), defaultdict(deque)
    for number, place in enumerate(made):
        first.keep(first.to_key(*place), number)
        numbers[place].append([number])
    later.read_journal(first.journal)
    again = [place for place in made if place not in left_out]
    again += [place for place in others if place not in made]
    chance.shuffle(again)
    for place in again:
        found = later.made.get(later.to_key(*place))
        assert found == (numbers[place].popleft() if numbers[place] else None)


def test_the_journal_outlives_the_process_as_it_is():
    first, later = delivery(), delivery()
    first.begin()
    assert first.journal == ""
    first.keep(first.to_key("write"), None)
    first.keep(first.to_key("sendMessage", 1), {"message_id": 10})
    first.doubt(first.to_key("sendMessage", 1))
    later.read_journal(first.journal)
    assert (later.made, later.doubts) == (first.made, first.doubts)
    assert not later.is_given_up
    later.read_journal("")
    assert (later.made, later.doubts) == (first.made, first.doubts)


def test_a_doubt_is_none_any_more_when_a_reply_came():
    it = delivery()
    it.begin()
    it.doubt(key := it.to_key("sendMessage", 1))
    assert it.doubts == {key: 1}
    it.keep(key, None)
    assert it.doubts == {}


def test_what_is_given_up_stays_so_and_begins_with_nothing_done():
    first, later = delivery(), delivery()
    first.keep(first.to_key("sendMessage", 1), None)
    first.give_up()
    later.read_journal(first.journal)
    assert later.is_given_up
    assert later.made == later.doubts == {}


def test_the_journal_is_taken_once_for_each_thing_that_is_done():
    it = delivery()
    assert it.take_news() is None
    for step in (
        lambda: it.keep("sendMessage 1 None 1", None),
        lambda: it.doubt("sendMessage 1 None 2"),
        lambda: it.doubt("sendMessage 1 None 2"),
        it.give_up,
    ):
        step()
        assert it.take_news() == it.journal
        assert it.take_news() is None
    again = delivery()
    again.read_journal(it.journal)
    assert again.take_news() is None


@pytest.mark.parametrize("journal", ["{", "5", "null", "[[1]]", '[["sendMessage", 1, null, {}]]'])
def test_what_is_no_journal_is_an_error_of_reading(journal):
    with pytest.raises((ValueError, TypeError)):
        delivery().read_journal(journal)


def test_what_was_made_is_noted_before_the_next_call_is_made():
    desk = Desk(bubble(10), bubble(11))
    desk.attempt("one", "two")
    assert desk.notes[0] == ""
    made, doubts, given_up = json.loads(desk.notes[1]).values()
    ((key, [reply]),) = made.items()
    assert (key, reply["message_id"]) == (f"sendMessage {_CHAT} None 1", 10)
    assert (doubts, given_up) == ({}, False)
    assert "text" not in desk.notes[1]


def test_a_call_that_is_not_repeated_does_not_have_all_after_it_made_again():
    desk = Desk(True, bubble(10), NetworkError("Bad Gateway"), bubble(11))

    async def first():
        await desk.call("deleteMessage", chat_id=_CHAT, message_id=1)
        await again()

    async def again():
        await desk.send("one")
        await desk.send("two")

    desk.run(first)
    desk.run(again)
    assert desk.far.texts() == ["one", "two", "two"]


def test_a_message_that_failed_is_not_taken_for_the_one_after_it():
    desk = Desk(NetworkError("Bad Gateway"), bubble(10), bubble(11))

    async def handle():
        for text in ("one", "two"):
            with contextlib.suppress(NetworkError):
                await desk.send(text)

    desk.run(handle)
    desk.run(handle)
    assert desk.far.texts() == ["one", "two", "one"]


def test_a_call_that_the_end_of_the_bot_cut_off_is_made_again_however_often_that_was():
    desk = Desk()
    begun = asyncio.Event()

    async def hang(method, data, **_):
        if method == "sendMessage":
            desk.far.posts.append((method, data))
            begun.set()
            await asyncio.sleep(60)

    async def cut_off():
        desk.delivery.begin()
        CURRENT.set(desk.delivery)
        data = {"chat_id": _CHAT, "text": "one"}
        task = asyncio.create_task(
            desk.calls.process_request(hang, (), {}, "sendMessage", data, None)
        )
        await asyncio.wait({task, asyncio.create_task(begun.wait())}, return_when="FIRST_COMPLETED")
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    for _ in range(3):
        begun = asyncio.Event()
        asyncio.run(cut_off())
        desk.restart()
    assert len(desk.far.posts) == 3
    assert list(desk.delivery.doubts.values()) == [1]


def test_what_was_sent_is_noted_before_the_next_message_waits_for_its_turn():
    desk = Desk(bubble(10), bubble(11), speed=1)

    async def handle():
        await desk.send("one")
        waits = asyncio.create_task(desk.send("two"))
        await asyncio.sleep(0.3)
        noted = desk.notes[-1]
        waits.cancel()
        await asyncio.gather(waits, return_exceptions=True)
        assert len(json.loads(noted)["made"]) == 1

    assert desk.run(handle) is None


# Chats


def test_a_group_that_moved_gets_its_message_under_its_new_id():
    desk = Desk(ChatMigrated(_SUPERGROUP), bubble(10, _SUPERGROUP), chat=_GROUP)
    assert desk.attempt("one", chat=_GROUP) is None
    assert [data["chat_id"] for _, data in desk.far.posts] == [_GROUP, _SUPERGROUP]
    assert desk.moves == [(_GROUP, _SUPERGROUP)]


def test_a_chat_that_telegram_asks_to_wait_is_not_asked_meanwhile():
    desk = Desk(RetryAfter(30), speed=10)
    desk.attempt("one")
    assert isinstance(desk.delivery.failure, RetryAfter)
    assert desk.limits.paused_for(_CHAT) == pytest.approx(30, abs=15)
    assert isinstance(desk.attempt("one"), RetryAfter)
    assert len(desk.far.posts) == 1


def test_other_chats_do_not_wait_with_it():
    desk = Desk(RetryAfter(300), bubble(10))
    desk.attempt("one")
    assert desk.attempt("two", chat=_OTHER) is None


def test_messages_are_paced_and_edits_are_not():
    desk = Desk(bubble(10), *[True] * 20, bubble(11), speed=3)

    async def handle():
        await desk.send("one")
        before = desk.clock.now()
        for number in range(20):
            await desk.call("editMessageText", chat_id=_CHAT, message_id=number, text="x")
        after = desk.clock.now()
        await desk.send("two")
        assert desk.clock.now() - before >= 0.9
        assert after - before < 0.9

    assert desk.run(handle) is None


def test_what_was_sent_to_a_group_that_moved_is_not_sent_again():
    moved = ChatMigrated(_SUPERGROUP)
    desk = Desk(
        moved,
        bubble(10, _SUPERGROUP),
        moved,
        NetworkError("Bad Gateway"),
        *[moved, bubble(11, _SUPERGROUP)] * 2,
        chat=_GROUP,
    )
    desk.attempt("one", "two", chat=_GROUP)
    assert desk.delivery.failure
    desk.attempt("one", "two", chat=_GROUP)
    to_the_group = [it["text"] for _, it in desk.far.posts if it["chat_id"] == _SUPERGROUP]
    assert to_the_group == ["one", "two", "two"]


def test_a_look_at_a_paused_chat_does_not_prolong_the_pause():
    desk = Desk(RetryAfter(5), speed=5)

    async def handle():
        with pytest.raises(RetryAfter):
            await desk.send("one")
        await desk.clock.sleep(desk.limits.paused_for(_CHAT) - 2)
        left = desk.limits.paused_for(_CHAT)
        with pytest.raises(RetryAfter):
            await desk.send("one")
        assert desk.limits.paused_for(_CHAT) <= left

    assert desk.run(handle) is None


def test_a_paused_chat_is_not_even_probed():
    desk = Desk(unknown(), bubble(10))
    desk.attempt("one")
    desk.limits.pause(_CHAT, 300)
    desk.attempt("one")
    assert desk.far.methods() == ["sendMessage"]


def test_a_pause_that_the_probe_is_asked_for_is_kept_to():
    desk = Desk(unknown(), speed=10)
    desk.attempt("one")
    desk.far.typing = RetryAfter(30)
    desk.attempt("one")
    assert isinstance(desk.delivery.failure, RetryAfter)
    assert desk.limits.paused_for(_CHAT) > 0


def test_a_repetition_in_a_group_that_moved_meanwhile_is_sent():
    desk = Desk(unknown(), bubble(10, _SUPERGROUP), chat=_GROUP)
    desk.attempt("one", chat=_GROUP)
    desk.far.typing = ChatMigrated(_SUPERGROUP)
    assert desk.attempt("one", chat=_GROUP) is None
    assert desk.far.posts[-1][1] == {"chat_id": _SUPERGROUP, "text": "one"}


@pytest.mark.parametrize(
    "strange", [True, {}, {**bubble(10), "date": "now"}, ValueError("no number: 'soon'")]
)
def test_a_reply_that_cannot_be_read_is_an_unknown_outcome(strange):
    desk = Desk(strange, bubble(11))
    assert isinstance(desk.attempt("one"), NetworkError)
    assert list(desk.delivery.doubts.values()) == [1]
    assert desk.attempt("one") is None
    assert desk.far.methods() == ["sendMessage", "sendChatAction", "sendMessage"]


# An answer that comes late


def late(**given):
    return Desk(bubble(10), bubble(11), asked=time.time() - LATE - 60, **given)


def test_a_late_answer_says_once_when_it_was_asked():
    desk = late()
    desk.attempt("one", "two")
    assert desk.far.texts() == ["<asked 1 & late>\none", "two"]


def test_in_html_that_line_is_escaped():
    desk = late()
    desk.attempt("<b>one</b>", parse_mode="HTML")
    assert desk.far.texts() == ["&lt;asked 1 &amp; late&gt;\n<b>one</b>"]


def test_a_second_bubble_is_sent_without_it_when_the_first_came_in_time():
    desk = Desk(bubble(10), NetworkError("Bad Gateway"), bubble(11))
    desk.attempt("one", "two")
    desk.delivery.asked -= LATE + 60
    desk.restart()
    desk.attempt("one", "two")
    assert desk.far.texts() == ["one", "two", "two"]


def test_an_answer_in_time_a_letter_and_another_chat_have_no_such_line():
    in_time, letter, elsewhere = Desk(bubble(10)), late(update=False), late()
    in_time.attempt("one")
    letter.attempt("one")
    elsewhere.attempt("one", chat=_OTHER)
    assert in_time.far.texts() == letter.far.texts() == elsewhere.far.texts() == ["one"]


def test_an_edit_has_no_such_line():
    desk = late()
    desk.run(lambda: desk.call("editMessageText", chat_id=_CHAT, message_id=1, text="x"))
    assert desk.far.posts[0][1]["text"] == "x"


# What an update is not done with


@pytest.mark.parametrize("endpoint", ["answerCallbackQuery", "answerInlineQuery"])
def test_who_waits_is_answered_within_seconds_or_not_at_all(endpoint):
    problems = [NetworkError("Bad Gateway"), unknown()]
    desk = Desk(*problems, True)
    assert desk.run(lambda: desk.call(endpoint)) is None
    desk = Desk(*problems, last := NetworkError("once more"))
    assert desk.run(lambda: desk.call(endpoint)) is last
    assert desk.delivery.failure is None
    assert not any("send" in key for key in desk.delivery.made)


@pytest.mark.parametrize("refuse", [lambda: BadRequest("query is too old"), lambda: RetryAfter(5)])
def test_who_waits_is_not_answered_again_where_that_is_refused(refuse):
    desk = Desk(problem := refuse())
    assert desk.run(lambda: desk.call("answerCallbackQuery")) is problem


def test_what_is_no_answer_is_made_beside_it_and_fails_without_harm():
    desk = Desk(problem := RetryAfter(5000), bubble(10))

    async def handle():
        with pytest.raises(RetryAfter) as failed:
            await desk.call("setMyCommands")
        assert failed.value is problem
        await desk.send("one")

    assert desk.run(handle) is None
    assert desk.delivery.failure is None
    assert [key.split()[0] for key in desk.delivery.made] == ["sendMessage"]


def test_what_is_called_for_no_update_is_made_each_time():
    desk = Desk(bubble(10), NetworkError("Bad Gateway"), bubble(11))

    async def check():
        await desk.send("one")
        with pytest.raises(NetworkError):
            await desk.send("two")
        await desk.send("one")

    asyncio.run(check())
    assert desk.notes == []
