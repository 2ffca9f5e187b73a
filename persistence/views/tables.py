"""The tables of views in SQL: one a view, made from its projector's row type, and the checkpoints.

A view's rows are served from `view_<name>`; `view_<name>_next` is the one that a rebuild fills.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec import structs
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    MetaData,
    Table,
    Text,
    TextClause,
    text,
)
from sqlalchemy.types import TypeEngine

from domain.blocks.projector import Projector
from domain.blocks.view_store import Slot

_TYPES: dict[type, type[TypeEngine[Any]]] = {
    str: Text,
    int: BigInteger,
    float: Double,
    bool: Boolean,
}

checkpoints = Table(
    "view_checkpoints",
    MetaData(),
    Column("view", Text, primary_key=True),
    Column("slot", Text, primary_key=True),
    Column("shape", Text, nullable=False),
    Column("generation", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
)


@cache
def table_of(projector: Projector[Any], slot: Slot) -> Table:
    """The typed table for the view's rows in this slot."""
    name = f"view_{projector.name}{'_next' if slot == 'next' else ''}"
    columns = [
        Column(
            field.name,
            _TYPES[field.type],
            primary_key=field.name in projector.row.KEY,
            autoincrement=False,
            nullable=False,
        )
        for field in structs.fields(projector.row)
    ]
    return Table(name, MetaData(), *columns)


def rename(old: Table, new: Table) -> TextClause:
    """The statement that gives the table the other's name."""
    return text(f'ALTER TABLE "{old.name}" RENAME TO "{new.name}"')
