"""What of an update outlives the process."""

from __future__ import annotations

import sqlite3

import pytest

from bot.store import ACCOMPANIED, ALONE, MIGRATIONS, MOST_DEATHS, Store, StoredUpdate
from bot.store.updates import CALLING


@pytest.fixture
def store(tmp_path):
    store = Store.open(tmp_path / "state.sqlite")
    yield store
    store.close()


def add(store, *numbers, working=0, body="body"):
    return store.updates.add([StoredUpdate(it, body, 100 + it, working=working) for it in numbers])


def ids(store):
    return [update.id for update in store.updates.unfinished()]


def test_updates_come_back_in_the_order_in_which_they_were_added(store):
    add(store, 30, 10)
    add(store, 20)
    assert ids(store) == [30, 10, 20]
    assert store.updates.unfinished()[0] == StoredUpdate(30, "body", 130)


def test_a_finished_update_is_gone_but_known_again(store):
    assert add(store, 1) == {1}
    store.updates.finish(1)
    assert ids(store) == []
    assert add(store, 1, 2) == {2}
    assert ids(store) == [2]


def test_an_unfinished_update_is_not_added_twice(store):
    add(store, 1, body="one")
    assert add(store, 1, body="again") == set()
    assert [update.body for update in store.updates.unfinished()] == ["one"]


def test_what_is_kept_of_an_attempt_comes_back(store):
    add(store, 1)
    store.updates.wait(1, tries=3, due=7.5, calls="[1]")
    assert store.updates.unfinished() == (
        StoredUpdate(1, "body", 101, tries=3, due=7.5, calls="[1]"),
    )


def test_a_struck_update_takes_nothing_more(store):
    add(store, 1)
    store.updates.finish(1)
    store.updates.wait(1, tries=3, due=7.5, calls="[1]")
    store.updates.begin(1, ALONE)
    store.updates.accompany([1])
    store.updates.keep(1, "[2]")
    store.updates.progress(1, "[2]")
    assert store._connection.execute("SELECT calls, working FROM updates").fetchall() == [(None, 0)]


def suspicions(store):
    """For each update that is not done: what counts against it, and as what it was in work."""
    return [(it.deaths, it.working) for it in store.updates.restore()]


def test_who_was_alone_at_its_beginning_when_the_process_ended_is_half_convicted(store):
    add(store, 1, 2)
    store.updates.begin(1, ALONE)
    assert suspicions(store) == [(MOST_DEATHS / 2, ALONE), (0, 0)]
    assert suspicions(store) == [(MOST_DEATHS / 2, 0), (0, 0)]


def test_whoever_was_in_work_from_its_adding_on_counts_like_one_that_was_begun(store):
    add(store, 1, working=ALONE)
    assert suspicions(store) == [(MOST_DEATHS / 2, ALONE)]


def test_two_ends_at_its_beginning_convict_and_so_do_twenty_in_a_call(store):
    add(store, 1, 2)
    for _ in range(2):
        store.updates.begin(1, ALONE)
        store.updates.restore()
    for _ in range(20):
        store.updates.begin(2, ALONE)
        store.updates.progress(2, "")
        store.updates.restore()
    assert suspicions(store) == [(MOST_DEATHS, 0), (MOST_DEATHS, 0)]


@pytest.mark.parametrize("kinds", [(ALONE, ALONE), (ALONE, CALLING), (ACCOMPANIED, CALLING)])
def test_of_several_in_work_at_the_end_nothing_counts_against_any(store, kinds):
    add(store, 1, 2)
    for number, kind in zip((1, 2), kinds, strict=True):
        store.updates.begin(number, kind)
    assert suspicions(store) == [(0, kind) for kind in kinds]


def test_who_was_accompanied_is_suspected_and_nothing_counts_against_it(store):
    add(store, 1, 2)
    store.updates.begin(1, ACCOMPANIED)
    first, second = store.updates.restore()
    assert (first.deaths, first.is_suspect, second.is_suspect) == (0, True, False)


