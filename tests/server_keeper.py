"""Runs a server until a lock is free: `server_keeper.py LOCK FOLDER SIGNAL USER COMMAND...`.

The lock is free when the run of the tests is over. Then the server gets the signal, and what it had
on disk is removed. A server that ends by itself leaves its folder.
"""

from __future__ import annotations

import fcntl
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

GRACE = 20.0
"""Seconds that the server has to end before it is killed."""


def main(lock: Path, folder: Path, end: int, user: int | None, command: list[str]) -> None:
    server = subprocess.Popen(
        command,
        cwd="/",
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        start_new_session=True,
    )
    signal.signal(signal.SIGTERM, lambda *_: server.send_signal(end))
    (folder / "pid").write_text(str(server.pid))
    while server.poll() is None:
        if is_free(lock):
            stop(server, end)
            remove(folder)
            return
        time.sleep(0.05)


def is_free(lock: Path) -> bool:
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def stop(server: subprocess.Popen[bytes], end: int) -> None:
    server.send_signal(end)
    try:
        server.wait(GRACE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if not any(path.is_dir() for path in folder.parent.iterdir()):
        shutil.rmtree(folder.parent, ignore_errors=True)


if __name__ == "__main__":
    place, workplace, number, uid, *program = sys.argv[1:]
    main(Path(place), Path(workplace), int(number), int(uid) if uid else None, program)
