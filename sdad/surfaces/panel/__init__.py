"""The browser panel, a client of the HTTP API in a process of its own (floor 6)."""
