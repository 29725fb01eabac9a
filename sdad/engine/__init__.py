"""The one thread that decides, its jobs and its workers (floor 5)."""
