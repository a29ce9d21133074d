"""Who holds the event loop of the main thread: callbacks that take too long at a stretch.

A callback is measured from its beginning to its end; meanwhile a thread looks where it stands.
Time in which the main thread was ready to run but was given no processor is taken off, as Linux
counts it (``/proc/…/schedstat``, the second number), and so is time in which the whole process
stood still: a busy machine is no fault of the callback.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

# Seconds: how often is looked, from when on a stack is noted, and what is too long.
TICK, SUSPECT, TOO_LONG = 0.005, 0.015, 0.05
CODE = Path(__file__).parents[2] / "bot"
_MOST_FRAMES = 4


@dataclass(frozen=True, slots=True)
class Hold:
    """A callback that took long: its number, its seconds, those of them on a processor, its name."""

    number: int
    wall: float
    cpu: float
    name: str


@dataclass(slots=True)
class Observation:
    """What the thread saw of a callback: its stacks, and the seconds that went to others."""

    stacks: Counter[str] = field(default_factory=Counter)
    unscheduled: float = 0.0


class Timing:
    """Which callback runs now, and which of those that ended were long."""

    def __init__(self) -> None:
        self.number, self.started = 0, 0.0
        self.long: deque[Hold] = deque()
        self._main = threading.main_thread().ident

    def wrap(self, run: Any) -> Any:
        """``asyncio.Handle._run``, timed."""

        def timed(handle: Any) -> None:
            if threading.get_ident() != self._main:
                run(handle)
                return
            self.number += 1
            before, self.started = time.thread_time(), time.perf_counter()
            run(handle)
            wall, self.started = time.perf_counter() - self.started, 0.0
            if wall > TOO_LONG:
                cpu = time.thread_time() - before
                self.long.append(Hold(self.number, wall, cpu, _name(handle)))

        return timed


class Watchdog:
    """The thread that looks."""

    def __init__(self, timing: Timing, file: Path, code: Path) -> None:
        self._timing, self._file, self._code = timing, file, str(code)
        self._main = threading.main_thread()
        self._seen: dict[int, Observation] = {}
        self._last = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._last = self._queued()
        self._thread.start()

    def stop(self) -> None:
        """Report what is left, and look no more."""
        self._ended.set()
        self._thread.join()
        self._look(0.0)

    def _run(self) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        while not self._ended.wait(TICK):
            now, now_cpu = time.perf_counter(), time.process_time()
            self._look(max(0.0, now - wall - TICK - (now_cpu - cpu)))
            wall, cpu = now, now_cpu

    def _look(self, frozen: float) -> None:
        """Note where the callback stands, and report those that ended and were long.

        The process stood still for ``frozen`` seconds since the last look.
        """
        number, started = self._timing.number, self._timing.started
        over = [self._timing.long.popleft() for _ in range(len(self._timing.long))]
        before, self._last = self._last, self._queued()
        # Of the two accounts of the same time, the larger counts.
        unscheduled = max(frozen, self._last - before)
        for each in {number, *(hold.number for hold in over)}:
            self._seen.setdefault(each, Observation()).unscheduled += unscheduled
        if started and time.perf_counter() - started > SUSPECT:
            self._seen[number].stacks[self._where()] += 1
        self._report(over)
        self._seen = {each: seen for each, seen in self._seen.items() if each >= number}

    def _report(self, over: list[Hold]) -> None:
        for hold in over:
            seen = self._seen[hold.number]
            if hold.wall - seen.unscheduled > TOO_LONG:
                self._write(_line(hold, seen))

    def _write(self, line: str) -> None:
        with self._file.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    def _queued(self) -> float:
        """The seconds that the main thread has been ready without a processor."""
        path = Path(f"/proc/self/task/{self._main.native_id}/schedstat")
        return int(path.read_text(encoding="ascii").split()[1]) / 1e9

    def _where(self) -> str:
        """The innermost frames of the watched code, the innermost first."""
        frame = sys._current_frames().get(self._main.ident or 0)
        found = [_place(each) for each in _outwards(frame) if self._is_watched(each)]
        return " < ".join(found[:_MOST_FRAMES])

    def _is_watched(self, frame: FrameType) -> bool:
        return frame.f_code.co_filename.startswith(self._code)


@contextlib.contextmanager
def watching(file: Path, code: Path = CODE) -> Iterator[None]:
    """Meanwhile each callback that holds the main thread's loop leaves a line in ``file``.

    The line says for how many milliseconds, how many of them on a processor and how many for want
    of one, whether it was ``busy`` or ``blocked`` (in the system, or waiting for a lock), and the
    innermost frames of files under ``code``.
    """
    timing, original = Timing(), asyncio.Handle._run
    watchdog = Watchdog(timing, file, code)
    asyncio.Handle._run = timing.wrap(original)  # type: ignore[method-assign]
    watchdog.start()
    try:
        yield
    finally:
        asyncio.Handle._run = original  # type: ignore[method-assign]
        watchdog.stop()


def _line(hold: Hold, seen: Observation) -> str:
    wall, cpu, lost = (round(1000 * it) for it in (hold.wall, hold.cpu, seen.unscheduled))
    kind = "busy" if hold.cpu > (hold.wall - seen.unscheduled) / 2 else "blocked"
    where = next((stack for stack, _ in seen.stacks.most_common() if stack), "")
    return f"{wall} ms (processor {cpu}, unscheduled {lost}) {kind}: {where or hold.name}"


def _name(handle: Any) -> str:
    """What a callback is called: that of a task by its coroutine."""
    task = getattr(handle._callback, "__self__", None)
    if isinstance(task, asyncio.Task):
        return f"task {task.get_coro().__qualname__}"
    return f"callback {getattr(handle._callback, '__qualname__', handle._callback)!s}"


def _outwards(frame: FrameType | None) -> Iterator[FrameType]:
    """The frames of a callback, from the innermost to its first."""
    while frame is not None and frame.f_code.co_filename != __file__:
        yield frame
        frame = frame.f_back


def _place(frame: FrameType) -> str:
    path = Path(frame.f_code.co_filename)
    name = path.relative_to(CODE.parent) if path.is_relative_to(CODE.parent) else path.name
    return f"{name}:{frame.f_lineno} {frame.f_code.co_name}"
