"""Permits: whether a colony may begin a site, and the reason why not."""

from __future__ import annotations

from domain.blocks.decider import Rejected
from domain.game.commands import SpawnSite
from domain.game.economy.colony import Colony, Standing, Work, works
from domain.game.economy.ruleset import BuildingRules, Distance, Ruleset
from domain.game.site_types import BY_KEY, with_article

NEEDS = " or "


def refusal(colony: Colony, rules: Ruleset, key: str, command: SpawnSite) -> Rejected | None:
    """Why there may be no such site; None when there may. The game has checked type and tile."""
    kind = rules.building[key]
    if command.completion_ticks != kind.build_ticks:
        return Rejected(
            "bad-completion-ticks",
            f"{_a(key)} takes {kind.build_ticks} ticks in this game, and not "
            f"{command.completion_ticks}: give completion_ticks {kind.build_ticks}.",
        )
    if command.site_id == colony.lander:
        return None
    return (
        _not_buildable(key, kind)
        or _wrong_ground(colony, rules, kind, key, command.location)
        or _requirement(colony, kind, key)
        or _too_near(colony, kind.min_distance, key, command.location)
    )


def refusal_of_kind(colony: Colony, rules: Ruleset, key: str) -> Rejected | None:
    """Why there may be no such site on any tile yet; None when some tile will do."""
    kind = rules.building[key]
    return _not_buildable(key, kind) or _requirement(colony, kind, key)


def fit_grounds(rules: Ruleset, kind: BuildingRules) -> list[str]:
    """The classes of ground on which the kind can stand."""
    fit = [name for name, rule in rules.ground.items() if rule.buildable]
    return [name for name in fit if not kind.on or name in kind.on]


def ground_words(name: str) -> str:
    """A class of ground in words."""
    return {"psr": "permanently shadowed ground"}.get(name, name.replace("_", " "))


def _not_buildable(key: str, kind: BuildingRules) -> Rejected | None:
    if kind.buildable:
        return None
    return Rejected("not-buildable", f"{_a(key)} cannot be built: it only comes from Earth.")


def _wrong_ground(
    colony: Colony, rules: Ruleset, kind: BuildingRules, key: str, location: int
) -> Rejected | None:
    here = colony.ground[location]
    fit = fit_grounds(rules, kind)
    if here in fit:
        return None
    return Rejected(
        "wrong-ground",
        f"{_a(key)} cannot stand on {ground_words(here)}: it needs "
        f"{NEEDS.join(map(ground_words, fit))}.",
    )


def _requirement(colony: Colony, kind: BuildingRules, key: str) -> Rejected | None:
    for requirement in kind.requires:
        choices = requirement.split("|")
        if not any(works(colony, choice) for choice in choices):
            return Rejected(
                "requirement-missing",
                f"{_a(key)} needs a working {NEEDS.join(map(_name, choices))} first.",
            )
    return None


def _too_near(
    colony: Colony, distance: Distance | None, key: str, location: int
) -> Rejected | None:
    if distance is None:
        return None
    y, x = divmod(location, colony.width)
    there: list[Standing | Work] = [*colony.standing.values(), *colony.sites.values()]
    for each in there:
        other_y, other_x = divmod(each.location, colony.width)
        near = max(abs(other_y - y), abs(other_x - x)) < distance.tiles
        if each.kind == distance.building and near:
            return Rejected(
                "too-near",
                f"{_a(key)} must stand at least {distance.tiles} tiles from any "
                f"{_name(distance.building)}: there is one at {other_x},{other_y}.",
            )
    return None


def _name(key: str) -> str:
    return BY_KEY[key].name.lower()


def _a(key: str) -> str:
    """The kind with its article, at the head of a sentence."""
    return with_article(_name(key)).capitalize()
