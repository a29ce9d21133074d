"""What people press, search inline, and ask where the bot is a guest; and the bot's answers."""

from __future__ import annotations

import time
from typing import Any

from tests.botapi.keyboards import find_button
from tests.botapi.messages import Messages
from tests.botapi.people import People
from tests.botapi.results import check_offset, check_result, check_results, check_start_button
from tests.botapi.schema import refuse_request
from tests.botapi.state import ME, Json
from tests.botapi.texts import units

MOST_QUERY_LENGTH = 256
MOST_NOTE_UNITS = 200
CACHED_SECONDS = 300
OTHERS_CHATS = 10**12


class Queries(People, Messages):
    """Callback queries, inline queries and guest queries: each is answered once."""

    # What tests do

    def press(self, person: int, message: Json, button: str) -> str:
        """A person presses the button with this data or text; the id of the callback query.

        The button must be on the message as it stands now.
        """
        place = message["chat"]["id"], message["message_id"]
        with self._changed:
            kept = self.find_message(*place)
            assert kept is not None, "the message is gone"
            found = find_button(kept.get("reply_markup"), button)
            assert found, f"no button {button!r} on {kept.get('reply_markup')}"
            assert "callback_data" in found, f"the button calls nobody: {found}"
            inline = next((n for n, where in self._inline_ids.items() if where == place), None)
            source = {"inline_message_id": inline} if inline else {"message": kept}
            sender, instance = self._person(person), str(hash(place[0]))
            content = {"from": sender, "chat_instance": instance, "data": found["callback_data"]}
            number = self._ask("callback", person, content | source)
            self.deliver({"callback_query": {"id": number, **content, **source}})
        return number

    def inline(
        self, person: int, query: str, offset: str = "", chat_type: str | None = "sender"
    ) -> str:
        """A person types a query after the bot's name; the id of the inline query.

        With the setting ``inline_cache`` an answer that the service may still give by itself is
        given, and the bot is not asked.
        """
        assert self.inline_mode, "this bot has no inline mode"
        assert len(query) <= MOST_QUERY_LENGTH, "clients cut the query"
        with self._changed:
            content = {"from": self._person(person), "query": query, "offset": offset}
            content |= {"chat_type": chat_type} if chat_type else {}
            cached = self._find_cached(person, query, offset)
            number = self._ask("inline", person, content)
            if cached is not None:
                self.queries[number].answer = cached
            else:
                self.deliver({"inline_query": {"id": number, **content}})
        return number

    def choose(self, person: int, query_id: str, result_id: str, chat: int) -> Json:
        """A person sends a result of an answered inline query; the message in the chat.

        ``chat`` is a group, the person's own id for the private chat with the bot, or another
        person's. The bot gets it as a message if it is in the chat, and chosen_inline_result if
        the setting ``inline_feedback`` is on.
        """
        with self._changed:
            query = self.queries[query_id]
            assert query.answer is not None, "the query has no answer"
            content = query.answer["contents"].get(result_id)
            assert content is not None, (
                f"no result {result_id!r} in {list(query.answer['contents'])}"
            )
            assert "text" in content, "only results that send a text are played here"
            if chat > 0 and chat != person:
                # Two people among themselves: a chat that the bot never sees.
                place = {"id": OTHERS_CHATS + chat, "type": "private", "first_name": "Ani"}
                sender = self._person(person)
                message = self._keep({"from": sender, "chat": place, "via_bot": ME, **content})
            else:
                message = self.post(person, chat=chat, via_bot=ME, **content)
            self._report_choice(query.content, result_id, message)
        return message

    def mention_as_guest(self, person: int, text: str, group: int, **more: Any) -> Json:
        """A person names the bot in a group that it is not in; the guest_message.

        Its ``guest_query_id`` is the id of the query.
        """
        assert self.guest_mode, "this bot has no guest mode"
        assert not self.is_bot_in(group), "the bot is in this group and no guest"
        assert f"@{ME['username']}" in text.lower(), "the text does not name the bot"
        with self._changed:
            message = self.write(person, text, chat=group, **more)
            number = self._ask("guest", person, message)
            told = {**message, "guest_query_id": number}
            self.deliver({"guest_message": told})
        return told

    def expire(self, query_id: str) -> None:
        """Too much time has passed: the query cannot be answered any more."""
        self.queries[query_id].expired = True

    def wait_answer(self, query_id: str) -> Json:
        """The bot's answer as soon as it comes: the parameters of its answer call.

        Of a guest query, the message that appeared.
        """
        query = self.queries[query_id]
        self.wait(lambda: query.answer is not None, f"an answer to {query.kind} {query_id}")
        assert query.answer is not None
        return query.answer

    def unanswered(self, kind: str = "callback") -> list[str]:
        """The queries (``callback``, ``inline`` or ``guest``) that have no answer yet."""
        with self._changed:
            return [n for n, q in self.queries.items() if q.kind == kind and q.answer is None]

    # What the bot calls

    def _on_answer_callback_query(
        self, callback_query_id: str, text: str = "", url: str | None = None, **more: Any
    ) -> bool:
        if units(text) > MOST_NOTE_UNITS:
            refuse_request("MESSAGE_TOO_LONG")
        if url and not url.lower().startswith(f"https://t.me/{ME['username']}?start="):
            refuse_request("URL_INVALID")
        answer = {"text": text, **({"url": url} if url else {}), **more}
        self._answer_query("callback", callback_query_id, answer)
        return True

    def _on_answer_inline_query(
        self,
        inline_query_id: str,
        results: list[Json],
        next_offset: str = "",
        button: Json | None = None,
        **more: Any,
    ) -> bool:
        if not self.inline_mode:
            refuse_request("USER_BOT_INVALID")
        contents = check_results(results, inline_mode=self.inline_mode)
        check_offset(next_offset)
        check_start_button(button)
        answer = {"results": results, "next_offset": next_offset, "button": button, **more}
        numbered = dict(zip((result["id"] for result in results), contents, strict=True))
        answer |= {"contents": numbered, "answered": time.monotonic()}
        self._answer_query("inline", inline_query_id, answer)
        return True

    def _on_answer_guest_query(self, guest_query_id: str, result: Json) -> Json:
        content = check_result(result, inline_mode=self.inline_mode)
        query = self._answer_query("guest", guest_query_id, content)
        caller = self._person(query.sender)
        asked = {key: value for key, value in query.content.items() if key != "reply_to_message"}
        topic = {key: asked.get(key) for key in ("message_thread_id", "is_topic_message")}
        head = {"from": ME, "chat": asked["chat"], "guest_bot_caller_user": caller, **topic}
        message = self._keep({**head, "reply_to_message": asked, **content})
        query.answer = message
        return {"inline_message_id": self._number_inline(message)}

    def _report_choice(self, asked: Json, result_id: str, message: Json) -> None:
        # Only a message with a keyboard has an id by which the bot can reach it.
        number = self._number_inline(message) if message.get("reply_markup") else None
        if self.inline_feedback:
            choice = {"result_id": result_id, "from": message["from"], "query": asked["query"]}
            reach = {"inline_message_id": number} if number else {}
            self.deliver({"chosen_inline_result": choice | reach})

    def _number_inline(self, message: Json) -> str:
        number = f"BAAAA{len(self._inline_ids):08d}"
        self._inline_ids[number] = message["chat"]["id"], message["message_id"]
        return number

    def _find_cached(self, person: int, query: str, offset: str) -> Json | None:
        for earlier in reversed(self.queries.values()):
            answer, asked = earlier.answer, earlier.content
            if not self.inline_cache or earlier.kind != "inline" or not answer:
                continue
            same = (asked["query"], asked["offset"]) == (query, offset)
            fresh = time.monotonic() - answer["answered"] < answer.get("cache_time", CACHED_SECONDS)
            own = earlier.sender == person or not answer.get("is_personal", False)
            if same and fresh and own:
                return answer
        return None
