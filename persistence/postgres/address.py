"""Where a store on PostgreSQL is: a server, a database in it, and a schema in that."""

from __future__ import annotations

import re

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from domain.blocks.event_store import StoreFault

PORT = 5432
_PORTS = range(1, 65_536)
_SCHEMA = re.compile("[a-z_][a-z0-9_]{0,47}")
_MAINTENANCE = "postgres"
"""The database that every server has, to make others from."""


class Address:
    """A place, from a URL such as `postgresql://user:password@host/database?schema=moon`.

    Its text is for people and without credentials. `dsn` is for the driver, and has them.
    """

    def __init__(self, url: str) -> None:
        """Raises `StoreFault`, which does not repeat the URL."""
        parts, self.schema = _parse(url)
        self.database = parts.database or ""
        self.dsn = _dsn(parts)
        self.maintenance_dsn = _dsn(parts.set(database=_MAINTENANCE))
        server = f"{parts.host or 'localhost'}:{parts.port or PORT}"
        self.server = f"postgresql://{server}"
        self._place = f"{self.server}/{self.database}"

    @property
    def is_maintenance(self) -> bool:
        """Whether the database is the one that every server has."""
        return self.database == _MAINTENANCE

    def __str__(self) -> str:
        return self._place if self.schema == "public" else f"{self._place}?schema={self.schema}"

    __repr__ = __str__


def _parse(url: str) -> tuple[URL, str]:
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        parts = None
    if (
        parts is None
        or not parts.database
        or "@" in (parts.host or "")
        or (parts.port or PORT) not in _PORTS
    ):
        raise StoreFault(
            "The store's URL cannot be read: it is to be like "
            "postgresql://user:password@host:5432/database?schema=moon, with special characters "
            "as % and their code."
        )
    schema = parts.query.get("schema", "public")
    if not isinstance(schema, str) or not _SCHEMA.fullmatch(schema):
        raise StoreFault(
            "The schema in the store's URL is to be one name of small letters, digits and _, at "
            "most 48 of them."
        )
    return parts.difference_update_query(["schema"]), schema


def _dsn(parts: URL) -> str:
    return parts.set(drivername="postgresql").render_as_string(hide_password=False)
