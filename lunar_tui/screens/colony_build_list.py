"""The build list of a colony: what each kind costs, needs and stands on, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual import on
from textual.content import Content
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from domain.game.economy.offers import Offer
from domain.game.economy.ruleset import BuildingRules
from domain.game.site_types import BY_KEY, site_name
from lunar_tui.catalogue import Catalogue
from lunar_tui.colony_sentences import STOCK_WORDS, told_amounts
from lunar_tui.look import DUST, ORANGE, SKY, VERMILION, WHITE, YELLOW
from lunar_tui.screens.build_list import BuildList

REFUSED = f"bold {VERMILION}"
"""How a reason looks; chosen all the same, it stands out, and the list stays for another choice."""

ENDED = "The game has ended: nothing more is built in it."


class ColonyBuildList(BuildList):
    """What only lacks materials can be chosen, and waits for them; what is refused says why."""

    def __init__(
        self,
        catalogue: Catalogue,
        offers: Mapping[str, Offer],
        chosen: int | None,
        *,
        ended: bool,
        ascii_only: bool,
    ) -> None:
        """`offers` are what the colony can build, by the keys of the kinds."""
        self._offers = {BY_KEY[key].id: offer for key, offer in offers.items()}
        ticks = {kind: offer.rules.build_ticks for kind, offer in self._offers.items()}
        super().__init__(catalogue, ticks, chosen, ended=ended, ascii_only=ascii_only)

    def on_mount(self) -> None:
        """Begin at what was chosen last."""
        super().on_mount()
        self.query_one("#build").add_class("-colony")
        self.query_one("#build-hint", Label).update(
            "Enter chooses. What lacks materials can be ordered, and waits for them."
        )

    def _option(self, kind: int) -> Option:
        offer = self._offers[kind]
        looks = self._catalogue[kind]
        refused = bool(offer.refused) or self._ended
        glyph = looks.ascii_glyph if self._ascii else looks.glyph
        prompt = Content.assemble(
            (glyph, DUST if refused else f"bold {looks.colour}"),
            " ",
            (site_name(kind).ljust(15), DUST if refused else WHITE),
            " ",
            (_short_cost(offer.rules).ljust(30), DUST if refused else ORANGE),
            (_power(offer.rules).rjust(6), DUST if refused else SKY),
            (f"{offer.rules.build_ticks:>4}t ", DUST),
            self._note(offer),
        )
        return Option(prompt, id=str(kind))

    def _note(self, offer: Offer) -> Content:
        if self._ended:
            return Content.styled("ended", DUST)
        if offer.refused:
            return Content.styled(_short_need(offer.rules), VERMILION)
        if offer.lacks:
            return Content.styled(f"lacks {STOCK_WORDS[next(iter(offer.lacks))]}", YELLOW)
        return Content()

    @on(OptionList.OptionHighlighted)
    def _about(self, event: OptionList.OptionHighlighted) -> None:
        event.prevent_default()
        self._tell_about(int(event.option_id or 0), REFUSED)

    def _tell_about(self, kind: int, refused: str) -> None:
        offer = self._offers[kind]
        lines = [
            Content.styled(self._catalogue[kind].about, ORANGE),
            Content.styled(". ".join(_facts(offer)) + ".", DUST),
            self._why_not(offer, refused),
        ]
        self.query_one("#build-about", Static).update(Content("\n").join(lines))

    def _why_not(self, offer: Offer, refused: str) -> Content:
        if self._ended or offer.refused:
            return Content.styled(ENDED if self._ended else offer.refused, refused)
        if offer.lacks:
            return Content.styled(
                f"Not affordable now: lacks {told_amounts(offer.lacks)}. Ordered, it waits.", YELLOW
            )
        return Content.styled("There is all that it costs.", WHITE)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.prevent_default()
        kind = int(event.option_id or 0)
        if self._ended or self._offers[kind].refused:
            self._tell_about(kind, f"{REFUSED} reverse")
        else:
            self.dismiss(kind)


def _short_cost(rules: BuildingRules) -> str:
    """The cost as one row of a list has room for it."""
    parts = []
    for stock, amount in rules.cost.items():
        count = amount // 1000 if stock.endswith("_g") else amount
        parts.append(f"{count} {STOCK_WORDS[stock]}")
    return " ".join(parts)


def _power(rules: BuildingRules) -> str:
    made = rules.power_out_kw + rules.solar_out_kw
    used = rules.power_in_kw + rules.life_support_kw
    return f"{made - used:+d} kW" if made or used else ""


def _short_need(rules: BuildingRules) -> str:
    """What is missing, as far as one row of a list has room for it."""
    return "".join(f"no {_name(need.partition('|')[0])}" for need in rules.requires[:1])


def _name(need: str) -> str:
    return " or ".join(BY_KEY[key].name.lower() for key in need.split("|"))


def _facts(offer: Offer) -> Iterable[str]:
    rules = offer.rules
    if rules.power_in_kw or rules.life_support_kw:
        yield f"Takes {rules.power_in_kw + rules.life_support_kw} kW"
    if rules.power_out_kw or rules.solar_out_kw:
        by_day = " by day" if rules.solar_out_kw else ""
        yield f"Gives {rules.power_out_kw + rules.solar_out_kw} kW{by_day}"
    yield "Stands on " + ", ".join(offer.grounds)
    if rules.requires:
        yield "Needs a working " + " and ".join(map(_name, rules.requires))
    if rules.min_distance:
        far = rules.min_distance
        yield f"{far.tiles} tiles or more from any {_name(far.building)}"
