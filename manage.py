#!/usr/bin/env python
"""Django's command line, with one step before it: quickstart may run before any settings exist."""

import os
import sys

from config.environment import prepare_quickstart


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] == ["quickstart"]:
        prepare_quickstart()
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
