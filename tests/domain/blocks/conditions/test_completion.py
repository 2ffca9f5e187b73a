"""What may be typed next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.blocks.conditions.completion import complete
from domain.blocks.conditions.evaluation import parse
from domain.blocks.conditions.parser import ConditionFault
from tests.domain.blocks.conditions.colony import COLONY, VOCABULARY


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", ["not", "people", "name", "peace", "dome", "yes", "no"]),
        ("pe", ["people", "peace"]),
        ("PE", ["people", "peace"]),
        ("people ", ["*", "/", "+", "-", "=", "!=", "<", "<=", ">", ">="]),
        ("people >", ["people", "dome"]),
        ("people > ", ["people", "dome"]),
        ("people > 3 ", ["*", "/", "+", "-", "and", "or"]),
        ("people > 3 a", ["and"]),
        ("(people > 3 ", ["*", "/", "+", "-", "and", "or", ")"]),
        ("name ", ["=", "!="]),
        ("name = ", ["name", "dome"]),
        ("dome ", ["north", "north-west", '"the old one"']),
        ("dome north-", ["north-west"]),
        ("dome north ", ["air", "open", "owner", "=", "!=", "and", "or"]),
        ("dome north a", ["air", "and"]),
        ("people = dome north ", ["air"]),
        ("peace and not ", ["not", "people", "name", "peace", "dome", "yes", "no"]),
        ("peeple > ", []),
        ("people > 3 3 ", []),
        ('name = "pe', []),
    ],
)
def test_what_is_offered(typed: str, offered: list[str]) -> None:
    found = complete(typed, len(typed), VOCABULARY, COLONY)
    assert [option.text for option in found.options] == offered


def test_only_the_text_before_the_cursor_counts() -> None:
    text = "peo and peace"
    found = complete(text, 3, VOCABULARY, COLONY)
    assert (found.start, [option.text for option in found.options]) == (0, ["people"])
    assert found.options[0].about == "who live there"


def test_no_ids_are_offered_where_no_rows_are_known() -> None:
    assert not complete("dome ", 5, VOCABULARY).options


@given(st.data())
def test_who_takes_what_is_offered_comes_to_a_condition(data: st.DataObject) -> None:
    """Typing by completion alone never leads into a fault before the end."""
    text = ""
    for _ in range(12):
        options = complete(text, len(text), VOCABULARY, COLONY).options
        if not options:
            options = complete(text := f"{text}3 ", len(text), VOCABULARY, COLONY).options
        text += f"{data.draw(st.sampled_from(options)).text} "
        try:
            parse(text, VOCABULARY, COLONY)
        except ConditionFault as fault:
            assert fault.column > len(text.rstrip())  # noqa: PT017 - a whole one is fine, too
