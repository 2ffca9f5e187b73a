"""The reading order of the building blocks leads to each of them."""

from __future__ import annotations

import re
from pkgutil import iter_modules

from domain import blocks


def test_every_building_block_is_named_once_and_nothing_else() -> None:
    assert blocks.__doc__
    named: list[str] = re.findall(r"`(\w+)`", blocks.__doc__)
    assert sorted(named) == sorted(module.name for module in iter_modules(blocks.__path__))
