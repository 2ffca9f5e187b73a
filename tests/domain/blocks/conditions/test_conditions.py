"""Conditions: what holds, what is refused and where, and how a condition is written again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.blocks.conditions import expressions as e
from domain.blocks.conditions.evaluation import parse
from domain.blocks.conditions.expressions import Expression, show
from domain.blocks.conditions.parser import DEEPEST, LONGEST, ConditionFault, Parser
from domain.blocks.conditions.search import rises
from tests.domain.blocks.conditions.colony import COLONY, VOCABULARY, Colony


@pytest.mark.parametrize(
    "text",
    [
        "people = 12",
        "people == 12",
        "people != 13 and people >= 12 and people <= 12",
        "people > 11.5 and people < 1.3e1",
        'name = "New Ålesund"',
        'name != "New \\"Base\\""',
        "peace",
        "peace = yes and peace != no",
        "NOT peace = no",
        "not (people > 12 or people < 12)",
        "no or yes and yes",
        "people + 2 * 3 = 18",
        "(people + 2) * 3 = 42",
        "people - 2 - 3 = 7",
        "people / 4 / 3 = 1",
        "-people < -11",
        "dome north air > 40",
        "dome north",
        "dome north open",
        'dome north owner = "ada"',
        "dome north-west air = 10",
        'dome "the old one" air = 0',
        "dome north air > dome north-west air",
    ],
)
def test_it_holds(text: str) -> None:
    assert parse(text, VOCABULARY).holds(COLONY)
    assert not parse(f"not ({text})", VOCABULARY).holds(COLONY)


@pytest.mark.parametrize(
    "text",
    [
        "dome south",
        "dome south air > 0",
        "dome south air <= 0",
        "dome south air != 1",
        "dome south open",
        "dome south open = no",
        "dome south air + 1 > 0 or -dome south air < 1",
        "people / 0 > 1",
        "people / (people - 12) <= 1",
        "1e308 * 10 / 1e308 < 0",
    ],
)
def test_nothing_holds_of_what_is_not_there(text: str) -> None:
    assert not parse(text, VOCABULARY).holds(COLONY)


def test_what_can_not_be_calculated_makes_a_comparison_false() -> None:
    enormous = Colony(people=10**400)
    assert not parse("people / 3 > 1", VOCABULARY).holds(enormous)
    assert not parse("people > 1", VOCABULARY).holds(Colony(people=None))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("dome north", "dome north"),
        ("dome north-", "dome north-west"),
        ("dome the", 'dome "the old one"'),
        ("dome #st", "dome north-west"),
        ("dome st", "dome north-west"),
        ("dome xenia", "dome xenia"),
    ],
)
def test_an_id_may_be_shortened_where_the_rows_are_known(text: str, meant: str) -> None:
    assert str(parse(text, VOCABULARY, COLONY)) == meant


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("", 1, "ends too soon"),
        ("peeple > 3", 1, "no name `peeple`: did you mean `people`?"),
        ("people > 3 adn peace", 12, "did you mean `and`?"),
        ("people", 7, "a number alone says nothing"),
        ("people >", 9, "here a name, a row or a number is due"),
        ('people > "3"', 10, "a text, where a number is needed"),
        ("people > 3 > 2", 12, "`>` does not fit here"),
        ("peace > no", 7, "only `=` and `!=` compare a yes or no"),
        ('name < "b"', 6, "only `=` and `!=` compare a text"),
        ("(people > 3", 12, "`)` is due"),
        ("people > 3)", 11, "the end is due"),
        ("people & 3", 8, "`&` does not fit here"),
        ('name = "New', 8, "no closing quote"),
        ('name = "\\q"', 8, "as it is quoted"),
        ("people = 007", 10, "no number"),
        ("people = 1e999", 10, "no number"),
        ("dome", 5, "the id of a dome is missing"),
        ("dome (", 6, "the id of a dome is missing"),
        ("people > dome north", 20, "a field is due"),
        ("dome nor", 6, "any of `north`, `north-west`"),
        ("dome north aire > 3", 12, "no field `aire`: did you mean `air`?"),
        ("not people", 11, "a number alone says nothing"),
        ("people + peace = 3", 10, "a yes or no, where a number is needed"),
        ("peace and people or no", 11, "a number, where a yes or no is needed"),
        (f"{'(' * (DEEPEST + 1)}yes", DEEPEST + 2, "within each other"),
        (f"peace{' ' * LONGEST}", LONGEST + 1, "at most"),
    ],
)
def test_a_fault_names_its_column_and_what_was_due(text: str, column: int, words: str) -> None:
    with pytest.raises(ConditionFault) as fault:
        parse(text, VOCABULARY, COLONY)
    assert (fault.value.column, words in str(fault.value)) == (column, True), str(fault.value)


NUMBERS = st.recursive(
    st.one_of(
        st.integers(0, 10**15).map(e.Number),
        st.floats(0, 1e300, allow_nan=False).map(e.Number),
        st.just(e.Named("people")),
        st.builds(e.Lookup, st.just("dome"), st.text(min_size=1, max_size=5), st.just("air")),
    ),
    lambda inner: st.one_of(
        st.builds(e.Negative, inner),
        st.builds(e.Arithmetic, st.sampled_from(("+", "-", "*", "/")), inner, inner),
    ),
    max_leaves=4,
)
TEXTS = st.text(max_size=5).map(e.Text) | st.just(e.Named("name"))
YES_NOS: st.SearchStrategy[Expression] = st.recursive(
    st.one_of(
        st.booleans().map(e.YesNo),
        st.just(e.Named("peace")),
        st.builds(e.Lookup, st.just("dome"), st.text(min_size=1, max_size=5), st.none()),
        st.builds(e.Comparison, st.sampled_from(("=", "<", ">=")), NUMBERS, NUMBERS),
        st.builds(e.Comparison, st.sampled_from(("=", "!=")), TEXTS, TEXTS),
    ),
    lambda inner: st.one_of(
        st.builds(e.Not, inner),
        st.builds(e.Joined, st.sampled_from(("and", "or")), inner, inner),
        st.builds(e.Comparison, st.sampled_from(("=", "!=")), inner, inner),
    ),
    max_leaves=5,
)


@given(YES_NOS)
def test_what_is_written_is_read_as_the_same(expression: Expression) -> None:
    assert Parser(show(expression), VOCABULARY).read() == expression


@given(
    st.text(max_size=30)
    | st.lists(
        st.sampled_from(
            [
                "people",
                "dome",
                "north",
                "air",
                "peace",
                "and",
                "not",
                "(",
                ")",
                "-",
                ">",
                "3",
                '"a"',
            ]
        )
    ).map(" ".join)
)
def test_any_text_is_a_condition_or_a_fault_with_its_column(text: str) -> None:
    try:
        parse(text, VOCABULARY, COLONY).holds(COLONY)
    except ConditionFault as fault:
        assert 1 <= fault.column <= len(text) + 1  # noqa: PT017 - both outcomes are fine


@given(st.lists(st.integers(0, 4)))
def test_a_condition_rises_where_it_did_not_hold_before(people: list[int]) -> None:
    moments = list(enumerate(map(Colony, people)))
    found = list(rises(moments, parse("people > 2", VOCABULARY)))
    assert found == [n for n in range(len(people)) if people[n] > 2 >= [0, *people][n]]
