"""The language of scripts: Starlark, with the words of the prelude. Runs in a worker only."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import Any

import msgspec
from starlark import (
    Dialect,
    EvalOptions,
    FrozenModule,
    Globals,
    LibraryExtension,
    Module,
    StarlarkError,
    eval_with,
    parse,
)

from domain.blocks.hand_append import check_hand_append
from domain.blocks.scripted.definition import WHOLE, Definition, Fault
from domain.blocks.scripted.emission import Emitted
from domain.blocks.scripted.kept import State
from persistence.scripted.protocol import Fact, Limits
from persistence.scripted.tracing import TELL, parts

NAME = "projection"
"""What the language calls the source in its errors."""

EMIT, STATE = "lunar__emit", "lunar__state"
"""What the prelude calls to emit an event, and to have the state of a partition."""

CHECK_EVERY = 1000
"""Instructions between two looks at the limits, as the library has it."""

_MESSAGE = re.compile(r"^error: (.*)$", re.MULTILINE)
_SPAN = re.compile(rf"^\s*--> {NAME}:(\d+):(\d+)", re.MULTILINE)
_FRAME = re.compile(rf"^\s*\* {NAME}:(\d+), in ", re.MULTILINE)
_KINDS = re.compile(r"^(?:fail|ValueError|Parse error): ")
_PLAINLY = (
    (
        re.compile(r"^Operation `serde::serialize` not supported on type `(\w+)`"),
        r"a value of type \1 is not JSON, which a state and what is emitted have to be",
    ),
    (
        re.compile(r"^Error unpacking value for parameter `\w+` of type `(\w+).*"),
        r"an argument is not the \1 that is wanted here; it may be too large",
    ),
)
"""What the library says, and what it means to who wrote the script."""

_EXTENSIONS = (
    LibraryExtension.StructType,
    LibraryExtension.Map,
    LibraryExtension.Filter,
    LibraryExtension.Json,
)


_NO_VALUE = "None"
"""Stands behind the source, whose last expression would otherwise be made a value of Python's."""


