"""Who may ask, on every surface: the bot as a process of its own against a strict server."""

from __future__ import annotations

import re
import sqlite3
import time
from itertools import count

import pytest
from telegram import Update, User

from bot.config import Access, Config
from bot.render.translations import read_translations
from bot.store import Role, Store
from bot.telegram.access.admission import link_of_invitation, name_of, new_invitation
from bot.telegram.access.gate import Gate, asker_of
from tests.botapi import ME, BotProcess, Service, in_topic, origin_hidden, origin_user, serving
from tests.conftest import CORPUS
from tests.faker import make_services

ADMIN, SLEEPY, USER, ADMIN_DB, REVOKED, BLOCKED = 11, 12, 22, 44, 55, 66
NAME = f"@{ME['username']}"
QUESTION = "apa yang terjadi pada 20 Januari 2026?"
TEMPO = "event.tempo.co/read/2081968/"
DAY = 86_400
# A group takes 20 messages a minute, so each case has one of its own.
GROUPS = [-1000 - number for number in range(100, 130)]
TRANSLATIONS = read_translations("id")
PEOPLE, FOREIGN, FREE_GROUPS = count(500), count(-9000, -1), iter(GROUPS)


def say(key, **values):
    """A text as it is shown, without its markup."""
    return re.sub(r"</?[a-z]+>", "", TRANSLATIONS.texts[f"access.{key}"]).format(**values)


def pattern(key, **values):
    """A text of which the values not given may be anything."""
    template = re.escape(re.sub(r"</?[a-z]+>", "", TRANSLATIONS.texts[f"access.{key}"]))
    for name, value in values.items():
        template = template.replace(rf"\{{{name}\}}", re.escape(str(value)))
    return re.sub(r"\\\{\w+\\\}", r"(.+)", template)


LANGUAGES = read_translations("id").say("personal.choose")


@pytest.fixture(scope="module")
def service():
    service = Service()
    service.open_chat(ADMIN)
    service.add_person(SLEEPY, "Never here")
    yield service
    assert service.refusals == []
    assert service.violations == []


@pytest.fixture(scope="module")
def bot(service, tmp_path_factory):
    """The bot of most tests, with an administrator, a revoked and a blocked person of its own."""
    access = {"admins": [ADMIN, SLEEPY], "users": [USER], "groups": GROUPS}
    with serving(service) as address:
        folder = tmp_path_factory.mktemp("bot")
        bot = BotProcess(folder, address, service, speed=8, corpus=str(CORPUS), access=access)
        bot.start()
        try:
            furnish(service)
            yield bot
        finally:
            assert bot.stop() == 0, bot.output
        assert "Traceback" not in bot.output


def furnish(service):
    service.add_person(ADMIN_DB, "Dewi")
    use(service, ADMIN_DB, invite(service, ADMIN, "/undang admin"))
    use(service, REVOKED, invite(service, ADMIN))
    tell(service, ADMIN, f"/cabut {REVOKED}")
    tell(service, ADMIN, f"/blokir {BLOCKED}")


@pytest.fixture
def person(service):
    return service.add_person(next(PEOPLE))


def list_of_access(service, admin):
    """What /akses tells, in however many messages: the answer to what comes next ends it."""
    before = len(service.sent(admin))
    service.write(admin, "/akses")
    service.write(admin, "/bahasa")
    texts = []

    def ended():
        texts[:] = [message["text"] for message in service.sent(admin)[before:]]
        return LANGUAGES in texts

    service.wait(ended, "the whole list")
    return "\n".join(texts)


def tell(service, sender, text, **more):
    """The text of the bot's answer."""
    return ask(service, sender, text, **more)["text"]


def ask(service, sender, text, **more):
    """The message that answers ``text``."""
    chat = more.get("chat") or sender
    before = len(service.sent(chat))
    service.write(sender, text, **more)
    return service.wait_sent(chat, before + 1)[before]


def invite(service, admin, command="/undang"):
    """The text of /start that a new link stands for."""
    text = tell(service, admin, command)
    found = re.search(rf"https://t\.me/{ME['username']}\?start=(\S+)", text)
    assert found, text
    return f"/start {found[1]}"


