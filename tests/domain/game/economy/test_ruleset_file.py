from importlib.resources import files

import pytest

from domain.game.economy.hazards import draw
from domain.game.economy.ruleset_file import RulesetFault, read_ruleset

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
        ("survive_until_tick = 480, ", "", ("scenario.first-night.goal", "hold_ticks")),
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
    before, _, rest = TEXT.partition("[survey]")
    older = f"{before}[heap]{rest.partition('[heap]')[2]}".replace("version = 2", "version = 1")
    rules = read_ruleset("a", older.encode())
    assert rules.survey is None
    assert rules.digest == "6780770993bedc4a78c1f849b40801e7"


def test_a_draw_is_the_same_for_ever() -> None:
    assert [draw(1, tick, "meteor", 100) for tick in range(5)] == [83, 35, 70, 10, 86]
    assert draw(2, 0, "meteor", 2**60) != draw(1, 0, "meteor", 2**60)
    assert draw(1, 0, "flare", 2**60) != draw(1, 0, "meteor", 2**60)
