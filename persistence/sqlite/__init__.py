"""The event store in a SQLite file."""

from persistence.sqlite.store import SqliteEventStore

__all__ = ["SqliteEventStore"]
