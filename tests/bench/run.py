"""`make bench`: every ratio, in one table. `run.py NAME ...` runs only these areas."""

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent
AREAS = sorted(path.stem for path in HERE.glob("bench_*.py"))


def main() -> None:
    """Run the areas asked for and print their ratios beside the last ones."""
    sys.path.insert(0, str(HERE))
    asked = [f"bench_{name}" for name in sys.argv[1:]] or AREAS
    ratios = []
    for area in asked:
        ratios += importlib.import_module(area).run()
    importlib.import_module("ratios").report(ratios, HERE / "last.json")


if __name__ == "__main__":
    main()
