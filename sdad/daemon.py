"""The composition root, floor 7: builds the parts, starts them in order, stops them in reverse, and does nothing else.

The engine comes first and OSC next, so that a stage can talk to sdad within two seconds; then HTTP, the watching of the
folders, MIDI and the panel. A surface that is missing or fails is logged and shown in the status, and the rest goes on.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from types import FrameType
from typing import TYPE_CHECKING, Any

from sdad import logs
from sdad.engine.children import Child, Restarts
from sdad.engine.engine import Engine
from sdad.engine.starts import Starts
from sdad.errors import PortTaken, SdadError, SurfaceError, SurfaceMissing
from sdad.library.aliases import AliasFile
from sdad.library.formats import write_json, write_text
from sdad.library.holding import held, token
from sdad.library.layout import Workspace
from sdad.library.mappings import MappingFiles
from sdad.settings import Settings

if TYPE_CHECKING:
    from sdad.surfaces.midi.surface import MidiSurface
    from sdad.surfaces.osc.query.app import QueryApp
    from sdad.surfaces.osc.query.presence import Presence
    from sdad.surfaces.osc.server import OscSurface

_log = logging.getLogger(__name__)

STOP_S = 6.0
"""How long work in hand may take to put itself in order; all of sdad ends within 10 s."""
SWITCH_S = 0.0005
PORTS_AGAIN_S = 10.0
"""How often a wanted port that is taken is tried again."""
_FILE_FORMAT = 1


class SurfaceEnded(SurfaceError):
    """One way of talking to sdad has stopped by itself."""

    code = "surface.ended"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} has stopped. Everything else works; start sdad again to have it back. state/logs/daemon.log has "
            f"the details.",
            thing=name,
        )


class SurfaceFailing(SurfaceError):
    """The process of one way of talking to sdad does not stay alive."""

    code = "surface.failing"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"{name} ends again and again ({why or 'without saying why'}). Everything else works, and sdad goes on "
            f"trying; state/logs/{name}.log has the details.",
            thing=name,
        )


class Daemon:
    """All parts of a running sdad.

    Args:
        settings: What it was told.
        render_worker: The render worker's command line, in place of its own.
        train_worker: The train worker's command line, in place of its own.

    Raises:
        WorkspaceInUse: another daemon holds the workspace.
        StorageError: the workspace cannot be written.
        FormatTooNew: a later sdad wrote the workspace.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        render_worker: Sequence[str] | None = None,
        train_worker: Sequence[str] | None = None,
    ) -> None:
        self._settings = settings
        self._workspace = Workspace(settings.workspace).ensure()
        self._lock = held(self._workspace)
        try:
            self._starts = Starts(self._workspace.state / "starts.json")
            self._safe_mode = self._starts.begin()
            self.engine = Engine(
                settings, render_worker=render_worker, train_worker=train_worker, safe_mode=self._safe_mode
            )
        except BaseException:
            self._lock.release()
            raise
        self._ports: dict[str, int | None] = {"osc": None, "http": None, "panel": None}
        self._surfaces: dict[str, str | None] = {}
        self._alive: dict[str, tuple[str, Callable[[], bool]]] = {}
        self._elsewhere: dict[str, str] = {}
        self._children: list[Child] = []
        self._osc: OscSurface | None = None
        self._publishing = threading.Lock()
        self._midi: MidiSurface | None = None
        self._presence: Presence | None = None
        self._ports_due = 0.0
        self._stops: list[tuple[str, Callable[[], None]]] = []

    def start(self) -> None:
        """Starts everything, the way to play first."""
        began = time.monotonic()
        self._stops.append(("engine", lambda: self.engine.stop(STOP_S)))
        self.engine.describe(
            ports=lambda: dict(self._ports), surfaces=self._faults, moved=lambda: dict(self._elsewhere)
        )
        if self._settings.fault is not None:
            self.engine.notice(self._settings.fault)
        self.engine.start()
        self._opened("osc", "OSC", self._open_osc)
        _log.info("Controls answer after %.1f s", time.monotonic() - began)
        if self._settings.midi and self._safe_mode is None:
            # Made before HTTP, which asks it; its process starts later, when there is the way to play.
            self._opened("midi", "MIDI", self._make_midi)
        self._opened("http", "HTTP", self._open_http)
        self._publish()
        self._say_where()
        if self._settings.watch and self._safe_mode is None:
            self._opened("watch", "The watching of the folders", self._open_watch)
        if (midi := self._midi) is not None:
            self._opened("midi", "MIDI", lambda: self._open_midi(midi))
        if self._settings.panel and self._ports["http"] is not None:
            self._opened("panel", "The panel", self._open_panel)
        self.engine.describe(ready=True)
        self._starts.succeeded()
        self._keep_settings()
        _log.info("sdad is ready in %s: OSC %s, HTTP %s", self._workspace.root, self._ports["osc"], self._ports["http"])

    def _keep_settings(self) -> None:
        """Keeps settings with which it has started well, for the time when their file cannot be used."""
        if self._safe_mode is None and (kept := self._settings.to_keep()) is not None:
            try:
                write_text(*kept)
            except SdadError as error:
                _log.warning("The settings could not be kept: %s", error.text)

    def stop(self) -> None:
        """Stops everything in reverse; a part that fails to stop does not keep the others from it."""
        self.engine.describe(ready=False)
        for name, stop in reversed(self._stops):
            try:
                stop()
            except Exception:
                _log.exception("%s could not be stopped", name)
        self._stops.clear()
        self._workspace.daemon_file.unlink(missing_ok=True)
        self._lock.release()

    def _opened(self, part: str, name: str, open: Callable[[], None]) -> None:
        """Opens a surface; any fault at all, a missing module included, costs this surface and no other."""
        self._surfaces[part] = None
        try:
            open()
            return
        except SdadError as error:
            fault = error
        except Exception as error:
            _log.exception("%s could not be started", name)
            fault = SurfaceMissing(name, str(error) or type(error).__name__)
        self._surfaces[part] = fault.text
        self.engine.notice(fault)

    def look(self) -> None:
        """Tells people about surfaces that have ended since they were opened; called now and then."""
        for ended in self._ended().values():
            self.engine.notice(ended)
        for child in self._children:
            if (status := child.status)["state"] == "failing":
                self.engine.notice(SurfaceFailing(child.name, status["why"]))
        if time.monotonic() >= self._ports_due:
            self._ports_due = time.monotonic() + PORTS_AGAIN_S
            self._go_back()

    def _go_back(self) -> None:
        """Lets OSC take its wanted port once that is free: whoever sends by UDP knows nothing but the number.

        HTTP and the panel stay: whoever is connected would lose the connection, and programs find the port in the
        workspace.
        """
        if (osc := self._osc) is None or (back := osc.go_back()) is None:
            return
        self._ports["osc"] = osc.bound_port
        self._elsewhere.pop("osc", None)
        self.engine.notice(back)
        self._publish()
        if self._presence is not None:
            self._presence.move(osc.bound_port)

    def _ended(self) -> dict[str, SurfaceEnded]:
        return {part: SurfaceEnded(name) for part, (name, alive) in self._alive.items() if not alive()}

    def _faults(self) -> dict[str, str | None]:
        """Returns by surface why it does not work; None where it does."""
        return {**self._surfaces, **{part: ended.text for part, ended in self._ended().items()}}

    def _moved(self, part: str, moved: PortTaken | None) -> None:
        if moved is not None:
            self._elsewhere[part] = moved.text
            self.engine.notice(moved)

    def _open_osc(self) -> None:
        from sdad.surfaces.osc.server import OscSurface

        settings = self._settings
        osc = OscSurface(
            self.engine,
            settings.host,
            settings.osc_port,
            token=token(self._workspace),
            lan_commands=settings.lan_commands,
            aliases=AliasFile(self._workspace.aliases),
            subscribers=settings.osc_subscribers,
            notice=self.engine.notice,
        )
        osc.start()
        self._osc = osc
        self._stops.append(("OSC", osc.stop))
        self._alive["osc"] = "OSC", lambda: osc.alive
        self._ports["osc"] = osc.bound_port
        self.engine.describe(osc=lambda: osc.counters)
        self._moved("osc", osc.moved)

    def _open_http(self) -> None:
        from sdad.surfaces.http.server import HttpSurface

        host, lan = self._settings.host, self._settings.lan_commands
        http = HttpSurface(
            self.engine,
            host,
            self._settings.http_port,
            token(self._workspace),
            self._midi,
            osc=self._osc,
            query=self._osc_query(),
            lan_commands=lan,
        )
        http.start()
        self._stops.append(("HTTP", http.stop))
        self._alive["http"] = "HTTP", lambda: http.alive
        self._ports["http"] = http.bound_port
        self._moved("http", http.moved)

    def _osc_query(self) -> QueryApp | None:
        if self._osc is None:
            return None
        from sdad.surfaces.osc.query.app import QueryApp

        query = QueryApp(self.engine, self._osc)
        self._stops.append(("OSCQuery", query.stop))
        return query

    def _say_where(self) -> None:
        from sdad.surfaces.door.addresses import network_addresses

        addresses = network_addresses(self._settings.host)
        self.engine.describe(addresses=addresses)
        for address in addresses:
            _log.info("On the network: %s. Whoever comes from there shows what is in state/token.", address)
        self._announce(addresses)

    def _announce(self, addresses: Sequence[str]) -> None:
        """Says at which address programs browse the controls, and has them find it where that is wanted."""
        osc, http, wanted = self._ports["osc"], self._ports["http"], self._settings.announce
        if osc is None or http is None:
            return
        for address in ("127.0.0.1", *addresses):
            _log.info("OSCQuery: http://%s:%d (enter this where a program does not find sdad by itself)", address, http)
        on = list(addresses) if wanted == "lan" else ["127.0.0.1", *addresses] if wanted == "always" else []
        if on:
            from sdad.surfaces.osc.query.presence import Presence

            self._presence = Presence(on, osc, http)
            self._presence.start()
            self._stops.append(("The announcement on the network", self._presence.stop))

    def _open_watch(self) -> None:
        from sdad.surfaces.watch.folders import WatchSurface

        watch = WatchSurface(self.engine, self._workspace.datasets, notice=self.engine.notice)
        watch.start()
        self._stops.append(("watching", watch.stop))

    def _make_midi(self) -> None:
        from sdad.surfaces.midi.surface import MidiSurface

        files = MappingFiles(self._workspace)
        self._midi = MidiSurface(self.engine, files, self._settings.midi_api, notice=self.engine.notice)

    def _open_midi(self, midi: MidiSurface) -> None:
        self.engine.describe(midi=lambda: midi.status)
        child = self._add_child("midi", midi.argv, midi.on_message)
        midi.send = child.send
        midi.start()
        self._stops.append(("MIDI", midi.stop))

    def _open_panel(self) -> None:
        from sdad.surfaces.door.holders import holder
        from sdad.surfaces.panel.process import PanelProcess

        api = f"http://127.0.0.1:{self._ports['http']}"
        settings = self._settings
        panel = PanelProcess(api, settings.panel_port, self._workspace.token_file, settings.host)

        def on_message(message: dict[str, Any]) -> None:
            panel.on_message(message)
            if panel.bound_port != self._ports["panel"]:
                self._ports["panel"] = panel.bound_port
                if panel.bound_port != settings.panel_port:
                    held_by = holder(settings.panel_port, socket.SOCK_STREAM, settings.host)
                    self._moved("panel", PortTaken("Panel", settings.panel_port, panel.bound_port, held_by))
                _log.info("The panel is at http://127.0.0.1:%s", panel.bound_port)
                self._publish()

        self._add_child("panel", panel.argv, on_message)

    def _add_child(self, name: str, argv: Sequence[str], on_message: Callable[[dict[str, Any]], None]) -> Child:
        child = Child(name, argv, on_message, logs=self._workspace.logs, restarts=Restarts())
        self.engine.supervisor.add(child)
        self._children.append(child)
        # Only told to end here: the engine, which stops last, waits for all children together.
        self._stops.append((name, child.retire))
        return child

    def _publish(self) -> None:
        """Says in the workspace how this daemon can be reached; whoever reads it finds the real ports."""
        facts = {"format": _FILE_FORMAT, "pid": os.getpid(), "started": _STARTED, **self._ports}
        with self._publishing:
            try:
                write_json(self._workspace.daemon_file, facts)
            except SdadError as error:
                self.engine.notice(error)


