"""A worker process as the program sees it: asked, answered, and ended when it does not answer."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from signal import SIGPROF, SIGSEGV

import msgspec

from persistence.scripted.protocol import HEADER, Alive, Answer, Limits, Request, framed

PASSED_ON = ("SYSTEMROOT", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH")
"""What a worker is told of the environment; it has no need of anything that is secret."""

PATIENCE = 20
"""How many times its limit of seconds a worker may be silent: others may be at work, too."""


class WorkerDied(Exception):
    """The process ended, or was ended, before it answered; `why` is a clause for people."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class WorkerProcess:
    """One process; `start` makes it."""

    def __init__(self, process: Process, limits: Limits) -> None:
        if process.stdin is None or process.stdout is None:
            raise TypeError(process)
        self._process = process
        self._requests = process.stdin
        self._answers = process.stdout
        self._limits = limits

    @classmethod
    async def start(cls, limits: Limits) -> WorkerProcess:
        """A process that waits for requests."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "persistence.scripted.worker",
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ}
            | {"RUST_BACKTRACE": "0"},
            start_new_session=True,
        )
        return cls(process, limits)

    async def tell(self, request: Request) -> None:
        """Send what needs no answer. Raises `WorkerDied`."""
        try:
            self._requests.write(framed(request))
            await self._requests.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise await self._death() from error

    async def ask(self, request: Request) -> Answer:
        """The answer to the request. Raises `WorkerDied`."""
        await self.tell(request)
        while True:
            answer = await self._answer()
            if not isinstance(answer, Alive):
                return answer

    async def end(self) -> None:
        """End the process, whatever it does."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    async def _answer(self) -> Answer:
        try:
            async with asyncio.timeout(PATIENCE * self._limits.seconds):
                header = await self._answers.readexactly(HEADER)
                body = await self._answers.readexactly(int.from_bytes(header))
        except asyncio.IncompleteReadError as error:
            raise await self._death() from error
        except TimeoutError as error:
            await self.end()
            raise WorkerDied(self._too_long) from error
        answer: Answer = msgspec.msgpack.decode(body, type=Answer)
        return answer

    async def _death(self) -> WorkerDied:
        code = await self._process.wait()
        if code == -SIGPROF:
            return WorkerDied(self._too_long)
        deep = "it is nested too deeply, or " if code == -SIGSEGV else ""
        megabytes = self._limits.bytes // (1024 * 1024)
        return WorkerDied(
            f"{deep}it needed more than {megabytes:,} MB of memory, or what the language cannot do"
        )

    @property
    def _too_long(self) -> str:
        return f"it worked for more than {self._limits.seconds:g} s"
