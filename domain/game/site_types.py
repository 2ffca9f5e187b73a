"""What can be built in the sandbox: the site types and how long each takes."""

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

BY_ID = {kind.id: kind for kind in SITE_TYPES}
BY_KEY = {kind.key: kind for kind in SITE_TYPES}


def site_name(site_type: int) -> str:
    """The name of a site type, for sentences; a plain one where the type is not known."""
    kind = BY_ID.get(site_type)
    return kind.name if kind else f"Site type {site_type}"
