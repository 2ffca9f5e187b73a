"""Prove: the log is read twice from nothing, and every view that is served compared with it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Label, Static

from domain.blocks.certificate import Certificate
from domain.blocks.errors import LunarError
from lunar_tui.certifying import certificate_name, certify, write_certificate
from lunar_tui.kept_views import KeptViews
from lunar_tui.look import DUST, GREEN, VERMILION, WHITE
from lunar_tui.paths import data_dir
from lunar_tui.promoted import promoted_views
from lunar_tui.proving import Proof, Stopped
from lunar_tui.screens.beside import Beside
from lunar_tui.sentences import printable
from lunar_tui.services import ServedViews
from lunar_tui.widgets.difference_lines import difference_lines
from lunar_tui.widgets.step_list import StepList
from persistence.scripted.promoted import PromotedView
from persistence.store import Store

FACT = 10
"""The width of the names of facts."""


class ProveScreen(Beside, ModalScreen[None]):
    """Proves that the log is whole and that the views are what it says."""

    CSS_PATH = "prove.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "prove", "Prove again", id="prove.again"),
        Binding("w", "write", "Write certificate", id="prove.write"),
        Binding("escape,c", "cancel", "Cancel", id="prove.cancel"),
        Binding("escape", "dismiss", "Back", id="prove.back"),
    ]

    def __init__(
        self,
        served: ServedViews,
        of: str,
        *,
        kept: KeptViews | None = None,
        own: Store | None = None,
        ascii_only: bool,
    ) -> None:
        """`of` names the game, or says that it is about all.

        `kept` are views of all games; `own` is the store whose promoted projections are compared.
        """
        super().__init__()
        self._store = own
        self._served = served
        self._of = of
        self._kept = kept
        self._ascii = ascii_only
        self._proof = self._new_proof()
        self._steps = StepList(self._proof.steps, ascii_only=ascii_only)
        self._report = Static("", id="prove-report", markup=False)
        self._busy = False
        self._certificate: Certificate | None = None

    def compose(self) -> ComposeResult:
        """The steps, and what they came to."""
        with Vertical(classes="card"):
            yield Label(f"Prove: {printable(self._of)}", id="prove-title", markup=False)
            yield self._steps
            with VerticalScroll(id="prove-told"):
                yield self._report
        yield Footer()

    def _new_proof(self, promoted: Sequence[PromotedView] = ()) -> Proof:
        return Proof(self._served, self._kept, self._moved, promoted)

    def _moved(self) -> None:
        self._steps.refresh()

    def on_mount(self) -> None:
        """Begin at once."""
        self.action_prove()

    def on_unmount(self) -> None:
        """A proof that nobody waits for any more ends."""
        self._proof.stop()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While it runs it can be cancelled, and no other begins."""
        if action == "cancel":
            return self._busy
        if action in {"prove", "dismiss"}:
            return not self._busy
        if action == "write":
            return self._certificate is not None
        return super().check_action(action, parameters)

    def action_cancel(self) -> None:
        """End the proof; it then says nothing."""
        self._proof.stop()

    @work(group="prove", exclusive=True)
    async def action_prove(self) -> None:
        """Prove it, step by step."""
        self._certificate = None
        try:
            promoted = await promoted_views(self._store) if self._store else ()
            self._proof = self._new_proof(promoted)
            self._steps.show(self._proof.steps)
            self._begin(busy=True, told=Content(""))
            await self._proof.run()
        except Stopped:
            told = Content.styled("Cancelled: nothing is proved.", DUST)
        except LunarError as fault:
            told = Content.styled(printable(str(fault)), VERMILION)
        else:
            proof = self._proof
            if proof.whole and proof.verdict:
                self._certificate = certify(proof.game, proof.verdict)
            told = self._outcome()
        self._begin(busy=False, told=told)

    def _begin(self, *, busy: bool, told: Content) -> None:
        self._busy = busy
        self._report.update(told)
        self._steps.refresh()
        self.refresh_bindings()

    @work(group="prove")
    async def action_write(self) -> None:
        """Write the certificate to a file, and say where it is."""
        if self._certificate:
            file = data_dir() / certificate_name(self._certificate)
            try:
                await asyncio.to_thread(write_certificate, file, self._certificate)
            except LunarError as fault:
                self.notify(str(fault), title="Not written", severity="error", markup=False)
            else:
                self.notify(f"The certificate is in {file}.", title="Written", markup=False)

    def _outcome(self) -> Content:
        if self._certificate:
            return certified(self._certificate)
        proof = self._proof
        lines = [Content.styled("Not whole:", f"bold {VERMILION}")]
        if proof.verdict:
            lines += [Content(found.sentence) for found in proof.verdict.findings]
        for step in proof.steps:
            if step.fault:
                lines.append(Content.styled(f"{step.name}: {step.fault}", VERMILION))
            if step.differences:
                lines.append(Content.styled(f"{step.name}, as served and as the log says:", WHITE))
                lines.append(difference_lines(step.differences, ascii_only=self._ascii))
        return Content("\n").join(lines)


def certified(certificate: Certificate) -> Content:
    """The outcome of a proof that found nothing wrong: what its certificate says."""
    scope = "the log" if certificate.game is None else f"game {printable(certificate.game)}"
    facts = {
        "of": scope,
        "events": f"{certificate.events:,}, the last at position {certificate.position:,}",
        "digest": certificate.digest,
        "state": f"{certificate.state}, of {', '.join(certificate.views)}",
        "program": f"Lunar Frontiers {certificate.program}",
        "schemas": ", ".join(f"{name} {version}" for name, version in certificate.schemas.items()),
    }
    whole = "Whole: every event, both replays, and every view that is served.\n"
    lines = [Content.styled(whole, f"bold {GREEN}")]
    lines += [
        Content.assemble((f"{name:<{FACT}}", DUST), (value, WHITE)) for name, value in facts.items()
    ]
    return Content("\n").join(lines)
