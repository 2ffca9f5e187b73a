"""The collector of garbage is told what stays: its rounds over all of that pause the screen."""

from __future__ import annotations

import gc


def settle() -> None:
    """Collect what is gone, once, and leave out of later rounds what is here now."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
