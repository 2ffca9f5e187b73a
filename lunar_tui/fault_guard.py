"""An app that survives what nobody foresaw: it is logged, told in plain words, and life goes on."""

from __future__ import annotations

import logging

from textual import work
from textual.app import App
from textual.message import Message
from textual.worker import WorkerFailed

from domain.blocks.errors import LunarError
from lunar_tui.logfile import more_said
from lunar_tui.screens.dialogs import Fault

log = logging.getLogger(__name__)


class FaultGuard(App[None]):
    """Turns unhandled exceptions into a dialog, where Textual would end the program.

    The screen or widget that failed may be dead, so the dialog leads to the app's action `title`.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:  # noqa: BLE001 - whatever it is, the app must outlive it
            self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        cause = error.error if isinstance(error, WorkerFailed) else error
        log.error("Unforeseen: %r", cause, exc_info=cause)
        if self.is_running and self.screen_stack:
            self._tell(cause)
        else:
            super()._handle_exception(error)

    @work(exclusive=True, group="fault", exit_on_error=False)
    async def _tell(self, cause: BaseException) -> None:
        if await self.push_screen_wait(Fault("A fault", _words(cause), "To the title", "Quit")):
            await self.run_action("app.title")
        else:
            self.exit(return_code=1)


def _words(cause: BaseException) -> str:
    if isinstance(cause, LunarError):
        return str(cause)
    return (
        f"Something went wrong that nobody foresaw ({type(cause).__name__}). Nothing is lost: all "
        f"that happened is in the log of events. {more_said()}"
    )
