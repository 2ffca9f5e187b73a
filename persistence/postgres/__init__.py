"""The event store on PostgreSQL, and on databases that speak its language."""

from persistence.postgres.store import PostgresEventStore

__all__ = ["PostgresEventStore"]
