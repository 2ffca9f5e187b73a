"""Branching, purely: the facts of one game made those of another, which plays on from there."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from domain.blocks.cascades import Cascade
from domain.blocks.decider import Rejected
from domain.blocks.event_store import NO_STREAM, Commit, NewEvent, RecordedEvent
from domain.blocks.messages import Event
from domain.blocks.router import Router
from domain.game.economy.ruleset import Ruleset
from domain.game.events import GameBranched, GameloopAdvanced, GameStarted, GameStopped
from domain.game.ids import LONGEST_NAME, check_id, check_name, first_refusal
from domain.game.site_ids import Renaming, suffix_of

_NAMED_AS_BRANCH = re.compile(r"(.+) \(branch at tick \d+\)")


class Branch(Struct, frozen=True):
    """What is asked for: a game that is as the source was at a position of the log.

    In the midst of a cascade that is after the last whole cascade before it. `player_id` is who
    asks; without a `name` the branch is named after its source.
    """

    game_id: str
    source_game_id: str
    source_position: int
    player_id: str = ""
    name: str | None = None

    def refusal(self) -> Rejected | None:
        """Why there can be no such branch, as far as its ids and its name tell."""
        return first_refusal(
            check_id("game id", self.game_id),
            check_id("player id", self.player_id) if self.player_id else None,
            None if self.name is None else check_name(self.name),
        )


class Branching:
    """Makes the commits of a branch from its source's cascades, taken one after another.

    They are the source's own, each with its player and time. Ids of events and commands become
    others, the same each time, so that families stay whole. Old schemas become the current ones.
    """

    def __init__(self, router: Router, branch: Branch) -> None:
        self._types = router.events
        self._deciders = {decider.category: decider for decider in router.deciders}
        self._branch = branch
        self._mask = int.from_bytes(blake2b(branch.game_id.encode(), digest_size=8).digest()) >> 2
        self._suffix = suffix_of(branch.game_id)
        self._renaming = Renaming(self._suffix, former="")
        self._begun: GameStarted | None = None
        self._name = ""
        self._tick = 0
        self._end: RecordedEvent | None = None
        self._stopped = False
        self._facts: list[Commit] = []

    def take(self, cascade: Cascade) -> None:
        """The source's next cascade. Raises `UnknownEventType` or `UnreadableEvent`."""
        events = [self._types.decode(stored.kind, stored.data) for stored in cascade]
        for event in events:
            self._note(event)
        self._end = cascade[-1]
        if not isinstance(events[0], GameBranched):
            self._facts.append(self._commit(cascade, events))

    def _note(self, event: Event) -> None:
        match event:
            case GameBranched():
                self._name = event.name
                self._renaming = Renaming(self._suffix, former=event.site_suffix)
            case GameStarted():
                self._begun = event
                self._name = self._name or event.name
            case GameloopAdvanced():
                self._tick = event.tick
            case GameStopped():
                self._stopped = True

    def finish(self, command_id: UUID, now: int) -> tuple[GameBranched, list[Commit]] | Rejected:
        """The event that the branch begins with, and its commits; or why there is no branch."""
        branch, end, begun = self._branch, self._end, self._begun
        if end is None or begun is None:
            return Rejected(
                "nothing-to-branch",
                f"At position {branch.source_position} nothing had happened yet in game "
                f"{branch.source_game_id}: choose a later position.",
            )
        if self._stopped:
            return Rejected(
                "game-stopped",
                f"Game {branch.source_game_id} was over at position {end.position}: branch it "
                "before that, so that there is something to play.",
            )
        branched = GameBranched(
            game_id=branch.game_id,
            name=_default_name(self._name, self._tick) if branch.name is None else branch.name,
            player_id=branch.player_id,
            width=begun.width,
            height=begun.height,
            seed=begun.seed,
            source_game_id=branch.source_game_id,
            source_position=end.position,
            source_digest=end.digest.hex(),
            tick=self._tick,
            events=sum(len(commit.events) for commit in self._facts),
            site_suffix=self._suffix,
        )
        return branched, [self._beginning(branched, command_id, now), *self._facts]

    def _beginning(self, branched: GameBranched, command_id: UUID, now: int) -> Commit:
        stream = f"game-{branched.game_id}"
        event = NewEvent(
            event_id=self._id(command_id),
            stream=stream,
            type=GameBranched.__name__,
            schema=GameBranched.SCHEMA,
            data=self._types.encode(branched),
            command_id=command_id,
            causation_id=command_id,
            game=branched.game_id,
        )
        return Commit(
            events=(event,),
            correlation_id=command_id,
            recorded_at=now,
            player=branched.player_id,
            expect={stream: NO_STREAM},
            expect_game=(branched.game_id, 0),
        )

    def _commit(self, cascade: Cascade, events: list[Event]) -> Commit:
        first = cascade[0]
        facts = [self._fact(*pair) for pair in zip(cascade, events, strict=True)]
        return Commit(
            events=facts,
            correlation_id=self._id(first.correlation_id),
            recorded_at=first.recorded_at,
            player=first.player,
            expect={
                fact.stream: NO_STREAM
                for stored, fact in zip(cascade, facts, strict=True)
                if stored.version == 1 and not stored.stream.startswith("game-")
            },
        )

    def _fact(self, stored: RecordedEvent, event: Event) -> NewEvent:
        mine = self._mine(event)
        decider = self._deciders[stored.stream.partition("-")[0]]
        return NewEvent(
            event_id=self._id(stored.event_id),
            stream=decider.stream(mine),
            type=type(mine).__name__,
            schema=mine.SCHEMA,
            data=self._types.encode(mine),
            command_id=self._id(stored.command_id),
            causation_id=self._id(stored.causation_id),
            game=mine.game_id,
        )

    def _mine(self, event: Event) -> Event:
        mine: Event = structs.replace(self._renamed(event), game_id=self._branch.game_id)
        return mine

    def _renamed(self, told: Any) -> Any:
        """The same with the branch's own ids of sites, however deep they stand in an event."""
        if isinstance(told, tuple):
            return tuple([self._renamed(part) for part in told])
        if not isinstance(told, Struct) or isinstance(told, Ruleset):
            return told
        fields = {name: self._renamed(getattr(told, name)) for name in told.__struct_fields__}
        if "site_id" in fields:
            fields["site_id"] = self._renaming(fields["site_id"])
        return structs.replace(told, **fields)

    def _id(self, of_source: UUID) -> UUID:
        """The random end is turned by the mask: so no two ids become one, and their order stays."""
        return UUID(int=of_source.int ^ self._mask)


def _default_name(source: str, tick: int) -> str:
    again = _NAMED_AS_BRANCH.fullmatch(source)
    ending = f" (branch at tick {tick})"
    return (again[1] if again else source)[: LONGEST_NAME - len(ending)] + ending