def use(service, person, start, *, inviter=ADMIN, **more):
    """The answer to an invitation; whoever made it has then been told."""
    before = len(service.sent(inviter)) if inviter else 0
    text = tell(service, person, start, **more)
    if inviter and text in (say("told_admitted"), say("welcome_admin")):
        service.wait_sent(inviter, before + 1)
    return text


def request(service, person):
    """Ask to be let in; the administrator's notice, with its buttons."""
    line = ask(service, person, "halo")
    service.press(person, line, "acc:ask")
    for admin in (ADMIN, ADMIN_DB):
        service.wait(lambda admin=admin: notices(service, admin, person), "the notice")
    return notices(service, ADMIN, person)[-1]


def notices(service, admin, person):
    return [m for m in service.sent(admin) if m["text"].endswith(f"Id: {person}")]


def press_there(service, person, data, chat):
    """A press on a button that some message in ``chat`` has; the id of the query."""
    button = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
    with service._changed:
        place = dict(service._chat(chat))
        message = service._keep(
            {"from": ME, "chat": place, "text": "tombol", "reply_markup": button, "via_bot": ME}
        )
    return service.press(person, message, data)


def pass_turn(service, chat):
    """Return when all that came before in ``chat`` has been handled.

    Messages of a chat are handled in turn, and an administrator's button is always answered.
    """
    service.wait_answer(press_there(service, ADMIN, "acc:a:1", chat))


def acts(bot, subject=None):
    connection = sqlite3.connect(bot.state)
    try:
        rows = connection.execute("SELECT act, actor, subject FROM acts ORDER BY number").fetchall()
    finally:
        connection.close()
    return [(act, actor) for act, actor, who in rows if subject is None or who == subject]


# Surfaces by roles. Each surface returns what came of it: "answered", "told" or "silent".


def outcome(text, told):
    if text is None:
        return "silent"
    return "told" if re.fullmatch(told, text) else "answered" if TEMPO in text else text


def said_since(service, chat, before):
    pass_turn(service, chat)
    texts = [m["text"] for m in service.sent(chat)[before:] if m["text"] != "tombol"]
    assert len(texts) <= 1
    return texts[0] if texts else None


STRANGERS_LINE = re.escape(TRANSLATIONS.texts["telegram.stranger"]).replace(r"\{id\}", r"\d+")
GROUPS_LINE = re.escape(TRANSLATIONS.texts["telegram.stranger_group"]).replace(r"\{id\}", r"-\d+")


def private(service, person, chat):
    service.open_chat(person)
    before = len(service.sent(person))
    service.write(person, QUESTION)
    return outcome(said_since(service, person, before), STRANGERS_LINE)


def group(service, person, chat, **more):
    service.write(person, f"/tanya {QUESTION}", chat=chat, **more)
    result = outcome(said_since(service, chat, 0), GROUPS_LINE)
    assert service.is_bot_in(chat) == (result != "told")
    return result


def topic(service, person, chat):
    if chat in service.topics:
        return "silent"
    service.add_forum(chat, 7)
    return group(service, person, chat, **in_topic(7))


def edited(service, person, chat):
    service.open_chat(person)
    before = len(service.sent(person))
    service.write(person, QUESTION, kind="edited_message")
    return outcome(said_since(service, person, before), STRANGERS_LINE)


def inline(service, person, chat):
    query = service.inline(person, "donor darah")
    pass_turn(service, person)
    answer = service.queries[query].answer
    if answer is None:
        return "silent"
    assert answer["results"] == []
    assert answer["is_personal"]
    assert answer["cache_time"] == 0
    assert answer["button"]["start_parameter"] == "akses"
    return "told"


def guest(service, person, chat):
    place = service.add_foreign_group(next(FOREIGN))
    asked = service.mention_as_guest(person, f"{NAME} {QUESTION}", place)
    pass_turn(service, place)
    return "silent" if service.queries[asked["guest_query_id"]].answer is None else "answered"


