"""What a stranger sends: requests byte for byte, as no client library would let them through."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Header = tuple[str, str]

FOREIGN_HOSTS = [
    *("evil.example", "evil.example:{port}", "localhost.evil.example:{port}", "127.0.0.1.evil.example:{port}"),
    *("127.0.0.1", "localhost", "127.0.0.1:1", "localhost:1", "0.0.0.0:{port}", "[::]:{port}", "192.0.2.1:{port}"),
    *("127.0.0.1:{port}@evil.example", "evil.example#127.0.0.1:{port}", "2130706433:{port}", "127.1:{port}", ""),
]
FOREIGN_ORIGINS = [
    *("null", "http://evil.example", "http://evil.example:{port}", "https://127.0.0.1:{port}", "file://"),
    *("http://127.0.0.1", "http://127.0.0.1:1", "http://localhost.evil.example:{port}", "http://localhost:{port}"),
    *("http://127.0.0.1:{port}/", "http://127.0.0.1:{port}.evil.example", "HTTP://127.0.0.1:{port}", ""),
]
NOT_JSON = [
    *(
        "text/plain",
        "text/plain; charset=utf-8",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
    ),
    *("application/octet-stream", "text/json", "application/jsonp", "text/plain, application/json", ""),
]


@dataclass(frozen=True)
class Answer:
    """What came back: the status, or 0 where the connection was closed without a word."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Entrance:
    """A method and a path that a server answers to."""

    method: str
    path: str

    @property
    def changes_something(self) -> bool:
        return self.method not in ("GET", "HEAD")


class Door:
    """A server's port, and how to knock on it."""

    def __init__(self, port: int, token: str) -> None:
        self.port = port
        self.token: Header = ("Authorization", f"Bearer {token}")

    def ask(
        self,
        method: str,
        path: str,
        headers: Iterable[Header] = (),
        body: bytes | None = None,
        host: str = "127.0.0.1:{port}",
    ) -> Answer:
        """Sends one request and returns the answer to it. A body gets its length, and no body gets none."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {host.format(port=self.port)}", "Connection: close"]
        lines += [f"{name}: {value.format(port=self.port)}" for name, value in headers]
        if body is not None:
            lines.append(f"Content-Length: {len(body)}")
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + (body or b""))
            return answer_on(connection)

    def knock(self, entrance: Entrance, *headers: Header, **more: object) -> Answer:
        """Asks an entrance as its rightful user would, but for what the arguments change."""
        own = [self.token, ("Content-Type", "application/json")] if entrance.changes_something else []
        changed = {name.lower() for name, _ in headers}
        kept = [header for header in own if header[0].lower() not in changed]
        if entrance.changes_something:
            more.setdefault("body", b"{}")
        return self.ask(entrance.method, entrance.path, [*kept, *headers], **more)  # type: ignore[arg-type]

    def upgrade(self, path: str, *headers: Header, host: str = "127.0.0.1:{port}") -> Answer:
        """Asks for a WebSocket."""
        wanted = [
            *(("Upgrade", "websocket"), ("Connection", "Upgrade")),
            *(("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "c2RhZCBzZGFkIHNkYWQgcw==")),
        ]
        return self.ask("GET", path, [*wanted, *headers], host=host)


def answer_on(connection: socket.socket) -> Answer:
    """Returns the first answer on a connection."""
    read = b""
    try:
        while b"\r\n\r\n" not in read and (more := connection.recv(65536)):
            read += more
        head, _, body = read.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", 0))
        while len(body) < length and (more := connection.recv(65536)):
            body += more
    except ConnectionError:
        return Answer(0)
    return Answer(int(status.split(" ")[1]) if head else 0, headers, body)


def intrusions(entrance: Entrance) -> Iterator[tuple[str, int, list[Header], dict[str, object]]]:
    """Yields every way in which an entrance must not be had.

    What is wrong, the status that says that it was just this, the headers, and what else is changed.
    """
    for host in FOREIGN_HOSTS:
        yield f"host {host!r}", 400, [], {"host": host}
    yield "two hosts", 400, [("Host", "evil.example")], {}
    for origin in FOREIGN_ORIGINS:
        yield f"origin {origin!r}", 403, [("Origin", origin)], {}
    own = "http://127.0.0.1:{port}"
    yield "two origins", 403, [("Origin", own), ("Origin", "http://evil.example")], {}
    for site in ("cross-site", "same-site", "nonsense"):
        yield f"a page that is {site}", 403, [("Sec-Fetch-Site", site)], {}
    if entrance.changes_something:
        for shown in ("", "Bearer", "Bearer wrong", "Basic a-token-of-the-tests", "Bearer  "):
            yield f"token {shown!r}", 401, [("Authorization", shown)], {}
        yield "the token in a cookie", 401, [("Authorization", "none"), ("Cookie", "token=a-token-of-the-tests")], {}
        for kind in NOT_JSON:
            yield f"content type {kind!r}", 415, [("Content-Type", kind)], {}
        yield "no body and no type", 415, [("Content-Type", "")], {"body": None}
        yield "ten gigabytes, declared", 413, [("Content-Length", "10000000000")], {"body": None}