_STARTED = datetime.now().astimezone().isoformat(timespec="seconds")


def run(
    settings: Settings, *, render_worker: Sequence[str] | None = None, train_worker: Sequence[str] | None = None
) -> int:
    """Runs sdad until it is told to end, and returns the exit code of the process. Called on the main thread.

    The first SIGTERM or SIGINT ends it in good order, the second at once; what was accepted survives both.

    Raises:
        WorkspaceInUse: another daemon holds the workspace.
        StorageError: the workspace cannot be written.
        FormatTooNew: a later sdad wrote the workspace.
    """
    # A thread that waits for Python's lock waits so long at most; with the usual 5 ms datagrams would be lost.
    sys.setswitchinterval(SWITCH_S)
    daemon = Daemon(settings, render_worker=render_worker, train_worker=train_worker)
    unlogged = logs.of_daemon(Workspace(settings.workspace).logs / "daemon.log")
    ending = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        if ending.is_set():
            os._exit(128 + number)
        ending.set()

    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)
    if hasattr(signal, "SIGHUP"):
        # Closing the terminal that started it must not end a performance.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        daemon.start()
        if unlogged is not None:
            daemon.engine.notice(unlogged)
        # What is there now stays: looking for garbage among it would hold everything up for tens of milliseconds.
        gc.collect()
        gc.freeze()
        # In short waits: a wait without end cannot be interrupted on Windows.
        while not ending.wait(0.5):
            daemon.look()
    finally:
        _log.info("sdad is stopping")
        daemon.stop()
    return 0
