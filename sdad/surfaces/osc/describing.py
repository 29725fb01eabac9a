"""The namespace as programs and people read it: one line for each address."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from sdad.control.aliases import Alias
from sdad.control.naming import OSC_ROOT
from sdad.surfaces.osc.announcements import REPLIES, Announcement, fact
from sdad.surfaces.osc.endpoints import Endpoint
from sdad.surfaces.osc.namespace import ENDPOINTS

Json = dict[str, Any]


def aliased(alias: Alias) -> Endpoint | None:
    """Returns one of the user's addresses as an endpoint; None for one that sdad only tells something at."""
    if not alias.hears or alias.to not in ENDPOINTS:
        return None
    meant = ENDPOINTS[alias.to]
    arguments = meant.arguments
    if alias.low is not None and alias.high is not None:
        low, high = sorted((alias.low, alias.high))
        arguments = tuple(dataclasses.replace(each, low=low, high=high, unit="") for each in arguments)
    return dataclasses.replace(
        meant,
        address=alias.address,
        arguments=arguments,
        help=f"Yours, for {alias.to}. {meant.help}",
        reads=meant.reads and alias.tells,
        default="",
    )


def endpoints(aliases: Iterable[Alias] = ()) -> Iterator[Endpoint]:
    """Yields every address that sdad answers to, the user's own after sdad's."""
    yield from ENDPOINTS.values()
    yield from filter(None, map(aliased, aliases))


def bounds(endpoint: Endpoint) -> tuple[float, float]:
    """Returns the least and the greatest of the first number that an address takes; twice 0 where there is none."""
    for each in endpoint.arguments:
        if each.low is not None and each.high is not None:
            return float(each.low), float(each.high)
    return 0.0, 0.0


def unit(endpoint: Endpoint) -> str:
    """Returns the unit of the numbers that an address takes; empty where they have none."""
    return next((each.unit for each in endpoint.arguments if each.unit), "")


def namespace_now(aliases: Iterable[Alias]) -> list[Announcement]:
    """Returns every address with its types, least and greatest number, default, unit and description."""
    return [
        fact(f"{OSC_ROOT}/namespace", each.address, each.tags, *bounds(each), each.default, unit(each), each.help)
        for each in endpoints(aliases)
    ]


def aliases_now(aliases: Iterable[Alias]) -> list[Announcement]:
    """Returns the user's own addresses; one message without any when there are none, so that a question is answered."""
    told = [alias_now(alias) for alias in aliases]
    return told or [fact(f"{OSC_ROOT}/alias", "", "", "")]


def alias_now(alias: Alias) -> Announcement:
    """Returns one of the user's own addresses."""
    return fact(f"{OSC_ROOT}/alias", alias.address, alias.to, alias.direction)


def as_json(aliases: Iterable[Alias] = ()) -> list[Json]:
    """Returns the namespace as ``sdad osc namespace --json`` prints it: what sdad hears, then what it sends."""
    heard = [
        {
            "address": each.address,
            "access": "both" if each.reads else "in",
            "types": each.tags,
            "minimum": bounds(each)[0],
            "maximum": bounds(each)[1],
            "default": each.default,
            "unit": unit(each),
            "takes": each.takes,
            "description": each.help,
        }
        for each in endpoints(aliases)
    ]
    sent = [{"address": address, "access": "out", "carries": carries} for address, carries in REPLIES.items()]
    return [*heard, *sent]
