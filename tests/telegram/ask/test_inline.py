"""Inline mode and guest mode, through a strict server."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.archive.articles import read_articles
from bot.render.translations import read_translations
from bot.telegram.ask.inline import gist
from tests.botapi import ME, BotProcess, Service, origin_hidden, serving
from tests.botapi.texts import units
from tests.conftest import CORPUS

NAME = f"@{ME['username']}"
QUESTION = "apa yang terjadi pada 20 Januari 2026?"
USER, COLLEAGUE, STRANGER = 500, 501, 99
FOREIGN, OTHER = -9001, -9002
TRANSLATIONS = read_translations("id")
PARAGRAPHS = [text for article in read_articles(CORPUS).articles for text in article.paragraphs]


@pytest.fixture(scope="module")
def service():
    service = Service()
    service.add_foreign_group(FOREIGN)
    service.add_foreign_group(OTHER)
    yield service
    assert service.refusals == []
    assert service.violations == []


@pytest.fixture(scope="module")
def bot(service, tmp_path_factory):
    with serving(service) as address:
        folder = tmp_path_factory.mktemp("bot")
        bot = BotProcess(
            folder,
            address,
            service,
            speed=8,
            corpus=str(CORPUS),
            access={"users": [USER, COLLEAGUE]},
        )
        bot.start()
        yield bot
        assert bot.stop() == 0
    assert "Traceback" not in bot.output


def search(service, query, person=USER, **more):
    return service.wait_answer(service.inline(person, query, **more))


def pieces(quote):
    return [piece.strip() for piece in quote.split("[…]") if piece.strip()]


def quotes(message):
    text = message["text"].encode("utf-16-le")
    for entity in message["entities"]:
        if entity["type"].endswith("blockquote"):
            start, stop = entity["offset"], entity["offset"] + entity["length"]
            yield text[2 * start : 2 * stop].decode("utf-16-le")


# Inline mode


def test_each_passage_is_listed_with_its_day_and_a_gist_of_it(bot, service):
    answer = search(service, "donor darah 2023")
    titles = [result["title"] for result in answer["results"]]
    assert "Selasa, 17 Januari 2023 · iNewsBelu.id" in titles[:2]
    assert "Kamis, 12 Januari 2023 · iNewsBelu.id" in titles
    for result in answer["results"]:
        assert any(result["description"].removesuffix("…") in text for text in PARAGRAPHS)
        assert len(result["id"].encode()) <= 64
        assert "reply_markup" not in result


def test_a_chosen_passage_is_a_bubble_with_question_day_quote_and_source(bot, service):
    number = service.inline(USER, "kapan donor darah di kupang")
    for result in service.wait_answer(number)["results"]:
        sent = service.choose(USER, number, result["id"], FOREIGN)
        assert sent["text"].startswith("❓ kapan donor darah di kupang")
        (quote,) = quotes(sent)
        assert any(all(piece in text for piece in pieces(quote)) for text in PARAGRAPHS)
        assert sent["text"].count("📰") == 1
        links = [entity["url"] for entity in sent["entities"] if entity["type"] == "text_link"]
        assert "https://" in " ".join([sent["text"], *links])
        assert units(sent["text"]) <= 3900
        assert sent["link_preview_options"] == {"is_disabled": True}
        assert sent["text"].count("\n") < 8


def test_answers_are_the_askers_own_and_kept_for_seconds_only(bot, service):
    search(service, QUESTION)
    call = service.called("answerInlineQuery")[-1].parameters
    assert call["is_personal"] is True
    assert call["cache_time"] <= 10


def test_more_than_ten_come_by_and_by(bot, service):
    first = search(service, "imigrasi")
    assert (len(first["results"]), first["next_offset"]) == (10, "10")
    rest = search(service, "imigrasi", offset="10")
    assert rest["next_offset"] == ""
    assert len(rest["results"]) > 1
    both = [result["id"] for answer in (first, rest) for result in answer["results"]]
    assert len(set(both)) == 10 + len(rest["results"])


@pytest.mark.parametrize("query", ["", "   "])
def test_an_empty_query_shows_how_to_ask(bot, service, query):
    answer = search(service, query)
    assert answer["results"] == []
    assert answer["button"] == {
        "text": TRANSLATIONS.say("under.inline_hint"),
        "start_parameter": "inline",
    }


def test_what_asks_for_nothing_leads_to_the_chat(bot, service):
    answer = search(service, "halo")
    assert answer["results"] == []
    assert answer["button"]["text"] == TRANSLATIONS.say("under.inline_none")


def test_the_button_leads_to_a_greeting(bot, service):
    service.write(USER, "/start inline")
    assert service.wait_sent(USER, 1)[0]["text"].startswith("Halo, Ani!")


HOSTILE = [
    "x" * 256,
    "\ud83d 20 Januari \udc00",
    "<b>&amp;{name}{0}%s" + "\u202e" * 50,
    "😀" * 256,
    "#",
    "#0",
    "#" + "9" * 255,
    "#١",
    "20 januari 2026 " * 16,
    "\x00\n\t",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_queries_are_answered(bot, service, query):
    answer = search(service, query[:256])
    assert len(answer["results"]) <= 10


@pytest.mark.parametrize("offset", ["-1", "x", "99999999", "9999"])
def test_hostile_offsets_are_answered(bot, service, offset):
    assert search(service, QUESTION, offset=offset)["next_offset"] == ""


def test_a_query_that_is_too_old_is_let_go(bot, service):
    lines = bot.output
    with service.hold("answerInlineQuery") as came:
        number = service.inline(USER, QUESTION)
        assert came.wait(20)
        service.expire(number)
    assert search(service, QUESTION)["results"]
    assert "ERROR" not in bot.output.removeprefix(lines)


def test_a_stranger_gets_no_passage(bot, service):
    assert search(service, QUESTION, person=STRANGER)["results"] == []


def test_nothing_of_an_inline_query_is_kept(bot, service):
    search(service, "kerahasiaan jabatan")
    for path in bot.state.parent.glob("state.sqlite*"):
        assert b"kerahasiaan" not in path.read_bytes()


def test_a_gist_is_a_slice_of_its_paragraph_and_says_where_it_is_cut(engine):
    answer = engine.ask("hari bhakti imigrasi", date(2026, 2, 2), limit=20)
    for passage in answer.passages:
        assert gist(passage).removesuffix("…") in passage.paragraph.text
        assert 0 < len(gist(passage)) <= 200


# Guest mode


@pytest.mark.parametrize("text", [f"{NAME} {QUESTION}", f"halo {NAME}, {QUESTION}"])
def test_a_guest_answers_once_in_place_with_its_source(bot, service, text):
    calls = len(service.called("answerGuestQuery"))
    mention = service.mention_as_guest(USER, text, FOREIGN)
    answer = service.wait_answer(mention["guest_query_id"])
    assert QUESTION in answer["text"].splitlines()[0]
    assert NAME not in answer["text"]
    assert "📰 Tempo" in answer["text"]
    (quote,) = quotes(answer)
    assert any(all(piece in text for piece in pieces(quote)) for text in PARAGRAPHS)
    assert "reply_markup" not in answer
    assert len(service.called("answerGuestQuery")) == calls + 1
    assert not [
        call for call in service.called("sendMessage") if call.parameters["chat_id"] == FOREIGN
    ]


def test_a_guest_says_what_it_did_not_find(bot, service):
    mention = service.mention_as_guest(USER, f"{NAME} apa yang terjadi 5 Mei 2024", FOREIGN)
    text = service.wait_answer(mention["guest_query_id"])["text"]
    assert "Tidak ada peristiwa tercatat" in text


def test_a_guest_named_without_a_question_says_how_to_ask(bot, service):
    mention = service.mention_as_guest(USER, NAME, FOREIGN)
    text = service.wait_answer(mention["guest_query_id"])["text"]
    assert text == TRANSLATIONS.say("under.guest_help", name=ME["username"])


def test_a_guest_is_silent_where_it_is_thanked(bot, service):
    thanks = service.mention_as_guest(USER, f"makasih {NAME}", FOREIGN)
    service.wait_answer(
        service.mention_as_guest(USER, f"{NAME} {QUESTION}", FOREIGN)["guest_query_id"]
    )
    assert thanks["guest_query_id"] in service.unanswered("guest")


def test_a_guest_is_silent_to_strangers_and_to_forwarded_mentions(bot, service):
    strange = service.mention_as_guest(STRANGER, f"{NAME} {QUESTION}", FOREIGN)
    forwarded = service.mention_as_guest(
        USER, f"{NAME} {QUESTION}", FOREIGN, forward_origin=origin_hidden()
    )
    last = service.mention_as_guest(USER, f"{NAME} {QUESTION}", FOREIGN)
    service.wait_answer(last["guest_query_id"])
    unanswered = service.unanswered("guest")
    assert forwarded["guest_query_id"] in unanswered
    assert strange["guest_query_id"] in unanswered


def test_a_guest_query_that_is_too_old_is_let_go(bot, service):
    lines = bot.output
    with service.hold("answerGuestQuery") as came:
        mention = service.mention_as_guest(USER, f"{NAME} {QUESTION}", FOREIGN)
        assert came.wait(20)
        service.expire(mention["guest_query_id"])
    assert search(service, QUESTION)["results"]
    assert "ERROR" not in bot.output.removeprefix(lines)


def test_a_guest_goes_on_from_an_answer_by_its_number(bot, service):
    first = service.mention_as_guest(USER, f"{NAME} hari bhakti imigrasi", FOREIGN)
    text = service.wait_answer(first["guest_query_id"])["text"]
    named = re.search(rf"· {NAME} (lagi #\d+)", text)
    assert named
    more = service.mention_as_guest(USER, f"{NAME} {named[1]}", FOREIGN)
    further = service.wait_answer(more["guest_query_id"])["text"]
    assert "❓ lagi → hari bhakti imigrasi" in further
    assert re.search(r"Kutipan \d", further)
    # It stands in that chat for whoever may ask there, and nowhere else for anybody but the asker.
    again = re.search(rf"· {NAME} (lagi #\d+)", further)
    assert again
    elsewhere = service.mention_as_guest(COLLEAGUE, f"{NAME} {again[1]}", OTHER)
    assert "Kutipan" not in service.wait_answer(elsewhere["guest_query_id"])["text"]


def test_what_is_not_found_is_one_result_that_says_so(bot, service):
    (result,) = search(service, "apa yang terjadi 5 Mei 2024")["results"]
    assert result["title"] == TRANSLATIONS.say("under.inline_nothing")
    assert "Tidak ada peristiwa tercatat" in result["input_message_content"]["message_text"]
