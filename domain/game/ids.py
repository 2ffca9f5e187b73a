"""The rules for ids and names that are chosen, and the marks by which people know sites."""

from __future__ import annotations

from domain.blocks.decider import Rejected
from domain.game.site_ids import inherited_from

LONGEST_ID = 64
LONGEST_NAME = 80

LONGEST_MARK = 8
"""Site ids up to this many characters are short enough to stand in a sentence whole."""


def check_id(what: str, value: str) -> Rejected | None:
    """The refusal of an id that is empty, too long, or not printable; None when it is fine."""
    if not value.strip():
        return Rejected("id-empty", f"The {what} is empty: give it at least one character.")
    if len(value) > LONGEST_ID:
        return Rejected(
            "id-too-long",
            f"The {what} has {len(value)} characters: shorten it to at most {LONGEST_ID}.",
        )
    if not value.isprintable():
        return Rejected(
            "id-unprintable", f"The {what} holds a control character: use letters and digits."
        )
    return None


def check_name(name: str) -> Rejected | None:
    """The refusal of a name of a game that is too long, or not one line; None when it is fine."""
    if len(name) <= LONGEST_NAME and name.isprintable():
        return None
    return Rejected(
        "bad-name", f"The game's name must be one line of at most {LONGEST_NAME} characters."
    )


def first_refusal(*checks: Rejected | None) -> Rejected | None:
    """The first of the checks that refuses."""
    return next((refusal for refusal in checks if refusal), None)


def site_mark(site_id: str) -> str:
    """A short and stable mark for a site, such as `#12`: a long id gives its last four signs.

    One that a branch inherits has the mark that it has in the source, with `~` behind it.
    """
    own = inherited_from(site_id)
    if own is not None:
        return f"{site_mark(own)}~"
    return f"#{site_id if len(site_id) <= LONGEST_MARK else site_id[-4:]}"
