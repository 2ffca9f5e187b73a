"""`lunar verify`: whether the log is whole."""

from __future__ import annotations

import click
from msgspec import Struct

from domain.blocks.verify import Verdict
from domain.blocks.verify import verify as verify_log
from domain.game.model import EVENT_TYPES, PROJECTORS
from lunar_tui.cli.options import json_option, store_option
from lunar_tui.cli.output import print_json
from lunar_tui.cli.progress_bar import progress_bar
from lunar_tui.cli.running import asynchronous, store_to_read


class FindingLine(Struct, frozen=True):
    """Something wrong, and the position where it shows."""

    position: int
    sentence: str


class VerdictLine(Struct, frozen=True):
    """What the verification came to."""

    whole: bool
    events: int
    position: int
    findings: list[FindingLine]


@click.command()
@json_option
@store_option
@asynchronous
async def verify(as_json: bool) -> None:
    """Say whether the log is whole.

    It is read twice, and both replays must be equal. Checked are positions, versions, types,
    digests, the end of the log, and every view. Exit 1, with one finding a line, when something is
    wrong.

    Example: lunar verify --store sqlite:///moon.db
    """
    async with store_to_read() as store:
        with progress_bar("Verifying") as observe:
            verdict = await verify_log(store, EVENT_TYPES, PROJECTORS, observe)
    _print(verdict, as_json=as_json)
    if not verdict.whole:
        raise click.exceptions.Exit(1)


def _print(verdict: Verdict, *, as_json: bool) -> None:
    findings = [FindingLine(*finding) for finding in verdict.findings]
    if as_json:
        print_json([VerdictLine(verdict.whole, verdict.events, verdict.position, findings)])
    elif verdict.whole:
        click.echo(f"The log is whole: {verdict.events} events, and both replays are equal.")
    else:
        for finding in findings:
            click.echo(finding.sentence)
