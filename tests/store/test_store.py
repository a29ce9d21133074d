from __future__ import annotations

import sqlite3

import pytest

from bot.errors import ConfigError
from bot.store import MIGRATIONS, Store


@pytest.fixture
def store(tmp_path):
    store = Store.open(tmp_path / "state.sqlite")
    yield store
    store.close()


def test_the_folder_of_the_file_is_created(tmp_path):
    Store.open(tmp_path / "new" / "deep" / "state.sqlite").close()
    assert (tmp_path / "new" / "deep" / "state.sqlite").exists()


def test_a_move_of_a_group_is_kept(tmp_path):
    store = Store.open(tmp_path / "state.sqlite")
    store.move_group(-5, -1005)
    store.move_group(-5, -1006)
    store.close()
    again = Store.open(tmp_path / "state.sqlite")
    assert again.moved_groups() == {-5: -1006}
    again.close()


def test_the_file_is_in_wal_mode_at_the_latest_version(tmp_path):
    path = tmp_path / "state.sqlite"
    Store.open(path).close()
    Store.open(path).close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    connection.close()


def test_a_file_of_a_newer_version_is_left_alone(tmp_path):
    path = tmp_path / "state.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ConfigError, match="version 99"):
        Store.open(path)


def test_a_file_that_is_no_database_is_named(tmp_path):
    path = tmp_path / "state.sqlite"
    path.write_text("not a database, but long enough to look like one " * 50)
    with pytest.raises(ConfigError, match=r"state: .*state\.sqlite"):
        Store.open(path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigError, match="file"):
        Store.open(tmp_path / "file" / "state.sqlite")


def test_the_state_is_for_nobody_else_on_the_machine(tmp_path):
    store = Store.open(tmp_path / "state.sqlite")
    store.move_group(-5, -1005)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    store.close()
    assert set(modes.values()) == {0o600}
    assert "state.sqlite-wal" in modes


def test_a_file_that_fixed_the_languages_takes_any_and_keeps_what_it_held(tmp_path):
    path = tmp_path / "state.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript("".join(MIGRATIONS[:3]))
    connection.execute(
        "INSERT INTO people VALUES (1, 'Ani', 'admin', 'en'), (2, '', NULL, 'id'),"
        " (3, 'Budi', 'blocked', NULL)"
    )
    connection.execute("PRAGMA user_version = 3")
    connection.commit()
    connection.close()
    store = Store.open(path)
    people = store.people
    known = [(people.role(it), people.name(it), people.language(it)) for it in (1, 2, 3)]
    assert known == [("admin", "Ani", "en"), (None, "", "id"), ("blocked", "Budi", None)]
    people.set_language(1, "jv")
    people.set_language(4, "su")
    assert (people.role(1), people.language(1), people.language(4)) == ("admin", "jv", "su")
    store.close()


def test_a_role_that_is_none_is_still_refused(store):
    with pytest.raises(sqlite3.IntegrityError):
        store._connection.execute("INSERT INTO people (id, role) VALUES (1, 'king')")


@pytest.mark.parametrize("role", ["admin", "user"])
def test_requests_of_an_earlier_version_were_told_where_there_was_an_administrator(tmp_path, role):
    path = tmp_path / "state.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript("".join(MIGRATIONS[:5]))
    connection.execute("PRAGMA user_version = 5")
    connection.execute("INSERT INTO people (id, role) VALUES (1, ?)", (role,))
    connection.execute("INSERT INTO requests (person, name, asked) VALUES (2, 'Ani', 5)")
    connection.commit()
    connection.close()
    store = Store.open(path)
    assert store.people.has_untold() == (role == "user")
    store.close()
