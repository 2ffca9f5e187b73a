"""What can be built: the site types of the sandbox, and the further ones of colonies.

How long a type takes in a colony, and all else about it, stands in the ruleset.
"""

from __future__ import annotations

from msgspec import Struct


class SiteType(Struct, frozen=True):
    """A kind of site. `id` is what events say; `ticks` is how long it usually takes."""

    id: int
    key: str
    name: str
    ticks: int


SITE_TYPES: tuple[SiteType, ...] = (
    SiteType(1, "solar-array", "Solar array", 6),
    SiteType(2, "habitat", "Habitat", 12),
    SiteType(3, "battery", "Battery bank", 5),
    SiteType(4, "ice-drill", "Ice drill", 8),
    SiteType(5, "regolith-mine", "Regolith mine", 10),
    SiteType(6, "smelter", "Smelter", 14),
    SiteType(7, "greenhouse", "Greenhouse", 16),
    SiteType(8, "landing-pad", "Landing pad", 9),
    SiteType(9, "laboratory", "Laboratory", 20),
    SiteType(10, "antenna", "Antenna", 4),
)

COLONY_TYPES: tuple[SiteType, ...] = (
    SiteType(11, "lander", "Lander", 1),
    SiteType(12, "excavator", "Excavator", 12),
    SiteType(13, "oxygen-plant", "Oxygen plant", 20),
    SiteType(14, "water-plant", "Water plant", 20),
    SiteType(15, "fabricator", "Fabricator", 30),
    SiteType(16, "shelter", "Shelter", 30),
    SiteType(17, "watch-station", "Watch station", 12),
    SiteType(18, "fuel-cells", "Fuel cell bank", 24),
    SiteType(19, "reactor", "Fission reactor", 60),
)
"""What only rulesets build; of the sandbox's types they build most, too."""

BY_ID = {kind.id: kind for kind in (*SITE_TYPES, *COLONY_TYPES)}
BY_KEY = {kind.key: kind for kind in BY_ID.values()}


def kind_of(site_type: int | str) -> str:
    """The key of a site type that is told by its number or by its key."""
    return site_type if isinstance(site_type, str) else BY_ID[site_type].key


def site_name(site_type: int) -> str:
    """The name of a site type, for sentences; a plain one where the type is not known."""
    kind = BY_ID.get(site_type)
    return kind.name if kind else f"Site type {site_type}"


def with_article(name: str) -> str:
    """A name in the midst of a sentence: "an excavator", "a habitat"."""
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name[0].lower()}{name[1:]}"
