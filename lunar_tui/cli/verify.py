"""`lunar verify`: whether the log is whole, and what proves it to others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click
from msgspec import Struct

from domain.blocks.audit import Finding
from domain.blocks.certificate import Certificate, disagreements, read_certificate
from domain.blocks.comparison import findings_in_served
from domain.blocks.errors import UnknownGame
from domain.blocks.verify import Verdict, with_findings
from domain.blocks.verify import verify as verify_log
from domain.blocks.verify_export import verify_export
from domain.game.model import EVENT_TYPES, PROJECTORS
from lunar_tui.certifying import certify, write_certificate
from lunar_tui.cli.options import json_option, store_option, views_option
from lunar_tui.cli.output import print_json, print_table
from lunar_tui.cli.progress_bar import progress_bar
from lunar_tui.cli.projections import lasting, open_chosen_views, project
from lunar_tui.cli.running import asynchronous, store_to_read
from lunar_tui.promoted import promoted_views
from persistence.export_file import exported
from persistence.store import Store
from persistence.whole_file import file_faults


class FindingLine(Struct, frozen=True):
    """Something wrong, and the position where it shows."""

    position: int
    sentence: str


class KindLine(Struct, frozen=True):
    """How many events of a type and schema there are."""

    type: str
    schema: int
    events: int


class VerdictLine(Struct, frozen=True):
    """What the verification came to; digest and state (of all views) in hex."""

    whole: bool
    events: int
    position: int
    findings: list[FindingLine]
    game: str | None
    digest: str
    state: str
    types: list[KindLine]


class Verified(NamedTuple):
    """The verdict, on a game or on a whole log."""

    game: str | None
    verdict: Verdict


FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.option("--game", metavar="ID", help="Only this game.")
@click.option("--file", "export", metavar="EXPORT", type=FILE, help="An export, and no store.")
@click.option(
    "--certificate",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write a certificate of what was verified.",
)
@click.option(
    "--against", metavar="CERTIFICATE", type=FILE, help="Check what a certificate says, too."
)
@json_option
@store_option
@views_option
@asynchronous
async def verify(
    game: str | None,
    export: Path | None,
    certificate: Path | None,
    against: Path | None,
    as_json: bool,
) -> None:
    """Say whether the log is whole.

    It is read twice, and both replays must be equal. Checked are positions, versions, types,
    digests, the end of the log, every view, and the views that are kept: at --views, and those made
    of your own projections. Exit 1, with one finding a line, when something is wrong. --against
    checks as many events as the certificate is of, whatever came after them.

    Example: lunar verify --game moon-1 --certificate moon-1.json
    """
    if game is not None and export is not None:
        raise click.UsageError("--game and --file exclude each other: a file says what it is of.")
    theirs = _certificate_in(against) if against else None
    if export is not None:
        verified = _verify_file(export, theirs)
    else:
        verified = await _verify_store(game, theirs)
    ours = certify(*verified)
    comparable = theirs if verified.verdict.whole else None
    found = list(disagreements(comparable, ours)) if comparable else []
    if certificate is not None and verified.verdict.whole:
        write_certificate(certificate, ours)
    _print(verified, found, as_json=as_json)
    if theirs is not None and not found and not as_json and verified.verdict.whole:
        click.echo(f"It is what the certificate says of {theirs.events} events.")
    if found or not verified.verdict.whole:
        raise click.exceptions.Exit(1)


def _certificate_in(file: Path) -> Certificate:
    with file_faults(file):
        return read_certificate(file.read_bytes())


def _verify_file(file: Path, theirs: Certificate | None) -> Verified:
    with exported(file) as read, progress_bar("Verifying") as observe:
        events = theirs.events if theirs else None
        verdict = verify_export(read, EVENT_TYPES, PROJECTORS, observe, events)
        return Verified(read().header.game, verdict)


async def _verify_store(game: str | None, theirs: Certificate | None) -> Verified:
    game = game if game is not None or theirs is None else theirs.game
    async with store_to_read() as store:
        with progress_bar("Verifying") as observe:
            verdict = await verify_log(
                store,
                EVENT_TYPES,
                PROJECTORS,
                observe,
                game=game,
                events=theirs.events if theirs else None,
            )
        if game is not None and not verdict.events:
            raise UnknownGame(game)
        if verdict.whole and game is None and theirs is None:
            verdict = with_findings(verdict, await _findings_in_views(store))
    return Verified(game, verdict)


async def _findings_in_views(store: Store) -> Sequence[Finding]:
    async with open_chosen_views() as views:
        of_games = project(PROJECTORS, store, views) if lasting() else ()
        with progress_bar("Comparing views") as observe:
            return await findings_in_served([*of_games, *await promoted_views(store)], observe)


def _print(verified: Verified, disagreeing: list[str], *, as_json: bool) -> None:
    game, verdict = verified
    findings = [
        *(FindingLine(*finding) for finding in verdict.findings),
        *(FindingLine(verdict.position, sentence) for sentence in disagreeing),
    ]
    types = [KindLine(*kind, events) for kind, events in verdict.kinds.items()]
    if as_json:
        line = VerdictLine(
            not findings,
            verdict.events,
            verdict.position,
            findings,
            game,
            verdict.digest.hex(),
            verdict.state.hex(),
            types,
        )
        print_json([line])
    elif findings:
        for finding in findings:
            click.echo(finding.sentence)
    else:
        what = "The log" if game is None else f"Game {game}"
        click.echo(f"{what} is whole: {verdict.events} events, and both replays are equal.")
        print_table(
            types,
            {
                "type": lambda line: line.type,
                "schema": lambda line: line.schema,
                "events": lambda line: line.events,
            },
        )
