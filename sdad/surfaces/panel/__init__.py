"""The browser panel (floor 6): a page in a process of its own, which knows the daemon only through its HTTP API."""
