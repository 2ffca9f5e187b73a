"""`lunar simulate`: whole games without a screen, for the balance of the rules."""

from __future__ import annotations

import os

import click

from lunar_tui.cli.options import json_option
from lunar_tui.cli.output import Columns, print_facts, print_json, print_rows
from lunar_tui.rulesets import ruleset_with
from lunar_tui.simulation.policy import load_policy, policy_names
from lunar_tui.simulation.simulate import Result, simulate
from lunar_tui.simulation.summary import Summary, summary

COLUMNS: Columns = {
    "seed": lambda result: result.seed,
    "outcome": lambda result: "won" if result.won else "lost",
    "tick": lambda result: result.tick,
    "score": lambda result: result.score,
    "deaths": lambda result: result.deaths,
    "cause": lambda result: result.cause,
}


@click.command("simulate")
@click.option("--scenario", metavar="NAME", required=True, help="What is to be reached.")
@click.option(
    "--policy",
    "name",
    metavar="FILE",
    required=True,
    help=f"Who plays: a file, or one of {', '.join(policy_names())}.",
)
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Of the first game."
)
@click.option(
    "--games", type=click.IntRange(1), default=1, show_default=True, help="How many, seed by seed."
)
@click.option(
    "--processes",
    type=click.IntRange(1),
    default=lambda: os.cpu_count() or 1,
    help="How many games are played at a time (else one for each processor).",
)
@json_option
def simulate_command(
    scenario: str, name: str, seed: int, games: int, processes: int, as_json: bool
) -> None:
    """Play whole games by a policy: how they ended, and how many were won.

    Nothing is stored. A policy is a TOML file that says what is built in which order; those that
    come with the program lie in assets/policies.

    Example: lunar simulate --scenario foothold --policy sensible --games 10
    """
    ruleset, policy = ruleset_with(scenario), load_policy(name)
    seeds = range(seed, seed + games)
    results = simulate(ruleset, scenario, policy, seeds, min(processes, games))
    if as_json:
        print_json(results)
        return
    print_rows(results, as_json=False, columns=COLUMNS)
    print_facts(_facts(summary(scenario, name, results), results))


def _facts(summed: Summary, results: list[Result]) -> dict[str, object]:
    causes = ", ".join(f"{cause} {count}" for cause, count in summed.causes.items())
    return {
        "won": f"{sum(result.won for result in results)} of {summed.games}",
        "median score": summed.score_median,
        "lost by": causes or "-",
    }
