"""`python -m feedback serve`: the service in a shell."""

import argparse
import sys

from feedback.serve import serve


def main() -> int:
    """Return the exit status of the command line: 0 after a clean stop, 2 when the service can't start."""
    parser = argparse.ArgumentParser(prog="python -m feedback")
    commands = parser.add_subparsers(required=True)
    commands.add_parser("serve", help="serve the built site and keep its votes").set_defaults(run=serve)
    run = parser.parse_args().run
    return int(run())


if __name__ == "__main__":
    sys.exit(main())
