"""The worker: a process in which one script runs, and which may be ended at any moment.

`python -m persistence.scripted.worker` reads requests from its input and answers on its output.
It has no store and no settings; what it may take of the machine is limited before it reads.
"""

from __future__ import annotations

import mmap
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, NoReturn

import msgspec

from domain.blocks.scripted.definition import Fault
from domain.blocks.scripted.emission import Emitted
from domain.blocks.scripted.kept import State
from persistence.scripted.language import OwnedStreams, Script, ScriptError, try_parts
from persistence.scripted.protocol import (
    HEADER,
    Alive,
    Answer,
    Fact,
    Limits,
    Load,
    Loaded,
    Refused,
    Request,
    Restore,
    Take,
    Taken,
    framed,
)
from persistence.scripted.tracing import traced

TRACE_SIZE = 16
"""Bytes of the file that tells where a traced script is: the event's position, and the line."""

BEAT = 0.1
"""Seconds between two signs of life."""

GRACE = 0.5
"""Seconds that a script which was told to stop may go on."""

FAILED = 70
"""The exit code when the language itself failed; what it has in memory is not to be relied on."""


class Trace:
    """Tells the event and the line at hand in a file, which outlives the process."""

    def __init__(self, path: str) -> None:
        with Path(path).open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), TRACE_SIZE)

    def event(self, position: int) -> None:
        """The event at this position is taken next."""
        self._map[:TRACE_SIZE] = position.to_bytes(8) + bytes(8)

    def line(self, number: int) -> None:
        """The line of the source with this number is next."""
        self._map[8:TRACE_SIZE] = number.to_bytes(8)


class Worker:
    """Answers requests until there are none any more."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO) -> None:
        self._requests = requests
        self._answers = answers
        self._trace: Trace | None = None

    def run(self) -> None:
        """Load a script, then take events with it."""
        load = self._next()
        if not isinstance(load, Load):
            return
        _limit_memory(load.limits)
        self._trace = Trace(load.trace) if load.trace else None
        try:
            _give_time(load.limits)
            script = Script(
                self._source(load), OwnedStreams(load.owned), load.limits, self._tell_line()
            )
            self._say(Loaded(script.definition, script.initial()))
        except ScriptError as error:
            self._say(Refused(error.fault))
            self._next()
            return
        while request := self._next():
            match request:
                case Restore(texts):
                    script.states.update(texts)
                case Take(facts):
                    self._say(self._take(script, facts, load.limits))
                case Load():
                    return

    def _source(self, load: Load) -> str:
        """The source, with its lines told where that is asked for and can be done."""
        trace = self._trace
        if trace is None:
            return load.source
        try:
            if load.in_parts:
                try_parts(load.source, load.limits, trace.line)
            return traced(load.source)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            trace.line(getattr(error, "lineno", None) or 0)
            return load.source

    def _tell_line(self) -> Callable[[int], None] | None:
        return self._trace.line if self._trace else None

    def _take(self, script: Script, facts: Sequence[Fact], limits: Limits) -> Taken:
        changes: dict[str, State] = {}
        emitted: list[Emitted] = []
        count = 0
        fault: Fault | None = None
        told = time.monotonic()
        for fact in facts:
            if self._trace:
                self._trace.event(fact.position)
            _give_time(limits)
            try:
                changed, added = script.take(fact)
            except ScriptError as error:
                fault = error.fault
                break
            count += 1
            changes |= changed
            emitted += added
            if (now := time.monotonic()) - told > BEAT:
                told = now
                self._say(Alive(fact.position))
        return Taken(count, changes, emitted, fault)

    def _next(self) -> Request | None:
        header = self._requests.read(HEADER)
        if len(header) < HEADER:
            return None
        body = self._requests.read(int.from_bytes(header))
        request: Request = msgspec.msgpack.decode(body, type=Request)
        return request

    def _say(self, answer: Answer) -> None:
        self._answers.write(framed(answer))
        self._answers.flush()


def _limit_memory(limits: Limits) -> None:
    """Where the platform can, memory that is asked for beyond the limit is refused."""
    try:
        import resource  # noqa: PLC0415 - not on every platform
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.bytes, limits.bytes))


def _give_time(limits: Limits) -> None:
    """Where the platform can, it ends the process after that much work, whatever it does."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, limits.seconds + GRACE)


def main() -> NoReturn:
    """Run a worker between standard input and output."""
    try:
        Worker(sys.stdin.buffer, sys.stdout.buffer).run()
    except BaseException:  # noqa: BLE001 - a panic of the language is no `Exception`
        os._exit(FAILED)
    os._exit(0)


if __name__ == "__main__":
    main()
