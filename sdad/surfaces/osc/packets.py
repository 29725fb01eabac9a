"""Bytes from the network to messages, and back.

Every size in a packet is checked here before python-osc sees it: its own parser does not end on a bundle element of
size -4, exhausts the stack on deep nesting, and reads a blob or a string past its end. The form is that of the Open
Sound Control 1.0 specification (opensoundcontrol.stanford.edu/spec-1_0.html), with the types of 1.1.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from pythonosc.osc_message import OscMessage, ParseError
from pythonosc.osc_message_builder import OscMessageBuilder

from sdad.errors import MalformedMessage

MAX_PACKET_BYTES = 65536
MAX_DEPTH = 8
MAX_MESSAGES = 256
MAX_ARGUMENTS = 256

Argument = int | float | str | bool

_BUNDLE = b"#bundle\0"
_FIXED_BYTES = {b"i": 4, b"f": 4, b"c": 4, b"r": 4, b"m": 4, b"h": 8, b"d": 8, b"t": 8}
_EMPTY = b"TFNI"
_VALUE_BYTES = 4
_ONE_VALUE = {b",f\0\0": struct.Struct(">f"), b",i\0\0": struct.Struct(">i")}
_MOST_HEADS = 1024
_UNDERSTOOD_AS = bytes.maketrans(b"SIc", b"sNi")
"""Types that python-osc does not know, and the one of the same size that means the same to sdad."""


@dataclass(frozen=True, slots=True)
class Message:
    """One OSC message: an address (or a pattern) and its arguments, arrays flattened."""

    address: str
    arguments: tuple[object, ...] = ()


def parse(packet: bytes) -> list[Message]:
    """Returns the messages of a packet in order; those of a bundle, however nested, belong together as one change.

    Time tags are ignored: what has arrived is meant now.

    Raises:
        MalformedMessage: the packet is not OSC, or larger or deeper than the limits of this module.
    """
    if len(packet) > MAX_PACKET_BYTES:
        raise _malformed(f"it has {len(packet)} bytes", f"at most {MAX_PACKET_BYTES} are read")
    known = _heads.get(packet[:-_VALUE_BYTES])
    if known is not None:
        address, value = known
        return [Message(address, value.unpack_from(packet, len(packet) - _VALUE_BYTES))]
    messages: list[Message] = []
    for element in _elements(packet, depth=0):
        if len(messages) == MAX_MESSAGES:
            raise _malformed(f"it holds more than {MAX_MESSAGES} messages", "send them in several bundles")
        messages.append(_message(element))
    if len(messages) == 1 and len(messages[0].arguments) == 1:
        _remember(packet, messages[0].address)
    return messages


_heads: dict[bytes, tuple[str, struct.Struct]] = {}
"""What messages with a single number began with that were read well, all but the number: a hand on a fader sends the
same again and again, with another number, and there is nothing else in it to be checked."""


def _remember(packet: bytes, address: str) -> None:
    head = packet[:-_VALUE_BYTES]
    value = _ONE_VALUE.get(head[-4:])
    if value is not None and head[:-4] == padded(address):
        if len(_heads) >= _MOST_HEADS:
            _heads.clear()
        _heads[head] = address, value


def encode(message: Message) -> bytes:
    """Returns the packet of one message; whole numbers and switches travel as ``i``, other numbers as ``f``."""
    builder = OscMessageBuilder(address=message.address)
    for argument in message.arguments:
        match argument:
            case bool() | int():
                builder.add_arg(max(-(2**31), min(2**31 - 1, int(argument))), OscMessageBuilder.ARG_TYPE_INT)
            case float():
                builder.add_arg(argument, OscMessageBuilder.ARG_TYPE_FLOAT)
            case _:
                # A file name may hold bytes that are no text, and a NUL would end the string early.
                text = str(argument).encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
                builder.add_arg(text, OscMessageBuilder.ARG_TYPE_STRING)
    return builder.build().dgram


def padded(address: str) -> bytes:
    """Returns an address as a message begins with it: ended by zero bytes, up to a multiple of 4."""
    plain = address.encode("utf-8")
    return plain + b"\0" * (4 - len(plain) % 4)


def _malformed(reason: str, expected: str, address: str = "OSC packet") -> MalformedMessage:
    return MalformedMessage(address, reason, expected)


def _elements(packet: bytes, depth: int) -> Iterator[bytes]:
    """Yields the packets of single messages inside a packet; every step goes forward by 4 bytes or more."""
    if not packet or len(packet) % 4:
        raise _malformed(f"it has {len(packet)} bytes", "OSC packets come in multiples of 4 bytes")
    if not packet.startswith(_BUNDLE):
        yield packet
        return
    if depth == MAX_DEPTH:
        raise _malformed(f"its bundles are nested more than {MAX_DEPTH} deep", "send flatter bundles")
    index = len(_BUNDLE) + 8
    if index > len(packet):
        raise _malformed("its bundle ends inside the time tag", "a bundle has a time tag of 8 bytes")
    while index < len(packet):
        (size,) = struct.unpack_from(">i", packet, index)
        index += 4
        if not 0 < size <= len(packet) - index:
            raise _malformed(
                f"an element of its bundle claims {size} bytes where {len(packet) - index} follow",
                "each size says how many bytes follow",
            )
        yield from _elements(packet[index : index + size], depth + 1)
        index += size


def _message(packet: bytes) -> Message:
    if not packet.startswith(b"/"):
        raise _malformed("it does not begin with an address", 'an address begins with "/"')
    address, index = _string(packet, 0, "OSC packet")
    if index < len(packet):
        tags, arguments = _string(packet, index, address)
        if not tags.startswith(","):
            raise _malformed("it has no types", 'the types of the arguments follow the address after a ","', address)
        _check_arguments(packet, arguments, tags[1:].encode("ascii", "replace"), address)
        packet = packet[:index] + packet[index:arguments].translate(_UNDERSTOOD_AS) + packet[arguments:]
    try:
        return Message(address, tuple(_flat(OscMessage(packet).params)))
    except (ParseError, ValueError, OverflowError) as error:
        raise _malformed(f"it cannot be read ({error})", "send an OSC 1.0 message", address) from None


def _check_arguments(packet: bytes, index: int, tags: bytes, address: str) -> None:
    if len(tags) > MAX_ARGUMENTS:
        raise _malformed(f"it has {len(tags)} arguments", f"at most {MAX_ARGUMENTS} are read", address)
    open_arrays = 0
    for code in tags:
        tag = bytes([code])
        if tag in b"sS":
            _, index = _string(packet, index, address)
        elif tag == b"b":
            index = _after_blob(packet, index, address)
        elif tag in _FIXED_BYTES:
            index += _FIXED_BYTES[tag]
        elif tag in b"[]":
            open_arrays += 1 if tag == b"[" else -1
            if not 0 <= open_arrays <= MAX_DEPTH:
                raise _malformed("the brackets of its arrays do not match", "close every [ with a ]", address)
        elif tag not in _EMPTY:
            kind = chr(code) if chr(code).isprintable() else "?"
            raise _malformed(f'it has an argument of type "{kind}"', "send numbers and text", address)
        if index > len(packet):
            raise _malformed("it ends inside its arguments", "send all that its types announce", address)
    if open_arrays:
        raise _malformed("the brackets of its arrays do not match", "close every [ with a ]", address)
    if index != len(packet):
        raise _malformed("it goes on after its arguments", "announce the type of every argument", address)


def _string(packet: bytes, index: int, address: str) -> tuple[str, int]:
    """Returns the padded string at ``index`` and where the next field begins."""
    end = packet.find(b"\0", index)
    if end < 0:
        raise _malformed("a text in it has no end", "texts end with a zero byte", address)
    try:
        text = packet[index:end].decode("utf-8")
    except UnicodeDecodeError:
        raise _malformed("a text in it is not UTF-8", "send texts as UTF-8", address) from None
    following = end + 4 - end % 4
    if following > len(packet):
        raise _malformed("a text in it is cut off", "texts are padded to multiples of 4 bytes", address)
    return text, following


def _after_blob(packet: bytes, index: int, address: str) -> int:
    if index + 4 <= len(packet):
        (size,) = struct.unpack_from(">i", packet, index)
        following = index + 4 + size + (-size) % 4
        if size >= 0 and following <= len(packet):
            return int(following)
    raise _malformed("the size of a blob in it is wrong", "each size says how many bytes follow", address)


def _flat(values: list[object]) -> Iterator[object]:
    for value in values:
        if isinstance(value, list):
            yield from _flat(value)
        else:
            yield value
