"""Django's own commands, for people who work on the code: python -m querbeet.config.manage COMMAND."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "querbeet.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
