"""The loopback server of the tests: it refuses what the service refuses, and says it so."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    MessageEntity,
    ReactionTypeCustomEmoji,
    ReactionTypeEmoji,
    ReactionTypePaid,
    ReplyParameters,
    SwitchInlineQueryChosenChat,
    Update,
    WebAppInfo,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, EndPointNotFound, Forbidden
from telegram.request import HTTPXRequest

from tests.botapi import (
    FOREIGN,
    ME,
    TOKEN,
    Ending,
    Sent,
    Service,
    black_hole,
    error,
    flood,
    hang_up,
    html_error,
    in_topic,
    lost_reply,
    origin_channel,
    origin_chat,
    origin_hidden,
    origin_user,
    serving,
    serving_foreign,
    slow,
)
from tests.botapi.reactions import EMOJI

ANI, BUDI, GROUP, MOVED, FORUM, CHANNEL = 11, 22, -1001, -1002, -1003, -1004
OLD = "query is too old and response timeout expired or query ID is invalid"
NAME = f"@{ME['username']}"


@pytest.fixture(scope="module")
def loop():
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def service():
    service = Service()
    service.add_group(GROUP)
    yield service
    assert not [text for text in service.violations if "Traceback" in text]


@pytest.fixture
def call(service, loop):
    """Calls a method of python-telegram-bot's Bot, and returns what it returns."""
    with serving(service) as address:
        # Reading the certificates of the whole world would take a tenth of a second each time.
        requests = [HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2)]
        bot = Bot(TOKEN, f"{address}/bot", get_updates_request=requests[0], request=requests[1])
        loop.run(bot.initialize())
        yield lambda method, **parameters: loop.run(getattr(bot, method)(**parameters))
        loop.run(bot.shutdown())


@contextlib.contextmanager
def refused(service, sentence, error=BadRequest, *, mistake=True):
    """The call within is refused in these words, and noted as a mistake of the bot or not."""
    before = len(service.refusals)
    with pytest.raises(error) as caught:
        yield
    assert sentence.lower() in str(caught.value).lower()
    assert len(service.refusals) == before + mistake


def button(**action):
    return InlineKeyboardButton("x", **action)


def keyboard(*buttons):
    return InlineKeyboardMarkup([list(buttons)])


def article(number="1", text="<b>a</b>", title="t", **more):
    content = InputTextMessageContent(text, parse_mode="HTML")
    return InlineQueryResultArticle(number, title, content, **more)


def updates(service, kind):
    """What the bot would get of this kind, read by python-telegram-bot."""
    bot = Bot(TOKEN)
    found = [Update.de_json(update, bot) for update in service.waiting() if kind in update]
    return [getattr(update, kind) for update in found]


# Keyboards and callback queries


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (button(callback_data="x" * 65), "BUTTON_DATA_INVALID"),
        (button(callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (button(callback_data=""), "Text buttons are unallowed"),
        (button(), "Text buttons are unallowed"),
        (button(url="https://a.id", callback_data="1"), "exactly one action"),
        (button(url="tempo"), "Wrong HTTP URL"),
        (button(url="https://tempo"), "Wrong HTTP URL"),
        (button(url="https://a.id/x y"), "Wrong HTTP URL"),
        (button(copy_text=CopyTextButton("x" * 257)), "BUTTON_COPY_TEXT_INVALID"),
        (button(copy_text=CopyTextButton("😀" * 129)), "BUTTON_COPY_TEXT_INVALID"),
        (button(copy_text=CopyTextButton("")), "BUTTON_COPY_TEXT_INVALID"),
        (button(copy_text=CopyTextButton(" \n")), "BUTTON_COPY_TEXT_INVALID"),
        (button(copy_text=CopyTextButton("x"), callback_data="1"), "exactly one action"),
        (button(web_app=WebAppInfo("https://a.id")), "BUTTON_TYPE_INVALID"),
        (
            button(switch_inline_query_chosen_chat=SwitchInlineQueryChosenChat("#1")),
            "at least one chat type",
        ),
        (InlineKeyboardButton(" ", callback_data="1"), "text must be non-empty"),
    ],
)
def test_a_button_that_cannot_work_is_refused(service, call, bad, sentence):
    with refused(service, sentence):
        call("send_message", chat_id=GROUP, text="a", reply_markup=keyboard(bad))


@pytest.mark.parametrize("shape", [(1, 9), (13, 8)])
def test_a_keyboard_that_is_too_large_is_refused(service, call, shape):
    rows = [[button(callback_data="1")] * shape[1]] * shape[0]
    with refused(service, "reply markup is too long"):
        call("send_message", chat_id=GROUP, text="a", reply_markup=InlineKeyboardMarkup(rows))