def callback(service, person, chat):
    service.open_chat(person)
    answer = service.wait_answer(press_there(service, person, "acc:a:1", person))["text"]
    told = (say("closed"), say("admins_only"))
    return {"": "silent", say("request_gone"): "answered"}.get(
        answer, "told" if answer in told else answer
    )


def command(service, person, chat):
    service.open_chat(person)
    before = len(service.sent(person))
    service.write(person, "/akses")
    text = said_since(service, person, before)
    if text and text.startswith("Administrator: "):
        return "answered"
    return outcome(text, f"{STRANGERS_LINE}|{re.escape(say('admins_only'))}")


ROLES = {
    "stranger": lambda: (next(PEOPLE), next(FOREIGN)),
    "user": lambda: (USER, next(FOREIGN)),
    "member": lambda: (next(PEOPLE), next(FREE_GROUPS)),
    "admin": lambda: (ADMIN, next(FOREIGN)),
    "admin of the database": lambda: (ADMIN_DB, next(FOREIGN)),
    "revoked": lambda: (REVOKED, next(FOREIGN)),
    "blocked": lambda: (BLOCKED, next(FOREIGN)),
    "blocked member": lambda: (BLOCKED, next(FREE_GROUPS)),
}
A, T, S, X = "answered", "told", "silent", None
# What an inline query and a guest's question of somebody let in get is tested with their answers.
TABLE = {
    private: (T, A, T, A, A, T, S, S),
    group: (T, A, A, A, A, T, S, S),
    topic: (T, A, A, A, A, T, S, S),
    edited: (S, X, S, X, X, S, S, S),
    inline: (T, X, T, X, X, T, S, S),
    guest: (S, X, S, X, X, S, S, S),
    callback: (T, T, T, A, A, T, S, S),
    command: (T, T, T, A, A, T, S, S),
}
CASES = [
    pytest.param(surface, role, expected, id=f"{surface.__name__}-{role}")
    for surface, row in TABLE.items()
    for role, expected in zip(ROLES, row, strict=True)
    if expected
]


@pytest.mark.parametrize(("surface", "role", "expected"), CASES)
def test_each_surface_treats_each_role_as_the_table_says(bot, service, surface, role, expected):
    person, chat = ROLES[role]()
    service.add_group(chat)
    assert surface(service, person, chat) == expected


# Requests


def test_a_request_reaches_the_administrators_and_lets_the_person_ask(bot, service, person):
    service.add_person(person, "<b>Ani</b>\n\u202e & Co", username="ani")
    notice = request(service, person)
    assert notice["text"] == say("request", name="<b>Ani</b> & Co (@ani)", id=person)
    done = f"{notice['text']}\n\n{say('done.admitted', by='Ani')}"
    (other,) = notices(service, ADMIN_DB, person)
    service.press(ADMIN, notice, "Izinkan")
    asked, welcome = service.wait_sent(person, 2)
    assert asked["text"] == say("requested", id=person)
    assert "reply_markup" not in asked
    assert welcome["text"] == say("told_admitted")
    assert TEMPO in tell(service, person, QUESTION)
    for admin, message in ((ADMIN, notice), (ADMIN_DB, other)):
        service.wait(
            lambda admin=admin, message=message: (
                service.find_message(admin, message["message_id"])["text"] == done
            ),
            "the outcome under the request",
        )
        assert "reply_markup" not in service.find_message(admin, message["message_id"])
    assert acts(bot, person) == [("requested", person), ("admitted", ADMIN)]


def test_a_refused_person_is_told_so_and_may_ask_again_another_day(bot, service, person):
    notice = request(service, person)
    service.press(ADMIN, notice, "Tolak")
    assert service.wait_sent(person, 2)[1]["text"] == say("told_refused")
    line = ask(service, person, "halo")
    assert service.wait_answer(service.press(person, line, "acc:ask"))["text"] == say(
        "refused_today"
    )
    assert acts(bot, person) == [("requested", person), ("refused", ADMIN)]


