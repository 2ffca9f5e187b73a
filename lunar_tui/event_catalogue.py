"""Writes docs/events.md, the catalogue of commands and events, from the types themselves.

`python -m lunar_tui.event_catalogue` writes it; with `--check` it only says, by its exit code,
whether the file is current.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from inspect import getdoc
from pathlib import Path

import msgspec
from msgspec import NODEFAULT, Struct

from domain.blocks.event_types import EventType
from domain.blocks.messages import Command, Event
from domain.game.event_origins import Origin, origins
from domain.game.model import EVENT_TYPES, PROJECTORS, ROUTER

FILE = Path(__file__).parents[1] / "docs" / "events.md"

HEAD = """\
# Events and commands

Generated from the types by `python -m lunar_tui.event_catalogue`; do not edit it by hand.

Every event also has, in its envelope, `event_id`, `stream`, `version`, `position`, `type`,
`schema`, `correlation_id`, `causation_id`, `command_id`, `player`, `recorded_at`, `digest` and
`game`.
"""


def catalogue() -> str:
    """The text of docs/events.md."""
    found = origins()
    parts = [HEAD, "## Events\n", *(_event(event, found[event]) for event in EVENT_TYPES.classes)]
    parts += ["## Commands\n", *(_command(command, found) for command in ROUTER.routes)]
    return "\n".join(parts)


def _event(event: type[Event], origin: Origin) -> str:
    facts = {
        "schema version": str(event.SCHEMA),
        "stream": f"`{origin.category}-…`",
        "comes of": _names(origin.commands),
        "part of the state of": _names(
            decider.category for decider in ROUTER.deciders if event in decider.evolves_from
        ),
        "followed by": _names(m.name for m in ROUTER.process_managers if event in m.handles),
        "heeded by the views": _names(p.name for p in PROJECTORS if event in p.handlers),
    }
    return _entry(event, facts, _history(event))


def _history(event: type[Event]) -> str:
    """How the older versions of the event are read."""
    kinds = [EventType(event.__name__, schema) for schema in range(1, event.SCHEMA)]
    if not kinds:
        return ""
    lines = ["Older versions stay in the log as they are, and are read so:", ""]
    lines += [f"- {kind.schema}: {getdoc(EVENT_TYPES.upcaster(kind))}" for kind in kinds]
    return "\n".join([*lines, ""])


def _command(command: type[Command], found: Mapping[type[Event], Origin]) -> str:
    name = command.__name__
    facts = {
        "decided by": _names(decider.category for decider in ROUTER.routes[command]),
        "leads to": _names(e.__name__ for e, origin in found.items() if name in origin.commands),
    }
    return _entry(command, facts)


def _entry(message: type[Struct], facts: Mapping[str, str], history: str = "") -> str:
    lines = [f"### {message.__name__}", "", getdoc(message) or "", ""]
    lines += [f"- {name}: {value}" for name, value in facts.items() if value]
    lines += ["", "| field | type |", "| --- | --- |", *_fields(message), ""]
    lines += [history] if history else []
    return "\n".join(lines)


def _fields(message: type[Struct]) -> Iterator[str]:
    for field in msgspec.structs.fields(message):
        kind = field.type.__name__ if isinstance(field.type, type) else str(field.type)
        optional = "" if field.default is NODEFAULT else ", may be left out"
        yield f"| `{field.name}` | {kind.replace('|', 'or')}{optional} |"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def main(arguments: list[str]) -> int:
    """Write the catalogue, or check it; the exit code."""
    text = catalogue()
    if arguments != ["--check"]:
        FILE.write_text(text, encoding="utf-8")
        return 0
    if FILE.exists() and FILE.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("docs/events.md is stale: run `python -m lunar_tui.event_catalogue`.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