def test_a_button_into_inline_mode_needs_inline_mode(service, call):
    chosen = SwitchInlineQueryChosenChat("#1", allow_group_chats=True)
    markup = keyboard(button(switch_inline_query_chosen_chat=chosen))
    call("send_message", chat_id=GROUP, text="a", reply_markup=markup)
    service.inline_mode = False
    assert not call("get_me").supports_inline_queries
    with refused(service, "BUTTON_TYPE_INVALID"):
        call("send_message", chat_id=GROUP, text="a", reply_markup=markup)


def test_a_button_that_copies_calls_nobody(service, call):
    message = call(
        "send_message",
        chat_id=GROUP,
        text="a",
        reply_markup=keyboard(button(copy_text=CopyTextButton("x" * 256))),
    )
    with pytest.raises(AssertionError, match="calls nobody"):
        service.press(ANI, message.to_dict(), "x")


# Reactions


def react(call, message, reaction, **more):
    where = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
    return call("set_message_reaction", **where, reaction=reaction, **more)


def test_a_reaction_takes_the_place_of_the_one_before(service, call):
    message = service.write(ANI, "makasih")
    for emoji in EMOJI:
        assert react(call, message, ReactionTypeEmoji(emoji))
        assert service.reactions(message) == (emoji,)
    assert react(call, message, None)
    assert service.reactions(message) == ()


@pytest.mark.parametrize(
    ("reaction", "sentence"),
    [
        (ReactionTypeEmoji("❤️"), "REACTION_INVALID"),
        (ReactionTypeEmoji("✅"), "REACTION_INVALID"),
        (ReactionTypeEmoji(""), "REACTION_INVALID"),
        (ReactionTypeCustomEmoji("5368324170671202286"), "REACTION_INVALID"),
        (ReactionTypePaid(), "REACTION_INVALID"),
        (["👍", "❤"], "REACTIONS_TOO_MANY"),
    ],
)
def test_a_reaction_that_cannot_be_given_is_refused(service, call, reaction, sentence):
    message = service.write(ANI, "makasih")
    with refused(service, sentence):
        react(call, message, reaction)
    assert service.reactions(message) == ()


def test_a_reaction_needs_its_message_and_a_chat_that_has_them(service, call):
    message = service.write(ANI, "makasih")
    with refused(service, "message to react not found"):
        react(call, message | {"message_id": 999}, "👍")
    service.forbid_reactions(ANI)
    with refused(service, "REACTION_INVALID", mistake=False):
        react(call, message, "👍")


def test_a_reaction_to_an_album_lands_on_its_first_message(service, call):
    album = [service.write(ANI, text, media_group_id="7") for text in ("satu", "dua")]
    react(call, album[1], "👍")
    assert [service.reactions(message) for message in album] == [("👍",), ()]


# Presses


def test_a_press_is_answered_once(service, call):
    markup = keyboard(button(callback_data="lagi"))
    call("send_message", chat_id=GROUP, text="a", reply_markup=markup)
    (sent,) = service.sent(GROUP)
    number = service.press(BUDI, sent, "lagi")
    (query,) = updates(service, "callback_query")
    assert (query.id, query.data, query.message.text) == (number, "lagi", "a")
    assert service.unanswered() == [number]
    with refused(service, "MESSAGE_TOO_LONG"):
        call("answer_callback_query", callback_query_id=number, text="x" * 201)
    call("answer_callback_query", callback_query_id=number, text="x" * 200)
    assert service.wait_answer(number)["text"] == "x" * 200
    with refused(service, OLD):
        call("answer_callback_query", callback_query_id=number)
    late = service.press(BUDI, sent, "x")
    service.expire(late)
    with refused(service, OLD, mistake=False):
        call("answer_callback_query", callback_query_id=late)
    with pytest.raises(AssertionError, match="no button"):
        service.press(BUDI, sent, "lain")


# Texts, edits, deletions


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "\U0001f600" * 2049}, "message is too long"),
        ({"text": "<b>a", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "<b>a</b> " * 101, "parse_mode": "HTML"}, "too many entities"),
        ({"text": "a", "entities": [MessageEntity("bold", 0, 2)]}, "outside the text"),
        ({"text": "a", "entities": [MessageEntity("loud", 0, 1)]}, "Unsupported type specified"),
    ],
)
def test_a_text_that_cannot_be_shown_is_refused(service, call, content, sentence):
    message = call("send_message", chat_id=GROUP, text="b")
    with refused(service, sentence):
        call("send_message", chat_id=GROUP, **content)
    with refused(service, sentence):
        call("edit_message_text", chat_id=GROUP, message_id=message.message_id, **content)


