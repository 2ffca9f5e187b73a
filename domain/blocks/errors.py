"""Faults: what went wrong, in one sentence for the person who meets it."""


class LunarError(Exception):
    """A fault whose text is one sentence: what was wrong, where, and what to do about it.

    Everything that the program raises on purpose derives from this class, so that its edges
    (the command line, the screens) can show the sentence and need no traceback.
    """


class UnknownEventType(LunarError):
    """An event whose type, or whose schema version, this program does not know."""

    def __init__(self, name: str, schema: int) -> None:
        super().__init__(
            f"The log holds an event of type {name}, schema {schema}, which this version of Lunar "
            "Frontiers does not know: open it with the newer program that wrote it."
        )
        self.name = name
        self.schema = schema


class UnknownGame(LunarError):
    """The log holds no game with that id."""

    def __init__(self, game: str) -> None:
        super().__init__(
            f"There is no game {game!r} in this log: `lunar games` lists what there is."
        )


class UnreadableEvent(LunarError):
    """An event whose data does not fit the schema that its type and version name."""

    def __init__(self, name: str, schema: int, why: str) -> None:
        super().__init__(
            f"An event of type {name}, schema {schema}, cannot be read: {why}. "
            "Run `lunar verify` to find where the log is damaged."
        )


class EndlessCascade(LunarError):
    """A chain of commands that process managers would continue for ever."""

    def __init__(self, cycle: tuple[str, ...]) -> None:
        super().__init__(
            f"The command was refused because its cascade does not end: {' -> '.join(cycle)}. "
            "A process manager answers an event with the command that leads to it again."
        )
        self.cycle = cycle