def test_a_blocked_person_is_not_heard_any_more(bot, service, person):
    notice = request(service, person)
    service.press(ADMIN, notice, "Blokir")
    service.wait(lambda: ("blocked", ADMIN) in acts(bot, person), "the act")
    start = invite(service, ADMIN)
    service.write(person, "halo")
    service.write(person, start)
    assert said_since(service, person, 1) is None
    assert say("already_blocked", id=person) == tell(service, ADMIN, f"/blokir {person}")
    assert tell(service, ADMIN, f"/izinkan {person}") == say("allowed_told", id=person)
    assert TEMPO in tell(service, person, QUESTION)


def test_a_second_wish_is_told_that_the_first_waits(bot, service, person):
    request(service, person)
    line = ask(service, person, "halo")
    before = len(service.sent(ADMIN))
    assert service.wait_answer(service.press(person, line, "acc:ask"))["text"] == say("waiting")
    assert len(service.sent(ADMIN)) == before
    tell(service, ADMIN, f"/izinkan {person}")
    inside = press_there(service, person, "acc:ask", person)
    assert service.wait_answer(inside)["text"] == say("inside")


def test_the_second_administrator_is_told_what_was_decided(bot, service, person):
    request(service, person)
    tell(service, ADMIN_DB, f"/izinkan {person}")
    late = press_there(service, ADMIN, f"acc:r:{person}", ADMIN)
    what = say("done.admitted", by="Dewi")
    assert service.wait_answer(late)["text"] == say("decided", what=what)
    assert TEMPO in tell(service, person, QUESTION)


def test_of_two_administrators_who_press_at_once_one_decides(bot, service, person):
    request(service, person)
    with service.hold("answerCallbackQuery"):
        presses = [
            press_there(service, ADMIN, f"acc:a:{person}", ADMIN),
            press_there(service, ADMIN_DB, f"acc:b:{person}", ADMIN_DB),
        ]
    for number in presses:
        service.wait_answer(number)
    decisions = acts(bot, person)[1:]
    assert len(decisions) == 1
    assert decisions[0] in (("admitted", ADMIN), ("blocked", ADMIN_DB))


def test_only_an_administrators_press_decides(bot, service, person):
    request(service, person)
    pressed = press_there(service, USER, f"acc:a:{person}", USER)
    assert service.wait_answer(pressed)["text"] == say("admins_only")
    assert acts(bot, person) == [("requested", person)]


def test_one_who_blocked_the_bot_meanwhile_breaks_nothing(bot, service, person):
    notice = request(service, person)
    service.block(person)
    service.press(ADMIN, notice, "Izinkan")
    service.wait(
        lambda: "Diizinkan" in service.find_message(ADMIN, notice["message_id"])["text"], "done"
    )
    assert acts(bot, person)[-1] == ("admitted", ADMIN)


# Invitations


def test_an_invitation_lets_in_one_person_once(bot, service, person):
    second = service.add_person(next(PEOPLE))
    text = tell(service, ADMIN, "/undang")
    assert re.match(pattern("invitation_user"), text)
    start = "/start " + text.partition("start=")[2]
    assert use(service, person, start) == say("told_admitted")
    assert service.sent(ADMIN)[-1]["text"] == say("joined", name="Ani")
    assert use(service, second, start) == say("invitation_void")
    assert TEMPO in tell(service, person, QUESTION)
    assert tell(service, second, QUESTION).startswith("Bot ini tertutup")
    assert acts(bot, person) == [("joined", person)]


def test_an_invitation_ends_after_seven_days(bot, service, person):
    start = invite(service, ADMIN)
    late = int(time.time()) + 7 * DAY + 60
    assert use(service, person, start, date=late) == say("invitation_void")
    assert use(service, person, start, date=late - 120) == say("told_admitted")


def test_an_invitation_of_somebody_who_administers_no_more_is_void(bot, service, person):
    other = service.add_person(next(PEOPLE))
    use(service, other, invite(service, ADMIN, "/undang admin"))
    start = invite(service, other)
    tell(service, ADMIN, f"/cabut {other}")
    assert use(service, person, start) == say("invitation_void")


