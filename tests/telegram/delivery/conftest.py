"""What the tests of delivery are given: files, and bots beside a service in either mode."""

from __future__ import annotations

import pytest

from tests.telegram.delivery.world import (
    MODES,
    world_of,
)


@pytest.fixture(params=MODES)
def world(request, tmp_path):
    """For one test, in both modes."""
    with world_of(tmp_path, request.param) as world:
        yield world


@pytest.fixture
def polling(tmp_path):
    """For one test, polling only."""
    with world_of(tmp_path, "polling") as world:
        yield world


@pytest.fixture(scope="module", params=MODES)
def shared(request, tmp_path_factory):
    """A bot that several tests share, whose clock runs 20 times as fast."""
    with world_of(tmp_path_factory.mktemp(request.param), request.param) as world:
        bot = world.start(speed=20)
        yield world
        assert bot.stop() == 0


@pytest.fixture(scope="module")
def people():
    return iter(range(1_000_000, 2_000_000))


@pytest.fixture
def as_the_bot_counts(monkeypatch):
    """Without it the library warns of each pause that it is asked for; the bot sets it, too."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def short_grace(monkeypatch):
    """What hangs in a test hangs for ever."""
    monkeypatch.setattr("bot.telegram.delivery.queue.GRACE", 1.0)


@pytest.fixture
def path(tmp_path):
    """Where the state file is to be."""
    return tmp_path / "state.sqlite"
