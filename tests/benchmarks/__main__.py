"""`python -m tests.benchmarks NAME`: each benchmark is a module here with a `main(argv)`."""

import importlib
import sys
from pathlib import Path


def names() -> list[str]:
    """The benchmarks there are: every module of this package without a leading underscore."""
    here = Path(__file__).parent
    return sorted(p.stem for p in here.glob("*.py") if not p.stem.startswith("_"))


def main() -> None:
    """Run the benchmark that the first argument names; the rest are its own arguments."""
    if len(sys.argv) < 2 or sys.argv[1] not in names():
        sys.exit(
            f"usage: python -m tests.benchmarks NAME [options], NAME one of {', '.join(names())}"
        )
    importlib.import_module(f"tests.benchmarks.{sys.argv[1]}").main(sys.argv[2:])


main()
