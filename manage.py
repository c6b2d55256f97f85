#!/usr/bin/env python
"""Django's command line for the registry."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command that was asked for, with the settings of ``REGISTRY_ENV``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
