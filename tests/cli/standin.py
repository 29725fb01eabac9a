"""A stand-in for the daemon's HTTP side: scripted answers on a real socket, and a record of what was asked."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sdad import __version__
from sdad.errors import SdadError
from sdad.library.layout import Workspace

TOKEN = "a-token-of-the-test"


class StandIn:
    """Answers ``(method, path)`` with what ``answers`` holds: an object, error or function, or a list, one by one."""

    def __init__(self, workspace: Workspace) -> None:
        self.answers: dict[tuple[str, str], Any] = {
            ("GET", "/api/status"): {
                "ready": True,
                "version": __version__,
                "workspace": str(workspace.root),
                "ports": {"osc": 9109, "http": 9110, "panel": None},
                "device": "cpu",
                "model": "rain",
                "models": ["rain"],
                "queue": {"queued": 2, "running": 1, "done": 5, "failed": 0},
                "training": {"state": "running", "dataset": "rain", "stage": "learning", "fraction": 0.4, "eta_s": 90},
                "live": True,
                "notices": [{"text": "OSC port 9109 is taken by another program."}],
            }
        }
        self.asked: list[tuple[str, str, Any]] = []
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                self._answer("GET")

            def do_POST(self) -> None:
                self._answer("POST")

            def _answer(self, method: str) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                status, value = stand_in.answer(method, self.path, body, self.headers)
                data = value if isinstance(value, bytes) else json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        class Server(ThreadingHTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                pass  # a command that is interrupted does not wait for its answer

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        workspace.token_file.write_text(f"{TOKEN}\n")
        workspace.daemon_file.write_text(json.dumps({"pid": 1, "osc": 9109, "http": self.port, "panel": None}))

    def answer(self, method: str, path: str, body: Any, headers: Any) -> tuple[int, Any]:
        assert headers.get("Authorization") == f"Bearer {TOKEN}"
        self.asked.append((method, path, body))
        answer = self.answers.get((method, path))
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if callable(answer):
            answer = answer()
        if answer is None:
            return 404, {"detail": "Not Found"}
        if isinstance(answer, SdadError):
            return 409, answer.as_dict()
        return 200, answer

    def posted(self, path: str) -> list[Any]:
        return [body for method, asked, body in self.asked if (method, asked) == ("POST", path)]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
