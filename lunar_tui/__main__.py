"""The program: plays the game, or does what the command line asks."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from io import StringIO, TextIOWrapper

import click

from domain.blocks.errors import LunarError
from lunar_tui.cli.root import lunar
from lunar_tui.logfile import more_said, start_log, without_passwords

log = logging.getLogger("lunar_tui")

INTERRUPTED = 130
NOBODY_READS = 141
"""What a shell says of a program that ended because nobody read its output (128 + SIGPIPE)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask (the program's own by default); the exit code.

    0 done, 1 refused or failed with one sentence on stderr, 2 bad usage, 130 ended by ctrl-c,
    141 nobody reads the output any more.
    """
    start_log()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        with lunar.make_context(
            "lunar", list(sys.argv[1:] if arguments is None else arguments)
        ) as it:
            lunar.invoke(it)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as fault:
        said = StringIO()
        fault.show(said)
        click.echo(without_passwords(said.getvalue()), err=True, nl=False)
        return fault.exit_code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        _give_up_output()
        return NOBODY_READS
    except LunarError as fault:
        click.echo(fault, err=True)
        return 1
    except OSError as fault:
        log.exception("the system refused")
        why = fault.strerror or fault
        click.echo(f"Reading or writing failed ({why}). {more_said()}", err=True)
        _give_up_output()
        return 1
    except Exception:
        log.exception("the program failed")
        click.echo(f"Lunar Frontiers failed in a way it did not foresee. {more_said()}", err=True)
        return 1
    return 0


def _give_up_output() -> None:
    """Let what could not be written be lost, so that the interpreter does not try it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
