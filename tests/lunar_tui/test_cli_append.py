"""`lunar append`: what may enter the log by hand."""

from __future__ import annotations

import pytest

from tests.command_line import CommandLine

ADD = ("append", "account-ledger", "MoneyPaid", '{"amount": 2.50000000000000000001,\n "to": "é"}')


def test_an_event_by_hand_is_in_the_log_as_it_was_given(lunar: CommandLine) -> None:
    answer = lunar(*ADD, "--json")
    assert answer.code == 0
    assert '"data":{"amount":2.50000000000000000001,"to":"é"}' in answer.out
    (event,) = answer.json
    assert (event["stream"], event["version"], event["position"]) == ("account-ledger", 1, 1)
    assert event["game"] is None
    assert lunar("log", "--json").json == [event]
    assert lunar("verify").code == 0


@pytest.mark.parametrize("place", ["sqlite", "postgres"])
def test_the_ledger(lunar: CommandLine, request: pytest.FixtureRequest, place: str) -> None:
    url = f"sqlite:///{lunar.folder / 'ledger.db'}"
    store = ("--store", request.getfixturevalue("postgres_url") if place == "postgres" else url)
    assert lunar("store", "init", *store).code == 0
    steps = (("amountDeposited", 100, "no-stream"), ("amountWithdrawn", 10, "1"))
    for kind, amount, expect in steps:
        data = f'{{"accountNumber": "abc", "amount": {amount}}}'
        added = lunar("append", "account-ledger", kind, data, "--expect", expect, *store)
        assert added.code == 0, added.err
    found = lunar("log", "--where", 'data.accountNumber = "abc"', "--json", *store).json
    assert [(e["type"], e["data"]["amount"]) for e in found] == [
        ("amountDeposited", 100),
        ("amountWithdrawn", 10),
    ]
    (line,) = lunar("streams", "--text", "ledger", "--json", *store).json
    assert (line["name"], line["version"]) == ("account-ledger", 2)


@pytest.mark.parametrize(
    ("before", "expect", "code"),
    [
        (0, "any", 0),
        (0, "no-stream", 0),
        (0, "0", 0),
        (0, "exists", 1),
        (0, "1", 1),
        (1, "any", 0),
        (1, "no-stream", 1),
        (1, "exists", 0),
        (1, "1", 0),
        (1, "2", 1),
        (0, "-1", 2),
        (0, "perhaps", 2),
    ],
)
def test_the_stream_must_be_as_expected(
    lunar: CommandLine, before: int, expect: str, code: int
) -> None:
    lunar("store", "init")
    for _ in range(before):
        lunar(*ADD)
    assert lunar(*ADD, f"--expect={expect}").code == code
    assert len(lunar("log", "--json").json) == before + (code == 0)


@pytest.mark.parametrize(
    ("stream", "kind", "data", "words"),
    [
        ("game-1", "GameStarted", "{}", "only its aggregates"),
        ("site-1", "X", "{}", "only its aggregates"),
        ("bldg", "X", "{}", "only its aggregates"),
        ("$all", "X", "{}", "the log's own"),
        ("", "X", "{}", "stream name is empty"),
        ("s" * 201, "X", "{}", "201 characters"),
        ("a\x1b[2J", "X", "{}", "control character"),
        ("ledger", " ", "{}", "event type is empty"),
        ("ledger", "T" * 101, "{}", "101 characters"),
        ("ledger", "X", "[]", "not a JSON object"),
        ("ledger", "X", '{"a": ', "not a JSON object"),
        ("ledger", "X", "", "data is empty"),
        ("ledger", "X", '{"a": "\udcff"}', "data is not UTF-8 text: byte 7 is wrong"),
        ("l\udcff", "X", "{}", "stream name is not UTF-8 text"),
        ("ledger", "X\udcff", "{}", "event type is not UTF-8 text"),
    ],
)
def test_what_may_not_be_appended_says_why(
    lunar: CommandLine, stream: str, kind: str, data: str, words: str
) -> None:
    answer = lunar("append", stream, kind, data)
    assert answer.code == 1
    assert words in answer.err
    assert answer.err.count("\n") == 1
