"""Stands for TouchDesigner while its script builds: keeps what is created, set and connected, and computes nothing.

The picture is drawn from what was built, and the tests call its callbacks as TouchDesigner does.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import touchdesigner

RATE_HZ = 60
"""How many frames a second the stand-in claims to have."""


class Par:
    """A parameter."""

    def __init__(self, name: str, val: Any = None, style: str = "") -> None:
        self.name, self.val, self.style = name, val, style
        self.pulses = 0

    @property
    def isToggle(self) -> bool:  # noqa: N802 - TouchDesigner's own word
        """Whether it is one of on and off."""
        return self.style == "Toggle"

    def eval(self) -> Any:
        """Returns its value."""
        return self.val

    def pulse(self) -> None:
        """Presses it."""
        self.pulses += 1

    def __int__(self) -> int:
        """Returns its value as TouchDesigner gives it where a number is wanted."""
        return int(self.val)


_BUILT_IN = {
    "audiofileinCHOP": "file cuepulse",
    "constantCHOP": "const0name const0value",
    "crossCHOP": "cross",
    "executeDAT": "active framestart",
    "filterCHOP": "width",
    "oscinCHOP": "port",
    "oscinDAT": "port maxlines callbacks",
    "oscoutCHOP": "netaddress port",
    "oscoutDAT": "address port",
    "parameterexecuteDAT": "active op pars custom builtin valuechange onpulse",
}
"""The parameters that operators are built with, of those that a script of ours may want (derivative.ca/UserGuide)."""
_BEFORE_2023 = {"constantCHOP": "name0 value0"}
"""Those that were called otherwise before build 2023.11220 (its release notes, *Custom Sequential Parameters*)."""


class _Parameters:
    """All parameters of an operator; setting one sets its value, and there is none that TouchDesigner has not."""

    def __init__(self, names: str) -> None:
        self.__dict__.update({name: Par(name, 0 if "value" in name else None) for name in names.split()})

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__[name].val = value

    def __getitem__(self, name: str) -> Par | None:
        """Returns a parameter, or None where there is none of this name."""
        return self.__dict__.get(name)


_STARTS = {"Float": 0.0, "Int": 0, "Toggle": False, "Str": "", "StrMenu": "", "Pulse": False}
"""How parameters of each style stand when they are new."""


class _Page:
    """A page of parameters of a component."""

    def __init__(self, owner: Operator) -> None:
        self._owner = owner

    def __getattr__(self, method: str) -> Any:
        style = method.removeprefix("append")
        start = _STARTS[style]

        def append(name: str, label: str | None = None) -> list[Par]:
            assert re.fullmatch("[A-Z][a-z0-9]*", name), f"TouchDesigner takes no parameter of this name: {name}"
            made = self._owner.par.__dict__[name] = self._owner.custom[name] = Par(name, start, style)
            return [made]

        return append


class Operator:
    """An operator."""

    def __init__(
        self, kind: str = "baseCOMP", name: str = "", home: Operator | None = None, *, before_2023: bool = False
    ) -> None:
        self.kind, self.name, self.home, self._before_2023 = kind, name, home, before_2023
        self.nodes: dict[str, Operator] = {}
        self.inputs: dict[int, Operator] = {}
        renamed = _BEFORE_2023 if before_2023 else {}
        self.par: Any = _Parameters(renamed.get(kind) or _BUILT_IN.get(kind, ""))
        self.custom: dict[str, Par] = {}
        """The parameters that the script has added."""
        self.sent: list[list[Any]] = []
        """What went out of it."""
        self.text = ""
        self.nodeX, self.nodeY = 0, 0
        self._module: _Module | None = None

    def op(self, name: str) -> Operator | None:
        """Returns an operator inside."""
        return self.nodes.get(name)

    def create(self, kind: str, name: str) -> Operator:
        """Makes an operator inside."""
        node = self.nodes[name] = Operator(kind, name, self, before_2023=self._before_2023)
        return node

    def destroy(self) -> None:
        """Takes it away."""
        assert self.home is not None
        del self.home.nodes[self.name]

    def appendCustomPage(self, title: str) -> _Page:  # noqa: N802 - TouchDesigner's own word
        """Adds a page of parameters."""
        return _Page(self)

    def sendOSC(self, address: str, values: list[Any], *, useNonStandardTypes: bool) -> None:  # noqa: N802, N803
        """Keeps a message that would go out."""
        assert not useNonStandardTypes
        self.sent.append([address, *values])

    @property
    def module(self) -> _Module:
        """Its text as a module."""
        if self._module is None:
            assert self.home is not None
            self._module = _Module(self.text, {"op": self.home.op, "parent": lambda: self.home, "project": _Project})
        return self._module

    @property
    def inputConnectors(self) -> list[_Connector]:  # noqa: N802 - TouchDesigner's own word
        """Its inputs."""
        return [_Connector(self, place) for place in range(2)]


class _Module:
    def __init__(self, text: str, names: dict[str, Any]) -> None:
        exec(compile(text, "a text DAT", "exec"), names)
        self.__dict__ = names


class _Project:
    cookRate = RATE_HZ  # noqa: N815 - TouchDesigner's own word


class _Connector(NamedTuple):
    node: Operator
    place: int

    def connect(self, source: Operator) -> None:
        self.node.inputs[self.place] = source


def kinds() -> dict[str, Any]:
    """Returns the kinds of operators that the script names, as TouchDesigner has them there."""
    return {kind: kind for kind in re.findall(r"\w+(?:CHOP|DAT|COMP)\b", touchdesigner.script())}


def built(*, before_2023: bool = False) -> Operator:
    """Returns what the script builds."""
    names = kinds()
    exec(compile(touchdesigner.script(), "build_sdad.py", "exec"), names)
    component: Operator = names["build"](Operator(before_2023=before_2023))
    return component
