"""What data must have in it for a condition to hold of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.blocks.conditions.data import data_condition, question
from domain.blocks.conditions.mentions import mentions

NAMES = st.sampled_from(["a", "b", "0", "ü", 'q"'])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["x", "ü", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
PLACES = st.sampled_from(["data.a", "data.b", "data.a.0", "data.a.b", "data.ü"])
NUMBERS = st.sampled_from(["-data.b", "data.a + 1", "1", "0"])
CONSTANTS = st.sampled_from(['"x"', '"ü"', '""', "yes", "data.b"]) | NUMBERS
SIGNS = st.sampled_from(["=", "!=", "<", ">="])
COMPARISONS = (
    st.tuples(PLACES, SIGNS, CONSTANTS)
    | st.tuples(CONSTANTS, st.sampled_from(["=", "!="]), PLACES)
    | st.tuples(NUMBERS, SIGNS, NUMBERS)
)
CONDITIONS = st.recursive(
    COMPARISONS.map(" ".join) | st.just("data.a"),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(" ".join).map("({})".format)
        | inner.map("not ({})".format)
    ),
    max_leaves=4,
)


@given(value=VALUES, text=CONDITIONS, escaped=st.booleans())
def test_data_of_which_a_condition_holds_has_all_that_it_mentions(
    value: object, text: str, escaped: bool
) -> None:
    condition = data_condition(text)
    data = json.dumps(value, ensure_ascii=escaped).encode()
    if question(condition)(data):
        assert b"\\" in data or all(word.encode() in data for word in mentions(condition))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('data.rare = "needle"', {"rare", "needle"}),
        ('"needle" = data.rare', {"rare", "needle"}),
        ("data.lines.0.part > 5", {"lines", "part"}),
        ('data.a = "x" and data.b != 2', {"a", "x", "b"}),
        ("data.a = 1 or data.a = 2 and data.b = 3", {"a"}),
        ("not data.a = 1", set()),
        ("-data.a + data.b < 3", {"a", "b"}),
    ],
)
def test_words_without_which_it_cannot_hold(text: str, words: set[str]) -> None:
    assert mentions(data_condition(text)) == words
