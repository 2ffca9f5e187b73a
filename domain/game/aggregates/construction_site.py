"""ConstructionSite: from the first spade to the last rivet."""

from __future__ import annotations

from typing import assert_never, get_args

from msgspec import Struct, structs

from domain.blocks.decider import Decider, Decision, Rejected
from domain.game.colony_events import (
    ConstructionHalted,
    ConstructionResumed,
    SiteCancelled,
)
from domain.game.commands import (
    AdvanceConstruction,
    CancelSite,
    HaltConstruction,
    SpawnBuilding,
    SpawnSite,
    WorkOnSite,
)
from domain.game.events import (
    ConstructionCompleted,
    ConstructionProgressed,
    SiteSpawned,
)
from domain.game.ids import check_id, first_refusal
from domain.game.site_types import BY_KEY

LONGEST_CONSTRUCTION = 1_000_000
"""The most ticks that a site may take."""

SiteCommand = (
    SpawnSite | AdvanceConstruction | WorkOnSite | HaltConstruction | CancelSite | SpawnBuilding
)


class ConstructionSite(Struct, frozen=True):
    """A site so far: what is being built where, and the work done and needed, in ticks.

    Once it is `done` or `cancelled` there is no work on it.
    """

    exists: bool = False
    done: bool = False
    cancelled: bool = False
    halted: bool = False
    site_type: int = 0
    location: int = 0
    player_id: str = ""
    progressed_ticks: int = 0
    required_ticks: int = 0


def decide(site: ConstructionSite, command: SiteCommand) -> Decision:
    """Begin the site, work on it, halt it, give it up, or confirm that its building may stand."""
    match command:
        case SpawnSite():
            return _spawn(site, command)
        case AdvanceConstruction():
            return _advance(site, command)
        case WorkOnSite():
            return _work(site, command)
        case HaltConstruction():
            return _halt(site, command)
        case CancelSite():
            return _cancel(site, command)
        case SpawnBuilding():
            return _confirm_building(site, command)
        case _:
            assert_never(command)


def _spawn(site: ConstructionSite, command: SpawnSite) -> Decision:
    refusal = first_refusal(
        check_id("site id", command.site_id), check_id("player id", command.player_id)
    )
    if refusal:
        return refusal
    if site.exists:
        return Rejected("site-exists", f"Site {command.site_id} exists already: choose another id.")
    if not 1 <= command.completion_ticks <= LONGEST_CONSTRUCTION:
        return Rejected(
            "bad-completion-ticks",
            f"A site cannot take {command.completion_ticks} ticks: "
            f"give a number from 1 to {LONGEST_CONSTRUCTION}.",
        )
    kind = command.site_type
    return (
        SiteSpawned(
            game_id=command.game_id,
            site_id=command.site_id,
            site_type=BY_KEY[kind].id if isinstance(kind, str) else kind,
            location=command.location,
            player_id=command.player_id,
            completion_ticks=command.completion_ticks,
            tick=command.tick,
        ),
    )


def _advance(site: ConstructionSite, command: AdvanceConstruction) -> Decision:
    refusal = _check_open(site, command.site_id)
    if refusal:
        return refusal
    if command.advance_ticks < 1:
        return Rejected(
            "bad-advance-ticks",
            f"Construction cannot advance by {command.advance_ticks} ticks: give 1 or more.",
        )
    return _progress(site, command, command.advance_ticks)


def _check_open(site: ConstructionSite, site_id: str) -> Rejected | None:
    if not site.exists:
        return _unknown(site_id)
    if site.cancelled:
        return Rejected("site-cancelled", f"Site {site_id} was cancelled: begin another one.")
    if site.done:
        return Rejected("site-done", f"Site {site_id} is done: there is no work left on it.")
    return None


def _progress(
    site: ConstructionSite, command: AdvanceConstruction | WorkOnSite, ticks: int
) -> Decision:
    progressed = min(site.progressed_ticks + ticks, site.required_ticks)
    progress = ConstructionProgressed(
        game_id=command.game_id,
        site_id=command.site_id,
        site_type=site.site_type,
        location=site.location,
        progressed_ticks=progressed,
        required_ticks=site.required_ticks,
        tick=command.tick,
    )
    if progressed < site.required_ticks:
        return (progress,)
    completed = ConstructionCompleted(
        game_id=command.game_id,
        site_id=command.site_id,
        site_type=site.site_type,
        location=site.location,
        player_id=site.player_id,
        tick=command.tick,
    )
    return (progress, completed)


def _work(site: ConstructionSite, command: WorkOnSite) -> Decision:
    work = _check_open(site, command.site_id) or _progress(site, command, 1)
    if isinstance(work, Rejected) or not site.halted:
        return work
    resumed = ConstructionResumed(
        command.game_id, command.site_id, site.site_type, site.location, command.tick
    )
    return (resumed, *work)


def _halt(site: ConstructionSite, command: HaltConstruction) -> Decision:
    return _check_open(site, command.site_id) or (
        ConstructionHalted(
            game_id=command.game_id,
            site_id=command.site_id,
            site_type=site.site_type,
            location=site.location,
            lacks=command.lacks,
            tick=command.tick,
        ),
    )


def _cancel(site: ConstructionSite, command: CancelSite) -> Decision:
    return _check_open(site, command.site_id) or (
        SiteCancelled(
            game_id=command.game_id,
            site_id=command.site_id,
            site_type=site.site_type,
            location=site.location,
            player_id=command.player_id,
            tick=command.tick,
        ),
    )


def _confirm_building(site: ConstructionSite, command: SpawnBuilding) -> Decision:
    if not site.exists:
        return _unknown(command.site_id)
    if not site.done:
        return Rejected(
            "site-not-done",
            f"Site {command.site_id} has {site.progressed_ticks} of {site.required_ticks} ticks "
            "of work done: its building stands when all of it is.",
        )
    planned = (site.site_type, site.location, site.player_id)
    if planned != (command.site_type, command.location, command.player_id):
        return Rejected(
            "not-as-planned",
            f"Site {command.site_id} was planned with type {site.site_type} at tile "
            f"{site.location} for player {site.player_id}: its building is the same.",
        )
    return ()


def _unknown(site_id: str) -> Rejected:
    return Rejected("unknown-site", f"There is no site {site_id!r} in this game: check the id.")


Folded = (
    SiteSpawned
    | ConstructionProgressed
    | ConstructionHalted
    | ConstructionResumed
    | ConstructionCompleted
    | SiteCancelled
)


def evolve(site: ConstructionSite, event: Folded) -> ConstructionSite:
    """The site with the event in it."""
    match event:
        case ConstructionProgressed():
            return structs.replace(site, progressed_ticks=event.progressed_ticks)
        case SiteSpawned():
            return ConstructionSite(
                exists=True,
                site_type=event.site_type,
                location=event.location,
                player_id=event.player_id,
                required_ticks=event.completion_ticks,
            )
        case ConstructionHalted():
            return structs.replace(site, halted=True)
        case ConstructionResumed():
            return structs.replace(site, halted=False)
        case ConstructionCompleted():
            return structs.replace(site, done=True)
        case SiteCancelled():
            return structs.replace(site, cancelled=True)
        case _:
            assert_never(event)


def _site_id(message: SiteCommand | SiteSpawned) -> str:
    return message.site_id


construction_site = Decider(
    category="site",
    initial=ConstructionSite(),
    instance=_site_id,
    decide=decide,
    evolve=evolve,
    evolves_from=get_args(Folded),
)
