"""Conditions on what an event's data holds."""

from __future__ import annotations

import pytest

from domain.blocks.conditions.data import data_condition, question
from domain.blocks.conditions.expressions import show
from domain.blocks.conditions.parser import ConditionFault

DATA = (
    b'{"amount":7,"accountNumber":"abc","paid":true,"none":null,"a b":1.5,'
    b'"lines":[{"part":"bolt"},{"part":"nut"}],"big":123456789012345678901234567890}'
)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("data.amount > 5", True),
        ("data.amount > 7", False),
        ("5 < data.amount and data.amount <= 7", True),
        ('data.accountNumber = "abc"', True),
        ('data.accountNumber = "ABC"', False),
        ('data.accountNumber > "abb"', True),
        ('data.accountnumber = "abc"', False),
        ("data.paid", True),
        ("not data.paid", False),
        ("data.paid = yes", True),
        ("data.paid = 1", False),
        ("data.paid != 1", True),
        ('data.amount = "7"', False),
        ('data.amount < "9"', False),
        ("data.amount * 2 + 1 = 15", True),
        ("-data.amount < 0", True),
        ("data.accountNumber * 2 = 4", False),
        ("data.amount / 0 = 1", False),
        ('data.lines.1.part = "nut"', True),
        ('data.lines.2.part = "nut"', False),
        ("data.lines = 2", False),
        ("data.none != 1", False),
        ("data.missing != 1", False),
        ('data."a b" = 1.5', True),
        ("data.big > 1e29", True),
        ('data.amount = 7 or data.missing = "x"', True),
    ],
)
def test_what_holds(text: str, holds: bool) -> None:
    assert question(data_condition(text))(DATA) is holds


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b"7", b'{"a":' * 5000])
def test_nothing_holds_of_what_is_no_object(data: bytes) -> None:
    assert not question(data_condition("data.a != 5"))(data)


@pytest.mark.parametrize(
    "text", ['data.amount > 5 and not data."a b".0 = "x"', "data.x * 2 >= -1 or data.y"]
)
def test_it_is_shown_as_it_is_read(text: str) -> None:
    assert show(data_condition(text)) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("data", "Column 5: here `.` and a field of data is due"),
        ("data.", "Column 6: "),
        ("data.amount >", "Column 14: "),
        ("amount > 5", "Column 1: there is no name `amount`"),
        ("7", "Column 2: a number alone says nothing"),
    ],
)
def test_what_is_wrong_is_told_with_its_column(text: str, told: str) -> None:
    with pytest.raises(ConditionFault) as fault:
        data_condition(text)
    assert str(fault.value).startswith(told)
