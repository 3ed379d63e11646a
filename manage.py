#!/usr/bin/env python
"""Django's command line, with the studio's settings."""

import gc
import os
import sys


def main() -> None:
    # What is imported stays, and looking through it for garbage took a fifth of every start. `studio.apps` switches the
    # search on again.
    gc.disable()
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