def test_who_is_joined_by_what_is_not_kept_is_not_alone_any_more(store):
    add(store, 1, 2, 3)
    store.updates.begin(1, ALONE)
    store.updates.begin(2, ALONE)
    store.updates.progress(2, "")
    store.updates.accompany([1, 2, 3])
    assert [it.working for it in store.updates.unfinished()] == [ACCOMPANIED, CALLING, 0]


def test_who_came_as_far_as_a_call_is_no_suspect_and_little_counts_against_it(store):
    add(store, 1)
    store.updates.begin(1, ALONE)
    store.updates.progress(1, "[2]")
    (found,) = store.updates.restore()
    assert (found.deaths, found.is_suspect, found.calls) == (1, False, "[2]")


def test_what_is_kept_amid_the_work_leaves_the_suspicion(store):
    add(store, 1)
    store.updates.begin(1, ALONE)
    store.updates.keep(1, "[2]")
    (found,) = store.updates.unfinished()
    assert (found.working, found.calls) == (ALONE, "[2]")


def test_who_waits_for_its_next_attempt_is_not_in_work(store):
    add(store, 1)
    store.updates.begin(1, ALONE)
    store.updates.wait(1, tries=1, due=7.5, calls="")
    assert suspicions(store) == [(0, 0)]


def test_a_struck_update_is_not_counted_among_those_in_work(store):
    add(store, 1, 2, working=ALONE)
    store.updates.finish(1)
    assert suspicions(store) == [(MOST_DEATHS / 2, ALONE)]


def test_after_a_good_end_nobody_is_suspected(store):
    add(store, 1, working=ALONE)
    store.updates.put_back()
    assert suspicions(store) == [(0, 0)]


def test_only_the_latest_finished_updates_are_remembered(store, monkeypatch):
    monkeypatch.setattr("bot.store.updates.REMEMBERED", 2)
    add(store, 10)
    for number in (1, 2, 3):
        add(store, number)
        store.updates.finish(number)
    add(store, 4)
    assert add(store, 3) == set()
    assert add(store, 1) == {1}
    assert ids(store) == [10, 4, 1]


def test_letters_count_downwards(store):
    assert store.updates.lowest() == 0
    add(store, 5, -1, -2)
    assert store.updates.lowest() == -2


def test_what_was_added_outlives_a_process_that_does_not_close(tmp_path):
    first = Store.open(tmp_path / "state.sqlite")
    add(first, 1)
    second = Store.open(tmp_path / "state.sqlite")
    assert ids(second) == [1]
    first.close()
    second.close()


def test_nothing_of_a_finished_question_stays_in_the_file(tmp_path):
    path = tmp_path / "state.sqlite"
    store = Store.open(path)
    add(store, 1, body="apa yang terjadi dengan Budi?")
    store.updates.progress(1, '["Budi"]')
    store.updates.finish(1)
    store.close()
    assert b"Budi" not in path.read_bytes()


def test_a_file_of_an_earlier_version_keeps_its_updates_and_suspects_nobody(tmp_path):
    path = tmp_path / "state.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript("".join(MIGRATIONS[:4]))
    connection.execute("INSERT INTO updates (id, body, starts) VALUES (7, 'x', 1), (8, NULL, 2)")
    connection.execute("PRAGMA user_version = 4")
    connection.commit()
    connection.close()
    store = Store.open(path)
    (found,) = store.updates.restore()
    assert (found.id, found.body, found.deaths, found.working) == (7, "x", 0, 0)
    assert found.taken > 1_700_000_000
    assert add(store, 8) == set()
    store.close()


def test_a_transaction_is_kept_whole_or_not_at_all(store):
    store.begin()
    add(store, 1)
    store.roll_back()
    assert ids(store) == []
    store.begin()
    add(store, 1)
    store.updates.finish(1)
    store.commit()
    assert add(store, 1) == set()
