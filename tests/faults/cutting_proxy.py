"""A way to a PostgreSQL server that breaks at a COMMIT."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum

from sqlalchemy import make_url

HERE = "127.0.0.1"
COMMIT = b"COMMIT\x00"
"""The end of the message that asks for it, and of the one that answers."""


class Cut(Enum):
    """When the connection breaks."""

    BEFORE = "the COMMIT does not reach the server"
    DURING = "the COMMIT reaches the server, which then finds its client gone"
    AFTER = "the server has committed, and its answer is lost"


class CuttingProxy:
    """Passes on what clients and the server say, and breaks one connection for each of `cuts`."""

    def __init__(self, server_url: str) -> None:
        self.cuts: list[Cut] = []
        self.broke = asyncio.Event()
        """Whether a connection was broken."""
        self.refuses = False
        """Whether new connections are closed at once."""
        self._url = make_url(server_url)
        self._port = 0
        self._pipes: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Where the server is, seen from in front of the proxy."""
        return self._url.set(host=HERE, port=self._port).render_as_string(hide_password=False)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one client until its connection ends, or breaks."""
        if self.refuses:
            writer.close()
            return
        server_reader, server_writer = await asyncio.open_connection(self._url.host, self._url.port)
        answering = asyncio.create_task(self._pass_on(server_reader, writer))
        self._pipes.add(answering)
        try:
            while said := await reader.read(65536):
                if self.cuts and said.endswith(COMMIT):
                    await _end(answering)
                    await self._break(self.cuts.pop(0), said, server_reader, server_writer)
                    break
                server_writer.write(said)
        finally:
            writer.close()
            server_writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while said := await reader.read(65536):
            writer.write(said)
        writer.close()

    async def _break(
        self, cut: Cut, said: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if cut is not Cut.BEFORE:
            writer.write(said)
            await writer.drain()
        if cut is Cut.AFTER:
            await reader.readuntil(COMMIT)
        self.broke.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[CuttingProxy]:
        """Serve on a free port for as long as this lasts."""
        server = await asyncio.start_server(self.serve, HERE, 0)
        self._port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for pipe in self._pipes:
                await _end(pipe)


async def _end(pipe: asyncio.Task[None]) -> None:
    pipe.cancel()
    with suppress(asyncio.CancelledError, OSError):
        await pipe
