"""The account of a long run: what is lost, what is doubled, and what doubt excuses."""

from __future__ import annotations

import pytest

from tests.botapi import Sent
from tests.tally import Question, Troubles, tally, to_tag

TAG = to_tag(5)
ASKED = [Question(TAG, 1, 100.0)]


def sent(at, number=1, text=f"❓ apa? {TAG}\nini"):
    return Sent(at, 1, number, text)


def test_a_question_without_an_answer_is_lost():
    account = tally(ASKED, [sent(101, text="Maaf"), sent(102, text=f"x {TAG}")], Troubles())
    assert (account.asked, account.answered, account.lost) == (1, 0, (TAG,))


def test_the_wait_lasts_until_the_first_answer():
    account = tally([*ASKED, Question(to_tag(6), 1, 100.0)], [sent(103), sent(104, 2)], Troubles())
    assert account.waits == (3.0,)
    assert account.wait(0.5) == account.wait(1) == 3.0


@pytest.mark.parametrize(
    ("troubles", "excused"),
    [
        (Troubles(), False),
        (Troubles(unconfirmed=frozenset({(1, 1)})), True),
        (Troubles(unconfirmed=frozenset({(1, 2)})), True),
        (Troubles(unconfirmed=frozenset({(1, 3)})), False),
        (Troubles(kills=(110.5,)), False),
        (Troubles(kills=(101.5,)), True),
        (Troubles(kills=(102.5,)), False),
        (Troubles(kills=(100.0,)), False),
        (Troubles(kills=(104.0,), locks=((100.5, 103.5),)), True),
        (Troubles(kills=(108.0,), locks=((100.5, 103.5),)), False),
    ],
)
def test_a_second_answer_is_excused_where_the_bot_cannot_know_of_the_first(troubles, excused):
    account = tally(ASKED, [sent(101), sent(110, 2)], troubles)
    assert (account.doubled_in_doubt if excused else account.doubled) == (TAG,)
    assert len(account.doubled) + len(account.doubled_in_doubt) == 1