class ScriptError(Exception):
    """A script went wrong; what is known of it is in `fault`."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class OwnedStreams:
    """Categories of streams that scripts may not write to."""

    categories: frozenset[str]

    def owns(self, stream: str) -> bool:
        """Whether the stream is one of them."""
        return stream.partition("-")[0] in self.categories


class Script:
    """A source that was read, with the states of its projection's partitions.

    `tell` is called with the line at hand, where the source tells its lines (see `tracing`).
    """

    def __init__(
        self,
        source: str,
        owned: OwnedStreams,
        limits: Limits,
        tell: Callable[[int], None] | None = None,
    ) -> None:
        self.states: dict[str, str] = {}
        self._owned = owned
        self._limits = limits
        self._position = 0
        self._emitted: list[Emitted] = []
        self._module = self._read(source, tell)
        self.definition = msgspec.convert(self._call("lunar__definition"), Definition)
        self._has_outputs: bool = self._call("lunar__has_outputs")

    def initial(self) -> State | None:
        """The state before any event, of a projection that is not divided. Raises `ScriptError`."""
        return None if self.definition.partitioned else self._shown(self._call("lunar__begun"))

    def take(self, fact: Fact) -> tuple[dict[str, State], list[Emitted]]:
        """The state that the event changes, and what it emits. Raises `ScriptError`."""
        self._position = fact.position
        self._emitted = []
        found = self._call(
            "lunar__step",
            fact.text,
            position=fact.position,
            stream=fact.stream,
            version=fact.version,
            type=fact.type,
            schema=fact.schema,
            recorded_at=fact.recorded_at,
            game=fact.game,
            player=fact.player,
        )
        if found is None:
            return {}, []
        partition, text = found
        state = self._shown(text)
        self._check_size(partition, max(len(text), len(state.shown)))
        self.states[partition] = text
        return {partition: state}, self._emitted

    def _shown(self, text: str) -> State:
        return State(text, self._call("lunar__shown", text) if self._has_outputs else None)

    def _check_size(self, partition: str, size: int) -> None:
        if size > self._limits.state:
            what = "the state" if partition == WHOLE else f"the state of {partition}"
            raise ScriptError(
                Fault(
                    f"{what} has {size:,} characters, and {self._limits.state:,} are the most: "
                    "divide it with partition_by",
                    position=self._position,
                )
            )

    def _read(self, source: str, tell: Callable[[int], None] | None) -> FrozenModule:
        module = Module()
        module.add_callable(EMIT, self._emit)
        module.add_callable(STATE, self.states.get)
        if tell:
            module.add_callable(TELL, tell)
        for name, text in (("prelude", _prelude()), (NAME, source)):
            self._guarded(partial(_evaluate, module, name, text))
        return module.freeze()

    def _call(self, name: str, *values: object, **facts: object) -> Any:
        return self._guarded(
            lambda limits: self._module.call_with(limits, name, *values, **facts).value
        )

    def _guarded(self, work: Callable[[EvalOptions], Any]) -> Any:
        watch = _Watch(self._limits)
        try:
            return work(EvalOptions(check_cancelled=watch, max_callstack_size=self._limits.calls))
        except StarlarkError as error:
            raise ScriptError(_fault(str(error), watch.why, self._position)) from error

    def _emit(self, stream: str, event_type: str, data: str) -> None:
        try:
            text = check_hand_append(self._owned, stream, event_type, data.encode()).decode()
        except Exception as error:
            raise ValueError(str(error).rstrip(".")) from error
        self._emitted.append(Emitted(self._position, stream, event_type, text))


def try_parts(source: str, limits: Limits, tell: Callable[[int], None]) -> None:
    """Read a source statement by statement, telling the line of each.

    For one that ends the process. Raises `SyntaxError`.
    """
    module = Module()
    for name in (EMIT, STATE):
        module.add_callable(name, lambda *_: None)
    options = EvalOptions(check_cancelled=_Watch(limits), max_callstack_size=limits.calls)
    _evaluate(module, "prelude", _prelude(), options)
    for line, part in parts(source):
        tell(line)
        with suppress(StarlarkError):
            _evaluate(module, NAME, part, options)
    tell(0)


def _prelude() -> str:
    return files(__package__).joinpath("prelude.star").read_text("utf-8")


def _evaluate(module: Module, name: str, text: str, options: EvalOptions) -> None:
    dialect = Dialect.extended()
    dialect.enable_f_strings = True
    dialect.enable_load = False
    known = Globals.extended_by(list(_EXTENSIONS))
    eval_with(options, module, parse(name, f"{text}\n\n{_NO_VALUE}", dialect), known)


class _Watch:
    """Says to the language when it is enough, and afterwards why."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._looks = 0
        self._until = time.process_time() + limits.seconds
        self.why = ""

    def __call__(self) -> bool:
        self._looks += 1
        if self._looks * CHECK_EVERY > self._limits.steps:
            self.why = f"it took more than {self._limits.steps:,} steps: does a loop not end?"
        elif time.process_time() > self._until:
            self.why = took_too_long(self._limits)
        return bool(self.why)


def took_too_long(limits: Limits) -> str:
    """The words for a script that was given its time."""
    return f"it worked for more than {limits.seconds:g} s"


def _fault(text: str, why: str, position: int) -> Fault:
    """The fault that the language's message tells of, at its place in the script itself."""
    message = _MESSAGE.search(text)
    said = _KINDS.sub("", message[1]).strip() if message else text.strip()
    for pattern, words in _PLAINLY:
        said = pattern.sub(words, said)
    if span := _SPAN.search(text):
        line, column = int(span[1]), int(span[2])
    else:
        frames = _FRAME.findall(text)
        line, column = (int(frames[-1]) if frames else 0), 0
    return Fault((why or said).rstrip("."), line, column, position)
