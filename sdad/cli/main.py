"""The command ``sdad``: from words to a verb, from an error to a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from sdad.cli.console import Console
from sdad.cli.parser import parse

INTERRUPTED = 130
BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one verb and returns the exit code of the process.

    0 done · 1 failed · 2 wrongly asked · 3 no daemon · 4 not found · 5 unusable data · 6 busy · 7 no room ·
    8 done in part · 9 incompatible · 124 timed out · 130 interrupted.
    """
    args = parse(sys.argv[1:] if argv is None else list(argv))
    console = Console(json=args.json)
    try:
        # The verb's module brings in what it needs, so that help and mistakes are answered at once.
        from sdad.cli.call import Call
        from sdad.errors import SdadError

        module, function = args.verb.split(":")
        call = Call(args, console)
        try:
            return int(getattr(import_module(f"sdad.cli.{module}"), function)(call))
        except SdadError as error:
            console.failure(error)
            return error.exit_code
        except (BrokenPipeError, KeyboardInterrupt):
            raise
        except Exception as error:
            unforeseen = call.unforeseen(error)
            console.failure(unforeseen)
            return unforeseen.exit_code
    except KeyboardInterrupt:
        console.say("Interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output (head, say) has enough of it; that is no fault to report.
        # The rest goes nowhere, or Python would complain when it closes the output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
