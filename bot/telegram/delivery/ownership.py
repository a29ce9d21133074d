"""One process for each state file: a second one on the same machine waits until the first ends.

The system takes a lock from a process that ends, however it ends. The library ``filelock`` locks
whole files; here one file says in two bytes who owns the state and whether somebody waits for it,
and in its text which process the owner is.
"""

from __future__ import annotations

import errno
import logging
import os
from contextlib import suppress
from pathlib import Path

from bot.errors import ConfigError
from bot.telegram.delivery.clock import Clock

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LOOK_EVERY = 0.5
WATCH_EVERY = 30.0
_OWNER, _WAITING = 0, 1
_NONE = -1
_HELD_BY_ANOTHER = {errno.EACCES, errno.EAGAIN}
# A process's number, and what an earlier one left behind it, are shorter.
_LONGEST_NUMBER = 20

_log = logging.getLogger(__name__)


class Ownership:
    """The right to work with the state file ``state``, as long as the process lives.

    The locks are those of POSIX, which a process that it starts does not inherit. They are lost
    when the process closes the lock's file in any place: nothing else may open it.
    """

    def __init__(self, state: Path) -> None:
        self._state = state
        # Of the open file of the lock; -1 where there is none.
        self._number = _NONE
        self._knows_locks = True

    async def acquire(self, clock: Clock) -> None:
        """Return when no other process owns the state; its folder is made where it is missing.

        Raises:
            ConfigError: The file of the lock cannot be written.
        """
        if fcntl is None:
            return
        self._number = self._open()
        try:
            if not self._lock(_OWNER):
                await self._wait_for_end(clock)
        except BaseException:
            self.release()
            raise
        with suppress(OSError):  # a full disk: whoever waits is told no number
            os.pwrite(self._number, f"{os.getpid()}\n".ljust(_LONGEST_NUMBER).encode(), 0)

    def release(self) -> None:
        """Let another process have the state."""
        if self._number != _NONE:
            os.close(self._number)
        self._number = _NONE

    def is_awaited(self) -> bool:
        """Whether another process waits for the end of this one, which owns the state."""
        if self._number == _NONE or not self._knows_locks:
            return False
        is_free = self._lock(_WAITING)
        if is_free:
            self._unlock(_WAITING)
        return not is_free

    async def watch(self, clock: Clock) -> None:
        """Say once in the log that another process waits; runs until cancelled."""
        is_told = False
        while True:
            if self.is_awaited() and not is_told:
                is_told = True
                _log.warning("Another process waits for this one's end, to work with its state.")
            await clock.sleep(WATCH_EVERY)

    def _open(self) -> int:
        path = self._state.with_name(f"{self._state.name}.lock")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as problem:
            message = f"state: expected a writable file: {path}: {problem.strerror}"
            raise ConfigError(message) from None

    async def _wait_for_end(self, clock: Clock) -> None:
        self._lock(_WAITING, shared=True)
        _log.warning(
            "Another process (PID %s) works with this state file: %s: waiting until it ends.",
            self._owner(),
            self._state,
        )
        while not self._lock(_OWNER):
            # The owner's look at whether somebody waits is in the way for a moment.
            self._lock(_WAITING, shared=True)
            await clock.sleep(LOOK_EVERY)
        self._unlock(_WAITING)
        _log.info("The other process has ended: this one works with the state file now.")

    def _owner(self) -> str:
        """The number of the owner's process, as it wrote it."""
        number = os.pread(self._number, _LONGEST_NUMBER, 0).decode(errors="replace")
        return number.strip() or "unknown"

    def _lock(self, byte: int, *, shared: bool = False) -> bool:
        """Whether this process has the lock now."""
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.lockf(self._number, kind | fcntl.LOCK_NB, 1, byte)
        except OSError as problem:
            if problem.errno in _HELD_BY_ANOTHER:
                return False
            # Some file systems of a network know no locks; nobody is to wait for ever there.
            self._knows_locks = False
            _log.warning("No lock is kept beside %s: %s", self._state, problem.strerror)
        return True

    def _unlock(self, byte: int) -> None:
        fcntl.lockf(self._number, fcntl.LOCK_UN, 1, byte)
