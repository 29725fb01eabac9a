import sys
from pathlib import Path

# The benchmarks are scripts, not a package: they find each other by lying in one folder, as when they are run.
sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
