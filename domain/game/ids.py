"""The rules for ids and names that players and scripts choose."""

from __future__ import annotations

from domain.blocks.decider import Rejected

LONGEST_ID = 64
LONGEST_NAME = 80


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
