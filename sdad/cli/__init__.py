"""The command line (floor 8). Heavy floors are imported inside the verbs."""
