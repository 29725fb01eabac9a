"""``python -m sdad`` is the command line."""

from sdad.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
