"""The certificate: what a log, or a game, came to, for others to check against what they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Struct

from domain.blocks.digest import SIZE
from domain.blocks.errors import LunarError
from domain.blocks.event_types import EventTypes
from domain.blocks.projector import Projector
from domain.blocks.view import View

FORMAT = "lunar-certificate"
VERSION = 1

_encode = msgspec.json.Encoder(order="deterministic").encode


class NoCertificate(LunarError):
    """A file that is not a certificate that this program can read."""


class Certificate(Struct, frozen=True, kw_only=True):
    """Says of the first `events` events of a log, or of a game, what they are and come to.

    `position` is where the last of them was. `digest` is that of the events (see `Audit`) and
    `state` the hash of all views after them, both in hex. `program` and `schemas` are the versions
    of the program and of its event types, `views` the shapes of the rows.
    """

    format: str = FORMAT
    format_version: int = VERSION
    program: str
    game: str | None
    events: int
    position: int
    digest: str
    state: str
    schemas: Mapping[str, int]
    views: Mapping[str, str]


def state_hash(views: Iterable[View[Any]]) -> bytes:
    """BLAKE2b over the names and shapes of the views, in the order of the names, and their rows.

    Each is a line of JSON: name and shape as an array, then each row as an object, by its key.
    """
    hashed = blake2b(digest_size=SIZE)
    for view in sorted(views, key=lambda view: view.projector.name):
        hashed.update(_encode((view.projector.name, view.projector.shape)) + b"\n")
        for key in sorted(view.rows):
            hashed.update(_encode(view.rows[key]) + b"\n")
    return hashed.digest()


def schemas(types: EventTypes) -> Mapping[str, int]:
    """The current schema of each type that the program knows."""
    return {event.__name__: event.SCHEMA for event in types.classes}


def shapes(projectors: Sequence[Projector[Any]]) -> Mapping[str, str]:
    """What the rows of each view are."""
    return {projector.name: projector.shape for projector in projectors}


def certificate_file(certificate: Certificate) -> bytes:
    """The certificate as JSON that people can read."""
    return msgspec.json.format(_encode(certificate)) + b"\n"


def read_certificate(content: bytes) -> Certificate:
    """The certificate in the file. Raises `NoCertificate`."""
    try:
        certificate = msgspec.json.decode(content, type=Certificate)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NoCertificate(f"The file is not a certificate: {error}.") from error
    if (certificate.format, certificate.format_version) != (FORMAT, VERSION):
        raise NoCertificate(
            f"The file has format {certificate.format} {certificate.format_version}, where "
            f"{FORMAT} {VERSION} is known: use Lunar Frontiers {certificate.program}."
        )
    return certificate


def disagreements(theirs: Certificate, ours: Certificate) -> Iterator[str]:
    """What a certificate says that ours, made of as many events, does not say.

    Where a game stands in a log may differ; what happened in it, and what it came to, may not.
    """
    if theirs.game != ours.game:
        yield f"The certificate is of {_scope(theirs)}, and this is {_scope(ours)}."
    elif theirs.events != ours.events:
        yield (
            f"The certificate is of {theirs.events} events, but {_scope(ours)} has "
            f"{ours.events} only."
        )
    elif theirs.digest != ours.digest:
        yield (
            f"The {ours.events} events of {_scope(ours)} have the digest {ours.digest}, but the "
            f"certificate says {theirs.digest}: they are not the same events."
        )
    elif theirs.views != ours.views and theirs.state != ours.state:
        yield (
            "The events are the same, but the certificate is of other views than this program "
            f"has: check their state with Lunar Frontiers {theirs.program}."
        )
    elif theirs.state != ours.state:
        yield (
            f"The events are the same, but the views after them have the state {ours.state}, and "
            f"the certificate says {theirs.state}."
        )
    elif theirs.game is None and theirs.position != ours.position:
        yield (
            f"The certificate says that event {theirs.events} of the log is at position "
            f"{theirs.position}."
        )


def _scope(certificate: Certificate) -> str:
    return "the log" if certificate.game is None else f"game {certificate.game}"
