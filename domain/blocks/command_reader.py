"""Commands from text: one JSON object each, as scripts hold them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from domain.blocks.errors import LunarError
from domain.blocks.messages import Command


class UnreadableCommand(LunarError):
    """A text that is no command; the sentence says what is wrong with it."""


class CommandReader:
    """Reads `{"command": "StartGame", "game_id": "…"}` as the command of that name.

    Ids that were written as integers are taken as their text.
    """

    def __init__(self, commands: Iterable[type[Command]]) -> None:
        self._commands = {command.__name__: command for command in commands}

    def read(self, text: bytes) -> Command:
        """The command that the text holds. Raises `UnreadableCommand`."""
        fields = read_object(text)
        name = fields.pop("command", None)
        command = self._commands.get(name) if isinstance(name, str) else None
        if command is None:
            wrong = "no command is named" if name is None else f"there is no command {name!r}"
            known = ", ".join(self._commands)
            raise UnreadableCommand(f'{wrong}: give "command" as one of {known}.')
        for key, value in fields.items():
            if key.endswith("_id") and type(value) is int:
                fields[key] = str(value)
        try:
            return msgspec.convert(fields, command)
        except msgspec.ValidationError as error:
            takes = ", ".join(command.__struct_fields__)
            raise UnreadableCommand(f"{name}: {error}; its fields are {takes}.") from error


def read_object(text: bytes) -> dict[str, Any]:
    """The JSON object that the text holds. Raises `UnreadableCommand`."""
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableCommand(f"this is not a JSON object: {error}.") from error