def test_only_what_is_the_bots_own_and_changes_is_edited(service, call):
    markup = keyboard(button(callback_data="1"))
    own = call("send_message", chat_id=GROUP, text="a", reply_markup=markup).message_id
    said = service.write(ANI, "halo", chat=GROUP)["message_id"]
    with refused(service, "message is not modified: specified new message content"):
        call("edit_message_text", chat_id=GROUP, message_id=own, text="a", reply_markup=markup)
    with refused(service, "message is not modified"):
        call("edit_message_reply_markup", chat_id=GROUP, message_id=own, reply_markup=markup)
    with refused(service, "message can't be edited"):
        call("edit_message_text", chat_id=GROUP, message_id=said, text="b")
    with refused(service, "message to edit not found"):
        call("edit_message_text", chat_id=GROUP, message_id=99, text="b")
    assert call("edit_message_text", chat_id=GROUP, message_id=own, text="b").edit_date
    assert [(m["text"], "reply_markup" in m) for m in service.sent(GROUP)] == [("b", False)]


def test_only_what_is_there_and_the_bots_own_is_deleted(service, call):
    own = call("send_message", chat_id=GROUP, text="a").message_id
    said = service.write(ANI, "halo", chat=GROUP)["message_id"]
    with refused(service, "message can't be deleted"):
        call("delete_message", chat_id=GROUP, message_id=said)
    call("delete_message", chat_id=GROUP, message_id=own)
    with refused(service, "message to delete not found"):
        call("delete_message", chat_id=GROUP, message_id=own)
    gone = call("send_message", chat_id=GROUP, text="a").message_id
    service.delete(service.sent(GROUP)[0])
    with refused(service, "message to edit not found", mistake=False):
        call("edit_message_text", chat_id=GROUP, message_id=gone, text="b")


