"""The announcement on the network, by which programs find sdad without being told an address (zeroconf, RFC 6763).

It is a convenience: it runs in a thread of its own, and whatever goes wrong with it is logged and harms nothing.
"""

from __future__ import annotations

import logging
import re
import socket
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, Zeroconf

QUERY_TYPE = "_oscjson._tcp.local."
OSC_TYPE = "_osc._udp.local."
STOP_LIMIT_S = 3.0
_MOST_LETTERS = 40
"""Of the machine's name: a name of a service has at most 63 bytes."""

_log = logging.getLogger(__name__)


class Presence:
    """Announces the OSCQuery server and the OSC port, until stopped.

    Args:
        addresses: The IPv4 addresses at which this machine is reached, and on whose interfaces it is announced.
        osc_port: Where OSC listens.
        http_port: Where OSCQuery answers.
    """

    def __init__(self, addresses: Sequence[str], osc_port: int, http_port: int) -> None:
        self._addresses = list(addresses)
        self._osc_port = osc_port
        self._http_port = http_port
        self._prepare()

    def _prepare(self) -> None:
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, args=[self._ending], name="osc-presence", daemon=True)

    def start(self) -> None:
        """Begins to announce; returns at once."""
        self._thread.start()

    def move(self, osc_port: int) -> None:
        """Announces from now on that OSC listens on another port."""
        self.stop()
        self._osc_port = osc_port
        self._prepare()
        self.start()

    def stop(self) -> None:
        """Takes the announcement back, if that is done within :data:`STOP_LIMIT_S`."""
        self._ending.set()
        self._thread.join(STOP_LIMIT_S)

    def _run(self, ending: threading.Event) -> None:
        try:
            from zeroconf import IPVersion, Zeroconf
        except ImportError:
            _log.warning("sdad is not announced on the network; for that: pip install 'sdad[network]'.")
            return
        try:
            zeroconf = Zeroconf(interfaces=self._addresses, ip_version=IPVersion.V4Only)
        except Exception as error:  # no multicast, the port of mDNS is held by others
            _log.warning("sdad is not announced on the network (%s); its address can be entered by hand.", error)
            return
        try:
            self._announce(zeroconf)
            ending.wait()
        except Exception as error:
            _log.warning("The announcement on the network failed (%s); the address can be entered by hand.", error)
        finally:
            # This also says goodbye, so that no program goes on showing what is gone.
            zeroconf.close()

    def _announce(self, zeroconf: Zeroconf) -> None:
        host = _letters(socket.gethostname().split(".")[0]) or "computer"
        for kind, port in ((QUERY_TYPE, self._http_port), (OSC_TYPE, self._osc_port)):
            zeroconf.register_service(self._service(kind, port, host), allow_name_change=True)
            _log.info("Announced as %s", kind.removesuffix(".local."))

    def _service(self, kind: str, port: int, host: str) -> ServiceInfo:
        from zeroconf import ServiceInfo

        return ServiceInfo(
            kind,
            f"sdad on {host}.{kind}",
            port=port,
            properties={"TXTVERS": "1"},
            server=f"sdad-{host}.local.",
            parsed_addresses=self._addresses,
        )


def _letters(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", name).strip("-")[:_MOST_LETTERS]
