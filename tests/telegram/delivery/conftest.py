"""Bots beside a service, in either mode."""

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
