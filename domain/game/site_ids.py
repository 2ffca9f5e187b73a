"""Ids of sites in branches: those of the source, with a suffix, since all games share the ids."""

from __future__ import annotations

import re
from hashlib import blake2b

_INHERITED = re.compile(r"(.+)~[0-9a-f]{8}")


def suffix_of(game_id: str) -> str:
    """What stands behind `~` in the ids of the sites that a branch with this game id inherits."""
    return blake2b(game_id.encode(), digest_size=4).hexdigest()


def inherited_from(site_id: str) -> str | None:
    """The id that an inherited site had where it was begun; None for a site of the game's own."""
    inherited = _INHERITED.fullmatch(site_id)
    return inherited[1] if inherited else None


class Renaming:
    """The ids of a game's sites in a branch of it, no two alike.

    An id gets the suffix `to`, in place of the suffix `former` where it has that one.
    """

    def __init__(self, to: str, former: str) -> None:
        self._ending = f"~{to}"
        self._former = f"~{former}" if former else ""
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()

    def __call__(self, site_id: str) -> str:
        """The site's id in the branch."""
        if site_id not in self._names:
            name = site_id.removesuffix(self._former) + self._ending
            while name in self._taken:
                name += self._ending
            self._names[site_id] = name
            self._taken.add(name)
        return self._names[site_id]
