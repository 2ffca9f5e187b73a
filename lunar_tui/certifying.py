"""Certificates of what this program verified."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from domain.blocks.certificate import Certificate, certificate_file, schemas, shapes
from domain.blocks.verify import Verdict
from domain.game.model import EVENT_TYPES, PROJECTORS
from persistence.whole_file import file_faults, whole_file


def certify(game: str | None, verdict: Verdict) -> Certificate:
    """What the verdict, on a game or on a whole log, says to others."""
    return Certificate(
        program=version("lunar-frontiers"),
        game=game,
        events=verdict.events,
        position=verdict.position,
        digest=verdict.digest.hex(),
        state=verdict.state.hex(),
        schemas=schemas(EVENT_TYPES),
        views=shapes(PROJECTORS),
    )


def write_certificate(file: Path, certificate: Certificate) -> None:
    """Write the whole file or none; its folder is made if need be. Raises `FileFault`."""
    with file_faults(file):
        file.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(file) as written:
        written.write(certificate_file(certificate))


def certificate_name(certificate: Certificate) -> str:
    """A name for its file, whatever the game's id may hold."""
    of = "log" if certificate.game is None else f"game {certificate.game}"
    plain = "".join(c if c.isalnum() else "-" for c in of)
    return f"{plain}-{certificate.events}.certificate.json"
