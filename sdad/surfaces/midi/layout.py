"""Which entry of which mapping a message of a port means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sdad.surfaces.midi.profile import Entry, Profile, generic
from sdad.surfaces.midi.wire import Source


class Layout:
    """The mappings of one port, the one that counts first at the front.

    What the first does not speak of, the next says. Where one of them names a channel, that counts before an entry
    of the same mapping for any channel.

    Args:
        layers: The mappings; several that count alike are one layer.
    """

    def __init__(self, layers: Sequence[Sequence[Profile]]) -> None:
        self._layers = layers
        self._known: dict[Source, tuple[Entry, ...]] = {}
        self._moves: dict[Source, bool] = {}
        self.has_wide = any(entry.bits == 14 or entry.nrpn is not None for entry in self._all())
        """Whether any message is to be put together with another one."""
        self._nrpn_channels = {entry.channel for entry in self._all() if entry.nrpn is not None}

    @property
    def names(self) -> list[str]:
        """The names of the mappings, the one that counts first at the front."""
        return [profile.name for layer in self._layers for profile in layer]

    @property
    def programs(self) -> bool:
        """Whether program changes recall presets."""
        return all(profile.programs for layer in self._layers for profile in layer)

    def entries(self, source: Source) -> tuple[Entry, ...]:
        """Returns what a message means; nothing for one that no mapping speaks of."""
        found = self._known.get(source)
        if found is None:
            found = self._known[source] = self._found(source)
        return found

    def only_moves(self, source: Source) -> bool:
        """Whether a message does nothing but move controls, if it does anything."""
        known = self._moves.get(source)
        if known is None:
            known = source[0] != "program" and all(entry.target.is_control for entry in self.entries(source))
            self._moves[source] = known
        return known

    def is_wide(self, source: Source) -> bool:
        """Whether a controller or NRPN has 14 bits."""
        return any(entry.bits == 14 for entry in self.entries(source))

    def has_nrpn(self, channel: int) -> bool:
        """Whether an NRPN is mapped on a channel."""
        return bool(self._nrpn_channels) and not self._nrpn_channels.isdisjoint((None, channel))

    def shown(self) -> list[Entry]:
        """Returns the entries whose knobs are told where their controls stand."""
        return [entry for entry in self._all() if entry.shown is not None]

    def _all(self) -> Iterable[Entry]:
        return (entry for layer in self._layers for profile in layer for entry in profile.map)

    def _found(self, source: Source) -> tuple[Entry, ...]:
        for layer in self._layers:
            heard = [entry for profile in layer for entry in profile.map if entry.hears(source)]
            if heard:
                return tuple(entry for entry in heard if entry.channel is not None) or tuple(heard)
        return ()


def layout_of(port: str, own: Iterable[Profile], profiles: Iterable[Profile]) -> Layout:
    """Returns the layout of a port: the user's mappings for it, then its profile or else the table's numbers."""
    mine = [profile for profile in own if profile.is_for(port)]
    if any(profile.alone for profile in mine):
        return Layout([mine])
    described = [profile for profile in profiles if profile.is_for(port)]
    return Layout([mine, described or [generic()]])