def test_an_invitation_is_not_wasted_on_somebody_inside(bot, service, person):
    start = invite(service, ADMIN)
    assert use(service, USER, start) == say("inside")
    assert use(service, person, start) == say("told_admitted")


@pytest.mark.parametrize("start", ["/start iAAAAAAAAAAAAAAAAAAAAAAAA", "/start i________"])
def test_an_invented_invitation_lets_nobody_in(bot, service, person, start):
    assert use(service, person, start) == say("invitation_void")
    assert tell(service, person, "/start akses").startswith("Bot ini tertutup")


# Commands


def test_a_revoked_person_is_a_stranger(bot, service, person):
    assert tell(service, ADMIN, f"/izinkan {person}") == say(
        "allowed", id=person, bot=ME["username"]
    )
    assert tell(service, ADMIN, f"/izinkan {person}") == say("already", id=person)
    assert TEMPO in tell(service, person, QUESTION)
    assert tell(service, ADMIN, f"/cabut {person}") == say("revoked", id=person)
    assert tell(service, person, QUESTION).startswith("Bot ini tertutup")
    assert tell(service, ADMIN, f"/cabut {person}") == say("stranger_anyway", id=person)
    assert acts(bot, person) == [("admitted", ADMIN), ("revoked", ADMIN)]


def test_a_forwarded_message_names_whom_to_let_in(bot, service, person):
    theirs, hidden = (
        service.post(ADMIN, text="halo", forward_origin=origin)
        for origin in (origin_user(person, "Budi"), origin_hidden())
    )
    pass_turn(service, ADMIN)
    assert tell(service, ADMIN, "/izinkan", reply_to_message=theirs) == say(
        "allowed", id=person, bot=ME["username"]
    )
    assert tell(service, ADMIN, "/izinkan", reply_to_message=hidden) == say("origin_hidden")
    assert f"{person} Budi" in list_of_access(service, ADMIN)


@pytest.mark.parametrize("data", ["see:cal:2023-01", "see:day:2026-01-20", "lang:en", "acc:ask"])
def test_in_a_group_no_forged_press_changes_a_message(bot, service, person, data):
    chat = service.add_foreign_group(next(FOREIGN), "Humas")
    service.add_bot(ADMIN, chat)
    service.wait_sent(chat, 1)
    query = press_there(service, person, data, chat)
    assert "sudah tidak berlaku" in service.wait_answer(query)["text"]
    assert service.messages[chat][-1]["text"] == "tombol"
    assert acts(bot, person) == []


def test_a_forwarded_command_is_no_order(bot, service, person):
    told = tell(service, ADMIN, f"/izinkan {person}", forward_origin=origin_user(next(PEOPLE)))
    assert told.startswith("🔎")
    assert acts(bot, person) == []


def test_to_revoke_a_blocked_person_does_not_open_the_door(bot, service, person):
    tell(service, ADMIN, f"/blokir {person}")
    assert tell(service, ADMIN, f"/cabut {person}") == say("already_blocked", id=person)
    assert acts(bot, person) == [("blocked", ADMIN)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("/izinkan", "usage.izinkan"),
        ("/izinkan Budi", "usage.izinkan"),
        ("/izinkan 0", "usage.izinkan"),
        (f"/izinkan {ME['id']}", "usage.izinkan"),
        ("/izinkan 1 2", "usage.izinkan"),
        ("/izinkan 99999999999999999999", "usage.izinkan"),
        ("/cabut @budi", "usage.cabut"),
        ("/blokir -5", "usage.blokir"),
        (f"/blokir {ADMIN}", "not_oneself"),
        ("/undang semua", "usage.undang"),
    ],
)
def test_bad_input_gets_one_clear_sentence(bot, service, text, key):
    assert tell(service, ADMIN, text) == say(key)


@pytest.mark.parametrize("text", [f"/cabut {USER}", f"/cabut {ADMIN}", f"/blokir {SLEEPY}"])
def test_who_stands_in_the_settings_can_only_be_revoked_there(bot, service, text):
    assert tell(service, ADMIN, text) == say("fixed", id=text.split()[1])