# Inline mode


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"results": [article(str(n)) for n in range(51)]}, "too many inline query results"),
        ({"results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article("x" * 65)]}, "RESULT_ID_INVALID"),
        ({"results": [article("")]}, "RESULT_ID_EMPTY"),
        ({"results": [article(title="")]}, "ARTICLE_TITLE_EMPTY"),
        ({"results": [article(text="<b>a")]}, "can't parse inline query result"),
        ({"results": [article(text="x" * 4097)]}, "message is too long"),
        ({"results": [article(thumbnail_url="a.png")]}, "WEBDOCUMENT_URL_INVALID"),
        (
            {"results": [article(reply_markup=keyboard(button(callback_data="x" * 65)))]},
            "BUTTON_DATA_INVALID",
        ),
        ({"results": [article()], "next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        (
            {"results": [], "button": InlineQueryResultsButton("x", start_parameter="a b")},
            "START_PARAM_INVALID",
        ),
    ],
)
def test_results_that_cannot_be_shown_are_refused(service, call, answer, sentence):
    number = service.inline(ANI, "donor")
    with refused(service, sentence):
        call("answer_inline_query", inline_query_id=number, **answer)
    assert service.unanswered("inline") == [number]


def test_a_chosen_result_appears_through_the_bot(service, call):
    service.inline_feedback = True
    number = service.inline(ANI, "donor", chat_type="supergroup")
    assert updates(service, "inline_query")[0].query == "donor"
    plain, pressed = article("1"), article("2", reply_markup=keyboard(button(callback_data="1")))
    call("answer_inline_query", inline_query_id=number, results=[plain, pressed], is_personal=True)
    assert service.wait_answer(number)["is_personal"]
    with refused(service, OLD):
        call("answer_inline_query", inline_query_id=number, results=[plain])

    service.choose(ANI, number, "1", GROUP)
    message = service.choose(ANI, number, "2", BUDI)
    (through,) = updates(service, "message")
    assert (through.text, through.via_bot.username, through.chat.id) == ("a", NAME[1:], GROUP)
    plain, chosen = updates(service, "chosen_inline_result")
    assert (plain.result_id, plain.inline_message_id) == ("1", None)
    service.press(BUDI, message, "1")
    (query,) = updates(service, "callback_query")
    assert query.message is None
    assert query.inline_message_id == chosen.inline_message_id
    reach = {"inline_message_id": chosen.inline_message_id}
    assert call("edit_message_text", text="b", **reach) is True
    assert message["text"] == "b"
    with refused(service, "message is not modified"):
        call("edit_message_text", text="b", **reach)
    with refused(service, "MESSAGE_ID_INVALID"):
        call("edit_message_text", text="b", inline_message_id="x")


def test_what_the_service_remembers_is_not_asked_again(service, call):
    service.inline_cache = True
    number = service.inline(ANI, "donor")
    call("answer_inline_query", inline_query_id=number, results=[article()], is_personal=True)
    assert service.wait_answer(service.inline(ANI, "donor"))["results"]
    service.inline(BUDI, "donor")
    assert len(updates(service, "inline_query")) == 2


# Guest mode


def test_a_guest_answers_once_and_cannot_write(service, call):
    service.add_foreign_group(-2000)
    result = article(reply_markup=keyboard(button(callback_data="1")))
    asked = service.mention_as_guest(ANI, f"{NAME} apa?", -2000)
    (message,) = updates(service, "guest_message")
    assert message.guest_query_id == asked["guest_query_id"]
    assert updates(service, "message") == []
    with refused(service, "can't parse inline query result"):
        call("answer_guest_query", guest_query_id=message.guest_query_id, result=article(text=""))
    answer = call("answer_guest_query", guest_query_id=message.guest_query_id, result=result)
    (sent,) = service.sent(-2000)
    service.press(BUDI, sent, "1")
    assert updates(service, "callback_query")[0].inline_message_id == answer.inline_message_id
    assert (sent["text"], sent["guest_bot_caller_user"]["id"]) == ("a", ANI)
    with refused(service, OLD):
        call("answer_guest_query", guest_query_id=message.guest_query_id, result=article())
    sentence = "bot is not a member of the supergroup chat"
    with refused(service, sentence, Forbidden, mistake=False):
        call("send_message", chat_id=-2000, text="a")


# Chats


def test_people_are_written_to_only_where_they_let_the_bot(service, call):
    with refused(service, "chat not found"):
        call("send_message", chat_id=99, text="a")
    service.write(ANI, "halo", chat=GROUP)
    sentence = "bot can't initiate conversation with a user"
    with refused(service, sentence, Forbidden, mistake=False):
        call("send_message", chat_id=ANI, text="a")
    service.open_chat(ANI)
    call("send_message", chat_id=ANI, text="a")
    service.block(ANI)
    with refused(service, "bot was blocked by the user", Forbidden, mistake=False):
        call("send_message", chat_id=ANI, text="a")
    service.unblock(ANI)
    call("send_message", chat_id=ANI, text="a")
    changes = [change.new_chat_member.status for change in updates(service, "my_chat_member")]
    assert changes == ["kicked", "member"]


def test_a_reply_needs_its_message_and_a_quote_its_words(service, call):
    said = service.write(ANI, "selamat pagi", chat=GROUP)["message_id"]
    with refused(service, "message to be replied not found"):
        call("send_message", chat_id=GROUP, text="a", reply_to_message_id=99)
    with refused(service, "QUOTE_TEXT_INVALID"):
        quote = ReplyParameters(said, quote="malam")
        call("send_message", chat_id=GROUP, text="a", reply_parameters=quote)
    lenient = ReplyParameters(99, allow_sending_without_reply=True)
    call("send_message", chat_id=GROUP, text="a", reply_parameters=lenient)
    call("send_message", chat_id=GROUP, text="a", reply_to_message_id=said)
    assert service.sent(GROUP)[-1]["reply_to_message"]["message_id"] == said


def test_a_topic_must_exist(service, call):
    service.add_forum(FORUM, 7, 8)
    for topic in (1, 9):
        with refused(service, "message thread not found"):
            call("send_message", chat_id=FORUM, text="a", message_thread_id=topic)
    service.close_topic(FORUM, 8)
    with refused(service, "TOPIC_CLOSED", mistake=False):
        call("send_message", chat_id=FORUM, text="a", message_thread_id=8)
    asked = service.write(ANI, "halo", chat=FORUM, **in_topic(7))
    call("send_message", chat_id=FORUM, text="a", reply_to_message_id=asked["message_id"])
    assert service.sent(FORUM)[0]["message_thread_id"] == 7


def test_the_bot_comes_and_goes_and_is_told(service, call):
    service.add_foreign_group(MOVED)
    service.add_bot(ANI, MOVED)
    call("send_message", chat_id=MOVED, text="a")
    assert call("get_chat_member", chat_id=MOVED, user_id=ME["id"]).status == "member"
    service.remove_bot(ANI, MOVED)
    sentence = "bot was kicked from the supergroup chat"
    with refused(service, sentence, Forbidden, mistake=False):
        call("send_message", chat_id=MOVED, text="a")
    assert call("leave_chat", chat_id=GROUP)
    assert service.write(ANI, "tidak terbaca", chat=GROUP)
    changes = [change.new_chat_member.status for change in updates(service, "my_chat_member")]
    assert changes == ["member", "kicked", "left"]
    assert [message.text for message in updates(service, "message")] == [None]


def test_the_bot_does_not_write_in_the_name_of_others(service, call):
    service.add_channel(CHANNEL, status="member")
    with refused(service, "need administrator rights in the channel chat", mistake=False):
        call("send_message", chat_id=CHANNEL, text="a")
    service.set_status(CHANNEL, ME["id"], "administrator")
    call("send_message", chat_id=CHANNEL, text="a")
    assert [post["text"] for post in service.sent(CHANNEL)] == ["a"]
    said = service.write_to_business(ANI, "halo")
    sentence = "bot can't initiate conversation with a user"
    with refused(service, sentence, Forbidden, mistake=False):
        call("send_message", chat_id=ANI, text="a")
    with refused(service, "BOT_ACCESS_FORBIDDEN"):
        connection = said["business_connection_id"]
        call("send_message", chat_id=ANI, text="a", business_connection_id=connection)


def test_a_group_that_moved_says_where(service, call):
    service.migrate(ANI, GROUP, MOVED)
    with refused(service, "Group migrated", ChatMigrated, mistake=False):
        call("send_message", chat_id=GROUP, text="a")
    old, new = updates(service, "message")
    assert (old.migrate_to_chat_id, new.migrate_from_chat_id) == (MOVED, GROUP)
    call("send_message", chat_id=MOVED, text="a")


def test_a_chat_and_its_members_are_told(service, call):
    service.set_status(GROUP, ANI, "creator")
    service.set_status(GROUP, BUDI, "administrator")
    assert call("get_chat", chat_id=GROUP).title == "Grup"
    statuses = [admin.status for admin in call("get_chat_administrators", chat_id=GROUP)]
    assert statuses == ["creator", "administrator"]
    assert call("get_chat_member_count", chat_id=GROUP) == 3
    with refused(service, "user not found"):
        call("get_chat_member", chat_id=GROUP, user_id=77)


# Kinds of messages


def test_people_edit_their_own_messages(service, call):
    said = service.write(ANI, "/tanya apa", chat=GROUP)
    service.edit(said, "apa lagi?")
    (message,) = updates(service, "message")
    (edited,) = updates(service, "edited_message")
    assert (message.text, edited.text, edited.entities) == ("/tanya apa", "apa lagi?", ())
    assert edited.edit_date
    assert edited.message_id == message.message_id
    call("send_message", chat_id=GROUP, text="a")
    with pytest.raises(AssertionError):
        service.edit(service.sent(GROUP)[0], "b")


CHAT = {"id": -1, "type": "supergroup", "title": "x"}
ORIGINS = [
    origin_user(BUDI),
    origin_hidden(),
    origin_chat(CHAT),
    origin_channel({**CHAT, "type": "channel"}),
]


@pytest.mark.parametrize("origin", ORIGINS, ids=lambda origin: origin["type"])
@pytest.mark.parametrize("chat", [None, GROUP])
def test_forwards_have_an_origin(service, origin, chat):
    service.write(ANI, "halo", chat=chat, forward_origin=origin)
    (message,) = updates(service, "message")
    assert message.forward_origin.type == origin["type"]


@pytest.mark.parametrize(
    ("action", "kept"), [({"url": "https://a.id"}, True), ({"callback_data": "1"}, False)]
)
def test_a_forward_keeps_a_keyboard_of_addresses_only(service, call, action, kept):
    service.open_chat(ANI)
    call("send_message", chat_id=ANI, text="a", reply_markup=keyboard(button(**action)))
    forwarded = service.forward(ANI, service.sent(ANI)[0], chat=GROUP)
    assert forwarded["forward_origin"]["sender_user"] == ME
    assert ("reply_markup" in forwarded) == kept


def test_every_kind_of_message_can_be_read(service):
    service.add_channel(CHANNEL)
    post = service.publish(CHANNEL, "kabar")
    service.edit(post, "kabar baru")
    service.discuss(post, GROUP)
    service.write_anonymously(GROUP, "halo")
    service.reply(ANI, service.write_via(ANI, "a", {**ME, "id": 5}, chat=GROUP), "b")
    service.write_to_business(ANI, "halo")
    assert updates(service, "channel_post")[0].sender_chat.id == CHANNEL
    assert updates(service, "edited_channel_post")[0].text == "kabar baru"
    linked, anonymous, through, reply = updates(service, "message")
    assert linked.is_automatic_forward
    assert anonymous.sender_chat.id == GROUP
    assert through.via_bot.id == 5
    assert reply.reply_to_message.message_id == through.message_id
    assert updates(service, "business_message")[0].business_connection_id


# What the bot says of itself


@pytest.mark.parametrize(
    ("name", "description", "sentence"),
    [
        ("Tanya", "x", "BOT_COMMAND_INVALID"),
        ("t-1", "x", "BOT_COMMAND_INVALID"),
        ("x" * 33, "x", "command length must not exceed 32"),
        ("", "x", "command must be non-empty"),
        ("x", " ", "command description must be non-empty"),
        ("x", "x" * 257, "command description length must not exceed 256"),
    ],
)
def test_a_command_keeps_to_its_limits(service, call, name, description, sentence):
    with refused(service, sentence):
        call("set_my_commands", commands=[BotCommand(name, description)])


def test_menus_are_kept_by_scope_and_language(service, call):
    private = BotCommandScopeAllPrivateChats()
    call("set_my_commands", commands=[("a", "a")])
    call("set_my_commands", commands=[("b", "b")], scope=private, language_code="id")
    assert [c.command for c in call("get_my_commands")] == ["a"]
    assert call("get_my_commands", language_code="id") == ()
    assert list(service.menus({"type": "all_private_chats"})) == ["id"]
    call("delete_my_commands", scope=private, language_code="id")
    assert service.menus({"type": "all_private_chats"}) == {}
    assert service.commands == {"": [{"command": "a", "description": "a"}]}
    with refused(service, "LANG_CODE_INVALID"):
        call("set_my_commands", commands=[("a", "a")], language_code="ind")
    with refused(service, "chat not found"):
        call("set_my_commands", commands=[("a", "a")], scope=BotCommandScopeChat(-99))
    with refused(service, "BOT_COMMANDS_TOO_MUCH"):
        call("set_my_commands", commands=[(f"a{n}", "a") for n in range(101)])


@pytest.mark.parametrize(("what", "most"), [("description", 512), ("short_description", 120)])
def test_descriptions_are_kept_by_language(service, call, what, most):
    call(f"set_my_{what}", **{what: "x" * most})
    call(f"set_my_{what}", **{what: "halo"}, language_code="id")
    assert getattr(call(f"get_my_{what}", language_code="id"), what) == "halo"
    assert getattr(call(f"get_my_{what}", language_code="en"), what) == "x" * most
    assert service.described(what, "en") is None
    with refused(service, "ABOUT_TOO_LONG"):
        call(f"set_my_{what}", **{what: "x" * (most + 1)})


# Polling and webhook


@contextlib.contextmanager
def listening(*statuses):
    """A bot's own address: what was posted to it, replying with ``statuses`` and then 200."""
    replies, posted, secrets = list(statuses), [], []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posted.append(json.loads(body))
            secrets.append(self.headers["X-Telegram-Bot-Api-Secret-Token"])
            self.send_response(replies.pop(0) if replies else 200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/hook"
    yield SimpleNamespace(url=url, posted=posted, secrets=secrets)
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_webhook_gets_each_update_in_turn_until_it_takes_it(service, call):
    with listening(500, 404) as hook:
        call("set_webhook", url=hook.url, secret_token="s-1", allowed_updates=["message"])
        service.write(ANI, "satu")
        service.write(ANI, "dua")
        service.block(ANI)
        service.wait_confirmed(service.last_update - 1)
        info = call("get_webhook_info")
        assert (info.url, info.pending_update_count) == (hook.url, 0)
        assert "404" in info.last_error_message
        with refused(service, "can't use getUpdates method while webhook is active", Conflict):
            call("get_updates")
        call("delete_webhook")
    texts = [update["message"]["text"] for update in hook.posted]
    assert texts == ["satu", "satu", "satu", "dua"]
    assert set(hook.secrets) == {"s-1"}
    assert call("get_updates") == ()
    assert call("get_webhook_info").url == ""


def test_a_public_address_is_reached_by_its_route(service, call):
    with listening() as hook:
        service.add_route("https://bot.example", hook.url.removesuffix("/hook"))
        call("set_webhook", url="https://bot.example/hook")
        service.wait_confirmed(service.deliver({"message": {}}))
        service.close()
    assert len(hook.posted) == 1


@pytest.mark.parametrize(
    ("hook", "sentence"),
    [
        ({"url": "http://bot.example/x"}, "An HTTPS URL must be provided"),
        ({"url": "https://bot.example:8080/x"}, "only on ports 80, 88, 443 or 8443"),
        ({"url": "https://bot.example/x"}, "Failed to resolve host"),
        ({"url": "127.0.0.1"}, "invalid webhook URL specified"),
        ({"url": "http://127.0.0.1:9/", "secret_token": "x" * 257}, "secret token is too long"),
        ({"url": "http://127.0.0.1:9/", "secret_token": "a b"}, "unallowed characters"),
    ],
)
def test_a_webhook_that_cannot_work_is_refused(service, call, hook, sentence):
    with refused(service, sentence):
        call("set_webhook", **hook)


def test_only_the_kinds_that_the_bot_asks_for_come(service, call):
    call("get_updates", allowed_updates=["inline_query"])
    service.write(ANI, "halo")
    service.inline(ANI, "halo")
    assert [update.inline_query is not None for update in call("get_updates")] == [True]
    call("get_updates", allowed_updates=[])
    service.write(ANI, "halo")
    service.deliver({"chat_member": {}})
    assert len(service.waiting()) == 2
    call("set_webhook", url="http://127.0.0.1:9/", drop_pending_updates=True)
    assert service.waiting() == []


def test_raw_updates_come_as_they_stand_and_in_their_turn(service, call, post):
    raw = [{"message": {"text": 7}}, 5, None, [], "text", {"update_id": "x"}, {"update_id": 2000}]
    for update in raw:
        service.deliver_raw(update)
    service.write(ANI, "halo")
    first = post("getUpdates").json()["result"]
    assert first[:-1] == raw
    assert first[-1]["update_id"] == 2001
    assert post("getUpdates").json()["result"] == [raw[-1], first[-1]]
    assert post("getUpdates", offset=2002).json()["result"] == []


def test_a_raw_update_may_be_numbered_as_all_others(service, post):
    before = service.deliver({"message": {}})
    assert service.deliver_raw({"message": "unparsable"}, numbered=True) == before + 1
    assert post("getUpdates").json()["result"][1] == {
        "update_id": before + 1,
        "message": "unparsable",
    }


def test_raw_updates_are_posted_to_the_webhook_too(service, call):
    with listening() as hook:
        call("set_webhook", url=hook.url)
        for update in (None, [1], {"update_id": "x"}):
            service.deliver_raw(update)
        service.wait_confirmed(service.deliver({"message": {}}))
        service.close()
    assert hook.posted[:-1] == [None, [1], {"update_id": "x"}]


# Faults


@pytest.fixture
def post(service):
    """Makes a call as plain HTTP, on one connection that is kept open, and gives up after 0.3 s."""
    with serving(service) as address, httpx.Client(verify=False, timeout=0.3) as client:
        yield lambda method, **form: client.post(f"{address}/bot{TOKEN}/{method}", data=form)


def send(post, text="halo", chat=GROUP):
    return post("sendMessage", chat_id=chat, text=text)


def texts(service, chat=GROUP):
    return [message["text"] for message in service.sent(chat)]


@pytest.mark.parametrize("status", [500, 502, 504])
def test_an_error_of_the_service_has_its_status_and_no_effect(service, post, status):
    service.inject("sendMessage", error(status), times=2)
    replies = [send(post) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [status, status, 200]
    assert replies[0].json()["error_code"] == status
    assert len(service.refused("sendMessage")) == 2
    assert service.refusals == []
    assert len(texts(service)) == 1


def test_a_flood_says_when_to_come_again(service, post):
    service.inject("sendMessage", flood(5))
    reply = send(post)
    assert reply.status_code == 429
    assert reply.json()["parameters"] == {"retry_after": 5}


@pytest.mark.parametrize("status", [502, 504])
def test_a_proxys_error_is_a_page(service, post, status):
    service.inject("sendMessage", html_error(status))
    reply = send(post)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "text/html"
    assert f"<h1>{status} " in reply.text
    assert texts(service) == []


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (hang_up(), httpx.RemoteProtocolError),
        (hang_up(reset=True), httpx.ReadError),
        (black_hole(), httpx.ReadTimeout),
    ],
)
def test_a_call_without_reply_may_have_no_effect(service, post, fault, problem):
    service.inject("sendMessage", fault)
    with pytest.raises(problem):
        send(post)
    assert texts(service) == []
    assert service.unconfirmed() == set()
    assert send(post).status_code == 200


@pytest.mark.parametrize(
    ("ending", "problem"),
    [
        (Ending.FIN, httpx.RemoteProtocolError),
        (Ending.RST, httpx.ReadError),
        (Ending.SILENCE, httpx.ReadTimeout),
    ],
)
def test_a_call_whose_reply_is_lost_has_its_effect_and_is_told_apart(
    service, post, ending, problem
):
    service.inject("sendMessage", lost_reply(ending))
    with pytest.raises(problem):
        send(post, "hilang")
    service.wait(service.unconfirmed, "a lost reply")
    send(post, "sampai")
    lost, _heard = service.sent(GROUP)
    assert texts(service) == ["hilang", "sampai"]
    assert service.unconfirmed() == {(GROUP, lost["message_id"])}


def test_a_slow_call_is_performed_and_replied_to_later(service, post):
    service.inject("sendMessage", slow(0.2))
    started = time.monotonic()
    assert send(post).status_code == 200
    assert time.monotonic() - started >= 0.2
    assert service.unconfirmed() == set()


def test_a_reply_that_comes_after_the_bot_gave_up_is_lost(service, post):
    service.inject("sendMessage", slow(0.5))
    with pytest.raises(httpx.ReadTimeout):
        send(post)
    service.wait(service.unconfirmed, "a reply to nobody")
    assert texts(service) == ["halo"]


def test_a_fault_may_befall_one_chat_and_every_method_until_it_is_lifted(service, post):
    with service.inject(None, error(500), times=None, chat=GROUP) as injection:
        assert send(post).status_code == 500
        assert post("sendChatAction", chat_id=GROUP, action="typing").status_code == 500
        service.open_chat(ANI)
        assert send(post, chat=ANI).status_code == 200
        assert post("getMe").status_code == 200
    assert injection.hits == 2
    assert send(post).status_code == 200


def test_chance_decides_the_same_way_with_the_same_seed(service, post):
    def draw(seed):
        rng = random.Random(seed)
        with service.inject("getMe", error(500), times=None, share=0.5, rng=rng):
            return [post("getMe").status_code for _ in range(20)]

    assert set(draw(1)) == {200, 500}
    assert draw(1) == draw(1) != draw(2)


# Rates


def test_without_limits_a_bot_may_send_as_fast_as_it_can(service, post):
    assert {send(post).status_code for _ in range(40)} == {200}
    assert len(service.send_times(GROUP)) == len(service.send_times()) == 40


def test_the_fourth_message_within_three_seconds_is_too_many_for_a_chat(service, post):
    service.rate_limits = True
    service.open_chat(ANI)
    assert [send(post).status_code for _ in range(4)] == [200, 200, 200, 429]
    reply = send(post)
    assert reply.json()["parameters"]["retry_after"] == 3
    assert send(post, chat=ANI).status_code == 200
    assert service.refusals == []
    assert len(service.send_times(GROUP)) == 3
    assert service.too_fast == 2


def test_a_message_a_second_is_never_too_many_for_a_chat_but_for_a_group(service, post):
    service.rate_limits = True
    service.open_chat(ANI)
    now = time.monotonic()
    for chat in (ANI, GROUP):
        for number in range(20):
            service._sends.append(Sent(now - 20 + number, chat, number, ""))
    assert send(post, chat=ANI).status_code == 200
    assert send(post).json()["parameters"]["retry_after"] == 40


def test_more_than_thirty_a_second_are_too_many_in_all(service, post):
    service.rate_limits = True
    replies = [send(post, chat=service.open_chat(100 + number)) for number in range(36)]
    assert [reply.status_code for reply in replies] == [200] * 32 + [429] * 4
    assert replies[-1].json()["parameters"] == {"retry_after": 1}


# Servers that are no Bot API


@pytest.mark.parametrize("kind", [kind for kind, page in FOREIGN.items() if page])
def test_a_foreign_server_replies_the_same_to_everything(kind):
    page = FOREIGN[kind]
    with serving_foreign(kind) as address:
        for reply in (httpx.get(address), httpx.post(f"{address}/botX/getMe", data={"a": 1})):
            assert (reply.status_code, reply.text) == (page.status, page.text)
            assert reply.headers["content-type"] == page.kind


def test_a_foreign_server_may_be_silent():
    with serving_foreign("silent") as address, pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{address}/botX/getMe", timeout=0.2)


# Every call


def test_every_call_is_read_and_noted(service, call):
    with refused(service, "unknown ['nonsense']"):
        call("send_message", chat_id=GROUP, text="a", api_kwargs={"nonsense": 1})
    with refused(service, "missing ['text']"):
        call("send_message", chat_id=GROUP, text=None)
    with refused(service, "expected InlineKeyboardMarkup"):
        call("send_message", chat_id=GROUP, text="a", reply_markup={"inline_keyboard": 1})
    with refused(service, "Not Found", EndPointNotFound):
        call("do_api_request", endpoint="sendNonsense")
    assert len(service.violations) == 4
    assert len(service.refused("sendMessage")) == 3
    service.refuse("sendMessage", 400, "Bad Request: planned")
    with refused(service, "planned", mistake=False):
        call("send_message", chat_id=GROUP, text="a")
    assert service.wait_called("sendMessage", 4)[-1].parameters["text"] == "a"


@pytest.mark.parametrize("on", [True, False])
def test_the_switches_are_told_by_get_me(service, call, on):
    service.inline_mode = service.guest_mode = service.joins_groups = on
    me = call("get_me")
    assert me.supports_inline_queries == me.supports_guest_queries == me.can_join_groups == on
    assert me.can_read_all_group_messages is False
