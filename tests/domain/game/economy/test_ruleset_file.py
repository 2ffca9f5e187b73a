from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import msgspec
import pytest
from msgspec import structs

from domain.blocks.event_types import EventType
from domain.game.colony_events import RulesetAdopted
from domain.game.economy.hazards import draw
from domain.game.economy.ruleset_file import RulesetFault, read_ruleset
from domain.game.model import EVENT_TYPES

TEXT = (files("assets") / "rulesets" / "tranquility-1.toml").read_text()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("slots = 2", 'slots = "2"', ("at work.slots", "expected `int`, got `str`")),
        ("slots = 2", "slots = 2\nslobs = 3", ("at work", "`slobs`")),
        ("hours = 3", "hours = 0", ("at tick.hours", ">= 1")),
        ("hours = 3", "", ("at tick", "`hours`")),
        ("metal_kg = 30, parts = 3", "gold = 3", ("building.solar-array.cost", "'gold'")),
        ("metal_kg = 30, parts = 3", "energy_kwh = 3", ("solar-array.cost", "'energy_kwh'")),
        ('requires = ["smelter"]', 'requires = ["x|smelter"]', ("fabricator.requires", "'x'")),
        ("[ground.rim]", "[ground.hill]", ("at ground", "'hill'")),
        ('pad = "landing-pad"', 'pad = "port"', ("at resupply.pad", "'port'")),
        ('landing = "mare"', 'landing = "sea"', ("scenario.first-night.landing", "'sea'")),
        ("survive_until_tick = 240, ", "", ("scenario.first-night.goal", "hold_ticks")),
        ("[heap]", "[heap", ("its text",)),
        ("rovers = 1", "rovers = 0", ("at survey.rovers", ">= 1")),
        ("energy_kwh = 30, o2_g", "gold = 30, o2_g", ("at survey.cost", "'gold'")),
        ("[100, 100, 125, 150, 200]", "[]", ("at survey.yield_percents", "length >= 1")),
    ],
)
def test_a_mistake_is_told_with_its_file_its_key_and_the_reason(
    old: str, new: str, words: tuple[str, ...]
) -> None:
    assert old in TEXT
    with pytest.raises(RulesetFault) as fault:
        read_ruleset("my.toml", TEXT.replace(old, new, 1).encode())
    sentence = str(fault.value)
    assert sentence.startswith("The ruleset my.toml cannot be used: at ")
    assert sentence.endswith(".")
    for word in words:
        assert word in sentence


def test_the_digest_is_of_the_rules_and_not_of_their_file() -> None:
    rules = read_ruleset("a", TEXT.encode())
    assert rules.digest == read_ruleset("b", f"# the same\n{TEXT}".encode()).digest
    other = TEXT.replace("slots = 2", "slots = 3").encode()
    assert rules.digest != read_ruleset("a", other).digest


def test_rules_of_before_there_were_surveys_have_the_digest_that_they_had() -> None:
    """A golden log has them in two games, each with its own scenario."""
    adopted = list(_adopted("events-3.jsonl"))
    scenarios = {name: s for event in adopted for name, s in event.rules.scenario.items()}
    for event in adopted:
        assert event.rules.survey is None
        assert structs.replace(event.rules, scenario=scenarios).digest == event.digest


def _adopted(log: str) -> Iterator[RulesetAdopted]:
    for line in (files("assets") / "golden" / log).read_bytes().splitlines():
        stored = msgspec.json.decode(line, type=dict[str, Any])
        if stored["type"] == "RulesetAdopted":
            kind, data = EventType("RulesetAdopted", stored["schema"]), stored["data"]
            event = EVENT_TYPES.decode(kind, msgspec.json.encode(data))
            assert isinstance(event, RulesetAdopted)
            yield event


def test_a_draw_is_the_same_for_ever() -> None:
    assert [draw(1, tick, "meteor", 100) for tick in range(5)] == [83, 35, 70, 10, 86]
    assert draw(2, 0, "meteor", 2**60) != draw(1, 0, "meteor", 2**60)
    assert draw(1, 0, "flare", 2**60) != draw(1, 0, "meteor", 2**60)