def test_the_list_names_everybody(bot, service, person):
    request(service, person)
    text = list_of_access(service, ADMIN_DB)
    for line in (
        f"{ADMIN} · config.yaml",
        f"{ADMIN_DB} Dewi",
        f"{USER} · config.yaml",
        f"{GROUPS[0]} · config.yaml",
        f"{person} Ani",
        f"{BLOCKED} (tanpa nama)",
    ):
        assert line in text


def test_a_long_list_comes_in_several_messages(service, tmp_path):
    users = list(range(100_000_001, 100_000_100))
    with serving(service) as address:
        access = {"admins": [SLEEPY + 1], "users": users}
        bot = BotProcess(tmp_path, address, service, speed=8, corpus=str(CORPUS), access=access)
        bot.start()
        service.write(SLEEPY + 1, "/akses")
        text = "".join(sent["text"] for sent in service.wait_sent(SLEEPY + 1, 3))
        assert bot.stop() == 0
    assert all(str(user) in text for user in users)


# Groups


def test_a_group_that_an_administrator_adds_is_allowed(bot, service, person):
    chat = service.add_foreign_group(next(FOREIGN), "Humas")
    service.add_bot(ADMIN_DB, chat)
    assert service.wait_sent(chat, 1)[0]["text"] == say("group_welcome", bot=NAME)
    assert TEMPO in tell(service, person, f"/tanya {QUESTION}", chat=chat)
    assert f"{chat} Humas" in list_of_access(service, ADMIN)
    assert tell(service, ADMIN, f"/cabut {chat}") == say("revoked_group", id=chat)
    assert tell(service, person, f"/tanya {QUESTION}", chat=chat) == TRANSLATIONS.say(
        "telegram.stranger_group", id=chat
    )
    service.wait(lambda: not service.is_bot_in(chat), "the bot leaves")
    service.wait(lambda: ("group_left", person) in acts(bot, chat), "the act")
    assert acts(bot, chat) == [
        ("group_allowed", ADMIN_DB),
        ("group_revoked", ADMIN),
        ("group_left", person),
    ]


@pytest.mark.parametrize("who", ["stranger", "user"])
def test_a_group_that_nobody_allowed_is_left_politely(bot, service, person, who):
    adder = person if who == "stranger" else USER
    chat = service.add_foreign_group(next(FOREIGN))
    service.add_bot(adder, chat)
    service.wait(lambda: not service.is_bot_in(chat), "the bot leaves")
    assert [m["text"] for m in service.sent(chat)] == [say("group_closed", id=chat)]
    service.wait(lambda: acts(bot, chat) == [("group_left", adder)], "the act")


def test_a_group_that_a_blocked_person_adds_is_left_without_a_word(bot, service):
    chat = service.add_foreign_group(next(FOREIGN))
    service.add_bot(BLOCKED, chat)
    service.wait(lambda: not service.is_bot_in(chat), "the bot leaves")
    assert service.sent(chat) == []


def test_a_channel_is_left_without_a_word(bot, service, person):
    channel = service.add_channel(next(FOREIGN), status="left")
    service.set_status(channel, ME["id"], "left")
    service._change_status(person, channel, "administrator")
    service.wait(lambda: not service.is_bot_in(channel), "the bot leaves")
    assert service.sent(channel) == []


def test_a_group_allowed_by_its_id_may_be_joined_by_anybody(bot, service, person):
    chat = service.add_foreign_group(next(FOREIGN))
    assert tell(service, ADMIN, f"/izinkan {chat}") == say("allowed_group", id=chat)
    assert tell(service, ADMIN, f"/izinkan {chat}") == say("already_group", id=chat)
    service.add_bot(person, chat)
    assert service.wait_sent(chat, 1)[0]["text"] == say("group_welcome", bot=NAME)
    service.remove_bot(person, chat)
    service.wait(lambda: acts(bot, chat)[-1] == ("group_left", person), "the act")


