"""`make bench`: every ratio, in one table. `python -m tests.bench.run NAME ...` runs only these."""

import importlib
import sys
from pathlib import Path

from tests.bench.ratios import report

HERE = Path(__file__).parent
AREAS = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def main() -> None:
    """Run the areas asked for and print their ratios beside the last ones."""
    ratios = []
    for area in sys.argv[1:] or AREAS:
        ratios += importlib.import_module(f"tests.bench.bench_{area}").run()
    report(ratios, HERE / "last.json")


if __name__ == "__main__":
    main()
