"""Open Sound Control over UDP (floor 6).

packets         bytes to messages, after every size in them was checked; messages to bytes
arguments       what patches send for a number, a switch or a name
patterns        the wildcards of OSC 1.0, in bounded time
requests        what a message can ask for
namespace       every address that sdad answers to, derived from the table of controls
flood           which datagrams of a burst are worth reading
intake          what was asked and not handed to the engine yet: latest value wins, requests keep their order
announcements   events and states as messages
feedback        who listens, and how often
conversation    what happens with a message, and who is told what
server          the socket and its two threads
"""
