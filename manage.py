#!/usr/bin/env python
"""Django's command line, with the studio's settings."""

import gc
import os
import sys

# What is imported stays, and looking through it for garbage took a fifth of every start; `studio.apps` goes on with it.
gc.disable()

from django.core.management import execute_from_command_line  # noqa: E402


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
