"""Writing to the state file in a thread of its own, so that a lock or a slow disk holds up nobody.

Another process may hold a lock on the file; whoever needs no write goes on meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar

from bot.store import Store, is_of_the_file

# Seconds that a lock of another process is waited for.
PATIENCE = 60.0
# To leave nothing that was removed: how often that is tried, and the seconds between.
_ATTEMPTS, _BETWEEN = 5, 0.2

Result = TypeVar("Result")
Act = Callable[[Store], Result]

_log = logging.getLogger(__name__)


class _Waiting(NamedTuple):
    """An act that waits for its turn."""

    act: Act[Any]
    durable: bool
    future: asyncio.Future[Any]


class Writer:
    """Carries out acts on the state in the order in which they are given.

    Those that come while the file is being written are one transaction; where one of them fails,
    each has its own, so that it fails alone.

    Args:
        store: A connection of its own, that does not wait for locks long: how long is waited in
            all is decided here.

    Attributes:
        works: Whether the file took what was written last.
    """

    def __init__(self, store: Store, *, patience: float = PATIENCE) -> None:
        self._store, self._patience = store, patience
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="state")
        self._waiting: list[_Waiting] = []
        self._idle = asyncio.Event()
        self._idle.set()
        self._hurry = threading.Event()
        self.works = True

    async def write(self, act: Act[Result], *, durable: bool = True) -> Result:
        """What ``act`` returns, once it is on the disk.

        Where it need not be ``durable`` it is enough that it outlives the process: after a loss of
        power it may be missing.

        Raises:
            sqlite3.Error: The file could not be written.
        """
        # Whoever is cancelled does not take back what others wait for in the same transaction.
        return await asyncio.shield(self._put(act, durable))

    def note(self, act: Act[None], consequence: str) -> None:
        """Have ``act`` carried out, and wait for nothing; a failure is a line in the log.

        ``consequence`` says there what follows from the failure.
        """

        def tell(done: asyncio.Future[None]) -> None:
            if problem := done.exception():
                _log.error("%s, for the state file fails: %s", consequence, problem)

        self._put(act, durable=False).add_done_callback(tell)

    async def shrink(self) -> None:
        """Leave nothing of what was removed in the files of the state."""
        loop = asyncio.get_running_loop()
        for _ in range(_ATTEMPTS):
            if await loop.run_in_executor(self._thread, self._store.shrink):
                return
            await asyncio.sleep(_BETWEEN)
        _log.warning("What was removed stays in the log of the state file: somebody reads it.")

    async def close(self, *, within: float) -> None:
        """Write what waits, for ``within`` seconds at most, and close the file."""
        try:
            async with asyncio.timeout(within):
                await self._idle.wait()
        except TimeoutError:
            _log.error("The state file is locked; what was to be written last is not.")
            self._hurry.set()
            await self._idle.wait()
        self._thread.shutdown()
        self._store.close()

    def _put(self, act: Act[Result], durable: bool) -> asyncio.Future[Result]:
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(act, durable, future))
        if self._idle.is_set():
            self._idle.clear()
            self._write_next()
        return future

    def _write_next(self) -> None:
        acts, self._waiting = self._waiting, []
        if not acts:
            self._idle.set()
            return
        loop = asyncio.get_running_loop()
        written = loop.run_in_executor(self._thread, self._carry_out, acts)
        written.add_done_callback(lambda done: self._hand_out(acts, done))

    def _hand_out(self, acts: list[_Waiting], done: asyncio.Future[list[Any]]) -> None:
        problem = done.exception()
        results = [problem] * len(acts) if problem else done.result()
        failed = (result for result in results if isinstance(result, Exception))
        self.works = not any(is_of_the_file(problem) for problem in failed)
        for waiting, result in zip(acts, results, strict=True):
            if waiting.future.done():
                continue
            if isinstance(result, BaseException):
                waiting.future.set_exception(result)
            else:
                waiting.future.set_result(result)
        self._write_next()

    # In the thread

    def _carry_out(self, acts: list[_Waiting]) -> list[Any]:
        """What each act returned, or the exception that it ended with."""
        try:
            self._begin(durable=any(waiting.durable for waiting in acts))
        except sqlite3.Error as problem:
            return [problem] * len(acts)
        try:
            results = [waiting.act(self._store) for waiting in acts]
            self._store.commit()
        except Exception as problem:
            self._store.roll_back()
            if len(acts) == 1:
                return [problem]
            return [result for waiting in acts for result in self._carry_out([waiting])]
        return results

    def _begin(self, *, durable: bool) -> None:
        """Begin a transaction, as soon as no other process has one."""
        last = time.monotonic() + self._patience
        while True:
            try:
                self._store.begin(durable=durable)
            except sqlite3.OperationalError as problem:
                is_locked = problem.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not is_locked or self._hurry.is_set() or time.monotonic() > last:
                    raise
            else:
                return
