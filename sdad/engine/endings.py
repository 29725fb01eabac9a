"""Why a child ended or could not begin, in words for whoever has to do something about it."""

from __future__ import annotations

import errno
import signal

_MEMORY = -getattr(signal, "SIGKILL", 9)


def describe_exit(code: int) -> str:
    """Returns an exit code in words: ``signal SIGKILL`` or ``code 3``."""
    if code < 0:
        try:
            return f"signal {signal.Signals(-code).name}"
        except ValueError:
            pass
    return f"code {code}"


def ending(code: int, last_words: str, bytes_held: int = 0) -> str:
    """Returns how a child ended that nobody of ours has ended.

    Args:
        code: Its exit code.
        last_words: The last line of its log.
        bytes_held: What its models took, where that is known.
    """
    if code != _MEMORY:
        return f"the last time by {describe_exit(code)}" + (f" ({last_words.rstrip('.')})" if last_words else "")
    # Linux ends whoever takes most of the memory so, and nobody else does it unasked.
    models = f", of which its models took {bytes_held / 1e6:.0f} MB" if bytes_held else ""
    return f"the last time by {describe_exit(code)}, as when the memory is used up{models}; close other programs"


def why_not_begun(error: Exception) -> str:
    """Returns why a child could not be begun, naming the limit of the system that stands against it."""
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.EMFILE, errno.ENFILE):
        return "the system opens no more files for sdad; raise the limit, ulimit -n"
    if number in (errno.EAGAIN, errno.ENOMEM) or "start new thread" in str(error):
        return "the system gives sdad no more processes, threads or memory; close other programs or raise ulimit -u"
    return str(error) or type(error).__name__