def test_an_allowed_group_that_becomes_a_supergroup_stays_allowed(bot, service, person):
    chat = service.add_foreign_group(next(FOREIGN), "Humas")
    service.add_bot(ADMIN, chat)
    service.wait_sent(chat, 1)
    moved = service.migrate(ADMIN, chat, next(FOREIGN))
    assert TEMPO in tell(service, person, f"/tanya {QUESTION}", chat=moved)
    assert f"{moved} Humas" in list_of_access(service, ADMIN)


def test_the_log_says_who_and_what_by_ids_only(bot, service, person):
    service.add_person(person, "Rahasiawati", username="rahasiawati")
    service.press(ADMIN, request(service, person), "Izinkan")
    service.wait_sent(person, 2)
    start = invite(service, ADMIN)
    assert f"Access: admitted, subject {person}, by {ADMIN}" in bot.output
    assert "rahasiawati" not in bot.output.lower()
    assert start.removeprefix("/start i") not in bot.output
    assert "Dewi" not in bot.output


# The first administrator


@pytest.fixture
def fresh(tmp_path):
    """A bot that nobody administers, started a second time."""
    service = Service()
    with serving(service) as address:
        bot = BotProcess(tmp_path, address, service, speed=8, corpus=str(CORPUS))
        bot.start()
        bot.stop()
        bot.start()
        yield service, bot
        assert bot.stop() == 0, bot.output
    assert service.refusals == []
    assert service.violations == []


def test_whoever_opens_the_first_link_is_the_first_administrator(fresh):
    service, bot = fresh
    void, start = (f"/start {token}" for token in re.findall(r"\?start=(\S+)", bot.output))
    first, second = service.add_person(1001, "Ani"), service.add_person(1002, "Budi")
    assert tell(service, first, QUESTION).startswith("Bot ini tertutup")
    assert use(service, first, void) == say("invitation_void")
    assert use(service, first, start, inviter=None) == say("welcome_admin")
    assert use(service, second, start) == say("invitation_void")
    assert tell(service, first, f"/cabut {first}") == say("last_admin")
    assert tell(service, first, f"/blokir {first}") == say("not_oneself")
    use(service, second, invite(service, first, "/undang admin"), inviter=first)
    assert tell(service, first, f"/cabut {first}") == say("revoked", id=first)
    assert tell(service, first, QUESTION).startswith("Bot ini tertutup")
    assert acts(bot)[:3] == [("invited", None), ("invited", None), ("joined", first)]


def requested(service, person):
    """Somebody asks to be let in, and is told that the request was passed on."""
    turned_away = ask(service, person, QUESTION)
    service.wait_answer(service.press(person, turned_away, "acc:ask"))
    service.wait(
        lambda: service.sent(person)[-1]["text"] == say("requested", id=person), "the request kept"
    )


def test_the_first_administrator_gets_what_was_asked_before_in_order_and_once(fresh):
    service, bot = fresh
    waiting = [service.add_person(number, f"Ani {number}") for number in (1009, 1003, 1007)]
    for person in waiting:
        requested(service, person)
    *_, start = (f"/start {token}" for token in re.findall(r"\?start=(\S+)", bot.output))
    first = service.add_person(1001, "Budi")
    service.write(first, start)
    welcome, *notices = service.wait_sent(first, 4)
    assert welcome["text"].startswith(say("welcome_admin")[:30])
    assert [re.search(r"Id: (\d+)", it["text"])[1] for it in notices] == [*map(str, waiting)]
    service.press(first, notices[1], "Izinkan")
    service.wait(lambda: len(service.sent(waiting[1])) == 2, "the person told")
    assert bot.stop() == 0
    bot.start()
    tell(service, first, "/status")
    assert "Menunggu jawaban: 2" in tell(service, first, "/akses")
    assert len(service.sent(first)) == 6


