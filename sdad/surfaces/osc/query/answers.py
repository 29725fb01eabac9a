"""What a request gets: a node, one attribute of it, or who is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sdad.errors import MalformedMessage, SdadError, UnknownAddress
from sdad.surfaces.osc.namespace import ENDPOINTS
from sdad.surfaces.osc.query.tree import Tree

Json = dict[str, Any]
Answer = tuple[int, Json | None]
"""HTTP status and body."""

ATTRIBUTES = ("FULL_PATH", "CONTENTS", "TYPE", "ACCESS", "VALUE", "RANGE", "UNIT", "CLIPMODE", "DESCRIPTION")
EXTENSIONS = (
    *("ACCESS", "VALUE", "RANGE", "UNIT", "CLIPMODE", "DESCRIPTION"),
    *("LISTEN", "PATH_CHANGED", "PATH_ADDED", "PATH_REMOVED"),
)
"""What goes beyond the core of the proposal; HOST_INFO says so."""


class Answers:
    """Answers requests.

    Args:
        tree: The nodes.
        osc_port: Gives the UDP port that OSC listens on.
    """

    def __init__(self, tree: Tree, osc_port: Callable[[], int]) -> None:
        self._tree = tree
        self._osc_port = osc_port

    def answer(self, path: str, query: str, server: tuple[str, int]) -> Answer:
        """Returns the answer to ``GET path?query``; 204 is no content, as the proposal has it.

        Args:
            path: The path, decoded.
            query: What follows the question mark: nothing, or the name of one attribute.
            server: At which address and port the request arrived.
        """
        wanted = query.partition("&")[0].partition("=")[0].upper()
        if wanted == "HOST_INFO":
            return 200, self._host_info(*server)
        if wanted and wanted not in ATTRIBUTES:
            allowed = f"ask for one of {', '.join(ATTRIBUTES)} or HOST_INFO"
            return 400, _facts(MalformedMessage(path, f"there is no attribute {wanted[:40]}", allowed))
        node = self._tree.node(path.rstrip("/") or "/")
        if node is None:
            return 404, _facts(UnknownAddress(path, ENDPOINTS))
        if not wanted:
            return 200, node
        return (200, {wanted: node[wanted]}) if wanted in node else (204, None)

    def _host_info(self, address: str, port: int) -> Json:
        address = address.removeprefix("::ffff:")
        return {
            "NAME": "sdad",
            "EXTENSIONS": dict.fromkeys(EXTENSIONS, True),
            "OSC_IP": address,
            "OSC_PORT": self._osc_port(),
            "OSC_TRANSPORT": "UDP",
            "WS_IP": address,
            "WS_PORT": port,
        }


def _facts(error: SdadError) -> Json:
    return dict(error.as_dict())
