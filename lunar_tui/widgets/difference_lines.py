"""The rows on which two generations of a view disagree, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from textual.content import Content

from domain.blocks.view import Difference
from lunar_tui.look import CHANGES, DUST, WHITE
from lunar_tui.sentences import printable

MOST = 100
"""Differing rows that are shown."""


def difference_lines(found: Sequence[Difference], *, ascii_only: bool) -> Content:
    """How many rows the new generation adds, changes and loses, and the first of them."""
    kinds = Counter[str](each.kind for each in found)
    counts = ", ".join(f"{kinds[kind]:,} {kind}" for kind in CHANGES if kinds[kind])
    lines = [Content.styled(counts, WHITE)]
    lines += islice(_rows(found, "->" if ascii_only else "→"), MOST)
    if len(found) > MOST:
        lines.append(Content.styled(f"  and {len(found) - MOST:,} more", DUST))
    return Content("\n").join(lines)


def _rows(found: Sequence[Difference], arrow: str) -> Iterator[Content]:
    for each in found:
        mark, colour = CHANGES[each.kind]
        fields = [
            part
            for name, (old, new) in each.fields.items()
            for part in ((f"  {name} ", DUST), (_change(each, old, new, arrow), colour))
        ]
        key = printable("/".join(map(str, each.key)))
        yield Content.assemble((f"{mark} ", colour), (key, f"bold {WHITE}"), *fields)


def _change(each: Difference, old: object, new: object, arrow: str) -> str:
    match each.kind:
        case "added":
            return printable(str(new))
        case "gone":
            return printable(str(old))
        case "changed":
            return printable(f"{old} {arrow} {new}")