def test_an_administrator_of_the_settings_is_told_as_soon_as_the_chat_is_open(tmp_path):
    service = Service()
    with serving(service) as address:
        access = {"admins": [ADMIN]}
        bot = BotProcess(tmp_path, address, service, speed=8, corpus=str(CORPUS), access=access)
        bot.start()
        service.add_person(ADMIN, "Dewi")
        requested(service, service.add_person(1003, "Ani"))
        service.wait(lambda: service.refused("sendMessage"), "an administrator nobody can reach")
        assert service.sent(ADMIN) == []
        service.write(ADMIN, "/akses")
        access_list, notice = service.wait_sent(ADMIN, 2)
        assert "Menunggu jawaban: 1" in access_list["text"]
        assert "1003" in notice["text"]
        requested(service, service.add_person(1004, "Budi"))
        service.wait_sent(ADMIN, 3)
        tell(service, ADMIN, "/status")
        assert bot.stop() == 0
        assert len(service.sent(ADMIN)) == 4
    assert service.refusals == []
    assert service.violations == []


# The gate by itself


@pytest.fixture
def store(tmp_path):
    store = Store.open(tmp_path / "state.sqlite")
    yield store
    store.close()


def gate(store, **access):
    return Gate(make_services(None, Config(access=Access(**access)), store))


def test_blocked_beats_all_but_an_administrator_of_the_settings(store):
    for person in (1, 2, 3):
        store.people.set_role(person, Role.BLOCKED, "blocked", by=None, at=1)
    open_to_all = gate(
        store, admins=frozenset({1}), users=frozenset({2}), groups=frozenset({-5}), open=True
    )
    assert open_to_all.admits(1, None)
    assert not open_to_all.admits(2, None)
    assert not open_to_all.admits(3, -5)
    assert open_to_all.admits(4, None)


def test_administrators_of_both_sources_are_told_apart_by_nobody(store):
    store.people.set_role(2, Role.ADMIN, "joined", by=None, at=1)
    both = gate(store, admins=frozenset({1}), users=frozenset({2, 3}))
    assert both.admins() == (1, 2)
    assert both.is_admin(2)
    assert not both.is_admin(3)
    assert not both.is_admin(None)


def test_links_are_as_telegram_takes_them():
    link = link_of_invitation(new_invitation(), "x_bot")
    assert re.fullmatch(r"https://t\.me/x_bot\?start=[A-Za-z0-9_-]{20,64}", link)


@pytest.mark.parametrize(
    ("first", "last", "username", "shown"),
    [
        ("Ani", "Sari", "ani", "Ani Sari (@ani)"),
        ("Ani\nId: 11", None, None, "Ani Id: 11"),
        ("\u202eina\u2066", "\x00", None, "ina"),
        ("👩\u200d🏫", None, None, "👩\u200d🏫"),
        ("\u200b\u2060", "\u3164", None, ""),
        ("\u200b", None, "ani", "(@ani)"),
    ],
)
def test_a_name_stays_in_its_line_and_direction(first, last, username, shown):
    assert name_of(User(1, first, False, last_name=last, username=username)) == shown


ANI = {"id": 7, "is_bot": False, "first_name": "Ani"}
IN_GROUP = {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "supergroup", "title": "x"}}
SAID = {**IN_GROUP, "from": ANI, "text": "x"}
HIDDEN = {**SAID, "sender_chat": IN_GROUP["chat"]}
QUERY = {"id": "1", "from": ANI}


@pytest.mark.parametrize(
    ("update", "asker"),
    [
        ({"message": SAID}, (7, -5)),
        ({"edited_message": SAID}, (7, -5)),
        ({"message": HIDDEN}, (None, -5)),
        ({"edited_message": HIDDEN}, (None, -5)),
        ({"guest_message": SAID}, (7, None)),
        ({"guest_message": HIDDEN}, (None, None)),
        ({"inline_query": {**QUERY, "query": "x", "offset": ""}}, (7, None)),
        ({"chosen_inline_result": {"result_id": "1", "from": ANI, "query": "x"}}, (7, None)),
        ({"callback_query": {**QUERY, "chat_instance": "1", "message": SAID}}, (7, -5)),
        ({"callback_query": {**QUERY, "chat_instance": "1", "inline_message_id": "B"}}, (7, None)),
        ({"poll": None}, (None, None)),
    ],
)
def test_the_person_counts_and_the_chat_only_where_the_bot_is_a_member(update, asker):
    assert asker_of(Update.de_json({"update_id": 1, **update}, None)) == asker
