"""What of an update outlives the process."""

from __future__ import annotations

import sqlite3

import pytest

from bot.store import MIGRATIONS, Store, StoredUpdate


@pytest.fixture
def store(tmp_path):
    store = Store.open(tmp_path / "state.sqlite")
    yield store
    store.close()


def add(store, *numbers, working=False, body="body"):
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
    store.updates.begin(1)
    assert store._connection.execute("SELECT calls, working FROM updates").fetchall() == [(None, 0)]


def test_who_was_alone_in_work_at_the_end_has_a_death_more(store):
    add(store, 1, 2)
    store.updates.begin(1)
    first, second = store.updates.restore()
    assert (first.deaths, first.working, second.deaths, second.working) == (1, 1, 0, 0)
    again, _ = store.updates.restore()
    assert (again.deaths, again.working) == (1, 0)


def test_of_several_in_work_at_the_end_nobody_has_a_death(store):
    add(store, 1, 2, working=True)
    assert [(it.deaths, it.working) for it in store.updates.restore()] == [(0, 1), (0, 1)]


def test_who_came_as_far_as_a_call_has_not_ended_the_process(store):
    add(store, 1, working=True)
    store.updates.restore()
    store.updates.begin(1)
    store.updates.progress(1, "[2]")
    (found,) = store.updates.restore()
    assert (found.deaths, found.working, found.calls) == (0, 0, "[2]")


def test_after_a_good_end_nobody_is_suspected(store):
    add(store, 1, working=True)
    store.updates.put_back()
    assert [(it.deaths, it.working) for it in store.updates.restore()] == [(0, 0)]


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
