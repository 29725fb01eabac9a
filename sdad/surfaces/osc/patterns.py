"""The wildcards of OSC 1.0: ``?``, ``*``, ``[a-z]``, ``[!a-z]`` and ``{one,two}``, inside one part of an address.

No regular expressions: those take exponential time on a pattern made for it. Here all positions that can be reached
are followed at once, so that the time is bounded by the product of the two lengths.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sdad.errors import MalformedMessage

MAX_PATTERN = 128
_WILDCARDS = frozenset("?*[]{}")


@dataclass(frozen=True, slots=True)
class _OneOf:
    """One character from ranges, or outside all of them."""

    ranges: tuple[tuple[str, str], ...]
    negated: bool

    def accepts(self, character: str) -> bool:
        return any(low <= character <= high for low, high in self.ranges) != self.negated


@dataclass(frozen=True, slots=True)
class _Words:
    """One of several texts; a plain text is a choice of one."""

    words: tuple[str, ...]


class _AnyRun:
    """Any number of characters, none included."""


_Token = _OneOf | _Words | _AnyRun
_ANY_ONE = _OneOf((), negated=True)
_ANY_RUN = _AnyRun()


def is_pattern(address: str) -> bool:
    """Returns whether an address holds wildcards."""
    return not _WILDCARDS.isdisjoint(address)


def matches(pattern: str, address: str) -> bool:
    """Returns whether a pattern means an address.

    Raises:
        MalformedMessage: a bracket or brace is not closed, or the pattern is longer than :data:`MAX_PATTERN`.
    """
    wanted = _compiled(pattern)
    parts = address.split("/")
    return len(wanted) == len(parts) and all(_part_matches(*pair) for pair in zip(wanted, parts, strict=True))


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> tuple[tuple[_Token, ...], ...]:
    if len(pattern) > MAX_PATTERN:
        raise MalformedMessage(
            pattern[:40] + "…", f"its pattern has {len(pattern)} characters", f"send at most {MAX_PATTERN}"
        )
    return tuple(_tokens(pattern, part) for part in pattern.split("/"))


def _tokens(pattern: str, part: str) -> tuple[_Token, ...]:
    tokens: list[_Token] = []
    index = 0
    while index < len(part):
        character = part[index]
        if character in "[{":
            end = part.find("]" if character == "[" else "}", index)
            if end < 0:
                raise MalformedMessage(pattern, f'its "{character}" is not closed', "close every [ with ] and { with }")
            inside = part[index + 1 : end]
            tokens.append(_one_of(inside) if character == "[" else _Words(tuple(inside.split(","))))
            index = end
        elif character == "*":
            tokens.append(_ANY_RUN)
        else:
            tokens.append(_ANY_ONE if character == "?" else _Words((character,)))
        index += 1
    return tuple(tokens)


def _one_of(inside: str) -> _OneOf:
    negated = inside.startswith("!")
    inside = inside.removeprefix("!")
    ranges = []
    index = 0
    while index < len(inside):
        if inside[index + 1 : index + 2] == "-" and index + 2 < len(inside):
            ranges.append((inside[index], inside[index + 2]))
            index += 3
        else:
            ranges.append((inside[index], inside[index]))
            index += 1
    return _OneOf(tuple(ranges), negated)


def _part_matches(tokens: tuple[_Token, ...], part: str) -> bool:
    reached = {0}
    for token in tokens:
        match token:
            case _AnyRun():
                reached = set(range(min(reached), len(part) + 1))
            case _OneOf():
                reached = {at + 1 for at in reached if at < len(part) and token.accepts(part[at])}
            case _Words(words):
                reached = {at + len(word) for at in reached for word in words if part.startswith(word, at)}
        if not reached:
            return False
    return len(part) in reached
