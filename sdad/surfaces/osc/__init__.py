"""Open Sound Control over UDP (floor 6).

packets         bytes to messages, after every size in them was checked; messages to bytes
arguments       what patches send for a number, a switch or a name
patterns        the wildcards of OSC 1.0, in bounded time
namespace       every address that sdad answers to, derived from the table of controls
intake          what was asked and not handed to the engine yet: latest value wins, requests keep their order
announcements   events and states as messages
feedback        who listens, and how often
server          the socket, and all of the above put together
"""
