"""A small world to ask conditions of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from domain.blocks.conditions.vocabulary import Field, Name, Noun, Vocabulary, vocabulary


class Dome(NamedTuple):
    air: float
    open: bool
    owner: str


class Colony(NamedTuple):
    people: int | None = 0
    name: str = ""
    at_peace: bool = True
    domes: Mapping[str, Dome] = {}


VOCABULARY: Vocabulary[Colony] = vocabulary(
    names=(
        Name("people", "number", "who live there", lambda colony: colony.people),
        Name("name", "text", "what it is called", lambda colony: colony.name),
        Name("peace", "yes or no", "nobody fights", lambda colony: colony.at_peace),
    ),
    nouns=(
        Noun(
            word="dome",
            about="a roof over the dust",
            find=lambda dome_id: lambda colony: colony.domes.get(dome_id),
            ids=lambda colony: colony.domes,
            fields=(
                Field("air", "number", "in tons", lambda dome: dome.air),
                Field("open", "yes or no", "has a door ajar", lambda dome: dome.open),
                Field("owner", "text", "whose it is", lambda dome: dome.owner),
            ),
            mark=lambda dome_id: f"#{dome_id[-2:]}",
        ),
    ),
)

COLONY = Colony(
    people=12,
    name="New Ålesund",
    domes={
        "north": Dome(40.5, open=True, owner="ada"),
        "north-west": Dome(10, open=False, owner="bob"),
        "the old one": Dome(0, open=False, owner="ada"),
    },
)
